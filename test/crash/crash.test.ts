/** The crash test with a few escalations and kills. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { crash } from "./crash.ts";

test("killed in the middle of its work and started again, nothing is lost, nothing is stuck, and every chain holds", async () => {
  const found = await crash({
    escalations: 12,
    kills: 2,
    seed: "12",
    folder: mkdtempSync(join(tmpdir(), "crash-")),
  });
  expect(found.broken).toEqual([]);
  expect(found.kills.map((each) => each.when)).toEqual([
    "concerns are accepted",
    "the clock moves through deadlines",
    "anything goes on",
  ]);
  expect(found.escalations).toBe(12);
  // What can go out twice is what was out and not yet written down when it was killed, and nothing else.
  expect(found.sentTwice).toBeLessThanOrEqual(found.kills.reduce((sum, each) => sum + each.between, 0));
}, 240_000);
