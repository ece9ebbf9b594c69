/** What is mutated, and by which tests it is to be noticed. */
export interface Room {
  readonly name: string;
  readonly mutate: readonly string[];
  /** The tests that are about it. */
  readonly tests: readonly string[];
  /** Those that reach it by the way, called for what the others did not notice. */
  readonly wider: readonly string[];
}

// The histories of any-order take ten seconds and would be told of every mutant; versions asks the database. Both stay out.
const ofTheCore = ["test/functions/core/**/!(any-order|versions).test.ts"];
const ofDeadlines = ["test/policies/deadlines/*.test.ts"];
const ofTheLanguage = ["test/policies/language/**/*.test.ts"];

export const rooms: readonly Room[] = [
  {
    name: "core",
    mutate: ["functions/core/**/*.ts"],
    tests: ofTheCore,
    wider: [
      ...ofDeadlines,
      "test/policies/language/needs/*.test.ts",
      "test/functions/documents/{form,published}.test.ts",
      "test/functions/figures/{facts,figures}.test.ts",
      "test/functions/mail/{calendar,comes-first}.test.ts",
      "test/functions/pages/{offered,others,owed,questions,record}.test.ts",
      "test/functions/register/rows.test.ts",
    ],
  },
  {
    name: "alerts",
    mutate: ["functions/alerts/core/**/*.ts"],
    tests: ["test/functions/alerts/{calendar,decide,events,notices,to-the-word}.test.ts"],
    wider: [],
  },
  {
    name: "calendar",
    mutate: ["policies/calendar/**/*.ts"],
    tests: ["test/policies/calendar/*.test.ts", ...ofDeadlines],
    wider: [],
  },
  {
    name: "language",
    // Those left out write prose for authors, which decides nothing; what they print is tried as it is run, in a process that no mutant reaches.
    mutate: ["policies/language/!(in-words|read-back|write-*).ts"],
    tests: [...ofTheLanguage, ...ofDeadlines, "test/policies/*.test.ts"],
    wider: ["test/functions/documents/form.test.ts"],
  },
];
