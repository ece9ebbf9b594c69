/** Many histories of one place, from a seed; the first that breaks a promise is made as small as it can be. */
import fc from "fast-check";
import { anyHistory, type History } from "./history.ts";
import type { Machines } from "./machines.ts";
import { play, type Counted, type Store } from "./play.ts";
import type { Place } from "./policies.ts";

export interface Asked {
  readonly seed: number;
  readonly histories: number;
  /** Where in the stream of a seed a history stands that failed: it alone is played, and made smaller. */
  readonly path?: string | undefined;
  /** Whether one that fails is made as small as can be, which takes as many plays as it needs. */
  readonly shrinks: boolean;
}

export interface Outcome {
  /** The sum of what was counted of those that held. */
  readonly counted: Counted;
  readonly held: number;
  readonly broken?: {
    /** What to type to see it again. */
    readonly replay: string;
    readonly says: string;
    readonly history: History;
  };
}

export const nothingCounted: Counted = {
  calls: 0,
  commits: 0,
  mails: 0,
  mailsTwice: 0,
  stages: 0,
  closed: 0,
  replaced: 0,
};

export const together = (one: Counted, other: Counted): Counted => ({
  calls: one.calls + other.calls,
  commits: one.commits + other.commits,
  mails: one.mails + other.mails,
  mailsTwice: one.mailsTwice + other.mailsTwice,
  stages: one.stages + other.stages,
  closed: one.closed + other.closed,
  replaced: one.replaced + other.replaced,
});

/** @param storeOf tables with the place's directory in them, fresh for each history */
export async function runHistories(
  { seed, histories, path, shrinks }: Asked,
  place: Place,
  machines: Machines,
  storeOf: () => Store | Promise<Store>,
  progress: () => void = () => undefined,
): Promise<Outcome> {
  let counted = nothingCounted;
  let held = 0;
  const details = await fc.check(
    fc.asyncProperty(anyHistory, async (history) => {
      counted = together(counted, await play(history, place, machines, await storeOf()));
      held++;
      progress();
    }),
    { seed, numRuns: histories, endOnFailure: !shrinks, ...(path === undefined ? {} : { path }) },
  );
  if (!details.failed) return { counted, held };
  const [history] = details.counterexample ?? [];
  if (!history) throw new Error("A history failed that is not there");
  const error = details.errorInstance;
  return {
    counted,
    held,
    broken: {
      replay: `npm run simulate -- --policy "${place.name}" --seed ${details.seed} --path ${details.counterexamplePath}`,
      says: error instanceof Error ? (error.stack ?? error.message) : String(error),
      history,
    },
  };
}
