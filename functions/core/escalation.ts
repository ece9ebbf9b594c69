/** The state of one escalation: what its events add up to. Nothing here is stored; it is folded anew at every reading. */
import type { Bounce, By, ConcernWords, EventOf, Person, RunningClock, Seat, Sealed, Side } from "./events.ts";

/** A deadline as it stands: what was started on the record, and what became of it. Instants are UTC. */
export interface LiveClock extends RunningClock {
  readonly status: "running" | "over";
  /** When its deadline was recorded as passed, if it was. A passed clock still runs while it is chased. */
  readonly passedAt?: string;
  readonly nextChase?: string;
}

/** What every record of an escalation begins with. */
export type Raised = EventOf<"EscalationRaised">;

/** One stage that was opened: who acts there, and how it ended. */
export interface OpenedStage {
  readonly stage: string;
  readonly at: string;
  readonly acting: readonly string[];
  /** The seats that were told of its opening without having to act. */
  readonly told: readonly string[];
  /** The deadline whose passing ended it. */
  readonly passed?: string;
  readonly endedAt?: string;
  readonly how?: EventOf<"StageEnded">["how"];
}

/** One e-mail that came back or was called spam. */
export interface Bounced {
  readonly notice: string;
  readonly messageId: string;
  readonly bounce: Bounce;
  /** Whom it was for. */
  readonly seat: string;
  /** Who was asked beside them because of it. */
  readonly instead?: string;
  /** Where the escalation stood then: its phase, and how many stages had been opened. */
  readonly when: string;
}

/** What every escalation has, whatever became of it. */
interface Common {
  readonly raised: Raised;
  /** The concern's own words, with what was missing at first and supplied since. */
  readonly words: Sealed<ConcernWords>;
  readonly missing: Raised["missing"];
  /** Everybody who has been asked or told so far, by seat. */
  readonly seats: ReadonlyMap<string, Seat & { readonly person: Sealed<Person> }>;
  readonly clocks: readonly LiveClock[];
  readonly immediateRisk: boolean;
  /** Immediate risk made the policy's timescales a guide (KNO-01). */
  readonly guide: boolean;
  readonly protectBy: readonly string[];
  readonly opened: readonly OpenedStage[];
  readonly meetings: readonly { readonly stage: string; readonly heldAt: string }[];
  /** The number of the workflow execution that may act on it. */
  readonly execution: number;
  /** The sides from which the last body still awaits information (KNO-14). */
  readonly awaited: readonly Side[];
  /** Discussions and meetings that were recorded, and the sides that have approved the record of each (KNO-16). */
  readonly discussions: readonly {
    readonly stage: string;
    readonly recordedAt: string;
    readonly by: Side;
    readonly approvedBy: readonly Side[];
  }[];
  /** The items of checklists that were ticked. */
  readonly ticked: readonly { readonly stage: string; readonly item: string }[];
  /** The seats whose advice was asked for and not given yet (KNO-06). */
  readonly advisers: readonly string[];
  /** The sides that have confirmed that they filed the record. */
  readonly filed: readonly Side[];
  /** The e-mails that came back or were called spam, and who joined whoever they were for. */
  readonly bounced: readonly Bounced[];
}

/** A stage has ended, or the concern was just raised, and the next stage is about to be opened. */
export interface Opening extends Common {
  readonly phase: "opening";
  readonly next: string;
  readonly because: EventOf<"StageOpened">["because"];
  readonly since: string;
}

/** A stage is open: its clocks run, and its acting seats are asked. */
export interface AtStage extends Common {
  readonly phase: "at stage";
  readonly stage: string;
  /** A resolution that waits for the other side's word. */
  readonly proposal?: { readonly by: By; readonly at: string };
  /** Another deadline that waits for the other side's word (ALL-08). */
  readonly dateProposal?: { readonly by: By; readonly at: string; readonly until: string };
}

/** Settled, with something still owed: a written confirmation, feedback, agencies' answers to recommendations. */
export interface AfterEnd extends Common {
  readonly phase: "duties";
  readonly how: EventOf<"EscalationClosed">["how"];
}

/** Over, with nothing owed. Notes can still be added to its record, and it can still be confirmed that the record was filed. */
export interface Closed extends Common {
  readonly phase: "closed";
  /** `erased` where its people were erased while it was open. */
  readonly how: EventOf<"EscalationClosed">["how"] | "erased";
}

/** How an escalation stands: what its events come to. Holds what is sealed, so it is never stored or logged. */
export type Escalation = Opening | AtStage | AfterEnd | Closed;

/** The clocks that are still running, the soonest first. */
export function runningClocks(escalation: Escalation): LiveClock[] {
  return escalation.clocks
    .filter((each) => each.status === "running")
    .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

/** The stage that was opened last, whether or not it has ended. */
export function lastOpened(escalation: Escalation): OpenedStage | undefined {
  return escalation.opened.at(-1);
}

/** What somebody still owes when the stage that it belongs to is over. */
export const isOwed = (clock: Pick<RunningClock, "kind">) => clock.kind === "duty" || clock.kind === "checklist";

/** The deadline by which the open stage climbs, or its body is to conclude; undefined when no stage is open. */
export function stageDeadline(escalation: Escalation): LiveClock | undefined {
  if (escalation.phase !== "at stage") return undefined;
  const clocks = runningClocks(escalation).filter((each) => !isOwed(each) && each.stage === escalation.stage);
  return clocks.find((each) => each.kind === "proposal") ?? limiting(clocks);
}

/** Of several clocks that climb, the first that passes ends the stage; where none does, the last is what a body is to conclude by. */
const limiting = (clocks: readonly LiveClock[]) =>
  clocks.find((each) => each.whenPassed === "climb") ?? clocks.findLast((each) => each.whenPassed === "chase");

/** The policy's own deadline of the open stage, whatever time a proposal gives beside it: the one that sides agree about. */
export function stageLimit(escalation: AtStage): LiveClock | undefined {
  return limiting(runningClocks(escalation).filter((each) => each.kind === "stage" && each.stage === escalation.stage));
}
