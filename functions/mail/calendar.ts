/** The calendar file of an email: one deadline, to be put into the reader's calendar, and moved or taken out again later. */
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import { addMinutes } from "../../policies/calendar/instant.ts";

/** One deadline of one seat, as it stands. Instants are UTC. */
export interface Appointment {
  /** The same as long as it is the same deadline of the same seat. */
  readonly uid: string;
  /** Rises whenever it moves or is over: the place on the record of what moved it. */
  readonly sequence: number;
  readonly due: string;
  /** When it came to be so. */
  readonly since: string;
  readonly over: boolean;
}

export interface CalendarFile {
  readonly filename: string;
  readonly method: "PUBLISH" | "CANCEL";
  readonly content: string;
}

const minutesBefore = 30;

/** What stands there in the calendar: nothing but the reference and the reader's role (ALL-13). */
export interface CalendarWords {
  readonly summary: string;
  readonly description: string;
}

/** @param name of the file, without its ending */
export function calendarFile(name: string, entry: Appointment, { summary, description }: CalendarWords): CalendarFile {
  const method = entry.over ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH;
  const calendar = ical({
    method,
    prodId: { company: "safeguarding-escalation", product: "deadlines", language: "EN" },
  });
  calendar.createEvent({
    id: entry.uid,
    sequence: entry.sequence,
    stamp: new Date(entry.since),
    start: new Date(addMinutes(entry.due, -minutesBefore)),
    end: new Date(entry.due),
    summary,
    description,
    status: entry.over ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // Nobody is busy because of a deadline.
    transparency: ICalEventTransparency.TRANSPARENT,
  });
  return { filename: `${name}.ics`, method: entry.over ? "CANCEL" : "PUBLISH", content: calendar.toString() };
}
