/** A report's periods, and which agencies are silent, told fairly. */
import { describe, expect, test } from "vitest";
import type { Facts, StageFacts } from "../../../functions/figures/facts.ts";
import { ownAgencies } from "../../../functions/figures/read.ts";
import { lastMonth, lastQuarter, previousOf, reportOf } from "../../../functions/figures/report.ts";
import { agencies, figuresFrom, open, settled, stage } from "../register/support.ts";

describe("the period before", () => {
  test.each([
    ["a month", "2026-11-01", "2026-11-30", "2026-10-01", "2026-10-31"],
    ["a month after a shorter one", "2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"],
    ["the first month of a year", "2026-01-01", "2026-01-31", "2025-12-01", "2025-12-31"],
    ["a quarter", "2026-07-01", "2026-09-30", "2026-04-01", "2026-06-30"],
    ["the first quarter", "2028-01-01", "2028-03-31", "2027-10-01", "2027-12-31"],
    ["a year", "2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"],
    ["one day", "2026-03-30", "2026-03-30", "2026-03-29", "2026-03-29"],
    ["any two days", "2026-11-10", "2026-11-16", "2026-11-03", "2026-11-09"],
    ["days that end with a month", "2026-11-02", "2026-11-30", "2026-10-04", "2026-11-01"],
  ])("ALL-12 of %s, %s to %s, is %s to %s", (_, from, to, before, last) =>
    expect(previousOf({ from, to })).toEqual({ from: before, to: last }),
  );

  test.each([
    ["2026-11-16", "2026-07-01", "2026-09-30", "2026-10-01", "2026-10-31"],
    ["2026-12-31", "2026-07-01", "2026-09-30", "2026-11-01", "2026-11-30"],
    ["2027-01-01", "2026-10-01", "2026-12-31", "2026-12-01", "2026-12-31"],
    ["2026-03-31", "2025-10-01", "2025-12-31", "2026-02-01", "2026-02-28"],
  ])("ALL-12 on %s the last whole quarter is %s to %s, and the last month %s to %s", (today, from, to, begun, over) => {
    expect(lastQuarter(today)).toEqual({ from, to });
    expect(lastMonth(today)).toEqual({ from: begun, to: over });
  });
});

describe("who is silent", () => {
  const november = { from: "2026-11-01", to: "2026-11-30" };
  const own = ["clinic", "police", "school", "care"];
  const silent = (facts: readonly Facts[], now = "2026-12-02T10:00:00.000Z") =>
    reportOf(facts, november, own, now).silent;
  const between = (raising: string, receiving: string, of: Partial<StageFacts>): Facts =>
    open("AAAA-2222", { raising, receiving, stages: [stage({ due: "2026-11-18T17:00:00.000Z", ...of })] });
  /** Its time ran out, and it climbed. */
  const climbed = { endedAt: "2026-11-18T17:00:00.000Z", timescale: "passed" as const };

  test("ALL-12 agencies that raised nothing in the period are named, though others raised with them, or they did before", () => {
    expect(
      silent([
        between("school", "care", climbed),
        settled("B", { raising: "clinic", raisedAt: "2026-10-30T10:00:00.000Z" }),
      ]).neverRaised,
    ).toEqual(["care", "clinic", "police"]);
  });

  test("ALL-12 who was asked and let the time run out is named, with how often; the raising side has spoken by raising", () => {
    const facts = [
      between("school", "care", climbed),
      between("police", "care", climbed),
      between("school", "clinic", climbed),
    ];
    expect(silent(facts).neverAnswered).toEqual([
      { agency: "care", asked: 2 },
      { agency: "clinic", asked: 1 },
    ]);
  });

  test("ALL-12 the raising side is silent once the other has answered and it has not", () => {
    expect(silent([between("school", "care", { ...climbed, answered: ["receiving"] })]).neverAnswered).toEqual([
      { agency: "school", asked: 1 },
    ]);
  });

  test.each([
    ["answered there", { ...climbed, answered: ["raising", "receiving"] as const }],
    ["was not asked there", { ...climbed, asked: ["partnership"] as const }],
    ["still has time", { due: "2026-11-29T17:00:00.000Z" }, "2026-11-20T10:00:00.000Z"],
    ["was spared by an end within the time", { endedAt: "2026-11-17T10:00:00.000Z", timescale: "within" as const }],
    ["had no time that could run out", { due: undefined as never }],
    ["was to answer in another period", { ...climbed, due: "2026-12-01T17:00:00.000Z" }],
  ])("ALL-12 nobody is silent who %s", (_, of, now?: string) =>
    expect(silent([between("school", "care", of)], now).neverAnswered).toEqual([]),
  );

  test("ALL-12 one answer in the period is enough", () => {
    const answered = between("school", "care", { ...climbed, answered: ["receiving", "raising"] });
    expect(silent([between("school", "care", climbed), answered]).neverAnswered).toEqual([]);
  });

  test("ALL-12 a partnership’s own agencies work in its areas; an organisation’s have adopted its policy (TP-01)", async () => {
    const provider = { ...agencies[0]!, id: "harbourway", areas: ["kent"], ownPolicy: "training-provider" };
    const kent = { id: "kent", name: "Kent", inbox: "a@kent.example", roles: {}, areas: ["kent"] };
    const of = (id: string) => ownAgencies(id, figuresFrom([], [...agencies, provider], [kent]));
    expect(await of("knowsley")).toEqual(["whitebeam-school", "social-care", "merrow-health", "police"]);
    expect(await of("training-provider")).toEqual(["harbourway"]);
    expect(await of("kent")).toEqual(["harbourway"]);
    expect(await of("nowhere")).toEqual([]);
  });
});
