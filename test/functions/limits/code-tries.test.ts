import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { afterTry, dynamoDBCodeTries, type CodeTries } from "../../../functions/limits/code-tries.ts";
import { addMinutes } from "../../../policies/calendar/instant.ts";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { awsError, failing } from "../../support/doubles.ts";
import { startDatabase, type Database } from "../../support/stack.ts";

const reference = "K7QF-2M9X";
const start = "2026-11-16T10:00:00.000Z";
const after = (minutes: number) => addMinutes(start, minutes);

const conditionFailed = () => new ConditionalCheckFailedException({ $metadata: {}, message: "on purpose" });

let database: Database;
let table: string;
let tries: CodeTries;
const logged: object[] = [];
const log = (level: string, message: string, about?: object) => void logged.push({ level, message, about });
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  logged.length = 0;
  table = (await database.freshTables()).working;
  tries = dynamoDBCodeTries(database.dynamoDB, table, log);
});

const may = async (now: string, of = reference) => {
  const tried = await tries.begin(of, now);
  return tried.may === "wait" ? tried.until : tried.may;
};
async function fiveTries(): Promise<void> {
  for (const minute of [0, 1, 2, 3, 4]) expect(await may(after(minute))).toBe("be looked at");
}

describe("trying codes", () => {
  test("ALL-13 after five within an hour each further try waits: a minute, twice as long each time, at most an hour", async () => {
    await fiveTries();
    let now = after(4);
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const until = addMinutes(now, minutes);
      expect(await may(now)).toBe(until);
      expect(await may(addMinutes(until, -1))).toBe(until);
      expect(await may(until)).toBe("be looked at");
      now = until;
    }
  });

  test("five that are spread over more than an hour slow nothing down", async () => {
    for (const minute of [0, 20, 40, 59, 60, 80, 100, 119, 120]) expect(await may(after(minute))).toBe("be looked at");
  });

  test("an hour after the last wait all is forgotten, and five more are free", async () => {
    await fiveTries();
    expect(await may(after(64))).toBe("be looked at");
    expect(await may(after(65))).toBe(after(66));
    for (const minute of [126, 127, 128, 129, 130]) expect(await may(after(minute))).toBe("be looked at");
    expect(await may(after(130))).toBe(after(131));
  });

  test("of twenty at one instant five are looked at, and the others wait", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => may(start)));
    expect(answers.filter((each) => each === "be looked at")).toHaveLength(5);
    expect(answers.filter((each) => each === after(1))).toHaveLength(15);
  });

  test("a right code clears what was counted", async () => {
    await fiveTries();
    await tries.right(reference);
    expect(await may(after(4))).toBe("be looked at");
  });

  test("each reference is counted by itself", async () => {
    await fiveTries();
    expect(await may(after(4), "AAAA-0000")).toBe("be looked at");
  });

  test("what was counted lapses by itself", async () => {
    await fiveTries();
    const [item] = await database.items(table);
    expect(item?.["expires"]).toBe(Date.parse(after(4)) / 1000 + 3 * 60 * 60);
  });

  test("where counting fails no code is looked at, and the log says so without the code", async () => {
    const failed = awsError("ProvisionedThroughputExceededException");
    const broken = dynamoDBCodeTries(
      failing(database.dynamoDB, () => failed),
      table,
      log,
    );
    expect(await broken.begin(reference, start)).toEqual({ may: "not be counted" });
    await broken.right(reference);
    expect(logged).toEqual([
      {
        level: "warn",
        message: "A try of a code could not be counted; the code was not looked at",
        about: { reference, error: failed.name },
      },
      {
        level: "warn",
        message: "The tries of codes could not be cleared",
        about: { reference, error: failed.name },
      },
    ]);
  });

  test("whoever always loses to others at one instant is not looked at", async () => {
    const lost = dynamoDBCodeTries(
      failing(database.dynamoDB, (_command, input) => (input["ConditionExpression"] ? conditionFailed() : undefined)),
      table,
      log,
    );
    expect(await lost.begin(reference, start)).toEqual({ may: "not be counted" });
    expect(logged).toEqual([
      { level: "warn", message: "A code was tried too often at once; none was looked at", about: { reference } },
    ]);
  });

  test("a try that waits is not counted", () => {
    const before = { tries: 5, from: after(1), until: after(61) };
    expect(afterTry(before, start)).toBeUndefined();
    expect(afterTry(before, after(1))).toEqual({ tries: 6, from: after(3), until: after(63) });
  });
});
