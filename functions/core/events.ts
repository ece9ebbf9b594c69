/**
 * What can have happened in an escalation. Events are contracts: they stand on the record for ever, so a shape is never
 * changed, only followed by a new version, and every version has an example file in `test/functions/core/examples/`.
 *
 * Plain fields carry what is not personal: ids, instants, agency, role, side, stage, type and outcome. Everything else
 * (names, addresses, what people wrote) stands under `sealed`, which the record adapter encrypts with the escalation's
 * own key and which reads as `"erased"` once that key is gone.
 *
 * Every instant is ISO-8601 in UTC with milliseconds; a day is a date in Europe/London.
 */
import * as z from "zod";
import type { Former } from "./versions.ts";

export const erased = "erased";
/** Personal content, or the word that it was erased. */
export type Sealed<T> = T | typeof erased;
const sealed = <T extends z.ZodType>(content: T) => z.union([content, z.literal(erased)]);

const instant = z.string();
const day = z.string();
const text = z.string();

export const side = z.enum(["raising", "receiving", "partnership"]);
export type Side = z.infer<typeof side>;

const person = z.object({ name: text, email: text });
export type Person = z.infer<typeof person>;

/** Somebody who has to act or is kept informed, without saying who they are. `seat` names them among the people of the escalation. */
const seat = z.object({
  seat: text,
  side,
  role: text,
  agency: text,
  /** How they are reached: themselves, whoever stands in, or the agency's or partnership's own inbox. */
  via: z.enum(["holder", "stand-in", "inbox"]),
  /** Ends the stage by their word: a chair, an executive, a director who decides. */
  concludes: z.literal(true).optional(),
});
export type Seat = z.infer<typeof seat>;

const clock = z.object({
  stage: text,
  clock: text,
  kind: z.enum(["stage", "proposal", "duty", "checklist"]),
  /** Who owes it, for a duty and a checklist. */
  by: side.optional(),
  from: instant,
  due: instant,
  /** Computed beyond the last published bank holiday; to be planned again when more are known. */
  provisional: z.boolean(),
  /** Nothing but the law of the clause moves it beyond this instant. */
  noLaterThan: instant.optional(),
  metBy: z.enum([
    "meeting arranged",
    "meeting held",
    "discussion",
    "response",
    "resolution",
    "outcome",
    "confirmation",
    "checklist",
  ]),
  whenPassed: z.enum(["climb", "chase", "note"]),
  reminders: z.array(z.object({ at: instant, kind: z.enum(["half time", "last day"]) })),
});
/** A timescale that is running: what it counts from, when it is due, and what happens then. */
export type RunningClock = z.infer<typeof clock>;

/** What became of an e-mail that the mail service had taken. */
export const bounce = z.enum([
  /** It came back for good. */
  "permanent",
  /** It came back for now: a full mailbox, or an automatic answer that somebody is away. */
  "transient",
  /** It arrived, and was called spam. */
  "complaint",
  /** The mail service never passed it on. */
  "rejected",
]);
export type Bounce = z.infer<typeof bounce>;

/** The mail service's own fixed words for it. Never what a mail server wrote: that holds addresses. */
export const bounceSubtype = z.enum([
  "Undetermined",
  "General",
  "NoEmail",
  "Suppressed",
  "OnAccountSuppressionList",
  "UnsubscribedRecipient",
  "MailboxFull",
  "MessageTooLarge",
  "CustomTimeoutExceeded",
  "ContentRejected",
  "AttachmentRejected",
  "abuse",
  "auth-failure",
  "fraud",
  "other",
  "virus",
]);
export type BounceSubtype = z.infer<typeof bounceSubtype>;

/** The words that answer a page's questions, by the question's id. */
const answers = z.record(text, text);
/** What was answered when the concern was raised, by the question's id. */
const raisedAnswers = z.record(text, z.union([text, z.array(text)]));
export type RaisedAnswers = z.infer<typeof raisedAnswers>;

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), v: z.literal(1), at: instant, ...shape });

/**
 * The steps by which events of former versions are read (versions.ts): from `NoteAdded.v1` to version 2, and
 * so on. Every event is still of its first version.
 */
export const formerEvents: Former = {};

/** Who did it: on which side, in which role. Who that is by name stands under `sealed`. */
const by = z.object({ side, role: text, agency: text, stage: text.optional() });
export type By = z.infer<typeof by>;

export const concernWords = z.object({
  issue: text.optional(),
  disagreement: text.optional(),
  risk: text.optional(),
  evidence: text.optional(),
  resolutionSought: text.optional(),
});
export type ConcernWords = z.infer<typeof concernWords>;

/** Who asked for a legal hold, and why: both sides read it, as everything on the record. */
const hold = { sealed: sealed(z.object({ askedBy: text, reason: text })) };

/** How long a record is kept, on a record of either kind (keeping.ts). */
export const keepingEvents = [
  /** From now on nothing of it is erased, by age or on request. */
  event("LegalHoldPlaced", hold),
  event("LegalHoldLifted", hold),
  /** Its key is destroyed. Whatever was open ends by it: there is nobody left to tell. */
  event("PeopleErased", {
    because: z.enum(["age", "asked"]),
    /** Under which of the partnership's retention classes, and where that is written. */
    retention: z.object({ class: text, source: text }).optional(),
  }),
] as const;
export type KeepingEvent = z.infer<(typeof keepingEvents)[number]>;
export type KeepingEventOf<T extends KeepingEvent["type"]> = Extract<KeepingEvent, { type: T }>;

export const eventSchema = z.discriminatedUnion("type", [
  event("EscalationRaised", {
    policy: z.object({
      id: text,
      version: text,
      /** Why this one: the person's area, a secure setting in its area, or that no local policy is held (PRE-01, TP-01). */
      because: z.enum(["area", "secure setting", "own policy"]).optional(),
    }),
    partnership: text,
    area: text,
    subject: z.enum(["child", "adult", "community"]),
    disagreement: text,
    arose: instant,
    /** What “from the disagreement” counts from: the raising, where it was raised late and the policy says so (SHR-06). */
    countsFrom: instant.optional(),
    /** Whether it was raised within the policy's own time of the disagreement (KNO-03). */
    raiseBy: z.object({ due: instant, late: z.boolean() }).optional(),
    /** `kind`: of which kind the agency is, such as education: who holds a role can differ by it (MK-05). */
    raising: z.object({ agency: text, kind: text.optional() }),
    receiving: z.object({ agency: text, kind: text.optional() }),
    /** The own policy of an agency, where it binds its people beside this one (TP-01). */
    beside: z
      .array(
        z.object({
          side,
          policy: z.object({ id: text, version: text }),
          practitionersHear: z.boolean(),
          /** What its people are asked to file, in that policy's words. */
          filing: text.optional(),
        }),
      )
      .optional(),
    /** What has to come before the formal process and was not confirmed, so that the informal stage opened (MED-01). */
    notYet: z.array(text).optional(),
    /** It was raised at a later stage, for a reason that the policy gives. */
    entered: text.optional(),
    immediateRisk: z.boolean(),
    /** Immediate risk makes this policy's timescales a guide (KNO-01). */
    guide: z.boolean(),
    /** What was not said and is to be asked for afterwards (only ever with immediate risk, KNO-02). */
    missing: z.array(z.enum(["issue", "disagreement", "risk", "evidence", "resolutionSought"])),
    protectBy: instant.optional(),
    opensAt: text,
    submission: z.object({ client: text, keyHash: text, bodyHash: text }),
    sealed: sealed(
      z.object({
        person: z.object({ name: text, dateOfBirth: day.optional(), circumstances: text.optional() }),
        anotherType: text.optional(),
        words: concernWords,
        /** The policy's own questions at the raising, by id: an option, several, yes or no, a day or words. */
        answers: raisedAnswers.optional(),
        /** What came before the formal process, by id, each with its day. */
        before: z.record(text, day).optional(),
        enteredBecause: text.optional(),
        raising: z.object({ practitioner: person, manager: person.optional() }),
        receiving: z.object({ practitioner: person.optional(), manager: person.optional() }),
      }),
    ),
  }),
  event("StageOpened", {
    stage: text,
    because: z.enum(["raised", "unresolved", "deadline passed", "immediate risk", "referred"]),
    asked: z.array(seat),
    /** Informed when the stage opens, and can read the record. */
    told: z.array(seat),
    /** The partnership's own inbox, to be told when something goes wrong. */
    partnership: seat,
    sealed: sealed(z.object({ people: z.record(text, person) })),
  }),
  event("ClockStarted", clock.shape),
  event("ClockMet", { stage: text, clock: text }),
  event("DeadlinePassed", {
    stage: text,
    clock: text,
    due: instant,
    /** Immediate risk made the timescale a guide: passing it is no breach (KNO-01). */
    guide: z.boolean(),
    nextChase: instant.optional(),
  }),
  event("ReminderFellDue", {
    stage: text,
    clock: text,
    kind: z.enum(["half time", "last day", "chase"]),
    due: instant,
    nextChase: instant.optional(),
  }),
  event("DiscussionRecorded", {
    by,
    stage: text,
    kind: z.enum(["discussion", "meeting"]),
    heldAt: instant,
    sealed: sealed(z.object({ name: text, attended: text, agreed: text, pursued: text })),
  }),
  event("MeetingArranged", {
    by,
    stage: text,
    for: instant,
    sealed: sealed(z.object({ name: text, where: text, invited: text })),
  }),
  /** Somebody of another side who took part approves what was recorded of a discussion, and dates it by doing so (KNO-16). */
  event("DiscussionApproved", { by, stage: text, recordedAt: instant, sealed: sealed(z.object({ name: text })) }),
  event("QuestionsAnswered", { by, stage: text, sealed: sealed(z.object({ name: text, answers })) }),
  /** Somebody is told because a question was answered with yes (KNO-06). */
  event("OthersTold", {
    by,
    stage: text,
    question: text,
    told: z.array(seat),
    sealed: sealed(z.object({ people: z.record(text, person) })),
  }),
  event("ItemsTicked", {
    by,
    stage: text,
    items: z.array(z.object({ item: text, on: day })),
    /** What was confirmed in writing, by item. */
    sealed: sealed(z.object({ name: text, words: answers })),
  }),
  event("AdviceAsked", {
    by,
    stage: text,
    of: seat,
    sealed: sealed(z.object({ name: text, person, question: text })),
  }),
  event("AdviceGiven", { by, stage: text, seat: text, sealed: sealed(z.object({ name: text, advice: text })) }),
  /** A further manager joins a side at the open stage; no clock restarts (MED-03). */
  event("ManagerJoined", { by, stage: text, to: seat, sealed: sealed(z.object({ name: text, person, named: text })) }),
  event("DateProposed", { by, stage: text, until: instant, sealed: sealed(z.object({ name: text, reason: text })) }),
  event("DateAgreed", {
    by,
    stage: text,
    until: instant,
    clocks: z.array(z.object({ stage: text, clock: text, due: instant, reminders: clock.shape.reminders })),
    sealed: sealed(z.object({ name: text })),
  }),
  event("DateRejected", { by, stage: text, sealed: sealed(z.object({ name: text, reason: text })) }),
  event("ResponseRecorded", {
    by,
    stage: text,
    sealed: sealed(z.object({ name: text, response: text, answers })),
  }),
  event("ResolutionProposed", {
    by,
    stage: text,
    sealed: sealed(z.object({ name: text, resolution: text })),
  }),
  event("ResolutionAccepted", { by, stage: text, sealed: sealed(z.object({ name: text, comment: text.optional() })) }),
  event("ResolutionRejected", { by, stage: text, sealed: sealed(z.object({ name: text, reason: text })) }),
  event("DeclaredUnresolved", {
    by,
    stage: text,
    sealed: sealed(z.object({ name: text, reason: text, answers: answers.optional() })),
  }),
  event("StageReferred", { by, stage: text, to: text, sealed: sealed(z.object({ name: text, reason: text })) }),
  event("StageEnded", {
    stage: text,
    how: z.enum([
      "resolved",
      "unresolved",
      "deadline passed",
      "immediate risk",
      "referred",
      "outcome given",
      "withdrawn",
    ]),
    next: text.optional(),
  }),
  event("HandedOn", {
    by,
    stage: text,
    from: text,
    to: seat,
    sealed: sealed(z.object({ name: text, person, named: text })),
  }),
  event("DeadlineShortened", {
    by,
    stage: text.optional(),
    until: instant,
    clocks: z.array(z.object({ stage: text, clock: text, due: instant, reminders: clock.shape.reminders })),
    sealed: sealed(z.object({ name: text, reason: text })),
  }),
  /** Immediate risk brings the clocks of the open stage nearer, where the policy expedites it (SHR-07). */
  event("DeadlinesExpedited", {
    stage: text,
    clocks: z.array(z.object({ stage: text, clock: text, due: instant, reminders: clock.shape.reminders })),
  }),
  event("ImmediateRiskFlagged", {
    by,
    guide: z.boolean(),
    stage: text.optional(),
    sealed: sealed(z.object({ name: text, reason: text })),
  }),
  event("InformationRequested", {
    by,
    stage: text,
    of: side.array(),
    sealed: sealed(z.object({ name: text, request: text })),
  }),
  event("InformationProvided", { by, stage: text, sealed: sealed(z.object({ name: text, information: text })) }),
  event("OutcomeGiven", {
    by,
    stage: text,
    kind: z.enum(["recommendations", "outcome", "decision", "mediation", "record"]),
    sealed: sealed(z.object({ name: text, outcome: text })),
  }),
  event("DutyDone", {
    by,
    stage: text,
    duty: text,
    /** For an agency's answer to recommendations: whether it acts on them (KNO-15). */
    acts: z.boolean().optional(),
    /** For a choice: the option's id, such as isolated or systemic (SHR-10). */
    choice: text.optional(),
    sealed: sealed(z.object({ name: text, words: text })),
  }),
  event("NoteAdded", {
    by,
    kind: z.enum(["note", "correction", "missing information"]),
    /** For a correction: the commit that it corrects. The commit itself stays as it is (ALL-01). */
    corrects: z.number().int().optional(),
    sealed: sealed(z.object({ name: text, words: text, concern: concernWords.optional() })),
  }),
  event("LateAnswerRecorded", {
    by,
    stage: text,
    answer: text,
    /** It was received in time though the stage had already moved on when it was written down. */
    receivedInTime: z.boolean(),
    sealed: sealed(z.object({ name: text, words: text, answers: answers.optional() })),
  }),
  /** A side has put the record on its own file (MED-19, TP-08, KNO-16). */
  event("RecordFiled", { by, sealed: sealed(z.object({ name: text, where: text })) }),
  event("EscalationWithdrawn", { by, sealed: sealed(z.object({ name: text, reason: text })) }),
  event("DeadlinesReplanned", {
    reason: text,
    clocks: z.array(
      z.object({ stage: text, clock: text, due: instant, provisional: z.boolean(), reminders: clock.shape.reminders }),
    ),
  }),
  event("EscalationClosed", { how: z.enum(["resolved", "outcome given", "withdrawn"]) }),
  event("ExecutionReplaced", { number: z.number().int(), reason: text }),
  event("NoticeSent", { notice: text, kind: text, seat: text, messageId: text }),
  /** The mail service would not take it, and will not: somebody has to find another way. */
  event("NoticeRefused", { notice: text, kind: text, seat: text, because: text }),
  event("NoticeLapsed", { notice: text, kind: text, seat: text, because: text }),
  /**
   * The mail service took it, and it came back or was called spam: whoever was to answer may never have heard. Where
   * something is asked of them, somebody else joins them, and no clock moves; they keep their own link.
   */
  event("NoticeBounced", {
    notice: text,
    kind: text,
    seat: text,
    messageId: text,
    bounce,
    subtype: bounceSubtype.optional(),
    instead: seat.optional(),
    /** Who that is; only there with somebody who joins. */
    sealed: sealed(z.object({ people: z.record(text, person) })).optional(),
  }),
  ...keepingEvents,
]);

export type EscalationEvent = z.infer<typeof eventSchema>;
export type EventType = EscalationEvent["type"];
export type EventOf<T extends EventType> = Extract<EscalationEvent, { type: T }>;
