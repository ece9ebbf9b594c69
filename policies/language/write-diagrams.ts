/** Writes the diagrams of all policies into policies/README.md: `npm run diagrams`. A test fails while they are stale. */
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

if (import.meta.main) writeFileSync(readme, withDiagrams(readFileSync(readme, "utf8")));
