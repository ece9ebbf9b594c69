/** Figures of a period against those worked out by hand from the events. */
import { describe, expect, test } from "vitest";
import { factsOf, type Facts } from "../../../functions/figures/facts.ts";
import { figuresOf, themesOf } from "../../../functions/figures/figures.ts";
import { beginOf, endOf, isIn } from "../../../functions/figures/period.ts";
import {
  does,
  goOn,
  knowsleyRaised,
  play,
  raiser,
  seats,
  silentUntil,
  type Played,
  type Step,
} from "../../support/core.ts";
import { facts } from "../../support/facts.ts";

const november = { from: "2026-11-01", to: "2026-11-30" };
const factsIn = (reference: string, story: Played) => factsOf({ reference, history: story.history }, story.rules);
const of = (raising: string, receiving: string, disagreement: string) => ({
  raising: { agency: raising },
  receiving: { agency: receiving },
  disagreement,
});

/** Agreed at stage 1 by the two practitioners. */
const agreed = (at: string): Step[] => [
  does(at, seats.knowsley.practitioner, "propose resolution", "practitioners"),
  does(at, raiser, "accept resolution", "practitioners"),
];

/**
 * Five of November, by hand:
 * A  Mon 2, school with care, level of need: agreed on Wed 4 at stage 1. 2 working days, within.
 * B  Mon 2, school with care, step up step down (level of need): climbs Thu 5 at 17:00, Thu 12, and is withdrawn on
 *    Fri 13 at stage 3. 9 working days; two deadlines passed.
 * C  Tue 10, clinic with care, level of need, raised late: in silence; stage 1 passed on Fri 13, stage 2 on Fri 20, stage
 *    3 on Fri 27; the Chair has it, due on Fri 4 December.
 * D  Mon 23, care with school, roles: in silence; stage 1 passed on Thu 26; stage 2 is due on Thu 3 December.
 * E  Fri 30 October, so not raised in November: agreed on Mon 2 November at stage 1. 1 working day, within.
 */
function novemberStories(): Facts[] {
  const a = play(
    ...knowsleyRaised("2026-11-02T10:00:00.000Z", {
      ...of("school", "care", "level-of-need"),
      arose: "2026-11-02T00:00:00.000Z",
    }),
    ...agreed("2026-11-04T10:00:00.000Z"),
  );
  const b = goOn(
    silentUntil(
      play(
        ...knowsleyRaised("2026-11-02T11:00:00.000Z", {
          ...of("school", "care", "step-up-step-down"),
          arose: "2026-11-02T00:00:00.000Z",
        }),
      ),
      "2026-11-12T23:00:00.000Z",
    ),
    does("2026-11-13T10:00:00.000Z", raiser, "withdraw", "senior-managers"),
  );
  const c = silentUntil(
    play(
      ...knowsleyRaised("2026-11-10T10:00:00.000Z", {
        ...of("clinic", "care", "level-of-need"),
        arose: "2026-11-02T00:00:00.000Z",
      }),
    ),
    "2026-11-30T23:59:00.000Z",
  );
  const d = silentUntil(
    play(
      ...knowsleyRaised("2026-11-23T10:00:00.000Z", {
        ...of("care", "school", "roles"),
        arose: "2026-11-23T00:00:00.000Z",
      }),
    ),
    "2026-11-30T23:59:00.000Z",
  );
  const e = play(
    ...knowsleyRaised("2026-10-30T10:00:00.000Z", {
      ...of("school", "care", "level-of-need"),
      arose: "2026-10-30T00:00:00.000Z",
    }),
    ...agreed("2026-11-02T10:00:00.000Z"),
  );
  return [
    factsIn("AAAA-2222", a),
    factsIn("BBBB-2222", b),
    factsIn("CCCC-2222", c),
    factsIn("DDDD-2222", d),
    factsIn("EEEE-2222", e),
  ];
}

describe("the figures of a period", () => {
  test("ALL-12, ALL-03 of five escalations are those worked out by hand", () => {
    expect(figuresOf(novemberStories(), november, "2026-12-02T09:00:00.000Z")).toEqual({
      period: november,
      at: "2026-12-01T00:00:00.000Z",
      raised: {
        number: 4,
        late: 1,
        immediateRisk: 0,
        byType: [
          { type: "threshold or level of need", number: 3 },
          { type: "roles and responsibilities", number: 1 },
        ],
        byAgencies: [
          { raising: "school", receiving: "care", number: 2 },
          { raising: "care", receiving: "school", number: 1 },
          { raising: "clinic", receiving: "care", number: 1 },
        ],
        byArea: [{ area: "knowsley", number: 4 }],
      },
      ended: {
        number: 3,
        byOutcome: [
          { outcome: "resolved", number: 2 },
          { outcome: "withdrawn", number: 1 },
        ],
        byType: [{ type: "threshold or level of need", number: 3, resolved: 2 }],
        byStageReached: [
          { policy: "knowsley", stage: "practitioners", title: "Stage 1: practitioners", number: 2 },
          { policy: "knowsley", stage: "senior-managers", title: "Stage 3: senior managers", number: 1 },
        ],
        workingDays: { median: 2, longest: 9 },
        withinTimescale: 2,
      },
      // A1 and E1 within; B3 ended by the withdrawal, within; B1, B2, C1, C2, C3 and D1 not.
      stages: { within: 3, passed: 6, guidePassed: 0 },
      deadlines: { passed: 6, guidePassed: 0 },
      open: {
        number: 2,
        overdue: 0,
        byStage: [
          { policy: "knowsley", stage: "chair", title: "Stage 4: the Chair of the partnership", number: 1, overdue: 0 },
          { policy: "knowsley", stage: "line-managers", title: "Stage 2: line managers", number: 1, overdue: 0 },
        ],
      },
      themes: [
        {
          rule: "same type three times or more",
          type: "threshold or level of need",
          number: 3,
          references: ["AAAA-2222", "BBBB-2222", "CCCC-2222"],
        },
        {
          rule: "same type between the same two agencies",
          type: "threshold or level of need",
          between: ["care", "school"],
          number: 2,
          references: ["AAAA-2222", "BBBB-2222"],
        },
      ],
    });
  });

  test("ALL-12 in a period that is not over, what is open is as it stands now: overdue once its deadline is past", () => {
    const now = { from: "2026-12-01", to: "2026-12-31" };
    const open = (at: string) => figuresOf(novemberStories(), now, at).open;
    expect(open("2026-12-03T17:00:00.000Z")).toMatchObject({ number: 2, overdue: 0 });
    expect(open("2026-12-03T17:00:00.001Z")).toMatchObject({ number: 2, overdue: 1 });
    expect(open("2026-12-05T09:00:00.000Z")).toMatchObject({ number: 2, overdue: 2 });
  });

  test("ALL-12 of a period long past, what was open then is told as it was then", () => {
    const { at, open } = figuresOf(
      novemberStories(),
      { from: "2026-11-02", to: "2026-11-10" },
      "2027-03-01T09:00:00.000Z",
    );
    expect(at).toBe("2026-11-11T00:00:00.000Z");
    // B had gone to the line managers, C was with the practitioners; A and E had ended, D was not raised.
    expect(open.byStage).toEqual([
      { policy: "knowsley", stage: "line-managers", title: "Stage 2: line managers", number: 1, overdue: 0 },
      { policy: "knowsley", stage: "practitioners", title: "Stage 1: practitioners", number: 1, overdue: 0 },
    ]);
  });

  test("ALL-12 of nothing there is nothing, and no time taken", () => {
    const { raised, ended, themes } = figuresOf([], november, "2026-12-02T09:00:00.000Z");
    expect([raised.number, ended.number, themes]).toEqual([0, 0, []]);
    expect(ended).not.toHaveProperty("workingDays");
  });

  test("the median of an even number lies between the two in the middle", () => {
    const ended = [1, 9, 4, 2].map((workingDays, index) =>
      facts({ reference: `${index}`, outcome: "resolved", endedAt: "2026-11-20T10:00:00.000Z", workingDays }),
    );
    expect(figuresOf(ended, november, "2026-12-02T09:00:00.000Z").ended.workingDays).toEqual({ median: 3, longest: 9 });
  });
});

describe("the edges of a period", () => {
  test.each([
    // GMT: midnight in London is midnight UTC.
    ["2026-11-01", "2026-11-30", "2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
    // The clocks go forward on 29 March 2026 and back on 25 October 2026.
    ["2026-03-01", "2026-03-31", "2026-03-01T00:00:00.000Z", "2026-03-31T23:00:00.000Z"],
    ["2026-10-01", "2026-10-31", "2026-09-30T23:00:00.000Z", "2026-11-01T00:00:00.000Z"],
    ["2026-10-25", "2026-10-25", "2026-10-24T23:00:00.000Z", "2026-10-26T00:00:00.000Z"],
  ])(
    "ALL-12 %s to %s is from midnight to midnight in London, changes of the clock included",
    (from, to, begin, end) => {
      const period = { from, to };
      expect([beginOf(period), endOf(period)]).toEqual([begin, end]);
      const before = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();
      const counted = (raisedAt: string) =>
        figuresOf([facts({ raisedAt })], period, "2027-01-01T00:00:00.000Z").raised.number;
      expect([before(begin), begin, before(end), end].map(counted)).toEqual([0, 1, 1, 0]);
      expect(isIn(period, undefined)).toBe(false);
    },
  );
});

describe("themes that recur", () => {
  const one = (reference: string, changes: Partial<Facts>) => facts({ reference, ...changes });

  test("ALL-12 twice between the same two agencies is one, whichever of the two raised it; twice with different ones is none", () => {
    const there = one("A", { raising: "school", receiving: "care", commonType: "timeliness" });
    const back = one("B", { raising: "care", receiving: "school", commonType: "timeliness" });
    const elsewhere = one("C", { raising: "clinic", receiving: "care", commonType: "timeliness" });
    expect(themesOf([there, back])).toEqual([
      {
        rule: "same type between the same two agencies",
        type: "timeliness",
        between: ["care", "school"],
        number: 2,
        references: ["A", "B"],
      },
    ]);
    expect(themesOf([there, elsewhere])).toEqual([]);
    expect(themesOf([there, { ...back, commonType: "records and minutes" }])).toEqual([]);
  });

  test("ALL-12 three of a type are one, whoever they are between; what no list names is not alike", () => {
    const three = (commonType: Facts["commonType"]) =>
      ["a", "b", "c"].map((raising) => one(raising, { raising, commonType }));
    expect(themesOf(three("timeliness"))).toEqual([
      { rule: "same type three times or more", type: "timeliness", number: 3, references: ["a", "b", "c"] },
    ]);
    expect(themesOf(three("other"))).toEqual([]);
  });
});
