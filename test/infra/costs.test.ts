import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { metricsNamespace } from "../../functions/measure.ts";
import { assumptions } from "../../infra/costs/assumptions.ts";
import {
  allOf,
  costOf,
  meanOf,
  ofAMonth,
  ofKeeping,
  ofOneEscalation,
  ofTheEdge,
  sumOf,
  timesOf,
} from "../../infra/costs/costs.ts";
import { bytesOf, indexWrites } from "../../infra/costs/counting.ts";
import { deployedIn, ownMetrics, type Deployed } from "../../infra/costs/deployed.ts";
import { known } from "../../infra/costs/known.ts";
import { readMeasured, stories, type Run } from "../../infra/costs/measured.ts";
import { priceNames, readPrices, unitPrice, type PriceName, type Prices } from "../../infra/costs/prices.ts";
import { between, costsInWords } from "../../infra/costs/table.ts";

/** Prices that are easy to reckon with: a dollar each, but for those that are given. */
function made(given: Partial<Record<PriceName, number>> = {}): Prices {
  const price = (usd: number) => ({
    what: "Something",
    usd,
    per: 1,
    where: "London" as const,
    date: "2026",
    page: "https://aws.example/",
    source: "made up",
  });
  return {
    "looked up": "2026-11-22",
    factor: 1.2,
    "factor because": "made up",
    prices: Object.fromEntries(priceNames.map((name) => [name, price(given[name] ?? 1)])) as Prices["prices"],
  };
}

const run: Run = {
  policy: "made-up",
  story: "first stage",
  stages: 4,
  transitions: 20,
  tasks: 6,
  requests: 4,
  responseBytes: 40_000,
  database: { reads: 100, writes: 50 },
  recipients: 2,
  readers: 1,
  emailBytes: 4_000,
  recordBytes: 2_000_000_000,
  workingBytes: 1_000_000_000,
  spans: 2,
  days: 3,
  look: { reads: 5, writes: 1 },
  walk: { reads: 4, writes: 0 },
};

const deployed: Deployed = {
  keys: 3,
  secrets: 1,
  alarmMetrics: 40,
  dashboards: 1,
  clients: 2,
  listenedQueues: 1,
};

describe("what the service costs", () => {
  it("is reckoned as by hand: one escalation", () => {
    const lines = ofOneEscalation(run, assumptions);
    expect(lines["State transitions"]?.transition).toBe(20);
    expect(lines["Tasks of the state machine"]).toMatchObject({
      invocation: 6,
      // 6 calls of a second with half a gigabyte.
      gigabyteSecond: 3,
      keyRequest: 24,
      trace: 6,
      // 6 × 2,000 bytes, kept for 90 days: 36/12.1667 of a month’s each.
      logs: 0.000012,
    });
    expect(lines["Tasks of the state machine"]?.logStorage).toBeCloseTo((0.000012 * 90 * 12) / 365, 12);
    // 100 of its own, 2 spans × 3 looks × 5, 3 days × 4; and 50 of its own, 2 × 3 × 1.
    expect(lines["Database, reconcile’s looks included"]).toEqual({ databaseRead: 142, databaseWrite: 56 });
    // 2 e-mails × 2 requests of 10,000 bytes, and one reader’s 3.
    expect(lines["Opening the links in them"]).toMatchObject({ request: 7, invocation: 7, transferOut: 0.00018 });
    expect(lines["E-mails"]).toEqual({ recipient: 2 });
    const some = { transition: 20, recipient: 2, request: 14 };
    // 20 × 0.025/1,000 + 2 × 0.10/1,000 + 14 × 1.16/1,000,000
    expect(costOf(some, made({ transition: 0.000025, recipient: 0.0001, request: 0.00000116 }))).toBeCloseTo(
      0.0005 + 0.0002 + 0.00001624,
      12,
    );
  });

  it("is reckoned as by hand: keeping it, what is fixed, and the edge", () => {
    // 3 GB in the tables, and 2 GB of record in 47 backups.
    expect(ofKeeping(run, 47)).toMatchObject({ databaseStorage: 3, pointInTimeRecovery: 3, backup: 94 });
    // Every week a walk of 4 units, a list, and 3 witnesses.
    expect(ofKeeping(run, 47).databaseRead).toBeCloseTo((4 * 365) / 84, 10);
    expect(ofKeeping(run, 47).objectGet).toBeCloseTo((3 * 365) / 84, 10);

    const measured = { ...readMeasured(), reconcile: { reads: 10, writes: 1 }, digests: { reads: 2, writes: 0 } };
    const fixed = allOf(ofAMonth(deployed, 18, measured, assumptions));
    // 18 metrics of its own; two systems with 8 tokens a day each.
    expect(fixed).toMatchObject({ metric: 18, alarmMetric: 40, key: 3, dashboard: 1, secret: 1, client: 2 });
    expect(fixed.token).toBeCloseTo((16 * 365) / 12, 10);
    // 288 rounds of reconcile, 24 of digests and one of the witness a day, and one more a week.
    expect(fixed.invocation).toBeCloseTo(((288 + 24 + 1 + 1 / 7) * 365) / 12, 8);
    expect(fixed.databaseRead).toBeCloseTo(
      ((288 * 10 + 24 * 2) * 365) / 12 + measured.digestsOfAMonth.database.reads,
      8,
    );

    expect(ofTheEdge(1_000, assumptions)).toEqual({
      secret: 1,
      webAcl: 1,
      webRule: 3,
      edgeRequest: 1_000,
      webRequest: 1_000,
    });
  });

  it("adds up, multiplies and weighs", () => {
    expect(sumOf({ key: 1, token: 2 }, { token: 3 })).toEqual({ key: 1, token: 5 });
    expect(timesOf({ key: 1, token: 2 }, 3)).toEqual({ key: 3, token: 6 });
    const mean = meanOf([
      [{ a: { key: 10 } }, 3],
      [{ a: { key: 2, token: 4 } }, 1],
    ]);
    expect(mean).toEqual({ a: { key: 8, token: 1 } });
  });

  it("takes a price for so many, and raises one of the United States", () => {
    const prices = made();
    expect(
      unitPrice(
        { factor: 1.2, prices: { ...prices.prices, backup: { ...prices.prices.backup, usd: 5, per: 100 } } },
        "backup",
      ),
    ).toBe(0.05);
    expect(
      unitPrice(
        { factor: 1.2, prices: { ...prices.prices, backup: { ...prices.prices.backup, where: "United States" } } },
        "backup",
      ),
    ).toBe(1.2);
  });

  it("uses prices that each say where they are from and of when", () => {
    const { prices } = readPrices();
    expect(Object.keys(prices).toSorted()).toEqual([...priceNames].toSorted());
    for (const [name, { source, date, page }] of Object.entries(prices)) {
      expect(source, name).not.toBe("");
      expect(page, name).toMatch(/^https:\/\/aws\.amazon\.com\//);
      if (date === "undated") expect(source, name).toContain("as last seen");
    }
    const text = readFileSync(new URL("../../infra/costs/prices.yaml", import.meta.url), "utf8");
    expect(() => readPrices(text.replace(/\n {4}date: .*/, ""))).toThrow(/date/);
    expect(() => readPrices(text.replace(/\n {4}source: .*/, ""))).toThrow(/source/);
  });

  it("counts what is deployed: an alarm once for each metric that it watches", () => {
    const stat = { MetricStat: {} };
    const alarms = [
      { Type: "AWS::CloudWatch::Alarm", Properties: {} },
      { Type: "AWS::CloudWatch::Alarm", Properties: { Metrics: [stat, stat, {}] } },
    ];
    expect(deployedIn(alarms)).toMatchObject({ alarmMetrics: 3, keys: 0 });
  });

  it("finds the service’s own metrics, those behind a comment too", () => {
    expect(metricsNamespace).toBe("Escalations");
    expect(ownMetrics()).toContain("EscalationsRaised");
    expect(ownMetrics()).toContain("HolidaysKnownForDays");
    expect(ownMetrics('export type Metric =\n  | "One"\n  /** Not "this"; nor that. */\n  | "Two";\n')).toEqual([
      "One",
      "Two",
    ]);
    expect(() => ownMetrics("")).toThrow(/no type Metric/);
  });

  it("counts writes to an index, and bytes as they are", () => {
    expect(indexWrites({ feedOf: "knowsley#2026-11" }, 3)).toBe(1);
    expect(indexWrites({ summaryOf: "knowsley" }, 3)).toBe(6);
    expect(indexWrites({ pk: "LINK#" }, 3)).toBe(0);
    expect(bytesOf({ a: "é" })).toBe(10);
    expect(bytesOf({ a: new Uint8Array(3) })).toBe('{"a":"AAAA"}'.length);
  });

  it("was measured for every policy and story, within what is plausible", () => {
    const { runs, ...rounds } = readMeasured();
    expect(new Set(runs.map(({ policy }) => policy)).size).toBe(5);
    expect(runs).toHaveLength(5 * stories.length);
    for (const each of runs) {
      const which = `${each.policy}, ${each.story}`;
      expect(each.transitions, which).toBeGreaterThan(each.tasks);
      // A stage is opened, waited for and looked at: at least three steps, and nothing goes round in circles.
      expect(each.transitions, which).toBeGreaterThanOrEqual(10);
      expect(each.transitions, which).toBeLessThan(150);
      expect(each.requests, which).toBeGreaterThanOrEqual(5);
      expect(each.recipients, which).toBeLessThan(100);
      expect(each.recordBytes, which).toBeGreaterThan(5_000);
      expect(each.recordBytes, which).toBeLessThan(200_000);
      expect(each.database.writes, which).toBeGreaterThan(each.recipients);
    }
    const [first, last] = (["first stage", "last stage"] as const).map((story) =>
      runs.filter((each) => each.story === story).reduce((sum, each) => sum + each.transitions, 0),
    );
    expect(last).toBeGreaterThan(first ?? 0);
    // A round asks the feed and, of each partnership, two indexes.
    expect(rounds.reconcile.reads).toBeGreaterThanOrEqual(rounds.partnerships);
    expect(rounds.reconcileForEachPartnership.reads).toBeGreaterThan(0);
    expect(rounds.digestsOfAMonth.recipients).toBeGreaterThanOrEqual(rounds.partnerships);
  });

  it("is under half a US cent for an escalation that is silent to the last body, its e-mails left out", () => {
    const prices = readPrices();
    for (const each of readMeasured().runs.filter(({ story }) => story === "last stage")) {
      const lines = ofOneEscalation(each, assumptions);
      const service = Object.entries(lines).filter(
        ([name]) => name !== "E-mails" && name !== "Opening the links in them",
      );
      const cost = service.reduce((sum, [, use]) => sum + costOf(use, prices), 0);
      expect(cost, each.policy).toBeLessThan(0.005);
      expect(cost, each.policy).toBeGreaterThan(0.001);
    }
  });

  it("stands in infra/README.md as it is reckoned now", () => {
    const readme = readFileSync(new URL("../../infra/README.md", import.meta.url), "utf8");
    const fresh = between(readme, costsInWords(known()));
    expect(readme === fresh, "infra/README.md is stale: run npm run costs -- --write").toBe(true);
  }, 60_000);

  it("is put between its two marks and nowhere else", () => {
    expect(between("a\n<!-- costs -->\nold\n<!-- /costs -->\nb", "new")).toBe(
      "a\n<!-- costs -->\n\nnew\n\n<!-- /costs -->\nb",
    );
    expect(() => between("no place", "new")).toThrow(/no place for costs/);
  });
});
