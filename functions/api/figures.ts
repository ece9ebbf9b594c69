/** A partnership's figures of a period, for a system that speaks for it (ALL-12, TP-09). */
import * as z from "../../policies/schemas.ts";
import { figuresOf } from "../figures/figures.ts";
import { factsFor, type FiguresDependencies } from "../figures/read.ts";
import type { FiguresAnswer } from "./answers.ts";
import { day, readParameters, wrongPeriod } from "./parameters.ts";
import type { Problem } from "./problem.ts";

const id = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]*$/, { error: "an area is given by its id, such as milton-keynes" }));

const parameters = z.strictObject({ from: day, to: day, area: z.optional(id) }).check(
  z.superRefine((period, context) => {
    const message = wrongPeriod(period);
    if (message !== undefined) context.addIssue({ code: "custom", path: ["to"], message });
  }),
);

/** What the document says of them. */
export const documentedPeriod = {
  from: z.string().check(z.meta({ format: "date" })),
  to: z.string().check(z.meta({ format: "date" })),
  area: z.string(),
};

/** @returns the figures, or a problem that names each parameter that is wrong. Days are London's. @param now UTC */
export async function figuresAsked(
  partnership: string,
  query: Readonly<Record<string, readonly string[]>>,
  now: string,
  dependencies: FiguresDependencies,
): Promise<{ readonly figures: FiguresAnswer } | { readonly problem: Problem }> {
  const read = readParameters(query, parameters, "from, to and area");
  if ("problem" in read) return read;
  const { area, ...period } = read.parameters;
  const facts = await factsFor(partnership, period, dependencies);
  const wanted = area === undefined ? facts : facts.filter((each) => each.area === area);
  return { figures: { partnership, ...figuresOf(wanted, period, now) } };
}
