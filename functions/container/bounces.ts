/** What SES reports of e-mails: it writes and wakes, and the executions tell. Its settings are those of writing alone. */
import type { BouncesDependencies } from "../bounces/bounces.ts";
import { dynamoDBDirectory } from "../directory/dynamodb-directory.ts";
import type { Ground } from "./ground.ts";
import { writingOf } from "./writing.ts";

/** @throws Error naming the variables of its environment that are missing or wrong */
export function bouncesOf(ground: Ground): BouncesDependencies {
  const { clock, dynamoDB, log, measure } = ground;
  const { tables, workflow, escalations, alerts } = writingOf(ground);
  return {
    clock,
    escalations,
    alerts,
    directory: dynamoDBDirectory(dynamoDB, tables.working),
    signal: (reference) => workflow.signal(reference),
    measure,
    log,
  };
}
