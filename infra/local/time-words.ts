/** How far to move the clock, as it is typed: `+5wd`, `+48h`, `+7d`, `+30m`, a date, or a date and time in London. */
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import { addDays, addHours, addMinutes, dayOf, instantOf, isDay, timeOf } from "../../policies/calendar/instant.ts";
import { addWorkingDays } from "../../policies/calendar/working-days.ts";

/**
 * The instant (UTC) that is meant, or undefined for what is none of these. Days and working days keep the time of day;
 * a working day is one of England and Wales; a date alone is its 09:00.
 */
export function targetOf(words: string, now: string): string | undefined {
  const [, count = "", unit] = /^\+(\d{1,4})(wd|h|d|m)$/.exec(words.trim()) ?? [];
  const number = Number(count);
  switch (unit) {
    case "wd":
      return instantOf(addWorkingDays(dayOf(now), number, calendarOf("england-and-wales")), timeOf(now));
    case "d":
      return instantOf(addDays(dayOf(now), number), timeOf(now));
    case "h":
      return addHours(now, number);
    case "m":
      return addMinutes(now, number);
    default: {
      const [, day = "", time = "09:00"] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(words.trim()) ?? [];
      return isDay(day) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? instantOf(day, time) : undefined;
    }
  }
}
