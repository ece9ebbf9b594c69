import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test, vi } from "vitest";
import { instantToMs, openClock } from "../../../infra/local/clock.ts";
import { startStepFunctions } from "../../../infra/local/step-functions/index.ts";
import { createTimeMachine } from "../../../infra/local/time-machine.ts";
import type { TimeMachineOptions } from "../../../infra/local/time-machine.ts";

const MACHINE = "arn:aws:states:eu-west-2:000000000000:stateMachine:escalation";
const START = "2025-03-03T09:00:00.000Z";
const DAY_MS = 86_400_000;
const plusDays = (instant: string, days: number) => new Date(instantToMs(instant) + days * DAY_MS).toISOString();

let closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

const task = (name: string, more: object, resource = "lambda:invoke") => ({
  Type: "Task",
  Resource: `arn:aws:states:::${resource}`,
  Parameters: {
    FunctionName: name,
    Payload: {
      "reference.$": "$$.Execution.Name",
      ...(resource === "lambda:invoke" ? {} : { "token.$": "$$.Task.Token" }),
    },
  },
  TimeoutSeconds: 99_999_999,
  Retry: [{ ErrorEquals: ["Transient"], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }],
  ...more,
});
const payload = { ResultSelector: { "until.$": "$.Payload.until", "way.$": "$.Payload.way" } };

/** The wait of one stage: a token against the moments of the policy, whichever comes first. */
const WAITING = {
  StartAt: "Open",
  States: {
    Open: task("open", { ...payload, Next: "Wait" }),
    Wait: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Answer",
          States: {
            Answer: task("await", { ResultPath: null, Next: "Answered" }, "lambda:invoke.waitForTaskToken"),
            Answered: { Type: "Fail", Error: "Answered" },
          },
        },
        {
          StartAt: "Until",
          States: {
            Until: { Type: "Wait", TimestampPath: "$.until", Next: "Tick" },
            Tick: task("tick", { ...payload, Next: "Moment?" }),
            "Moment?": {
              Type: "Choice",
              Choices: [{ Variable: "$.way", StringEquals: "settle", Next: "Reached" }],
              Default: "Until",
            },
            Reached: { Type: "Fail", Error: "MomentReached" },
          },
        },
      ],
      Catch: [{ ErrorEquals: ["Answered", "MomentReached"], ResultPath: "$.ended", Next: "Settle" }],
      Next: "Settle",
    },
    Settle: task("settle", { ...payload, Next: "Way?" }),
    "Way?": {
      Type: "Choice",
      Choices: [{ Variable: "$.way", StringEquals: "wait", Next: "Wait" }],
      Default: "Closed",
    },
    Closed: { Type: "Succeed" },
  },
};

interface Round {
  readonly until: string;
  readonly way: "settle" | "wait" | "closed" | "again";
}

interface Setup {
  readonly definition?: object;
  readonly tick?: (reference: string, at: string) => Round | Promise<Round>;
  readonly settle?: (reference: string, at: string) => Round;
  readonly until?: (reference: string) => string;
  readonly more?: Partial<TimeMachineOptions>;
}

async function open({ definition = WAITING, tick, settle, until, more = {} }: Setup = {}) {
  const clock = openClock(undefined, { start: START });
  clock.hold();
  const begin = clock.now();
  clock.release();
  const log: string[] = [];
  const tokens: { reference: string; token: string }[] = [];
  const functions: Record<string, (reference: string, token: string) => unknown> = {
    open: (reference) => ({ until: until?.(reference) ?? plusDays(begin, 1), way: "again" }),
    await: (reference, token) => void tokens.push({ reference, token }),
    tick: (reference) => tick?.(reference, clock.now()) ?? { until: plusDays(clock.now(), 1), way: "settle" },
    settle: (reference) => settle?.(reference, clock.now()) ?? { until: clock.now(), way: "closed" },
  };
  const server = await startStepFunctions({
    clock,
    machines: { [MACHINE]: definition },
    invoke: async (name, given) => {
      const { reference, token = "" } = given as { reference: string; token?: string };
      const before = clock.held() ? clock.now() : undefined;
      // Functions talk to other servers: they are not over in one turn.
      for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
      const result = await functions[name]?.(reference, token);
      if (before !== undefined && clock.now() !== before) throw new Error(`the clock moved while ${name} ran`);
      log.push(`${clock.now()} ${name} ${reference}`);
      return result;
    },
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
  const machine = createTimeMachine({ clock, stepFunctions: server, busy: () => 0, ...more });
  const start = async (name: string) => {
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: MACHINE, name, input: "{}" }),
    );
    await server.quiet();
    return executionArn as string;
  };
  const signal = (token: string | undefined) =>
    client.send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" }));
  const status = async (executionArn: string) =>
    (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
  return { clock, begin, server, machine, start, signal, status, log, tokens };
}

describe("the wait of a stage", () => {
  test("goes on over several rounds, each with its own token, by moments and by answers", async () => {
    let settled = 0;
    const { machine, begin, start, signal, status, log, tokens, server } = await open({
      tick: (_, at) => ({ until: plusDays(at, 1), way: at < plusDays(begin, 2.5) ? "again" : "settle" }),
      settle: (_, at) => ({ until: plusDays(at, 5), way: ++settled < 3 ? "wait" : "closed" }),
    });
    const arn = await start("A");
    expect(tokens).toHaveLength(1);

    // Moments on days 1, 2 and 3; the third settles, and the stage waits again, until day 8.
    await machine.moveTo(plusDays(begin, 4));
    expect(log.filter((line) => /tick|settle/.test(line))).toEqual([
      `${plusDays(begin, 1)} tick A`,
      `${plusDays(begin, 2)} tick A`,
      `${plusDays(begin, 3)} tick A`,
      `${plusDays(begin, 3)} settle A`,
    ]);
    expect(tokens).toHaveLength(2);
    await expect(signal(tokens[0]?.token)).rejects.toBeInstanceOf(TaskTimedOut);

    // An answer on day 4 settles at once; the moment of day 8 is gone with its branch.
    await signal(tokens[1]?.token);
    await server.quiet();
    expect([settled, tokens.length]).toEqual([2, 3]);
    await expect(signal(tokens[1]?.token)).rejects.toBeInstanceOf(TaskTimedOut);
    const before = log.length;
    await machine.moveTo(plusDays(begin, 8.5));
    expect(log).toHaveLength(before);

    // The third round's own moment, day 9, closes.
    await machine.moveTo(plusDays(begin, 30));
    expect(await status(arn)).toBe("SUCCEEDED");
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(3);
    expect(await server.nextTimer()).toBeUndefined();
  });

  test("ends once, whichever of an answer and a moment comes first", async () => {
    for (const lead of [-1, 0, 1]) {
      let settled = 0;
      const { machine, begin, start, signal, status, tokens, server } = await open({
        settle: () => ({ until: begin, way: ++settled < 10 ? "closed" : "wait" }),
      });
      const arn = await start("A");
      const moving = machine.moveTo(plusDays(begin, 1));
      const answering = (async () => {
        for (let turns = 0; turns < 4 + 4 * lead; turns++) await new Promise((resolve) => setImmediate(resolve));
        await signal(tokens[0]?.token);
      })();
      const [move, answer] = await Promise.allSettled([moving, answering]);
      await server.quiet();
      expect(move.status).toBe("fulfilled");
      // The answer came first, or it came too late: nothing else.
      expect(answer.status === "fulfilled" || answer.reason instanceof TaskTimedOut).toBe(true);
      expect([settled, await status(arn)]).toEqual([1, "SUCCEEDED"]);
    }
  });

  test("signals itself when the record moved on before its token was kept", async () => {
    const { machine, begin, start, signal, status, tokens } = await open();
    const arn = await start("A");
    await signal(tokens[0]?.token);
    await machine.moveTo(plusDays(begin, 0.5));
    expect(await status(arn)).toBe("SUCCEEDED");
  });

  test("is woken at a deadline sixty days ahead, beyond what a real timer can hold", async () => {
    const { machine, start, log, clock } = await open({ until: () => plusDays(START, 60) });
    await start("A");
    await machine.moveTo(plusDays(START, 59.99));
    expect(log.some((line) => line.includes("tick"))).toBe(false);
    await machine.moveTo(plusDays(START, 61));
    expect(log).toContain(`${plusDays(START, 60)} tick A`);
    expect(instantToMs(clock.now()) - instantToMs(plusDays(START, 61))).toBeLessThan(5_000);
  });

  test("goes on for a year of daily moments, each at its time", async () => {
    const { machine, begin, start, log, status } = await open({
      tick: (_, at) => ({ until: plusDays(at, 1), way: "again" }),
    });
    const arn = await start("A");
    await machine.moveTo(plusDays(begin, 365));
    const ticks = log.filter((line) => line.includes("tick"));
    expect(ticks).toEqual(Array.from({ length: 365 }, (_, n) => `${plusDays(begin, n + 1)} tick A`));
    expect(await status(arn)).toBe("RUNNING");
  });

  test("retries after a virtual pause, and gives up into its way out", async () => {
    let failures = 0;
    const definition = structuredClone(WAITING) as unknown as { States: Record<string, Record<string, unknown>> };
    definition.States["Settle"] = {
      ...definition.States["Settle"],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Alarm" }],
    };
    definition.States["Alarm"] = { Type: "Fail", Error: "Alarm", Cause: "settle failed" };
    const { machine, begin, start, status } = await open({
      definition,
      settle: () => {
        failures++;
        throw Object.assign(new Error("throttled"), { name: "Transient" });
      },
    });
    const arn = await start("A");
    await machine.moveTo(plusDays(begin, 2));
    expect([failures, await status(arn)]).toEqual([4, "FAILED"]);
  });

  test("of two hundred escalations happens in order", async () => {
    const { machine, begin, start, log, server } = await open({
      until: (reference) => plusDays(begin, 1 + (Number(reference) % 7)),
    });
    await Promise.all(Array.from({ length: 200 }, (_, n) => start(String(n))));
    await machine.moveTo(plusDays(begin, 30));
    const ticks = log.filter((line) => line.includes("tick"));
    expect(ticks).toHaveLength(200);
    expect(ticks.map((line) => line.slice(0, 24))).toEqual(ticks.map((line) => line.slice(0, 24)).toSorted());
    expect(log.filter((line) => line.includes("settle"))).toHaveLength(200);
    expect(await server.nextTimer()).toBeUndefined();
  });
});

describe("moving the clock", () => {
  test("arrives exactly, tells each step, and runs on", async () => {
    const { machine, begin, start, clock } = await open();
    await start("A");
    const steps: string[] = [];
    await machine.moveTo(plusDays(begin, 3), (instant) => steps.push(instant));
    expect(steps).toEqual([plusDays(begin, 1)]);
    expect(clock.held()).toBe(false);
    expect(clock.nowMs() - instantToMs(plusDays(begin, 3))).toBeLessThan(2_000);
  });

  test("includes what is due exactly at the target", async () => {
    const { machine, begin, start, status } = await open();
    const arn = await start("A");
    await machine.moveTo(plusDays(begin, 1));
    expect(await status(arn)).toBe("SUCCEEDED");
  });

  test("refuses to go back, and text that is no instant", async () => {
    const { machine, begin, clock } = await open();
    await machine.moveTo(plusDays(begin, 1));
    await expect(machine.moveTo(begin)).rejects.toThrow("cannot be moved back");
    await expect(machine.moveTo("next week")).rejects.toThrow("is not an instant");
    expect(clock.held()).toBe(false);
  });

  test("makes a second move wait for the first", async () => {
    const { machine, begin, start, log } = await open({
      tick: (_, at) => ({ until: plusDays(at, 1), way: "again" }),
    });
    await start("A");
    const steps: string[] = [];
    await Promise.all([
      machine.moveTo(plusDays(begin, 3), (instant) => steps.push(`one ${instant}`)),
      machine.moveTo(plusDays(begin, 5), (instant) => steps.push(`two ${instant}`)),
    ]);
    expect(steps).toEqual([
      ...[1, 2, 3].map((day) => `one ${plusDays(begin, day)}`),
      ...[4, 5].map((day) => `two ${plusDays(begin, day)}`),
    ]);
    expect(log.filter((line) => line.includes("tick"))).toHaveLength(5);
  });

  test("waits for requests elsewhere before the next step", async () => {
    let requests = 0;
    const seen: number[] = [];
    const { machine, begin, start } = await open({
      tick: (_, at) => {
        // A request that outlives the function that made it.
        requests++;
        setTimeout(() => requests--, 20);
        return { until: plusDays(at, 1), way: "again" };
      },
      more: { busy: () => requests },
    });
    await start("A");
    await machine.moveTo(plusDays(begin, 3), () => seen.push(requests));
    expect(seen).toEqual([0, 0, 0]);
  });

  test("runs schedules at their own time, in order with everything else", async () => {
    const happened: string[] = [];
    let next = plusDays(START, 0.5);
    const { machine, begin, start, clock } = await open({
      tick: (_, at) => {
        happened.push(`${at} tick`);
        return { until: plusDays(at, 1), way: "again" };
      },
      more: {
        nextSchedule: () => instantToMs(next),
        between: async () => {
          while (instantToMs(next) <= clock.nowMs()) {
            happened.push(`${next} schedule`);
            next = plusDays(next, 1);
          }
        },
      },
    });
    await start("A");
    await machine.moveTo(plusDays(START, 2.75));
    expect(happened).toEqual([
      `${plusDays(START, 0.5)} schedule`,
      `${plusDays(begin, 1)} tick`,
      `${plusDays(START, 1.5)} schedule`,
      `${plusDays(begin, 2)} tick`,
      `${plusDays(START, 2.5)} schedule`,
    ]);
  });

  const circle = (timestamp: string) => ({
    StartAt: "Until",
    States: {
      Until: { Type: "Wait", Timestamp: timestamp, Next: "Again?" },
      "Again?": {
        Type: "Choice",
        Choices: [{ Variable: "$.enough", IsPresent: true, Next: "Enough" }],
        Default: "Until",
      },
      Enough: { Type: "Succeed" },
    },
  });

  test("throws rather than hang when an execution waits for what has been, over and over", async () => {
    const { machine, begin, start, clock } = await open({
      definition: circle("2025-03-01T00:00:00.000Z"),
      more: { mostStepsAtOneInstant: 500 },
    });
    clock.hold();
    await start("A");
    await expect(machine.moveTo(plusDays(begin, 1))).rejects.toThrow("goes round in circles");
    expect(clock.held()).toBe(false);
  });

  test("goes on past an execution that goes round without any wait: it fails, as in the cloud", async () => {
    const { machine, begin, start, status } = await open({ definition: circle(plusDays(START, 0.5)) });
    const arn = await start("A");
    await machine.moveTo(plusDays(START, 0.5));
    expect(await status(arn)).toBe("FAILED");
    await machine.moveTo(plusDays(begin, 2));
  });

  test("throws rather than hang when a function does not return, and names it", async () => {
    let finish = (): void => undefined;
    const { machine, begin, start } = await open({
      tick: (_, at) => new Promise((resolve) => (finish = () => resolve({ until: at, way: "settle" }))),
      more: { patienceMs: 60 },
    });
    await start("A");
    await expect(machine.moveTo(plusDays(begin, 2))).rejects.toThrow(/did not come to rest.*tick/);
    finish();
    await machine.moveTo(plusDays(begin, 3));
  });

  test("has patience with a step for as long as something goes on in it, and none once nothing does", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    closing.push(() => void vi.useRealTimers());
    const clock = openClock(undefined, { start: START });
    closing.push(() => clock.close());
    let activity = 0;
    const never = {
      quiet: () => new Promise<never>(() => undefined),
      inFlight: () => ["Settle"],
      fireNext: async () => undefined,
      activity: () => activity,
    };
    const machine = createTimeMachine({ clock, stepFunctions: never, busy: () => 0, patienceMs: 60_000 });
    let said = "";
    const moved = machine.moveTo(plusDays(START, 1)).catch((error: Error) => (said = error.message));
    for (let minute = 0; minute < 10; minute++) {
      await new Promise((resolve) => setImmediate(resolve));
      activity++;
      vi.advanceTimersByTime(60_000);
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(said).toBe("");
    vi.advanceTimersByTime(60_000);
    await moved;
    expect(said).toMatch(/did not come to rest, and nothing went on for 60 s.*Settle/);
  });
});
