/**
 * The deadlines of a seat, for its calendar: each from when it began, wherever it moved to, until it is over. Whoever is
 * asked for something gets it; whoever got it hears when it moves or is over, with the next email that they are sent.
 */
import { createHash } from "node:crypto";
import type { Policy } from "../../../policies/language/schema.ts";
import { seatsOwing } from "../../core/capabilities.ts";
import { isOwed, lastOpened, runningClocks, stageDeadline, type Escalation } from "../../core/escalation.ts";
import type { EscalationEvent } from "../../core/events.ts";
import { evolve } from "../../core/evolve.ts";
import { noticesOf, noticesOwed, type Notice } from "../../core/notices.ts";
import type { Appointment } from "../calendar.ts";

interface Asked {
  readonly notice: Notice;
  readonly reference: string;
  /** Everything that stands on the record when the email is written. */
  readonly history: readonly EscalationEvent[];
  readonly policy: Policy;
  /** The name under which the service answers: the id of an appointment is unique in the world. */
  readonly host: string;
}

/**
 * What an email puts into its reader's calendar, moves there or takes out. As the sequence is the place on the record of
 * what moved it, no two emails tell of different times under the same one.
 */
export function appointmentsOf({ notice, reference, history, policy, host }: Asked): Appointment[] {
  const { seat } = notice;
  const own = keptBy(notice, history);
  const emails = emailsTo(seat, history, policy);
  return [...deadlinesOf(history, policy, seat)]
    .filter(([key, { at, over }]) => {
      if (key === own && !over) return true;
      const had = emails.some((each) => each.sent && keptBy(each.notice, history) === key);
      // Of several that follow from what moved it, one is enough.
      const next = emails.find((each) => !each.dropped && each.following >= at);
      return had && next?.notice.id === notice.id;
    })
    .map(([key, { since, at, due, over }]) => ({
      uid: `${reference}-${createHash("sha256").update(`${seat}/${key}`).digest("hex").slice(0, 20)}@${host}`,
      sequence: since,
      since: at,
      due,
      over,
    }));
}

interface Deadline {
  /** The place on the record of the event that began it, moved it last, or ended it; and when that was. */
  readonly since: number;
  readonly at: string;
  readonly due: string;
  readonly over: boolean;
}

/** Every deadline that a seat has had, as it stands at the end of a history. */
function deadlinesOf(history: readonly EscalationEvent[], policy: Policy, seat: string): ReadonlyMap<string, Deadline> {
  const found = new Map<string, Deadline>();
  let state: Escalation | undefined;
  history.forEach((event, since) => {
    state = evolve(state, event);
    const running = runningFor(state, policy, seat);
    const { at } = event;
    for (const [key, due] of running) {
      const before = found.get(key);
      if (before?.due !== due || before.over) found.set(key, { since, at, due, over: false });
    }
    for (const [key, before] of found)
      if (!before.over && !running.has(key)) found.set(key, { ...before, since, at, over: true });
  });
  return found;
}

/** When what is asked of a seat is due: the deadline of the stage at which it acts, and what it owes beside. */
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

/** The deadline that an email asks its reader to keep, if it asks for something by one. */
function keptBy({ kind, stage, clock }: Notice, history: readonly EscalationEvent[]): string | undefined {
  if (stage === undefined) return undefined;
  if (kind === "asked" || kind === "acknowledged") return keyOfStage(stage);
  if (clock === undefined || (kind !== "duty owed" && kind !== "reminder")) return undefined;
  const owed = history.some(
    (each) => each.type === "ClockStarted" && each.stage === stage && each.clock === clock && isOwed(each),
  );
  return owed ? keyOf({ stage, clock }) : keyOfStage(stage);
}

/** Every email to a seat, in order: what became of it, and when what it follows from happened. */
function emailsTo(seat: string, history: readonly EscalationEvent[], policy: Policy) {
  const recorded = (...types: EscalationEvent["type"][]) =>
    new Set(history.flatMap((each) => ("notice" in each && types.includes(each.type) ? [each.notice] : [])));
  const sent = recorded("NoticeSent");
  const dropped = recorded("NoticeLapsed", "NoticeRefused");
  for (const { notice } of noticesOwed(history, policy).lapse) dropped.add(notice.id);
  return noticesOf(history, policy)
    .filter((each) => each.seat === seat)
    .map((notice) => ({
      notice,
      sent: sent.has(notice.id),
      dropped: dropped.has(notice.id),
      following: history[notice.event]?.at ?? "",
    }));
}
