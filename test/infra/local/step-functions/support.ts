/** Step Functions as a laptop has it, with machines of a test and a clock that it holds; asked by the AWS SDK over loopback. */
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { instantToMs, openClock } from "../../../../infra/local/clock.ts";
import type { LocalClock } from "../../../../infra/local/clock.ts";
import { startStepFunctions } from "../../../../infra/local/step-functions/index.ts";
import type { StatusChange } from "../../../../infra/local/step-functions/index.ts";

export const START = "2025-03-03T09:00:00.000Z";
export const arnOf = (name: string) => `arn:aws:states:eu-west-2:000000000000:stateMachine:${name}`;

let closing: (() => Promise<unknown> | void)[] = [];
/** What a test has opened is closed after it, the latest first. */
export const closeAfterwards = (...closes: typeof closing) => void closing.push(...closes);
/** For `afterEach` of each file: what one file has loaded another one finds, so that this cannot be asked for here. */
export async function closeAll() {
  for (const close of closing.toReversed()) await close();
  closing = [];
}

type Functions = Record<string, (payload: Record<string, unknown>) => unknown>;

interface Setup {
  readonly functions?: Functions;
  readonly clock?: LocalClock;
  readonly held?: boolean;
}

/** A server with one machine, “m”, made of these states; the clock is held unless it is to run. */
export async function open(states: Record<string, object>, { functions = {}, clock, held = true }: Setup = {}) {
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
  closeAfterwards(
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

/** A task that a function does. */
export const invoke = (name: string, more: object = { End: true }, payload: object = { "input.$": "$" }) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: name, Payload: payload },
  OutputPath: "$.Payload",
  ...more,
});

/** A task that waits until somebody answers with the token that its function was given. */
export const awaitToken = (name: string, more: object = { End: true }) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
  Parameters: { FunctionName: name, Payload: { "token.$": "$$.Task.Token" } },
  TimeoutSeconds: 99_999_999,
  ...more,
});

/** What is said of a token that is out of date. */
export const PAST = { name: "TaskTimedOut", message: "Task Timed Out: 'Provided task does not exist anymore'" };
