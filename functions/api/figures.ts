/** A partnership's figures of a period, for a system that speaks for it (ALL-12, TP-09). */
import { z } from "zod";
import { addDays, isDay } from "../../policies/calendar/instant.ts";
import { figuresOf } from "../figures/figures.ts";
import { factsFor, type FiguresDependencies } from "../figures/read.ts";
import type { FiguresAnswer } from "./answers.ts";
import { problem, type Problem } from "./problem.ts";

const daySays = "give a day such as 2026-11-01";
const day = z.string({ error: daySays }).refine(isDay, { error: daySays, abort: true });
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, { error: "an area is given by its id, such as milton-keynes" });
/** Longer than any report, and short enough to be read at once. */
const mostDays = 1100;

export const backwards = "the last day comes before the first: give from and to in order";

const parameters = z.strictObject({ from: day, to: day, area: id.optional() }).superRefine(({ from, to }, context) => {
  const wrong = (message: string) => context.addIssue({ code: "custom", path: ["to"], message });
  if (to < from) wrong("the last day comes before the first: give from and to in order");
  else if (to > addDays(from, mostDays)) wrong("the period is longer than three years: ask for a shorter one");
});

/** What the document says of them. */
export const documentedPeriod = {
  from: z.string().meta({ format: "date" }),
  to: z.string().meta({ format: "date" }),
  area: z.string(),
};

/** @returns the figures, or a problem that names each parameter that is wrong. Days are London's. @param now UTC */
export async function figuresAsked(
  partnership: string,
  query: Readonly<Record<string, readonly string[]>>,
  now: string,
  dependencies: FiguresDependencies,
): Promise<{ readonly figures: FiguresAnswer } | { readonly problem: Problem }> {
  const wrong = (errors: { field: string; says: string }[]) => ({
    problem: problem("invalid-parameters", undefined, errors),
  });
  const twice = Object.keys(query).filter((name) => (query[name]?.length ?? 0) > 1);
  if (twice.length > 0)
    return wrong(twice.map((field) => ({ field, says: "this is given more than once: give it once" })));
  const parsed = parameters.safeParse(
    Object.fromEntries(Object.entries(query).map(([name, [value]]) => [name, value])),
  );
  if (!parsed.success)
    return wrong(
      parsed.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((field) => ({ field, says: "there is no such parameter: there are from, to and area" }))
          : [{ field: String(issue.path[0]), says: issue.message }],
      ),
    );
  const { area, ...period } = parsed.data;
  const facts = await factsFor(partnership, period, dependencies);
  const wanted = area === undefined ? facts : facts.filter((each) => each.area === area);
  return { figures: { partnership, ...figuresOf(wanted, period, now) } };
}
