/** What time does to an escalation: reminders and deadlines that have come, and the moment at which to look again. */
import { runningClocks, type Escalation, type LiveClock } from "./escalation.ts";
import type { EscalationEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { clockOf } from "../../policies/language/stages.ts";
import { climbsTo, nextChase, type Rules } from "./clocks.ts";

/**
 * The next instant (UTC) at which something falls due: a reminder, a deadline or a chase. Undefined when nothing is
 * waited for: between stages, and after the end.
 */
export function nextMoment(state: Escalation): string | undefined {
  if (state.phase === "closed") return undefined;
  return runningClocks(state).flatMap(momentsOf).toSorted()[0];
}

/**
 * What has fallen due by an instant and is not on the record yet. An answer is in time by when it was received, so a
 * deadline has passed only after its instant, not at it. Reminders that were slept through are not sent late: of
 * several moments of one clock, the last one counts.
 */
export function fallenDue(state: Escalation, at: string, rules: Rules): EscalationEvent[] {
  const events: EscalationEvent[] = [];
  let current = state;
  const happen = (event: EscalationEvent) => {
    events.push(event);
    current = evolve(current, event);
  };
  for (;;) {
    const clock = runningClocks(current).find((each) => momentsOf(each).some((moment) => moment < at));
    if (!clock || current.phase === "closed") return events;
    const { stage, clock: name } = clock;

    if (!clock.passedAt && clock.due < at) {
      const chase = clock.whenPassed === "chase" ? nextChase(clock, at, rules) : undefined;
      happen({
        type: "DeadlinePassed",
        v: 1,
        at,
        stage,
        clock: name,
        due: clock.due,
        guide: current.guide || isAGuide(clock, rules),
        ...(chase ? { nextChase: chase } : {}),
      });
      if (clock.whenPassed === "climb" && current.phase === "at stage" && !awaitsAnswer(current)) {
        const next = climbsTo(rules.policy, stage);
        happen({ type: "StageEnded", v: 1, at, stage, how: "deadline passed", ...(next ? { next } : {}) });
      }
    } else if (clock.passedAt) {
      const chase = nextChase(clock, at, rules);
      happen({
        type: "ReminderFellDue",
        v: 1,
        at,
        stage,
        clock: name,
        kind: "chase",
        due: clock.nextChase ?? at,
        ...(chase ? { nextChase: chase } : {}),
      });
    } else {
      const reminder = clock.reminders.findLast((each) => each.at < at);
      if (!reminder) return events;
      happen({ type: "ReminderFellDue", v: 1, at, stage, clock: name, kind: reminder.kind, due: reminder.at });
    }
  }
}

function isAGuide(clock: LiveClock, { policy }: Rules): boolean {
  return clock.kind === "stage" && (clockOf(policy, clock.stage, clock.clock)?.isAGuide ?? false);
}

function momentsOf(clock: LiveClock): string[] {
  if (clock.passedAt) return clock.nextChase ? [clock.nextChase] : [];
  return [...clock.reminders.map((each) => each.at), clock.due];
}

/** A proposal that was made in time keeps the stage open until the other side's time to answer it is over (ALL-07). */
function awaitsAnswer(state: Escalation): boolean {
  return runningClocks(state).some((each) => each.kind === "proposal" && !each.passedAt);
}
