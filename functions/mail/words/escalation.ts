/**
 * The words of every email about an escalation, by its kind: a kind without words does not compile. Another language is
 * another set of the same type.
 */
import { inWords } from "../../../policies/calendar/instant.ts";
import { bounceInWords, bounceMeans } from "../../core/bounce-words.ts";
import { wordsInWords } from "../../core/raising.ts";
import type { NoticeKind } from "../../core/notices.ts";
import type { ClockTold, EscalationFacts, Reader, RoleTold } from "../facts/escalation.ts";
import type { Appointment, CalendarWords } from "../calendar.ts";
import { shared } from "./shared.ts";

/** What an email of a kind says. Where it does not say by when, the deadline of the stage does. */
export interface Says<F> {
  /** After the reference. @param stage as much of the title as there is room for; nothing, where there is none */
  readonly subject: (facts: F, stage: string) => string;
  /** What it says begins with the reader's role, which then need not be said before. */
  readonly saysRole?: true;
  /** Whether it asks something of its reader, who then reads what is asked first. */
  readonly asks: (facts: F) => boolean;
  readonly says: (facts: F) => readonly string[];
  readonly byWhen?: (facts: F) => readonly string[];
  readonly otherwise?: (facts: F) => readonly string[];
}

export interface EscalationWords {
  readonly kinds: { readonly [K in NoticeKind]: Says<EscalationFacts[K]> };
  readonly forAttention: (reader: Reader) => string;
  readonly writtenTo: (reader: Reader) => string;
  readonly immediateRisk: (words: string) => string;
  readonly joins: string;
  readonly form: (title: string) => string;
  readonly about: (facts: EscalationFacts[NoticeKind]) => string;
  readonly privacy: string;
  readonly calendar: (reference: string, reader: Reader, appointment: Appointment) => CalendarWords;
}

const of = (stage: string) => (stage ? ` (${stage})` : "");
const by = (due: string | undefined) => (due ? ` by ${inWords(due)}` : "");
const yes = () => true;
const no = () => false;

const sides = {
  raising: "the agency that raised the concern",
  receiving: "the agency whose decision is challenged",
  partnership: "the partnership",
} as const;

/** Of a role of a side; the person who raised it has raised it, whatever they are called. */
const roleOf = ({ role, side, raised }: Reader) =>
  raised
    ? "the person who raised the concern"
    : role === undefined
      ? "the partnership’s team"
      : `${role} for ${sides[side]}`;

const called = ({ role, place, inbox }: RoleTold) => (inbox ? `the inbox of ${place}` : `the ${role} of ${place}`);

/** What a clock asks for, and by when, where it is not the deadline of the stage. */
const clockDue = ({ due }: ClockTold) => `By ${inWords(due)}.`;
const alsoToDo = ({ asks, due, passed, own }: ClockTold) =>
  `Also to be done${passed ? `, and due since ${inWords(due)}` : ` by ${inWords(due)}`}: ${asks}.${shared.ownNumber(own)}`;
const thenChased = ({ chased }: ClockTold) =>
  chased ? "If it is not recorded as done by then, it stays open and is chased." : "The record shows it as not done.";

export const escalation: EscalationWords = {
  forAttention: ({ role }) => `For the attention of: ${role === undefined ? "the partnership’s team" : `the ${role}`}.`,
  writtenTo: (reader) => `To you as ${roleOf(reader)}.`,
  immediateRisk: (words) => `IMMEDIATE RISK has been flagged: ${words}.`,
  joins:
    "You are asked because an email to whoever was asked before did not reach them, or not for certain. They keep their own link, and either of you can answer. The clock has not stopped.",
  form: (title) => `The ${title} is filled from the record: you can read and save it at the link.`,
  about: ({ reference, raising, receiving, policy, partnership }) =>
    `Escalation ${reference}: raised by ${raising}, with ${receiving}, under the ${policy.title} of ${partnership.name}.`,
  privacy: "This email holds no details of the person concerned, so do not reply to it with any.",
  calendar: (reference, reader, { due, over }) => ({
    summary: `Answer escalation ${reference}`,
    description: over
      ? `Escalation ${reference}: this deadline no longer stands.`
      : `Escalation ${reference}, as ${roleOf(reader)}: due ${inWords(due)}. The link and the code are in the email.`,
  }),

  kinds: {
    acknowledged: {
      subject: () => "your concern has been raised",
      asks: ({ missing }) => missing.length > 0,
      says: ({ stage, because, notYetFormal, missing, mayShorten, lateFor, policy, partnership }) => [
        ...(missing.length > 0
          ? [
              `Because of the immediate risk nothing was held up, but this is still missing: ${missing.map((each) => wordsInWords[each]).join(", ")}. Add it by the link as soon as you can.`,
            ]
          : []),
        `Your concern is on the record and is now with the other agency (${stage}). You hear of everything that is decided, and need not chase anybody.`,
        ...(because === "own policy"
          ? [
              `No escalation policy is held here for the person’s area, so your organisation’s own is used: the ${policy.title} of ${partnership.name}. Any local procedure that exists takes precedence: check whether there is one.`,
            ]
          : []),
        ...(because === "secure setting"
          ? [
              `It concerns a secure setting, so it runs under the ${policy.title} of ${partnership.name}, wherever the child’s home is.`,
            ]
          : []),
        ...(notYetFormal
          ? [
              `It is not in the formal process yet, because not everything that comes before it was confirmed. ${notYetFormal}`,
            ]
          : []),
        ...(mayShorten
          ? [
              "You flagged immediate risk. If the person needs an answer sooner than the policy asks for, set a shorter deadline by the link.",
            ]
          : []),
        ...(lateFor
          ? [
              `It was raised after the time that the policy gives for raising (${inWords(lateFor)}). It is accepted, and recorded as late.`,
            ]
          : []),
      ],
    },
    asked: {
      subject: ({ deadline }, stage) =>
        `your answer is asked for${of(stage)}${deadline?.passed ? "" : by(deadline?.due)}`,
      saysRole: true,
      asks: yes,
      says: ({ reader, stage, about }) => [
        `You are asked to act as ${reader.role ?? "person responsible"} for ${sides[reader.side]}, at ${stage}.`,
        ...(about ? [`The policy says: ${about}`] : []),
        "If you are not the right person, say so by the link and name who is. The clock does not stop.",
      ],
      byWhen: ({ first, deadline }) => [
        ...first.map((each) => `By ${inWords(each.due)}: ${each.asks}.${shared.ownNumber(each.own)}`),
        ...(deadline ? [shared.deadline(deadline)] : []),
      ],
    },
    told: {
      subject: ({ stage }, room) => `for your information: ${room || stage}`,
      asks: no,
      says: ({ stage }) => [
        `This escalation has reached ${stage}, and the policy says that you are to know. You can read the record and add to it by the link.`,
      ],
    },
    "nobody holds the role": {
      subject: (_, stage) => `nobody is known for a role${of(stage)}`,
      asks: yes,
      says: ({ stage }) => [
        "Find out who holds the role and see that they have this.",
        `For at least one role at ${stage} the directory names nobody, so the matter went to an inbox instead. The clock is running.`,
      ],
    },
    climbed: {
      subject: ({ stage }, room) => `it has gone on to ${room || stage}`,
      asks: no,
      says: ({ stage, because }) => [
        `${because ? `${whyClimbed[because]} ` : ""}It is now at ${stage}. You can read the record and add to it by the link.`,
      ],
    },
    reminder: {
      subject: ({ clock }, stage) => `reminder: due ${inWords(clock.due)}${of(stage)}`,
      asks: yes,
      says: ({ clock, also }) => [
        `By ${inWords(clock.due)} this is to be done, and it is not yet recorded as done: ${clock.asks}.${clock.isDeadline ? "" : shared.ownNumber(clock.own)}`,
        ...also.map(alsoToDo),
      ],
      byWhen: ({ clock, deadline }) => [
        ...(clock.isDeadline ? [] : [clockDue(clock)]),
        ...(deadline && !clock.owed ? [shared.deadline(deadline)] : []),
      ],
      otherwise: ({ clock, deadline }) =>
        clock.owed ? [thenChased(clock)] : deadline ? [shared.thenItGoesOn(deadline)] : [],
    },
    chased: {
      subject: ({ clock }, stage) => `still waiting: it was due ${inWords(clock.due)}${of(stage)}`,
      asks: yes,
      says: ({ clock, also }) => [
        `This was due by ${inWords(clock.due)} and has not been recorded as done: ${clock.asks}.${shared.ownNumber(clock.own)}`,
        ...also.map(alsoToDo),
      ],
      byWhen: () => ["As soon as you can: its time has passed."],
      otherwise: () => ["It stays open until it is done, and you are asked again."],
    },
    "deadline passed": {
      subject: (_, stage) => `a deadline has passed${of(stage)}`,
      asks: ({ stillAsked }) => stillAsked,
      says: ({ clock, guide }) => [
        `${guide ? "A guide timescale has passed" : "A deadline has passed"}, at ${inWords(clock.due)}: ${clock.asks}. This is on the record.${shared.ownNumber(clock.own)}`,
        ...(clock.chased ? [] : ["It can still be done and recorded."]),
      ],
      byWhen: ({ clock, deadline }) =>
        clock.owed || clock.isDeadline || !deadline
          ? ["As soon as you can: its time has passed."]
          : [shared.deadline(deadline)],
      otherwise: ({ clock, deadline }) =>
        clock.chased
          ? ["It stays open and is chased until it is done."]
          : deadline && !clock.isDeadline
            ? [shared.thenItGoesOn(deadline)]
            : [],
    },
    responded: {
      subject: () => "the receiving agency has responded",
      asks: no,
      says: ({ stage }) => [
        `A response has been recorded at ${stage}. Read it by the link. The concern stays open until the raising agency accepts a resolution.`,
      ],
    },
    "discussion recorded": {
      subject: () => "a discussion or meeting has been recorded",
      asks: no,
      says: ({ stage }) => [`A discussion or meeting has been recorded at ${stage}. Read what was agreed by the link.`],
    },
    "resolution proposed": {
      subject: ({ ownSide, deadline }) =>
        ownSide
          ? "a resolution is proposed by your side"
          : `a resolution is proposed: answer it${deadline?.passed ? "" : by(deadline?.due)}`,
      asks: ({ ownSide, stillAsked }) => !ownSide && stillAsked,
      says: ({ ownSide, stage }) => [
        ownSide
          ? `Your own side proposes a resolution at ${stage}. It counts when the other side accepts it.`
          : `The other agency proposes a resolution at ${stage}. If you act for your side, accept or reject it by the link. Saying nothing accepts nothing.`,
      ],
    },
    "resolution rejected": {
      subject: () => "the proposed resolution was not accepted",
      asks: no,
      says: ({ stage }) => [`The resolution proposed at ${stage} was rejected; the reason is on the record.`],
    },
    resolved: {
      subject: () => "the matter is resolved",
      asks: no,
      says: ({ stage }) => [
        `A resolution was accepted at ${stage}. It is on the record; keep your own copy by the link.`,
      ],
    },
    "deadline shortened": {
      subject: ({ deadline }) =>
        `the deadline has been brought nearer${deadline && !deadline.passed ? `: ${inWords(deadline.due)}` : ""}`,
      asks: no,
      says: () => ["A shorter timescale that protects the person was set, and it wins over the policy’s own."],
    },
    "deadlines replanned": {
      subject: () => "deadlines have been planned again",
      asks: no,
      says: () => ["More bank holidays are known than when the deadlines were planned. The record shows each change."],
    },
    "immediate risk": {
      subject: () => "immediate risk has been flagged",
      asks: yes,
      says: ({ mayShorten }) => [
        "Somebody has flagged immediate risk. Act on it now; nobody need wait for a deadline.",
        ...(mayShorten
          ? ["If the person needs an answer sooner than the policy asks for, set a shorter deadline by the link."]
          : []),
      ],
    },
    "information requested": {
      subject: ({ deadline }) => `further information is asked for${deadline?.passed ? "" : by(deadline?.due)}`,
      asks: yes,
      says: () => ["Further written information is asked for. Give it by the link. The deadline does not move."],
    },
    "information provided": {
      subject: () => "the information asked for is here",
      asks: no,
      says: () => ["Information that was asked for has been provided. Read it by the link."],
    },
    "outcome given": {
      subject: ({ endsBy }) => (endsBy === "record" ? "the disagreement has been recorded" : `${endsBy} recorded`),
      asks: no,
      says: ({ endsBy, stage }) => [`The ${endsBy} of ${stage} can be read by the link.`],
    },
    "duty owed": {
      subject: ({ clock }) => `one thing is still to be done by ${inWords(clock.due)}`,
      asks: yes,
      says: ({ clock }) => [`You are asked to ${clock.asks}, by ${inWords(clock.due)}.${shared.ownNumber(clock.own)}`],
      byWhen: ({ clock }) => [clockDue(clock)],
      otherwise: ({ clock }) => [thenChased(clock)],
    },
    "duty done": {
      subject: () => "what was still to be done has been done",
      asks: no,
      says: ({ asks }) => [`Recorded as done: ${asks}. Read it by the link.`],
    },
    "missing information supplied": {
      subject: () => "what was missing from the concern has been added",
      asks: no,
      says: () => [
        "The concern was raised in a hurry because of immediate risk. What was missing has been added; read it by the link.",
      ],
    },
    "late answer": {
      subject: () => "an answer came after its stage was over",
      asks: no,
      says: ({ stage }) => [
        `An answer to ${stage} came after that stage was over. It changes nothing by itself; it is on the record for you to read.`,
      ],
    },
    withdrawn: {
      subject: () => "the concern has been withdrawn",
      asks: no,
      says: () => ["The raising agency has withdrawn the concern. The reason is on the record, which stays."],
    },
    "could not be delivered": {
      subject: ({ bounce }) =>
        bounce === undefined
          ? "an email could not be sent"
          : bounce === "complaint"
            ? "an email was marked as spam"
            : "an email did not reach somebody",
      asks: yes,
      says: ({ bounce, to, beside, awaited }) =>
        bounce === undefined
          ? [
              "Reach that person another way.",
              `An email about this escalation${to ? ` to ${called(to)}` : ""} was refused by the mail service. The record says for which role.`,
            ]
          : [
              `Reach ${awaited ? "them another way and see that the matter is answered: the clock is running" : "them another way"}.`,
              `An email about this escalation to ${to ? called(to) : "somebody"} ${bounceInWords[bounce]}. ${bounceMeans[bounce]} ${
                beside
                  ? `Because of it, ${called(beside)}${beside.inbox ? `, for the attention of the ${beside.role},` : ""} has been asked as well; either of them can answer.`
                  : awaited
                    ? "Nobody else is known who could be asked."
                    : "Nothing is asked of them at the moment, but they may not know how things stand."
              }`,
            ],
    },
    "meeting arranged": {
      subject: (facts) => `a meeting has been arranged for ${inWords(facts.for)}`,
      asks: no,
      says: (facts) => [
        `A meeting at ${facts.stage} has been arranged for ${inWords(facts.for)}. Where, and who is invited, can be read by the link.`,
      ],
    },
    "date proposed": {
      subject: ({ ownSide }) =>
        ownSide ? "your side proposes another deadline" : "another deadline is proposed: accept or reject it",
      asks: ({ ownSide, stillAsked }) => !ownSide && stillAsked,
      says: ({ ownSide, until, stage }) => [
        `${ownSide ? "Your own" : "The other"} side proposes ${inWords(until)} as the deadline of ${stage}. ${ownSide ? "It counts when the other side accepts it." : "If you act for your side, accept or reject it by the link."} Until both sides agree, the deadline stays as it is.`,
      ],
    },
    "date agreed": {
      subject: ({ deadline }) =>
        `both sides agreed another deadline${deadline && !deadline.passed ? `: ${inWords(deadline.due)}` : ""}`,
      asks: no,
      says: ({ stage }) => [`Both sides have agreed another deadline for ${stage}. The reason is on the record.`],
    },
    "date rejected": {
      subject: () => "the proposed deadline was not agreed",
      asks: no,
      says: ({ stage }) => [`The deadline that was proposed for ${stage} was not agreed. It stays as it was.`],
    },
    "advice asked": {
      subject: ({ deadline }) => `your advice is asked for${deadline?.passed ? "" : by(deadline?.due)}`,
      asks: yes,
      says: ({ stage }) => [
        `Somebody of your agency who acts at ${stage} asks for your advice. Read the question and the record by the link, and answer there. The deadline does not move.`,
      ],
    },
    "advice given": {
      subject: () => "the advice that was asked for is here",
      asks: no,
      says: () => ["The advice that your side asked for has been given. Read it by the link."],
    },
    "confirmed in writing": {
      subject: () => "a written confirmation is on the record",
      asks: no,
      says: ({ stage }) => [
        `What was agreed or decided at ${stage} has been confirmed in writing. Read and save it by the link.`,
      ],
    },
    "file the record": {
      subject: () => "file the record, and confirm that you have",
      asks: yes,
      says: ({ stage, asks }) => [
        `${stage} has ended. You are asked to ${asks}. The link lets you save the record as a document, and confirm that it was filed.`,
      ],
      byWhen: () => ["No time is set for this."],
      otherwise: () => ["The record goes on showing that it has not been confirmed."],
    },
    "copy of the record": {
      subject: (_, stage) => `your copy of the record${of(stage)}`,
      asks: no,
      says: ({ stage }) => [
        `${stage} has ended. The policy says that all parties keep a clear record at all stages: your own copy, as it stands now, can be read and saved by the link.`,
      ],
    },
  },
};

const whyClimbed = {
  "deadline passed": "The stage before was not settled by its deadline.",
  unresolved: "The stage before was declared unresolved.",
  "immediate risk": "Immediate risk was flagged, so it moved on at once.",
  referred: "It was referred on for a reason that the policy gives.",
  raised: "The concern was raised.",
} as const;
