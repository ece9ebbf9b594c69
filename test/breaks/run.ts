/**
 * `npm run breaks [-- ID …]`: breaks each behaviour on purpose, in a copy of the project, and sees that a test whose title begins
 * with its ID fails. A requirement whose tests pass without the behaviour is proved by nothing.
 */
import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { words } from "../../infra/command-line.ts";
import { provedIn } from "../requirements.ts";
import { copyOfTheProject, plant, root } from "../support/planted.ts";
import type { Break } from "./break.ts";
import { breaks } from "./breaks.ts";

const wanted = words("npm run breaks [-- MED-05 …]     all of them, or those of some requirements, by their IDs");
const chosen = breaks.filter((each) => wanted.length === 0 || each.ids.some((id) => wanted.includes(id)));
if (chosen.length === 0) {
  process.stderr.write(`There is no break for ${wanted.join(", ")}: name requirements by their IDs, such as MED-05.\n`);
  process.exit(1);
}

const copies = Array.from({ length: Math.min(2, availableParallelism()) }, copyOfTheProject);
try {
  process.exitCode = await run();
} finally {
  for (const copy of copies) rmSync(copy, { recursive: true });
}

async function run(): Promise<number> {
  const begun = Date.now();
  // What fails without any break notices none.
  const [copy = ""] = copies;
  const failing = new Set(await failures([...new Set(chosen.flatMap((each) => each.tests))], chosen, copy));
  for (const each of failing) process.stderr.write(`This fails without a break, and so notices none: ${each}\n`);

  const queue = [...chosen];
  const problems: string[] = [];
  let done = 0;
  await Promise.all(
    copies.map(async (own) => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { ids, says } = next;
        let noticed: string[] = [];
        try {
          noticed = (await failuresWith(next, own)).filter((title) => !failing.has(title));
        } catch (error) {
          problems.push(`${ids.join(", ")}: could not be tried when ${says}: ${String(error)}`);
        }
        const missed = ids.filter((id) => !noticed.some((title) => beginsWith(title, id)));
        problems.push(...missed.map((id) => `${id}: no test that begins with it fails when ${says}`));
        done += 1;
        const how = missed.length === 0 ? "noticed" : "NOT NOTICED";
        process.stdout.write(
          `${String(done).padStart(3)} of ${chosen.length}  ${ids.join(", ").padEnd(7)} ${how} when ${says}\n${" ".repeat(12)}${noticed.find((title) => beginsWith(title, ids[0] ?? "")) ?? ""}\n`,
        );
      }
    }),
  );
  const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
  process.stdout.write(
    `${chosen.length} breaks in ${minutes} minutes, ${problems.length} of them noticed by no test that should\n`,
  );
  for (const each of problems) process.stderr.write(`${each}\n`);
  return problems.length + failing.size === 0 ? 0 : 1;
}

function beginsWith(title: string, id: string): boolean {
  return provedIn("", `(${JSON.stringify(title)}`).some((each) => each.id === id);
}

/** The titles of the tests of its IDs that fail with a break. */
async function failuresWith(broken: Break, copy: string): Promise<string[]> {
  const undo = plant(broken, copy);
  try {
    return await failures(broken.tests, [broken], copy);
  } finally {
    undo();
  }
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
    readonly status: string;
    readonly message: string;
  }[];
}

/** The titles of the tests that fail now, of those that have one of the breaks' IDs in their title. */
async function failures(tests: readonly string[], of: readonly Break[], copy: string): Promise<string[]> {
  const output = join(copy, "report.json");
  rmSync(output, { force: true });
  // A title such as “MED-15 to MED-18” is that of a long journey in a browser: what is quicker has to notice.
  const only = `^(?!.*-\\d\\d to ).*(?:${[...new Set(of.flatMap((each) => each.ids))].join("|")})`;
  const asked = ["run", "-t", only, "--reporter=json", `--outputFile=${output}`, ...tests];
  await new Promise<void>((resolve) => {
    execFile(
      process.execPath,
      [join(root, "node_modules/vitest/vitest.mjs"), ...asked],
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
