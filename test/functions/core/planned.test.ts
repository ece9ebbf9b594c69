/** When a clock ends in the cases that lie on an edge: dates that have passed just now, maximums, half of a time, holidays learnt later. */
import { describe, expect, test } from "vitest";
import {
  agreed,
  answerByAfterProposal,
  checklistAtOpening,
  clocksAtOpening,
  dutyFromOpening,
  itemsOf,
  replanned,
  type Rules,
} from "../../../functions/core/clocks.ts";
import type { AtStage, Escalation, LiveClock } from "../../../functions/core/escalation.ts";
import { evolve } from "../../../functions/core/evolve.ts";
import { decide } from "../../../functions/core/decide.ts";
import type { Clock } from "../../../policies/language/schema.ts";
import { dutyOf, stageOf } from "../../../policies/language/stages.ts";
import {
  does,
  eventsOf,
  knowsley,
  knowsleyRaised,
  miltonKeynes,
  miltonKeynesRaised,
  open,
  play,
  raise,
  raiser,
  seats,
  shropshire,
  trainingProvider,
  type Played,
  type Step,
} from "../../support/core.ts";

const { knowsley: K, miltonKeynes: MK } = seats;
const monday = "2026-11-23T10:00:00.000Z";

/** The rules with one clock of the policy given otherwise. */
const withClock = (rules: Rules, stage: string, clock: string, over: Partial<Clock>): Rules => ({
  ...rules,
  policy: {
    ...rules.policy,
    stages: rules.policy.stages.map((each) =>
      each.stage === stage
        ? { ...each, clocks: each.clocks.map((one) => (one.clock === clock ? { ...one, ...over } : one)) }
        : each,
    ),
  },
});

/** A story under rules of the test's own. */
function played(rules: Rules, ...steps: Step[]): Escalation {
  let state: Escalation | undefined;
  for (const step of steps) {
    const command = typeof step === "function" ? step(state as Escalation, rules) : step;
    const decision = decide(state, command, rules);
    if (decision.decided !== "events") throw new Error(JSON.stringify(decision));
    for (const event of decision.events) state = evolve(state, event);
  }
  return state as Escalation;
}

const clockIn = ({ clocks }: Pick<Escalation, "clocks">, stage: string, clock: string): LiveClock => {
  const found = clocks.find((each) => each.stage === stage && each.clock === clock);
  if (!found) throw new Error(`No clock ${stage}/${clock} was started`);
  return found;
};

/** The state with one thing of a clock of it otherwise. */
const whereClock = <T extends Escalation>(state: T, of: string, over: Partial<LiveClock>): T => ({
  ...state,
  clocks: state.clocks.map((each) => (`${each.stage}/${each.clock}` === of ? { ...each, ...over } : each)),
});

const atStage = ({ state }: Pick<Played, "state">): AtStage => {
  if (state.phase !== "at stage") throw new Error("No stage is open");
  return state;
};

describe("a stage that opens", () => {
  test("ALL-04 at the very instant by which the person had to be protected is due by the end of the next working day, and never later", () => {
    const { state, rules } = play(raise(monday));
    const clocks = stageOf(rules.policy, "practitioners").clocks;
    expect(
      clocksAtOpening({ ...state, protectBy: [monday] }, "practitioners", clocks, rules, monday, monday),
    ).toMatchObject([{ clock: "settle", due: "2026-11-24T17:00:00.000Z", noLaterThan: "2026-11-24T17:00:00.000Z" }]);
  });

  test("MK-02 when the half-way mark is reached has until the end of the next working day, which is then its limit", () => {
    // Stage 1 ended on 24 November, and stage 3 is due on 10 December: half of it is 2 December, 13:30, so the mark is the day before.
    const late = (at: string) =>
      clockIn(
        play(
          ...miltonKeynesRaised(),
          does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "professionals"),
          open(at),
        ).state,
        "manager",
        "settle",
      );
    expect(late("2026-12-01T16:59:00.000Z")).toMatchObject({
      due: "2026-12-02T17:00:00.000Z",
      noLaterThan: "2026-12-01T17:00:00.000Z",
    });
    for (const at of ["2026-12-01T17:00:00.000Z", "2026-12-01T17:01:00.000Z"])
      expect(late(at)).toMatchObject({ due: "2026-12-02T17:00:00.000Z", noLaterThan: "2026-12-02T17:00:00.000Z" });
  });

  /** Stage 2 of Milton Keynes, begun and opened at an instant, where stage 3 is due so many working days after Monday 23 November. */
  const halfway = (count: number, at: string) =>
    clockIn(
      played(
        withClock(miltonKeynes, "heads-of-service", "settle", {
          from: { event: "raised" },
          within: { count, unit: "working days" },
        }),
        ...miltonKeynesRaised(),
        does(at, raiser, "declare unresolved", "professionals"),
        open(at),
      ),
      "manager",
      "settle",
    );

  test("MK-02 that leaves time for a later one ends at 17:00 of the last day before half of the time has gone", () => {
    // From 17:00 on Monday to 17:00 on Friday: half is 17:00 on Wednesday itself.
    expect(halfway(4, "2026-11-23T17:00:00.000Z").due).toBe("2026-11-25T17:00:00.000Z");
  });

  test("MK-02 ends when half of the time has gone, where 17:00 of the day before is not ahead", () => {
    // From 10:00 to 17:00 of Tuesday.
    expect(halfway(1, "2026-11-24T10:00:00.000Z").due).toBe("2026-11-24T13:30:00.000Z");
    // From 17:00 on Monday to 17:00 on Tuesday: the last 17:00 is the beginning itself.
    expect(halfway(1, "2026-11-23T17:00:00.000Z").due).toBe("2026-11-24T05:00:00.000Z");
  });

  test("MK-03 counts from the meeting of stage 1 and from none that was held at another stage", () => {
    const { state } = play(
      ...miltonKeynesRaised(),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-24T10:00:00.000Z"),
      does("2026-11-24T12:00:00.000Z", MK.raisingManager, "record discussion", "manager", {
        kind: "meeting",
        heldAt: "2026-11-24T11:00:00.000Z",
      }),
      does("2026-11-25T10:00:00.000Z", MK.raisingManager, "declare unresolved", "manager"),
      open("2026-11-25T10:00:00.000Z"),
    );
    // No meeting by 30 November, when it was due: ten days from then.
    expect(clockIn(state, "heads-of-service", "settle").due).toBe("2026-12-10T17:00:00.000Z");
  });

  test("SHR-06 a duty that would be due at the very instant of the opening is due at the end of the next working day", () => {
    const duty = dutyOf(shropshire.policy, "senior-managers", "isolated-or-systemic");
    if (!duty) throw new Error("The policy has no such duty");
    const from = (at: string) => dutyFromOpening(duty, "senior-managers", "partnership", monday, at, shropshire).due;
    expect(from("2026-12-07T16:59:00.000Z")).toBe("2026-12-07T17:00:00.000Z");
    expect(from("2026-12-07T17:00:00.000Z")).toBe("2026-12-08T17:00:00.000Z");
  });

  test("SHR-09 its checklist ends with the clock that limits it, not with one that is only noted, and is the side's whose it is", () => {
    const { state } = play(raise(monday, { area: "shropshire" }));
    const stage = stageOf(shropshire.policy, "line-managers");
    const limits = clocksAtOpening(state, "line-managers", stage.clocks, shropshire, monday, monday);
    const [limit] = limits;
    if (!limit || !stage.checklist) throw new Error("The stage has a limit and a list");
    const noted = { ...limit, clock: "noted", whenPassed: "note" as const, due: "2026-11-25T17:00:00.000Z" };
    expect(checklistAtOpening(state, stage, [limit, noted])).toMatchObject({
      clock: "checklist",
      by: "raising",
      due: "2026-11-26T17:00:00.000Z",
    });
    const ofTheOther = { ...stage, checklist: { ...stage.checklist, of: "receiving side" as const } };
    expect(checklistAtOpening(state, ofTheOther, limits)).toMatchObject({ by: "receiving" });
    expect(checklistAtOpening(state, { ...stage, checklist: undefined }, limits)).toBeUndefined();
  });

  test("SHR-09 an item that is only for some cases is on the list of those alone", () => {
    const { state } = play(raise(monday, { area: "shropshire" }));
    const stage = stageOf(shropshire.policy, "line-managers");
    const [first, ...others] = stage.checklist?.items ?? [];
    if (!stage.checklist || !first) throw new Error("The stage has a list");
    const items = [{ ...first, onlyIf: { involved: ["yes"] } }, ...others];
    const listed = { ...stage, checklist: { ...stage.checklist, items } };
    expect(itemsOf(listed, state).map((each) => each.item)).toEqual(["discussed", "confirmed-in-writing"]);
  });
});

describe("the time to answer a resolution that was proposed in time (ALL-07)", () => {
  const at = "2026-11-26T16:00:00.000Z";

  test("ALL-04, ALL-07 is not cut short by a date by which the person had to be protected that has passed", () => {
    const { state, rules } = play(...knowsleyRaised());
    const settle = clockIn(state, "practitioners", "settle");
    for (const protectBy of [[], [at], ["2026-11-26T12:00:00.000Z"]])
      expect(answerByAfterProposal({ ...state, protectBy }, settle, rules, at)?.due).toBe("2026-11-27T17:00:00.000Z");
    expect(answerByAfterProposal({ ...state, protectBy: ["2026-11-27T12:00:00.000Z"] }, settle, rules, at)?.due).toBe(
      "2026-11-27T12:00:00.000Z",
    );
  });

  test("ALL-07 is not cut short by the maximum of a stage that is over", () => {
    const { state } = play(
      ...miltonKeynesRaised(),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-24T10:00:00.000Z"),
    );
    const rules = withClock(miltonKeynes, "professionals", "settle", {
      isMaximum: true,
      within: { count: 3, unit: "days" },
    });
    const settle = clockIn(state, "manager", "settle");
    expect(settle.due).toBe("2026-11-26T17:00:00.000Z");
    expect(answerByAfterProposal(state, settle, rules, at)?.due).toBe("2026-11-27T17:00:00.000Z");
  });
});

describe("a date that both sides agree (ALL-08)", () => {
  test("ALL-07, ALL-08 brings the policy's own deadline nearer, and leaves the time to answer a proposal as it is", () => {
    const story = play(
      ...knowsleyRaised(),
      does("2026-11-26T16:00:00.000Z", K.practitioner, "propose resolution", "practitioners"),
      does("2026-11-26T16:10:00.000Z", raiser, "propose date", "practitioners", { until: "2026-11-26T16:45:00.000Z" }),
      does("2026-11-26T16:20:00.000Z", K.practitioner, "accept date", "practitioners", {
        until: "2026-11-26T16:45:00.000Z",
      }),
    );
    expect(eventsOf(story.history, "DateAgreed").map((each) => each.clocks)).toEqual([
      [{ stage: "practitioners", clock: "settle", due: "2026-11-26T16:45:00.000Z", reminders: [] }],
    ]);
    expect(clockIn(story.state, "practitioners", "answer-proposal").due).toBe("2026-11-27T17:00:00.000Z");
  });

  test("ALL-04, ALL-08 is never past a maximum, and a protective date that has passed is none", () => {
    const state = atStage(play(raise(monday, { area: "kent" }), open(monday)));
    const at = "2026-11-24T10:00:00.000Z";
    const until = "2026-12-03T17:00:00.000Z";
    const due = (over: Partial<LiveClock>, protectBy: readonly string[]) =>
      agreed({ ...whereClock(state, "professionals/settle", over), protectBy }, until, trainingProvider, at).map(
        (each) => each.due,
      );
    expect(due({}, [])).toEqual([until]);
    expect(due({ noLaterThan: "2026-12-01T17:00:00.000Z" }, [])).toEqual(["2026-12-01T17:00:00.000Z"]);
    expect(due({}, [at, "2026-11-24T09:00:00.000Z"])).toEqual([until]);
    expect(due({}, ["2026-12-02T12:00:00.000Z"])).toEqual(["2026-12-02T12:00:00.000Z"]);
  });
});

describe("planned again when more bank holidays are known", () => {
  /** As if those of 2027 were not published yet: in truth New Year's Day is one. */
  const before = (rules: Rules): Rules => ({ ...rules, calendar: { ...rules.calendar, holdsUntil: "2026-12-31" } });
  const raisedAt = "2026-12-29T10:00:00.000Z";
  const raised = () => played(before(knowsley), ...knowsleyRaised(raisedAt));
  const dueOnceKnown = (state: Escalation, rules: Rules) => replanned(state, rules).map((each) => each.due);

  test("ALL-04, ALL-07 never past a maximum or a protective date, and one that had passed when the clock began is none", () => {
    expect(clockIn(raised(), "practitioners", "settle").due).toBe("2027-01-01T17:00:00.000Z");
    expect(dueOnceKnown(raised(), knowsley)).toEqual(["2027-01-04T17:00:00.000Z"]);
    expect(
      dueOnceKnown(whereClock(raised(), "practitioners/settle", { noLaterThan: "2027-01-02T12:00:00.000Z" }), knowsley),
    ).toEqual(["2027-01-02T12:00:00.000Z"]);
    expect(dueOnceKnown({ ...raised(), protectBy: ["2027-01-03T12:00:00.000Z"] }, knowsley)).toEqual([
      "2027-01-03T12:00:00.000Z",
    ]);
    expect(dueOnceKnown({ ...raised(), protectBy: [raisedAt, "2026-12-29T09:00:00.000Z"] }, knowsley)).toEqual([
      "2027-01-04T17:00:00.000Z",
    ]);
  });

  test("with the reminders that are still to come, and no second one of those that came", () => {
    const last = [{ at: "2027-01-04T09:30:00.000Z", kind: "last day" }];
    expect(replanned(raised(), knowsley, "2026-12-31T12:00:00.000Z")).toMatchObject([{ reminders: last }]);
    expect(replanned(raised(), knowsley, "2027-01-04T09:30:00.000Z")).toMatchObject([{ reminders: [] }]);
  });

  test("KNO-07 a confirmation that is owed counts its own working days, and no protective date cuts it short", () => {
    const at = "2026-12-30T10:00:00.000Z";
    const state = played(
      before(knowsley),
      ...knowsleyRaised(raisedAt, { immediateRisk: true }),
      does(at, K.receivingManager, "propose resolution", "line-managers"),
      does(at, K.raisingManager, "accept resolution", "line-managers"),
    );
    expect(clockIn(state, "line-managers", "confirm-in-writing").due).toBe("2027-01-01T17:00:00.000Z");
    expect(replanned({ ...state, protectBy: ["2027-01-02T12:00:00.000Z"] }, knowsley)).toMatchObject([
      { clock: "confirm-in-writing", due: "2027-01-04T17:00:00.000Z", provisional: false },
    ]);
  });

  test("SHR-09 a checklist ends with its stage then as before", () => {
    const state = played(
      before(shropshire),
      raise(raisedAt, { area: "shropshire", arose: "2026-12-29T00:00:00.000Z" }),
      open(raisedAt),
      does("2026-12-29T11:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-12-29T11:00:00.000Z"),
    );
    const both = [clockIn(state, "line-managers", "settle"), clockIn(state, "line-managers", "checklist")];
    // Four working days from Tuesday 29 December: 30, 31, then Friday and Monday; with New Year's Day known, Monday and Tuesday.
    expect(both.map((each) => each.due)).toEqual(["2027-01-04T17:00:00.000Z", "2027-01-04T17:00:00.000Z"]);
    const free = both.reduce(
      (now, each) => whereClock(now, `line-managers/${each.clock}`, { noLaterThan: undefined }),
      state,
    );
    expect(replanned(free, shropshire)).toMatchObject([
      { clock: "settle", due: "2027-01-05T17:00:00.000Z", provisional: false },
      { clock: "checklist", due: "2027-01-05T17:00:00.000Z", provisional: false },
    ]);
  });

  test("where a stage ends sooner of two ways to count, what counts from its opening still counts from the end of the stage before", () => {
    const twoWays = withClock(knowsley, "line-managers", "settle", {
      orSooner: [{ from: { event: "stage opened" }, within: { count: 4, unit: "working days" }, clause: "5" }],
    });
    const state = played(
      before(twoWays),
      ...knowsleyRaised(raisedAt),
      does("2026-12-30T10:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      open("2026-12-30T10:00:00.000Z"),
    );
    expect(clockIn(state, "line-managers", "settle").due).toBe("2027-01-05T17:00:00.000Z");
    expect(dueOnceKnown(state, twoWays)).toEqual(["2027-01-06T17:00:00.000Z"]);
  });

  test("the clock of the first stage counts from the raising", () => {
    const twoWays = withClock(knowsley, "practitioners", "settle", {
      within: { count: 5, unit: "working days" },
      orSooner: [{ from: { event: "stage opened" }, within: { count: 3, unit: "working days" }, clause: "5" }],
    });
    const state = played(before(twoWays), ...knowsleyRaised(raisedAt));
    expect(dueOnceKnown(state, twoWays)).toEqual(["2027-01-04T17:00:00.000Z"]);
  });
});
