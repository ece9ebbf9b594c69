/** Witnesses: what the head of a record was on a day, kept where no function can write over it. */

/** The last commit of a record as it was seen. */
export interface Witnessed {
  readonly reference: string;
  readonly number: number;
  readonly hash: string;
  /** When it was seen, UTC. */
  readonly at: string;
}

/** Where witnesses are kept. Entries are added and never changed: a file on the laptop, S3 Object Lock in the cloud. */
export interface WitnessStore {
  /** Adds an entry; once it returns, the entry is kept whatever becomes of the process. */
  append(entry: Witnessed): Promise<void>;
  /** Every entry of a reference, in the order in which they were added. */
  entries(reference: string): Promise<readonly Witnessed[]>;
}
