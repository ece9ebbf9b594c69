/** What an author is told of a policy that cannot be used. */
import { loadPolicy, PolicyFileError, type PolicyProblem } from "../../../policies/language/load.ts";
import { smallPolicy } from "../small.ts";

/** Everything that is wrong with a policy; nothing where it can be used. */
export function problemsOf(text: string): readonly PolicyProblem[] {
  try {
    loadPolicy(text, "policies/small/1.yaml");
  } catch (error) {
    if (error instanceof PolicyFileError) return error.problems;
    throw error;
  }
  return [];
}

/** The small policy with one thing changed. */
export const changed = (from: string, to: string) => smallPolicy({ [from]: to });
/** The line on which a part of a text stands. */
export const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length;
