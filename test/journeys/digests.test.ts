/** Digests on the whole service: the clock is moved, and Monday’s is in the mailbox. 2026-11-23 is a Monday; London is on UTC. */
import { expect, test } from "vitest";
import { alertSample } from "../../infra/local/samples.ts";
import { journey, knowsleyConcern, trainingProviderConcern } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const group = "performance.group@kscp.example";
const inbox = "partnership@kscp.example";
const secrets = ["Sampleton", "Robin", "Taylor", "2017", "2009", "two actions are open", "Nobody visits", "Sam Carter"];

test("KNO-18, ALL-12, ALL-13 the Policy and Performance Group has its month on the first working day, at 9, with nothing personal", async () => {
  const it = await journey(monday);
  const settled = await it.raise(knowsleyConcern("2026-11-20"));
  const silent = await it.raise(knowsleyConcern("2026-11-20"));
  await it.answers("j.malik@social-care.knowsley.example", `${settled}: your answer is asked for`, "propose", {
    resolution: "The plan stays open.",
  });
  await it.answers("s.carter@whitebeam-primary.example", "a resolution is proposed", "answer-proposal", {
    answer: "accept",
  });
  await it.moveTo("2026-12-01T08:59:00.000Z");
  expect(it.mails(group, "digest")).toBe(0);
  await it.moveTo("2026-12-01T12:00:00.000Z");
  expect(it.mails(group, "digest")).toBe(1);

  const mail = it.mail(group, "digest");
  expect(mail.at).toBe("2026-12-01T09:00:00.000Z");
  expect(mail.subject).toBe("1 needs you, 1 due this week, 1 open: monthly digest of escalations");
  const pair = "Whitebeam Primary School with Knowsley Children’s Social Care (sample), threshold or level of need.";
  for (const line of [
    `- ${silent}: ${pair} Stage 2: line managers is due 5pm on Thursday 3 December 2026: 2 working days left. No answer from Whitebeam Primary School or Knowsley Children’s Social Care (sample).`,
    `- ${silent}: ${pair} Stage 2: line managers (deadline passed).`,
    `- ${settled}: ${pair} Resolved at Stage 1: practitioners on Monday 23 November 2026, 0 working days after it was raised.`,
    "- Raised: 2 (0 late, 0 with immediate risk)",
    "- Types of challenge resolved: threshold or level of need 1",
    "- Stages that ended: 1 within their timescale, 1 not, 0 past a guide",
  ])
    expect(mail.text).toContain(line);
  expect(mail.text).toContain("Recurs (same type between the same two agencies): threshold or level of need");

  // The same by the API, for the partnership’s own system and for nobody else’s.
  const figures = async (client: string) =>
    fetch(`${it.laptop.service}/partnerships/knowsley/figures?from=2026-11-01&to=2026-11-30`, {
      headers: { authorization: `Bearer ${await it.laptop.tokenFor(client)}` },
    });
  const own = await figures("knowsley-partnership");
  expect(await own.json()).toMatchObject({ raised: { number: 2 }, ended: { number: 1 }, open: { number: 1 } });
  expect((await figures("whitebeam-primary")).status).toBe(403);

  for (const each of it.laptop.mailbox.mails())
    for (const word of secrets) expect(`${each.subject}\n${each.text}\n${each.html}`).not.toContain(word);
});

test("ALL-12 the digest is in each partnership’s mailbox at the hour that it chose, once, through a restart too, with a link to its register", async () => {
  const it = await journey(monday, { restarts: true });
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.moveTo("2026-11-30T10:00:00.000Z");
  expect(it.mails(inbox, "digest")).toBe(1);
  expect(it.mail(inbox, "digest").at).toBe("2026-11-30T09:00:00.000Z");
  expect(it.mail(inbox, "digest").text).toContain(reference);
  expect(it.mail(inbox, "digest").text).toMatch(
    new RegExp(`^Open the register:\n${it.laptop.service}/register/[\\w-]{43}$`, "m"),
  );
  expect(it.mail("mscp@medway.gov.uk", "digest").subject).toContain("Nothing to report");
  await it.restart();
  await it.moveTo("2026-12-03T10:00:00.000Z");
  expect(it.mails(inbox, "digest")).toBe(1);
  // Milton Keynes chose 10:00.
  const miltonKeynes = it.laptop.mailbox
    .mails()
    .filter(({ to, subject }) => to.includes("MKTogether@milton-keynes.gov.uk") && subject.includes("digest"));
  expect(miltonKeynes.map(({ at }) => at)).toEqual(["2026-11-30T10:00:00.000Z"]);
  await it.moveTo("2026-12-07T10:00:00.000Z");
  expect(it.mails(inbox, "digest")).toBe(2);
});

test("MED-17 each of the Learning Lessons group sees every week which alerts are open and who has not responded", async () => {
  const it = await journey(monday);
  const { client, alert } = alertSample("2026-11-20");
  const response = await fetch(`${it.laptop.service}/practice-alerts`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await it.laptop.tokenFor(client)}`,
      "content-type": "application/json",
      "idempotency-key": "alert",
    },
    body: JSON.stringify(alert),
  });
  const { reference } = (await response.json()) as { reference: string };
  await it.laptop.quiet();
  await it.moveTo("2026-11-30T10:00:00.000Z");
  for (const member of ["v.marlowe@social-care.medway.example", "g.prentice@downland-police.example"]) {
    const mail = it.mail(member, "digest");
    expect(mail.subject).toBe("0 need you, 0 due this week, 1 open: weekly digest of practice alerts");
    expect(mail.text).toContain(`- ${reference}: submitted by`);
    expect(mail.text).toContain(
      "Not responded: Medway Children’s Social Care (sample), Lower Medway Health Trust and Downland Police.",
    );
  }
});

test("TP-09 the provider’s team and Kent’s partnership have the month’s numbers and types; no deadline in them is shown as the policy’s", async () => {
  const it = await journey(monday);
  await it.raise(trainingProviderConcern("2026-11-20"));
  await it.raise(
    trainingProviderConcern("2026-11-20", {
      area: "knowsley",
      typeOfDisagreement: "level-of-need",
      receiving: { agency: "knowsley-social-care" },
    }),
  );
  await it.moveTo("2026-12-01T10:00:00.000Z");
  const team = it.mail("safeguarding@harbourway-training.example", "monthly").text;
  expect(team).toContain("- Areas: Kent 1; Knowsley 1");
  expect(team).toContain("Raised, by type\nreferral or decision not accepted: 1\nthreshold or level of need: 1\n");
  expect(team).toContain("Kent: sent to the local safeguarding partnership of Kent (sample).");
  expect(team).toContain("Knowsley: the local partnership has these in its own figures.");
  const kent = it.mail("partnership@kent-safeguarding.example", "monthly").text;
  expect(kent).toContain("Raised, by type\nreferral or decision not accepted: 1\n");
  expect(kent).not.toContain("threshold");
  const weekly = it.mail("safeguarding@harbourway-training.example", "weekly").text;
  expect(weekly).toContain("The policy gives no number here. This timescale is the organisation’s own.");
  for (const each of it.laptop.mailbox.mails())
    for (const word of secrets) expect(`${each.subject}\n${each.text}\n${each.html}`).not.toContain(word);
});
