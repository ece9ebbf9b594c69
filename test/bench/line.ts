/** What a benchmark says: one thing that was measured, ours beside a reference. Never a time alone. */

export type Unit = "ms" | "ms of CPU" | "a second" | "kB" | "MiB" | "" | "US cents";

export interface Figure {
  readonly called: string;
  readonly value: number;
}

export interface Line {
  /** The case that measured it. */
  readonly of: string;
  readonly what: string;
  readonly unit: Unit;
  readonly ours: number;
  /** What it is held against: the floor, or what somebody would use instead. The ratio is ours over the first. */
  readonly against: readonly Figure[];
  /** What is to be reached: of the ratio, or of ours alone where there is nothing to hold it against. */
  readonly goal?: { readonly of: "ratio" | "ours"; readonly atMost?: number; readonly atLeast?: number };
  /** How it was measured: how often, how many, what was interleaved. */
  readonly conditions: string;
}

/** Ours over what it is held against first. */
export const ratioOf = ({ ours, against: [first] }: Line): number | undefined =>
  first === undefined || first.value === 0 ? undefined : ours / first.value;

/** Whether the goal is met; undefined where there is none. */
export function isMet(line: Line): boolean | undefined {
  if (!line.goal) return undefined;
  const { of, atMost = Infinity, atLeast = -Infinity } = line.goal;
  const figure = of === "ours" ? line.ours : ratioOf(line);
  return figure !== undefined && figure <= atMost && figure >= atLeast;
}
