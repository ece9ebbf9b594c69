/** How long there is until a deadline, or how long it has been over, as people at work count it. */
import type { Calendar } from "../../policies/calendar/bank-holidays.ts";
import { dayOf, type Instant } from "../../policies/calendar/instant.ts";
import { workingDaysBetween, workingHoursBetween } from "../../policies/calendar/working-days.ts";

/** Until a deadline, or since it where it is over. In working hours where the two days are no working day apart. */
export interface TimeLeft {
  readonly over: boolean;
  readonly unit: "working day" | "working hour";
  /** Whole ones; of hours there may be none. */
  readonly count: number;
}

/** In working days; where no working day lies between the two days, in working hours, 09:00 to 17:00 in London. */
export function timeLeft(due: Instant, now: Instant, calendar: Calendar): TimeLeft {
  const over = due < now;
  const [from, to] = over ? [due, now] : [now, due];
  const days = workingDaysBetween(dayOf(from), dayOf(to), calendar);
  return days > 0
    ? { over, unit: "working day", count: days }
    : { over, unit: "working hour", count: Math.floor(workingHoursBetween(from, to, calendar)) };
}
