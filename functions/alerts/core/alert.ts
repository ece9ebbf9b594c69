/** The state of one practice alert: what its events add up to. Nothing here is stored; it is folded anew at every reading. */
import type { PracticeAlerts } from "../../../policies/language/schema.ts";
import type { Rules } from "../../core/clocks.ts";
import { erased, type AlertEvent, type AlertEventOf, type Person, type Seat, type Sealed } from "./events.ts";

/** The seat of whoever submitted it, who hears the outcome. */
export const informerSeat = "informer";

/** A deadline of the group’s or of an action’s (`clockOfAction`). Instants are UTC. One that was met stays, and runs no more. */
export interface LiveClock {
  readonly clock: string;
  readonly due: string;
  readonly provisional: boolean;
  readonly reminders: AlertEventOf<"ClockStarted">["reminders"];
  readonly running: boolean;
  /** Once its deadline was recorded as passed: when it is asked for again. */
  readonly nextChase?: string;
}

export interface Action {
  readonly number: number;
  readonly recorded: AlertEventOf<"ActionRecorded">;
  readonly doneAt?: string;
}

/** A seat with whoever is in it; the person reads as `erased` once the record’s key is gone. */
export type Held = Seat & { readonly person: Sealed<Person> };

/** How a practice alert stands: what its events come to. Holds what is sealed, so it is never stored or logged. */
export interface Alert {
  /** `submitted` until the group is asked, `with the group` until somebody of it closes the alert. */
  readonly phase: "submitted" | "with the group" | "closed";
  readonly submitted: AlertEventOf<"AlertSubmitted">;
  readonly seats: ReadonlyMap<string, Held>;
  readonly members: readonly string[];
  /** The seat of the partnership's inbox, once the group was asked. */
  readonly inbox?: string;
  readonly clocks: readonly LiveClock[];
  /** The agencies that have responded, by name. */
  readonly responded: readonly string[];
  readonly actions: readonly Action[];
  /** `erased` where its people were erased while it was open. */
  readonly how?: AlertEventOf<"AlertClosed">["how"] | "erased";
  /** The number of the workflow execution that may act on it. */
  readonly execution: number;
  /** The e-mails that came back or were called spam, and in which phase. */
  readonly bounced: readonly (Pick<AlertEventOf<"NoticeBounced">, "notice" | "messageId" | "bounce" | "seat"> & {
    readonly phase: Alert["phase"];
  })[];
}

/** How an alert stands after these events, in their order; undefined for none. @throws Error when they do not begin with AlertSubmitted */
export function fold(events: readonly AlertEvent[]): Alert | undefined {
  let state: Alert | undefined;
  for (const event of events) state = evolve(state, event);
  return state;
}

/**
 * What an event makes of an alert. It never refuses: what stands on the record has happened.
 * @throws Error when the history does not begin with AlertSubmitted: such a record is broken
 */
export function evolve(state: Alert | undefined, event: AlertEvent): Alert {
  if (event.type === "AlertSubmitted") {
    const { sealed } = event;
    const person = sealed === erased ? erased : { name: sealed.informer.name, email: sealed.contact.email };
    return {
      phase: "submitted",
      submitted: event,
      seats: new Map([[informerSeat, { seat: informerSeat, agency: event.agency.name, via: "holder", person }]]),
      members: [],
      clocks: [],
      responded: [],
      actions: [],
      execution: 1,
      bounced: [],
    };
  }
  if (!state) throw new Error(`The record begins with ${event.type}, not with AlertSubmitted`);
  const clocks = (clock: string, change: Partial<LiveClock>) =>
    state.clocks.map((each) => (each.clock === clock && each.running ? { ...each, ...change } : each));

  switch (event.type) {
    case "GroupAsked": {
      const people = event.sealed === erased ? undefined : event.sealed.people;
      const seats = new Map(state.seats);
      for (const each of [...event.members, event.partnership])
        seats.set(each.seat, { ...each, person: people?.[each.seat] ?? erased });
      return {
        ...state,
        phase: "with the group",
        seats,
        members: event.members.map((each) => each.seat),
        inbox: event.partnership.seat,
      };
    }
    case "ClockStarted": {
      const { clock, due, provisional, reminders } = event;
      return { ...state, clocks: [...state.clocks, { clock, due, provisional, reminders, running: true }] };
    }
    case "ClockMet":
      return { ...state, clocks: clocks(event.clock, { running: false }) };
    case "DeadlinePassed":
      return { ...state, clocks: clocks(event.clock, { reminders: [], nextChase: event.nextChase }) };
    case "ReminderFellDue": {
      const left = state.clocks.find((each) => each.clock === event.clock && each.running)?.reminders ?? [];
      return {
        ...state,
        clocks: clocks(event.clock, {
          reminders: left.filter((each) => each.at > event.due),
          ...(event.nextChase ? { nextChase: event.nextChase } : {}),
        }),
      };
    }
    case "AgencyResponded":
      return { ...state, responded: [...new Set([...state.responded, event.by.agency])] };
    case "ActionRecorded":
      return { ...state, actions: [...state.actions, { number: event.action, recorded: event }] };
    case "ActionDone":
      return {
        ...state,
        actions: state.actions.map((each) => (each.number === event.action ? { ...each, doneAt: event.at } : each)),
      };
    case "AlertClosed":
      return {
        ...state,
        phase: "closed",
        how: event.how,
        clocks: state.clocks.map((each) => ({ ...each, running: false })),
      };
    case "PeopleErased":
      return state.phase === "closed"
        ? state
        : {
            ...state,
            phase: "closed",
            how: "erased",
            clocks: state.clocks.map((each) => ({ ...each, running: false })),
          };
    case "ExecutionReplaced":
      return { ...state, execution: event.number };
    case "NoticeBounced": {
      const { notice, messageId, bounce, seat } = event;
      return { ...state, bounced: [...state.bounced, { notice, messageId, bounce, seat, phase: state.phase }] };
    }
    case "NoteAdded":
    case "NoticeSent":
    case "NoticeRefused":
    case "NoticeLapsed":
    case "LegalHoldPlaced":
    case "LegalHoldLifted":
      return state;
    default:
      return event satisfies never;
  }
}

/** The rules of alerts that a policy has. @throws Error for one without: an alert cannot go on by other rules */
export function alertRules({ policy }: Pick<Rules, "policy">): PracticeAlerts {
  if (!policy.practiceAlerts) throw new Error(`Policy ${policy.policy} ${policy.version} takes no practice alerts`);
  return policy.practiceAlerts;
}

/** What is still waited for, the soonest first. */
export const runningClocks = (state: Alert): LiveClock[] =>
  state.clocks.filter((each) => each.running).toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));

/** What the group agreed on and nobody has said is done (MED-17), in the order in which it was agreed. */
export const openActions = (state: Alert): Action[] => state.actions.filter((each) => each.doneAt === undefined);

/** The agencies of the group that have not responded, each once. */
export function silentAgencies(state: Alert): string[] {
  const agencies = state.members.flatMap((each) => state.seats.get(each)?.agency ?? []);
  return [...new Set(agencies)].filter((each) => !state.responded.includes(each));
}

/** The members whose agency has not responded. */
export function silentMembers(state: Alert): string[] {
  const silent = silentAgencies(state);
  return state.members.filter((each) => silent.includes(state.seats.get(each)?.agency ?? ""));
}

/** The action that a clock is for. */
export const actionOf = (state: Alert, clock: string): Action | undefined =>
  state.actions.find((each) => clockOfAction(each.number) === clock);

/** The id under which the time of an action runs: `action:2`. */
export const clockOfAction = (action: number) => `action:${action}`;
