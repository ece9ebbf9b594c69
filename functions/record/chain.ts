/** The chain: each commit's hash covers the exact text stored, its place, and the commit before it. */
import { createHash } from "node:crypto";

/** A commit as it stands in the table: sealed, hashed, and chained to the one before. */
export interface Stored {
  readonly reference: string;
  readonly number: number;
  /** Exactly as stored. A reader never writes it out again to check it. */
  readonly text: string;
  readonly previous: string;
  readonly hash: string;
  /** Where it is announced (feed.ts), as stored. The hash does not cover it, since it follows from what the hash covers. */
  readonly feedOf: string | undefined;
  readonly feedAt: string | undefined;
}

/** What stands before the first commit. */
export const beginning = "0".repeat(64);

/** SHA-256, in hexadecimal. @param previous the hash of the commit before, `beginning` for the first @param text exactly as it is stored */
export function hashOf(reference: string, number: number, previous: string, text: string): string {
  return createHash("sha256").update(`${reference}\n${number}\n${previous}\n${text}`).digest("hex");
}

/** A record whose chain does not hold: something in it was changed, removed or put in. */
export class ChainBroken extends Error {
  /** The commit at which it shows. */
  readonly number: number;

  constructor(reference: string, number: number, why: string) {
    super(`The record of ${reference} does not hold together at commit ${number}: ${why}`);
    this.name = "ChainBroken";
    this.number = number;
  }
}

/**
 * Walks a chain from its beginning.
 * @param head the number and hash of a later commit that is known from elsewhere: a chain cut short does not show it by itself
 * @throws ChainBroken at the first commit that does not hold
 */
export function verifyChain(
  commits: readonly Stored[],
  head?: { readonly number: number; readonly hash: string },
): void {
  let previous = beginning;
  commits.forEach((commit, index) => {
    const broken = (why: string) => new ChainBroken(commit.reference, index + 1, why);
    if (commit.number !== index + 1) throw broken(`commit ${index + 1} is missing`);
    if (commit.previous !== previous) throw broken("it does not follow the commit before it");
    if (hashOf(commit.reference, commit.number, previous, commit.text) !== commit.hash)
      throw broken("its text is not the text that was hashed");
    previous = commit.hash;
  });
  if (!head) return;
  const kept = commits[head.number - 1];
  if (kept?.hash !== head.hash)
    throw new ChainBroken(
      commits[0]?.reference ?? "?",
      head.number,
      "it is not the commit that was witnessed, or is missing",
    );
}
