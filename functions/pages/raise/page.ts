/** One page of a concern: a question, or a few that belong together. */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import { firstInput, readFields, type Field, type Problem, type Typed } from "../fields.ts";
import { raise as words } from "../words/raise.ts";
import type { Said, Values } from "./where.ts";

export type SectionId = "where" | "risk" | "whom" | "policy" | "disagreement" | "before" | "beginning" | "you" | "them";

export interface Page {
  readonly id: string;
  readonly section: SectionId;
  /** Over several fields; one field alone is its own heading. */
  readonly title?: string;
  readonly says?: readonly string[];
  /** What the policy itself says: set apart. */
  readonly quotes?: readonly string[];
  /** What stands below the question, for whoever wants to know more. */
  readonly about?: { readonly heading: string; readonly says: readonly string[]; readonly quotes: readonly string[] };
  readonly fields: readonly Field[];
  /** How its answer is called where all are listed. */
  readonly called: string;
  /** Its answer in words, where that is not each field's, one to a line. Empty for none. */
  readonly shown?: (values: Values) => string;
  /** What is said where it was left empty. */
  readonly empty?: string;
  /** What is wrong though each field is filled in as it should be. */
  readonly also?: (values: Values) => readonly Said[];
}

/** What is wrong with the answer to a page, in the order of its fields. */
export function problemsAt(page: Page, typed: Typed): Problem[] {
  const { values, problems } = readFields(page.fields, typed);
  const more = (page.also?.(values) ?? []).flatMap(({ field, says }) => {
    const found = page.fields.find((each) => each.name === field);
    return found && !problems.some((each) => each.field === field) ? [{ field, input: firstInput(found), says }] : [];
  });
  const order = (problem: Problem) => page.fields.findIndex(({ name }) => name === problem.field);
  return [...problems, ...more].toSorted((a, b) => order(a) - order(b));
}

/** What was answered, as it is shown to be checked. */
export function answerOf(page: Page, typed: Typed): string {
  const { values } = readFields(page.fields, typed);
  const said =
    page.shown?.(values) ??
    page.fields
      .flatMap((field) => {
        const value = values.get(field.name);
        return value === undefined ? [] : [valueInWords(field, value)];
      })
      .join("\n");
  return said === "" ? (page.empty ?? words.empty.optional) : said;
}

function valueInWords(field: Field, value: string): string {
  switch (field.kind) {
    case "choice":
      return field.options.find((each) => each.value === value)?.text ?? value;
    case "several": {
      const chosen = value.split(" ").filter(Boolean);
      if (chosen.length === 0) return words.empty.noneOfThese;
      return chosen.map((each) => field.options.find((option) => option.value === each)?.text ?? each).join("\n");
    }
    case "day":
      return dayInWords(value);
    case "moment": {
      const when = inWords(value);
      return when.charAt(0).toUpperCase() + when.slice(1);
    }
    case "line":
    case "text":
    case "number":
      return value;
    default:
      return field satisfies never;
  }
}
