/** Knowsley's policy, lived from the first e-mail to the last. 2026-11-23 is a Monday; London is on UTC. */
import { describe, expect, test } from "vitest";
import { linkIn } from "../../infra/local/person.ts";
import { journey, knowsleyConcern, moment } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "s.carter@whitebeam-primary.example";
const receiver = "j.malik@social-care.knowsley.example";
const raisingManager = "h.ashworth@whitebeam-primary.example";
const receivingManager = "d.stott@social-care.knowsley.example";
const raisingSenior = "head@whitebeam-primary.example";
const receivingSenior = "a.rao@social-care.knowsley.example";
const businessManager = "business.manager@kscp.example";
const inbox = "partnership@kscp.example";

describe("answered at each stage", () => {
  test("KNO-04, ALL-06 at stage 1 the receiving practitioner responds and proposes, the raising one accepts, and it is closed", async () => {
    const it = await journey(monday);
    const reference = await it.raise(knowsleyConcern("2026-11-20"));
    await it.answers(receiver, "your answer is asked for", "respond", {
      "answer-case-file": "yes",
      "answer-spoken-day": "23",
      "answer-spoken-month": "11",
      "answer-spoken-year": "2026",
      "answer-way-forward": "We spoke and agreed to visit together.",
      "answer-aim": "To see the child at home.",
      response: "We read the file again and see your point.",
    });
    await it.answers(receiver, "your answer is asked for", "propose", {
      resolution: "The plan stays open for six weeks.",
    });
    await it.answers(raiser, "a resolution is proposed", "answer-proposal", { answer: "accept" });

    expect(await it.types(reference)).toEqual([
      "EscalationRaised",
      "StageOpened",
      "ClockStarted",
      "ResponseRecorded",
      "ResolutionProposed",
      "ResolutionAccepted",
      "ClockMet",
      "StageEnded",
      "EscalationClosed",
    ]);
    expect(it.mails(raiser, "the matter is resolved")).toBe(1);
    expect(it.mails(receiver, "the matter is resolved")).toBe(1);
    const about = () => it.laptop.mailbox.mails().filter((each) => each.tags["reference"] === reference).length;
    const sent = about();
    expect(sent).toBeGreaterThan(0);
    await it.moveTo("2027-03-01T10:00:00.000Z");
    expect(about(), "nobody is bothered after the end").toBe(sent);
  });

  test("KNO-05, KNO-07 at stage 2 the managers agree, and the receiving one owes a written confirmation within 2 working days", async () => {
    const it = await journey(monday);
    const reference = await it.raise(knowsleyConcern("2026-11-20"));
    await it.moveTo("2026-11-27T10:00:00.000Z");
    await it.answers(receivingManager, "your answer is asked for", "propose", {
      resolution: "A joint visit on Monday.",
    });
    await it.answers(raisingManager, "a resolution is proposed", "answer-proposal", { answer: "accept" });

    expect(await it.event(reference, "ClockStarted")).toMatchObject({
      clock: "confirm-in-writing",
      kind: "duty",
      due: "2026-12-01T17:00:00.000Z",
    });
    expect((await it.types(reference)).at(-1)).toBe("ClockStarted");
    await it.answers(receivingManager, "one thing is still to be done", "duty/line-managers/confirm-in-writing", {
      words: "Confirmed: a joint visit on Monday 30 November.",
    });
    expect((await it.types(reference)).slice(-3)).toEqual(["DutyDone", "ClockMet", "EscalationClosed"]);
    expect(it.mails(raisingManager, "what was still to be done has been done")).toBe(1);
  });

  test("KNO-12 at stage 3 a confirmation that nobody writes is reminded, passes, and is chased until it is written", async () => {
    const it = await journey(monday);
    const reference = await it.raise(knowsleyConcern("2026-11-20"));
    await it.moveTo("2026-12-04T10:00:00.000Z");
    await it.answers(raisingSenior, "your answer is asked for", "propose", { resolution: "Reopen the plan." });
    await it.answers(receivingSenior, "a resolution is proposed", "answer-proposal", { answer: "accept" });
    await it.moveTo("2026-12-10T12:00:00.000Z");

    expect(await it.event(reference, "DeadlinePassed")).toMatchObject({
      clock: "confirm-in-writing",
      due: "2026-12-08T17:00:00.000Z",
    });
    expect(it.mails(receivingSenior, "reminder: due 5pm on Tuesday 8 December 2026")).toBe(1);
    expect(it.mails(receivingSenior, "still waiting")).toBe(2);
    await it.answers(receivingSenior, "still waiting", "duty/senior-managers/confirm-in-writing", {
      words: "Confirmed.",
    });
    expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  });
});

test("KNO-09, KNO-14, ALL-07, ALL-09 in silence it climbs to the Chair by itself, everybody told at once, before and after, and silence never closes it", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.moveTo("2026-12-18T12:00:00.000Z");

  const opened = (await it.events(reference)).filter((each) => each.type === "StageOpened");
  expect(opened.map((each) => each.stage)).toEqual(["practitioners", "line-managers", "senior-managers", "chair"]);
  const clocks = (await it.events(reference)).filter((each) => each.type === "ClockStarted");
  expect(clocks.map((each) => [each.stage, each.due])).toEqual([
    ["practitioners", "2026-11-26T17:00:00.000Z"],
    ["line-managers", "2026-12-03T17:00:00.000Z"],
    ["senior-managers", "2026-12-10T17:00:00.000Z"],
    ["chair", "2026-12-17T17:00:00.000Z"],
  ]);
  // Each stage climbed in the same working day, within three minutes of its deadline.
  for (const [index, each] of opened.slice(1).entries()) {
    const due = clocks[index]?.due ?? "";
    expect(Date.parse(each.at) - Date.parse(due)).toBeLessThanOrEqual(3 * 60_000 + 2_000);
    expect(each.at > due).toBe(true);
  }
  expect(it.mails(businessManager, "for your information: Stage 3")).toBe(1);
  expect(it.mails(raiser, "it has gone on to Stage 2")).toBe(1);
  expect(it.mails(raiser, "it has gone on to Stage 4")).toBe(1);
  expect(it.mails(receivingManager, "reminder: due 5pm on Thursday 3 December 2026")).toBe(2);
  expect(it.mails(inbox, "your answer is asked for (Stage 4")).toBe(1);
  expect(it.mails(inbox, "a deadline has passed")).toBe(1);
  expect(it.mails(inbox, "still waiting")).toBe(1);

  await it.moveTo("2027-01-15T12:00:00.000Z");
  expect((await it.types(reference)).includes("EscalationClosed")).toBe(false);

  await it.answers(inbox, "your answer is asked for (Stage 4", "request-information", {
    request: "The last three plans.",
  });
  await it.answers(raisingSenior, "further information is asked for", "provide", { information: "They are these." });
  await it.answers(inbox, "the information asked for", "outcome", { outcome: "Hold a joint review within two weeks." });
  expect(it.mails(raiser, "recommendations recorded")).toBe(1);
  await it.answers(raisingSenior, "one thing is still to be done", "duty/chair/act-on-recommendations:raising", {
    acts: "yes",
    words: "We hold the review.",
  });
  expect((await it.types(reference)).at(-1)).toBe("ClockMet");
  await it.answers(receivingSenior, "one thing is still to be done", "duty/chair/act-on-recommendations:receiving", {
    acts: "no",
    words: "We hold our own.",
  });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  const done = (await it.events(reference)).filter((each) => each.type === "DutyDone");
  expect(done.map((each) => [each.by.side, each.acts])).toEqual([
    ["raising", true],
    ["receiving", false],
  ]);
});

test("KNO-01 immediate risk opens at stage 2 at night and at the weekend, the timescale a guide, and it still climbs", async () => {
  const it = await journey("2026-11-21T23:30:00.000Z"); // a Saturday
  const reference = await it.raise(
    knowsleyConcern("2026-11-21", { immediateRisk: true, evidence: undefined, risk: undefined }),
  );
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "line-managers", because: "immediate risk" });
  expect(await it.event(reference, "EscalationRaised")).toMatchObject({ missing: ["risk", "evidence"], guide: true });
  expect(it.mail(receivingManager, "your answer is asked for").at).toMatch(/^2026-11-21T23:3/);
  expect(it.mail(receivingManager, "your answer is asked for").text).toContain("IMMEDIATE RISK");
  await it.answers(raiser, "your concern has been raised", "missing", { risk: "Nobody visits.", evidence: "Our log." });
  await it.moveTo("2026-11-28T12:00:00.000Z");
  expect(await it.event(reference, "DeadlinePassed")).toMatchObject({ due: "2026-11-27T17:00:00.000Z", guide: true });
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "senior-managers" });
});

test("KNO-01 flagged at stage 1, it moves to stage 2 at once", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.answers(raiser, "your concern has been raised", "risk", { reason: "The father is back in the house." });
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "line-managers", because: "immediate risk" });
  expect(it.mails(receiver, "immediate risk has been flagged")).toBe(1);
});

test("KNO-13 significant policy issues take an open stage 3 to the Chair at once", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.moveTo("2026-12-04T10:00:00.000Z");
  await it.answers(raisingSenior, "your answer is asked for", "refer", {
    reason: "The threshold document itself is unclear.",
  });
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "chair", because: "referred" });
});

test("ALL-04 a shorter timescale that protects the child wins over the policy’s, and the stage climbs by it", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.answers(raiser, "your concern has been raised", "shorten", {
    ...moment("until", 2026, 11, 24, "12pm"),
    reason: "The child is to go home on Tuesday afternoon.",
  });
  expect(await it.event(reference, "DeadlineShortened")).toMatchObject({ until: "2026-11-24T12:00:00.000Z" });
  await it.moveTo("2026-11-24T12:04:00.000Z");
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "line-managers" });
});

test("ALL-10 whoever is not the right person names who is; they are asked, and the clock does not stop", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.moveTo("2026-11-25T10:00:00.000Z");
  await it.answers(receiver, "your answer is asked for", "hand-on", {
    named: "Pat Moss",
    email: "p.moss@social-care.knowsley.example",
  });
  expect(it.mail("p.moss@social-care.knowsley.example", "your answer is asked for").text).toContain(
    "5pm on Thursday 26 November 2026",
  );
  const said = await it.answers("p.moss@social-care.knowsley.example", "your answer is asked for", "hand-on", {
    named: "Kit Lane",
    email: "kit.lane@elsewhere.example",
  });
  expect(said).toContain("inbox");
  expect(it.mails("kit.lane@elsewhere.example", "")).toBe(0);
  expect(it.mails("front.door@social-care.knowsley.example", "your answer is asked for")).toBe(1);
  await it.moveTo("2026-11-26T17:04:00.000Z");
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "line-managers" });
});

test("ALL-11 the raising side withdraws with a reason; the record stays and the receiving side hears", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.answers(raiser, "your concern has been raised", "withdraw", { reason: "We met and it is settled." });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");
  expect(it.mails(receiver, "the concern has been withdrawn")).toBe(1);
});

test("ALL-01 both agencies’ systems read the same record, with everything in order", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.answers(receiver, "your answer is asked for", "discussion", {
    kind: "discussion",
    ...moment("heldAt", 2026, 11, 23, "9:30am"),
    attended: "Jo and Sam",
    agreed: "To look at the file together.",
    pursued: "On Wednesday at the school.",
  });
  const records = await Promise.all(
    ["whitebeam-primary", "knowsley-social-care"].map(async (client) =>
      (
        await fetch(`${it.laptop.service}/escalations/${reference}`, {
          headers: { authorization: `Bearer ${await it.laptop.tokenFor(client)}` },
        })
      ).json(),
    ),
  );
  expect(records[0]).toEqual(records[1]);
  expect(JSON.stringify(records[0])).toContain("To look at the file together.");
  const stranger = await fetch(`${it.laptop.service}/escalations/${reference}`, {
    headers: { authorization: `Bearer ${await it.laptop.tokenFor("merrow-health")}` },
  });
  expect(stranger.status).toBe(404);
});

test("ALL-13 no e-mail has a name, a date of birth or a word of the concern, and a link opened shows none", async () => {
  const it = await journey(monday);
  await it.raise(knowsleyConcern("2026-11-20"));
  await it.moveTo("2026-12-18T12:00:00.000Z");
  const secretWords = ["Sampleton", "2017", "Robin", "two actions are open", "Nobody visits", "Sam Carter", "Jo Malik"];
  for (const mail of it.laptop.mailbox.mails())
    for (const word of secretWords) expect(`${mail.subject}\n${mail.text}\n${mail.html}`).not.toContain(word);
  const opened = await (await fetch(`${it.laptop.service}${linkIn(it.mail(receiver, "your answer"))}`)).text();
  for (const word of secretWords) expect(opened).not.toContain(word);
});
