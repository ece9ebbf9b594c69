/** When digests are due, against a calendar on paper. Instants are UTC; London is an hour ahead of it in summer. */
import { describe, expect, test } from "vitest";
import { nextDigest } from "../../../functions/digest/digests.ts";
import { defaultTime, dueSince, lastDue, maySendAt, nextDue } from "../../../functions/digest/schedule.ts";
import type { DigestTime, Partnership } from "../../../functions/directory/directory.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { publishedPolicies } from "../../../policies/published.ts";

const calendar = calendarOf("england-and-wales");
const fridayAt2: DigestTime = { day: "friday", at: "14:00" };
const by = (every: "week" | "month", time: DigestTime = defaultTime) => ({ every, time, calendar });
/** @param last the last day of the last period that was sent */
const since = (every: "week" | "month", last: string, upTo: string, time?: DigestTime) =>
  dueSince(last, upTo, by(every, time)).map(({ at, period }) => `${at} of ${period.from} to ${period.to}`);

describe("when a digest is due", () => {
  test("ALL-12 on Monday at 09:00 in London, of the week before, where the directory says nothing", () => {
    expect(since("week", "2026-11-22", "2026-12-07T09:00:00.000Z")).toEqual([
      "2026-11-30T09:00:00.000Z of 2026-11-23 to 2026-11-29",
      "2026-12-07T09:00:00.000Z of 2026-11-30 to 2026-12-06",
    ]);
    expect(since("week", "2026-11-29", "2026-12-07T08:59:59.999Z")).toEqual([]);
  });

  test.each<[DigestTime["day"], DigestTime["at"], string]>([
    ["monday", "09:00", "2026-11-30T09:00:00.000Z"],
    ["tuesday", "10:00", "2026-12-01T10:00:00.000Z"],
    ["wednesday", "12:00", "2026-12-02T12:00:00.000Z"],
    ["thursday", "16:00", "2026-12-03T16:00:00.000Z"],
    ["friday", "14:00", "2026-12-04T14:00:00.000Z"],
  ])("ALL-12 on %s at %s where the partnership chose that, of the whole week before", (day, at, due) => {
    expect(since("week", "2026-11-22", "2026-12-06T00:00:00.000Z", { day, at })).toEqual([
      `${due} of 2026-11-23 to 2026-11-29`,
    ]);
  });

  test("ALL-12 at its hour of London’s clocks on either side of both changes", () => {
    // Back on Sunday 25 October 2026, forward on Sunday 28 March 2027.
    expect(since("week", "2026-10-11", "2026-10-27T00:00:00.000Z")).toEqual([
      "2026-10-19T08:00:00.000Z of 2026-10-12 to 2026-10-18",
      "2026-10-26T09:00:00.000Z of 2026-10-19 to 2026-10-25",
    ]);
    expect(since("week", "2026-10-11", "2026-11-01T00:00:00.000Z", fridayAt2)).toEqual([
      "2026-10-23T13:00:00.000Z of 2026-10-12 to 2026-10-18",
      "2026-10-30T14:00:00.000Z of 2026-10-19 to 2026-10-25",
    ]);
    expect(since("week", "2027-03-14", "2027-04-09T23:00:00.000Z", { day: "wednesday", at: "16:00" })).toEqual([
      "2027-03-24T16:00:00.000Z of 2027-03-15 to 2027-03-21",
      "2027-03-31T15:00:00.000Z of 2027-03-22 to 2027-03-28",
      "2027-04-07T15:00:00.000Z of 2027-03-29 to 2027-04-04",
    ]);
    expect(since("month", "2027-02-28", "2027-04-02T00:00:00.000Z")).toEqual([
      "2027-04-01T08:00:00.000Z of 2027-03-01 to 2027-03-31",
    ]);
  });

  test("ALL-12 at the same hour of the next working day where its day is a bank holiday, and still of the week before", () => {
    // Easter Monday is 29 March 2027.
    expect(since("week", "2027-03-21", "2027-04-05T23:00:00.000Z")).toEqual([
      "2027-03-30T08:00:00.000Z of 2027-03-22 to 2027-03-28",
      "2027-04-05T08:00:00.000Z of 2027-03-29 to 2027-04-04",
    ]);
    // Christmas Day 2026 is a Friday, and Monday 28 December stands in for Boxing Day.
    expect(since("week", "2026-12-13", "2027-01-05T00:00:00.000Z", fridayAt2)).toEqual([
      "2026-12-29T14:00:00.000Z of 2026-12-14 to 2026-12-20",
      "2027-01-04T14:00:00.000Z of 2026-12-21 to 2026-12-27",
    ]);
  });

  test("KNO-18 every month on its first working day at the partnership’s hour, of the month before", () => {
    // 1 November 2026 is a Sunday; 1 January 2027 is a holiday on a Friday.
    expect(since("month", "2026-09-30", "2027-01-31T00:00:00.000Z", fridayAt2)).toEqual([
      "2026-11-02T14:00:00.000Z of 2026-10-01 to 2026-10-31",
      "2026-12-01T14:00:00.000Z of 2026-11-01 to 2026-11-30",
      "2027-01-04T14:00:00.000Z of 2026-12-01 to 2026-12-31",
    ]);
  });

  test("ALL-12 one that a holiday put off is not lost between the two days", () => {
    const friday = "2027-01-01T12:00:00.000Z";
    expect(lastDue(friday, by("month"))).toEqual({ from: "2026-11-01", to: "2026-11-30" });
    expect(nextDue(friday, by("month"))).toBe("2027-01-04T09:00:00.000Z");
    expect(nextDue("2027-03-29T12:00:00.000Z", by("week"))).toBe("2027-03-30T08:00:00.000Z");
    expect(nextDue("2027-03-30T08:00:00.000Z", by("week"))).toBe("2027-04-05T08:00:00.000Z");
  });

  test("ALL-12 in working time alone: no night, no weekend, no bank holiday, not from 17:00 on", () => {
    const may = (instant: string) => maySendAt(instant, calendar);
    expect(["2026-11-30T09:00:00.000Z", "2026-11-30T16:59:59.999Z", "2027-07-05T08:00:00.000Z"].map(may)).toEqual([
      true,
      true,
      true,
    ]);
    for (const each of [
      "2026-11-30T08:59:59.999Z",
      "2026-11-30T17:00:00.000Z",
      "2026-11-29T12:00:00.000Z",
      "2026-12-25T12:00:00.000Z",
    ])
      expect(may(each), each).toBe(false);
  });

  test("ALL-12 the next of all partnerships is the earliest, by what each chose, and strictly after", async () => {
    const next = (after: string, digest?: DigestTime) =>
      nextDigest(after, {
        publishedPolicies,
        directory: {
          partnership: async (id: string): Promise<Partnership | undefined> =>
            id === "knowsley"
              ? { id, name: id, inbox: "a@b.example", roles: {}, ...(digest ? { digest } : {}) }
              : undefined,
        },
      });
    expect(await next("2026-11-23T09:00:00.000Z")).toBe("2026-11-30T09:00:00.000Z");
    expect(await next("2026-11-30T09:00:00.000Z")).toBe("2026-12-01T09:00:00.000Z");
    expect(await next("2026-11-23T09:00:00.000Z", fridayAt2)).toBe("2026-11-27T14:00:00.000Z");
  });
});
