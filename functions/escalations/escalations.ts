/** Reading an escalation and having a command carried out on it: the one way in which anything comes onto the record. */
import { decide } from "../core/decide.ts";
import type { Command, Refusal } from "../core/commands.ts";
import type { Rules } from "../core/clocks.ts";
import type { Escalation } from "../core/escalation.ts";
import type { EscalationEvent } from "../core/events.ts";
import { evolve, fold } from "../core/evolve.ts";
import type { Cause, Commit, RecordStore } from "../record/commit.ts";

/** All that is known of one escalation, read at one moment. */
export interface Story {
  readonly reference: string;
  readonly commits: readonly Commit[];
  readonly history: readonly EscalationEvent[];
  readonly state: Escalation;
  /** The policy version that governs it to the end (ALL-14), and its calendar. */
  readonly rules: Rules;
}

export type Performed =
  | { readonly result: "recorded"; readonly story: Story; readonly events: readonly EscalationEvent[] }
  | { readonly result: "nothing"; readonly story: Story; readonly because: string }
  | { readonly result: "refused"; readonly story: Story; readonly refusal: Refusal };

export interface Escalations {
  /** The escalation of a reference, or undefined when there is none. */
  read(reference: string): Promise<Story | undefined>;
  /**
   * Carries a command out and has the workflow look at the record.
   * The same command id is carried out once, however often it comes.
   * @throws UnknownEscalation when the reference has no record
   */
  perform(reference: string, command: Exclude<Command, { type: "raise" }>, cause: Cause): Promise<Performed>;
}

export class UnknownEscalation extends Error {
  constructor(reference: string) {
    super(`There is no escalation ${reference}`);
    this.name = "UnknownEscalation";
  }
}

/** Another writer kept winning; whoever called may safely try again. */
export class TooBusy extends Error {
  constructor(reference: string) {
    super(`Escalation ${reference} was being written to by others at every try`);
    this.name = "TooBusy";
  }
}

export interface Dependencies {
  readonly record: RecordStore;
  /** The rules of a policy version. Throws when this deployment does not hold it. */
  readonly rulesOf: (policy: { readonly id: string; readonly version: string }) => Rules;
  /** Has the execution look at the record. Never fails the caller: what is written is written. */
  readonly signal: (reference: string) => Promise<void>;
}

/** Of those who write at once one wins each time, so this is how many of them are served without anybody being sent away. */
const tries = 50;

export function createEscalations({ record, rulesOf, signal }: Dependencies): Escalations {
  const read = async (reference: string): Promise<Story | undefined> => {
    const commits = await record.read(reference);
    return commits.length === 0 ? undefined : storyOf(reference, commits, rulesOf);
  };

  return {
    read,
    async perform(reference, command, cause) {
      for (let attempt = 0; attempt < tries; attempt++) {
        const story = await read(reference);
        if (!story) throw new UnknownEscalation(reference);
        if (story.commits.some((each) => each.command === command.id)) {
          // The first time may have been cut off between writing and telling.
          await signal(reference);
          return { result: "nothing", story, because: "this has been recorded already" };
        }
        const decision = decide(story.state, notYetRecorded(command, story.history), story.rules);
        if (decision.decided === "nothing") return { result: "nothing", story, because: decision.because };
        if (decision.decided === "refused") return { result: "refused", story, refusal: decision.refusal };

        const last = story.commits.at(-1);
        const commit = {
          reference,
          number: story.commits.length + 1,
          at: command.at,
          cause,
          command: command.id,
          events: decision.events,
        };
        if ((await record.append(commit, last)) === "conflict") continue;
        // What the service itself writes, it writes from where the execution looks at the record anyway.
        if (cause.kind !== "service") await signal(reference);
        const state = decision.events.reduce<Escalation>(evolve, story.state);
        return {
          result: "recorded",
          events: decision.events,
          story: {
            ...story,
            commits: [...story.commits, { ...commit, hash: "" }],
            history: [...story.history, ...decision.events],
            state,
          },
        };
      }
      throw new TooBusy(reference);
    },
  };
}

/** Two who send at once may both report a notice; what the record says of one already, it does not say again. */
function notYetRecorded<T extends Command>(command: T, history: readonly EscalationEvent[]): T {
  if (command.type !== "record notices") return command;
  const recorded = new Set(
    history.flatMap((each) =>
      each.type === "NoticeSent" || each.type === "NoticeLapsed" || each.type === "NoticeRefused" ? [each.notice] : [],
    ),
  );
  return { ...command, notices: command.notices.filter((each) => !recorded.has(each.notice)) };
}

/** What a list of commits tells. The first must raise the concern. */
export function storyOf(reference: string, commits: readonly Commit[], rulesOf: Dependencies["rulesOf"]): Story {
  const history = commits.flatMap((each) => each.events);
  const state = fold(history);
  if (!state) throw new Error(`The record of ${reference} is empty`);
  return { reference, commits, history, state, rules: rulesOf(state.raised.policy) };
}
