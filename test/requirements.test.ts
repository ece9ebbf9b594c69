import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
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
