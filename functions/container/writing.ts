/** What reads and writes records: of escalations and of practice alerts, and the workflow that whoever writes wakes. */
import { SFNClient } from "@aws-sdk/client-sfn";
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import { policyVersion } from "../../policies/published.ts";
import { createAlerts } from "../alerts/alerts.ts";
import { alertEventSchema, formerAlertEvents } from "../alerts/core/events.ts";
import type { Rules } from "../core/clocks.ts";
import { eventSchema, formerEvents } from "../core/events.ts";
import { createEscalations } from "../escalations/escalations.ts";
import { dynamoDBRecord } from "../record/dynamodb-record.ts";
import { measured } from "../record/measured.ts";
import { stepFunctionsWorkflow } from "../workflow/workflow.ts";
import type { Ground } from "./ground.ts";
import { settingsFor } from "./settings.ts";

export type Writing = ReturnType<typeof writingOf>;

export function writingOf({ environment, dynamoDB, log, measure }: Ground) {
  const settings = settingsFor("writing", environment);
  const tables = { record: settings.RECORD_TABLE, working: settings.WORKING_TABLE };
  const workflow = stepFunctionsWorkflow(
    new SFNClient({}),
    dynamoDB,
    { workingTable: tables.working, stateMachinePrefix: settings.STATE_MACHINE_PREFIX },
    log,
  );
  const signal = (reference: string) => workflow.signal(reference);
  const record = measured(dynamoDBRecord(dynamoDB, tables, eventSchema, formerEvents), measure);
  const alertRecord = measured(dynamoDBRecord(dynamoDB, tables, alertEventSchema, formerAlertEvents), measure);
  return {
    tables,
    workflow,
    record,
    escalations: createEscalations({ record, rulesOf, signal }),
    alertRecord,
    alerts: createAlerts({ record: alertRecord, rulesOf, signal }),
  };
}

/** The rules of a policy version that this deployment holds, with the bank holidays of its nation. */
export function rulesOf({ id, version }: { readonly id: string; readonly version: string }): Rules {
  const policy = policyVersion(id, version);
  return { policy, calendar: calendarOf(policy.nation) };
}
