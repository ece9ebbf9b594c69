/** Each policy's own special clauses at work. Every date and every recipient is worked out by hand from the policy's text. */
import { inWords } from "../../../policies/calendar/instant.ts";
import type { EventOf, EventType } from "../../../functions/core/events.ts";
import { sample } from "../samples.ts";
import type { Case, Fields, Record, Scene } from "./scene.ts";
import { check, print } from "./telling.ts";

type Story = (scene: Scene, options: { readonly quiet: boolean }) => Promise<void>;

const arose = "2026-11-23";

/** A sample concern with something else in it. */
function concernOf(name: string, over: object = {}): { readonly client: string; readonly concern: object } {
  const found = sample(name, arose);
  if (!found) throw new Error(`There is no sample for ${name}`);
  return { client: found.client, concern: { ...found.concern, ...over } };
}

/** What is typed for a moment: the day and a time in London. */
function at(field: string, day: string, time: string): Fields {
  return { ...on(field, day), [`${field}-time`]: time };
}

function on(field: string, day: string): Fields {
  const [year = "", month = "", number = ""] = day.split("-");
  return { [`${field}-day`]: number, [`${field}-month`]: month, [`${field}-year`]: year };
}

const eventsOf = <T extends EventType>(record: Record, type: T): EventOf<T>[] =>
  record.entries.flatMap((each) => each.events).filter((each): each is EventOf<T> => each.type === type);

/** The roles that were asked to act at a stage, and those that were told of it. */
function peopleAt(record: Record, stage: string): { readonly asked: string[]; readonly told: string[] } {
  const opened = eventsOf(record, "StageOpened").findLast((each) => each.stage === stage);
  return { asked: opened?.asked.map((each) => each.role) ?? [], told: opened?.told.map((each) => each.role) ?? [] };
}

/** When the deadline of a stage was, in words. */
const dueAt = (record: Record, stage: string): string[] =>
  eventsOf(record, "ClockStarted")
    .filter((each) => each.stage === stage && each.kind === "stage" && each.whenPassed !== "note")
    .map((each) => inWords(each.due));

const subjects = async (scene: Scene, of: Case, to: string) =>
  (await scene.mails(of, to)).map((each) => each.subject.replace(/^\S+: /, ""));

const knowsley: Story = async (scene, { quiet }) => {
  const where = "knowsley, its own clauses";
  const { client, concern } = concernOf("knowsley", {
    receiving: { agency: "merrow-health" },
    immediateRisk: true,
    evidence: undefined,
  });
  const it = await scene.raise(client, concern);
  let record = await scene.record(it);
  check(where, "KNO-01 the stage at which immediate risk opens", peopleAt(record, "line-managers").asked, [
    "line-manager",
    "line-manager",
  ]);
  check(where, "KNO-02 what is asked for afterwards", eventsOf(record, "EscalationRaised")[0]?.missing, ["evidence"]);
  check(where, "KNO-05 the guide timescale", dueAt(record, "line-managers"), ["5pm on Monday 30 November 2026"]);

  await scene.answer(it, "g.obi@merrow-health.example", "ask-advice", "Grace Obi", {
    question: "Should a strategy discussion be asked for?",
  });
  await scene.answer(it, "designated.nurse@merrow-health.example", "advise", "Celia Roper", {
    advice: "Yes, today.",
  });
  await scene.answer(it, "g.obi@merrow-health.example", "respond", "Grace Obi", {
    "answer-aim": "A strategy discussion today",
    "answer-commissioners": "yes",
    response: "We agree about the risk and not about who acts on it.",
  });
  check(where, "KNO-06 that the Commissioner is told", (await scene.mails(it, "commissioner@kscp.example")).length, 1);

  await scene.answer(it, "h.ashworth@whitebeam-primary.example", "unresolved", "Helen Ashworth", {
    reason: "Nobody has seen the child since Thursday.",
  });
  record = await scene.record(it);
  check(where, "KNO-08 who is asked in a health service", peopleAt(record, "senior-managers").asked, [
    "senior-manager",
    "named-professional",
  ]);
  check(where, "KNO-09, KNO-11 who is told of stage 3", peopleAt(record, "senior-managers").told, [
    "business-manager",
    "director",
    "director",
  ]);
  const notice = await scene.page(it, "business.manager@kscp.example", { do: "document", form: "escalation-notice" });
  check(
    where,
    "KNO-10 what remains, on the notice",
    notice.includes("Nobody has seen the child since Thursday."),
    true,
  );

  await scene.answer(it, "head@whitebeam-primary.example", "questions", "Colin Prescott", {
    "answer-director-involved": "By telephone, this morning",
  });
  await scene.moveTo("2026-11-25T10:00:00.000Z");
  await scene.answer(it, "head@whitebeam-primary.example", "refer", "Colin Prescott", {
    reason: "Who acts for a child placed by another area is a matter of policy.",
  });
  await scene.answer(it, "partnership@kscp.example", "request-information", "Dr Amara Okoye", {
    request: "The chronology of both agencies, please.",
  });
  await scene.answer(it, "head@whitebeam-primary.example", "provide", "Colin Prescott", {
    information: "Our chronology.",
  });
  await scene.answer(it, "partnership@kscp.example", "hand-on", "Dr Amara Okoye", { taker: "stand-in" });
  await scene.answer(it, "vice.chair@kscp.example", "outcome", "Tom Halewood", {
    outcome: "Both see the child together.",
  });
  for (const [address, name, acts] of [
    ["head@whitebeam-primary.example", "Colin Prescott", "yes"],
    ["named.doctor@merrow-health.example", "Dr Ian Webb", "no"],
  ] as const)
    await scene.answer(it, address, "duty", name, { acts, words: "As discussed with our board." });
  await scene.answer(it, "head@whitebeam-primary.example", "filed", "Colin Prescott", { where: "The child’s file" });
  record = await scene.record(it);
  check(where, "KNO-14 the Chair’s timescale, which nothing restarts", dueAt(record, "chair"), [
    "5pm on Wednesday 2 December 2026",
  ]);
  check(
    where,
    "KNO-15 who acts on the recommendations",
    eventsOf(record, "DutyDone").map((each) => each.acts),
    [true, false],
  );
  check(
    where,
    "KNO-16 who filed the record",
    eventsOf(record, "RecordFiled").map((each) => each.by.side),
    ["raising"],
  );
  check(where, "its state", record.status, "closed");
  if (!quiet) print(record, "immediate risk, advice, Commissioner, Escalation Notice, policy issues, Vice Chair");
};

const medway: Story = async (scene, { quiet }) => {
  const where = "medway, its own clauses";
  const { client, concern } = concernOf("medway", {
    before: { "manager-consulted": arose },
    answers: { status: ["child-protection-plan"], "concerns-mash": "yes" },
    receiving: {
      agency: "kent-police",
      practitioner: { name: "Jay Marlow", email: "j.marlow@police.kent.example" },
    },
  });
  const it = await scene.raise(client, concern);
  let record = await scene.record(it);
  check(where, "MED-01 that it opens informally", peopleAt(record, "informal").asked, ["practitioner", "practitioner"]);
  check(where, "MED-01 the organisation’s own time", dueAt(record, "informal"), ["5pm on Monday 30 November 2026"]);
  await scene.answer(it, "n.castle@hoo-meadows.example", "propose-date", "Noor Castle", {
    ...at("until", "2026-12-02", "12:00pm"),
    reason: "The core group meets that morning.",
  });
  await scene.answer(it, "j.marlow@police.kent.example", "answer-date", "Jay Marlow", { answer: "accept" });
  await scene.moveTo("2026-12-01T10:00:00.000Z");
  await scene.answer(it, "j.marlow@police.kent.example", "unresolved", "Jay Marlow", {
    reason: "We do not agree, and our managers should speak.",
  });
  record = await scene.record(it);
  check(
    where,
    "ALL-08 the date that both agreed",
    eventsOf(record, "DateAgreed").map((each) => inWords(each.until)),
    ["midday on Wednesday 2 December 2026"],
  );
  check(where, "MED-04 who acts for the police about the MASH", peopleAt(record, "service-managers").asked, [
    "service-manager",
    "mash-detective-inspector",
  ]);
  check(where, "MED-05, MED-06 who is told", peopleAt(record, "service-managers").told, [
    "partnership-office",
    "conference-chair",
  ]);
  await scene.answer(it, "t.marlin@police.kent.example", "add-manager", "Thea Marlin", {
    named: "Detective Inspector Ruby Nash",
    email: "r.nash@police.kent.example",
  });
  check(
    where,
    "MED-03 that the further manager is asked",
    (await subjects(scene, it, "r.nash@police.kent.example")).length,
    1,
  );

  // In silence: stage 1 to Tuesday 8 December, stage 2 to Tuesday 15, stage 3 to Tuesday 22.
  await scene.moveTo("2026-12-16T10:00:00.000Z");
  record = await scene.record(it);
  check(where, "MED-03 that no clock restarted", dueAt(record, "service-managers"), ["5pm on Tuesday 8 December 2026"]);
  check(where, "MED-08 who acts for the police at stage 2", peopleAt(record, "safeguarding-leads").asked, [
    "safeguarding-lead",
    "mash-chief-inspector",
  ]);
  check(where, "MED-10 who acts for the police at stage 3", peopleAt(record, "assistant-directors").asked, [
    "assistant-director",
    "detective-superintendent",
  ]);
  await scene.answer(it, "head@hoo-meadows.example", "questions", "Joan Fairweather", {
    "answer-remaining-concerns": "No visit has been made.",
    "answer-requested-action": "A joint visit this week.",
  });
  await scene.answer(it, "m.ellery@police.kent.example", "respond", "Maud Ellery", {
    response: "A joint visit is arranged.",
  });
  const form = await scene.page(it, "mscp@medway.gov.uk", { do: "document", form: "stage-3-escalation-form" });
  check(
    where,
    "MED-11 the form, with the response",
    ["No visit has been made.", "A joint visit this week.", "A joint visit is arranged."].map((each) =>
      form.includes(each),
    ),
    [true, true, true],
  );
  check(
    where,
    "MED-11 that the copy is sent again with the response",
    (await subjects(scene, it, "mscp@medway.gov.uk")).filter((each) => each === "the receiving agency has responded")
      .length,
    1,
  );
  await scene.moveTo("2026-12-23T10:00:00.000Z");
  await scene.answer(it, "mscp@medway.gov.uk", "outcome", "MSCP Executive", { outcome: "The joint visit goes ahead." });
  await scene.answer(it, "scrutineer@mscp.example", "duty", "Dr Frances Odell", { words: "Reviewed." });
  record = await scene.record(it);
  check(
    where,
    "MED-12 the review, after the end",
    eventsOf(record, "DutyDone").map((each) => each.duty),
    ["review"],
  );
  check(where, "its state", record.status, "closed");
  if (!quiet) print(record, "informal first, an agreed date, the police by rank, the Stage 3 form, the scrutineer");
};

const miltonKeynes: Story = async (scene, { quiet }) => {
  const where = "milton-keynes, its own clauses";
  const { concern } = concernOf("milton-keynes", {
    raising: { practitioner: { name: "Bea Harding", email: "b.harding@social-care.mk.example" } },
    receiving: {
      agency: "mk-education",
      practitioner: { name: "Chris Dell", email: "c.dell@education.mk.example" },
    },
  });
  const it = await scene.raise("mk-social-care", concern);
  await scene.moveTo("2026-11-25T15:00:00.000Z");
  const meeting = {
    kind: "meeting",
    attended: "Bea Harding and Chris Dell",
    agreed: "Nothing yet",
    pursued: "By our managers",
  };
  await scene.answer(it, "b.harding@social-care.mk.example", "discussion", "Bea Harding", {
    ...meeting,
    ...at("heldAt", "2026-11-25", "2:00pm"),
  });
  await scene.answer(it, "c.dell@education.mk.example", "approve", "Chris Dell", {});
  await scene.answer(it, "b.harding@social-care.mk.example", "unresolved", "Bea Harding", { reason: "Not agreed." });
  await scene.answer(it, "p.vance@social-care.mk.example", "unresolved", "Peter Vance", {
    reason: "Significant concerns remain.",
  });
  let record = await scene.record(it);
  check(where, "MK-03 ten days from the meeting that was held", dueAt(record, "heads-of-service"), [
    "5pm on Saturday 5 December 2026",
  ]);
  check(where, "MK-05 both heads, within education", peopleAt(record, "heads-of-service").asked, [
    "head-of-service",
    "safeguarding-lead",
    "head-of-quality-assurance",
    "head-of-school-improvement",
  ]);
  await scene.moveTo("2026-11-27T12:00:00.000Z");
  await scene.answer(it, "j.amos@social-care.mk.example", "discussion", "Judith Amos", {
    ...meeting,
    "at-stage": "heads-of-service",
    ...at("heldAt", "2026-11-27", "11:00am"),
  });
  record = await scene.record(it);
  check(
    where,
    "MK-04 feedback, 48 hours from the meeting of heads, over a weekend",
    eventsOf(record, "ClockStarted")
      .filter((each) => each.kind === "duty")
      .map((each) => inWords(each.due)),
    ["11am on Sunday 29 November 2026"],
  );
  await scene.answer(it, "j.amos@social-care.mk.example", "duty", "Judith Amos", {
    words: "We meet again on Tuesday.",
  });
  await scene.moveTo("2026-12-07T10:00:00.000Z");
  await scene.answer(it, "j.amos@social-care.mk.example", "propose-date", "Judith Amos", {
    ...at("until", "2027-01-08", "5:00pm"),
    reason: "The three leads meet on 7 January.",
  });
  await scene.answer(it, "a.shaw@education.mk.example", "answer-date", "Anneke Shaw", {
    answer: "accept",
  });
  record = await scene.record(it);
  check(
    where,
    "MK-06, ALL-08 the Chair’s date that both sides agreed",
    eventsOf(record, "DateAgreed").map((each) => inWords(each.until)),
    ["5pm on Friday 8 January 2027"],
  );
  const copies = (await subjects(scene, it, "b.harding@social-care.mk.example")).filter((each) =>
    each.startsWith("your copy of the record"),
  );
  check(where, "MK-10 a copy of the record at the end of each stage so far", copies.length, 3);
  await scene.answer(it, "MKTogether@milton-keynes.gov.uk", "outcome", "Ruth Calverton", { outcome: "A joint plan." });
  record = await scene.record(it);
  check(
    where,
    "MK-07 that whoever raised it hears the outcome",
    (await subjects(scene, it, "b.harding@social-care.mk.example")).includes("outcome recorded"),
    true,
  );
  check(where, "its state", record.status, "closed");
  if (!quiet)
    print(record, "clocks from meetings, both heads, feedback in 48 hours, copies of the record, an agreed date");
};

const shropshire: Story = async (scene, { quiet }) => {
  const where = "shropshire, its own clauses";
  const { client, concern } = concernOf("shropshire", { immediateRisk: true });
  const it = await scene.raise(client, concern);
  let record = await scene.record(it);
  check(where, "SHR-07 the end of the working day on which stage 1 opened", dueAt(record, "professionals"), [
    "5pm on Monday 23 November 2026",
  ]);
  const manager = "r.keel@corvedale-housing.example";
  await scene.answer(it, "b.lacey@corvedale-housing.example", "unresolved", "Bryn Lacey", {
    reason: "It cannot wait.",
  });
  await scene.answer(it, manager, "tick", "Rhona Keel", { ...on("facts", arose), ...on("discussed", arose) });
  await scene.answer(it, manager, "unresolved", "Rhona Keel", { reason: "Not agreed." });
  await scene.answer(it, manager, "unresolved", "Rhona Keel", { reason: "Not agreed." });
  record = await scene.record(it);
  check(
    where,
    "SHR-04 the partnership, when stage 4 opens",
    peopleAt(record, "senior-managers").told.includes("partnership-office"),
    true,
  );
  check(where, "SHR-07 all on one day", dueAt(record, "senior-managers"), ["5pm on Monday 23 November 2026"]);
  await scene.answer(it, "p.dutt@social-care.shropshire.example", "propose", "Priya Dutt", {
    resolution: "Both visit today.",
  });
  await scene.answer(it, "t.acton@corvedale-housing.example", "answer-proposal", "Tom Acton", { answer: "accept" });
  record = await scene.record(it);
  check(where, "SHR-09 that the list keeps it open", record.status, "duties");
  await scene.answer(it, "t.acton@corvedale-housing.example", "tick", "Tom Acton", {
    ...on("formal-email", arose),
    ...on("information", arose),
    ...on("discussed", arose),
    ...on("confirmed-in-writing", arose),
    "words-confirmed-in-writing": "We both visit today, and review together on Wednesday.",
  });
  check(
    where,
    "SHR-02 the confirmation in writing reaches the other agency",
    (await subjects(scene, it, "p.dutt@social-care.shropshire.example")).includes(
      "a written confirmation is on the record",
    ),
    true,
  );
  await scene.answer(it, "SSCPBusinessUnit@shropshire.gov.uk", "duty", "Business Unit", {
    choice: "systemic-learning",
    words: "The third of its kind this year.",
  });
  record = await scene.record(it);
  check(
    where,
    "SHR-10 isolated or systemic",
    eventsOf(record, "DutyDone").map((each) => each.choice),
    ["systemic-learning"],
  );
  check(where, "its state", record.status, "closed");
  if (!quiet) print(record, "expedited, lists ticked and dated, confirmation in writing, isolated or systemic");
};

const trainingProvider: Story = async (scene, { quiet }) => {
  const where = "training-provider, its own clauses";
  const own = concernOf("training-provider");
  const kent = await scene.raise(own.client, own.concern);
  const told = (await scene.mails(kent, "c.ford@harbourway-training.example"))[0]?.text ?? "";
  check(
    where,
    "TP-01 that the person raising is told which policy and why",
    told.includes("Any local procedure that exists takes precedence"),
    true,
  );
  await scene.answer(kent, "c.ford@harbourway-training.example", "unresolved", "Casey Ford", { reason: "Not agreed." });
  await scene.answer(kent, "n.garrick@social-care.weald.example", "respond", "Nell Garrick", {
    response: "We look again.",
  });
  check(
    where,
    "TP-07 the challenge and the answer reach the practitioner of the other side too",
    (await subjects(scene, kent, "r.hale@social-care.weald.example")).slice(-2),
    ["it has gone on to Stage 2: line managers", "the receiving agency has responded"],
  );
  await scene.answer(kent, "n.garrick@social-care.weald.example", "propose", "Nell Garrick", {
    resolution: "An assessment.",
  });
  await scene.answer(kent, "p.stannard@harbourway-training.example", "answer-proposal", "Paula Stannard", {
    answer: "accept",
  });
  await scene.answer(kent, "p.stannard@harbourway-training.example", "filed", "Paula Stannard", {
    where: "The child’s file and My Concern",
  });
  let record = await scene.record(kent);
  check(
    where,
    "TP-08 that it was filed",
    eventsOf(record, "RecordFiled").map((each) => each.by.side),
    ["raising"],
  );
  check(where, "its state", record.status, "closed");
  if (!quiet) print(record, "its own policy, where no local one is held");

  const local = concernOf("knowsley", {
    raising: { practitioner: { name: "Casey Ford", email: "c.ford@harbourway-training.example" } },
  });
  const beside = await scene.raise(own.client, local.concern);
  await scene.answer(beside, "j.malik@social-care.knowsley.example", "propose", "Jo Malik", {
    resolution: "The plan stays open.",
  });
  await scene.answer(beside, "c.ford@harbourway-training.example", "answer-proposal", "Casey Ford", {
    answer: "accept",
  });
  record = await scene.record(beside);
  check(
    where,
    "TP-01 that Knowsley’s stages and timescales govern",
    [record.policy.id, ...dueAt(record, "practitioners")],
    ["knowsley", "5pm on Thursday 26 November 2026"],
  );
  check(
    where,
    "TP-01 what holds beside it for the provider’s own people",
    eventsOf(record, "EscalationRaised")[0]?.beside?.map((each) => [each.side, each.policy.id]),
    [["raising", "training-provider"]],
  );
  if (!quiet) print(record, "the local policy, with the provider’s own beside it");
};

export const specialClauses: readonly Story[] = [knowsley, medway, miltonKeynes, shropshire, trainingProvider];
