/**
 * Witnessing: once a day the number and hash of every head that moved go where no function can write over them. Running
 * it twice is as good as once, and a run that was left out is made up for by the next.
 */
import { addMinutes } from "../../policies/calendar/instant.ts";
import { nameOf, type Log } from "../log.ts";
import type { RecordStore } from "../record/commit.ts";
import { movedSince } from "../record/feed.ts";
import { verify } from "./verify.ts";
import type { Witnessed, WitnessStore } from "./witnesses.ts";

export interface WitnessDependencies {
  readonly clock: { now(): string };
  readonly record: Pick<RecordStore, "stored" | "feed">;
  /** Every partnership that this deployment holds a policy of. */
  readonly partnerships: () => readonly string[];
  readonly witnesses: WitnessStore;
  /** Up to when it has looked. */
  readonly cursor: { read(): Promise<string | undefined>; write(instant: string): Promise<void> };
  /** Before which no record can be, UTC: where the first run begins. */
  readonly began: string;
  readonly log: Log;
}

export interface WitnessRun {
  /** What was added to the witnesses. */
  readonly added: readonly Witnessed[];
  /** The references whose record does not hold, so that its head bears witness to nothing. Somebody must look at once. */
  readonly broken: readonly string[];
  /** The references that could not be looked at; the next run meets them again. */
  readonly failed: readonly string[];
}

/** Commits are announced under the instant of their command, and may be written a good while after it. */
const overlapMinutes = 60;

/**
 * Witnesses what moved since the last run, and an hour before that. A record that does not hold is not witnessed; where one failed, the next run looks from
 * the same instant again.
 */
export async function witness(dependencies: WitnessDependencies): Promise<WitnessRun> {
  const { clock, cursor, began, log } = dependencies;
  const now = clock.now();
  const upTo = await cursor.read();
  const from = upTo ? addMinutes(upTo, -overlapMinutes) : began;

  const references = await movedSince(from, now, dependencies);
  const added: Witnessed[] = [];
  const broken: string[] = [];
  const failed: string[] = [];
  for (const reference of references) {
    try {
      const result = await witnessOne(reference, now, dependencies);
      if (result === "broken") broken.push(reference);
      else if (result) added.push(result);
    } catch (error) {
      failed.push(reference);
      log("error", "A record could not be witnessed; the next run tries again", { reference, error: nameOf(error) });
    }
  }
  if (failed.length === 0) await cursor.write(now);
  return { added, broken, failed };
}

async function witnessOne(
  reference: string,
  at: string,
  { record, witnesses, log }: WitnessDependencies,
): Promise<Witnessed | "broken" | undefined> {
  const { problems, head, lastWitnessed } = await verify(reference, { record, witnesses });
  if (problems.length > 0) {
    log("error", "A record does not hold together: somebody changed what nobody may change", {
      reference,
      problems: problems.map(({ damage, number }) => `${damage} at ${number}`),
    });
    return "broken";
  }
  if (!head || (lastWitnessed && head.number <= lastWitnessed.number)) return undefined;
  const entry = { reference, number: head.number, hash: head.hash, at };
  await witnesses.append(entry);
  return entry;
}
