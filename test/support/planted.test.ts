/** What is planted to see that it is found can be planted: a change of the code that makes one stale is noticed at once. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { faults as abuse } from "../abuse/faults.ts";
import { faults as canary } from "../canary/faults.ts";
import { faults as crash } from "../crash/faults.ts";
import { faults as simulation } from "../simulation/faults.ts";
import { isStale, root, type Edit } from "./planted.ts";

describe.each<[string, readonly (readonly [string, readonly Edit[]])[]]>([
  ["abuse", abuse.map((each) => [each.says, [each]])],
  ["canary", canary.map((each) => [each.says, each.edits])],
  ["crash", crash.map((each) => [each.says, [each]])],
  ["simulation", simulation.map((each) => [each.says, [each, ...(each.also ?? [])]])],
])("the faults of test/%s", (_room, faults) => {
  test.each(faults)("can be planted: %s", (_says, edits) => {
    const stale = edits.filter((edit) => isStale(edit, readFileSync(join(root, edit.file), "utf8")));
    expect(
      stale.map(({ file, from }) => `“${from}” does not stand once in ${file}: write it in faults.ts as it is now`),
    ).toEqual([]);
  });
});
