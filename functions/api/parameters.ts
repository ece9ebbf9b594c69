/** The parameters of a request: each given once, of those that there are, and wrong ones named. */
import * as z from "../../policies/schemas.ts";
import { addDays, isDay, type Day } from "../../policies/calendar/instant.ts";
import { problem, type Problem } from "./problem.ts";

const daySays = "give a day such as 2026-11-01";
/** A day in London. */
export const day = z.string({ error: daySays }).check(z.refine(isDay, { error: daySays, abort: true }));

/** Longer than any report, and short enough to be read at once. */
const mostDays = 1100;

export const backwards = "the last day comes before the first: give from and to in order";

/** What is wrong with a period, said of its last day. */
export function wrongPeriod({ from, to }: { readonly from: Day; readonly to: Day }): string | undefined {
  if (to < from) return backwards;
  return to > addDays(from, mostDays) ? "the period is longer than three years: ask for a shorter one" : undefined;
}

export const wrongParameters = (errors: { field: string; says: string }[]) => ({
  problem: problem("invalid-parameters", undefined, errors),
});

/** @param there the parameters that there are, in words: “from and to” */
export function readParameters<S extends z.ZodMiniType>(
  query: Readonly<Record<string, readonly string[]>>,
  schema: S,
  there: string,
): { readonly parameters: z.output<S> } | { readonly problem: Problem } {
  const twice = Object.keys(query).filter((name) => (query[name]?.length ?? 0) > 1);
  if (twice.length > 0)
    return wrongParameters(twice.map((field) => ({ field, says: "this is given more than once: give it once" })));
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(query).map(([name, [value]]) => [name, value])));
  if (parsed.success) return { parameters: parsed.data };
  return wrongParameters(
    parsed.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((field) => ({ field, says: `there is no such parameter: there are ${there}` }))
        : [{ field: String(issue.path[0]), says: issue.message }],
    ),
  );
}
