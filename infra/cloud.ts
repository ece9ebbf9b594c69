/**
 * Runs the CDK for one environment, in that environment's region: `npm run cloud -- live diff`.
 *
 * Refuses what must not be deployed: an environment in which something is only made up.
 *
 * It deploys every stack, or those that are named: what takes something away that other stacks use goes to these first
 * (README.md).
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { madeUpIn } from "./environment.ts";
import { environmentsThereAre, readEnvironment } from "./environments/index.ts";

const root = join(import.meta.dirname, "..");
const [name, command, ...more] = process.argv.slice(2);
const usage = `npm run cloud -- <environment> <bootstrap|diff|deploy|…>
Environments: ${environmentsThereAre().join(", ")}`;
if (name === "--help") {
  console.log(usage);
  process.exit(0);
}
if (name === undefined || command === undefined) {
  console.error(`Say which environment, and what the CDK is to do: ${usage}`);
  process.exit(1);
}

const environment = await readEnvironment(name).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
const madeUp = madeUpIn(environment);
if (madeUp.length > 0 && command === "deploy") {
  console.error(
    `“${name}” cannot be deployed: ${madeUp.join(", ")} ${madeUp.length === 1 ? "is" : "are"} only made up.`,
  );
  process.exit(1);
}
const named = more.some((each) => /^Escalation[A-Z]/.test(each));
const { context } = JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")) as { context: { region: string } };
const region = environment.region ?? context.region;
console.error(`Environment ${name}, region ${region}`);
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "node_modules", "aws-cdk", "bin", "cdk"),
    command,
    "--context",
    `environment=${name}`,
    // A warning is a refusal; whatever gives somebody new permissions asks first.
    ...(command === "deploy" ? [...(named ? [] : ["--all"]), "--strict", "--require-approval", "broadening"] : []),
    ...more,
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region } },
);
process.exit(status ?? 1);
