/**
 * The local database in a process of its own, over a folder: so that what it does itself counts neither as the time nor as the memory
 * of whoever asks it. It ends when the one that started it does.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface Server {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** @param folder where its data is */
export async function startServer(folder: string): Promise<Server> {
  const child = fork(join(import.meta.dirname, "serving.ts"), [folder], { execArgv: [] });
  const [endpoint] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => {
      throw new Error(`The database in ${folder} could not be started`);
    }),
  ])) as [string];
  return {
    endpoint,
    async close() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}
