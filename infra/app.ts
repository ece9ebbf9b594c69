/**
 * What `cdk` runs: bundles the functions and says what is to be in the cloud. Needs no account and no network. Which
 * environment of environments/ is meant says `--context environment=<name>`. Fails on a finding of the rule packs that
 * is not acknowledged.
 */
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { acknowledgements } from "./acknowledgements.ts";
import { refuse } from "./command-line.ts";
import { bundle, functionEntries } from "./bundle/index.ts";
import { readEnvironment } from "./environments/index.ts";
import { byThePacks, lookFor, verdictIn } from "./findings.ts";
import { policiesOf } from "./policies-held.ts";
import { addStacks } from "./stacks/index.ts";

const app = new App();
const environment = await readEnvironment(String(app.node.getContext("environment"))).catch((error: Error) =>
  refuse(error.message),
);
const policies = policiesOf(environment);
addStacks(app, {
  environment,
  policies,
  bundles: await bundle(functionEntries, join(app.outdir, "functions"), policies),
  definitionsFolder: join(app.outdir, "state-machines"),
});
lookFor(app, environment, acknowledgements);
const findings = verdictIn(app.synth().directory).left.filter(byThePacks);
if (findings.length > 0) {
  console.error(`Mend this, or acknowledge it in infra/acknowledgements.ts:
${findings.map(({ rule, at }) => `  ${rule} at ${at}`).join("\n")}`);
  process.exitCode = 1;
}
