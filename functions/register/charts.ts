/** What charts of a register show: for each a table of numbers, and how it is drawn from the same. Pure. */
import { addDays, type Day } from "../../policies/calendar/instant.ts";
import type { Bar, Series } from "../charts/bars.ts";
import type { Facts } from "../figures/facts.ts";
import { isIn, type Period } from "../figures/period.ts";
import { register } from "../pages/words/register.ts";
import { report } from "../pages/words/report.ts";
import { namesOf } from "./read.ts";
import type { Agency } from "./rows.ts";
import { once } from "../../policies/once.ts";

const words = report.charts;

export interface Chart {
  readonly title: string;
  /** What it shows, in a sentence, for whoever does not see it. */
  readonly alt: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly note?: string;
  readonly drawn:
    | { readonly as: "bars"; readonly bars: readonly Bar[] }
    | { readonly as: "grouped bars"; readonly labels: readonly string[]; readonly series: readonly Series[] };
}

/** As many bars as somebody takes in; what is rarer stands in the table. */
const mostBars = 10;

/** @param facts of the escalations that are shown */
export function chartsOf(facts: readonly Facts[], period: Period, agencies: readonly Agency[]): Chart[] {
  const nameOf = namesOf(agencies);
  const ended = facts.filter((each) => each.endedAt !== undefined);
  return [
    barChart(
      words.types,
      counted(facts, ({ commonType }) => register.type(commonType)),
    ),
    barChart(words.stages, counted(facts, furthest)),
    barChart(
      words.pairs,
      counted(facts, ({ raising, receiving }) => words.pairs.pair(nameOf(raising), nameOf(receiving))),
    ),
    barChart(words.timescale, [
      { label: words.timescale.within, number: ended.filter((each) => kept(each) === "within").length },
      { label: words.timescale.guide, number: ended.filter((each) => kept(each) === "guide").length },
      { label: words.timescale.passed, number: ended.filter((each) => kept(each) === "passed").length },
    ]),
    barChart(words.days, daysTaken(ended.flatMap(({ workingDays }) => workingDays ?? []))),
    overTime(facts, period),
  ].filter(({ rows }) => rows.some((row) => row.some((each) => typeof each === "number" && each > 0)));
}

/** The furthest stage of its policy that it came to. */
const furthest = ({ stages, highest }: Facts) =>
  stages.find(({ stage }) => stage === highest)?.title ?? words.stages.notOpened;

/** How the timescales of all its stages were kept; a guide that passed is no breach (KNO-01). */
function kept({ stages }: Facts): "within" | "guide" | "passed" {
  if (stages.some(({ timescale }) => timescale === "passed")) return "passed";
  return stages.some(({ timescale }) => timescale === "guide passed") ? "guide" : "within";
}

/** Whatever is called alike, counted; the most first, then in the order of the names. */
function counted(facts: readonly Facts[], labelOf: (facts: Facts) => string): Bar[] {
  return [...Map.groupBy(facts, labelOf)]
    .map(([label, some]) => ({ label, number: some.length }))
    .toSorted((a, b) => b.number - a.number || a.label.localeCompare(b.label, "en"));
}

const widthOfDays = 5;
const lastRange = 20;

/** How many took so many working days: by weeks, and all that took longer together. */
function daysTaken(days: readonly number[]): Bar[] {
  const ranges = Array.from({ length: lastRange / widthOfDays }, (_, index) => index * widthOfDays);
  return [
    ...ranges.map((from) => ({
      label: words.days.range(from, from + widthOfDays - 1),
      number: days.filter((each) => each >= from && each < from + widthOfDays).length,
    })),
    { label: words.days.more(lastRange), number: days.filter((each) => each >= lastRange).length },
  ];
}

function barChart({ title, label }: { readonly title: string; readonly label: string }, all: readonly Bar[]): Chart {
  const shown = all.slice(0, mostBars);
  return {
    title,
    alt: words.drawn(title),
    headers: [label, words.number],
    rows: all.map((each) => [each.label, each.number]),
    ...(shown.length < all.length ? { note: words.most(shown.length, all.length) } : {}),
    drawn: { as: "bars", bars: shown },
  };
}

/** More than these are told by quarters. */
const mostMonths = 14;

/** What was raised and what ended, month by month of the period. */
function overTime(facts: readonly Facts[], period: Period): Chart {
  const months = monthsOf(period);
  const parts = months.length > mostMonths ? inQuarters(months) : months.map((month) => [month]);
  const times = parts.map((some) => {
    const time = {
      from: laterDay(some[0] ?? period.from, period.from),
      to: earlierDay(endOfMonth(some.at(-1)), period.to),
    };
    return {
      label: monthShort(some[0] ?? period.from),
      raised: facts.filter((each) => isIn(time, each.raisedAt)).length,
      ended: facts.filter((each) => isIn(time, each.endedAt)).length,
    };
  });
  const { title, label, quarter, raised, ended } = words.months;
  return {
    title,
    alt: words.drawn(title),
    headers: [parts.length < months.length ? quarter : label, raised, ended],
    rows: times.map((each) => [each.label, each.raised, each.ended]),
    drawn: {
      as: "grouped bars",
      labels: times.map((each) => each.label.replace(" ", "\n")),
      series: [
        { called: raised, numbers: times.map((each) => each.raised) },
        { called: ended, numbers: times.map((each) => each.ended) },
      ],
    },
  };
}

const laterDay = (a: Day, b: Day) => (a > b ? a : b);
const earlierDay = (a: Day, b: Day) => (a < b ? a : b);

/** The first days of every month that has a day of a period. */
function monthsOf({ from, to }: Period): Day[] {
  const months = [`${from.slice(0, 7)}-01`];
  for (let next = nextMonth(months[0]); next <= to; next = nextMonth(next)) months.push(next);
  return months;
}

const nextMonth = (first: Day | undefined = ""): Day => `${addDays(first, 31).slice(0, 7)}-01`;
const endOfMonth = (first: Day | undefined): Day => addDays(nextMonth(first), -1);

/** Months three by three, as calendar quarters have them; the first and the last may have fewer. */
const inQuarters = (months: readonly Day[]): Day[][] => [
  ...Map.groupBy(months, (each) => `${each.slice(0, 4)}${Math.floor((Number(each.slice(5, 7)) - 1) / 3)}`).values(),
];

const short = once(() => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "short", year: "numeric" }));
/** “Nov 2026”. */
const monthShort = (first: Day) => short().format(new Date(first));
