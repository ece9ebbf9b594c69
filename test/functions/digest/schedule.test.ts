/** When digests are due, against a calendar on paper. Instants are UTC; London is an hour ahead of it in summer. */
import { describe, expect, test } from "vitest";
import { nextDigest } from "../../../functions/digest/digests.ts";
import { nextOccurrence, occurrences } from "../../../functions/digest/schedule.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { publishedPolicies } from "../../../policies/published.ts";

const calendar = calendarOf("england-and-wales");
const between = (every: "week" | "month", after: string, upTo: string) =>
  occurrences(every, after, upTo, calendar).map(({ at, period }) => `${at} of ${period.from} to ${period.to}`);

describe("when a digest is due", () => {
  test("ALL-12 every Monday at 09:00 in London, of the week before", () => {
    expect(between("week", "2026-11-23T09:00:00.000Z", "2026-12-07T09:00:00.000Z")).toEqual([
      "2026-11-30T09:00:00.000Z of 2026-11-23 to 2026-11-29",
      "2026-12-07T09:00:00.000Z of 2026-11-30 to 2026-12-06",
    ]);
    expect(between("week", "2026-11-30T09:00:00.000Z", "2026-12-07T08:59:59.999Z")).toEqual([]);
  });

  test("ALL-12 at 09:00 on either side of a change of the clocks", () => {
    // Back on Sunday 25 October 2026, forward on Sunday 28 March 2027.
    expect(between("week", "2026-10-16T00:00:00.000Z", "2026-10-27T00:00:00.000Z")).toEqual([
      "2026-10-19T08:00:00.000Z of 2026-10-12 to 2026-10-18",
      "2026-10-26T09:00:00.000Z of 2026-10-19 to 2026-10-25",
    ]);
    expect(between("month", "2027-03-02T00:00:00.000Z", "2027-04-02T00:00:00.000Z")).toEqual([
      "2027-04-01T08:00:00.000Z of 2027-03-01 to 2027-03-31",
    ]);
  });

  test("ALL-12 on the next working day where that Monday is a bank holiday, and still of the week before", () => {
    // Easter Monday is 29 March 2027, so that week's comes on Tuesday 30 March.
    expect(between("week", "2027-03-27T00:00:00.000Z", "2027-04-05T23:00:00.000Z")).toEqual([
      "2027-03-30T08:00:00.000Z of 2027-03-22 to 2027-03-28",
      "2027-04-05T08:00:00.000Z of 2027-03-29 to 2027-04-04",
    ]);
  });

  test("KNO-18 every month on its first working day, of the month before", () => {
    // 1 November 2026 is a Sunday; 1 January 2027 is a holiday on a Friday.
    expect(between("month", "2026-10-15T00:00:00.000Z", "2027-01-31T00:00:00.000Z")).toEqual([
      "2026-11-02T09:00:00.000Z of 2026-10-01 to 2026-10-31",
      "2026-12-01T09:00:00.000Z of 2026-11-01 to 2026-11-30",
      "2027-01-04T09:00:00.000Z of 2026-12-01 to 2026-12-31",
    ]);
  });

  test("one that a holiday put off is not lost between the two days", () => {
    const friday = "2027-01-01T12:00:00.000Z";
    expect(nextOccurrence("month", friday, calendar)).toBe("2027-01-04T09:00:00.000Z");
    expect(between("month", friday, "2027-01-04T09:00:00.000Z")).toEqual([
      "2027-01-04T09:00:00.000Z of 2026-12-01 to 2026-12-31",
    ]);
    expect(nextOccurrence("week", "2027-03-29T12:00:00.000Z", calendar)).toBe("2027-03-30T08:00:00.000Z");
  });

  test("the next of all partnerships is the earliest, and strictly after", () => {
    expect(nextDigest("2026-11-23T09:00:00.000Z", publishedPolicies)).toBe("2026-11-30T09:00:00.000Z");
    expect(nextDigest("2026-11-30T09:00:00.000Z", publishedPolicies)).toBe("2026-12-01T09:00:00.000Z");
  });
});
