/** Dates worked out by hand with a wall calendar. All times are UTC: 17:00 in London is 17:00Z in winter, 16:00Z in summer. */
import { describe, expect, test } from "vitest";
import {
  does,
  dueDates,
  eventsOf,
  fellDue,
  listsDue,
  open,
  play,
  raise,
  raiser,
  seats,
  silentUntil,
  tick,
  type Played,
  type Step,
} from "../../support/core.ts";

const S = seats.shropshire;

/** Raised and opened at one instant. Unless something else is said the disagreement arose on Friday 20 November 2026. */
const raised = (at = "2026-11-23T10:00:00.000Z", over: Parameters<typeof raise>[1] = {}): Step[] => [
  raise(at, { area: "shropshire", ...over }),
  open(at),
];

const stages = ["professionals", "line-managers", "formal-escalation", "senior-managers", "assistant-director"];
const clocks = ["settle", "settle", "settle", "settle", "decide"];
const lines = (...due: string[]) => due.map((each, index) => `${stages[index]}/${clocks[index]} ${each}Z`);
/** The five timescales. What the partnership decides once stage 4 is open has tests of its own, below. */
const fiveOf = (story: Played) => dueDates(story).filter((each) => !each.includes("/isolated-or-systemic "));

describe("Shropshire, where each stage is silent to its end", () => {
  test.each([
    // arose and raised, then 2, 4, 5, 7 and 9 working days
    ["2026-11-23T10:00", "11-25T17:00", "11-27T17:00", "11-30T17:00", "12-02T17:00", "12-04T17:00", "a Monday"],
    ["2026-11-23T08:00", "11-25T17:00", "11-27T17:00", "11-30T17:00", "12-02T17:00", "12-04T17:00", "before 09:00"],
    ["2026-11-23T18:30", "11-25T17:00", "11-27T17:00", "11-30T17:00", "12-02T17:00", "12-04T17:00", "an evening"],
    ["2026-11-20T16:59", "11-24T17:00", "11-26T17:00", "11-27T17:00", "12-01T17:00", "12-03T17:00", "a Friday"],
    ["2026-11-21T11:00", "11-24T17:00", "11-26T17:00", "11-27T17:00", "12-01T17:00", "12-03T17:00", "a Saturday"],
    // 22, 23 | 24, 29 | 30 | 31 December, 4 January | 5, 6: 25 and 28 December and 1 January are holidays.
    ["2026-12-21T10:00", "12-23T17:00", "12-29T17:00", "12-30T17:00", "01-04T17:00", "01-06T17:00", "to Christmas"],
    ["2026-12-24T18:00", "12-30T17:00", "01-04T17:00", "01-05T17:00", "01-07T17:00", "01-11T17:00", "its Eve"],
    ["2026-12-25T12:00", "12-30T17:00", "01-04T17:00", "01-05T17:00", "01-07T17:00", "01-11T17:00", "its day"],
    // 25, 30 March | 31, 1 April | 2 | 5, 6 | 7, 8: Good Friday is 26 March, the clocks go forward on Easter Sunday.
    ["2027-03-24T10:00", "03-30T16:00", "04-01T16:00", "04-02T16:00", "04-06T16:00", "04-08T16:00", "Easter 2027"],
    ["2026-03-26T10:00", "03-30T16:00", "04-01T16:00", "04-02T16:00", "04-08T16:00", "04-10T16:00", "forward"],
    ["2026-03-28T23:30", "03-31T16:00", "04-02T16:00", "04-07T16:00", "04-09T16:00", "04-13T16:00", "that night"],
    ["2026-10-22T09:00", "10-26T17:00", "10-28T17:00", "10-29T17:00", "11-02T17:00", "11-04T17:00", "back"],
    ["2026-10-25T00:30", "10-27T17:00", "10-29T17:00", "10-30T17:00", "11-03T17:00", "11-05T17:00", "that night"],
    ["2026-04-30T09:00", "05-05T16:00", "05-07T16:00", "05-08T16:00", "05-12T16:00", "05-14T16:00", "May holidays"],
    ["2026-06-07T22:30", "06-09T16:00", "06-11T16:00", "06-12T16:00", "06-16T16:00", "06-18T16:00", "Sunday, 23:30"],
    ["2026-06-07T23:30", "06-10T16:00", "06-12T16:00", "06-15T16:00", "06-17T16:00", "06-19T16:00", "Monday, 00:30"],
  ])(
    "SHR-01, SHR-02, SHR-03, SHR-04, SHR-05, SHR-06 arisen and raised %sZ it is due by %sZ, %sZ, %sZ, %sZ and %sZ (%s)",
    (when, ...rest) => {
      const due = rest.slice(0, 5).map((each) => {
        const inNextYear = when.startsWith("2026-12") && each.startsWith("01");
        return `${inNextYear ? "2027" : when.slice(0, 4)}-${each}`;
      });
      const at = `${when}:00.000Z`;
      const story = silentUntil(play(...raised(at, { arose: at })), `${due[4]}:00.000Z`);
      expect(fiveOf(story)).toEqual(lines(...due));
    },
  );

  test("SHR-06 counted from the disagreement and not from the raising: raised on the next working day, there is one day less", () => {
    const story = silentUntil(play(...raised()), "2026-12-03T17:00:00.000Z");
    expect(fiveOf(story)).toEqual(
      lines("2026-11-24T17:00", "2026-11-26T17:00", "2026-11-27T17:00", "2026-12-01T17:00", "2026-12-03T17:00"),
    );
    expect(story.state.raised.raiseBy).toEqual({ due: "2026-11-24T17:00:00.000Z", late: false });
    expect(story.state.raised).not.toHaveProperty("countsFrom");
  });
});

describe("Shropshire, raised late", () => {
  test("SHR-06 raised after the two working days it is accepted, recorded as late, and all five count from the raising", () => {
    const story = silentUntil(
      play(...raised("2026-11-23T10:00:00.000Z", { arose: "2026-11-16T00:00:00.000Z" })),
      "2026-12-04T17:00:00.000Z",
    );
    expect(story.state.raised).toMatchObject({
      raiseBy: { due: "2026-11-18T17:00:00.000Z", late: true },
      countsFrom: "2026-11-23T10:00:00.000Z",
      arose: "2026-11-16T00:00:00.000Z",
    });
    expect(fiveOf(story)).toEqual(
      lines("2026-11-25T17:00", "2026-11-27T17:00", "2026-11-30T17:00", "2026-12-02T17:00", "2026-12-04T17:00"),
    );
  });

  test("SHR-06 a millisecond after 17:00 of the second working day is late, and 17:00 itself is not", () => {
    const late = silentUntil(play(...raised("2026-11-24T17:00:00.001Z")), "2026-12-07T17:00:00.000Z");
    expect(late.state.raised.raiseBy?.late).toBe(true);
    expect(fiveOf(late)).toEqual(
      lines("2026-11-26T17:00", "2026-11-30T17:00", "2026-12-01T17:00", "2026-12-03T17:00", "2026-12-07T17:00"),
    );
    const inTime = silentUntil(play(...raised("2026-11-24T17:00:00.000Z")), "2026-12-03T17:00:00.000Z");
    expect(inTime.state.raised.raiseBy?.late).toBe(false);
    // Its first deadline is that instant. A stage never opens with its deadline past: it has the next working day, and
    // no other stage has more for it.
    expect(fiveOf(inTime)).toEqual(
      lines("2026-11-25T17:00", "2026-11-26T17:00", "2026-11-27T17:00", "2026-12-01T17:00", "2026-12-03T17:00"),
    );
  });
});

describe("Shropshire's timescales are maximums", () => {
  const climbs: [string, string, string][] = [
    ["2026-11-23T11:00:00.000Z", raiser, "professionals"],
    ["2026-11-23T12:00:00.000Z", S.raisingManager, "line-managers"],
    ["2026-11-23T13:00:00.000Z", S.raisingManagerAgain, "formal-escalation"],
    ["2026-11-23T14:00:00.000Z", S.raisingSenior, "senior-managers"],
  ];
  const after = (count: number): Step[] => [
    ...raised(),
    ...climbs
      .slice(0, count)
      .flatMap(([at, seat, stage]): Step[] => [does(at, seat, "declare unresolved", stage), open(at)]),
  ];

  test("SHR-06 a stage declared unresolved early leaves the later deadlines where they are", () => {
    expect(fiveOf(play(...after(4)))).toEqual(
      lines("2026-11-24T17:00", "2026-11-26T17:00", "2026-11-27T17:00", "2026-12-01T17:00", "2026-12-03T17:00"),
    );
  });

  test.each([
    [0, "professionals", S.practitioner, "2026-11-24T16:30:00.000Z", "2026-11-24T17:02:00.000Z"],
    [1, "line-managers", S.receivingManager, "2026-11-26T16:30:00.000Z", "2026-11-26T17:02:00.000Z"],
    [2, "formal-escalation", S.receivingManagerAgain, "2026-11-27T16:30:00.000Z", "2026-11-27T17:02:00.000Z"],
    [3, "senior-managers", S.receivingSenior, "2026-12-01T16:30:00.000Z", "2026-12-01T17:02:00.000Z"],
  ])(
    "SHR-06, ALL-07 after %i climbs: a resolution proposed at %s half an hour before the maximum gives no time beyond it",
    (count, stage, seat, proposedAt, passedAt) => {
      const story = play(...after(count), does(proposedAt, seat, "propose resolution", stage), tick(passedAt));
      expect(eventsOf(story.history, "ClockStarted").filter((each) => each.kind === "proposal")).toEqual([]);
      expect(eventsOf(story.history, "StageEnded").at(-1)).toMatchObject({ stage, how: "deadline passed" });
    },
  );

  test("SHR-06 all of them reach the record with what nothing may pass", () => {
    const ofStages = eventsOf(play(...after(4)).history, "ClockStarted").filter((each) => each.kind === "stage");
    expect(ofStages.map((each) => each.noLaterThan)).toEqual([
      "2026-11-24T17:00:00.000Z",
      "2026-11-26T17:00:00.000Z",
      "2026-11-27T17:00:00.000Z",
      "2026-12-01T17:00:00.000Z",
      "2026-12-03T17:00:00.000Z",
    ]);
  });

  test("SHR-06, ALL-04 a date that protects the person brings a maximum nearer, and none is moved later by it", () => {
    const story = silentUntil(
      play(...raised(undefined, { protectBy: "2026-11-23T15:00:00.000Z" })),
      "2026-11-27T17:00:00.000Z",
    );
    expect(fiveOf(story)).toEqual(
      lines("2026-11-23T15:00", "2026-11-24T17:00", "2026-11-25T17:00", "2026-11-26T17:00", "2026-11-27T17:00"),
    );
  });
});

describe("Shropshire, what is reminded, passed and chased", () => {
  test("SHR-06 silence before the Assistant Director never closes: it is chased on every working day", () => {
    const story = silentUntil(play(...raised()), "2026-12-08T12:00:00.000Z");
    expect(fellDue(story)).toEqual([
      "last day professionals/settle 2026-11-24T09:30Z",
      "passed professionals/settle 2026-11-24T17:00Z",
      "last day line-managers/settle 2026-11-26T09:30Z",
      "last day line-managers/checklist 2026-11-26T09:30Z",
      "passed line-managers/settle 2026-11-26T17:00Z",
      "last day formal-escalation/settle 2026-11-27T09:30Z",
      "last day formal-escalation/checklist 2026-11-27T09:30Z",
      "passed formal-escalation/settle 2026-11-27T17:00Z",
      "half time senior-managers/settle 2026-11-30T09:30Z",
      "half time senior-managers/checklist 2026-11-30T09:30Z",
      "last day senior-managers/settle 2026-12-01T09:30Z",
      "last day senior-managers/checklist 2026-12-01T09:30Z",
      "passed senior-managers/settle 2026-12-01T17:00Z",
      "half time assistant-director/decide 2026-12-02T09:30Z",
      "half time assistant-director/checklist 2026-12-02T09:30Z",
      "last day assistant-director/decide 2026-12-03T09:30Z",
      "last day assistant-director/checklist 2026-12-03T09:30Z",
      "passed assistant-director/decide 2026-12-03T17:00Z",
      "passed assistant-director/checklist 2026-12-03T17:00Z",
      "chase assistant-director/decide 2026-12-04T09:30Z",
      "chase assistant-director/checklist 2026-12-04T09:30Z",
      // Stage 4 opened on Friday 27 November: 4 December is the fifth of the ten working days, 11 December the last.
      "half time senior-managers/isolated-or-systemic 2026-12-04T09:30Z",
      "chase assistant-director/decide 2026-12-07T09:30Z",
      "chase assistant-director/checklist 2026-12-07T09:30Z",
      "chase assistant-director/decide 2026-12-08T09:30Z",
      "chase assistant-director/checklist 2026-12-08T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "assistant-director" });
  });

  test("SHR-09 each checklist is due by its stage's limit, and none at stage 1", () => {
    const story = silentUntil(play(...raised()), "2026-12-03T17:00:00.000Z");
    expect(listsDue(story)).toEqual([
      "line-managers/checklist 2026-11-26T17:00Z",
      "formal-escalation/checklist 2026-11-27T17:00Z",
      "senior-managers/checklist 2026-12-01T17:00Z",
      "assistant-director/checklist 2026-12-03T17:00Z",
    ]);
  });

  test("SHR-10 what the partnership decides is due ten working days from the opening of stage 4, and chased every fifth", () => {
    const story = silentUntil(play(...raised()), "2027-01-05T12:00:00.000Z");
    // From Friday 27 November: 11 December. Then 18 December; 21, 22, 23, 24, 29 December; 30, 31 December, 4, 5, 6 January.
    expect(dueDates(story)).toContain("senior-managers/isolated-or-systemic 2026-12-11T17:00Z");
    expect(fellDue(story).filter((each) => each.includes("isolated-or-systemic"))).toEqual([
      "half time senior-managers/isolated-or-systemic 2026-12-04T09:30Z",
      "last day senior-managers/isolated-or-systemic 2026-12-11T09:30Z",
      "passed senior-managers/isolated-or-systemic 2026-12-11T17:00Z",
      "chase senior-managers/isolated-or-systemic 2026-12-18T09:30Z",
      "chase senior-managers/isolated-or-systemic 2026-12-29T09:30Z",
    ]);
  });
});
