import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { policyFiles } from "../../policies/files.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { areasHeld, holding, policyVersion, publishedPolicies } from "../../policies/published.ts";

describe("the policies that are published", () => {
  it("are those of the files, each by its id and version", () => {
    const held = publishedPolicies();
    expect(held.map((each) => `${each.policy} ${each.version}`)).toEqual(
      expect.arrayContaining(["knowsley 2020-06", "milton-keynes 2023"]),
    );
    for (const each of held) expect(policyVersion(each.policy, each.version)).toBe(each);
    expect(publishedPolicies()).toBe(held);
  });

  it("name the areas that they are for, once each", () => {
    const ids = areasHeld().map((each) => each.id);
    expect(ids).toContain("milton-keynes");
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("PRE-01 name the areas of regions too, each as its own policy calls it, where it has one", () => {
    const first = publishedPolicies().find((each) => each.policy === "knowsley");
    const { area: _none, ...rest } = first!;
    const places = [
      { id: "wick", name: "Wick" },
      { id: "knowsley", name: "The Knowsley part of the Vale" },
    ];
    const ofRegion: Policy = { ...rest, policy: "vale", region: { id: "vale", name: "The Vale", areas: places } };
    const named = holding(() => [first!, ofRegion]).areasHeld();
    expect(named).toEqual([first!.area, { id: "wick", name: "Wick" }]);
  });

  it("have their dates worked out by hand, each version", () => {
    const below = join(import.meta.dirname, "deadlines");
    const tests = [
      ...readdirSync(below).map((each) => join(below, each)),
      join(import.meta.dirname, "../support/core.ts"),
    ];
    const texts = tests.map((each) => readFileSync(each, "utf8"));
    // A version that is held for what is still open under it keeps its own.
    expect(
      policyFiles(join(import.meta.dirname, "../../policies")).filter(
        (file) => !texts.some((text) => text.includes(file)),
      ),
      "no file of test/policies/deadlines reads these: work out their dates there (policies/README.md, “Publish it”, step 4)",
    ).toEqual([]);
  });

  it("do not answer for a version that is not held", () => {
    expect(() => policyVersion("knowsley", "1999")).toThrow(/does not hold policy knowsley in version 1999/);
  });
});

describe("the policy in force", () => {
  const [first] = publishedPolicies();
  const version = (name: string, inForceFrom: string): Policy => ({ ...first!, version: name, inForceFrom });
  const { policyInForce } = holding(() => [version("second", "2024-03-01"), version("first", "2020-06-01")]);
  const area = first!.area!.id;

  it.each([
    ["2020-05-31", undefined],
    ["2020-06-01", "first"],
    ["2024-02-29", "first"],
    ["2024-03-01", "second"],
    ["2030-01-01", "second"],
  ])("on %s is %s", (day, expected) => {
    expect(policyInForce(area, day)?.version).toBe(expected);
  });

  it("is none in an area without a policy", () => {
    expect(policyInForce("atlantis", "2024-03-01")).toBeUndefined();
  });
});
