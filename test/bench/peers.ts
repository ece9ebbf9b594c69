/** What is measured against has a lock file of its own and is installed when it is first needed, into this folder. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const lock = join(import.meta.dirname, "package-lock.json");
/** What was installed, so that another lock file is installed again. */
const installed = join(import.meta.dirname, "node_modules", ".installed-lock.json");

export async function installPeers(say: (text: string) => void): Promise<void> {
  const wanted = readFileSync(lock, "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return;
  say("Installing what is measured against, once …");
  // None of their scripts runs: one of them would tell somebody outside that it was installed.
  await promisify(execFile)("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], {
    cwd: import.meta.dirname,
    env: { ...process.env, NODE_ENV: "production" },
  });
  writeFileSync(installed, wanted);
}
