import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "vitest";
import { openClock } from "../../../../infra/local/clock.ts";
import { startStepFunctions } from "../../../../infra/local/step-functions/index.ts";
import type { StatusChange } from "../../../../infra/local/step-functions/index.ts";
import { arnOf, awaitToken, closeAfterwards, closeAll, invoke, open, PAST, START } from "./support.ts";

afterEach(closeAll);

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
    closeAfterwards(() => server.close());
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
