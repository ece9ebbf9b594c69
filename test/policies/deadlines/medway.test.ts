/** Dates worked out by hand with a wall calendar. All times are UTC: 17:00 in London is 17:00Z in winter, 16:00Z in summer. */
import { describe, expect, test } from "vitest";
import {
  does,
  dueDates,
  eventsOf,
  fellDue,
  open,
  play,
  raise,
  raiser,
  seats,
  silentUntil,
  tick,
  told,
  type Step,
} from "../../support/core.ts";

const M = seats.medway;

/** Raised and opened at one instant. On Monday 23 November 2026 at 10:00, stage 1 is due on Monday 30 November at 17:00. */
const raised = (at = "2026-11-23T10:00:00.000Z", over: Parameters<typeof raise>[1] = {}): Step[] => [
  raise(at, {
    area: "medway",
    arose: "2026-01-01T00:00:00.000Z",
    sealed: told("medway", {
      before: {
        "manager-consulted": "2026-01-05",
        "professional-to-professional": "2026-01-06",
        "managers-in-contact": "2026-01-07",
      },
    }),
    ...over,
  }),
  open(at),
];

/** Each stage is declared unresolved by its own people a day after the one before, from Tuesday 24 November at 10:00 on. */
function at(stage: "safeguarding-leads" | "assistant-directors" | "partnership"): Step[] {
  const climbs: [string, string, string][] = [
    ["2026-11-24T10:00:00.000Z", M.raisingManager, "service-managers"],
    ["2026-11-25T10:00:00.000Z", M.raisingLead, "safeguarding-leads"],
    ["2026-11-26T10:00:00.000Z", M.raisingDirector, "assistant-directors"],
  ];
  const count = { "safeguarding-leads": 1, "assistant-directors": 2, partnership: 3 }[stage];
  return [
    ...raised(),
    ...climbs
      .slice(0, count)
      .flatMap(([when, seat, from]): Step[] => [does(when, seat, "declare unresolved", from), open(when)]),
  ];
}

describe("Medway, where each stage is silent to its end", () => {
  test.each([
    // raised, stage 1, stage 2, stage 3, the MSCP Executive (the organisation's own)
    ["2026-11-23T10:00", "2026-11-30T17:00", "2026-12-07T17:00", "2026-12-14T17:00", "2027-01-14T17:00", "a Monday"],
    ["2026-11-23T18:30", "2026-11-30T17:00", "2026-12-07T17:00", "2026-12-14T17:00", "2027-01-14T17:00", "an evening"],
    ["2026-11-20T16:59", "2026-11-27T17:00", "2026-12-04T17:00", "2026-12-11T17:00", "2027-01-13T17:00", "a Friday"],
    ["2026-11-21T11:00", "2026-11-27T17:00", "2026-12-04T17:00", "2026-12-11T17:00", "2027-01-13T17:00", "a Saturday"],
    [
      "2026-11-22T23:30",
      "2026-11-27T17:00",
      "2026-12-04T17:00",
      "2026-12-11T17:00",
      "2027-01-13T17:00",
      "Sunday night",
    ],
    // 18, 21, 22, 23, 24 December; then 29, 30, 31 December, 4, 5 January: 25 and 28 December and 1 January are holidays.
    [
      "2026-12-17T10:00",
      "2026-12-24T17:00",
      "2027-01-05T17:00",
      "2027-01-12T17:00",
      "2027-02-09T17:00",
      "to Christmas",
    ],
    ["2026-12-24T18:00", "2027-01-05T17:00", "2027-01-12T17:00", "2027-01-19T17:00", "2027-02-16T17:00", "its Eve"],
    ["2026-12-25T12:00", "2027-01-05T17:00", "2027-01-12T17:00", "2027-01-19T17:00", "2027-02-16T17:00", "its day"],
    // 26 and 29 March 2027 are Good Friday and Easter Monday, the clocks go forward on Easter Sunday; 3 May is a holiday.
    ["2027-03-22T10:00", "2027-03-31T16:00", "2027-04-07T16:00", "2027-04-14T16:00", "2027-05-13T16:00", "Easter 2027"],
    ["2026-03-26T10:00", "2026-04-02T16:00", "2026-04-13T16:00", "2026-04-20T16:00", "2026-05-19T16:00", "forward"],
    ["2026-03-28T23:30", "2026-04-07T16:00", "2026-04-14T16:00", "2026-04-21T16:00", "2026-05-20T16:00", "that night"],
    ["2026-10-22T09:00", "2026-10-29T17:00", "2026-11-05T17:00", "2026-11-12T17:00", "2026-12-10T17:00", "back"],
    ["2026-10-25T00:30", "2026-10-30T17:00", "2026-11-06T17:00", "2026-11-13T17:00", "2026-12-11T17:00", "that night"],
    ["2026-06-07T22:30", "2026-06-12T16:00", "2026-06-19T16:00", "2026-06-26T16:00", "2026-07-24T16:00", "Sun, 23:30"],
    ["2026-06-07T23:30", "2026-06-15T16:00", "2026-06-22T16:00", "2026-06-29T16:00", "2026-07-27T16:00", "Mon, 00:30"],
  ])(
    "MED-02, MED-07, MED-10, MED-12 raised %sZ it is due at %sZ, %sZ, %sZ and before the Executive %sZ (%s)",
    (when, first, second, third, fourth) => {
      const story = silentUntil(play(...raised(`${when}:00.000Z`)), `${fourth}:00.000Z`);
      expect(dueDates(story)).toEqual([
        `service-managers/respond ${first}Z`,
        `service-managers/settle ${first}Z`,
        `safeguarding-leads/respond ${second}Z`,
        `safeguarding-leads/settle ${second}Z`,
        `assistant-directors/respond ${third}Z`,
        `assistant-directors/settle ${third}Z`,
        `partnership/conclude ${fourth}Z`,
      ]);
    },
  );

  test("MED-02, MED-07, MED-10 declared unresolved early, each stage counts from its own opening", () => {
    expect(dueDates(play(...at("partnership")))).toEqual([
      "service-managers/respond 2026-11-30T17:00Z",
      "service-managers/settle 2026-11-30T17:00Z",
      "safeguarding-leads/respond 2026-12-01T17:00Z",
      "safeguarding-leads/settle 2026-12-01T17:00Z",
      "assistant-directors/respond 2026-12-02T17:00Z",
      "assistant-directors/settle 2026-12-02T17:00Z",
      "partnership/conclude 2026-12-24T17:00Z",
    ]);
  });

  test("MED-09 immediate risk skips neither stage 1 nor stage 2, at the raising or afterwards", () => {
    const stagesOf = (...steps: Step[]) =>
      eventsOf(silentUntil(play(...steps), "2026-12-14T17:00:00.000Z").history, "StageOpened").map((each) => [
        each.stage,
        each.because,
      ]);
    const all = [
      ["service-managers", "raised"],
      ["safeguarding-leads", "deadline passed"],
      ["assistant-directors", "deadline passed"],
      ["partnership", "deadline passed"],
    ];
    expect(stagesOf(...raised(undefined, { immediateRisk: true }))).toEqual(all);
    const flagged = does("2026-11-24T22:00:00.000Z", raiser, "flag immediate risk", "service-managers");
    expect(stagesOf(...raised(), flagged)).toEqual(all);
  });

  test("MED-09, ALL-04 only a shorter timescale shortens them: each stage then has until the end of the next working day", () => {
    const story = silentUntil(
      play(...raised(undefined, { immediateRisk: true, protectBy: "2026-11-24T12:00:00.000Z" })),
      "2026-11-26T17:00:00.000Z",
    );
    expect(dueDates(story)).toEqual([
      "service-managers/respond 2026-11-24T12:00Z",
      "service-managers/settle 2026-11-24T12:00Z",
      "safeguarding-leads/respond 2026-11-25T17:00Z",
      "safeguarding-leads/settle 2026-11-25T17:00Z",
      "assistant-directors/respond 2026-11-26T17:00Z",
      "assistant-directors/settle 2026-11-26T17:00Z",
      "partnership/conclude 2026-11-27T17:00Z",
    ]);
  });
});

describe("Medway, what is a response and what a resolution", () => {
  test("MED-02 a response in time, without agreement, meets the one and not the other: the stage still climbs", () => {
    const story = silentUntil(
      play(...raised(), does("2026-11-25T10:00:00.000Z", M.receivingManager, "respond", "service-managers")),
      "2026-11-30T17:00:00.000Z",
    );
    expect(eventsOf(story.history, "ClockMet")).toMatchObject([{ clock: "respond" }]);
    expect(fellDue(story)).toEqual([
      "half time service-managers/settle 2026-11-26T09:30Z",
      "last day service-managers/settle 2026-11-30T09:30Z",
      "passed service-managers/settle 2026-11-30T17:00Z",
    ]);
    expect(eventsOf(story.history, "StageEnded")).toMatchObject([
      { how: "deadline passed", next: "safeguarding-leads" },
    ]);
  });

  test("MED-02 whoever answers by proposing a resolution, or by rejecting one, has responded", () => {
    const metBy = (...steps: Step[]) =>
      eventsOf(play(...raised(), ...steps).history, "ClockMet").map((each) => each.clock);
    expect(
      metBy(does("2026-11-25T10:00:00.000Z", M.receivingManager, "propose resolution", "service-managers")),
    ).toEqual(["respond"]);
    const raisingProposes = does(
      "2026-11-25T10:00:00.000Z",
      M.raisingManager,
      "propose resolution",
      "service-managers",
    );
    expect(metBy(raisingProposes)).toEqual([]);
    expect(
      metBy(
        raisingProposes,
        does("2026-11-25T11:00:00.000Z", M.receivingManager, "reject resolution", "service-managers"),
      ),
    ).toEqual(["respond"]);
  });

  test("MED-02, ALL-09 no response at all is recorded, and the stage's own end says it to those concerned", () => {
    const story = silentUntil(play(...raised()), "2026-11-30T17:00:00.000Z");
    expect(fellDue(story)).toEqual([
      "half time service-managers/respond 2026-11-26T09:30Z",
      "half time service-managers/settle 2026-11-26T09:30Z",
      "last day service-managers/respond 2026-11-30T09:30Z",
      "last day service-managers/settle 2026-11-30T09:30Z",
      "passed service-managers/respond 2026-11-30T17:00Z",
      "passed service-managers/settle 2026-11-30T17:00Z",
    ]);
  });

  test("MED-02, ALL-07 a resolution proposed on the last day has until the end of the next working day to be answered", () => {
    const proposed = [
      ...raised(),
      does("2026-11-30T16:30:00.000Z", M.receivingManager, "propose resolution", "service-managers"),
    ];
    expect(dueDates(play(...proposed)).at(-1)).toBe("service-managers/answer-proposal 2026-12-01T17:00Z");
    const story = play(...proposed, tick("2026-12-01T17:02:00.000Z"));
    expect(eventsOf(story.history, "StageEnded")).toMatchObject([{ how: "deadline passed" }]);
  });
});

describe("Medway, after the Executive's outcome", () => {
  const concluded = [
    ...at("partnership"),
    does("2026-12-01T12:00:00.000Z", M.executive, "give outcome", "partnership"),
  ];

  test("MED-12 the outcome ends the escalation; the review is owed by the scrutineer and chased until it is recorded", () => {
    const story = play(...concluded);
    expect(story.state).toMatchObject({ phase: "duties", how: "outcome given" });
    expect(dueDates(story).at(-1)).toBe("partnership/review 2026-12-15T17:00Z");
    // 23, 24, 29, 30, 31 December are the five working days between the two chases.
    expect(fellDue(silentUntil(story, "2027-01-04T12:00:00.000Z"))).toEqual([
      "half time partnership/review 2026-12-08T09:30Z",
      "last day partnership/review 2026-12-15T09:30Z",
      "passed partnership/review 2026-12-15T17:00Z",
      "chase partnership/review 2026-12-22T09:30Z",
      "chase partnership/review 2026-12-31T09:30Z",
    ]);
  });

  test("MED-12 the review closes it, by the scrutineer alone", () => {
    const review = (seat: string) =>
      does("2026-12-02T12:00:00.000Z", seat, "do duty", "partnership", { duty: "partnership/review" });
    for (const other of [M.executive, M.raisingDirector, M.inbox, raiser])
      expect(() => play(...concluded, review(other))).toThrow("Somebody else has to do this");
    const story = play(...concluded, review(M.scrutineer));
    expect(story.commits.at(-1)).toMatchObject([
      { type: "DutyDone", duty: "review", by: { side: "partnership", role: "scrutineer" } },
      { type: "ClockMet", clock: "review" },
      { type: "EscalationClosed", how: "outcome given" },
    ]);
  });

  test("MED-12 silence before the Executive never closes it: it is chased every fifth working day", () => {
    const story = silentUntil(play(...at("partnership")), "2027-01-12T12:00:00.000Z");
    // 29, 30, 31 December, 4, 5 January; then 6, 7, 8, 11, 12 January.
    expect(fellDue(story).slice(-3)).toEqual([
      "passed partnership/conclude 2026-12-24T17:00Z",
      "chase partnership/conclude 2027-01-05T09:30Z",
      "chase partnership/conclude 2027-01-12T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "partnership" });
  });
});
