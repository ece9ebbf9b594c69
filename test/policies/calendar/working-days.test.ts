import { describe, expect, test } from "vitest";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import {
  addWorkingDays,
  isOutOfHours,
  isWorkingDay,
  lastWorkingDayUpTo,
  nextWorkingDay,
  workingDaysBetween,
  workingHoursBetween,
} from "../../../policies/calendar/working-days.ts";

const england = calendarOf("england-and-wales");
const scotland = calendarOf("scotland");
const northernIreland = calendarOf("northern-ireland");

describe("a working day", () => {
  test.each([
    ["2026-11-23", true, "Monday"],
    ["2026-11-27", true, "Friday"],
    ["2026-11-28", false, "Saturday"],
    ["2026-11-29", false, "Sunday"],
    ["2026-12-24", true, "Christmas Eve"],
    ["2026-12-25", false, "Christmas Day"],
    ["2026-12-28", false, "Boxing Day's substitute"],
    ["2026-12-29", true, "the day after it"],
    ["2028-02-29", true, "a leap day, a Tuesday"],
  ])("%s: %s (%s)", (day, expected) => {
    expect(isWorkingDay(day, england)).toBe(expected);
  });

  test("differs between nations", () => {
    const on = (day: string) => [england, scotland, northernIreland].map((calendar) => isWorkingDay(day, calendar));
    expect(on("2026-01-02")).toEqual([true, false, true]);
    expect(on("2026-03-17")).toEqual([true, true, false]);
    expect(on("2026-04-06")).toEqual([false, true, false]);
    expect(on("2026-06-15")).toEqual([true, false, true]);
    expect(on("2026-07-13")).toEqual([true, true, false]);
    expect(on("2026-08-03")).toEqual([true, false, true]);
    expect(on("2026-08-31")).toEqual([false, true, false]);
    expect(on("2026-11-30")).toEqual([true, false, true]);
  });

  test("beyond the day until which the calendar holds, is any weekday, even one that it lists", () => {
    expect(isWorkingDay("2029-01-01", england)).toBe(true);
    expect(isWorkingDay("2029-01-06", england)).toBe(false);
    const shorter = { ...england, holdsUntil: "2026-12-24" };
    expect(isWorkingDay("2026-12-25", shorter)).toBe(true);
    expect(isWorkingDay("2026-12-25", { ...england, holdsUntil: "2026-12-25" })).toBe(false);
  });
});

describe("counting working days", () => {
  test.each([
    ["2026-11-25", "2026-11-26", "in the week"],
    ["2026-11-27", "2026-11-30", "over a weekend"],
    ["2026-11-28", "2026-11-30", "from a Saturday"],
    ["2026-12-24", "2026-12-29", "over Christmas"],
    ["2026-12-31", "2027-01-04", "over New Year, a Friday"],
    ["2026-04-02", "2026-04-07", "over Easter"],
  ])("the next after %s is %s (%s)", (day, expected) => {
    expect(nextWorkingDay(day, england)).toBe(expected);
  });

  test("the last up to a day is that day itself, or the one before the weekend and holidays", () => {
    expect(lastWorkingDayUpTo("2026-11-26", england)).toBe("2026-11-26");
    expect(lastWorkingDayUpTo("2026-11-29", england)).toBe("2026-11-27");
    expect(lastWorkingDayUpTo("2026-12-28", england)).toBe("2026-12-24");
  });

  test.each([
    ["2026-11-23", 5, "2026-11-30"],
    ["2026-12-23", 3, "2026-12-30"],
    ["2026-12-23", 5, "2027-01-04"],
    ["2026-11-28", 1, "2026-11-30"],
    ["2026-11-28", 0, "2026-11-28"],
    ["2028-02-28", 2, "2028-03-01"],
  ])("%s and %i working days is %s, and as many lie between", (day, count, expected) => {
    expect(addWorkingDays(day, count, england)).toBe(expected);
    expect(workingDaysBetween(day, expected, england)).toBe(count);
  });

  test("between counts the last day and not the first, and nothing backwards", () => {
    expect(workingDaysBetween("2026-11-23", "2026-11-23", england)).toBe(0);
    expect(workingDaysBetween("2026-11-23", "2026-11-29", england)).toBe(4);
    expect(workingDaysBetween("2026-11-27", "2026-11-29", england)).toBe(0);
    expect(workingDaysBetween("2026-11-27", "2026-11-23", england)).toBe(0);
  });

  test("malformed days, negative and broken counts are refused", () => {
    expect(() => addWorkingDays("2026-11-23", -1, england)).toThrow(/Not a count of working days: -1/);
    expect(() => addWorkingDays("2026-11-23", 1.5, england)).toThrow(RangeError);
    expect(() => addWorkingDays("2026-11-31", 0, england)).toThrow(RangeError);
    expect(() => isWorkingDay("2026-11-31", england)).toThrow(RangeError);
    expect(() => nextWorkingDay("Monday", england)).toThrow(RangeError);
    expect(() => workingDaysBetween("2026-11-23", "Monday", england)).toThrow(RangeError);
    expect(() => workingDaysBetween("Monday", "2026-11-23", england)).toThrow(RangeError);
  });
});

describe("out of hours", () => {
  test.each([
    ["2026-11-26T00:00:00.000Z", false, "midnight counts as the day that begins"],
    ["2026-11-26T08:59:59.999Z", false, "before 09:00 counts as that day"],
    ["2026-11-26T16:59:59.999Z", false, "a moment before 17:00"],
    ["2026-11-26T17:00:00.000Z", true, "17:00"],
    ["2026-11-26T23:59:00.000Z", true, "late evening"],
    ["2026-06-02T15:59:59.999Z", false, "a moment before 17:00 in summer"],
    ["2026-06-02T16:00:00.000Z", true, "17:00 in summer"],
    ["2026-06-01T23:30:00.000Z", false, "00:30 on a Tuesday in summer"],
    ["2026-11-28T12:00:00.000Z", true, "Saturday"],
    ["2026-12-28T12:00:00.000Z", true, "a bank holiday"],
  ])("%s: %s (%s)", (instant, expected) => {
    expect(isOutOfHours(instant, england)).toBe(expected);
  });
});

describe("working hours between two instants", () => {
  test.each([
    ["2026-11-26T09:00:00.000Z", "2026-11-26T17:00:00.000Z", 8, "a whole day"],
    ["2026-11-26T07:00:00.000Z", "2026-11-26T20:00:00.000Z", 8, "nothing before 09:00 or after 17:00"],
    ["2026-11-26T10:15:00.000Z", "2026-11-26T11:00:00.000Z", 0.75, "part of a day"],
    ["2026-11-26T16:00:00.000Z", "2026-11-27T10:00:00.000Z", 2, "over a night"],
    ["2026-11-27T16:00:00.000Z", "2026-11-30T10:00:00.000Z", 2, "over a weekend"],
    ["2026-11-23T10:00:00.000Z", "2026-11-30T17:00:00.000Z", 47, "7 on Monday, four whole days, 8 on the Monday after"],
    ["2026-12-24T16:00:00.000Z", "2026-12-29T10:00:00.000Z", 2, "over Christmas"],
    ["2026-11-28T09:00:00.000Z", "2026-11-29T17:00:00.000Z", 0, "a weekend"],
    ["2026-03-27T16:00:00.000Z", "2026-03-30T09:00:00.000Z", 2, "to 10:00 on the Monday after the clocks went forward"],
    ["2026-10-23T15:00:00.000Z", "2026-10-26T10:00:00.000Z", 2, "from 16:00 on the Friday before they go back"],
    ["2026-11-26T17:00:00.000Z", "2026-11-27T09:00:00.000Z", 0, "a night"],
    ["2026-11-27T10:00:00.000Z", "2026-11-26T10:00:00.000Z", 0, "backwards"],
    ["2026-11-26T10:00:00.000Z", "2026-11-26T10:00:00.000Z", 0, "no time at all"],
  ])("from %s to %s: %d (%s)", (from, to, expected) => {
    expect(workingHoursBetween(from, to, england)).toBe(expected);
  });

  test("malformed instants are refused", () => {
    expect(() => workingHoursBetween("2026-11-26", "2026-11-27T09:00:00.000Z", england)).toThrow(RangeError);
    expect(() => workingHoursBetween("2026-11-26T09:00:00.000Z", "soon", england)).toThrow(RangeError);
  });
});
