/**
 * Fills a laptop's folder with open escalations, each raised by the API and asked of those who act at its first stage by the service's own code, over tables in memory:
 * the same records, links and summaries as a laptop would have, in seconds. Only the e-mails go nowhere, and no execution runs yet.
 *
 *   fill.ts <folder> <how many>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createApi } from "../../../functions/api/app.ts";
import { apiOf } from "../../../functions/container/api.ts";
import type { Ground } from "../../../functions/container/ground.ts";
import { tasksOf } from "../../../functions/container/tasks.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { openClock } from "../../../infra/local/clock.ts";
import { sample } from "../../../infra/local/samples.ts";
import { openSecrets } from "../../../infra/local/secrets.ts";
import { fillTables } from "../../scale/write.ts";
import { memoryTables } from "../../support/memory-tables.ts";
import { begins, policySample } from "../many/story.ts";

const directory = new URL("../../../infra/local/samples/directory.yaml", import.meta.url);

/** @returns the references of what it made */
async function fill(folder: string, many: number): Promise<string[]> {
  const filling = await fillTables(folder);
  const clock = openClock(folder, { start: begins });
  const secrets = openSecrets(folder, begins);
  const now = { now: () => begins };
  const entries = readDirectoryFile(readFileSync(directory, "utf8"), "directory.yaml");
  const found = sample(policySample, begins.slice(0, 10));
  if (!found) throw new Error(`There is no sample for ${policySample}`);
  const known = memoryTables();
  await importDirectory(known.client, known.tables.working, entries);
  const held = new Set(known.items(known.tables.working).map(nameOf));
  const client = entries.clients.find((each) => each.id === found.client);

  const references: string[] = [];
  while (references.length < many) {
    const { client: dynamoDB, tables, items } = known.copy();
    const ground: Ground = {
      environment: environmentOf(secrets),
      clock: now,
      dynamoDB,
      log: () => undefined,
      measure: () => undefined,
    };
    const api = createApi({
      ...apiOf(ground),
      workflow: { start: () => Promise.resolve("runs") },
      clientOf: () => Promise.resolve(found.client),
      limits: {
        count: () => Promise.resolve({ of: "requests", limit: 1, remaining: 1, exceeded: false, resetSeconds: 1 }),
      },
    });
    const answer = await api.request("/escalations", {
      method: "POST",
      headers: {
        authorization: "Bearer anything",
        "content-type": "application/json",
        "idempotency-key": `waiting-${references.length}`,
      },
      body: JSON.stringify(found.concern),
    });
    const { reference } = (await answer.json()) as { reference?: string };
    if (!reference) throw new Error(`${client?.id} raised nothing: ${answer.status}`);
    await open(
      { reference, execution: 1, stage: "practitioners" },
      { ...tasksOf(ground), mail: { send: () => Promise.resolve(`mail-of-${reference}`) } },
    );
    await filling.add(tables.record, items(tables.record));
    await filling.add(
      tables.working,
      items(tables.working).filter((each) => !held.has(nameOf(each))),
    );
    references.push(reference);
    if (references.length % 100 === 0) process.send?.(references.length);
  }
  await filling.close();
  clock.close();
  return references;
}

const nameOf = ({ pk, sk }: Readonly<Record<string, unknown>>) => `${String(pk)}\n${String(sk)}`;

const environmentOf = ({ referenceSecret, codeSecret }: ReturnType<typeof openSecrets>) => ({
  RECORD_TABLE: "record",
  WORKING_TABLE: "working",
  STATE_MACHINE_PREFIX: "arn:local:states:laptop:nobody:stateMachine:",
  SENDER: "Safeguarding escalation <no-reply@escalation.example>",
  CONFIGURATION_SET: "laptop",
  MAILS_PER_SECOND: "100000",
  MAIL_GOES_TO: "recipients",
  SERVICE_URL: "http://localhost:4000",
  REFERENCE_SECRET: referenceSecret,
  CODE_SECRET: codeSecret,
  WITNESS_BUCKET: "witness.jsonl",
  JWT_ISSUER: "http://localhost:4001",
  JWT_AUDIENCE: "safeguarding-escalation",
  JWKS_URL: "http://localhost:4001/.well-known/jwks.json",
});

process.env["AWS_REGION"] ??= "laptop";
const [folder = "", many = ""] = process.argv.slice(2);
writeFileSync(join(folder, "..", "references.json"), JSON.stringify(await fill(folder, Number(many))));
process.exit(0);
