/** Which escalations a register shows, how each stands, and in which order, of facts alone. */
import { describe, expect, test } from "vitest";
import { factsOf } from "../../../functions/figures/facts.ts";
import { columns, timeInWords } from "../../../functions/register/columns.ts";
import { lastYear } from "../../../functions/register/read.ts";
import {
  countsOf,
  livedIn,
  matching,
  pageOf,
  rowOf,
  sorted,
  sorts,
  standings,
  type Filters,
  type Row,
} from "../../../functions/register/rows.ts";
import { timeLeft } from "../../../functions/figures/time-left.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { knowsleyRaised, play, silentUntil } from "../../support/core.ts";
import { everyStanding, many, now, open, settled, stage } from "./support.ts";

const names: Record<string, string> = {
  "whitebeam-school": "Whitebeam",
  "social-care": "Care",
  "merrow-health": "Merrow",
};
const rowsOf = (all = everyStanding): Row[] =>
  all.map((each) => rowOf(each, { ...making, nameOf: (id) => names[id] ?? id }));
const england = calendarOf("england-and-wales");
const making = { now, nameOf: String, calendarOf: () => england };
const references = (rows: readonly Row[]) => rows.map(({ reference }) => reference.slice(0, 1)).join("");
/** What a row says in a column. */
const says = (row: Row, id: (typeof columns)[number]["id"]) => columns.find((each) => each.id === id)?.shown(row, now);

describe("how an escalation stands", () => {
  test("ALL-12 each stands as its facts say, in words, with the time that is left or over", () => {
    expect(rowsOf().map((row) => [row.standings, says(row, "state"), says(row, "time")])).toEqual([
      [["open"], "Open", "2 working days left"],
      [["open", "overdue"], "Overdue", "1 working day over"],
      [["open", "waiting for the chair"], "Waiting for the chair", "1 working day left"],
      [["awaiting confirmation"], "Resolved, awaiting confirmation", "3 working days left"],
      [["settled"], "Resolved", ""],
      [["withdrawn"], "Withdrawn", ""],
    ]);
    expect(countsOf(rowsOf())).toEqual({
      open: 3,
      overdue: 1,
      "waiting for the chair": 1,
      "awaiting confirmation": 1,
      settled: 1,
      withdrawn: 1,
    });
  });

  test("ALL-12 overdue is what is past its deadline and not what is due this very instant, at the chair and after the end too", () => {
    const at = (due: string) => rowOf(open("AAAA-2222", { stages: [stage({ due })] }), making).standings;
    expect(at(now)).toEqual(["open"]);
    expect(at("2026-11-16T09:59:59.999Z")).toEqual(["open", "overdue"]);
    const chair = rowOf(
      open("A", { stages: [stage({ due: "2026-11-15T09:00:00.000Z", asked: ["partnership"] })] }),
      making,
    );
    expect(says(chair, "state")).toBe("Overdue, waiting for the chair");
    const { closedAt: _, ...over } = settled("A");
    const owed = [{ asks: "confirm it", due: "2026-11-13T17:00:00.000Z", setBy: "policy" as const }];
    expect(says(rowOf({ ...over, owed }, making), "state")).toBe("Resolved, confirmation overdue");
  });

  test("ALL-12 an escalation that nobody answers comes by itself to the chair, and is then waited for there", () => {
    const raised = play(...knowsleyRaised("2026-11-02T10:00:00.000Z", { arose: "2026-11-02T00:00:00.000Z" }));
    const at = (instant: string) => {
      const story = silentUntil(raised, instant);
      const facts = factsOf({ reference: "AAAA-2222", history: story.history }, story.rules);
      return rowOf(facts, { ...making, now: instant });
    };
    // Stage 1 is over on Thursday 5 November at 17:00, stage 2 on the 12th, stage 3 on the 19th.
    expect(at("2026-11-05T16:00:00.000Z")).toMatchObject({
      standings: ["open"],
      stage: { id: "knowsley/practitioners", title: "Stage 1: practitioners" },
      due: "2026-11-05T17:00:00.000Z",
    });
    expect(at("2026-11-19T18:00:00.000Z")).toMatchObject({
      standings: ["open", "waiting for the chair"],
      stage: { id: "knowsley/chair" },
    });
  });

  test.each([
    ["2026-11-16T10:00:59.999Z", "less than one working hour left"],
    ["2026-11-16T11:00:00.000Z", "1 working hour left"],
    ["2026-11-16T09:01:00.000Z", "less than one working hour over"],
    ["2026-11-16T09:00:00.000Z", "1 working hour over"],
    ["2026-11-13T17:00:00.000Z", "1 working day over"],
    ["2026-11-18T10:00:00.000Z", "2 working days left"],
  ])("ALL-12 the time to %s is %s, over a weekend too", (due, words) =>
    expect(timeInWords(timeLeft(due, now, england))).toBe(words),
  );
});

describe("which are shown", () => {
  test.each<[Filters, string]>([
    [{}, "ABCDEF"],
    [{ state: "open" }, "ABC"],
    [{ state: "overdue" }, "B"],
    [{ state: "waiting for the chair" }, "C"],
    [{ state: "awaiting confirmation" }, "D"],
    [{ state: "settled" }, "E"],
    [{ state: "withdrawn" }, "F"],
    [{ stage: "knowsley/chair" }, "C"],
    [{ type: "plan or progress" }, "C"],
    [{ raising: "merrow-health" }, "C"],
    [{ receiving: "police" }, "E"],
    [{ reference: "BBBB-2222" }, "B"],
    [{ state: "open", raising: "whitebeam-school" }, "AB"],
    [{ state: "settled", raising: "merrow-health" }, ""],
  ])("ALL-12 %o shows %s", (filters, shown) => expect(references(matching(rowsOf(), filters))).toBe(shown));

  test("ALL-12 in a period are those that lived on one of its days in London: not closed before, not raised after", () => {
    // It was raised and closed in summer time, an hour before midnight UTC.
    const one = settled("A", { raisedAt: "2026-06-10T23:00:00.000Z", closedAt: "2026-06-20T22:59:59.999Z" });
    const lived = (from: string, to: string) => livedIn({ from, to }, one);
    expect([lived("2026-06-01", "2026-06-10"), lived("2026-06-01", "2026-06-11")]).toEqual([false, true]);
    expect([lived("2026-06-20", "2026-06-30"), lived("2026-06-21", "2026-06-30")]).toEqual([true, false]);
    const { closedAt: _, ...stillOwed } = one;
    expect(livedIn({ from: "2026-11-01", to: "2026-11-02" }, stillOwed)).toBe(true);
  });

  test.each([
    ["2026-11-16T10:00:00.000Z", "2025-11-17", "2026-11-16"],
    // Already the next day in London.
    ["2026-06-30T23:30:00.000Z", "2025-07-02", "2026-07-01"],
    ["2028-02-29T10:00:00.000Z", "2027-03-01", "2028-02-29"],
  ])("ALL-12 the year up to %s is from %s to %s", (at, from, to) => expect(lastYear(at)).toEqual({ from, to }));
});

describe("in which order", () => {
  test.each([
    ["most delayed", "BCADFE"],
    ["reference", "ABCDEF"],
    ["raised", "ACBDEF"],
    ["deadline", "BCADEF"],
    ["stage", "ABDEFC"],
    ["raising", "CABDEF"],
    ["receiving", "ABCDFE"],
  ] as const)("ALL-12 sorted by %s they are %s, however they come", (by, order) => {
    const rows = rowsOf();
    for (let turn = 0; turn < rows.length; turn++)
      expect(references(sorted([...rows.slice(turn), ...rows.slice(0, turn)], by))).toBe(order);
  });

  test("ALL-12 of sixty alike each is on one page, 25 a page, whatever they are sorted by", () => {
    const rows = rowsOf(many(60));
    for (const by of sorts) {
      const pages = [1, 2, 3].map((page) => pageOf(sorted(rows.toReversed(), by), page));
      expect(pages.map((each) => [each.rows.length, each.page, each.pages, each.total])).toEqual([
        [25, 1, 3, 60],
        [25, 2, 3, 60],
        [10, 3, 3, 60],
      ]);
      expect(new Set(pages.flatMap((each) => each.rows.map(({ reference }) => reference))).size).toBe(60);
    }
    expect(pageOf(rows, 9).page).toBe(3);
    expect(pageOf([], 1)).toEqual({ rows: [], page: 1, pages: 1, total: 0 });
  });

  test("every standing is one that something can have", () => {
    expect(standings.filter((each) => !rowsOf().some((row) => row.standings.includes(each)))).toEqual([]);
  });
});
