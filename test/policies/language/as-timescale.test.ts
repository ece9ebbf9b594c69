/** What an author meant by a timescale in other words, to be offered as what to write instead; and where that is not certain, nothing. */
import { describe, expect, test } from "vitest";
import { asTimescale } from "../../../policies/language/cannot-say.ts";

const meant: Readonly<Record<string, readonly string[]>> = {
  "5 working days": ["Within 5 working days", "five (5) working days"],
  "2 weeks": ["no later than 2 weeks", "not later than 2 weeks"],
  "48 hours": ["up to 48 hours", "48h", "48 h", "48hr", "48 hrs", "48 hrs time"],
  "1 hour": ["1 hr", "one hr"],
  "3 days": ["a maximum of 3 days", "maximum 3 days", "max 3 days"],
  "2 days": ["in 2 days", "by 2 days", "within  2 days", " 2 days ", "2 calendar days", "2 days time", "2 day"],
  "12 days": ["12 ( 12 ) days", "12(12) days", "twelve (12) days"],
  "7 days": ["7 consecutive days"],
  "1 day": ["1 calendar day", "1 consecutive day", "1 days", "01 day"],
  "same working day": [
    "same day",
    "that day",
    "end of the day",
    "end of day",
    "by the end of the working day",
    "close of business",
    "end of play",
    "today",
    "by today",
  ],
  immediately: ["at once", "straight away", "straightaway", "right away"],
  "1 working day": ["next day", "next working day", "1 business day", "1 week day", "1 office day", "1 day (business)"],
  "2 working days": ["2 business days", "2 business-days"],
  "10 working days": [
    "10 wd",
    "10wds",
    "10 w/d",
    "10 days (working)",
    "10 days working",
    "10 days (working days)",
    "10days (working day)",
    "10-working-days",
    "10  working   days",
    "10working days",
  ],
};

describe("PRE-02 a timescale in other words", () => {
  test.each(Object.entries(meant).flatMap(([timescale, all]) => all.map((each) => [each, timescale] as const)))(
    "PRE-02 by “%s” is meant “%s”",
    (text, timescale) => {
      expect(asTimescale(text)).toBe(timescale);
    },
  );

  test.each([
    "do it within 2 days",
    "12 (2) days",
    "about 5 (5) days",
    "the same day",
    "same day service",
    "at the end of play",
    "end of playtime",
    "as of today",
    "today or later",
    "not at once",
    "at once or so",
    "the next day",
    "next day or so",
    "about 10wd",
    "10wdx",
    "a 48h",
    "48hx",
    "about 10 days (working)",
    "10 days (working) more",
    "2 days timely",
    "1000 days",
    "0 days",
    "soon",
    "",
  ])("PRE-02 by “%s” nothing certain is meant", (text) => {
    expect(asTimescale(text)).toBeUndefined();
  });
});
