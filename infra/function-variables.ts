/** What a function reads from its environment: what functions/container/settings.ts says that its part needs, and no more. */
import type { Construct } from "constructs";
import { needs, type Part, type SettingName } from "../functions/container/settings.ts";
import { configurationSetName, stateMachinePrefix } from "./names.ts";
import type { Environment } from "./environment.ts";
import type { AddressStack } from "./stacks/address.ts";
import type { DataStack } from "./stacks/data.ts";

/** What the variables are made of. */
export interface Told {
  readonly environment: Environment;
  readonly data: DataStack;
  readonly address: AddressStack;
}

/** One that this environment has not, such as EDGE_SECRET without an edge, is left out. Secrets are references that CloudFormation resolves. */
export function variablesFor(
  scope: Construct,
  part: Part,
  { environment, data, address }: Told,
): Record<string, string> {
  const { mail, mode, limits } = environment;
  const all: Readonly<Record<SettingName, () => string | undefined>> = {
    RECORD_TABLE: () => data.record.tableName,
    WORKING_TABLE: () => data.working.tableName,
    STATE_MACHINE_PREFIX: () => stateMachinePrefix(scope),
    SENDER: () => `"${mail.senderName}" <${mail.sender}>`,
    CONFIGURATION_SET: () => configurationSetName,
    MAILS_PER_SECOND: () => String(mail.perSecond),
    MAIL_GOES_TO: () => (mode === "live" ? "recipients" : mode.trial.everyMailGoesTo),
    SERVICE_URL: () => address.serviceUrl,
    // CloudFormation puts the values in when it deploys; no template and no log of a deployment has them.
    REFERENCE_SECRET: () => data.referenceSecret.secretValue.unsafeUnwrap(),
    CODE_SECRET: () => data.codeSecret.secretValue.unsafeUnwrap(),
    EDGE_SECRET: () => address.edgeSecret?.secretValue.unsafeUnwrap(),
    JWT_ISSUER: () => address.tokens.issuer,
    JWT_AUDIENCE: () => address.tokens.audiences.join(","),
    JWKS_URL: () => address.tokens.keys,
    REQUESTS_PER_MINUTE: () => String(limits.requestsPerMinute),
    SUBMISSIONS_PER_MINUTE: () => String(limits.submissionsPerMinute),
    WITNESS_BUCKET: () => data.witnesses.bucketName,
    SERVICE_BEGAN: () => environment.began,
  };
  const given = [...new Set<SettingName>(needs[part])].flatMap((name) => {
    const value = all[name]();
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}
