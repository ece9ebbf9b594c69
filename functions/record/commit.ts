/** What the record is made of. */
import type { EscalationEvent } from "../core/events.ts";
import type { Stored } from "./chain.ts";

/** Who or what caused a commit, without a name: a client of the API, a party by their seat, or the service itself. */
export type Cause =
  | { readonly kind: "client"; readonly client: string }
  | { readonly kind: "party"; readonly seat: string }
  | { readonly kind: "service"; readonly task: string };

/** One or more events that happened together, as they stand on the record for ever. */
export interface Commit<E = EscalationEvent> {
  readonly reference: string;
  /** Under whose policy the record runs, as its first event says: that is on the chain, so no later commit can differ. */
  readonly partnership: string;
  /** 1 for the raising, then one more each time. */
  readonly number: number;
  /** When the command was received, UTC. */
  readonly at: string;
  readonly cause: Cause;
  /** The id of the command: the same one is never carried out twice. */
  readonly command: string;
  readonly events: readonly E[];
  /** SHA-256 over reference, number, the hash before and the exact text stored. */
  readonly hash: string;
}

/** A commit before it is appended: its hash and whose record it is are the store’s to say. */
export type Uncommitted<E = EscalationEvent> = Omit<Commit<E>, "hash" | "partnership">;

/** Where a commit was announced: enough to go and look, and nothing more. */
export interface FeedEntry {
  readonly reference: string;
  readonly number: number;
  readonly at: string;
}

/** The records of one kind, of escalations unless it is said. Nothing on one can be changed or removed through here. */
export interface RecordStore<E = EscalationEvent> {
  /** Every commit of a record in order, as of now (strongly consistent); empty when there is none. */
  read(reference: string): Promise<Commit<E>[]>;
  /**
   * Appends a commit after the one that the writer has read, from which it has its partnership. The first one has it
   * from its first event.
   * @param after the last commit as it was read or appended through this store: what sealed it seals this one
   * @returns the commit as it stands now; `conflict` when somebody else wrote that number first: read again and decide again
   * @throws Error, with nothing written, when it cannot be known which commit it follows or whose record it is
   */
  append(
    commit: Uncommitted<E>,
    after: Pick<Commit<E>, "hash" | "partnership"> | undefined,
  ): Promise<Commit<E> | "conflict">;
  /** The commits as they are stored, of whichever kind, for whoever checks the chain. */
  stored(reference: string): Promise<Stored[]>;
  /** Destroys the key: everything personal in the record reads as erased from then on, and the chain stays whole. */
  erase(reference: string, at: string): Promise<void>;
  /** A partnership's commits of a month (`YYYY-MM`, UTC) from an instant on, of every kind of record, in the order of their instants. */
  feed(partnership: string, month: string, from: string): AsyncIterable<FeedEntry>;
}
