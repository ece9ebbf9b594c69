/** Whether the chain of a record holds, as files that somebody else can check without this service (ALL-01). */
import { inWords } from "../../policies/calendar/instant.ts";
import type { Stored } from "../record/chain.ts";
import { verify, type Verified } from "../verify/verify.ts";
import type { Witnessed } from "../verify/witnesses.ts";
import type { BundleDependencies } from "./bundle.ts";
import { english } from "./words.ts";

const words = english.verification;

export interface Checked {
  readonly verified: Verified;
  /** Every commit exactly as it is stored, sealed parts and all. */
  readonly commits: readonly Stored[];
  /** Everything that was witnessed of it; undefined where that cannot be read from here. */
  readonly witnessed: readonly Witnessed[] | undefined;
}

/** Walks the chain and compares it with what was witnessed, each read once. */
export async function check(reference: string, { record, witnesses }: BundleDependencies): Promise<Checked> {
  // The witnesses first, as verifying does: a commit that is added meanwhile must not look like one that was never there.
  const witnessed = await witnesses?.entries(reference);
  const commits = await record.stored(reference);
  const verified = await verify(reference, {
    record: { stored: () => Promise.resolve([...commits]) },
    witnesses: { entries: () => Promise.resolve(witnessed ?? []) },
  });
  return { verified, commits, witnessed };
}

/** What was checked and found, to read. @param at when, UTC */
export function verificationInWords({ verified, commits, witnessed }: Checked, at: string): string[] {
  const { head, lastWitnessed, problems } = verified;
  return [
    words.checked(inWords(at)),
    verified.holds ? words.holds(commits.length) : words.broken,
    ...problems.map((each) => words.problem(each.number, each.damage, each.says)),
    ...(head ? [words.head(head.number, head.hash)] : []),
    ...(witnessed === undefined
      ? [words.notCompared]
      : lastWitnessed
        ? [
            words.compared(witnessed.length),
            ...witnessed.map((each) => words.witnessed(each.number, inWords(each.at), each.hash)),
            words.lastWitnessed(lastWitnessed.number),
          ]
        : [words.noWitness]),
  ];
}

/** The same as data, with every commit as it is stored, so that each hash can be worked out again. */
export function chainAsData({ verified, commits, witnessed }: Checked, at: string): object {
  const { reference, holds, problems, head } = verified;
  return {
    reference,
    checkedAt: at,
    holds,
    problems,
    head,
    witnessed: witnessed ?? words.notCompared,
    hashed: words.hashed,
    commits: commits.map(({ number, previous, hash, text }) => ({ number, previous, hash, text })),
  };
}
