/**
 * The permissions are those that the code uses. Real journeys are lived through with each function apart, and every call
 * that one makes to AWS is held against the policies that the stacks give that very function: a permission that is
 * missing would otherwise be found out in production.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FunctionName } from "../../infra/bundle/index.ts";
import { heldOf } from "../../functions/guard/held.ts";
import { cameBack } from "../../infra/local/came-back.ts";
import { registerLinkEnds } from "../../functions/links/register-links.ts";
import { linkIn, openForm } from "../../infra/local/person.ts";
import { alertSample, sample } from "../../infra/local/samples.ts";
import { stateMachineName } from "../../infra/state-machine.ts";
import { policyVersion } from "../../policies/published.ts";
import { startApart, type Apart } from "../support/apart.ts";
import type { Call } from "../support/calls.ts";
import { synthesized, type Cloud, type Permission } from "../support/cloud.ts";
import { live } from "../support/environments.ts";
import { allowing } from "../support/iam.ts";

/** A Monday without a holiday near it; London is on UTC. */
const start = "2026-11-16T10:00:00.000Z";

let cloud: Cloud;
let apart: Apart;
let calls: readonly Call[];

beforeAll(async () => {
  cloud = synthesized(live);
  apart = await startApart(cloud, start);
  await everyJourney(apart);
  calls = apart.listener.calls.filter((each) => each.by !== "nobody");
}, 180_000);
afterAll(async () => {
  await apart.close();
});

/** A call as a line to read: its leading key without what tells one item from another. */
const inWords = ({ by, action, resources, conditions }: Call) =>
  `${by}: ${action} ${resources.join(" and ")}${(conditions["dynamodb:LeadingKeys"] ?? []).map((each) => ` ${each.replace(/#.*/, "#…")}`).join("")}`;

describe("every call that a function makes", () => {
  it("is allowed by its own role", () => {
    const refused = calls.filter((call) => allowing(call, apart.permissionsOf(call.by as FunctionName)).length === 0);
    expect([...new Set(refused.map(inWords))]).toEqual([]);
  });

  it("would be noticed if it were not: of what was used, no permission can be taken away", () => {
    for (const name of new Set(calls.map((each) => each.by as FunctionName))) {
      const own = calls.filter((each) => each.by === name);
      // The working table's kinds of items are permissions too, each by itself.
      const permissions = apart.permissionsOf(name).flatMap(kinds);
      const used = new Set(own.flatMap((each) => allowing(each, permissions)).map(lineOf));
      expect(used.size).toBeGreaterThan(0);
      for (const one of used) {
        const others = permissions.filter((each) => lineOf(each) !== one);
        // Pages count what comes from outside and e-mails: the first of the two covers the second.
        if (name === "pages" && one.includes("RATE#mail")) continue;
        expect(
          own.some((each) => allowing(each, others).length === 0),
          `${name}: ${one}`,
        ).toBe(true);
      }
    }
  });

  it("comes from every function", () => {
    const silent = Object.keys(cloud.functions).filter((name) => !calls.some((each) => each.by === name));
    expect(silent).toEqual([]);
  });

  it("is of every kind that the service makes", () => {
    const made = new Set(calls.map((each) => each.action));
    expect([...made].toSorted()).toEqual([
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      "s3:GetObjectVersion",
      "s3:ListBucketVersions",
      "s3:PutObject",
      "ses:SendRawEmail",
      "states:SendTaskSuccess",
      "states:StartExecution",
      "states:StopExecution",
    ]);
  });

  it("is told beside what nobody used, for whoever would take that away", () => {
    const unused = Object.keys(cloud.functions).flatMap((name) => {
      const permissions = apart
        .permissionsOf(name as FunctionName)
        .filter(({ action }) => !/^(logs|xray|kms|sqs):/.test(action));
      const split = permissions.flatMap(kinds);
      const used = new Set(calls.filter((each) => each.by === name).flatMap((each) => allowing(each, split)));
      return split.filter((each) => !used.has(each)).map((each) => `${name}: ${lineOf(each)}`);
    });
    process.stdout.write(
      `\nPermissions that no journey of this test used:\n${unused.map((each) => `  ${each}\n`).join("")}`,
    );
    // What was used is none of these, and so the list is not of everything.
    expect(unused).not.toContain("settle: dynamodb:PutItem record");
  });
});

/** A permission for several kinds of items, one kind at a time. */
function kinds(permission: Permission): Permission[] {
  const like = permission.condition?.["ForAllValues:StringLike"] as Record<string, string[]> | undefined;
  const keys = like?.["dynamodb:LeadingKeys"];
  if (!keys) return [permission];
  return keys.map((each) => ({
    ...permission,
    condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [each] } },
  }));
}

const lineOf = ({ action, resource, condition }: Permission) =>
  `${action} ${resource}${condition ? ` ${JSON.stringify(Object.values(condition))}` : ""}`;

/** What people and systems do, so that every function has something to do in every way that it has. */
async function everyJourney(apart: Apart): Promise<void> {
  const { service, mailbox, listener, clock, invoke, verdictOn, moveTo, quiet, stop } = apart;
  let keys = 0;
  const send = async (client: string, path: string, body?: object) => {
    const response = await fetch(`${service}${path}`, {
      headers: {
        authorization: `Bearer ${client}`,
        "content-type": "application/json",
        "idempotency-key": `key-${++keys}`,
      },
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as { reference: string };
    expect(response.status, `${client} ${path}: ${JSON.stringify(answer)}`).toBe(body ? 201 : 200);
    await quiet();
    return answer;
  };
  const mail = (to: string, words: string) => {
    const found = mailbox.mails().findLast((each) => each.to.includes(to) && each.subject.includes(words));
    if (!found) throw new Error(`No e-mail to ${to} has “${words}” in its subject`);
    return found;
  };
  const press = async (path: string, fields: Record<string, string>) => {
    const response = await fetch(service + path, { method: "POST", body: new URLSearchParams(fields) });
    const page = await response.text();
    expect(response.status, page.replace(/<[^>]+>/g, " ")).toBe(200);
    await quiet();
    return page;
  };
  const answers = async (to: string, words: string, form: string, fields: Record<string, string>) => {
    const response = await (await openForm(service, linkIn(mail(to, words)), form))("Somebody Who Answers", fields);
    expect(response.status, await response.text()).toBe(200);
    await quiet();
  };
  const invited = (to: string, where: "raise" | "alert") => {
    const path = new RegExp(`(/${where}/\\S+)`).exec(
      mailbox.mails().findLast((each) => each.to.includes(to))?.text ?? "",
    )?.[1];
    if (!path) throw new Error(`${to} was not sent a link`);
    return path;
  };
  /** A run that may fail, as one does that was cut off; Lambda tries it again. */
  const tried = async (name: "reconcile" | "digest", event: object = {}) => {
    try {
      await invoke(name, event);
    } catch {
      await invoke(name, event);
    }
  };
  const reconciled = (event?: object) => tried("reconcile", event);
  const machineOf = (policy: string, version: string) => stateMachineName(policyVersion(policy, version));

  // Each function that tells people is cut off once between sending and recording: the next try finds its own claims.
  const cutOff = new Map<string, "sent" | "failing" | "done">();
  const cuttingOff = ({ by, action, resources, conditions }: Call) => {
    const state = cutOff.get(by);
    if (action === "ses:SendRawEmail" && state === undefined && by !== "pages" && by !== "register")
      cutOff.set(by, "sent");
    const records = resources.includes("record") || (conditions["dynamodb:LeadingKeys"] ?? []).includes("CURSOR");
    if (action === "dynamodb:PutItem" && records && (state === "sent" || state === "failing")) {
      cutOff.set(by, "failing");
      return "ProvisionedThroughputExceededException";
    }
    // Its next call that is something else is another try.
    if (state === "failing") cutOff.set(by, "done");
    return undefined;
  };
  const signalLost = ({ action }: Call) => (action === "states:SendTaskSuccess" ? "ThrottlingException" : undefined);
  listener.refuse(cuttingOff);

  // Before anything is there: the first deployment, and the first runs of the schedules.
  expect(await verdictOn(heldOf(cloud.policies))).toEqual({ Status: "SUCCESS" });
  for (const name of ["reconcile", "digest", "daily"] as const) await invoke(name, {});

  // Samples by the API; then the list, the record and the figures.
  await send("whitebeam-primary", "/policies");
  const raised = new Map<string, string>();
  for (const name of ["knowsley", "medway", "training-provider"]) {
    const { client, concern } = sample(name, "2026-11-13") ?? {};
    if (client && concern) raised.set(name, (await send(client, "/escalations", concern)).reference);
  }
  const reference = raised.get("knowsley") ?? "";
  await send("whitebeam-primary", "/escalations");
  await send("whitebeam-primary", `/escalations/${reference}`);
  const bundled = async () => {
    const response = await fetch(`${service}/escalations/${reference}/bundle`, {
      headers: { authorization: "Bearer knowsley-partnership" },
    });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/zip"]);
    await response.arrayBuffer();
  };
  for (const [client, partnership] of [
    ["knowsley-partnership", "knowsley"],
    ["training-provider-team", "training-provider"],
    ["kent-partnership", "kent"],
  ] as const)
    await send(client, `/partnerships/${partnership}/figures?from=2026-11-01&to=2026-11-30`);

  // A register, by the link that a digest brings; and one that is over, for which a fresh one is sent.
  const registerOf = (issuedAt: string) =>
    apart.registerLinks.issue({
      partnership: "knowsley",
      email: "partnership@kscp.example",
      issuedAt,
      until: registerLinkEnds(issuedAt),
    });
  await press(await registerOf(clock.now()), { do: "continue" });
  await press(await registerOf("2026-10-01T10:00:00.000Z"), { do: "fresh" });

  // By page: a link is asked for, and a concern is raised by it.
  const raiser = "s.carter@whitebeam-primary.example";
  await press("/raise", { email: raiser });
  const path = invited(raiser, "raise");
  const answered = {
    area: "knowsley",
    "secure-setting": "(another)",
    subject: "child",
    "receiving-agency": "knowsley-social-care",
    "immediate-risk": "no",
    protect: "no",
    "person-name": "Robin Sampleton",
    type: "level-of-need",
    "arose-day": "16",
    "arose-month": "11",
    "arose-year": "2026",
    issue: "The referral was closed without a visit.",
    disagreement: "We say the threshold is met.",
    risk: "Bruising was seen twice.",
    evidence: "Body map of 30 October.",
    sought: "A visit before Sunday.",
    "your-name": "Sam Carter",
  };
  let page = await press(path, { do: "continue" });
  while (page.includes('value="save"')) page = await press(path, { ...answered, ...sentAlong(page), do: "save" });
  await press(path, { ...sentAlong(page), do: "raise" });

  // A practice alert by the API, and one by page.
  const { client: informer, alert } = alertSample("2026-11-16");
  const alertReference = (await send(informer, "/practice-alerts", alert)).reference;
  const teacher = "designated.teacher@hoo-meadows.example";
  await press("/alert", { email: teacher });
  const alertPath = invited(teacher, "alert");
  const checkedAlert = await press(alertPath, {
    do: "check",
    "about-a-case": "no",
    concerns: "one agency",
    "consulted-service": "Social Care",
    "consulted-on-day": "10",
    "consulted-on-month": "11",
    "consulted-on-year": "2026",
    "consulted-with": "The manager, by telephone",
    "informer-name": "Rafael Brandt",
    "informer-title": "Designated safeguarding lead",
    service: "Hoo Meadows",
    "date-day": "16",
    "date-month": "11",
    "date-year": "2026",
    summary: "Minutes reached schools late.",
    measures: "Raised in October.",
    causes: "One administrator for three teams.",
    "good-practice": "A list of actions on the same day.",
    action: "Minutes within ten days.",
  });
  await press(alertPath, { ...sentAlong(checkedAlert), do: "submit" });

  // Somebody types a reference with a code that is wrong: it is counted, and looked for.
  const typed = new URLSearchParams({ reference, code: "2222 2222" });
  expect((await fetch(`${service}/answer`, { method: "POST", body: typed })).status).toBe(422);

  // An answer by link, and one by a member of the group. Whoever waits for a number of commits that is not the last is
  // woken at once.
  const receiver = "j.malik@social-care.knowsley.example";
  const again = async () =>
    (await send("whitebeam-primary", "/escalations", sample("knowsley", "2026-11-13")?.concern)).reference;
  const [closed, due, stuck] = [await again(), await again(), await again()];
  const proposes = (of: string) =>
    answers(receiver, `${of}: your answer is asked for`, "propose", { resolution: "A joint visit." });
  await moveTo("2026-11-16T10:10:00.000Z");
  await proposes(reference);
  await answers("v.marlowe@social-care.medway.example", alertReference, "respond", { response: "Agreed." });
  await invoke("await", { reference, execution: 1, version: 1, token: "a token" });
  await invoke("alertAwait", { reference: alertReference, execution: 1, version: 1, token: "a token" });

  // Signals that are lost, which only reconcile makes good: of one that ended, of one that is owed something, and of one
  // whose execution does nothing at all.
  await proposes(closed);
  listener.refuse(signalLost);
  await answers(raiser, `${closed}: a resolution is proposed`, "answer-proposal", { answer: "accept" });
  await proposes(due);
  listener.refuse(cuttingOff);
  await reconciled();
  await reconciled();
  await quiet();
  listener.refuse(signalLost);
  await proposes(stuck);
  listener.refuse(cuttingOff);
  await moveTo("2026-11-16T10:25:00.000Z");
  await reconciled();
  await quiet();

  // An e-mail that the mail service does not take for now, and one that it never takes.
  mailbox.refuse(() => ({ code: "Throttling", message: "Maximum sending rate exceeded." }));
  await again();
  mailbox.refuse(({ to }) => (to.includes(raiser) ? { code: "MessageRejected", message: "Refused" } : undefined));
  await moveTo("2026-11-16T10:45:00.000Z");
  mailbox.refuse(undefined);

  // E-mails come back, of an escalation and of a practice alert.
  const back = [
    mail(receiver, `${due}: your answer is asked for`),
    mail("g.prentice@downland-police.example", alertReference),
  ];
  await invoke(
    "bounces",
    back.map((each) => cameBack(each, "permanent", clock.now())),
  );
  await quiet();

  // Somebody stops two executions; reconcile replaces them. Then nobody acts for weeks, and everything climbs by itself.
  await stop(machineOf("knowsley", "2020-06"), `${reference}-1`);
  await stop("escalation-practice-alerts", `${alertReference}-1`);
  await quiet();
  await reconciled();
  await moveTo("2026-11-24T10:00:00.000Z");
  await reconciled();
  await tried("digest");
  await tried("digest");
  await invoke("daily", {});
  await moveTo("2026-12-01T10:00:00.000Z");
  await reconciled({ rebuildSince: "2026-11-16" });
  await invoke("digest", {});
  await invoke("daily", { everything: true });
  // Everything for an inspection, with what was witnessed by then.
  await bundled();

  // The next deployment, which drops a policy that is needed.
  expect((await verdictOn(heldOf(cloud.policies.filter((each) => each.policy !== "medway"))))?.Status).toBe("FAILED");
}

/** What a page sends along without anybody typing it. */
const sentAlong = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = "", value = ""]) => [
      name,
      value.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&"),
    ]),
  );
