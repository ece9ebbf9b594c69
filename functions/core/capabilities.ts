/** What each party may do now. Pages offer it, decide enforces it: both read it from here. */
import type { Policy, Stage } from "../../policies/language/schema.ts";
import { dutyOf, stageAfter, stageOf } from "../../policies/language/stages.ts";
import { checklistClock } from "./clocks.ts";
import type { PartyCommandType } from "./commands.ts";
import { isOwed, lastOpened, runningClocks, stageLimit, type Escalation, type LiveClock } from "./escalation.ts";
import type { Seat, Side } from "./events.ts";
import { raiserSeat } from "./evolve.ts";
import { leftToTick } from "./owed.ts";

/** What a seat is, may and owes at one moment (`standingOf`). */
export interface Standing {
  /** Acts at the stage that is open. */
  readonly acting: boolean;
  /** Everything that may be done now in this seat. */
  readonly may: ReadonlySet<PartyCommandType>;
  /** The duties that this seat owes. */
  readonly owes: readonly LiveClock[];
  /** The stages with a checklist of which this seat still has to tick something. */
  readonly ticks: readonly string[];
}

/** The standing of a seat at this moment. A seat that the record does not know may do nothing. */
export function standingOf(state: Escalation, policy: Policy, seat: string): Standing {
  const held = state.seats.get(seat);
  const may = new Set<PartyCommandType>();
  if (!held) return { acting: false, may, owes: [], ticks: [] };

  const opened = lastOpened(state);
  const acting = state.phase === "at stage" && (opened?.acting.includes(seat) ?? false);
  const owed = runningClocks(state).filter((clock) => isOwed(clock) && seatsOwing(state, policy, clock).includes(seat));
  const owes = owed.filter((each) => each.kind === "duty");
  const ticks = owed
    .filter((each) => each.kind === "checklist" && leftToTick(stageOf(policy, each.stage), state).length > 0)
    .map((each) => each.stage);
  const actedOnce = state.opened.some((each) => each.acting.includes(seat));
  const party = seat === raiserSeat || actedOnce;

  may.add("add note");
  const over = state.phase === "duties" || state.phase === "closed";
  if (over && party && mayFile(state, policy, held.side)) may.add("confirm filed");
  if (party && unapproved(state, held.side).length > 0) may.add("approve discussion");
  if (state.phase === "closed") return { acting, may, owes: [], ticks: [] };
  if (state.advisers.includes(seat)) may.add("give advice").add("hand on");
  if (owes.length > 0) may.add("do duty").add("hand on");
  if (ticks.length > 0) may.add("tick");
  if (party) {
    may.add("record discussion").add("arrange meeting");
    may.add("flag immediate risk");
    if (state.phase === "at stage" && !held.concludes && held.side !== "partnership") may.add("shorten deadline");
    // Whoever concludes asks for information and does not owe it, though it is awaited from their own side too.
    if (state.awaited.includes(held.side) && !held.concludes) may.add("provide information").add("hand on");
    if (held.side === "raising" && state.phase !== "duties") may.add("withdraw");
  }
  if (state.phase === "at stage" && held.side !== "partnership" && speaksFor(state, held.side).includes(seat)) {
    const { dateProposal } = state;
    const limit = stageLimit(state);
    if (limit && !limit.passedAt) may.add("propose date");
    if (dateProposal && dateProposal.by.side !== held.side) may.add("accept date").add("reject date");
  }
  if (!acting) {
    // What comes after its stage is over is still taken, as a late answer (decide.ts); it settles nothing.
    if (party && held.side === "receiving") may.add("respond");
    return { acting, may, owes, ticks };
  }

  const rules = stageOf(policy, state.stage);
  may.add("hand on");
  if (rules.mayAskAdviceOf && held.side !== "partnership") may.add("ask advice");
  if (rules.mayIncludeFurtherManagers && held.side !== "partnership") may.add("add manager");
  if (questionsFor(rules, held).length > 0 && (held.side === "raising" || held.concludes)) may.add("answer questions");
  if (held.concludes) {
    may.add("give outcome");
    if (rules.body?.mayAskForInformation) may.add("request information");
    return { acting, may, owes, ticks };
  }
  // A stage that ends by a body's word is settled by it alone (ALL-06): the sides answer it and are heard.
  if (rules.endsBy === "agreement") may.add("propose resolution");
  if (held.side === "receiving") may.add("respond");
  if (state.proposal && state.proposal.by.side !== held.side) {
    may.add("accept resolution");
    may.add("reject resolution");
  }
  if ((held.side === "raising" || rules.unresolvedBy === "either side") && stageAfter(policy, state.stage))
    may.add("declare unresolved");
  if (rules.mayRefer) may.add("refer");
  return { acting, may, owes, ticks };
}

/** What the policy asks of a seat on its page at a stage. */
export function questionsFor(stage: Stage, seat: Pick<Seat, "side" | "concludes">): Stage["pageAsks"]["raisingSide"] {
  if (seat.concludes) return stage.pageAsks.body;
  return seat.side === "raising"
    ? stage.pageAsks.raisingSide
    : seat.side === "receiving"
      ? stage.pageAsks.receivingSide
      : [];
}

/**
 * Those who speak for a side, such as to agree dates: who acts for it, or acted for it last where nobody does at the open
 * stage (ALL-08).
 * @param holds of whom only those count for whom this holds
 */
export function speaksFor(
  state: Escalation,
  side: Side,
  holds: (seat: string) => boolean = () => true,
): readonly string[] {
  return (
    state.opened
      .map((each) => each.acting.filter((seat) => state.seats.get(seat)?.side === side && holds(seat)))
      .findLast((seats) => seats.length > 0) ?? []
  );
}

/** Those of a side of whom further information is asked: whoever concludes asks for it and does not owe it (KNO-14). */
export const informs = (state: Escalation, side: Side) =>
  speaksFor(state, side, (seat) => !state.seats.get(seat)?.concludes);

/** Something that a seat is asked for and has not done yet. */
export interface StillAsked {
  readonly kind: "asked" | "advice asked" | "duty owed" | "information requested";
  readonly stage: string;
  readonly clock?: string;
}

/**
 * What is still asked of a seat: to act at the open stage, or else advice, what it owes from a stage that is over, and
 * information.
 * @param awaited whether the information that its side owes is asked of this seat
 */
export function stillAskedOf(
  state: Escalation,
  policy: Policy,
  seat: string,
  awaited = informs(state, state.seats.get(seat)?.side ?? "partnership").includes(seat),
): StillAsked[] {
  const held = state.seats.get(seat);
  const last = lastOpened(state);
  if (!held || !last || state.phase === "closed") return [];
  if (state.phase === "at stage" && last.acting.includes(seat)) return [{ kind: "asked", stage: state.stage }];
  // A seat is named after the stage at which it was first asked.
  const { stage } = state.opened.findLast((each) => seat.startsWith(`${each.stage}/`)) ?? last;
  if (state.advisers.includes(seat)) return [{ kind: "advice asked", stage }];
  const owed = runningClocks(state).filter((each) => seatsOwing(state, policy, each).includes(seat));
  return [
    ...owed.map((each): StillAsked => ({ kind: "duty owed", stage: each.stage, clock: each.clock })),
    ...(awaited && state.awaited.includes(held.side) ? [{ kind: "information requested" as const, stage }] : []),
  ];
}

/** The discussions whose record a side has neither written nor approved (KNO-16). */
export function unapproved(state: Escalation, side: Side): Escalation["discussions"] {
  return side === "partnership"
    ? []
    : state.discussions.filter((each) => each.by !== side && !each.approvedBy.includes(side));
}

/** What a side is asked to file at the end, by this policy or by its own beside it; undefined for nothing (MED-19, TP-08, TP-01). */
export function filingOf(state: Escalation, policy: Policy, side: Side): string | undefined {
  if (side === "partnership") return undefined;
  const own = (state.raised.beside ?? []).filter((each) => each.side === side).map((each) => each.filing);
  // What its own policy asks of a side holds beside a local policy that asks for something itself.
  const asked = [policy.filing?.asks, ...own].filter((each) => each !== undefined);
  return asked.length > 0 ? asked.join("; and ") : undefined;
}

const mayFile = (state: Escalation, policy: Policy, side: Side) =>
  filingOf(state, policy, side) !== undefined && !state.filed.includes(side);

/**
 * The seats from which a duty or a checklist is awaited: a duty from those who acted for its side at its stage; for one of the
 * last body's, at the last stage of two sides.
 */
export function seatsOwing(
  state: Escalation,
  policy: Policy,
  clock: { stage: string; clock: string; by?: string | undefined },
): string[] {
  const duty = dutyOf(policy, clock.stage, clock.clock);
  if (!duty && clock.clock !== checklistClock) return [];
  if (duty?.by === "partnership") {
    const told = state.opened.findLast((each) => each.stage === clock.stage)?.told ?? [];
    return told.filter((seat) => {
      // Whoever was asked beside somebody whose e-mail came back may hold another role, and owes what they owe.
      const beside = state.bounced.find((each) => each.instead === seat)?.seat;
      const held = state.seats.get(beside ?? seat);
      return held?.side === "partnership" && held.role === duty.role;
    });
  }
  const ofSide = (each: { acting: readonly string[] }) =>
    each.acting.filter((seat) => state.seats.get(seat)?.side === clock.by);
  const until = state.opened.findLastIndex((each) => each.stage === clock.stage);
  return (
    state.opened
      .slice(0, until + 1)
      .map(ofSide)
      .findLast((seats) => seats.length > 0) ?? []
  );
}
