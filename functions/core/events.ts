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
import { once } from "../../policies/once.ts";
import * as z from "../../policies/schemas.ts";
import { anyOf, event, instant } from "./event-schema.ts";
import type { Former } from "./versions.ts";

/** What stands in the place of everything personal of an event once its key is destroyed. */
export const erased = "erased";
/** Personal content, or the word that it was erased. */
export type Sealed<T> = T | typeof erased;
const sealed = <T extends z.ZodMiniType>(content: T) => z.union([content, z.literal(erased)]);

const day = once(() => z.string());
const text = once(() => z.string());

export const side = once(() => z.enum(["raising", "receiving", "partnership"]));
/** Of which side somebody is: the agency that raised, the one that received, or the partnership. */
export type Side = z.infer<ReturnType<typeof side>>;

const person = once(() => z.object({ name: text(), email: text() }));
/** A name and an address; only ever under `sealed`. */
export type Person = z.infer<ReturnType<typeof person>>;

/** Somebody who has to act or is kept informed, without saying who they are. `seat` names them among the people of the escalation. */
const seat = once(() =>
  z.object({
    seat: text(),
    side: side(),
    role: text(),
    agency: text(),
    /** How they are reached: themselves, whoever stands in, or the agency's or partnership's own inbox. */
    via: z.enum(["holder", "stand-in", "inbox"]),
    /** Ends the stage by their word: a chair, an executive, a director who decides. */
    concludes: z.optional(z.literal(true)),
  }),
);
/** Somebody who acts or is told, by the seat that their link is for. Who that is stands apart, under `sealed`, so this is kept in plain. */
export type Seat = z.infer<ReturnType<typeof seat>>;

const clock = once(() =>
  z.object({
    stage: text(),
    clock: text(),
    kind: z.enum(["stage", "proposal", "duty", "checklist"]),
    /** Who owes it, for a duty and a checklist. */
    by: z.optional(side()),
    from: instant(),
    due: instant(),
    /** Computed beyond the last published bank holiday; to be planned again when more are known. */
    provisional: z.boolean(),
    /** Nothing but the law of the clause moves it beyond this instant. */
    noLaterThan: z.optional(instant()),
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
    reminders: z.array(z.object({ at: instant(), kind: z.enum(["half time", "last day"]) })),
  }),
);
/** A timescale that is running: what it counts from, when it is due, and what happens then. */
export type RunningClock = z.infer<ReturnType<typeof clock>>;

/** What became of an e-mail that the mail service had taken. */
export const bounce = once(() =>
  z.enum([
    /** It came back for good. */
    "permanent",
    /** It came back for now: a full mailbox, or an automatic answer that somebody is away. */
    "transient",
    /** It arrived, and was called spam. */
    "complaint",
    /** The mail service never passed it on. */
    "rejected",
  ]),
);
/** How an e-mail came back. */
export type Bounce = z.infer<ReturnType<typeof bounce>>;

/** The mail service's own fixed words for it. Never what a mail server wrote: that holds addresses. */
export const bounceSubtype = once(() =>
  z.enum([
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
  ]),
);
export type BounceSubtype = z.infer<ReturnType<typeof bounceSubtype>>;

/** The words that answer a page's questions, by the question's id. */
const answers = once(() => z.record(text(), text()));
/** What was answered when the concern was raised, by the question's id. */
const raisedAnswers = once(() => z.record(text(), z.union([text(), z.array(text())])));
export type RaisedAnswers = z.infer<ReturnType<typeof raisedAnswers>>;

/**
 * The steps by which events of former versions are read (versions.ts): from `NoteAdded.v1` to version 2, and
 * so on. An event in a later version is made by `eventOf` (event-schema.ts).
 */
export const formerEvents: Former = {};

/** Who did it: on which side, in which role. Who that is by name stands under `sealed`. */
const by = once(() => z.object({ side: side(), role: text(), agency: text(), stage: z.optional(text()) }));
/** Whose act an event was: side, role and agency, and never a name. */
export type By = z.infer<ReturnType<typeof by>>;

export const concernWords = once(() =>
  z.object({
    issue: z.optional(text()),
    disagreement: z.optional(text()),
    risk: z.optional(text()),
    evidence: z.optional(text()),
    resolutionSought: z.optional(text()),
  }),
);
/** What whoever raised a concern wrote about it; sealed on the record. */
export type ConcernWords = z.infer<ReturnType<typeof concernWords>>;

/** Who asked for a legal hold, and why: both sides read it, as everything on the record. */
const hold = () => ({ sealed: sealed(z.object({ askedBy: text(), reason: text() })) });

/** How long a record is kept, on a record of either kind (keeping.ts). */
export const keepingEvents = [
  /** From now on nothing of it is erased, by age or on request. */
  event("LegalHoldPlaced", hold),
  event("LegalHoldLifted", hold),
  /** Its key is destroyed. Whatever was open ends by it: there is nobody left to tell. */
  event("PeopleErased", () => ({
    because: z.enum(["age", "asked"]),
    /** Under which of the partnership's retention classes, and where that is written. */
    retention: z.optional(z.object({ class: text(), source: text() })),
  })),
] as const;
/** What can be on a record of either kind beside its own events: legal holds, and the erasure of its people. */
export type KeepingEvent = z.infer<ReturnType<(typeof keepingEvents)[number]["schema"]>>;
export type KeepingEventOf<T extends KeepingEvent["type"]> = Extract<KeepingEvent, { type: T }>;

/**
 * Reads an event of an escalation, whatever stands on the record.
 * @throws ZodError for what is none, in its newest version: `upToDate` comes first
 */
export const eventSchema = anyOf(
  event("EscalationRaised", () => ({
    policy: z.object({
      id: text(),
      version: text(),
      /** Why this one: the person's area, a secure setting in its area, or that no local policy is held (PRE-01, TP-01). */
      because: z.optional(z.enum(["area", "secure setting", "own policy"])),
    }),
    partnership: text(),
    area: text(),
    subject: z.enum(["child", "adult", "community"]),
    disagreement: text(),
    arose: instant(),
    /** What “from the disagreement” counts from: the raising, where it was raised late and the policy says so (SHR-06). */
    countsFrom: z.optional(instant()),
    /** Whether it was raised within the policy's own time of the disagreement (KNO-03). */
    raiseBy: z.optional(z.object({ due: instant(), late: z.boolean() })),
    /** `kind`: of which kind the agency is, such as education: who holds a role can differ by it (MK-05). */
    raising: z.object({ agency: text(), kind: z.optional(text()) }),
    receiving: z.object({ agency: text(), kind: z.optional(text()) }),
    /** The own policy of an agency, where it binds its people beside this one (TP-01). */
    beside: z.optional(
      z.array(
        z.object({
          side: side(),
          policy: z.object({ id: text(), version: text() }),
          practitionersHear: z.boolean(),
          /** What its people are asked to file, in that policy's words. */
          filing: z.optional(text()),
        }),
      ),
    ),
    /** What has to come before the formal process and was not confirmed, so that the informal stage opened (MED-01). */
    notYet: z.optional(z.array(text())),
    /** It was raised at a later stage, for a reason that the policy gives. */
    entered: z.optional(text()),
    immediateRisk: z.boolean(),
    /** Immediate risk makes this policy's timescales a guide (KNO-01). */
    guide: z.boolean(),
    /** What was not said and is to be asked for afterwards (only ever with immediate risk, KNO-02). */
    missing: z.array(z.enum(["issue", "disagreement", "risk", "evidence", "resolutionSought"])),
    protectBy: z.optional(instant()),
    opensAt: text(),
    submission: z.object({ client: text(), keyHash: text(), bodyHash: text() }),
    sealed: sealed(
      z.object({
        person: z.object({ name: text(), dateOfBirth: z.optional(day()), circumstances: z.optional(text()) }),
        anotherType: z.optional(text()),
        words: concernWords(),
        /** The policy's own questions at the raising, by id: an option, several, yes or no, a day or words. */
        answers: z.optional(raisedAnswers()),
        /** What came before the formal process, by id, each with its day. */
        before: z.optional(z.record(text(), day())),
        enteredBecause: z.optional(text()),
        raising: z.object({ practitioner: person(), manager: z.optional(person()) }),
        receiving: z.object({ practitioner: z.optional(person()), manager: z.optional(person()) }),
      }),
    ),
  })),
  event("StageOpened", () => ({
    stage: text(),
    because: z.enum(["raised", "unresolved", "deadline passed", "immediate risk", "referred"]),
    asked: z.array(seat()),
    /** Informed when the stage opens, and can read the record. */
    told: z.array(seat()),
    /** The partnership's own inbox, to be told when something goes wrong. */
    partnership: seat(),
    sealed: sealed(z.object({ people: z.record(text(), person()) })),
  })),
  event("ClockStarted", () => clock().shape),
  event("ClockMet", () => ({ stage: text(), clock: text() })),
  event("DeadlinePassed", () => ({
    stage: text(),
    clock: text(),
    due: instant(),
    /** Immediate risk made the timescale a guide: passing it is no breach (KNO-01). */
    guide: z.boolean(),
    nextChase: z.optional(instant()),
  })),
  event("ReminderFellDue", () => ({
    stage: text(),
    clock: text(),
    kind: z.enum(["half time", "last day", "chase"]),
    due: instant(),
    nextChase: z.optional(instant()),
  })),
  event("DiscussionRecorded", () => ({
    by: by(),
    stage: text(),
    kind: z.enum(["discussion", "meeting"]),
    heldAt: instant(),
    sealed: sealed(z.object({ name: text(), attended: text(), agreed: text(), pursued: text() })),
  })),
  event("MeetingArranged", () => ({
    by: by(),
    stage: text(),
    for: instant(),
    sealed: sealed(z.object({ name: text(), where: text(), invited: text() })),
  })),
  /** Somebody of another side who took part approves what was recorded of a discussion, and dates it by doing so (KNO-16). */
  event("DiscussionApproved", () => ({
    by: by(),
    stage: text(),
    recordedAt: instant(),
    sealed: sealed(z.object({ name: text() })),
  })),
  event("QuestionsAnswered", () => ({
    by: by(),
    stage: text(),
    sealed: sealed(z.object({ name: text(), answers: answers() })),
  })),
  /** Somebody is told because a question was answered with yes (KNO-06). */
  event("OthersTold", () => ({
    by: by(),
    stage: text(),
    question: text(),
    told: z.array(seat()),
    sealed: sealed(z.object({ people: z.record(text(), person()) })),
  })),
  event("ItemsTicked", () => ({
    by: by(),
    stage: text(),
    items: z.array(z.object({ item: text(), on: day() })),
    /** What was confirmed in writing, by item. */
    sealed: sealed(z.object({ name: text(), words: answers() })),
  })),
  event("AdviceAsked", () => ({
    by: by(),
    stage: text(),
    of: seat(),
    sealed: sealed(z.object({ name: text(), person: person(), question: text() })),
  })),
  event("AdviceGiven", () => ({
    by: by(),
    stage: text(),
    seat: text(),
    sealed: sealed(z.object({ name: text(), advice: text() })),
  })),
  /** A further manager joins a side at the open stage; no clock restarts (MED-03). */
  event("ManagerJoined", () => ({
    by: by(),
    stage: text(),
    to: seat(),
    sealed: sealed(z.object({ name: text(), person: person(), named: text() })),
  })),
  event("DateProposed", () => ({
    by: by(),
    stage: text(),
    until: instant(),
    sealed: sealed(z.object({ name: text(), reason: text() })),
  })),
  event("DateAgreed", () => ({
    by: by(),
    stage: text(),
    until: instant(),
    clocks: z.array(z.object({ stage: text(), clock: text(), due: instant(), reminders: clock().shape.reminders })),
    sealed: sealed(z.object({ name: text() })),
  })),
  event("DateRejected", () => ({
    by: by(),
    stage: text(),
    sealed: sealed(z.object({ name: text(), reason: text() })),
  })),
  event("ResponseRecorded", () => ({
    by: by(),
    stage: text(),
    sealed: sealed(z.object({ name: text(), response: text(), answers: answers() })),
  })),
  event("ResolutionProposed", () => ({
    by: by(),
    stage: text(),
    sealed: sealed(z.object({ name: text(), resolution: text() })),
  })),
  event("ResolutionAccepted", () => ({
    by: by(),
    stage: text(),
    sealed: sealed(z.object({ name: text(), comment: z.optional(text()) })),
  })),
  event("ResolutionRejected", () => ({
    by: by(),
    stage: text(),
    sealed: sealed(z.object({ name: text(), reason: text() })),
  })),
  event("DeclaredUnresolved", () => ({
    by: by(),
    stage: text(),
    sealed: sealed(z.object({ name: text(), reason: text(), answers: z.optional(answers()) })),
  })),
  event("StageReferred", () => ({
    by: by(),
    stage: text(),
    to: text(),
    sealed: sealed(z.object({ name: text(), reason: text() })),
  })),
  event("StageEnded", () => ({
    stage: text(),
    how: z.enum([
      "resolved",
      "unresolved",
      "deadline passed",
      "immediate risk",
      "referred",
      "outcome given",
      "withdrawn",
    ]),
    next: z.optional(text()),
  })),
  event("HandedOn", () => ({
    by: by(),
    stage: text(),
    from: text(),
    to: seat(),
    sealed: sealed(z.object({ name: text(), person: person(), named: text() })),
  })),
  event("DeadlineShortened", () => ({
    by: by(),
    stage: z.optional(text()),
    until: instant(),
    clocks: z.array(z.object({ stage: text(), clock: text(), due: instant(), reminders: clock().shape.reminders })),
    sealed: sealed(z.object({ name: text(), reason: text() })),
  })),
  /** Immediate risk brings the clocks of the open stage nearer, where the policy expedites it (SHR-07). */
  event("DeadlinesExpedited", () => ({
    stage: text(),
    clocks: z.array(z.object({ stage: text(), clock: text(), due: instant(), reminders: clock().shape.reminders })),
  })),
  event("ImmediateRiskFlagged", () => ({
    by: by(),
    guide: z.boolean(),
    stage: z.optional(text()),
    sealed: sealed(z.object({ name: text(), reason: text() })),
  })),
  event("InformationRequested", () => ({
    by: by(),
    stage: text(),
    of: z.array(side()),
    sealed: sealed(z.object({ name: text(), request: text() })),
  })),
  event("InformationProvided", () => ({
    by: by(),
    stage: text(),
    sealed: sealed(z.object({ name: text(), information: text() })),
  })),
  event("OutcomeGiven", () => ({
    by: by(),
    stage: text(),
    kind: z.enum(["recommendations", "outcome", "decision", "mediation", "record"]),
    sealed: sealed(z.object({ name: text(), outcome: text() })),
  })),
  event("DutyDone", () => ({
    by: by(),
    stage: text(),
    duty: text(),
    /** For an agency's answer to recommendations: whether it acts on them (KNO-15). */
    acts: z.optional(z.boolean()),
    /** For a choice: the option's id, such as isolated or systemic (SHR-10). */
    choice: z.optional(text()),
    sealed: sealed(z.object({ name: text(), words: text() })),
  })),
  event("NoteAdded", () => ({
    by: by(),
    kind: z.enum(["note", "correction", "missing information"]),
    /** For a correction: the commit that it corrects. The commit itself stays as it is (ALL-01). */
    corrects: z.optional(z.int()),
    sealed: sealed(z.object({ name: text(), words: text(), concern: z.optional(concernWords()) })),
  })),
  event("LateAnswerRecorded", () => ({
    by: by(),
    stage: text(),
    answer: text(),
    /** It was received in time though the stage had already moved on when it was written down. */
    receivedInTime: z.boolean(),
    sealed: sealed(z.object({ name: text(), words: text(), answers: z.optional(answers()) })),
  })),
  /** A side has put the record on its own file (MED-19, TP-08, KNO-16). */
  event("RecordFiled", () => ({ by: by(), sealed: sealed(z.object({ name: text(), where: text() })) })),
  event("EscalationWithdrawn", () => ({ by: by(), sealed: sealed(z.object({ name: text(), reason: text() })) })),
  event("DeadlinesReplanned", () => ({
    reason: text(),
    clocks: z.array(
      z.object({
        stage: text(),
        clock: text(),
        due: instant(),
        provisional: z.boolean(),
        reminders: clock().shape.reminders,
      }),
    ),
  })),
  event("EscalationClosed", () => ({ how: z.enum(["resolved", "outcome given", "withdrawn"]) })),
  event("ExecutionReplaced", () => ({ number: z.int(), reason: text() })),
  event("NoticeSent", () => ({ notice: text(), kind: text(), seat: text(), messageId: text() })),
  /** The mail service would not take it, and will not: somebody has to find another way. */
  event("NoticeRefused", () => ({ notice: text(), kind: text(), seat: text(), because: text() })),
  event("NoticeLapsed", () => ({ notice: text(), kind: text(), seat: text(), because: text() })),
  /**
   * The mail service took it, and it came back or was called spam: whoever was to answer may never have heard. Where
   * something is asked of them, somebody else joins them, and no clock moves; they keep their own link.
   */
  event("NoticeBounced", () => ({
    notice: text(),
    kind: text(),
    seat: text(),
    messageId: text(),
    bounce: bounce(),
    subtype: z.optional(bounceSubtype()),
    instead: z.optional(seat()),
    /** Who that is; only there with somebody who joins. */
    sealed: z.optional(sealed(z.object({ people: z.record(text(), person()) }))),
  })),
  ...keepingEvents,
);

/** What can have happened in an escalation, in the newest version of each. */
export type EscalationEvent = ReturnType<(typeof eventSchema)["parse"]>;
export type EventType = EscalationEvent["type"];
/** The event of a type: `EventOf<"StageOpened">`. */
export type EventOf<T extends EventType> = Extract<EscalationEvent, { type: T }>;
