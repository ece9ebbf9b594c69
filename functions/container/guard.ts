/** The guard of a deployment. */
import { setTimeout as pause } from "node:timers/promises";
import { dynamoDBAlertSummaries } from "../alerts/summaries.ts";
import { dynamoDBAccepted } from "../guard/accepted.ts";
import type { GuardDependencies } from "../guard/guard.ts";
import { respondTo } from "../guard/respond.ts";
import { dynamoDBSummaries } from "../summaries/summaries.ts";
import type { Ground } from "./ground.ts";
import { partnerships } from "./partnerships.ts";
import { settingsFor } from "./settings.ts";

const answerTimeoutMs = 10_000;

/** @throws Error naming the variables of its environment that are missing or wrong */
export function guardOf({ dynamoDB, environment, log }: Ground): GuardDependencies {
  const { WORKING_TABLE: working } = settingsFor("guard", environment);
  return {
    summaries: dynamoDBSummaries(dynamoDB, working, partnerships),
    alertSummaries: dynamoDBAlertSummaries(dynamoDB, working),
    accepted: dynamoDBAccepted(dynamoDB, working),
    respond: respondTo({ fetch, timeout: answerTimeoutMs, pause, log }),
    log,
  };
}
