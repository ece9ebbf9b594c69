import { defineConfig } from "vitest/config";

/** Whole services, browsers, crowds and hundreds of histories: what `npm run test:quick` leaves out. */
const whole = [
  "test/{abuse,bench,browser,canary,crash,journeys,load,scale}/**/*.test.ts",
  "test/simulation/simulation.test.ts",
  "test/infra/local/{workbench,workbench-browser}.test.ts",
];

export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    // Whole services are started and journeys lived through; on a busy machine that takes a while, and nothing here measures time.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        // A file takes the modules that another has loaded: what a test changes of what all share, it puts back.
        test: { name: "parts", include: ["test/**/*.test.ts"], exclude: whole, isolate: false },
      },
      { extends: true, test: { name: "whole", include: whole } },
    ],
  },
});
