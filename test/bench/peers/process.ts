/** A server that somebody else wrote, in a process of its own: free ports for it, and what it has used. */
import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export interface Other {
  /** Milliseconds of CPU so far, its own children included. */
  cpu(): number;
  mebibytes(): number;
  stop(): Promise<void>;
}

/** @param ready asked until it says so; what the process printed comes with the error where it never does */
export async function startOther(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  ready: () => Promise<boolean>,
): Promise<Other> {
  const child = spawn(command, [...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text: Buffer) => void (printed = (printed + text.toString()).slice(-4000)));
  const until = Date.now() + 60_000;
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill("SIGKILL");
      throw new Error(`${command} did not start:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const all = () => family(child.pid ?? 0);
  return {
    cpu: () => all().reduce((sum, { cpuMilliseconds }) => sum + cpuMilliseconds, 0),
    mebibytes: () => all().reduce((sum, { mebibytes }) => sum + mebibytes, 0),
    stop: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGINT");
  await gone;
}

interface Used {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMilliseconds: number;
  readonly mebibytes: number;
}

/** A process and those that it started. */
function family(pid: number): Used[] {
  const all = processes();
  const found = all.filter((each) => each.pid === pid);
  for (const one of found) found.push(...all.filter((each) => each.parent === one.pid));
  return found;
}

/** As the kernel counts them where it says so in files, to the hundredth of a second; elsewhere as `ps` does, to the second. */
function processes(): Used[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss=,time="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid = "", parent = "", rss = "", time = ""] = line.trim().split(/\s+/);
    const stat = `/proc/${pid}/stat`;
    return {
      pid: Number(pid),
      parent: Number(parent),
      cpuMilliseconds: existsSync(stat) ? ticksIn(readFileSync(stat, "utf8")) * 10 : secondsIn(time) * 1000,
      mebibytes: Number(rss) / 1024,
    };
  });
}

/** User and system time, fields 14 and 15; what stands in brackets before them may have spaces. */
function ticksIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

const secondsIn = (time: string) =>
  time
    .replace("-", ":")
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
