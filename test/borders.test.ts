/** Which way data flows is held by the linter (.oxlintrc.json): what crosses a border is refused, with a message that says which. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { root } from "./support/planted.ts";

const core = "functions/core";
const alertsCore = "functions/alerts/core";
const imports = (from: string) => `import { something } from "${from}";\nexport const it = something;\n`;
const says = (code: string) => `export const it = () => ${code};\n`;

const crossing: readonly (readonly [folder: string, code: string, says: string])[] = [
  ...[
    "../log.ts",
    "../mail/mime.ts",
    "../pages/forms/index.ts",
    "../../infra/names.ts",
    "../../test/support/core.ts",
    "../../policies/published.ts",
    "../../policies/files.ts",
    "aws-cdk-lib",
    "aws-cdk-lib/aws-s3",
    "@aws-sdk/lib-dynamodb",
    "@aws-lambda-powertools/logger",
    "hono",
    "node:fs",
    "fs",
    "crypto",
  ].map((from) => [core, imports(from), "The core is pure: it imports"] as const),
  ...["../heal.ts", "../../log.ts", "../../mail/mime.ts", "../../../infra/names.ts", "node:crypto", "hono"].map(
    (from) => [alertsCore, imports(from), "The core of alerts is pure: it imports"] as const,
  ),
  ...[core, alertsCore].flatMap((folder) => [
    [folder, says("Date.parse('2026-11-23')"), "Time arrives in the command."] as const,
    [folder, says("performance.now()"), "Time arrives in the command."] as const,
    [folder, says("globalThis.Date.now()"), "The core knows nothing of where it runs."] as const,
    [folder, says("process.env['HOME']"), "The core reads no environment."] as const,
    [folder, says("crypto.randomUUID()"), "Ids arrive in the command."] as const,
    [folder, says("Math.random()"), "Chance arrives in the command."] as const,
  ]),
  ...["../../infra/names.ts", "../../test/support/core.ts", "aws-cdk-lib", "aws-cdk-lib/aws-s3"].map(
    (from) => ["functions/mail", imports(from), "Functions know nothing of where they run"] as const,
  ),
  ["functions/pages/forms", imports("../../../infra/names.ts"), "Functions know nothing of where they run"],
  ["functions/container", imports("../../infra/names.ts"), "Functions know nothing of where they run"],
  ["functions/mail", says("process.env['TABLE']"), "Only functions/container reads the environment."],
  ["functions/figures", says("Date.now()"), "functions/container has the clock."],
  ["functions/figures", says("performance.now()"), "functions/container has the clock."],
  ["functions/mail", says("globalThis.process.env"), "Say what is needed by its own name."],
  ["functions/mail", imports("node:process"), "Only functions/container reads the environment and the clock."],
  ["functions/mail", imports("node:perf_hooks"), "Only functions/container reads the environment and the clock."],
  ["functions/links", says("Math.random()"), "Anybody can guess it: take node:crypto."],
  ["policies/calendar", says("Date.now()"), "Time arrives with what is asked."],
  ["policies/calendar", says("process.env['HOME']"), "A policy says the same wherever it is read."],
  ["policies/language", says("Math.random()"), "A policy says the same whenever it is read."],
  ["infra", imports("../test/support/core.ts"), "Nothing that runs knows of its tests."],
  ["infra/local", imports("../../test/support/core.ts"), "Nothing that runs knows of its tests."],
  ...["../functions/log.ts", "../infra/names.ts", "../test/support/core.ts"].map(
    (from) => ["policies", imports(from), "Policies know nothing of what runs them"] as const,
  ),
  ["policies/language", imports("../../functions/core/events.ts"), "Policies know nothing of what runs them"],
];

const inside: readonly (readonly [folder: string, code: string])[] = [
  [core, imports("./events.ts")],
  [core, imports("../../policies/language/stages.ts")],
  [core, imports("../../policies/calendar/instant.ts")],
  [alertsCore, imports("../../core/clocks.ts")],
  [alertsCore, imports("../../../policies/schemas.ts")],
  ["functions/mail", imports("../core/events.ts")],
  ["functions/mail", says("new Date('2026-11-23').toISOString()")],
  ["functions/container", says("process.env['TABLE']")],
  ["infra", imports("../functions/log.ts")],
];

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly filename: string;
}

const folder = mkdtempSync(join(tmpdir(), "borders-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the linter says of each, in a folder of its own with the project's settings; types are not looked at, for there are none. */
function linted(cases: readonly (readonly [folder: string, code: string, ...rest: unknown[]])[]): string[][] {
  const settings = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8")) as object;
  writeFileSync(join(folder, ".oxlintrc.json"), JSON.stringify({ ...settings, options: { typeAware: false } }));
  const files = cases.map(([where, code], place) => {
    const file = `${where}/planted-${place}.ts`;
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), code);
    return file;
  });
  const { stdout } = spawnSync(join(root, "node_modules/.bin/oxlint"), ["--format", "json", ...files], {
    cwd: folder,
    encoding: "utf8",
  });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Finding[] };
  return files.map((file) =>
    diagnostics
      .filter((each) => each.filename === file && each.code.includes("no-restricted"))
      .map(({ message, help }) => `${message} ${help ?? ""}`),
  );
}

describe("the borders between the folders", () => {
  const found = linted(crossing);
  const cases = crossing.map(([where, code, words], place) => [where, code.split("\n")[0], words, place] as const);
  test.each(cases)("in %s this is refused: %s", (_where, _code, words, place) => {
    expect(found[place]?.join("\n")).toContain(words);
  });

  test("nobody but functions/container asks what time it is", () => {
    const files = ["functions", "policies"].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`),
    );
    // What the linter has no rule for.
    const asking = files.filter(
      (file) =>
        file.endsWith(".ts") &&
        !file.startsWith("functions/container/") &&
        /\bnew Date\(\s*\)|\bDate\(\s*\)/.test(readFileSync(join(root, file), "utf8")),
    );
    expect(asking).toEqual([]);
  });

  test("what stays on its side is not", () => {
    expect(linted(inside)).toEqual(inside.map(() => []));
  });
});
