/**
 * Verifying a record: walks its chain and compares it with the heads that were witnessed. The chain alone shows what
 * was changed within it; only a witness shows that its end was cut off, or that all of it was written anew (ALL-01).
 */
import { beginning, ChainBroken, hashOf, verifyChain, type Stored } from "../record/chain.ts";
import type { RecordStore } from "../record/commit.ts";
import { announcedElsewhere } from "../record/feed.ts";
import type { Witnessed, WitnessStore } from "./witnesses.ts";

export type Damage =
  /** A number is left out within the chain. */
  | "missing commit"
  /** A commit that was witnessed, and everything after it, is gone. */
  | "missing end"
  /** A commit's text is not the one that was hashed. */
  | "changed text"
  /** A commit was put in between others, which stand one place further on for it. */
  | "inserted commit"
  /** A commit stands in the place of another. */
  | "swapped commit"
  /** A commit holds by itself and does not follow the one before it. */
  | "broken link"
  /** The chain holds, and is not the one that was witnessed. */
  | "rewritten chain"
  /** Its place in the feed is not the one that follows from the texts: whoever looks there does not find it. */
  | "announced elsewhere";

export interface Problem {
  readonly damage: Damage;
  /** The number of the commit at which it shows. */
  readonly number: number;
  readonly says: string;
}

/** What was found of one record as it stood when it was read. A record that does not hold is told of and never mended. */
export interface Verified {
  readonly reference: string;
  readonly holds: boolean;
  readonly commits: number;
  /** The last commit, as it is stored. */
  readonly head?: { readonly number: number; readonly hash: string };
  /** The last witness, if there was one: what came after it is only held by the chain. */
  readonly lastWitnessed?: Witnessed;
  /** Everything that was found; empty when it holds. */
  readonly problems: readonly Problem[];
}

export interface VerifyDependencies {
  readonly record: Pick<RecordStore, "stored">;
  readonly witnesses: Pick<WitnessStore, "entries">;
}

/** There is nothing to verify: no record, and no witness that there ever was one. */
export class NeverSeen extends Error {
  constructor(reference: string) {
    super(`There is no record of ${reference}, and no witness of one`);
    this.name = "NeverSeen";
  }
}

/** @throws NeverSeen for a reference of which there is neither a record nor a witness */
export async function verify(reference: string, { record, witnesses }: VerifyDependencies): Promise<Verified> {
  // The witnesses first: a commit that is added meanwhile must not look like one that was never there.
  const witnessed = await witnesses.entries(reference);
  const commits = await record.stored(reference);
  const last = witnessed.toSorted((a, b) => a.number - b.number).at(-1);
  if (commits.length === 0 && !last) throw new NeverSeen(reference);
  const head = commits.at(-1);
  const problems = [...problemsWithin(commits), ...problemsAgainst(commits, witnessed)];
  return {
    reference,
    holds: problems.length === 0,
    commits: commits.length,
    ...(head ? { head: { number: head.number, hash: head.hash } } : {}),
    ...(last ? { lastWitnessed: last } : {}),
    problems,
  };
}

/** The first place at which the chain does not hold; or else, at which a commit is not where the chain has it announced. */
function problemsWithin(commits: readonly Stored[]): Problem[] {
  try {
    verifyChain(commits);
    const elsewhere = notWhereItBelongs(commits);
    if (!elsewhere) return [];
    const { reference, number } = elsewhere;
    const says = `Commit ${number} of ${reference} is not announced to its own partnership at its own instant`;
    return [{ damage: "announced elsewhere", number, says }];
  } catch (error) {
    if (!(error instanceof ChainBroken)) throw error;
    const commit = commits[error.number - 1];
    return [{ damage: damageOf(commit, error.number, commits), number: error.number, says: error.message }];
  }
}

function notWhereItBelongs(commits: readonly Stored[]): Stored | undefined {
  try {
    return announcedElsewhere(commits);
  } catch {
    // Texts that were written anew so that nobody can read them say of no place that it is the right one.
    return commits[0];
  }
}

function damageOf(commit: Stored | undefined, number: number, commits: readonly Stored[]): Damage {
  if (!commit || commit.number !== number) return "missing commit";
  // Its hash is bound to its number, so one that holds under another number was put here from there.
  const holdsAs = (other: number) => hashOf(commit.reference, other, commit.previous, commit.text) === commit.hash;
  // One that was the very commit before, and follows what that one would follow, was moved on to make room.
  if (holdsAs(number - 1) && commit.previous === (commits[number - 3]?.hash ?? beginning)) return "inserted commit";
  if (commits.some((each) => each.number !== number && holdsAs(each.number))) return "swapped commit";
  return holdsAs(number) ? "broken link" : "changed text";
}

function problemsAgainst(commits: readonly Stored[], witnessed: readonly Witnessed[]): Problem[] {
  const kept = new Map(commits.map((each) => [each.number, each]));
  const last = commits.at(-1)?.number ?? 0;
  return witnessed.flatMap(({ reference, number, hash, at }): Problem[] => {
    const commit = kept.get(number);
    if (commit?.hash === hash) return [];
    const seen = `commit ${number} of ${reference}, witnessed at ${at},`;
    return commit || number <= last
      ? [{ damage: "rewritten chain", number, says: `What stands now is not ${seen.slice(0, -1)}` }]
      : [{ damage: "missing end", number, says: `The ${seen} is missing: the record ends at ${last}` }];
  });
}
