/** When digests are due: 09:00 in Europe/London on a Monday or the first of a month, or the next working day. */
import type { Calendar } from "../../policies/calendar/bank-holidays.ts";
import { addDays, dayOf, instantOf, type Day, type Instant } from "../../policies/calendar/instant.ts";
import { isWorkingDay, nextWorkingDay } from "../../policies/calendar/working-days.ts";
import type { Digest } from "../../policies/language/schema.ts";
import type { Period } from "../figures/period.ts";

export interface Occurrence {
  /** When it is due, UTC. */
  readonly at: Instant;
  /** The week or month that it is about: whole days, whatever bank holiday put the digest itself off. */
  readonly period: Period;
}

/** Those due after one instant and up to another (UTC), the earliest first. */
export function occurrences(every: Digest["every"], after: Instant, upTo: Instant, calendar: Calendar): Occurrence[] {
  const found: Occurrence[] = [];
  // One whose day was a holiday may be due in the week or month after: so the one before is looked at too.
  let period = before(every, beginOf(every, dayOf(after)));
  for (;;) {
    const at = dueAfter(period, calendar);
    if (at > upTo) return found;
    if (at > after) found.push({ at, period });
    period = following(every, period);
  }
}

/** The first that is due after an instant (UTC). */
export function nextOccurrence(every: Digest["every"], after: Instant, calendar: Calendar): Instant {
  let period = before(every, beginOf(every, dayOf(after)));
  while (dueAfter(period, calendar) <= after) period = following(every, period);
  return dueAfter(period, calendar);
}

function dueAfter({ to }: Period, calendar: Calendar): Instant {
  const day = addDays(to, 1);
  return instantOf(isWorkingDay(day, calendar) ? day : nextWorkingDay(day, calendar), "09:00");
}

/** The Monday of its week, or the first of its month. */
function beginOf(every: Digest["every"], day: Day): Day {
  if (every === "month") return `${day.slice(0, 7)}-01`;
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

function before(every: Digest["every"], begin: Day): Period {
  const to = addDays(begin, -1);
  return { from: beginOf(every, to), to };
}

function following(every: Digest["every"], { to }: Period): Period {
  const from = addDays(to, 1);
  return { from, to: addDays(every === "week" ? addDays(from, 7) : beginOf("month", addDays(from, 31)), -1) };
}
