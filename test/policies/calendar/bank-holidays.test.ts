import Holidays from "date-holidays";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import englandAndWales from "../../../policies/calendar/bank-holidays/england-and-wales.json" with { type: "json" };
import northernIreland from "../../../policies/calendar/bank-holidays/northern-ireland.json" with { type: "json" };
import scotland from "../../../policies/calendar/bank-holidays/scotland.json" with { type: "json" };
import { calendarOf, nations, type Nation } from "../../../policies/calendar/bank-holidays.ts";
import { isDay } from "../../../policies/calendar/instant.ts";

const years = [2024, 2025, 2026, 2027, 2028];
const files = { "england-and-wales": englandAndWales, scotland, "northern-ireland": northernIreland };

const day = z.string().refine(isDay, "is not a real day");
const file = z.strictObject({
  division: z.enum(nations),
  source: z.literal("https://www.gov.uk/bank-holidays.json"),
  holdsFrom: day,
  holdsUntil: day,
  events: z.array(z.strictObject({ title: z.string().min(1), date: day, notes: z.enum(["", "Substitute day"]) })),
});

describe.each(nations)("the data of %s", (nation) => {
  test("is well formed: its own nation, real days in order, none twice, none on a weekend, all within what it holds", () => {
    const { division, events, holdsFrom, holdsUntil } = file.parse(files[nation]);
    const days = events.map(({ date }) => date);
    expect(division).toBe(nation);
    expect([holdsFrom, holdsUntil]).toEqual(["2024-01-01", "2028-12-31"]);
    expect(days).toEqual([...new Set(days)].sort());
    expect(days.filter((each) => [0, 6].includes(new Date(each).getUTCDay()))).toEqual([]);
    expect(days.filter((each) => each < holdsFrom || each > holdsUntil)).toEqual([]);
  });

  test("is what the calendar holds", () => {
    const calendar = calendarOf(nation);
    expect(calendar.nation).toBe(nation);
    expect(calendar.holdsUntil).toBe("2028-12-31");
    expect([...calendar.holidays.keys()]).toEqual(files[nation].events.map(({ date }) => date));
  });

  test("has as many bank holidays each year as the nation has", () => {
    const expected = {
      "england-and-wales": [8, 8, 8, 8, 8],
      scotland: [9, 9, 10, 9, 9],
      "northern-ireland": [10, 10, 10, 10, 10],
    };
    const daysOf = (year: number) =>
      [...calendarOf(nation).holidays.keys()].filter((each) => each.startsWith(`${year}`));
    expect(years.map((year) => daysOf(year).length)).toEqual(expected[nation]);
  });
});

describe("what is published, by title", () => {
  const titleOf = (nation: Nation, date: string) => calendarOf(nation).holidays.get(date);

  test("Christmas 2026: Friday is Christmas Day, Boxing Day falls on a Saturday and moves to Monday 28", () => {
    for (const nation of nations) {
      expect(titleOf(nation, "2026-12-25")).toBe("Christmas Day");
      expect(titleOf(nation, "2026-12-26")).toBeUndefined();
      expect(titleOf(nation, "2026-12-28")).toBe("Boxing Day (substitute day)");
      expect(titleOf(nation, "2026-12-29")).toBeUndefined();
    }
  });

  test("Christmas 2027: both days fall on the weekend and move to Monday 27 and Tuesday 28", () => {
    for (const nation of nations) {
      expect(titleOf(nation, "2027-12-27")).toBe("Christmas Day (substitute day)");
      expect(titleOf(nation, "2027-12-28")).toBe("Boxing Day (substitute day)");
    }
  });

  test("Scotland has 2nd January, its August holiday on the first Monday and St Andrew's Day, but no Easter Monday", () => {
    expect(titleOf("scotland", "2026-01-02")).toBe("2nd January");
    expect(titleOf("scotland", "2027-01-04")).toBe("2nd January (substitute day)");
    expect(titleOf("scotland", "2026-08-03")).toBe("Summer bank holiday");
    expect(titleOf("scotland", "2026-08-31")).toBeUndefined();
    expect(titleOf("scotland", "2026-11-30")).toBe("St Andrew’s Day");
    expect(titleOf("scotland", "2024-12-02")).toBe("St Andrew’s Day (substitute day)");
    expect(titleOf("scotland", "2026-04-03")).toBe("Good Friday");
    expect(titleOf("scotland", "2026-04-06")).toBeUndefined();
    expect(titleOf("scotland", "2028-01-03")).toBe("New Year’s Day (substitute day)");
    expect(titleOf("scotland", "2028-01-04")).toBe("2nd January (substitute day)");
  });

  test("Scotland alone had the World Cup bank holiday on 15 June 2026", () => {
    expect(nations.map((nation) => titleOf(nation, "2026-06-15"))).toEqual([
      undefined,
      "World Cup bank holiday",
      undefined,
    ]);
  });

  test("Northern Ireland has St Patrick's Day, Battle of the Boyne and Easter Monday", () => {
    expect(titleOf("northern-ireland", "2026-03-17")).toBe("St Patrick’s Day");
    expect(titleOf("northern-ireland", "2024-03-18")).toBe("St Patrick’s Day (substitute day)");
    expect(titleOf("northern-ireland", "2026-07-13")).toBe("Battle of the Boyne (Orangemen’s Day) (substitute day)");
    expect(titleOf("northern-ireland", "2027-07-12")).toBe("Battle of the Boyne (Orangemen’s Day)");
    expect(titleOf("northern-ireland", "2026-04-06")).toBe("Easter Monday");
    expect(titleOf("england-and-wales", "2026-03-17")).toBeUndefined();
    expect(titleOf("england-and-wales", "2026-07-13")).toBeUndefined();
  });

  test("a nation that nobody publishes bank holidays for is refused by name", () => {
    expect(() => calendarOf("wales" as Nation)).toThrow(RangeError);
    expect(() => calendarOf("toString" as Nation)).toThrow(
      /"toString"; there are england-and-wales, scotland, northern-ireland/,
    );
  });
});

/**
 * Days that are published and that date-holidays does not have, with the reason. It computes its days from rules, and so lacks what
 * is proclaimed for one year only.
 */
const missingFromDateHolidays: { nation: Nation; day: string; reason: string }[] = [
  {
    nation: "scotland",
    day: "2026-06-15",
    reason: "proclaimed on 3 February 2026 for Scotland only, as GOV.UK lists it: World Cup bank holiday",
  },
];

describe("compared with date-holidays", () => {
  const cases = (
    [
      ["england-and-wales", "ENG"],
      ["england-and-wales", "WLS"],
      ["scotland", "SCT"],
      ["northern-ireland", "NIR"],
    ] as const
  ).flatMap(([nation, region]) => years.map((year) => ({ nation, region, year })));

  test.each(cases)(
    "$nation as GB-$region in $year: the same days, the same ones of them substitutes",
    ({ nation, region, year }) => {
      // It lists a holiday that falls on a weekend besides its substitute; GOV.UK publishes the substitute only.
      const theirs = new Holidays("GB", region)
        .getHolidays(year)
        .filter(({ type }) => type === "public" || type === "bank")
        .map(({ date, substitute }) => ({ day: date.slice(0, 10), isSubstitute: substitute === true }))
        .filter((each) => ![0, 6].includes(new Date(each.day).getUTCDay()));
      const known = new Set(missingFromDateHolidays.filter((each) => each.nation === nation).map((each) => each.day));
      const ours = [...calendarOf(nation).holidays]
        .map(([each, title]) => ({ day: each, isSubstitute: title.endsWith("(substitute day)") }))
        .filter((each) => each.day.startsWith(`${year}`) && !known.has(each.day));
      expect(ours).toEqual(theirs.sort((a, b) => (a.day < b.day ? -1 : 1)));
    },
  );

  test.each(missingFromDateHolidays)("$day in $nation is still missing there: $reason", ({ nation, day }) => {
    expect(calendarOf(nation).holidays.has(day)).toBe(true);
    const theirs = new Holidays("GB", "SCT").getHolidays(Number(day.slice(0, 4)));
    expect(theirs.map(({ date }) => date.slice(0, 10))).not.toContain(day);
  });
});
