/** What the benchmarks make of what they measured: exact, of given figures, and never a time. */
import { describe, expect, test } from "vitest";
import { interleaved, median, quantile, type Taken } from "./interleaved.ts";
import { isMet, ratioOf, type Line } from "./line.ts";
import { pageOf, tableOf, type Results } from "./results.ts";

const line: Line = {
  of: "deadlines",
  what: "Reads & writes",
  unit: "ms",
  ours: 30,
  against: [
    { called: "the floor", value: 24 },
    { called: "another <engine>", value: 60 },
  ],
  goal: { of: "ratio", atMost: 1.5 },
  conditions: "Medians of 5 rounds",
};
const alone: Line = { ...line, what: "Round trips", unit: "", ours: 1_234, against: [] };
const { goal: _, ...aimless } = line;

const results = (...lines: readonly Line[]): Results => ({
  at: "2026-06-30T23:30:00.000Z",
  minutes: 3,
  quick: false,
  full: false,
  machine: { system: "Linux 6", processor: "a <fast> one", cores: 2, memory: "8 GiB", node: "v24.0.0", load: 0.25 },
  lines,
});

describe("a median and a quantile", () => {
  test("the middle one of an odd number, whatever their order, and as numbers", () => {
    expect(median([100, 9, 20])).toBe(20);
    expect(median([7])).toBe(7);
  });

  test("half way between the two in the middle of an even number", () => {
    expect(median([4, 1, 2, 100])).toBe(3);
  });

  test("what they are given is left in its order", () => {
    const given = [3, 1, 2];
    median(given);
    quantile(given, 0.5);
    expect(given).toEqual([3, 1, 2]);
  });

  test("the figure at or below which a share of all lies", () => {
    const hundred = Array.from({ length: 100 }, (_, place) => 100 - place);
    expect([0.01, 0.25, 0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([1, 25, 50, 99, 100]);
    expect(quantile([5, 100, 20], 0.99)).toBe(100);
    expect(quantile([5, 100, 20], 0.34)).toBe(20);
  });

  test("there is none of nothing", () => {
    expect(() => median([])).toThrow(new RangeError("There is no median of nothing"));
    expect(() => quantile([], 0.5)).toThrow(new RangeError("There is no share of nothing"));
  });
});

describe("ways that take turns", () => {
  const takes = (...figures: readonly number[]): (() => Promise<Taken>) => {
    const left = [...figures];
    return () => {
      const milliseconds = left.shift()!;
      return Promise.resolve({ milliseconds, cpuMilliseconds: milliseconds / 10 });
    };
  };

  test("the first round is not counted; medians are of each way, the ratio that of the rounds", async () => {
    const turns = await interleaved({ ours: takes(1_000, 10, 30, 24), base: takes(2_000, 5, 10, 40) }, 3);
    expect(turns.medians).toEqual({
      ours: { milliseconds: 24, cpuMilliseconds: 2.4 },
      base: { milliseconds: 10, cpuMilliseconds: 1 },
    });
    // The median of 10 / 5, 30 / 10 and 24 / 40, and not 24 / 10.
    expect(turns.ratio("ours", "base", "milliseconds")).toBe(2);
    expect(turns.ratio("base", "ours", "milliseconds")).toBe(0.5);
    expect([0.25, 1].map((share) => turns.quantile("ours", "milliseconds", share))).toEqual([10, 30]);
    expect(turns.quantile("base", "cpuMilliseconds", 1)).toBe(4);
  });

  test("each begins in turn, and it is told after each round, the first included", async () => {
    const said: string[] = [];
    const says = (name: string) => () => {
      said.push(name);
      return Promise.resolve({ milliseconds: 1, cpuMilliseconds: 1 });
    };
    await interleaved({ a: says("a"), b: says("b"), c: says("c") }, 2, (round) => said.push(String(round)));
    expect(said.join("")).toBe("abc0bca1cab2");
  });

  test("what a way does not know of itself is taken from this process", async () => {
    const { medians } = await interleaved({ own: () => Promise.resolve() }, 1);
    expect(medians.own.milliseconds).toBeGreaterThan(0);
    expect(medians.own.cpuMilliseconds).toBeGreaterThanOrEqual(0);
  });

  test("where one fails, the whole does", async () => {
    const broken = () => Promise.reject(new Error("The server is gone"));
    await expect(interleaved({ broken }, 1)).rejects.toThrow("The server is gone");
  });
});

describe("a line", () => {
  test("its ratio is ours over the first that it is held against", () => {
    expect(ratioOf(line)).toBe(1.25);
    expect(ratioOf(alone)).toBeUndefined();
    expect(ratioOf({ ...line, against: [{ called: "none", value: 0 }] })).toBeUndefined();
  });

  test.each([
    [{ of: "ratio", atMost: 1.25 }, true],
    [{ of: "ratio", atMost: 1.24 }, false],
    [{ of: "ratio", atLeast: 1.25 }, true],
    [{ of: "ratio", atLeast: 1.26 }, false],
    [{ of: "ours", atMost: 30 }, true],
    [{ of: "ours", atMost: 29 }, false],
    [{ of: "ours", atLeast: 30, atMost: 30 }, true],
    [{ of: "ratio", atLeast: 1, atMost: 1 }, false],
  ] as const)("30 beside 24 under %j: %j", (goal, met) => {
    expect(isMet({ ...line, goal })).toBe(met);
  });

  test("a goal of a ratio is not met where there is none, and no goal is neither met nor not", () => {
    expect(isMet(alone)).toBe(false);
    expect(isMet(aimless)).toBeUndefined();
  });
});

describe("the table", () => {
  test("has a row for each line, with its unit, the ratio to the first and whether the goal is met", () => {
    expect(tableOf(results(line, alone, aimless)).split("\n")).toEqual([
      "| What | Ours | Beside it | Ratio | Goal | Conditions |",
      "| --- | --: | --- | --: | --- | --- |",
      "| Reads & writes | 30 ms | the floor: 24 ms; another <engine>: 60 ms | 1.25 × | at most 1.5 ×: met | Medians of 5 rounds |",
      "| Round trips | 1,234 | – | – | at most 1.5 ×: **not met** | Medians of 5 rounds |",
      "| Reads & writes | 30 ms | the floor: 24 ms; another <engine>: 60 ms | 1.25 × | – | Medians of 5 rounds |",
    ]);
  });

  test.each([
    [{ of: "ours", atLeast: 40 }, "at least 40: **not met**"],
    [{ of: "ours", atMost: 0 }, "none: **not met**"],
    [{ of: "ratio", atMost: 1, atLeast: 1 }, "exactly 1 ×: **not met**"],
    [{ of: "ratio", atLeast: 1 }, "at least 1 ×: met"],
  ] as const)("a goal %j is written %j", (goal, words) => {
    expect(tableOf(results({ ...line, goal }))).toContain(`| ${words} |`);
  });

  test("figures from a hundred on are whole, smaller ones have three digits that count", () => {
    const written = (ours: number) =>
      tableOf(results({ ...alone, ours }))
        .split("\n")[2]
        ?.split(" | ")[1];
    expect([0.012_345, 9.876, 99.99, 100.4, 12_345.6].map(written)).toEqual(["0.0123", "9.88", "100", "100", "12,346"]);
  });
});

describe("the page", () => {
  test("has the case's title once, a chart for each of its lines, and nothing that would be read as mark-up", () => {
    const page = pageOf(results(line, { ...alone, of: "deadlines" }));
    expect(page.match(/<h2>.*<\/h2>/g)).toEqual(["<h2>Deadlines</h2>"]);
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).toContain("Reads &amp; writes (ms), goal: at most 1.5 ×: met");
    expect(page).toContain("Round trips, goal: at most 1.5 ×: not met");
    expect(page).not.toContain("<fast>");
    expect(page).not.toContain("<engine>");
  });

  test("names the day in London on which the run began, and says of a quick one that it is rough", () => {
    expect(pageOf(results(line))).toContain("<h1>Benchmarks of 1 July 2026</h1>");
    expect(pageOf(results(line))).not.toContain("rough");
    expect(pageOf({ ...results(line), quick: true })).toContain("A quick look: the times are rough.");
  });
});
