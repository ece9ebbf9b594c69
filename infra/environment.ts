/** What the functions read from their environment (functions/container.ts), the same for all. */
import type { Construct } from "constructs";
import type { DataStack } from "./data-stack.ts";
import { stateMachinePrefix } from "./permissions.ts";
import type { Settings } from "./settings.ts";

export function environmentOf(scope: Construct, data: DataStack, settings: Settings) {
  return {
    RECORD_TABLE: data.record.tableName,
    WORKING_TABLE: data.working.tableName,
    STATE_MACHINE_PREFIX: stateMachinePrefix(scope),
    SENDER: settings.sender,
    SERVICE_URL: settings.serviceUrl,
    // CloudFormation puts the value in when it deploys; no template and no log of a deployment has it.
    REFERENCE_SECRET: data.referenceSecret.secretValue.unsafeUnwrap(),
    JWT_ISSUER: settings.jwtIssuer,
    JWT_AUDIENCE: settings.jwtAudience,
    JWKS_URL: settings.jwksUrl,
  };
}
