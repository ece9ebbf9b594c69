/**
 * What an email about an escalation is to tell: plain facts, by its kind. They hold the reference, agencies, roles, stages
 * and times; never a person's name, a date of birth or a word of the concern (ALL-13), so that no wording can tell them.
 * Instants are UTC.
 */
import type { Policy } from "../../../policies/language/schema.ts";
import { formsAt, roleInWords, stageAfter, stageOf } from "../../../policies/language/stages.ts";
import { askedFor } from "../../core/asked.ts";
import { filingOf, seatsOwing, stillAskedOf } from "../../core/capabilities.ts";
import type { Rules } from "../../core/clocks.ts";
import { isOwed, runningClocks, stageDeadline, type Escalation, type LiveClock } from "../../core/escalation.ts";
import { erased, type Bounce, type EscalationEvent, type EventOf, type Seat, type Side } from "../../core/events.ts";
import { fold, raiserSeat } from "../../core/evolve.ts";
import type { Notice, NoticeKind } from "../../core/notices.ts";
import type { Appointment } from "../calendar.ts";
import type { LinkTold } from "../telling.ts";
import { appointmentsOf } from "./appointments.ts";
import { escalationDeadlines } from "./escalation-deadlines.ts";
import { wayIn, type WayIn } from "./link.ts";
import { partnershipTold, type PartnershipKnown, type PartnershipTold } from "./partnership.ts";

export interface MessageInput {
  readonly notice: Notice;
  readonly reference: string;
  /** Everything that stands on the record when the email is written. */
  readonly history: readonly EscalationEvent[];
  readonly rules: Rules;
  /** By agency id. */
  readonly agencyNames: Readonly<Record<string, string>>;
  /** Undefined where the directory lacks it. */
  readonly partnership: PartnershipKnown | undefined;
  readonly link: LinkTold;
}

/** A number that the policy does not give is the organisation's own, and never told as the policy's (MK-02, MK-06). */
export interface OwnNumber {
  /** What the text says in its place, such as “without delay”. */
  readonly policySays?: string;
}

/** The deadline by which the open stage is settled, or its body concludes. */
export interface DeadlineTold {
  readonly due: string;
  readonly passed: boolean;
  /** The time to answer a proposal, which the policy gives beside the stage's own. */
  readonly ofProposal: boolean;
  /** The title of the stage to which it goes by itself; without it, it stays open and is chased. */
  readonly climbsTo?: string;
  readonly own?: OwnNumber;
  /** Immediate risk made it a guide for which nobody need wait (KNO-01). */
  readonly guide: boolean;
}

/** The one clock that an email is about. */
export interface ClockTold {
  /** As the end of “You are asked to …”. */
  readonly asks: string;
  readonly due: string;
  readonly own?: OwnNumber;
  /** It stays open after its time, and is chased. */
  readonly chased: boolean;
  readonly passed: boolean;
  /** Somebody owes it whatever becomes of the stage: a duty, a checklist. */
  readonly owed: boolean;
  /** It is the deadline of the open stage itself. */
  readonly isDeadline: boolean;
}

/** Somebody by their role alone, or the inbox by which they are reached. */
export interface RoleTold {
  readonly role: string;
  readonly place: string;
  readonly inbox: boolean;
}

/** Whom an email is written to: by role and side, and never by name (ALL-13). */
export interface Reader {
  /** In the policy's words; undefined where the partnership's inbox is written to as such, and in no role. */
  readonly role?: string;
  readonly side: Side;
  /** Raised the concern. */
  readonly raised: boolean;
  /** The email goes to an inbox, for the attention of the role. */
  readonly throughInbox: boolean;
}

interface Common {
  readonly reference: string;
  readonly reader: Reader;
  readonly partnership: PartnershipTold;
  readonly policy: { readonly title: string; readonly advice?: string };
  readonly raising: string;
  readonly receiving: string;
  /** What the policy calls immediate risk, where it has been flagged. */
  readonly immediateRisk?: string;
  /** Something is asked of the reader, by this email or by one before it. */
  readonly stillAsked: boolean;
  /** Asked because an email to somebody else came back. */
  readonly joins: boolean;
  /** The forms that are filled from the record, to read at the link and never attached (MED-11, KNO-10). */
  readonly forms: readonly string[];
  readonly deadline?: DeadlineTold;
  readonly link: WayIn;
  /** What goes into the reader's calendar, moves there or is taken out. */
  readonly appointments: readonly Appointment[];
}

/** Of a stage, by its title. */
interface OfStage {
  readonly stage: string;
}
interface OfClock extends OfStage {
  readonly clock: ClockTold;
}
/** A person has one reminder a day about one escalation, so it names everything else that they still have to do. */
interface AlsoOwed {
  readonly also: readonly ClockTold[];
}
type Nothing = object;

interface Details {
  acknowledged: OfStage & {
    readonly because: EventOf<"EscalationRaised">["policy"]["because"];
    /** It opened before the formal process, for which the policy gives this reason. */
    readonly notYetFormal?: string;
    readonly missing: EventOf<"EscalationRaised">["missing"];
    /** Immediate risk for which the policy has no rule: a shorter deadline can be set. */
    readonly mayShorten: boolean;
    /** By when it should have been raised. */
    readonly lateFor?: string;
  };
  asked: OfStage & {
    readonly about?: string;
    /** What is due before the deadline of the stage. */
    readonly first: readonly ClockTold[];
  };
  told: OfStage;
  "nobody holds the role": OfStage;
  climbed: OfStage & { readonly because?: EventOf<"StageOpened">["because"] };
  reminder: OfClock & AlsoOwed;
  chased: OfClock & AlsoOwed;
  "deadline passed": OfClock & { readonly guide: boolean };
  responded: OfStage;
  "discussion recorded": OfStage;
  "resolution proposed": OfStage & { readonly ownSide: boolean };
  "resolution rejected": OfStage;
  resolved: OfStage;
  "deadline shortened": Nothing;
  "deadlines replanned": Nothing;
  "immediate risk": { readonly mayShorten: boolean };
  "information requested": OfStage;
  "information provided": OfStage;
  "outcome given": OfStage & { readonly endsBy: Policy["stages"][number]["endsBy"] };
  "duty owed": OfClock;
  "duty done": OfStage & { readonly asks: string };
  "missing information supplied": Nothing;
  "late answer": OfStage;
  withdrawn: Nothing;
  "could not be delivered": {
    /** How it came back; undefined where the mail service never took it. */
    readonly bounce?: Bounce;
    readonly to?: RoleTold;
    /** Whoever is asked beside them. */
    readonly beside?: RoleTold;
    /** Whoever it was for is still asked for something. */
    readonly awaited: boolean;
  };
  "meeting arranged": OfStage & { readonly for: string };
  "date proposed": OfStage & { readonly ownSide: boolean; readonly until: string };
  "date agreed": OfStage;
  "date rejected": OfStage;
  "advice asked": OfStage;
  "advice given": OfStage;
  "confirmed in writing": OfStage;
  "file the record": OfStage & { readonly asks: string };
  "copy of the record": OfStage;
}

/** What an email of each kind tells. A kind without facts does not compile. */
export type EscalationFacts = { readonly [K in NoticeKind]: Common & Details[K] };

/** @throws Error for a notice that does not follow from the record: there is nothing to tell, and nobody to tell it to */
export function factsOf(input: MessageInput): { kind: NoticeKind; facts: EscalationFacts[NoticeKind] } {
  const { notice, reference, history, rules, agencyNames, partnership, link } = input;
  const { policy } = rules;
  const state = fold(history);
  const event = history[notice.event];
  const seat = state?.seats.get(notice.seat);
  if (!state || !event || !seat) throw new Error(`Notice ${notice.id} of ${reference} does not follow from its record`);
  const nameOf = (agency: string) => agencyNames[agency] ?? agency;
  const limit = stageDeadline(state);
  // What is about no stage in particular is about the one that is open.
  const deadline = limit && limit.stage === (notice.stage ?? limit.stage) ? limit : undefined;
  const common: Common = {
    reference,
    reader: {
      ...(seat.role === "inbox" ? {} : { role: roleInWords(policy, seat.role) }),
      side: seat.side,
      raised: notice.seat === raiserSeat,
      throughInbox: seat.via === "inbox",
    },
    partnership: partnershipTold(policy.partnership.name, partnership),
    policy: { title: policy.title, ...(policy.advice ? { advice: policy.advice } : {}) },
    raising: nameOf(state.raised.raising.agency),
    receiving: nameOf(state.raised.receiving.agency),
    ...(state.immediateRisk ? { immediateRisk: policy.immediateRisk.words } : {}),
    stillAsked: stillAskedOf(state, policy, notice.seat).length > 0,
    joins: event.type === "NoticeBounced" && event.instead?.seat === notice.seat,
    forms: formsWith(notice, policy),
    ...(deadline ? { deadline: deadlineTold(deadline, state, policy) } : {}),
    link: wayIn(link),
    appointments: appointmentsOf(
      { notice, reference, history, host: new URL(link.url).hostname },
      escalationDeadlines(policy),
    ),
  };
  const details = detailsOf(notice, event, state, seat, rules, nameOf);
  return { kind: notice.kind, facts: { ...common, ...details } };
}

function detailsOf(
  notice: Notice,
  event: EscalationEvent,
  state: Escalation,
  seat: Seat,
  { policy }: Rules,
  nameOf: (agency: string) => string,
): Details[NoticeKind] {
  const clock = () => clockTold(notice, state, seat, policy);
  const of = (): OfStage => ({ stage: stageOf(policy, notice.stage ?? "").title });
  // Whoever raised the concern hears of what their own side proposes too.
  const ownSide = "by" in event && typeof event.by === "object" && event.by.side === seat.side;
  switch (notice.kind) {
    case "acknowledged":
      return {
        ...of(),
        because: state.raised.policy.because,
        ...(policy.beforeTheFormalProcess && state.raised.opensAt === policy.beforeTheFormalProcess.otherwiseOpensAt
          ? { notYetFormal: policy.beforeTheFormalProcess.explains }
          : {}),
        missing: state.missing,
        mayShorten: state.immediateRisk && !policy.immediateRisk.opensAt,
        ...(state.raised.raiseBy?.late ? { lateFor: state.raised.raiseBy.due } : {}),
      } satisfies Details["acknowledged"];
    case "asked": {
      const { about } = stageOf(policy, notice.stage ?? "");
      return {
        ...of(),
        ...(about ? { about } : {}),
        first: dueFirst(notice, state, seat, policy),
      } satisfies Details["asked"];
    }
    case "climbed":
      return {
        ...of(),
        ...(event.type === "StageOpened" ? { because: event.because } : {}),
      } satisfies Details["climbed"];
    case "deadline passed":
      return {
        ...of(),
        clock: clock(),
        guide: event.type === "DeadlinePassed" && event.guide,
      } satisfies Details["deadline passed"];
    case "reminder":
    case "chased":
      return {
        ...of(),
        clock: clock(),
        also: alsoOwed(notice, state, seat, policy),
      } satisfies Details["reminder"];
    case "duty owed":
      return { ...of(), clock: clock() } satisfies OfClock;
    case "duty done":
      return { ...of(), asks: clock().asks } satisfies Details["duty done"];
    case "resolution proposed":
      return { ...of(), ownSide } satisfies Details["resolution proposed"];
    case "immediate risk":
      return { mayShorten: !policy.immediateRisk.opensAt } satisfies Details["immediate risk"];
    case "outcome given":
      return { ...of(), endsBy: stageOf(policy, notice.stage ?? "").endsBy } satisfies Details["outcome given"];
    case "could not be delivered":
      return notDelivered(event, state, policy, nameOf);
    case "meeting arranged":
      if (event.type !== "MeetingArranged") throw new Error(`Notice ${notice.id} follows from no meeting`);
      return { ...of(), for: event.for } satisfies Details["meeting arranged"];
    case "date proposed":
      if (event.type !== "DateProposed") throw new Error(`Notice ${notice.id} follows from no proposed date`);
      return { ...of(), ownSide, until: event.until } satisfies Details["date proposed"];
    case "file the record": {
      const asks = filingOf(state, policy, seat.side);
      if (!asks) throw new Error(`Notice ${notice.id} asks for filing, and the policy does not`);
      return { ...of(), asks } satisfies Details["file the record"];
    }
    case "deadline shortened":
    case "deadlines replanned":
    case "missing information supplied":
    case "withdrawn":
      return {} satisfies Nothing;
    case "told":
    case "nobody holds the role":
    case "responded":
    case "discussion recorded":
    case "resolution rejected":
    case "resolved":
    case "information requested":
    case "information provided":
    case "late answer":
    case "date agreed":
    case "date rejected":
    case "advice asked":
    case "advice given":
    case "confirmed in writing":
    case "copy of the record":
      return of();
    default:
      return notice.kind satisfies never;
  }
}

/** The forms that go with what is asked, told and answered. */
function formsWith({ kind, stage }: Notice, policy: Policy): string[] {
  if (!stage || (kind !== "asked" && kind !== "told" && kind !== "responded")) return [];
  return formsAt(policy, stage).map(({ title }) => title);
}

function deadlineTold(clock: LiveClock, state: Escalation, policy: Policy): DeadlineTold {
  const next = clock.whenPassed === "climb" ? stageAfter(policy, clock.stage) : undefined;
  return {
    due: clock.due,
    passed: clock.passedAt !== undefined,
    ofProposal: clock.kind === "proposal",
    ...(next ? { climbsTo: next.title } : {}),
    ...ownNumberOf(clock, policy),
    guide: state.guide,
  };
}

/** @throws Error for a notice that names no clock of its record */
function clockTold({ id, stage, clock: name }: Notice, state: Escalation, seat: Seat, policy: Policy): ClockTold {
  const clock = state.clocks.findLast((each) => each.stage === stage && each.clock === name);
  if (!clock) throw new Error(`Notice ${id} is about a clock that never started`);
  return told(clock, state, seat, policy);
}

const told = (clock: LiveClock, state: Escalation, seat: Seat, policy: Policy): ClockTold => ({
  asks: askedFor(policy, clock, seat).asks,
  due: clock.due,
  ...ownNumberOf(clock, policy),
  chased: clock.whenPassed === "chase",
  passed: clock.passedAt !== undefined,
  owed: isOwed(clock),
  isDeadline: clock === stageDeadline(state),
});

function ownNumberOf(clock: LiveClock, policy: Policy): { own?: OwnNumber } {
  const { ownDefault, inWords } = askedFor(policy, clock);
  return ownDefault ? { own: inWords ? { policySays: inWords } : {} } : {};
}

/** What is to be done at a stage before its deadline, such as speaking on the first day. */
function dueFirst({ stage }: Notice, state: Escalation, seat: Seat, policy: Policy): ClockTold[] {
  const limit = stageDeadline(state);
  return runningClocks(state)
    .filter((each) => each.kind === "stage" && each.stage === stage && limit !== undefined && each.due < limit.due)
    .map((each) => told(each, state, seat, policy));
}

/** What else the person has to do, in any of their seats, the next first; but for the deadline of the stage, which is said by itself. */
function alsoOwed(notice: Notice, state: Escalation, seat: Seat, policy: Policy): ClockTold[] {
  const person = state.seats.get(notice.seat)?.person ?? erased;
  const own = new Set(
    [...state.seats].flatMap(([id, each]) =>
      id === notice.seat || (person !== erased && each.person !== erased && each.person.email === person.email)
        ? [id]
        : [],
    ),
  );
  const acting = state.opened.at(-1)?.acting ?? [];
  const owing = (clock: LiveClock) =>
    isOwed(clock)
      ? seatsOwing(state, policy, clock)
      : state.phase === "at stage" && clock.stage === state.stage
        ? acting
        : [];
  const isAbout = (clock: LiveClock) => clock.stage === notice.stage && clock.clock === notice.clock;
  const running = runningClocks(state);
  const aboutOwed = running.some((each) => isAbout(each) && isOwed(each));
  return running
    .filter((each) => !isAbout(each) && (aboutOwed || each !== stageDeadline(state)))
    .filter((each) => owing(each).some((one) => own.has(one)))
    .toSorted((a, b) => (a.due < b.due ? -1 : 1))
    .map((each) => told(each, state, seat, policy));
}

/** Whom an email did not reach, in their role alone, and who is asked now (ALL-13). */
function notDelivered(
  event: EscalationEvent,
  state: Escalation,
  policy: Policy,
  nameOf: (agency: string) => string,
): Details["could not be delivered"] {
  const seatOf = (seat: string) => {
    const held = state.seats.get(seat);
    return held && called(held);
  };
  const called = ({ role, agency, via }: Seat): RoleTold => ({
    role: roleInWords(policy, role),
    place: agency === policy.partnership.id ? policy.partnership.name : nameOf(agency),
    inbox: via === "inbox",
  });
  if (event.type !== "NoticeBounced" && event.type !== "NoticeRefused")
    throw new Error(`An email that could not be delivered follows from ${event.type}`);
  const to = seatOf(event.seat);
  const awaited = stillAskedOf(state, policy, event.seat).length > 0;
  if (event.type === "NoticeRefused") return { ...(to ? { to } : {}), awaited };
  const joined = state.bounced.findLast((each) => each.seat === event.seat && each.instead !== undefined)?.instead;
  const beside = event.instead ? called(event.instead) : joined === undefined ? undefined : seatOf(joined);
  return { bounce: event.bounce, ...(to ? { to } : {}), ...(beside ? { beside } : {}), awaited };
}
