/** MK Together's policy, lived from the first e-mail to the last. 2026-11-23 is a Monday; London is on UTC. */
import { expect, test } from "vitest";
import { journey, miltonKeynesConcern, moment, type Journey } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "c.dell@lenborough-academy.example";
const receiver = "l.ward@social-care.mk.example";
const raisingManager = "f.siddiqui@lenborough-academy.example";
const raisingLead = "dsl@lenborough-academy.example";
const raisingHead = "principal@lenborough-academy.example";
const receivingHead = "j.amos@social-care.mk.example";
const receivingLead = "n.karim@social-care.mk.example";
const inbox = "MKTogether@milton-keynes.gov.uk";

const meeting = (day: number, time: string) => ({
  kind: "meeting",
  ...moment("heldAt", 2026, 11, day, time),
  attended: "Both sides",
  agreed: "Nothing yet.",
  pursued: "We go on.",
});
const deadlines = async (it: Journey, reference: string) =>
  (await it.events(reference)).flatMap((each) =>
    each.type === "ClockStarted" ? [[each.stage, each.clock, each.due]] : [],
  );

test("MK-01, MK-02, MK-03, MK-06 in silence it climbs: 7 days, the organisation’s 2 working days, 10 days, and the Chair is told through the published address", async () => {
  const it = await journey(monday);
  const reference = await it.raise(miltonKeynesConcern("2026-11-20"));
  await it.moveTo("2027-01-05T12:00:00.000Z");
  expect(await deadlines(it, reference)).toEqual([
    ["professionals", "meet", "2026-11-30T17:00:00.000Z"],
    ["professionals", "settle", "2026-11-30T17:00:00.000Z"],
    ["manager", "settle", "2026-12-02T17:00:00.000Z"],
    // No meeting was recorded, so the 10 days run from the last day on which it should have been held.
    ["heads-of-service", "meet", "2026-12-10T17:00:00.000Z"],
    ["heads-of-service", "settle", "2026-12-10T17:00:00.000Z"],
    ["chair", "conclude", "2026-12-24T17:00:00.000Z"],
  ]);
  const asked = it.mail(inbox, "your answer is asked for (Stage 4");
  expect(asked.text).toContain("For the attention of: the Assurance Board Chair");
  expect(asked.text).toContain("the organisation’s own");
  expect(it.mail(raisingManager, "your answer is asked for (Stage 2").text).toContain("the organisation’s own");
  expect(it.mails(raisingLead, "your answer is asked for (Stage 2")).toBe(1);
  expect(it.mails(receivingHead, "your answer is asked for (Stage 3")).toBe(1);
  expect(it.mails(receivingLead, "your answer is asked for (Stage 3")).toBe(1);
  expect(it.mail(receivingHead, "your answer is asked for (Stage 3").text).not.toContain("the organisation’s own");
  // Chased every second working day after 24 December: 30 December and 4 January.
  const chases = (await it.events(reference)).filter(
    (each) => each.type === "ReminderFellDue" && each.kind === "chase",
  );
  expect(chases.map((each) => each.at.slice(0, 10))).toEqual(["2026-12-30", "2027-01-04"]);
});

test("MK-03, MK-04, MK-07 a meeting moves the next clock, feedback is due 48 hours after the heads met, over a weekend, and the Chair’s outcome reaches who raised it", async () => {
  const it = await journey(monday);
  const reference = await it.raise(miltonKeynesConcern("2026-11-20"));
  await it.moveTo("2026-11-25T16:00:00.000Z");
  await it.answers(receiver, "your answer is asked for", "discussion", meeting(25, "2pm"));
  await it.answers(raiser, "your concern has been raised", "unresolved", { reason: "We still disagree." });
  await it.answers(raisingLead, "your answer is asked for (Stage 2", "unresolved", {
    reason: "Significant concerns remain.",
  });
  expect((await deadlines(it, reference)).slice(-2)).toEqual([
    ["heads-of-service", "meet", "2026-12-05T17:00:00.000Z"],
    ["heads-of-service", "settle", "2026-12-05T17:00:00.000Z"],
  ]);

  await it.moveTo("2026-11-27T17:30:00.000Z");
  await it.answers(raisingHead, "your answer is asked for (Stage 3", "discussion", {
    ...meeting(27, "4pm"),
    "at-stage": "heads-of-service",
  });
  expect((await deadlines(it, reference)).at(-1)).toEqual(["heads-of-service", "feedback", "2026-11-29T16:00:00.000Z"]);
  await it.moveTo("2026-11-30T10:00:00.000Z");
  expect(await it.event(reference, "DeadlinePassed")).toMatchObject({
    clock: "feedback",
    due: "2026-11-29T16:00:00.000Z",
  });
  await it.answers(raisingHead, "one thing is still to be done", "duty/heads-of-service/feedback", {
    words: "We could not agree.",
  });
  expect(it.mails(raiser, "what was still to be done has been done")).toBe(1);

  await it.moveTo("2026-12-05T17:04:00.000Z"); // a Saturday: calendar days
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "chair" });
  await it.answers(inbox, "your answer is asked for (Stage 4", "outcome", {
    outcome: "An assessment is made within ten days.",
  });
  expect(it.mails(raiser, "outcome recorded")).toBe(1);
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
});

test("MK-04 feedback is still owed, and chased, after the matter was resolved, and only then is it closed", async () => {
  const it = await journey(monday);
  const reference = await it.raise(miltonKeynesConcern("2026-11-20"));
  await it.answers(raiser, "your concern has been raised", "unresolved", { reason: "No meeting was possible." });
  await it.answers(raisingManager, "your answer is asked for (Stage 2", "unresolved", {
    reason: "Significant concerns remain.",
  });
  await it.moveTo("2026-11-24T12:00:00.000Z");
  await it.answers(receivingLead, "your answer is asked for (Stage 3", "discussion", {
    ...meeting(24, "10am"),
    "at-stage": "heads-of-service",
  });
  await it.answers(receivingLead, "your answer is asked for (Stage 3", "propose", { resolution: "We assess." });
  await it.answers(raisingHead, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect((await it.types(reference)).at(-1)).toBe("StageEnded");
  await it.answers(raisingHead, "one thing is still to be done", "duty/heads-of-service/feedback", {
    words: "Agreed.",
  });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
});

test("MK-02 stage 2 always ends before the heads of service must have met, even over Easter", async () => {
  // Raised on Maundy Thursday 2026; the meeting is held the same day, so the heads must meet by Sunday 12 April.
  const it = await journey("2026-04-02T08:00:00.000Z");
  const reference = await it.raise(miltonKeynesConcern("2026-04-01"));
  await it.moveTo("2026-04-02T14:00:00.000Z");
  await it.answers(receiver, "your answer is asked for", "discussion", {
    ...meeting(1, "1pm"),
    ...moment("heldAt", 2026, 4, 2, "1pm"),
  });
  await it.moveTo("2026-04-13T10:00:00.000Z");
  const found = await deadlines(it, reference);
  const limit = "2026-04-12T16:00:00.000Z";
  expect(found.slice(0, 2).map((each) => each[2])).toEqual(["2026-04-09T16:00:00.000Z", "2026-04-09T16:00:00.000Z"]);
  // Two working days after 9 April would be 13 April, a day too late. Half-way to the limit is early on Saturday 11 April:
  // the last 17:00 before it is Friday's.
  expect(found[2]).toEqual(["manager", "settle", "2026-04-10T16:00:00.000Z"]);
  expect(found.slice(3, 5).map((each) => each[2])).toEqual([limit, limit]);
});

test("MK-08 an adult with care and support needs is covered; a community is refused with the reason and nothing is left behind", async () => {
  const it = await journey(monday);
  await it.raise(miltonKeynesConcern("2026-11-20", { subject: "adult" }));
  const { client, concern } = miltonKeynesConcern("2026-11-20", {
    subject: "community",
    person: undefined,
    community: "Traders of the High Street",
  });
  const response = await it.post(client, concern);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    errors: [
      {
        field: "subject",
        says: expect.stringContaining("children, young people, and adults with care and support needs only"),
      },
    ],
  });
});

test("ALL-05 immediate risk under a policy without a rule for it: everybody who acts is told at once, a shorter timescale is asked for, and no stage is skipped", async () => {
  const it = await journey(monday);
  const reference = await it.raise(miltonKeynesConcern("2026-11-20", { immediateRisk: true }));
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "professionals", because: "raised" });
  expect(it.mail(receiver, "your answer is asked for").text).toContain("IMMEDIATE RISK");
  expect(it.mail(raiser, "your concern has been raised").text).toContain("set a shorter deadline");
  await it.answers(receiver, "your answer is asked for", "risk", { reason: "He has not been seen since Friday." });
  expect(it.mails(raiser, "immediate risk has been flagged")).toBe(1);
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "professionals" });
});
