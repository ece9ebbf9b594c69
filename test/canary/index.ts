/**
 * `npm run canary`: whole lives with a canary in every personal field, and a look at everything that must have none. Exits with 1 where
 * one is found. `--lives refused,knowsley` lives some of them alone; `--faults` plants leaks, and sees each found.
 */
import { SingleBar } from "cli-progress";
import { refuse, typed } from "../../infra/command-line.ts";
import { faults, plantFaults } from "./faults.ts";
import { sealedFields } from "./fields.ts";
import { leaksOf, withoutCanary } from "./leaks.ts";
import { linesNotHeard } from "./lines.ts";
import { lifeNames, live } from "./life.ts";

const { values } = typed(
  `npm run canary [-- --lives ${lifeNames.slice(0, 2).join(",")}]    lives some alone\nnpm run canary -- --faults    plants leaks, and sees each found`,
  { options: { lives: { type: "string" }, faults: { type: "boolean", default: false } } },
);
if (values.faults) process.exit(plantFaults(faults, (line) => void process.stdout.write(`${line}\n`)) === 0 ? 0 : 1);
const named = values.lives?.split(",") ?? lifeNames;
const wanted = lifeNames.filter((each) => named.includes(each));
if (wanted.length !== named.length) refuse(`--lives takes some of ${lifeNames.join(",")}`);

/** As many steps as the lives have, for the bar alone. */
const steps = 50;
const bar = new SingleBar({ format: "{bar} {percentage} % | {canaries} canaries | {step}", hideCursor: true });
bar.start(steps, 0, { canaries: 0, step: "starting" });
let done = 0;
const life = await live(wanted, (step, canaries) => bar.update(Math.min(++done, steps), { canaries, step }));
const looked = await leaksOf(life);
const missing = await withoutCanary(life);
await life.close();
bar.stop();

const say = (line: string) => void process.stdout.write(`${line}\n`);
for (const { place, pieces, leaks } of looked) {
  say(`${leaks.length === 0 ? "none" : `${leaks.length} FOUND`} in ${pieces.toLocaleString("en-GB")} ${place}`);
  for (const each of leaks) say(`  ${each}`);
}
const all = sealedFields().length;
say(
  `${life.canaries.all.size.toLocaleString("en-GB")} canaries on ${life.references.length} records; ${all - missing.lived.length} of ${all} sealed fields were lived through with one, ${all - missing.ever.length} were at rest with one`,
);
const lines = linesNotHeard(life.heard.logged);
say(`${lines.all - lines.missed.length} of the ${lines.all} kinds of line that there can be in the log were in it`);
for (const each of missing.ever) say(`  NONE in ${each}`);
let bad = missing.ever.length > 0 || looked.some(({ leaks }) => leaks.length > 0);
// A few lives alone come by less, and are wanted for what they find.
if (values.lives === undefined) {
  for (const each of missing.lived) say(`  at rest only: ${each}`);
  for (const each of lines.missed) say(`  NOT in the log: ${each}`);
  if (life.heard.logged.length === 0) say("There was NOT ONE line of log to look into: this proves nothing of it.");
  bad ||= lines.missed.length > 0 || life.heard.logged.length === 0;
}
process.exitCode = bad ? 1 : 0;
