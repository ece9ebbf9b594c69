/** A copy of the project, in which something may be broken on purpose. */
import { cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");
const parts = [
  "policies",
  "functions",
  "infra",
  "test",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  "cdk.json",
];

/** @returns where it is; whoever asked for it deletes it */
export function copyOfTheProject(): string {
  const copy = mkdtempSync(join(tmpdir(), "breaks-"));
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}
