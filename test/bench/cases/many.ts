/**
 * Many escalations of four stages at once, all by deadline and all answered: what each takes beside a script without the service's code that makes the same queries, puts,
 * signals and mails and runs the same definition, and beside two engines doing the least version of the same.
 */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "../case.ts";
import { median, quantile } from "../interleaved.ts";
import type { Line } from "../line.ts";
import type { Measured } from "../many/measure.ts";
import { stories, type Story } from "../many/story.ts";

const bench = join(import.meta.dirname, "..");

/** Each in a process of its own. */
const ways = ["ours", "script", "restate", "dbos"] as const;
type Way = (typeof ways)[number];
const called: Readonly<Record<Exclude<Way, "ours">, string>> = {
  script: "the same queries, puts, signals and mails without the service",
  restate: "Restate, the least version",
  dbos: "DBOS on PostgreSQL, the least version",
};
type Taken = Readonly<Record<Way, readonly Measured[]>>;

export const many: Case = {
  name: "many",
  title: "Many at once",
  weight: 20,
  async measure({ quick, full, folder, progress }) {
    const count = full ? 1_000 : quick ? 10 : 70;
    const rounds = full || quick ? 1 : 3;
    const lines: Omit<Line, "of">[] = [];
    const lived = quick ? stories.filter((each) => each === "answered") : stories;
    const steps = lived.length * (1 + ways.length * rounds);
    let done = 0;
    const step = (doing: string) => progress(done++ / steps, doing);
    for (const story of lived) {
      step(`one is recorded, ${story}`);
      const recording = join(folder, `${story.replaceAll(" ", "-")}.recorded`);
      await run("many/recording.ts", [join(folder, `recorded ${story}`), story, recording]);
      const taken: Record<Way, Measured[]> = { ours: [], script: [], restate: [], dbos: [] };
      const missing: string[] = [];
      for (let round = 0; round < rounds; round++)
        for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
          step(`${count} ${story}, ${way}`);
          const of = join(folder, `${way} ${story} ${round}`);
          mkdirSync(of, { recursive: true });
          try {
            const said =
              way === "ours" || way === "script"
                ? await run("many/measure.ts", [way, of, String(count), story, recording])
                : await run(`peers/${way}.ts`, [of, String(count), story]);
            taken[way].push(JSON.parse(said) as Measured);
          } catch (error) {
            if (way === "ours" || way === "script") throw error;
            // An engine that does not run on this machine is said to be missing, and is not waited for again.
            missing.push(`${called[way]}: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`);
          }
        }
      lines.push(...linesOf(story, count, rounds, taken, missing));
    }
    return lines;
  },
};

function linesOf(
  story: Story,
  count: number,
  rounds: number,
  taken: Taken,
  missing: readonly string[],
): Omit<Line, "of">[] {
  const conditions = [
    `${count} of Knowsley’s policy through four stages, median of ${rounds} interleaved rounds, each in a process of its own with database, mail server and state machines`,
    ...(story === "by deadline" ? ["engines start theirs within the time, and wait 0.2 s at a stage"] : []),
    ...missing,
  ].join("; ");
  const figures = (
    figure: (one: Measured) => number,
    of: readonly Exclude<Way, "ours">[] = ["script", "restate", "dbos"],
  ) => ({
    ours: median(taken.ours.map(figure)),
    against: of
      .filter((way) => taken[way].length > 0)
      .map((way) => ({ called: called[way], value: median(taken[way].map(figure)) })),
  });
  const latency = (share: number) => (one: Measured) => quantile(one.toNextMail, share);
  return [
    {
      what: `All ${story}: CPU of one`,
      unit: "ms of CPU",
      ...figures((one) => one.cpuMilliseconds / count),
      goal: { of: "ratio", atMost: 1.5 },
      conditions,
    },
    {
      what: `All ${story}: escalations a second`,
      unit: "a second",
      ...figures((one) => (count * 1000) / one.milliseconds),
      conditions,
    },
    { what: `All ${story}: memory`, unit: "MiB", ...figures((one) => one.mebibytes), conditions },
    {
      what: `All ${story}: e-mails of one`,
      unit: "",
      ...figures((one) => one.mails / count, ["script"]),
      goal: { of: "ratio", atLeast: 0.95, atMost: 1.05 },
      conditions: "counted: both have to have done the same",
    },
    ...(story === "by deadline"
      ? []
      : ([0.5, 0.99] as const).map((share) => ({
          what: `From an answer to the next stage’s e-mail, p${share * 100}`,
          unit: "ms" as const,
          ...figures(latency(share)),
          conditions: `${count} answered at once: most of it is waiting for the others`,
        }))),
  ];
}

/** Runs a file of the benchmarks, and gives back what it said on the descriptor that is for that. */
function run(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--no-warnings", join(bench, file), ...args], {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    let said = "";
    let printed = "";
    const channel = child.stdio[3];
    channel?.on("data", (text: Buffer) => void (said += text.toString()));
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text: Buffer) => void (printed = (printed + text.toString()).slice(-4000)));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${file} ended with ${code}:\n${printed}`));
    });
  });
}
