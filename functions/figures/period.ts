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

export function isIn(period: Period, instant: string | undefined): boolean {
  return instant !== undefined && instant >= beginOf(period) && instant < endOf(period);
}

export const periodInWords = ({ from, to }: Period) => `${dayInWords(from)} to ${dayInWords(to)}`;
