import validate from "asl-validator";
import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  alertPlaceholders,
  alertStateMachine,
  filledIn,
  stateMachineFor,
  stateMachineName,
  type Branch,
  type Definition,
  type State,
  type TaskState,
} from "../../infra/state-machine.ts";
import type { TaskOutput } from "../../functions/stages/tasks.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { publishedPolicies } from "../../policies/published.ts";

const policies = publishedPolicies().map((policy) => [`${policy.policy} ${policy.version}`, policy] as const);
const [, knowsley] = policies.find(([name]) => name.startsWith("knowsley")) ?? [];
if (!knowsley) throw new Error("Knowsley's policy is not there");

/** Every state, those in branches too, with the name of the state around it. */
function statesOf(machine: Branch, within?: string): { name: string; state: State; within: string | undefined }[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    { name, state, within },
    ...(state.Type === "Parallel" ? state.Branches.flatMap((branch) => statesOf(branch, name)) : []),
  ]);
}

const tasksOf = (machine: Definition) =>
  statesOf(machine).filter((each): each is typeof each & { state: TaskState } => each.state.Type === "Task");

/** As CDK and CloudFormation fill a definition in. */
const filled = (definition: Definition) =>
  filledIn(
    definition,
    "aws",
    (name) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`,
  ) as StateMachineDefinition;

const choicesOf = (machine: Definition) => {
  const state = machine.States["Where next"];
  if (state?.Type !== "Choice") throw new Error("There is no choice of where next");
  return new Map(state.Choices.map((each) => ["StringEquals" in each ? each.StringEquals : "", each.Next]));
};

/** Where a wait leads that a moment has ended, by what the moment found. */
const afterMoments = (machine: Definition) => {
  const state = machine.States["Where the moment leads"];
  if (state?.Type !== "Choice") throw new Error("There is no choice of where a moment leads");
  return { ways: state.Choices, otherwise: state.Default };
};

describe.each(policies)("the state machine of %s", (_, policy) => {
  const definition = stateMachineFor(policy);

  it("is valid Amazon States Language", () => {
    const { isValid, errorsText } = validate(filled(definition), { checkPaths: true, checkArn: true });
    expect(errorsText()).toBe("");
    expect(isValid).toBe(true);
  });

  it("has nothing left to fill in but the functions and the partition", () => {
    expect(JSON.stringify(filled(definition))).not.toContain("${");
  });

  it("mirrors the stages in their order and words", () => {
    const named = (start: string) => Object.keys(definition.States).filter((name) => name.startsWith(start));
    expect(named("Open ")).toEqual(policy.stages.map((each) => `Open ${each.title}`));
    expect(named("Await ")).toEqual([
      ...policy.stages.map((each) => `Await ${each.title}`),
      "Await what is still owed",
    ]);
  });

  it("opens the next stage as soon as a moment has led to it, and looks at the record for everything else", () => {
    expect(afterMoments(definition)).toEqual({
      ways: policy.stages.map(({ stage, title }) => ({
        And: [
          { Variable: "$.ended.Cause", IsPresent: true },
          { Variable: "$.ended.Cause", StringEquals: `open:${stage}` },
        ],
        Next: `Open ${title}`,
      })),
      otherwise: "Look at the record",
    });
  });

  it("gives every state a name of its own of at most 80 characters", () => {
    const names = statesOf(definition).map((each) => each.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(80);
  });

  it("has a way for everything that a task may say, and no other", () => {
    const ids = policy.stages.map((each) => each.stage);
    const choices = choicesOf(definition);
    expect([...choices.keys()].toSorted()).toEqual(
      [
        ...ids.map((id) => `open:${id}`),
        ...ids.map((id) => `wait:${id}`),
        "wait:after-the-end",
        "end",
        "superseded",
      ].toSorted(),
    );
    for (const next of choices.values()) expect(definition.States).toHaveProperty([next]);
    for (const { stage, title } of policy.stages) {
      expect(choices.get(`open:${stage}`)).toBe(`Open ${title}`);
      expect(choices.get(`wait:${stage}`)).toBe(`Await ${title}`);
    }
  });

  it("tells the task of each stage which stage it is", () => {
    const stageOf = (name: string) => {
      const state = statesOf(definition).find((each) => each.name === name)?.state;
      return state?.Type === "Task" ? state.Parameters.Payload["stage"] : undefined;
    };
    for (const { stage, title } of policy.stages) {
      expect(stageOf(`Open ${title}`)).toBe(stage);
      expect(stageOf(`Moment reached: ${title}`)).toBe(stage);
    }
    expect(stageOf("Moment reached: what is still owed")).toBe("after-the-end");
  });

  it("gives every task a timeout, tries transient errors again and no others, and has a way out", () => {
    const tasks = tasksOf(definition);
    expect(tasks).toHaveLength(1 + policy.stages.length + 2 * (policy.stages.length + 1));
    for (const { state, within } of tasks) {
      const waits = state.Resource.endsWith(".waitForTaskToken");
      expect(state.TimeoutSeconds).toBe(waits ? 31_536_000 : 60);
      const again = state.Retry.flatMap((each) => each.ErrorEquals);
      expect(again).toEqual(expect.arrayContaining(["Lambda.TooManyRequestsException", "TransientError", "TooBusy"]));
      expect(again).not.toContain("States.ALL");
      expect(again).not.toContain("States.TaskFailed");
      expect(again.includes("States.Timeout")).toBe(!waits);
      for (const each of state.Retry) {
        expect(each.MaxDelaySeconds).toBeGreaterThan(each.IntervalSeconds);
        expect(each.JitterStrategy).toBe("FULL");
      }
      const around = within === undefined ? state : definition.States[within];
      const catchers = around && "Catch" in around ? around.Catch : undefined;
      expect(catchers?.at(-1)).toMatchObject({ ErrorEquals: ["States.ALL"], Next: "A task failed for good" });
    }
    expect(definition.States["A task failed for good"]).toMatchObject({ Type: "Fail", Error: "TaskFailedForGood" });
  });

  it("carries no date, and no timescale: those of the policy can change and it stays the same", () => {
    expect(JSON.stringify(definition)).not.toMatch(/\d{4}-\d\d-\d\d|T\d\d:\d\d|P\d+D/);
    const waits = statesOf(definition).filter(({ state }) => state.Type === "Wait");
    expect(waits).toHaveLength(policy.stages.length + 1);
    for (const { state } of waits) expect(Object.keys(state).toSorted()).toEqual(["Next", "TimestampPath", "Type"]);

    const otherwise: Policy = {
      ...policy,
      inForceFrom: "2099-01-01",
      stages: policy.stages.map((stage) => ({
        ...stage,
        clocks: stage.clocks.map((clock) => ({ ...clock, within: { unit: "weeks", count: 99 } as never })),
        afterwards: [],
      })),
    };
    expect(stateMachineFor(otherwise)).toEqual(definition);
  });

  it("has a name that Step Functions takes", () => {
    expect(stateMachineName(policy)).toMatch(/^escalation-[a-z0-9-]{1,69}$/);
  });
});

describe("names", () => {
  const titled = (...titles: string[]): Policy => ({
    ...knowsley,
    stages: titles.map((title, index) => ({ ...knowsley.stages[0]!, stage: `s${index}`, title })),
  });

  it("are cut to 80 characters, the same way every time", () => {
    const policy = titled("Stage 1: " + "x".repeat(50) + "y", "Stage 1: " + "x".repeat(50) + "z");
    const names = statesOf(stateMachineFor(policy)).map((each) => each.name);
    expect(names).toContain(`Until the next moment: Stage 1: ${"x".repeat(47)}…`);
    expect(names).toContain(`Until the next moment: Stage 1: ${"x".repeat(43)}… (2)`);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(80);
    expect(stateMachineFor(policy)).toEqual(stateMachineFor(policy));
    expect(validate(filled(stateMachineFor(policy))).errorsText()).toBe("");
  });

  it("differ for stages of one title, and for one that is called like what comes after the end", () => {
    const definition = stateMachineFor(titled("Talk", "Talk", "what is still owed"));
    const choices = choicesOf(definition);
    expect(choices.get("open:s0")).toBe("Open Talk");
    expect(choices.get("open:s1")).toBe("Open Talk (2)");
    expect(choices.get("wait:s2")).not.toBe(choices.get("wait:after-the-end"));
    expect(validate(filled(definition)).errorsText()).toBe("");
  });

  it("of a state machine have hyphens for dots, and at most 80 characters", () => {
    expect(stateMachineName({ policy: "medway", version: "2.1" })).toBe("escalation-medway-2-1");
    expect(() => stateMachineName({ policy: "m".repeat(80), version: "1" })).toThrow(/more than 80 characters/);
  });

  it("leave the time after the end to itself", () => {
    const policy = { ...knowsley, stages: [{ ...knowsley.stages[0]!, stage: "after-the-end" }] };
    expect(() => stateMachineFor(policy)).toThrow(/after-the-end/);
  });
});

describe("run by an interpreter", () => {
  const realSetTimeout = globalThis.setTimeout;
  const past = "2020-01-01T00:00:00.000Z";
  const reference = "ABCD-EFGH";
  const [first, second] = knowsley.stages;
  const definition = stateMachineFor(knowsley);

  // Nothing here needs time to pass: what is short happens at once, timeouts and far moments never.
  beforeEach(() => {
    const stub = (run: () => void, ms: number) => (ms < 60_000 ? realSetTimeout(run, 0) : 0);
    vi.stubGlobal("setTimeout", stub);
  });
  afterEach(() => void vi.unstubAllGlobals());

  const named = (name: string) => Object.assign(new Error(name), { name });

  /** Runs the machine. `tasks` answer by the placeholder of their function; every call of one is noted in `calls`. */
  function run(tasks: {
    settle: () => Partial<TaskOutput>;
    open?: (stage: string) => Partial<TaskOutput>;
    tick?: (stage: string) => Partial<TaskOutput>;
    token?: (payload: Record<string, unknown>) => Promise<unknown>;
  }) {
    const calls: string[] = [];
    const unexpected = () => {
      throw named("Unexpected");
    };
    const handlers = Object.fromEntries(
      tasksOf(definition).map(({ name, state }) => [
        name,
        async (input: unknown) => {
          const { FunctionName, Payload } = input as { FunctionName: string; Payload: Record<string, unknown> };
          calls.push(name);
          expect(FunctionName).toBe(state.Parameters.FunctionName);
          expect(Payload).toMatchObject({ reference, execution: 3 });
          const stage = String(Payload["stage"]);
          if (FunctionName.includes("Await")) {
            if (Payload["version"] !== 7 || Payload["token"] !== "a-token") throw named("WrongPayload");
            await (tasks.token ?? (() => new Promise(() => undefined)))(Payload);
            return {};
          }
          const { open = unexpected, tick = unexpected, settle } = tasks;
          const said = FunctionName.includes("Open")
            ? open(stage)
            : FunctionName.includes("Tick")
              ? tick(stage)
              : settle();
          return { Payload: { reference, execution: 3, version: 7, until: past, ...said } };
        },
      ]),
    );
    const machine = new StateMachine(filledIn(definition, "aws", (name) => `\${${name}}`) as StateMachineDefinition);
    const { result } = machine.run(
      { reference, execution: 3 },
      { overrides: { taskResourceLocalHandlers: handlers }, context: { Task: { Token: "a-token" } } },
    );
    return { calls, result };
  }

  it("goes from stage to stage as moments pass, waits for what is owed after the end, and ends", async () => {
    // A record in small: each stage is opened, has one reminder that changes nothing, and then its deadline.
    const stages = knowsley.stages.map((each) => each.stage);
    let at = 0;
    let opened = false;
    let reminded = false;
    const now = () => {
      const stage = stages[at];
      if (stage === undefined) return { go: at === stages.length ? "wait:after-the-end" : "end" };
      return { go: `${opened ? "wait" : "open"}:${stage}` };
    };
    const { calls, result } = run({
      settle: now,
      open: (stage) => {
        expect(stage).toBe(stages[at]);
        opened = true;
        return now();
      },
      tick: (stage) => {
        expect(stage).toBe(stages[at] ?? "after-the-end");
        if (reminded) {
          at += 1;
          opened = false;
        }
        reminded = !reminded;
        return now();
      },
    });
    expect(await result).toMatchObject({ reference, execution: 3, go: "end" });

    const wait = (title: string) => [`Answer: ${title}`, `Moment reached: ${title}`, `Moment reached: ${title}`];
    expect(calls).toEqual([
      "Look at the record",
      ...knowsley.stages.flatMap((each) => [`Open ${each.title}`, ...wait(each.title)]),
      "Look at the record",
      ...wait("what is still owed"),
      "Look at the record",
    ]);
  });

  it("looks at the record as soon as it is woken, and waits anew with a token of its own", async () => {
    let looks = 0;
    const far = "2999-01-01T00:00:00.000Z";
    const { calls, result } = run({
      settle: () => ({ go: looks++ < 2 ? `wait:${first!.stage}` : "end", until: far }),
      token: () => Promise.resolve(),
    });
    expect(await result).toMatchObject({ go: "end" });
    expect(calls).toEqual([
      "Look at the record",
      `Answer: ${first!.title}`,
      "Look at the record",
      `Answer: ${first!.title}`,
      "Look at the record",
    ]);
  });

  it("looks at the record when nobody has answered for as long as an execution can last", async () => {
    let looks = 0;
    const { calls, result } = run({
      settle: () => ({ go: looks++ === 0 ? `wait:${first!.stage}` : "end", until: "2999-01-01T00:00:00.000Z" }),
      token: () => Promise.reject(named("States.Timeout")),
    });
    expect(await result).toMatchObject({ go: "end" });
    expect(calls).toEqual(["Look at the record", `Answer: ${first!.title}`, "Look at the record"]);
  });

  it("ends without a fault when another execution has taken its place, wherever it hears of it", async () => {
    const atOnce = run({ settle: () => ({ go: "superseded" }) });
    expect(await atOnce.result).toMatchObject({ go: "superseded" });
    expect(atOnce.calls).toEqual(["Look at the record"]);

    let superseded = false;
    const whileWaiting = run({
      settle: () => ({ go: superseded ? "superseded" : `wait:${second!.stage}` }),
      tick: () => {
        superseded = true;
        return { go: "superseded" };
      },
    });
    expect(await whileWaiting.result).toMatchObject({ go: "superseded" });
  });

  it("tries again what fails in passing", async () => {
    let looks = 0;
    const { calls, result } = run({
      settle: () => {
        if (looks++ < 2) throw named("TransientError");
        return { go: "end" };
      },
    });
    expect(await result).toMatchObject({ go: "end" });
    expect(calls).toHaveLength(3);
  });

  it.each([
    ["the look at the record", { settle: () => fail("Defect") }],
    ["a moment inside the wait", { settle: () => ({ go: `wait:${first!.stage}` }), tick: () => fail("Defect") }],
    [
      "keeping the token",
      {
        settle: () => ({ go: `wait:${first!.stage}`, until: "2999-01-01T00:00:00Z" }),
        token: async () => fail("Defect"),
      },
    ],
  ])("fails for good, for the alarm to tell, when %s does", async (_, tasks) => {
    const { calls, result } = run(tasks);
    await expect(result).rejects.toThrow(/history of this execution/);
    expect(calls.length).toBeLessThanOrEqual(3);
  });

  it("fails when a task names a stage that the policy does not have", async () => {
    await expect(run({ settle: () => ({ go: "open:court" }) }).result).rejects.toThrow(/does not have/);
  });

  function fail(name: string): never {
    throw named(name);
  }
});

describe("the state machine of practice alerts", () => {
  const definition = alertStateMachine();

  it("MED-17 is valid Amazon States Language, opens the group once and waits in it", () => {
    const { isValid, errorsText } = validate(filled(definition), { checkPaths: true, checkArn: true });
    expect(errorsText()).toBe("");
    expect(isValid).toBe(true);
    expect([...choicesOf(definition).keys()]).toEqual(["open:the-group", "wait:the-group", "end", "superseded"]);
  });

  it("asks its own functions and none of the escalations'", () => {
    const asked = new Set(tasksOf(definition).map((each) => each.state.Parameters.FunctionName));
    expect([...asked].toSorted()).toEqual(alertPlaceholders.map((each) => `\${${each}}`).toSorted());
  });
});
