/** Stopping, killing and starting again. 2026-11-23 is a Monday. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { journey, knowsleyConcern } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const receivingManager = "d.stott@social-care.knowsley.example";

test("stopped in the middle of a stage and started again, it goes on: the deadline holds, and nobody is told anything twice", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  const before = await it.types(reference);
  const sent = it.laptop.mailbox.mails().length;
  await it.restart();
  expect(await it.types(reference)).toEqual(before);
  expect(it.laptop.mailbox.mails()).toHaveLength(sent);
  await it.moveTo("2026-11-26T17:04:00.000Z");
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "line-managers" });
  expect(it.mails(receivingManager, "your answer is asked for")).toBe(1);
});

test("links from before a restart still open", async () => {
  const it = await journey(monday);
  await it.raise(knowsleyConcern("2026-11-20"));
  await it.restart();
  await it.answers("j.malik@social-care.knowsley.example", "your answer is asked for", "note", {
    kind: "note",
    words: "Here.",
  });
});

test("killed in the middle of its work and started again, nothing is lost, nothing is stuck, and every chain holds", async () => {
  const folder = mkdtempSync(join(tmpdir(), "killed-"));
  const port = 20_000 + (process.pid % 10_000) * 2;
  let child = await start(folder, port);
  onTestFinished(async () => {
    await kill(child);
    rmSync(folder, { recursive: true, force: true });
  });
  const service = `http://localhost:${port}`;
  const workbench = `http://localhost:${port + 1}`;
  const clock = (to: string) =>
    fetch(`${workbench}/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ to }),
    });
  const token = async () =>
    (
      (await (
        await fetch(`${workbench}/token`, {
          method: "POST",
          body: new URLSearchParams({ client_id: "whitebeam-primary" }),
        })
      ).json()) as { access_token: string }
    ).access_token;
  const day = ((await (await fetch(`${workbench}/clock`)).json()) as { now: string }).now.slice(0, 10);
  const { concern } = knowsleyConcern(day);
  const raise = async (key: string) =>
    fetch(`${service}/escalations`, {
      method: "POST",
      headers: { authorization: `Bearer ${await token()}`, "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(concern),
    });

  // Ten concerns are accepted, and it is killed while their e-mails go out.
  const references = await Promise.all(
    Array.from(
      { length: 10 },
      async (_, index) => ((await (await raise(`concern-${index}`)).json()) as { reference: string }).reference,
    ),
  );
  await kill(child);
  child = await start(folder, port);
  // The same submissions again find the same concerns.
  const again = await Promise.all(
    Array.from(
      { length: 10 },
      async (_, index) => ((await (await raise(`concern-${index}`)).json()) as { reference: string }).reference,
    ),
  );
  expect(again).toEqual(references);

  // Killed once more while the clock is moving through their deadlines.
  const moving = clock("+4wd").catch(() => "killed");
  await new Promise((resolve) => setTimeout(resolve, 60));
  await kill(child);
  await moving;
  child = await start(folder, port);
  await clock("+4wd");
  // A claim of a sender that was killed lapses after five minutes; whatever it held back goes out then.
  await clock("+20m");

  const mails = (await (await fetch(`${workbench}/mail.json`)).json()) as { to: string[]; subject: string }[];
  const record = async (reference: string) =>
    (await (
      await fetch(`${service}/escalations/${reference}`, { headers: { authorization: `Bearer ${await token()}` } })
    ).json()) as { status: string; deadlines: unknown[]; entries: { events: { type: string; stage?: string }[] }[] };
  for (const reference of references) {
    const { status, deadlines, entries } = await record(reference);
    const opened = entries.flatMap((each) => each.events).filter((each) => each.type === "StageOpened");
    expect(status, reference).toBe("at stage");
    expect(deadlines, reference).not.toHaveLength(0);
    expect(opened.map((each) => each.stage).slice(0, 2), reference).toEqual(["practitioners", "line-managers"]);
    for (const [to, words] of [
      ["j.malik@social-care.knowsley.example", "your answer is asked for (Stage 1"],
      ["s.carter@whitebeam-primary.example", "your concern has been raised"],
      [receivingManager, "your answer is asked for (Stage 2"],
    ] as const) {
      const sent = mails.filter(
        (each) => each.to.includes(to) && each.subject.startsWith(`${reference}: ${words}`),
      ).length;
      expect(sent, `${reference}: ${words}`).toBeGreaterThanOrEqual(1);
      expect(sent, `${reference}: ${words}`).toBeLessThanOrEqual(2);
    }
  }
}, 240_000);

async function start(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("../../infra/local/start.ts", import.meta.url))], {
    env: { ...process.env, LAPTOP_FOLDER: folder, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer) => {
      said += text.toString();
      if (said.includes("The service runs")) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => reject(new Error(`It ended with ${code}:\n${said}`)));
  });
  await ready;
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
