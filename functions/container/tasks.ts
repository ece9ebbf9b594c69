/** The tasks of the state machines, and reconcile. */
import { dynamoDBAlertSummaries } from "../alerts/summaries.ts";
import { dynamoDBDirectory } from "../directory/dynamodb-directory.ts";
import { dynamoDBLinks } from "../links/dynamodb-links.ts";
import { dynamoDBClaims } from "../mail/claims.ts";
import { dynamoDBCursor } from "../reconcile/cursor.ts";
import type { ReconcileDependencies } from "../reconcile/reconcile.ts";
import { dynamoDBSummaries } from "../summaries/summaries.ts";
import type { Ground } from "./ground.ts";
import { mailingOf } from "./mailing.ts";
import { partnerships } from "./partnerships.ts";
import { settingsFor } from "./settings.ts";
import { writingOf } from "./writing.ts";

/**
 * What the tasks of the state machines and reconcile need, over what the environment names.
 * @throws Error that names every variable that is missing or wrong
 */
export function tasksOf(ground: Ground): ReconcileDependencies {
  const { clock, dynamoDB, environment, log, measure } = ground;
  const settings = settingsFor("tasks", environment);
  const { tables, workflow, record, escalations, alerts } = writingOf(ground);
  const common = {
    clock,
    directory: dynamoDBDirectory(dynamoDB, tables.working),
    links: dynamoDBLinks(dynamoDB, tables.working, settings.CODE_SECRET),
    workflow,
    claims: dynamoDBClaims(dynamoDB, tables.working),
    mail: mailingOf(ground),
    serviceUrl: settings.SERVICE_URL,
    log,
  };
  return {
    ...common,
    measure,
    record,
    escalations,
    practiceAlerts: { ...common, alerts, summaries: dynamoDBAlertSummaries(dynamoDB, tables.working) },
    summaries: dynamoDBSummaries(dynamoDB, tables.working, partnerships),
    cursor: dynamoDBCursor(dynamoDB, tables.working),
    partnerships,
  };
}
