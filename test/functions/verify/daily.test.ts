import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDBCursor } from "../../../functions/reconcile/cursor.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { daily, holidaysKnownForDays, type DailyDependencies } from "../../../functions/verify/daily.ts";
import { s3Witnesses } from "../../../functions/verify/s3-witnesses.ts";
import { witness } from "../../../functions/verify/witness.ts";
import { calendarOf, nations } from "../../../policies/calendar/bank-holidays.ts";
import { clockAt } from "../../support/doubles.ts";
import { startRealServices, type Services, type Stack } from "../../support/stack.ts";
import { bucketOf } from "./bucket.ts";

let services: Services;
let stack: Stack;
let dependencies: DailyDependencies;
let measured: [metric: string, value: number | undefined][];
/** References whose commits cannot be read. */
let unreadable: Set<string>;
beforeAll(async () => {
  services = await startRealServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  measured = [];
  unreadable = new Set();
  const witnesses = s3Witnesses(bucketOf("witnesses").client, "witnesses");
  const { record, partnerships, log } = stack.tasks;
  const stored: typeof record.stored = (reference) =>
    unreadable.has(reference) ? Promise.reject(new Error("The table is away, on purpose")) : record.stored(reference);
  const readable = { ...record, stored };
  dependencies = {
    clock: stack.clock,
    witness: () =>
      witness({
        clock: stack.clock,
        record: readable,
        partnerships,
        witnesses,
        cursor: dynamoDBCursor(services.dynamoDB, stack.tables.working, "witness"),
        began: "2026-11-01T00:00:00.000Z",
        log,
      }),
    record: readable,
    witnesses,
    partnerships,
    began: "2026-11-01",
    nations: () => ["england-and-wales"],
    measure: (metric, value) => void measured.push([metric, value]),
    log,
  };
});

const keyOf = (reference: string, number: number) => ({
  pk: `ESCALATION#${reference}`,
  sk: number.toString().padStart(9, "0"),
});
/** What somebody with the table's own keys could do. */
async function change(reference: string): Promise<void> {
  const found = await services.dynamoDB.send(
    new GetCommand({ TableName: stack.tables.record, Key: keyOf(reference, 1) }),
  );
  const text = String(found.Item?.["text"]).replaceAll("whitebeam-school", "another-school");
  await services.dynamoDB.send(new PutCommand({ TableName: stack.tables.record, Item: { ...found.Item, text } }));
}
const remove = (reference: string, number: number) =>
  services.dynamoDB.send(new DeleteCommand({ TableName: stack.tables.record, Key: keyOf(reference, number) }));
const numbers = async (reference: string) =>
  (await dependencies.witnesses.entries(reference)).map((each) => each.number);
const measuredAs = () => Object.fromEntries(measured);

describe("the daily run", () => {
  test("ALL-01 witnesses what moved, and says how many records it was", async () => {
    const first = await stack.raise();
    await open({ reference: first, execution: 1 }, stack.tasks);
    const second = await stack.raise();
    await daily({}, dependencies);
    expect(await numbers(first)).toEqual([3]);
    expect(await numbers(second)).toEqual([1]);
    expect(measuredAs()).toMatchObject({ RecordsWitnessed: 2, RecordsBroken: 0, RecordsUnread: 0 });
    measured = [];
    await daily({}, dependencies);
    expect(measuredAs()).toMatchObject({ RecordsWitnessed: 0, RecordsBroken: 0, RecordsUnread: 0 });
  });

  test("ALL-01 one that does not hold and one that cannot be read fail the run, after all others were witnessed", async () => {
    const broken = await stack.raise();
    await change(broken);
    const away = await stack.raise();
    unreadable.add(away);
    const sound = await stack.raise();
    await expect(daily({}, dependencies)).rejects.toThrow("1 records do not hold together, and 1 could not be read");
    expect(await numbers(sound)).toEqual([1]);
    expect(await numbers(broken)).toEqual([]);
    expect(measuredAs()).toMatchObject({ RecordsWitnessed: 1, RecordsBroken: 1, RecordsUnread: 1 });
    expect(stack.logged.at(-1)).toEqual({
      level: "error",
      message: "Records do not hold together, or could not be read",
      about: { broken: [broken], failed: [away] },
    });
  });

  test("one that cannot be read is enough to fail it, and the next run meets it again", async () => {
    const away = await stack.raise();
    unreadable.add(away);
    await expect(daily({}, dependencies)).rejects.toThrow("0 records do not hold together, and 1 could not be read");
    unreadable.clear();
    await daily({}, dependencies);
    expect(await numbers(away)).toEqual([1]);
  });

  test("says for how many days bank holidays are known, though everything after that should fail", async () => {
    const witness = () => Promise.reject(new Error("The bucket is away, on purpose"));
    await expect(daily({}, { ...dependencies, witness })).rejects.toThrow("The bucket is away, on purpose");
    expect(measured).toEqual([["HolidaysKnownForDays", 775]]);
  });

  test.each([{ everything: "yes" }, { everything: false }])(
    "an event that is neither of the two is refused (%o)",
    async (event) => {
      await expect(daily(event, dependencies)).rejects.toThrow("The event is {} or {“everything”: true}");
      expect(measured).toEqual([]);
    },
  );
});

describe("the weekly run over everything", () => {
  const everything = () => daily({ everything: true }, dependencies);

  test("ALL-01 finds a change to a record that has not moved for weeks, which no daily run looks at", async () => {
    stack.clock.set("2026-11-02T10:00:00.000Z");
    const old = await stack.raise({ arose: "2026-10-30" });
    stack.clock.set("2026-11-03T10:00:00.000Z");
    await daily({}, dependencies);
    stack.clock.set("2026-11-30T10:00:00.000Z");
    await everything();
    await change(old);
    await daily({}, dependencies);
    measured = [];
    await expect(everything()).rejects.toThrow("1 records do not hold together, and 0 could not be read");
    expect(measuredAs()).toEqual({ HolidaysKnownForDays: 762, RecordsBroken: 1, RecordsUnread: 0 });
    expect(stack.logged.filter((each) => each.message.startsWith("A record"))).toEqual([
      {
        level: "error",
        message: "A record does not hold together: somebody changed what nobody may change",
        about: { reference: old, problems: ["changed text at 1"] },
      },
    ]);
  });

  test("ALL-01 misses a record that was removed altogether, which is announced nowhere any more", async () => {
    const gone = await stack.raise();
    await daily({}, dependencies);
    await remove(gone, 1);
    await daily({}, dependencies);
    await expect(everything()).rejects.toThrow("1 records do not hold together, and 0 could not be read");
    expect(stack.logged.at(-1)?.about).toEqual({ broken: [gone], failed: [] });
  });

  test("finds one that was never witnessed, from the first moment of the day on which the service began", async () => {
    stack.clock.set("2026-11-01T00:00:00.000Z");
    const first = await stack.raise({ arose: "2026-10-30" });
    await change(first);
    stack.clock.set("2026-11-30T10:00:00.000Z");
    await expect(everything()).rejects.toThrow("1 records do not hold together");
  });

  test("one that cannot be read stops no other, is named, and fails the run", async () => {
    const away = await stack.raise();
    const broken = await stack.raise();
    await change(broken);
    unreadable.add(away);
    await expect(everything()).rejects.toThrow("1 records do not hold together, and 1 could not be read");
    expect(stack.logged.at(-1)?.about).toEqual({ broken: [broken], failed: [away] });
    expect(stack.logged).toContainEqual({
      level: "error",
      message: "A record could not be verified; the next run tries again",
      about: { reference: away, error: "Error" },
    });
  });

  test("every record is looked at, however many there are, and nothing is witnessed by it", async () => {
    const looked: string[] = [];
    const references = Array.from({ length: 45 }, (_, index) => `AAAA-${(1000 + index).toString()}`);
    await daily(
      { everything: true },
      {
        ...dependencies,
        record: {
          stored: (reference) => {
            looked.push(reference);
            return Promise.resolve([]);
          },
          feed: async function* (partnership, month) {
            if (partnership !== "knowsley" || month !== "2026-11") return;
            for (const reference of [...references, ...references])
              yield { reference, number: 1, at: "2026-11-17T10:00:00.000Z" };
          },
        },
      },
    ).catch((error: unknown) => expect(String(error)).toContain("0 records do not hold together, and 45 could not"));
    expect(looked.toSorted()).toEqual(references);
  });
});

describe("for how long bank holidays are known", () => {
  test("days from today to the last day of which they are known", () => {
    expect(holidaysKnownForDays(["england-and-wales"], "2028-12-30")).toBe(1);
    expect(holidaysKnownForDays(["england-and-wales"], "2028-12-31")).toBe(0);
    expect(holidaysKnownForDays(["england-and-wales"], "2029-01-02")).toBe(-2);
  });

  test("of several nations, that of which they are known for the shortest time", () => {
    const last = nations.map((each) => calendarOf(each).holdsUntil).toSorted()[0];
    if (!last) throw new Error("There are three nations");
    expect(holidaysKnownForDays(nations, last)).toBe(0);
  });

  test("of none it cannot be said", () => {
    expect(() => holidaysKnownForDays([], "2026-11-17")).toThrow(RangeError);
  });
});
