/**
 * Who is to be told what. Every notice follows from one event of the record, so what is still owed is what follows from
 * the record and is not yet recorded as sent or lapsed. A notice that later events overtook is not sent (ALL-09).
 */
import type { Policy, Stage } from "../../policies/language/schema.ts";
import { dutyOf, stageOf } from "../../policies/language/stages.ts";
import { filingOf, informs, seatsOwing, speaksFor, stillAskedOf, type StillAsked } from "./capabilities.ts";
import { isOwed, runningClocks, type Escalation } from "./escalation.ts";
import type { By, EscalationEvent, EventOf } from "./events.ts";
import { evolve, fold, raiserSeat, whenOf } from "./evolve.ts";
import { partnershipSeat } from "./people.ts";
import { oneADay, saidInAnother } from "./one-a-day.ts";

/** Why somebody is written to about an escalation; each is one e-mail with words of its own. */
export type NoticeKind =
  | "acknowledged"
  | "asked"
  | "told"
  | "nobody holds the role"
  | "climbed"
  | "reminder"
  | "chased"
  | "deadline passed"
  | "responded"
  | "discussion recorded"
  | "resolution proposed"
  | "resolution rejected"
  | "resolved"
  | "deadline shortened"
  | "deadlines replanned"
  | "immediate risk"
  | "information requested"
  | "information provided"
  | "outcome given"
  | "duty owed"
  | "duty done"
  | "missing information supplied"
  | "late answer"
  | "withdrawn"
  | "could not be delivered"
  | "meeting arranged"
  | "date proposed"
  | "date agreed"
  | "date rejected"
  | "advice asked"
  | "advice given"
  | "confirmed in writing"
  | "file the record"
  | "copy of the record";

/** Something of which a seat is to hear by e-mail. It is owed until the record says that it was sent, lapsed or was refused. */
export interface Notice {
  /** Where the event stands in the record, what kind, and to which seat, and of which clock where that says too little: the same every time it is computed. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly seat: string;
  /** The stage that it is about, and the clock, where it is about one. */
  readonly stage?: string;
  readonly clock?: string;
  /** The event that it follows from: its place in the history, counted from 0. */
  readonly event: number;
}

export interface Owed {
  readonly send: readonly Notice[];
  /** No longer true or no longer asked: to be recorded as lapsed, with why. */
  readonly lapse: readonly { readonly notice: Notice; readonly because: string }[];
}

/** Every notice that a history gives rise to, in its order, sent or not. */
export function noticesOf(history: readonly EscalationEvent[], policy: Policy): Notice[] {
  const notices: Notice[] = [];
  // Known once the first stage is open. What it should hear from before then, it hears then.
  const whole = fold(history);
  const inbox = whole && partnershipSeat(whole);
  let state: Escalation | undefined;
  history.forEach((event, index) => {
    const before = state;
    state = evolve(state, event);
    // Two clocks that end together, such as a meeting and the stage itself, are one thing to be reminded of.
    if (event.type === "ReminderFellDue" && remindedAlready(history, index, event, state)) return;
    // That a stage climbed is said by the notice of the next one's opening; that its deadline passed would say it twice.
    // A duty outlives its stage: that it is overdue is said in any case.
    if (
      event.type === "DeadlinePassed" &&
      !dutyOf(policy, event.stage, event.clock) &&
      endsWith(history, index, event.stage)
    )
      return;
    // One person in two seats, or two seats behind one inbox, hear of one thing once.
    const seen = new Set<string>();
    const ids = new Set<string>();
    for (const { seat, ...rest } of following(event, before, state, policy, inbox)) {
      if (!seat) continue;
      const once = `${rest.kind}/${rest.stage ?? ""}/${rest.clock ?? ""}/${addressOf(state, seat)}`;
      if (seen.has(once)) continue;
      seen.add(once);
      // Whoever takes a part over may owe several things. The first is called as records have called it from the beginning.
      const first = `${index}/${rest.kind}/${seat}`;
      const id = ids.has(first) ? `${first}/${rest.stage ?? ""}/${rest.clock ?? ""}` : first;
      ids.add(id);
      notices.push({ ...rest, seat, id, event: index });
    }
  });
  return notices;
}

/**
 * What is owed now: neither sent nor lapsed. An erased record owes nothing: there is nobody left to tell.
 * @param all what `noticesOf` gives of the same history, for whoever has it already
 */
export function noticesOwed(
  history: readonly EscalationEvent[],
  policy: Policy,
  all: readonly Notice[] = noticesOf(history, policy),
): Owed {
  let state: Escalation | undefined;
  const done = new Set<string>();
  const sent = new Set<string>();
  for (const event of history) {
    state = evolve(state, event);
    if (event.type === "NoticeSent" || event.type === "NoticeLapsed" || event.type === "NoticeRefused")
      done.add(event.notice);
    if (event.type === "NoticeSent") sent.add(event.notice);
  }
  const send: Notice[] = [];
  const lapse: { notice: Notice; because: string }[] = [];
  if (!state) return { send, lapse };
  const now = state;
  const reminding = ({ seat, event }: Notice) => ({ to: addressOf(now, seat), at: history[event]?.at ?? "" });
  const today = oneADay(all.filter((each) => isReminder(each) && sent.has(each.id)).map(reminding));
  for (const notice of all) {
    if (done.has(notice.id)) continue;
    const because = overtaken(notice, state, policy);
    const then = because ? "lapse" : isReminder(notice) ? today(reminding(notice)) : "send";
    if (then === "lapse") lapse.push({ notice, because: because ?? saidInAnother });
    else if (then === "send") send.push(notice);
  }
  return { send, lapse };
}

const isReminder = ({ kind }: Notice) => kind === "reminder" || kind === "chased";

type Following = Omit<Notice, "id" | "event" | "seat"> & { readonly seat: string | undefined };

function following(
  event: EscalationEvent,
  before: Escalation | undefined,
  state: Escalation,
  policy: Policy,
  inbox: string | undefined,
): Following[] {
  const to = (
    kind: NoticeKind,
    seats: readonly (string | undefined)[],
    about: { stage?: string; clock?: string } = {},
  ) => seats.map((seat): Following => ({ kind, seat, ...about }));
  const acting = actingIn(state);
  const others = (side: string) => acting.filter((seat) => state.seats.get(seat)?.side !== side);
  const asks = (seat: string, asked: readonly StillAsked[]) =>
    asked.map(({ kind, ...about }): Following => ({ kind, seat, ...about }));
  // Whatever the receiving side answers is a response, however it is given: those who hear of each hear of it (MED-06).
  const practitioners = practitionersHearing(state, policy);
  const ofResponse = ({ by, stage }: { by: By; stage: string }) =>
    by.side === "receiving" ? informed(state, policy, stage, "each response") : [];

  switch (event.type) {
    case "EscalationRaised":
      return to("acknowledged", [raiserSeat], { stage: event.opensAt });
    case "StageOpened": {
      const about = { stage: event.stage };
      const first = state.opened.length === 1;
      const left = state.opened.at(-2);
      const asked = event.asked.map((each) => each.seat);
      const opening = informed(state, policy, event.stage, "stage opens");
      const addressed = new Set([...asked, ...opening].map((seat) => addressOf(state, seat)));
      const moved = (
        first ? [] : [raiserSeat, ...(left?.acting ?? []), ...(left?.told ?? []), ...practitioners]
      ).filter((seat) => !addressed.has(addressOf(state, seat)));
      // A practitioner whom the concern did not name is found by their agency: its inbox is the ordinary way to them.
      const unfilled = [...event.asked, ...event.told].some(
        (each) =>
          each.via === "inbox" && each.side !== "partnership" && policy.roles[each.role]?.namedAs !== "practitioner",
      );
      return [
        ...to(
          "asked",
          asked.filter((seat) => !(first && seat === raiserSeat)),
          about,
        ),
        ...to(
          "told",
          [...opening, ...(first ? practitioners : [])].filter((seat) => !asked.includes(seat)),
          about,
        ),
        ...to("climbed", moved, about),
        ...(unfilled ? to("nobody holds the role", [inbox], about) : []),
      ];
    }
    case "ReminderFellDue": {
      const about = { stage: event.stage, clock: event.clock };
      const clock = state.clocks.find((each) => each.stage === event.stage && each.clock === event.clock);
      const owing = clock && isOwed(clock) ? seatsOwing(state, policy, clock) : acting;
      return event.kind === "chase" ? to("chased", [...owing, inbox], about) : to("reminder", owing, about);
    }
    case "DeadlinePassed": {
      const about = { stage: event.stage, clock: event.clock };
      const clock = state.clocks.find((each) => each.stage === event.stage && each.clock === event.clock);
      if (clock && isOwed(clock))
        return to("deadline passed", [...seatsOwing(state, policy, clock), raiserSeat, inbox], about);
      return to("deadline passed", [...acting, raiserSeat, inbox], about);
    }
    case "ClockStarted":
      return event.kind === "duty"
        ? to("duty owed", seatsOwing(state, policy, event), { stage: event.stage, clock: event.clock })
        : [];
    case "ResponseRecorded":
      return to(
        "responded",
        [
          ...others(event.by.side),
          raiserSeat,
          ...practitioners,
          ...informed(state, policy, event.stage, "each response"),
        ],
        { stage: event.stage },
      );
    case "DiscussionRecorded":
      return to("discussion recorded", [...others(event.by.side), raiserSeat], { stage: event.stage });
    case "ResolutionProposed":
      return to("resolution proposed", [...others(event.by.side), raiserSeat, ...practitioners, ...ofResponse(event)], {
        stage: event.stage,
      });
    case "ResolutionRejected":
      return to("resolution rejected", [...others(event.by.side), raiserSeat, ...practitioners, ...ofResponse(event)], {
        stage: event.stage,
      });
    case "ResolutionAccepted":
      return to("resolved", [...acting, raiserSeat, ...practitioners, ...toldIn(state)], { stage: event.stage });
    case "OutcomeGiven":
      return to(
        "outcome given",
        [raiserSeat, ...everybodyWhoActed(state, (seat) => !state.seats.get(seat)?.concludes), ...toldIn(state)],
        { stage: event.stage },
      );
    case "HandedOn":
      return asks(event.to.seat, stillAskedOf(state, policy, event.to.seat, true));
    case "DeadlineShortened":
      return to("deadline shortened", [...acting, raiserSeat], event.stage ? { stage: event.stage } : {});
    case "DeadlinesReplanned":
      return to("deadlines replanned", [...acting, raiserSeat]);
    case "ImmediateRiskFlagged":
      return to("immediate risk", [...(before ? actingIn(before) : acting), raiserSeat, inbox]);
    case "InformationRequested":
      return to(
        "information requested",
        event.of.flatMap((side) => informs(state, side)),
        { stage: event.stage },
      );
    case "InformationProvided":
      return to("information provided", acting, { stage: event.stage });
    case "DutyDone": {
      const duty = dutyOf(policy, event.stage, event.duty);
      const otherSides = (["raising", "receiving"] as const).filter((side) => side !== event.by.side);
      const counterparts = otherSides.flatMap((side) => speaksFor(state, side));
      const seats =
        duty?.to === "counterpart"
          ? [...counterparts, raiserSeat]
          : duty?.to === "partnership"
            ? [inbox, raiserSeat, ...counterparts]
            : [raiserSeat];
      return to("duty done", seats, { stage: event.stage, clock: event.duty });
    }
    case "NoteAdded":
      return event.kind === "missing information" ? to("missing information supplied", others(event.by.side)) : [];
    case "LateAnswerRecorded":
      return to("late answer", [...acting, raiserSeat, ...ofResponse(event)], { stage: event.stage });
    case "EscalationWithdrawn": {
      // Between two stages none ends by it, and the record is to be filed all the same.
      const last = before?.phase === "opening" ? before.opened.at(-1)?.stage : undefined;
      const heard = before
        ? [
            ...actingIn(before),
            ...everybodyWhoActed(before, (seat) => before.seats.get(seat)?.side !== "raising"),
            ...toldIn(before),
          ]
        : [];
      return [
        ...to("withdrawn", [raiserSeat, ...heard]),
        ...(last ? to("file the record", filing(state, policy), { stage: last }) : []),
      ];
    }
    case "StageEnded":
      return ended(event, before, state, policy);
    case "OthersTold":
      return to(
        "told",
        event.told.map((each) => each.seat),
        { stage: event.stage },
      );
    case "MeetingArranged":
      return to("meeting arranged", [...others(event.by.side), raiserSeat], { stage: event.stage });
    case "ManagerJoined":
      return to("asked", [event.to.seat], { stage: event.stage });
    case "AdviceAsked":
      return to("advice asked", [event.of.seat], { stage: event.stage });
    case "AdviceGiven":
      return to(
        "advice given",
        acting.filter((seat) => state.seats.get(seat)?.side === event.by.side),
        { stage: event.stage },
      );
    case "DateProposed":
      return to("date proposed", [...speaksFor(state, otherSide(event.by.side)), raiserSeat], { stage: event.stage });
    case "DateAgreed":
      return to("date agreed", [...acting, ...speaksFor(state, otherSide(event.by.side)), raiserSeat], {
        stage: event.stage,
      });
    case "DateRejected":
      return to("date rejected", [...speaksFor(state, otherSide(event.by.side)), raiserSeat], { stage: event.stage });
    case "ItemsTicked": {
      const confirmed = event.items.flatMap(
        ({ item }) =>
          stageOf(policy, event.stage).checklist?.items.find((each) => each.item === item)?.confirmsTo ?? [],
      );
      if (confirmed.length === 0) return [];
      const seats = confirmed.includes("all parties")
        ? [...everybodyWhoActed(state, () => true), ...toldIn(state)]
        : speaksFor(state, otherSide(event.by.side));
      return to("confirmed in writing", [...seats, raiserSeat], { stage: event.stage });
    }
    case "NoticeRefused":
      return event.seat === inbox ? [] : to("could not be delivered", [inbox]);
    case "NoticeBounced": {
      const { instead } = event;
      const known = !instead && before !== undefined && alarmRaised(before, event);
      // What does not reach the partnership's own address would not reach it there either.
      const own = inbox !== undefined && addressOf(state, event.seat) === addressOf(state, inbox);
      return [
        ...(instead ? asks(instead.seat, stillAskedOf(state, policy, instead.seat)) : []),
        ...(known || own ? [] : to("could not be delivered", [inbox])),
      ];
    }
    case "ClockMet":
    case "DeclaredUnresolved":
    case "DeadlinesExpedited":
    case "DiscussionApproved":
    case "QuestionsAnswered":
    case "RecordFiled":
    case "StageReferred":
    case "EscalationClosed":
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

/** What follows from the end of a stage: each side's own copy of the record (MK-10), and at the last one, filing it (MED-19, TP-08). */
function ended(
  event: EventOf<"StageEnded">,
  before: Escalation | undefined,
  state: Escalation,
  policy: Policy,
): Following[] {
  const about = { stage: event.stage };
  // The last stage is its body's: both sides are those who acted before it.
  const parties = (of: Escalation) => [...actingIn(of), ...speaksFor(of, "raising"), ...speaksFor(of, "receiving")];
  const copies = policy.copiesOfTheRecord && before ? [...parties(before), raiserSeat] : [];
  const last = event.next === undefined;
  // What is still to be ticked after an agreement is asked for as anything else that is owed (SHR-09).
  const lists = last
    ? runningClocks(state).filter((each) => each.kind === "checklist" && each.stage === event.stage)
    : [];
  return [
    ...lists.flatMap((list) =>
      seatsOwing(state, policy, list).map((seat): Following => ({
        kind: "duty owed",
        seat,
        ...about,
        clock: list.clock,
      })),
    ),
    ...copies.map((seat): Following => ({ kind: "copy of the record", seat, ...about })),
    ...(last ? filing(state, policy) : []).map((seat): Following => ({ kind: "file the record", seat, ...about })),
  ];
}

/** Those who are asked to file the record: of each side that files, who raised it and those who acted for it last. */
function filing(state: Escalation, policy: Policy): string[] {
  return (["raising", "receiving"] as const).flatMap((side) =>
    filingOf(state, policy, side) === undefined
      ? []
      : [...(side === "raising" ? [raiserSeat] : []), ...speaksFor(state, side)],
  );
}

const otherSide = (side: string) => (side === "raising" ? "receiving" : "raising");

/** The practitioners of the sides whose policy has every challenge and decision fed back to them (TP-07); the raiser hears anyway. */
function practitionersHearing(state: Escalation, policy: Policy): string[] {
  const hears =
    policy.practitionersHear !== undefined ||
    (state.raised.beside ?? []).some((each) => each.side === "receiving" && each.practitionersHear);
  if (!hears) return [];
  const heard = state.opened.flatMap((each) => [...each.acting, ...each.told]);
  return [...new Set(heard)].filter((seat) => {
    const held = state.seats.get(seat);
    return held?.side === "receiving" && policy.roles[held.role]?.namedAs === "practitioner";
  });
}

/** Why a notice that was not sent yet should not be sent any more. */
function overtaken(notice: Notice, state: Escalation, policy: Policy): string | undefined {
  const seat = state.seats.get(notice.seat);
  if (!seat || seat.person === "erased") return "the people of this record have been erased";
  const stageIsOpen = state.phase === "at stage" && state.stage === notice.stage;
  switch (notice.kind) {
    case "asked":
      if (!stageIsOpen) return "the stage was over before it was sent";
      return actingIn(state).includes(notice.seat) ? undefined : "the matter was handed on before it was sent";
    case "reminder":
    case "chased":
    case "deadline passed": {
      const running = runningClocks(state).find((each) => each.stage === notice.stage && each.clock === notice.clock);
      if (notice.kind === "deadline passed") {
        // That a stage climbed is said by another notice; saying both would say it twice.
        return !running && !stageIsOpen && !dutyOf(policy, notice.stage ?? "", notice.clock ?? "")
          ? "the notice that the stage climbed says so"
          : undefined;
      }
      if (!running) return "it was done before the reminder was sent";
      return notice.kind === "reminder" && running.passedAt
        ? "the deadline passed before the reminder was sent"
        : undefined;
    }
    case "date proposed":
      return stageIsOpen && state.dateProposal ? undefined : "the date was answered before it was sent";
    case "meeting arranged":
      return state.phase === "closed" ? "the escalation was closed before it was sent" : undefined;
    case "advice asked":
      return state.advisers.includes(notice.seat) ? undefined : "the advice was given before it was asked for";
    case "resolution proposed":
      return stageIsOpen && state.proposal ? undefined : "the proposal was answered before it was sent";
    case "duty owed":
      return runningClocks(state).some((each) => each.stage === notice.stage && each.clock === notice.clock)
        ? undefined
        : "it was done before it was asked for";
    case "deadline shortened":
    case "responded":
    case "information requested":
      return state.phase === "closed" ? "the escalation was closed before it was sent" : undefined;
    default:
      return undefined;
  }
}

/** Whether the same people were reminded in the same breath of another clock of the stage that is due at the same instant. */
function remindedAlready(
  history: readonly EscalationEvent[],
  index: number,
  event: EventOf<"ReminderFellDue">,
  state: Escalation,
): boolean {
  const dueOf = (each: EventOf<"ReminderFellDue">) =>
    state.clocks.findLast((clock) => clock.stage === each.stage && clock.clock === each.clock && clock.kind !== "duty")
      ?.due;
  const due = dueOf(event);
  for (const earlier of history.slice(0, index).toReversed()) {
    if (earlier.at !== event.at) return false;
    if (
      earlier.type === "ReminderFellDue" &&
      earlier.kind === event.kind &&
      due !== undefined &&
      dueOf(earlier) === due
    )
      return true;
  }
  return false;
}

/** Whether a stage ended by a deadline that passed: in the same breath, and for no other reason that came in it too. */
function endsWith(history: readonly EscalationEvent[], index: number, stage: string): boolean {
  const at = history[index]?.at;
  for (const event of history.slice(index + 1)) {
    if (event.at !== at) return false;
    if (event.type === "StageEnded" && event.stage === stage) return event.how === "deadline passed";
  }
  return false;
}

/**
 * Whether the partnership has heard that e-mails to this seat come back in this way, and nothing has changed since: every
 * reminder to a full mailbox comes back too, and an alarm for each would bury the next one that matters. When the next
 * stage opens, or in another way that they come back, it hears again. The record has them all.
 */
function alarmRaised(before: Escalation, { seat, bounce }: EventOf<"NoticeBounced">): boolean {
  const now = whenOf(before);
  return before.bounced.some((each) => each.seat === seat && each.bounce === bounce && each.when === now);
}

function actingIn(state: Escalation): readonly string[] {
  return state.opened.at(-1)?.acting ?? [];
}

function toldIn(state: Escalation): string[] {
  return [...new Set(state.opened.flatMap((each) => each.told))];
}

/** Everybody who acted at any stage and of whom something holds. */
function everybodyWhoActed(state: Escalation, holds: (seat: string) => boolean): string[] {
  return [...new Set(state.opened.flatMap((each) => each.acting))].filter(holds);
}

/** The seats that a stage's policy wants to hear of something. */
function informed(
  state: Escalation,
  policy: Policy,
  stage: string,
  of: Stage["inform"][number]["when"][number],
): string[] {
  const told = state.opened.findLast((each) => each.stage === stage)?.told ?? [];
  const wanted = stageOf(policy, stage).inform.filter((each) => each.when.includes(of));
  return told.filter((seat) =>
    wanted.some(({ who, of: whose }) => {
      const held = state.seats.get(seat);
      // Where somebody else holds the role in an agency, or stands in, the seat still says for whom it was looked up.
      if (!held || (held.role !== who && !lookedUpFor(seat, stage, who))) return false;
      return whose === "each side" || held.side === (whose === "partnership" ? whose : whose.split(" ")[0]);
    }),
  );
}

/** Whether a seat that is told of a stage is that of one of the roles that the policy names there, whoever sits in it. */
const lookedUpFor = (seat: string, stage: string, who: string) =>
  ["", "-raising", "-receiving"].some((side) => seat.startsWith(`${stage}/told-${who}${side}/`));

/** One person in two seats, or two seats behind one inbox, are one address. */
function addressOf(state: Escalation, seat: string): string {
  const person = state.seats.get(seat)?.person;
  return person && person !== "erased" ? person.email : seat;
}
