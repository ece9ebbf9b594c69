/**
 * The cloud's app as app.ts makes it, without bundling, for whoever only looks at what it comes to: what templates are
 * does not depend on what the code is.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT } from "aws-cdk-lib/cx-api";
import { functionEntries, type Bundles, type FunctionName } from "./bundle/index.ts";
import type { Environment } from "./environment.ts";
import { policiesOf } from "./policies-held.ts";
import { addStacks } from "./stacks/index.ts";

const root = join(import.meta.dirname, "..");
/** The context of cdk.json: the flags of CDK, without which templates would be others. */
export const context = (
  JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")) as { context: Record<string, unknown> }
).context;

/**
 * An environment's app in a folder of its own, not synthesized yet; `remove` takes the folder away.
 * @param validating has the CDK validate the templates by its own rules, which takes seconds. What it finds is then in
 *   its report and nowhere else: nothing is thrown or printed.
 */
export function appOf(environment: Environment, { validating = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "cloud-"));
  const definitionsFolder = join(folder, "definitions");
  const bundles = Object.fromEntries(
    Object.keys(functionEntries).map((name) => {
      const bundle = join(folder, "functions", name);
      mkdirSync(bundle, { recursive: true });
      writeFileSync(join(bundle, "index.js"), `exports.handler = async () => ${JSON.stringify(name)};`);
      return [name, bundle];
    }),
  ) as Bundles<FunctionName>;
  const outdir = join(folder, "cdk.out");
  const app = new App({
    context: validating ? { ...context, [FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT]: false } : context,
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: validating,
  });
  const policies = policiesOf(environment);
  const stacks = addStacks(app, { environment, policies, bundles, definitionsFolder });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { app, outdir, definitionsFolder, policies, stacks, remove };
}
