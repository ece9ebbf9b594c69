/** Why a mutant that nobody noticed is left as it is. */
import type { Mutant } from "./mutants.ts";

interface Reason {
  readonly why: string;
  readonly holds: (mutant: Mutant) => boolean;
}

const reasons: readonly Reason[] = [];

export const whyOf = (mutant: Mutant): string =>
  reasons.find(({ holds }) => holds(mutant))?.why ?? "Not argued: a test is wanting";
