import { millisecondsInHour } from "date-fns/constants";
import type { Calendar } from "./bank-holidays.ts";
import {
  addDays,
  checkDay,
  dayOf,
  earlier,
  instantOf,
  later,
  millisecondsBetween,
  timeOf,
  type Day,
  type Instant,
} from "./instant.ts";

/** Working hours run from 09:00 to 17:00 in Europe/London on every working day. */
const opening = "09:00";
const closing = "17:00";
const hoursInWorkingDay = 8;

/**
 * Monday to Friday, unless a bank holiday. Bank holidays after `calendar.holdsUntil` are not looked at, even if the calendar has
 * some: what is computed without them is only ever earlier. RangeError for a malformed day.
 */
export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  checkDay(day);
  const weekday = new Date(day).getUTCDay();
  return weekday >= 1 && weekday <= 5 && !isBankHoliday(day, calendar);
}

function isBankHoliday(day: Day, calendar: Calendar): boolean {
  return day <= calendar.holdsUntil && calendar.holidays.has(day);
}

/** The first working day strictly after `day`. RangeError for a malformed day. */
export function nextWorkingDay(day: Day, calendar: Calendar): Day {
  let next = nextWeekday(day);
  while (isBankHoliday(next, calendar)) next = nextWeekday(next);
  return next;
}

/** From each day of the week, Sunday first, to the next from Monday to Friday. */
const daysToWeekday = [1, 1, 1, 1, 1, 3, 2] as const;

function nextWeekday(day: Day): Day {
  // What is no day of any week is refused by `addDays`.
  return addDays(day, daysToWeekday[new Date(day).getUTCDay()] ?? 1);
}

/** The last working day on or before `day`. RangeError for a malformed day. */
export function lastWorkingDayUpTo(day: Day, calendar: Calendar): Day {
  let last = day;
  while (!isWorkingDay(last, calendar)) last = addDays(last, -1);
  return last;
}

/**
 * The `count`th working day after `day`: day 0 is `day` itself whether it is a working day or not, day 1 the next working day.
 * RangeError for a malformed day, and for a count that is negative or not whole.
 */
export function addWorkingDays(day: Day, count: number, calendar: Calendar): Day {
  checkDay(day);
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Not a count of working days: ${count}`);
  let last = day;
  for (let left = count; left > 0; left--) last = nextWorkingDay(last, calendar);
  return last;
}

/**
 * How many working days come after `from`, up to and including `to`: the count that `addWorkingDays` takes to get from the one to
 * the other. 0 when `to` is not after `from`. RangeError for a malformed day.
 */
export function workingDaysBetween(from: Day, to: Day, calendar: Calendar): number {
  checkDay(from);
  checkDay(to);
  let count = 0;
  for (let day = nextWorkingDay(from, calendar); day <= to; day = nextWorkingDay(day, calendar)) count++;
  return count;
}

/**
 * Whether something that happens at the instant counts as after the working day: on a day that is not a working day, or at 17:00
 * or later, London time. Before 09:00 counts as that day. RangeError for a malformed instant.
 */
export function isOutOfHours(instant: Instant, calendar: Calendar): boolean {
  return !isWorkingDay(dayOf(instant), calendar) || timeOf(instant) >= closing;
}

/**
 * The hours between two instants that are working hours (09:00 to 17:00 London time on working days), with fractions. 0 when `to`
 * is not after `from`, as when a deadline has passed. RangeError for a malformed instant.
 */
export function workingHoursBetween(from: Instant, to: Instant, calendar: Calendar): number {
  const [first, last] = [dayOf(from), dayOf(to)];
  const hoursOn = (day: Day): number => {
    if (!isWorkingDay(day, calendar)) return 0;
    const begin = later(from, instantOf(day, opening));
    const end = earlier(to, instantOf(day, closing));
    return Math.max(0, millisecondsBetween(begin, end) / millisecondsInHour);
  };
  if (first === last) return hoursOn(first);
  const whole = workingDaysBetween(first, addDays(last, -1), calendar);
  return hoursOn(first) + whole * hoursInWorkingDay + hoursOn(last);
}
