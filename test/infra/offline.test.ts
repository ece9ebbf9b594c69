import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verdictIn } from "../../infra/findings.ts";
import { context } from "../../infra/unbundled.ts";

const root = join(import.meta.dirname, "..", "..");

describe("synthesizing", () => {
  const outdir = mkdtempSync(join(tmpdir(), "offline-"));
  let ended: ReturnType<typeof spawnSync>;
  beforeAll(() => {
    // As the cdk runs it, on a machine that knows no account and whose only way out leads nowhere.
    const nowhere = "http://127.0.0.1:9";
    const { PATH = "", NODE_COMPILE_CACHE } = process.env;
    ended = spawnSync(process.execPath, [join(root, "infra", "app.ts")], {
      cwd: root,
      encoding: "utf8",
      env: {
        PATH,
        HOME: outdir,
        NODE_COMPILE_CACHE,
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify(context),
        HTTP_PROXY: nowhere,
        HTTPS_PROXY: nowhere,
        NODE_USE_ENV_PROXY: "1",
        AWS_EC2_METADATA_DISABLED: "true",
      },
    });
  }, 120_000);
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  it("needs no account, no credentials and no network", () => {
    expect(ended.status, String(ended.stderr)).toBe(0);
    const { artifacts } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
      artifacts: Record<string, { type: string }>;
    };
    const stacks = Object.entries(artifacts).filter(([, { type }]) => type === "aws:cloudformation:stack");
    expect(stacks.map(([name]) => name)).toContain("EscalationData");
    expect(stacks).toHaveLength(readdirSync(outdir).filter((each) => each.endsWith(".template.json")).length);
  });

  it("has the rule packs look, and says at the end that the example is only made up", () => {
    const { left, acknowledged } = verdictIn(outdir);
    expect(left.map(({ rule }) => rule)).toEqual(["Annotation::escalation:made-up"]);
    expect([...new Set(acknowledged.map(({ pack }) => pack))].toSorted()).toEqual([
      "AwsSolutions",
      "NIST.800.53.R5",
      "Serverless",
    ]);
  });
});
