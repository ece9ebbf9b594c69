/**
 * Writes the language of policy files as JSON Schema, for editors: `npm run schema`. With `--check` it writes nothing, and exits 1 while what is written is stale
 * (`npm run check`).
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { policyJsonSchema } from "./json-schema.ts";
import { optionsTyped } from "./write-options.ts";

const file = new URL("../policy.schema.json", import.meta.url);
const fresh = `${JSON.stringify(policyJsonSchema(), undefined, 2)}\n`;

const typed = optionsTyped("npm run schema\nWrites policies/policy.schema.json. --check says whether it is stale.", [
  "--check",
]);

if (!typed.has("--check")) writeFileSync(file, fresh);
else if (!existsSync(file) || readFileSync(file, "utf8") !== fresh) {
  process.stderr.write("policies/policy.schema.json is not the language as it is: run npm run schema\n");
  process.exitCode = 1;
}
