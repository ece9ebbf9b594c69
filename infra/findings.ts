/**
 * What reviewers of security look for, looked for at every synthesis: the rule packs AwsSolutions, Serverless and
 * NIST 800-53 R5 of cdk-nag. What stays as it is all the same is acknowledged (acknowledgements.ts).
 *
 * Their verdict is the report that the CDK writes. An exit code is none: findings that are mere warnings leave it 0.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type App, Validations } from "aws-cdk-lib";
import { VALIDATION_REPORT_FILE } from "aws-cdk-lib/cx-api";
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import type { Acknowledgement } from "./acknowledgements.ts";
import type { Environment } from "./environment.ts";

/** A fault that a rule finds in one place, or the acknowledgement of one. */
export interface Finding {
  /** Who looks: a pack, or the CDK’s own rules. */
  readonly pack: string;
  readonly rule: string;
  /** The construct, by its path. */
  readonly at: string;
}

interface Occurrence {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}
interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Occurrence[];
    readonly suppressedViolations?: readonly Occurrence[];
  }[];
}

const packs = [new AwsSolutionsChecks(), new NIST80053R5Checks(), new ServerlessChecks()];

/** Not by the CDK’s own rules, nor a warning of ours. */
export const byThePacks = ({ pack }: Finding) => packs.some((each) => each.name === pack);

const packOf = (rule: string) => rule.slice(0, rule.indexOf("-"));

/** The acknowledgements that an environment needs, a rule and a place at a time. */
export const acknowledgedIn = (environment: Environment, all: readonly Acknowledgement[]) =>
  all.flatMap(({ rules, at, reason }) =>
    (typeof at === "function" ? at(environment) : at).flatMap((path) =>
      rules.map((rule) => ({ pack: packOf(rule), rule, at: path, reason })),
    ),
  );

/**
 * Has the packs look at an app when it is synthesized. All its stacks must have been added.
 * @throws Error for an acknowledgement of something that is not there
 */
export function lookFor(app: App, environment: Environment, all: readonly Acknowledgement[]): void {
  for (const { pack, rule, at, reason } of acknowledgedIn(environment, all))
    Validations.of(constructAt(app, at)).acknowledge({ id: `${pack}::${rule}`, reason });
  Validations.of(app).addPlugins(...packs);
}

function constructAt(app: App, path: string): IConstruct {
  // The ids of CDK’s own constructs have no slashes in them, and neither have ours.
  const found = path.split("/").reduce<IConstruct | undefined>((scope, id) => scope?.node.tryFindChild(id), app);
  if (!found) throw new Error(`Findings are acknowledged at ${path}, where nothing is.`);
  return found;
}

/** What is left in the report of a synthesis, and what of it was acknowledged. */
export function verdictIn(outdir: string): { readonly left: Finding[]; readonly acknowledged: Finding[] } {
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, VALIDATION_REPORT_FILE), "utf8")) as Report;
  const findings = (pack: string, occurrences: readonly Occurrence[]) =>
    occurrences.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath = "nowhere" }) => ({ pack, rule: ruleName, at: constructPath })),
    );
  return {
    left: pluginReports.flatMap((each) => findings(each.pluginName, each.violations)),
    acknowledged: pluginReports.flatMap((each) => findings(each.pluginName, each.suppressedViolations ?? [])),
  };
}
