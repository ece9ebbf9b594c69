import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { RegoEngine, TemplateFile, type StandardDiagnostic } from "@aws/cloudformation-validate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acknowledgements, type Acknowledgement } from "../../infra/acknowledgements.ts";
import { madeUpIn, type Environment } from "../../infra/environment.ts";
import { acknowledgedIn, byThePacks, lookFor, verdictIn } from "../../infra/findings.ts";
import { environmentsThereAre, readEnvironment } from "../../infra/environments/index.ts";
import { appOf, context } from "../../infra/unbundled.ts";
import { edged, live, restored, trial } from "../support/environments.ts";

/** Environments as different as they can be: what is found in none of them is found in none at all. */
const environments = { live, edged, trial, restored };
type Name = keyof typeof environments;

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}
interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const removals: (() => void)[] = [];
afterAll(() => removals.forEach((remove) => remove()));

/** Synthesizes with the packs and the CDK's own rules looking on, as infra/app.ts does. */
function lookedAt(environment: Environment, all: readonly Acknowledgement[]) {
  const { app, outdir, remove } = appOf(environment, { validating: true });
  removals.push(remove);
  lookFor(app, environment, all);
  app.synth();
  const templates = readdirSync(outdir)
    .filter((each) => each.endsWith(".template.json"))
    .map((each) => join(outdir, each));
  return { ...verdictIn(outdir), templates };
}

let looked: Record<Name, ReturnType<typeof lookedAt>>;
beforeAll(() => {
  looked = Object.fromEntries(
    Object.entries(environments).map(([name, environment]) => [name, lookedAt(environment, acknowledgements)]),
  ) as typeof looked;
}, 120_000);

const resourcesIn = (name: Name) =>
  looked[name].templates.flatMap((file) =>
    Object.entries((JSON.parse(readFileSync(file, "utf8")) as { Resources: Record<string, Resource> }).Resources),
  );
const places = (findings: readonly { readonly rule: string; readonly at: string }[]) =>
  findings.map(({ rule, at }) => `${rule} at ${at}`).toSorted();

describe.each(Object.keys(environments) as Name[])("the rule packs, looking at %s", (name) => {
  it("leave no finding, neither theirs nor one of the CDK’s own rules", () => {
    expect(looked[name].left).toEqual([]);
  });

  it("find all that is acknowledged: what is found no more is to be taken off the list", () => {
    expect(places(looked[name].acknowledged)).toEqual(places(acknowledgedIn(environments[name], acknowledgements)));
  });

  it("leave both tables with recovery to any moment of the last 35 days, whatever the packs ask", () => {
    const tables = resourcesIn(name).filter(([, each]) => each.Type === "AWS::DynamoDB::Table");
    expect(tables).toHaveLength(2);
    for (const [, { Properties }] of tables)
      expect(Properties["PointInTimeRecoverySpecification"]).toEqual({ PointInTimeRecoveryEnabled: true });
  });

  it("leave nothing allowed on everything but tracing and the delivery of logs, as is acknowledged", () => {
    const statements = resourcesIn(name)
      .filter(([, each]) => ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Role"].includes(each.Type))
      .flatMap(([, { Properties }]) => [
        Properties["PolicyDocument"],
        ...((Properties["Policies"] ?? []) as { PolicyDocument: unknown }[]).map((each) => each.PolicyDocument),
      ])
      .flatMap((each) => (each as { Statement: Statement[] } | undefined)?.Statement ?? []);
    const onEverything = statements
      .filter((each) => [each.Resource].flat().includes("*"))
      .flatMap((each) => each.Action);
    expect([...new Set(onEverything)].toSorted()).toEqual([
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]);
  });
});

describe("what is acknowledged", () => {
  it("has a reason that a reviewer can weigh, each its own", () => {
    const reasons = acknowledgements.map((each) => each.reason);
    for (const reason of reasons) expect(reason.length, reason).toBeGreaterThan(120);
    expect(new Set(reasons).size).toBe(reasons.length);
  });

  it("points to what there is, where its reason names a file or a folder", () => {
    const named = acknowledgements.flatMap(
      ({ reason }) => reason.match(/\b(?:functions|infra|test)\/[\w./-]*\w/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(import.meta.dirname, "..", "..", path)))).toEqual([]);
  });

  it("is named at resources, never at a stack or the whole app", () => {
    const all = Object.values(environments).flatMap((each) => acknowledgedIn(each, acknowledgements));
    expect(all.filter(({ at }) => !at.endsWith("/Resource"))).toEqual([]);
  });

  it("is needed by some environment, and found there as the tests above say", () => {
    const needed = (one: Acknowledgement) =>
      Object.values(environments).some((each) => acknowledgedIn(each, [one]).length > 0);
    expect(acknowledgements.filter((each) => !needed(each))).toEqual([]);
  });

  it("is a finding again when it is left out, even one that the packs call a warning", () => {
    const leftOut = new Set(["NIST.800.53.R5-DynamoDBInBackupPlan", "AwsSolutions-CFR1"]);
    const without = acknowledgements.filter(({ rules }) => !rules.some((rule) => leftOut.has(rule)));
    const verdict = lookedAt(edged, without);
    expect(verdict.left.filter(byThePacks)).toEqual([
      { pack: "AwsSolutions", rule: "AwsSolutions-CFR1", at: "EscalationAddress/Edge/Resource" },
      { pack: "NIST.800.53.R5", rule: "NIST.800.53.R5-DynamoDBInBackupPlan", at: "EscalationData/Working/Resource" },
    ]);
    // The third pack looks too: what it found is acknowledged still.
    expect(new Set(verdict.acknowledged.map((each) => each.pack))).toContain("Serverless");
  });

  it("cannot be at something that is not there", () => {
    const { app, remove } = appOf(trial);
    removals.push(remove);
    const nowhere = { rules: ["AwsSolutions-S1"], at: ["EscalationData/Attic/Resource"], reason: "There is no attic." };
    expect(() => lookFor(app, trial, [nowhere])).toThrow("acknowledged at EscalationData/Attic/Resource");
  });
});

describe("an environment of infra/environments", () => {
  it.each(environmentsThereAre())("has at most a warning of ours, that it is made up: %s", async (name) => {
    const environment = await readEnvironment(name);
    const { left } = lookedAt(environment, acknowledgements);
    const others = left.filter(({ rule }) => rule !== "Annotation::escalation:made-up");
    expect(others).toEqual([]);
    expect(left.length).toBe(madeUpIn(environment).length > 0 ? 1 : 0);
  });
});

/** What the validator may warn of, and why it stays. */
const warnings: Readonly<Record<string, string>> = {
  W3005:
    "The CDK makes a function wait for its role by name too, besides for what it takes from it: saying it twice does no harm.",
};

describe("AWS’s own validator of templates", () => {
  const found: (StandardDiagnostic & { readonly file: string })[] = [];
  let looks = 0;
  let statuses: Set<string>;
  let broken: string[];
  beforeAll(() => {
    const engine = new RegoEngine();
    try {
      const reports = Object.values(looked)
        .flatMap((each) => each.templates)
        .map((file) =>
          engine.validateStandard(new TemplateFile(file), {
            severityLevel: "WARN",
            pseudoParameterOverrides: { region: String(context["region"]) },
          }),
        );
      looks = reports.length;
      statuses = new Set(reports.map((each) => each.status));
      const misspelt = join(dirname(looked.live.templates[0]!), "misspelt.json");
      writeFileSync(
        misspelt,
        JSON.stringify({ Resources: { Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketNam: "misspelt" } } } }),
      );
      broken = engine.validateStandard(new TemplateFile(misspelt)).diagnostics.map(({ severity }) => severity);
      found.push(...reports.flatMap((each) => each.diagnostics.map((one) => ({ ...one, file: each.filePath }))));
    } finally {
      engine.free();
    }
  }, 120_000);

  it("reads every template to its end", () => {
    expect(looks).toBe(7 * Object.keys(environments).length);
    expect([...statuses]).toEqual(["OK"]);
  });

  it("finds no error", () => {
    expect(found.filter(({ severity }) => severity !== "WARN")).toEqual([]);
  });

  it("warns of nothing that is not explained, and of all that is", () => {
    expect([...new Set(found.map(({ ruleId }) => ruleId))]).toEqual(Object.keys(warnings));
  });

  it("says so when there is an error", () => {
    expect(broken).toContain("FATAL");
  });
});
