/** The register and its reports. Of the record it reads nothing: what it shows is in the summaries (ALL-13). */
import { areasHeld, ownPolicyInForce, policyInForce, publishedPolicies } from "../../policies/published.ts";
import { policiesInForce } from "../api/policies.ts";
import { dynamoDBPageLimits } from "../limits/page-limits.ts";
import { dynamoDBRegisterLinks } from "../links/dynamodb-register-links.ts";
import type { RegisterDependencies } from "../register/app.ts";
import { figuresOf } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { mailingOf } from "./mailing.ts";
import { settingsFor } from "./settings.ts";
import { dynamoDBDirectory } from "../directory/dynamodb-directory.ts";

/** @throws Error naming the variables of its environment that are missing or wrong */
export function registerOf(ground: Ground): RegisterDependencies {
  const { clock, dynamoDB, environment, log } = ground;
  const {
    WORKING_TABLE: working,
    SERVICE_URL: serviceUrl,
    MAIL_GOES_TO: goesTo,
  } = settingsFor("register", environment);
  return {
    clock,
    ...figuresOf(ground, working),
    directory: dynamoDBDirectory(dynamoDB, working),
    inForce: (day) => policiesInForce({ publishedPolicies, policyInForce, ownPolicyInForce, areasHeld }, day),
    links: dynamoDBRegisterLinks(dynamoDB, working),
    limits: dynamoDBPageLimits(dynamoDB, working, log),
    mail: mailingOf(ground),
    serviceUrl,
    log,
    trial: goesTo !== "recipients",
  };
}
