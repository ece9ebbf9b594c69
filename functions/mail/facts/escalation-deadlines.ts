/** Which deadlines of an escalation stand in the calendars of those who are asked: those of its stages, and what they owe beside. */
import type { Policy } from "../../../policies/language/schema.ts";
import { seatsOwing } from "../../core/capabilities.ts";
import { isOwed, lastOpened, runningClocks, stageDeadline, type Escalation } from "../../core/escalation.ts";
import type { EscalationEvent } from "../../core/events.ts";
import { evolve } from "../../core/evolve.ts";
import { noticesOf, noticesOwed, type Notice } from "../../core/notices.ts";
import type { Deadlines } from "./appointments.ts";

export const escalationDeadlines = (policy: Policy): Deadlines<Escalation, EscalationEvent, Notice> => ({
  evolve,
  runningFor: (state, seat) => runningFor(state, policy, seat),
  keptBy,
  noticesOf: (history) => noticesOf(history, policy),
  lapsing: (history, all) => noticesOwed(history, policy, all).lapse.map(({ notice }) => notice),
});

/** The deadline of the stage at which a seat acts, and what it owes beside. */
function runningFor(state: Escalation, policy: Policy, seat: string): Map<string, string> {
  const running = new Map<string, string>();
  const deadline = stageDeadline(state);
  if (deadline && lastOpened(state)?.acting.includes(seat)) running.set(keyOfStage(deadline.stage), deadline.due);
  for (const clock of runningClocks(state))
    if (isOwed(clock) && seatsOwing(state, policy, clock).includes(seat)) running.set(keyOf(clock), clock.due);
  return running;
}

const keyOfStage = (stage: string) => `${stage}/`;
const keyOf = ({ stage, clock }: { stage: string; clock: string }) => `${stage}/${clock}`;

function keptBy({ kind, stage, clock }: Notice, history: readonly EscalationEvent[]): string | undefined {
  if (stage === undefined) return undefined;
  if (kind === "asked" || kind === "acknowledged") return keyOfStage(stage);
  if (clock === undefined || (kind !== "duty owed" && kind !== "reminder")) return undefined;
  const owed = history.some(
    (each) => each.type === "ClockStarted" && each.stage === stage && each.clock === clock && isOwed(each),
  );
  return owed ? keyOf({ stage, clock }) : keyOfStage(stage);
}
