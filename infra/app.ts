/** What `cdk` runs: bundles the functions and says what is to be in the cloud. Needs no account and no network. */
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { publishedPolicies } from "../policies/published.ts";
import { bundle, functionEntries } from "./bundle.ts";
import { readSettings } from "./settings.ts";
import { addStacks } from "./stacks.ts";

const folder = join(import.meta.dirname, "..", "cdk.out");
const app = new App();
addStacks(app, {
  settings: readSettings((name) => app.node.tryGetContext(name)),
  policies: publishedPolicies(),
  bundles: await bundle(functionEntries, join(folder, "functions")),
  definitionsFolder: join(folder, "state-machines"),
});
app.synth();
