/**
 * `npm run load [-- --escalations 1000 --sharing 500 --seed 1]`: so many escalations open at once, one person of each answering
 * within the same minute, and a deadline that so many share. Ends with 1 where anything is lost; times are only printed.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { typed, wholeNumber } from "../../infra/command-line.ts";
import { load } from "./load.ts";

const { values } = typed("npm run load [-- --escalations 1000 --sharing 500 --seed 1]", {
  options: {
    escalations: { type: "string", default: "1000" },
    sharing: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
  },
});
const escalations = wholeNumber("escalations", values.escalations, 2, 10_000);
const sharing = wholeNumber("sharing", values.sharing, 1, escalations);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const bar = new SingleBar({ format: "{bar} {value} of {total} | {what} | {duration_formatted}", hideCursor: true });
bar.start(escalations, 0, { what: "starting" });
const begun = performance.now();
const found = await load({
  escalations,
  sharing,
  within: 60,
  seed: values.seed,
  folder: mkdtempSync(join(tmpdir(), "load-")),
  realTime: true,
  onStep: (what, done, of) => {
    bar.setTotal(of);
    bar.update(done, { what });
  },
});
bar.update(bar.getTotal(), { what: "done" });
bar.stop();

const percentile = (times: readonly number[], share: number) => {
  const sorted = times.toSorted((a, b) => a - b);
  return ((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) / 1000).toFixed(2);
};
const statuses = Object.entries(found.otherStatuses).map(([status, count]) => `${count} with ${status}`);
const seconds = (given: number | undefined) => (given === undefined ? "not measured" : `${given.toFixed(1)} s`);
process.stdout.write(`
${found.concerns} escalations of five policies open at once (${found.concernsAskedToWait} times an agency’s system was asked to wait a minute, and then accepted)
${found.answers} people answered, each opening their link at a moment of the same minute: ${found.requests} requests, all answered with 200${statuses.length > 0 ? ` but ${statuses.join(", ")}` : ""}
An answer, from opening the link to the page that says it is recorded (four requests): ${percentile(found.answerMs, 0.5)} s in the middle, ${percentile(found.answerMs, 0.99)} s for the slowest of a hundred
The press alone: ${percentile(found.pressMs, 0.5)} s in the middle, ${percentile(found.pressMs, 0.99)} s for the slowest of a hundred
Every email that followed from the answers was out ${seconds(found.mailsAfterAnswersSeconds)} after the last of them
${found.climbed} climbed at one deadline; the last email of it was out ${seconds(found.mailsAfterDeadlineSeconds)} after it (their waking is spread over one to three minutes)
${found.emails} emails in all; the process had ${found.peakMiB === undefined ? "an unknown amount of memory" : `${Math.round(found.peakMiB)} MiB`} at most
Lost, stuck, owed and unsent, sent twice: ${found.broken.length}
It took ${Math.round((performance.now() - begun) / 1000)} seconds.
`);
for (const each of found.broken) process.stderr.write(`${each}\n`);
process.exit(found.broken.length === 0 ? 0 : 1);
