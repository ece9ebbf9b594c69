/** One thing that is measured by `npm run bench`, and what it is given. */
import type { Line } from "./line.ts";

export interface Conditions {
  /** A look in a minute or two for all cases: fewer rounds of smaller things. The figures are rougher, the counts the same. */
  readonly quick: boolean;
  /** With the sizes that take long to make. */
  readonly full: boolean;
  /** Where a case may write; emptied before and after it. */
  readonly folder: string;
  /** Says how far it has come, from 0 to 1, and with what. */
  readonly progress: (share: number, doing: string) => void;
}

export interface Case {
  /** As it is called on the command line. */
  readonly name: string;
  readonly title: string;
  /** The share of the whole run that it takes, for the progress bar. */
  readonly weight: number;
  readonly measure: (conditions: Conditions) => Promise<readonly Omit<Line, "of">[]>;
}
