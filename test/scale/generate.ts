/**
 * `npm run generate -- --escalations 1000 --partnerships 150 --years 5 --seed 1 [--to <folder>]`: a folder of the local database with
 * the summaries of invented escalations in it, made by the real core. The same numbers give the same items.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { generateFolder, nameOf } from "./folder.ts";

const { values } = parseArgs({
  options: {
    escalations: { type: "string", default: "1000" },
    partnerships: { type: "string", default: "150" },
    years: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
    to: { type: "string" },
  },
});
const escalations = numberIn("escalations", 1, 1_000_000);
const partnerships = numberIn("partnerships", 1, 999);
// The bank holidays are known for no longer.
const years = numberIn("years", 1, 5);
const seed = numberIn("seed", 0, 2 ** 31);
const size = { escalations, partnerships, years, seed };
const to = values.to ?? join(".local", "scale", await nameOf(size));
if (existsSync(to)) stop(`${to} is there already. Delete it, or choose another folder with --to.`);

const bar = new SingleBar({
  format:
    "{bar} {percentage}% | {value} of {total} escalations, {items} items | {duration_formatted}, {eta_formatted} left",
  hideCursor: true,
  etaBuffer: 1_000,
});
const begun = performance.now();
bar.start(escalations, 0, { items: 0 });
const { items } = await generateFolder(to, size, (written) =>
  bar.update(written.escalations, { items: written.items }),
);
bar.stop();
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(
  `${escalations} escalations, ${items} items, in ${seconds.toFixed(1)} seconds (${Math.round(escalations / seconds)} a second): ${to}\n`,
);

function numberIn(name: "escalations" | "partnerships" | "years" | "seed", least: number, most: number): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  return stop(`--${name} is a whole number from ${least} to ${most}.`);
}

function stop(says: string): never {
  process.stderr.write(`${says}\n`);
  process.exit(1);
}
