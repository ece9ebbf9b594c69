/**
 * `npm run generate -- --escalations 1000 --partnerships 150 --years 5 --seed 1 [--to <folder>]`: a folder of the local database with
 * the summaries of invented escalations in it, made by the real core. The same numbers give the same items.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { numberIn } from "./arguments.ts";
import { inventPartnerships } from "./partnerships.ts";
import { measuredOf } from "./sizes.ts";
import { writeAll } from "./write.ts";

const { values } = parseArgs({
  options: {
    escalations: { type: "string", default: "1000" },
    partnerships: { type: "string", default: "150" },
    years: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
    to: { type: "string" },
  },
});
const escalations = numberIn(values, "escalations", 1, 1_000_000);
const partnerships = numberIn(values, "partnerships", 1, 999);
const years = numberIn(values, "years", 1, 5);
const seed = numberIn(values, "seed", 0, 2 ** 31);
const to = values.to ?? join(".local", "scale", `${escalations}-${partnerships}-${years}-${seed}`);
if (existsSync(to)) {
  process.stderr.write(`${to} is there already. Delete it, or choose another folder with --to.\n`);
  process.exit(1);
}

const bar = new SingleBar({
  format:
    "{bar} {percentage}% | {value} of {total} escalations, {items} items | {duration_formatted}, {eta_formatted} left",
  hideCursor: true,
  etaBuffer: 1_000,
});
const begun = performance.now();
bar.start(escalations, 0, { items: 0 });
const plan = { escalations, measured: measuredOf(escalations), years, seed };
const { items } = await writeAll(to, plan, inventPartnerships(partnerships), (written) =>
  bar.update(written.escalations, { items: written.items }),
);
bar.stop();
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(
  `${escalations} escalations, ${items} items, in ${seconds.toFixed(1)} seconds (${Math.round(escalations / seconds)} a second): ${to}\n`,
);
