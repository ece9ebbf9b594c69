/** What real policies were seen to need: a text that changes over time. */
import { expect, test } from "vitest";
import { loadPolicy } from "../../../../policies/language/load.ts";
import { holding } from "../../../../policies/published.ts";
import { smallPolicy } from "../../small.ts";

test("PRE-02 the text changed over time: each version governs from its day on", () => {
  const version = (number: string, from: string, within: string) =>
    loadPolicy(
      smallPolicy({
        'version: "1"': `version: "${number}"`,
        "in force from: 2026-01-01": `in force from: ${from}`,
        "        within: 3 working days": `        within: ${within}`,
      }),
      `policies/small/${number}.yaml`,
    );
  const held = holding(() => [
    version("2026-06", "2026-06-01", "5 working days"),
    version("2026-01", "2026-01-01", "3 working days"),
  ]);
  const inForce = (day: string) => held.policyInForce("small", day)?.version;
  expect(["2025-12-31", "2026-01-01", "2026-05-31", "2026-06-01", "2027-01-01"].map(inForce)).toEqual([
    undefined,
    "2026-01",
    "2026-01",
    "2026-06",
    "2026-06",
  ]);
});
