import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "vitest";
import { instantToMs, openClock } from "../../../infra/local/clock.ts";
import type { LocalClock } from "../../../infra/local/clock.ts";
import { prepareDefinition } from "../../../infra/local/step-functions/definition.ts";
import { startStepFunctions } from "../../../infra/local/step-functions/index.ts";
import type { StatusChange } from "../../../infra/local/step-functions/index.ts";
import { VirtualTimers } from "../../../infra/local/step-functions/timers.ts";

const START = "2025-03-03T09:00:00.000Z";
const arnOf = (name: string) => `arn:aws:states:eu-west-2:000000000000:stateMachine:${name}`;

let closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

type Functions = Record<string, (payload: Record<string, unknown>) => unknown>;

interface Setup {
  readonly functions?: Functions;
  readonly clock?: LocalClock;
  readonly held?: boolean;
}

async function open(states: Record<string, object>, { functions = {}, clock, held = true }: Setup = {}) {
  const time = clock ?? openClock(undefined, { start: START });
  if (held) time.hold();
  const changes: StatusChange[] = [];
  const machine = { StartAt: Object.keys(states)[0], States: states };
  const server = await startStepFunctions({
    clock: time,
    machines: { [arnOf("m")]: machine },
    invoke: async (name, payload) => functions[name]?.(payload as Record<string, unknown>),
    onStatusChange: (change) => void changes.push(change),
  });
  const client = new SFNClient({
    region: "eu-west-2",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  closing.push(
    () => server.close(),
    () => client.destroy(),
  );
  const start = async (name: string, input: unknown = {}) =>
    (await client.send(new StartExecutionCommand({ stateMachineArn: arnOf("m"), name, input: JSON.stringify(input) })))
      .executionArn as string;
  const describeExecution = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
  /** Moves the held clock and fires everything due, in order. */
  const until = async (instant: string) => {
    for (;;) {
      await server.quiet();
      const next = await server.nextTimer();
      if (next === undefined || next > instantToMs(instant)) break;
      time.hold(Math.max(next, time.nowMs()));
      await server.fireNext();
    }
    time.hold(instantToMs(instant));
  };
  return { server, client, clock: time, changes, start, describeExecution, until };
}

const invoke = (name: string, more: object = { End: true }, payload: object = { "input.$": "$" }) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: name, Payload: payload },
  OutputPath: "$.Payload",
  ...more,
});

const awaitToken = (name: string, more: object = { End: true }) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
  Parameters: { FunctionName: name, Payload: { "token.$": "$$.Task.Token" } },
  TimeoutSeconds: 99_999_999,
  ...more,
});

const PAST = { name: "TaskTimedOut", message: "Task Timed Out: 'Provided task does not exist anymore'" };

describe("executions", () => {
  test("run to their end, and are described with times by the service's clock", async () => {
    const { start, describeExecution, server, changes } = await open(
      { Work: invoke("work") },
      { functions: { work: ({ input }) => ({ got: input, at: new Date(0) }) } },
    );
    const arn = await start("A-1", { reference: "A" });
    expect(arn).toBe("arn:aws:states:eu-west-2:000000000000:execution:m:A-1");
    await server.quiet();
    expect(await describeExecution(arn)).toMatchObject({
      executionArn: arn,
      stateMachineArn: arnOf("m"),
      name: "A-1",
      status: "SUCCEEDED",
      input: '{"reference":"A"}',
      output: '{"got":{"reference":"A"},"at":"1970-01-01T00:00:00.000Z"}',
      startDate: new Date(changes[0]?.startDate as string),
      stopDate: new Date(changes[0]?.startDate as string),
    });
    expect(changes.map(({ status, name, input, stopDate }) => [status, name, input, stopDate !== undefined])).toEqual([
      ["RUNNING", "A-1", '{"reference":"A"}', false],
      ["SUCCEEDED", "A-1", '{"reference":"A"}', true],
    ]);
  });

  test("start once under one name, as Step Functions has it", async () => {
    const { client, start, server } = await open({ Pause: { Type: "Wait", Seconds: 60, End: true } });
    const command = (input: string) => new StartExecutionCommand({ stateMachineArn: arnOf("m"), name: "A-1", input });
    const [one, two] = await Promise.all([client.send(command('{"n":1}')), client.send(command('{"n":1}'))]);
    expect(one.executionArn).toBe(two.executionArn);
    expect(one.startDate).toEqual(two.startDate);
    await expect(client.send(command('{"n":2}'))).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await client.send(new StopExecutionCommand({ executionArn: one.executionArn }));
    await expect(client.send(command('{"n":1}'))).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await server.quiet();
    expect(await start("A-2")).toMatch(/A-2$/);
  });

  test("stop at once, with their tokens, and stay stopped", async () => {
    const calls: string[] = [];
    const { client, start, describeExecution, server, until, changes } = await open(
      {
        Answer: awaitToken("ask", {
          Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 5 }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "After" }],
          Next: "After",
        }),
        After: invoke("after"),
      },
      { functions: { ask: ({ token }) => void calls.push(token as string), after: () => void calls.push("after") } },
    );
    const arn = await start("A-1");
    await server.quiet();
    const stopped = await client.send(
      new StopExecutionCommand({ executionArn: arn, error: "Superseded", cause: "by A-2" }),
    );
    expect(stopped.stopDate).toBeInstanceOf(Date);
    expect(await describeExecution(arn)).toMatchObject({ status: "ABORTED", error: "Superseded", cause: "by A-2" });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: calls[0], output: "{}" }))).rejects.toMatchObject(
      PAST,
    );
    expect(await server.nextTimer()).toBeUndefined();
    await until("2029-01-01T00:00:00.000Z");
    expect(calls).toHaveLength(1);
    expect(changes.map(({ status }) => status)).toEqual(["RUNNING", "ABORTED"]);
    await client.send(new StopExecutionCommand({ executionArn: arn }));
    expect((await describeExecution(arn)).error).toBe("Superseded");
  });

  test("stopped during a retry's pause, invoke nothing more", async () => {
    let calls = 0;
    const work = () => {
      calls++;
      throw new Error("no");
    };
    const { client, start, server } = await open(
      { Work: invoke("work", { Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 60 }], End: true }) },
      { functions: { work } },
    );
    const executionArn = await start("A-1");
    await server.quiet();
    await client.send(new StopExecutionCommand({ executionArn }));
    await server.quiet();
    expect(calls).toBe(1);
    expect(await server.nextTimer()).toBeUndefined();
  });

  test("are listed by status, newest first, page by page", async () => {
    const { client, start } = await open({ Pause: { Type: "Wait", Seconds: 60, End: true } });
    const arns = [await start("A-1"), await start("A-2"), await start("A-3")];
    await client.send(new StopExecutionCommand({ executionArn: arns[1] }));
    const list = async (more: object) => {
      const answer = await client.send(new ListExecutionsCommand({ stateMachineArn: arnOf("m"), ...more }));
      return { names: answer.executions?.map(({ name }) => name), nextToken: answer.nextToken };
    };
    expect((await list({ statusFilter: "RUNNING" })).names).toEqual(["A-3", "A-1"]);
    expect((await list({ statusFilter: "ABORTED" })).names).toEqual(["A-2"]);
    const first = await list({ maxResults: 2 });
    expect(first.names).toEqual(["A-3", "A-2"]);
    expect((await list({ maxResults: 2, nextToken: first.nextToken })).names).toEqual(["A-1"]);
  });

  test("that exceed the machine's own timeout are TIMED_OUT", async () => {
    const clock = openClock(undefined, { start: START });
    clock.hold();
    const changes: StatusChange[] = [];
    const server = await startStepFunctions({
      clock,
      machines: {
        [arnOf("m")]: { TimeoutSeconds: 90, StartAt: "P", States: { P: { Type: "Wait", Seconds: 900, End: true } } },
      },
      invoke: async () => null,
      onStatusChange: (change) => void changes.push(change),
    });
    closing.push(() => server.close());
    const started = await fetch(server.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "AWSStepFunctions.StartExecution" },
      body: JSON.stringify({ stateMachineArn: arnOf("m"), name: "A-1" }),
    });
    expect(started.status).toBe(200);
    clock.hold(await server.nextTimer());
    await server.fireNext();
    await server.quiet();
    expect(changes.at(-1)).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
  });

  test("have a history with the service's times", async () => {
    const { client, start, until } = await open({
      Pause: { Type: "Wait", Timestamp: "2025-06-01T00:00:00.000Z", Next: "Done" },
      Done: { Type: "Succeed" },
    });
    const executionArn = await start("A-1", { a: 1 });
    await until("2025-06-01T00:00:00.000Z");
    await until("2025-06-01T00:00:00.000Z");
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ type, timestamp }) => [type, timestamp?.toISOString().slice(0, 10)])).toEqual([
      ["ExecutionStarted", "2025-03-03"],
      ["WaitStateEntered", "2025-03-03"],
      ["WaitStateExited", "2025-06-01"],
      ["SucceedStateEntered", "2025-06-01"],
      ["SucceedStateExited", "2025-06-01"],
      ["ExecutionSucceeded", "2025-06-01"],
    ]);
    expect(events[1]?.stateEnteredEventDetails).toEqual({ name: "Pause", input: '{"a":1}' });
    const { events: backwards = [] } = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }),
    );
    expect(backwards[0]?.type).toBe("ExecutionSucceeded");
  });

  test("see themselves in the context, in branches too", async () => {
    const payloads: unknown[] = [];
    const payload = {
      "name.$": "$$.Execution.Name",
      "input.$": "$$.Execution.Input",
      "state.$": "$$.State.Name",
      "started.$": "$$.Execution.StartTime",
      "machine.$": "$$.StateMachine.Name",
      "text.$": "States.Format('{} in {}', $$.Execution.Name, $$.State.Name)",
    };
    const { start, server, clock } = await open(
      {
        Change: { Type: "Pass", Parameters: { changed: true }, Next: "Both" },
        Both: {
          Type: "Parallel",
          Branches: [
            { StartAt: 'The "inner" one\'s', States: { 'The "inner" one\'s': invoke("see", { End: true }, payload) } },
          ],
          Next: "Outer",
        },
        Outer: invoke("see", { End: true }, payload),
      },
      { functions: { see: (seen) => void payloads.push(seen) } },
    );
    await start("A-1", { reference: "A" });
    await server.quiet();
    const same = { name: "A-1", input: { reference: "A" }, started: clock.now(), machine: "m" };
    expect(payloads).toEqual([
      { ...same, state: 'The "inner" one\'s', text: 'A-1 in The "inner" one\'s' },
      { ...same, state: "Outer", text: "A-1 in Outer" },
    ]);
  });

  test("two hundred at once", async () => {
    const { start, until, client } = await open(
      { Pause: { Type: "Wait", TimestampPath: "$.until", Next: "Work" }, Work: invoke("work") },
      { functions: { work: async () => ({ done: true }) } },
    );
    const days = Array.from({ length: 200 }, (_, n) => new Date(Date.UTC(2025, 3, 1 + (n % 50))).toISOString());
    await Promise.all(days.map((day, n) => start(`A-${n}`, { until: day })));
    await until("2026-01-01T00:00:00.000Z");
    const ended = await client.send(
      new ListExecutionsCommand({ stateMachineArn: arnOf("m"), statusFilter: "SUCCEEDED", maxResults: 1000 }),
    );
    expect(ended.executions).toHaveLength(200);
    expect(ended.executions?.find(({ name }) => name === "A-7")?.stopDate?.toISOString()).toBe(days[7]);
  });
});

describe("tasks", () => {
  test("that fail are retried with backoff by the service's clock, then caught", async () => {
    const at: string[] = [];
    const setup = openClock(undefined, { start: START });
    setup.hold(instantToMs("2025-03-03T10:00:00.000Z"));
    const work = () => {
      at.push(setup.now());
      throw Object.assign(new Error("busy"), { name: "TooManyRequests" });
    };
    const { start, describeExecution, until } = await open(
      {
        Work: invoke("work", {
          Retry: [{ ErrorEquals: ["TooManyRequests"], IntervalSeconds: 60, MaxAttempts: 3, BackoffRate: 10 }],
          Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Alarm" }],
          End: true,
        }),
        Alarm: { Type: "Pass", End: true },
      },
      { functions: { work }, clock: setup },
    );
    const arn = await start("A-1", { reference: "A" });
    await until("2025-03-04T00:00:00.000Z");
    expect(at.map((instant) => instant.slice(11, 19))).toEqual(["10:00:00", "10:01:00", "10:11:00", "11:51:00"]);
    const { output = "", status } = await describeExecution(arn);
    expect(status).toBe("SUCCEEDED");
    expect(JSON.parse(output)).toEqual({
      reference: "A",
      error: { Error: "TooManyRequests", Cause: '{"errorMessage":"busy","errorType":"TooManyRequests"}' },
    });
  });

  test("that fail with nobody to catch it fail the execution with the function's error", async () => {
    const work = () => {
      throw new TypeError("no such thing");
    };
    const { start, describeExecution, server, changes } = await open({ Work: invoke("work") }, { functions: { work } });
    const arn = await start("A-1");
    await server.quiet();
    expect(await describeExecution(arn)).toMatchObject({
      status: "FAILED",
      error: "TypeError",
      cause: '{"errorMessage":"no such thing","errorType":"TypeError"}',
    });
    expect(changes.at(-1)).toMatchObject({ status: "FAILED", error: "TypeError" });
  });

  test("give the whole result of the integration to a ResultSelector, and null for nothing", async () => {
    const { start, describeExecution, server } = await open(
      {
        Work: {
          ...invoke("work"),
          OutputPath: "$",
          ResultSelector: { "payload.$": "$.Payload", "status.$": "$.StatusCode", "version.$": "$.ExecutedVersion" },
        },
      },
      { functions: { work: () => undefined } },
    );
    const arn = await start("A-1");
    await server.quiet();
    expect(JSON.parse((await describeExecution(arn)).output ?? "")).toEqual({
      payload: null,
      status: 200,
      version: "$LATEST",
    });
  });

  test("wait for their token's signal, whatever the function returns", async () => {
    let token = "";
    const { client, start, describeExecution, server } = await open(
      { Answer: awaitToken("ask", { ResultPath: "$.answer", End: true }) },
      { functions: { ask: (payload) => (token = payload["token"] as string) } },
    );
    const arn = await start("A-1", { reference: "A" });
    await server.quiet();
    expect((await describeExecution(arn)).status).toBe("RUNNING");
    await client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
    await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"yes":true}' }));
    await server.quiet();
    expect(JSON.parse((await describeExecution(arn)).output ?? "")).toEqual({ reference: "A", answer: { yes: true } });

    const late = new SendTaskSuccessCommand({ taskToken: token, output: "{}" });
    await expect(client.send(late)).rejects.toMatchObject(PAST);
    await expect(
      client.send(new SendTaskSuccessCommand({ taskToken: "nonsense", output: "{}" })),
    ).rejects.toMatchObject({ name: "InvalidToken" });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: token, output: "{" }))).rejects.toMatchObject({
      name: "InvalidOutput",
    });
  });

  test("know a token from before a restart for one that is out of date", async () => {
    let token = "";
    const states = { Answer: awaitToken("ask") };
    const functions = { ask: (payload: Record<string, unknown>) => (token = payload["token"] as string) };
    const before = await open(states, { functions });
    await before.start("A-1");
    await before.server.quiet();
    const after = await open(states, { functions });
    await expect(
      after.client.send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" })),
    ).rejects.toMatchObject(PAST);
  });

  test("with a token can be signalled by their own function while it runs", async () => {
    const setup: { client?: SFNClient } = {};
    const ask = async ({ token }: Record<string, unknown>) => {
      await setup.client?.send(new SendTaskSuccessCommand({ taskToken: token as string, output: '"self"' }));
      throw new Error("too late to matter");
    };
    const { client, start, describeExecution, server } = await open(
      { Answer: awaitToken("ask") },
      { functions: { ask } },
    );
    setup.client = client;
    const arn = await start("A-1");
    await server.quiet();
    expect(await describeExecution(arn)).toMatchObject({ status: "SUCCEEDED", output: '"self"' });
  });

  test("with a token fail by its failure, by their function's error, and by their timeout; each attempt has its own", async () => {
    const tokens: string[] = [];
    const ask = ({ token }: Record<string, unknown>) => {
      tokens.push(token as string);
      if (tokens.length === 2) throw Object.assign(new Error("mail"), { name: "Broken" });
    };
    const { client, start, describeExecution, server, until } = await open(
      {
        Answer: awaitToken("ask", {
          TimeoutSeconds: 5_184_000,
          Retry: [{ ErrorEquals: ["Refused", "Broken"], IntervalSeconds: 1, BackoffRate: 1 }],
          End: true,
        }),
      },
      { functions: { ask } },
    );
    const arn = await start("A-1");
    await server.quiet();
    await client.send(new SendTaskFailureCommand({ taskToken: tokens[0], error: "Refused", cause: "why" }));
    await until("2025-03-03T09:01:00.000Z");
    expect(new Set(tokens).size).toBe(3);
    await until("2025-05-02T00:00:00.000Z");
    expect((await describeExecution(arn)).status).toBe("RUNNING");
    await until("2025-05-02T10:00:00.000Z");
    expect(await describeExecution(arn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    for (const taskToken of tokens) {
      await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }))).rejects.toMatchObject(PAST);
    }
    expect(await server.nextTimer()).toBeUndefined();
  });

  test("without a timeout have Step Functions' own, not the interpreter's 60 seconds", async () => {
    const { start, server, clock } = await open({ Answer: { ...awaitToken("ask"), TimeoutSeconds: undefined } });
    await start("A-1");
    await server.quiet();
    expect((await server.nextTimer()) as number).toBe(clock.nowMs() + 99_999_999_000);
  });

  test("whose timeout cannot be read fail, and leave nothing behind", async () => {
    const tokens: string[] = [];
    const { client, start, describeExecution, server } = await open(
      { Answer: { ...awaitToken("ask"), TimeoutSeconds: undefined, TimeoutSecondsPath: "$.missing" } },
      { functions: { ask: ({ token }) => void tokens.push(token as string) } },
    );
    const arn = await start("A-1");
    await server.quiet();
    expect(await describeExecution(arn)).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: "{}" }))).rejects.toMatchObject(
      PAST,
    );
  });
});

describe("an abandoned branch", () => {
  const both = (other: object, more: object = {}) => ({
    Both: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Answer", States: { Answer: awaitToken("ask") } },
        { StartAt: "Pause", States: { Pause: { Type: "Wait", Seconds: 60, Next: "Enough" }, Enough: other } },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "After" }],
      Next: "After",
      ...more,
    },
    After: { Type: "Wait", Seconds: 600, End: true },
  });

  test("takes its token and its timer with it, at once", async () => {
    const tokens: string[] = [];
    const { client, start, server, until, clock, describeExecution } = await open(
      both({ Type: "Fail", Error: "Enough" }),
      { functions: { ask: ({ token }) => void tokens.push(token as string) } },
    );
    const arn = await start("A-1");
    await until("2025-03-03T09:02:00.000Z");
    expect((await describeExecution(arn)).status).toBe("RUNNING");
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: "{}" }))).rejects.toMatchObject(
      PAST,
    );
    expect((await server.nextTimer()) as number).toBeLessThan(clock.nowMs() + 601_000);
    await until("2025-03-03T10:00:00.000Z");
    expect(await server.nextTimer()).toBeUndefined();
  });

  test("does not take the next round's token with it, even when that follows at once", async () => {
    const tokens: string[] = [];
    const { client, start, until, describeExecution } = await open(
      both({ Type: "Fail", Error: "Enough" }, { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Both" }] }),
      { functions: { ask: ({ token }) => void tokens.push(token as string) } },
    );
    const arn = await start("A-1");
    await until("2025-03-03T09:03:30.000Z");
    expect(tokens).toHaveLength(4);
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: tokens[2], output: "{}" }))).rejects.toMatchObject(
      PAST,
    );
    await client.send(new SendTaskSuccessCommand({ taskToken: tokens[3], output: "{}" }));
    expect((await describeExecution(arn)).status).toBe("RUNNING");
  });

  test("invokes nothing more when it was waiting to retry", async () => {
    let calls = 0;
    const work = () => {
      calls++;
      throw new Error("no");
    };
    const retrying = invoke("work", { Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 600 }], End: true });
    const states = both({ Type: "Fail", Error: "Enough" });
    states.Both.Branches[0] = { StartAt: "Answer", States: { Answer: retrying as never } };
    const { start, until } = await open(states, { functions: { work } });
    await start("A-1");
    await until("2025-03-03T12:00:00.000Z");
    expect(calls).toBe(1);
  });

  test("of a Parallel in a Parallel goes with the outer one", async () => {
    const tokens: string[] = [];
    const inner = {
      Inner: {
        Type: "Parallel",
        Branches: [{ StartAt: "Deep", States: { Deep: awaitToken("ask") } }],
        End: true,
      },
    };
    const states = both({ Type: "Fail", Error: "Enough" });
    states.Both.Branches[0] = { StartAt: "Inner", States: inner as never };
    const { client, start, until } = await open(states, {
      functions: { ask: ({ token }) => void tokens.push(token as string) },
    });
    await start("A-1");
    await until("2025-03-03T09:02:00.000Z");
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: "{}" }))).rejects.toMatchObject(
      PAST,
    );
  });
});

describe("the wire protocol", () => {
  test.each([
    ["StateMachineDoesNotExist", new StartExecutionCommand({ stateMachineArn: arnOf("other") })],
    ["StateMachineDoesNotExist", new DescribeStateMachineCommand({ stateMachineArn: arnOf("other") })],
    ["ExecutionDoesNotExist", new DescribeExecutionCommand({ executionArn: "arn:none" })],
    ["ExecutionDoesNotExist", new StopExecutionCommand({ executionArn: "arn:none" })],
    ["InvalidName", new StartExecutionCommand({ stateMachineArn: arnOf("m"), name: "a b" })],
    ["InvalidExecutionInput", new StartExecutionCommand({ stateMachineArn: arnOf("m"), input: "{" })],
  ])("refuses with %s", async (name, command) => {
    const { client } = await open({ Done: { Type: "Succeed" } });
    await expect(client.send(command as StartExecutionCommand)).rejects.toMatchObject({ name });
  });

  test("answers errors in JSON 1.0, with status 400", async () => {
    const { server } = await open({ Done: { Type: "Succeed" } });
    const ask = async (target: string, body: string) => {
      const answer = await fetch(server.endpoint, { method: "POST", headers: { "x-amz-target": target }, body });
      const { __type } = (await answer.json()) as { __type: string };
      return [answer.status, answer.headers.get("content-type"), __type];
    };
    const json = "application/x-amz-json-1.0";
    expect(await ask("AWSStepFunctions.Dance", "{}")).toEqual([400, json, "UnknownOperationException"]);
    expect(await ask("AWSStepFunctions.toString", "{}")).toEqual([400, json, "UnknownOperationException"]);
    expect(await ask("AWSStepFunctions.StartExecution", "{}")).toEqual([400, json, "ValidationException"]);
    expect(await ask("AWSStepFunctions.StartExecution", "{")).toEqual([400, json, "SerializationException"]);
  });

  test("lists and describes state machines", async () => {
    const { client } = await open({ Done: { Type: "Succeed" } });
    const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
    expect(stateMachines).toMatchObject([{ stateMachineArn: arnOf("m"), name: "m" }]);
    const machine = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arnOf("m") }));
    expect(JSON.parse(machine.definition ?? "")).toHaveProperty("StartAt", "Done");
  });

  test("refuses a port that is taken and a definition that is not valid", async () => {
    const { server, clock } = await open({ Done: { Type: "Succeed" } });
    const options = { clock, invoke: async () => null };
    await expect(
      startStepFunctions({ ...options, machines: {}, port: Number(new URL(server.endpoint).port) }),
    ).rejects.toThrow("EADDRINUSE");
    await expect(
      startStepFunctions({ ...options, machines: { [arnOf("bad")]: { StartAt: "A", States: {} } } }),
    ).rejects.toThrow(/stateMachine:bad.*invalid/s);
  });
});

describe("while the clock runs", () => {
  test("timers fire by themselves, on time", async () => {
    const { start, server, clock, changes } = await open(
      { Pause: { Type: "Wait", TimestampPath: "$.until", End: true } },
      { held: false },
    );
    const dueMs = clock.nowMs() + 50;
    await start("A-1", { until: new Date(dueMs).toISOString() });
    await expect.poll(() => changes.at(-1)?.status, { interval: 5, timeout: 5_000 }).toBe("SUCCEEDED");
    const stopped = instantToMs(changes.at(-1)?.stopDate as string);
    expect(stopped).toBeGreaterThanOrEqual(dueMs);
    expect(stopped).toBeLessThan(dueMs + 2_000);
    await server.quiet();
  });

  test("a timer far beyond 24.8 days does not fire early, and does once the clock has been moved past it", async () => {
    const { start, describeExecution, clock, changes, server } = await open(
      { Pause: { Type: "Wait", TimestampPath: "$.until", End: true } },
      { held: false },
    );
    const arn = await start("A-1", { until: new Date(clock.nowMs() + 60 * 86_400_000).toISOString() });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await server.quiet();
    expect((await describeExecution(arn)).status).toBe("RUNNING");
    clock.hold(clock.nowMs() + 61 * 86_400_000);
    expect((await describeExecution(arn)).status).toBe("RUNNING");
    clock.release();
    await expect.poll(() => changes.at(-1)?.status, { interval: 5, timeout: 5_000 }).toBe("SUCCEEDED");
  });
});

describe("what the interpreter does otherwise than Step Functions", () => {
  test("is worked round: a result path $, tests against false, a timeout that is missing", async () => {
    const { start, server, describeExecution } = await open(
      {
        Work: { ...invoke("work"), OutputPath: "$.Payload", ResultPath: "$", End: undefined, Next: "Choose" },
        Choose: {
          Type: "Choice",
          Choices: [{ Variable: "$.missing", IsPresent: false, Next: "Right" }],
          Default: "Wrong",
        },
        Right: { Type: "Succeed" },
        Wrong: { Type: "Fail" },
      },
      { functions: { work: () => ({ a: 1 }) } },
    );
    const arn = await start("A-1");
    await server.quiet();
    expect(await describeExecution(arn)).toMatchObject({ status: "SUCCEEDED", output: '{"a":1}' });
  });

  test.each([
    ["not run locally", { A: { Type: "Task", Resource: "arn:aws:states:::sns:publish", End: true } }],
    ["no FunctionName", { A: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true } }],
    ["heartbeats", { A: { ...awaitToken("ask"), HeartbeatSeconds: 5 } }],
    [
      "unique",
      {
        A: {
          Type: "Parallel",
          Branches: [{ StartAt: "A", States: { A: { Type: "Succeed" } } }],
          End: true,
        },
      },
    ],
  ])("or refused: %s", (message, states) => {
    expect(() => prepareDefinition({ StartAt: "A", States: states })).toThrow(message);
  });

  test("changes nothing of the definition that was given", () => {
    const definition = { StartAt: "A", States: { A: awaitToken("ask") } };
    const before = JSON.stringify(definition);
    prepareDefinition(definition);
    expect(JSON.stringify(definition)).toBe(before);
  });
});

describe("virtual timers", () => {
  test("fire in the order of their times, then of their setting, and not when cleared", () => {
    let now = 1_000;
    const timers = new VirtualTimers(() => now);
    const fired: string[] = [];
    const set = (name: string, delay: number) => timers.set(() => fired.push(name), delay);
    set("late", 500);
    set("first", 100);
    set("second", 100);
    const cleared = set("cleared", 100);
    set("at once", -5);
    timers.clear(cleared);
    timers.clear(cleared);
    expect(timers.earliestMs()).toBe(1_000);
    expect(timers.fireNext()).toEqual({ atMs: 1_000, setMs: 1_000 });
    expect(timers.fireNext()).toBeUndefined();
    now = 1_499;
    while (timers.fireNext() !== undefined);
    expect(fired).toEqual(["at once", "first", "second"]);
    expect([timers.size, timers.earliestMs()]).toEqual([1, 1_500]);
  });

  test("keep their order among thousands, set and cleared at random", () => {
    let now = 0;
    const timers = new VirtualTimers(() => now);
    const fired: number[] = [];
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const ids = Array.from({ length: 3_000 }, () => {
      const delay = Math.floor(random() * 500);
      return timers.set(() => fired.push(delay), delay);
    });
    ids.filter((_, index) => index % 3 === 0).forEach((id) => timers.clear(id));
    now = 1_000;
    while (timers.fireNext() !== undefined);
    expect(fired).toHaveLength(2_000);
    expect(fired).toEqual(fired.toSorted((a, b) => a - b));
  });
});
