/**
 * What can have happened to a practice alert (MED-15 to MED-18). Events are contracts, as those of an escalation are
 * (functions/core/events.ts): a shape that is on a record is never changed, and each version has an example file in
 * `test/functions/alerts/examples/`.
 *
 * Plain fields carry what is not personal. Names, addresses and what people wrote stand under `sealed`. Every instant is
 * ISO-8601 in UTC with milliseconds; a day is a date in Europe/London.
 */
import * as z from "zod";
import { bounce, bounceSubtype, erased, keepingEvents } from "../../core/events.ts";
import type { Former } from "../../core/versions.ts";

export { erased };
export type { Bounce, Person, Sealed } from "../../core/events.ts";

const sealed = <T extends z.ZodType>(content: T) => z.union([content, z.literal(erased)]);
const instant = z.string();
const day = z.string();
const text = z.string();
const person = z.object({ name: text, email: text });

/** The steps by which events of former versions are read (functions/core/versions.ts). Every one is still of its first. */
export const formerAlertEvents: Former = {};

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), v: z.literal(1), at: instant, ...shape });

/** Somebody of the group, or an inbox, without saying who they are. */
const seat = z.object({
  seat: text,
  /** What the agency is called for which they answer; the partnership, for its inbox. */
  agency: text,
  via: z.enum(["holder", "inbox"]),
});
export type Seat = z.infer<typeof seat>;

/** Who did it: in which seat, for which agency. Who that is by name stands under `sealed`. */
const by = z.object({ seat: text, agency: text });
export type By = z.infer<typeof by>;

const reminders = z.array(z.object({ at: instant, kind: z.enum(["half time", "last day"]) }));

/** Which time is running: for responses, for the group to conclude, or for one action, `action:2`. */
const clock = text;

/** The fields of an alert in the partnership's own form (MED-15). */
const alertWords = z.object({
  informer: z.object({ name: text, title: text }),
  service: text,
  contact: z.object({ email: text, telephone: text.optional() }),
  summary: text,
  measures: text,
  causes: text,
  goodPractice: text,
  action: text,
  /** The single agency that it is about, and with whom there it was consulted (MED-16). */
  consulted: z.object({ service: text, with: text }).optional(),
});
export type AlertWords = z.infer<typeof alertWords>;

const notice = { notice: text, kind: text, seat: text };

export const alertEventSchema = z.discriminatedUnion("type", [
  event("AlertSubmitted", {
    policy: z.object({ id: text, version: text }),
    partnership: text,
    /** The informer's agency, by id, and what it is called. */
    agency: z.object({ id: text, name: text }),
    date: day,
    /** The informer declared it (MED-16); one that is about a case is never on a record. */
    notAboutOneCase: z.literal(true),
    concerns: z.enum(["one agency", "more than one agency"]),
    /** The day on which the single agency was consulted. */
    consultedOn: day.optional(),
    submission: z.object({ client: text, keyHash: text, bodyHash: text }),
    sealed: sealed(alertWords),
  }),
  event("GroupAsked", {
    members: z.array(seat).min(1),
    /** The partnership's own inbox, which is informed and hears when something goes wrong. */
    partnership: seat,
    sealed: sealed(z.object({ people: z.record(text, person) })),
  }),
  event("ClockStarted", { clock, due: instant, provisional: z.boolean(), reminders }),
  event("ClockMet", { clock }),
  event("DeadlinePassed", { clock, due: instant, nextChase: instant }),
  event("ReminderFellDue", {
    clock,
    kind: z.enum(["half time", "last day", "chase"]),
    due: instant,
    nextChase: instant.optional(),
  }),
  event("AgencyResponded", {
    by,
    /** It came after the alert was closed: it is on the record and reopens nothing. */
    late: z.boolean(),
    sealed: sealed(z.object({ name: text, response: text })),
  }),
  event("ActionRecorded", {
    by,
    /** Counted from 1. */
    action: z.number().int(),
    /** The agency of the group whose action it is; somebody else is named under `sealed`. */
    agency: text.optional(),
    due: day,
    sealed: sealed(z.object({ name: text, what: text, who: text.optional() })),
  }),
  event("ActionDone", { by, action: z.number().int(), sealed: sealed(z.object({ name: text, words: text })) }),
  event("NoteAdded", {
    by,
    /** For a correction: the commit that it corrects, which stays as it is (ALL-01). */
    corrects: z.number().int().optional(),
    sealed: sealed(z.object({ name: text, words: text })),
  }),
  event("AlertClosed", {
    by,
    how: z.enum(["actions done", "no action needed"]),
    sealed: sealed(z.object({ name: text, outcome: text })),
  }),
  event("ExecutionReplaced", { number: z.number().int(), reason: text }),
  event("NoticeSent", { ...notice, messageId: text }),
  event("NoticeRefused", { ...notice, because: text }),
  event("NoticeLapsed", { ...notice, because: text }),
  /** The mail service took it, and it came back or was called spam. */
  event("NoticeBounced", { ...notice, messageId: text, bounce, subtype: bounceSubtype.optional() }),
  ...keepingEvents,
]);

export type AlertEvent = z.infer<typeof alertEventSchema>;
export type AlertEventType = AlertEvent["type"];
export type AlertEventOf<T extends AlertEventType> = Extract<AlertEvent, { type: T }>;
