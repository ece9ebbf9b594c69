/** `npm run canary`: whole lives with a canary in every personal field, and a look at everything that must have none. Exits with 1 where one is found. */
import { leaksOf, withoutCanary } from "./leaks.ts";
import { sealedFields } from "./fields.ts";
import { live } from "./life.ts";
import { SingleBar } from "cli-progress";

/** As many steps as the lives have, for the bar alone. */
const steps = 22;
const bar = new SingleBar({ format: "{bar} {percentage} % | {canaries} canaries | {step}", hideCursor: true });
bar.start(steps, 0, { canaries: 0, step: "starting" });
let done = 0;
const life = await live((step, canaries) => bar.update(Math.min(++done, steps), { canaries, step }));
const looked = await leaksOf(life);
const missing = await withoutCanary(life);
await life.close();
bar.stop();

for (const { place, pieces, leaks } of looked) {
  process.stdout.write(
    `${leaks.length === 0 ? "none" : `${leaks.length} FOUND`} in ${pieces.toLocaleString("en-GB")} ${place}\n`,
  );
  for (const each of leaks) process.stdout.write(`  ${each}\n`);
}
const all = sealedFields().length;
process.stdout.write(
  `${life.canaries.all.size.toLocaleString("en-GB")} canaries in ${life.references.length} lives; ${all - missing.lived.length} of ${all} sealed fields were lived through with one, ${all - missing.ever.length} were at rest with one\n`,
);
for (const each of missing.lived) process.stdout.write(`  at rest only: ${each}\n`);
for (const each of missing.ever) process.stdout.write(`  NONE in ${each}\n`);
process.exitCode = missing.ever.length > 0 || looked.some(({ leaks }) => leaks.length > 0) ? 1 : 0;
