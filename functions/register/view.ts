/** What the pages of the register say. */
import { themeSent } from "../alerts/theme.ts";
import { inWords } from "../../policies/calendar/instant.ts";
import { periodInWords } from "../figures/period.ts";
import { fieldView, type FieldView, type Problem } from "../pages/fields.ts";
import type { Shell } from "../pages/shell.ts";
import type { Listed } from "../pages/view.ts";
import { register as words } from "../pages/words/register.ts";
import { report } from "../pages/words/report.ts";
import { dayFields, filterFields, sentAlong, sortField, type Asked, type Choices } from "./asked.ts";
import type { Chart } from "./charts.ts";
import { columns } from "./columns.ts";
import { periodFields, type ReportShown } from "./report.ts";
import { countsOf, matching, pageOf, rowsOnAPage, sorted, type Row, type Standing } from "./rows.ts";

/** What stands on every page that a link to a register opens. */
export interface RegisterFrame extends Shell {
  readonly partnership: string;
  readonly title: string;
  readonly action: string;
}

export interface RegisterLandingView extends RegisterFrame {
  readonly says: readonly string[];
}

/** What a button or a form sends along unseen. */
interface Sent {
  readonly name: string;
  readonly value: string;
}

interface Cell {
  readonly header: string;
  readonly text: string;
}

export interface RegisterListView extends RegisterFrame {
  readonly shown: string;
  readonly days: string;
  readonly urgent: string;
  /** One button for each standing that something has. */
  readonly needs: readonly { readonly value: Standing; readonly text: string; readonly now: boolean }[];
  /** What is left out, in words; empty where nothing is. */
  readonly only: string;
  readonly caption: string;
  readonly headers: readonly string[];
  readonly rows: readonly { readonly late: boolean; readonly cells: readonly Cell[] }[];
  readonly nothing: string;
  readonly pages: Pages;
  /** The days alone, and everything that was asked. */
  readonly sentDays: readonly Sent[];
  readonly sent: readonly Sent[];
}

/** Which pages there are buttons for; a gap stands for those between. */
export interface Pages {
  readonly page: number;
  readonly previous?: number;
  readonly next?: number;
  readonly numbers: readonly { readonly page: number; readonly now: boolean; readonly gapBefore: boolean }[];
}

export interface RegisterFilterView extends RegisterFrame {
  readonly days: readonly FieldView[];
  readonly which: readonly FieldView[];
  readonly sort: FieldView;
  readonly problems: readonly Listed[];
}

export interface RegisterChartsView extends RegisterFrame {
  readonly shown: string;
  readonly days: string;
  readonly only: string;
  readonly charts: readonly ChartView[];
  readonly sent: readonly Sent[];
}

interface ChartView {
  readonly title: string;
  readonly alt: string;
  readonly note?: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** The picture as an address that has all of it. */
  readonly image: string;
}

export interface RegisterReportView extends RegisterFrame, Omit<ReportShown, "title"> {
  readonly choose: readonly FieldView[];
  readonly problems: readonly Listed[];
  /** What a file of the same period is asked for with. */
  readonly sent: readonly Sent[];
  /** The partnership’s own practice alerts, where it takes them (MED-17). */
  readonly alert?: {
    readonly says: string;
    readonly begins: readonly { readonly text: string; readonly sent: readonly Sent[] }[];
  };
}

const dayNames = ["from", "to"].flatMap((each) => ["day", "month", "year"].map((part) => `${each}-${part}`));

/** The buttons for what needs the partnership first, then for all that is open. */
const asButtons: readonly Standing[] = ["overdue", "waiting for the chair", "awaiting confirmation", "open"];

export function listView(
  frame: RegisterFrame,
  all: readonly Row[],
  { period, filters, sort, page }: Asked,
  choices: Choices,
  typed: URLSearchParams,
  now: string,
): RegisterListView {
  const counts = countsOf(all);
  const found = pageOf(sorted(matching(all, filters), sort), page);
  const first = (found.page - 1) * rowsOnAPage;
  return {
    ...frame,
    shown: words.list.shown(inWords(now)),
    days: words.list.days(periodInWords(period)),
    urgent: words.list.urgent.says(counts),
    needs: asButtons
      .filter((each) => counts[each] > 0)
      .map((value) => ({ value, text: words.list.urgent.each(counts[value], value), now: filters.state === value })),
    only: onlyInWords(filters, choices),
    caption: words.list.caption(first + 1, first + found.rows.length, found.total, words.sorts[sort]),
    headers: columns.map(({ header }) => header),
    rows: found.rows.map((row) => ({
      late: row.standings.includes("overdue"),
      cells: columns.map(({ header, shown }) => ({ header, text: shown(row, now) })),
    })),
    nothing: all.length === 0 ? words.list.nothingYet : words.list.nothingMatches,
    pages: pagesOf(found.page, found.pages),
    sentDays: sentAlong(typed, dayNames),
    sent: sentAlong(typed),
  };
}

/** What a register is limited to, in words: “State: Overdue, Raising agency: Whitebeam Primary School”. */
export function onlyInWords(filters: Asked["filters"], choices: Choices): string {
  const of = (what: string, text: string | undefined) => (text === undefined ? [] : [words.filter.is(what, text)]);
  const { state, type } = filters;
  const only = [
    ...of(words.filter.state.what, state && words.standing[state]),
    ...of(words.filter.stage.what, choices.stages.find(({ id }) => id === filters.stage)?.title),
    ...of(words.filter.type.what, type && words.type(type)),
    ...of(words.filter.raising.what, choices.raising.find(({ id }) => id === filters.raising)?.name),
    ...of(words.filter.receiving.what, choices.receiving.find(({ id }) => id === filters.receiving)?.name),
    ...of(words.filter.reference.what, filters.reference),
  ];
  return only.length === 0 ? "" : words.list.only(only.join("; "));
}

/** The first, the last, and those beside the one that is shown. */
export function pagesOf(page: number, pages: number): Pages {
  const numbers = [...new Set([1, page - 1, page, page + 1, pages])].filter((each) => each >= 1 && each <= pages);
  return {
    page,
    ...(page > 1 ? { previous: page - 1 } : {}),
    ...(page < pages ? { next: page + 1 } : {}),
    numbers: numbers
      .toSorted((a, b) => a - b)
      .map((each, index, all) => ({ page: each, now: each === page, gapBefore: each - (all[index - 1] ?? 0) > 1 })),
  };
}

export const problemsListed = (problems: readonly Problem[]): Listed[] =>
  problems.map(({ says, input }) => ({ text: says, href: `#${input}` }));

export function filterView(
  frame: RegisterFrame,
  choices: Choices,
  typed: URLSearchParams,
  problems: readonly Problem[] = [],
): RegisterFilterView {
  const shown = (field: Parameters<typeof fieldView>[0]) => fieldView(field, typed, problems);
  return {
    ...frame,
    title: words.filter.title,
    days: dayFields.map(shown),
    which: filterFields(choices).map(shown),
    sort: shown(sortField),
    problems: problemsListed(problems),
  };
}

/** @param drawn the chart as SVG */
export function chartsView(
  frame: RegisterFrame,
  { period, filters }: Asked,
  choices: Choices,
  typed: URLSearchParams,
  now: string,
  charts: readonly (Chart & { readonly svg: string })[],
): RegisterChartsView {
  return {
    ...frame,
    title: report.charts.title,
    shown: words.list.shown(inWords(now)),
    days: words.list.days(periodInWords(period)),
    only: onlyInWords(filters, choices),
    charts: charts.map(({ svg, title, alt, note, headers, rows }) => ({
      title,
      alt,
      ...(note ? { note } : {}),
      headers,
      rows,
      image: `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`,
    })),
    sent: sentAlong(typed),
  };
}

/**
 * @param alertTitle what the partnership calls its practice alerts, where it takes them
 * @param typed what was asked, which the files are asked for with too
 */
export function reportView(
  frame: RegisterFrame,
  { title, ...shown }: ReportShown,
  { partnership, alertTitle }: { readonly partnership: string; readonly alertTitle: string | undefined },
  typed: URLSearchParams,
  now: string,
  problems: readonly Problem[] = [],
): RegisterReportView {
  return {
    ...frame,
    title,
    ...shown,
    choose: periodFields(now).map((field) => fieldView(field, typed, problems)),
    problems: problemsListed(problems),
    sent: sentAlong(typed, ["period", ...dayNames]),
    ...(alertTitle !== undefined && shown.themes.length > 0
      ? {
          alert: {
            says: report.themes.alert.says(alertTitle),
            begins: shown.themes.map(({ title: text, theme: { type, between = [] } }) => ({
              text: report.themes.alert.button(text),
              sent: themeSent({ partnership, type, agencies: between }),
            })),
          },
        }
      : {}),
  };
}
