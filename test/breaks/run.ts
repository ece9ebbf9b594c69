/**
 * `npm run breaks [-- ID …]`: breaks each behaviour on purpose, in a copy of the project, and sees that a test whose title begins
 * with its ID fails. A requirement whose tests pass without the behaviour is proved by nothing.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { provedIn } from "../requirements.ts";
import { breaks, type Break } from "./breaks.ts";

const root = join(import.meta.dirname, "../..");
const parts = [
  "policies",
  "functions",
  "infra",
  "test",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  "cdk.json",
];

const wanted = process.argv.slice(2);
const chosen = breaks.filter((each) => wanted.length === 0 || each.ids.some((id) => wanted.includes(id)));
if (chosen.length === 0) {
  process.stderr.write(`There is no break for ${wanted.join(", ")}.\n`);
  process.exit(1);
}

const queue = chosen.map((each, index) => ({ each, index }));
const problems: string[] = [];
let done = 0;
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, () => work()));
process.stdout.write(`${chosen.length} breaks, ${problems.length} of them noticed by no test that should\n`);
for (const each of problems) process.stderr.write(`${each}\n`);
process.exit(problems.length === 0 ? 0 : 1);

/** Takes breaks off the queue, one at a time, in a copy of its own. */
async function work(): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), "breaks-"));
  try {
    for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    for (let next = queue.shift(); next; next = queue.shift()) {
      const missed = await notNoticed(next.each, copy);
      done += 1;
      const [first = ""] = next.each.ids;
      process.stdout.write(
        `${String(done).padStart(3)} of ${chosen.length}  ${first.padEnd(7)} ${missed.length === 0 ? "noticed" : "NOT NOTICED"}: ${next.each.says}\n`,
      );
      problems.push(...missed.map((id) => `${id}: no test that begins with it fails when ${next?.each.says}`));
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The IDs of a break for which no test failed that begins with them. */
async function notNoticed({ ids, file, from, to, tests }: Break, copy: string): Promise<readonly string[]> {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (text.split(from).length !== 2)
    throw new Error(`“${from}” does not stand once in ${file}: mend test/breaks/breaks.ts`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  try {
    const failed = await failures(tests, copy);
    return ids.filter(
      (id) => !failed.some((title) => provedIn("", `(${JSON.stringify(title)}`).some((each) => each.id === id)),
    );
  } finally {
    writeFileSync(path, text);
  }
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
    readonly status: string;
    readonly message: string;
  }[];
}

/** The titles of the tests that fail now. */
async function failures(tests: readonly string[], copy: string): Promise<string[]> {
  const output = join(copy, "report.json");
  await new Promise<void>((resolve) => {
    execFile(
      process.execPath,
      [join(root, "node_modules/vitest/vitest.mjs"), "run", "--reporter=json", `--outputFile=${output}`, ...tests],
      { cwd: copy, maxBuffer: 1 << 28 },
      () => resolve(),
    );
  });
  const report = JSON.parse(readFileSync(output, "utf8")) as Report;
  return report.testResults.flatMap((file) => {
    // A file that cannot even be loaded fails for any reason, and so proves nothing.
    if (file.status === "failed" && file.assertionResults.length === 0) throw new Error(file.message);
    return file.assertionResults.filter((each) => each.status === "failed").map((each) => each.title);
  });
}
