/** Drafts over the real local database: sealed, bound to their link and place, void at its end, one writer at a time. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDBDrafts } from "../../../functions/drafts/dynamodb-drafts.ts";
import { DraftAltered, type Draft, type Drafts } from "../../../functions/drafts/drafts.ts";
import { openers, textsOf } from "../../support/sealed.ts";
import { startDatabase, type Database } from "../../support/stack.ts";

let database: Database;
let table: string;
let drafts: Drafts;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  table = (await database.freshTables()).working;
  drafts = dynamoDBDrafts(database.dynamoDB, table);
});

const secret = "A".repeat(43);
const another = "B".repeat(43);
const now = "2026-11-17T10:00:00.000Z";
const until = "2026-11-24T10:00:00.000Z";
const draft: Draft = {
  command: "id-1",
  begunAt: now,
  answers: { "person-name": "Robin Childe", issue: "“Bruising” was seen twice.\n\nNobody came." },
  answered: ["person", "issue"],
  raised: [{ reference: "K7QF-2M9X", command: "id-0", areaName: "Knowsley", at: now }],
};
const first = { after: 0, until };
const put = (item: Record<string, unknown>) => database.dynamoDB.send(new PutCommand({ TableName: table, Item: item }));
const onlyItem = async () => {
  const [item, ...others] = await database.items(table);
  if (!item || others.length > 0) throw new Error("There is not one item");
  return item as Record<string, unknown> & { sealed: Uint8Array };
};

describe("drafts", () => {
  test("one is read as it was written, by the same link", async () => {
    expect(await drafts.read(secret, now)).toBeUndefined();
    expect(await drafts.write(secret, draft, first)).toBe(1);
    expect(await drafts.read(secret, now)).toEqual({ revision: 1, draft });
  });

  test("of what was typed nothing can be read in the table, nor the link's secret", async () => {
    await drafts.write(secret, draft, first);
    const item = await onlyItem();
    expect(item).toEqual({
      pk: expect.stringMatching(/^DRAFT#[0-9a-f]{64}$/) as string,
      sk: "DRAFT",
      revision: 1,
      until,
      expires: Date.parse(until) / 1000,
      sealed: expect.any(Uint8Array) as Uint8Array,
    });
    const kept = `${JSON.stringify(item)} ${Buffer.from(item.sealed).toString("latin1")}`;
    for (const words of ["Robin", "Bruising", "Nobody", "person-name", "K7QF", "Knowsley", secret])
      expect(kept).not.toContain(words);
  });

  test("nothing that stands in the table opens it: whoever has the table alone reads no draft", async () => {
    await drafts.write(secret, draft, first);
    const item = await onlyItem();
    const by = { use: "draft of a concern, 1", place: `${String(item["pk"])}/1/${until}` };
    expect(openers(item.sealed, by, [...textsOf(item), secret])).toEqual([secret]);
  });

  test("the same words are sealed otherwise each time", async () => {
    await drafts.write(secret, draft, first);
    const one = (await onlyItem()).sealed;
    await drafts.write(secret, draft, { after: 1, until });
    expect(Buffer.from((await onlyItem()).sealed).equals(one)).toBe(false);
  });

  test("another link neither finds it, nor opens it where it has been put in its place", async () => {
    await drafts.write(another, { ...draft, command: "id-2" }, first);
    const theirs = await onlyItem();
    await drafts.write(secret, draft, first);
    const own = (await database.items(table)).find((each) => each["pk"] !== theirs["pk"]);
    expect((await drafts.read(another, now))?.draft.command).toBe("id-2");
    await put({ ...own, pk: theirs["pk"] });
    await expect(drafts.read(another, now)).rejects.toThrow(DraftAltered);
  });

  test.each([
    ["its last byte", (item: { sealed: Uint8Array }) => ({ sealed: flipped(item.sealed, item.sealed.length - 1) })],
    ["its nonce", (item: { sealed: Uint8Array }) => ({ sealed: flipped(item.sealed, 0) })],
    ["its tag", (item: { sealed: Uint8Array }) => ({ sealed: flipped(item.sealed, 12) })],
    ["all of it", () => ({ sealed: new Uint8Array() })],
    ["its revision", () => ({ revision: 7 })],
    ["its end", () => ({ until: "2027-11-24T10:00:00.000Z" })],
  ])("one is refused of which somebody has altered %s", async (_, altered) => {
    await drafts.write(secret, draft, first);
    const item = await onlyItem();
    await put({ ...item, ...altered(item) });
    await expect(drafts.read(secret, now)).rejects.toThrow(DraftAltered);
  });

  test("it is void from the end of its link on, though the table has not forgotten it yet", async () => {
    await drafts.write(secret, draft, first);
    expect(await drafts.read(secret, "2026-11-24T09:59:59.999Z")).toEqual({ revision: 1, draft });
    expect(await drafts.read(secret, until)).toBeUndefined();
  });

  test("of two who write at once one is told of the conflict, and what the other wrote stands", async () => {
    const both = await Promise.all(
      ["a", "b"].map((issue) => drafts.write(secret, { ...draft, answers: { issue } }, first)),
    );
    expect(new Set(both)).toEqual(new Set([1, "conflict"]));
    const won = both[0] === 1 ? "a" : "b";
    expect((await drafts.read(secret, now))?.draft.answers).toEqual({ issue: won });
    expect(await drafts.write(secret, draft, { after: 1, until })).toBe(2);
    expect(await drafts.write(secret, draft, { after: 1, until })).toBe("conflict");
    expect((await drafts.read(secret, now))?.revision).toBe(2);
  });

  test("what is emptied is overwritten: of what was written nothing is kept", async () => {
    await drafts.write(secret, draft, first);
    const full = (await onlyItem()).sealed;
    await drafts.write(secret, { ...draft, answers: {}, answered: [] }, { after: 1, until });
    const item = await onlyItem();
    expect(item.sealed.length).toBeLessThan(full.length);
    expect((await drafts.read(secret, now))?.draft.answers).toEqual({});
  });
});

const flipped = (bytes: Uint8Array, at: number) => bytes.map((each, index) => (index === at ? each ^ 1 : each));
