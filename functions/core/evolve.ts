/** What an event makes of an escalation. It never refuses: what stands on the record has happened. */
import { dayOf } from "../../policies/calendar/instant.ts";
import { erased, type EscalationEvent, type EventOf, type Person, type Seat, type Sealed } from "./events.ts";
import { isOwed, type Escalation, type LiveClock, type OpenedStage } from "./escalation.ts";

/** The seat of the practitioner who raised the concern, who stays a party to the end. */
export const raiserSeat = "raiser";

/** The state that a history adds up to, or undefined for an empty one. */
export function fold(events: readonly EscalationEvent[]): Escalation | undefined {
  let state: Escalation | undefined;
  for (const event of events) state = evolve(state, event);
  return state;
}

/** @throws Error when the history does not begin with EscalationRaised: such a record is broken, not merely odd. */
export function evolve(state: Escalation | undefined, event: EscalationEvent): Escalation {
  if (event.type === "EscalationRaised") {
    const words = event.sealed === erased ? erased : event.sealed.words;
    const raiser: Seat & { person: Sealed<Person> } = {
      seat: raiserSeat,
      side: "raising",
      role: "practitioner",
      agency: event.raising.agency,
      via: "holder",
      person: event.sealed === erased ? erased : event.sealed.raising.practitioner,
    };
    return {
      phase: "opening",
      next: event.opensAt,
      because: event.immediateRisk && event.guide ? "immediate risk" : "raised",
      since: event.at,
      raised: event,
      words,
      missing: event.missing,
      seats: new Map([[raiserSeat, raiser]]),
      clocks: [],
      immediateRisk: event.immediateRisk,
      guide: event.guide,
      protectBy: event.protectBy ? [event.protectBy] : [],
      opened: [],
      meetings: [],
      execution: 1,
      awaited: [],
      discussions: [],
      ticked: [],
      advisers: [],
      filed: [],
      bounced: [],
    };
  }
  if (!state) throw new Error(`The record begins with ${event.type}, not with EscalationRaised`);

  switch (event.type) {
    case "StageOpened": {
      const people = event.sealed === erased ? undefined : event.sealed.people;
      const seats = new Map(state.seats);
      for (const seat of [...event.asked, ...event.told, event.partnership])
        seats.set(seat.seat, { ...seat, person: people?.[seat.seat] ?? seats.get(seat.seat)?.person ?? erased });
      return {
        ...common(state),
        phase: "at stage",
        stage: event.stage,
        seats,
        opened: [
          ...state.opened,
          {
            stage: event.stage,
            at: event.at,
            acting: event.asked.map((each) => each.seat),
            told: event.told.map((each) => each.seat),
          },
        ],
      };
    }
    case "ClockStarted": {
      const { type: _type, v: _v, at: _at, ...clock } = event;
      return { ...state, clocks: [...state.clocks, { ...clock, status: "running" }] };
    }
    case "ClockMet":
      return withClocks(state, (clock) => (isClock(clock, event) ? { ...clock, status: "over" } : clock));
    case "DeadlinePassed":
      return withClocks(
        {
          ...state,
          opened: state.opened.map((each, index) =>
            index === state.opened.length - 1 && each.stage === event.stage && !isOfDuty(state, event)
              ? { ...each, passed: event.due }
              : each,
          ),
        },
        (clock) =>
          isClock(clock, event)
            ? {
                ...clock,
                passedAt: event.at,
                reminders: [],
                ...(event.nextChase ? { nextChase: event.nextChase } : {}),
                status: clock.whenPassed === "note" ? "over" : clock.status,
              }
            : clock,
      );
    case "ReminderFellDue":
      return withClocks(state, (clock) => {
        if (!isClock(clock, event)) return clock;
        // A chase takes the place of the one before. One after which none is said is the last: it does not fall due again at once, for ever.
        const { nextChase: before, ...others } = clock;
        const nextChase = event.kind === "chase" ? event.nextChase : before;
        return {
          ...others,
          reminders: clock.reminders.filter((each) => each.at > event.due),
          ...(nextChase ? { nextChase } : {}),
        };
      });
    case "DiscussionRecorded": {
      const { stage, heldAt, at: recordedAt, by } = event;
      const discussions = [...state.discussions, { stage, recordedAt, by: by.side, approvedBy: [] }];
      // A meeting from before the concern was raised is on the record, and no clock counts from it.
      return event.kind === "meeting" && dayOf(heldAt) >= dayOf(state.raised.at)
        ? { ...state, discussions, meetings: [...state.meetings, { stage, heldAt }] }
        : { ...state, discussions };
    }
    case "DiscussionApproved": {
      const { side } = event.by;
      // Of two that were recorded at one instant, the first that this side has neither written nor approved.
      const at = state.discussions.findIndex(
        (each) => each.recordedAt === event.recordedAt && each.by !== side && !each.approvedBy.includes(side),
      );
      return {
        ...state,
        discussions: state.discussions.map((each, index) =>
          index === at ? { ...each, approvedBy: [...each.approvedBy, side] } : each,
        ),
      };
    }
    case "OthersTold": {
      const people = event.sealed === erased ? undefined : event.sealed.people;
      const told = event.told.map((each) => each.seat);
      const seats = new Map(state.seats);
      for (const seat of event.told) seats.set(seat.seat, { ...seat, person: people?.[seat.seat] ?? erased });
      return {
        ...state,
        seats,
        opened: atStage(state, event.stage, (each) => ({ ...each, told: [...each.told, ...told] })),
      };
    }
    case "ItemsTicked":
      return {
        ...state,
        ticked: [...state.ticked, ...event.items.map(({ item }) => ({ stage: event.stage, item }))],
      };
    case "AdviceAsked":
      return {
        ...state,
        seats: withSeat(state, event.of, event.sealed === erased ? erased : event.sealed.person),
        advisers: [...state.advisers, event.of.seat],
      };
    case "AdviceGiven":
      return { ...state, advisers: state.advisers.filter((seat) => seat !== event.seat) };
    case "ManagerJoined":
      return {
        ...state,
        seats: withSeat(state, event.to, event.sealed === erased ? erased : event.sealed.person),
        opened: atStage(state, event.stage, (each) => ({ ...each, acting: [...each.acting, event.to.seat] })),
      };
    case "DateProposed":
      return state.phase === "at stage"
        ? { ...state, dateProposal: { by: event.by, at: event.at, until: event.until } }
        : state;
    case "DateAgreed":
    case "DateRejected": {
      if (state.phase !== "at stage") return state;
      const { dateProposal: _answered, ...rest } = state;
      if (event.type === "DateRejected") return rest;
      // What both sides agreed is theirs, however many bank holidays become known.
      return withClocks(rest, (clock) => {
        const moved = replanned(clock, event.clocks);
        return moved === clock ? clock : { ...moved, provisional: false };
      });
    }
    case "RecordFiled":
      return { ...state, filed: [...state.filed, event.by.side] };
    case "ResolutionProposed":
      return state.phase === "at stage" ? { ...state, proposal: { by: event.by, at: event.at } } : state;
    case "ResolutionRejected":
    case "ResolutionAccepted": {
      if (state.phase !== "at stage") return state;
      const { proposal: _answered, ...rest } = state;
      return rest;
    }
    case "StageEnded": {
      const ended: Escalation = withClocks(
        {
          ...state,
          opened: state.opened.map((each, index): OpenedStage =>
            index === state.opened.length - 1 && each.stage === event.stage
              ? { ...each, endedAt: event.at, how: event.how }
              : each,
          ),
        },
        // What a manager has to tick stays due where the stage was settled; where it climbs, the next one begins anew (SHR-09).
        (clock) =>
          clock.kind === "duty" || (clock.kind === "checklist" && event.next === undefined)
            ? clock
            : { ...clock, status: "over" },
      );
      if (event.next !== undefined)
        return {
          ...common(ended),
          phase: "opening",
          next: event.next,
          because:
            event.how === "immediate risk" || event.how === "referred" || event.how === "deadline passed"
              ? event.how
              : "unresolved",
          since: event.at,
        };
      return {
        ...common(ended),
        phase: "duties",
        how: event.how === "resolved" ? "resolved" : event.how === "withdrawn" ? "withdrawn" : "outcome given",
      };
    }
    case "HandedOn": {
      const seats = withSeat(state, event.to, event.sealed === erased ? erased : event.sealed.person);
      const instead = (seat: string) => (seat === event.from ? event.to.seat : seat);
      return {
        ...state,
        seats,
        advisers: state.advisers.map(instead),
        opened: state.opened.map((each) =>
          each.stage === event.stage
            ? { ...each, acting: each.acting.map(instead), told: each.told.map(instead) }
            : each,
        ),
      };
    }
    case "DeadlineShortened":
      return withClocks({ ...state, protectBy: [...state.protectBy, event.until] }, (clock) =>
        replanned(clock, event.clocks),
      );
    case "DeadlinesExpedited":
      // A proposal gives no time beyond it either (SHR-07), as where the flag was there when the stage opened.
      return withClocks(state, (clock) => {
        const sooner = replanned(clock, event.clocks);
        return sooner === clock ? clock : { ...sooner, noLaterThan: sooner.due };
      });
    case "DeadlinesReplanned":
      return withClocks(state, (clock) => {
        const planned = event.clocks.find((each) => isClock(clock, each));
        return planned
          ? { ...clock, due: planned.due, provisional: planned.provisional, reminders: planned.reminders }
          : clock;
      });
    case "ImmediateRiskFlagged":
      return { ...state, immediateRisk: true, guide: state.guide || event.guide };
    case "InformationRequested":
      return { ...state, awaited: [...new Set([...state.awaited, ...event.of])] };
    case "InformationProvided":
      return { ...state, awaited: state.awaited.filter((side) => side !== event.by.side) };
    case "NoteAdded": {
      const supplied = event.sealed === erased ? undefined : event.sealed.concern;
      if (!supplied || state.words === erased) return state;
      // It completes what was missing. What was said stays as it was said: a correction is an entry of its own (ALL-01).
      const filled = state.missing.filter((each) => supplied[each]?.trim());
      return {
        ...state,
        words: { ...state.words, ...Object.fromEntries(filled.map((each) => [each, supplied[each]])) },
        missing: state.missing.filter((each) => !filled.includes(each)),
      };
    }
    case "EscalationWithdrawn":
      return { ...common(state), phase: "duties", how: "withdrawn" };
    case "EscalationClosed":
      return withClocks({ ...common(state), phase: "closed", how: event.how }, (clock) => ({
        ...clock,
        status: "over",
      }));
    case "PeopleErased":
      return state.phase === "closed"
        ? state
        : withClocks({ ...common(state), phase: "closed", how: "erased" }, (clock) => ({ ...clock, status: "over" }));
    case "ExecutionReplaced":
      return { ...state, execution: event.number };
    case "NoticeBounced": {
      const { notice, messageId, bounce, seat, instead } = event;
      const about = { notice, messageId, bounce, seat, when: whenOf(state) };
      if (!instead) return { ...state, bounced: [...state.bounced, about] };
      // Beside them wherever they stand: what is asked of the one is asked of the other.
      const joined = (seats: readonly string[]) => (seats.includes(seat) ? [...seats, instead.seat] : seats);
      const people = event.sealed && event.sealed !== erased ? event.sealed.people : undefined;
      return {
        ...state,
        seats: withSeat(state, instead, people?.[instead.seat] ?? erased),
        advisers: joined(state.advisers),
        opened: state.opened.map((each) => ({ ...each, acting: joined(each.acting), told: joined(each.told) })),
        bounced: [...state.bounced, { ...about, instead: instead.seat }],
      };
    }
    case "MeetingArranged":
    case "QuestionsAnswered":
    case "ResponseRecorded":
    case "DeclaredUnresolved":
    case "StageReferred":
    case "OutcomeGiven":
    case "DutyDone":
    case "LateAnswerRecorded":
    case "NoticeSent":
    case "NoticeLapsed":
    case "NoticeRefused":
    case "LegalHoldPlaced":
    case "LegalHoldLifted":
      return state;
    default:
      return event satisfies never;
  }
}

/** Where an escalation stands, for telling whether it has gone on: its phase, and how many stages have been opened. */
export const whenOf = ({ phase, opened }: Escalation) => `${phase}/${opened.length}`;

function isClock(clock: LiveClock, named: { stage: string; clock: string }): boolean {
  return clock.status === "running" && clock.stage === named.stage && clock.clock === named.clock;
}

/** A clock as one of several new plans has it; as it is where none is about it. */
function replanned(clock: LiveClock, plans: EventOf<"DeadlineShortened">["clocks"]): LiveClock {
  const plan = plans.find((each) => isClock(clock, each));
  return plan ? { ...clock, due: plan.due, reminders: plan.reminders } : clock;
}

function withSeat(state: Escalation, seat: Seat, person: Sealed<Person>): Escalation["seats"] {
  return new Map(state.seats).set(seat.seat, { ...seat, person });
}

/** The stages that were opened, with the latest opening of one changed. */
function atStage(state: Escalation, stage: string, change: (opened: OpenedStage) => OpenedStage): OpenedStage[] {
  const at = state.opened.findLastIndex((each) => each.stage === stage);
  return state.opened.map((each, index) => (index === at ? change(each) : each));
}

function isOfDuty(state: Escalation, named: { stage: string; clock: string }): boolean {
  return state.clocks.some((clock) => isClock(clock, named) && isOwed(clock));
}

function withClocks<T extends Escalation>(state: T, change: (clock: LiveClock) => LiveClock): T {
  return { ...state, clocks: state.clocks.map(change) };
}

/** Only what every phase has: whatever belonged to the phase that ends is left behind. */
function common(state: Escalation) {
  const {
    raised,
    words,
    missing,
    seats,
    clocks,
    immediateRisk,
    guide,
    protectBy,
    opened,
    meetings,
    execution,
    awaited,
    discussions,
    ticked,
    advisers,
    filed,
    bounced,
  } = state;
  return {
    raised,
    words,
    missing,
    seats,
    clocks,
    immediateRisk,
    guide,
    protectBy,
    opened,
    meetings,
    execution,
    awaited,
    discussions,
    ticked,
    advisers,
    filed,
    bounced,
  };
}
