/**
 * `npm run abuse:faults`: plants each fault in a copy of the project, and sees its test fail. `-- fuzz` plants those alone whose test has
 * that in its path.
 */
import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { refuse, words } from "../../infra/command-line.ts";
import { copyOfTheProject, plant, root } from "../support/planted.ts";
import { faults as all, type Fault } from "./faults.ts";

const [only = ""] = words("npm run abuse:faults [-- fuzz]     all of them, or those whose test has this in its path");
const faults = all.filter(({ test }) => test.includes(only));
if (faults.length === 0)
  refuse(
    `No fault has a test with “${only}” in its path. There are: ${[...new Set(all.map(({ test }) => test))].join(", ")}.`,
  );
const copy = copyOfTheProject();
const missed: string[] = [];
try {
  for (const fault of faults) {
    const undo = plant(fault, copy);
    const found = await fails(fault);
    undo();
    if (!found) missed.push(fault.says);
    process.stdout.write(`${found ? "found" : "NOT FOUND"} by ${fault.test} (“${fault.named}”): when ${fault.says}\n`);
  }
} finally {
  rmSync(copy, { recursive: true });
}
process.stdout.write(`${faults.length - missed.length} of ${faults.length} planted faults were found\n`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** Whether a test fails that runs: a file that cannot be loaded finds nothing. */
async function fails({ test, named }: Fault): Promise<boolean> {
  const output = join(copy, "report.json");
  rmSync(output, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  await new Promise<void>((resolve) => {
    const asked = ["run", test, "-t", named, "--reporter=json", `--outputFile=${output}`];
    execFile(process.execPath, [vitest, ...asked], { cwd: copy, maxBuffer: 1 << 28 }, () => resolve());
  });
  const report = JSON.parse(readFileSync(output, "utf8")) as {
    testResults: { assertionResults: { status: string }[]; message: string }[];
  };
  const results = report.testResults
    .flatMap((each) => each.assertionResults)
    .filter(({ status }) => status !== "skipped");
  if (results.length === 0)
    throw new Error(`${test} has no test “${named}”, or cannot be loaded: ${report.testResults[0]?.message}`);
  return results.some(({ status }) => status === "failed");
}
