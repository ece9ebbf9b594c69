/**
 * Open and waiting: what open escalations need while nothing happens, and how long it takes until all of them wait again after the process that had them was killed.
 */
import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import type { Case } from "../case.ts";
import type { Line } from "../line.ts";
import type { Said } from "../waiting/serve.ts";

const room = join(import.meta.dirname, "../waiting");

export const waiting: Case = {
  name: "waiting",
  title: "Open and waiting",
  weight: 8,
  async measure({ quick, full, folder, progress }) {
    const many = full ? 10_000 : quick ? 50 : 1_000;
    const idle = quick ? 2 : 15;
    progress(0, `${many} are raised`);
    const filled = join(folder, "filled");
    mkdirSync(filled, { recursive: true });
    await ended(
      forked("fill.ts", [join(filled, "laptop"), String(many)], (made) =>
        progress((0.3 * Number(made)) / many, `${many} are raised`),
      ),
    );
    const references = JSON.parse(readFileSync(join(filled, "references.json"), "utf8")) as string[];

    progress(0.3, "a laptop without any");
    const none = await serve(join(folder, "none"), idle);
    progress(0.4, `a laptop with ${many}`);
    const first = await serve(join(filled, "laptop"), idle);
    progress(0.7, "killed, and started again");
    const again = await serve(join(filled, "laptop"), 0);
    const lost = [first, again].flatMap(({ all }) =>
      references.filter((each) => all.running.filter((name) => name.startsWith(`${each}-`)).length !== 1),
    );

    const conditions = `${many.toLocaleString("en-GB")} open escalations on a laptop as npm start runs it, everything in one process`;
    const perOne = (figure: (of: Served) => number) => (figure(first) - figure(none)) / many;
    const lines: Omit<Line, "of">[] = [
      {
        what: "Memory of one that waits",
        unit: "kB",
        ours: (perOne(({ all }) => all.mebibytes) * 2 ** 20) / 1000,
        against: [],
        conditions: `${conditions}; less what a laptop without any needs (${Math.round(none.all.mebibytes)} MiB)`,
      },
      {
        what: "CPU while nothing happens",
        unit: "ms of CPU",
        ours: first.idled.cpuMilliseconds / first.idled.seconds,
        against: [{ called: "a laptop without any", value: none.idled.cpuMilliseconds / none.idled.seconds }],
        goal: { of: "ours", atMost: 10 },
        conditions: `a second, of ${idle} seconds; ${conditions}`,
      },
      {
        what: "From the start of the process after kill -9 until all wait again",
        unit: "ms",
        ours: again.all.milliseconds,
        against: [{ called: "a laptop without any", value: none.all.milliseconds }],
        conditions,
      },
      {
        what: "The same for each",
        unit: "ms",
        ours: (again.all.milliseconds - none.all.milliseconds) / many,
        against: [{ called: "CPU", value: (again.all.cpuMilliseconds - none.all.cpuMilliseconds) / many }],
        conditions,
      },
      {
        what: "Lost, or waiting twice",
        unit: "",
        ours: lost.length,
        against: [],
        goal: { of: "ours", atMost: 0 },
        conditions:
          "each has to have one running execution after the first start and after the one that followed kill -9",
      },
    ];
    return lines;
  },
};

type AllWait = Extract<Said, { says: "all wait" }>;
type Idled = Extract<Said, { says: "idled" }>;
interface Served {
  readonly all: AllWait;
  readonly idled: Idled;
}

/** Serves a folder until everything has been said, and is then killed as nothing but a kill ends a process. */
async function serve(folder: string, idle: number): Promise<Served> {
  let all: AllWait | undefined;
  let idled: Idled | undefined;
  const child = forked("serve.ts", [folder, String(idle)], (said) => {
    const heard = said as Said;
    if (heard.says === "all wait") all = heard;
    else {
      idled = heard;
      child.kill("SIGKILL");
    }
  });
  await once(child, "exit");
  if (!all || !idled) throw new Error(`The laptop of ${folder} ended before all waited`);
  return { all, idled };
}

function forked(file: string, args: readonly string[], hear: (said: unknown) => void): ChildProcess {
  const child = fork(join(room, file), args, {
    execArgv: ["--no-warnings", "--expose-gc"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.on("message", hear);
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnargs.at(1)} ended with ${code}`);
}
