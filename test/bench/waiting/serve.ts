/**
 * The laptop as `npm start` runs it, over a folder that may have open escalations in it: says by messages what it took until every one of them waits, then what it uses
 * while nothing happens, and goes on until it is killed.
 *
 *   serve.ts <folder> <seconds of idling>
 */
import { setTimeout } from "node:timers/promises";
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { startLaptop } from "../../../infra/local/laptop.ts";

export type Said =
  | {
      readonly says: "all wait";
      /** From the start of the process. */
      readonly milliseconds: number;
      readonly cpuMilliseconds: number;
      readonly mebibytes: number;
      /** The names of the executions that run. */
      readonly running: readonly string[];
    }
  | { readonly says: "idled"; readonly seconds: number; readonly cpuMilliseconds: number };

const say = (said: Said) => process.send?.(said);
const cpu = (since?: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

async function running(): Promise<string[]> {
  const client = new SFNClient({});
  const names: string[] = [];
  for (const { stateMachineArn } of (await client.send(new ListStateMachinesCommand({}))).stateMachines ?? []) {
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new ListExecutionsCommand({
          stateMachineArn,
          statusFilter: "RUNNING",
          maxResults: 1000,
          ...(nextToken ? { nextToken } : {}),
        }),
      );
      names.push(...(page.executions ?? []).map((each) => String(each.name)));
      nextToken = page.nextToken;
    } while (nextToken);
  }
  client.destroy();
  return names;
}

const [folder = "", seconds = ""] = process.argv.slice(2);
const laptop = await startLaptop({ folder, ports: { service: 0, workbench: 0 } });
await laptop.quiet();
const milliseconds = performance.now();
const cpuMilliseconds = cpu();
const names = await running();
// Started with --expose-gc: what is not used any more is no part of what an escalation needs.
(globalThis as { gc?: () => void }).gc?.();
say({
  says: "all wait",
  milliseconds,
  cpuMilliseconds,
  mebibytes: process.memoryUsage.rss() / 2 ** 20,
  running: names,
});
// What the asking left behind goes first.
await setTimeout(2_000);
const before = process.cpuUsage();
await setTimeout(Number(seconds) * 1000);
say({ says: "idled", seconds: Number(seconds), cpuMilliseconds: cpu(before) });
