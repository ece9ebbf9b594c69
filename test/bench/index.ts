/**
 * `npm run bench`: what the service costs and how fast it is, beside the floor and beside what a team would use instead.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Presets, SingleBar } from "cli-progress";
import { refuse, typed } from "../../infra/command-line.ts";
import { cases } from "./cases/index.ts";
import type { Line } from "./line.ts";
import { thisMachine } from "./machine.ts";
import { installPeers } from "./peers.ts";
import { inWords } from "./machine.ts";
import { keep, type Results, save, tableOf } from "./results.ts";

const usage = `npm run bench [-- name … --quick --full --keep]
  --quick   takes a minute or two
  --full    adds the sizes that take long to make
  --keep    writes the results of a whole run into test/bench/README.md and results.json
Names: ${cases.map(({ name }) => name).join(", ")}`;
const { values, positionals } = typed(usage, {
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((name) => !cases.some((each) => each.name === name));
if (unknown.length > 0)
  refuse(`There is no benchmark ${unknown.join(", ")}. There are: ${cases.map(({ name }) => name).join(", ")}.`);
if (values.keep && (positionals.length > 0 || values.quick))
  refuse("Only a whole run is kept: --keep goes with neither a name nor --quick.");
const chosen = cases.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

const begun = Date.now();
const machine = thisMachine();
await installPeers((text) => process.stdout.write(`${text}\n`));

const bar = new SingleBar(
  { format: "{bar} {percentage} % · {doing}", hideCursor: true, fps: 4 },
  Presets.shades_classic,
);
const all = chosen.reduce((sum, { weight }) => sum + weight, 0);
bar.start(all, 0, { doing: "" });
const lines: Line[] = [];
const failed: string[] = [];
const took: string[] = [];
let done = 0;
/** Where no bar can be drawn, such as in a log, each case says when it begins. */
const say = (text: string) => (process.stdout.isTTY ? undefined : void process.stdout.write(`${text}\n`));
for (const { name, title, weight, measure } of chosen) {
  const folder = join(import.meta.dirname, "../../.local/bench/work", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const since = Date.now();
  say(`${title} …`);
  try {
    const measured = await measure({
      quick: values.quick,
      full: values.full,
      folder,
      progress: (share, doing) => bar.update(done + share * weight, { doing: `${title}: ${doing}` }),
    });
    lines.push(...measured.map((each) => ({ of: name, ...each })));
  } catch (error) {
    // The others are measured all the same; the command says which one was not, and fails.
    failed.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  took.push(`${name} ${((Date.now() - since) / 60_000).toFixed(1)}`);
  done += weight;
  bar.update(done, { doing: title });
}
bar.stop();

const results: Results = {
  at: new Date(begun).toISOString(),
  minutes: (Date.now() - begun) / 60_000,
  quick: values.quick,
  full: values.full,
  machine,
  lines,
};
const page = save(results);
process.stdout.write(
  `\n${tableOf(results)}\n\n${inWords(machine)} ${results.minutes.toFixed(1)} minutes (${took.join(", ")}).\nAs a page of charts: ${page}\n`,
);
for (const each of failed) process.stderr.write(`\nNot measured: ${each}\n`);
if (failed.length > 0) process.exitCode = 1;
else if (values.keep) await keep(results);
