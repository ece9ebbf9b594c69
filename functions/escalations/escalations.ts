/** Reading an escalation and having a command carried out on it: the one way in which anything comes onto the record once it was raised. */
import { decide } from "../core/decide.ts";
import type { Command, Refusal } from "../core/commands.ts";
import type { Rules } from "../core/clocks.ts";
import type { Escalation } from "../core/escalation.ts";
import type { EscalationEvent } from "../core/events.ts";
import { evolve, fold } from "../core/evolve.ts";
import type { Cause, Commit, RecordStore } from "../record/commit.ts";
import { notYetTold, performOn, type Performed as PerformedOn, type Read } from "../record/perform.ts";

/** All that is known of one escalation, read at one moment. */
export interface Story extends Read<EscalationEvent> {
  readonly state: Escalation;
  /** The policy version that governs it to the end (ALL-14), and its calendar. */
  readonly rules: Rules;
}

export type Performed = PerformedOn<Story, EscalationEvent, Refusal>;

/** The one way in which anything comes onto the record of an escalation once it was raised: read one, and carry a command out on it. */
export interface Escalations {
  /** The escalation of a reference, or undefined when there is none. */
  read(reference: string): Promise<Story | undefined>;
  /**
   * Carries a command out and has the workflow look at the record.
   * The same command id is carried out once, however often it comes.
   * @param on its reference, or what was just read of it
   * @throws UnknownReference when the reference has no record
   */
  perform(on: string | Story, command: Exclude<Command, { type: "raise" }>, cause: Cause): Promise<Performed>;
}

export interface Dependencies {
  readonly record: RecordStore;
  /** The rules of a policy version. Throws when this deployment does not hold it. */
  readonly rulesOf: (policy: { readonly id: string; readonly version: string }) => Rules;
  /** Has the execution look at the record. Never fails the caller: what is written is written. */
  readonly signal: (reference: string) => Promise<void>;
}

/** Decides by the policy version under which the concern was raised (ALL-14). A notice that stands on the record already is not recorded again. */
export function createEscalations({ record, rulesOf, signal }: Dependencies): Escalations {
  const read = async (reference: string): Promise<Story | undefined> => {
    const commits = await record.read(reference);
    return commits.length === 0 ? undefined : storyOf(reference, commits, rulesOf);
  };

  return {
    read,
    perform: (on, command, cause) =>
      performOn<Story, typeof command, EscalationEvent, Refusal>(on, command, cause, {
        record,
        read,
        signal,
        decide: ({ state, history, rules }, asked) => decide(state, notYetRecorded(asked, history), rules),
        after: (story, events) => ({ ...story, state: events.reduce<Escalation>(evolve, story.state) }),
      }),
  };
}

const notYetRecorded = <T extends Command>(command: T, history: readonly EscalationEvent[]): T =>
  command.type === "record notices" ? { ...command, notices: notYetTold(command.notices, history) } : command;

/** What a list of commits tells. The first must raise the concern. */
export function storyOf(reference: string, commits: readonly Commit[], rulesOf: Dependencies["rulesOf"]): Story {
  const history = commits.flatMap((each) => each.events);
  const state = fold(history);
  if (!state) throw new Error(`The record of ${reference} is empty`);
  return { reference, commits, history, state, rules: rulesOf(state.raised.policy) };
}
