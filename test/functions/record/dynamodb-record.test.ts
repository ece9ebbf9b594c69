import { DeleteCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventSchema, type EscalationEvent } from "../../../functions/core/events.ts";
import { hashOf } from "../../../functions/record/chain.ts";
import { dynamoDBRecord } from "../../../functions/record/dynamodb-record.ts";
import { startDatabase, type Database } from "../../support/stack.ts";
import { raised, recordContract } from "./contract.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

recordContract("in DynamoDB", async () => {
  const tables = await database.freshTables();
  const record = dynamoDBRecord(database.dynamoDB, tables, eventSchema);
  const keyOf = (reference: string, number: number) => ({
    pk: `ESCALATION#${reference}`,
    sk: number.toString().padStart(9, "0"),
  });
  return {
    record,
    raw: async () => JSON.stringify(await database.items(tables.record)),
    async tamper(reference, number, change) {
      const stored = (await record.stored(reference)).find((each) => each.number === number);
      const changed = stored && change(stored);
      const key = keyOf(reference, number);
      if (!changed) await database.dynamoDB.send(new DeleteCommand({ TableName: tables.record, Key: key }));
      else {
        const { reference: _reference, number: _number, ...item } = changed;
        await database.dynamoDB.send(new PutCommand({ TableName: tables.record, Item: { ...key, ...item } }));
      }
    },
    async loseKey(reference) {
      const key = { pk: `KEY#${reference}`, sk: "KEY" };
      await database.dynamoDB.send(new DeleteCommand({ TableName: tables.working, Key: key }));
    },
  };
});

/** A client of which each command can be looked at and held up. */
function watched(
  client: DynamoDBDocumentClient,
  before: (command: string, input: Record<string, unknown>) => Promise<void> | void,
  after: (command: string) => void = () => undefined,
): DynamoDBDocumentClient {
  return new Proxy(client, {
    get: (target, property, receiver): unknown =>
      property === "send"
        ? async (command: { input: Record<string, unknown> }) => {
            await before(command.constructor.name, command.input);
            const answer = await (target.send as (command: unknown) => Promise<unknown>).call(target, command);
            after(command.constructor.name);
            return answer;
          }
        : Reflect.get(target, property, receiver),
  });
}

const at = "2026-11-17T10:00:00.000Z";
const note = (words: string): EscalationEvent => ({
  type: "NoteAdded",
  v: 1,
  at,
  by: { side: "raising", role: "practitioner", agency: "whitebeam-school" },
  kind: "note",
  sealed: { name: "Imogen", words },
});
const commit = (reference: string, number: number, words: string) => ({
  reference,
  number,
  at,
  cause: { kind: "service", task: "test" } as const,
  command: `command-${number}`,
  events: number === 1 ? [raised(), note(words)] : [note(words)],
});

describe("the record in DynamoDB", () => {
  test("reads the record and its key strongly consistently, and the feed by its index", async () => {
    const tables = await database.freshTables();
    const asked: Record<string, unknown>[] = [];
    const client = watched(database.dynamoDB, (command, input) => {
      if (command !== "PutCommand")
        asked.push({ command, index: input["IndexName"], consistent: input["ConsistentRead"] });
    });
    const record = dynamoDBRecord(client, tables, eventSchema);
    await record.append(commit("7K3M-9QXD", 1, "one"), undefined);
    await record.read("7K3M-9QXD");
    for await (const _ of record.feed("knowsley", "2026-11", at));
    expect(asked).toEqual([
      { command: "QueryCommand", index: undefined, consistent: true },
      { command: "GetCommand", index: undefined, consistent: true },
      { command: "QueryCommand", index: "feed", consistent: undefined },
    ]);
  });

  test("ALL-01 asks of the record table nothing but PutItem, Query and GetItem", async () => {
    const tables = await database.freshTables();
    const asked = new Set<string>();
    const client = watched(database.dynamoDB, (command, input) => {
      if (input["TableName"] === tables.record) asked.add(command);
    });
    const record = dynamoDBRecord(client, tables, eventSchema);
    await record.append(commit("7K3M-9QXD", 1, "one"), undefined);
    const [first] = await record.read("7K3M-9QXD");
    await record.append(commit("7K3M-9QXD", 2, "two"), first);
    await record.erase("7K3M-9QXD", at);
    await record.stored("7K3M-9QXD");
    for await (const _ of record.feed("knowsley", "2026-11", at));
    expect([...asked].toSorted()).toEqual(["PutCommand", "QueryCommand"]);
  });

  test("ALL-01 every put carries the condition that nothing is there yet", async () => {
    const tables = await database.freshTables();
    const conditions: unknown[] = [];
    const client = watched(database.dynamoDB, (command, input) => {
      if (command === "PutCommand" && input["TableName"] === tables.record)
        conditions.push(input["ConditionExpression"]);
    });
    const record = dynamoDBRecord(client, tables, eventSchema);
    await record.append(commit("7K3M-9QXD", 1, "one"), undefined);
    const [first] = await record.read("7K3M-9QXD");
    await record.append(commit("7K3M-9QXD", 2, "two"), first);
    expect(conditions).toEqual(["attribute_not_exists(pk)", "attribute_not_exists(pk)"]);
  });

  test("records and feeds of many small pages come back whole and in order", async () => {
    const tables = await database.freshTables();
    const record = dynamoDBRecord(
      watched(database.dynamoDB, (command, input) => {
        if (command === "QueryCommand") input["Limit"] = 2;
      }),
      tables,
      eventSchema,
    );
    for (let number = 1; number <= 7; number++)
      await record.append(commit("7K3M-9QXD", number, `${number}`), (await record.read("7K3M-9QXD")).at(-1));
    expect((await record.read("7K3M-9QXD")).map((each) => each.number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const numbers: number[] = [];
    for await (const entry of record.feed("knowsley", "2026-11", at)) numbers.push(entry.number);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test("a record that is raised while it is being read does not read as erased", async () => {
    const tables = await database.freshTables();
    const writer = dynamoDBRecord(database.dynamoDB, tables, eventSchema);
    const keyWasRead = Promise.withResolvers<void>();
    const reader = dynamoDBRecord(
      watched(
        database.dynamoDB,
        // The commits are read last, and by then the first one and its key have been written.
        async (command) => {
          if (command !== "QueryCommand") return;
          await keyWasRead.promise;
          await writer.append(commit("7K3M-9QXD", 1, "one"), undefined);
        },
        (command) => {
          if (command === "GetCommand") keyWasRead.resolve();
        },
      ),
      tables,
      eventSchema,
    );
    const early = setTimeout(() => keyWasRead.resolve(), 2_000);
    const [first] = await reader.read("7K3M-9QXD");
    clearTimeout(early);
    expect(first?.events).toEqual([raised(), note("one")]);
  });

  test("a commit is refused whose writer does not say what it follows, or that says so for the first", async () => {
    const tables = await database.freshTables();
    const record = dynamoDBRecord(database.dynamoDB, tables, eventSchema);
    await expect(
      record.append(commit("7K3M-9QXD", 1, "one"), { hash: "a".repeat(64), partnership: "knowsley" }),
    ).rejects.toThrow("Commit 1 of 7K3M-9QXD does not say rightly which commit it follows");
    await record.append(commit("7K3M-9QXD", 1, "one"), undefined);
    await expect(record.append(commit("7K3M-9QXD", 2, "two"), undefined)).rejects.toThrow(
      "Commit 2 of 7K3M-9QXD does not say rightly which commit it follows",
    );
    await expect(record.append(commit("7K3M-9QXD", 2, "two"), { hash: "", partnership: "knowsley" })).rejects.toThrow(
      "Commit 2 of 7K3M-9QXD does not say rightly which commit it follows",
    );
    expect(await record.stored("7K3M-9QXD")).toHaveLength(1);
  });

  test("a stored commit has the keys of its place, of its partnership and its month, and the hash binds reference, number, past and text", async () => {
    const tables = await database.freshTables();
    const record = dynamoDBRecord(database.dynamoDB, tables, eventSchema);
    await record.append(commit("7K3M-9QXD", 1, "one"), undefined);
    const [item] = await database.items(tables.record);
    expect(item).toMatchObject({
      pk: "ESCALATION#7K3M-9QXD",
      sk: "000000001",
      feedOf: "knowsley#2026-11",
      feedAt: "2026-11-17T10:00:00.000Z#7K3M-9QXD#000000001",
      previous: "0".repeat(64),
    });
    const { text, hash } = item as { text: string; hash: string };
    expect(hash).toBe(hashOf("7K3M-9QXD", 1, "0".repeat(64), text));
    expect(hash).not.toBe(hashOf("7K3M-9QXE", 1, "0".repeat(64), text));
    expect(hash).not.toBe(hashOf("7K3M-9QXD", 2, "0".repeat(64), text));
  });
});

describe("the hash of a commit", () => {
  test("is SHA-256 over reference, number, the hash before and the text, each on its line", () => {
    expect(hashOf("7K3M-9QXD", 1, "0".repeat(64), "{}")).toBe(
      "9772bcbf33136be8b0149b724e49698c69f92955efe5b5289863a2915bd2cd79",
    );
  });
});
