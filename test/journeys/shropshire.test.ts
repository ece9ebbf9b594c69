/** Shropshire's policy, lived from the first e-mail to the last. 2026-11-23 is a Monday; London is on UTC. */
import { expect, test } from "vitest";
import { journey, shropshireConcern, type Journey } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "b.lacey@corvedale-housing.example";
const receiver = "m.penn@social-care.shropshire.example";
const raisingManager = "r.keel@corvedale-housing.example";
const receivingManager = "a.beck@social-care.shropshire.example";
const raisingSenior = "t.acton@corvedale-housing.example";
const receivingSenior = "p.dutt@social-care.shropshire.example";
const decider = "u.clive@corvedale-housing.example";
const equivalent = "h.stokes@social-care.shropshire.example";
const director = "e.wray@corvedale-housing.example";
const businessUnit = "SSCPBusinessUnit@shropshire.gov.uk";

const deadlines = async (it: Journey, reference: string) =>
  (await it.events(reference)).flatMap((each) =>
    each.type === "ClockStarted" && each.kind === "stage" ? [`${each.stage} ${each.due.slice(0, 16)}`] : [],
  );

/** What is on the page of somebody who ticks: each item done on a day of December 2026 or November. */
const done = (day: string, items: readonly string[], words: Record<string, string> = {}) => {
  const [year = "", month = "", number = ""] = day.split("-");
  return {
    ...Object.fromEntries(
      items.flatMap((item) => [
        [`${item}-day`, number],
        [`${item}-month`, month],
        [`${item}-year`, year],
      ]),
    ),
    ...words,
  };
};
/** What the partnership owes since stage 4 opened (SHR-10), and the last list of the Assistant Director (SHR-05). */
async function finish(it: Journey, day: string): Promise<void> {
  await it.answers(businessUnit, "one thing is still to be done", "duty/senior-managers/isolated-or-systemic", {
    choice: "isolated",
    words: "The only one of its kind.",
  });
  await it.answers(
    decider,
    "one thing is still to be done",
    "tick/assistant-director",
    done(day, ["director", "meeting", "information", "confirmed-in-writing"], {
      "words-confirmed-in-writing": "The plan is carried out, as decided.",
    }),
  );
}

test("SHR-01, ALL-06 the professionals settle it directly at stage 1, within 2 working days, and the business unit is not troubled", async () => {
  const it = await journey(monday);
  const reference = await it.raise(shropshireConcern("2026-11-23"));
  expect(it.mail(receiver, "your answer is asked for (Stage 1").text).toContain(
    "The deadline is 5pm on Wednesday 25 November 2026.",
  );
  await it.answers(receiver, "your answer is asked for", "propose", { resolution: "We visit together on Tuesday." });
  await it.answers(raiser, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect(await it.types(reference)).toEqual([
    "EscalationRaised",
    "StageOpened",
    "ClockStarted",
    "ResolutionProposed",
    "ResolutionAccepted",
    "ClockMet",
    "StageEnded",
    "EscalationClosed",
  ]);
  expect(it.mails(businessUnit, reference)).toBe(0);
});

test("SHR-04, SHR-05, SHR-06 in silence it climbs by the five maximums to the Assistant Director of the raising side, whose decision ends it", async () => {
  const it = await journey(monday);
  const reference = await it.raise(shropshireConcern("2026-11-20"));
  await it.moveTo("2026-11-30T10:00:00.000Z");
  expect(it.mails(businessUnit, reference), "nothing before stage 4 but its opening, and what it has to decide").toBe(
    2,
  );
  expect(it.mail(businessUnit, "for your information: Stage 4").text).toContain(
    "For the attention of: the SSCP Business Unit.",
  );
  expect(it.mails(raisingSenior, "for your information: Stage 3")).toBe(1);
  expect(it.mails(decider, "for your information: Stage 4")).toBe(1);
  expect(it.mails(receivingSenior, "for your information")).toBe(0);

  await it.moveTo("2026-12-02T10:00:00.000Z");
  expect(await deadlines(it, reference)).toEqual([
    "professionals 2026-11-24T17:00",
    "line-managers 2026-11-26T17:00",
    "formal-escalation 2026-11-27T17:00",
    "senior-managers 2026-12-01T17:00",
    "assistant-director 2026-12-03T17:00",
  ]);
  expect(it.mails(director, "for your information: Stage 5")).toBe(1);
  expect(it.mails(businessUnit, "for your information: Stage 5")).toBe(1);
  expect(it.mail(decider, "your answer is asked for (Stage 5").text).toContain(
    "as Assistant Director or equivalent for the agency that raised the concern",
  );
  await it.answers(equivalent, "your answer is asked for (Stage 5", "respond", { response: "This is our view." });
  await expect(
    it.answers(equivalent, "your answer is asked for (Stage 5", "outcome", { outcome: "We decide." }),
  ).rejects.toThrow(/refused/);
  await it.answers(decider, "your answer is asked for (Stage 5", "outcome", { outcome: "The plan is carried out." });

  expect(await it.event(reference, "OutcomeGiven")).toMatchObject({ kind: "decision", by: { side: "raising" } });
  expect((await it.types(reference)).at(-1), "the list and the partnership’s word keep it open").toBe("StageEnded");
  await finish(it, "2026-12-02");
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  for (const each of [raiser, receiver, equivalent, businessUnit])
    expect(it.mails(each, "a written confirmation is on the record"), each).toBe(1);
  for (const each of [raiser, receiver, raisingManager, receivingManager, raisingSenior, receivingSenior, equivalent])
    expect(it.mails(each, "decision recorded"), each).toBe(1);
  expect(it.mails(director, "decision recorded")).toBe(1);
  expect(it.mails(businessUnit, "decision recorded")).toBe(1);
});

test("SHR-04, SHR-09, SHR-10 the business unit hears of the opening of stage 4 and of its outcome, when it is settled there", async () => {
  const it = await journey(monday);
  const reference = await it.raise(shropshireConcern("2026-11-20"));
  await it.moveTo("2026-11-30T10:00:00.000Z");
  expect(it.mails(businessUnit, "for your information: Stage 4")).toBe(1);
  await it.answers(receivingSenior, "your answer is asked for (Stage 4", "propose", {
    resolution: "Both actions now.",
  });
  expect(it.mails(businessUnit, "the matter is resolved")).toBe(0);
  await it.answers(raisingSenior, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect(it.mails(businessUnit, "the matter is resolved")).toBe(1);
  // The agreement stops the climb; what is on the list stays due by the stage’s limit, and is chased until it is done.
  await it.moveTo("2026-12-02T10:00:00.000Z");
  expect(await it.event(reference, "DeadlinePassed")).toMatchObject({
    clock: "checklist",
    due: "2026-12-01T17:00:00.000Z",
  });
  expect(it.mails(raisingSenior, "your answer is asked for (Stage 5")).toBe(0);
  await it.answers(
    raisingSenior,
    "one thing is still to be done",
    "tick/senior-managers",
    done("2026-11-30", ["formal-email", "information", "discussed", "confirmed-in-writing"], {
      "words-confirmed-in-writing": "Both actions are done now, as agreed.",
    }),
  );
  expect(it.mails(receivingSenior, "a written confirmation is on the record")).toBe(1);
  await it.answers(businessUnit, "one thing is still to be done", "duty/senior-managers/isolated-or-systemic", {
    choice: "systemic-learning",
    words: "The third this year.",
  });
  expect(await it.event(reference, "DutyDone")).toMatchObject({ choice: "systemic-learning" });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
});

test("SHR-06 raised late it is accepted, said to be late, and all five count from the raising", async () => {
  const it = await journey(monday);
  const reference = await it.raise(shropshireConcern("2026-11-09"));
  expect(await it.event(reference, "EscalationRaised")).toMatchObject({
    raiseBy: { due: "2026-11-11T17:00:00.000Z", late: true },
    countsFrom: expect.stringMatching(/^2026-11-23T10:00/),
  });
  expect(it.mail(raiser, "your concern has been raised").text).toContain("It is accepted, and recorded as late.");
  await it.moveTo("2026-12-03T10:00:00.000Z");
  expect(await deadlines(it, reference)).toEqual([
    "professionals 2026-11-25T17:00",
    "line-managers 2026-11-27T17:00",
    "formal-escalation 2026-11-30T17:00",
    "senior-managers 2026-12-02T17:00",
    "assistant-director 2026-12-04T17:00",
  ]);
});

test("SHR-06 declared unresolved early, a stage leaves the later deadlines where they are; a proposal on the last day gives no more time", async () => {
  const it = await journey(monday);
  const reference = await it.raise(shropshireConcern("2026-11-20"));
  await it.answers(raiser, "your concern has been raised", "unresolved", { reason: "They will not talk." });
  expect(await deadlines(it, reference)).toEqual(["professionals 2026-11-24T17:00", "line-managers 2026-11-26T17:00"]);
  await it.moveTo("2026-11-26T16:30:00.000Z");
  await it.answers(receivingManager, "your answer is asked for (Stage 2", "propose", { resolution: "Next month." });
  await it.moveTo("2026-11-26T17:04:00.000Z");
  expect(await deadlines(it, reference)).toEqual([
    "professionals 2026-11-24T17:00",
    "line-managers 2026-11-26T17:00",
    "formal-escalation 2026-11-27T17:00",
  ]);
  expect(it.mails(raisingManager, "your answer is asked for (Stage 3")).toBe(1);
});

test("SHR-11, ALL-03 the type is one of the text’s five or another with a description; anything else is refused with the list", async () => {
  const it = await journey(monday);
  const types = [
    "response-to-referral",
    "outcome-of-assessment",
    "implementation-of-plan",
    "effectiveness-of-plan",
    "information-sharing",
  ];
  for (const typeOfDisagreement of types) await it.raise(shropshireConcern("2026-11-20", { typeOfDisagreement }));
  await it.raise(
    shropshireConcern("2026-11-20", { typeOfDisagreement: "another", anotherType: "Who pays for the transport" }),
  );
  const { client, concern } = shropshireConcern("2026-11-20", { typeOfDisagreement: "meetings-and-attendance" });
  const response = await it.post(client, concern);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    errors: [{ field: "typeOfDisagreement", says: expect.stringContaining(types.join(", ")) }],
  });
});

test("SHR-08, ALL-13 a community is covered, as are adults and children: it has no person, is named on the record and in no e-mail", async () => {
  const it = await journey(monday);
  const community = "Tenants of Sampleton Court";
  const ofCommunity = { subject: "community", person: undefined, community };
  const reference = await it.raise(shropshireConcern("2026-11-20", ofCommunity));
  expect(await it.event(reference, "EscalationRaised")).toMatchObject({
    subject: "community",
    partnership: "shropshire",
  });
  expect(await it.page(receiver, "your answer is asked for")).toContain(community);
  expect(await it.record(raiser, "your concern has been raised")).toContain(community);
  await it.moveTo("2026-12-02T10:00:00.000Z");
  await it.answers(decider, "your answer is asked for (Stage 5", "outcome", { outcome: "Both agencies patrol." });
  await finish(it, "2026-12-02");
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  for (const mail of it.laptop.mailbox.mails())
    expect(`${mail.subject}\n${mail.text}\n${mail.html}`).not.toContain("Sampleton");

  for (const subject of ["child", "adult"]) {
    const other = await it.raise(shropshireConcern("2026-12-02", { subject }));
    expect(await it.event(other, "EscalationRaised")).toMatchObject({ subject });
  }
});

test("SHR-08, ALL-15 a community needs its name and has no person; where a policy does not cover communities it is refused with the reason", async () => {
  const it = await journey(monday);
  const refusal = async (more: object) => {
    const { client, concern } = shropshireConcern("2026-11-20", more);
    const response = await it.post(client, concern);
    expect(response.status).toBe(422);
    return ((await response.json()) as { errors: { field: string; says: string }[] }).errors;
  };
  const community = "Tenants of Sampleton Court";
  expect(await refusal({ subject: "community", person: undefined })).toMatchObject([{ field: "community" }]);
  expect(await refusal({ subject: "community", community })).toMatchObject([{ field: "person" }]);
  expect(await refusal({ subject: "adult", person: undefined, community })).toMatchObject([
    { field: "person" },
    { field: "community" },
  ]);
  expect(
    await refusal({
      subject: "community",
      person: undefined,
      community,
      area: "milton-keynes",
      typeOfDisagreement: "not-accepted",
      receiving: { agency: "mk-social-care" },
    }),
  ).toMatchObject([
    {
      field: "subject",
      says: "The policy of MK Together Safeguarding Partnership covers children, young people, and adults with care and support needs only.",
    },
  ]);
  await it.laptop.quiet();
  expect(it.laptop.mailbox.mails()).toEqual([]);
});
