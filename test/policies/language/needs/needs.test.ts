/**
 * What real policies were seen to need, each in an invented policy that changes a thing or two of a small one, and runs through
 * the core from its text alone. Friday 20 November 2026 is a working day; London is on UTC. Dates worked out by hand.
 */
import { describe, expect, test } from "vitest";
import { askedFor, ownDefaultInWords } from "../../../../functions/core/asked.ts";
import { standingOf } from "../../../../functions/core/capabilities.ts";
import { peopleNeeded } from "../../../../functions/core/people.ts";
import { calendarOf } from "../../../../policies/calendar/bank-holidays.ts";
import { loadPolicy } from "../../../../policies/language/load.ts";
import { formsAt } from "../../../../policies/language/stages.ts";
import { holding } from "../../../../policies/published.ts";
import {
  does,
  dueDates,
  eventsOf,
  fellDue,
  given,
  goOn,
  holds,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  silentUntil,
  told,
  type Played,
  type Step,
} from "../../../support/core.ts";
import { smallPolicy } from "../../small.ts";

const monday = "2026-11-23T10:00:00.000Z";
const receiver = "first/receiving-side/1";
const chair = "last/body/1";

/** A policy of an area of its own, which is that area's from now on. */
function policyOf(area: string, changes: Readonly<Record<string, string>>) {
  const text = smallPolicy({ "area: { id: small, name: Small }": `area: { id: ${area}, name: Small }`, ...changes });
  const policy = loadPolicy(text, `policies/${area}/1.yaml`);
  holds(area, { policy, calendar: calendarOf("england-and-wales") });
  return policy;
}

const raised = (area: string, over: Parameters<typeof raise>[1] = {}, at = monday): Played =>
  play(raise(at, { area, ...over }), open(at));
/** What was answered when it was raised. */
const answering = (area: string, answers: Readonly<Record<string, string | string[]>>, at = monday): Played =>
  raised(area, { sealed: told(area, { answers }) }, at);

const settle = `      - clock: settle
        asks: settle it
        within: 3 working days
        from: stage opened
        met by: resolution
        when passed: climb
        clause: "1"
`;
/** A clock of the first stage, beside the one by which it is settled. */
const clock = (name: string, within: string, metBy: string, more = "", from = "stage opened") => `      - clock: ${name}
        asks: ${name}
        within: ${within}
        from: ${from}
        met by: ${metBy}
        when passed: note
${more}        clause: "1"
`;
const duty = (name: string, kind: string, by: string, to: string, within: string, from: string, more = "") =>
  `      - duty: ${name}
        asks: ${name}
        kind: ${kind}
        by: ${by}
        to: ${to}
        within: ${within}
        from: ${from}
        chase every: 1 working day
${more}        clause: "1"
`;
const afterFirst = (...duties: string[]) => ({
  "    ends by: agreement\n": `    ends by: agreement\n    afterwards:\n${duties.join("")}`,
});
/** The receiving side proposes and the raising side accepts, at 10:00 and 11:00. */
const agree = (day: string): Step[] => [
  does(`${day}T10:00:00.000Z`, receiver, "propose resolution", "first"),
  does(`${day}T11:00:00.000Z`, raiser, "accept resolution", "first"),
];

describe("timescales and clocks", () => {
  policyOf("meets", {
    "stages:\n": `raise: { within: 1 working day, from: disagreement arose, when passed: record as late, clause: "1" }
stages:
`,
    [settle]: [
      settle,
      clock("speak", "1 working day", "discussion"),
      clock("arrange", "1 working day", "meeting arranged"),
      clock("meet", "2 working days", "meeting held"),
      clock("answer", "2 working days", "response"),
    ].join(""),
    ...afterFirst(
      duty("confirm", "confirmation", "receiving side", "counterpart", "2 working days", "resolution reached"),
      duty("minutes", "minutes", "receiving side", "counterpart", "48 hours", "meeting held"),
    ),
  });

  test("PRE-02 several clocks in one stage, each met by its own event: raised, spoken, arranged, met, answered, resolved, confirmed", () => {
    const story = raised("meets");
    expect(story.state.raised.raiseBy).toEqual({ due: "2026-11-23T17:00:00.000Z", late: false });
    expect(dueDates(story)).toEqual([
      "first/settle 2026-11-26T17:00Z",
      "first/speak 2026-11-24T17:00Z",
      "first/arrange 2026-11-24T17:00Z",
      "first/meet 2026-11-25T17:00Z",
      "first/answer 2026-11-25T17:00Z",
    ]);
    const met = (...steps: Step[]) =>
      goOn(story, ...steps)
        .commits.at(-1)
        ?.filter((each) => each.type === "ClockMet" || each.type === "ClockStarted")
        .map((each) => `${each.type} ${each.clock}`);
    const soon = "2026-11-23T12:00:00.000Z";
    expect(met(does(soon, raiser, "record discussion", "first"))).toEqual(["ClockMet speak"]);
    expect(met(does(soon, raiser, "arrange meeting", "first"))).toEqual(["ClockMet arrange"]);
    expect(met(does(soon, raiser, "record discussion", "first", { kind: "meeting" }))).toEqual([
      "ClockMet speak",
      "ClockMet meet",
      "ClockStarted minutes",
    ]);
    expect(met(does(soon, receiver, "respond", "first"))).toEqual(["ClockMet answer"]);
    expect(met(...agree("2026-11-24"))).toEqual(["ClockMet settle", "ClockStarted confirm"]);
    const confirmed = goOn(
      story,
      ...agree("2026-11-24"),
      does("2026-11-25T10:00:00.000Z", receiver, "do duty", "first", { duty: "first/confirm" }),
    );
    expect(confirmed.state.phase).toBe("closed");
  });

  test("PRE-02, ALL-08 an earlier date that is agreed brings nearer what is due after it, and moves nothing that is due before it", () => {
    const until = "2026-11-25T12:00:00.000Z";
    const agreed = goOn(
      raised("meets"),
      does("2026-11-23T11:00:00.000Z", raiser, "propose date", "first", { until }),
      does("2026-11-23T12:00:00.000Z", receiver, "accept date", "first", { until }),
    );
    expect(agreed.state.clocks.map((each) => `${each.clock} ${each.due}`)).toEqual([
      "settle 2026-11-25T12:00:00.000Z",
      "speak 2026-11-24T17:00:00.000Z",
      "arrange 2026-11-24T17:00:00.000Z",
      "meet 2026-11-25T12:00:00.000Z",
      "answer 2026-11-25T12:00:00.000Z",
    ]);
  });

  test("PRE-02, ALL-08 a later date moves only what the policy leaves to the sides", () => {
    policyOf("agreed-in-part", {
      [settle]: `${settle.replace("        from:", "        sides may agree a later date: true\n        from:")}${clock("answer", "1 working day", "response")}`,
    });
    const until = "2026-12-02T17:00:00.000Z";
    const story = goOn(
      raised("agreed-in-part"),
      does("2026-11-23T11:00:00.000Z", raiser, "propose date", "first", { until }),
      does("2026-11-23T12:00:00.000Z", receiver, "accept date", "first", { until }),
    );
    expect(story.state.clocks.map((each) => `${each.clock} ${each.due}`)).toEqual([
      "settle 2026-12-02T17:00:00.000Z",
      "answer 2026-11-24T17:00:00.000Z",
    ]);
  });

  test("PRE-02 a meeting arranged at a stage that is over meets no clock of the open one", () => {
    policyOf("meets-twice", {
      "  - stage: last\n": `  - stage: second
    title: Second
    clause: "1"
    raising side: [practitioner]
    receiving side: [practitioner]
    clocks:
${settle}${clock("arrange", "1 working day", "meeting arranged")}    ends by: agreement
  - stage: last
`,
    });
    const second = goOn(
      raised("meets-twice"),
      does("2026-11-23T11:00:00.000Z", raiser, "declare unresolved", "first"),
      open("2026-11-23T11:00:00.000Z"),
    );
    const arranges = (stage: string) => does("2026-11-23T12:00:00.000Z", receiver, "arrange meeting", stage);
    given(...second.history)
      .when(arranges("first"))
      .then({ type: "MeetingArranged", stage: "first" });
    given(...second.history)
      .when(arranges("second"))
      .then({ type: "MeetingArranged", stage: "second" }, { type: "ClockMet", stage: "second", clock: "arrange" });
  });

  policyOf("units", {
    [settle]: [
      settle.replace("3 working days", "5 working days"),
      clock("hours", "24 hours", "response"),
      clock("same-day", "same working day", "response"),
      clock("immediately", "immediately", "response"),
      clock("days", "3 days", "response"),
      clock("weeks", "2 weeks", "response"),
      clock("by-the-clock", "48 hours", "response"),
      clock("in-working-days", "48 hours (2 working days)", "response"),
    ].join(""),
  });

  test("PRE-02 hours, the same working day, immediately, days, weeks and working days in one policy, from a Friday at 16:00", () => {
    expect(dueDates(raised("units", {}, "2026-11-20T16:00:00.000Z"))).toEqual([
      "first/settle 2026-11-27T17:00Z",
      "first/hours 2026-11-21T16:00Z",
      "first/same-day 2026-11-20T17:00Z",
      "first/immediately 2026-11-20T17:00Z",
      "first/days 2026-11-23T17:00Z",
      "first/weeks 2026-12-04T17:00Z",
      "first/by-the-clock 2026-11-22T16:00Z",
      "first/in-working-days 2026-11-24T17:00Z",
    ]);
  });

  test("PRE-02 and over Christmas, from Thursday 24 December at 18:00", () => {
    expect(dueDates(raised("units", {}, "2026-12-24T18:00:00.000Z"))).toEqual([
      // 29, 30, 31 December, 4, 5 January: 25 and 28 December and 1 January are holidays.
      "first/settle 2027-01-05T17:00Z",
      "first/hours 2026-12-25T18:00Z",
      "first/same-day 2026-12-29T17:00Z",
      "first/immediately 2026-12-29T17:00Z",
      "first/days 2026-12-27T17:00Z",
      "first/weeks 2027-01-07T17:00Z",
      "first/by-the-clock 2026-12-26T18:00Z",
      "first/in-working-days 2026-12-30T17:00Z",
    ]);
  });

  policyOf("no-number", {
    "        within: 3 working days\n": `        within: 2 working days
        in words: without delay
        set by: organisation
`,
  });

  test("PRE-02 a stage with no number has the organisation's own, and the text's words beside it", () => {
    const story = raised("no-number");
    expect(dueDates(story)).toEqual(["first/settle 2026-11-25T17:00Z"]);
    const asked = askedFor(story.rules.policy, { stage: "first", clock: "settle" });
    expect(asked).toMatchObject({ ownDefault: true, inWords: "without delay" });
    expect(ownDefaultInWords(asked)).toBe(
      "The policy says “without delay” and gives no number here. This timescale is the organisation’s own.",
    );
  });

  policyOf("urgency", {
    "roles:\n": `asks when raised:
  - id: priority
    question: How urgent is it?
    answer: one of
    options:
      - { id: routine, words: Routine }
      - { id: priority, words: Priority }
      - { id: urgent, words: Urgent }
    clause: "1"
roles:
`,
    "        within: 3 working days\n": `        within: 5 working days
        instead:
          - { only if: { priority: urgent }, within: 24 hours, clause: "1" }
          - { only if: { priority: [urgent, priority] }, within: 1 working day, clause: "1" }
`,
  });

  test("PRE-02 urgency chooses the timescale: the first that holds counts", () => {
    expect(dueDates(answering("urgency", { priority: "routine" }))).toEqual(["first/settle 2026-11-30T17:00Z"]);
    expect(dueDates(answering("urgency", { priority: "priority" }))).toEqual(["first/settle 2026-11-24T17:00Z"]);
    expect(dueDates(answering("urgency", { priority: "urgent" }))).toEqual(["first/settle 2026-11-24T10:00Z"]);
    given()
      .when(raise(monday, { area: "urgency" }))
      .thenRefused("missing", "answers.priority");
  });

  policyOf("less", {
    "        from: stage opened\n": `        from: stage opened
        or sooner:
          - { within: 4 working days, from: disagreement arose, clause: "1" }
          - { within: 72 hours, from: raised, clause: "1" }
`,
    "        within: 3 working days\n": "        within: 5 working days\n",
  });

  test("PRE-02 whichever is less: of several timescales the earliest counts, and a date that protects the person before any", () => {
    // 72 hours of Monday 23 November, 10:00; four working days from Friday 20 November: Thursday 26.
    expect(dueDates(raised("less"))).toEqual(["first/settle 2026-11-26T10:00Z"]);
    // It arose on Tuesday 17 November: four working days end on Monday 23.
    expect(dueDates(raised("less", { arose: "2026-11-17T00:00:00.000Z" }))).toEqual(["first/settle 2026-11-23T17:00Z"]);
    // It arose as it was raised, on the Friday before Christmas week: 72 hours end on Monday 21 December.
    const friday = "2026-12-18T10:00:00.000Z";
    expect(dueDates(raised("less", { arose: friday }, friday))).toEqual(["first/settle 2026-12-21T10:00Z"]);
    expect(dueDates(raised("less", { protectBy: "2026-11-24T09:00:00.000Z" }))).toEqual([
      "first/settle 2026-11-24T09:00Z",
    ]);
  });

  policyOf("from-events", {
    "roles:\n": `asks when raised:
  - { id: conference, question: When was the conference?, answer: date, required: false, clause: "1" }
roles:
`,
    [settle]: [
      settle,
      clock("after-conference", "10 days", "response", "        otherwise from: stage opened\n", "answer conference"),
      clock("after-decision", "2 weeks", "response", "", "disagreement arose"),
      clock("meet", "2 working days", "meeting held"),
    ].join(""),
    "        within: 5 working days\n        from: stage opened\n": `        within: 10 days
        from: meeting held in first
        otherwise from: deadline meet of first
`,
  });

  test("PRE-02 a clock from another event: the conference, the decision, the first meeting, the deadline of an earlier clock", () => {
    expect(dueDates(answering("from-events", { conference: "2026-11-18" }))).toEqual([
      "first/settle 2026-11-26T17:00Z",
      "first/after-conference 2026-11-28T17:00Z",
      // The decision was received on Friday 20 November.
      "first/after-decision 2026-12-04T17:00Z",
      "first/meet 2026-11-25T17:00Z",
    ]);
    // Without a conference, from the opening of the stage.
    expect(dueDates(raised("from-events"))[1]).toBe("first/after-conference 2026-12-03T17:00Z");
    const met = goOn(
      raised("from-events"),
      does("2026-11-24T12:00:00.000Z", raiser, "record discussion", "first", {
        kind: "meeting",
        heldAt: "2026-11-24T11:00:00.000Z",
      }),
    );
    // Ten days from Tuesday 24 November; none held, from Wednesday 25, by which it should have been.
    expect(dueDates(silentUntil(met, "2026-11-26T17:00:00.000Z")).at(-1)).toBe("last/conclude 2026-12-04T17:00Z");
    expect(dueDates(silentUntil(raised("from-events"), "2026-11-26T17:00:00.000Z")).at(-1)).toBe(
      "last/conclude 2026-12-05T17:00Z",
    );
  });

  policyOf("from-start", {
    "        within: 3 working days\n        from: stage opened\n":
      "        within: 3 working days\n        from: raised\n",
    "        within: 5 working days\n        from: stage opened\n":
      "        within: 10 working days\n        from: raised\n",
  });

  test("PRE-02 stages counted from the start: one that ends early leaves the later dates where they are", () => {
    const early = goOn(
      raised("from-start"),
      does("2026-11-23T12:00:00.000Z", raiser, "declare unresolved", "first"),
      open("2026-11-23T12:00:00.000Z"),
    );
    for (const story of [early, silentUntil(raised("from-start"), "2026-11-26T17:00:00.000Z")])
      expect(dueDates(story)).toEqual(["first/settle 2026-11-26T17:00Z", "last/conclude 2026-12-07T17:00Z"]);
  });

  policyOf("agreed", {
    "        within: 3 working days\n": `        within: 3 working days
        sides may agree a later date: true
`,
    "        within: 5 working days\n": "        within: 5 working days\n        is a guide: true\n",
  });

  test("PRE-02 a limit that the sides may agree, and one that is said to be indicative only", () => {
    const agreed = goOn(
      raised("agreed"),
      does("2026-11-23T11:00:00.000Z", raiser, "propose date", "first", { until: "2026-12-02T17:00:00.000Z" }),
      does("2026-11-23T12:00:00.000Z", receiver, "accept date", "first", { until: "2026-12-02T17:00:00.000Z" }),
    );
    expect(agreed.state.clocks).toMatchObject([{ due: "2026-12-02T17:00:00.000Z" }]);
    const silent = silentUntil(agreed, "2026-12-10T12:00:00.000Z");
    expect(eventsOf(silent.history, "DeadlinePassed").map((each) => [each.clock, each.due, each.guide])).toEqual([
      ["settle", "2026-12-02T17:00:00.000Z", false],
      // Indicative: that it passed is recorded, and is no breach.
      ["conclude", "2026-12-09T17:00:00.000Z", true],
    ]);
    expect(fellDue(silent).at(-1)).toBe("chase last/conclude 2026-12-10T09:30Z");
  });
});

describe("meetings, forms and what is owed", () => {
  policyOf("panel", {
    "      - clock: conclude\n": `${clock("convene", "2 working days", "meeting arranged")}${clock("hold", "5 working days", "meeting held")}      - clock: conclude
`,
    "        within: 5 working days\n        from: stage opened\n        met by: outcome":
      "        within: 10 working days\n        from: stage opened\n        met by: outcome",
    "    ends by: outcome\n": `    ends by: decision
    afterwards:
${duty("minutes", "minutes", "partnership", "partnership", "3 working days", "meeting held", "        role: clerk\n")}${duty("review", "review", "partnership", "partnership", "4 weeks", "outcome given", "        role: clerk\n")}${duty("plan", "product", "receiving side", "counterpart", "10 working days", "outcome given")}`,
    "  chair: {": "  clerk: { called: clerk, held in: partnership }\n  chair: {",
    "    body: {": '    inform: [{ who: clerk, of: partnership, clause: "2" }]\n    body: {',
  });

  test("PRE-02 a panel as the work of a stage: convene by, held on, who attended, minutes due by, an agreed plan, review on", () => {
    const clerk = "last/told-clerk/1";
    const story = silentUntil(raised("panel"), "2026-11-26T17:00:00.000Z");
    expect(dueDates(story).slice(1)).toEqual([
      "last/convene 2026-11-30T17:00Z",
      "last/hold 2026-12-03T17:00Z",
      "last/conclude 2026-12-10T17:00Z",
    ]);
    const convened = goOn(
      story,
      does("2026-11-27T10:00:00.000Z", chair, "arrange meeting", "last", { for: "2026-12-02T14:00:00.000Z" }),
    );
    expect(convened.commits.at(-1)).toMatchObject([
      { type: "MeetingArranged", for: "2026-12-02T14:00:00.000Z", sealed: { invited: "Ada and Ben" } },
      { type: "ClockMet", clock: "convene" },
    ]);
    const held = goOn(
      convened,
      does("2026-12-02T16:00:00.000Z", chair, "record discussion", "last", {
        kind: "meeting",
        heldAt: "2026-12-02T14:00:00.000Z",
      }),
    );
    expect(held.commits.at(-1)?.filter((each) => each.type !== "ReminderFellDue")).toMatchObject([
      { type: "DiscussionRecorded", kind: "meeting", sealed: { attended: "Ada and Ben" } },
      { type: "ClockMet", clock: "hold" },
      // Three working days from Wednesday 2 December.
      { type: "ClockStarted", kind: "duty", clock: "minutes", due: "2026-12-07T17:00:00.000Z" },
    ]);
    const decided = goOn(held, does("2026-12-03T10:00:00.000Z", chair, "give outcome", "last"));
    expect(dueDates(decided).slice(4)).toEqual([
      "last/minutes 2026-12-07T17:00Z",
      "last/review 2026-12-31T17:00Z",
      // Ten working days from Thursday 3 December.
      "last/plan 2026-12-17T17:00Z",
    ]);
    const fulfils = (when: string, seat: string, what: string) =>
      does(when, seat, "do duty", "last", { duty: `last/${what}` });
    const done = goOn(
      decided,
      fulfils("2026-12-04T10:00:00.000Z", clerk, "minutes"),
      fulfils("2026-12-04T11:00:00.000Z", receiver, "plan"),
    );
    expect(done.state.phase).toBe("duties");
    expect(goOn(done, fulfils("2026-12-29T10:00:00.000Z", clerk, "review")).state.phase).toBe("closed");
  });

  const withForm = policyOf("form", {
    "stages:\n": `forms:
  - form: notice
    title: Notice of escalation
    from stage: last
    clause: "2"
    parts:
      - fields:
          - { label: Date, shows: date of opening of last }
          - { label: Response, shows: responses of first }
stages:
`,
  });

  test("PRE-02 a form from a given stage on", () => {
    expect(formsAt(withForm, "first")).toEqual([]);
    expect(formsAt(withForm, "last").map((each) => each.title)).toEqual(["Notice of escalation"]);
  });

  policyOf("confirms", {
    ...afterFirst(
      duty("confirm", "confirmation", "receiving side", "counterpart", "1 working day", "resolution reached"),
      duty("feedback", "feedback", "raising side", "raising practitioner", "48 hours", "resolution reached"),
    ),
  });

  test("PRE-02 a written confirmation with its own limit and recipient, and feedback owed to who raised it first", () => {
    const settled = goOn(raised("confirms"), ...agree("2026-11-24"));
    expect(dueDates(settled).slice(1)).toEqual(["first/confirm 2026-11-25T17:00Z", "first/feedback 2026-11-26T11:00Z"]);
    const confirmed = goOn(
      settled,
      does("2026-11-24T12:00:00.000Z", receiver, "do duty", "first", { duty: "first/confirm" }),
    );
    expect(noticesOfLast(confirmed)).toEqual(["duty done → raiser"]);
    expect(confirmed.state.phase).toBe("duties");
    const fedBack = goOn(
      confirmed,
      does("2026-11-24T13:00:00.000Z", raiser, "do duty", "first", { duty: "first/feedback" }),
    );
    expect(fedBack.state.phase).toBe("closed");
  });
});

describe("who acts, who hears, and where it opens", () => {
  const routed = policyOf("routed", {
    "covers: [child]": "covers: [child, adult]",
    "covers in words: children": "covers in words: children and adults",
    "roles:\n": `asks when raised:
  - id: status
    question: What is the child's status?
    answer: any of
    options:
      - { id: plan, words: On a plan }
      - { id: in-care, words: In care }
      - { id: closed, words: Not open to a worker }
    required: false
    clause: "1"
roles:
`,
    "  practitioner: { called: practitioner, held in: agency, named as: practitioner }\n": `  practitioner: { called: practitioner, held in: agency, named as: practitioner }
  team-leader:
    called: team leader
    held in: agency
    differs:
      - { only if: { subject: adult }, is: [adults-lead], clause: "1" }
      - { only if: { status: closed }, is: [duty-team], clause: "1" }
      - { in agencies of kind: health, only if: { status: in-care }, is: [looked-after-nurse], clause: "1" }
      - { in agencies of kind: health, is: [named-nurse], clause: "1" }
    stand in: [deputy]
  adults-lead: { called: adults lead, held in: agency }
  duty-team: { called: duty team, held in: agency }
  looked-after-nurse: { called: nurse for looked-after children, held in: agency }
  named-nurse: { called: named nurse, held in: agency }
  deputy: { called: deputy team leader, held in: agency }
  reviewing-officer: { called: reviewing officer, held in: partnership }
`,
    "    receiving side: [practitioner]": `    receiving side: [team-leader]
    inform: [{ who: reviewing-officer, of: partnership, only if: { status: [plan, in-care] }, clause: "1" }]`,
  });
  const needed = (over: Parameters<typeof raise>[1], answers: Readonly<Record<string, string[]>> = {}) => {
    const { state } = play(raise(monday, { area: "routed", sealed: told("routed", { answers }), ...over }));
    return peopleNeeded(state, routed, "first");
  };
  const receiving = (...args: Parameters<typeof needed>) => {
    const need = needed(...args).find((each) => each.need === "receiving side");
    return [need?.roles, need?.instead?.flatMap((each) => each.otherwise)];
  };
  const deputy = { role: "deputy", via: "stand-in" };
  const itself = { role: "team-leader", via: "holder" };

  test("PRE-02 routed by whom it concerns and by the state of the case: one policy for adults and children", () => {
    expect(receiving({})).toEqual([["team-leader"], [deputy]]);
    expect(receiving({ subject: "adult" })).toEqual([["adults-lead"], [itself, deputy]]);
    expect(receiving({}, { status: ["closed"] })).toEqual([["duty-team"], [itself, deputy]]);
    // Of two that hold, the first in the file.
    expect(receiving({ subject: "adult" }, { status: ["closed"] })).toEqual([["adults-lead"], [itself, deputy]]);
    given()
      .when(raise(monday, { area: "routed", subject: "community" }))
      .thenRefused("not-covered", "subject");
  });

  test("PRE-02 who holds a role differs by kind of agency; where nobody does, the role itself, and then who stands in", () => {
    const health = { receiving: { agency: "royal-hospital", kind: "health" } };
    expect(receiving(health)).toEqual([["named-nurse"], [itself, deputy]]);
    expect(receiving(health, { status: ["in-care"] })).toEqual([["looked-after-nurse"], [itself, deputy]]);
    expect(receiving({ receiving: { agency: "county-police", kind: "police" } })).toEqual([["team-leader"], [deputy]]);
  });

  test("PRE-02 others are informed by the person's status", () => {
    const informed = (status: string[]) =>
      needed({}, { status })
        .filter((each) => each.purpose === "be told")
        .map((each) => each.need);
    expect([informed([]), informed(["plan"]), informed(["in-care", "closed"]), informed(["closed"])]).toEqual([
      [],
      ["told reviewing-officer"],
      ["told reviewing-officer"],
      [],
    ]);
  });

  policyOf("several", {
    "  practitioner: { called: practitioner, held in: agency, named as: practitioner }\n": `  practitioner: { called: practitioner, held in: agency, named as: practitioner }
  team-leader: { called: team leader, held in: agency }
  safeguarding-lead: { called: safeguarding lead, held in: agency }
`,
    "    receiving side: [practitioner]": "    receiving side: [team-leader, safeguarding-lead]",
  });

  test("PRE-02 any one of several addressees may answer, and the others hear", () => {
    const story = raised("several");
    const [one, other] = ["first/receiving-side/1", "first/receiving-side/2"];
    expect(noticesOfLast(story)).toEqual([`asked → ${one}`, `asked → ${other}`]);
    for (const seat of [one, other])
      given(...story.history)
        .when(does("2026-11-23T12:00:00.000Z", seat, "propose resolution", "first"))
        .then({ type: "ResolutionProposed", by: { side: "receiving" } });
    const settled = goOn(
      story,
      does("2026-11-23T12:00:00.000Z", other, "propose resolution", "first"),
      does("2026-11-23T13:00:00.000Z", raiser, "accept resolution", "first"),
    );
    expect(noticesOfLast(settled)).toEqual(["resolved → raiser", `resolved → ${one}`, `resolved → ${other}`]);
  });

  const office = (when: string) => `    inform: [{ who: office, of: partnership, when: [${when}], clause: "1" }]\n`;
  const toldWhen = (area: string, first: string | undefined, last: string | undefined) =>
    policyOf(area, {
      "  chair: {": "  office: { called: Office, held in: partnership, through: partnership inbox }\n  chair: {",
      ...(first
        ? { "    receiving side: [practitioner]\n": `    receiving side: [practitioner]\n${office(first)}` }
        : {}),
      ...(last ? { "    body: {": `${office(last)}    body: {` } : {}),
    });
  toldWhen("told-start", "stage opens", undefined);
  toldWhen("told-response", "each response", undefined);
  toldWhen("told-last", undefined, "stage opens");
  toldWhen("told-resolution", "outcome", undefined);

  test.each([
    ["told-start", ["told"]],
    ["told-response", ["responded"]],
    ["told-last", ["told"]],
    ["told-resolution", ["resolved"]],
  ] as const)("PRE-02 the partnership's inbox is told on different events: %s", (area, kinds) => {
    const hears = (story: Played) =>
      noticesOfLast(story)
        .filter((each) => each.includes("told-office"))
        .map((each) => each.split(" → ")[0]);
    const story = raised(area);
    const responded = goOn(story, does("2026-11-23T12:00:00.000Z", receiver, "respond", "first"));
    const settled = goOn(responded, ...agree("2026-11-24"));
    const climbed = silentUntil(responded, "2026-11-26T17:00:00.000Z");
    const all = {
      start: hears(story),
      response: hears(responded),
      resolution: hears(settled),
      last: hears(climbed).filter((each) => each === "told"),
    };
    const moment = area.replace("told-", "");
    expect(all[moment as keyof typeof all]).toEqual(kinds);
    // Whoever was told of a stage hears how it ended; of a response only whoever wants each.
    if (area !== "told-response") expect(all.response).toEqual([]);
    if (area !== "told-start") expect(all.start).toEqual([]);
    if (area !== "told-last") expect(all.last).toEqual([]);
  });

  test("PRE-02 who hears of what is told apart though one role's id begins as another's does", () => {
    policyOf("alike", {
      "  chair: {": `  lead: { called: lead, held in: partnership }
  lead-deputy: { called: deputy lead, held in: partnership }
  chair: {`,
      "    receiving side: [practitioner]\n": `    receiving side: [practitioner]
    inform:
      - { who: lead, of: partnership, when: [each response], clause: "1" }
      - { who: lead-deputy, of: partnership, when: [stage opens], clause: "1" }
`,
    });
    const story = raised("alike");
    expect(noticesOfLast(story)).toEqual([`asked → ${receiver}`, "told → first/told-lead-deputy/1"]);
    expect(noticesOfLast(goOn(story, does("2026-11-23T12:00:00.000Z", receiver, "respond", "first")))).toEqual([
      "responded → raiser",
      "responded → first/told-lead/1",
    ]);
  });

  policyOf("higher", {
    "stages:\n": `may open at:
  - { stage: last, because: A child has been seriously harmed, clause: "3" }
stages:
`,
  });
  const entering = (area: string, entered: string, because?: string): Step =>
    raise(monday, { area, entered, sealed: told(area, because === undefined ? {} : { enteredBecause: because }) });

  test("PRE-02 entering at a higher stage, with a reason; elsewhere, and at another, it is refused", () => {
    given()
      .when(entering("higher", "last", "The child is in hospital."))
      .then({
        type: "EscalationRaised",
        entered: "last",
        opensAt: "last",
        sealed: { enteredBecause: "The child is in hospital." },
      });
    const story = play(entering("higher", "last", "The child is in hospital."), open(monday));
    expect(dueDates(story)).toEqual(["last/conclude 2026-11-30T17:00Z"]);
    for (const because of [undefined, "", "  "])
      given()
        .when(entering("higher", "last", because))
        .thenRefused("missing", "enteredBecause");
    given()
      .when(entering("higher", "first", "In a hurry."))
      .thenRefused("not-allowed", "entered");
    given()
      .when(entering("less", "last", "In a hurry."))
      .thenRefused("not-allowed", "entered");
    given()
      .when(entering("knowsley", "senior-managers", "In a hurry."))
      .thenRefused("not-allowed", "entered");
  });

  policyOf("higher-at-risk", {
    'immediate risk: { words: Immediate risk, clause: "1" }':
      'immediate risk: { words: Immediate risk, opens at: second, clause: "1" }\nmay open at: [{ stage: last, because: Serious harm, clause: "3" }]',
    "  - stage: last\n": `  - stage: second
    title: Second
    clause: "1"
    raising side: [practitioner]
    receiving side: [practitioner]
    clocks:
${settle}    ends by: agreement
  - stage: last
`,
  });

  test("PRE-02 immediate risk never brings a concern lower than where it was entered", () => {
    const at = (over: Parameters<typeof raise>[1]) =>
      given().when(
        raise(monday, {
          area: "higher-at-risk",
          immediateRisk: true,
          sealed: told("higher-at-risk", { enteredBecause: "Serious harm." }),
          ...over,
        }),
      );
    at({ entered: "last" }).then({ type: "EscalationRaised", opensAt: "last" });
    at({}).then({ type: "EscalationRaised", opensAt: "second" });
  });

  policyOf("informal", {
    "roles:\n": `before the formal process:
  confirms: [{ id: spoken, question: When did you speak to them?, clause: "0" }]
  otherwise opens at: talk
  explains: Speak first.
  clause: "0"
roles:
`,
    "stages:\n": `stages:
  - stage: talk
    title: Talk
    clause: "0"
    informal: true
    raising side: [practitioner]
    receiving side: [practitioner]
    clocks:
${settle.replace("3 working days", "24 hours")}    ends by: agreement
`,
  });

  test("PRE-02 informal steps with clocks before the formal stages", () => {
    expect(dueDates(silentUntil(raised("informal"), "2026-11-24T10:00:00.000Z"))).toEqual([
      "talk/settle 2026-11-24T10:00Z",
      "first/settle 2026-11-27T17:00Z",
    ]);
    const spoken = raised("informal", { sealed: told("informal", { before: { spoken: "2026-11-20" } }) });
    expect(dueDates(spoken)).toEqual(["first/settle 2026-11-26T17:00Z"]);
  });
});

describe("how a stage goes on, and how the last one ends", () => {
  policyOf("advice", {
    "  chair: {": "  manager: { called: own manager, held in: agency }\n  chair: {",
    "    clocks:\n": `    may ask advice of: { role: manager, clause: "1" }
    before it goes on:
      - { id: manager-consulted, question: Did you consult your manager?, answer: yes or no, clause: "1" }
      - { id: manager-agrees, question: Does your manager agree?, answer: yes or no, must be: "yes", clause: "1" }
    clocks:
`,
  });
  const declares = (answers?: Readonly<Record<string, string>>) =>
    does("2026-11-23T12:00:00.000Z", raiser, "declare unresolved", "first", answers ? { answers } : {});

  test("PRE-02 one's own manager is consulted, and must agree, before it goes on; silence needs nobody's leave", () => {
    const story = raised("advice");
    given(...story.history)
      .when(declares())
      .thenRefused("missing", "before-manager-consulted");
    given(...story.history)
      .when(declares({ "manager-consulted": "no" }))
      .thenRefused("missing", "before-manager-agrees");
    given(...story.history)
      .when(declares({ "manager-consulted": "no", "manager-agrees": "no" }))
      .thenRefused("not-allowed", "before-manager-agrees");
    given(...story.history)
      .when(declares({ "manager-consulted": "yes", "manager-agrees": "yes" }))
      .then(
        {
          type: "DeclaredUnresolved",
          sealed: { answers: { "manager-consulted": "yes", "manager-agrees": "yes" } },
        },
        { type: "StageEnded", how: "unresolved", next: "last" },
      );
    expect(eventsOf(silentUntil(story, "2026-11-26T17:00:00.000Z").history, "StageEnded")).toMatchObject([
      { how: "deadline passed", next: "last" },
    ]);
  });

  test("PRE-02 rejecting and declaring unresolved in one goes through the same gate", () => {
    const proposed = goOn(raised("advice"), does("2026-11-23T11:00:00.000Z", receiver, "propose resolution", "first"));
    const rejects = (answers: Readonly<Record<string, string>>, unresolved = true) =>
      does("2026-11-23T12:00:00.000Z", raiser, "reject resolution", "first", { unresolved, answers });
    given(...proposed.history)
      .when(rejects({ "manager-consulted": "yes", "manager-agrees": "no" }))
      .thenRefused("not-allowed", "before-manager-agrees");
    given(...proposed.history)
      .when(rejects({}, false))
      .then({ type: "ResolutionRejected" });
    given(...proposed.history)
      .when(rejects({ "manager-consulted": "yes", "manager-agrees": "yes" }))
      .then({ type: "ResolutionRejected" }, { type: "DeclaredUnresolved" }, { type: "StageEnded", next: "last" });
  });

  test("PRE-02 one's own manager can be asked for advice", () => {
    const asked = goOn(
      raised("advice"),
      does("2026-11-23T12:00:00.000Z", raiser, "ask advice", "first", {
        of: [
          {
            role: "manager",
            agency: "north-school",
            via: "holder",
            person: { name: "Max Manager", email: "max@north-school.example" },
          },
        ],
      }),
    );
    const adviser = "first/raising-side/adviser-1";
    expect(noticesOfLast(asked)).toEqual([`advice asked → ${adviser}`]);
    expect([...standingOf(asked.state, asked.rules.policy, adviser).may]).toContain("give advice");
  });

  test("PRE-02 silence climbs", () => {
    policyOf("silence", {});
    const story = silentUntil(raised("silence"), "2026-12-04T12:00:00.000Z");
    expect(fellDue(story)).toEqual([
      "last day first/settle 2026-11-26T09:30Z",
      "passed first/settle 2026-11-26T17:00Z",
      // Five working days from Thursday 26 November: Thursday 3 December.
      "half time last/conclude 2026-12-01T09:30Z",
      "last day last/conclude 2026-12-03T09:30Z",
      "passed last/conclude 2026-12-03T17:00Z",
      "chase last/conclude 2026-12-04T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "last" });
  });

  test.each(["decision", "recommendations", "mediation", "outcome", "record"] as const)(
    "PRE-02 the last body ends it by its own word, which nobody has to accept: %s",
    (kind) => {
      policyOf(`ends-${kind}`, { "    ends by: outcome": `    ends by: ${kind}` });
      const last = silentUntil(raised(`ends-${kind}`), "2026-11-26T17:00:00.000Z");
      given(...last.history)
        .when(does("2026-11-27T10:00:00.000Z", chair, "give outcome", "last"))
        .then(
          { type: "OutcomeGiven", kind, by: { side: "partnership", role: "chair" } },
          { type: "ClockMet", clock: "conclude" },
          { type: "StageEnded", how: "outcome given" },
          { type: "EscalationClosed", how: "outcome given" },
        );
      given(...last.history)
        .when(does("2026-11-27T10:00:00.000Z", receiver, "give outcome", "last"))
        .thenRefused("not-yours");
    },
  );
});

test("PRE-02 the text changed over time: each version governs from its day on", () => {
  const version = (number: string, from: string, within: string) =>
    loadPolicy(
      smallPolicy({
        'version: "1"': `version: "${number}"`,
        "in force from: 2026-01-01": `in force from: ${from}`,
        "        within: 3 working days": `        within: ${within}`,
      }),
      `policies/small/${number}.yaml`,
    );
  const held = holding(() => [
    version("2026-06", "2026-06-01", "5 working days"),
    version("2026-01", "2026-01-01", "3 working days"),
  ]);
  const inForce = (day: string) => held.policyInForce("small", day)?.version;
  expect(["2025-12-31", "2026-01-01", "2026-05-31", "2026-06-01", "2027-01-01"].map(inForce)).toEqual([
    undefined,
    "2026-01",
    "2026-01",
    "2026-06",
    "2026-06",
  ]);
});
