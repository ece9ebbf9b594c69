/**
 * `npm run generate -- --escalations 1000 --partnerships 150 --years 5 --seed 1 [--to <folder>]`: a folder of the local database with
 * the summaries of invented escalations in it, made by the real core. The same numbers give the same items.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { refuse, typed, wholeNumber } from "../../infra/command-line.ts";
import { generateFolder, nameOf } from "./folder.ts";

const { values } = typed(
  "npm run generate [-- --escalations 1000 --partnerships 150 --years 5 --seed 1 --to <folder>]",
  {
    options: {
      escalations: { type: "string", default: "1000" },
      partnerships: { type: "string", default: "150" },
      years: { type: "string", default: "5" },
      seed: { type: "string", default: "1" },
      to: { type: "string" },
    },
  },
);
const escalations = wholeNumber("escalations", values.escalations, 1, 1_000_000);
const partnerships = wholeNumber("partnerships", values.partnerships, 1, 999);
// The bank holidays are known for no longer.
const years = wholeNumber("years", values.years, 1, 5);
const seed = wholeNumber("seed", values.seed, 0, 2 ** 31);
const size = { escalations, partnerships, years, seed };
const to = values.to ?? join(".local", "scale", await nameOf(size));
if (existsSync(to)) refuse(`${to} is there already. Delete it, or choose another folder with --to.`);

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
