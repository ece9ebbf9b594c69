import { readdirSync, readFileSync } from "node:fs";
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

/** What lines of the log say beside their words: ids, kinds, counts and times that are none of a person. */
const said: ReadonlySet<string> = new Set([
  "agency: agency.id",
  "attempt",
  "because",
  "bounce",
  "broken",
  "client: client.id",
  "client: id",
  "error: nameOf(defect)",
  "error: nameOf(error)",
  "error: nameOfError(error)",
  "execution",
  "execution: story.state.execution",
  "failed",
  "notice: notice.id",
  // An id, by which the register was asked for.
  "partnership",
  "partnership: id",
  "partnership: partnership.id",
  "path: context.req.routePath",
  "periods: periodsOf(digest)",
  "problem",
  "problems: problems.map(({ damage, number }) => `${damage} at ${number}`)",
  // The guard's, of policies alone.
  "reason: verdict.Reason",
  "reference",
  "reference: about?.reference",
  "reference: raised.reference",
  "reference: story.reference",
  "seat",
  "status",
  "verified: references.length",
  "witnessed: run.added.length",
  // Its words are our own, and quote nothing of the report.
  "...(error instanceof UnreadableReport ? { because: error.message } : {})",
]);

/** The parts of a list in code, split at its own commas. */
function partsOf(code: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const letter of code) {
    if ("([{".includes(letter)) depth++;
    if (")]}".includes(letter)) depth--;
    if (depth < 0) break;
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((each) => each.trim()).filter((each) => each !== "");
}

/** What a source gives the log beside a level and the words of a line. */
function detailsIn(code: string): string[] {
  return [...code.matchAll(/\blog\(\s*"(?:info|warn|error)",\s*"[^"]+",?/g)].flatMap((call) => {
    const [about = ""] = partsOf(code.slice(call.index + call[0].length).replaceAll(/\s+/g, " "));
    return about.startsWith("{") ? partsOf(about.slice(1, -1)) : about === "" ? [] : [about];
  });
}

describe("the lines of the log", () => {
  const folder = new URL("../../functions/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".ts"));

  it("ALL-13 say nothing of a person or a case: only what was looked at and stands in this list", () => {
    const found = files.flatMap((file) =>
      detailsIn(readFileSync(new URL(file, folder), "utf8")).map((each) => `${file}: ${each}`),
    );
    expect(
      found.filter((each) => !said.has(each.slice(each.indexOf(": ") + 2))),
      "an address, a name, an error’s own words or what somebody typed never; an id, a kind, a count or a time belongs on the list in this file",
    ).toEqual([]);
    expect(found.length).toBeGreaterThan(40);
  });

  it("are looked at part by part", () => {
    expect(
      detailsIn(
        'log("warn", "It failed", {\n  reference,\n  error: nameOf(error), to });log("info", "Nothing more");log("error", "A", about)',
      ),
    ).toEqual(["reference", "error: nameOf(error)", "to", "about"]);
  });
});
