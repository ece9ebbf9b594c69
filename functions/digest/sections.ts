/** The lists of a digest: each the most delayed first, and none longer than somebody reads. */
import type { Calendar } from "../../policies/calendar/bank-holidays.ts";
import { addDays, dayOf, instantOf, timeOf, type Instant } from "../../policies/calendar/instant.ts";
import { isIn, type Period } from "../figures/period.ts";
import type { Section } from "../mail/letters/digest.ts";
import { digest as words } from "../mail/words/digest.ts";

/** What every list is made by. */
export interface Telling {
  /** When it is made, UTC: what is open is open then. */
  readonly now: Instant;
  /** By which the partnership counts its working days. */
  readonly calendar: Calendar;
  /** What it tells of as new, climbed or closed. */
  readonly periods: readonly Period[];
}

/** What a digest says of one kind of record, and how many of them. */
export interface Told {
  readonly counts: { readonly needs: number; readonly due: number; readonly open: number };
  /** What is to be done. */
  readonly now: readonly Section[];
  /** What else is open, and what happened. */
  readonly happened: readonly Section[];
}

const longestList = 20;

/** A list with its title, cut where it gets too long; none where it would be empty. */
export function section(
  title: string,
  lines: readonly string[],
  more: (count: number) => string = words.more,
): Section[] {
  if (lines.length === 0) return [];
  const left = lines.length - longestList;
  return [{ title, lines: left > 0 ? [...lines.slice(0, longestList), more(left)] : lines }];
}

/** The earliest deadline first; what waits for none comes last. */
export function byDue<T>(dueOf: (each: T) => Instant | undefined): (a: T, b: T) => number {
  const placeOf = (each: T) => dueOf(each) ?? "9";
  return (a, b) => (placeOf(a) < placeOf(b) ? -1 : placeOf(a) > placeOf(b) ? 1 : 0);
}

/** Whether a deadline is still to come, and in the coming seven days. */
export const isDueSoon = (due: Instant | undefined, now: Instant) =>
  due !== undefined && due >= now && due < instantOf(addDays(dayOf(now), 7), timeOf(now));

export const isInAny = (periods: readonly Period[], instant: Instant | undefined) =>
  periods.some((each) => isIn(each, instant));
