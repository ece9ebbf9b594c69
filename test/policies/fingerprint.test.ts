import { describe, expect, test } from "vitest";
import { fingerprintOf, showsChange } from "../../policies/fingerprint.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { publishedPolicies } from "../../policies/published.ts";

const policy = (() => {
  const found = publishedPolicies().find((each) => each.policy === "knowsley");
  if (!found) throw new Error("Knowsley's policy is held");
  return found;
})();

/** The same with the names of every object the other way round. */
function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, each]) => [name, turned(each)]),
  ) as T;
}

describe("the fingerprint of a policy", () => {
  test("is the same in whatever order it is written, and after it went through JSON, as it does in a bundle", () => {
    expect(fingerprintOf(policy)).toMatch(/^1-[0-9a-f]{64}$/);
    expect(fingerprintOf(turned(policy))).toBe(fingerprintOf(policy));
    expect(fingerprintOf(JSON.parse(JSON.stringify(policy)) as Policy)).toBe(fingerprintOf(policy));
  });

  test("ALL-14 differs between all policies, and after the smallest change of one", () => {
    const all = publishedPolicies().map(fingerprintOf);
    expect(new Set(all).size).toBe(all.length);
    const [first, ...others] = policy.stages;
    if (!first) throw new Error("It has stages");
    for (const changed of [
      { ...policy, title: `${policy.title}.` },
      { ...policy, stages: [...others, first] },
      { ...policy, stages: [first] },
      { ...policy, stages: [{ ...first, title: first.title.toUpperCase() }, ...others] },
    ])
      expect(fingerprintOf(changed)).not.toBe(fingerprintOf(policy));
  });

  test("is the same when the language comes to know something that the policy does not use", () => {
    const later = { ...policy, newList: [], newWords: {}, newAnswer: false, newChoice: undefined, newText: "" };
    expect(fingerprintOf(later)).toBe(fingerprintOf(policy));
    expect(fingerprintOf({ ...policy, newAnswer: true } as Policy)).not.toBe(fingerprintOf(policy));
    expect(fingerprintOf({ ...policy, newNumber: 0 } as Policy)).not.toBe(fingerprintOf(policy));
  });

  test("two of one reading that differ show a change; two of different readings show nothing", () => {
    expect(showsChange("1-aa", "1-aa")).toBe(false);
    expect(showsChange("1-aa", "1-ab")).toBe(true);
    expect(showsChange("1-aa", "2-ab")).toBe(false);
  });
});
