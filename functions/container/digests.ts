/** Digests. Of the record they read nothing: what they say is in the summaries (ALL-13). */
import { areasHeld } from "../../policies/published.ts";
import { dynamoDBAlertSummaries } from "../alerts/summaries.ts";
import type { DigestDependencies } from "../digest/digests.ts";
import { dynamoDBProgress } from "../digest/progress.ts";
import { dynamoDBDirectory } from "../directory/dynamodb-directory.ts";
import { dynamoDBRegisterLinks } from "../links/dynamodb-register-links.ts";
import { dynamoDBClaims } from "../mail/claims.ts";
import { figuresOf } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { mailingOf } from "./mailing.ts";
import { settingsFor } from "./settings.ts";

/** @throws Error naming the variables of its environment that are missing or wrong */
export function digestsOf(ground: Ground): DigestDependencies {
  const { clock, dynamoDB, environment, log, measure } = ground;
  const { WORKING_TABLE: working, SERVICE_URL: serviceUrl } = settingsFor("digests", environment);
  return {
    clock,
    ...figuresOf(ground, working),
    directory: dynamoDBDirectory(dynamoDB, working),
    areasHeld,
    alertSummaries: dynamoDBAlertSummaries(dynamoDB, working),
    progress: dynamoDBProgress(dynamoDB, working),
    registerLinks: dynamoDBRegisterLinks(dynamoDB, working),
    serviceUrl,
    claims: dynamoDBClaims(dynamoDB, working),
    mail: mailingOf(ground),
    measure,
    log,
  };
}
