/** One way in which each requirement could be broken, and the tests that have to notice. `npm run breaks` tries them. */

export interface Break {
  readonly ids: readonly string[];
  /** What is broken, as the end of “when …”. */
  readonly says: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
  /** The test files to run. */
  readonly tests: readonly string[];
}

export const breaks: readonly Break[] = [
  {
    ids: ["KNO-03"],
    says: "Knowsley gives three working days to raise a concern",
    file: "policies/knowsley/2020-06.yaml",
    from: "raise:\n  within: 2 working days",
    to: "raise:\n  within: 3 working days",
    tests: ["test/policies/deadlines/knowsley.test.ts"],
  },
];
