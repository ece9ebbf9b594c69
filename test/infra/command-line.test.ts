/** What is typed behind a command: as it is used, or how it is used, and never a trace of the code. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../infra/command-line.ts";

const module = join(import.meta.dirname, "..", "..", "infra", "command-line.ts");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "command-line-"));
  writeFileSync(
    join(folder, "command.mjs"),
    `import { typed, wholeNumber } from ${JSON.stringify(module)};
     const { values } = typed("npm run this [-- --seed 1]", { options: { seed: { type: "string", default: "1" } } });
     console.log(wholeNumber("seed", values.seed, 1, 9));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "command.mjs"), ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("a command", () => {
  test("has the options that were typed, or the usual ones", () => {
    expect(run()).toEqual({ status: 0, stdout: "1\n", stderr: "" });
    expect(run("--seed", "9")).toEqual({ status: 0, stdout: "9\n", stderr: "" });
  });

  test("says how it is used to whoever asks, and to whoever types what it does not have", () => {
    const usage = "npm run this [-- --seed 1]\n";
    expect(run("--help")).toEqual({ status: 0, stdout: usage, stderr: "" });
    expect(run("--sead", "2")).toEqual({ status: 1, stdout: "", stderr: `Unknown option '--sead'.\n\n${usage}` });
    expect(run("2")).toEqual({ status: 1, stdout: "", stderr: `Unexpected argument '2'.\n\n${usage}` });
  });

  test.each(["0", "10", "1.5", "-1", "one", " "])("refuses “%s” as a number from 1 to 9", (text) => {
    expect(run(`--seed=${text}`)).toEqual({
      status: 1,
      stdout: "",
      stderr: `--seed is a whole number from 1 to 9, and not “${text}”.\n`,
    });
  });
});

test("a file that is not there, or is none, is said in a sentence", () => {
  expect(() => textOf(join(folder, "nothing.yaml"))).toThrow(`There is no file ${join(folder, "nothing.yaml")}.`);
  expect(() => textOf(folder)).toThrow(`${folder} cannot be read (EISDIR).`);
});
