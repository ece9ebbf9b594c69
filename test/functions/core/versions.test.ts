/** What a second version of an event needs, shown on one that is made up here. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { upToDate, type Former } from "../../../functions/core/versions.ts";
import { dynamoDBRecord } from "../../../functions/record/dynamodb-record.ts";
import { startDatabase, type Database } from "../../support/stack.ts";
import { raised } from "../record/contract.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

const at = "2026-11-17T10:00:00.000Z";
const reference = "7K3M-9QXD";
const begun = z.object({ type: z.literal("EscalationRaised"), v: z.literal(1) }).loose();
const noted = <V extends number, S extends z.ZodType>(v: V, sealed: S) =>
  z.strictObject({ type: z.literal("NoteAdded"), v: z.literal(v), sealed: z.union([sealed, z.literal("erased")]) });

/** As events were: a note is words. Then who wrote it was asked for, and then the words were called a text. */
const first = z.discriminatedUnion("type", [begun, noted(1, z.strictObject({ words: z.string() }))]);
const third = z.discriminatedUnion("type", [begun, noted(3, z.strictObject({ by: z.string(), text: z.string() }))]);
const opened = (sealed: unknown) => sealed as Record<string, string>;
const former = {
  "NoteAdded.v1": (event) => ({
    ...event,
    v: 2,
    sealed: event["sealed"] === "erased" ? "erased" : { by: "Not asked for then", ...opened(event["sealed"]) },
  }),
  "NoteAdded.v2": ({ sealed, ...event }) => ({
    ...event,
    v: 3,
    sealed: sealed === "erased" ? sealed : { by: opened(sealed)["by"], text: opened(sealed)["words"] },
  }),
} satisfies Former;

describe("ALL-01 events of former versions", () => {
  async function written() {
    const tables = await database.freshTables();
    const before = dynamoDBRecord(database.dynamoDB, tables, first);
    const cause = { kind: "service", task: "test" } as const;
    await before.append({ reference, number: 1, at, cause, command: "raise", events: [raised()] }, undefined);
    const [head] = await before.read(reference);
    const note = { type: "NoteAdded", v: 1, sealed: { words: "A zarf" } } as const;
    await before.append({ reference, number: 2, at, cause, command: "note", events: [note] }, head);
    return { tables, before, now: dynamoDBRecord(database.dynamoDB, tables, third, former), cause };
  }

  test("are read as their newest version, step by step, and what is stored stays as it was", async () => {
    const { before, now } = await written();
    const stored = await before.stored(reference);
    expect((await now.read(reference))[1]?.events).toEqual([
      { type: "NoteAdded", v: 3, sealed: { by: "Not asked for then", text: "A zarf" } },
    ]);
    expect(await now.stored(reference)).toEqual(stored);
  });

  test("are read when their people are erased", async () => {
    const { now } = await written();
    await now.erase(reference, at);
    expect((await now.read(reference))[1]?.events).toEqual([{ type: "NoteAdded", v: 3, sealed: "erased" }]);
  });

  test("are written no more, and the newest is written after them on the same chain", async () => {
    const { now, cause } = await written();
    const head = (await now.read(reference))[1];
    const commit = (note: object) => ({ reference, number: 3, at, cause, command: "more", events: [note as never] });
    const old = { type: "NoteAdded", v: 1, sealed: { words: "As it was" } };
    await expect(now.append(commit(old), head)).rejects.toThrow(/"v"\s+\],\s+"message": "write 3"/);
    const newest = { type: "NoteAdded", v: 3, sealed: { by: "Imogen", text: "As it is" } };
    expect(await now.append(commit(newest), head)).toMatchObject({ number: 3, events: [newest] });
    expect((await now.read(reference)).map((each) => each.events[0])).toMatchObject([{ v: 1 }, { v: 3 }, newest]);
  });

  test("without a step to the newest are refused at the reading, and never taken for something else", async () => {
    const { tables } = await written();
    const without = dynamoDBRecord(database.dynamoDB, tables, third, {
      "NoteAdded.v1": former["NoteAdded.v1"],
    });
    await expect(without.read(reference)).rejects.toThrow(/"v"\s+\],\s+"message": "write 3"/);
  });

  test("a step that leads to no next version is a fault, and said so", () => {
    const event = { type: "NoteAdded", v: 1 };
    expect(() => upToDate(event, { "NoteAdded.v1": (each) => each })).toThrow(
      "The step from NoteAdded.v1 leads to NoteAdded.v1",
    );
    expect(() => upToDate(event, { "NoteAdded.v1": (each) => ({ ...each, type: "Other", v: 2 }) })).toThrow(
      "The step from NoteAdded.v1 leads to Other.v2",
    );
  });
});
