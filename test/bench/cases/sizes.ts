/**
 * Digest, report and register of one partnership and one quarter, whatever else the table holds: the same at the largest size as at the smallest. The partnership that is
 * measured has the same escalations at every size (test/scale).
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { callNames, type CallName } from "../../scale/calls.ts";
import { folderIn } from "../../scale/folder.ts";
import { startServer, type Server } from "../../scale/server.ts";
import type { Case } from "../case.ts";
import { median } from "../interleaved.ts";
import type { Line } from "../line.ts";
import type { Measured, ToMeasure } from "../sizes/measure.ts";

const about = { partnerships: 150, years: 5, seed: 1 };
/** Kept and used again: they take long to make. */
const made = join(import.meta.dirname, "../../../.local/scale");

const called: Readonly<Record<CallName, string>> = { digest: "A digest", report: "A report", register: "The register" };
const inWords = (escalations: number) => `of ${escalations.toLocaleString("en-GB")}`;

export const sizes: Case = {
  name: "sizes",
  title: "Digest, report and register, by the size of the table",
  weight: 9,
  async measure({ quick, full, progress }) {
    const all = quick ? [1_000, 3_000] : [1_000, 10_000, ...(full ? [100_000] : [])];
    const { rounds, processes } = quick ? { rounds: 25, processes: 1 } : { rounds: 101, processes: 3 };
    const folders: string[] = [];
    const inAll = all.reduce((sum, each) => sum + each);
    let before = 0;
    for (const escalations of all) {
      const told = (written: number) => progress(((before + written) / inAll) * 0.3, `made ${inWords(escalations)}`);
      folders.push(await folderIn(made, { escalations, ...about }, (written) => told(written.escalations)));
      before += escalations;
    }

    const servers: Server[] = [];
    try {
      for (const folder of folders) servers.push(await startServer(folder));
      const endpoints = servers.map(({ endpoint }) => endpoint);
      const steps = callNames.length * (1 + processes);
      let done = 0;
      const lines: Omit<Line, "of">[] = [];
      for (const call of callNames) {
        const step = () => progress(0.3 + (done++ / steps) * 0.7, called[call]);
        step();
        const { of } = await measured({ call, endpoints, ...about, rounds });
        const memory: number[][] = endpoints.map(() => []);
        for (let turn = 0; turn < processes; turn++) {
          step();
          for (const [place, endpoint] of endpoints.entries())
            memory[place]!.push((await measured({ call, endpoints: [endpoint], ...about, rounds: 15 })).mebibytes);
        }
        lines.push(...linesOf(call, all, of, memory.map(median), { rounds, processes }));
      }
      return lines;
    } finally {
      for (const server of servers) await server.close();
    }
  },
};

function linesOf(
  call: CallName,
  all: readonly number[],
  of: Measured["of"],
  memory: readonly number[],
  { rounds, processes }: { readonly rounds: number; readonly processes: number },
): Omit<Line, "of">[] {
  const last = all.length - 1;
  const line = (
    what: string,
    unit: Line["unit"],
    figures: readonly number[],
    exactly: boolean,
    conditions: string,
  ) => ({
    what: `${called[call]} ${inWords(all[last]!)}: ${what}`,
    unit,
    ours: figures[last]!,
    against: figures.slice(0, last).map((value, place) => ({ called: inWords(all[place]!), value })),
    goal: { of: "ratio" as const, ...(exactly ? { atLeast: 1, atMost: 1 } : { atMost: 1.1 }) },
    conditions,
  });
  const counted = "As the database's server reports it";
  return [
    line(
      "items read",
      "",
      of.map(({ items }) => items),
      true,
      counted,
    ),
    line(
      "read capacity units",
      "",
      of.map(({ capacity }) => capacity),
      true,
      counted,
    ),
    line(
      "round trips",
      "",
      of.map(({ roundTrips }) => roundTrips),
      true,
      counted,
    ),
    line(
      "time",
      "ms",
      of.map(({ milliseconds }) => milliseconds),
      false,
      `Lower quartiles of ${rounds} rounds in one process, the sizes in turn, each with a server of its own; what else the machine does adds to the rest`,
    ),
    line(
      "peak memory",
      "MiB",
      memory,
      false,
      `The whole process, medians of ${processes} in turn; Node.js, the AWS SDK and the policies are nearly all of it`,
    ),
  ];
}

async function measured(what: ToMeasure): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, "../sizes/measure.ts"),
    JSON.stringify(what),
  ]);
  return JSON.parse(stdout) as Measured;
}
