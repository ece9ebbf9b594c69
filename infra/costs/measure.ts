/**
 * `npm run costs:measure`: lives escalations on this laptop and counts what they use; writes measured.json. Each of the
 * five policies is settled at its first stage, at its second, and by its last body after silence at every stage.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { addDays, dayOf } from "../../policies/calendar/instant.ts";
import { sendDigests } from "../../functions/digest/digests.ts";
import { reconcile } from "../../functions/reconcile/reconcile.ts";
import { arose, expected } from "../local/demo/both-ends.ts";
import { openScene } from "../local/demo/scene.ts";
import { typed } from "../command-line.ts";
import { countDatabase } from "./counting.ts";
import { begin, measureRun, recipientsOf, useOf } from "./lived.ts";
import { measuredFile, stories, type Measured, type Run } from "./measured.ts";

typed(
  "npm run costs:measure\nLives escalations, counts what they use, and writes infra/costs/measured.json. It takes no options.",
  {},
);

async function measureRounds(): Promise<Omit<Measured, "measured" | "how" | "runs">> {
  const scene = await openScene(begin);
  const { laptop } = scene;
  const { tasks, digests, dynamoDB } = laptop.container;
  const counter = countDatabase(dynamoDB);
  try {
    const partnerships = tasks.partnerships();
    const all = await useOf(counter, () => reconcile(tasks));
    const nobody = await useOf(counter, () => reconcile({ ...tasks, partnerships: () => [] }));
    const idle = await useOf(counter, () => sendDigests(digests));
    const before = laptop.mailbox.mails().length;
    const month = await useOf(counter, () => laptop.moveTo(`${addDays(arose, 30)}T10:00:00.000Z`));
    return {
      partnerships: partnerships.length,
      reconcile: all,
      reconcileForEachPartnership: {
        reads: (all.reads - nobody.reads) / partnerships.length,
        writes: (all.writes - nobody.writes) / partnerships.length,
      },
      digests: idle,
      digestsOfAMonth: { recipients: recipientsOf(laptop.mailbox.mails().slice(before)), database: month },
    };
  } finally {
    await scene.close();
  }
}

const runs: Run[] = [];
for (const policy of expected)
  for (const story of stories) {
    const run = await measureRun(policy, story);
    console.log(`${run.policy}, ${story}: ${run.transitions} transitions, ${run.recipients} e-mails`);
    runs.push(run);
  }
const [first, ...others] = runs;
if (!first) throw new Error("Nothing was measured");
const measured: Measured = {
  measured: dayOf(new Date().toISOString()),
  how: "Lived on a laptop by infra/costs/measure.ts: the service’s own functions and state machines over dynalite, which says what each request consumes, with histories of the local Step Functions",
  ...(await measureRounds()),
  runs: [first, ...others],
};
writeFileSync(measuredFile, `${JSON.stringify(measured, undefined, 2)}\n`);
console.log(`Written: ${fileURLToPath(measuredFile)}`);
process.exit(0);
