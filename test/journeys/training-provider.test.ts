/** A training provider's own policy, lived from the first e-mail to the last. 2026-11-23 is a Monday; London is on UTC. */
import { expect, test } from "vitest";
import { journey, moment, trainingProviderConcern, type Journey } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "c.ford@harbourway-training.example";
const receiver = "r.hale@social-care.weald.example";
const raisingManager = "p.stannard@harbourway-training.example";
const receivingManager = "n.garrick@social-care.weald.example";
const raisingLead = "dsl@harbourway-training.example";
const receivingLead = "o.tate@social-care.weald.example";
const raisingSenior = "m.reyes@harbourway-training.example";
const receivingSenior = "i.falk@social-care.weald.example";
const ceo = "ceo@harbourway-training.example";
const head = "b.amory@social-care.weald.example";
const team = "safeguarding@harbourway-training.example";

const own = "The policy gives no number here. This timescale is the organisation’s own.";
const stagesOpened = async (it: Journey, reference: string) =>
  (await it.events(reference)).flatMap((each) => (each.type === "StageOpened" ? [each.stage] : []));

test("TP-01 where no local policy is held the provider’s own is used, and whoever raised it is told which, why, and that a local one takes precedence", async () => {
  const it = await journey(monday);
  const reference = await it.raise(trainingProviderConcern("2026-11-20"));
  expect(await it.event(reference, "EscalationRaised")).toMatchObject({
    policy: { id: "training-provider", version: "2025", because: "own policy" },
    area: "kent",
  });
  expect(it.mail(raiser, "your concern has been raised").text).toContain(
    "No escalation policy is held here for the person’s area, so your organisation’s own is used: the Safeguarding Escalation Process of the training provider’s safeguarding team. Any local procedure that exists takes precedence: check whether there is one.",
  );
});

test("TP-01 in an area whose policy is held, that policy governs, and nothing is said of the provider’s own", async () => {
  const it = await journey(monday);
  const reference = await it.raise(
    trainingProviderConcern("2026-11-20", {
      area: "knowsley",
      typeOfDisagreement: "level-of-need",
      receiving: { agency: "knowsley-social-care" },
    }),
  );
  expect(await it.event(reference, "EscalationRaised")).toMatchObject({
    policy: { id: "knowsley", because: "area" },
    partnership: "knowsley",
  });
  expect(await it.event(reference, "ClockStarted")).toMatchObject({
    stage: "practitioners",
    due: "2026-11-26T17:00:00.000Z",
  });
  const said = it.mail(raiser, "your concern has been raised").text;
  expect(said).toContain("under the Multi Agency Escalation Policy of Knowsley Safeguarding Children Partnership");
  expect(said).not.toContain("your organisation’s own is used");
});

test("TP-01, PRE-01 an agency without a policy of its own is refused there, with the list of the areas held", async () => {
  const it = await journey(monday);
  const { concern } = trainingProviderConcern("2026-11-20", {
    raising: { practitioner: { name: "Sam Carter", email: "s.carter@whitebeam-primary.example" } },
  });
  const response = await it.post("whitebeam-primary", concern);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    errors: [
      {
        field: "area",
        says: expect.stringMatching(
          /^no policy is held for “kent”; the areas are: .*\bknowsley, .*\bmedway, .*\bshropshire\b/,
        ) as string,
      },
    ],
  });
});

test("TP-02 the professionals discuss it directly, record a multi-agency meeting, and agree at stage 1", async () => {
  const it = await journey(monday);
  const reference = await it.raise(trainingProviderConcern("2026-11-20"));
  expect(it.mail(receiver, "your answer is asked for (Stage 1").text).toContain(
    "A multi-agency meeting may be helpful",
  );
  await it.moveTo("2026-11-24T16:00:00.000Z");
  await it.answers(receiver, "your answer is asked for", "discussion", {
    kind: "meeting",
    ...moment("heldAt", 2026, 11, 24, "2pm"),
    attended: "Both sides, and the lodgings’ support worker",
    agreed: "To look at the referral again.",
    pursued: "By telephone on Thursday.",
  });
  expect(it.mails(raiser, "a discussion or meeting has been recorded")).toBe(1);
  await it.answers(receiver, "your answer is asked for", "propose", { resolution: "We assess within ten days." });
  await it.answers(raiser, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  expect(await stagesOpened(it, reference)).toEqual(["professionals"]);
});

test("TP-03 the line managers of both sides agree at stage 2; the designated safeguarding leads know, and can add to the record", async () => {
  const it = await journey(monday);
  const reference = await it.raise(trainingProviderConcern("2026-11-20"));
  await it.answers(raiser, "your concern has been raised", "unresolved", { reason: "They will not look again." });
  for (const each of [raisingLead, receivingLead])
    expect(it.mails(each, "for your information: Stage 2"), each).toBe(1);
  await it.answers(raisingLead, "for your information: Stage 2", "note", {
    kind: "note",
    words: "I can join a meeting on Wednesday.",
  });
  expect(await it.event(reference, "NoteAdded")).toMatchObject({ by: { role: "safeguarding-lead", side: "raising" } });
  await it.answers(receivingManager, "your answer is asked for (Stage 2", "propose", { resolution: "We assess." });
  await it.answers(raisingManager, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  for (const each of [raiser, raisingLead, receivingLead])
    expect(it.mails(each, "the matter is resolved"), each).toBe(1);
});

test("TP-04 the senior managers have what practitioners and line managers wrote before them, and record the agreed way forward", async () => {
  const it = await journey(monday);
  const reference = await it.raise(trainingProviderConcern("2026-11-20"));
  await it.answers(receiver, "your answer is asked for (Stage 1", "respond", {
    response: "The threshold was not met.",
  });
  await it.moveTo("2026-12-01T10:00:00.000Z");
  await it.answers(receivingManager, "your answer is asked for (Stage 2", "respond", {
    response: "I asked for the school’s view.",
  });
  await it.moveTo("2026-12-04T10:00:00.000Z");
  const record = await it.record(raisingSenior, "your answer is asked for (Stage 3");
  expect(record).toContain("The threshold was not met.");
  expect(record).toContain("I asked for the school’s view.");
  await it.answers(receivingSenior, "your answer is asked for (Stage 3", "propose", {
    resolution: "Decided together: an assessment, with the tutor present.",
  });
  await it.answers(raisingSenior, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
});

test("TP-05 in silence it is referred by the CEO to the Head of Safeguarding, whose record of the disagreement ends it without agreement", async () => {
  const it = await journey(monday);
  const reference = await it.raise(trainingProviderConcern("2026-11-20"));
  await it.moveTo("2026-12-14T10:00:00.000Z");
  expect(await stagesOpened(it, reference)).toEqual([
    "professionals",
    "line-managers",
    "senior-managers",
    "head-of-safeguarding",
  ]);
  expect(it.mail(ceo, "your answer is asked for (Stage 4").text).toContain(
    "the issues are referred by the CEO to the Head of Safeguarding of any agency involved",
  );
  await expect(
    it.answers(ceo, "your answer is asked for (Stage 4", "outcome", { outcome: "We record." }),
  ).rejects.toThrow(/refused/);
  await it.answers(head, "your answer is asked for (Stage 4", "outcome", {
    outcome: "The agencies disagree on the threshold. Outstanding: who visits the lodgings.",
  });
  expect(await it.event(reference, "OutcomeGiven")).toMatchObject({ kind: "record", by: { side: "receiving" } });
  expect(await it.types(reference)).not.toContain("ResolutionAccepted");
  expect(await it.event(reference, "EscalationClosed")).toMatchObject({ how: "outcome given" });
  for (const each of [raiser, receiver, raisingSenior, receivingSenior, ceo])
    expect(it.mails(each, "the disagreement has been recorded"), each).toBe(1);
});

test("TP-06 every deadline, in e-mails and on pages, is said to be the organisation’s own, and none the policy’s", async () => {
  const it = await journey(monday);
  await it.raise(trainingProviderConcern("2026-11-20"));
  expect(await it.page(receiver, "your answer is asked for")).toContain(
    "The policy gives no number here. This timescale is the organisation’s own.",
  );
  await it.moveTo("2027-01-05T12:00:00.000Z");
  const dated = it.laptop.mailbox.mails().filter((each) => /\dpm on /.test(each.text ?? ""));
  expect(dated.length).toBeGreaterThan(25);
  for (const each of dated) expect(each.text, each.subject).toContain(own);
  expect(await it.page(head, "your answer is asked for (Stage 4")).toContain(
    "This timescale is the organisation’s own.",
  );
  expect(it.mails(team, "still waiting")).toBe(2);
});

test("TP-10, ALL-03 the type is one of the text’s eight; a type of another policy is refused with the list", async () => {
  const it = await journey(monday);
  const { client, concern } = trainingProviderConcern("2026-11-20", { typeOfDisagreement: "levels-of-need" });
  const response = await it.post(client, concern);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    errors: [
      {
        field: "typeOfDisagreement",
        says: expect.stringContaining(
          "level-of-risk, response-to-situation, plan-not-progressing, no-shared-understanding, referral-not-accepted, child-protection-procedures, sharing-of-information, outcome-of-assessment",
        ),
      },
    ],
  });
});

test("ALL-15 the training provider’s policy is for children and young people: an adult is refused with the reason", async () => {
  const it = await journey(monday);
  const { client, concern } = trainingProviderConcern("2026-11-20", { subject: "adult" });
  const response = await it.post(client, concern);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    errors: [{ field: "subject", says: expect.stringContaining("covers children and young people only") }],
  });
});
