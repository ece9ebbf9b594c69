import { afterAll, beforeAll, expect, test } from "vitest";
import { eventSchema } from "../../../functions/core/events.ts";
import { dynamoDBRecord } from "../../../functions/record/dynamodb-record.ts";
import { movingOf } from "../../../functions/record/moving.ts";
import { startDatabase, type Database } from "../../support/stack.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

test("nothing that stands in a table is written over, neither a commit nor a key nor that it was erased", async () => {
  const tables = await database.freshTables();
  const moving = movingOf(database.dynamoDB, tables);
  const commit = {
    reference: "7K3M-9QXD",
    number: 1,
    text: "first",
    previous: "0".repeat(64),
    hash: "a".repeat(64),
    feedOf: "knowsley#2026-11",
    feedAt: "2026-11-17T10:00:00.000Z#7K3M-9QXD#000000001",
  };
  expect(await moving.putCommit(commit)).toBe("written");
  expect(await moving.putCommit({ ...commit, text: "second" })).toBe("there");
  expect(await dynamoDBRecord(database.dynamoDB, tables, eventSchema).stored("7K3M-9QXD")).toEqual([commit]);

  const key = new Uint8Array(32).fill(7);
  expect(await moving.putKey("7K3M-9QXD", { key })).toBe("written");
  expect(await moving.putKey("7K3M-9QXD", { erasedAt: "2026-12-01T10:00:00.000Z" })).toBe("there");
  expect(await moving.key("7K3M-9QXD")).toEqual({ key });
  expect(await moving.putKey("7K3M-9QXE", { erasedAt: "2026-12-01T10:00:00.000Z" })).toBe("written");
  expect(await moving.putKey("7K3M-9QXE", { key })).toBe("there");
  expect(await moving.key("7K3M-9QXE")).toEqual({ erasedAt: "2026-12-01T10:00:00.000Z" });
  expect(await moving.key("7K3M-9QXF")).toBeUndefined();
  expect(await moving.references()).toEqual(["7K3M-9QXD"]);
});
