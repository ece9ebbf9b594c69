import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "vitest";
import { startStepFunctions } from "../../../../infra/local/step-functions/index.ts";
import { arnOf, closeAll, open } from "./support.ts";

afterEach(closeAll);

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
