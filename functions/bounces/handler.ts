import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { bouncesOf } from "../container/bounces.ts";
import { started } from "../container/start.ts";
import { handleBounces } from "./bounces.ts";

/** By the queue of what SES reports. Only what failed comes again, and after some times lies in the dead-letter queue. */
export const handler = started(bouncesOf, (bounces) => async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const failed = await handleBounces(
    Records.map(({ messageId, body }) => ({ id: messageId, text: body })),
    bounces,
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
});
