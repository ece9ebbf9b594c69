import { describe, expect, it } from "vitest";
import { nameOf } from "../../functions/log.ts";
import { inProcess, linesOf } from "../support/in-process.ts";

const logged = (script: string, environment?: Record<string, string>) =>
  inProcess((root) => `import { log, logger } from "${root}/functions/log.ts";\n${script}`, environment);

describe("the log", () => {
  const printed = logged(`
    log("info", "Heads of records were witnessed", { witnessed: 3 });
    log("warn", "The execution could not be woken", { reference: "7K3M-9QXD", error: "TaskTimedOut" });
    log("error", "Two\\nlines and a “quotation”", { reference: "PA-7K3M-9QXD" });
    log("info", "Nothing more to say");
  `);

  it("is nothing but lines of JSON, one for each thing said, with its level", () => {
    expect(linesOf(printed)).toMatchObject([
      { level: "INFO", message: "Heads of records were witnessed", witnessed: 3, service: "escalations" },
      { level: "INFO", message: "Nothing more to say" },
      { level: "WARN", message: "The execution could not be woken", error: "TaskTimedOut" },
      { level: "ERROR", message: "Two\nlines and a “quotation”" },
    ]);
  });

  it("ties together what is about one reference, and says of nothing else that it were", () => {
    expect(linesOf(printed).map((line) => line["correlation_id"])).toEqual([
      undefined,
      undefined,
      "7K3M-9QXD",
      "PA-7K3M-9QXD",
    ]);
    expect(linesOf(printed)[2]).toMatchObject({ reference: "7K3M-9QXD" });
    const numbers = logged(`log("info", "Of no one", { reference: 7 });`);
    expect(linesOf(numbers)[0]).not.toHaveProperty("correlation_id");
  });

  it("says which invocation a line is of", () => {
    const { out } = logged(
      `logger().addContext({ awsRequestId: "request-1", functionName: "tick", functionVersion: "1", memoryLimitInMB: "512", invokedFunctionArn: "arn" });
       log("info", "Said");`,
    );
    expect(JSON.parse(out[0] ?? "")).toMatchObject({ function_request_id: "request-1", function_name: "tick" });
  });
});

describe("what of an error may be logged", () => {
  it("is its name, and of what is no error its kind", () => {
    class Mistake extends Error {
      override name = "Mistake";
    }
    expect(nameOf(new Mistake("chair@kscp.example is unknown"))).toBe("Mistake");
    expect(nameOf("chair@kscp.example")).toBe("string");
    expect(nameOf(undefined)).toBe("undefined");
  });
});
