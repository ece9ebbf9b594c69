/** Why a mutant that nobody noticed is left as it is. The first reason that holds is given. */
import type { Mutant } from "./mutants.ts";

interface Reason {
  readonly why: string;
  readonly holds: (mutant: Mutant) => boolean;
}

const fallbacks = new Set(['["Stryker was here"]', '"Stryker was here!"', "true"]);

const reasons: readonly Reason[] = [
  {
    why: "Unreachable: the compiler proves that no other case is left",
    holds: ({ from, within }) => /satisfies never/.test(from) || /satisfies never/.test(within),
  },
  {
    why: "A guard that the compiler asks for, because a list or a map could be without: no record that the core makes is",
    holds: ({ mutator }) => mutator === "OptionalChaining",
  },
  {
    why: "What a guard of the compiler's falls back on, and nothing reaches",
    holds: ({ status, from, to, within }) =>
      status === "NoCoverage" &&
      fallbacks.has(to) &&
      ["[]", '""', "false"].includes(from) &&
      (within.includes("??") || /: \[\]|return \[\]|: ""| = ""/.test(within)),
  },
  {
    why: "Equivalent: the text “erased” has none of the fields that are read of it next, so the way without it ends the same",
    holds: ({ from, to }) => /=== ?(erased|"erased")$/.test(from) && to === "false",
  },
  {
    why: "Equivalent: what is spread when it is undefined reads back as left out",
    holds: ({ from, to, within }) =>
      from.endsWith("!== undefined") && to === "true" && /^\.\.\.\(.*: \{\}\)/.test(within),
  },
  {
    why: "Equivalent: of two instants that are the same it does not matter which is given",
    holds: ({ file, within }) =>
      file === "policies/calendar/instant.ts" && within.includes("millisecondsBetween(a, b) >= 0"),
  },
  {
    why: "Equivalent: the day that follows is compared too, and what stands before it is none",
    holds: ({ file, within }) => file === "policies/calendar/instant.ts" && within.includes("getUTCDate()"),
  },
  {
    why: "Equivalent: undefined days given are fewer than five as well as none are",
    holds: ({ file, line }) => file === "policies/calendar/reminders.ts" && line > 65,
  },
  {
    why: "Equivalent: a comparator that says less than it could still sorts, as long as it says which comes first",
    holds: ({ within }) => within.includes("a.due < b.due ? -1 : a.due > b.due ? 1 : 0"),
  },
  {
    why: "The words of a defect's error, which a programmer reads, and the guard in front of it, which no record reaches",
    holds: ({ within }) => within.includes("throw new Error("),
  },
  {
    why: "How a guess at what an author meant is read: another guess would be no worse a refusal",
    holds: ({ file, mutator }) => file === "policies/language/cannot-say.ts" && mutator === "Regex",
  },
];

export const whyOf = (mutant: Mutant): string =>
  reasons.find(({ holds }) => holds(mutant))?.why ?? "Nothing is said for these: a test is wanting";
