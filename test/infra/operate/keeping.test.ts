/** Legal holds, erasures and what is due by age, on the real local database. */
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { alertsOver, withGroup } from "../../functions/alerts/stack.ts";
import { askGroup } from "../../../functions/alerts/tasks/tasks.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import type { DirectoryFile } from "../../../functions/directory/file.ts";
import { reconcile } from "../../../functions/reconcile/reconcile.ts";
import { open, tick } from "../../../functions/stages/tasks.ts";
import { s3Witnesses } from "../../../functions/verify/s3-witnesses.ts";
import { verify } from "../../../functions/verify/verify.ts";
import { awsError, clockAt, failing } from "../../support/doubles.ts";
import { directoryFile, personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";
import { operatorOf, type Operator } from "./run.ts";

let services: Services;
let stack: Stack;
let operator: Operator;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  operator = operatorOf(services.dynamoDB);
});

const tables = () => ["--record-table", stack.tables.record, "--working-table", stack.tables.working];
const bucket = ["--witness-bucket", "witnesses"];
const words = ["--asked-by", "Ines Calloway, legal services", "--reason", "An inquest is to open"];
const run = (command: string, more: readonly string[] = [], now?: string) =>
  operator.run([...command.split(" "), ...more], now ? { now } : {});
const place = (reference: string) => run(`hold place ${reference}`, [...tables(), ...words]);
const lift = (reference: string) => run(`hold lift ${reference}`, [...tables(), ...words]);
const erase = (reference: string, ...more: string[]) =>
  run(`erase ${reference}`, [...tables(), ...bucket, "--yes", ...more]);
const retention = (what: "due" | "erase", now: string, ...more: string[]) =>
  run(`retention ${what}`, [...tables(), ...bucket, ...more], now);

async function raised(changes?: Record<string, unknown>): Promise<string> {
  const reference = await stack.raise(changes);
  await open({ reference, execution: 1 }, stack.tasks);
  return reference;
}
async function closed(changes?: Record<string, unknown>): Promise<string> {
  const reference = await raised(changes);
  await walk(stack, reference).answer({ seat: "raiser", stage: "practitioners", type: "withdraw", reason: "Settled" });
  return reference;
}
const readable = async (reference: string) =>
  JSON.stringify(await stack.tasks.record.read(reference)).includes(personal.name);
const types = async (reference: string) =>
  (await stack.tasks.record.read(reference)).flatMap(({ events }) => events.map((each) => each.type));
const list = async () => (await run("erasures list", bucket)).said.split("\n");

describe("a legal hold", () => {
  test("stands on the record with who asked and why, for both sides to read, and the record verifies", async () => {
    const reference = await closed();
    expect(await place(reference)).toEqual({
      code: 0,
      said: `${reference} is under a legal hold. Nothing of it is erased until it is lifted.`,
      told: "",
    });
    const [last] = (await stack.tasks.record.read(reference)).at(-1)?.events ?? [];
    expect(last).toEqual({
      type: "LegalHoldPlaced",
      v: 1,
      at: "2026-12-01T10:00:00.000Z",
      sealed: { askedBy: "Ines Calloway, legal services", reason: "An inquest is to open" },
    });
    // Who asked and why are sealed, as everything personal is.
    expect(JSON.stringify(await services.items(stack.tables.record))).not.toContain("Calloway");
    expect(
      await verify(reference, {
        record: stack.tasks.record,
        witnesses: s3Witnesses(operator.bucket.client, "witnesses"),
      }),
    ).toMatchObject({ holds: true });
  });

  test("can be placed on what is open, and nothing of that changes", async () => {
    const reference = await raised();
    expect((await place(reference)).code).toBe(0);
    expect(await walk(stack, reference).until("2026-11-20T10:00:00.000Z")).toMatchObject({ go: "wait:practitioners" });
  });

  test("forbids to erase, even with --yes and --although-open, until it is lifted", async () => {
    const reference = await closed();
    await place(reference);
    expect(await erase(reference, "--although-open")).toMatchObject({
      code: 1,
      told: `${reference} is under a legal hold since 2026-12-01: nothing of it is erased until that is lifted. Nothing was erased.`,
    });
    expect(await readable(reference)).toBe(true);
    expect(await lift(reference)).toMatchObject({ code: 0, said: `The legal hold on ${reference} is lifted.` });
    expect((await erase(reference)).code).toBe(0);
    expect(await readable(reference)).toBe(false);
    // That it was held and lifted stays, though not by whom.
    expect((await types(reference)).filter((each) => /Hold|Erased/.test(each))).toEqual([
      "LegalHoldPlaced",
      "LegalHoldLifted",
      "PeopleErased",
    ]);
  });

  test("forbids to end what is open and has lost its key: a restore can still bring that back", async () => {
    const reference = await raised();
    await place(reference);
    const key = { pk: `KEY#${reference}`, sk: "KEY" };
    await services.dynamoDB.send(new DeleteCommand({ TableName: stack.tables.working, Key: key }));
    const before = await services.items(stack.tables.working);
    expect(await erase(reference, "--although-open")).toMatchObject({
      code: 1,
      told: `${reference} is under a legal hold since 2026-12-01: nothing of it is erased until that is lifted. Nothing was erased.`,
    });
    expect(await services.items(stack.tables.working)).toEqual(before);
    expect(await types(reference)).not.toContain("PeopleErased");
  });

  test("that comes while somebody erases is stronger: the erasure is refused by the chain and nothing is destroyed", async () => {
    const reference = await closed();
    let held = false;
    const between = failing(services.dynamoDB, (command, input) => {
      const item = (input as { Item?: { pk?: string } }).Item;
      return held || command !== "PutCommand" || !item?.pk?.startsWith("ESCALATION#") ? undefined : awsError("Later");
    });
    expect(
      (await operator.run(["erase", reference, ...tables(), ...bucket, "--yes"], { dynamoDB: between })).code,
    ).toBe(2);
    held = true;
    await place(reference);
    expect((await erase(reference)).code).toBe(1);
    expect(await readable(reference)).toBe(true);
    expect(await list()).toEqual(["0 records are on the list of erasures."]);
  });

  test("is placed and lifted once, and says so", async () => {
    const reference = await closed();
    expect((await lift(reference)).said).toBe(`${reference} is under no legal hold. Nothing was written.`);
    await place(reference);
    expect((await place(reference)).said).toBe(
      `${reference} is under a legal hold since 2026-12-01 already. Nothing was written.`,
    );
  });

  test("asks who asked and why, and is not for what is erased", async () => {
    const reference = await closed();
    const without = await run(`hold place ${reference}`, [...tables(), "--reason", "An inquest"]);
    expect([without.code, without.told]).toEqual([
      1,
      'Say it in words: --asked-by "…". Both sides of the record read it.',
    ]);
    await erase(reference);
    expect((await place(reference)).told).toContain("there is nothing left to hold");
  });

  test("of a practice alert as well", async () => {
    const reference = await alert();
    expect((await place(reference)).code).toBe(0);
    expect((await erase(reference, "--although-open")).told).toContain("under a legal hold");
  });
});

async function alert(): Promise<string> {
  await withGroup(services, stack);
  const reference = await alertsOver(stack).submit();
  await askGroup({ reference, execution: 1 }, stack.tasks.practiceAlerts);
  return reference;
}

describe("an erasure", () => {
  test("stands on the record and on the list, with when and why, and is there only once", async () => {
    const reference = await closed();
    await erase(reference);
    await erase(reference);
    expect((await types(reference)).filter((each) => each === "PeopleErased")).toHaveLength(1);
    expect(await list()).toEqual([`${reference}  2026-12-01  on request`, "1 record is on the list of erasures."]);
    expect(operator.bucket.versions).toHaveLength(1);
    expect(JSON.stringify(operator.bucket.versions)).not.toContain(personal.name);
  });

  test.each([
    ["before the list was written", "PutObjectCommand"],
    ["before the key was destroyed", "PutCommand"],
  ])("that broke off %s is carried on when it is asked for again", async (_when, command) => {
    const reference = await closed();
    if (command === "PutObjectCommand") operator.bucket.failOnce("SlowDown");
    const dynamoDB = failing(services.dynamoDB, (each, input) =>
      each === "PutCommand" && command === each && (input as { Item?: { pk?: string } }).Item?.pk?.startsWith("KEY#")
        ? awsError("ThrottlingException")
        : undefined,
    );
    expect((await operator.run(["erase", reference, ...tables(), ...bucket, "--yes"], { dynamoDB })).code).toBe(2);
    expect(await readable(reference)).toBe(true);
    expect((await erase(reference)).code).toBe(0);
    expect(await readable(reference)).toBe(false);
    expect(await list()).toHaveLength(2);
  });

  test("of what is open ends it: nothing falls due any more, nobody is told, and it can be seen that it ended so", async () => {
    const reference = await raised();
    const mails = stack.mailsOf(reference).length;
    await erase(reference, "--although-open");
    stack.clock.set("2026-12-20T10:00:00.000Z");
    expect(await tick({ reference, execution: 1 }, stack.tasks)).toMatchObject({ go: "end" });
    expect((await reconcile(stack.tasks)).failed).toEqual([]);
    expect(stack.mailsOf(reference)).toHaveLength(mails);
    const { status, how } = (await (await stack.get(reference)).json()) as Record<string, unknown>;
    expect([status, how]).toEqual(["closed", "erased"]);
    // And it stays so: the days after bring nothing more onto the record.
    const before = (await stack.tasks.record.stored(reference)).length;
    stack.clock.set("2027-01-20T10:00:00.000Z");
    await reconcile(stack.tasks, { everything: true, since: "2026-11-01" });
    expect(await stack.tasks.record.stored(reference)).toHaveLength(before);
  });

  test.each([
    ["was erased before erasures stood on records", true],
    ["has lost its key, as after a restore without keys", false],
  ])("ends what is open and %s, so that its tasks do not fail for ever", async (_what, tombstone) => {
    const reference = await raised();
    const key = { pk: `KEY#${reference}`, sk: "KEY" };
    await services.dynamoDB.send(new DeleteCommand({ TableName: stack.tables.working, Key: key }));
    if (tombstone) await stack.tasks.record.erase(reference, "2026-11-18T10:00:00.000Z");
    const asked = await run(`erase ${reference}`, [...tables(), ...bucket, "--yes"]);
    expect([asked.code, asked.told]).toEqual([
      1,
      "Nothing was done. To end it, run this again with --although-open --yes.",
    ]);
    expect((await erase(reference, "--although-open")).said).toContain(`${reference} is ended.`);
    stack.clock.set("2026-12-20T10:00:00.000Z");
    expect(await tick({ reference, execution: 1 }, stack.tasks)).toMatchObject({ go: "end" });
    expect(await list()).toHaveLength(2);
  });

  test("of an open practice alert ends it too", async () => {
    const reference = await alert();
    expect((await erase(reference, "--although-open")).code).toBe(0);
    stack.clock.set("2027-02-20T10:00:00.000Z");
    expect((await reconcile(stack.tasks, { everything: true, since: "2026-11-01" })).failed).toEqual([]);
    expect((await stack.tasks.practiceAlerts.alerts.read(reference))?.state).toMatchObject({
      phase: "closed",
      how: "erased",
    });
  });

  test("is done again where a restore brought the key back, by the list", async () => {
    const reference = await closed();
    const other = await closed();
    const before = await services.items(stack.tables.working);
    const records = await services.items(stack.tables.record);
    await erase(reference);
    // Both tables as they were at the moment before, in new ones.
    const restored = await services.freshTables();
    for (const [table, items] of [
      [restored.working, before],
      [restored.record, records],
    ] as const)
      for (const Item of items) await services.dynamoDB.send(new PutCommand({ TableName: table, Item }));
    const into = ["--record-table", restored.record, "--working-table", restored.working, ...bucket];
    const asked = await run("erasures again", into);
    expect(asked.code).toBe(1);
    expect(asked.said).toBe(`  can be read again  ${reference}  2026-12-01  on request`);
    const again = await run("erasures again", [...into, "--yes"]);
    expect([again.code, again.said.split("\n").at(-1)]).toEqual([0, `  erased again       ${reference}`]);
    const shown = async (one: string) => (await run(`record ${one}`, into.slice(0, 4))).said;
    expect(await shown(reference)).not.toContain(personal.name);
    expect(await shown(other)).toContain(personal.name);
    expect((await run("erasures again", into)).said).toBe("Nothing that was erased can be read. Nothing was done.");
  });
});

type RetentionClass = NonNullable<DirectoryFile["partnerships"][number]["retention"]>[number];

const classed = (changes: Partial<RetentionClass> & { id: string }): RetentionClass => ({
  words: "Made up",
  records: "escalations",
  keep: "10 years",
  from: "closing",
  source: "Schedule 2026",
  ...changes,
});

async function withClasses(...classes: RetentionClass[]): Promise<void> {
  const [knowsley, ...others] = directoryFile.partnerships;
  if (!knowsley) throw new Error("There should be a partnership");
  await importDirectory(services.dynamoDB, stack.tables.working, {
    ...directoryFile,
    partnerships: [{ ...knowsley, retention: classes }, ...others],
  });
}

describe("what is due by its retention class", () => {
  const knowsley = "Knowsley Safeguarding Children Partnership (knowsley)";

  test("without a class nothing is ever due, and the list says so", async () => {
    await closed();
    expect(await retention("due", "2199-01-01T10:00:00.000Z")).toEqual({
      code: 0,
      said: [
        `${knowsley}: no retention class in the directory, so nothing of it is ever erased by age.`,
        "MK Together (milton-keynes): no retention class in the directory, so nothing of it is ever erased by age.",
        "Nothing is due.",
      ].join("\n"),
      told: "",
    });
  });

  test("is listed from its day on, by reference and class, and nobody’s name or birthday", async () => {
    await withClasses(classed({ id: "every" }));
    const reference = await closed();
    const day = async (now: string) => (await retention("due", now, "--partnership", "knowsley")).said.split("\n");
    expect(await day("2036-11-16T10:00:00.000Z")).toEqual([
      `${knowsley}: every, 10 years from closing.`,
      "  1 closed record: 1 closed too recently to be due.",
      "Nothing is due.",
    ]);
    expect(await day("2036-11-17T00:00:00.000Z")).toEqual([
      `${knowsley}: every, 10 years from closing.`,
      `  due      ${reference}  every, since 2036-11-17`,
      "  1 closed record: 1 compared with the classes by date.",
      "1 is due.",
    ]);
  });

  test("from a birthday: the year alone is shown, and where none is on the record, that nobody can tell", async () => {
    await withClasses(classed({ id: "child", from: "birth", keep: "25 years", of: { subject: ["child"] } }));
    const known = await closed();
    const unknown = await closed({ person: { name: personal.name, circumstances: "x" } });
    const { said } = await retention("due", "2040-01-01T10:00:00.000Z", "--partnership", "knowsley");
    expect(said).toContain(`  due      ${known}  child, since 2039\n`);
    expect(said).toContain(`  unknown  ${unknown}  child: it counts from a birthday that is not on the record`);
    for (const secret of [personal.name, "05-30", "2014"]) expect(said).not.toContain(secret);
    expect((await retention("due", "2039-05-29T10:00:00.000Z")).said).toContain("Nothing is due.");
  });

  test("what is open is never due, however old, nor what falls under no class", async () => {
    await withClasses(classed({ id: "adults", of: { subject: ["adult"] } }));
    await raised();
    await closed();
    expect(
      (await retention("due", "2190-01-01T10:00:00.000Z", "--partnership", "knowsley")).said.split("\n").slice(1),
    ).toEqual(["  1 closed record: 1 in no class, so kept until somebody erases it.", "Nothing is due."]);
  });

  test("is erased one by one with --yes, each with its class on its record and on the list; what is held is kept", async () => {
    await withClasses(classed({ id: "every" }));
    const [one, held, other] = [await closed(), await closed(), await closed()];
    await place(held);
    const then = "2037-01-01T10:00:00.000Z";
    const without = await retention("erase", then);
    expect([without.code, without.told]).toEqual([
      1,
      "Nothing was erased. To erase what is due, for good, run this again with --yes.",
    ]);
    expect(await readable(one)).toBe(true);
    const { code, said } = await retention("erase", then, "--yes");
    expect(code).toBe(0);
    expect(said).toContain(`  on hold  ${held}  every, since 2036-11-17; on hold since 2026-12-01`);
    for (const reference of [one, other]) {
      expect(said).toContain(`  erased   ${reference}  every`);
      expect(await readable(reference)).toBe(false);
      const events = (await stack.tasks.record.read(reference)).flatMap((each) => each.events);
      expect(events.at(-1)).toEqual({
        type: "PeopleErased",
        v: 1,
        at: then,
        because: "age",
        retention: { class: "every", source: "Schedule 2026" },
      });
    }
    expect(await readable(held)).toBe(true);
    expect((await list()).toSorted()).toEqual(
      [
        `${one}  2037-01-01  by age (every)`,
        `${other}  2037-01-01  by age (every)`,
        "2 records are on the list of erasures.",
      ].toSorted(),
    );
    // What was erased is due no more, and what was held is, once that is lifted.
    expect((await retention("due", then)).said).toContain("Nothing is due.");
    await lift(held);
    expect((await retention("due", then)).said).toContain("1 is due.");
  });

  test("of another partnership nothing is looked at, and one that is not there is refused", async () => {
    await withClasses(classed({ id: "every" }));
    await closed();
    const { said } = await retention("due", "2090-01-01T10:00:00.000Z", "--partnership", "milton-keynes");
    expect(said).toContain("Nothing is due.");
    expect((await retention("due", "2090-01-01T10:00:00.000Z", "--partnership", "medway")).told).toBe(
      "The directory holds no partnership “medway”. It has knowsley, milton-keynes.",
    );
  });
});
