import { afterEach, describe, expect, test } from "vitest";
import { prepareDefinition } from "../../../../infra/local/step-functions/definition.ts";
import { awaitToken, closeAll, invoke, open } from "./support.ts";

afterEach(closeAll);

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
