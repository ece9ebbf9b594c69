import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs, settingsFor, type Part as ServicePart } from "../../functions/container/settings.ts";
import { functionEntries, type Bundles, type FunctionName } from "../../infra/bundle.ts";
import { placeholdersIn, readSettings, type Settings } from "../../infra/settings.ts";
import { addStacks } from "../../infra/stacks.ts";
import { alertMachineName } from "../../functions/workflow/workflow.ts";
import {
  alertPlaceholders,
  alertStateMachine,
  placeholders,
  stateMachineFor,
  stateMachineName,
} from "../../infra/state-machine.ts";
import { tableDefinitions } from "../../infra/tables.ts";
import { publishedPolicies } from "../../policies/published.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
/** A part of a template, which is CloudFormation's and not ours to type. */
type Part = ReturnType<Template["toJSON"]>;
interface Resource {
  readonly Type: string;
  readonly Properties: Part;
  readonly DeletionPolicy?: string;
}
type Resources = Record<string, Resource>;

const made: string[] = [];
/** A folder of its own, gone when the tests are over. */
function temporary(): string {
  made.push(mkdtempSync(join(tmpdir(), "stacks-")));
  return made.at(-1)!;
}
afterAll(() => made.forEach((each) => rmSync(each, { recursive: true, force: true })));

const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "cdk.json"), "utf8")) as {
  context: Record<string, unknown>;
};
const inFile: Settings = readSettings((name) => context[name]);
const settings: Settings = {
  ...inFile,
  serviceUrl: "https://escalations.example.org",
  sender: "escalations@example.org",
  jwtIssuer: "https://identity.example.org",
  jwksUrl: "https://identity.example.org/keys",
};
const policies = publishedPolicies();

let stacks: Record<"data" | "workflow" | "service", Template>;
let resources: Resources;
let definitionsFolder: string;

beforeAll(() => {
  const made = temporary();
  definitionsFolder = join(made, "definitions");
  // The templates do not depend on what the code is, so none is bundled.
  const bundles = Object.fromEntries(
    Object.keys(functionEntries).map((name) => {
      const folder = join(made, "functions", name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "index.js"), `exports.handler = async () => ${JSON.stringify(name)};`);
      return [name, folder];
    }),
  ) as Bundles<FunctionName>;
  const app = new App({ context, outdir: join(made, "cdk.out"), analyticsReporting: false });
  const { data, workflow, service } = addStacks(app, { settings, policies, bundles, definitionsFolder });
  stacks = {
    data: Template.fromStack(data),
    workflow: Template.fromStack(workflow),
    service: Template.fromStack(service),
  };
  resources = Object.assign(
    {},
    ...Object.values(stacks).map((each) => each.toJSON()["Resources"] as Resources),
  ) as Resources;
}, 120_000);

const ofType = (type: string) => Object.entries(resources).filter(([, each]) => each.Type === type);
const idLike = (type: string, start: string) => {
  const found = ofType(type).filter(([id]) => id.startsWith(start));
  if (found.length !== 1) throw new Error(`There are ${found.length} ${type} called ${start}…`);
  return found[0]![0];
};

/** An expression as text in which a resource of ours reads `<logical id>` and the rest as it stands. */
function written(expression: unknown): string {
  if (typeof expression === "string") return expression;
  const one = expression as Part;
  if (one["Ref"]) return String(one["Ref"]).startsWith("AWS::") ? `{${one["Ref"]}}` : `<${one["Ref"]}>`;
  if (one["Fn::GetAtt"]) return `<${(one["Fn::GetAtt"] as string[])[0]}>`;
  if (one["Fn::Join"])
    return (one["Fn::Join"] as [string, unknown[]])[1].map(written).join(one["Fn::Join"][0] as string);
  if (one["Fn::ImportValue"]) {
    for (const template of Object.values(stacks))
      for (const output of Object.values(template.toJSON()["Outputs"] as Part))
        if (output.Export?.Name === one["Fn::ImportValue"]) return written(output.Value);
  }
  throw new Error(`This expression is not understood: ${JSON.stringify(expression)}`);
}

/** What a role may do, an action and a resource at a time. */
function permissionsOf(role: string): { action: string; resource: string; condition: unknown }[] {
  const policiesOfRole = ofType("AWS::IAM::Policy").filter(([, each]) =>
    (each.Properties["Roles"] as unknown[]).some((one) => written(one) === `<${role}>`),
  );
  const statements = policiesOfRole.flatMap(([, each]) => each.Properties["PolicyDocument"].Statement as Statement[]);
  return statements.flatMap((statement) => {
    expect(statement.Effect).toBe("Allow");
    expect(Object.keys(statement)).not.toContain("NotAction");
    expect(Object.keys(statement)).not.toContain("NotResource");
    return [statement.Action].flat().flatMap((action) =>
      [statement.Resource].flat().map((resource) => ({
        action,
        resource: written(resource),
        condition: statement.Condition,
      })),
    );
  });
}

/** The permissions of a function as short lines, without logs and traces, which all have. */
function may(start: string): string[] {
  const record = idLike("AWS::DynamoDB::Table", "Record");
  const working = idLike("AWS::DynamoDB::Table", "Working");
  return permissionsOf(idLike("AWS::IAM::Role", `${start}Role`))
    .filter(({ action }) => !/^(logs|xray):/.test(action))
    .map(({ action, resource }) =>
      `${action} ${resource}`
        .replace(`<${record}>`, "record")
        .replace(`<${working}>`, "working")
        .replace(/arn:\{AWS::Partition\}:(states|ses):\{AWS::Region\}:\{AWS::AccountId\}:/, ""),
    )
    .toSorted();
}

describe("who may do what", () => {
  const append = ["dynamodb:GetItem record", "dynamodb:PutItem record", "dynamodb:Query record"];
  const use = ["dynamodb:GetItem working", "dynamodb:PutItem working", "dynamodb:Query working"];
  const wake = ["states:SendTaskSuccess stateMachine:escalation-*"];
  const start = ["states:StartExecution stateMachine:escalation-*"];
  const mail = ["ses:SendEmail identity/escalations@example.org", "ses:SendEmail identity/example.org"];
  const tell = [...append, ...use, ...mail, ...wake];

  it.each([
    [
      "Api",
      [...append, ...use, "dynamodb:Query working/index/summaries", "dynamodb:UpdateItem working", ...start, ...wake],
    ],
    // Of the record it reads nothing: what a digest says is in the summaries (ALL-13).
    ["Digest", [...use, "dynamodb:Query working/index/summaries", ...mail]],
    ["Pages", [...append, ...use, ...mail, ...start, ...wake]],
    ["Open", tell],
    ["Tick", tell],
    ["Settle", tell],
    ["Await", [...append.filter((each) => !each.includes("Put")), ...use, ...wake]],
    ["AlertOpen", tell],
    ["AlertTick", tell],
    ["AlertSettle", tell],
    ["AlertAwait", [...append.filter((each) => !each.includes("Put")), ...use, ...wake]],
    [
      "Reconcile",
      [
        ...tell,
        ...start,
        "dynamodb:Query record/index/feed",
        "dynamodb:Query working/index/summaries",
        "states:StopExecution execution:escalation-*",
      ],
    ],
  ])("%s may do what it does and nothing else", (name, expected) => {
    expect(may(name)).toEqual(expected.toSorted());
  });

  it("nobody may do more to the record than append and read", () => {
    const record = idLike("AWS::DynamoDB::Table", "Record");
    let seen = 0;
    for (const [role] of ofType("AWS::IAM::Role"))
      for (const { action, resource } of permissionsOf(role)) {
        // A pattern of resources could cover the record, so none is allowed for what DynamoDB does.
        if (!/^(dynamodb:|\*)/.test(action)) continue;
        expect(resource).not.toContain("*");
        if (!resource.includes(record)) continue;
        seen += 1;
        expect(["dynamodb:PutItem", "dynamodb:Query", "dynamodb:GetItem"]).toContain(action);
      }
    expect(seen).toBeGreaterThan(0);
  });

  it("no role is given more by other ways: managed policies, inline ones, policies of users or resources", () => {
    for (const [, role] of ofType("AWS::IAM::Role")) {
      expect(role.Properties).not.toHaveProperty("ManagedPolicyArns");
      expect(role.Properties).not.toHaveProperty("Policies");
    }
    for (const type of ["AWS::IAM::ManagedPolicy", "AWS::IAM::User", "AWS::IAM::Group"])
      expect(ofType(type)).toEqual([]);
    for (const [, table] of ofType("AWS::DynamoDB::Table"))
      expect(table.Properties).not.toHaveProperty("ResourcePolicy");
  });

  it("what counts requests may change nothing else in the working table", () => {
    const all = ofType("AWS::IAM::Role").flatMap(([role]) => permissionsOf(role));
    const updates = all.filter(({ action }) => action === "dynamodb:UpdateItem");
    expect(updates.map(({ condition }) => condition)).toEqual([
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["RATE#*"] } },
    ]);
  });

  it("a wildcard stands only where a service knows no other way", () => {
    const all = ofType("AWS::IAM::Role").flatMap(([role]) => permissionsOf(role));
    expect(all.filter(({ action }) => action.includes("*"))).toEqual([]);
    // Traces and the delivery of a state machine's log cannot be limited to a resource.
    const anywhere = all.filter(({ resource }) => resource === "*").map(({ action }) => action);
    expect(anywhere.filter((action) => !/^(xray:|logs:)/.test(action))).toEqual([]);
  });

  it("mail goes out as the service's own sender only", () => {
    const all = ofType("AWS::IAM::Role").flatMap(([role]) => permissionsOf(role));
    const mails = all.filter(({ action }) => action.startsWith("ses:"));
    expect(mails.length).toBeGreaterThan(0);
    for (const { condition } of mails)
      expect(condition).toEqual({ StringEquals: { "ses:FromAddress": settings.sender } });
  });

  it("state machines may invoke their own tasks", () => {
    const names = ["Open", "Await", "Tick", "Settle"];
    const tasks = [...names, ...names.map((name) => `Alert${name}`)].map(
      (name) => `<${idLike("AWS::Lambda::Function", name)}>`,
    );
    const invoked = permissionsOf(idLike("AWS::IAM::Role", "StateMachineRole")).filter(
      ({ action }) => action === "lambda:InvokeFunction",
    );
    expect(invoked.map(({ resource }) => resource).toSorted()).toEqual(tasks.toSorted());
  });
});

describe("the tables", () => {
  it("have the keys and indexes that the laptop's have", () => {
    for (const expected of tableDefinitions({ record: "Record", working: "Working" })) {
      const { Properties } = resources[idLike("AWS::DynamoDB::Table", String(expected.TableName))]!;
      expect(Properties["KeySchema"]).toEqual(expected.KeySchema);
      expect(Properties["GlobalSecondaryIndexes"]).toEqual(expected.GlobalSecondaryIndexes);
      expect(Properties["BillingMode"]).toBe("PAY_PER_REQUEST");
      expect(Properties["AttributeDefinitions"]).toEqual(
        expect.arrayContaining(expected.AttributeDefinitions as unknown[]),
      );
    }
  });

  it("are kept, whatever becomes of the stack, and can be brought back to any moment", () => {
    const tables = ofType("AWS::DynamoDB::Table");
    expect(tables).toHaveLength(2);
    for (const [, table] of tables) {
      expect(table.DeletionPolicy).toBe("Retain");
      expect(table.Properties["DeletionProtectionEnabled"]).toBe(true);
      expect(table.Properties["PointInTimeRecoverySpecification"]).toEqual({ PointInTimeRecoveryEnabled: true });
      expect(table.Properties["SSESpecification"]).toEqual({ SSEEnabled: true });
    }
    expect(ofType("AWS::SecretsManager::Secret").map(([, each]) => each.DeletionPolicy)).toEqual(["Retain"]);
  });

  it("lapse what is to lapse, and nothing of the record", () => {
    const lapses = (start: string) =>
      resources[idLike("AWS::DynamoDB::Table", start)]!.Properties["TimeToLiveSpecification"] as unknown;
    expect(lapses("Working")).toEqual({ AttributeName: "expires", Enabled: true });
    expect(lapses("Record")).toBeUndefined();
  });
});

describe("the functions", () => {
  it("are as many as there are bundles, each with a role and a log of its own, and traced", () => {
    const functions = ofType("AWS::Lambda::Function");
    expect(functions).toHaveLength(Object.keys(functionEntries).length);
    const own = (key: (properties: Part) => unknown) =>
      new Set(functions.map(([, { Properties }]) => written(key(Properties)))).size;
    expect(own((each) => each["Role"])).toBe(functions.length);
    expect(own((each) => each["LoggingConfig"].LogGroup)).toBe(functions.length);
    for (const [, { Properties }] of functions)
      expect(Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        MemorySize: 512,
        Handler: "index.handler",
        TracingConfig: { Mode: "Active" },
      });
  });

  const parts: Record<string, ServicePart> = {
    Api: "api",
    Pages: "pages",
    Digest: "digests",
    Await: "waiting",
    AlertAwait: "waiting",
  };
  it("find in their environment all that they ask for, and nothing else", () => {
    for (const [id, { Properties }] of ofType("AWS::Lambda::Function")) {
      const part = parts[id.replace(/Function.*/, "")] ?? "tasks";
      const variables = Properties["Environment"].Variables as Record<string, unknown>;
      const environment = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, written(value)]));
      expect(() => settingsFor(part, environment)).not.toThrow();
      expect(Object.keys(environment).toSorted()).toEqual([...new Set(needs[part])].toSorted());
      const { STATE_MACHINE_PREFIX: prefix, REFERENCE_SECRET: secret } = environment;
      if (prefix) expect(prefix).toBe("arn:{AWS::Partition}:states:{AWS::Region}:{AWS::AccountId}:stateMachine:");
      if (secret) expect(secret).toMatch(/^\{\{resolve:secretsmanager:<ReferenceSecret\w+>:SecretString/);
    }
  });

  it("end before whoever waits for them gives them up", () => {
    const seconds = (start: string) =>
      resources[idLike("AWS::Lambda::Function", start)]!.Properties["Timeout"] as number;
    for (const task of ["Open", "Await", "Tick", "Settle"]) expect(seconds(task)).toBeLessThan(60);
    for (const name of ["Api", "Pages"]) expect(seconds(name)).toBeLessThan(30);
    expect(seconds("Reconcile")).toBe(300);
  });

  it("keep their logs for a time that somebody chose", () => {
    expect(ofType("AWS::Logs::LogGroup").length).toBeGreaterThan(Object.keys(functionEntries).length);
    for (const [, { Properties }] of ofType("AWS::Logs::LogGroup")) expect(Properties["RetentionInDays"]).toBe(90);
  });
});

describe("the state machines", () => {
  it("are one for each policy version and one for practice alerts, by the name that the functions know, told which function is which", () => {
    const machines = ofType("AWS::StepFunctions::StateMachine").map(([, each]) => each.Properties);
    expect(machines.map((each) => each["StateMachineName"] as string).toSorted()).toEqual(
      [...policies.map(stateMachineName), alertMachineName].toSorted(),
    );
    for (const machine of machines) {
      expect(machine).toMatchObject({
        StateMachineType: "STANDARD",
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: "ERROR", IncludeExecutionData: false },
        DefinitionS3Location: { Key: expect.any(String) as string },
      });
      const substitutions = machine["DefinitionSubstitutions"] as Record<string, unknown>;
      const tasks = machine["StateMachineName"] === alertMachineName ? alertPlaceholders : placeholders;
      expect(Object.keys(substitutions).toSorted()).toEqual([...tasks].toSorted());
      for (const placeholder of tasks)
        expect(written(substitutions[placeholder])).toBe(
          `<${idLike("AWS::Lambda::Function", placeholder.replace("Function", ""))}>`,
        );
    }
  });

  it("are the very definitions that the laptop runs", () => {
    for (const policy of policies) {
      const file = join(definitionsFolder, `${stateMachineName(policy)}.asl.json`);
      expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(stateMachineFor(policy));
    }
    const file = join(definitionsFolder, `${alertMachineName}.asl.json`);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(alertStateMachine());
  });
});

describe("the way in", () => {
  it("leads escalations to the API and all else to the pages", () => {
    const integrations = new Map(
      ofType("AWS::ApiGatewayV2::Integration").map(([id, each]) => [id, written(each.Properties["IntegrationUri"])]),
    );
    const routes = Object.fromEntries(
      ofType("AWS::ApiGatewayV2::Route").map(([, { Properties }]) => {
        const [, integration] = /<(.*)>/.exec(written(Properties["Target"])) ?? [];
        return [Properties["RouteKey"], integrations.get(integration ?? "")];
      }),
    );
    const api = `<${idLike("AWS::Lambda::Function", "Api")}>`;
    const pages = `<${idLike("AWS::Lambda::Function", "Pages")}>`;
    expect(routes).toEqual({
      "ANY /openapi.json": api,
      "ANY /policies": api,
      "ANY /escalations": api,
      "ANY /escalations/{proxy+}": api,
      "ANY /partnerships/{proxy+}": api,
      "ANY /practice-alerts": api,
      $default: pages,
    });
  });

  it("logs no path, for that of a link is its secret", () => {
    const [[, stage] = []] = ofType("AWS::ApiGatewayV2::Stage");
    const format = stage?.Properties["AccessLogSettings"].Format as string;
    expect(format).toContain("$context.status");
    expect(format).not.toMatch(/path|sourceIp|userAgent|requestOverride/i);
  });
});

describe("reconcile", () => {
  it("is woken by every execution of ours that ended badly, and every five minutes", () => {
    const target = { Targets: [Match.objectLike({ Arn: Match.anyValue() })] };
    stacks.service.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: {
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: [{ prefix: Match.anyValue() }] },
      },
      ...target,
    });
    stacks.service.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(5 minutes)", ...target });
    const rules = ofType("AWS::Events::Rule")
      .filter(([id]) => !id.startsWith("Digest"))
      .map(([, each]) => each.Properties);
    for (const rule of rules)
      expect(written(rule["Targets"][0].Arn)).toBe(`<${idLike("AWS::Lambda::Function", "Reconcile")}>`);
    const pattern = rules.find((each) => each["EventPattern"])!["EventPattern"];
    expect(written(pattern.detail.stateMachineArn[0].prefix)).toMatch(/:stateMachine:escalation-$/);
  });

  it("raises an alarm when it stands still, and so does whatever fails", () => {
    const alarms = ofType("AWS::CloudWatch::Alarm").map(([, each]) => each.Properties);
    expect(alarms.map((each) => each["MetricName"] as string).toSorted()).toEqual([
      "Errors",
      "Errors",
      "Errors",
      "Errors",
      "Invocations",
      "TriggeredRules",
    ]);
    for (const alarm of alarms) expect(alarm["AlarmActions"]).toHaveLength(1);
  });
});

describe("digests", () => {
  it("ALL-12 are looked for on every hour, in summer and in winter", () => {
    const rule = resources[idLike("AWS::Events::Rule", "DigestSchedule")]!.Properties;
    expect(rule["ScheduleExpression"]).toBe("cron(0 * * * ? *)");
    expect(written(rule["Targets"][0].Arn)).toBe(`<${idLike("AWS::Lambda::Function", "Digest")}>`);
  });
});

describe("the settings", () => {
  it("of cdk.json are complete and only made up", () => {
    expect(placeholdersIn(inFile)).toEqual(["serviceUrl", "sender", "jwtIssuer", "jwksUrl"]);
  });

  it("are not taken for made up when they are real", () => {
    expect(placeholdersIn(settings)).toEqual([]);
    expect(placeholdersIn({ ...inFile, sender: "a@examples.gov.uk" })).toEqual(["serviceUrl", "jwtIssuer", "jwksUrl"]);
  });

  it.each([
    ["serviceUrl", "http://a.org", /serviceUrl: write an https address/],
    ["serviceUrl", "https://a.org/", /serviceUrl: write the address alone/],
    ["sender", "Escalations <a@a.org>", /sender: write one e-mail address/],
    ["jwtAudience", undefined, /jwtAudience: this is missing/],
    ["jwksUrl", "keys", /jwksUrl: write an https address/],
    ["alarmAddress", "me", /alarmAddress: write one e-mail address/],
  ])("refuse %s %s, and say what to write", (name, value, message) => {
    expect(() => readSettings((each) => (each === name ? value : context[each]))).toThrow(message);
  });
});
