/** What is mutated, and by which tests it is to be noticed. */
export interface Room {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

export const rooms: readonly Room[] = [
  {
    name: "core",
    mutate: ["functions/core/**/*.ts"],
    // The histories of any-order take ten seconds and would be told of every mutant: they stay out, and what they alone would notice counts as unnoticed.
    tests: ["test/functions/core/!(any-order).test.ts"],
  },
  {
    name: "alerts",
    mutate: ["functions/alerts/core/**/*.ts"],
    tests: ["test/functions/alerts/{calendar,decide,events,notices}.test.ts"],
  },
  {
    name: "calendar",
    mutate: ["policies/calendar/**/*.ts"],
    tests: ["test/policies/calendar/*.test.ts", "test/policies/deadlines/*.test.ts"],
  },
  {
    name: "language",
    mutate: ["policies/language/**/*.ts"],
    // A deployment's own numbers stay for as long as the process: that test has no place among others.
    tests: [
      "test/policies/!(organisation-defaults).test.ts",
      "test/policies/{calendar,deadlines,language}/**/*.test.ts",
    ],
  },
];
