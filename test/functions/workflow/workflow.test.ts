import { mockClient } from "aws-sdk-client-mock";
import {
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { machineName, stepFunctionsWorkflow, type Workflow } from "../../../functions/workflow/workflow.ts";
import { openClock, type LocalClock } from "../../../infra/local/clock.ts";
import { startStepFunctions, type LocalStepFunctions } from "../../../infra/local/step-functions/index.ts";
import { awsError, failing } from "../../support/doubles.ts";
import { startDatabase, stateMachinePrefix, type Database } from "../../support/stack.ts";

const knowsley = { id: "knowsley", version: "2020-06" };
const arn = (name: string) => `arn:aws:states:eu-west-2:000000000000:execution:escalation-knowsley-2020-06:${name}`;

/** A machine that waits for its token, of which the newest is in `tokens`. */
const waiting = {
  StartAt: "Wait for an answer",
  States: {
    "Wait for an answer": {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Parameters: { FunctionName: "Await", Payload: { "token.$": "$$.Task.Token", "input.$": "$$.Execution.Input" } },
      Next: "Done",
    },
    Done: { Type: "Succeed" },
  },
};

let database: Database;
let clock: LocalClock;
let server: LocalStepFunctions;
let sfn: SFNClient;
let tables: { record: string; working: string };
const tokens: string[] = [];
const inputs: unknown[] = [];
const ended: string[] = [];
const logged: unknown[] = [];

beforeAll(async () => {
  database = await startDatabase();
  clock = openClock(undefined, { start: "2026-11-17T10:00:00.000Z" });
  clock.hold();
  server = await startStepFunctions({
    clock,
    machines: { [`${stateMachinePrefix}${machineName(knowsley)}`]: waiting },
    invoke: async (_name, payload) => {
      const { token, input } = payload as { token: string; input: unknown };
      tokens.push(token);
      inputs.push(input);
    },
    onStatusChange: ({ name, status }) => {
      if (status !== "RUNNING") ended.push(`${name} ${status}`);
    },
  });
  sfn = new SFNClient({
    region: "eu-west-2",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  sfn.destroy();
  await server.close();
  clock.close();
  await database.close();
});
beforeEach(async () => {
  tables = await database.freshTables();
  for (const list of [tokens, inputs, ended, logged]) list.length = 0;
});

const over = (client: SFNClient, dynamoDB = database.dynamoDB): Workflow =>
  stepFunctionsWorkflow(client, dynamoDB, { workingTable: tables.working, stateMachinePrefix }, (...line) =>
    logged.push(line),
  );

/** What the mock makes answers as the client does, and is of no type of its. */
const overMock = (client: { readonly send: unknown }) => over(client as SFNClient);

describe("starting", () => {
  test("ALL-13 an execution is named by reference and number, and knows nothing else", async () => {
    expect(await over(sfn).start({ reference: "AAAA-2222", execution: 1, policy: knowsley })).toBe("runs");
    await server.quiet();
    expect(inputs).toEqual([{ reference: "AAAA-2222", execution: 1 }]);
  });

  test("one that runs is found running, however many start it at once, and runs once", async () => {
    const workflow = over(sfn);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => workflow.start({ reference: "BBBB-2222", execution: 1, policy: knowsley })),
    );
    expect(new Set(results)).toEqual(new Set(["runs"]));
    await server.quiet();
    expect(inputs).toEqual([{ reference: "BBBB-2222", execution: 1 }]);
  });

  test("one that is over has ended, and is not started a second time", async () => {
    const workflow = over(sfn);
    await workflow.start({ reference: "CCCC-2222", execution: 1, policy: knowsley });
    await server.quiet();
    await workflow.wake(tokens[0] ?? "");
    await server.quiet();
    expect(ended).toEqual(["CCCC-2222-1 SUCCEEDED"]);
    expect(await workflow.start({ reference: "CCCC-2222", execution: 1, policy: knowsley })).toBe("ended");
    expect(await workflow.start({ reference: "CCCC-2222", execution: 2, policy: knowsley })).toBe("runs");
  });

  test("one that began at an instant asked for, or later, has just started; one from before it runs", async () => {
    const workflow = over(sfn);
    const escalation = { reference: "QQQQ-2222", execution: 1, policy: knowsley };
    expect(await workflow.start(escalation, "2026-11-17T10:00:00.000Z")).toBe("started");
    expect(await workflow.start(escalation, "2026-11-17T10:00:00.000Z")).toBe("started");
    expect(await workflow.start(escalation, "2026-11-17T10:01:00.000Z")).toBe("runs");
    expect(await workflow.start(escalation)).toBe("runs");
  });

  test("what Step Functions refuses for any other reason is thrown", async () => {
    const throttled = mockClient(new SFNClient({ region: "eu-west-2" }))
      .on(StartExecutionCommand)
      .rejects(awsError("ThrottlingException"));
    await expect(overMock(throttled).start({ reference: "DDDD-2222", execution: 1, policy: knowsley })).rejects.toThrow(
      "ThrottlingException, on purpose",
    );
  });

  test.each([
    ["knowsley", "2020-06", "escalation-knowsley-2020-06"],
    ["medway", "1.2", "escalation-medway-1-2"],
  ])("the machine of policy %s %s is %s", (id, version, name) => {
    expect(machineName({ id, version })).toBe(name);
  });
});

describe("stopping", () => {
  test("ends an execution, and one that is gone or was never there is as good", async () => {
    const workflow = over(sfn);
    const escalation = { reference: "EEEE-2222", execution: 1, policy: knowsley };
    await workflow.start(escalation);
    await server.quiet();
    await workflow.stop(escalation);
    await server.quiet();
    expect(ended).toEqual(["EEEE-2222-1 ABORTED"]);
    await workflow.stop(escalation);
    await workflow.stop({ ...escalation, execution: 99 });
    expect(await workflow.start(escalation)).toBe("ended");
    expect(arn("EEEE-2222-1")).toContain("execution:escalation-knowsley-2020-06:EEEE-2222-1");
  });
});

describe("signalling", () => {
  test("without a token nothing happens, and nothing is complained of", async () => {
    await over(sfn).signal("FFFF-2222");
    expect(logged).toEqual([]);
    expect(ended).toEqual([]);
  });

  test("wakes the execution that waits, by the token that was kept", async () => {
    const workflow = over(sfn);
    await workflow.start({ reference: "GGGG-2222", execution: 1, policy: knowsley });
    await server.quiet();
    await workflow.keepToken("GGGG-2222", tokens[0] ?? "");
    await workflow.signal("GGGG-2222");
    await server.quiet();
    expect(ended).toEqual(["GGGG-2222-1 SUCCEEDED"]);
  });

  test("a second signal finds the token used up, and that is normal", async () => {
    const workflow = over(sfn);
    await workflow.start({ reference: "HHHH-2222", execution: 1, policy: knowsley });
    await server.quiet();
    await workflow.keepToken("HHHH-2222", tokens[0] ?? "");
    await workflow.signal("HHHH-2222");
    await workflow.signal("HHHH-2222");
    expect(logged).toEqual([]);
  });

  test("the newest token is the one that counts", async () => {
    const workflow = over(sfn);
    await workflow.start({ reference: "JJJJ-2222", execution: 1, policy: knowsley });
    await server.quiet();
    await workflow.keepToken("JJJJ-2222", "an old one");
    await workflow.keepToken("JJJJ-2222", tokens[0] ?? "");
    await workflow.signal("JJJJ-2222");
    await server.quiet();
    expect(ended).toEqual(["JJJJ-2222-1 SUCCEEDED"]);
  });

  test("a token that comes late, from a wait or an execution that is over, does not take a newer one's place", async () => {
    const workflow = over(sfn);
    await workflow.start({ reference: "KKKK-2222", execution: 2, policy: knowsley });
    await server.quiet();
    await workflow.keepToken("KKKK-2222", tokens[0] ?? "", { execution: 2, version: 5 });
    await workflow.keepToken("KKKK-2222", "of an earlier wait", { execution: 2, version: 4 });
    await workflow.keepToken("KKKK-2222", "of a superseded execution", { execution: 1, version: 9 });
    await workflow.signal("KKKK-2222");
    await server.quiet();
    expect(ended).toEqual(["KKKK-2222-2 SUCCEEDED"]);
  });

  test("a token of a later wait, and of a later execution, takes the place of an earlier one's", async () => {
    const workflow = over(sfn);
    await workflow.start({ reference: "LLLL-2222", execution: 3, policy: knowsley });
    await server.quiet();
    await workflow.keepToken("LLLL-2222", "of an earlier execution", { execution: 2, version: 9 });
    await workflow.keepToken("LLLL-2222", "of an earlier wait", { execution: 3, version: 6 });
    await workflow.keepToken("LLLL-2222", tokens[0] ?? "", { execution: 3, version: 6 });
    await workflow.signal("LLLL-2222");
    await server.quiet();
    expect(ended).toEqual(["LLLL-2222-3 SUCCEEDED"]);
  });

  test.each([
    ["TaskTimedOut", new TaskTimedOut({ message: "gone", $metadata: {} })],
    ["InvalidToken", new InvalidToken({ message: "never heard of", $metadata: {} })],
    ["TaskDoesNotExist", new TaskDoesNotExist({ message: "gone", $metadata: {} })],
  ])("%s is what a late answer looks like: nothing is thrown and nothing is logged", async (_name, error) => {
    const client = mockClient(new SFNClient({ region: "eu-west-2" }))
      .on(SendTaskSuccessCommand)
      .rejects(error);
    const workflow = overMock(client);
    await workflow.keepToken("MMMM-2222", "a token");
    await workflow.signal("MMMM-2222");
    await workflow.wake("a token");
    expect(logged).toEqual([]);
  });

  test("the signal says nothing but “look at the record”", async () => {
    const client = mockClient(new SFNClient({ region: "eu-west-2" }))
      .on(SendTaskSuccessCommand)
      .resolves({});
    const workflow = overMock(client);
    await workflow.keepToken("MMMM-3333", "a token");
    await workflow.signal("MMMM-3333");
    await workflow.wake("a token");
    expect(client.commandCalls(SendTaskSuccessCommand).map((each) => each.args[0].input)).toEqual([
      { taskToken: "a token", output: "{}" },
      { taskToken: "a token", output: "{}" },
    ]);
  });

  test("throttled, it logs the reference and does not throw, for what is written is written", async () => {
    const client = mockClient(new SFNClient({ region: "eu-west-2" }))
      .on(SendTaskSuccessCommand)
      .rejects(awsError("ThrottlingException"));
    const workflow = overMock(client);
    await workflow.keepToken("NNNN-2222", "a token");
    await workflow.signal("NNNN-2222");
    expect(logged).toEqual([
      [
        "warn",
        "The execution could not be woken; reconcile will do it",
        { reference: "NNNN-2222", error: "ThrottlingException" },
      ],
    ]);
  });

  test("with the table away, it logs and does not throw", async () => {
    const dynamoDB = failing(database.dynamoDB, () => awsError("InternalServerError"));
    await over(sfn, dynamoDB).signal("PPPP-2222");
    expect(logged).toHaveLength(1);
  });
});
