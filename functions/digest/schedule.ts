/**
 * When digests are due, in Europe/London: a week's on the day of the week and at the hour that the partnership chose in
 * the directory, a month's on its first working day at that hour; a bank holiday puts either off to the next working day.
 * Each is about whole days: the week from Monday to Sunday, or the month, before the day on which it is due.
 */
import type { Calendar } from "../../policies/calendar/bank-holidays.ts";
import { addDays, dayOf, instantOf, timeOf, type Day, type Instant } from "../../policies/calendar/instant.ts";
import { isOutOfHours, isWorkingDay, nextWorkingDay } from "../../policies/calendar/working-days.ts";
import type { Digest } from "../../policies/language/schema.ts";
import { digestDays, type DigestTime } from "../directory/directory.ts";
import type { Period } from "../figures/period.ts";

export type Every = Digest["every"];

/** What a digest needs to know of its partnership to be due. */
export interface DueBy {
  readonly every: Every;
  readonly time: DigestTime;
  readonly calendar: Calendar;
}

export interface Occurrence {
  /** When it is due, UTC. */
  readonly at: Instant;
  readonly period: Period;
}

/** The service's own default, where the directory says nothing else. */
export const defaultTime: DigestTime = { day: "monday", at: "09:00" };

/**
 * Those of the periods after one that ended on a day which are due by an instant (UTC), the earliest first. By its
 * period and not by when it was due, each comes once whatever day and hour is chosen meanwhile.
 */
export function dueSince(lastDay: Day, upTo: Instant, by: DueBy): Occurrence[] {
  const found: Occurrence[] = [];
  for (let period = periodFrom(by.every, addDays(lastDay, 1)); ; period = following(by.every, period)) {
    const at = dueAt(period, by);
    if (at > upTo) return found;
    found.push({ at, period });
  }
}

/** The last period of which the digest is due by an instant (UTC). */
export function lastDue(upTo: Instant, by: DueBy): Period {
  let period = before(by.every, beginOf(by.every, dayOf(upTo)));
  while (dueAt(period, by) > upTo) period = before(by.every, period.from);
  return period;
}

/** The first instant after another (UTC) at which one is due. */
export function nextDue(after: Instant, by: DueBy): Instant {
  return dueAt(following(by.every, lastDue(after, by)), by);
}

/** Nobody has a digest at night: what could not be sent at its hour goes out in working time. */
export const maySendAt = (now: Instant, calendar: Calendar) => !isOutOfHours(now, calendar) && timeOf(now) >= "09:00";

function dueAt({ to }: Period, { every, time, calendar }: DueBy): Instant {
  const day = addDays(to, 1 + (every === "week" ? digestDays.indexOf(time.day) : 0));
  return instantOf(isWorkingDay(day, calendar) ? day : nextWorkingDay(day, calendar), time.at);
}

/** The Monday of its week, or the first of its month. */
function beginOf(every: Every, day: Day): Day {
  if (every === "month") return `${day.slice(0, 7)}-01`;
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** The period that a day begins. */
const periodFrom = (every: Every, from: Day): Period => ({
  from,
  to: addDays(every === "week" ? addDays(from, 7) : beginOf("month", addDays(from, 31)), -1),
});

function before(every: Every, begin: Day): Period {
  const to = addDays(begin, -1);
  return { from: beginOf(every, to), to };
}

const following = (every: Every, { to }: Period): Period => periodFrom(every, addDays(to, 1));
