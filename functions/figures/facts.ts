/**
 * What reports need to know of one escalation (ALL-12), from its events alone and with nothing personal in it: ids,
 * instants (UTC), agencies, types, stages and how each ended. No text that a person typed ever comes in (ALL-13).
 */
import { dayOf } from "../../policies/calendar/instant.ts";
import { workingDaysBetween } from "../../policies/calendar/working-days.ts";
import type { CommonType } from "../../policies/language/common-types.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { clockOf, roleInWords, stageOf } from "../../policies/language/stages.ts";
import { isAnswer } from "../core/answers.ts";
import { askedFor } from "../core/asked.ts";
import type { Rules } from "../core/clocks.ts";
import { isOwed, lastOpened, runningClocks, type Escalation, type LiveClock } from "../core/escalation.ts";
import type { EscalationEvent, EventOf, Side } from "../core/events.ts";
import { fold } from "../core/evolve.ts";

/** One stage that was opened: which sides have answered there, and whether its timescale was kept. Without `endedAt` it is still open. */
export interface StageFacts {
  readonly stage: string;
  readonly title: string;
  readonly openedAt: string;
  readonly because: EventOf<"StageOpened">["because"];
  /** When it is to end as its deadline now stands; the last deadline that it had, once it has ended. */
  readonly due?: string;
  /** Whose number that deadline is: where the text gives none, the organisation's own. */
  readonly setBy: "policy" | "organisation";
  readonly endedAt?: string;
  readonly how?: EventOf<"StageEnded">["how"];
  /** The sides that act there, and those of them that have answered so far. */
  readonly asked: readonly Side[];
  readonly answered: readonly Side[];
  /** Passed while immediate risk made the timescale a guide is no breach (KNO-01). */
  readonly timescale: "running" | "within" | "passed" | "guide passed";
}

/** What figures are made of: one escalation’s facts, with nothing personal in them. Instants are UTC, days Europe/London. */
export interface Facts {
  readonly reference: string;
  readonly policy: { readonly id: string; readonly version: string };
  /** The partnership, or the organisation, whose policy governs it. */
  readonly partnership: string;
  /** The local authority area of the person concerned, whoever's policy governs. */
  readonly area: string;
  readonly raising: string;
  readonly receiving: string;
  /** In the policy's own list, or `another`. */
  readonly type: string;
  readonly commonType: CommonType;
  readonly raisedAt: string;
  readonly late: boolean;
  readonly immediateRisk: boolean;
  /** In the order in which they were opened. */
  readonly stages: readonly StageFacts[];
  /** The furthest that it came in the policy's order. None before the first stage is open. */
  readonly highest?: string;
  readonly outcome: "open" | "resolved" | "outcome given" | "withdrawn" | "erased";
  /** When the disagreement was settled; confirmations and the like may still be owed then. */
  readonly endedAt?: string;
  /** From the raising to that end: day 0 is the day of the raising, in London. */
  readonly workingDays?: number;
  /** When nothing was owed any more. */
  readonly closedAt?: string;
  readonly deadlinesPassed: readonly {
    readonly stage: string;
    readonly clock: string;
    readonly due: string;
    readonly guide: boolean;
  }[];
  /** Deadlines that both sides agreed, earlier or later (ALL-08); why stands on the record. */
  readonly datesAgreed: readonly { readonly at: string; readonly stage: string; readonly until: string }[];
  /** What is still to be done after the end: a confirmation, feedback, an answer. */
  readonly owed: readonly { readonly asks: string; readonly due: string; readonly setBy: "policy" | "organisation" }[];
  /** Roles of the open stage that nobody is known to hold, so that the matter went to an inbox. */
  readonly unheld: readonly { readonly called: string; readonly agency: string }[];
  /** When the mail service refused an e-mail, and when one came back or was called spam. */
  readonly undelivered: readonly string[];
}

/**
 * The facts of one escalation.
 * @throws Error when the history does not begin with the raising
 */
export function factsOf(
  { reference, history }: { readonly reference: string; readonly history: readonly EscalationEvent[] },
  { policy, calendar }: Rules,
): Facts {
  const state = fold(history);
  if (!state) throw new Error(`The record of ${reference} is empty`);
  const { raised } = state;
  const stages = stagesOf(history, state, policy);
  const furthest = Math.max(...stages.map(({ stage }) => policy.stages.findIndex((each) => each.stage === stage)));
  const highest = policy.stages[furthest]?.stage;
  const endedAt = "how" in state ? history.find(isTheEnd)?.at : undefined;
  const closedAt = history.find((each) => each.type === "EscalationClosed" || each.type === "PeopleErased")?.at;
  return {
    reference,
    policy: { id: raised.policy.id, version: raised.policy.version },
    partnership: raised.partnership,
    area: raised.area,
    raising: raised.raising.agency,
    receiving: raised.receiving.agency,
    type: raised.disagreement,
    commonType: commonTypeOf(raised.disagreement, policy),
    raisedAt: raised.at,
    late: raised.raiseBy?.late ?? false,
    immediateRisk: state.immediateRisk,
    stages,
    ...(highest ? { highest } : {}),
    outcome: "how" in state ? state.how : "open",
    ...(endedAt ? { endedAt, workingDays: workingDaysBetween(dayOf(raised.at), dayOf(endedAt), calendar) } : {}),
    ...(closedAt ? { closedAt } : {}),
    datesAgreed: history.flatMap((each) =>
      each.type === "DateAgreed" ? [{ at: each.at, stage: each.stage, until: each.until }] : [],
    ),
    deadlinesPassed: history.flatMap((each) =>
      each.type === "DeadlinePassed"
        ? [{ stage: each.stage, clock: each.clock, due: each.due, guide: each.guide }]
        : [],
    ),
    owed: owedIn(state, policy),
    unheld: unheldIn(state, policy),
    undelivered: history.flatMap((each) =>
      each.type === "NoticeRefused" || each.type === "NoticeBounced" ? [each.at] : [],
    ),
  };
}

/** What a policy's own type counts as in reports across policies; “another” is “other” (ALL-03). */
export function commonTypeOf(type: string, policy: Policy): CommonType {
  return policy.disagreements.find((each) => each.id === type)?.reportedAs ?? "other";
}

/** The stage that is open, or was last. */
export const stageNow = ({ stages }: Facts): StageFacts | undefined => stages.at(-1);

function isTheEnd(event: EscalationEvent): boolean {
  return (
    (event.type === "StageEnded" && event.next === undefined) ||
    event.type === "EscalationWithdrawn" ||
    event.type === "PeopleErased"
  );
}

function stagesOf(history: readonly EscalationEvent[], state: Escalation, policy: Policy): StageFacts[] {
  return history.flatMap((event) => {
    if (event.type !== "StageOpened") return [];
    const { stage, at, because } = event;
    const opened = state.opened.findLast((each) => each.stage === stage);
    const clocks = state.clocks.filter((each) => each.stage === stage && holdsUp(each));
    const running = clocks.filter((each) => each.status === "running");
    const last = (running.length > 0 ? running : clocks).toSorted((a, b) => (a.due < b.due ? -1 : 1)).at(-1);
    const passed = history.filter(
      (each) =>
        each.type === "DeadlinePassed" && clocks.some((one) => one.stage === each.stage && one.clock === each.clock),
    ) as EventOf<"DeadlinePassed">[];
    return [
      {
        stage,
        title: stageOf(policy, stage).title,
        openedAt: at,
        because,
        ...(last ? { due: last.due } : {}),
        setBy: (last && clockOf(policy, stage, last.clock)?.setBy) ?? "policy",
        ...(opened?.endedAt ? { endedAt: opened.endedAt } : {}),
        ...(opened?.how ? { how: opened.how } : {}),
        asked: sidesIn((opened?.acting ?? []).flatMap((each) => state.seats.get(each)?.side ?? [])),
        answered: sidesIn(history.flatMap((each) => (isAnswer(each) && each.stage === stage ? each.by.side : []))),
        timescale: passed.some((each) => !each.guide)
          ? "passed"
          : passed.length > 0
            ? "guide passed"
            : opened?.endedAt
              ? "within"
              : "running",
      },
    ];
  });
}

const sides: readonly Side[] = ["raising", "receiving", "partnership"];

/** Each of these sides once, always in the same order. */
const sidesIn = (some: readonly Side[]) => sides.filter((each) => some.includes(each));

/** Whether a clock is the stage's own timescale. One that is only noted, such as an answer-by, is beside it. */
const holdsUp = (clock: LiveClock) => !isOwed(clock) && clock.whenPassed !== "note";

function owedIn(state: Escalation, policy: Policy): Facts["owed"] {
  if (!("how" in state)) return [];
  return runningClocks(state)
    .filter(isOwed)
    .map((clock) => {
      const { asks, ownDefault } = askedFor(policy, clock);
      return { asks, due: clock.due, setBy: ownDefault ? "organisation" : "policy" };
    });
}

function unheldIn(state: Escalation, policy: Policy): Facts["unheld"] {
  const opened = lastOpened(state);
  if (state.phase !== "at stage" || !opened) return [];
  return [...opened.acting, ...opened.told].flatMap((each) => {
    // Asked beside somebody who is known, because an e-mail to them came back.
    if (state.bounced.some(({ instead }) => instead === each)) return [];
    const seat = state.seats.get(each);
    // A practitioner whom nobody named is found by their agency: its inbox is the ordinary way to them (notices.ts).
    if (seat?.via !== "inbox" || seat.side === "partnership" || policy.roles[seat.role]?.namedAs === "practitioner")
      return [];
    return [{ called: roleInWords(policy, seat.role), agency: seat.agency }];
  });
}
