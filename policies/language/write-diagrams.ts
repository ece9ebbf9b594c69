/**
 * Writes the diagrams of all policies into policies/README.md: `npm run diagrams`. With `--check` it writes nothing, and exits 1
 * while they are stale (`npm run check`).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { publishedPolicies } from "../published.ts";
import { diagramOf } from "./diagram.ts";

const readme = new URL("../README.md", import.meta.url);
const begin = "<!-- diagrams: written by npm run diagrams -->";

/** The README as it should be: everything before the mark as it is, and every policy's diagram after it. */
export function withDiagrams(text: string): string {
  const [before] = text.split(begin);
  const diagrams = publishedPolicies().map(
    (policy) =>
      `### ${policy.partnership.name}, ${policy.title} (${policy.version})\n\n\`\`\`mermaid\n${diagramOf(policy)}\n\`\`\`\n`,
  );
  return `${before}${begin}\n\n${diagrams.join("\n")}`;
}

if (import.meta.main) {
  const text = readFileSync(readme, "utf8");
  const fresh = withDiagrams(text);
  if (!process.argv.includes("--check")) writeFileSync(readme, fresh);
  else if (fresh !== text) {
    process.stderr.write(
      "The diagrams in policies/README.md are not those of the policies: run npm run diagrams. Put back a version under which something was raised\n",
    );
    process.exitCode = 1;
  }
}
