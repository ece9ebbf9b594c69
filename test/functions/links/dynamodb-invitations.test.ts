import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDBInvitations } from "../../../functions/links/dynamodb-invitations.ts";
import { isOver, type Invitations } from "../../../functions/links/invitations.ts";
import { openers, textsOf } from "../../support/sealed.ts";
import { startDatabase, type Database } from "../../support/stack.ts";

let database: Database;
let table: string;
let invitations: Invitations;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  table = (await database.freshTables()).working;
  invitations = dynamoDBInvitations(database.dynamoDB, table);
});

const now = "2026-11-17T10:00:00.000Z";
const invitation = {
  agency: "school",
  email: "ada@school.example",
  issuedAt: now,
  until: "2026-11-24T10:00:00.000Z",
};
const secretOf = (path: string) => path.split("/")[2] ?? "";

describe("links by which a concern is raised", () => {
  test("one is found by its secret, as often as it is asked, until it is over", async () => {
    const secret = secretOf(await invitations.issue(invitation));
    expect(await invitations.find(secret, now)).toEqual(invitation);
    expect(await invitations.find(secret, "2026-11-24T09:59:59.999Z")).toEqual(invitation);
    expect(isOver(invitation, "2026-11-24T09:59:59.999Z")).toBe(false);
  });

  test("one that is over is known for 30 days more, so that a fresh one can be sent to the same address", async () => {
    const secret = secretOf(await invitations.issue(invitation));
    expect(isOver(invitation, "2026-11-24T10:00:00.000Z")).toBe(true);
    expect(await invitations.find(secret, "2026-11-24T10:00:00.000Z")).toEqual(invitation);
    expect(await invitations.find(secret, "2026-12-24T09:59:59.999Z")).toEqual(invitation);
    expect(await invitations.find(secret, "2026-12-24T10:00:00.000Z")).toBeUndefined();
  });

  test("its path is /raise/secret, the secret 32 random bytes, another each time; only a hash is stored", async () => {
    const first = await invitations.issue(invitation);
    const second = await invitations.issue(invitation);
    expect(first).toMatch(/^\/raise\/[A-Za-z0-9_-]{43}$/);
    expect(first).not.toBe(second);
    const stored = JSON.stringify(await database.items(table));
    expect(stored).toMatch(/"pk":"RAISE#[0-9a-f]{64}"/);
    for (const path of [first, second]) expect(stored).not.toContain(secretOf(path));
    // Nor the address to which it went. By itself, “ada” may stand in a hash.
    expect(stored).not.toMatch(/ada@|school\.example/);
  });

  test("nothing that stands in the table opens the address to which it went", async () => {
    const secret = secretOf(await invitations.issue(invitation));
    const [item = {}] = await database.items(table);
    const by = { use: "address of a link, 1", place: String(item["pk"]) };
    expect(openers(item["address"] as Uint8Array, by, [...textsOf(item), secret])).toEqual([secret]);
  });

  test("a secret that is forged or cut short finds nothing", async () => {
    const secret = secretOf(await invitations.issue(invitation));
    for (const wrong of ["A".repeat(43), secret.slice(0, -1), `${secret}.`, ""])
      expect(await invitations.find(wrong, now)).toBeUndefined();
  });

  test("what is stored lapses by itself", async () => {
    await invitations.issue(invitation);
    await invitations.mayAsk(invitation.email, now);
    expect((await database.items(table)).map((item) => Number(item["expires"])).toSorted((a, b) => a - b)).toEqual([
      Date.parse("2026-11-17T11:00:00.000Z") / 1000,
      Date.parse("2026-12-24T10:00:00.000Z") / 1000,
    ]);
  });

  test("of many requests for one address at once, five may be answered", async () => {
    const asked = await Promise.all(Array.from({ length: 12 }, () => invitations.mayAsk(invitation.email, now)));
    expect(asked.filter(Boolean)).toHaveLength(5);
  });

  test("each place is free again an hour after it was taken", async () => {
    const at = (minute: number) =>
      `2026-11-17T${10 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}:00.000Z`;
    for (const minute of [0, 10, 20, 30, 40]) expect(await invitations.mayAsk(invitation.email, at(minute))).toBe(true);
    expect(await invitations.mayAsk(invitation.email, at(59))).toBe(false);
    expect(await invitations.mayAsk(invitation.email, at(60))).toBe(true);
    expect(await invitations.mayAsk(invitation.email, at(61))).toBe(false);
    expect(await invitations.mayAsk(invitation.email, at(70))).toBe(true);
  });

  test("the count knows no address, only a hash of it", async () => {
    await invitations.mayAsk(invitation.email, now);
    expect(JSON.stringify(await database.items(table))).not.toContain("school");
  });
});
