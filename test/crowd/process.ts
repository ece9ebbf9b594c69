/** The laptop's service in a process of its own, as `npm start` runs it, and its end at any moment. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export const root = join(import.meta.dirname, "../..");

export interface LaptopProcess {
  readonly service: string;
  readonly workbench: string;
  /** Resolves once it answers requests: what it has to make good of its last life, it may still be at. */
  readonly answers: Promise<void>;
  /** Resolves once it says that it runs. */
  readonly ready: Promise<void>;
  /** `kill -9`, its threads included; resolves once it is gone. */
  kill(): Promise<void>;
  /** The most memory that it has had, in MiB; undefined where the system does not say. */
  peakMemory(): number | undefined;
  /** What it has printed. */
  said(): string;
}

/** @param port the service's; the workbench has the next */
export function spawnLaptop(folder: string, port: number): LaptopProcess {
  const child = spawn(process.execPath, [join(root, "infra/local/start.ts")], {
    env: { ...process.env, LAPTOP_FOLDER: folder, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = once(child, "exit");
  const dieWithUs = () => child.kill("SIGKILL");
  process.once("exit", dieWithUs);
  let said = "";
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer) => {
      said += text.toString();
      if (said.includes("The service runs")) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code, signal) => reject(new Error(`It ended with ${code ?? signal}:\n${said}`)));
  });
  const workbench = `http://localhost:${port + 1}`;
  const answers = (async () => {
    for (;;) {
      if (isOver()) return ready;
      try {
        const response = await fetch(`${workbench}/clock`);
        await response.arrayBuffer();
        if (response.ok) return;
      } catch (error) {
        // Nothing listens there yet.
        if (!(error instanceof TypeError)) throw error;
      }
      await wait(10);
    }
  })();
  // Whoever kills it early waits for neither.
  for (const each of [ready, answers]) each.catch(() => undefined);

  return {
    service: `http://localhost:${port}`,
    workbench,
    answers,
    ready,
    async kill() {
      child.kill("SIGKILL");
      if (!isOver()) await gone;
      process.off("exit", dieWithUs);
    },
    peakMemory() {
      if (process.platform !== "linux") return undefined;
      const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
    },
    said: () => said,
  };
}

/** From here on, and below those that systems give to whoever asks for any: another program is handed none of these. */
const firstPort = 20_000;
const ports = 10_000;

/** A port that is free, as is the one after it, and that nobody is likely to take while a process is dead. */
export async function freePorts(): Promise<number> {
  for (let place = (process.pid * 2) % ports; ; place = (place + 2) % ports) {
    const port = firstPort + place;
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
