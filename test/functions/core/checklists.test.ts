/**
 * What Shropshire's managers tick and date, and what the partnership decides. Raised on Monday 23 November 2026 at 10:00 for
 * what arose on Friday 20 November: stage 2 ends on Thursday 26, stage 3 on Friday 27, stage 4 on Tuesday 1 December, stage 5
 * on Thursday 3. London is on UTC. Dates worked out by hand.
 */
import { describe, expect, test } from "vitest";
import { standingOf } from "../../../functions/core/capabilities.ts";
import { noticesOwed } from "../../../functions/core/notices.ts";
import { itemsDue } from "../../../functions/core/owed.ts";
import { stageOf } from "../../../policies/language/stages.ts";
import {
  does,
  dueDates,
  eventsOf,
  fellDue,
  given,
  goOn,
  listsDue,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  seats,
  silentUntil,
  type Played,
  type Step,
} from "../../support/core.ts";

const S = seats.shropshire;
const at = "2026-11-23T10:00:00.000Z";
const first = play(raise(at, { area: "shropshire" }), open(at));
/** Each stage was declared unresolved on Monday within the hour before. */
const second = goOn(
  first,
  does("2026-11-23T11:00:00.000Z", raiser, "declare unresolved", "professionals"),
  open("2026-11-23T11:00:00.000Z"),
);
const third = goOn(
  second,
  does("2026-11-23T12:00:00.000Z", S.raisingManager, "declare unresolved", "line-managers"),
  open("2026-11-23T12:00:00.000Z"),
);
const fourth = goOn(
  third,
  does("2026-11-23T13:00:00.000Z", S.raisingManagerAgain, "declare unresolved", "formal-escalation"),
  open("2026-11-23T13:00:00.000Z"),
);
const fifth = goOn(
  fourth,
  does("2026-11-23T14:00:00.000Z", S.raisingSenior, "declare unresolved", "senior-managers"),
  open("2026-11-23T14:00:00.000Z"),
);

type Items = { readonly item: string; readonly on: string; readonly words?: string }[];
const ticks = (when: string, seat: string, stage: string, items: Items): Step =>
  does(when, seat, "tick", stage, { items });
const words = "We confirm the assessment within ten days.";

/** The receiving side proposes and the raising side accepts, on Tuesday 24 November at 10:00 and 11:00. */
const agree = (story: Played, stage: string, one: string, other: string): Played =>
  goOn(
    story,
    does("2026-11-24T10:00:00.000Z", other, "propose resolution", stage),
    does("2026-11-24T11:00:00.000Z", one, "accept resolution", stage),
  );
const due = (story: Played, stage: string) =>
  itemsDue(stageOf(story.rules.policy, stage), story.state).map((each) => each.item);

const stages: [string, string, Played, string, string, string[], string][] = [
  [
    "SHR-02",
    "line-managers",
    second,
    S.raisingManager,
    S.receivingManager,
    ["facts", "discussed"],
    "2026-11-26T17:00:00.000Z",
  ],
  [
    "SHR-03",
    "formal-escalation",
    third,
    S.raisingManagerAgain,
    S.receivingManagerAgain,
    ["formal-email", "records", "discussed"],
    "2026-11-27T17:00:00.000Z",
  ],
  [
    "SHR-04",
    "senior-managers",
    fourth,
    S.raisingSenior,
    S.receivingSenior,
    ["formal-email", "information", "discussed"],
    "2026-12-01T17:00:00.000Z",
  ],
];

describe("the list of a stage", () => {
  test.each(stages)(
    "%s, SHR-09 at %s the raising side's manager has what the text lists to tick, due by the stage's limit",
    (_id, stage, story, manager, equivalent, items, limit) => {
      expect(due(story, stage)).toEqual(items);
      expect(eventsOf(story.history, "ClockStarted").findLast((each) => each.kind === "checklist")).toMatchObject({
        stage,
        clock: "checklist",
        by: "raising",
        due: limit,
        noLaterThan: limit,
        metBy: "checklist",
        whenPassed: "chase",
      });
      const may = (seat: string) => standingOf(story.state, story.rules.policy, seat);
      expect(may(manager).ticks).toEqual([stage]);
      expect(may(manager).may).toContain("tick");
      expect(may(equivalent).ticks).toEqual([]);
      expect(may(equivalent).may).not.toContain("tick");
      expect(may(equivalent).may).toContain("respond");
    },
  );

  test("SHR-01, SHR-09 stage 1 has none", () => {
    expect(listsDue(first)).toEqual([]);
    given(...first.history)
      .when(ticks("2026-11-23T11:00:00.000Z", raiser, "professionals", [{ item: "facts", on: "2026-11-23" }]))
      .thenRefused("not-now");
  });

  test("SHR-09 is ticked and dated: what, on which day, by whom", () => {
    given(...second.history)
      .when(
        ticks("2026-11-24T10:00:00.000Z", S.raisingManager, "line-managers", [
          { item: "facts", on: "2026-11-23" },
          { item: "discussed", on: "2026-11-24" },
        ]),
      )
      .then({
        type: "ItemsTicked",
        v: 1,
        at: "2026-11-24T10:00:00.000Z",
        by: { side: "raising", role: "line-manager", agency: "north-school", stage: "line-managers" },
        stage: "line-managers",
        items: [
          { item: "facts", on: "2026-11-23" },
          { item: "discussed", on: "2026-11-24" },
        ],
        sealed: { name: "Pat Example", words: {} },
      });
  });

  test.each([
    ["a day that is still to come", [{ item: "facts", on: "2026-11-25" }], "in-the-future", "facts"],
    ["a day before the disagreement arose", [{ item: "facts", on: "2026-11-19" }], "before-it-arose", "facts"],
    ["what is on no list", [{ item: "records", on: "2026-11-24" }], "not-now", "records"],
    [
      "a confirmation of what is not agreed",
      [{ item: "confirmed-in-writing", on: "2026-11-24", words }],
      "not-now",
      "confirmed-in-writing",
    ],
    [
      "the same twice at once",
      [
        { item: "facts", on: "2026-11-24" },
        { item: "facts", on: "2026-11-24" },
      ],
      "already-answered",
      "facts",
    ],
    ["nothing", [], "missing", undefined],
  ] as const)("SHR-09 %s is refused", (_what, items, code, field) => {
    given(...second.history)
      .when(ticks("2026-11-24T10:00:00.000Z", S.raisingManager, "line-managers", [...items]))
      .thenRefused(code, field);
  });

  test("SHR-09 where one of several cannot be ticked, none is", () => {
    given(...second.history)
      .when(
        ticks("2026-11-24T10:00:00.000Z", S.raisingManager, "line-managers", [
          { item: "facts", on: "2026-11-24" },
          { item: "discussed", on: "2026-11-25" },
        ]),
      )
      .thenRefused("in-the-future", "discussed");
  });

  test("SHR-09 the day of the disagreement and today are days on which it can have been done", () => {
    for (const on of ["2026-11-20", "2026-11-24"])
      given(...second.history)
        .when(ticks("2026-11-24T10:00:00.000Z", S.raisingManager, "line-managers", [{ item: "facts", on }]))
        .then({ type: "ItemsTicked" });
  });

  test("SHR-09 what is ticked is not ticked again; another of the same words at the next stage is its own", () => {
    const done = goOn(
      second,
      ticks("2026-11-23T11:30:00.000Z", S.raisingManager, "line-managers", [{ item: "discussed", on: "2026-11-23" }]),
    );
    given(...done.history)
      .when(
        ticks("2026-11-24T10:00:00.000Z", S.raisingManager, "line-managers", [{ item: "discussed", on: "2026-11-24" }]),
      )
      .thenRefused("already-answered", "discussed");
    const next = goOn(
      done,
      does("2026-11-24T11:00:00.000Z", S.raisingManager, "declare unresolved", "line-managers"),
      open("2026-11-24T11:00:00.000Z"),
    );
    given(...next.history)
      .when(
        ticks("2026-11-24T12:00:00.000Z", S.raisingManagerAgain, "formal-escalation", [
          { item: "discussed", on: "2026-11-24" },
        ]),
      )
      .then({ type: "ItemsTicked", stage: "formal-escalation" });
  });

  test("SHR-09 nobody else ticks it: not the equivalent manager, nor the practitioner", () => {
    for (const seat of [S.receivingManager, raiser, S.practitioner])
      given(...second.history)
        .when(ticks("2026-11-24T10:00:00.000Z", seat, "line-managers", [{ item: "facts", on: "2026-11-24" }]))
        .thenRefused(seat === S.receivingManager ? "not-now" : "not-yours");
  });

  test("SHR-09 ticking settles nothing: the stage climbs at its limit though all of its list is done", () => {
    const done = goOn(
      second,
      ticks("2026-11-24T10:00:00.000Z", S.raisingManager, "line-managers", [
        { item: "facts", on: "2026-11-23" },
        { item: "discussed", on: "2026-11-24" },
      ]),
    );
    const story = silentUntil(done, "2026-11-26T17:00:00.000Z");
    expect(story.state).toMatchObject({ phase: "at stage", stage: "formal-escalation" });
    expect(dueDates(done)).toEqual(dueDates(second));
  });

  test("SHR-09 is over when its stage climbs, unticked: it is not asked for, reminded of or chased any more", () => {
    const story = silentUntil(second, "2026-12-02T12:00:00.000Z");
    expect(fellDue(story).filter((each) => each.includes("line-managers/checklist"))).toEqual([
      "last day line-managers/checklist 2026-11-26T09:30Z",
    ]);
    given(...story.history)
      .when(ticks("2026-12-02T13:00:00.000Z", S.raisingManager, "line-managers", [{ item: "facts", on: "2026-11-24" }]))
      .thenRefused("not-yours");
  });
});

describe("an accepted agreement", () => {
  test.each(stages)(
    "%s, SHR-09 stops the climb at %s; what is open of the list stays due by the stage's limit",
    (_id, stage, story, manager, equivalent, items, limit) => {
      const agreed = agree(story, stage, manager, equivalent);
      expect(eventsOf(agreed.history, "StageEnded").at(-1)).toEqual(
        expect.objectContaining({ stage, how: "resolved" }),
      );
      expect(agreed.state).toMatchObject({ phase: "duties", how: "resolved" });
      expect(due(agreed, stage)).toEqual([...items, "confirmed-in-writing"]);
      expect(agreed.state.clocks.find((each) => each.stage === stage && each.kind === "checklist")).toMatchObject({
        due: limit,
        status: "running",
      });
    },
  );

  const agreed = agree(second, "line-managers", S.raisingManager, S.receivingManager);

  test("SHR-09 whoever has a list to finish is told by when", () => {
    expect(noticesOfLast(agreed)).toEqual([
      `resolved → ${S.raisingManager}`,
      `resolved → ${S.receivingManager}`,
      "resolved → raiser",
      `duty owed → ${S.raisingManager}`,
    ]);
  });

  test("SHR-02, SHR-09 what was not done by the limit is recorded as overdue, and chased on every working day until it is", () => {
    const late = silentUntil(agreed, "2026-12-01T12:00:00.000Z");
    expect(fellDue(late)).toEqual([
      "last day line-managers/checklist 2026-11-26T09:30Z",
      "passed line-managers/checklist 2026-11-26T17:00Z",
      "chase line-managers/checklist 2026-11-27T09:30Z",
      "chase line-managers/checklist 2026-11-30T09:30Z",
      "chase line-managers/checklist 2026-12-01T09:30Z",
    ]);
    expect(noticesOfLast(late)).toEqual([`chased → ${S.raisingManager}`, `chased → ${S.inbox}`]);
    const done = goOn(
      late,
      ticks("2026-12-01T14:00:00.000Z", S.raisingManager, "line-managers", [
        { item: "facts", on: "2026-11-23" },
        { item: "discussed", on: "2026-11-24" },
        { item: "confirmed-in-writing", on: "2026-12-01", words },
      ]),
    );
    expect(done.state.phase).toBe("closed");
    expect(fellDue(silentUntil(done, "2027-01-01T12:00:00.000Z"))).toEqual(fellDue(late));
  });

  test("SHR-02 the agreement is confirmed in words, which stand on the record and reach the other side; the last tick closes it", () => {
    const some = goOn(
      agreed,
      ticks("2026-11-24T12:00:00.000Z", S.raisingManager, "line-managers", [
        { item: "facts", on: "2026-11-23" },
        { item: "discussed", on: "2026-11-24" },
      ]),
    );
    expect(some.state.phase).toBe("duties");
    for (const said of [undefined, "", "   "])
      given(...some.history)
        .when(
          ticks("2026-11-24T13:00:00.000Z", S.raisingManager, "line-managers", [
            { item: "confirmed-in-writing", on: "2026-11-24", ...(said === undefined ? {} : { words: said }) },
          ]),
        )
        .thenRefused("missing", "confirmed-in-writing");
    const confirmed = goOn(
      some,
      ticks("2026-11-24T13:00:00.000Z", S.raisingManager, "line-managers", [
        { item: "confirmed-in-writing", on: "2026-11-24", words },
      ]),
    );
    expect(confirmed.commits.at(-1)).toMatchObject([
      { type: "ItemsTicked", sealed: { words: { "confirmed-in-writing": words } } },
      { type: "ClockMet", stage: "line-managers", clock: "checklist" },
      { type: "EscalationClosed", how: "resolved" },
    ]);
    expect(noticesOfLast(confirmed)).toEqual([
      `confirmed in writing → ${S.receivingManager}`,
      "confirmed in writing → raiser",
    ]);
  });

  test("SHR-09 ticks without a confirmation tell nobody", () => {
    const some = goOn(
      agreed,
      ticks("2026-11-24T12:00:00.000Z", S.raisingManager, "line-managers", [{ item: "facts", on: "2026-11-23" }]),
    );
    expect(noticesOfLast(some)).toEqual([]);
    expect(noticesOwed(some.history, some.rules.policy).send.map((each) => each.kind)).toContain("duty owed");
  });

  test("SHR-09 what was ticked before the agreement need not be ticked again", () => {
    const before = goOn(
      second,
      ticks("2026-11-24T09:00:00.000Z", S.raisingManager, "line-managers", [
        { item: "facts", on: "2026-11-23" },
        { item: "discussed", on: "2026-11-24" },
      ]),
    );
    const story = goOn(
      agree(before, "line-managers", S.raisingManager, S.receivingManager),
      ticks("2026-11-24T12:00:00.000Z", S.raisingManager, "line-managers", [
        { item: "confirmed-in-writing", on: "2026-11-24", words },
      ]),
    );
    expect(story.state.phase).toBe("closed");
  });

  test("SHR-09 once it is closed nothing is ticked", () => {
    const closed = goOn(
      agreed,
      ticks("2026-11-24T12:00:00.000Z", S.raisingManager, "line-managers", [
        { item: "facts", on: "2026-11-23" },
        { item: "discussed", on: "2026-11-24" },
        { item: "confirmed-in-writing", on: "2026-11-24", words },
      ]),
    );
    given(...closed.history)
      .when(ticks("2026-11-24T13:00:00.000Z", S.raisingManager, "line-managers", [{ item: "facts", on: "2026-11-24" }]))
      .thenRefused("closed");
  });

  test("SHR-09, ALL-11 a withdrawal leaves nothing to tick", () => {
    const withdrawn = goOn(second, does("2026-11-24T10:00:00.000Z", raiser, "withdraw", "professionals"));
    expect(withdrawn.state.phase).toBe("closed");
    expect(withdrawn.state.clocks.every((each) => each.status === "over")).toBe(true);
  });
});

describe("the decision at stage 5", () => {
  const decided = goOn(fifth, does("2026-11-24T10:00:00.000Z", S.decider, "give outcome", "assistant-director"));
  const list = ["director", "meeting", "information"];

  test("SHR-05 the Assistant Director has the list, and no confirmation is due before the decision", () => {
    expect(due(fifth, "assistant-director")).toEqual(list);
    expect(standingOf(fifth.state, fifth.rules.policy, S.decider).ticks).toEqual(["assistant-director"]);
    expect(standingOf(fifth.state, fifth.rules.policy, S.receivingDirector).ticks).toEqual([]);
    given(...fifth.history)
      .when(
        ticks("2026-11-24T10:00:00.000Z", S.decider, "assistant-director", [
          { item: "confirmed-in-writing", on: "2026-11-24", words },
        ]),
      )
      .thenRefused("not-now", "confirmed-in-writing");
  });

  test("SHR-05 the decision ends the stage; the list and its confirmation stay due by the 3rd of December", () => {
    expect(decided.commits.at(-1)).toMatchObject([
      { type: "OutcomeGiven", kind: "decision" },
      { type: "ClockMet", clock: "decide" },
      { type: "StageEnded", how: "outcome given" },
    ]);
    expect(decided.state).toMatchObject({ phase: "duties", how: "outcome given" });
    expect(due(decided, "assistant-director")).toEqual([...list, "confirmed-in-writing"]);
    expect(listsDue(decided).at(-1)).toBe("assistant-director/checklist 2026-12-03T17:00Z");
    expect(noticesOfLast(decided)).toContain(`duty owed → ${S.decider}`);
  });

  test("SHR-05 the decision is confirmed in writing to all parties: everybody who acted or was informed", () => {
    const confirmed = goOn(
      decided,
      ticks("2026-11-24T11:00:00.000Z", S.decider, "assistant-director", [
        { item: "director", on: "2026-11-23" },
        { item: "meeting", on: "2026-11-24" },
        { item: "information", on: "2026-11-24" },
        { item: "confirmed-in-writing", on: "2026-11-24", words },
      ]),
    );
    expect(noticesOfLast(confirmed)).toEqual([
      "confirmed in writing → raiser",
      `confirmed in writing → ${S.practitioner}`,
      `confirmed in writing → ${S.raisingManager}`,
      `confirmed in writing → ${S.receivingManager}`,
      `confirmed in writing → ${S.raisingSenior}`,
      `confirmed in writing → ${S.receivingSenior}`,
      `confirmed in writing → ${S.receivingDirector}`,
      `confirmed in writing → ${S.decider}`,
      `confirmed in writing → ${S.office}`,
      "confirmed in writing → assistant-director/told-director-raising/1",
    ]);
    // What the partnership decides is still owed.
    expect(confirmed.state.phase).toBe("duties");
  });
});

describe("isolated or systemic", () => {
  const duty = "senior-managers/isolated-or-systemic";
  const decides = (when: string, choice: string | undefined, seat: string = S.office): Step =>
    does(when, seat, "do duty", "senior-managers", {
      duty,
      words: "It recurs.",
      ...(choice === undefined ? {} : { choice }),
    });

  test("SHR-10 opened so late that its ten working days have gone, it is due by the end of the next working day", () => {
    const late = goOn(
      third,
      does("2026-11-23T15:00:00.000Z", S.raisingManagerAgain, "declare unresolved", "formal-escalation"),
      open("2026-12-08T10:00:00.000Z"),
    );
    expect(dueDates(late)).toContain(`${duty} 2026-12-09T17:00Z`);
  });

  test("SHR-10 is asked of the partnership when stage 4 opens, and of nobody else", () => {
    expect(noticesOfLast(fourth)).toContain(`duty owed → ${S.office}`);
    // Ten working days from Monday 23 November: Monday 7 December.
    expect(dueDates(fourth)).toContain(`${duty} 2026-12-07T17:00Z`);
    expect(dueDates(third)).not.toContain(`${duty} 2026-12-07T17:00Z`);
    const owing = [...fourth.state.seats.keys()].filter((seat) =>
      standingOf(fourth.state, fourth.rules.policy, seat).owes.some((each) => each.clock === "isolated-or-systemic"),
    );
    expect(owing).toEqual([S.office]);
    given(...fourth.history)
      .when(decides("2026-11-24T10:00:00.000Z", "isolated", S.raisingSenior))
      .thenRefused("not-yours", "duty");
  });

  test.each(["isolated", "systemic", "systemic-learning"])("SHR-10 %s is recorded, and ends what is owed", (choice) => {
    given(...fourth.history)
      .when(decides("2026-11-24T10:00:00.000Z", choice))
      .then(
        {
          type: "DutyDone",
          stage: "senior-managers",
          duty: "isolated-or-systemic",
          choice,
          by: { side: "partnership", role: "partnership-office" },
          sealed: { words: "It recurs." },
        },
        { type: "ClockMet", clock: "isolated-or-systemic" },
      );
  });

  test("SHR-10 which of them it is has to be said, in the policy's terms; the refusal lists them", () => {
    for (const choice of [undefined, "", "both"])
      given(...fourth.history)
        .when(decides("2026-11-24T10:00:00.000Z", choice))
        .thenRefused("missing", "choice");
    expect(() => goOn(fourth, decides("2026-11-24T10:00:00.000Z", "both"))).toThrow(
      "Say which it is: Isolated, or Systemic in nature, or Systemic in nature, and needs further consideration and learning.",
    );
  });

  test("SHR-10 it is decided once", () => {
    const once = goOn(fourth, decides("2026-11-24T10:00:00.000Z", "isolated"));
    given(...once.history)
      .when(decides("2026-11-24T11:00:00.000Z", "systemic"))
      .thenRefused("already-answered", "duty");
  });

  test("SHR-10 agreed at stage 4 with its list done, the escalation stays open until it is decided", () => {
    const agreed = goOn(
      agree(fourth, "senior-managers", S.raisingSenior, S.receivingSenior),
      ticks("2026-11-24T12:00:00.000Z", S.raisingSenior, "senior-managers", [
        { item: "formal-email", on: "2026-11-23" },
        { item: "information", on: "2026-11-24" },
        { item: "discussed", on: "2026-11-24" },
        { item: "confirmed-in-writing", on: "2026-11-24", words },
      ]),
    );
    expect(agreed.state.phase).toBe("duties");
    given(...agreed.history)
      .when(decides("2026-11-24T13:00:00.000Z", "isolated"))
      .then({ type: "DutyDone" }, { type: "ClockMet" }, { type: "EscalationClosed", how: "resolved" });
  });

  test("SHR-10 it outlives stage 4: after the decision of stage 5 it is chased until it is recorded, and then it closes", () => {
    const decided = goOn(
      fifth,
      does("2026-11-24T10:00:00.000Z", S.decider, "give outcome", "assistant-director"),
      ticks("2026-11-24T11:00:00.000Z", S.decider, "assistant-director", [
        { item: "director", on: "2026-11-23" },
        { item: "meeting", on: "2026-11-24" },
        { item: "information", on: "2026-11-24" },
        { item: "confirmed-in-writing", on: "2026-11-24", words },
      ]),
    );
    expect(decided.state.phase).toBe("duties");
    const late = silentUntil(decided, "2026-12-14T12:00:00.000Z");
    expect(fellDue(late)).toEqual([
      "half time senior-managers/isolated-or-systemic 2026-11-30T09:30Z",
      "last day senior-managers/isolated-or-systemic 2026-12-07T09:30Z",
      "passed senior-managers/isolated-or-systemic 2026-12-07T17:00Z",
      "chase senior-managers/isolated-or-systemic 2026-12-14T09:30Z",
    ]);
    expect(goOn(late, decides("2026-12-14T13:00:00.000Z", "systemic")).state).toMatchObject({
      phase: "closed",
      how: "outcome given",
    });
  });
});
