/** What each party may do now. Pages offer it, decide enforces it: both read it from here. */
import type { Policy } from "../../policies/language/schema.ts";
import { dutyOf, stageAfter, stageOf } from "../../policies/language/stages.ts";
import type { PartyCommandType } from "./commands.ts";
import { lastOpened, runningClocks, type Escalation, type LiveClock } from "./escalation.ts";
import { raiserSeat } from "./evolve.ts";

export interface Standing {
  /** Acts at the stage that is open. */
  readonly acting: boolean;
  /** Everything that may be done now in this seat. */
  readonly may: ReadonlySet<PartyCommandType>;
  /** The duties that this seat owes. */
  readonly owes: readonly LiveClock[];
}

/** The standing of a seat at this moment. A seat that the record does not know may do nothing. */
export function standingOf(state: Escalation, policy: Policy, seat: string): Standing {
  const held = state.seats.get(seat);
  const may = new Set<PartyCommandType>();
  if (!held) return { acting: false, may, owes: [] };

  const opened = lastOpened(state);
  const acting = state.phase === "at stage" && (opened?.acting.includes(seat) ?? false);
  const owes = runningClocks(state).filter((clock) => clock.kind === "duty" && owesDuty(state, policy, clock, seat));
  const actedOnce = state.opened.some((each) => each.acting.includes(seat));
  const party = seat === raiserSeat || actedOnce;

  may.add("add note");
  if (state.phase === "closed") return { acting, may, owes: [] };
  if (owes.length > 0) may.add("do duty").add("hand on");
  if (party) {
    may.add("record discussion");
    may.add("flag immediate risk");
    if (state.phase === "at stage" && !held.concludes && held.side !== "partnership") may.add("shorten deadline");
    // Whoever concludes asks for information and does not owe it, though it is awaited from their own side too.
    if (state.awaited.includes(held.side) && !held.concludes) may.add("provide information").add("hand on");
    if (held.side === "raising" && state.phase !== "duties") may.add("withdraw");
  }
  if (!acting) {
    // What comes after its stage is over is still taken, as a late answer (decide.ts); it settles nothing.
    if (party && held.side === "receiving") may.add("respond");
    return { acting, may, owes };
  }

  const rules = stageOf(policy, state.stage);
  may.add("hand on");
  if (held.concludes) {
    may.add("give outcome");
    if (rules.body?.mayAskForInformation) may.add("request information");
    return { acting, may, owes };
  }
  // A stage that ends by a body's word is settled by it alone (ALL-06): the sides answer it and are heard.
  if (rules.endsBy === "agreement") may.add("propose resolution");
  if (held.side === "receiving") may.add("respond");
  if (state.proposal && state.proposal.by.side !== held.side) {
    may.add("accept resolution");
    may.add("reject resolution");
  }
  if (held.side === "raising" && stageAfter(policy, state.stage)) may.add("declare unresolved");
  if (rules.mayRefer) may.add("refer");
  return { acting, may, owes };
}

/** A duty is owed by those who acted for its side at its stage; for one of the last body's, at the last stage of two sides. */
function owesDuty(state: Escalation, policy: Policy, clock: LiveClock, seat: string): boolean {
  return seatsOwing(state, policy, clock).includes(seat);
}

/** The seats from which a duty is awaited. */
export function seatsOwing(
  state: Escalation,
  policy: Policy,
  clock: { stage: string; clock: string; by?: string | undefined },
): string[] {
  const duty = dutyOf(policy, clock.stage, clock.clock);
  if (!duty) return [];
  if (duty.by === "partnership") {
    const told = state.opened.findLast((each) => each.stage === clock.stage)?.told ?? [];
    return told.filter((seat) => {
      const held = state.seats.get(seat);
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
