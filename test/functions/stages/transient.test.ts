import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { transiently } from "../../../functions/stages/transient.ts";

const failing =
  (name: string, more: object = {}) =>
  async () => {
    throw Object.assign(new Error("no"), { name }, more);
  };

describe("a task that fails", () => {
  test.each([
    ["ThrottlingException", {}],
    ["ProvisionedThroughputExceededException", {}],
    ["TimeoutError", {}],
    ["Error", { code: "ECONNRESET" }],
    ["SomethingNew", { $metadata: { httpStatusCode: 503 } }],
  ])("because of %s %o is tried again by the state machine", async (name, more) => {
    await expect(transiently(failing(name, more))).rejects.toMatchObject({ name: "TransientError" });
  });

  test.each([
    ["ValidationException", { $metadata: { httpStatusCode: 400 } }],
    ["ChainBroken", {}],
    ["NotInDirectory", {}],
  ])("because of %s %o is not: trying again would not help", async (name, more) => {
    await expect(transiently(failing(name, more))).rejects.toMatchObject({ name });
  });

  test("ALL-13 keeps its name and where it happened, and none of its words: they stand in the history of its execution", async () => {
    const quoting = () =>
      Promise.reject(
        Object.assign(new TypeError("“Robin Sampleton\n    at home” is not valid"), { Item: "Robin Sampleton" }),
      );
    const failed = (await transiently(quoting).catch((error: unknown) => error)) as Error;
    expect(failed.name).toBe("TypeError");
    expect(failed.stack).toMatch(/^TypeError: What it said is not kept.*\n {4}at .*transient\.test\.ts/);
    expect(inspect(failed, { showHidden: true })).not.toContain("Robin");
  });

  test("keeps what failed as its cause", async () => {
    await expect(transiently(failing("Throttling"))).rejects.toMatchObject({ cause: { name: "Throttling" } });
  });
});
