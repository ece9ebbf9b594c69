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
import { chaseAt, reminders } from "../../policies/calendar/reminders.ts";
import { dueAfter, endOfNextWorkingDay, type Due, type Timescale } from "../../policies/calendar/timescale.ts";
import type { Clock, Duty, Policy, Stage, StartEvent } from "../../policies/language/schema.ts";
import { clockOf, dutyOf, stageAfter, stageOf } from "../../policies/language/stages.ts";
import { answersOf, holds } from "./conditions.ts";
import type { AtStage, Escalation, LiveClock } from "./escalation.ts";
import { isOwed, runningClocks, stageLimit } from "./escalation.ts";
import type { EscalationEvent, EventOf, RunningClock, Side } from "./events.ts";

/** By what an escalation is decided: the version of the policy that governs it to the end (ALL-14), and the calendar of its nation. */
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
 * where immediate risk expedites it the time that is left for that (SHR-07), and every protective date (ALL-04). One that would be past already is the end of the next working day instead: a stage
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
  const expedite = state.immediateRisk ? rules.policy.immediateRisk.eachStageWithin : undefined;
  const sooner = expedite && dueAfter(at, expedite, rules.calendar).at;
  return clocks.map((clock) => {
    const from = startOf(clock, state, since);
    const policyDue = dueByPolicy(clock, from, since, state, rules);
    const halfway = clock.leavesTimeFor && halfwayTo(clock.leavesTimeFor, state, rules, since);
    const planned = [policyDue.at, ...(halfway ? [halfway] : []), ...(sooner ? [sooner] : [])].reduce(earlier);
    const nextDay = endOfNextWorkingDay(at, rules.calendar);
    const floored = planned > at ? { at: planned, provisional: policyDue.provisional } : nextDay;
    const due = [floored.at, ...state.protectBy.map((date) => (date > at ? date : nextDay.at))].reduce(earlier);
    const limits = [
      ...(clock.isMaximum || sooner ? [floored.at] : []),
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
      reminders: reminders(at, due, withinOf(clock, state), rules.calendar),
    };
  });
}

/**
 * The clock of a stage's checklist: what a manager has to do is due by the stage's limit, and chased until it is done
 * (SHR-09). Undefined where there is nothing to tick.
 */
export function checklistAtOpening(state: Escalation, stage: Stage, limits: readonly Started[]): Started | undefined {
  const limit = limits.findLast((each) => each.whenPassed !== "note");
  if (!limit || itemsOf(stage, state).length === 0) return undefined;
  return {
    ...limit,
    clock: checklistClock,
    kind: "checklist",
    by: stage.checklist?.of === "receiving side" ? "receiving" : "raising",
    metBy: "checklist",
    whenPassed: "chase",
  };
}

/** The clock that a checklist runs on, in every stage that has one. */
export const checklistClock = "checklist";

/** The items of a stage's checklist that are for this case. */
export function itemsOf(
  stage: Stage,
  { raised }: Pick<Escalation, "raised">,
): NonNullable<Stage["checklist"]>["items"] {
  return (stage.checklist?.items ?? []).filter((each) => holds(each.onlyIf, raised));
}

/** The timescale of a clock in this case: some have another, such as urgent ones. */
function withinOf(clock: Clock, { raised }: Pick<Escalation, "raised">): Timescale {
  return clock.instead.find((each) => holds(each.onlyIf, raised))?.within ?? clock.within;
}

/** When the policy's own timescales end: of several, whichever is less. */
function dueByPolicy(clock: Clock, from: string, since: string, state: Escalation, { calendar }: Rules): Due {
  return [
    dueAfter(from, withinOf(clock, state), calendar),
    ...clock.orSooner.flatMap((sooner) => {
      const start = whenHappened(sooner.from, undefined, state, since);
      return start ? [dueAfter(start, sooner.within, calendar)] : [];
    }),
  ].reduce((a, b) => (b.at < a.at ? b : a));
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

/** The clock of a duty that runs from the opening of its stage. As a stage's own, it never begins with its deadline past. */
export function dutyFromOpening(duty: Duty, stage: string, by: Side, since: string, at: string, rules: Rules): Started {
  const started = dutyStarted(duty, stage, by, since, at, rules);
  if (started.due > at) return started;
  const due = endOfNextWorkingDay(at, rules.calendar);
  return {
    ...started,
    due: due.at,
    provisional: due.provisional,
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
    .map((clock) => dueAfter(startOf(clock, state, at), withinOf(clock, state), calendar).at);
}

type Moved = EventOf<"DeadlineShortened">["clocks"];

/** What a shorter timescale does to the running clocks of the open stage: it brings deadlines nearer and moves none away. */
export function shortened(state: Escalation, until: string, rules: Rules, at: string): Moved {
  return runningClocks(state)
    .filter((clock) => clock.kind !== "duty" && until < clock.due && !clock.passedAt)
    .map((clock) => movedTo(until, clock, state, rules, at));
}

/**
 * What a date that both sides agreed does to the running clocks of the open stage: an earlier one brings all of them nearer, a
 * later one moves those of which the policy gives no number, and never past a maximum or a protective date (ALL-08). A resolution that
 * waits for its answer then waits as long as the stage: its own time was given so that it has no less.
 */
export function agreed(state: AtStage, until: string, rules: Rules, at: string): Moved {
  const moved = movedByAgreement(state, until, rules, at);
  const answerBy = runningClocks(state).find((each) => each.kind === "proposal" && each.stage === state.stage);
  const limit = stageLimit(state);
  const ends = moved.find((each) => each.clock === limit?.clock)?.due;
  return answerBy && ends !== undefined && ends > answerBy.due
    ? [...moved, { stage: state.stage, clock: answerBy.clock, due: ends, reminders: [] }]
    : moved;
}

function movedByAgreement(state: AtStage, until: string, rules: Rules, at: string): Moved {
  return runningClocks(state)
    .filter(
      (clock) => clock.kind !== "duty" && clock.kind !== "proposal" && clock.stage === state.stage && !clock.passedAt,
    )
    .flatMap((clock) => {
      const due = [
        until,
        ...(clock.noLaterThan ? [clock.noLaterThan] : []),
        ...state.protectBy.filter((date) => date > at),
      ].reduce(earlier);
      if (due > clock.due && !mayBeLater(clock, rules.policy)) return [];
      return due === clock.due ? [] : [movedTo(due, clock, state, rules, at)];
    });
}

/** Whether the sides may agree a later date than a clock's own (ALL-08). */
export function mayBeLater(clock: LiveClock, policy: Policy): boolean {
  return limitOf(clock, policy)?.sidesMayAgreeALaterDate ?? false;
}

/** What immediate risk does to the running clocks of the open stage, where the policy expedites it (SHR-07). */
export function expedited(state: Escalation, rules: Rules, at: string): Moved {
  const within = rules.policy.immediateRisk.eachStageWithin;
  return within ? shortened(state, dueAfter(at, within, rules.calendar).at, rules, at) : [];
}

function movedTo(due: string, clock: LiveClock, state: Escalation, rules: Rules, at: string): Moved[number] {
  const within = timescaleOf(clock, state, rules.policy) ?? untilTheEndOfTheDay;
  return { stage: clock.stage, clock: clock.clock, due, reminders: reminders(at, due, within, rules.calendar) };
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
      const within = timescaleOf(clock, state, rules.policy);
      const limit = limitOf(clock, rules.policy);
      const planned: Due = limit
        ? dueByPolicy(limit, clock.from, sinceOf(clock, state), state, rules)
        : within
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
      : clock.kind === "checklist"
        ? stageOf(rules.policy, clock.stage).checklist?.chaseEvery
        : clockOf(rules.policy, clock.stage, clock.clock)?.chaseEvery;
  return every && chaseAt(dueAfter(after, every, rules.calendar, "09:30").at, rules.calendar);
}

function protective(state: Escalation, clock: LiveClock): string[] {
  return clock.kind === "duty" ? [] : state.protectBy.filter((date) => date > clock.from);
}

function timescaleOf(clock: LiveClock, state: Escalation, policy: Policy): Timescale | undefined {
  if (clock.kind === "duty") return dutyOf(policy, clock.stage, clock.clock)?.within;
  const limit = limitOf(clock, policy);
  return limit && withinOf(limit, state);
}

/** The policy's clock that a running one stands for; for a checklist, the one that limits its stage. */
function limitOf(clock: LiveClock, policy: Policy): Clock | undefined {
  if (clock.kind === "checklist")
    return stageOf(policy, clock.stage).clocks.findLast((each) => each.whenPassed !== "note");
  return clock.kind === "stage" ? clockOf(policy, clock.stage, clock.clock) : undefined;
}

/** When the stage of a clock began to wait to be opened: the end of the one before it, or the raising. */
function sinceOf(clock: LiveClock, state: Escalation): string {
  const at = state.opened.findLastIndex((each) => each.stage === clock.stage);
  return state.opened[at - 1]?.endedAt ?? state.raised.at;
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
  const limit = dueAfter(startOf(clock, state, since), withinOf(clock, state), rules.calendar).at;
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
    case "answer": {
      const day = answersOf(state.raised)[event.question];
      return typeof day === "string" ? instantOf(day, "00:00") : undefined;
    }
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

/** The clocks of the open stage that something meets. One whose deadline passed stays passed. */
export function met(
  state: Escalation,
  by: "meeting arranged" | "meeting held" | "discussion" | "response" | "resolution" | "outcome",
  at: string,
): EscalationEvent[] {
  if (state.phase !== "at stage") return [];
  return runningClocks(state)
    .filter((each) => each.stage === state.stage && !isOwed(each) && each.metBy === by)
    .filter((each) => !each.passedAt || each.whenPassed === "chase")
    .map((each) => ({ type: "ClockMet", v: 1, at, stage: each.stage, clock: each.clock }));
}
