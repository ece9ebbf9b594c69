/** One way in which a requirement could be broken, and the tests that have to notice. */
export interface Break {
  readonly ids: readonly string[];
  /** What is broken, as the end of “when …”. */
  readonly says: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
  /** The test files to run: of each, the tests that begin with the IDs. */
  readonly tests: readonly string[];
}

/** Whether what it changes no longer stands once in its file. */
export const isStale = ({ from }: Break, text: string) => text.split(from).length !== 2;
