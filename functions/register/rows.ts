/**
 * The register of a partnership: its escalations as rows, which of them are asked for, and in which order. Pure, and made of
 * facts alone, so nothing personal can come into it (ALL-13).
 */
import type { Side } from "../core/events.ts";
import { timeLeft, type TimeLeft } from "../figures/time-left.ts";
import type { Calendar } from "../../policies/calendar/bank-holidays.ts";
import type { CommonType } from "../../policies/language/common-types.ts";
import { stageNow, type Facts, type StageFacts } from "../figures/facts.ts";
import { isOverdue } from "../figures/figures.ts";
import { beginOf, endOf, type Period } from "../figures/period.ts";
import { once } from "../../policies/once.ts";

/** How an escalation stands. Several can hold of one: overdue, and with the chair. */
export const standings = [
  "open",
  "overdue",
  "waiting for the chair",
  "awaiting confirmation",
  "settled",
  "withdrawn",
] as const;
export type Standing = (typeof standings)[number];

export interface Agency {
  readonly id: string;
  readonly name: string;
}

/** One escalation as the register shows it at one moment. */
export interface Row {
  readonly reference: string;
  readonly standings: readonly Standing[];
  readonly outcome: Facts["outcome"];
  /** Where it is, or where it ended. None while the first stage is being opened. */
  readonly stage?: { readonly id: string; readonly title: string };
  readonly type: CommonType;
  readonly raising: Agency;
  readonly receiving: Agency;
  readonly raisedAt: string;
  /** What is to happen next must have happened by then, UTC: the open stage’s end, or what is owed after the end. */
  readonly due?: string;
  /** How long there is until then, or since, as the policy’s working days count it. */
  readonly left?: TimeLeft;
  readonly endedAt?: string;
  /** From the raising to the end. */
  readonly workingDays?: number;
}

/** In which order rows can be asked for; the first where nothing is said. */
export const sorts = ["most delayed", "reference", "raised", "deadline", "stage", "raising", "receiving"] as const;
export type Sort = (typeof sorts)[number];

/** What is asked for; whatever is left out is not asked about. */
export interface Filters {
  readonly state?: Standing | undefined;
  /** As `stageId` has it. */
  readonly stage?: string | undefined;
  readonly type?: CommonType | undefined;
  readonly raising?: string | undefined;
  readonly receiving?: string | undefined;
  readonly reference?: string | undefined;
}

/** Stages of different policies are told apart by both ids. */
export const stageId = (policy: string, stage: string) => `${policy}/${stage}`;

/** What rows are made with. */
export interface Making {
  /** UTC. */
  readonly now: string;
  /** The name of an agency by its id. */
  readonly nameOf: (id: string) => string;
  /** The working days of the policy by which an escalation runs. */
  readonly calendarOf: (policy: string) => Calendar;
}

export function rowOf(facts: Facts, { now, nameOf, calendarOf }: Making): Row {
  const stage = stageNow(facts);
  const due = dueOf(facts, stage);
  const { reference, outcome, commonType: type, raising, receiving, raisedAt, endedAt, workingDays } = facts;
  return {
    reference,
    standings: standingsOf(facts, now),
    outcome,
    ...(stage ? { stage: { id: stageId(facts.policy.id, stage.stage), title: stage.title } } : {}),
    type,
    raising: { id: raising, name: nameOf(raising) },
    receiving: { id: receiving, name: nameOf(receiving) },
    raisedAt,
    ...(due ? { due, left: timeLeft(due, now, calendarOf(facts.policy.id)) } : {}),
    ...(endedAt ? { endedAt } : {}),
    ...(workingDays === undefined ? {} : { workingDays }),
  };
}

/** What is owed after the end is soonest; while a stage is open, its own end. */
function dueOf({ outcome, owed }: Facts, stage: StageFacts | undefined): string | undefined {
  if (outcome === "open") return stage?.endedAt === undefined ? stage?.due : undefined;
  return owed.map(({ due }) => due).toSorted()[0];
}

const partnershipSide: Side = "partnership";

function standingsOf(facts: Facts, now: string): Standing[] {
  const stage = stageNow(facts);
  const live = stage?.endedAt === undefined ? stage : undefined;
  const { outcome, owed } = facts;
  const holds: Readonly<Record<Standing, boolean>> = {
    open: outcome === "open",
    overdue: outcome === "open" ? isOverdue(live, now) : owed.some(({ due }) => due < now),
    "waiting for the chair": outcome === "open" && (live?.asked.includes(partnershipSide) ?? false),
    "awaiting confirmation": outcome !== "open" && owed.length > 0,
    settled: (outcome === "resolved" || outcome === "outcome given") && owed.length === 0,
    withdrawn: outcome === "withdrawn",
  };
  return standings.filter((each) => holds[each]);
}

/** Whether it lived at some time of a period: it had been raised, and was not yet closed. */
export const livedIn = (period: Period, { raisedAt, closedAt }: Facts) =>
  raisedAt < endOf(period) && (closedAt === undefined || closedAt >= beginOf(period));

/** A row has to be all that is asked. The order stays as it was. */
export function matching(rows: readonly Row[], filters: Filters): Row[] {
  const { state, stage, type, raising, receiving, reference } = filters;
  return rows.filter(
    (each) =>
      (state === undefined || each.standings.includes(state)) &&
      (stage === undefined || each.stage?.id === stage) &&
      (type === undefined || each.type === type) &&
      (raising === undefined || each.raising.id === raising) &&
      (receiving === undefined || each.receiving.id === receiving) &&
      (reference === undefined || each.reference === reference),
  );
}

/** The later an instant, the smaller. */
const newestFirst = (instant: string) => String(9e15 - Date.parse(instant)).padStart(16, "0");

/** Whatever has it comes first, in its order; whatever lacks it comes behind. */
const lackingLast = (text: string | undefined) => (text === undefined ? ["2"] : ["1", text]);

/**
 * By what rows are sorted: as texts, each in order. The most delayed first is in the order of what is due, the longest
 * overdue before all; then what is open and has no deadline; then what is over, the newest first.
 */
const keys: Readonly<Record<Sort, (row: Row) => readonly string[]>> = {
  "most delayed": ({ due, endedAt, raisedAt }) =>
    due !== undefined ? ["1", due] : endedAt === undefined ? ["2", raisedAt] : ["3", newestFirst(endedAt)],
  reference: () => [],
  raised: ({ raisedAt }) => [newestFirst(raisedAt)],
  deadline: ({ due }) => lackingLast(due),
  stage: ({ stage }) => lackingLast(stage?.title),
  raising: ({ raising }) => [raising.name],
  receiving: ({ receiving }) => [receiving.name],
};

const collator = once(() => new Intl.Collator("en"));

/** Always the same order for the same rows: where all else is alike, by reference. */
export function sorted(rows: readonly Row[], by: Sort): Row[] {
  const keyed = rows.map((row) => ({ row, key: [...keys[by](row), row.reference] }));
  return keyed.toSorted((a, b) => inOrder(a.key, b.key)).map(({ row }) => row);
}

function inOrder(a: readonly string[], b: readonly string[]): number {
  const { compare } = collator();
  const differs = a.findIndex((each, index) => compare(each, b[index] ?? "") !== 0);
  return differs === -1 ? 0 : compare(a[differs] ?? "", b[differs] ?? "");
}

export const rowsOnAPage = 25;

export interface Page {
  readonly rows: readonly Row[];
  /** The first page is 1. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

/** @param page one beyond the last gives the last */
export function pageOf(rows: readonly Row[], page: number): Page {
  const pages = Math.max(1, Math.ceil(rows.length / rowsOnAPage));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    rows: rows.slice((shown - 1) * rowsOnAPage, shown * rowsOnAPage),
    page: shown,
    pages,
    total: rows.length,
  };
}

/** How many there are of each standing. */
export const countsOf = (rows: readonly Row[]): Readonly<Record<Standing, number>> =>
  Object.fromEntries(
    standings.map((each) => [each, rows.filter((row) => row.standings.includes(each)).length]),
  ) as Record<Standing, number>;
