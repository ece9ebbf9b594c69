/** The waiting: a state machine for each policy version, and the guard before all of it. */
import type { Stack } from "aws-cdk-lib";
import { beforeAll, describe, expect, it } from "vitest";
import { alertMachineName } from "../../../functions/workflow/workflow.ts";
import {
  alertPlaceholders,
  partitionPlaceholder,
  placeholders,
  stateMachineName,
} from "../../../infra/state-machine.ts";
import { fingerprintOf } from "../../../policies/fingerprint.ts";
import { synthesized, type Cloud, type Part } from "../../support/cloud.ts";
import { live } from "../../support/environments.ts";

let cloud: Cloud;
beforeAll(() => {
  cloud = synthesized(live);
});

const machines = () =>
  cloud.ofType("AWS::StepFunctions::StateMachine").map(([id, { Properties }]) => ({ id, properties: Properties }));
const held = () => {
  const found = Object.entries(cloud.resources).filter(([, { Type }]) => Type === "Custom::PoliciesHeld");
  expect(found).toHaveLength(1);
  return { id: found[0]![0], properties: found[0]![1].Properties };
};

describe("the state machines", () => {
  it("are one for each policy version and one for practice alerts, by the name that the functions know", () => {
    expect(
      machines()
        .map(({ properties }) => String(properties["StateMachineName"]))
        .toSorted(),
    ).toEqual([...cloud.policies.map(stateMachineName), alertMachineName].toSorted());
  });

  it("are told which function is which, and in which partition they are", () => {
    for (const { id, properties } of machines()) {
      const { [partitionPlaceholder]: partition, ...functions } = properties["DefinitionSubstitutions"] as Record<
        string,
        unknown
      >;
      expect(cloud.writtenIn(id)(partition)).toBe("{AWS::Partition}");
      const tasks: readonly string[] =
        properties["StateMachineName"] === alertMachineName ? alertPlaceholders : placeholders;
      expect(Object.keys(functions).toSorted()).toEqual(tasks.toSorted());
      for (const placeholder of tasks) {
        const name = placeholder.replace(/Function$/, "").replace(/^./, (letter) => letter.toLowerCase());
        expect(cloud.writtenIn(id)(functions[placeholder])).toBe(
          `<${cloud.functions[name as keyof Cloud["functions"]].id}>`,
        );
      }
    }
  });

  it("are standard ones, traced, and log all that happens with none of the data", () => {
    const logs = new Set<string>();
    for (const { id, properties } of machines()) {
      expect(properties).toMatchObject({
        StateMachineType: "STANDARD",
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
        DefinitionS3Location: { Key: expect.any(String) as string },
      });
      expect(properties).not.toHaveProperty("DefinitionString");
      const destinations = properties["LoggingConfiguration"].Destinations as Part[];
      for (const each of destinations) logs.add(cloud.writtenIn(id)(each["CloudWatchLogsLogGroup"].LogGroupArn));
    }
    expect([...logs]).toHaveLength(1);
    expect(cloud.resources[[...logs][0]!.slice(1, -1)]!.Properties["LogGroupName"]).toMatch(
      /^\/aws\/vendedlogs\/states\//,
    );
  });

  it("share one role, which only Step Functions takes", () => {
    const role = cloud.idLike("AWS::IAM::Role", "WaitingStateMachineRole");
    for (const { id, properties } of machines()) expect(cloud.writtenIn(id)(properties["RoleArn"])).toBe(`<${role}>`);
    expect(cloud.resources[role]!.Properties["AssumeRolePolicyDocument"].Statement).toMatchObject([
      { Principal: { Service: "states.amazonaws.com" } },
    ]);
  });
});

describe("the guard of a deployment", () => {
  it("is asked with every policy version that is held, and what each says", () => {
    expect(cloud.writtenIn(held().id)(held().properties["ServiceToken"])).toBe(`<${cloud.functions.guard.id}>`);
    const told = held().properties["held"] as {
      policy: string;
      version: string;
      partnership: string;
      fingerprint: string;
    }[];
    expect(told.map(({ policy, version }) => `${policy} ${version}`)).toEqual(
      cloud.policies.map(({ policy, version }) => `${policy} ${version}`).toSorted(),
    );
    for (const { policy, version, partnership, fingerprint } of told) {
      const found = cloud.policies.find((each) => each.policy === policy && each.version === version)!;
      expect([partnership, fingerprint]).toEqual([found.partnership.id, fingerprintOf(found)]);
    }
  });

  it("answers before any task or machine is changed: each of them depends on it", () => {
    const [, guard = ""] = held().id.split("/");
    const waiting = Object.entries(cloud.resources).filter(
      ([id, { Type }]) =>
        id.startsWith("workflow/") && ["AWS::Lambda::Function", "AWS::StepFunctions::StateMachine"].includes(Type),
    );
    expect(waiting).toHaveLength(9 + cloud.policies.length + 1);
    for (const [id, { DependsOn = [] }] of waiting)
      if (id !== cloud.functions.guard.id) expect(DependsOn, id).toContain(guard);
  });

  it("waits for nothing that it guards", () => {
    const [, guard = ""] = cloud.functions.guard.id.split("/");
    expect(cloud.resources[`workflow/${guard}`]!.DependsOn ?? []).not.toContainEqual(expect.stringMatching(/^Waiting/));
    expect([cloud.resources[held().id]!.DependsOn ?? []].flat()).not.toContainEqual(expect.stringMatching(/^Waiting/));
  });

  it("comes before everything else that reads policies or starts executions, so that what it refuses changes nothing there", () => {
    const { stacks } = cloud;
    const before = (stack: Stack): Stack[] => stack.dependencies.flatMap((each) => [each, ...before(each)]);
    for (const name of ["notifications", "service", "schedules"] as const)
      expect(before(stacks[name])).toContain(stacks.workflow);
    expect(
      before(stacks.workflow)
        .map((each) => each.stackName)
        .toSorted(),
    ).toEqual(["EscalationData"]);
    // E-mails name the configuration set.
    for (const name of ["service", "schedules"] as const) expect(before(stacks[name])).toContain(stacks.notifications);
  });
});
