/** What somebody asks of the register by a form: which days, which escalations, in which order, which page. */
import type { Directory } from "../directory/directory.ts";
import { commonTypes } from "../../policies/language/common-types.ts";
import type { Period } from "../figures/period.ts";
import { clean, readFields, type Field, type Problem, type Typed } from "../pages/fields.ts";
import { register } from "../pages/words/register.ts";
import { readPeriod } from "./days.ts";
import { lastYear } from "./read.ts";
import { sorts, standings, type Agency, type Filters, type Row, type Sort } from "./rows.ts";

const words = register.filter;

export interface Asked {
  readonly period: Period;
  readonly filters: Filters;
  readonly sort: Sort;
  /** From 1. */
  readonly page: number;
}

/** What can be chosen from. */
export interface Choices {
  readonly stages: readonly NonNullable<Row["stage"]>[];
  readonly raising: readonly Agency[];
  readonly receiving: readonly Agency[];
}

/** The two days, of which a register needs neither. */
export const dayFields: readonly Field[] = [
  { kind: "day", name: "from", ...words.from, mayBeEmpty: true },
  { kind: "day", name: "to", ...words.to, mayBeEmpty: true },
];

const list = (
  name: Exclude<keyof Filters, "reference"> | "sort",
  options: readonly { readonly value: string; readonly text: string }[],
): Field => ({ kind: "choice", asList: true, name, ...words[name], mayBeEmpty: true, empty: words.any, options });

const named = (agencies: readonly Agency[]) => agencies.map(({ id, name }) => ({ value: id, text: name }));

export const filterFields = ({ stages, raising, receiving }: Choices): Field[] => [
  list(
    "state",
    standings.map((each) => ({ value: each, text: register.standing[each] })),
  ),
  list(
    "stage",
    stages.map(({ id, title }) => ({ value: id, text: title })),
  ),
  list(
    "type",
    commonTypes.map((each) => ({ value: each, text: register.type(each) })),
  ),
  list("raising", named(raising)),
  list("receiving", named(receiving)),
  { kind: "line", name: "reference", ...words.reference, mayBeEmpty: true },
];

/** Always in some order, so no “all” among these. */
export const sortField: Field = {
  kind: "choice",
  asList: true,
  name: "sort",
  ...words.sort,
  mayBeEmpty: true,
  empty: register.sortsInList["most delayed"],
  options: sorts.slice(1).map((each) => ({ value: each, text: register.sortsInList[each] })),
};

/** The days alone, which come first: what there is to choose from depends on them. @param now UTC */
export function daysAsked(typed: Typed, now: string): { readonly period: Period } | { readonly problems: Problem[] } {
  const { values, problems } = readFields(dayFields, typed);
  if (problems.length > 0) return { problems: [...problems] };
  const [from, to] = [values.get("from"), values.get("to")];
  return from === undefined && to === undefined ? { period: lastYear(now) } : readPeriod(from, to);
}

/** Everything else that was asked; what was typed in no way that there is is named, and what to do. */
export function whichAsked(
  typed: Typed,
  period: Period,
  choices: Choices,
): { readonly asked: Asked } | { readonly problems: Problem[] } {
  const fields = [...filterFields(choices), sortField];
  const { values, problems } = readFields(fields, typed);
  const strange = fields.filter(
    (each) => each.kind === "choice" && !values.has(each.name) && clean(typed.get(each.name)) !== "",
  );
  const reference = values.get("reference");
  const written = reference === undefined ? undefined : referenceIn(reference);
  const wrong: Problem[] = [
    ...problems,
    ...strange.map(({ name, what }) => ({ field: name, input: name, says: words.wrong.notInTheList(what) })),
    ...(reference !== undefined && written === undefined
      ? [{ field: "reference", input: "reference", says: words.wrong.notAReference }]
      : []),
  ];
  if (wrong.length > 0) return { problems: wrong };
  const sort = sorts.find((each) => each === values.get("sort")) ?? "most delayed";
  return {
    asked: {
      period,
      filters: {
        state: standings.find((each) => each === values.get("state")),
        stage: values.get("stage"),
        type: commonTypes.find((each) => each === values.get("type")),
        raising: values.get("raising"),
        receiving: values.get("receiving"),
        reference: written,
      },
      sort,
      page: pageIn(typed),
    },
  };
}

/** As somebody writes it down: in small letters, with a space or nothing in the middle. */
export function referenceIn(text: string): string | undefined {
  const plain = text.toUpperCase().replaceAll(/[\s-]/g, "");
  return /^[0-9A-Z]{8}$/.test(plain) ? `${plain.slice(0, 4)}-${plain.slice(4)}` : undefined;
}

/** Only a button of ours says one, so whatever is none is the first. */
function pageIn(typed: Typed): number {
  const sent = typed.get("page") ?? "";
  return /^[1-9]\d{0,5}$/.test(sent) ? Number(sent) : 1;
}

/** The agencies of some rows, by name, each once; and one that was chosen before, though nothing of it is among them now. */
export function agenciesToChoose(
  side: "raising" | "receiving",
  rows: readonly Row[],
  known: Awaited<ReturnType<Directory["agencies"]>> | readonly Agency[],
  typed: Typed,
): Agency[] {
  const chosen = known.find(({ id }) => id === typed.get(side));
  const found = [...rows.map((each) => each[side]), ...(chosen ? [{ id: chosen.id, name: chosen.name }] : [])];
  return [...new Map(found.map((each) => [each.id, each])).values()].toSorted((a, b) =>
    a.name.localeCompare(b.name, "en"),
  );
}

/** What a form has to send along, so that the next page is of the same escalations. */
export function sentAlong(
  typed: URLSearchParams,
  names: readonly string[] = askedBy,
): { name: string; value: string }[] {
  return names.flatMap((name) => {
    const value = clean(typed.get(name));
    return value === "" ? [] : [{ name, value }];
  });
}

const askedBy = [
  ...["from", "to"].flatMap((each) => ["day", "month", "year"].map((part) => `${each}-${part}`)),
  "state",
  "stage",
  "type",
  "raising",
  "receiving",
  "reference",
  "sort",
];
