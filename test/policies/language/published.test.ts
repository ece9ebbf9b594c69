import { describe, expect, test } from "vitest";
import { areasHeld, holding, policyInForce, policyVersion, publishedPolicies } from "../../../policies/published.ts";
import type { Policy } from "../../../policies/language/schema.ts";

describe("the policies that are held", () => {
  test("PRE-01 the policy is that of the area, in force on the day; an area that no policy covers gives nothing", () => {
    expect(policyInForce("knowsley", "2026-11-23")).toMatchObject({ policy: "knowsley", version: "2020-06" });
    expect(policyInForce("milton-keynes", "2026-11-23")).toMatchObject({ policy: "milton-keynes", version: "2023" });
    expect(policyInForce("liverpool", "2026-11-23")).toBeUndefined();
    expect(policyInForce("", "2026-11-23")).toBeUndefined();
    expect(policyInForce("Knowsley", "2026-11-23")).toBeUndefined();
  });

  test("PRE-01 before the day on which it came into force there is none; on that day there is", () => {
    expect(policyInForce("knowsley", "2020-05-31")).toBeUndefined();
    expect(policyInForce("knowsley", "2020-06-01")).toMatchObject({ version: "2020-06" });
    expect(policyInForce("milton-keynes", "2023-11-30")).toBeUndefined();
  });

  test("PRE-01 the areas that are held can be listed", () => {
    expect(areasHeld()).toEqual(expect.arrayContaining([{ id: "knowsley", name: "Knowsley" }]));
    expect(areasHeld()).toEqual(expect.arrayContaining([{ id: "milton-keynes", name: "Milton Keynes" }]));
  });

  const kno = publishedPolicies().find((each) => each.policy === "knowsley") as Policy;
  const versions = holding(() => [
    { ...kno, version: "2027", inForceFrom: "2027-01-01" },
    kno,
    { ...kno, version: "2024", inForceFrom: "2024-04-01" },
  ]);

  test.each([
    ["2020-06-01", "2020-06"],
    ["2024-03-31", "2020-06"],
    ["2024-04-01", "2024"],
    ["2026-12-31", "2024"],
    ["2027-01-01", "2027"],
  ])("ALL-14 of several versions, the latest that has begun is in force: on %s that of %s", (day, version) => {
    expect(versions.policyInForce("knowsley", day)?.version).toBe(version);
  });

  test("ALL-14 an older version is still there for what was raised under it, and one not held is a defect", () => {
    expect(versions.policyVersion("knowsley", "2020-06").version).toBe("2020-06");
    expect(() => policyVersion("knowsley", "1999")).toThrow("does not hold policy knowsley in version 1999");
    expect(versions.areasHeld()).toEqual([{ id: "knowsley", name: "Knowsley" }]);
  });
});
