/** The pages: what a link opens, and raising by page. */
import { randomUUID } from "node:crypto";
import { areasHeld, policyInForce } from "../../policies/published.ts";
import { submit } from "../api/submit.ts";
import { rememberingNames } from "../directory/remembering.ts";
import { dynamoDBDrafts } from "../drafts/dynamodb-drafts.ts";
import { dynamoDBCodeTries } from "../limits/code-tries.ts";
import { dynamoDBPageLimits } from "../limits/page-limits.ts";
import { dynamoDBInvitations } from "../links/dynamodb-invitations.ts";
import { dynamoDBLinks } from "../links/dynamodb-links.ts";
import type { PagesDependencies } from "../pages/app.ts";
import type { Ground } from "./ground.ts";
import { mailingOf } from "./mailing.ts";
import { settingsFor } from "./settings.ts";
import { submittingOf } from "./submitting.ts";

/** @throws Error naming the variables of its environment that are missing or wrong */
export function pagesOf(ground: Ground): PagesDependencies {
  const { clock, dynamoDB, environment, log } = ground;
  const submitting = submittingOf(ground);
  const { tables, directory, escalations, record, alerts, policies, submitAlert, serviceUrl } = submitting;
  const invited = { directory, invitations: dynamoDBInvitations(dynamoDB, tables.working), mail: mailingOf(ground) };
  return {
    clock,
    newId: randomUUID,
    links: dynamoDBLinks(dynamoDB, tables.working, settingsFor("pages", environment).CODE_SECRET),
    limits: dynamoDBPageLimits(dynamoDB, tables.working, log),
    codeTries: dynamoDBCodeTries(dynamoDB, tables.working, log),
    fresh: { mail: invited.mail, serviceUrl, log },
    escalations,
    record,
    directory: { ...directory, ...rememberingNames(directory, clock) },
    trial: settingsFor("mailing", environment).MAIL_GOES_TO !== "recipients",
    raising: {
      ...invited,
      drafts: dynamoDBDrafts(dynamoDB, tables.working),
      policies: { areasHeld, policyInForce, choose: policies.choose },
      submit: (submission) => submit(submission, submitting),
      serviceUrl,
      log,
    },
    practiceAlerts: { ...invited, alerts, inForce: policies.inForce, submitAlert, serviceUrl, log },
  };
}
