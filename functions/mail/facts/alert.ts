/**
 * What an email about a practice alert is to tell: plain facts, by its kind. They hold the reference, the group, what is
 * asked and by when; never a person, and not a word of the alert, of a response or of an action (ALL-13). Times are UTC.
 */
import type { Timescale } from "../../../policies/calendar/timescale.ts";
import { roleInWords } from "../../../policies/language/stages.ts";
import { alertRules, runningClocks, type Alert, type LiveClock } from "../../alerts/core/alert.ts";
import { whoOwes, type AlertNotice, type AlertNoticeKind } from "../../alerts/core/notices.ts";
import type { Rules } from "../../core/clocks.ts";
import type { AlertEvent } from "../../alerts/core/events.ts";
import type { Bounce } from "../../core/events.ts";
import type { Appointment } from "../calendar.ts";
import type { LinkTold } from "../telling.ts";
import { alertDeadlines } from "./alert-deadlines.ts";
import { appointmentsOf } from "./appointments.ts";
import { wayIn, type WayIn } from "./link.ts";
import { partnershipTold, type PartnershipKnown, type PartnershipTold } from "./partnership.ts";

export interface AlertMessageInput {
  readonly notice: AlertNotice;
  readonly reference: string;
  /** Everything that stands on the record. */
  readonly history: readonly AlertEvent[];
  readonly state: Alert;
  readonly rules: Rules;
  /** Undefined where the directory lacks it. */
  readonly partnership: PartnershipKnown | undefined;
  readonly link: LinkTold;
}

/** What is waited for until when. The day of an action is the group's own; a number that no policy gives, the organisation's. */
export interface WaitedFor {
  readonly clock: string;
  readonly due: string;
  readonly passed: boolean;
  readonly ownNumber: boolean;
}

interface Common {
  readonly reference: string;
  readonly title: string;
  /** What the group is called. */
  readonly group: string;
  readonly partnership: PartnershipTold;
  readonly doesNotReplace: readonly string[];
  /** The directory names nobody of the group, so it goes to an inbox for its attention. */
  readonly throughInbox: boolean;
  readonly respond?: WaitedFor;
  readonly conclude?: WaitedFor;
  readonly chasedEvery: Timescale;
  readonly intervalIsOwn: boolean;
  readonly link: WayIn;
  /** What it puts into its reader's calendar, moves there or takes out. */
  readonly appointments: readonly Appointment[];
}

interface OfClock {
  readonly clock: WaitedFor;
}
/** A person has one reminder a day about one alert, so it names everything else that they still have to do. */
interface AlsoOwed {
  readonly also: readonly WaitedFor[];
}
interface OfAction {
  readonly action: number;
}
type Nothing = object;

interface Details {
  acknowledged: Nothing;
  asked: Nothing;
  told: Nothing;
  reminder: OfClock & AlsoOwed;
  "deadline passed": OfClock;
  chased: OfClock & AlsoOwed;
  "all responded": Nothing;
  "action recorded": OfAction & { readonly due?: WaitedFor };
  "action done": OfAction;
  "all actions done": Nothing;
  "late response": Nothing;
  closed: { readonly everyActionDone: boolean };
  "could not be delivered": { readonly bounce?: Bounce };
}

/** What an email of each kind tells. A kind without facts does not compile. */
export type AlertFacts = { readonly [K in AlertNoticeKind]: Common & Details[K] };

/** @throws Error for a notice that does not follow from the record */
export function alertFactsOf(input: AlertMessageInput): { kind: AlertNoticeKind; facts: AlertFacts[AlertNoticeKind] } {
  const { notice, reference, history, state, rules, partnership, link } = input;
  const { policy } = rules;
  const { title, group, doesNotReplace, chaseEvery, setBy } = alertRules(rules);
  const waitedFor = (clock: string): WaitedFor | undefined => {
    const found = state.clocks.findLast((each) => each.clock === clock);
    return (
      found && {
        clock,
        due: found.due,
        passed: found.nextChase !== undefined,
        ownNumber: !clock.startsWith("action:") && setBy !== "policy",
      }
    );
  };
  const running = (clock: string) =>
    runningClocks(state).some((each) => each.clock === clock) ? waitedFor(clock) : undefined;
  const respond = running("respond");
  const conclude = running("conclude");
  const common: Common = {
    reference,
    title,
    group: roleInWords(policy, group),
    partnership: partnershipTold(policy.partnership.name, partnership),
    doesNotReplace,
    throughInbox: state.members.includes(notice.seat) && state.seats.get(notice.seat)?.via === "inbox",
    ...(respond ? { respond } : {}),
    ...(conclude ? { conclude } : {}),
    chasedEvery: chaseEvery,
    intervalIsOwn: setBy !== "policy",
    link: wayIn(link),
    appointments: appointmentsOf({ notice, reference, history, host: new URL(link.url).hostname }, alertDeadlines),
  };
  const details = detailsOf(notice, state, waitedFor, running);
  return { kind: notice.kind, facts: { ...common, ...details } };
}

function detailsOf(
  { id, kind, seat, clock, action, bounce }: AlertNotice,
  state: Alert,
  waitedFor: (clock: string) => WaitedFor | undefined,
  running: (clock: string) => WaitedFor | undefined,
): Details[AlertNoticeKind] {
  switch (kind) {
    case "reminder":
    case "deadline passed":
    case "chased": {
      const about = clock === undefined ? undefined : waitedFor(clock);
      if (!about) throw new Error(`Notice ${id} is about a clock that never started`);
      // The partnership, which is asked again with the group, hears of everything that is overdue.
      const isTheirs = (each: LiveClock) =>
        whoOwes(state, each.clock).includes(seat) || (seat === state.inbox && each.nextChase !== undefined);
      const also = runningClocks(state)
        .filter((each) => each.clock !== clock && isTheirs(each))
        .flatMap((each) => waitedFor(each.clock) ?? []);
      return { clock: about, also } satisfies Details["reminder"];
    }
    case "action recorded":
    case "action done": {
      if (action === undefined) throw new Error(`Notice ${id} is about no action`);
      const due = kind === "action recorded" ? running(`action:${action}`) : undefined;
      return { action, ...(due ? { due } : {}) } satisfies Details["action recorded"];
    }
    case "closed":
      return { everyActionDone: state.how === "actions done" } satisfies Details["closed"];
    case "could not be delivered":
      return bounce ? { bounce } : {};
    case "acknowledged":
    case "asked":
    case "told":
    case "all responded":
    case "all actions done":
    case "late response":
      return {} satisfies Nothing;
    default:
      return kind satisfies never;
  }
}
