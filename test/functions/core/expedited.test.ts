/** SHR-07: Shropshire's stages where someone is at risk of harm. London is on UTC from November to March. Dates by hand. */
import { describe, expect, test } from "vitest";
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
  tick,
  type Step,
} from "../../support/core.ts";

const S = seats.shropshire;
const raised = (at: string, over: Parameters<typeof raise>[1] = {}): Step[] => [
  raise(at, { area: "shropshire", arose: at, ...over }),
  open(at),
];
const flags = (at: string): Step => does(at, raiser, "flag immediate risk", "professionals");
/** The stages' own five, without what the partnership decides. */
const five = (story: Parameters<typeof dueDates>[0]) => dueDates(story).filter((each) => !each.includes("isolated"));

describe("what a proposal changes", () => {
  test.each([
    ["flagged when it was raised", play(...raised("2026-11-23T10:00:00.000Z", { immediateRisk: true }))],
    [
      "flagged in the course of the stage",
      play(...raised("2026-11-23T10:00:00.000Z"), flags("2026-11-23T11:00:00.000Z")),
    ],
  ])("SHR-07 a resolution proposed in time gives no time beyond the day, %s", (_when, story) => {
    const proposed = goOn(
      story,
      does("2026-11-23T16:00:00.000Z", S.practitioner, "propose resolution", "professionals"),
    );
    expect(eventsOf(proposed.commits.at(-1) ?? [], "ClockStarted")).toEqual([]);
    const silent = goOn(proposed, tick("2026-11-23T17:02:00.000Z"));
    expect(eventsOf(silent.commits.at(-1) ?? [], "StageEnded")).toMatchObject([
      { stage: "professionals", how: "deadline passed", next: "line-managers" },
    ]);
  });
});

describe("flagged when it is raised", () => {
  test("SHR-07 each stage is due by the end of the working day on which it opens", () => {
    const story = silentUntil(
      play(...raised("2026-11-23T10:00:00.000Z", { immediateRisk: true })),
      "2026-11-27T17:00:00.000Z",
    );
    // Each climbs at 17:02, out of hours, so that the next has the next working day.
    expect(five(story)).toEqual([
      "professionals/settle 2026-11-23T17:00Z",
      "line-managers/settle 2026-11-24T17:00Z",
      "formal-escalation/settle 2026-11-25T17:00Z",
      "senior-managers/settle 2026-11-26T17:00Z",
      "assistant-director/decide 2026-11-27T17:00Z",
    ]);
    expect(eventsOf(story.history, "StageOpened").map((each) => each.stage)).toEqual([
      "professionals",
      "line-managers",
      "formal-escalation",
      "senior-managers",
      "assistant-director",
    ]);
    // Passing one is a breach: these are no guide.
    expect(eventsOf(story.history, "DeadlinePassed").every((each) => !each.guide)).toBe(true);
  });

  test("SHR-07 opened within the day, several stages can fall on one day", () => {
    const at = "2026-11-23T14:00:00.000Z";
    const story = play(
      ...raised("2026-11-23T10:00:00.000Z", { immediateRisk: true }),
      does("2026-11-23T11:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-23T11:00:00.000Z"),
      does(at, S.raisingManager, "declare unresolved", "line-managers"),
      open(at),
    );
    expect(five(story)).toEqual([
      "professionals/settle 2026-11-23T17:00Z",
      "line-managers/settle 2026-11-23T17:00Z",
      "formal-escalation/settle 2026-11-23T17:00Z",
    ]);
    expect(listsDue(story)).toEqual([
      "line-managers/checklist 2026-11-23T17:00Z",
      "formal-escalation/checklist 2026-11-23T17:00Z",
    ]);
  });

  test.each([
    ["in the evening", "2026-11-23T18:30:00.000Z", "2026-11-24T17:00Z"],
    ["at 17:00 itself", "2026-11-23T17:00:00.000Z", "2026-11-24T17:00Z"],
    ["just before it", "2026-11-23T16:59:59.999Z", "2026-11-23T17:00Z"],
    ["before 09:00", "2026-11-23T06:00:00.000Z", "2026-11-23T17:00Z"],
    ["on a Saturday", "2026-11-21T11:00:00.000Z", "2026-11-23T17:00Z"],
    ["on Christmas Eve after hours", "2026-12-24T18:00:00.000Z", "2026-12-29T17:00Z"],
    ["on Christmas Day", "2026-12-25T12:00:00.000Z", "2026-12-29T17:00Z"],
    ["in summer, at 17:30 in London", "2026-06-15T16:30:00.000Z", "2026-06-16T16:00Z"],
    ["in summer, at 16:30 in London", "2026-06-15T15:30:00.000Z", "2026-06-15T16:00Z"],
  ])("SHR-07 raised %s (%s), stage 1 is due by %s", (_when, at, due) => {
    expect(dueDates(play(...raised(at, { immediateRisk: true })))).toEqual([`professionals/settle ${due}`]);
  });

  test("SHR-07 opened only on a later day, it is due by the end of that one", () => {
    const friday = "2026-11-20T16:00:00.000Z";
    const story = play(
      raise(friday, { area: "shropshire", arose: friday, immediateRisk: true }),
      open("2026-11-23T10:00:00.000Z"),
    );
    expect(dueDates(story)).toEqual(["professionals/settle 2026-11-23T17:00Z"]);
  });

  test("SHR-06, SHR-07 over Christmas no stage has longer than it would have without the flag", () => {
    const at = "2026-12-23T10:00:00.000Z";
    const expedited = silentUntil(play(...raised(at, { immediateRisk: true })), "2026-12-31T17:00:00.000Z");
    expect(five(expedited)).toEqual([
      "professionals/settle 2026-12-23T17:00Z",
      "line-managers/settle 2026-12-24T17:00Z",
      "formal-escalation/settle 2026-12-29T17:00Z",
      "senior-managers/settle 2026-12-30T17:00Z",
      "assistant-director/decide 2026-12-31T17:00Z",
    ]);
    // Without it: 24, 29 | 30, 31 | 4 January | 5, 6 | 7, 8.
    expect(five(silentUntil(play(...raised(at)), "2027-01-08T17:00:00.000Z"))).toEqual([
      "professionals/settle 2026-12-29T17:00Z",
      "line-managers/settle 2026-12-31T17:00Z",
      "formal-escalation/settle 2027-01-04T17:00Z",
      "senior-managers/settle 2027-01-06T17:00Z",
      "assistant-director/decide 2027-01-08T17:00Z",
    ]);
  });
});

describe("flagged later", () => {
  const first = play(...raised("2026-11-23T10:00:00.000Z"));

  test("SHR-07 in the middle of a stage, its clocks are due by the end of that working day, on the record", () => {
    const second = goOn(
      first,
      does("2026-11-23T11:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-23T11:00:00.000Z"),
    );
    given(...second.history)
      .when(flags("2026-11-24T10:00:00.000Z"))
      .then(
        { type: "ImmediateRiskFlagged", stage: "line-managers", guide: false },
        {
          type: "DeadlinesExpedited",
          v: 1,
          at: "2026-11-24T10:00:00.000Z",
          stage: "line-managers",
          clocks: [
            { stage: "line-managers", clock: "settle", due: "2026-11-24T17:00:00.000Z", reminders: [] },
            { stage: "line-managers", clock: "checklist", due: "2026-11-24T17:00:00.000Z", reminders: [] },
          ],
        },
      );
    const story = silentUntil(goOn(second, flags("2026-11-24T10:00:00.000Z")), "2026-11-25T17:00:00.000Z");
    // 4 working days would have been until the 27th, 5 until the 30th.
    expect(fellDue(story)).toEqual([
      "passed line-managers/settle 2026-11-24T17:00Z",
      "last day formal-escalation/settle 2026-11-25T09:30Z",
      "last day formal-escalation/checklist 2026-11-25T09:30Z",
      "passed formal-escalation/settle 2026-11-25T17:00Z",
    ]);
  });

  test("SHR-07 everybody who acts hears of the flag, with the partnership and who raised it", () => {
    expect(noticesOfLast(goOn(first, flags("2026-11-24T10:00:00.000Z")))).toEqual([
      "immediate risk → raiser",
      `immediate risk → ${S.practitioner}`,
      `immediate risk → ${S.inbox}`,
    ]);
  });

  test.each([
    ["in the evening", "2026-11-23T18:30:00.000Z", "2026-11-24T17:00:00.000Z"],
    ["at night", "2026-11-24T02:00:00.000Z", "2026-11-24T17:00:00.000Z"],
  ])("SHR-07 flagged %s, it is the end of the next day that is worked", (_when, at, due) => {
    given(...first.history)
      .when(flags(at))
      .then({ type: "ImmediateRiskFlagged" }, { type: "DeadlinesExpedited", clocks: [{ due }] });
  });

  test("SHR-07 flagged at the weekend, on the Monday; and never after the stage's own date", () => {
    const friday = play(...raised("2026-11-27T10:00:00.000Z"));
    given(...friday.history)
      .when(flags("2026-11-28T10:00:00.000Z"))
      .then(
        { type: "ImmediateRiskFlagged" },
        { type: "DeadlinesExpedited", clocks: [{ due: "2026-11-30T17:00:00.000Z" }] },
      );
    // On the stage's last day, and out of hours before it, nothing is left to bring nearer.
    const last = goOn(first, tick("2026-11-25T09:32:00.000Z"));
    for (const at of ["2026-11-25T10:00:00.000Z", "2026-11-24T20:00:00.000Z"])
      given(...(at < "2026-11-25" ? first : last).history)
        .when(flags(at))
        .then({ type: "ImmediateRiskFlagged" });
  });

  test("SHR-07 flagged over Christmas, on the first working day after it", () => {
    const eve = play(...raised("2026-12-24T10:00:00.000Z"));
    expect(dueDates(eve)).toEqual(["professionals/settle 2026-12-30T17:00Z"]);
    given(...eve.history)
      .when(flags("2026-12-26T10:00:00.000Z"))
      .then(
        { type: "ImmediateRiskFlagged" },
        { type: "DeadlinesExpedited", clocks: [{ due: "2026-12-29T17:00:00.000Z" }] },
      );
  });

  test("SHR-07, ALL-04 a shorter timescale that is set already stays", () => {
    const shortened = goOn(
      first,
      does("2026-11-23T11:00:00.000Z", raiser, "shorten deadline", "professionals", {
        until: "2026-11-23T15:00:00.000Z",
      }),
    );
    given(...shortened.history)
      .when(flags("2026-11-23T12:00:00.000Z"))
      .then({ type: "ImmediateRiskFlagged" });
  });

  test("SHR-07 flagged twice, the second is recorded and moves nothing", () => {
    const flagged = goOn(first, flags("2026-11-23T11:00:00.000Z"));
    given(...flagged.history)
      .when(flags("2026-11-23T12:00:00.000Z"))
      .then({ type: "ImmediateRiskFlagged" });
  });

  test("SHR-07 between two stages, the next has the end of the working day on which it opens", () => {
    const story = goOn(
      first,
      does("2026-11-23T11:00:00.000Z", raiser, "declare unresolved", "professionals"),
      flags("2026-11-23T11:00:30.000Z"),
      open("2026-11-23T11:01:00.000Z"),
    );
    expect(dueDates(story).at(-1)).toBe("line-managers/settle 2026-11-23T17:00Z");
  });

  test("SHR-10 what the partnership decides afterwards is no stage's deadline, and is not expedited", () => {
    const fourth = silentUntil(first, "2026-11-30T17:00:00.000Z");
    expect(fourth.state).toMatchObject({ stage: "senior-managers" });
    // Ten working days from Monday 30 November: Monday 14 December.
    expect(dueDates(fourth)).toContain("senior-managers/isolated-or-systemic 2026-12-14T17:00Z");
    given(...fourth.history)
      .when(flags("2026-12-01T09:00:00.000Z"))
      .then(
        { type: "ImmediateRiskFlagged" },
        {
          type: "DeadlinesExpedited",
          clocks: [
            { clock: "settle", due: "2026-12-01T17:00:00.000Z" },
            { clock: "checklist", due: "2026-12-01T17:00:00.000Z" },
          ],
        },
      );
  });

  test("SHR-07 at stage 5 the decision is due by then, and chased", () => {
    const fifth = silentUntil(first, "2026-12-02T17:00:00.000Z");
    const flagged = silentUntil(goOn(fifth, flags("2026-12-03T09:00:00.000Z")), "2026-12-04T12:00:00.000Z");
    expect(fellDue(flagged).filter((each) => each.includes("/decide"))).toEqual([
      "last day assistant-director/decide 2026-12-03T09:30Z",
      "passed assistant-director/decide 2026-12-03T17:00Z",
      "chase assistant-director/decide 2026-12-04T09:30Z",
    ]);
  });

  test("ALL-05 the other policies expedite nothing", () => {
    for (const area of ["milton-keynes", "medway", "kent"] as const) {
      const at = "2026-11-23T10:00:00.000Z";
      const story = play(raise(at, { area }), open(at));
      const seat = raiser;
      given(...story.history)
        .when(does("2026-11-23T11:00:00.000Z", seat, "flag immediate risk", story.state.opened[0]?.stage ?? ""))
        .then({ type: "ImmediateRiskFlagged", guide: false });
    }
  });
});
