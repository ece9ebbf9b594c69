import type { Calendar } from "./bank-holidays.ts";
import { addDays, addHours, dayOf, instantOf, type Day, type Instant } from "./instant.ts";
import { addWorkingDays, isOutOfHours, nextWorkingDay } from "./working-days.ts";

/**
 * How long a policy gives. Hours run by the clock; days and weeks are calendar days. `inWords` is there where the policy
 * says it differently: “immediately”, “48 hours (2 working days)”.
 */
export type Timescale = (
  | { readonly count: number; readonly unit: "hours" | "days" | "weeks" | "working days" }
  | { readonly unit: "same working day" }
) & { readonly inWords?: string };

/** When something is due, and whether bank holidays that are not yet known might still move it. */
export interface Due {
  readonly at: Instant;
  /** True when a day beyond the calendar's `holdsUntil` was counted: without its bank holidays, so only ever earlier. */
  readonly provisional: boolean;
}

/** Numbers that texts write out in brackets: “48 hours (two working days)”. */
const numbers: Readonly<Record<string, string>> = {
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  seven: "7",
  ten: "10",
};

const units = { hour: "hours", day: "days", week: "weeks", "working day": "working days" } as const;

/**
 * Reads a timescale as a policy file writes it: "48 hours", "7 days", "2 weeks", "1 working day", "3 working days", "same working
 * day". "immediately" is by the end of the same working day. Of "48 hours (two working days)" what stands in brackets is meant: it says
 * how the text counts its own hours. Counts are 1 to 999. `undefined` for anything else ("0 days", "1 days", "3  Working Days"); it never throws.
 */
export function parseTimescale(text: string): Timescale | undefined {
  if (text === "same working day") return { unit: "same working day" };
  if (text === "immediately") return { unit: "same working day", inWords: text };
  const [, outer, inner] = /^(.+) \((.+)\)$/.exec(text) ?? [];
  if (outer !== undefined && inner !== undefined) {
    const meant = parseTimescale(inner.replace(/^[a-z]+/, (word) => numbers[word] ?? word));
    return meant && parseTimescale(outer) ? { ...meant, inWords: text } : undefined;
  }
  const found = /^([1-9]\d{0,2}) (hour|day|week|working day)(s?)$/.exec(text);
  if (found === null) return undefined;
  const count = Number(found[1]);
  const isPlural = found[3] === "s";
  return isPlural === (count !== 1) ? { count, unit: units[found[2] as keyof typeof units] } : undefined;
}

/** The timescale in the words that `parseTimescale` reads: "1 working day", "2 weeks". RangeError for a count below 1 or not whole. */
export function timescaleInWords(timescale: Timescale): string {
  if (timescale.inWords !== undefined) return timescale.inWords;
  if (timescale.unit === "same working day") return timescale.unit;
  checkCount(timescale.count);
  return `${timescale.count} ${timescale.count === 1 ? timescale.unit.slice(0, -1) : timescale.unit}`;
}

/**
 * When a timescale that starts at `start` ends.
 *
 * Day 0 is the day of the event in London; for working days, day 1 is the next working day. The deadline is `endOfDay` (London
 * time, 17:00 unless the policy says otherwise) at the end of the last day; for days and weeks also when that is a weekend or
 * a bank holiday. Hours run by the clock through nights, weekends and changes of the clock: 48 hours are 48 real hours.
 * "Same working day" is the end of that day, or of the next working day when the event fell out of hours (or, where a policy ends
 * its day before 17:00, at or after that end). The deadline is always after the start.
 *
 * RangeError for a malformed start, a count below 1 or not whole, and a malformed `endOfDay` (which hours do not look at).
 */
export function dueAfter(start: Instant, timescale: Timescale, calendar: Calendar, endOfDay = "17:00"): Due {
  const day = dayOf(start);
  if (timescale.unit === "same working day") {
    const isTooLate = isOutOfHours(start, calendar) || instantOf(day, endOfDay) <= start;
    return dueOn(isTooLate ? nextWorkingDay(day, calendar) : day, endOfDay, calendar);
  }
  const { count, unit } = timescale;
  checkCount(count);
  switch (unit) {
    case "hours":
      return { at: addHours(start, count), provisional: false };
    case "days":
      return { at: instantOf(addDays(day, count), endOfDay), provisional: false };
    case "weeks":
      return { at: instantOf(addDays(day, count * 7), endOfDay), provisional: false };
    case "working days":
      return dueOn(addWorkingDays(day, count, calendar), endOfDay, calendar);
  }
}

/**
 * 17:00, London time, of the first working day strictly after the day of the instant: how long the raising side has to answer
 * a resolution that was proposed in time (ALL-07). RangeError for a malformed instant.
 */
export function endOfNextWorkingDay(instant: Instant, calendar: Calendar): Due {
  return dueOn(nextWorkingDay(dayOf(instant), calendar), "17:00", calendar);
}

function dueOn(day: Day, endOfDay: string, calendar: Calendar): Due {
  return { at: instantOf(day, endOfDay), provisional: day > calendar.holdsUntil };
}

function checkCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`Not the count of a timescale: ${count}`);
}
