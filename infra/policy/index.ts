/** `npm run policy -- check | show | simulate` */
import { policyCommand } from "./command.ts";

process.exitCode = policyCommand(
  process.argv.slice(2),
  (text) => process.stdout.write(`${text}\n`),
  (text) => process.stderr.write(`${text}\n`),
);
