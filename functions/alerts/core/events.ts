/**
 * What can have happened to a practice alert (MED-15 to MED-18). Events are contracts, as those of an escalation are
 * (functions/core/events.ts): a shape that is on a record is never changed, and each version has an example file in
 * `test/functions/alerts/examples/`.
 *
 * Plain fields carry what is not personal. Names, addresses and what people wrote stand under `sealed`. Every instant is
 * ISO-8601 in UTC with milliseconds; a day is a date in Europe/London.
 */
import { once } from "../../../policies/once.ts";
import * as z from "../../../policies/schemas.ts";
import { bounce, bounceSubtype, erased, keepingEvents } from "../../core/events.ts";
import { anyOf, event, instant } from "../../core/event-schema.ts";
import type { Former } from "../../core/versions.ts";

export { erased };
export type { Bounce, Person, Sealed } from "../../core/events.ts";

const sealed = <T extends z.ZodMiniType>(content: T) => z.union([content, z.literal(erased)]);
const day = once(() => z.string());
const text = once(() => z.string());
const person = once(() => z.object({ name: text(), email: text() }));

/** The steps by which events of former versions are read (functions/core/versions.ts). */
export const formerAlertEvents: Former = {};

/** Somebody of the group, or an inbox, without saying who they are. */
const seat = once(() =>
  z.object({
    seat: text(),
    /** What the agency is called for which they answer; the partnership, for its inbox. */
    agency: text(),
    via: z.enum(["holder", "inbox"]),
  }),
);
export type Seat = z.infer<ReturnType<typeof seat>>;

/** Who did it: in which seat, for which agency. Who that is by name stands under `sealed`. */
const by = once(() => z.object({ seat: text(), agency: text() }));
export type By = z.infer<ReturnType<typeof by>>;

const reminders = once(() => z.array(z.object({ at: instant(), kind: z.enum(["half time", "last day"]) })));

/** Which time is running: for responses, for the group to conclude, or for one action, `action:2`. */
const clock = () => text();

/** The fields of an alert in the partnership's own form (MED-15). */
const alertWords = once(() =>
  z.object({
    informer: z.object({ name: text(), title: text() }),
    service: text(),
    contact: z.object({ email: text(), telephone: z.optional(text()) }),
    summary: text(),
    measures: text(),
    causes: text(),
    goodPractice: text(),
    action: text(),
    /** The single agency that it is about, and with whom there it was consulted (MED-16). */
    consulted: z.optional(z.object({ service: text(), with: text() })),
  }),
);
export type AlertWords = z.infer<ReturnType<typeof alertWords>>;

const notice = () => ({ notice: text(), kind: text(), seat: text() });

/** Reads an event of a practice alert, whatever stands on its record. @throws ZodError for what is none, in its newest version: `upToDate` comes first */
export const alertEventSchema = anyOf(
  event("AlertSubmitted", () => ({
    policy: z.object({ id: text(), version: text() }),
    partnership: text(),
    /** The informer's agency, by id, and what it is called. */
    agency: z.object({ id: text(), name: text() }),
    date: day(),
    /** The informer declared it (MED-16); one that is about a case is never on a record. */
    notAboutOneCase: z.literal(true),
    concerns: z.enum(["one agency", "more than one agency"]),
    /** The day on which the single agency was consulted. */
    consultedOn: z.optional(day()),
    submission: z.object({ client: text(), keyHash: text(), bodyHash: text() }),
    sealed: sealed(alertWords()),
  })),
  event("GroupAsked", () => ({
    members: z.array(seat()).check(z.minLength(1)),
    /** The partnership's own inbox, which is informed and hears when something goes wrong. */
    partnership: seat(),
    sealed: sealed(z.object({ people: z.record(text(), person()) })),
  })),
  event("ClockStarted", () => ({ clock: clock(), due: instant(), provisional: z.boolean(), reminders: reminders() })),
  event("ClockMet", () => ({ clock: clock() })),
  event("DeadlinePassed", () => ({ clock: clock(), due: instant(), nextChase: instant() })),
  event("ReminderFellDue", () => ({
    clock: clock(),
    kind: z.enum(["half time", "last day", "chase"]),
    due: instant(),
    nextChase: z.optional(instant()),
  })),
  event("AgencyResponded", () => ({
    by: by(),
    /** It came after the alert was closed: it is on the record and reopens nothing. */
    late: z.boolean(),
    sealed: sealed(z.object({ name: text(), response: text() })),
  })),
  event("ActionRecorded", () => ({
    by: by(),
    /** Counted from 1. */
    action: z.int(),
    /** The agency of the group whose action it is; somebody else is named under `sealed`. */
    agency: z.optional(text()),
    due: day(),
    sealed: sealed(z.object({ name: text(), what: text(), who: z.optional(text()) })),
  })),
  event("ActionDone", () => ({ by: by(), action: z.int(), sealed: sealed(z.object({ name: text(), words: text() })) })),
  event("NoteAdded", () => ({
    by: by(),
    /** For a correction: the commit that it corrects, which stays as it is (ALL-01). */
    corrects: z.optional(z.int()),
    sealed: sealed(z.object({ name: text(), words: text() })),
  })),
  event("AlertClosed", () => ({
    by: by(),
    how: z.enum(["actions done", "no action needed"]),
    sealed: sealed(z.object({ name: text(), outcome: text() })),
  })),
  event("ExecutionReplaced", () => ({ number: z.int(), reason: text() })),
  event("NoticeSent", () => ({ ...notice(), messageId: text() })),
  event("NoticeRefused", () => ({ ...notice(), because: text() })),
  event("NoticeLapsed", () => ({ ...notice(), because: text() })),
  /** The mail service took it, and it came back or was called spam. */
  event("NoticeBounced", () => ({
    ...notice(),
    messageId: text(),
    bounce: bounce(),
    subtype: z.optional(bounceSubtype()),
  })),
  ...keepingEvents,
);

/** What can have happened to a practice alert, in the newest version of each. */
export type AlertEvent = ReturnType<(typeof alertEventSchema)["parse"]>;
export type AlertEventType = AlertEvent["type"];
export type AlertEventOf<T extends AlertEventType> = Extract<AlertEvent, { type: T }>;
