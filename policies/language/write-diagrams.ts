/**
 * Writes the diagrams of all policies into policies/README.md, each with the fingerprint of what its version says: `npm run diagrams`.
 * With `--check` it writes nothing, and exits 1 while they are stale (`npm run check`).
 *
 * A version under which something was raised is changed no more (ALL-14). So one that says something else than when its diagram was drawn
 * is refused, with `--check` or without, until somebody says that nothing was raised under it: `npm run diagrams -- --nothing-raised`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fingerprintOf, showsChange } from "../fingerprint.ts";
import { publishedPolicies } from "../published.ts";
import { diagramOf } from "./diagram.ts";
import { PolicyFileError } from "./load.ts";
import type { Policy } from "./schema.ts";
import { optionsTyped } from "./write-options.ts";

const readme = new URL("../README.md", import.meta.url);
const begin = "<!-- diagrams: written by npm run diagrams -->";
const drawn = /^<!-- (\S+) (\S+): (\d+-[0-9a-f]+) -->$/gm;

/** The README as it should be: everything before the mark as it is, and every policy's diagram after it. */
export function withDiagrams(text: string, policies: readonly Policy[] = publishedPolicies()): string {
  const [before] = text.split(begin);
  const diagrams = policies.map(
    (policy) =>
      `### ${policy.partnership.name}, ${policy.title} (${policy.version})\n\n<!-- ${policy.policy} ${policy.version}: ${fingerprintOf(policy)} -->\n\n\`\`\`mermaid\n${diagramOf(policy)}\n\`\`\`\n`,
  );
  return `${before}${begin}\n\n${diagrams.join("\n")}`;
}

/** Which versions are gone, or say something else than when their diagrams were drawn in this text; and what to do about each. */
export function changedSince(text: string, policies: readonly Policy[]): string[] {
  const otherwise = "If nothing ever was: npm run diagrams -- --nothing-raised";
  return [...text.matchAll(drawn)].flatMap(([, id, version, fingerprint]) => {
    const policy = policies.find((each) => each.policy === id && each.version === version);
    if (!policy)
      return `${id} ${version} is gone. If anything was raised under it, that goes on by it: put its file back. ${otherwise}`;
    if (!showsChange(String(fingerprint), fingerprintOf(policy))) return [];
    return `${id} ${version} says something else than it did. If anything was raised under it, that goes on by what it said: put its file back, and write what changes into a new one, with a version and an “in force from” of its own (policies/README.md, “Publish it”). ${otherwise}`;
  });
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
