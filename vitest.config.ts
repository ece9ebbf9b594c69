import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    expect: { requireAssertions: true },
    // Whole services are started and journeys lived through; on a busy machine that takes a while, and nothing here measures time.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 3,
  },
});
