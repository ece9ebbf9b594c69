/** Dates worked out by hand with a wall calendar. All times are UTC: 17:00 in London is 17:00Z in winter, 16:00Z in summer. */
import { describe, expect, test } from "vitest";
import {
  does,
  dueDates,
  fellDue,
  given,
  miltonKeynesAt,
  miltonKeynesRaised,
  open,
  play,
  raiser,
  seats,
  silentUntil,
  tick,
  type Step,
} from "../../support/core.ts";

const M = seats.miltonKeynes;

const met = (at: string, stage: string, heldAt: string, seat: string = raiser): Step =>
  does(at, seat, "record discussion", stage, { kind: "meeting", heldAt });

describe("Milton Keynes, where each stage is silent to its end", () => {
  test.each([
    // raised, stage 1, stage 2, stage 3, the Chair
    ["2026-11-23T10:00", "2026-11-30T17:00", "2026-12-02T17:00", "2026-12-10T17:00", "2026-12-24T17:00", "a Monday"],
    ["2026-11-23T22:00", "2026-11-30T17:00", "2026-12-02T17:00", "2026-12-10T17:00", "2026-12-24T17:00", "an evening"],
    ["2026-11-21T22:00", "2026-11-28T17:00", "2026-12-01T17:00", "2026-12-08T17:00", "2026-12-22T17:00", "a Saturday"],
    [
      "2026-12-17T10:00",
      "2026-12-24T17:00",
      "2026-12-29T17:00",
      "2027-01-03T17:00",
      "2027-01-15T17:00",
      "to Christmas",
    ],
    [
      "2026-12-18T10:00",
      "2026-12-25T17:00",
      "2026-12-30T17:00",
      "2027-01-04T17:00",
      "2027-01-18T17:00",
      "due that day",
    ],
    ["2026-03-27T10:00", "2026-04-03T16:00", "2026-04-08T16:00", "2026-04-13T16:00", "2026-04-27T16:00", "Good Friday"],
    [
      "2026-03-25T10:00",
      "2026-04-01T16:00",
      "2026-04-06T16:00",
      "2026-04-11T16:00",
      "2026-04-24T16:00",
      "clocks forward",
    ],
    ["2027-03-22T10:00", "2027-03-29T16:00", "2027-03-31T16:00", "2027-04-08T16:00", "2027-04-22T16:00", "Easter 2027"],
    ["2026-10-20T09:00", "2026-10-27T17:00", "2026-10-29T17:00", "2026-11-06T17:00", "2026-11-20T17:00", "clocks back"],
  ])(
    "MK-01, MK-02, MK-03, MK-06 raised %sZ it is due at %sZ, %sZ, %sZ and before the Chair %sZ (%s)",
    (raised, first, second, third, fourth) => {
      const story = silentUntil(
        play(...miltonKeynesRaised(`${raised}:00.000Z`, { arose: "2026-01-01T00:00:00.000Z" })),
        `${fourth}:00.000Z`,
      );
      expect(dueDates(story)).toEqual([
        `professionals/meet ${first}Z`,
        `professionals/settle ${first}Z`,
        `manager/settle ${second}Z`,
        `heads-of-service/meet ${third}Z`,
        `heads-of-service/settle ${third}Z`,
        `chair/conclude ${fourth}Z`,
      ]);
    },
  );

  test("MK-01 the challenge counts from the day of its raising, however long ago the disagreement arose", () => {
    expect(dueDates(play(...miltonKeynesRaised(undefined, { arose: "2026-01-05T09:00:00.000Z" })))).toEqual([
      "professionals/meet 2026-11-30T17:00Z",
      "professionals/settle 2026-11-30T17:00Z",
    ]);
  });
});

describe("Milton Keynes, from which meeting the ten days run", () => {
  /** Raised on Monday 23 November at 10:00; stage 1 runs to Monday 30 November at 17:00 and is silent but for these steps. */
  const stages2And3 = (...steps: Step[]) =>
    dueDates(silentUntil(play(...miltonKeynesRaised(), ...steps), "2026-12-02T17:00:00.000Z"))
      .filter((each) => each.startsWith("manager") || each.startsWith("heads"))
      .filter((each, index, all) => all.indexOf(each) === index);

  test("MK-03 from the day on which the professionals met", () => {
    expect(stages2And3(met("2026-11-25T16:00:00.000Z", "professionals", "2026-11-25T14:00:00.000Z"))).toEqual([
      "manager/settle 2026-12-02T17:00Z",
      "heads-of-service/meet 2026-12-05T17:00Z",
      "heads-of-service/settle 2026-12-05T17:00Z",
    ]);
  });

  test("MK-02 where that leaves little, stage 2 ends with the last day before half-way to it, before the organisation's own two working days", () => {
    // Met on the day of the raising: the Heads of Service meet by Thursday 3 December, 17:00. Stage 2 opens on Monday 30
    // November at 17:02, 71 hours 58 minutes before that; half of them are 35 hours 59 minutes.
    expect(stages2And3(met("2026-11-23T16:00:00.000Z", "professionals", "2026-11-23T15:00:00.000Z"))).toEqual([
      "manager/settle 2026-12-01T17:00Z",
      "heads-of-service/meet 2026-12-03T17:00Z",
      "heads-of-service/settle 2026-12-03T17:00Z",
    ]);
  });

  test("MK-03 from the first, where they met more than once", () => {
    expect(
      stages2And3(
        met("2026-11-27T16:00:00.000Z", "professionals", "2026-11-27T14:00:00.000Z"),
        met("2026-11-27T17:00:00.000Z", "professionals", "2026-11-25T14:00:00.000Z"),
      ).slice(1),
    ).toEqual(["heads-of-service/meet 2026-12-05T17:00Z", "heads-of-service/settle 2026-12-05T17:00Z"]);
  });

  test("MK-03 from the last day on which they should have met, where they never did", () => {
    expect(stages2And3().slice(1)).toEqual([
      "heads-of-service/meet 2026-12-10T17:00Z",
      "heads-of-service/settle 2026-12-10T17:00Z",
    ]);
  });

  test("MK-03 from that day too, where they met late, or before the concern was raised", () => {
    const late = [
      tick("2026-11-30T17:02:00.000Z"),
      open("2026-11-30T17:02:00.000Z"),
      met("2026-12-01T16:00:00.000Z", "professionals", "2026-12-01T14:00:00.000Z"),
    ];
    expect(stages2And3(...late).slice(1)).toEqual([
      "heads-of-service/meet 2026-12-10T17:00Z",
      "heads-of-service/settle 2026-12-10T17:00Z",
    ]);
    const before = met("2026-11-23T16:00:00.000Z", "professionals", "2026-11-21T14:00:00.000Z");
    expect(stages2And3(before).slice(1)).toEqual([
      "heads-of-service/meet 2026-12-10T17:00Z",
      "heads-of-service/settle 2026-12-10T17:00Z",
    ]);
  });

  test("MK-03 a meeting held in time and recorded at stage 2 counts from the day on which it was held", () => {
    const recordedLater = [
      tick("2026-11-30T17:02:00.000Z"),
      open("2026-11-30T17:02:00.000Z"),
      met("2026-12-01T09:00:00.000Z", "professionals", "2026-11-30T20:00:00.000Z"),
    ];
    expect(stages2And3(...recordedLater).slice(1)).toEqual([
      "heads-of-service/meet 2026-12-10T17:00Z",
      "heads-of-service/settle 2026-12-10T17:00Z",
    ]);
    const earlier = [
      tick("2026-11-30T17:02:00.000Z"),
      open("2026-11-30T17:02:00.000Z"),
      met("2026-12-01T09:00:00.000Z", "professionals", "2026-11-27T20:00:00.000Z"),
    ];
    expect(stages2And3(...earlier).slice(1)).toEqual([
      "heads-of-service/meet 2026-12-07T17:00Z",
      "heads-of-service/settle 2026-12-07T17:00Z",
    ]);
  });

  test("MK-03 declared unresolved on the second day, with no meeting, they still run from the seventh", () => {
    expect(dueDates(play(...miltonKeynesAt("chair")))).toEqual([
      "professionals/meet 2026-11-30T17:00Z",
      "professionals/settle 2026-11-30T17:00Z",
      "manager/settle 2026-11-26T17:00Z",
      "heads-of-service/meet 2026-12-10T17:00Z",
      "heads-of-service/settle 2026-12-10T17:00Z",
      "chair/conclude 2026-12-10T17:00Z",
    ]);
  });

  test("MK-02 where their date has passed already, stage 2 has the next working day and no more", () => {
    // Met on Thursday 17 December: ten days end on Sunday 27 December, which an answer to a proposal at stage 1 waits for.
    const story = silentUntil(
      play(
        ...miltonKeynesRaised("2026-12-17T10:00:00.000Z"),
        met("2026-12-17T16:00:00.000Z", "professionals", "2026-12-17T15:00:00.000Z"),
        does("2026-12-24T09:00:00.000Z", M.practitioner, "propose resolution", "professionals"),
      ),
      "2026-12-29T17:00:00.000Z",
    );
    expect(dueDates(story).slice(2)).toEqual([
      "professionals/answer-proposal 2026-12-27T17:00Z",
      "manager/settle 2026-12-29T17:00Z",
      "heads-of-service/meet 2026-12-30T17:00Z",
      "heads-of-service/settle 2026-12-30T17:00Z",
    ]);
  });
});

describe("Milton Keynes, what is reminded, passed and chased", () => {
  test("MK-06 silence before the Chair never closes: it is chased every second working day", () => {
    const story = silentUntil(play(...miltonKeynesRaised()), "2027-01-06T12:00:00.000Z");
    expect(fellDue(story)).toEqual([
      "half time professionals/meet 2026-11-26T09:30Z",
      "half time professionals/settle 2026-11-26T09:30Z",
      "last day professionals/meet 2026-11-30T09:30Z",
      "last day professionals/settle 2026-11-30T09:30Z",
      "passed professionals/meet 2026-11-30T17:00Z",
      "passed professionals/settle 2026-11-30T17:00Z",
      "last day manager/settle 2026-12-02T09:30Z",
      "passed manager/settle 2026-12-02T17:00Z",
      "half time heads-of-service/meet 2026-12-07T09:30Z",
      "half time heads-of-service/settle 2026-12-07T09:30Z",
      "last day heads-of-service/meet 2026-12-10T09:30Z",
      "last day heads-of-service/settle 2026-12-10T09:30Z",
      "passed heads-of-service/meet 2026-12-10T17:00Z",
      "passed heads-of-service/settle 2026-12-10T17:00Z",
      "half time chair/conclude 2026-12-17T09:30Z",
      "last day chair/conclude 2026-12-24T09:30Z",
      "passed chair/conclude 2026-12-24T17:00Z",
      "chase chair/conclude 2026-12-30T09:30Z",
      "chase chair/conclude 2027-01-04T09:30Z",
      "chase chair/conclude 2027-01-06T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "chair" });
  });

  test("MK-01 once the meeting was held, nobody is reminded of it any more; unresolved, the matter still climbs", () => {
    const story = silentUntil(
      play(...miltonKeynesRaised(), met("2026-11-25T16:00:00.000Z", "professionals", "2026-11-25T14:00:00.000Z")),
      "2026-11-30T17:00:00.000Z",
    );
    expect(fellDue(story)).toEqual([
      "half time professionals/settle 2026-11-26T09:30Z",
      "last day professionals/settle 2026-11-30T09:30Z",
      "passed professionals/settle 2026-11-30T17:00Z",
    ]);
  });

  const atHeads = miltonKeynesAt("heads-of-service");

  test.each([
    ["2026-12-04T14:00:00.000Z", "2026-12-06T14:00Z", "over a weekend"],
    ["2026-12-01T16:30:00.000Z", "2026-12-03T16:30Z", "in the week"],
    ["2026-12-01T03:00:00.000Z", "2026-12-03T03:00Z", "through nights"],
  ])("MK-04 the Heads of Service having met at %s, feedback is due by %s: hours, %s", (heldAt, due) => {
    const story = play(...atHeads, met("2026-12-04T15:00:00.000Z", "heads-of-service", heldAt, M.raisingHead));
    expect(dueDates(story).at(-1)).toBe(`heads-of-service/feedback ${due}`);
    expect(story.commits.at(-1)?.at(-1)).toMatchObject({
      type: "ClockStarted",
      clock: "feedback",
      kind: "duty",
      by: "raising",
      from: heldAt,
    });
  });

  test.each([
    ["2026-03-28T12:00:00.000Z", "2026-03-30T12:00Z", "forward"],
    ["2026-10-24T12:00:00.000Z", "2026-10-26T12:00Z", "back"],
  ])("MK-04 48 hours from %s end at %s though the clocks go %s between", (heldAt, due) => {
    const raised = heldAt.replace(/-(28|24)T.*/, (_, day: string) => `-${Number(day) - 2}T10:00:00.000Z`);
    const story = play(
      ...miltonKeynesRaised(raised, { arose: "2026-03-01T00:00:00.000Z" }),
      does(raised.replace("T10", "T11"), raiser, "declare unresolved", "professionals"),
      open(raised.replace("T10", "T11")),
      does(raised.replace("T10", "T12"), M.raisingManager, "declare unresolved", "manager"),
      open(raised.replace("T10", "T12")),
      met(heldAt.replace("T12", "T13"), "heads-of-service", heldAt, M.raisingHead),
    );
    expect(dueDates(story).at(-1)).toBe(`heads-of-service/feedback ${due}`);
  });

  test("MK-04 passed on a Sunday, it is chased from Monday on, while the matter itself goes on", () => {
    const story = silentUntil(
      play(...atHeads, met("2026-12-04T15:00:00.000Z", "heads-of-service", "2026-12-04T14:00:00.000Z", M.raisingHead)),
      "2026-12-08T12:00:00.000Z",
    );
    expect(fellDue(story).filter((each) => each.includes("feedback"))).toEqual([
      "passed heads-of-service/feedback 2026-12-06T14:00Z",
      "chase heads-of-service/feedback 2026-12-07T09:30Z",
      "chase heads-of-service/feedback 2026-12-08T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "heads-of-service" });
  });

  test("MK-04 it runs on when the matter climbs to the Chair, and can be done there", () => {
    const story = play(
      ...atHeads,
      met("2026-11-27T15:00:00.000Z", "heads-of-service", "2026-11-27T14:00:00.000Z", M.raisingHead),
      does("2026-11-27T16:00:00.000Z", M.raisingHead, "declare unresolved", "heads-of-service"),
      open("2026-11-27T16:00:00.000Z"),
    );
    expect(story.state.clocks.filter((each) => each.status === "running")).toMatchObject([
      { clock: "feedback", due: "2026-11-29T14:00:00.000Z" },
      { clock: "conclude", due: "2026-12-11T17:00:00.000Z" },
    ]);
    given(...story.history)
      .when(
        does("2026-11-29T14:00:00.000Z", M.raisingHead, "do duty", "heads-of-service", {
          duty: "heads-of-service/feedback",
        }),
      )
      .then({ type: "DutyDone", duty: "feedback" }, { type: "ClockMet", clock: "feedback" });
  });

  test("MK-04 the Chair's outcome does not close it while the feedback is still owed; the feedback then does", () => {
    const story = play(
      ...atHeads,
      met("2026-11-27T15:00:00.000Z", "heads-of-service", "2026-11-27T14:00:00.000Z", M.raisingHead),
      does("2026-11-27T16:00:00.000Z", M.raisingHead, "declare unresolved", "heads-of-service"),
      open("2026-11-27T16:00:00.000Z"),
      does("2026-11-28T10:00:00.000Z", M.chair, "give outcome", "chair"),
    );
    expect(story.commits.at(-1)?.map((each) => each.type)).toEqual(["OutcomeGiven", "ClockMet", "StageEnded"]);
    expect(story.state.phase).toBe("duties");
    given(...story.history)
      .when(
        does("2026-11-28T11:00:00.000Z", M.raisingHead, "do duty", "heads-of-service", {
          duty: "heads-of-service/feedback",
        }),
      )
      .then({ type: "DutyDone" }, { type: "ClockMet" }, { type: "EscalationClosed", how: "outcome given" });
  });

  test("MK-04 several meetings start it once, from the first that is recorded", () => {
    const story = play(
      ...atHeads,
      met("2026-11-27T15:00:00.000Z", "heads-of-service", "2026-11-27T14:00:00.000Z", M.raisingHead),
      met("2026-11-28T15:00:00.000Z", "heads-of-service", "2026-11-28T14:00:00.000Z", M.receivingHead),
    );
    expect(story.commits.at(-1)).toMatchObject([{ type: "DiscussionRecorded" }]);
    expect(dueDates(story).filter((each) => each.includes("feedback"))).toEqual([
      "heads-of-service/feedback 2026-11-29T14:00Z",
    ]);
  });

  test("MK-04 a meeting from before the concern was raised does not stand in for theirs", () => {
    const story = play(
      ...atHeads,
      met("2026-11-27T14:00:00.000Z", "heads-of-service", "2026-11-21T14:00:00.000Z", M.raisingHead),
      met("2026-11-27T15:00:00.000Z", "heads-of-service", "2026-11-27T14:00:00.000Z", M.raisingHead),
    );
    expect(dueDates(story).filter((each) => each.includes("feedback"))).toEqual([
      "heads-of-service/feedback 2026-11-29T14:00Z",
    ]);
  });

  test("MK-04 recorded only after the matter climbed, it is owed all the same", () => {
    const story = play(
      ...miltonKeynesAt("chair"),
      met("2026-11-26T15:00:00.000Z", "heads-of-service", "2026-11-26T09:00:00.000Z", M.raisingHead),
    );
    expect(dueDates(story).at(-1)).toBe("heads-of-service/feedback 2026-11-28T09:00Z");
  });
});
