/** What the record is made of. */
import type { EscalationEvent } from "../core/events.ts";
import type { Stored } from "./chain.ts";

/** Who or what caused a commit, without a name: a client of the API, a party by their seat, or the service itself. */
export type Cause =
  | { readonly kind: "client"; readonly client: string }
  | { readonly kind: "party"; readonly seat: string }
  | { readonly kind: "service"; readonly task: string };

/** One or more events that happened together, as they stand on the record for ever. */
export interface Commit {
  readonly reference: string;
  /** 1 for the raising, then one more each time. */
  readonly number: number;
  /** When the command was received, UTC. */
  readonly at: string;
  readonly cause: Cause;
  /** The id of the command: the same one is never carried out twice. */
  readonly command: string;
  readonly events: readonly EscalationEvent[];
  /** SHA-256 over reference, number, the hash before and the exact text stored. */
  readonly hash: string;
}

export type Uncommitted = Omit<Commit, "hash">;

/** Where a commit was announced: enough to go and look, and nothing more. */
export interface FeedEntry {
  readonly reference: string;
  readonly number: number;
  readonly at: string;
}

/** The record. Nothing on it can be changed or removed through here. */
export interface RecordStore {
  /** Every commit of an escalation in order, as of now (strongly consistent); empty when there is none. */
  read(reference: string): Promise<Commit[]>;
  /**
   * Appends a commit after the one that the writer has read.
   * @returns `conflict` when somebody else wrote that number first: read again and decide again
   */
  append(commit: Uncommitted, after: { readonly hash: string } | undefined): Promise<"appended" | "conflict">;
  /** The commits as they are stored, for whoever checks the chain. */
  stored(reference: string): Promise<Stored[]>;
  /** Destroys the key: everything personal in the record reads as erased from then on, and the chain stays whole. */
  erase(reference: string, at: string): Promise<void>;
  /** The commits of a UTC day from an instant on, in the order of their instants. */
  feed(day: string, from: string): AsyncIterable<FeedEntry>;
}
