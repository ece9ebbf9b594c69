/** The days of a register or a report, as somebody asked for them. */
import { addDays, type Day } from "../../policies/calendar/instant.ts";
import type { Period } from "../figures/period.ts";
import type { Problem } from "../pages/fields.ts";
import { register } from "../pages/words/register.ts";

const words = register.filter.wrong;

/** Longer than any report, and short enough to be read at once; as with the API. */
const mostDays = 1100;

/** Two days as a period; or what is wrong with them, at the input where it is mended. */
export function readPeriod(
  from: Day | undefined,
  to: Day | undefined,
): { readonly period: Period } | { readonly problems: Problem[] } {
  const wrong = (field: "from" | "to", says: string) => ({ problems: [{ field, input: `${field}-day`, says }] });
  if (from === undefined) return wrong("from", words.onlyOneDay.from);
  if (to === undefined) return wrong("to", words.onlyOneDay.to);
  if (to < from) return wrong("to", words.backwards);
  if (to > addDays(from, mostDays)) return wrong("to", words.tooLong);
  return { period: { from, to } };
}
