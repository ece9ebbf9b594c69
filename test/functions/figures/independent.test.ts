/**
 * The figures of a period against a count of the raw events: several hundred generated escalations under every policy, counted
 * here in words of this file's own. Nothing of functions/figures is used but what is tested.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { EscalationEvent, EventOf, EventType } from "../../../functions/core/events.ts";
import { factsOf } from "../../../functions/figures/facts.ts";
import { figuresOf, type Figures } from "../../../functions/figures/figures.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import { generate } from "../../scale/generated.ts";
import { inventPartnerships } from "../../scale/partnerships.ts";

const invented = inventPartnerships(5);
const plan = { escalations: 600, measured: 0, years: 1, seed: 3 };

interface Told {
  readonly reference: string;
  readonly policy: Policy;
  readonly history: readonly EscalationEvent[];
}

const all: readonly Told[] = Array.from({ length: plan.escalations }, (_, place): Told => {
  // One partnership after the other, so that each policy has as many.
  const of = invented[place % invented.length];
  if (!of) throw new Error("There is no partnership");
  const { life } = generate(place, { ...plan, measured: plan.escalations }, [of]);
  return { reference: life.reference, policy: of.rules.policy, history: life.history };
});
const factsOfAll = all.map(({ reference, history, policy }) => {
  const rules = invented.find((each) => each.rules.policy === policy)?.rules;
  if (!rules) throw new Error("There are no rules");
  return factsOf({ reference, history }, rules);
});

const londonDay = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" });
/** The day in London of an instant. */
const dayOn = (instant: string) => londonDay.format(new Date(instant));
const within = ({ from, to }: Period, instant: string) => dayOn(instant) >= from && dayOn(instant) <= to;

interface Period {
  readonly from: string;
  readonly to: string;
}

const holidays = new Set(
  (
    JSON.parse(readFileSync("policies/calendar/bank-holidays/england-and-wales.json", "utf8")) as {
      readonly events: readonly { readonly date: string }[];
    }
  ).events.map((each) => each.date),
);

/** The days after one up to another on which offices work. */
function workedBetween(first: string, last: string): number {
  let worked = 0;
  for (let day = new Date(`${first}T12:00:00Z`); ;) {
    day = new Date(day.getTime() + 86_400_000);
    const written = day.toISOString().slice(0, 10);
    if (written > last) return worked;
    if (![0, 6].includes(day.getUTCDay()) && !holidays.has(written)) worked += 1;
  }
}

const only = <T extends EventType>({ history }: Told, ...types: T[]) =>
  history.filter((each): each is EventOf<T> => (types as string[]).includes(each.type));

function raising(of: Told): EventOf<"EscalationRaised"> {
  const [first] = only(of, "EscalationRaised");
  if (!first) throw new Error("It was never raised");
  return first;
}

/** What settled it: an accepted resolution, the last body's outcome, or its withdrawal; the first of these. */
const settling = (of: Told) => only(of, "ResolutionAccepted", "OutcomeGiven", "EscalationWithdrawn")[0];
const outcomes = {
  ResolutionAccepted: "resolved",
  OutcomeGiven: "outcome given",
  EscalationWithdrawn: "withdrawn",
} as const;

const typeIn = (of: Told) =>
  of.policy.disagreements.find((each) => each.id === raising(of).disagreement)?.reportedAs ?? "other";

const isRisky = (of: Told) => raising(of).immediateRisk || only(of, "ImmediateRiskFlagged").length > 0;

/** The clocks by which a stage itself is to end: neither what is owed beside it nor what is only noted. */
const limits = (of: Told, stage: string) =>
  only(of, "ClockStarted").filter(
    (each) => each.stage === stage && ["stage", "proposal"].includes(each.kind) && each.whenPassed !== "note",
  );

function howKept(of: Told, stage: string): "within" | "passed" | "guidePassed" {
  const own = new Set(limits(of, stage).map((each) => each.clock));
  const gone = only(of, "DeadlinePassed").filter((each) => each.stage === stage && own.has(each.clock));
  return gone.some((each) => !each.guide) ? "passed" : gone.length > 0 ? "guidePassed" : "within";
}

/** What happened up to an instant, that instant among it. */
const until = (of: Told, at: string): Told => ({ ...of, history: of.history.filter((each) => each.at <= at) });

/** By when the stage that was open at an instant was to end, as things stood then. */
function dueThen(whole: Told, stage: string, at: string): string | undefined {
  const of = until(whole, at);
  const clocks = limits(of, stage).map(({ clock, at: begun }) => {
    const dues = of.history.flatMap((each) => {
      if (each.type === "ClockStarted") return each.stage === stage && each.clock === clock ? [each.due] : [];
      const moved =
        each.type === "DateAgreed" ||
        each.type === "DeadlineShortened" ||
        each.type === "DeadlinesExpedited" ||
        each.type === "DeadlinesReplanned";
      return moved ? each.clocks.filter((one) => one.stage === stage && one.clock === clock).map((one) => one.due) : [];
    });
    const over = only(of, "ClockMet").some((each) => each.stage === stage && each.clock === clock && each.at >= begun);
    return { due: dues.at(-1) ?? "", over };
  });
  const waited = clocks.filter((each) => !each.over);
  return (waited.length > 0 ? waited : clocks)
    .map((each) => each.due)
    .toSorted()
    .at(-1);
}

/** How many of each, as lines that can be compared whatever their order. */
function counted(some: readonly object[]): string[] {
  const groups = Map.groupBy(some, (each) => JSON.stringify(each));
  return [...groups].map(([key, those]) => `${key} ${those.length}`).toSorted();
}
const asCounted = (rows: readonly { number: number }[]) =>
  rows.map(({ number, ...key }) => `${JSON.stringify(key)} ${number}`).toSorted();

function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(half)] ?? 0)
    : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

/** Every figure, counted; lists as lines in alphabetical order. */
function count(told: readonly Told[], period: Period, at: string) {
  const raised = told.filter((each) => within(period, raising(each).at));
  const ended = told.filter((each) => {
    const end = settling(each);
    return end !== undefined && within(period, end.at);
  });
  const furthest = (of: Told) => {
    const opened = new Set(only(of, "StageOpened").map((each) => each.stage));
    return of.policy.stages.findLast((each) => opened.has(each.stage));
  };
  const stageKey = (of: Told, stage: { stage: string; title: string } | undefined) => ({
    policy: of.policy.policy,
    stage: stage?.stage,
    title: stage?.title,
  });
  const days = ended.map((each) => workedBetween(dayOn(raising(each).at), dayOn(settling(each)?.at ?? "")));
  const stagesEnded = told.flatMap((of) =>
    only(of, "StageEnded")
      .filter((each) => within(period, each.at))
      .map((each) => howKept(of, each.stage)),
  );
  const passed = told.flatMap((of) => only(of, "DeadlinePassed").filter((each) => within(period, each.due)));
  const open = told
    .filter((each) => raising(each).at <= at && !((settling(each)?.at ?? "9") <= at))
    .map((of) => {
      const stage = only(until(of, at), "StageOpened").at(-1)?.stage ?? "";
      return {
        key: stageKey(
          of,
          of.policy.stages.find((each) => each.stage === stage),
        ),
        overdue: (dueThen(of, stage, at) ?? "9") < at,
      };
    });
  const known = raised.filter((each) => typeIn(each) !== "other");
  const pairs = Map.groupBy(known, (each) =>
    JSON.stringify([typeIn(each), [raising(each).raising.agency, raising(each).receiving.agency].toSorted()]),
  );
  const often = Map.groupBy(known, typeIn);
  const references = (some: readonly Told[]) => some.map((each) => each.reference).toSorted();
  return {
    raised: {
      number: raised.length,
      late: raised.filter((each) => raising(each).raiseBy?.late).length,
      immediateRisk: raised.filter(isRisky).length,
      byType: counted(raised.map((each) => ({ type: typeIn(each) }))),
      byAgencies: counted(
        raised.map((each) => ({ raising: raising(each).raising.agency, receiving: raising(each).receiving.agency })),
      ),
      byArea: counted(raised.map((each) => ({ area: raising(each).area }))),
    },
    ended: {
      number: ended.length,
      byOutcome: counted(ended.map((each) => ({ outcome: outcomes[settling(each)?.type ?? "OutcomeGiven"] }))),
      byType: [...Map.groupBy(ended, typeIn)]
        .map(([type, some]) => {
          const resolved = some.filter((each) => settling(each)?.type === "ResolutionAccepted").length;
          return `${type}: ${some.length}, of which resolved ${resolved}`;
        })
        .toSorted(),
      byStageReached: counted(ended.map((each) => stageKey(each, furthest(each)))),
      workingDays: days.length > 0 ? { median: middle(days), longest: Math.max(...days) } : undefined,
      withinTimescale: ended.filter((of) =>
        only(of, "StageOpened").every((each) => howKept(of, each.stage) !== "passed"),
      ).length,
    },
    stages: {
      within: stagesEnded.filter((each) => each === "within").length,
      passed: stagesEnded.filter((each) => each === "passed").length,
      guidePassed: stagesEnded.filter((each) => each === "guidePassed").length,
    },
    deadlines: {
      passed: passed.filter((each) => !each.guide).length,
      guidePassed: passed.filter((each) => each.guide).length,
    },
    open: {
      number: open.length,
      overdue: open.filter((each) => each.overdue).length,
      byStage: [...Map.groupBy(open, (each) => JSON.stringify(each.key))]
        .map(([key, some]) => `${key} ${some.length}, overdue ${some.filter((each) => each.overdue).length}`)
        .toSorted(),
    },
    themes: [
      ...[...often].flatMap(([type, some]) =>
        some.length >= 3 ? [`${type}, three times or more: ${references(some).join(" ")}`] : [],
      ),
      ...[...pairs].flatMap(([key, some]) =>
        some.length >= 2 ? [`${key}, between the same two: ${references(some).join(" ")}`] : [],
      ),
    ].toSorted(),
  };
}

/** The service's figures, in the form in which they are counted here. */
function asRead(figures: Figures) {
  const { raised, ended, stages, deadlines, open, themes } = figures;
  const { workingDays } = ended;
  return {
    raised: {
      ...raised,
      byType: asCounted(raised.byType),
      byAgencies: asCounted(raised.byAgencies),
      byArea: asCounted(raised.byArea),
    },
    ended: {
      ...ended,
      byOutcome: asCounted(ended.byOutcome),
      byType: ended.byType
        .map(({ type, number, resolved }) => `${type}: ${number}, of which resolved ${resolved}`)
        .toSorted(),
      byStageReached: asCounted(ended.byStageReached),
      workingDays,
    },
    stages,
    deadlines,
    open: {
      ...open,
      byStage: open.byStage
        .map(({ number, overdue, ...key }) => `${JSON.stringify(key)} ${number}, overdue ${overdue}`)
        .toSorted(),
    },
    themes: themes
      .map(({ rule, type, between, references }) =>
        rule === "same type three times or more"
          ? `${type}, three times or more: ${references.toSorted().join(" ")}`
          : `${JSON.stringify([type, between])}, between the same two: ${references.toSorted().join(" ")}`,
      )
      .toSorted(),
  };
}

const quarters = [
  ["2024-01-01", "2024-03-31"],
  ["2024-04-01", "2024-06-30"],
  ["2024-07-01", "2024-09-30"],
  ["2024-10-01", "2024-12-31"],
  // The clocks go back in it.
  ["2024-10-27", "2024-10-27"],
  ["2024-02-12", "2024-02-18"],
] as const;

describe("every figure of a period is what the events come to", () => {
  test.each([...invented.map((each) => each.rules.policy.policy), "all"])("ALL-12 under %s", (policy) => {
    const chosen = (each: Told) => policy === "all" || each.policy.policy === policy;
    const told = all.filter(chosen);
    const facts = factsOfAll.filter((_, place) => chosen(all[place] ?? never()));
    expect(told.length).toBeGreaterThanOrEqual(120);
    for (const [from, to] of quarters) {
      const over = new Date(`${to}T12:00:00Z`).getTime() + 86_400_000;
      const midnight = londonMidnight(new Date(over).toISOString().slice(0, 10));
      const figures = figuresOf(facts, { from, to }, "2025-01-10T09:00:00.000Z");
      expect(figures.at).toBe(midnight);
      expect(asRead(figures), `${from} to ${to}`).toEqual(count(told, { from, to }, midnight));
    }
  });

  test("ALL-12 in a period that is not over, what is open is counted as it is now", () => {
    const now = "2025-01-01T00:00:00.000Z";
    const period = { from: "2024-12-01", to: "2025-02-28" };
    expect(asRead(figuresOf(factsOfAll, period, now))).toEqual(count(all, period, now));
    expect(count(all, period, now).open.number).toBeGreaterThan(5);
  });

  test("there is something to count in each of them", () => {
    const { raised, ended, stages, deadlines, open, themes } = count(
      all,
      { from: "2024-04-01", to: "2024-06-30" },
      londonMidnight("2024-07-01"),
    );
    const counted = {
      "raised late": raised.late,
      "raised with immediate risk": raised.immediateRisk,
      "settled within every timescale": ended.withinTimescale,
      "stages within theirs": stages.within,
      "stages past it": stages.passed,
      "stages past a guide": stages.guidePassed,
      "deadlines that passed": deadlines.passed,
      "guides that passed": deadlines.guidePassed,
      open: open.number,
      overdue: open.overdue,
      themes: themes.length,
    };
    for (const [called, number] of Object.entries(counted)) expect(number, called).toBeGreaterThan(0);
    expect(ended.byOutcome).toHaveLength(3);
  });
});

/** Midnight at which a day begins in London, UTC. */
function londonMidnight(day: string): string {
  const summer = `${new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)}T00:00:00.000Z`;
  const earlier = new Date(Date.parse(summer) - 3_600_000).toISOString();
  return dayOn(earlier) === day ? earlier : summer;
}

function never(): never {
  throw new Error("There is no such escalation");
}
