/**
 * What a function takes from the start of its process to its handler, before the first event can be answered: every bundle, beside one that has the same
 * clients of the AWS SDK and nothing else, and beside one that has nothing at all. Loading waits for nothing, so the time of the processor is what it takes;
 * the clock would tell what else the machine had to do.
 */
import { execFile } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle, bundleWithContents, functionEntries, type FunctionName } from "../../../infra/bundle/index.ts";
import { publishedPolicies } from "../../../policies/published.ts";
import { variables } from "../../support/variables.ts";
import type { Case } from "../case.ts";
import { floorOf } from "../cold-start/floor.ts";
import { interleaved, type Taken } from "../interleaved.ts";

/** In a hurry one of each kind: what answers systems, what answers people, what an execution calls. */
const some: readonly FunctionName[] = ["api", "pages", "tick"];
/** They answer with pages, whose templates they have. */
const rendering: ReadonlySet<FunctionName> = new Set(["pages", "register"]);
const empty = "export const handler = async () => undefined;\n";

export const coldStart: Case = {
  name: "cold-start",
  title: "Cold start",
  weight: 70,
  async measure({ quick, folder, progress }) {
    const rounds = quick ? 3 : 15;
    const names = quick ? some : (Object.keys(functionEntries) as FunctionName[]);
    progress(0, "bundling");
    // In the cloud there is no project around a bundle that would call its files something else.
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "commonjs" }));
    const { bundles, contents } = await bundleWithContents(
      Object.fromEntries(names.map((name) => [name, functionEntries[name]])) as typeof functionEntries,
      join(folder, "ours"),
      publishedPolicies(),
    );
    // Functions with the same clients have one floor.
    const sources = names.map((name) => floorOf(contents[name]));
    const floors = [...new Set(sources)];
    const floorFor = (name: FunctionName) => `floor-${floors.indexOf(sources[names.indexOf(name)]!)}`;
    const written = join(folder, "floors");
    mkdirSync(written);
    const entry = (name: string, source: string) => {
      writeFileSync(join(written, `${name}.ts`), source);
      return [name, join(written, `${name}.ts`)] as const;
    };
    // As ours are bundled, with what anybody gets who imports these clients: that ours leave out what no function reaches is to be seen.
    const beside = await bundle(
      Object.fromEntries([entry("empty", empty), ...floors.map((source, place) => entry(`floor-${place}`, source))]),
      join(folder, "beside"),
      [],
      { wholeSdk: true },
    );

    const all: Readonly<Record<string, string>> = { ...beside, ...bundles };
    const taken = await interleaved(
      Object.fromEntries(Object.entries(all).map(([name, each]) => [name, () => load(each)])),
      rounds,
      (round) => progress((round + 1) / (rounds + 1), `round ${round} of ${rounds}`),
    );
    const cpu = (name: string) => taken.medians[name]!.cpuMilliseconds;
    const kilobytes = (name: string) => statSync(join(all[name]!, "index.js")).size / 1000;

    return names.flatMap((name) => {
      const floor = floorFor(name);
      // Held against the floor of the same rounds: medians of times that drift would not tell.
      const ratio = taken.ratio(name, floor, "cpuMilliseconds");
      const byTheClock = taken.ratio(name, floor, "milliseconds");
      return [
        {
          what: `${name}: from the start of the process to its handler`,
          unit: "ms of CPU" as const,
          ours: ratio * cpu(floor),
          against: [
            { called: "its clients of the AWS SDK alone", value: cpu(floor) },
            { called: "an empty handler", value: cpu("empty") },
          ],
          goal: { of: "ratio" as const, atMost: rendering.has(name) ? 1.3 : 1.15 },
          conditions: `${rounds} rounds, all functions and what they are held against in turn, a process each; by the clock ${byTheClock.toFixed(2)} ×`,
        },
        {
          what: `${name}: its bundle`,
          unit: "kB" as const,
          ours: kilobytes(name),
          against: [{ called: "its clients of the AWS SDK alone", value: kilobytes(floor) }],
          conditions: "minified, not compressed",
        },
      ];
    });
  },
};

/** In a process that is told what a function is told, and in whose environment nothing else stands. */
async function load(bundled: string): Promise<Taken> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, "..", "cold-start", "load.cjs"), bundled],
    { env: { AWS_REGION: "eu-west-2", ...variables } },
  );
  return JSON.parse(stdout) as Taken;
}
