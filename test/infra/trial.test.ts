/** A trial writes to one address, whoever an e-mail is for: the code sends it there, and IAM would let it go nowhere else. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { alertSample, sample } from "../../infra/local/samples.ts";
import { startApart, type Apart } from "../support/apart.ts";
import { synthesized, type Cloud } from "../support/cloud.ts";
import { trial } from "../support/environments.ts";
import { allowing } from "../support/iam.ts";
import type { FunctionName } from "../../infra/bundle/index.ts";

const only = "trial@example.org";
let cloud: Cloud;
let apart: Apart;

beforeAll(async () => {
  cloud = synthesized(trial);
  apart = await startApart(cloud, "2026-11-16T10:00:00.000Z");
  for (const [path, { client, ...body }] of [
    ["/escalations", sample("knowsley", "2026-11-13")!],
    ["/practice-alerts", alertSample("2026-11-16")],
  ] as const) {
    const response = await fetch(`${apart.service}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${client}`, "content-type": "application/json", "idempotency-key": path },
      body: JSON.stringify(Object.values(body)[0]),
    });
    expect(response.status).toBe(201);
    await apart.quiet();
  }
  await fetch(`${apart.service}/raise`, {
    method: "POST",
    body: new URLSearchParams({ email: "s.carter@whitebeam-primary.example" }),
  });
  // A Monday's digests.
  await apart.invoke("digest", {});
  await apart.moveTo("2026-11-23T10:00:00.000Z");
  await apart.invoke("digest", {});
}, 120_000);
afterAll(async () => {
  await apart.close();
});

it("every e-mail goes to the trial's one address and says so: of stages, alerts, links to raise by, digests", () => {
  const mails = apart.mailbox.mails();
  const subjects = mails.map(({ subject }) => subject).join("\n");
  for (const words of ["your answer is asked for", "for your response", "digest of escalations", "raise a concern"])
    expect(subjects).toContain(words);
  for (const { to, cc, bcc, subject, text, html } of mails) {
    expect([...to, ...cc, ...bcc]).toEqual([only]);
    expect(subject).toMatch(/^\[Trial\] /);
    for (const body of [text, html])
      expect(body).toContain("This is a trial. Outside it, this email would have gone to somebody at ");
  }
});

it("each is what IAM allows the function that sent it, and to anybody else IAM would have refused it", () => {
  const sent = apart.listener.calls.filter(({ action }) => action === "ses:SendRawEmail");
  expect(new Set(sent.map(({ by }) => by)).size).toBeGreaterThan(3);
  for (const call of sent) {
    const permissions = apart.permissionsOf(call.by as FunctionName);
    expect(allowing(call, permissions).length, call.by).toBeGreaterThan(0);
    const elsewhere = { ...call, conditions: { ...call.conditions, "ses:Recipients": ["chair@kscp.example"] } };
    expect(allowing(elsewhere, permissions), call.by).toEqual([]);
    const asAnother = { ...call, conditions: { ...call.conditions, "ses:FromAddress": ["chair@kscp.example"] } };
    expect(allowing(asAnother, permissions), call.by).toEqual([]);
  }
});
