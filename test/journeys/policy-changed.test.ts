/** A laptop that is started again with other policies than those by which something open goes on. Monday 23 November 2026; London is on UTC. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect, onTestFinished, test } from "vitest";
import { dynamoDBAccepted } from "../../functions/guard/accepted.ts";
import type { Held } from "../../functions/guard/held.ts";
import { summaryOf } from "../../functions/summaries/summaries.ts";
import { startDynamoDb } from "../../infra/local/dynamodb.ts";
import { startLaptop, type Laptop } from "../../infra/local/laptop.ts";
import { raiseSample } from "../../infra/local/raising.ts";

const acceptedBy = ({ container, operated }: Laptop) => dynamoDBAccepted(container.dynamoDB, operated.tables.working);

/** A laptop in a folder, that can be started there again. */
function inFolder() {
  const folder = mkdtempSync(join(tmpdir(), "policy-changed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const begin = () => startLaptop({ folder, ports: { service: 0, workbench: 0 }, start: "2026-11-23T10:00:00.000Z" });
  return { folder, begin };
}

/** While no laptop runs there: what was accepted is again what it was. */
async function putBack(folder: string, working: string, held: readonly Held[]): Promise<void> {
  const database = await startDynamoDb({ folder });
  const client = new DynamoDBClient({
    endpoint: database.endpoint,
    region: "eu-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await dynamoDBAccepted(DynamoDBDocumentClient.from(client), working).write(held);
  client.destroy();
  await database.close();
}

async function raisedOn(laptop: Laptop): Promise<string> {
  const { service, clock, tokenFor } = laptop;
  const raised = await raiseSample("knowsley", { service, now: clock.now(), tokenOf: tokenFor, ask: fetch });
  if (!raised || "refused" in raised) throw new Error(JSON.stringify(raised));
  await laptop.quiet();
  return raised.reference;
}

test("ALL-14 with a policy that was changed while something open goes by it nothing starts, and it is said what to do; with the file put back it goes on", async () => {
  const { folder, begin } = inFolder();
  const before = await begin();
  const reference = await raisedOn(before);
  const held = (await acceptedBy(before).read()) ?? [];
  // As it would have been accepted of a file with other words.
  const other = held.map((each): Held => (each.policy === "knowsley" ? { ...each, fingerprint: "1-other" } : each));
  await acceptedBy(before).write(other);
  await before.close();

  await expect(begin()).rejects.toThrow(
    `Policy knowsley 2020-06 was changed, but governs 1 open escalation or practice alert (${reference}) to the end: put the policy file back as it was, and make the change a new version.\nOr begin anew: delete ${folder}.`,
  );
  // It changed nothing, and holds nothing: refused again, and with the file put back it starts.
  await expect(begin()).rejects.toThrow("Policy knowsley 2020-06 was changed");
  await putBack(folder, before.operated.tables.working, held);
  const after = await begin();
  expect((await after.container.tasks.escalations.read(reference))?.state.phase).toBe("at stage");
  await after.close();
});

test("ALL-14 without a policy by which something open goes on nothing starts: no deadline passes in silence", async () => {
  const { folder, begin } = inFolder();
  const before = await begin();
  const reference = await raisedOn(before);
  const { summaries, escalations } = before.container.tasks;
  const story = await escalations.read(reference);
  if (!story) throw new Error(`There is no ${reference}`);
  const summary = summaryOf(story);
  // As it would be of a policy whose file was here and is not.
  await summaries.put({ ...summary, policy: { id: "knowsley", version: "2019-01" } });
  await before.close();

  await expect(begin()).rejects.toThrow(
    `Policy knowsley 2019-01 is not in this deployment, but is needed by 1 open escalation or practice alert (${reference}): keep the policy file until these are closed.\nOr begin anew: delete ${folder}.`,
  );
});

test("what was raised while the policies were the same is gone on with, and a version that nothing open goes by may change", async () => {
  const { begin } = inFolder();
  const before = await begin();
  await raisedOn(before);
  const held = (await acceptedBy(before).read()) ?? [];
  const other = held.map((each): Held => (each.policy === "medway" ? { ...each, fingerprint: "1-other" } : each));
  await acceptedBy(before).write(other);
  await before.close();

  const after = await begin();
  expect(await acceptedBy(after).read()).toEqual(held);
  await after.close();
});
