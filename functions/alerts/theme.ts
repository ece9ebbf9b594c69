/**
 * What recurs in a partnership's report and can be the beginning of a practice alert (MED-17): a type of the common list and
 * the agencies, by their ids. No text goes along and no reference of a case, since an alert is about none (MED-16).
 */
import { commonTypes, type CommonType } from "../../policies/language/common-types.ts";

export interface AlertTheme {
  /** Whose report it is in, and who takes the alert. */
  readonly partnership: string;
  readonly type: CommonType;
  /** Two where it is about two; otherwise none. */
  readonly agencies: readonly string[];
}

const inputs = { partnership: "theme-partnership", type: "theme-type", agencies: "theme-agencies" } as const;

/** What a form sends along unseen. */
export const themeSent = ({ partnership, type, agencies }: AlertTheme) => [
  { name: inputs.partnership, value: partnership },
  { name: inputs.type, value: type },
  { name: inputs.agencies, value: agencies.join(" ") },
];

/** The theme that a form brought. Undefined for whatever is none: only ids and a type of the list ever go on. */
export function themeIn(typed: Pick<URLSearchParams, "get">): AlertTheme | undefined {
  const partnership = typed.get(inputs.partnership) ?? "";
  const type = commonTypes.find((each) => each === typed.get(inputs.type));
  const agencies = (typed.get(inputs.agencies) ?? "").split(" ").filter((each) => each !== "");
  const areIds = [partnership, ...agencies].every((each) => /^[a-z][a-z0-9-]{0,99}$/.test(each));
  return type !== undefined && areIds && [0, 2].includes(agencies.length) ? { partnership, type, agencies } : undefined;
}
