/** The keeper of witnesses. */
import { S3Client } from "@aws-sdk/client-s3";
import { publishedPolicies } from "../../policies/published.ts";
import { eventSchema } from "../core/events.ts";
import { dynamoDBCursor } from "../reconcile/cursor.ts";
import { dynamoDBRecord } from "../record/dynamodb-record.ts";
import type { DailyDependencies } from "../verify/daily.ts";
import { s3Witnesses } from "../verify/s3-witnesses.ts";
import { witness } from "../verify/witness.ts";
import type { Ground } from "./ground.ts";
import { partnerships } from "./partnerships.ts";
import { settingsFor } from "./settings.ts";

/** @throws Error naming the variables of its environment that are missing or wrong */
export function dailyOf({ clock, dynamoDB, environment, log, measure }: Ground): DailyDependencies {
  const settings = settingsFor("daily", environment);
  // Chains are of whichever kind of record; nothing here reads what their events say.
  const record = dynamoDBRecord(
    dynamoDB,
    { record: settings.RECORD_TABLE, working: settings.WORKING_TABLE },
    eventSchema,
  );
  const witnesses = s3Witnesses(new S3Client({}), settings.WITNESS_BUCKET);
  const cursor = dynamoDBCursor(dynamoDB, settings.WORKING_TABLE, "witness");
  const began = settings.SERVICE_BEGAN;
  return {
    clock,
    record,
    witnesses,
    witness: () => witness({ clock, record, partnerships, witnesses, cursor, began: `${began}T00:00:00.000Z`, log }),
    partnerships,
    began,
    nations: () => publishedPolicies().map((each) => each.nation),
    measure,
    log,
  };
}
