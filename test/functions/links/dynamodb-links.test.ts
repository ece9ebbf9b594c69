import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDBLinks } from "../../../functions/links/dynamodb-links.ts";
import { codeInPairs } from "../../../functions/links/code.ts";
import { linkForCode, type Links } from "../../../functions/links/links.ts";
import { startDatabase, type Database } from "../../support/stack.ts";

let database: Database;
let table: string;
let links: Links;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  table = (await database.freshTables()).working;
  links = dynamoDBLinks(database.dynamoDB, table, codeSecret);
});

const link = {
  reference: "7K3M-9QXD",
  seat: "raiser",
  stage: "practitioners",
  issuedAt: "2026-11-17T10:00:00.000Z",
  until: "2027-02-15T10:00:00.000Z",
};
const codeSecret = "a code secret of at least thirty-two characters";
const secretOf = (path: string) => path.split("/")[2] ?? "";

describe("links", () => {
  test("a link is found by its reference and secret, with the seat and stage that it is for", async () => {
    const { path } = await links.issue(link);
    expect(await links.find("7K3M-9QXD", secretOf(path))).toEqual(link);
  });

  test("its path is /reference/secret, the secret 32 random bytes, another each time", async () => {
    const { path: first } = await links.issue(link);
    const { path: second } = await links.issue(link);
    expect(first).toMatch(/^\/7K3M-9QXD\/[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(secretOf(first), "base64url")).toHaveLength(32);
    expect(first).not.toBe(second);
    expect(await links.find("7K3M-9QXD", secretOf(first))).toEqual(link);
  });

  test("the secret is stored nowhere, only a hash of it with the reference", async () => {
    const secret = secretOf((await links.issue(link)).path);
    const stored = JSON.stringify(await database.items(table));
    expect(stored).toMatch(/"pk":"LINK#[0-9a-f]{64}"/);
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(Buffer.from(secret, "base64url").toString("hex"));
  });

  test("a link is on the table before anybody is told it", async () => {
    const asked: string[] = [];
    const dynamoDB = new Proxy(database.dynamoDB, {
      get: (target, property, receiver): unknown =>
        property === "send"
          ? async (command: object) => {
              asked.push(command.constructor.name);
              throw new Error("The table is away, on purpose");
            }
          : Reflect.get(target, property, receiver),
    });
    await expect(dynamoDBLinks(dynamoDB, table, codeSecret).issue(link)).rejects.toThrow(
      "The table is away, on purpose",
    );
    expect(asked).toEqual(["PutCommand", "PutCommand"]);
  });

  test("a forged secret finds nothing", async () => {
    await links.issue(link);
    expect(await links.find("7K3M-9QXD", "A".repeat(43))).toBeUndefined();
  });

  test("a secret cut short by a mail program, or with something after it, finds nothing", async () => {
    const secret = secretOf((await links.issue(link)).path);
    expect(await links.find("7K3M-9QXD", secret.slice(0, -1))).toBeUndefined();
    expect(await links.find("7K3M-9QXD", `${secret}.`)).toBeUndefined();
    expect(await links.find("7K3M-9QXD", "")).toBeUndefined();
  });

  test("the secret of another reference finds nothing", async () => {
    const secret = secretOf((await links.issue(link)).path);
    await links.issue({ ...link, reference: "7K3M-9QXE" });
    expect(await links.find("7K3M-9QXE", secret)).toBeUndefined();
  });
});

describe("codes", () => {
  test("a code finds the link that it was sent with, however it is typed", async () => {
    const { code } = await links.issue(link);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    for (const typed of [code, code.toLowerCase(), codeInPairs(code), ` ${code.slice(0, 4)}-${code.slice(4)} `])
      expect(await links.findByCode("7K3M-9QXD", typed)).toEqual(link);
  });

  test("ALL-13 the code is stored nowhere, only an HMAC of it under a secret that is in no table", async () => {
    const { code } = await links.issue(link);
    const stored = JSON.stringify(await database.items(table));
    expect(stored).not.toContain(code);
    const hash = createHmac("sha256", codeSecret).update(`7K3M-9QXD/${code}`).digest("hex");
    expect(stored).toContain(`"pk":"CODE#${hash}"`);
    const another = dynamoDBLinks(database.dynamoDB, table, "another code secret of thirty-two characters");
    expect(await another.findByCode("7K3M-9QXD", code)).toBeUndefined();
  });

  test("a code of another reference, a wrong one and what cannot be one find nothing", async () => {
    const { code } = await links.issue(link);
    expect(await links.findByCode("7K3M-9QXE", code)).toBeUndefined();
    for (const wrong of ["22222222", "", code.slice(1), `${code}2`, "0IO1 2222"])
      expect(await links.findByCode("7K3M-9QXD", wrong)).toBeUndefined();
  });

  test("the link that a code leads to is for the same seat and stage, a day long, and never beyond the first one's end", () => {
    const { reference, seat, stage } = link;
    expect(linkForCode(link, "2026-11-20T09:00:00.000Z")).toEqual({
      reference,
      seat,
      stage,
      issuedAt: "2026-11-20T09:00:00.000Z",
      until: "2026-11-21T09:00:00.000Z",
    });
    for (const late of ["2027-02-15T09:59:00.000Z", "2027-02-16T10:00:00.000Z"])
      expect(linkForCode(link, late).until).toBe(link.until);
  });
});
