/**
 * Writes the diagrams of all policies into policies/README.md, each with a mark of what its version says: `npm run diagrams`.
 * With `--check` it writes nothing, and exits 1 while they are stale (`npm run check`).
 *
 * A version under which something was raised is changed no more (ALL-14). So one that says something else than when its diagram was drawn
 * is refused, with `--check` or without, until somebody says that nothing was raised under it: `npm run diagrams -- --nothing-raised`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { changedSince, markOf } from "../changed-since.ts";
import { publishedPolicies } from "../published.ts";
import { diagramOf } from "./diagram.ts";
import { PolicyFileError } from "./load.ts";
import type { Policy } from "./schema.ts";
import { optionsTyped } from "./write-options.ts";

const readme = new URL("../README.md", import.meta.url);
const begin = "<!-- diagrams: written by npm run diagrams -->";

/** The README as it should be: everything before the mark as it is, and every policy's diagram after it. */
export function withDiagrams(text: string, policies: readonly Policy[] = publishedPolicies()): string {
  const [before] = text.split(begin);
  const diagrams = policies.map(
    (policy) =>
      `### ${policy.partnership.name}, ${policy.title} (${policy.version})\n\n${markOf(policy)}\n\n\`\`\`mermaid\n${diagramOf(policy)}\n\`\`\`\n`,
  );
  return `${before}${begin}\n\n${diagrams.join("\n")}`;
}

/** What is wrong, and what to do about it; nothing once all is as it should be, or was written so. */
function write(options: { readonly checkOnly: boolean; readonly nothingRaised: boolean }): string {
  const text = readFileSync(readme, "utf8");
  try {
    const policies = publishedPolicies();
    const changed = options.nothingRaised ? [] : changedSince(text, policies);
    const fresh = withDiagrams(text, policies);
    if (changed.length > 0) return changed.join("\n");
    if (options.checkOnly && fresh !== text)
      return "The diagrams in policies/README.md are not those of the policies: npm run diagrams";
    if (fresh !== text) writeFileSync(readme, fresh);
    return "";
  } catch (error) {
    // It says where and what to do; a trace of the code would bury that.
    if (error instanceof PolicyFileError) return error.message;
    throw error;
  }
}

if (import.meta.main) {
  const typed = optionsTyped(
    "npm run diagrams [-- --nothing-raised]\nWrites the diagrams into policies/README.md. --check says whether they are stale.",
    ["--check", "--nothing-raised"],
  );
  const wrong = write({ checkOnly: typed.has("--check"), nothingRaised: typed.has("--nothing-raised") });
  if (wrong !== "") {
    process.stderr.write(`${wrong}\n`);
    process.exitCode = 1;
  }
}
