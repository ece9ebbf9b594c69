/** What real policies were seen to need: when something is due. Friday 20 November 2026 is a working day; London is on UTC. Dates worked out by hand. */
import { describe, expect, test } from "vitest";
import { askedFor, ownDefaultInWords } from "../../../../functions/core/asked.ts";
import {
  does,
  dueDates,
  eventsOf,
  fellDue,
  given,
  goOn,
  open,
  raise,
  raiser,
  silentUntil,
  type Step,
} from "../../../support/core.ts";
import { afterFirst, agree, answering, clock, duty, monday, policyOf, raised, receiver, settle } from "./invented.ts";

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
