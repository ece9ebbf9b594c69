import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Whole services, browsers, crowds, crashes, bundles, synthesized clouds and hundreds of histories: what `npm run test:quick` leaves out. */
const whole = [
  "test/{abuse,bench,browser,canary,crash,journeys,load,scale}/**/*.test.ts",
  "test/simulation/simulation.test.ts",
  "test/infra/local/{step-functions/*,time-machine,workbench,workbench-browser}.test.ts",
  "test/infra/{bundle,measured,offline,permissions-used,security,trial}.test.ts",
  "test/infra/operate/*.test.ts",
  "test/functions/**/{crashes*,machine}.test.ts",
  "test/functions/digest/{counted,digests}.test.ts",
  "test/functions/{container/start,pages/round-trips,tenancy,verify/verify}.test.ts",
];

/** What takes longest, longest first. */
const long = [
  "simulation/simulation",
  "browser/pages",
  "journeys/demo",
  "browser/links",
  "browser/",
  "load/",
  "journeys/",
];

/** Begins with what takes longest, so that no core is left with nothing to do at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = long.findIndex((each) => moduleId.includes(`/test/${each}`));
      return found < 0 ? long.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

// Every worker, thread and command that a test starts loads what others have loaded: Node.js keeps it compiled.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules", ".cache", "compiled");

export default defineConfig({
  // A file takes the modules that another has loaded (isolate: false): what a test changes of what all share, it puts back.
  test: {
    expect: { requireAssertions: true },
    // Whole services are started and journeys lived through; on a busy machine that takes a while, and nothing here measures time.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: { name: "parts", include: ["test/**/*.test.ts"], exclude: whole, isolate: false },
      },
      { extends: true, test: { name: "whole", include: whole, isolate: false } },
    ],
  },
});
