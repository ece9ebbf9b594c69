/** `npm run simulate`: plays random histories over every policy and over random ones, and says what was promised and broken. */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { Presets, SingleBar } from "cli-progress";
import { orRefuse, refuse, typed, wholeNumber } from "../../infra/command-line.ts";
import { promises } from "./promises.ts";
import { placeCalled, publishedPlaces } from "./policies.ts";
import { nothingCounted, together, type Outcome } from "./run.ts";
import type { Job, Said } from "./worker.ts";

const usage = `npm run simulate [-- --histories 10000 --seed 1 --stored 50]
npm run simulate -- --policy "knowsley 2020-06" --seed 1 --path 8:0:3 [--as-it-is]    one again, as small as it can be or as it came`;
const { values } = typed(usage, {
  options: {
    histories: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    policy: { type: "string" },
    path: { type: "string" },
    /** How many of all are played on the local database; none of a policy that is named, unless it is said. */
    stored: { type: "string" },
    /** One that breaks a promise is shown as it came, and not made as small as it can be. */
    "as-it-is": { type: "boolean", default: false },
  },
});
const { policy, path } = values;
if (policy !== undefined) orRefuse(() => placeCalled(policy));
if (path !== undefined && !/^\d+(:\d+)*$/.test(path))
  refuse(`--path is what a run printed, such as 8:0:3, and not “${path}”.`);
const histories = wholeNumber("histories", values.histories, 1, 999_999_999);
const seed = wholeNumber("seed", values.seed, 1, 999_999_999);
/** Half of the histories run under these, which are other ones for every seed. */
const randomPolicies = 20;

const published = publishedPlaces().map((each) => each.name);
const random = Array.from({ length: randomPolicies }, (_, place) => `random-${seed * randomPolicies + place} 1`);
const share = (names: readonly string[], count: number, stored = false): Job[] =>
  names.map((place, index) => ({
    place,
    stored,
    seed,
    shrinks: !values["as-it-is"],
    histories: Math.floor(count / names.length) + (index < count % names.length ? 1 : 0),
    ...(values.path === undefined ? {} : { path: values.path }),
  }));
const onDatabase =
  values.stored === undefined
    ? values.policy === undefined
      ? Math.min(50, histories)
      : 0
    : Math.min(wholeNumber("stored", values.stored, 1, 999_999_999), histories);
const inMemory = histories - onDatabase;
const jobs =
  values.policy === undefined
    ? [
        ...share(published, onDatabase, true),
        ...share(published, Math.ceil(inMemory / 2)),
        ...share(random, Math.floor(inMemory / 2)),
      ]
    : [...share([values.policy], onDatabase, true), ...share([values.policy], inMemory)];

process.exitCode = await run(jobs.filter((each) => each.histories > 0));

async function run(queue: Job[]): Promise<number> {
  const begun = Date.now();
  const bar = new SingleBar(
    {
      format: "{bar} {value} of {total} histories, {eta_formatted} left",
      // It may run for an hour at night, and somebody reads its log meanwhile.
      noTTYOutput: true,
      notTTYSchedule: 60_000,
    },
    Presets.shades_classic,
  );
  bar.start(values.path === undefined ? histories : 1, 0);
  const outcomes: Outcome[] = [];
  const failures: string[] = [];
  const places = new Set(queue.map((each) => each.place)).size;
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), queue.length) }, async () => {
      for (let job = queue.shift(); job; job = queue.shift()) {
        const outcome = await played(job, () => bar.increment());
        if ("error" in outcome) failures.push(`${job.place}: ${outcome.error}`);
        else {
          outcomes.push(outcome);
          if (outcome.broken) tellOf(outcome.broken);
        }
      }
    }),
  );
  bar.stop();

  const counted = outcomes.reduce((sum, each) => together(sum, each.counted), nothingCounted);
  const held = outcomes.reduce((sum, each) => sum + each.held, 0);
  const broken = outcomes.flatMap((each) => each.broken ?? []);
  const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
  process.stdout.write(
    [
      `${held} histories held, ${broken.length} broke a promise; ${places} policies, seed ${seed}, ${onDatabase} on the local database, ${minutes} minutes.`,
      `${promises.length} promises were looked at after every step or at the end of each.`,
      `${counted.calls} calls to database, mail and state machines; ${counted.commits} commits; ${counted.stages} stages opened; ${counted.closed} escalations closed; ${counted.replaced} executions replaced.`,
      `${counted.mails} e-mails, ${counted.mailsTwice} of them a second time, each after a fault that hit who sent it first.`,
      "",
    ].join("\n"),
  );
  for (const each of failures) process.stderr.write(`\nCould not be played: ${each}\n`);
  return broken.length + failures.length === 0 ? 0 : 1;
}

/** At once: whoever watches need not wait for all the others. */
function tellOf({ replay, says, history }: NonNullable<Outcome["broken"]>): void {
  process.stderr.write(`\n${says}\n\n${JSON.stringify(history, undefined, 2)}\n\nTo see it again: ${replay}\n`);
}

function played(job: Job, progress: () => void): Promise<Outcome | { readonly error: string }> {
  return new Promise((resolve) => {
    const child = fork(new URL("./worker.ts", import.meta.url));
    const end = (outcome: Outcome | { readonly error: string }) => {
      child.removeAllListeners("exit");
      child.kill();
      resolve(outcome);
    };
    child.on("message", (said: Said) => {
      if (said.says === "one held") progress();
      else end(said.says === "done" ? said.outcome : { error: said.error });
    });
    child.on("exit", (code) => end({ error: `its process ended with ${code}` }));
    child.send(job);
  });
}
