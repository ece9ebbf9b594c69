/** A partnership's report: which period was asked for, reading it, and what the page, the document and the file say of it. */
import { addDays, dayOf, inWords, type Day } from "../../policies/calendar/instant.ts";
import { lastMonth, lastQuarter, previousOf, reportOf, type Report } from "../figures/report.ts";
import { ownAgencies, factsFor, type FiguresDependencies } from "../figures/read.ts";
import { endOf, periodInWords, type Period } from "../figures/period.ts";
import { clean, readFields, type Field, type Problem, type Typed } from "../pages/fields.ts";
import { report as words } from "../pages/words/report.ts";
import { csvOf } from "./csv.ts";
import { readPeriod } from "./days.ts";
import { namesOf } from "./read.ts";
import {
  sectionsOf,
  silentShown,
  themesShown,
  type ReportSection,
  type SilentShown,
  type ThemeShown,
} from "./sections.ts";
import { once } from "../../policies/once.ts";

/** The days of this period and of the one before are read once. @param now UTC */
export async function readReport(
  partnership: string,
  period: Period,
  now: string,
  dependencies: FiguresDependencies,
): Promise<{ readonly report: Report; readonly nameOf: (id: string) => string }> {
  const both = { from: previousOf(period).from, to: period.to };
  const [facts, own, known] = await Promise.all([
    factsFor(partnership, both, dependencies),
    ownAgencies(partnership, dependencies),
    dependencies.directory.agencies(),
  ]);
  return { report: reportOf(facts, period, own, now), nameOf: namesOf(known) };
}

export interface ReportShown {
  readonly title: string;
  readonly of: string;
  readonly says: readonly string[];
  /** The two periods in words. */
  readonly period: string;
  readonly before: string;
  readonly sections: readonly ReportSection[];
  readonly themes: readonly ThemeShown[];
  readonly silent: SilentShown;
}

/** @param partnership its name @param now UTC */
export function reportShown(
  report: Report,
  partnership: string,
  now: string,
  nameOf: (id: string) => string,
): ReportShown {
  const { figures, before } = report;
  const period = periodShort(figures.period);
  return {
    title: words.titled(period),
    of: words.of(partnership),
    says: [
      words.compared(periodInWords(before.period)),
      ...(endOf(figures.period) > now ? [words.notOver] : []),
      words.made(inWords(now)),
      words.sees,
    ],
    period,
    before: periodShort(before.period),
    sections: sectionsOf(report, nameOf),
    themes: themesShown(report, nameOf),
    silent: silentShown(report, nameOf),
  };
}

/** The same figures a line each, then themes and silent agencies. */
export function reportCsv({ period, before, sections, themes, silent }: ReportShown): string {
  const { filed, themes: theme, silent: said } = words;
  return csvOf([
    [filed.section, filed.figure, period, before],
    ...sections.flatMap(({ title, figures }) => figures.map((each) => [title, each.label, each.now, each.before])),
    ...themes.map((each) => [theme.heading, `${each.title}. ${each.rule}`, each.number, ""]),
    ...silent.neverRaised.map((each) => [said.neverRaised.heading, each, "", ""]),
    ...silent.neverAnswered.map((each) => [said.neverAnswered.heading, each.agency, each.asked, ""]),
  ]);
}

const inUtc = (parts: Intl.DateTimeFormatOptions) =>
  once(() => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...parts }));
const short = inUtc({ day: "numeric", month: "short", year: "numeric" });
const month = inUtc({ month: "long", year: "numeric" });
const monthAlone = inUtc({ month: "long" });

/** “November 2026”, “July to September 2026”, or its two days. */
export function periodShort({ from, to }: Period): string {
  const [first, last] = [new Date(from), new Date(to)];
  if (!from.endsWith("-01") || !addDays(to, 1).endsWith("-01"))
    return `${short().format(first)} to ${short().format(last)}`;
  if (from.slice(0, 7) === to.slice(0, 7)) return month().format(first);
  const begins = from.slice(0, 4) === to.slice(0, 4) ? monthAlone : month;
  return `${begins().format(first)} to ${month().format(last)}`;
}

const quartersBack = 8;
const monthsBack = 13;

/** What can be chosen: the last quarters and months that are over, and this month so far. */
function periodsBefore(today: Day): Period[] {
  const back = (begin: Period, number: number) =>
    Array.from({ length: number }).reduce<Period[]>((all) => [...all, previousOf(all.at(-1) ?? begin)], [begin]);
  return [...back(lastQuarter(today), quartersBack - 1), ...back(lastMonth(today), monthsBack - 1)];
}

const valueOf = ({ from, to }: Period) => `${from} ${to}`;

/** @param now UTC */
export const periodFields = (now: string): Field[] => [
  {
    kind: "choice",
    asList: true,
    name: "period",
    ...words.choose.period,
    mayBeEmpty: true,
    options: periodsBefore(dayOf(now)).map((each) => ({ value: valueOf(each), text: periodShort(each) })),
  },
  { kind: "day", name: "from", ...words.choose.from, mayBeEmpty: true },
  { kind: "day", name: "to", ...words.choose.to, mayBeEmpty: true },
];

/** The period that was asked for: one of the list, two days, or the last quarter where neither was said. */
export function periodAsked(
  typed: Typed,
  now: string,
): { readonly period: Period } | { readonly problems: readonly Problem[] } {
  const { values, problems } = readFields(periodFields(now), typed);
  if (problems.length > 0) return { problems };
  const [chosen, from, to] = [values.get("period"), values.get("from"), values.get("to")];
  const wrong = (says: string) => ({ problems: [{ field: "period", input: "period", says }] });
  if (chosen === undefined && clean(typed.get("period")) !== "") return wrong(words.choose.notInTheList);
  if (chosen !== undefined && (from ?? to) !== undefined) return wrong(words.choose.both);
  const of = periodsBefore(dayOf(now)).find((each) => valueOf(each) === chosen);
  if (of) return { period: of };
  if (from === undefined && to === undefined) return { period: lastQuarter(dayOf(now)) };
  return readPeriod(from, to);
}
