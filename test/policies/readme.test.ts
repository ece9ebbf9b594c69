import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withDiagrams } from "../../policies/language/write-diagrams.ts";

test("the diagrams in policies/README.md are those of the policies (npm run diagrams writes them)", () => {
  const readme = readFileSync(new URL("../../policies/README.md", import.meta.url), "utf8");
  expect(readme).toBe(withDiagrams(readme));
});
