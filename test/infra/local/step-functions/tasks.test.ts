import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "vitest";
import { instantToMs, openClock } from "../../../../infra/local/clock.ts";
import { awaitToken, closeAll, invoke, open, PAST, START } from "./support.ts";

afterEach(closeAll);

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
