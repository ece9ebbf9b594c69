/** Exporting whole records and restoring them, on the real local database. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askGroup } from "../../../functions/alerts/tasks/tasks.ts";
import { dynamoDBCursor } from "../../../functions/reconcile/cursor.ts";
import { reconcile } from "../../../functions/reconcile/reconcile.ts";
import { hashOf, type Stored } from "../../../functions/record/chain.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { s3Witnesses } from "../../../functions/verify/s3-witnesses.ts";
import { verify } from "../../../functions/verify/verify.ts";
import { witness } from "../../../functions/verify/witness.ts";
import { awsError, clockAt, failing } from "../../support/doubles.ts";
import { personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { alertsOver, withGroup } from "../../functions/alerts/stack.ts";
import { operatorOf, type Operator } from "./run.ts";

let services: Services;
let stack: Stack;
let operator: Operator;
let folder: string;
let reference: string;
let into: Stack["tables"];
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  operator = operatorOf(services.dynamoDB);
  folder = mkdtempSync(join(tmpdir(), "archive-"));
  reference = await stack.raise();
  await open({ reference, execution: 1 }, stack.tasks);
  await bearWitness();
  into = await services.freshTables();
  return () => rmSync(folder, { recursive: true, force: true });
});

const witnesses = () => s3Witnesses(operator.bucket.client, "witnesses");
const bearWitness = () =>
  witness({
    ...stack.tasks,
    witnesses: witnesses(),
    cursor: dynamoDBCursor(services.dynamoDB, stack.tables.working, "witness"),
    began: "2026-11-01T00:00:00.000Z",
  });
const where = ({ record, working }: Stack["tables"]) => [
  "--record-table",
  record,
  "--working-table",
  working,
  "--witness-bucket",
  "witnesses",
];
const file = (name = "records.jsonl") => join(folder, name);
const keys = () => file("keys.jsonl");
const exported = (...more: string[]) => operator.run(["export", file(), ...where(stack.tables), ...more]);
const restored = (...more: string[]) => operator.run(["restore", file(), ...where(into), ...more]);
const items = (table: string) => services.items(table);
const sorted = (all: Record<string, unknown>[]) =>
  all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const keysOf = (all: Record<string, unknown>[]) => sorted(all.filter((each) => String(each["pk"]).startsWith("KEY#")));

/** Changes the line of the record in the file. */
function edited(change: (line: { commits: Stored[]; witnessed: unknown[] }) => object): void {
  const [head = "", line = ""] = readFileSync(file(), "utf8").split("\n");
  writeFileSync(file(), `${head}\n${JSON.stringify(change(JSON.parse(line) as never))}\n`);
}

describe("ALL-01 whole records, exported and restored", () => {
  test("are in empty tables exactly as they were, with their keys, hold, and go on", async () => {
    await withGroup(services, stack);
    const alert = await alertsOver(stack).submit();
    await askGroup({ reference: alert, execution: 1 }, stack.tasks.practiceAlerts);
    const said = await exported("--keys", keys());
    expect([said.code, said.told]).toEqual([0, ""]);
    expect(said.said).toMatch(/^2 records with \d+ commits are in .*\n2 keys are in .*Never keep them in one place\.$/);
    const { code, said: says, told } = await restored("--keys", keys());
    expect([code, told]).toEqual([0, ""]);
    expect(says).toMatch(/2 records restored, and verified where they stand\./);
    expect(sorted(await items(into.record))).toEqual(sorted(await items(stack.tables.record)));
    expect(keysOf(await items(into.working))).toEqual(keysOf(await items(stack.tables.working)));
    const later = await services.stack({ over: { ...stack, tables: into } });
    expect(await later.tasks.record.read(reference)).toEqual(await stack.tasks.record.read(reference));
    expect(await verify(reference, { record: later.tasks.record, witnesses: witnesses() })).toMatchObject({
      holds: true,
      lastWitnessed: { number: 3 },
    });
    const note = {
      type: "add note",
      id: "note",
      at: later.clock.now(),
      seat: "raiser",
      stage: "practitioners",
    } as const;
    const added = await later.tasks.escalations.perform(
      reference,
      { ...note, name: "Imogen", kind: "note", words: "Restored" },
      { kind: "party", seat: "raiser" },
    );
    expect(added.result).toBe("recorded");
  });

  test("have their summaries again by the rebuild", async () => {
    await reconcile(stack.tasks);
    await exported("--keys", keys());
    await restored("--keys", keys());
    const summaries = async (tables: Stack["tables"]) =>
      sorted((await items(tables.working)).filter((each) => /^(SUMMARY|AGENCY)#/.test(String(each["pk"]))));
    expect(await summaries(into)).toEqual([]);
    const later = await services.stack({ over: { ...stack, tables: into } });
    await reconcile(later.tasks, { everything: true, since: "2026-11-01" });
    expect(await summaries(into)).toEqual(await summaries(stack.tables));
    expect(await summaries(into)).not.toEqual([]);
  });

  test("name nobody without their keys, in the file and restored", async () => {
    const { said } = await exported();
    expect(said).toContain("Without keys nobody on them can be read");
    for (const words of Object.values(personal).map((each) => (typeof each === "string" ? each : each.email)))
      expect(readFileSync(file(), "utf8")).not.toContain(words);
    expect((await restored()).code).toBe(0);
    const shown = await operator.run(["record", reference, ...where(into).slice(0, 4)]);
    expect(shown.told).toContain("What is personal was erased in");
    expect(shown.said).not.toContain(personal.name);
  });

  test("that are named, alone, and a file is never written over", async () => {
    const other = await stack.raise();
    await exported("--reference", other);
    expect(readFileSync(file(), "utf8")).toContain(other);
    expect(readFileSync(file(), "utf8")).not.toContain(reference);
    expect(await exported()).toEqual({ code: 1, said: "", told: `${file()} is there already.` });
    const none = await operator.run(["export", file("none"), ...where(stack.tables), "--reference", "ZZZZ-2222"]);
    expect(none.told).toBe(`There is no record of ZZZZ-2222 in ${stack.tables.record}.`);
  });

  test("with --dry-run say what would be written, and nothing is", async () => {
    await exported("--keys", keys());
    const { code, said } = await restored("--keys", keys(), "--dry-run");
    expect([code, said.split("\n").slice(1)]).toEqual([0, ["3 commits to write.", "Nothing was written: --dry-run."]]);
    expect([await items(into.record), await items(into.working)]).toEqual([[], []]);
  });

  test("write over nothing: another record of that reference is a refusal, and stays", async () => {
    await exported("--keys", keys());
    await restored("--keys", keys());
    const before = await items(into.record);
    edited(({ commits: [first], ...line }) => ({ ...line, witnessed: [], commits: [first] }));
    expect((await restored("--keys", keys())).told).toContain(
      `${reference}: ${into.record} has another record of this reference. It is not written over`,
    );
    expect(await items(into.record)).toEqual(before);
  });

  test.each<[string, Record<string, unknown>]>([
    ["another key", { key: new Uint8Array(32).fill(7) }],
    ["that it was erased", { erasedAt: "2026-11-30T10:00:00.000Z" }],
  ])("write over nothing: %s in the place of their key is a refusal, and stays", async (_what, other) => {
    await exported("--keys", keys());
    const item = { pk: `KEY#${reference}`, sk: "KEY", ...other };
    await services.dynamoDB.send(new PutCommand({ TableName: into.working, Item: item }));
    const before = await items(into.working);
    expect(await restored("--keys", keys())).toMatchObject({
      code: 1,
      told: expect.stringContaining(
        `${reference}: ${into.working} has another key of it, or that it was erased`,
      ) as string,
    });
    expect([await items(into.record), await items(into.working)]).toEqual([[], before]);
  });

  test("are carried on where the restore broke off, and left where they are there already", async () => {
    await exported("--keys", keys());
    let puts = 0;
    const dynamoDB = failing(services.dynamoDB, (command) =>
      command === "PutCommand" && ++puts === 4 ? awsError("ThrottlingException") : undefined,
    );
    expect((await operator.run(["restore", file(), ...where(into), "--keys", keys()], { dynamoDB })).code).toBe(2);
    expect(await items(into.record)).toHaveLength(2);
    expect((await restored("--keys", keys())).said).toContain("\n1 commit to write.");
    expect((await restored("--keys", keys())).said).toContain("\n0 commits to write.");
    expect(sorted(await items(into.record))).toEqual(sorted(await items(stack.tables.record)));
  });

  test("come back without their keys where their people were erased since, by the list of erasures", async () => {
    await exported("--keys", keys());
    await operator.run(["erase", reference, ...where(stack.tables), "--yes", "--although-open"]);
    const { code, said } = await restored("--keys", keys());
    expect([code, said]).toEqual([0, expect.stringContaining("0 records with a key, 1 erased")]);
    expect(await items(into.working)).toEqual([
      { pk: `KEY#${reference}`, sk: "KEY", erasedAt: "2026-12-01T10:00:00.000Z" },
    ]);
  });

  describe("are refused, with nothing written, where", () => {
    const rehashed = (commits: readonly Stored[], from: number) => {
      let previous = commits[from - 1]?.previous ?? "";
      return commits.map((each) => {
        if (each.number < from) return each;
        const text = each.text.replaceAll("practitioners", "line-managers");
        const hash = hashOf(reference, each.number, previous, text);
        const made = { ...each, text, previous, hash };
        previous = hash;
        return made;
      });
    };
    test.each<[string, (commits: Stored[]) => Stored[], RegExp]>([
      [
        "a text was altered",
        ([a, b, ...c]) => [a, { ...b, text: b?.text.replace("practitioners", "x") }, ...c] as Stored[],
        /not the text that was hashed/,
      ],
      ["a commit was removed", ([a, , ...c]) => [a, ...c] as Stored[], /commit 2 is missing/],
      ["commits were swapped", ([a, b, c]) => [a, { ...c, number: 2 }, { ...b, number: 3 }] as Stored[], /at commit 2/],
      ["the end was cut off", ([a, b]) => [a, b] as Stored[], /The commit 3 of .* is missing/],
      ["the whole was written anew", (commits) => rehashed(commits, 1), /What stands now is not commit 3/],
    ])("%s", async (_what, change, says) => {
      await exported();
      // Whoever alters the file takes out of it what it says of witnesses; those in the bucket stay.
      edited((line) => ({ ...line, witnessed: [], commits: change(line.commits) }));
      const { code, told } = await restored();
      expect([code, told]).toEqual([1, expect.stringMatching(says)]);
      expect(told).toMatch(/^Nothing was written/);
      expect([await items(into.record), await items(into.working)]).toEqual([[], []]);
    });

    test("a key is another record’s", async () => {
      await exported("--keys", keys());
      const [head, line = ""] = readFileSync(keys(), "utf8").split("\n");
      const wrong = { ...(JSON.parse(line) as object), key: Buffer.alloc(32, 7).toString("base64") };
      writeFileSync(keys(), `${head}\n${JSON.stringify(wrong)}\n`);
      expect((await restored("--keys", keys())).told).toMatch(/does not open under its key/);
      writeFileSync(keys(), `${head}\n${JSON.stringify({ ...wrong, reference: "ZZZZ-2222" })}\n`);
      expect((await restored("--keys", keys())).told).toContain("ZZZZ-2222: there is a key of it and no record");
      expect(await items(into.record)).toEqual([]);
    });

    test.each<[string, (content: string) => string, RegExp]>([
      ["the file is another’s", () => "{}\n", /is no file with records of the safeguarding escalation service/],
      ["it was cut off", (content) => content.slice(0, -10), /was cut off: its last line has no end/],
      ["a line is none", (content) => `${content}{"reference":"a"}\n`, /line 3 cannot be used: reference/],
      ["a record is in it twice", (content) => `${content}${content.split("\n")[1]}\n`, /twice/],
    ])("%s", async (_what, change, says) => {
      await exported();
      writeFileSync(file(), change(readFileSync(file(), "utf8")));
      const { code, told } = await restored();
      expect([code, told]).toEqual([1, expect.stringMatching(says)]);
    });
  });

  test("that do not hold are named by the export, which has them as they are", async () => {
    await services.dynamoDB.send(
      new DeleteCommand({ TableName: stack.tables.record, Key: { pk: `ESCALATION#${reference}`, sk: "000000003" } }),
    );
    const { code, said, told } = await exported();
    expect([code, told]).toEqual([1, `These do not hold together, and are in the file as they are: ${reference}.`]);
    expect(said).toContain("is missing: the record ends at 2");
  });
});
