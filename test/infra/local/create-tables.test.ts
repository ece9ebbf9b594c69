/** The tables of a laptop's folder, by the version that made them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { expect, onTestFinished, test } from "vitest";
import { createTables } from "../../../infra/local/create-tables.ts";
import { startDynamoDb } from "../../../infra/local/dynamodb.ts";
import { tableDefinitions } from "../../../infra/tables.ts";

const names = { record: "record", working: "working" };

/** A folder, and what opens its database: for as long as one does, no other may. */
function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "tables-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    within: async (work: (client: DynamoDBClient) => Promise<void>): Promise<void> => {
      const server = await startDynamoDb({ folder });
      const credentials = { accessKeyId: "local", secretAccessKey: "local" };
      const client = new DynamoDBClient({ endpoint: server.endpoint, region: "eu-west-2", credentials });
      try {
        await work(client);
      } finally {
        client.destroy();
        await server.close();
      }
    },
  };
}
const item = { pk: { S: "ESCALATION#7K3M-9QXD" }, sk: { S: "000000001" } };

test("a new folder gets its tables, and finds them with all that is in them at every later start", async () => {
  const { folder, within } = newFolder();
  await within(async (client) => {
    await createTables(client, names, folder);
    await client.send(new PutItemCommand({ TableName: names.record, Item: item }));
  });
  await within(async (client) => {
    await createTables(client, names, folder);
    expect((await client.send(new ScanCommand({ TableName: names.record }))).Items).toEqual([item]);
  });
});

test.each([
  ["record", "feedOf", "feedDay"],
  ["working", "summaryOf", "summaryBy"],
] as const)(
  "a folder whose table “%s” was made with other keys is refused with what to do, and is left as it was",
  async (table, key, other) => {
    const { folder, within } = newFolder();
    await within(async (client) => {
      const older = JSON.parse(JSON.stringify(tableDefinitions(names)).replaceAll(key, other)) as ReturnType<
        typeof tableDefinitions
      >;
      for (const definition of older) {
        await client.send(new CreateTableCommand(definition));
        await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 }, definition);
      }
      await client.send(new PutItemCommand({ TableName: names[table], Item: item }));
    });
    await within(async (client) => {
      await expect(createTables(client, names, folder)).rejects.toThrow(
        `The database of ${folder} was made by another version of this service, which kept things under other keys. Nothing in it was changed. To begin anew, delete that folder, or name another: LAPTOP_FOLDER=<folder> npm start`,
      );
      expect((await client.send(new ScanCommand({ TableName: names[table] }))).Items).toEqual([item]);
    });
  },
);
