import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDBClaims, type Claims } from "../../../functions/mail/claims.ts";
import { startDatabase, type Database } from "../../support/stack.ts";

let database: Database;
let claims: Claims;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  claims = dynamoDBClaims(database.dynamoDB, (await database.freshTables()).working);
});

const at = "2026-11-17T10:00:00.000Z";
const take = (now = at, notice = "1/asked/raiser", reference = "7K3M-9QXD") => claims.take(reference, notice, now);

describe("claims on notices", () => {
  test("the first to come takes it, and whoever comes next is told that it is held", async () => {
    expect(await take()).toBe("taken");
    expect(await take()).toBe("held");
  });

  test("of twenty at once, exactly one takes it", async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => take()));
    expect(results.filter((each) => each === "taken")).toHaveLength(1);
    expect(results.filter((each) => each === "held")).toHaveLength(19);
  });

  test("another notice, and the same of another escalation, are other claims", async () => {
    await take();
    expect(await take(at, "1/asked/other")).toBe("taken");
    expect(await take(at, "1/asked/raiser", "7K3M-9QXE")).toBe("taken");
  });

  test("a claim lapses after five minutes, and then one of many takes it", async () => {
    await take();
    expect(await take("2026-11-17T10:05:00.000Z")).toBe("held");
    const results = await Promise.all(Array.from({ length: 5 }, () => take("2026-11-17T10:05:00.001Z")));
    expect(results.filter((each) => each === "taken")).toHaveLength(1);
    expect(results.filter((each) => each === "held")).toHaveLength(4);
  });

  test("one taken again is held for another five minutes", async () => {
    await take();
    await take("2026-11-17T10:06:00.000Z");
    expect(await take("2026-11-17T10:10:00.000Z")).toBe("held");
    expect(await take("2026-11-17T10:11:00.001Z")).toBe("taken");
  });

  test("one that was sent says so for ever, with the id of the message", async () => {
    await take();
    await claims.sent("7K3M-9QXD", "1/asked/raiser", "message-1");
    expect(await take()).toEqual({ sent: "message-1" });
    expect(await take("2027-11-17T10:00:00.000Z")).toEqual({ sent: "message-1" });
  });

  test("one given back is taken by the next at once", async () => {
    await take();
    await claims.giveBack("7K3M-9QXD", "1/asked/raiser");
    expect(await take()).toBe("taken");
    expect(await take()).toBe("held");
  });
});
