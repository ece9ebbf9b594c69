import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadPolicy } from "../policies/language/load.ts";
import { isStale } from "./support/planted.ts";
import { breaks } from "./breaks/breaks.ts";
import { proofs, provedIn, requirements, tableOf, unknown, unproved } from "./requirements.ts";

describe("every requirement has its tests", () => {
  const all = requirements();
  const proved = proofs();

  it("none is without a test whose title begins with its ID", () => {
    process.stdout.write(
      `${all.map((each) => `${each.id.padEnd(7)} ${proved.filter((one) => one.id === each.id).length}`).join("\n")}\n`,
    );
    expect(all.length).toBeGreaterThan(80);
    expect(unproved(all, proved)).toEqual([]);
  });

  it("no test names a requirement that there is none of", () => {
    expect(unknown(all, proved)).toEqual([]);
  });

  it("the table in test/requirements.md is that of the tests (npm run requirements writes it)", () => {
    expect(readFileSync(new URL("requirements.md", import.meta.url), "utf8")).toBe(tableOf(all, proved));
  });
});

describe("every requirement has its breaks (npm run breaks tries them)", () => {
  const textOf = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

  it("none is without one, and they stand in the order of the requirements", () => {
    const ids = requirements().map((each) => each.id);
    expect(ids.filter((id) => !breaks.some((each) => each.ids.includes(id)))).toEqual([]);
    const places = breaks.map((each) => ids.indexOf(each.ids[0] ?? ""));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it("each says what to change by words that stand once in their file", () => {
    expect(breaks.filter((each) => isStale(each, textOf(each.file)))).toEqual([]);
  });

  it("each names tests that prove its requirements", () => {
    const proved = proofs();
    const idle = breaks.flatMap(({ ids, says, tests }) =>
      tests
        .filter((file) => !ids.some((id) => proved.some((one) => one.id === id && one.file === file)))
        .map((file) => ({ says, file })),
    );
    expect(idle).toEqual([]);
  });

  it("a policy that is broken can still be read: what cannot be read would fail every test", () => {
    for (const { file, from, to } of breaks.filter((each) => each.file.endsWith(".yaml")))
      expect(() =>
        loadPolicy(
          textOf(file).replace(from, () => to),
          file,
        ),
      ).not.toThrow();
  });
});

describe("what counts as a proof", () => {
  const ids = (text: string) => provedIn("a.test.ts", text).map((each) => each.id);

  it("a title of a test, and each of several IDs with which it begins", () => {
    expect(ids('it("KNO-01, KNO-02 goes to a manager", () => {})')).toEqual(["KNO-01", "KNO-02"]);
    expect(ids("it.each([[1]])(\n  `MED-07 due by %s`, () => {})")).toEqual(["MED-07"]);
  });

  it("a row of a table whose title it is", () => {
    expect(ids('it.each([["SHR-02 facts", 1]])("%s", () => {})')).toEqual(["SHR-02"]);
  });

  it("not a describe, an ID in the middle of a title, or one in a comment", () => {
    expect(ids('describe("KNO-01 risk", () => {})')).toEqual([]);
    expect(ids('it("goes to a manager (KNO-01)", () => {})')).toEqual([]);
    expect(ids("// KNO-01 is elsewhere\n")).toEqual([]);
  });
});
