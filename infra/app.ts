/**
 * What `cdk` runs: bundles the functions and says what is to be in the cloud. Needs no account and no network. Which
 * environment of environments/ is meant says `--context environment=<name>`.
 */
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundle, functionEntries } from "./bundle.ts";
import { readEnvironment } from "./environments/index.ts";
import { policiesOf } from "./policies-held.ts";
import { addStacks } from "./stacks/index.ts";

const folder = join(import.meta.dirname, "..", "cdk.out");
const app = new App();
const environment = await readEnvironment(String(app.node.getContext("environment")));
const policies = policiesOf(environment);
addStacks(app, {
  environment,
  policies,
  bundles: await bundle(functionEntries, join(folder, "functions"), policies),
  definitionsFolder: join(folder, "state-machines"),
});
app.synth();
