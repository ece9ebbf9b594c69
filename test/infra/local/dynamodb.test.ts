import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { startDynamoDb } from "../../../infra/local/dynamodb.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const clientOf = (endpoint: string) => new DynamoDBClient({ region: "eu-west-2", endpoint, credentials });

const TABLE = new CreateTableCommand({
  TableName: "record",
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "sk", "day", "feed"].map((name) => ({
    AttributeName: name,
    AttributeType: "S" as const,
  })),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "feed",
      KeySchema: [
        { AttributeName: "day", KeyType: "HASH" },
        { AttributeName: "feed", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "ALL" },
    },
  ],
});

let closing: (() => Promise<unknown> | void)[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dynamodb-"));
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
  rmSync(folder, { recursive: true, force: true });
});

async function open(where: string | undefined): Promise<{ client: DynamoDBClient; endpoint: string }> {
  const server = await startDynamoDb({ folder: where });
  const client = clientOf(server.endpoint);
  closing.push(
    () => server.close(),
    () => client.destroy(),
  );
  return { client, endpoint: server.endpoint };
}

const commit = (number: string, at: string) =>
  new PutItemCommand({
    TableName: "record",
    Item: { pk: { S: "ESCALATION#A" }, sk: { S: number }, day: { S: at.slice(0, 10) }, feed: { S: at } },
    ConditionExpression: "attribute_not_exists(pk)",
  });

describe("the local DynamoDB", () => {
  test("has a table at once, lets one of two writers win, and finds by ranges of an index", async () => {
    const { client, endpoint } = await open(undefined);
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await client.send(TABLE);
    await expect
      .poll(async () => (await client.send(new DescribeTableCommand({ TableName: "record" }))).Table?.TableStatus)
      .toBe("ACTIVE");

    const both = await Promise.allSettled([1, 2].map(() => client.send(commit("0001", "2025-03-01T10:00:00.000Z"))));
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { name: "ConditionalCheckFailedException" },
    });

    await client.send(commit("0002", "2025-03-01T11:00:00.000Z"));
    await client.send(commit("0003", "2025-03-01T12:00:00.000Z"));
    const find = async (condition: string, values: Record<string, string>) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: "record",
          IndexName: "feed",
          KeyConditionExpression: `#day = :day AND ${condition}`,
          ExpressionAttributeNames: { "#day": "day" },
          ExpressionAttributeValues: Object.fromEntries(
            Object.entries({ ":day": "2025-03-01", ...values }).map(([key, value]) => [key, { S: value }]),
          ),
        }),
      );
      return Items.map((item) => item["sk"]?.S);
    };
    expect(await find("begins_with(feed, :hour)", { ":hour": "2025-03-01T11" })).toEqual(["0002"]);
    expect(await find("feed BETWEEN :a AND :b", { ":a": "2025-03-01T10:30", ":b": "2025-03-01T13" })).toEqual([
      "0002",
      "0003",
    ]);
  });

  test("keeps what it answered when its process is killed", async () => {
    const module = (path: string) => new URL(`../../../${path}`, import.meta.url).href;
    const child = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { startDynamoDb } from ${JSON.stringify(module("infra/local/dynamodb.ts"))};
         const { endpoint } = await startDynamoDb({ folder: ${JSON.stringify(folder)} });
         console.log(endpoint);`,
      ],
      { stdio: ["ignore", "pipe", "inherit"], cwd: new URL("../../../", import.meta.url) },
    );
    // Whatever fails here, a process that is left would keep the tests from ending.
    onTestFinished(() => void child.kill("SIGKILL"));
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const client = clientOf(line.toString().trim());
    await client.send(TABLE);
    // A table can be used a moment after it was made.
    await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.05 }, { TableName: "record" });
    for (let number = 1; number <= 25; number++) {
      await client.send(commit(String(number).padStart(4, "0"), "2025-03-01T10:00:00.000Z"));
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    client.destroy();

    const { client: again } = await open(folder);
    const last = await again.send(
      new GetItemCommand({ TableName: "record", Key: { pk: { S: "ESCALATION#A" }, sk: { S: "0025" } } }),
    );
    expect(last.Item?.["feed"]?.S).toBe("2025-03-01T10:00:00.000Z");
    await expect(again.send(commit("0025", "2025-03-01T10:00:00.000Z"))).rejects.toMatchObject({
      name: "ConditionalCheckFailedException",
    });
  });

  test("a request that breaks off does not end the service", async () => {
    const { client, endpoint } = await open(undefined);
    const half = request(endpoint, { method: "POST", headers: { "content-length": "1000" } });
    half.on("error", () => undefined);
    half.write("{");
    await new Promise((resolve) => half.once("socket", (socket) => socket.once("connect", resolve)));
    half.destroy();
    await client.send(TABLE);
    expect(await client.send(commit("0001", "2025-03-01T10:00:00.000Z"))).toBeDefined();
  });

  test("refuses a folder that is in use, and a port that is taken", async () => {
    const { endpoint } = await open(folder);
    await expect(startDynamoDb({ folder })).rejects.toThrow(/in use|lock/i);
    await expect(startDynamoDb({ port: Number(new URL(endpoint).port) })).rejects.toThrow("EADDRINUSE");
  });
});
