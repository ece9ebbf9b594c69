/**
 * One call in a process of its own, over one or several databases in turn: it prints what was read of each, how long that took and how much memory the process had at
 * most, as JSON. Started by cases/sizes.ts: with all sizes for the time, with one for the memory, so that it is that of this one call on this one table.
 */
import { dynamoDBSummaries } from "../../../functions/summaries/summaries.ts";
import { calls, type CallName } from "../../scale/calls.ts";
import { counted, type Counts } from "../../scale/counted.ts";
import { lastQuarter, spanOf } from "../../scale/generated.ts";
import { askingOf, inventPartnerships } from "../../scale/partnerships.ts";
import { clientOf, tables } from "../../scale/tables.ts";
import { interleaved } from "../interleaved.ts";

export interface ToMeasure {
  readonly call: CallName;
  readonly endpoints: readonly string[];
  readonly partnerships: number;
  readonly years: number;
  readonly rounds: number;
}

export interface Measured {
  /** In the order of the endpoints. */
  readonly of: readonly (Counts & {
    /** The lower quartile: whatever else the machine does only ever adds, and to a call of several round trips much. */
    readonly milliseconds: number;
  })[];
  /** The most that the process had at any time, in MiB, with Node.js itself and the code. */
  readonly mebibytes: number;
}

const { call, endpoints, partnerships, years, rounds } = JSON.parse(process.argv[2] ?? "") as ToMeasure;
const invented = inventPartnerships(partnerships);
const [of] = invented;
if (!of) throw new Error("There is no partnership to measure");
const ids = invented.map((each) => each.id);
const databases = endpoints.map((endpoint) => {
  const { client, take } = counted(clientOf(endpoint));
  const dependencies = { ...askingOf(invented), summaries: dynamoDBSummaries(client, tables.working, () => ids) };
  return { client, take, asked: { of, period: lastQuarter({ years }), now: spanOf({ years }).end, dependencies } };
});

const turns = await interleaved(
  Object.fromEntries(databases.map(({ asked }, place) => [place, async () => void (await calls[call](asked))])),
  rounds,
);
const counts: Counts[] = [];
for (const { client, take, asked } of databases) {
  take();
  await calls[call](asked);
  counts.push(take());
  client.destroy();
}
const measured: Measured = {
  of: counts.map((each, place) => ({ ...each, milliseconds: turns.quantile(String(place), "milliseconds", 0.25) })),
  mebibytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(measured));
