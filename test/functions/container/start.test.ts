import { describe, expect, it } from "vitest";
import { inProcess, linesOf } from "../../support/in-process.ts";

/** A function that is started as all are, told this, and called with these events. */
const runs = (wire: string, events: readonly unknown[], environment: Record<string, string> = {}) =>
  inProcess(
    (root) => `
      import { started } from "${root}/functions/container/start.ts";
      import { settingsFor } from "${root}/functions/container/settings.ts";
      const handler = started(
        (ground) => ({ ...ground, settings: settingsFor("guard", ground.environment) }),
        (part) => { console.error("wired"); return ${wire}; },
      );
      for (const [index, event] of ${JSON.stringify(events)}.entries())
        await handler(event, { awsRequestId: "request-" + index, functionName: "guard", functionVersion: "1", memoryLimitInMB: "512", invokedFunctionArn: "arn" })
          .then((answer) => console.error("answered " + answer), (error) => console.error("failed " + error.message));`,
    { AWS_REGION: "eu-west-2", WORKING_TABLE: "working", ...environment },
  );

describe("a function", () => {
  it("fails when it is loaded, before its first event, naming what is missing", () => {
    const { status, errors, out } = inProcess((root) => `import "${root}/functions/guard/handler.ts";`, {
      AWS_REGION: "eu-west-2",
    });
    expect(status).not.toBe(0);
    expect(errors).toContain("The environment is not complete: WORKING_TABLE: ");
    expect(out).toEqual([]);
  });

  it("is wired once, however often it is called, and answers each event", () => {
    const { status, errors } = runs("async (event) => part.settings.WORKING_TABLE + event.n", [{ n: 1 }, { n: 2 }]);
    expect(errors.trim().split("\n")).toEqual(["wired", "answered working1", "answered working2"]);
    expect(status).toBe(0);
  });

  it("says in its log which invocation a line is of", () => {
    const printed = runs(`async () => part.log("info", "Said", { reference: "7K3M-9QXD" })`, [{}, {}]);
    expect(
      linesOf({ ...printed, errors: "" }).map((line) => [line["function_request_id"], line["correlation_id"]]),
    ).toEqual([
      ["request-0", "7K3M-9QXD"],
      ["request-1", "7K3M-9QXD"],
    ]);
  });

  it("publishes its figures at the end of each call, of one that fails too", () => {
    const printed = runs(
      `async (event) => { part.measure("NoticesSent"); if (event.fails) throw new Error("on purpose"); }`,
      [{ fails: true }, {}],
    );
    expect(printed.errors).toContain("failed ");
    expect(linesOf({ ...printed, errors: "" })).toMatchObject([{ NoticesSent: 1 }, { NoticesSent: 1 }]);
  });

  it("ALL-13 fails with a name and a place, and without words: what a function fails with stands in its log", () => {
    const { errors } = runs(
      `async () => { throw Object.assign(new Error("“Robin Sampleton” is not valid"), { name: "ValidationException" }); }`,
      [{}],
    );
    expect(errors).toContain("failed What it said is not kept");
    expect(errors).not.toContain("Robin");
  });

  it("prints nothing of its own", () => {
    expect(runs("async () => undefined", [{}]).out).toEqual([]);
  });

  it("reads the real time, in UTC with milliseconds", () => {
    const { errors } = runs("async () => part.clock.now()", [{}]);
    expect(errors).toMatch(/answered \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/);
  });
});
