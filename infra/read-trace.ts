/**
 * Reads a stack trace from the logs: `npm run trace -- cdk.out/functions/tick < trace.txt`. Names, files and lines of what is
 * bundled are short ones; the maps of that deployment, or of the same commit and environment synthesized again, know the real ones.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { words } from "./command-line.ts";
import { readTrace } from "./bundle/trace.ts";

const [folder] = words(
  "npm run trace -- <folder of the function’s bundle> < trace.txt\nSuch as cdk.out/functions/tick.",
);
if (folder === undefined || !existsSync(join(folder, "index.js.map"))) {
  console.error(`${folder === undefined ? "Say the folder of the function’s bundle" : `There is no index.js.map in ${folder}`}, and give the trace as input:
  npm run trace -- cdk.out/functions/tick < trace.txt
To make it again: check out the commit that was deployed, then npm run synth -- --context environment=<name>`);
  process.exit(1);
}
process.stdout.write(readTrace(await text(process.stdin), folder));
