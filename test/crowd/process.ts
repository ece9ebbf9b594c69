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

/** A port that is free, as is the one after it. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const first = await listening(0);
    if (first === undefined) continue;
    const second = first.port < 65_535 ? await listening(first.port + 1) : undefined;
    await first.close();
    if (!second) continue;
    await second.close();
    return first.port;
  }
}

async function listening(port: number) {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return undefined;
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server without a port");
  return {
    port: address.port,
    async close() {
      server.close();
      await once(server, "close");
    },
  };
}
