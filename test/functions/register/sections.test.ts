import { expect, test } from "vitest";
import { reportOf } from "../../../functions/figures/report.ts";
import { sectionsOf } from "../../../functions/register/sections.ts";
import { facts } from "../../support/facts.ts";

const november = { from: "2026-11-01", to: "2026-11-30" };
const ended = (endedAt: string, outcome: "withdrawn" | "erased") =>
  facts({ raisedAt: "2026-10-05T09:00:00.000Z", endedAt, outcome, workingDays: 3 });

/** What became of those that ended, by its label. */
const outcomes = (...some: ReturnType<typeof ended>[]) =>
  sectionsOf(reportOf(some, november, [], "2026-12-01T10:00:00.000Z"), (id) => id)
    .find(({ title }) => title === "Ended")
    ?.figures.slice(0, 5)
    .map(({ label, now, before }) => [label, now, before]);

test("ALL-12 what was erased while it was open has a line of its own, so that the outcomes add up to what ended", () => {
  expect(
    outcomes(
      ended("2026-10-20T09:00:00.000Z", "erased"),
      ended("2026-11-10T09:00:00.000Z", "erased"),
      ended("2026-11-11T09:00:00.000Z", "erased"),
      ended("2026-11-12T09:00:00.000Z", "withdrawn"),
    ),
  ).toEqual([
    ["Ended", "3", "1"],
    ["Resolved by the agencies", "0", "0"],
    ["Outcome given", "0", "0"],
    ["Withdrawn", "1", "0"],
    ["Erased while open", "2", "1"],
  ]);
});

test("ALL-12 where nothing was, there is no such line", () => {
  expect(outcomes(ended("2026-11-12T09:00:00.000Z", "withdrawn"))?.at(-1)?.[0]).toBe("Within timescale at every stage");
});
