/**
 * `npm run mutation [-- room …]`: breaks the code that decides in every small way, a mutant at a time, and sees whether a test fails. Ends with the figures, and
 * exits 1 when fewer than nine mutants in ten are noticed.
 */
import { Stryker } from "@stryker-mutator/core";
import { join } from "node:path";
import { words } from "../../infra/command-line.ts";
import { isLoading, isUnnoticed, merged, read, reports, type Reported } from "./mutants.ts";
import { report } from "./report.ts";
import { rooms, type Room } from "./rooms.ts";

/** Quick tests are called first, and alone: in milliseconds, without a mutant. */
const quick = 400;

const wanted = words(
  `npm run mutation [-- room …]     of all rooms, or of some: ${rooms.map(({ name }) => name).join(", ")}`,
);
const chosen = rooms.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  process.stderr.write(`There is no room ${wanted.join(", ")}: ${rooms.map(({ name }) => name).join(", ")}\n`);
  process.exit(1);
}
for (const room of chosen) await mutateIn(room);
process.exitCode = report(merged(chosen)) ? 0 : 1;

async function mutateIn({ name, mutate, tests, wider }: Room) {
  const whole = join(reports, `${name}.json`);
  process.stdout.write(`\n${name}, by its quick tests\n`);
  await run(name, { mutate: [...mutate], tests: [...tests], longest: quick });
  const unnoticed = placesOf(whole, isUnnoticed);
  if (unnoticed.length > 0) {
    process.stdout.write(`\n${name}, what those did not notice, by all of its tests\n`);
    await run(`${name}-wider`, { mutate: unnoticed, tests: [...tests, ...wider] });
  }
  const loading = placesOf(whole, isLoading);
  if (loading.length > 0) {
    process.stdout.write(`\n${name}, what acts only while it loads, a process for each\n`);
    await run(`${name}-loading`, { mutate: loading, tests: [...tests], ignoreStatic: false });
  }
}

async function run(
  name: string,
  options: { mutate: string[]; tests: string[]; longest?: number; ignoreStatic?: boolean },
) {
  await new Stryker({
    configFile: join(import.meta.dirname, "stryker.config.json"),
    plugins: [join(import.meta.dirname, "runner/index.ts")],
    tempDirName: join(".local/mutation", `sandbox-${name}`),
    jsonReporter: { fileName: join(reports, `${name}.json`) },
    ...options,
  }).runMutationTest();
}

/** Where the mutants of a report are of which something holds, as Stryker asks for them: its columns begin at 0 here. */
function placesOf(file: string, holds: (mutant: Reported) => boolean): string[] {
  const places = Object.entries(read(file).files).flatMap(([path, { mutants }]) =>
    mutants
      .filter(holds)
      .map(({ location: { start, end } }) => `${path}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`),
  );
  return [...new Set(places)];
}
