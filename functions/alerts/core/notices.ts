/** Who is to hear of what. A notice follows from an event of the record; what is owed is that, less what was sent. */
import { oneADay, saidInAnother } from "../../core/one-a-day.ts";
import { actionOf, evolve, fold, informerSeat, runningClocks, silentMembers, type Alert } from "./alert.ts";
import { erased, type AlertEvent, type Bounce } from "./events.ts";

/** Why somebody is written to about a practice alert; each is one e-mail with words of its own. */
export type AlertNoticeKind =
  | "acknowledged"
  | "asked"
  | "told"
  | "reminder"
  | "deadline passed"
  | "chased"
  | "all responded"
  | "action recorded"
  | "action done"
  | "all actions done"
  | "late response"
  | "closed"
  | "could not be delivered";

/** Something of which a seat is to hear by e-mail. It is owed until the record says that it was sent, lapsed or was refused. */
export interface AlertNotice {
  /** Where the event stands in the record, what kind, and to which seat: the same every time it is computed. */
  readonly id: string;
  readonly kind: AlertNoticeKind;
  readonly seat: string;
  /** The clock or action that it is about. */
  readonly clock?: string;
  readonly action?: number;
  /** The event that it follows from: its place in the history, counted from 0. */
  readonly event: number;
  /** How an e-mail came back. */
  readonly bounce?: Bounce;
}

export interface AlertOwed {
  readonly send: readonly AlertNotice[];
  /** No longer true or no longer asked: to be recorded as lapsed, with why. */
  readonly lapse: readonly { readonly notice: AlertNotice; readonly because: string }[];
}

type Following = Omit<AlertNotice, "id" | "event">;

/** Every notice that a history gives rise to, in its order, sent or not. */
export function noticesOf(history: readonly AlertEvent[]): AlertNotice[] {
  let state: Alert | undefined;
  // Known once the group is asked. What it should hear from before then, it hears then.
  const inbox = fold(history)?.inbox;
  return history.flatMap((event, index) => {
    const before = state;
    state = evolve(state, event);
    const current = state;
    // Two seats behind one address hear of one thing once.
    const seen = new Set<string>();
    return following(event, current, before, inbox).flatMap((notice): AlertNotice[] => {
      const once = `${notice.kind}/${addressOf(current, notice.seat)}`;
      if (seen.has(once)) return [];
      seen.add(once);
      return [{ ...notice, id: `${index}/${notice.kind}/${notice.seat}`, event: index }];
    });
  });
}

/**
 * What is owed now: neither sent nor lapsed. An erased record owes nothing: there is nobody left to tell.
 * @param all what `noticesOf` gives of the same history, for whoever has it already
 */
export function noticesOwed(
  history: readonly AlertEvent[],
  all: readonly AlertNotice[] = noticesOf(history),
): AlertOwed {
  const state = fold(history);
  const send: AlertNotice[] = [];
  const lapse: { notice: AlertNotice; because: string }[] = [];
  if (!state) return { send, lapse };
  const done = new Set(
    history.flatMap((each) =>
      each.type === "NoticeSent" || each.type === "NoticeLapsed" || each.type === "NoticeRefused" ? [each.notice] : [],
    ),
  );
  const sent = new Set(history.flatMap((each) => (each.type === "NoticeSent" ? [each.notice] : [])));
  const reminding = ({ seat, event }: AlertNotice) => ({ to: addressOf(state, seat), at: history[event]?.at ?? "" });
  const today = oneADay(all.filter((each) => isReminder(each) && sent.has(each.id)).map(reminding));
  for (const notice of all) {
    if (done.has(notice.id)) continue;
    const because = overtaken(notice, state);
    const then = because ? "lapse" : isReminder(notice) ? today(reminding(notice)) : "send";
    if (then === "lapse") lapse.push({ notice, because: because ?? saidInAnother });
    else if (then === "send") send.push(notice);
  }
  return { send, lapse };
}

const isReminder = ({ kind }: AlertNotice) => kind === "reminder" || kind === "chased";

function following(
  event: AlertEvent,
  state: Alert,
  before: Alert | undefined,
  partnership: string | undefined,
): Following[] {
  const { members } = state;
  const inbox = partnership ? [partnership] : [];
  const to = (kind: AlertNoticeKind, seats: readonly string[], about: Omit<Following, "kind" | "seat"> = {}) =>
    seats.map((seat): Following => ({ kind, seat, ...about }));
  const others = (seat: string) => members.filter((each) => each !== seat);

  switch (event.type) {
    case "AlertSubmitted":
      return to("acknowledged", [informerSeat]);
    case "GroupAsked": {
      // An inbox that is asked in the group's place need not be told as well.
      const asked = new Set(members.map((each) => addressOf(state, each)));
      return [
        ...to("asked", members),
        ...to(
          "told",
          inbox.filter((each) => !asked.has(addressOf(state, each))),
        ),
      ];
    }
    case "ReminderFellDue": {
      const owing = whoOwes(state, event.clock);
      const about = { clock: event.clock };
      return event.kind === "chase" ? to("chased", [...owing, ...inbox], about) : to("reminder", owing, about);
    }
    case "DeadlinePassed":
      // Whose action it is was reminded before; that it is overdue is the whole group's to know, which oversees it.
      return to("deadline passed", [...whoOwes(state, event.clock), ...inbox], { clock: event.clock });
    case "ClockMet":
      return event.clock === "respond" ? to("all responded", members) : [];
    case "AgencyResponded":
      return event.late ? to("late response", [...others(event.by.seat), ...inbox]) : [];
    case "ActionRecorded":
      return to("action recorded", others(event.by.seat), { action: event.action });
    case "ActionDone":
      return state.actions.every((each) => each.doneAt !== undefined)
        ? to("all actions done", members, { action: event.action })
        : to("action done", others(event.by.seat), { action: event.action });
    case "AlertClosed":
      return to("closed", [informerSeat, ...members, ...inbox]);
    case "NoticeRefused":
      return event.seat === partnership ? [] : to("could not be delivered", inbox);
    case "NoticeBounced": {
      // Once for a seat and a way in which its e-mails come back, until the alert goes on: reminders come back too.
      const known = before?.bounced.some(
        (each) => each.seat === event.seat && each.bounce === event.bounce && each.phase === before.phase,
      );
      const own = inbox.some((each) => addressOf(state, each) === addressOf(state, event.seat));
      return known || own ? [] : to("could not be delivered", inbox, { bounce: event.bounce });
    }
    case "ClockStarted":
    case "NoteAdded":
    case "ExecutionReplaced":
    case "NoticeSent":
    case "NoticeLapsed":
    case "LegalHoldPlaced":
    case "LegalHoldLifted":
    case "PeopleErased":
      return [];
    default:
      return event satisfies never;
  }
}

/**
 * Who is asked for what a clock waits for. Before an action's deadline, the members of its agency where it is one of the
 * group's; after it, as for everything else, the whole group, which oversees it (MED-17).
 */
export function whoOwes(state: Alert, clock: string): readonly string[] {
  if (clock === "respond") return silentMembers(state);
  const action = actionOf(state, clock);
  const overdue = state.clocks.some((each) => each.clock === clock && each.nextChase !== undefined);
  if (!action?.recorded.agency || overdue) return state.members;
  return state.members.filter((each) => state.seats.get(each)?.agency === action.recorded.agency);
}

/** Why a notice that was not sent yet should not be sent any more. */
function overtaken({ kind, seat, clock }: AlertNotice, state: Alert): string | undefined {
  if ((state.seats.get(seat)?.person ?? erased) === erased) return "the people of this record have been erased";
  switch (kind) {
    case "asked":
      return state.phase === "closed" ? "the alert was closed before it was sent" : undefined;
    case "all responded":
    case "all actions done":
      return state.phase === "closed" ? "the alert was closed before it was sent" : undefined;
    case "reminder":
    case "deadline passed":
    case "chased": {
      const running = runningClocks(state).find((each) => each.clock === clock);
      if (!running) return "it was done before it was sent";
      if (clock === "respond" && state.members.includes(seat) && !silentMembers(state).includes(seat))
        return "the agency responded before it was sent";
      return kind === "reminder" && running.nextChase ? "the deadline passed before the reminder was sent" : undefined;
    }
    default:
      return undefined;
  }
}

/** One person in two seats, or two seats behind one inbox, are one address. */
function addressOf(state: Alert, seat: string): string {
  const person = state.seats.get(seat)?.person;
  return person && person !== erased ? person.email : seat;
}
