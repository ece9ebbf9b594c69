import type { Edit } from "../support/planted.ts";

/** One way in which a requirement could be broken, and the tests that have to notice. */
export interface Break extends Edit {
  readonly ids: readonly string[];
  /** What is broken, as the end of “when …”. */
  readonly says: string;
  /** The test files to run: of each, the tests that begin with the IDs. */
  readonly tests: readonly string[];
}
