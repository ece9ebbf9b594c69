/** `npm run policy -- check | show | simulate` */
import { join } from "node:path";
import { policyCommand } from "./command.ts";

process.exitCode = policyCommand(
  process.argv.slice(2),
  join(import.meta.dirname, "..", "..", "policies"),
  (text) => process.stdout.write(`${text}\n`),
  (text) => process.stderr.write(`${text}\n`),
);
