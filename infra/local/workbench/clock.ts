/** Moving the clock: how far, to what, and how long until then. */
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { dayOf, instantOf, isInstant, millisecondsBetween } from "../../../policies/calendar/instant.ts";
import { listed } from "../../../functions/pages/wording.ts";
import { isWorkingDay, nextWorkingDay } from "../../../policies/calendar/working-days.ts";
import { targetOf } from "../time-words.ts";
import { words } from "./words/clock.ts";

/** What the buttons send in place of how far to move. */
export const presses = {
  nextDue: "next",
  nextMorning: "next working day",
  aDay: "+1wd",
  fiveDays: "+5wd",
} as const;

/**
 * The instant (UTC) that is meant: what a button sends, an instant, or how far in words; undefined for what is none of
 * these, and for the next thing where nothing is waited for.
 * @param nextDue the instant of the next thing that falls due
 */
export function targetAsked(asked: unknown, now: string, nextDue: string | undefined): string | undefined {
  if (typeof asked !== "string") return undefined;
  if (asked === presses.nextDue) return nextDue;
  if (asked === presses.nextMorning) return nextMorning(now);
  return isInstant(asked) ? asked : targetOf(asked, now);
}

/** The first 9am of a working day in England and Wales that is still to come, UTC. */
export function nextMorning(now: string): string {
  const calendar = calendarOf("england-and-wales");
  const today = instantOf(dayOf(now), "09:00");
  if (isWorkingDay(dayOf(now), calendar) && today > now) return today;
  return instantOf(nextWorkingDay(dayOf(now), calendar), "09:00");
}

const minute = 60_000;

/**
 * How long it is from now until then, to the minute: “2 days, 7 hours and 5 minutes left”, “3 hours over”. Both UTC; a day is
 * 24 hours, whatever the clocks do. What is less than a minute is left out.
 */
export function timeLeft(now: string, due: string): string {
  const minutes = Math.floor(Math.abs(millisecondsBetween(now, due)) / minute);
  const parts = [
    { number: Math.floor(minutes / 1440), unit: words.day },
    { number: Math.floor(minutes / 60) % 24, unit: words.hour },
    { number: minutes % 60, unit: words.minute },
  ];
  const howLong = listed(parts.filter((each) => each.number > 0).map((each) => each.unit(each.number)));
  return (due < now ? words.over : words.left)(howLong || words.lessThanAMinute);
}
