/**
 * What every function stands on: its environment, the clock, the database, the log and the figures. On the laptop the
 * SDK's own endpoint variables point at local servers; nothing else differs.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { log, type Log } from "../log.ts";
import type { Measure } from "../measure.ts";
import type { Environment } from "./settings.ts";

export interface Clock {
  /** The instant, UTC, ISO-8601 with milliseconds. */
  now(): string;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

export interface Ground {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly dynamoDB: DynamoDBDocumentClient;
  readonly log: Log;
  readonly measure: Measure;
}

/** What is undefined in an item is left out of it when it is written to the database. */
export function groundOf(environment: Environment, clock: Clock, measure: Measure): Ground {
  const dynamoDB = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { environment, clock, dynamoDB, log, measure };
}
