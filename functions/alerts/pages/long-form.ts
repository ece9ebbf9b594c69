/** A form of several sections on one page, which takes along what was typed on others: how a practice alert is written. */
import { fieldView, type Field, type FieldView, type Problem } from "../../pages/fields.ts";
import type { Listed } from "../../pages/view.ts";
import { listing } from "../../pages/raise/view.ts";

/** Fields that belong together. */
export interface Section {
  readonly heading?: string;
  readonly says?: readonly string[];
  readonly fields: readonly Field[];
}

export interface Hidden {
  readonly name: string;
  readonly value: string;
}

export interface LongFormView {
  readonly title: string;
  readonly caption: string;
  readonly partnership?: string;
  readonly called?: string;
  readonly notInstead?: readonly string[];
  readonly action: string;
  readonly sections: readonly (Omit<Section, "fields"> & { readonly fields: readonly FieldView[] })[];
  readonly hidden: readonly Hidden[];
  readonly button: { readonly does: string; readonly text: string };
  readonly problems: readonly Listed[];
}

export function formView(
  page: Omit<LongFormView, "sections" | "hidden" | "problems">,
  sections: readonly Section[],
  typed: URLSearchParams,
  problems: readonly Problem[],
): LongFormView {
  const views = sections.map((section) => ({
    ...section,
    fields: section.fields.map((field) => fieldView(field, typed, problems)),
  }));
  const shown = new Set(views.flatMap(({ fields }) => fields.flatMap((each) => Object.keys(each.typed))));
  return { ...page, sections: views, hidden: hiddenOf(typed, shown), problems: problems.map(listing) };
}

/** What is only sent along with a form that is pressed, and is not what somebody typed. */
const notTyped = new Set(["do", "command", "checked"]);

/** Everything that was typed on other pages goes along, so that nothing has to be stored. */
export function hiddenOf(typed: URLSearchParams, shown: ReadonlySet<string>): Hidden[] {
  const names = [...new Set(typed.keys())].filter((name) => !shown.has(name) && !notTyped.has(name));
  return names.flatMap((name) => {
    const value = typed.get(name) ?? "";
    return value === "" ? [] : [{ name, value }];
  });
}
