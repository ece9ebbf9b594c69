import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarOf, nations } from "../../../policies/calendar/bank-holidays.ts";
import { dayOf, timeOf } from "../../../policies/calendar/instant.ts";
import { chaseAt, reminders } from "../../../policies/calendar/reminders.ts";
import { dueAfter, parseTimescale, type Timescale } from "../../../policies/calendar/timescale.ts";
import { isWorkingDay, workingHoursBetween } from "../../../policies/calendar/working-days.ts";

const england = calendarOf("england-and-wales");

/** The reminders of what starts at `start` and is given `words`, due then or at `due`, one a line. */
function remindersOf(start: string, words: string, due?: string): string[] {
  const timescale = parseTimescale(words) as Timescale;
  const found = reminders(start, due ?? dueAfter(start, timescale, england).at, timescale, england);
  return found.map(({ at, kind }) => `${kind} ${at}`);
}

describe("the reminder of the last working day whose 09:30 leaves four working hours or more", () => {
  test.each([
    ["2026-11-23T10:00:00.000Z", "3 working days", "2026-11-26T09:30:00.000Z", "that day, at 09:30"],
    ["2026-06-01T10:00:00.000Z", "3 working days", "2026-06-04T08:30:00.000Z", "09:30 in summer"],
    ["2026-12-23T11:00:00.000Z", "3 working days", "2026-12-30T09:30:00.000Z", "over Christmas"],
    ["2026-04-02T11:00:00.000Z", "2 working days", "2026-04-08T08:30:00.000Z", "over Easter"],
    ["2026-03-27T10:00:00.000Z", "1 working day", "2026-03-30T08:30:00.000Z", "over the clocks going forward"],
    ["2026-10-23T09:00:00.000Z", "1 working day", "2026-10-26T09:30:00.000Z", "over the clocks going back"],
    ["2026-11-25T10:00:00.000Z", "4 days", "2026-11-27T09:30:00.000Z", "on Friday for what is due on Sunday"],
    ["2026-11-24T13:30:00.000Z", "48 hours", "2026-11-26T09:30:00.000Z", "that day for hours that end at 13:30"],
    ["2026-11-24T13:29:00.000Z", "48 hours", "2026-11-25T09:30:00.000Z", "the day before for hours that end at 13:29"],
    ["2026-11-24T10:00:00.000Z", "48 hours", "2026-11-25T09:30:00.000Z", "the day before for hours that end at 10:00"],
    [
      "2026-11-27T18:00:00.000Z",
      "same working day",
      "2026-11-30T09:30:00.000Z",
      "on Monday for what came on Friday evening",
    ],
    [
      "2026-11-23T07:00:00.000Z",
      "same working day",
      "2026-11-23T09:30:00.000Z",
      "that very day for what came before 09:00",
    ],
  ])("%s and %s: %s (%s)", (start, words, at) => {
    expect(remindersOf(start, words)).toEqual([`last day ${at}`]);
  });
});

describe("the reminder at half time, where five or more days are given", () => {
  test.each([
    [
      "2026-11-23T10:00:00.000Z",
      "5 working days",
      "2026-11-26T09:30:00.000Z",
      "2026-11-30T09:30:00.000Z",
      "day 3 of 5",
    ],
    [
      "2026-11-23T10:00:00.000Z",
      "10 working days",
      "2026-11-30T09:30:00.000Z",
      "2026-12-07T09:30:00.000Z",
      "day 5 of 10",
    ],
    [
      "2026-11-23T10:00:00.000Z",
      "7 days",
      "2026-11-26T09:30:00.000Z",
      "2026-11-30T09:30:00.000Z",
      "day 3 of 5 working days",
    ],
    [
      "2026-11-23T10:00:00.000Z",
      "1 week",
      "2026-11-26T09:30:00.000Z",
      "2026-11-30T09:30:00.000Z",
      "a week is seven days",
    ],
    [
      "2026-11-23T10:00:00.000Z",
      "5 days",
      "2026-11-25T09:30:00.000Z",
      "2026-11-27T09:30:00.000Z",
      "day 2 of 4, due Saturday",
    ],
    [
      "2026-10-16T09:00:00.000Z",
      "2 weeks",
      "2026-10-23T08:30:00.000Z",
      "2026-10-30T09:30:00.000Z",
      "over the clocks going back",
    ],
    [
      "2026-12-24T12:00:00.000Z",
      "10 days",
      "2026-12-30T09:30:00.000Z",
      "2026-12-31T09:30:00.000Z",
      "29, 30, 31, due Sunday 3",
    ],
    [
      "2026-12-23T11:00:00.000Z",
      "5 working days",
      "2026-12-30T09:30:00.000Z",
      "2027-01-04T09:30:00.000Z",
      "24, 29, 30, 31, 4",
    ],
    [
      "2026-11-28T11:00:00.000Z",
      "5 working days",
      "2026-12-02T09:30:00.000Z",
      "2026-12-04T09:30:00.000Z",
      "from a Saturday",
    ],
  ])("%s and %s: %s, then on the last day %s (%s)", (start, words, halfTime, lastDay) => {
    expect(remindersOf(start, words)).toEqual([`half time ${halfTime}`, `last day ${lastDay}`]);
  });

  test("there is none for four days, for hours however many, or for the same working day", () => {
    expect(remindersOf("2026-11-23T10:00:00.000Z", "4 working days")).toEqual(["last day 2026-11-27T09:30:00.000Z"]);
    expect(remindersOf("2026-11-23T10:00:00.000Z", "4 days")).toEqual(["last day 2026-11-27T09:30:00.000Z"]);
    expect(remindersOf("2026-11-23T10:00:00.000Z", "240 hours")).toEqual(["last day 2026-12-02T09:30:00.000Z"]);
  });

  test("where it would be the last day as well, only that one is given", () => {
    expect(remindersOf("2026-12-24T12:00:00.000Z", "5 days")).toEqual(["last day 2026-12-29T09:30:00.000Z"]);
  });

  test("it follows a deadline that was brought nearer", () => {
    expect(remindersOf("2026-11-23T10:00:00.000Z", "10 working days", "2026-11-27T17:00:00.000Z")).toEqual([
      "half time 2026-11-25T09:30:00.000Z",
      "last day 2026-11-27T09:30:00.000Z",
    ]);
  });
});

describe("none is given", () => {
  test("where fewer than four working hours lie between the start and the deadline", () => {
    expect(remindersOf("2026-11-23T16:00:00.000Z", "1 hour", "2026-11-24T11:59:59.999Z")).toEqual([]);
    expect(remindersOf("2026-11-24T08:00:00.000Z", "1 hour", "2026-11-24T13:29:59.999Z")).toEqual([]);
    expect(remindersOf("2026-11-24T08:00:00.000Z", "1 hour", "2026-11-24T13:30:00.000Z")).toEqual([
      "last day 2026-11-24T09:30:00.000Z",
    ]);
    expect(remindersOf("2026-11-27T14:00:00.000Z", "2 days")).toEqual([]);
    expect(remindersOf("2026-11-28T10:00:00.000Z", "1 day")).toEqual([]);
  });

  test("where the working day before, whose 09:30 would leave enough, began before the start", () => {
    expect(remindersOf("2026-11-23T16:00:00.000Z", "1 hour", "2026-11-24T12:00:00.000Z")).toEqual([]);
    expect(remindersOf("2026-11-27T10:00:00.000Z", "72 hours")).toEqual([]);
  });

  test("at or before the start", () => {
    expect(remindersOf("2026-11-23T09:29:59.999Z", "same working day")).toEqual(["last day 2026-11-23T09:30:00.000Z"]);
    expect(remindersOf("2026-11-23T09:30:00.000Z", "same working day")).toEqual([]);
    expect(remindersOf("2026-11-23T11:00:00.000Z", "same working day")).toEqual([]);
  });

  test("for a deadline that is not after the start", () => {
    expect(remindersOf("2026-11-23T10:00:00.000Z", "5 working days", "2026-11-23T10:00:00.000Z")).toEqual([]);
    expect(remindersOf("2026-11-23T10:00:00.000Z", "5 working days", "2026-11-20T17:00:00.000Z")).toEqual([]);
  });

  test("for malformed instants, which are refused as defects", () => {
    expect(() => remindersOf("Monday", "5 working days", "2026-11-30T17:00:00.000Z")).toThrow(RangeError);
    expect(() => remindersOf("2026-11-23T10:00:00.000Z", "5 working days", "Monday")).toThrow(RangeError);
  });
});

test("for any start, deadline and nation they are in order, between the two, at 09:30 on working days, with four working hours to go, the last day among them", () => {
  const minutes = fc.integer({ min: 0, max: 5 * 366 * 24 * 60 });
  const timescales: fc.Arbitrary<Timescale> = fc.oneof(
    fc.record({
      count: fc.integer({ min: 1, max: 30 }),
      unit: fc.constantFrom("hours", "days", "weeks", "working days"),
    }),
    fc.constant({ unit: "same working day" } as const),
  );
  const brought = fc.integer({ min: 0, max: 10 * 24 * 60 });
  fc.assert(
    fc.property(minutes, timescales, brought, fc.constantFrom(...nations), (minute, timescale, nearer, nation) => {
      const calendar = calendarOf(nation);
      const start = new Date(Date.UTC(2024, 0, 1) + minute * 60_000).toISOString();
      const due = new Date(Date.parse(dueAfter(start, timescale, calendar).at) - nearer * 60_000).toISOString();
      const found = reminders(start, due, timescale, calendar);
      const instants = found.map(({ at }) => at);
      expect(instants).toEqual([...new Set(instants)].sort());
      for (const at of instants) {
        expect(start < at && at < due).toBe(true);
        expect(timeOf(at)).toBe("09:30");
        expect(isWorkingDay(dayOf(at), calendar)).toBe(true);
        expect(workingHoursBetween(at, due, calendar)).toBeGreaterThanOrEqual(4);
      }
      expect(found.map(({ kind }) => kind)).toEqual(
        ["half time", "last day"].slice(-found.length, found.length ? 2 : 0),
      );
      if (workingHoursBetween(start, due, calendar) < 4) expect(found).toEqual([]);
    }),
    { seed: 20261126, numRuns: 500 },
  );
});

describe("what is overdue is asked for again in working time alone, London time", () => {
  test.each([
    ["2026-11-26T09:30:00.000Z", "2026-11-26T09:30:00.000Z", "at once on a working day"],
    ["2026-11-26T16:59:00.000Z", "2026-11-26T16:59:00.000Z", "until 17:00"],
    ["2026-11-26T17:00:00.000Z", "2026-11-27T09:30:00.000Z", "from 17:00 on, the next morning"],
    ["2026-11-26T03:00:00.000Z", "2026-11-26T09:30:00.000Z", "at night, that morning"],
    ["2026-11-28T12:00:00.000Z", "2026-11-30T09:30:00.000Z", "on a Saturday, on Monday"],
    ["2026-12-24T18:00:00.000Z", "2026-12-29T09:30:00.000Z", "after Christmas, with Boxing Day kept on the Monday"],
    ["2026-06-06T12:00:00.000Z", "2026-06-08T08:30:00.000Z", "at 09:30 by the clock in summer"],
  ])("%s becomes %s: %s", (instant, expected) => {
    expect(chaseAt(instant, england)).toBe(expected);
  });

  test("whatever the timescale, a chase is on a working day from 09:30 to 17:00", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-01"), noInvalidDate: true }),
        fc.constantFrom("4 hours", "24 hours", "3 days", "1 working day", "5 working days", "1 week"),
        (begin, words) => {
          const at = chaseAt(
            dueAfter(begin.toISOString(), parseTimescale(words) as Timescale, england, "09:30").at,
            england,
          );
          expect(isWorkingDay(dayOf(at), england)).toBe(true);
          expect(timeOf(at) >= "09:30" && timeOf(at) < "17:00").toBe(true);
        },
      ),
      { numRuns: 300, seed: 11 },
    );
  });
});
