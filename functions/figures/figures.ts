/** The figures of a period (ALL-12), from the facts of its escalations: numbers only, and references where something recurs. */
import type { Day } from "../../policies/calendar/instant.ts";
import type { CommonType } from "../../policies/language/common-types.ts";
import { stageNow, type Facts, type StageFacts } from "./facts.ts";
import { endOf, isIn, type Period } from "./period.ts";

interface OfStage {
  policy: string;
  stage: string;
  title: string;
  number: number;
}

/** What recurs in a period: a type of disagreement between the same two agencies, or three times and more. */
export interface Theme {
  rule: "same type between the same two agencies" | "same type three times or more";
  type: CommonType;
  /** The two agencies, in the order of their ids, where the rule is about two. */
  between?: string[];
  number: number;
  references: string[];
}

export interface Figures {
  period: { from: Day; to: Day };
  /** The open ones are counted as things stood then, UTC: the end of the period, or now where it is not over. */
  at: string;
  raised: {
    number: number;
    late: number;
    immediateRisk: number;
    byType: { type: CommonType; number: number }[];
    byAgencies: { raising: string; receiving: string; number: number }[];
    byArea: { area: string; number: number }[];
  };
  /** Settled in the period, whenever raised. */
  ended: {
    number: number;
    byOutcome: { outcome: "resolved" | "outcome given" | "withdrawn" | "erased"; number: number }[];
    byType: { type: CommonType; number: number; resolved: number }[];
    byStageReached: OfStage[];
    /** From the raising to the end. */
    workingDays?: { median: number; longest: number };
    /** Those of which no stage passed its timescale; a guide that passed is no breach (KNO-01). */
    withinTimescale: number;
  };
  /** Stages that ended in the period, by whether their timescale was kept. */
  stages: { within: number; passed: number; guidePassed: number };
  /** Deadlines of any kind that passed in the period, those of confirmations and the like among them. */
  deadlines: { passed: number; guidePassed: number };
  open: { number: number; overdue: number; byStage: (OfStage & { overdue: number })[] };
  themes: Theme[];
}

/**
 * The figures of a period.
 * @param facts of every escalation that was open or ended in the period or since; others do no harm
 * @param now UTC; in a period that is not over, the open ones are counted as they stand now
 */
export function figuresOf(facts: readonly Facts[], period: Period, now: string): Figures {
  const at = endOf(period) < now ? endOf(period) : now;
  const raised = facts.filter((each) => isIn(period, each.raisedAt));
  const ended = facts.filter((each) => isIn(period, each.endedAt));
  const stages = facts.flatMap((each) => each.stages).filter((each) => isIn(period, each.endedAt));
  const deadlines = facts.flatMap((each) => each.deadlinesPassed).filter((each) => isIn(period, each.due));
  const days = ended.flatMap(({ workingDays }) => workingDays ?? []);
  return {
    period: { from: period.from, to: period.to },
    at,
    raised: {
      number: raised.length,
      late: raised.filter((each) => each.late).length,
      immediateRisk: raised.filter((each) => each.immediateRisk).length,
      byType: grouped(raised, typeOf, numbered),
      byAgencies: grouped(raised, ({ raising, receiving }) => ({ raising, receiving }), numbered),
      byArea: grouped(raised, ({ area }) => ({ area }), numbered),
    },
    ended: {
      number: ended.length,
      byOutcome: grouped(ended, ({ outcome }) => ({ outcome: outcome as Exclude<typeof outcome, "open"> }), numbered),
      byType: grouped(ended, typeOf, (some) => ({
        number: some.length,
        resolved: some.filter((each) => each.outcome === "resolved").length,
      })),
      byStageReached: grouped(
        ended.filter((each) => each.highest),
        (each) =>
          ofStage(
            each,
            each.stages.find(({ stage }) => stage === each.highest),
          ),
        numbered,
      ),
      ...(days.length > 0 ? { workingDays: { median: medianOf(days), longest: Math.max(...days) } } : {}),
      withinTimescale: ended.filter((each) => each.stages.every(({ timescale }) => timescale !== "passed")).length,
    },
    stages: {
      within: stages.filter((each) => each.timescale === "within").length,
      passed: stages.filter((each) => each.timescale === "passed").length,
      guidePassed: stages.filter((each) => each.timescale === "guide passed").length,
    },
    deadlines: {
      passed: deadlines.filter((each) => !each.guide).length,
      guidePassed: deadlines.filter((each) => each.guide).length,
    },
    open: openAt(facts, at),
    themes: themesOf(raised),
  };
}

/** Whether it was raised and not yet settled at an instant. */
export const isOpenAt = (facts: Facts, at: string) =>
  facts.raisedAt <= at && (facts.endedAt === undefined || facts.endedAt > at);

/** Whether the open stage's deadline, as it stands, is past. */
export const isOverdue = (stage: StageFacts | undefined, at: string) => stage?.due !== undefined && stage.due < at;

function openAt(all: readonly Facts[], at: string): Figures["open"] {
  const then = all
    .filter((each) => isOpenAt(each, at))
    .map((each) => ({ ...each, stages: each.stages.filter(({ openedAt }) => openedAt <= at) }));
  const overdue = (some: readonly Facts[]) => some.filter((each) => isOverdue(stageNow(each), at)).length;
  return {
    number: then.length,
    overdue: overdue(then),
    byStage: grouped(
      then,
      (each) => ofStage(each, stageNow(each)),
      (some) => ({ number: some.length, overdue: overdue(some) }),
    ),
  };
}

/**
 * What recurs among those raised in a period, and which rule found it. What a policy's list does not name is “other”,
 * and two of those are not the same type.
 */
export function themesOf(raised: readonly Facts[]): Theme[] {
  const typed = raised.filter((each) => each.commonType !== "other");
  const found = (some: readonly Facts[]) => ({ number: some.length, references: some.map((each) => each.reference) });
  const betweenTwo = grouped(
    typed,
    ({ commonType, raising, receiving }) => ({
      rule: "same type between the same two agencies" as const,
      type: commonType,
      between: [raising, receiving].toSorted(),
    }),
    found,
  );
  const often = grouped(
    typed,
    ({ commonType }) => ({ rule: "same type three times or more" as const, type: commonType }),
    found,
  );
  return [...often.filter((each) => each.number >= 3), ...betweenTwo.filter((each) => each.number >= 2)];
}

const typeOf = ({ commonType }: Facts) => ({ type: commonType });
const numbered = (some: readonly Facts[]) => ({ number: some.length });
const ofStage = (facts: Facts, stage: StageFacts | undefined) => ({
  policy: facts.policy.id,
  stage: stage?.stage ?? "opening",
  title: stage?.title ?? "Not opened yet",
});

/** Those that are alike in a key, counted together; the most first, then in the order of the key. */
function grouped<K extends object, N extends { number: number }>(
  facts: readonly Facts[],
  keyOf: (facts: Facts) => K,
  count: (some: readonly Facts[]) => N,
): (K & N)[] {
  const groups = Map.groupBy(facts, (each) => JSON.stringify(keyOf(each)));
  return [...groups]
    .map(([key, some]) => ({ key, row: { ...(JSON.parse(key) as K), ...count(some) } }))
    .toSorted((a, b) => b.row.number - a.row.number || (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
