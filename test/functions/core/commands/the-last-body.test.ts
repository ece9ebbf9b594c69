/** What the last body asks and decides, and what is owed after it. */
import { describe, expect, test } from "vitest";
import { does, given, knowsleyAt, miltonKeynesAt, play, raiser, tick } from "../../../support/core.ts";
import { K, M, stage1, stage3, chair, soon, later } from "./knowsley.ts";

describe("request information and provide information", () => {
  const asked = play(...knowsleyAt("chair"), does(later, K.chair, "request information", "chair"));

  test("KNO-14 the Chair asks both sides, and the clock runs on", () => {
    expect(asked.commits.at(-1)).toMatchObject([
      {
        type: "InformationRequested",
        stage: "chair",
        of: ["raising", "receiving"],
        by: { side: "partnership", role: "chair" },
        sealed: { name: "Pat Example", request: "The chronology, please." },
      },
    ]);
    expect(asked.commits.at(-1)).toHaveLength(1);
    expect(asked.state.clocks.at(-1)).toMatchObject({
      clock: "recommend",
      due: "2026-12-03T17:00:00.000Z",
      status: "running",
    });
    given(...asked.history)
      .when(tick("2026-12-03T17:02:00.000Z"))
      .then({ type: "DeadlinePassed", clock: "recommend", due: "2026-12-03T17:00:00.000Z" });
  });

  test("KNO-14 nobody else asks, and Milton Keynes's Chair does not", () => {
    given(...stage3)
      .when(does(later, K.raisingSenior, "request information", "senior-managers"))
      .thenRefused("not-now");
    given(...play(...miltonKeynesAt("chair")).history)
      .when(does(later, M.chair, "request information", "chair"))
      .thenRefused("not-now");
  });

  test.each([
    ["raising", raiser],
    ["raising", K.raisingSenior],
    ["receiving", K.receivingManager],
  ])("KNO-14 the %s side answers by %s, once", (side, seat) => {
    const at = "2026-11-26T12:00:00.000Z";
    given(...asked.history)
      .when(does(at, seat, "provide information", "chair"))
      .then({
        type: "InformationProvided",
        stage: "chair",
        by: { side },
        sealed: { name: "Pat Example", information: "The chronology." },
      });
    const answered = [
      ...asked.history,
      ...given(...asked.history)
        .when(does(at, seat, "provide information", "chair"))
        .then({ type: "InformationProvided" }),
    ];
    given(...answered)
      .when(does("2026-11-26T13:00:00.000Z", seat, "provide information", "chair"))
      .thenRefused("not-yours");
    const other = side === "raising" ? K.receivingSenior : K.raisingSenior;
    given(...answered)
      .when(does("2026-11-26T13:00:00.000Z", other, "provide information", "chair"))
      .then({ type: "InformationProvided" });
    // Asked again, both answer again.
    const again = [
      ...answered,
      ...given(...answered)
        .when(does("2026-11-26T13:00:00.000Z", K.chair, "request information", "chair"))
        .then({ type: "InformationRequested" }),
    ];
    given(...again)
      .when(does("2026-11-26T14:00:00.000Z", seat, "provide information", "chair"))
      .then({ type: "InformationProvided" });
  });

  test("nothing is provided that was not asked for, nor by the body that asked", () => {
    given(...chair)
      .when(does(later, raiser, "provide information", "chair"))
      .thenRefused("not-yours");
    given(...asked.history)
      .when(does("2026-11-26T12:00:00.000Z", K.chair, "provide information", "chair"))
      .thenRefused("not-now");
  });

  test("what comes after the recommendations is still taken", () => {
    const history = play(
      ...knowsleyAt("chair"),
      does(later, K.chair, "request information", "chair"),
      does("2026-11-26T12:00:00.000Z", K.chair, "give outcome", "chair"),
    ).history;
    given(...history)
      .when(does("2026-11-26T13:00:00.000Z", K.raisingSenior, "provide information", "senior-managers"))
      .then({ type: "InformationProvided" });
  });
});

describe("give outcome", () => {
  test("KNO-14 the Chair's recommendations end stage 4; KNO-15 each side is then to say whether it acts on them", () => {
    given(...chair)
      .when(does(later, K.chair, "give outcome", "chair"))
      .then(
        {
          type: "OutcomeGiven",
          stage: "chair",
          kind: "recommendations",
          by: { side: "partnership", role: "chair" },
          sealed: { name: "Pat Example", outcome: "The assessment is to be done." },
        },
        { type: "ClockMet", stage: "chair", clock: "recommend" },
        { type: "StageEnded", stage: "chair", how: "outcome given" },
        {
          type: "ClockStarted",
          stage: "chair",
          clock: "act-on-recommendations:raising",
          kind: "duty",
          by: "raising",
          from: later,
          due: "2026-12-03T17:00:00.000Z",
        },
        {
          type: "ClockStarted",
          stage: "chair",
          clock: "act-on-recommendations:receiving",
          kind: "duty",
          by: "receiving",
          due: "2026-12-03T17:00:00.000Z",
        },
      );
  });

  test("MK-06 the Assurance Board Chair's outcome ends the escalation: nobody has to accept it", () => {
    given(...play(...miltonKeynesAt("chair")).history)
      .when(does(later, M.chair, "give outcome", "chair"))
      .then(
        { type: "OutcomeGiven", kind: "outcome" },
        { type: "ClockMet", stage: "chair", clock: "conclude" },
        { type: "StageEnded", how: "outcome given" },
        { type: "EscalationClosed", how: "outcome given" },
      );
  });

  test("after its deadline it is still taken: silence closed nothing, and the chase ends", () => {
    const history = play(...knowsleyAt("chair"), tick("2026-12-03T17:02:00.000Z")).history;
    given(...history)
      .when(does("2026-12-03T18:00:00.000Z", K.chair, "give outcome", "chair"))
      .then(
        { type: "OutcomeGiven" },
        { type: "ClockMet", clock: "recommend" },
        { type: "StageEnded" },
        { type: "ClockStarted" },
        { type: "ClockStarted" },
      );
  });

  test("the two sides give none, and no stage before the last has one", () => {
    given(...chair)
      .when(does(later, K.raisingSenior, "give outcome", "chair"))
      .thenRefused("not-yours");
    given(...stage1)
      .when(does(soon, raiser, "give outcome", "practitioners"))
      .thenRefused("not-now");
  });

  test("a second outcome is kept and changes nothing", () => {
    const history = play(...knowsleyAt("chair"), does(later, K.chair, "give outcome", "chair")).history;
    given(...history)
      .when(does("2026-11-26T12:00:00.000Z", K.chair, "give outcome", "chair", { outcome: "More." }))
      .then({ type: "LateAnswerRecorded", answer: "give outcome", sealed: { words: "More." } });
  });
});

describe("do duty", () => {
  const owed = play(
    ...knowsleyAt("line-managers"),
    does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
    does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
  );
  const at = "2026-11-25T10:00:00.000Z";

  test("KNO-07 a resolution at stage 2 leaves the receiving line manager two working days to confirm it in writing", () => {
    expect(owed.commits.at(-1)).toMatchObject([
      { type: "ResolutionAccepted" },
      { type: "ClockMet", stage: "line-managers", clock: "settle" },
      { type: "StageEnded", how: "resolved" },
      {
        type: "ClockStarted",
        stage: "line-managers",
        clock: "confirm-in-writing",
        kind: "duty",
        by: "receiving",
        from: "2026-11-24T12:00:00.000Z",
        due: "2026-11-26T17:00:00.000Z",
        metBy: "confirmation",
        whenPassed: "chase",
      },
    ]);
    expect(owed.state.phase).toBe("duties");
  });

  test("KNO-07 confirming closes the escalation", () => {
    given(...owed.history)
      .when(does(at, K.receivingManager, "do duty", "line-managers"))
      .then(
        {
          type: "DutyDone",
          stage: "line-managers",
          duty: "confirm-in-writing",
          by: { side: "receiving" },
          sealed: { name: "Pat Example", words: "As agreed." },
        },
        { type: "ClockMet", stage: "line-managers", clock: "confirm-in-writing" },
        { type: "EscalationClosed", how: "resolved" },
      );
  });

  test("KNO-07 nobody else can confirm, and is not told that it was done", () => {
    for (const seat of [raiser, K.raisingManager, K.practitioner])
      given(...owed.history)
        .when(does(at, seat, "do duty", "line-managers"))
        .thenRefused("not-yours", "duty");
  });

  test("KNO-07 after its deadline it can still be done", () => {
    const history = [
      ...owed.history,
      ...given(...owed.history)
        .when(tick("2026-11-26T17:02:00.000Z"))
        .then({ type: "DeadlinePassed", clock: "confirm-in-writing", nextChase: "2026-11-27T09:30:00.000Z" }),
    ];
    given(...history)
      .when(does("2026-11-26T18:00:00.000Z", K.receivingManager, "do duty", "line-managers"))
      .then({ type: "DutyDone" }, { type: "ClockMet" }, { type: "EscalationClosed" });
  });

  test("doing it twice is refused, with the word that it was done", () => {
    const history = play(
      ...knowsleyAt("chair"),
      does(later, K.chair, "give outcome", "chair"),
      does("2026-11-27T10:00:00.000Z", K.raisingSenior, "do duty", "chair", {
        duty: "chair/act-on-recommendations:raising",
        acts: true,
      }),
    ).history;
    given(...history)
      .when(
        does("2026-11-27T11:00:00.000Z", K.raisingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:raising",
          acts: false,
        }),
      )
      .thenRefused("already-answered", "duty");
  });

  test("KNO-12 a resolution at stage 3 is confirmed in writing by the receiving senior manager", () => {
    const story = play(
      ...knowsleyAt("senior-managers"),
      does(later, K.receivingSenior, "propose resolution", "senior-managers"),
      does("2026-11-27T15:00:00.000Z", K.raisingSenior, "accept resolution", "senior-managers"),
    );
    expect(story.commits.at(-1)?.at(-1)).toMatchObject({
      type: "ClockStarted",
      stage: "senior-managers",
      clock: "confirm-in-writing",
      by: "receiving",
      from: "2026-11-27T15:00:00.000Z",
      due: "2026-12-01T17:00:00.000Z",
    });
    given(...story.history)
      .when(
        does("2026-11-30T10:00:00.000Z", K.receivingSenior, "do duty", "senior-managers", {
          duty: "senior-managers/confirm-in-writing",
        }),
      )
      .then({ type: "DutyDone", stage: "senior-managers" }, { type: "ClockMet" }, { type: "EscalationClosed" });
    given(...story.history)
      .when(
        does("2026-11-30T10:00:00.000Z", K.receivingManager, "do duty", "line-managers", {
          duty: "senior-managers/confirm-in-writing",
        }),
      )
      .thenRefused("not-yours", "duty");
  });

  test("KNO-15 each agency says whether it acts on the recommendations, and the last one closes the escalation", () => {
    const recommended = play(...knowsleyAt("chair"), does(later, K.chair, "give outcome", "chair")).history;
    const first = given(...recommended)
      .when(
        does("2026-11-27T10:00:00.000Z", K.receivingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:receiving",
          acts: false,
          words: "We do not agree.",
        }),
      )
      .then(
        {
          type: "DutyDone",
          stage: "chair",
          duty: "act-on-recommendations:receiving",
          acts: false,
          by: { side: "receiving", agency: "childrens-services" },
          sealed: { words: "We do not agree." },
        },
        { type: "ClockMet", stage: "chair", clock: "act-on-recommendations:receiving" },
      );
    given(...recommended, ...first)
      .when(
        does("2026-11-27T11:00:00.000Z", K.receivingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:raising",
          acts: true,
        }),
      )
      .thenRefused("not-yours", "duty");
    given(...recommended, ...first)
      .when(
        does("2026-11-27T11:00:00.000Z", K.raisingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:raising",
          acts: true,
        }),
      )
      .then(
        { type: "DutyDone", acts: true },
        { type: "ClockMet", clock: "act-on-recommendations:raising" },
        { type: "EscalationClosed", how: "outcome given" },
      );
  });
});
