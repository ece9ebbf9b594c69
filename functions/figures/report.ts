/**
 * A partnership's report of a period (ALL-12): its figures with those of the period before, and which agencies are silent.
 * Pure; of the facts it reads, none is personal.
 */
import { addDays, type Day } from "../../policies/calendar/instant.ts";
import type { Side } from "../core/events.ts";
import type { Facts, StageFacts } from "./facts.ts";
import { figuresOf, type Figures } from "./figures.ts";
import { beginOf, endOf, isIn, type Period } from "./period.ts";

export interface Report {
  readonly figures: Figures;
  /** Of the period of the same kind that came before. */
  readonly before: Figures;
  readonly silent: Silent;
}

export interface Silent {
  /** Agencies of the partnership that raised nothing in the period, by their ids. */
  readonly neverRaised: readonly string[];
  /** Agencies that were asked and never answered, with how often they were asked in vain; the most often first. */
  readonly neverAnswered: readonly { readonly agency: string; readonly asked: number }[];
}

/**
 * @param facts of every escalation that was open or ended since the beginning of the period before
 * @param agencies the partnership's own, by their ids
 * @param now UTC
 */
export function reportOf(facts: readonly Facts[], period: Period, agencies: readonly string[], now: string): Report {
  return {
    figures: figuresOf(facts, period, now),
    before: figuresOf(facts, previousOf(period), now),
    silent: silentIn(facts, period, agencies, now),
  };
}

/**
 * The period of the same kind before another: as many whole months where it is of whole months, as a month or a quarter is;
 * else as many days.
 */
export function previousOf({ from, to }: Period): Period {
  const last = addDays(from, -1);
  if (from.endsWith("-01") && addDays(to, 1).endsWith("-01")) {
    const months = monthNumber(addDays(to, 1)) - monthNumber(from);
    return { from: monthOf(monthNumber(from) - months), to: last };
  }
  const days = (Date.parse(to) - Date.parse(from)) / (24 * 60 * 60 * 1000);
  return { from: addDays(last, -days), to: last };
}

/** The calendar quarter that was over last before a day. */
export function lastQuarter(today: Day): Period {
  const begun = monthNumber(today) - (monthNumber(today) % 3);
  return { from: monthOf(begun - 3), to: addDays(monthOf(begun), -1) };
}

/** The calendar month that was over last before a day. */
export function lastMonth(today: Day): Period {
  const begun = monthNumber(today);
  return { from: monthOf(begun - 1), to: addDays(monthOf(begun), -1) };
}

/** Months since the year 0. */
const monthNumber = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
/** The first day of a month. */
const monthOf = (number: number): Day =>
  `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}-01`;

/**
 * Who is silent, told fairly: an agency that nobody asked did not fail to answer, nor did one whose time is still running or
 * whose part others settled in time.
 */
function silentIn(facts: readonly Facts[], period: Period, agencies: readonly string[], now: string): Silent {
  const raised = new Set(facts.filter((each) => isIn(period, each.raisedAt)).map(({ raising }) => raising));
  const answered = new Set<string>();
  const inVain = new Map<string, number>();
  for (const each of facts)
    for (const stage of each.stages.filter((one) => wasOpenIn(one, period)))
      for (const [side, agency] of [
        ["raising", each.raising],
        ["receiving", each.receiving],
      ] as const) {
        if (stage.answered.includes(side)) answered.add(agency);
        else if (wasAskedInVain(stage, side, period, now)) inVain.set(agency, (inVain.get(agency) ?? 0) + 1);
      }
  return {
    neverRaised: agencies.filter((each) => !raised.has(each)).toSorted(),
    neverAnswered: [...inVain]
      .filter(([agency]) => !answered.has(agency))
      .map(([agency, asked]) => ({ agency, asked }))
      .toSorted((a, b) => b.asked - a.asked || (a.agency < b.agency ? -1 : 1)),
  };
}

const wasOpenIn = ({ openedAt, endedAt }: StageFacts, period: Period) =>
  openedAt < endOf(period) && (endedAt === undefined || endedAt >= beginOf(period));

/**
 * Whether a side was to answer at a stage, and its time ran out in the period while the stage was open. The side that raised
 * has spoken by raising: it is its turn only once the other has answered.
 */
function wasAskedInVain(stage: StageFacts, side: Side, period: Period, now: string): boolean {
  const { asked, answered, due, endedAt } = stage;
  if (!asked.includes(side) || due === undefined || !isIn(period, due)) return false;
  if (due >= now || (endedAt !== undefined && endedAt < due)) return false;
  return side === "receiving" || answered.includes("receiving");
}
