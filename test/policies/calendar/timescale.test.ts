import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarOf, nations, type Calendar } from "../../../policies/calendar/bank-holidays.ts";
import { addDays, dayOf, instantOf, timeOf } from "../../../policies/calendar/instant.ts";
import {
  dueAfter,
  endOfNextWorkingDay,
  parseTimescale,
  timescaleInWords,
  type Timescale,
} from "../../../policies/calendar/timescale.ts";
import { isWorkingDay, workingDaysBetween } from "../../../policies/calendar/working-days.ts";

const england = calendarOf("england-and-wales");
const scotland = calendarOf("scotland");
const northernIreland = calendarOf("northern-ireland");

/** When what starts at `start` and is given `words` falls due. */
function due(start: string, words: string, calendar: Calendar = england, endOfDay?: string): string {
  const timescale = parseTimescale(words);
  if (timescale === undefined) throw new Error(`Not a timescale: ${words}`);
  return (
    endOfDay === undefined ? dueAfter(start, timescale, calendar) : dueAfter(start, timescale, calendar, endOfDay)
  ).at;
}

describe("reading a timescale", () => {
  test.each([
    ["3 working days", { count: 3, unit: "working days" }],
    ["1 working day", { count: 1, unit: "working days" }],
    ["48 hours", { count: 48, unit: "hours" }],
    ["1 hour", { count: 1, unit: "hours" }],
    ["7 days", { count: 7, unit: "days" }],
    ["1 day", { count: 1, unit: "days" }],
    ["2 weeks", { count: 2, unit: "weeks" }],
    ["1 week", { count: 1, unit: "weeks" }],
    ["999 days", { count: 999, unit: "days" }],
    ["same working day", { unit: "same working day" }],
    ["immediately", { unit: "same working day", inWords: "immediately" }],
    ["24 hours (one working day)", { count: 1, unit: "working days", inWords: "24 hours (one working day)" }],
    ["48 hours (two working days)", { count: 2, unit: "working days", inWords: "48 hours (two working days)" }],
    ["72 hours (three working days)", { count: 3, unit: "working days", inWords: "72 hours (three working days)" }],
    ["96 hours (four working days)", { count: 4, unit: "working days", inWords: "96 hours (four working days)" }],
    ["1 week (five working days)", { count: 5, unit: "working days", inWords: "1 week (five working days)" }],
    ["1 week (seven days)", { count: 7, unit: "days", inWords: "1 week (seven days)" }],
    ["2 weeks (ten working days)", { count: 10, unit: "working days", inWords: "2 weeks (ten working days)" }],
    ["48 hours (2 working days)", { count: 2, unit: "working days", inWords: "48 hours (2 working days)" }],
    ["48 hours (same working day)", { unit: "same working day", inWords: "48 hours (same working day)" }],
  ])("%j is understood, and written back the same", (text, timescale) => {
    expect(parseTimescale(text)).toEqual(timescale);
    expect(timescaleInWords(timescale as Timescale)).toBe(text);
  });

  test.each([
    "",
    "at once",
    "immediately, today",
    "48 hours (soon)",
    "soon (2 working days)",
    "48 hours ()",
    "x (y)",
    "48 hours (twelve working days)",
    "48 hours (two working days) or so",
    "48 hours (2 two working days)",
    "two working days",
    "\n48 hours (two working days)",
    "timely",
    "0 days",
    "-1 days",
    "1.5 days",
    "05 days",
    "1000 days",
    "1 days",
    "3 working day",
    "3 Working Days",
    "3  working days",
    " 3 days",
    "3 days ",
    "3 days\n",
    "three days",
    "3 months",
    "3",
    "days",
    "the same working day",
    "1 same working day",
  ])("%j is not", (text) => {
    expect(parseTimescale(text)).toBeUndefined();
  });
});

describe("working days: day 0 is the day of the event, 17:00 at the end of the last", () => {
  test.each([
    ["2026-11-23T10:00:00.000Z", "5 working days", "2026-11-30T17:00:00.000Z", "over a weekend"],
    ["2026-11-23T08:15:00.000Z", "1 working day", "2026-11-24T17:00:00.000Z", "before 09:00 counts as that day"],
    [
      "2026-11-23T18:00:00.000Z",
      "1 working day",
      "2026-11-24T17:00:00.000Z",
      "in the evening: day 0 is still that day",
    ],
    ["2026-11-28T12:00:00.000Z", "2 working days", "2026-12-01T17:00:00.000Z", "from a Saturday: Monday is day 1"],
    ["2026-11-29T23:59:00.000Z", "1 working day", "2026-11-30T17:00:00.000Z", "from late on Sunday"],
    ["2026-12-23T11:00:00.000Z", "2 working days", "2026-12-29T17:00:00.000Z", "Christmas: 24, 29"],
    ["2026-12-23T11:00:00.000Z", "3 working days", "2026-12-30T17:00:00.000Z", "Christmas: 24, 29, 30"],
    ["2026-12-23T11:00:00.000Z", "5 working days", "2027-01-04T17:00:00.000Z", "and New Year: 24, 29, 30, 31, 4"],
    ["2026-12-25T11:00:00.000Z", "1 working day", "2026-12-29T17:00:00.000Z", "from Christmas Day"],
    [
      "2027-12-24T11:00:00.000Z",
      "1 working day",
      "2027-12-29T17:00:00.000Z",
      "Christmas 2027: 27 and 28 are substitutes",
    ],
    ["2025-12-31T15:00:00.000Z", "1 working day", "2026-01-02T17:00:00.000Z", "New Year 2026"],
    ["2026-04-02T11:00:00.000Z", "2 working days", "2026-04-08T16:00:00.000Z", "Easter 2026: 7, 8 April, summer time"],
    [
      "2027-03-24T12:00:00.000Z",
      "3 working days",
      "2027-03-31T16:00:00.000Z",
      "Easter 2027 and clocks: 25, 30, 31 March",
    ],
    ["2026-03-27T10:00:00.000Z", "1 working day", "2026-03-30T16:00:00.000Z", "clocks forward: 17:00 is 16:00 UTC"],
    ["2026-10-23T09:00:00.000Z", "1 working day", "2026-10-26T17:00:00.000Z", "clocks back: 17:00 is 17:00 UTC"],
    ["2028-02-28T10:00:00.000Z", "1 working day", "2028-02-29T17:00:00.000Z", "29 February is a day"],
    ["2028-02-28T10:00:00.000Z", "2 working days", "2028-03-01T17:00:00.000Z", "over 29 February"],
    ["2026-06-01T22:59:00.000Z", "1 working day", "2026-06-02T16:00:00.000Z", "raised at 23:59 on Monday in summer"],
    [
      "2026-06-01T23:30:00.000Z",
      "1 working day",
      "2026-06-03T16:00:00.000Z",
      "raised at 00:30 on Tuesday, Monday in UTC",
    ],
    ["2026-11-23T23:59:59.999Z", "1 working day", "2026-11-24T17:00:00.000Z", "raised at the end of Monday in winter"],
  ])("%s and %s: %s (%s)", (start, words, expected) => {
    expect(due(start, words)).toBe(expected);
  });

  test("nations differ: New Year 2027, Easter 2026, July 2026, the World Cup", () => {
    const each = (start: string, words: string) =>
      [england, scotland, northernIreland].map((calendar) => due(start, words, calendar));
    expect(each("2026-12-31T10:00:00.000Z", "1 working day")).toEqual([
      "2027-01-04T17:00:00.000Z",
      "2027-01-05T17:00:00.000Z",
      "2027-01-04T17:00:00.000Z",
    ]);
    expect(each("2026-04-02T11:00:00.000Z", "2 working days")).toEqual([
      "2026-04-08T16:00:00.000Z",
      "2026-04-07T16:00:00.000Z",
      "2026-04-08T16:00:00.000Z",
    ]);
    expect(each("2026-07-10T11:00:00.000Z", "1 working day")).toEqual([
      "2026-07-13T16:00:00.000Z",
      "2026-07-13T16:00:00.000Z",
      "2026-07-14T16:00:00.000Z",
    ]);
    expect(each("2026-06-12T11:00:00.000Z", "1 working day")).toEqual([
      "2026-06-15T16:00:00.000Z",
      "2026-06-16T16:00:00.000Z",
      "2026-06-15T16:00:00.000Z",
    ]);
  });

  test("a policy may end its days at another time, in London", () => {
    expect(due("2026-11-23T10:00:00.000Z", "1 working day", england, "12:00")).toBe("2026-11-24T12:00:00.000Z");
    expect(due("2026-06-01T10:00:00.000Z", "1 working day", england, "23:59")).toBe("2026-06-02T22:59:00.000Z");
    expect(due("2026-06-01T10:00:00.000Z", "7 days", england, "00:00")).toBe("2026-06-07T23:00:00.000Z");
  });
});

describe("days and weeks are calendar days and end on any day", () => {
  test.each([
    ["2026-11-23T10:00:00.000Z", "7 days", "2026-11-30T17:00:00.000Z", "a week on"],
    ["2026-11-26T10:00:00.000Z", "2 days", "2026-11-28T17:00:00.000Z", "on a Saturday"],
    ["2026-12-24T12:00:00.000Z", "1 day", "2026-12-25T17:00:00.000Z", "on Christmas Day"],
    ["2026-12-24T12:00:00.000Z", "10 days", "2027-01-03T17:00:00.000Z", "on a Sunday in the new year"],
    ["2026-10-16T09:00:00.000Z", "2 weeks", "2026-10-30T17:00:00.000Z", "over the clocks going back"],
    ["2026-03-23T09:00:00.000Z", "1 week", "2026-03-30T16:00:00.000Z", "over the clocks going forward"],
    ["2028-02-25T09:00:00.000Z", "7 days", "2028-03-03T17:00:00.000Z", "over 29 February"],
    ["2026-06-01T23:30:00.000Z", "7 days", "2026-06-09T16:00:00.000Z", "from 00:30 on 2 June, 1 June in UTC"],
  ])("%s and %s: %s (%s)", (start, words, expected) => {
    expect(due(start, words)).toBe(expected);
  });
});

describe("hours run by the clock", () => {
  test.each([
    ["2026-11-27T16:45:00.000Z", "48 hours", "2026-11-29T16:45:00.000Z", "through a weekend"],
    ["2026-11-23T22:10:15.250Z", "1 hour", "2026-11-23T23:10:15.250Z", "at night"],
    ["2026-12-24T10:00:00.000Z", "24 hours", "2026-12-25T10:00:00.000Z", "into Christmas Day"],
    [
      "2026-03-28T10:00:00.000Z",
      "48 hours",
      "2026-03-30T10:00:00.000Z",
      "48 real ones: 11:00 after the clocks went forward",
    ],
    [
      "2026-10-24T09:00:00.000Z",
      "48 hours",
      "2026-10-26T09:00:00.000Z",
      "48 real ones: from 10:00 to 09:00 when they went back",
    ],
  ])("%s and %s: %s (%s)", (start, words, expected) => {
    expect(due(start, words)).toBe(expected);
  });
});

describe("the same working day", () => {
  test.each([
    ["2026-11-23T10:00:00.000Z", "2026-11-23T17:00:00.000Z", "in the morning"],
    ["2026-11-23T06:00:00.000Z", "2026-11-23T17:00:00.000Z", "before 09:00"],
    ["2026-11-23T16:59:59.999Z", "2026-11-23T17:00:00.000Z", "a moment before the end"],
    ["2026-11-23T17:00:00.000Z", "2026-11-24T17:00:00.000Z", "at 17:00: the next"],
    ["2026-11-27T18:00:00.000Z", "2026-11-30T17:00:00.000Z", "on Friday evening: Monday"],
    ["2026-11-28T10:00:00.000Z", "2026-11-30T17:00:00.000Z", "on Saturday: Monday"],
    ["2026-12-24T17:30:00.000Z", "2026-12-29T17:00:00.000Z", "on Christmas Eve in the evening"],
    ["2026-12-25T10:00:00.000Z", "2026-12-29T17:00:00.000Z", "on Christmas Day"],
    ["2026-06-02T15:59:00.000Z", "2026-06-02T16:00:00.000Z", "at 16:59 in summer"],
    ["2026-06-02T16:00:00.000Z", "2026-06-03T16:00:00.000Z", "at 17:00 in summer"],
    ["2026-06-01T23:30:00.000Z", "2026-06-02T16:00:00.000Z", "at 00:30 on Tuesday in summer"],
  ])("from %s: %s (%s)", (start, expected) => {
    expect(due(start, "same working day")).toBe(expected);
  });

  test("never ends before it began where a policy ends its day earlier", () => {
    expect(due("2026-11-23T15:59:00.000Z", "same working day", england, "16:00")).toBe("2026-11-23T16:00:00.000Z");
    expect(due("2026-11-23T16:00:00.000Z", "same working day", england, "16:00")).toBe("2026-11-24T16:00:00.000Z");
    expect(due("2026-11-23T16:30:00.000Z", "same working day", england, "16:00")).toBe("2026-11-24T16:00:00.000Z");
  });
});

describe("beyond the day until which bank holidays are known", () => {
  const { holdsUntil } = england;
  const give = (start: string, words: string) => dueAfter(start, parseTimescale(words) as Timescale, england);

  test("a deadline that passes it is computed without them and is provisional", () => {
    expect(holdsUntil).toBe("2028-12-31");
    expect(give("2028-12-28T10:00:00.000Z", "1 working day")).toEqual({
      at: "2028-12-29T17:00:00.000Z",
      provisional: false,
    });
    expect(give("2028-12-28T10:00:00.000Z", "2 working days")).toEqual({
      at: "2029-01-01T17:00:00.000Z",
      provisional: true,
    });
    expect(give("2029-03-01T10:00:00.000Z", "1 working day")).toEqual({
      at: "2029-03-02T17:00:00.000Z",
      provisional: true,
    });
  });

  test("the same working day and the end of the next are provisional alike", () => {
    expect(give("2028-12-29T10:00:00.000Z", "same working day")).toEqual({
      at: "2028-12-29T17:00:00.000Z",
      provisional: false,
    });
    expect(give("2028-12-29T18:00:00.000Z", "same working day")).toEqual({
      at: "2029-01-01T17:00:00.000Z",
      provisional: true,
    });
    expect(give("2029-01-02T10:00:00.000Z", "same working day")).toEqual({
      at: "2029-01-02T17:00:00.000Z",
      provisional: true,
    });
    expect(endOfNextWorkingDay("2028-12-28T23:00:00.000Z", england)).toEqual({
      at: "2028-12-29T17:00:00.000Z",
      provisional: false,
    });
    expect(endOfNextWorkingDay("2028-12-29T10:00:00.000Z", england)).toEqual({
      at: "2029-01-01T17:00:00.000Z",
      provisional: true,
    });
  });

  test("a deadline on that very day is not provisional, one on the next day is", () => {
    const until = (holdsUntil: string) => ({ ...england, holdsUntil });
    const timescale = { count: 1, unit: "working days" } as const;
    const at = "2026-11-24T17:00:00.000Z";
    expect(dueAfter("2026-11-23T10:00:00.000Z", timescale, until("2026-11-24"))).toEqual({ at, provisional: false });
    expect(dueAfter("2026-11-23T10:00:00.000Z", timescale, until("2026-11-23"))).toEqual({ at, provisional: true });
  });

  test("hours, days and weeks need no bank holidays and are never provisional", () => {
    expect(give("2028-12-28T10:00:00.000Z", "5 days")).toEqual({ at: "2029-01-02T17:00:00.000Z", provisional: false });
    expect(give("2028-12-28T10:00:00.000Z", "1 week")).toEqual({ at: "2029-01-04T17:00:00.000Z", provisional: false });
    expect(give("2028-12-31T10:00:00.000Z", "48 hours")).toEqual({
      at: "2029-01-02T10:00:00.000Z",
      provisional: false,
    });
  });

  test("a calendar that holds for less gives an earlier deadline, and says so", () => {
    const shorter = { ...england, holdsUntil: "2026-12-24" };
    const timescale = { count: 2, unit: "working days" } as const;
    expect(dueAfter("2026-12-23T11:00:00.000Z", timescale, shorter)).toEqual({
      at: "2026-12-25T17:00:00.000Z",
      provisional: true,
    });
    expect(dueAfter("2026-12-23T11:00:00.000Z", timescale, england)).toEqual({
      at: "2026-12-29T17:00:00.000Z",
      provisional: false,
    });
  });
});

describe("ALL-07 the end of the next working day", () => {
  test.each([
    ["2026-11-23T09:30:00.000Z", "2026-11-24T17:00:00.000Z"],
    ["2026-11-23T16:59:00.000Z", "2026-11-24T17:00:00.000Z"],
    ["2026-11-27T20:00:00.000Z", "2026-11-30T17:00:00.000Z"],
    ["2026-12-24T10:00:00.000Z", "2026-12-29T17:00:00.000Z"],
    ["2026-06-01T23:30:00.000Z", "2026-06-03T16:00:00.000Z"],
  ])("after %s is %s", (instant, expected) => {
    expect(endOfNextWorkingDay(instant, england)).toEqual({ at: expected, provisional: false });
  });
});

describe("what is refused as a defect", () => {
  test.each([0, -1, 1.5, Number.NaN])("a count of %d", (count) => {
    for (const unit of ["hours", "days", "weeks", "working days"] as const) {
      expect(() => dueAfter("2026-11-23T10:00:00.000Z", { count, unit }, england)).toThrow(
        /Not the count of a timescale/,
      );
      expect(() => timescaleInWords({ count, unit })).toThrow(RangeError);
    }
  });

  test("a malformed start or end of day", () => {
    expect(() => due("2026-11-23", "1 day")).toThrow(RangeError);
    expect(() => due("2026-11-23", "same working day")).toThrow(RangeError);
    expect(() => due("2026-11-23T10:00:00.000Z", "1 day", england, "5pm")).toThrow(RangeError);
    expect(() => endOfNextWorkingDay("2026-11-23", england)).toThrow(RangeError);
  });
});

describe("for any start, nation and count", () => {
  const seeded = { seed: 20261126, numRuns: 300 };
  const starts = fc
    .tuple(fc.integer({ min: 0, max: 5 * 366 * 24 * 60 }), fc.integer({ min: 0, max: 59_999 }))
    .map(([minutes, rest]) => new Date(Date.UTC(2024, 0, 1) + minutes * 60_000 + rest).toISOString());
  const calendars = fc.constantFrom(...nations).map(calendarOf);
  const counts = fc.integer({ min: 1, max: 60 });
  const counted = fc.record({ count: counts, unit: fc.constantFrom("hours", "days", "weeks", "working days") });
  const timescales: fc.Arbitrary<Timescale> = fc.oneof(counted, fc.constant({ unit: "same working day" } as const));

  test("a deadline is after its start", () => {
    fc.assert(
      fc.property(starts, timescales, calendars, (start, timescale, calendar) => {
        expect(dueAfter(start, timescale, calendar).at > start).toBe(true);
      }),
      seeded,
    );
  });

  test("one more is later, in every unit", () => {
    fc.assert(
      fc.property(starts, counted, calendars, (start, timescale, calendar) => {
        const more = { ...timescale, count: timescale.count + 1 };
        expect(dueAfter(start, more, calendar).at > dueAfter(start, timescale, calendar).at).toBe(true);
      }),
      seeded,
    );
  });

  test("what starts later is never due earlier", () => {
    fc.assert(
      fc.property(starts, starts, timescales, calendars, (a, b, timescale, calendar) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        expect(dueAfter(first, timescale, calendar).at <= dueAfter(second, timescale, calendar).at).toBe(true);
      }),
      seeded,
    );
  });

  test("working days end at 17:00 London time on a working day, exactly so many working days on", () => {
    fc.assert(
      fc.property(starts, counts, calendars, (start, count, calendar) => {
        const { at } = dueAfter(start, { count, unit: "working days" }, calendar);
        expect(timeOf(at)).toBe("17:00");
        expect(isWorkingDay(dayOf(at), calendar)).toBe(true);
        expect(workingDaysBetween(dayOf(start), dayOf(at), calendar)).toBe(count);
      }),
      seeded,
    );
  });

  test("a further bank holiday never brings a deadline nearer", () => {
    fc.assert(
      fc.property(
        starts,
        timescales,
        calendars,
        fc.integer({ min: 0, max: 90 }),
        (start, timescale, calendar, offset) => {
          const holidays = new Map([...calendar.holidays, [addDays(dayOf(start), offset), "One more"]]);
          const more = { ...calendar, holidays };
          expect(dueAfter(start, timescale, more).at >= dueAfter(start, timescale, calendar).at).toBe(true);
        },
      ),
      seeded,
    );
  });

  test("a calendar that holds for less never gives a later deadline, and one that is not provisional is the same", () => {
    fc.assert(
      fc.property(starts, timescales, calendars, starts, (start, timescale, calendar, until) => {
        const less = dueAfter(start, timescale, { ...calendar, holdsUntil: dayOf(until) });
        const whole = dueAfter(start, timescale, { ...calendar, holdsUntil: "2030-12-31" });
        expect(less.at <= whole.at).toBe(true);
        if (!less.provisional) expect(less.at).toBe(whole.at);
      }),
      seeded,
    );
  });

  test("an instant is on its own day: from day and time in London back to the same minute or the same clock", () => {
    fc.assert(
      fc.property(starts, (instant) => {
        const again = instantOf(dayOf(instant), timeOf(instant));
        expect(again <= instant).toBe(true);
        expect([dayOf(again), timeOf(again)]).toEqual([dayOf(instant), timeOf(instant)]);
      }),
      seeded,
    );
  });

  test("a timescale is read back from its words", () => {
    fc.assert(
      fc.property(timescales, (timescale) => {
        expect(parseTimescale(timescaleInWords(timescale))).toEqual(timescale);
      }),
      seeded,
    );
  });
});
