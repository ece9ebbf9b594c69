/** What the API and the pages share: under which policy a concern is raised, and raising it. */
import type { Day } from "../../policies/calendar/instant.ts";
import { choosePolicy, type Choosing } from "../../policies/choose.ts";
import { areasHeld, ownPolicyInForce, policyInForce, publishedPolicies } from "../../policies/published.ts";
import { submitAlert, type SubmitAlertDependencies } from "../alerts/submit.ts";
import { policiesInForce } from "../api/policies.ts";
import type { SubmitDependencies } from "../api/submit.ts";
import { dynamoDBDirectory } from "../directory/dynamodb-directory.ts";
import type { Ground } from "./ground.ts";
import { settingsFor } from "./settings.ts";
import { rulesOf, writingOf } from "./writing.ts";

export function submittingOf(ground: Ground) {
  const { clock, dynamoDB, environment, log } = ground;
  const settings = settingsFor("submitting", environment);
  const { tables, workflow, record, escalations, alertRecord, alerts } = writingOf(ground);
  const directory = dynamoDBDirectory(dynamoDB, tables.working);
  const inForce = (day: Day) => policiesInForce({ publishedPolicies, policyInForce, ownPolicyInForce, areasHeld }, day);
  const common = {
    clock,
    directory,
    workflow,
    referenceSecret: settings.REFERENCE_SECRET,
    serviceUrl: settings.SERVICE_URL,
    log,
  };
  const policies = {
    choose: (choosing: Choosing) => choosePolicy(choosing, { policyInForce, ownPolicyInForce, areasHeld }),
    rulesOf,
    inForce,
  };
  const submission = { ...common, record, escalations, policies } satisfies SubmitDependencies;
  const alertSubmission: SubmitAlertDependencies = { ...common, record: alertRecord, alerts, inForce, rulesOf };
  return {
    ...submission,
    tables,
    alerts,
    submitAlert: (alert: Parameters<typeof submitAlert>[0]) => submitAlert(alert, alertSubmission),
  };
}
