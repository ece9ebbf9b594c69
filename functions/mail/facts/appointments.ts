/**
 * The deadlines of a seat, for its calendar: each from when it began, wherever it moved to, until it is over. Whoever is
 * asked for something gets it; whoever got it hears when it moves or is over, with the next email that they are sent.
 */
import { createHash } from "node:crypto";
import type { Appointment } from "../calendar.ts";

interface Happened {
  readonly type: string;
  /** UTC. */
  readonly at: string;
}

interface Owed {
  readonly id: string;
  readonly seat: string;
  /** The event that it follows from: its place in the history, counted from 0. */
  readonly event: number;
}

/** What an escalation and a practice alert each say of their own deadlines and emails. */
export interface Deadlines<State, Event extends Happened, Notice extends Owed> {
  readonly evolve: (state: State | undefined, event: Event) => State;
  /** When what is asked of a seat is due (UTC), by a name for each. */
  readonly runningFor: (state: State, seat: string) => ReadonlyMap<string, string>;
  /** The name of the deadline that an email asks its reader to keep, if it asks for something by one. */
  readonly keptBy: (notice: Notice, history: readonly Event[]) => string | undefined;
  /** Every email that the history gives rise to, in its order. */
  readonly noticesOf: (history: readonly Event[]) => readonly Notice[];
  /** Those of all of them that will not be sent any more. */
  readonly lapsing: (history: readonly Event[], all: readonly Notice[]) => readonly Notice[];
}

interface Asked<Event, Notice> {
  readonly notice: Notice;
  readonly reference: string;
  /** Everything that stands on the record when the email is written. */
  readonly history: readonly Event[];
  /** The name under which the service answers: the id of an appointment is unique in the world. */
  readonly host: string;
}

/**
 * What an email puts into its reader's calendar, moves there or takes out. As the sequence is the place on the record of
 * what moved it, no two emails tell of different times under the same one.
 */
export function appointmentsOf<State, Event extends Happened, Notice extends Owed>(
  { notice, reference, history, host }: Asked<Event, Notice>,
  deadlines: Deadlines<State, Event, Notice>,
): Appointment[] {
  const { seat } = notice;
  const own = deadlines.keptBy(notice, history);
  const emails = emailsTo(seat, history, deadlines);
  return [...everyDeadlineOf(seat, history, deadlines)]
    .filter(([key, { at, over }]) => {
      if (key === own && !over) return true;
      const had = emails.some((each) => each.sent && deadlines.keptBy(each.notice, history) === key);
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
function everyDeadlineOf<State, Event extends Happened, Notice extends Owed>(
  seat: string,
  history: readonly Event[],
  { evolve, runningFor }: Deadlines<State, Event, Notice>,
): ReadonlyMap<string, Deadline> {
  const found = new Map<string, Deadline>();
  let state: State | undefined;
  history.forEach((event, since) => {
    state = evolve(state, event);
    const running = runningFor(state, seat);
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

/** Every email to a seat, in order: what became of it, and when what it follows from happened. */
function emailsTo<State, Event extends Happened, Notice extends Owed>(
  seat: string,
  history: readonly Event[],
  { noticesOf, lapsing }: Deadlines<State, Event, Notice>,
) {
  const recorded = (...types: readonly string[]) =>
    new Set(
      history.flatMap((each) =>
        types.includes(each.type) && "notice" in each && typeof each.notice === "string" ? [each.notice] : [],
      ),
    );
  const sent = recorded("NoticeSent");
  const dropped = recorded("NoticeLapsed", "NoticeRefused");
  const all = noticesOf(history);
  for (const notice of lapsing(history, all)) dropped.add(notice.id);
  return all
    .filter((each) => each.seat === seat)
    .map((notice) => ({
      notice,
      sent: sent.has(notice.id),
      dropped: dropped.has(notice.id),
      following: history[notice.event]?.at ?? "",
    }));
}
