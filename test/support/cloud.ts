/** The cloud's templates, synthesized without bundling: what they are does not depend on what the code is. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CfnElement, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import type { IConstruct } from "constructs";
import type { FunctionName } from "../../infra/bundle/index.ts";
import type { Environment } from "../../infra/environment.ts";
import { functionsOf } from "../../infra/observability/alarms.ts";
import { appOf } from "../../infra/unbundled.ts";

/** A part of a template, which is CloudFormation's and not ours to type. */
export type Part = ReturnType<Template["toJSON"]>;

export interface Resource {
  readonly Type: string;
  readonly Properties: Part;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** One action on one resource. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly condition: Part | undefined;
}

/** What `synthesized` gives: the templates of one environment, and ways to find what is in them. */
export type Cloud = ReturnType<typeof synthesize>;

const kept = new Map<Environment, Cloud>();

/** An environment, synthesized once for all who ask for it: they look at it, and change nothing of it. */
export function synthesized(environment: Environment): Cloud {
  const cloud = kept.get(environment) ?? synthesize(environment);
  kept.set(environment, cloud);
  return cloud;
}

function synthesize(environment: Environment) {
  const { definitionsFolder, policies, stacks, remove } = appOf(environment);
  type Name = keyof typeof stacks;
  const templates = Object.fromEntries(
    Object.entries<Stack>(stacks).map(([name, stack]) => [name, Template.fromStack(stack)]),
  ) as Record<Name, Template>;
  const definitions = new Map(
    readdirSync(definitionsFolder).map((file) => [
      basename(file, ".asl.json"),
      readFileSync(join(definitionsFolder, file), "utf8"),
    ]),
  );
  remove();
  /** The definition of a state machine as it is deployed, its placeholders not filled in. */
  const definitionOf = (name: string): string => {
    const found = definitions.get(name);
    if (found === undefined) throw new Error(`No state machine is called ${name}`);
    return found;
  };
  const partsOf = (name: Name) => (templates[name].toJSON()["Resources"] ?? {}) as Record<string, Resource>;
  const names = Object.keys(stacks) as Name[];
  /** Every resource, by `<stack>/<logical id>`. */
  const resources = Object.fromEntries(
    names.flatMap((name) => Object.entries(partsOf(name)).map(([id, each]) => [`${name}/${id}`, each] as const)),
  );
  const ofType = (type: string) => Object.entries(resources).filter(([, each]) => each.Type === type);
  const idLike = (type: string, start: string) => {
    const found = ofType(type).filter(([id]) => (id.split("/")[1] ?? "").startsWith(start));
    if (found.length !== 1) throw new Error(`There are ${found.length} ${type} called ${start}…`);
    return found[0]![0];
  };

  /** An expression as text in which a resource of ours reads `<stack/logical id>` and the rest as it stands. */
  function written(expression: unknown, stack: Name): string {
    if (typeof expression === "string") return expression;
    const one = expression as Part;
    if (one["Ref"]) return String(one["Ref"]).startsWith("AWS::") ? `{${one["Ref"]}}` : `<${stack}/${one["Ref"]}>`;
    if (one["Fn::GetAtt"]) return `<${stack}/${(one["Fn::GetAtt"] as string[])[0]}>`;
    if (one["Fn::Join"])
      return (one["Fn::Join"] as [string, unknown[]])[1]
        .map((each) => written(each, stack))
        .join(one["Fn::Join"][0] as string);
    if (one["Fn::ImportValue"])
      for (const name of names)
        for (const output of Object.values((templates[name].toJSON()["Outputs"] ?? {}) as Part))
          if (output.Export?.Name === one["Fn::ImportValue"]) return written(output.Value, name);
    throw new Error(`This expression is not understood: ${JSON.stringify(expression)}`);
  }
  const writtenIn = (id: string) => (expression: unknown) => written(expression, id.split("/")[0] as Name);

  /** What a role may do, an action and a resource at a time. */
  function permissionsOf(role: string): Permission[] {
    const stack = role.split("/")[0]!;
    const statements = ofType("AWS::IAM::Policy")
      .filter(
        ([id, each]) =>
          id.startsWith(`${stack}/`) &&
          (each.Properties["Roles"] as unknown[]).some((one) => writtenIn(id)(one) === `<${role}>`),
      )
      .flatMap(([, each]) => each.Properties["PolicyDocument"].Statement as Part[]);
    return statements.flatMap((statement) => {
      if (statement["Effect"] !== "Allow" || "NotAction" in statement || "NotResource" in statement)
        throw new Error(`A statement of ${role} says what is not allowed here: ${JSON.stringify(statement)}`);
      return [statement["Action"] as string | string[]].flat().flatMap((action) =>
        [statement["Resource"] as unknown].flat().map((resource) => ({
          action,
          resource: writtenIn(role)(resource),
          condition: statement["Condition"] as Part | undefined,
        })),
      );
    });
  }

  const idOf = (construct: IConstruct | undefined) => {
    if (!(construct instanceof CfnElement)) throw new Error(`${construct?.node.path} is in no template`);
    const stack = names.find((name) => stacks[name] === construct.stack);
    return `${stack}/${construct.stack.resolve(construct.logicalId)}`;
  };
  /** Every function by the name of its bundle: its id among the resources, and its role's. */
  const functions = Object.fromEntries(
    Object.entries(functionsOf(stacks)).map(([name, { lambda }]) => [
      name,
      { id: idOf(lambda.node.defaultChild), role: idOf(lambda.role?.node.defaultChild) },
    ]),
  ) as Record<FunctionName, { readonly id: string; readonly role: string }>;

  return {
    definitionOf,
    policies,
    stacks,
    functions,
    templates,
    resources,
    ofType,
    idLike,
    writtenIn,
    permissionsOf,
  };
}
