/** A value for every variable that a function can be told, as a deployment could give it. */
import type { SettingName } from "../../functions/container/settings.ts";

export const variables: Readonly<Record<SettingName, string>> = {
  RECORD_TABLE: "record",
  WORKING_TABLE: "working",
  STATE_MACHINE_PREFIX: "arn:aws:states:eu-west-2:000000000000:stateMachine:",
  SENDER: "Escalations <escalations@escalations.example>",
  CONFIGURATION_SET: "escalations",
  MAILS_PER_SECOND: "10",
  MAIL_GOES_TO: "recipients",
  SERVICE_URL: "https://escalations.example",
  REFERENCE_SECRET: "x".repeat(64),
  CODE_SECRET: "z".repeat(64),
  EDGE_SECRET: "y".repeat(64),
  JWT_ISSUER: "https://identity.example",
  JWT_AUDIENCE: "escalations",
  JWKS_URL: "https://identity.example/keys",
  REQUESTS_PER_MINUTE: "120",
  SUBMISSIONS_PER_MINUTE: "20",
  WITNESS_BUCKET: "witnesses",
  SERVICE_BEGAN: "2026-12-01",
};
