/** The tables in memory are as good as the local database, as far as anything of ours asks. */
import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventSchema } from "../../functions/core/events.ts";
import { dynamoDBRecord } from "../../functions/record/dynamodb-record.ts";
import { recordContract } from "../functions/record/contract.ts";
import { startDatabase, type Database } from "./stack.ts";
import { memoryTables } from "./memory-tables.ts";

recordContract("in memory", async () => {
  const { client, tables, items, remove } = memoryTables();
  const record = dynamoDBRecord(client, tables, eventSchema);
  const keyOf = (reference: string, number: number) => ({
    pk: `ESCALATION#${reference}`,
    sk: number.toString().padStart(9, "0"),
  });
  return {
    record,
    raw: async () => JSON.stringify(items(tables.record)),
    async tamper(reference, number, change) {
      const stored = (await record.stored(reference)).find((each) => each.number === number);
      const changed = stored && change(stored);
      const key = keyOf(reference, number);
      if (!changed) remove(tables.record, key);
      else {
        const { reference: _reference, number: _number, ...item } = changed;
        await client.send(new PutCommand({ TableName: tables.record, Item: { ...key, ...item } }));
      }
    },
    async loseKey(reference) {
      remove(tables.working, { pk: `KEY#${reference}`, sk: "KEY" });
    },
  };
});

interface Answer {
  readonly Items?: unknown;
  readonly Item?: unknown;
  readonly Attributes?: unknown;
  readonly Responses?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly UnprocessedKeys?: unknown;
  readonly UnprocessedItems?: unknown;
}

describe("the tables in memory", () => {
  let database: Database;
  beforeAll(async () => {
    database = await startDatabase();
  });
  afterAll(() => database.close());

  const name = fc.constantFrom("a", "b", "c");
  const text = fc.constantFrom("1", "2", "20", "3");
  const number = fc.nat(3);
  const index = { summaryOf: name, summaryAt: text };
  const item = fc.record(
    { pk: name, sk: text, commits: number, claimedUntil: text, ...index },
    { requiredKeys: ["pk", "sk"] },
  );
  /** Every expression that an adapter writes, over few keys, so that they meet. */
  const asked = fc.oneof(
    fc.record({ does: fc.constant("put" as const), item }),
    fc.record({
      does: fc.constant("put several" as const),
      pk: name,
      of: fc.uniqueArray(text, { minLength: 1 }),
      by: number,
    }),
    fc.record({ does: fc.constant("put if not there" as const), item }),
    fc.record({ does: fc.constant("put unless newer" as const), item, commits: number }),
    fc.record({ does: fc.constant("put if lapsed" as const), item, now: text }),
    fc.record({ does: fc.constant("keep a token" as const), item, execution: number, version: number }),
    fc.record({ does: fc.constant("count" as const), pk: name, sk: text, by: number }),
    fc.record({ does: fc.constant("forget" as const), pk: name, sk: text }),
    fc.record({ does: fc.constant("get" as const), pk: name, sk: text }),
    fc.record({ does: fc.constant("get several" as const), pk: name, of: fc.uniqueArray(text, { minLength: 1 }) }),
    fc.record({
      does: fc.constant("query" as const),
      pk: name,
      backwards: fc.boolean(),
      limit: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ does: fc.constant("query before" as const), pk: name, sk: text }),
    fc.record({ does: fc.constant("query the index" as const), of: name, at: text, how: fc.constantFrom("<", ">=") }),
  );

  test("answer as the local database does, whatever is asked in whichever order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 5, maxLength: 40 }), async (all) => {
        const { client, tables } = memoryTables();
        const real = await database.freshTables();
        for (const each of all) {
          const answers = await Promise.all(
            [
              { client, table: tables.working },
              { client: database.dynamoDB, table: real.working },
            ].map(async (store) => {
              try {
                const { Items, Item, Attributes, Responses, UnprocessedKeys, UnprocessedItems } =
                  (await store.client.send(commandOf(each, store.table))) as Answer;
                // In which order several are given is nobody's promise.
                const several = Responses?.[store.table]?.toSorted((a, b) =>
                  String(a["sk"]) < String(b["sk"]) ? -1 : 1,
                );
                return { Items, Item, Attributes, several, UnprocessedKeys, UnprocessedItems };
              } catch (error) {
                return { refused: (error as Error).name };
              }
            }),
          );
          expect(answers[0], JSON.stringify(each)).toEqual(answers[1]);
        }
      }),
      { seed: 20261122, numRuns: 40 },
    );
  });

  function commandOf(each: typeof asked extends fc.Arbitrary<infer T> ? T : never, TableName: string): never {
    const given = () => {
      switch (each.does) {
        case "put":
          return new PutCommand({ TableName, Item: each.item });
        case "put several":
          return new BatchWriteCommand({
            RequestItems: {
              [TableName]: each.of.map((sk) => ({ PutRequest: { Item: { pk: each.pk, sk, commits: each.by } } })),
            },
          });
        case "put if not there":
          return new PutCommand({ TableName, Item: each.item, ConditionExpression: "attribute_not_exists(pk)" });
        case "put unless newer":
          return new PutCommand({
            TableName,
            Item: { ...each.item, commits: each.commits },
            ConditionExpression: "attribute_not_exists(pk) OR commits <= :commits",
            ExpressionAttributeValues: { ":commits": each.commits },
          });
        case "put if lapsed":
          return new PutCommand({
            TableName,
            Item: each.item,
            ConditionExpression: "attribute_not_exists(pk) OR claimedUntil < :now",
            ExpressionAttributeValues: { ":now": each.now },
          });
        case "keep a token":
          return new PutCommand({
            TableName,
            Item: { ...each.item, execution: each.execution, version: each.version },
            ConditionExpression:
              "attribute_not_exists(#execution) OR #execution < :execution OR (#execution = :execution AND #version <= :version)",
            ExpressionAttributeNames: { "#execution": "execution", "#version": "version" },
            ExpressionAttributeValues: { ":execution": each.execution, ":version": each.version },
          });
        case "count":
          return new UpdateCommand({
            TableName,
            Key: { pk: each.pk, sk: each.sk },
            UpdateExpression: "SET expires = :expires ADD mails :one",
            ExpressionAttributeValues: { ":expires": each.by, ":one": each.by },
            ReturnValues: "UPDATED_NEW",
          });
        case "forget":
          return new UpdateCommand({
            TableName,
            Key: { pk: each.pk, sk: each.sk },
            UpdateExpression: "REMOVE claimedUntil, #commits",
            ExpressionAttributeNames: { "#commits": "commits" },
          });
        case "get":
          return new GetCommand({ TableName, Key: { pk: each.pk, sk: each.sk }, ConsistentRead: true });
        case "get several":
          return new BatchGetCommand({
            RequestItems: { [TableName]: { Keys: each.of.map((sk) => ({ pk: each.pk, sk })) } },
          });
        case "query":
          return new QueryCommand({
            TableName,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": each.pk },
            ScanIndexForward: !each.backwards,
            Limit: each.limit,
          });
        case "query before":
          return new QueryCommand({
            TableName,
            KeyConditionExpression: "pk = :pk AND sk < :after",
            ExpressionAttributeValues: { ":pk": each.pk, ":after": each.sk },
          });
        case "query the index":
          return new QueryCommand({
            TableName,
            IndexName: "summaries",
            KeyConditionExpression: `summaryOf = :of AND summaryAt ${each.how} :at`,
            ExpressionAttributeValues: { ":of": each.of, ":at": each.at },
          });
      }
    };
    return given() as never;
  }

  test("give more than a page by the page, each item once", async () => {
    const { client, tables } = memoryTables();
    const keys = Array.from({ length: 100 }, (_, place) => String(place).padStart(3, "0"));
    for (const sk of keys)
      await client.send(
        new PutCommand({ TableName: tables.working, Item: { pk: "a", sk, summaryOf: "b", summaryAt: sk } }),
      );
    for (const asking of [
      { KeyConditionExpression: "pk = :of" },
      { KeyConditionExpression: "summaryOf = :of", IndexName: "summaries" },
    ]) {
      const found: unknown[] = [];
      let from: Record<string, unknown> | undefined;
      let pages = 0;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: tables.working,
            ...asking,
            ExpressionAttributeValues: { ":of": asking.IndexName ? "b" : "a" },
            ...(from ? { ExclusiveStartKey: from } : {}),
          }),
        );
        found.push(...(page.Items ?? []).map((each) => each["sk"]));
        from = page.LastEvaluatedKey;
        pages++;
      } while (from);
      expect(found).toEqual(keys);
      expect(pages).toBeGreaterThan(1);
    }
  });

  test("give of several items what is asked of them, as the local database does", async () => {
    const { record: table } = await database.freshTables();
    const { client, tables } = memoryTables();
    const entry = { id: "a", name: "A school", inbox: "office@school.example", roles: { chair: [{ name: "Ada" }] } };
    const items = [
      { pk: "one", sk: "1", entry },
      { pk: "one", sk: "2", entry: { id: "b" } },
      { pk: "one", sk: "3", entry: "words" },
      { pk: "one", sk: "4" },
    ];
    const asked = async (to: typeof client, TableName: string) => {
      for (const Item of items) await to.send(new PutCommand({ TableName, Item }));
      const { Responses } = await to.send(
        new BatchGetCommand({
          RequestItems: {
            [TableName]: {
              Keys: items.map(({ pk, sk }) => ({ pk, sk })),
              ProjectionExpression: "pk, sk, entry.id, entry.#name, entry.inbox",
              ExpressionAttributeNames: { "#name": "name" },
            },
          },
        }),
      );
      return (Responses?.[TableName] ?? []).toSorted((a, b) => (String(a["sk"]) < String(b["sk"]) ? -1 : 1));
    };
    const given = await asked(client, tables.working);
    expect(given[0]).toEqual({ pk: "one", sk: "1", entry: { id: "a", name: "A school", inbox: entry.inbox } });
    expect(given).toEqual(await asked(database.dynamoDB, table));
  });

  test("refuse what no adapter asks, so that nothing is answered by guess", async () => {
    const { client, tables } = memoryTables();
    const put = (ConditionExpression: string) =>
      client.send(new PutCommand({ TableName: tables.working, Item: { pk: "a", sk: "1" }, ConditionExpression }));
    await expect(put("begins_with(pk, :a)")).rejects.toThrow("is not understood");
    await expect(client.send(new GetCommand({ TableName: "another", Key: { pk: "a", sk: "1" } }))).rejects.toThrow(
      "There is no table another",
    );
  });
});
