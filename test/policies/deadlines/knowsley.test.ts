/** Dates worked out by hand with a wall calendar. All times are UTC: 17:00 in London is 17:00Z in winter, 16:00Z in summer. */
import { describe, expect, test } from "vitest";
import {
  does,
  dueDates,
  fellDue,
  knowsleyAt,
  knowsleyRaised,
  open,
  play,
  raiser,
  seats,
  silentUntil,
  tick,
} from "../../support/core.ts";

const K = seats.knowsley;

describe("Knowsley, where each stage is silent to its end", () => {
  test.each([
    // raised, stage 1, stage 2, stage 3, the Chair
    ["2026-11-23T10:00", "2026-11-26T17:00", "2026-12-03T17:00", "2026-12-10T17:00", "2026-12-17T17:00", "a Monday"],
    [
      "2026-11-23T08:00",
      "2026-11-26T17:00",
      "2026-12-03T17:00",
      "2026-12-10T17:00",
      "2026-12-17T17:00",
      "before 09:00",
    ],
    ["2026-11-23T18:30", "2026-11-26T17:00", "2026-12-03T17:00", "2026-12-10T17:00", "2026-12-17T17:00", "an evening"],
    ["2026-11-20T16:59", "2026-11-25T17:00", "2026-12-02T17:00", "2026-12-09T17:00", "2026-12-16T17:00", "a Friday"],
    ["2026-11-21T11:00", "2026-11-25T17:00", "2026-12-02T17:00", "2026-12-09T17:00", "2026-12-16T17:00", "a Saturday"],
    [
      "2026-11-22T23:30",
      "2026-11-25T17:00",
      "2026-12-02T17:00",
      "2026-12-09T17:00",
      "2026-12-16T17:00",
      "Sunday night",
    ],
    [
      "2026-12-21T10:00",
      "2026-12-24T17:00",
      "2027-01-05T17:00",
      "2027-01-12T17:00",
      "2027-01-19T17:00",
      "to Christmas",
    ],
    [
      "2026-12-24T18:00",
      "2026-12-31T17:00",
      "2027-01-08T17:00",
      "2027-01-15T17:00",
      "2027-01-22T17:00",
      "Christmas Eve",
    ],
    [
      "2026-12-25T12:00",
      "2026-12-31T17:00",
      "2027-01-08T17:00",
      "2027-01-15T17:00",
      "2027-01-22T17:00",
      "Christmas Day",
    ],
    [
      "2026-12-28T12:00",
      "2026-12-31T17:00",
      "2027-01-08T17:00",
      "2027-01-15T17:00",
      "2027-01-22T17:00",
      "its substitute",
    ],
    ["2026-04-01T09:00", "2026-04-08T16:00", "2026-04-15T16:00", "2026-04-22T16:00", "2026-04-29T16:00", "Easter 2026"],
    ["2027-03-24T10:00", "2027-03-31T16:00", "2027-04-07T16:00", "2027-04-14T16:00", "2027-04-21T16:00", "Easter 2027"],
    [
      "2026-03-26T10:00",
      "2026-03-31T16:00",
      "2026-04-09T16:00",
      "2026-04-16T16:00",
      "2026-04-23T16:00",
      "clocks forward",
    ],
    [
      "2026-03-28T23:30",
      "2026-04-01T16:00",
      "2026-04-10T16:00",
      "2026-04-17T16:00",
      "2026-04-24T16:00",
      "that very night",
    ],
    ["2026-10-22T09:00", "2026-10-27T17:00", "2026-11-03T17:00", "2026-11-10T17:00", "2026-11-17T17:00", "clocks back"],
    [
      "2026-10-25T00:30",
      "2026-10-28T17:00",
      "2026-11-04T17:00",
      "2026-11-11T17:00",
      "2026-11-18T17:00",
      "that very night",
    ],
    [
      "2026-06-07T22:30",
      "2026-06-10T16:00",
      "2026-06-17T16:00",
      "2026-06-24T16:00",
      "2026-07-01T16:00",
      "Sunday, 23:30",
    ],
    [
      "2026-06-07T23:30",
      "2026-06-11T16:00",
      "2026-06-18T16:00",
      "2026-06-25T16:00",
      "2026-07-02T16:00",
      "Monday, 00:30",
    ],
    [
      "2026-04-30T09:00",
      "2026-05-06T16:00",
      "2026-05-13T16:00",
      "2026-05-20T16:00",
      "2026-05-28T16:00",
      "May holidays",
    ],
  ])(
    "KNO-04, KNO-05, KNO-08, KNO-14 raised %sZ it is due at %sZ, %sZ, %sZ and before the Chair %sZ (%s)",
    (raised, first, second, third, fourth) => {
      const story = silentUntil(
        play(...knowsleyRaised(`${raised}:00.000Z`, { arose: "2026-01-01T00:00:00.000Z" })),
        `${fourth}:00.000Z`,
      );
      expect(dueDates(story)).toEqual([
        `practitioners/settle ${first}Z`,
        `line-managers/settle ${second}Z`,
        `senior-managers/settle ${third}Z`,
        `chair/recommend ${fourth}Z`,
      ]);
    },
  );

  test("KNO-03 a concern that is raised late has stage 1's full three working days", () => {
    const story = play(...knowsleyRaised("2026-11-23T10:00:00.000Z", { arose: "2026-09-01T09:00:00.000Z" }));
    expect(story.state.raised.raiseBy).toEqual({ due: "2026-09-03T16:00:00.000Z", late: true });
    expect(dueDates(story)).toEqual(["practitioners/settle 2026-11-26T17:00Z"]);
  });

  test("KNO-05, KNO-08 declared unresolved early, each stage counts from its own opening", () => {
    expect(dueDates(play(...knowsleyAt("chair")))).toEqual([
      "practitioners/settle 2026-11-26T17:00Z",
      "line-managers/settle 2026-12-01T17:00Z",
      "senior-managers/settle 2026-12-02T17:00Z",
      "chair/recommend 2026-12-03T17:00Z",
    ]);
  });

  test("KNO-05 a stage that is opened after midnight still counts from the day on which the stage before it ended", () => {
    const story = play(...knowsleyRaised(), tick("2026-11-26T17:02:00.000Z"), open("2026-11-27T00:30:00.000Z"));
    expect(dueDates(story).at(-1)).toBe("line-managers/settle 2026-12-03T17:00Z");
  });

  test("KNO-01 immediate risk flagged at stage 1 gives the line managers their five working days from then", () => {
    const story = play(
      ...knowsleyRaised(),
      does("2026-11-24T22:00:00.000Z", raiser, "flag immediate risk", "practitioners"),
      open("2026-11-24T22:00:00.000Z"),
    );
    expect(dueDates(story).at(-1)).toBe("line-managers/settle 2026-12-01T17:00Z");
  });

  test("KNO-01 immediate risk out of hours opens stage 2 at that hour", () => {
    const story = play(...knowsleyRaised("2026-12-25T23:00:00.000Z", { immediateRisk: true }));
    expect(story.history.at(1)).toMatchObject({
      type: "StageOpened",
      stage: "line-managers",
      at: "2026-12-25T23:00:00.000Z",
    });
    expect(dueDates(story)).toEqual(["line-managers/settle 2027-01-05T17:00Z"]);
  });
});

describe("Knowsley, what is reminded, passed and chased", () => {
  test("KNO-14 silence before the Chair never closes: it is chased at 09:30 on every working day, over Christmas too", () => {
    const story = silentUntil(play(...knowsleyRaised()), "2026-12-30T12:00:00.000Z");
    expect(fellDue(story)).toEqual([
      "last day practitioners/settle 2026-11-26T09:30Z",
      "passed practitioners/settle 2026-11-26T17:00Z",
      "half time line-managers/settle 2026-12-01T09:30Z",
      "last day line-managers/settle 2026-12-03T09:30Z",
      "passed line-managers/settle 2026-12-03T17:00Z",
      "half time senior-managers/settle 2026-12-08T09:30Z",
      "last day senior-managers/settle 2026-12-10T09:30Z",
      "passed senior-managers/settle 2026-12-10T17:00Z",
      "half time chair/recommend 2026-12-15T09:30Z",
      "last day chair/recommend 2026-12-17T09:30Z",
      "passed chair/recommend 2026-12-17T17:00Z",
      "chase chair/recommend 2026-12-18T09:30Z",
      "chase chair/recommend 2026-12-21T09:30Z",
      "chase chair/recommend 2026-12-22T09:30Z",
      "chase chair/recommend 2026-12-23T09:30Z",
      "chase chair/recommend 2026-12-24T09:30Z",
      "chase chair/recommend 2026-12-29T09:30Z",
      "chase chair/recommend 2026-12-30T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "chair" });
  });

  test("KNO-04 across the clocks going forward it is reminded at 09:30 by the clock in London", () => {
    const story = silentUntil(
      play(...knowsleyRaised("2026-03-26T10:00:00.000Z", { arose: "2026-03-25T10:00:00.000Z" })),
      "2026-03-31T16:00:00.000Z",
    );
    expect(fellDue(story)).toEqual([
      "last day practitioners/settle 2026-03-31T08:30Z",
      "passed practitioners/settle 2026-03-31T16:00Z",
    ]);
  });

  test.each([
    ["2026-11-27T12:00:00.000Z", "2026-12-01T17:00Z", "a Friday"],
    ["2026-11-28T12:00:00.000Z", "2026-12-01T17:00Z", "a Saturday"],
    ["2026-11-30T20:00:00.000Z", "2026-12-02T17:00Z", "a Monday evening"],
  ])("KNO-07 a resolution reached at stage 2 at %s is confirmed in writing by %s (%s)", (at, due) => {
    const story = play(
      ...knowsleyAt("line-managers"),
      does("2026-11-26T12:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does(at, K.raisingManager, "accept resolution", "line-managers"),
    );
    expect(dueDates(story).at(-1)).toBe(`line-managers/confirm-in-writing ${due}`);
  });

  test("KNO-07 counted from the resolution and not from the end of the five working days; chased until it is done", () => {
    const story = silentUntil(
      play(
        ...knowsleyAt("line-managers"),
        does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
        does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
      ),
      "2026-11-30T12:00:00.000Z",
    );
    expect(fellDue(story)).toEqual([
      "last day line-managers/confirm-in-writing 2026-11-26T09:30Z",
      "passed line-managers/confirm-in-writing 2026-11-26T17:00Z",
      "chase line-managers/confirm-in-writing 2026-11-27T09:30Z",
      "chase line-managers/confirm-in-writing 2026-11-30T09:30Z",
    ]);
    expect(story.state.phase).toBe("duties");
  });

  test("KNO-12 a resolution reached at stage 3 just before Christmas is confirmed in writing by 29 December", () => {
    const story = play(
      ...knowsleyRaised("2026-12-21T10:00:00.000Z"),
      does("2026-12-21T11:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      open("2026-12-21T11:00:00.000Z"),
      does("2026-12-21T12:00:00.000Z", K.raisingManager, "declare unresolved", "line-managers"),
      open("2026-12-21T12:00:00.000Z"),
      does("2026-12-23T11:00:00.000Z", K.receivingSenior, "propose resolution", "senior-managers"),
      does("2026-12-23T12:00:00.000Z", K.raisingSenior, "accept resolution", "senior-managers"),
    );
    // Thursday 24 December is day 1, Tuesday 29 December day 2.
    expect(dueDates(story).at(-1)).toBe("senior-managers/confirm-in-writing 2026-12-29T17:00Z");
  });

  test("KNO-13, KNO-14 referred early, the Chair's five working days run from the referral", () => {
    const story = play(
      ...knowsleyAt("senior-managers"),
      does("2026-11-27T16:00:00.000Z", K.receivingSenior, "refer", "senior-managers"),
      open("2026-11-27T16:00:00.000Z"),
    );
    expect(dueDates(story).at(-1)).toBe("chair/recommend 2026-12-04T17:00Z");
  });

  test("KNO-14 information asked for and a stand-in neither stop nor restart them", () => {
    const story = play(
      ...knowsleyAt("chair"),
      does("2026-11-27T10:00:00.000Z", K.chair, "request information", "chair"),
      does("2026-11-27T11:00:00.000Z", K.chair, "hand on", "chair"),
      does("2026-11-30T10:00:00.000Z", K.raisingSenior, "provide information", "chair"),
    );
    expect(fellDue(silentUntil(story, "2026-12-04T10:00:00.000Z"))).toEqual([
      "half time chair/recommend 2026-12-01T09:30Z",
      "last day chair/recommend 2026-12-03T09:30Z",
      "passed chair/recommend 2026-12-03T17:00Z",
      "chase chair/recommend 2026-12-04T09:30Z",
    ]);
  });

  test("KNO-15 the agencies have five working days to say whether they act, and are chased every five", () => {
    const recommended = play(
      ...knowsleyRaised("2026-12-14T09:00:00.000Z"),
      does("2026-12-14T09:10:00.000Z", raiser, "declare unresolved", "practitioners"),
      open("2026-12-14T09:10:00.000Z"),
      does("2026-12-14T09:20:00.000Z", K.raisingManager, "declare unresolved", "line-managers"),
      open("2026-12-14T09:20:00.000Z"),
      does("2026-12-14T09:30:00.000Z", K.raisingSenior, "refer", "senior-managers"),
      open("2026-12-14T09:30:00.000Z"),
      does("2026-12-14T12:00:00.000Z", K.chair, "give outcome", "chair"),
      does("2026-12-15T12:00:00.000Z", K.raisingSenior, "do duty", "chair", {
        duty: "chair/act-on-recommendations:raising",
        acts: true,
      }),
    );
    expect(fellDue(silentUntil(recommended, "2026-12-31T12:00:00.000Z"))).toEqual([
      "half time chair/act-on-recommendations:receiving 2026-12-17T09:30Z",
      "last day chair/act-on-recommendations:receiving 2026-12-21T09:30Z",
      "passed chair/act-on-recommendations:receiving 2026-12-21T17:00Z",
      "chase chair/act-on-recommendations:receiving 2026-12-30T09:30Z",
    ]);
  });

  test("a chase that was slept through is not repeated for each day that was missed", () => {
    const story = play(...knowsleyAt("chair"), tick("2026-12-03T17:02:00.000Z"), tick("2026-12-09T10:00:00.000Z"));
    expect(fellDue(story).at(-1)).toBe("chase chair/recommend 2026-12-04T09:30Z");
    expect(fellDue(story).filter((each) => each.startsWith("chase"))).toHaveLength(1);
    expect(story.state.clocks.at(-1)).toMatchObject({ nextChase: "2026-12-10T09:30:00.000Z" });
  });
});
