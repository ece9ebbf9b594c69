/** The API. */
import { S3Client } from "@aws-sdk/client-s3";
import type { ApiDependencies } from "../api/app.ts";
import { tokenReader } from "../api/tokens.ts";
import { dynamoDBDirectory } from "../directory/dynamodb-directory.ts";
import { dynamoDBLimits } from "../limits/limits.ts";
import { dynamoDBSummaries } from "../summaries/summaries.ts";
import { s3Witnesses } from "../verify/s3-witnesses.ts";
import { figuresOf } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { partnerships } from "./partnerships.ts";
import { settingsFor } from "./settings.ts";
import { submittingOf } from "./submitting.ts";

/** @throws Error naming the variables of its environment that are missing or wrong */
export function apiOf(ground: Ground): ApiDependencies {
  const { dynamoDB, environment, log } = ground;
  const settings = settingsFor("api", environment);
  const { tables, alerts: _, ...submitting } = submittingOf(ground);
  return {
    ...submitting,
    directory: dynamoDBDirectory(dynamoDB, tables.working),
    summaries: dynamoDBSummaries(dynamoDB, tables.working, partnerships),
    figures: figuresOf(ground, tables.working),
    witnesses: s3Witnesses(new S3Client({}), settings.WITNESS_BUCKET),
    limits: dynamoDBLimits(
      dynamoDB,
      tables.working,
      { requests: settings.REQUESTS_PER_MINUTE, submissions: settings.SUBMISSIONS_PER_MINUTE },
      log,
    ),
    clientOf: tokenReader({
      issuer: settings.JWT_ISSUER,
      audiences: settings.JWT_AUDIENCE,
      jwksUrl: settings.JWKS_URL,
    }),
  };
}
