/**
 * One measurement in a process of its own, so that its peak memory is that of this one call: it prints what it read, how long it took
 * and how much memory it had at most, as JSON. Started by scale.ts.
 */
import { dynamoDBSummaries } from "../../functions/summaries/summaries.ts";
import { calls, type CallName } from "./calls.ts";
import { counted, type Counts } from "./counted.ts";
import { lastQuarter, spanOf } from "./generated.ts";
import { askingOf, inventPartnerships } from "./partnerships.ts";
import { clientOf, tables } from "./tables.ts";

export interface Measured extends Counts {
  /** The median of all runs but the first, in which everything is loaded. */
  readonly milliseconds: number;
  /** The most that the process had at any time, in MiB, with Node.js itself and the code. */
  readonly megabytes: number;
}

const runs = 101;

const [endpoint = "", call = "", partnerships = "", years = ""] = process.argv.slice(2);
const invented = inventPartnerships(Number(partnerships));
const [of] = invented;
if (!of) throw new Error("There is no partnership to measure");
const { client, take } = counted(clientOf(endpoint));
const ids = invented.map((each) => each.id);
const asked = {
  of,
  period: lastQuarter({ years: Number(years) }),
  now: spanOf({ years: Number(years) }).end,
  dependencies: { ...askingOf(invented), summaries: dynamoDBSummaries(client, tables.working, () => ids) },
};
const times: number[] = [];
let counts = take();
for (let run = 0; run < runs; run++) {
  const begun = performance.now();
  await calls[call as CallName](asked);
  if (run > 0) times.push(performance.now() - begun);
  counts = take();
}
client.destroy();
const measured: Measured = {
  ...counts,
  milliseconds: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0,
  megabytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(measured));
