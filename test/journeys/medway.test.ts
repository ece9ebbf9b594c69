/** Medway's policy, lived from the first e-mail to the last. 2026-11-23 is a Monday; London is on UTC. */
import { describe, expect, test } from "vitest";
import { journey, medwayConcern, moment, type Journey } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "n.castle@hoo-meadows.example";
const raisingManager = "t.quill@hoo-meadows.example";
const receivingManager = "y.denham@social-care.medway.example";
const raisingLead = "designated.teacher@hoo-meadows.example";
const receivingLead = "c.strood@social-care.medway.example";
const raisingDirector = "head@hoo-meadows.example";
const receivingDirector = "m.ogden@social-care.medway.example";
const inbox = "mscp@medway.gov.uk";
const scrutineer = "scrutineer@mscp.example";

const stagesOpened = async (it: Journey, reference: string) =>
  (await it.events(reference)).flatMap((each) => (each.type === "StageOpened" ? [each.stage] : []));
const deadlines = async (it: Journey, reference: string) =>
  (await it.events(reference)).flatMap((each) =>
    each.type === "ClockStarted" ? [`${each.stage}/${each.clock} ${each.due.slice(0, 16)}`] : [],
  );

test("MED-02, ALL-06 the Service Managers agree at stage 1 by their links, and the practitioner and MSCP hear of it", async () => {
  const it = await journey(monday);
  const reference = await it.raise(medwayConcern("2026-11-20"));
  expect(it.mails(raisingManager, "your answer is asked for (Stage 1")).toBe(1);
  expect(it.mail(receivingManager, "your answer is asked for (Stage 1").text).toContain(
    "The deadline is 5pm on Monday 30 November 2026.",
  );
  await it.answers(receivingManager, "your answer is asked for", "respond", {
    response: "We have read the plan again.",
  });
  await it.answers(receivingManager, "your answer is asked for", "propose", { resolution: "The contingency starts." });
  await it.answers(raisingManager, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect(await it.types(reference)).toEqual([
    "EscalationRaised",
    "StageOpened",
    "ClockStarted",
    "ClockStarted",
    "ResponseRecorded",
    "ClockMet",
    "ResolutionProposed",
    "ResolutionAccepted",
    "ClockMet",
    "StageEnded",
    "EscalationClosed",
  ]);
  for (const each of [raiser, raisingManager, receivingManager, inbox])
    expect(it.mails(each, "the matter is resolved"), each).toBe(1);
});

test("MED-07 at stage 2 the Designated Safeguarding Leads or Heads of Service, and not the Service Managers again, settle it within 5 working days of its opening", async () => {
  const it = await journey(monday);
  const reference = await it.raise(medwayConcern("2026-11-20"));
  await it.answers(raisingManager, "your answer is asked for (Stage 1", "unresolved", { reason: "We do not agree." });
  expect(it.mail(receivingLead, "your answer is asked for (Stage 2").text).toContain(
    "as Designated Safeguarding Lead or Head of Service for the agency whose decision is challenged",
  );
  expect(await deadlines(it, reference)).toContain("safeguarding-leads/respond 2026-11-30T17:00");
  for (const each of [raisingManager, receivingManager])
    expect(it.mails(each, "your answer is asked for (Stage 2"), each).toBe(0);
  await it.answers(receivingLead, "your answer is asked for (Stage 2", "propose", { resolution: "A new core group." });
  await it.answers(raisingLead, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
});

test("MED-10 at stage 3 the Assistant Directors, headteacher or, of the police, the Detective Superintendent settle it within 5 working days of its opening", async () => {
  const it = await journey(monday);
  const reference = await it.raise(
    medwayConcern("2026-11-20", { receiving: { agency: "downland-police" }, answers: { "concerns-mash": "no" } }),
  );
  await it.moveTo("2026-12-08T10:00:00.000Z");
  const superintendent = "a.lamb@downland-police.example";
  expect(it.mail(superintendent, "your answer is asked for (Stage 3").text).toContain(
    "The deadline is 5pm on Monday 14 December 2026.",
  );
  expect(it.mails(raisingDirector, "your answer is asked for (Stage 3")).toBe(1);
  await it.answers(superintendent, "your answer is asked for (Stage 3", "propose", { resolution: "We attend." });
  await it.answers(raisingDirector, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  expect(it.mails(inbox, "the matter is resolved")).toBe(1);
});

test("MED-12, MED-10, MED-07 in silence it climbs to the MSCP Executive; their outcome ends it, and the scrutineer’s review is recorded after it", async () => {
  const it = await journey(monday);
  const reference = await it.raise(medwayConcern("2026-11-20"));
  await it.moveTo("2026-12-15T10:00:00.000Z");
  expect(await stagesOpened(it, reference)).toEqual([
    "service-managers",
    "safeguarding-leads",
    "assistant-directors",
    "partnership",
  ]);
  expect(await deadlines(it, reference)).toEqual([
    "service-managers/respond 2026-11-30T17:00",
    "service-managers/settle 2026-11-30T17:00",
    "safeguarding-leads/respond 2026-12-07T17:00",
    "safeguarding-leads/settle 2026-12-07T17:00",
    "assistant-directors/respond 2026-12-14T17:00",
    "assistant-directors/settle 2026-12-14T17:00",
    "partnership/conclude 2027-01-14T17:00",
  ]);
  for (const each of [raisingLead, receivingLead])
    expect(it.mails(each, "your answer is asked for (Stage 2"), each).toBe(1);
  for (const each of [raisingDirector, receivingDirector])
    expect(it.mails(each, "your answer is asked for (Stage 3"), each).toBe(1);
  const asked = it.mail(inbox, "your answer is asked for (Stage 4");
  expect(asked.text).toContain("For the attention of: the MSCP Executive.");
  expect(asked.text).toContain("This timescale is the organisation’s own");
  expect(it.mails(scrutineer, "for your information: Stage 4")).toBe(1);
  expect(it.mails(scrutineer, "your answer is asked for")).toBe(0);

  await it.answers(inbox, "your answer is asked for (Stage 4", "outcome", {
    outcome: "The plan is reviewed by another chair.",
  });
  for (const each of [raiser, raisingManager, receivingManager, receivingDirector, scrutineer])
    expect(it.mails(each, "outcome recorded"), each).toBe(1);
  expect((await it.types(reference)).slice(-4)).toEqual(["OutcomeGiven", "ClockMet", "StageEnded", "ClockStarted"]);
  expect(await it.event(reference, "ClockStarted")).toMatchObject({ clock: "review", kind: "duty", by: "partnership" });

  await it.answers(scrutineer, "one thing is still to be done", "duty/partnership/review", {
    words: "I agree with it.",
  });
  expect(await it.event(reference, "DutyDone")).toMatchObject({ by: { side: "partnership", role: "scrutineer" } });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  for (const each of [raiser, raisingDirector, receivingDirector, inbox])
    expect(it.mails(each, "what was still to be done has been done"), each).toBe(1);
});

test("MED-12, ALL-10 a scrutineer who is not the right person says so; whoever has it then reviews, and the clock does not stop", async () => {
  const it = await journey(monday);
  const reference = await it.raise(medwayConcern("2026-11-20"));
  await it.moveTo("2026-12-15T10:00:00.000Z");
  await it.answers(inbox, "your answer is asked for (Stage 4", "outcome", { outcome: "The plan is reviewed." });
  const due = (await it.event(reference, "ClockStarted")).due;
  await it.answers(scrutineer, "one thing is still to be done", "hand-on", { named: "The new scrutineer" });
  expect(await it.event(reference, "HandedOn")).toMatchObject({
    to: { role: "scrutineer", side: "partnership", via: "inbox" },
  });
  const owed = it.mail(inbox, "one thing is still to be done");
  expect(owed.text).toContain("For the attention of: the MSCP Independent Scrutineer.");
  await it.moveTo("2027-01-05T12:00:00.000Z");
  expect((await it.event(reference, "DeadlinePassed")).due).toBe(due);
  await it.answers(inbox, "one thing is still to be done", "duty/partnership/review", { words: "Reviewed." });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
});

test("MED-06, MED-11 a copy of the escalation and of every response goes to mscp@medway.gov.uk at stages 1 and 2, late ones too, and at stage 3 when the form’s response is filled in", async () => {
  const it = await journey(monday);
  await it.raise(medwayConcern("2026-11-20"));
  const copies = () => [
    it.mails(inbox, "for your information"),
    it.mails(inbox, "the receiving agency has responded"),
    it.mails(inbox, "a resolution is proposed"),
    it.mails(inbox, "an answer came after its stage was over"),
  ];
  expect(it.mail(inbox, "for your information: Stage 1").text).toContain("For the attention of: the MSCP.");
  expect(copies()).toEqual([1, 0, 0, 0]);
  const respond = (who: string, response: string) =>
    it.answers(who, "your answer is asked for", "respond", { response });
  await respond(receivingManager, "We have looked at it.");
  await respond(receivingManager, "We have looked at it again.");
  expect(copies()).toEqual([1, 2, 0, 0]);
  await it.answers(receivingManager, "your answer is asked for", "propose", { resolution: "A meeting." });
  expect(copies()).toEqual([1, 2, 1, 0]);
  // What the raising side proposes is no response.
  await it.answers(raisingManager, "a resolution is proposed", "answer-proposal", {
    answer: "reject",
    reason: "Too late.",
    unresolved: "no",
  });
  await it.answers(raisingManager, "your answer is asked for", "propose", { resolution: "A meeting tomorrow." });
  expect(copies()).toEqual([1, 2, 1, 0]);

  await it.moveTo("2026-12-02T10:00:00.000Z");
  expect(it.mails(inbox, "for your information: Stage 2")).toBe(1);
  await respond(receivingManager, "I should have said this before.");
  expect(copies()).toEqual([2, 2, 1, 1]);
  await respond(receivingLead, "We see it differently.");
  expect(copies()).toEqual([2, 3, 1, 1]);

  await it.moveTo("2026-12-08T10:00:00.000Z");
  expect(it.mails(inbox, "for your information: Stage 3")).toBe(1);
  await respond(receivingDirector, "I have read it all.");
  await it.answers(receivingDirector, "your answer is asked for", "propose", { resolution: "The plan goes on." });
  expect(copies()).toEqual([3, 4, 2, 1]);
  expect(it.mails(raiser, "the receiving agency has responded")).toBe(4);
});

test("MED-09, ALL-05 immediate risk skips neither stage 1 nor stage 2: everybody who acts is told at once, and only a shorter timescale shortens them", async () => {
  const it = await journey(monday);
  const reference = await it.raise(medwayConcern("2026-11-20", { immediateRisk: true }));
  expect(await stagesOpened(it, reference)).toEqual(["service-managers"]);
  expect(it.mail(receivingManager, "your answer is asked for").text).toContain(
    "IMMEDIATE RISK has been flagged: A child is at immediate risk of harm.",
  );
  expect(it.mail(raiser, "your concern has been raised").text).toContain("set a shorter deadline");
  await it.answers(raiser, "your concern has been raised", "shorten", {
    ...moment("until", 2026, 11, 23, "3pm"),
    reason: "The child goes home tonight.",
  });
  await it.moveTo("2026-11-24T17:04:00.000Z");
  expect(await stagesOpened(it, reference)).toEqual(["service-managers", "safeguarding-leads", "assistant-directors"]);
  await it.answers(raisingDirector, "your answer is asked for (Stage 3", "risk", { reason: "He was not seen today." });
  expect(it.mails(receivingDirector, "immediate risk has been flagged")).toBe(1);
  expect(await stagesOpened(it, reference)).toHaveLength(3);
});

test("MED-09 declared unresolved by the Service Manager of the raising side, it goes to stage 2 and from there to stage 3, never past one", async () => {
  const it = await journey(monday);
  const reference = await it.raise(medwayConcern("2026-11-20"));
  await it.answers(raisingManager, "your answer is asked for (Stage 1", "unresolved", { reason: "We do not agree." });
  expect(await stagesOpened(it, reference)).toEqual(["service-managers", "safeguarding-leads"]);
  await it.answers(raisingLead, "your answer is asked for (Stage 2", "unresolved", { reason: "Nor do we." });
  expect(await stagesOpened(it, reference)).toEqual(["service-managers", "safeguarding-leads", "assistant-directors"]);
  expect(await deadlines(it, reference)).toContain("assistant-directors/settle 2026-11-30T17:00");
});

describe("whose concerns Medway's policy takes", () => {
  const secure = {
    area: "milton-keynes",
    secureSettingIn: "medway",
    typeOfDisagreement: "timeliness",
    raising: { practitioner: { name: "Lee Ward", email: "l.ward@social-care.mk.example" } },
    receiving: { agency: "estuary-secure-school" },
  };

  test("MED-13 the home local authority raises a concern of any type about a secure setting in Medway here, though its own area’s policy is held", async () => {
    const it = await journey(monday);
    const { concern } = medwayConcern("2026-11-20", secure);
    const reference = await it.raise({ client: "mk-social-care", concern });
    expect(await it.event(reference, "EscalationRaised")).toMatchObject({
      policy: { id: "medway", version: "2024", because: "secure setting" },
      area: "milton-keynes",
      partnership: "medway",
    });
    expect(it.mail("l.ward@social-care.mk.example", "your concern has been raised").text).toContain(
      "It concerns a secure setting, so it runs under the Escalation Policy of Medway Safeguarding Children Partnership, wherever the child’s home is.",
    );
    expect(it.mails("l.picton@estuary-secure.example", "your answer is asked for (Stage 1")).toBe(1);
    expect(it.mails(inbox, "for your information: Stage 1")).toBe(1);
    expect(it.mails("MKTogether@milton-keynes.gov.uk", "")).toBe(0);
  });

  test("MED-13 and so does an agency, where no policy is held for the child’s home", async () => {
    const it = await journey(monday);
    const reference = await it.raise(
      medwayConcern("2026-11-20", {
        area: "kent",
        secureSettingIn: "medway",
        typeOfDisagreement: "secure-setting",
        receiving: { agency: "estuary-secure-school" },
      }),
    );
    expect(await it.event(reference, "EscalationRaised")).toMatchObject({ policy: { id: "medway" }, area: "kent" });
  });

  test("MED-14 one about an agency that works only outside Medway is refused, with where it belongs, and nothing is left behind", async () => {
    const it = await journey(monday);
    const refusal = async (agency: string) => {
      const { client, concern } = medwayConcern("2026-11-20", { receiving: { agency } });
      const response = await it.post(client, concern);
      expect(response.status).toBe(422);
      return ((await response.json()) as { errors: { field: string; says: string }[] }).errors;
    };
    expect(await refusal("weald-social-care")).toEqual([
      {
        field: "receiving.agency",
        says: expect.stringMatching(
          /does not work in Medway.*safeguarding partnership of Kent.*Nothing was forwarded/s,
        ),
      },
    ]);
    expect(await refusal("knowsley-social-care")).toEqual([
      {
        field: "receiving.agency",
        says: expect.stringMatching(
          /Knowsley Safeguarding Children Partnership, whose .* raise it again with area “knowsley”/,
        ),
      },
    ]);
    await it.laptop.quiet();
    expect(it.laptop.mailbox.mails()).toEqual([]);
  });

  test("MED-14 one about an agency that works both in and outside Medway is accepted, and so is one from a professional outside", async () => {
    const it = await journey(monday);
    const { concern } = medwayConcern("2026-11-20", {
      raising: { practitioner: { name: "Robyn Hale", email: "r.hale@social-care.weald.example" } },
      receiving: { agency: "downland-police" },
      answers: { "concerns-mash": "no" },
    });
    const reference = await it.raise({ client: "weald-social-care", concern });
    expect(await it.event(reference, "EscalationRaised")).toMatchObject({
      policy: { id: "medway", because: "area" },
      receiving: { agency: "downland-police" },
    });
    expect(it.mails("r.nash@downland-police.example", "your answer is asked for (Stage 1")).toBe(1);
    // Nobody is known for the role on the raising side, so its inbox is asked and the partnership hears of it.
    expect(it.mails("front.door@social-care.weald.example", "your answer is asked for (Stage 1")).toBe(1);
    expect(it.mails(inbox, "nobody is known for a role")).toBe(1);
  });

  test("ALL-15 an adult is refused with the reason", async () => {
    const it = await journey(monday);
    const { client, concern } = medwayConcern("2026-11-20", { subject: "adult" });
    const response = await it.post(client, concern);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          field: "subject",
          says: "The policy of Medway Safeguarding Children Partnership covers children and young people only.",
        },
      ],
    });
  });
});

test("ALL-16 whoever does not know which stage applies reads whom to ask, in every e-mail and on the page", async () => {
  const it = await journey(monday);
  await it.raise(medwayConcern("2026-11-20"));
  const advice =
    "For further support and advice as to what stage of escalation you are operating under, please contact mscp@medway.gov.uk.";
  for (const mail of it.laptop.mailbox.mails()) expect(mail.text).toContain(advice);
  expect(await it.page(receivingManager, "your answer is asked for")).toContain(advice);
});
