import type { Calendar } from "./bank-holidays.ts";
import { addDays, dayOf, instantOf, later, millisecondsBetween, type Day, type Instant } from "./instant.ts";
import type { Timescale } from "./timescale.ts";
import {
  addWorkingDays,
  isOutOfHours,
  lastWorkingDayUpTo,
  nextWorkingDay,
  workingDaysBetween,
  workingHoursBetween,
} from "./working-days.ts";

export interface Reminder {
  readonly at: Instant;
  readonly kind: "half time" | "last day";
}

/** London time. */
const timeOfReminders = "09:30";
const fewestWorkingHours = 4;
const fewestDaysForHalfTime = 5;

/**
 * When whoever has to act is reminded, before what began at `start` falls due at `due`; sorted, no two at the same instant.
 *
 * - "last day": 09:30, London time, on the last working day whose 09:30 leaves four working hours or more; on the Friday when it is
 *   due on a Sunday, and the day before when it is due at 10:00.
 * - "half time", where the timescale gives five or more days or working days (a week is seven days): 09:30 on the working day half
 *   the working days along, counted from the day of the start to the day that it is due, the later one of an odd number (day 3 of
 *   5). None for hours and "same working day". Where it is also the last day, only the reminder of the last day is given.
 *
 * None at or before `start` or at or after `due`, so never at night or on a day that is not a working day. None at all where
 * fewer than four working hours lie between `start` and `due`. `due` is the one that counts in the end, which may be nearer than
 * the timescale alone makes it. RangeError for a malformed instant.
 */
export function reminders(start: Instant, due: Instant, timescale: Timescale, calendar: Calendar): Reminder[] {
  // Before the due by its choice, and half time is before it in turn.
  const lastDay = atReminderTime(lastReminderDay(due, calendar));
  const found: Reminder[] = [{ at: lastDay, kind: "last day" }];
  if (daysGiven(timescale) >= fewestDaysForHalfTime) {
    const workingDays = workingDaysBetween(dayOf(start), dayOf(due), calendar);
    const halfTime = atReminderTime(addWorkingDays(dayOf(start), Math.ceil(workingDays / 2), calendar));
    if (halfTime < lastDay) found.unshift({ at: halfTime, kind: "half time" });
  }
  // Four working hours lie between the last day's and `due`, so nothing is left where fewer lie between `start` and `due`.
  return found.filter(({ at }) => millisecondsBetween(start, at) > 0);
}

/**
 * When somebody is asked again for what is overdue: at the instant itself where that is in working time, from 09:30 to
 * 17:00 on a working day, London time; otherwise at the next 09:30 of a working day. A timescale in days or hours can
 * end at night or on a Sunday. RangeError for a malformed instant.
 */
export function chaseAt(instant: Instant, calendar: Calendar): Instant {
  return isOutOfHours(instant, calendar)
    ? atReminderTime(nextWorkingDay(dayOf(instant), calendar))
    : later(instant, atReminderTime(dayOf(instant)));
}

function lastReminderDay(due: Instant, calendar: Calendar): Day {
  const day = lastWorkingDayUpTo(dayOf(due), calendar);
  const leavesEnough = workingHoursBetween(atReminderTime(day), due, calendar) >= fewestWorkingHours;
  return leavesEnough ? day : lastWorkingDayUpTo(addDays(day, -1), calendar);
}

function atReminderTime(day: Day): Instant {
  return instantOf(day, timeOfReminders);
}

function daysGiven(timescale: Timescale): number {
  switch (timescale.unit) {
    case "days":
    case "working days":
      return timescale.count;
    case "weeks":
      return timescale.count * 7;
    case "hours":
    case "same working day":
      return 0;
  }
}
