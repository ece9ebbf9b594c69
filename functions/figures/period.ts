/** A period of reports: whole days in Europe/London, its first and its last among them. */
import { addDays, dayInWords, instantOf, type Day } from "../../policies/calendar/instant.ts";

export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** Midnight in London at which it begins, UTC. */
export const beginOf = ({ from }: Period) => instantOf(from, "00:00");
/** Midnight in London at which it is over, UTC: the first instant that is no longer in it. */
export const endOf = ({ to }: Period) => instantOf(addDays(to, 1), "00:00");

/** Whether an instant (UTC) is in the period, from the first midnight in London on. What has not happened (undefined) is in none. */
export function isIn(period: Period, instant: string | undefined): boolean {
  return instant !== undefined && instant >= beginOf(period) && instant < endOf(period);
}

/** As people read it: “Monday 2 November 2026 to Sunday 8 November 2026”. */
export const periodInWords = ({ from, to }: Period) => `${dayInWords(from)} to ${dayInWords(to)}`;
