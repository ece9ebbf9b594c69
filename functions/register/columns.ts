/** What a row says in each column, the same on the page and in a file. */
import { dayOf, inWords, timeOf } from "../../policies/calendar/instant.ts";
import { register as words } from "../pages/words/register.ts";
import type { TimeLeft } from "../figures/time-left.ts";
import type { Row } from "./rows.ts";
import { once } from "../../policies/once.ts";

export type ColumnId = keyof typeof words.columns;

export interface Column {
  readonly id: ColumnId;
  readonly header: string;
  /** On a page: short, and empty where there is nothing to say. */
  readonly shown: (row: Row, now: string) => string;
  /** In a file, where it is to be sorted by a spreadsheet. */
  readonly filed?: (row: Row) => string | number;
}

/** Time until, or since, a deadline: “3 working days left”, “5 working hours over”. */
export function timeInWords({ over, unit, count }: TimeLeft): string {
  const much = words.much(count, unit);
  return over ? words.past(much) : words.left(much);
}

const short = once(
  () =>
    new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", day: "numeric", month: "short", year: "numeric" }),
);
/** “20 Nov 2026” in London. */
const dayShort = (instant: string) => short().format(new Date(instant));
/** “5pm, 20 Nov 2026” in London. */
const instantShort = (instant: string) => `${inWords(instant).split(" on ")[0] ?? ""}, ${dayShort(instant)}`;
/** “2026-11-20 17:00” in London, as spreadsheets read it. */
const instantFiled = (instant: string) => `${dayOf(instant)} ${timeOf(instant)}`;

/** In the order in which they stand. */
export const columns: readonly Column[] = [
  { id: "reference", header: words.columns.reference, shown: ({ reference }) => reference },
  { id: "state", header: words.columns.state, shown: ({ outcome, standings }) => words.state(outcome, standings) },
  {
    id: "time",
    header: words.columns.time,
    shown: ({ left }) => (left === undefined ? "" : timeInWords(left)),
  },
  { id: "stage", header: words.columns.stage, shown: ({ stage }) => stage?.title ?? words.notOpened },
  { id: "type", header: words.columns.type, shown: ({ type }) => words.type(type) },
  { id: "raising", header: words.columns.raising, shown: ({ raising }) => raising.name },
  { id: "receiving", header: words.columns.receiving, shown: ({ receiving }) => receiving.name },
  {
    id: "raised",
    header: words.columns.raised,
    shown: ({ raisedAt }) => dayShort(raisedAt),
    filed: ({ raisedAt }) => instantFiled(raisedAt),
  },
  {
    id: "deadline",
    header: words.columns.deadline,
    shown: ({ due }) => (due === undefined ? "" : instantShort(due)),
    filed: ({ due }) => (due === undefined ? "" : instantFiled(due)),
  },
  {
    id: "days",
    header: words.columns.days,
    shown: ({ workingDays }) => (workingDays === undefined ? "" : String(workingDays)),
    filed: ({ workingDays }) => workingDays ?? "",
  },
];
