/**
 * Restate doing the least version of the same: so many escalations of four stages, each of which sends a mail (a line in memory) and waits for an answer or a timer, and climbs. No
 * record, no mail server, no page, no notices but one a stage.
 *
 *   restate.ts <folder> <how many> <story>
 */
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as restate from "@restatedev/restate-sdk";
import * as clients from "@restatedev/restate-sdk-clients";
import type { Story } from "../many/story.ts";
import { leastVersion, stages, timerMs } from "./least.ts";
import { freePort, startOther } from "./process.ts";

const [folder = "", many = "", story = ""] = process.argv.slice(2);
const least = leastVersion(Number(many), story as Story);

const escalation = restate.workflow({
  name: "escalation",
  handlers: {
    run: async (ctx: restate.WorkflowContext) => {
      for (let stage = 0; stage < stages; stage++) {
        await ctx.run("mail", () => least.mail(ctx.key, stage));
        const answer = ctx.promise<string>(`stage-${stage}`).get();
        try {
          await (story === "answered" ? answer : answer.orTimeout(timerMs));
        } catch (error) {
          if (!(error instanceof restate.TimeoutError)) throw error;
        }
      }
      least.ended(ctx.key);
    },
    answer: async (ctx: restate.WorkflowSharedContext, stage: number) => {
      await ctx.promise<string>(`stage-${stage}`).resolve("no agreement");
    },
  },
});

const [service, ingress, admin, node] = [await freePort(), await freePort(), await freePort(), await freePort()];
await restate.serve({ services: [escalation], port: service, logger: () => undefined });
const at = (port: number) => `http://127.0.0.1:${port}`;
const binary = createRequire(import.meta.url).resolve(
  `@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
);
const server = await startOther(
  binary,
  ["--no-logo", "--base-dir", join(folder, "restate"), "--listen-mode", "tcp"],
  {
    cwd: folder,
    env: {
      ...process.env,
      DO_NOT_TRACK: "1",
      RESTATE_DISABLE_TELEMETRY: "true",
      RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
      RUST_LOG: "warn",
    },
  },
  async () => (await fetch(`${at(admin)}/health`)).ok && (await fetch(`${at(ingress)}/restate/health`)).ok,
);
const registered = await fetch(`${at(admin)}/deployments`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ uri: at(service) }),
});
if (!registered.ok) throw new Error(`Restate took no deployment: ${await registered.text()}`);
const client = clients.connect({ url: at(ingress) });
const of = (key: string) => client.workflowClient<typeof escalation>({ name: "escalation" }, key);

const measured = await least.measure(
  {
    start: async (key) => void (await of(key).workflowSubmit()),
    answer: async (key, stage) => void (await of(key).answer(stage)),
  },
  server,
);
writeSync(3, JSON.stringify(measured));
await server.stop();
process.exit(0);
