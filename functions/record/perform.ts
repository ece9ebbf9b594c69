/** Carrying out a command on a record, whatever it is a record of: the one way in which anything comes onto one after its first commit (begin.ts). */
import type { Cause, Commit, RecordStore } from "./commit.ts";

/** All that is known of one record, read at one moment. */
export interface Read<E> {
  readonly reference: string;
  readonly commits: readonly Commit<E>[];
  readonly history: readonly E[];
}

type Decided<E, R> =
  | { readonly decided: "events"; readonly events: readonly E[] }
  | { readonly decided: "nothing"; readonly because: string }
  | { readonly decided: "refused"; readonly refusal: R };

/** `nothing` also where this very command was carried out before. The story is as it stands afterwards. */
export type Performed<S, E, R> =
  | { readonly result: "recorded"; readonly story: S; readonly events: readonly E[] }
  | { readonly result: "nothing"; readonly story: S; readonly because: string }
  | { readonly result: "refused"; readonly story: S; readonly refusal: R };

export interface Performing<S extends Read<E>, C, E, R> {
  readonly record: Pick<RecordStore<E>, "append">;
  readonly read: (reference: string) => Promise<S | undefined>;
  readonly decide: (story: S, command: C) => Decided<E, R>;
  /** The story once these have happened as well. */
  readonly after: (story: S, events: readonly E[]) => S;
  /** Has the execution look at the record. Never fails the caller: what is written is written. */
  readonly signal: (reference: string) => Promise<void>;
}

/** There is no record of this reference: of an escalation, or of a practice alert. */
export class UnknownReference extends Error {
  constructor(reference: string) {
    super(`There is no record of ${reference}`);
    this.name = "UnknownReference";
  }
}

/** Another writer kept winning; whoever called may safely try again. */
export class TooBusy extends Error {
  constructor(reference: string) {
    super(`The record of ${reference} was being written to by others at every try`);
    this.name = "TooBusy";
  }
}

/** Of those who write at once one wins each time, so this is how many of them are served without anybody being sent away. */
const tries = 50;

/**
 * Carries a command out and has the workflow look at the record. The same command id is carried out once, however often
 * it comes.
 * @param on the record's reference, or what was just read of it: that is decided on first, and read again where somebody has written since
 * @throws UnknownReference when the reference has no record, TooBusy when others were first at every try
 */
export async function performOn<S extends Read<E>, C extends { readonly id: string; readonly at: string }, E, R>(
  on: string | S,
  command: C,
  cause: Cause,
  { record, read, decide, after, signal }: Performing<S, C, E, R>,
): Promise<Performed<S, E, R>> {
  const reference = typeof on === "string" ? on : on.reference;
  for (let attempt = 0; attempt < tries; attempt++) {
    const story = typeof on === "string" || attempt > 0 ? await read(reference) : on;
    const last = story?.commits.at(-1);
    if (!story || !last) throw new UnknownReference(reference);
    if (story.commits.some((each) => each.command === command.id)) {
      // The first time may have been cut off between writing and telling.
      await signal(reference);
      return { result: "nothing", story, because: "this has been recorded already" };
    }
    const decision = decide(story, command);
    if (decision.decided === "nothing") return { result: "nothing", story, because: decision.because };
    if (decision.decided === "refused") return { result: "refused", story, refusal: decision.refusal };

    const { events } = decision;
    const commit = {
      reference,
      number: story.commits.length + 1,
      at: command.at,
      cause,
      command: command.id,
      events,
    };
    const appended = await record.append(commit, last);
    if (appended === "conflict") continue;
    // What the service itself writes, it writes from where the execution looks at the record anyway.
    if (cause.kind !== "service") await signal(reference);
    const commits = [...story.commits, appended];
    return {
      result: "recorded",
      events,
      story: after({ ...story, commits, history: [...story.history, ...events] }, events),
    };
  }
  throw new TooBusy(reference);
}

/** What is recorded of a notice: that it was sent, or why it was not and will not be. */
export interface Told {
  readonly type: "NoticeSent" | "NoticeLapsed" | "NoticeRefused";
  readonly notice: string;
}

/** Two who send at once may both report a notice; what the record says of one already, it does not say again. */
export function notYetTold<T extends Told>(
  notices: readonly T[],
  history: readonly { readonly type: string; readonly notice?: unknown }[],
): T[] {
  const recorded = new Set(
    history.flatMap((each) =>
      each.type === "NoticeSent" || each.type === "NoticeLapsed" || each.type === "NoticeRefused" ? [each.notice] : [],
    ),
  );
  return notices.filter((each) => !recorded.has(each.notice));
}
