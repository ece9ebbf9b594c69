/** The state machines that the stack deploys, as their files say them: what holds of every task and every wait. */
import { beforeAll, describe, expect, it } from "vitest";
import { alertMachineName } from "../../functions/workflow/workflow.ts";
import { alertStateMachine, stateMachineFor, stateMachineName } from "../../infra/state-machine.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { synthesized, type Cloud } from "../support/cloud.ts";
import { live } from "../support/environments.ts";

/** A state as it stands in the file: nothing is taken for granted of how it was made. */
interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Branches?: readonly Machine[];
  readonly Error?: string;
  readonly Next?: string;
  readonly TimestampPath?: string;
}
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
interface Found {
  readonly name: string;
  readonly state: State;
  /** The machine or branch that it is in, and the states around that, the nearest first. */
  readonly inside: Machine;
  readonly around: readonly { readonly state: State; readonly inside: Machine }[];
}

const everyState = (inside: Machine, around: Found["around"] = []): Found[] =>
  Object.entries(inside.States).flatMap(([name, state]) => [
    { name, state, inside, around },
    ...(state.Branches ?? []).flatMap((branch) => everyState(branch, [{ state, inside }, ...around])),
  ]);

let cloud: Cloud;
beforeAll(() => {
  cloud = synthesized(live);
});

const machines = [...publishedPolicies().map(stateMachineName), alertMachineName];
const deployed = (name: string) => JSON.parse(cloud.definitionOf(name)) as Machine;
const tasksOf = (name: string) => everyState(deployed(name)).filter(({ state }) => state.Type === "Task");
const catchesAll = (state: State) => state.Catch?.find((each) => each.ErrorEquals.includes("States.ALL"));

it("are those of every policy that is held, and the one of practice alerts", () => {
  expect(
    cloud
      .ofType("AWS::StepFunctions::StateMachine")
      .map(([, each]) => String(each.Properties["StateMachineName"]))
      .toSorted(),
  ).toEqual(machines.toSorted());
});

describe.each(machines)("%s", (name) => {
  it("gives every task a timeout", () => {
    expect(tasksOf(name).length).toBeGreaterThan(3);
    for (const { name: task, state } of tasksOf(name)) {
      expect(state.TimeoutSeconds, task).toBeGreaterThan(0);
      expect(state.TimeoutSeconds, task).toBeLessThanOrEqual(365 * 24 * 60 * 60);
    }
  });

  it("gives every task a way out when it fails, which ends where an alarm is raised: its own, or inside a wait that of the wait", () => {
    for (const { name: task, state, inside, around } of tasksOf(name)) {
      const outer = around[0];
      const catcher = catchesAll(state) ?? (outer && catchesAll(outer.state));
      expect(catcher, task).toBeDefined();
      const where = catchesAll(state) ? inside : outer!.inside;
      expect(where.States[catcher!.Next], task).toMatchObject({ Type: "Fail", Error: "TaskFailedForGood" });
    }
  });

  it("tries again what passes by itself, and never everything", () => {
    for (const { name: task, state } of tasksOf(name)) {
      const again = (state.Retry ?? []).flatMap((each) => each.ErrorEquals);
      expect(again, task).toEqual(
        expect.arrayContaining(["TransientError", "TooBusy", "Lambda.TooManyRequestsException"]),
      );
      for (const all of ["States.ALL", "States.TaskFailed"]) expect(again, task).not.toContain(all);
    }
  });

  it("sets a clock beside every token that it waits for, and leaves the wait by whichever comes first", () => {
    const tokens = tasksOf(name).filter(({ state }) => state.Resource?.endsWith(".waitForTaskToken"));
    expect(tokens.length).toBeGreaterThan(0);
    for (const { name: task, inside, around } of tokens) {
      const [parallel] = around;
      expect(parallel?.state.Type, task).toBe("Parallel");
      const beside = (parallel?.state.Branches ?? []).filter((branch) => branch !== inside);
      expect(beside, task).toHaveLength(1);
      const waits = Object.values(beside[0]!.States).filter((state) => state.Type === "Wait");
      expect(waits, task).toHaveLength(1);
      // Until a moment that the record gives, and not for a time that the machine has.
      expect(waits[0]).toMatchObject({ TimestampPath: "$.until" });
      expect(beside[0]!.StartAt).toBe(
        Object.entries(beside[0]!.States).find(([, state]) => state.Type === "Wait")?.[0],
      );
      // Only a branch that fails ends the other: each can, and the state around takes it for no failure.
      const errors = parallel!.state.Branches!.map((branch) =>
        Object.values(branch.States).flatMap((state) => (state.Type === "Fail" ? [state.Error] : [])),
      );
      expect(errors.map((each) => each.join()).toSorted()).toEqual(["Answered", "MomentReached"]);
      const [first, second] = parallel!.state.Catch ?? [];
      expect([first?.ErrorEquals, second?.ErrorEquals]).toEqual([["MomentReached"], ["Answered"]]);
      // An answer is looked at; a moment says itself where it leads.
      expect(parallel!.inside.States[first?.Next ?? ""]?.Type).toBe("Choice");
      expect(parallel!.inside.States[second?.Next ?? ""]?.Type).toBe("Task");
    }
  });

  it("ALL-13 gives no task anything personal: a reference, numbers, a stage and a token, and nothing besides", () => {
    for (const { name: task, state } of tasksOf(name)) {
      const { FunctionName: _, Payload: payload, ...more } = state.Parameters ?? {};
      expect(more, task).toEqual({});
      const given = payload as Record<string, string>;
      const allowed: Record<string, RegExp> = {
        "reference.$": /^\$\.reference$/,
        "execution.$": /^\$\.execution$/,
        "version.$": /^\$\.version$/,
        "token.$": /^\$\$\.Task\.Token$/,
        stage: /^[a-z0-9-]+$/,
      };
      for (const [key, value] of Object.entries(given)) {
        expect(Object.keys(allowed), task).toContain(key);
        expect(value, task).toMatch(allowed[key]!);
      }
    }
    // Nor does any other state put something in.
    for (const { name: other, state } of everyState(deployed(name)))
      for (const field of ["Result", "ResultSelector", "Assign", ...(state.Type === "Task" ? [] : ["Parameters"])])
        expect(state, other).not.toHaveProperty(field);
  });

  it("is, ARNs aside, what the laptop runs", () => {
    const policy = publishedPolicies().find((each) => stateMachineName(each) === name);
    expect(deployed(name)).toEqual(JSON.parse(JSON.stringify(policy ? stateMachineFor(policy) : alertStateMachine())));
  });

  it("names no account, region or partition of its own: each is filled in when it is deployed", () => {
    const text = JSON.stringify(deployed(name));
    for (const [, arn = ""] of text.matchAll(/"(arn:[^"]+)"/g))
      expect(arn).toMatch(/^arn:\$\{Partition\}:states:::lambda:invoke/);
    const machine = cloud
      .ofType("AWS::StepFunctions::StateMachine")
      .find(([, each]) => each.Properties["StateMachineName"] === name);
    const filled = Object.keys(machine?.[1].Properties["DefinitionSubstitutions"] as object);
    const asked = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map((each) => each[1] ?? ""));
    expect([...asked].toSorted()).toEqual(filled.toSorted());
  });
});
