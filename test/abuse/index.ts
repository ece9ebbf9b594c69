/**
 * `npm run abuse [-- --minutes N] [--seed S]`: requests to the API by its own document, and walks through the forms of the pages, until
 * the time is up. Ends with what was sent and what came of it, and with 1 when a promise was broken; the seed tries it again.
 */
import { SingleBar } from "cli-progress";
import fc from "fast-check";
import { refuse, typed } from "../../infra/command-line.ts";
import { brokenBy, documentOf, requests, type Seen } from "./api.ts";
import { prepare } from "./ground.ts";
import { letGo } from "./http.ts";
import { brokenByWalk, walks, type PagesSeen } from "./pages.ts";
import { startService } from "./service.ts";

const usage = "npm run abuse [-- --minutes 5 --seed 1]    minutes are a number, a seed is a whole number";
const { values } = typed(usage, {
  options: { minutes: { type: "string", default: "5" }, seed: { type: "string", default: "1" } },
});
const [minutes, first] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0) || !Number.isInteger(first)) refuse(usage);

/** Of each kind, over tables of their own: what there is grows, and everything that reads it slows down. */
const aRound = { requests: 400, walks: 80 };
const api: Seen = { requests: 0, accepted: 0, refused: 0, problems: new Map() };
const pages: PagesSeen = { presses: 0, recorded: 0, statuses: new Map(), pressed: new Set() };
const broken: string[] = [];
const begun = performance.now();
const ends = begun + minutes * 60_000;
const bar = new SingleBar({ format: "{bar} {percentage} % | {sent} sent, {broken} promises broken", hideCursor: true });
bar.start(minutes * 60, 0, { sent: 0, broken: 0 });

let seed = first;
for (; performance.now() < ends && broken.length === 0; seed++) await round(seed);
bar.stop();

const list = (counts: ReadonlyMap<string | number, number>) =>
  [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([what, number]) => `${what} ${number.toLocaleString("en-GB")}`)
    .join(", ");
process.stdout.write(`
${api.requests.toLocaleString("en-GB")} requests to the API by seeds ${first} to ${seed - 1}: ${api.accepted} accepted, and each record holds; ${api.refused} refused
  by problem: ${list(api.problems)}
${pages.presses.toLocaleString("en-GB")} presses of forms: ${pages.recorded} went onto a record, and each holds
  by status: ${list(pages.statuses)}
  buttons: ${[...pages.pressed].toSorted().join(", ")}
${broken.length === 0 ? "No promise was broken." : `BROKEN, by seed ${seed - 1}:\n${broken.join("\n\n")}`}
`);
process.exitCode = broken.length === 0 ? 0 : 1;

async function round(of: number): Promise<void> {
  const service = await startService();
  const prepared = await prepare(service);
  const document = await documentOf(service);
  const until = async <T>(
    what: string,
    arbitrary: fc.Arbitrary<T>,
    numRuns: number,
    tried: (each: T) => Promise<string[]>,
  ) => {
    let underWay: Promise<string[]> = Promise.resolve([]);
    const property = fc.asyncProperty(arbitrary, async (each) => {
      underWay = tried(each);
      const found = await underWay;
      // Links are pressed by the minute: the next one comes in the next.
      service.clock.set(new Date(Date.parse(service.clock.now()) + 60_000).toISOString());
      bar.update(Math.min((performance.now() - begun) / 1000, minutes * 60), {
        sent: api.requests + pages.presses,
        broken: broken.length,
      });
      if (found.length > 0) throw new Error(found.join("\n"));
    });
    const result = await fc.check(property, {
      seed: of,
      numRuns,
      interruptAfterTimeLimit: Math.max(ends - performance.now(), 1_000),
      maxSkipsPerRun: 0,
    });
    // When the time is up one may be under way still, and what it writes is not to be taken for what comes after it.
    const [last] = await Promise.allSettled([underWay]);
    if (result.interrupted && last.status === "rejected") throw last.reason;
    if (result.counterexample)
      broken.push(
        `${what}: ${String(result.errorInstance)}\nthe smallest that does it: ${fc.stringify(result.counterexample).slice(0, 4_000)}`,
      );
  };
  try {
    await until("API", requests(document, prepared.references), aRound.requests, (each) =>
      brokenBy(each, service, document, api),
    );
    await until("pages", walks, aRound.walks, (each) => brokenByWalk(each, service, prepared.paths(), pages));
  } finally {
    letGo();
    await service.close();
  }
}
