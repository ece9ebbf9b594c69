/**
 * Where everything is wired together: the only place that reads the environment. On the laptop the SDK's own endpoint
 * variables point at local servers; nothing else differs.
 */
import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { calendarOf } from "../policies/calendar/bank-holidays.ts";
import type { Day } from "../policies/calendar/instant.ts";
import { choosePolicy } from "../policies/choose.ts";
import { areasHeld, ownPolicyInForce, policyInForce, policyVersion, publishedPolicies } from "../policies/published.ts";
import type { ApiDependencies } from "./api/app.ts";
import { policiesInForce } from "./api/policies.ts";
import { submit } from "./api/submit.ts";
import { tokenReader } from "./api/tokens.ts";
import type { Rules } from "./core/clocks.ts";
import type { DigestDependencies } from "./digest/digests.ts";
import { eventSchema } from "./core/events.ts";
import { dynamoDBDirectory } from "./directory/dynamodb-directory.ts";
import { createEscalations } from "./escalations/escalations.ts";
import { createAlerts } from "./alerts/alerts.ts";
import { alertEventSchema } from "./alerts/core/events.ts";
import { submitAlert, type SubmitAlertDependencies } from "./alerts/submit.ts";
import { dynamoDBAlertSummaries } from "./alerts/summaries.ts";
import { dynamoDBLimits } from "./limits/limits.ts";
import { dynamoDBInvitations } from "./links/dynamodb-invitations.ts";
import { dynamoDBLinks } from "./links/dynamodb-links.ts";
import { log } from "./log.ts";
import { dynamoDBClaims } from "./mail/claims.ts";
import { sesMail } from "./mail/mail.ts";
import type { PagesDependencies } from "./pages/app.ts";
import { dynamoDBCursor } from "./reconcile/cursor.ts";
import type { ReconcileDependencies } from "./reconcile/reconcile.ts";
import { dynamoDBRecord } from "./record/dynamodb-record.ts";
import { dynamoDBSummaries } from "./summaries/summaries.ts";
import { stepFunctionsWorkflow } from "./workflow/workflow.ts";

const perMinute = (usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: "write a whole number from 1 to 999999999" })
    .transform(Number)
    .default(usual);

const environmentSchema = z.object({
  RECORD_TABLE: z.string().min(1),
  WORKING_TABLE: z.string().min(1),
  /** Everything before the name of a state machine in its ARN. */
  STATE_MACHINE_PREFIX: z.string().endsWith(":stateMachine:"),
  SENDER: z.string().min(3),
  SERVICE_URL: z.url(),
  REFERENCE_SECRET: z.string().min(32),
  JWT_ISSUER: z.string().min(1),
  JWT_AUDIENCE: z.string().min(1),
  JWKS_URL: z.url(),
  /** How many requests, and of these how many concerns, a client of the API can send in a minute. */
  REQUESTS_PER_MINUTE: perMinute(120),
  SUBMISSIONS_PER_MINUTE: perMinute(20),
});

export interface Clock {
  /** The instant, UTC, ISO-8601 with milliseconds. */
  now(): string;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

export type Container = ReturnType<typeof createContainer>;

/** @throws Error naming every variable that is missing or wrong */
export function createContainer(environment: Readonly<Record<string, string | undefined>>, clock: Clock) {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success)
    throw new Error(
      `The environment is not complete: ${parsed.error.issues.map((each) => `${each.path.join(".")}: ${each.message}`).join("; ")}`,
    );
  const settings = parsed.data;
  const tables = { record: settings.RECORD_TABLE, working: settings.WORKING_TABLE };
  const serviceUrl = settings.SERVICE_URL.replace(/\/$/, "");

  const dynamoDB = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const record = dynamoDBRecord(dynamoDB, tables, eventSchema);
  const directory = dynamoDBDirectory(dynamoDB, tables.working);
  const links = dynamoDBLinks(dynamoDB, tables.working);
  const workflow = stepFunctionsWorkflow(
    new SFNClient({}),
    dynamoDB,
    { workingTable: tables.working, stateMachinePrefix: settings.STATE_MACHINE_PREFIX },
    log,
  );
  const escalations = createEscalations({ record, rulesOf, signal: (reference) => workflow.signal(reference) });

  const alertRecord = dynamoDBRecord(dynamoDB, tables, alertEventSchema);
  const alerts = createAlerts({
    record: alertRecord,
    rulesOf,
    signal: (reference) => workflow.signal(reference),
  });

  const common = {
    clock,
    directory,
    links,
    workflow,
    claims: dynamoDBClaims(dynamoDB, tables.working),
    mail: sesMail(new SESClient({}), settings.SENDER),
    serviceUrl,
    log,
  };
  const tasks: ReconcileDependencies = {
    ...common,
    record,
    escalations,
    practiceAlerts: { ...common, alerts, summaries: dynamoDBAlertSummaries(dynamoDB, tables.working) },
    summaries: dynamoDBSummaries(dynamoDB, tables.working),
    cursor: dynamoDBCursor(dynamoDB, tables.working),
    partnerships: () => [...new Set(publishedPolicies().map((each) => each.partnership.id))],
  };
  const inForce = (day: Day) => policiesInForce({ publishedPolicies, policyInForce, ownPolicyInForce, areasHeld }, day);
  const alertDependencies: SubmitAlertDependencies = {
    clock,
    record: alertRecord,
    alerts,
    directory,
    workflow,
    inForce,
    rulesOf,
    referenceSecret: settings.REFERENCE_SECRET,
    serviceUrl,
    log,
  };
  const api: ApiDependencies = {
    clock,
    record,
    escalations,
    directory,
    workflow,
    policies: {
      choose: (choosing) => choosePolicy(choosing, { policyInForce, ownPolicyInForce, areasHeld }),
      rulesOf,
      inForce,
    },
    submitAlert: (submission) => submitAlert(submission, alertDependencies),
    summaries: tasks.summaries,
    figures: { summaries: tasks.summaries, directory, publishedPolicies },
    limits: dynamoDBLimits(
      dynamoDB,
      tables.working,
      { requests: settings.REQUESTS_PER_MINUTE, submissions: settings.SUBMISSIONS_PER_MINUTE },
      log,
    ),
    referenceSecret: settings.REFERENCE_SECRET,
    clientOf: tokenReader({ issuer: settings.JWT_ISSUER, audience: settings.JWT_AUDIENCE, jwksUrl: settings.JWKS_URL }),
    serviceUrl,
    log,
  };
  const invitations = dynamoDBInvitations(dynamoDB, tables.working);
  const pages: PagesDependencies = {
    clock,
    newId: randomUUID,
    links,
    escalations,
    directory,
    raising: {
      directory,
      invitations,
      mail: tasks.mail,
      policies: { areasHeld, policyInForce, choose: api.policies.choose },
      submit: (submission) => submit(submission, api),
      serviceUrl,
      log,
    },
    practiceAlerts: {
      alerts,
      directory,
      invitations,
      mail: tasks.mail,
      inForce,
      submitAlert: api.submitAlert,
      serviceUrl,
      log,
    },
  };
  const digests: DigestDependencies = {
    clock,
    ...api.figures,
    directory,
    areasHeld,
    cursor: dynamoDBCursor(dynamoDB, tables.working, "digests"),
    claims: tasks.claims,
    mail: tasks.mail,
    log,
  };
  return { settings, dynamoDB, tables, tasks, api, pages, digests };
}

/** The rules of a policy version that this deployment holds, with the bank holidays of its nation. */
export function rulesOf({ id, version }: { readonly id: string; readonly version: string }): Rules {
  const policy = policyVersion(id, version);
  return { policy, calendar: calendarOf(policy.nation) };
}
