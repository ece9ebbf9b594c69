/** What time does to a practice alert. All timescales are the organisation's unless its policy says that they are its own. */
import { dayOf, instantOf } from "../../../policies/calendar/instant.ts";
import { chaseAt, reminders } from "../../../policies/calendar/reminders.ts";
import { dueAfter, type Timescale } from "../../../policies/calendar/timescale.ts";
import { workingDaysBetween } from "../../../policies/calendar/working-days.ts";
import type { Rules } from "../../core/clocks.ts";
import { alertRules, clockOfAction, evolve, runningClocks, type Alert, type LiveClock } from "./alert.ts";
import type { AlertEvent, AlertEventOf } from "./events.ts";

type Started = AlertEventOf<"ClockStarted">;

/** For the group's responses, and for what the group concludes: counted from when it was asked for. */
export function groupClock(clock: "respond" | "conclude", at: string, rules: Rules): Started {
  const { respondWithin, concludeWithin } = alertRules(rules);
  const within: Timescale = clock === "respond" ? respondWithin : concludeWithin;
  const due = dueAfter(at, within, rules.calendar);
  return {
    type: "ClockStarted",
    v: 1,
    at,
    clock,
    due: due.at,
    provisional: due.provisional,
    reminders: reminders(at, due.at, within, rules.calendar),
  };
}

/** For an action: until 17:00, London time, of the day that the group gave. */
export function actionClock(action: number, day: string, at: string, { calendar }: Rules): Started {
  const due = instantOf(day, "17:00");
  const count = Math.max(1, workingDaysBetween(dayOf(at), day, calendar));
  return {
    type: "ClockStarted",
    v: 1,
    at,
    clock: clockOfAction(action),
    due,
    provisional: false,
    reminders: reminders(at, due, { count, unit: "working days" }, calendar),
  };
}

/** The next instant (UTC) at which something falls due; undefined before the group is asked and after the end. */
export function nextMoment(state: Alert): string | undefined {
  return runningClocks(state).flatMap(momentsOf).toSorted()[0];
}

/**
 * What has fallen due by an instant and is not on the record yet. A deadline has passed only after its instant, not at
 * it. Of several moments of one clock that were slept through, the last one counts.
 */
export function fallenDue(state: Alert, at: string, rules: Rules): AlertEvent[] {
  const events: AlertEvent[] = [];
  let current = state;
  for (;;) {
    const clock = runningClocks(current).find((each) => momentsOf(each).some((moment) => moment < at));
    const event = clock && whatFellDue(clock, at, rules);
    if (!event) return events;
    events.push(event);
    current = evolve(current, event);
  }
}

function whatFellDue(
  { clock, due, reminders, nextChase }: LiveClock,
  at: string,
  rules: Rules,
): AlertEvent | undefined {
  const common = { v: 1 as const, at, clock };
  // In the morning, when somebody can do something about it.
  const chase = () => chaseAt(dueAfter(at, alertRules(rules).chaseEvery, rules.calendar, "09:30").at, rules.calendar);
  if (nextChase) return { ...common, type: "ReminderFellDue", kind: "chase", due: nextChase, nextChase: chase() };
  if (due < at) return { ...common, type: "DeadlinePassed", due, nextChase: chase() };
  const reminder = reminders.findLast((each) => each.at < at);
  return reminder && { ...common, type: "ReminderFellDue", kind: reminder.kind, due: reminder.at };
}

function momentsOf({ due, reminders, nextChase }: LiveClock): string[] {
  return nextChase ? [nextChase] : [...reminders.map((each) => each.at), due];
}
