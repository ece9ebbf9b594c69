/**
 * Putting the first commit of a record there, of an escalation or of a practice alert. The reference is derived from who submits
 * and their idempotency key, so the conditional put of that commit is the deduplication: a repeat finds it, and whoever called
 * finishes what was left undone.
 */
import { createHash } from "node:crypto";
import type { RecordStore } from "./commit.ts";

/** What the first event of a record says of its submission: the same key of the same client is the same one, with the same body. */
export interface Submitted {
  readonly client: string;
  readonly keyHash: string;
  readonly bodyHash: string;
}

export interface Beginning<S, E, R> {
  readonly record: Pick<RecordStore<E>, "append">;
  readonly read: (reference: string) => Promise<S | undefined>;
  /** When it was received, UTC. */
  readonly at: string;
  /** The reference of the submission; `place` counts on from 0 where one is taken by another. */
  readonly referenceAt: (place: number) => string;
  readonly submittedOf: (story: S) => Submitted;
  /** What happened by it. Only asked about what is new: what stands on a record stays, though it would be refused today. */
  readonly decide: (
    submitted: Submitted,
    command: string,
  ) => Promise<{ readonly events: readonly E[] } | { readonly refused: R }>;
}

export type Begun<S, R> =
  | { readonly story: S }
  | { readonly refused: R }
  /** The key served for this one, with another body. */
  | { readonly keyUsedFor: string };

/**
 * @param body what was submitted, as it was read
 * @param by how the command is called in the record, such as `raise`
 * @returns the story, new or found again; otherwise nothing was written
 */
export async function begin<S, E, R>(
  {
    client,
    key,
    body,
    by,
  }: { readonly client: string; readonly key: string; readonly body: unknown; readonly by: string },
  { record, read, at, referenceAt, submittedOf, decide }: Beginning<S, E, R>,
): Promise<Begun<S, R>> {
  const submitted = { client, keyHash: sha256(key), bodyHash: sha256(JSON.stringify(body)) };
  const command = `${by}-${submitted.keyHash}`;
  for (let place = 0; ; place++) {
    const reference = referenceAt(place);
    let story = await read(reference);
    if (!story) {
      const decided = await decide(submitted, command);
      if ("refused" in decided) return decided;
      const { events } = decided;
      // Whoever wins the put, the record is read again: the same submission twice at once finds the one that stands.
      await record.append({ reference, number: 1, at, cause: { kind: "client", client }, command, events }, undefined);
      story = await read(reference);
      if (!story) throw new Error(`The record of ${reference} was written and is not there`);
    }
    const first = submittedOf(story);
    if (first.client !== client || first.keyHash !== submitted.keyHash) continue;
    return first.bodyHash === submitted.bodyHash ? { story } : { keyUsedFor: reference };
  }
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
