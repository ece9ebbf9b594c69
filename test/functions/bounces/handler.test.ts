/** The function as the queue calls it. */
import type { Context, SQSEvent } from "aws-lambda";
import { expect, test, vi } from "vitest";

test("ALL-09 of a batch, exactly what could not be put on record is given back to the queue", async () => {
  vi.stubEnv("AWS_REGION", "eu-west-2");
  vi.stubEnv("RECORD_TABLE", "record");
  vi.stubEnv("WORKING_TABLE", "working");
  vi.stubEnv("STATE_MACHINE_PREFIX", "arn:aws:states:eu-west-2:000000000000:stateMachine:");
  const { handler } = await import("../../../functions/bounces/handler.ts");
  vi.unstubAllEnvs();
  const record = (messageId: string, body: string) => ({ messageId, body }) as SQSEvent["Records"][number];
  const delayed = JSON.stringify({ eventType: "DeliveryDelay", mail: { messageId: "m" } });
  const event = { Records: [record("first", "not a report"), record("second", delayed), record("third", "{}")] };
  // What SES says once of itself, when it is told where to publish.
  event.Records.push(record("fourth", "Successfully validated SNS topic for Amazon SES event publishing."));
  const context = { awsRequestId: "r", functionName: "bounces" } as Context;
  expect(await handler(event, context)).toEqual({
    batchItemFailures: [{ itemIdentifier: "first" }, { itemIdentifier: "third" }],
  });
});
