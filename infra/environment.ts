/** What a function reads from its environment: what functions/container/settings.ts says that its part needs, and no more. */
import { needs, type Part, type SettingName } from "../functions/container/settings.ts";
import type { Construct } from "constructs";
import type { DataStack } from "./data-stack.ts";
import { stateMachinePrefix } from "./permissions.ts";
import type { Settings } from "./settings.ts";

export function environmentOf(
  scope: Construct,
  data: DataStack,
  settings: Settings,
  part: Part,
): Record<string, string> {
  const all: Readonly<Partial<Record<SettingName, string>>> = {
    RECORD_TABLE: data.record.tableName,
    WORKING_TABLE: data.working.tableName,
    STATE_MACHINE_PREFIX: stateMachinePrefix(scope),
    SENDER: settings.sender,
    CONFIGURATION_SET: "escalations",
    MAILS_PER_SECOND: "10",
    MAIL_GOES_TO: "recipients",
    SERVICE_URL: settings.serviceUrl,
    // CloudFormation puts the value in when it deploys; no template and no log of a deployment has it.
    REFERENCE_SECRET: data.referenceSecret.secretValue.unsafeUnwrap(),
    JWT_ISSUER: settings.jwtIssuer,
    JWT_AUDIENCE: settings.jwtAudience,
    JWKS_URL: settings.jwksUrl,
    REQUESTS_PER_MINUTE: "120",
    SUBMISSIONS_PER_MINUTE: "20",
  };
  return Object.fromEntries(
    needs[part].map((name) => {
      const value = all[name];
      if (value === undefined) throw new Error(`Nothing is known of ${name}, which ${part} needs`);
      return [name, value];
    }),
  );
}
