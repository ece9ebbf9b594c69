/**
 * `npm run demo`: every policy to both of its ends, and then each policy's own special clauses at work. Against fresh services
 * on this laptop. What each policy says is written down by hand in the stories; anything that is not as it says ends with
 * exit 1. `--quiet` prints the verdict alone.
 */
import { typed } from "../../command-line.ts";
import { bothEnds } from "./both-ends.ts";
import { openScene } from "./scene.ts";
import { specialClauses } from "./special.ts";
import { wrong } from "./telling.ts";

/** A Monday, 10:00 in London. */
const begin = "2026-11-23T10:00:00.000Z";

const { quiet } = typed("npm run demo [-- --quiet]    --quiet prints the verdict alone", {
  options: { quiet: { type: "boolean", default: false } },
}).values;
for (const story of [bothEnds, ...specialClauses]) {
  const scene = await openScene(begin);
  try {
    await story(scene, { quiet });
  } finally {
    await scene.close();
  }
}
for (const each of wrong) console.error(`NOT AS THE POLICY SAYS: ${each}`);
if (wrong.length === 0) console.log("\nEverything happened as the policies say.");
process.exit(wrong.length === 0 ? 0 : 1);
