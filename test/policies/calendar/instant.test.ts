import { describe, expect, test } from "vitest";
import {
  addDays,
  addHours,
  addMinutes,
  dayInWords,
  dayOf,
  earlier,
  instantOf,
  inWords,
  isDay,
  isInstant,
  later,
  millisecondsBetween,
  timeOf,
} from "../../../policies/calendar/instant.ts";

describe("what is an instant and what is a day", () => {
  test.each(["2026-11-26T17:00:00.000Z", "2028-02-29T23:59:59.999Z", "1970-01-01T00:00:00.000Z"])(
    "%s is an instant",
    (text) => {
      expect(isInstant(text)).toBe(true);
    },
  );

  test.each([
    "",
    "2026-11-26",
    "2026-11-26T17:00:00Z",
    "2026-11-26T17:00:00.000",
    "2026-11-26T17:00:00.000+00:00",
    "2026-11-26T24:00:00.000Z",
    "2026-11-26T17:60:00.000Z",
    "2026-02-29T17:00:00.000Z",
    "2026-02-30T17:00:00.000Z",
    "2026-13-01T17:00:00.000Z",
    "+012026-11-26T17:00:00.000Z",
    " 2026-11-26T17:00:00.000Z",
    "2026-11-26T17:00:00.000Z\n",
    "2026-11-26xT17:00:00.000Z",
  ])("%j is not an instant", (text) => {
    expect(isInstant(text)).toBe(false);
  });

  test.each(["2026-11-26", "2028-02-29", "2000-02-29"])("%s is a day", (text) => {
    expect(isDay(text)).toBe(true);
  });

  test.each([
    "",
    "2026-11-31",
    "2026-02-29",
    "2100-02-29",
    "2026-00-10",
    "2026-1-5",
    "26-11-2026",
    "2026-11-26T",
    "2026-11-26\n",
    "12026-11-26",
  ])("%j is not a day", (text) => {
    expect(isDay(text)).toBe(false);
  });
});

describe("London's clock", () => {
  test.each([
    ["2026-11-26", "17:00", "2026-11-26T17:00:00.000Z", "winter"],
    ["2026-06-15", "17:00", "2026-06-15T16:00:00.000Z", "summer"],
    ["2026-03-28", "17:00", "2026-03-28T17:00:00.000Z", "the day before the clocks go forward"],
    ["2026-03-29", "00:30", "2026-03-29T00:30:00.000Z", "before they go forward that night"],
    ["2026-03-29", "02:00", "2026-03-29T01:00:00.000Z", "the first minute after they went forward"],
    ["2026-03-29", "17:00", "2026-03-29T16:00:00.000Z", "the day on which they went forward"],
    ["2026-10-24", "17:00", "2026-10-24T16:00:00.000Z", "the day before the clocks go back"],
    ["2026-10-25", "00:30", "2026-10-24T23:30:00.000Z", "before they go back that night"],
    ["2026-10-25", "02:00", "2026-10-25T02:00:00.000Z", "after they went back"],
    ["2026-10-25", "17:00", "2026-10-25T17:00:00.000Z", "the day on which they went back"],
    ["2028-02-29", "09:30", "2028-02-29T09:30:00.000Z", "29 February"],
    ["2027-01-01", "00:00", "2027-01-01T00:00:00.000Z", "New Year"],
    ["1970-06-01", "12:00", "1970-06-01T11:00:00.000Z", "1970, when summer time was kept all year"],
    ["1970-01-05", "12:00", "1970-01-05T11:00:00.000Z", "1970, when summer time was kept all year"],
    ["1943-07-01", "12:00", "1943-07-01T10:00:00.000Z", "1943, when summer time was double"],
  ])("%s %s is %s (%s), and reads back as that day and time", (day, time, instant) => {
    expect(instantOf(day, time)).toBe(instant);
    expect([dayOf(instant), timeOf(instant)]).toEqual([day, time]);
  });

  test("a time that comes twice when the clocks go back means the first", () => {
    expect(instantOf("2026-10-25", "01:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(timeOf("2026-10-25T00:30:00.000Z")).toBe("01:30");
    expect(timeOf("2026-10-25T01:30:00.000Z")).toBe("01:30");
  });

  test("a time that is left out when the clocks go forward is moved on by the hour", () => {
    expect(instantOf("2026-03-29", "01:00")).toBe("2026-03-29T01:00:00.000Z");
    expect(instantOf("2026-03-29", "01:30")).toBe("2026-03-29T01:30:00.000Z");
    expect(timeOf("2026-03-29T01:30:00.000Z")).toBe("02:30");
    // From summer time to double summer time.
    expect(instantOf("1941-05-04", "02:30")).toBe("1941-05-04T01:30:00.000Z");
  });

  test("half past midnight in summer is the new day, though in UTC it is still the old one", () => {
    expect(dayOf("2026-06-01T22:59:59.999Z")).toBe("2026-06-01");
    expect(dayOf("2026-06-01T23:30:00.000Z")).toBe("2026-06-02");
    expect(timeOf("2026-06-01T23:30:00.000Z")).toBe("00:30");
    expect(dayOf("2026-12-31T23:59:00.000Z")).toBe("2026-12-31");
  });

  test("is the platform's own around every change of the clock, whatever was asked before", () => {
    const own = new Intl.DateTimeFormat("en-CA", {
      timeZone: "Europe/London",
      dateStyle: "short",
      timeStyle: "short",
      hourCycle: "h23",
    });
    const begin = Date.parse("2024-01-01T00:30:00.000Z");
    const instants = Array.from({ length: 5 * 366 * 24 }, (_, hour) =>
      new Date(begin + hour * 3_600_000).toISOString(),
    );
    const months = instants.filter((instant) => ["03", "10"].includes(instant.slice(5, 7)));
    const others = [...months, ...months.toReversed()].filter(
      (instant) => `${dayOf(instant)}, ${timeOf(instant)}` !== own.format(new Date(instant)),
    );
    expect(others).toEqual([]);
  });

  test.each(["24:00", "9:30", "17:60", "", "17:00:00", "5pm", "at 17:00"])("%j is refused as a time of day", (time) => {
    expect(() => instantOf("2026-11-26", time)).toThrow(
      new RangeError(`Not a time of day, "HH:mm" from 00:00 to 23:59: ${JSON.stringify(time)}`),
    );
  });
});

describe("arithmetic", () => {
  test("hours and minutes are real ones, whatever the clocks do meanwhile", () => {
    expect(addHours("2026-03-28T10:00:00.000Z", 48)).toBe("2026-03-30T10:00:00.000Z");
    expect(addHours("2026-10-24T09:00:00.000Z", 48)).toBe("2026-10-26T09:00:00.000Z");
    expect(addHours("2026-11-26T17:00:00.000Z", -1)).toBe("2026-11-26T16:00:00.000Z");
    expect(addMinutes("2026-12-31T23:59:30.500Z", 3)).toBe("2027-01-01T00:02:30.500Z");
  });

  test("days go across months, leap days and changes of the clock", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(addDays("2027-01-01", -1)).toBe("2026-12-31");
    expect(addDays("2026-11-26", 0)).toBe("2026-11-26");
  });

  test("the earlier and the later of two instants", () => {
    const [first, second] = ["2026-11-26T17:00:00.000Z", "2026-11-26T17:00:00.001Z"];
    expect([earlier(first, second), earlier(second, first), earlier(first, first)]).toEqual([first, first, first]);
    expect([later(first, second), later(second, first), later(second, second)]).toEqual([second, second, second]);
    expect([millisecondsBetween(first, second), millisecondsBetween(second, first)]).toEqual([1, -1]);
  });
});

describe("in words", () => {
  test.each([
    ["2026-11-26T17:00:00.000Z", "5pm on Thursday 26 November 2026"],
    ["2026-11-26T09:30:00.000Z", "9:30am on Thursday 26 November 2026"],
    ["2026-11-26T12:00:00.000Z", "midday on Thursday 26 November 2026"],
    ["2026-11-26T00:00:00.000Z", "midnight on Thursday 26 November 2026"],
    ["2026-11-26T00:05:00.000Z", "12:05am on Thursday 26 November 2026"],
    ["2026-11-26T12:30:00.000Z", "12:30pm on Thursday 26 November 2026"],
    ["2026-11-26T23:59:59.999Z", "11:59pm on Thursday 26 November 2026"],
    ["2026-06-01T16:00:00.000Z", "5pm on Monday 1 June 2026"],
    ["2026-06-01T23:00:00.000Z", "midnight on Tuesday 2 June 2026"],
    ["2026-06-01T23:30:00.000Z", "12:30am on Tuesday 2 June 2026"],
    ["2026-03-29T01:00:00.000Z", "2am on Sunday 29 March 2026"],
  ])("%s is %j", (instant, words) => {
    expect(inWords(instant)).toBe(words);
  });

  test("a day is written with weekday, day, month and year", () => {
    expect(dayInWords("2026-11-26")).toBe("Thursday 26 November 2026");
    expect(dayInWords("2028-02-29")).toBe("Tuesday 29 February 2028");
    expect(dayInWords("2026-03-01")).toBe("Sunday 1 March 2026");
  });

  test("every day of a year is called what the platform calls it", () => {
    const [weekday, date] = [{ weekday: "long" } as const, { dateStyle: "long" } as const].map(
      (style) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...style }),
    );
    const days = Array.from({ length: 366 }, (_, past) => addDays("2028-01-01", past));
    const called = (day: string) => `${weekday?.format(new Date(day))} ${date?.format(new Date(day))}`;
    expect(days.map(dayInWords)).toEqual(days.map(called));
  });

  test.each(["America/Los_Angeles", "Pacific/Auckland"])(
    "on a machine that keeps the time of %s a day is the same day",
    (zone) => {
      const own = process.env["TZ"];
      process.env["TZ"] = zone;
      try {
        expect(dayInWords("2026-11-26")).toBe("Thursday 26 November 2026");
      } finally {
        if (own === undefined) delete process.env["TZ"];
        else process.env["TZ"] = own;
      }
    },
  );
});

describe("malformed arguments are refused as defects, with the text that was wrong", () => {
  test.each([
    ["dayOf", () => dayOf("yesterday")],
    ["timeOf", () => timeOf("yesterday")],
    ["addHours", () => addHours("yesterday", 1)],
    ["addMinutes", () => addMinutes("yesterday", 1)],
    ["earlier", () => earlier("2026-11-26T17:00:00.000Z", "yesterday")],
    ["later", () => later("yesterday", "2026-11-26T17:00:00.000Z")],
    ["inWords", () => inWords("yesterday")],
    ["instantOf", () => instantOf("yesterday", "17:00")],
    ["addDays", () => addDays("yesterday", 1)],
    ["dayInWords", () => dayInWords("yesterday")],
  ])("%s", (_name, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(/^Not an? (instant|day), .*"yesterday"$/);
  });

  test("fractions of hours, minutes and days are refused, and results outside four-digit years", () => {
    const outside = new RangeError("The result lies outside the years 0000 to 9999");
    expect(() => addHours("2026-11-26T17:00:00.000Z", 1.5)).toThrow(new RangeError("Not a whole number of hours: 1.5"));
    expect(() => addMinutes("2026-11-26T17:00:00.000Z", Number.NaN)).toThrow(
      new RangeError("Not a whole number of minutes: NaN"),
    );
    expect(() => addDays("2026-11-26", 0.5)).toThrow(new RangeError("Not a whole number of days: 0.5"));
    expect(() => addDays("9999-12-31", 1)).toThrow(outside);
    expect(() => addDays("0000-01-01", -1)).toThrow(outside);
    expect(() => addHours("2026-11-26T17:00:00.000Z", Number.MAX_SAFE_INTEGER)).toThrow(outside);
    expect([addDays("9999-12-30", 1), addDays("0000-01-02", -1)]).toEqual(["9999-12-31", "0000-01-01"]);
  });
});
