import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("the demo plays all five policies to both of their ends as they say", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["infra/local/demo/index.ts", "--quiet"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toContain("Everything happened as the policies say.");
  expect(status).toBe(0);
}, 400_000);
