/**
 * `npm run mutation [-- room …]`: breaks the code that decides in every small way, a mutant at a time, and sees whether a test fails. Ends with the figures, and
 * exits 1 when fewer than nine mutants in ten are noticed.
 */
import { Stryker } from "@stryker-mutator/core";
import { join } from "node:path";
import { isLoading, merged, read, reports, type Report } from "./mutants.ts";
import { report } from "./report.ts";
import { rooms, type Room } from "./rooms.ts";

const wanted = process.argv.slice(2);
const chosen = rooms.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  process.stderr.write(`There is no room ${wanted.join(", ")}: ${rooms.map(({ name }) => name).join(", ")}\n`);
  process.exit(1);
}

for (const room of chosen) {
  process.stdout.write(`\n${room.name}: what happens while it runs\n`);
  await mutate(room, room.mutate, true);
  const loading = rangesOf(read(join(reports, `${room.name}.json`)));
  if (loading.length === 0) continue;
  process.stdout.write(`\n${room.name}: what happens while it loads, a process for each\n`);
  await mutate({ ...room, name: `${room.name}-loading` }, loading, false);
}
process.exitCode = report(merged(chosen)) ? 0 : 1;

async function mutate({ name, tests }: Room, what: readonly string[], ignoreStatic: boolean) {
  await new Stryker({
    configFile: join(import.meta.dirname, "stryker.config.json"),
    plugins: [join(import.meta.dirname, "runner/index.ts")],
    mutate: [...what],
    tests: [...tests],
    ignoreStatic,
    tempDirName: join(".local/mutation", `sandbox-${name}`),
    jsonReporter: { fileName: join(reports, `${name}.json`) },
  }).runMutationTest();
}

/** The places of the mutants that the first run passed over, as Stryker asks for them. */
function rangesOf({ files }: Report): string[] {
  const places = Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants
      .filter(isLoading)
      .map(({ location: { start, end } }) => `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`),
  );
  return [...new Set(places)];
}
