import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDBCursor } from "../../../functions/reconcile/cursor.ts";
import { hashOf, type Stored } from "../../../functions/record/chain.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { NeverSeen, verify } from "../../../functions/verify/verify.ts";
import { witness, type WitnessDependencies } from "../../../functions/verify/witness.ts";
import type { WitnessStore } from "../../../functions/verify/witnesses.ts";
import { fileWitness } from "../../../infra/local/witness.ts";
import { clockAt } from "../../support/doubles.ts";
import { startRealServices, type Services, type Stack } from "../../support/stack.ts";

let services: Services;
let stack: Stack;
let folder: string;
let witnesses: WitnessStore;
let dependencies: WitnessDependencies;
beforeAll(async () => {
  services = await startRealServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  folder = mkdtempSync(join(tmpdir(), "witness-"));
  witnesses = fileWitness(join(folder, "witnesses.jsonl"));
  dependencies = {
    clock: stack.clock,
    record: stack.tasks.record,
    partnerships: stack.tasks.partnerships,
    witnesses,
    cursor: dynamoDBCursor(services.dynamoDB, stack.tables.working, "witness"),
    began: "2026-11-01T00:00:00.000Z",
    log: stack.tasks.log,
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Three commits: the raising, the opening, what was sent. */
async function opened(): Promise<string> {
  const reference = await stack.raise();
  await open({ reference, execution: 1 }, stack.tasks);
  return reference;
}
const check = (reference: string) => verify(reference, { record: stack.tasks.record, witnesses });
const found = async (reference: string) => {
  const { holds, problems } = await check(reference);
  expect(holds).toBe(problems.length === 0);
  return problems.map(({ damage, number }) => `${damage} at ${number}`);
};

/** What somebody with the table's own keys could do. */
const keyOf = (reference: string, number: number) => ({
  pk: `ESCALATION#${reference}`,
  sk: number.toString().padStart(9, "0"),
});
const put = ({ reference, number, ...item }: Stored) =>
  services.dynamoDB.send(
    new PutCommand({ TableName: stack.tables.record, Item: { ...keyOf(reference, number), ...item } }),
  );
const remove = (reference: string, number: number) =>
  services.dynamoDB.send(new DeleteCommand({ TableName: stack.tables.record, Key: keyOf(reference, number) }));
/** Every commit from a number on with its text changed and every hash made anew: a chain that holds. */
async function rewrite(reference: string, from: number): Promise<void> {
  let previous: string | undefined;
  for (const each of await stack.tasks.record.stored(reference)) {
    if (each.number < from) continue;
    const text = each.text.replaceAll("whitebeam-school", "another-school");
    previous ??= each.previous;
    const hash = hashOf(reference, each.number, previous, text);
    await put({ ...each, text, previous, hash });
    previous = hash;
  }
}

describe("verifying", () => {
  test("ALL-01 a record as it was written holds, witnessed or not", async () => {
    const reference = await opened();
    expect(await check(reference)).toMatchObject({ holds: true, commits: 3, problems: [] });
    await witness(dependencies);
    const verified = await check(reference);
    expect(verified).toMatchObject({ reference, holds: true, commits: 3, problems: [] });
    expect(verified.lastWitnessed).toEqual({
      reference,
      number: 3,
      hash: (await stack.tasks.record.stored(reference))[2]?.hash,
      at: "2026-11-17T10:00:00.000Z",
    });
  });

  test("ALL-01 it goes on holding as commits are added after the witness", async () => {
    const reference = await stack.raise();
    await witness(dependencies);
    await open({ reference, execution: 1 }, stack.tasks);
    expect(await check(reference)).toMatchObject({ holds: true, commits: 3, lastWitnessed: { number: 1 } });
  });

  test("ALL-01 an erased record holds", async () => {
    const reference = await opened();
    await witness(dependencies);
    await stack.tasks.record.erase(reference, "2026-11-18T10:00:00.000Z");
    expect(await found(reference)).toEqual([]);
  });

  test("ALL-01 a missing end is found and named, which no chain shows by itself", async () => {
    const reference = await opened();
    await remove(reference, 3);
    expect(await found(reference)).toEqual([]);
    await witnesses.append({ reference, number: 3, hash: "a".repeat(64), at: "2026-11-17T23:00:00.000Z" });
    expect(await found(reference)).toEqual(["missing end at 3"]);
    expect((await check(reference)).problems[0]?.says).toBe(
      `The commit 3 of ${reference}, witnessed at 2026-11-17T23:00:00.000Z, is missing: the record ends at 2`,
    );
  });

  test("ALL-01 a record that is gone altogether is found and named", async () => {
    const reference = await opened();
    await witness(dependencies);
    for (const number of [1, 2, 3]) await remove(reference, number);
    expect(await found(reference)).toEqual(["missing end at 3"]);
  });

  test("ALL-01 a commit missing within is found and named", async () => {
    const reference = await opened();
    await remove(reference, 2);
    expect(await found(reference)).toEqual(["missing commit at 2"]);
  });

  test("ALL-01 a changed text is found and named", async () => {
    const reference = await opened();
    const second = (await stack.tasks.record.stored(reference))[1];
    if (!second) throw new Error("There should be three commits");
    await put({ ...second, text: second.text.replace("practitioners", "line-managers") });
    expect(await found(reference)).toEqual(["changed text at 2"]);
  });

  test("ALL-01 a changed text with its hash made anew is found by what follows it", async () => {
    const reference = await opened();
    const second = (await stack.tasks.record.stored(reference))[1];
    if (!second) throw new Error("There should be three commits");
    const text = second.text.replace("practitioners", "line-managers");
    await put({ ...second, text, hash: hashOf(reference, 2, second.previous, text) });
    expect(await found(reference)).toEqual(["broken link at 3"]);
  });

  test("ALL-01 swapped commits are found and named", async () => {
    const reference = await opened();
    const [, second, third] = await stack.tasks.record.stored(reference);
    if (!second || !third) throw new Error("There should be three commits");
    await put({ ...third, number: 2 });
    await put({ ...second, number: 3 });
    expect(await found(reference)).toEqual(["swapped commit at 2"]);
  });

  test("ALL-01 an inserted commit is found and named, though it follows the one before it and its hash is right", async () => {
    const reference = await opened();
    const [first, second, third] = await stack.tasks.record.stored(reference);
    if (!first || !second || !third) throw new Error("There should be three commits");
    const text = second.text.replace("practitioners", "line-managers");
    await put({ ...third, number: 4 });
    await put({ ...second, number: 3 });
    await put({ ...second, text, hash: hashOf(reference, 2, first.hash, text) });
    expect(await found(reference)).toEqual(["inserted commit at 3"]);
  });

  test("ALL-01 an inserted commit with everything after it made anew is found by the kept heads", async () => {
    const reference = await opened();
    await witness(dependencies);
    const [first, second, third] = await stack.tasks.record.stored(reference);
    if (!first || !second || !third) throw new Error("There should be three commits");
    let previous = first.hash;
    for (const [number, each] of [
      [2, second],
      [3, second],
      [4, third],
    ] as const) {
      const hash = hashOf(reference, number, previous, each.text);
      const feedAt = each.feedAt?.replace(/\d{9}$/, String(number).padStart(9, "0"));
      await put({ ...each, number, previous, hash, feedAt });
      previous = hash;
    }
    expect(await found(reference)).toEqual(["rewritten chain at 3"]);
  });

  test("ALL-01 a commit of another record is found and named", async () => {
    const reference = await opened();
    const other = (await stack.tasks.record.stored(await opened()))[1];
    if (!other) throw new Error("There should be three commits");
    await put({ ...other, reference });
    expect(await found(reference)).toEqual(["changed text at 2"]);
  });

  test("ALL-01 a chain that was rewritten so that it holds is found and named by its witness", async () => {
    const reference = await opened();
    await witness(dependencies);
    await rewrite(reference, 2);
    expect(await found(reference)).toEqual(["rewritten chain at 3"]);
    expect((await check(reference)).problems[0]?.says).toBe(
      `What stands now is not commit 3 of ${reference}, witnessed at 2026-11-17T10:00:00.000Z`,
    );
  });

  test("ALL-01 every witness is compared, not only the last", async () => {
    const reference = await stack.raise();
    await witness(dependencies);
    await open({ reference, execution: 1 }, stack.tasks);
    await witness(dependencies);
    await rewrite(reference, 1);
    expect(await found(reference)).toEqual(["rewritten chain at 1", "rewritten chain at 3"]);
  });

  test("ALL-01 a commit that is announced to another partnership, at another time or nowhere is found and named", async () => {
    const reference = await opened();
    const second = (await stack.tasks.record.stored(reference))[1];
    if (!second) throw new Error("There should be three commits");
    for (const moved of [
      { feedOf: "medway#2026-11" },
      { feedOf: "knowsley#2026-12" },
      { feedAt: `2026-11-17T23:00:00.000Z#${reference}#000000002` },
      { feedOf: undefined, feedAt: undefined },
    ]) {
      await put({ ...second, ...moved });
      expect(await found(reference)).toEqual(["announced elsewhere at 2"]);
    }
    await put(second);
    expect(await found(reference)).toEqual([]);
  });

  test("ALL-01 a chain rewritten into what nobody can read is found and named", async () => {
    const reference = await stack.raise();
    await witness(dependencies);
    const [first] = await stack.tasks.record.stored(reference);
    if (!first) throw new Error("There should be a commit");
    for (const text of ["gone", "{}", "null"]) {
      await put({ ...first, text, hash: hashOf(reference, 1, first.previous, text) });
      expect(await found(reference)).toEqual(["announced elsewhere at 1", "rewritten chain at 1"]);
    }
  });

  test("what never was cannot be verified", async () => {
    await expect(check("ZZZZ-2222")).rejects.toThrow(NeverSeen);
    await expect(check("ZZZZ-2222")).rejects.toThrow("There is no record of ZZZZ-2222, and no witness of one");
  });
});

describe("witnessing", () => {
  test("the head of every record that moved, once, and again when it moves on", async () => {
    const first = await opened();
    const second = await stack.raise();
    const run = await witness(dependencies);
    expect(run.added).toHaveLength(2);
    expect(new Map(run.added.map((each) => [each.reference, each.number]))).toEqual(
      new Map([
        [first, 3],
        [second, 1],
      ]),
    );
    expect(await witness(dependencies)).toEqual({ added: [], broken: [], failed: [] });
    stack.clock.set("2026-11-18T10:00:00.000Z");
    await open({ reference: second, execution: 1 }, stack.tasks);
    expect((await witness(dependencies)).added.map((each) => [each.reference, each.number, each.at])).toEqual([
      [second, 3, "2026-11-18T10:00:00.000Z"],
    ]);
    expect((await witnesses.entries(second)).map((each) => each.number)).toEqual([1, 3]);
  });

  test("days that were left out are made up for", async () => {
    await witness(dependencies);
    stack.clock.set("2026-11-18T10:00:00.000Z");
    const reference = await stack.raise();
    stack.clock.set("2026-11-23T10:00:00.000Z");
    expect((await witness(dependencies)).added.map((each) => each.reference)).toEqual([reference]);
  });

  test("the first run begins when the service did", async () => {
    stack.clock.set("2026-11-01T09:00:00.000Z");
    const reference = await stack.raise({ arose: "2026-10-30" });
    stack.clock.set("2026-11-17T10:00:00.000Z");
    expect((await witness(dependencies)).added.map((each) => each.reference)).toEqual([reference]);
  });

  test("a commit that was announced behind the last look is found by looking back an hour", async () => {
    stack.clock.set("2026-11-17T10:50:00.000Z");
    await witness(dependencies);
    stack.clock.set("2026-11-17T10:00:00.000Z");
    const slow = await stack.raise();
    stack.clock.set("2026-11-18T10:00:00.000Z");
    expect((await witness(dependencies)).added.map((each) => each.reference)).toEqual([slow]);
  });

  test("a record that does not hold bears witness to nothing, is named, and stops no other", async () => {
    const broken = await opened();
    await witness(dependencies);
    stack.clock.set("2026-11-18T10:00:00.000Z");
    await stack.tasks.escalations.perform(
      broken,
      {
        type: "add note",
        id: "note",
        at: "2026-11-18T10:00:00.000Z",
        seat: "raiser",
        stage: "practitioners",
        name: "Imogen",
        kind: "note",
        words: "A note",
      },
      { kind: "party", seat: "raiser" },
    );
    await rewrite(broken, 2);
    const sound = await stack.raise();
    const run = await witness(dependencies);
    expect(run.broken).toEqual([broken]);
    expect(run.added.map((each) => each.reference)).toEqual([sound]);
    expect((await witnesses.entries(broken)).map((each) => each.number)).toEqual([3]);
    expect(stack.logged.filter((each) => each.level === "error")).toEqual([
      {
        level: "error",
        message: "A record does not hold together: somebody changed what nobody may change",
        about: { reference: broken, problems: ["rewritten chain at 3"] },
      },
    ]);
  });

  test("one that cannot be looked at stops no other, and the next run meets it again", async () => {
    const bad = await opened();
    const good = await opened();
    const record = {
      ...dependencies.record,
      stored: (reference: string) =>
        reference === bad
          ? Promise.reject(new Error("The table is away, on purpose"))
          : dependencies.record.stored(reference),
    };
    const run = await witness({ ...dependencies, record });
    expect(run.failed).toEqual([bad]);
    expect(run.added.map((each) => each.reference)).toEqual([good]);
    stack.clock.set("2026-11-19T10:00:00.000Z");
    expect((await witness(dependencies)).added.map((each) => each.reference)).toEqual([bad]);
  });
});

describe("witnesses in a file", () => {
  const entry = (number: number, reference = "7K3M-9QXD") => ({
    reference,
    number,
    hash: `${number}`.repeat(64),
    at: "2026-11-17T10:00:00.000Z",
  });
  const path = () => join(folder, "some.jsonl");

  test("are lines of JSON, only ever added to, and are there when it is opened again", async () => {
    const store = fileWitness(path());
    await store.append(entry(1));
    const before = readFileSync(path(), "utf8");
    expect(before).toBe(`${JSON.stringify(entry(1))}\n`);
    await store.append(entry(2, "7K3M-9QXE"));
    await store.append(entry(3));
    expect(readFileSync(path(), "utf8").startsWith(before)).toBe(true);
    expect(await fileWitness(path()).entries("7K3M-9QXD")).toEqual([entry(1), entry(3)]);
    expect(await store.entries("7K3M-9QXD")).toEqual([entry(1), entry(3)]);
    expect(await store.entries("ZZZZ-2222")).toEqual([]);
  });

  test("many added at once are a line each, in their order", async () => {
    const store = fileWitness(path());
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    await Promise.all(numbers.map((number) => store.append(entry(number))));
    expect((await fileWitness(path()).entries("7K3M-9QXD")).map((each) => each.number)).toEqual(numbers);
  });

  test("a last line that a kill cut short is cut off, and the next is whole", async () => {
    await fileWitness(path()).append(entry(1));
    appendFileSync(path(), '{"reference":"7K3M-9Q');
    const store = fileWitness(path());
    await store.append(entry(2));
    expect((await fileWitness(path()).entries("7K3M-9QXD")).map((each) => each.number)).toEqual([1, 2]);
  });

  test.each(["not JSON", "{}", '{"reference":"7K3M-9QXD","number":"1","hash":"","at":""}'])(
    "a file with a line that is none (%s) is refused, with its place",
    async (line) => {
      await fileWitness(path()).append(entry(1));
      writeFileSync(path(), `${readFileSync(path(), "utf8")}${line}\n`);
      expect(() => fileWitness(path())).toThrow(`${path()}, line 2 is not a witness: somebody changed this file.`);
    },
  );

  test("what cannot be written is not taken for written", async () => {
    const store = fileWitness(join(folder, "no such folder", "some.jsonl"));
    await expect(store.append(entry(1))).rejects.toThrow("ENOENT");
    expect(await store.entries("7K3M-9QXD")).toEqual([]);
  });
});
