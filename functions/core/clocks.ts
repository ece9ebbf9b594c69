/** Starting, shortening and planning again the policy's clocks. All instants are UTC; days are the calendar's, Europe/London. */
import type { Calendar } from "../../policies/calendar/bank-holidays.ts";
import {
  addDays,
  addMinutes,
  dayOf,
  earlier,
  instantOf,
  later,
  millisecondsBetween,
} from "../../policies/calendar/instant.ts";
import { reminders } from "../../policies/calendar/reminders.ts";
import { dueAfter, endOfNextWorkingDay, type Due, type Timescale } from "../../policies/calendar/timescale.ts";
import type { Clock, Duty, Policy, StartEvent } from "../../policies/language/schema.ts";
import { clockOf, dutyOf, stageAfter } from "../../policies/language/stages.ts";
import type { Escalation, LiveClock } from "./escalation.ts";
import { runningClocks } from "./escalation.ts";
import type { EventOf, RunningClock, Side } from "./events.ts";

export interface Rules {
  readonly policy: Policy;
  readonly calendar: Calendar;
}

const untilTheEndOfTheDay: Timescale = { unit: "same working day" };

type Started = EventOf<"ClockStarted">;
type Part = { readonly from: StartEvent; readonly within: Timescale; readonly otherwiseFrom?: StartEvent | undefined };

/**
 * The clocks of a stage at its opening.
 *
 * A deadline is the earliest of the policy's own, the half-way mark where a clock leaves time for a later one (MK-02),
 * and every protective date (ALL-04). One that would be past already is the end of the next working day instead: a stage
 * never opens with its deadline past.
 *
 * @param since when the stage before it ended, or the concern was raised: what “stage opened” counts from.
 */
export function clocksAtOpening(
  state: Escalation,
  stage: string,
  clocks: readonly Clock[],
  rules: Rules,
  since: string,
  at: string,
): Started[] {
  return clocks.map((clock) => {
    const from = startOf(clock, state, since);
    const policyDue = dueAfter(from, clock.within, rules.calendar);
    const halfway = clock.leavesTimeFor && halfwayTo(clock.leavesTimeFor, state, rules, since);
    const planned = [policyDue.at, ...(halfway ? [halfway] : [])].reduce(earlier);
    const nextDay = endOfNextWorkingDay(at, rules.calendar);
    const floored = planned > at ? { at: planned, provisional: policyDue.provisional } : nextDay;
    const due = [floored.at, ...state.protectBy.map((date) => (date > at ? date : nextDay.at))].reduce(earlier);
    const limits = [
      ...(clock.isMaximum ? [floored.at] : []),
      ...(halfway ? [halfway > at ? halfway : floored.at] : []),
      ...(state.protectBy.some((date) => date <= at) ? [nextDay.at] : []),
    ];
    const limit = limits.length > 0 ? limits.reduce(earlier) : undefined;
    return {
      type: "ClockStarted",
      v: 1,
      at,
      stage,
      clock: clock.clock,
      kind: "stage",
      from,
      due,
      provisional: floored.provisional,
      ...(limit ? { noLaterThan: limit } : {}),
      metBy: clock.metBy,
      whenPassed: clock.whenPassed,
      reminders: reminders(at, due, clock.within, rules.calendar),
    };
  });
}

/** The clock of a duty, from the event that it counts from. Where each side owes it, there is one clock a side. */
export function dutyStarted(duty: Duty, stage: string, by: Side, from: string, at: string, rules: Rules): Started {
  const due = dueAfter(from, duty.within, rules.calendar);
  return {
    type: "ClockStarted",
    v: 1,
    at,
    stage,
    clock: duty.by === "each side" ? `${duty.duty}:${by}` : duty.duty,
    kind: "duty",
    by,
    from,
    due: due.at,
    provisional: due.provisional,
    metBy: "confirmation",
    whenPassed: "chase",
    reminders: reminders(at, due.at, duty.within, rules.calendar),
  };
}

/**
 * The time that a resolution proposed in time leaves the raising side to answer: until the end of the next working day,
 * never past a maximum, of this stage or of one after it, or a protective date (ALL-07). Undefined where the stage's own deadline is no earlier.
 */
export function answerByAfterProposal(
  state: Escalation,
  stageClock: LiveClock,
  rules: Rules,
  at: string,
): Started | undefined {
  const next = endOfNextWorkingDay(at, rules.calendar);
  const due = [
    next.at,
    ...(stageClock.noLaterThan ? [stageClock.noLaterThan] : []),
    ...maximumsAhead(stageClock.stage, state, rules, at),
    ...state.protectBy.filter((date) => date > at),
  ].reduce(earlier);
  if (due <= stageClock.due) return undefined;
  return {
    type: "ClockStarted",
    v: 1,
    at,
    stage: stageClock.stage,
    clock: "answer-proposal",
    kind: "proposal",
    from: at,
    due,
    provisional: next.provisional,
    metBy: "resolution",
    whenPassed: "climb",
    reminders: [],
  };
}

/** The maximums of the stages still to come, as they stand now: what one stage takes longer, they would have less. */
function maximumsAhead(stage: string, state: Escalation, { policy, calendar }: Rules, at: string): string[] {
  const next = policy.stages.findIndex((each) => each.stage === stage) + 1;
  return policy.stages
    .slice(next)
    .flatMap((each) => each.clocks)
    .filter((clock) => clock.isMaximum)
    .map((clock) => dueAfter(startOf(clock, state, at), clock.within, calendar).at);
}

/** What a shorter timescale does to the running clocks of the open stage: it brings deadlines nearer and moves none away. */
export function shortened(
  state: Escalation,
  until: string,
  rules: Rules,
  at: string,
): EventOf<"DeadlineShortened">["clocks"] {
  return runningClocks(state)
    .filter((clock) => clock.kind !== "duty" && until < clock.due && !clock.passedAt)
    .map((clock) => ({
      stage: clock.stage,
      clock: clock.clock,
      due: until,
      reminders: reminders(at, until, timescaleOf(clock, rules.policy) ?? untilTheEndOfTheDay, rules.calendar),
    }));
}

/**
 * The clocks that come out differently now that more bank holidays are known than when they were planned. None comes
 * nearer: a deadline was computed without those holidays, and one that was set to the end of the next working day stays.
 * @param at when it is planned again (UTC); a reminder from before then is not given a second time
 */
export function replanned(state: Escalation, rules: Rules, at = ""): EventOf<"DeadlinesReplanned">["clocks"] {
  return runningClocks(state)
    .filter((clock) => clock.provisional && !clock.passedAt)
    .flatMap((clock) => {
      const within = timescaleOf(clock, rules.policy);
      const planned: Due = within
        ? dueAfter(clock.from, within, rules.calendar)
        : endOfNextWorkingDay(clock.from, rules.calendar);
      const due = [
        later(planned.at, clock.due),
        ...(clock.noLaterThan ? [clock.noLaterThan] : []),
        ...protective(state, clock),
      ].reduce(earlier);
      if (due === clock.due && planned.provisional) return [];
      return [
        {
          stage: clock.stage,
          clock: clock.clock,
          due,
          provisional: planned.provisional,
          reminders: within ? reminders(clock.from, due, within, rules.calendar).filter((each) => each.at > at) : [],
        },
      ];
    });
}

/** When the next chase of a clock falls due, counted from the one before or from its deadline. */
export function nextChase(clock: RunningClock, after: string, rules: Rules): string | undefined {
  const every =
    clock.kind === "duty"
      ? dutyOf(rules.policy, clock.stage, clock.clock)?.chaseEvery
      : clockOf(rules.policy, clock.stage, clock.clock)?.chaseEvery;
  return every && dueAfter(after, every, rules.calendar, "09:30").at;
}

function protective(state: Escalation, clock: LiveClock): string[] {
  return clock.kind === "duty" ? [] : state.protectBy.filter((date) => date > clock.from);
}

function timescaleOf(clock: LiveClock, policy: Policy): Timescale | undefined {
  if (clock.kind === "proposal") return undefined;
  return (clock.kind === "duty" ? dutyOf(policy, clock.stage, clock.clock) : clockOf(policy, clock.stage, clock.clock))
    ?.within;
}

/** 17:00 of the last day before half of the time up to a later deadline has gone; half of the time itself where that is no day ahead. */
function halfwayTo(
  target: { readonly stage: string; readonly clock: string },
  state: Escalation,
  rules: Rules,
  since: string,
): string | undefined {
  const clock = clockOf(rules.policy, target.stage, target.clock);
  if (!clock) return undefined;
  const limit = dueAfter(startOf(clock, state, since), clock.within, rules.calendar).at;
  const minutes = Math.floor(millisecondsBetween(since, limit) / 60_000 / 2);
  // Where there is no time left to leave, the clock has none either: it is set to the end of the next working day.
  if (minutes <= 0) return limit;
  const half = addMinutes(since, minutes);
  const sameDay = instantOf(dayOf(half), "17:00");
  const endOfDay = sameDay <= half ? sameDay : instantOf(addDays(dayOf(half), -1), "17:00");
  return endOfDay > since ? endOfDay : half;
}

/** The instant that a clock counts from. Where its event has not happened in time, what the policy says it counts from then. */
function startOf(part: Part, state: Escalation, since: string): string {
  const happened = whenHappened(part.from, part.otherwiseFrom, state, since);
  if (happened) return happened;
  return (part.otherwiseFrom && whenHappened(part.otherwiseFrom, undefined, state, since)) ?? since;
}

function whenHappened(
  event: StartEvent,
  otherwise: StartEvent | undefined,
  state: Escalation,
  since: string,
): string | undefined {
  switch (event.event) {
    case "raised":
      return state.raised.at;
    case "disagreement arose":
      return state.raised.countsFrom ?? state.raised.arose;
    case "stage opened":
      return since;
    case "meeting held": {
      if (!("stage" in event)) return undefined;
      const lastDay = otherwise && whenHappened(otherwise, undefined, state, since);
      return state.meetings
        .filter((each) => each.stage === event.stage && (!lastDay || dayOf(each.heldAt) <= dayOf(lastDay)))
        .map((each) => each.heldAt)
        .toSorted()[0];
    }
    case "deadline":
      return state.clocks.find((each) => each.stage === event.stage && each.clock === event.clock)?.due;
    case "resolution reached":
    case "outcome given":
      return undefined;
    default:
      return event satisfies never;
  }
}

/** Whether a stage has one to climb to. */
export function climbsTo(policy: Policy, stage: string): string | undefined {
  return stageAfter(policy, stage)?.stage;
}
