/**
 * What the functions read from their environment, and which function needs what of it. The deployment gives each
 * function what is named here for it and nothing else (infra/function-variables.ts).
 */
import * as z from "zod";

const perMinute = (usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: "write a whole number from 1 to 999999999" })
    .transform(Number)
    .default(usual);

const settings = {
  RECORD_TABLE: z.string().min(1),
  WORKING_TABLE: z.string().min(1),
  /** Everything before the name of a state machine in its ARN. */
  STATE_MACHINE_PREFIX: z.string().endsWith(":stateMachine:"),
  /** Who e-mails come from. */
  SENDER: z.string().min(3),
  /** The configuration set of SES by which bounces and complaints are reported. */
  CONFIGURATION_SET: z.string().min(1),
  /** How many e-mails a second go out at most, all functions together: below the rate of the account. */
  MAILS_PER_SECOND: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, { error: "write a whole number from 1 to 999999" })
    .transform(Number),
  /** `recipients`, or in a trial the one address to which every e-mail goes instead. Never left out: it says who is written to. */
  MAIL_GOES_TO: z.union([z.literal("recipients"), z.email()], { error: "write recipients, or one e-mail address" }),
  /** Where people reach the service; links begin with it. */
  SERVICE_URL: z.url().transform((url) => url.replace(/\/$/, "")),
  /** References are derived with it. */
  REFERENCE_SECRET: z.string().min(32),
  /** The codes that people type in the place of a link are hashed under it. */
  CODE_SECRET: z.string().min(32),
  /** What the edge shows with every request; only where a deployment has one (functions/edge.ts). */
  EDGE_SECRET: z.string().min(32).optional(),
  JWT_ISSUER: z.string().min(1),
  /** For whom, or with which scope, tokens may be issued: one of them, or several with commas between. */
  JWT_AUDIENCE: z
    .string()
    .min(1)
    .transform((text) => text.split(",")),
  JWKS_URL: z.url(),
  /** How many requests, and of these how many concerns, a client of the API can send in a minute. */
  REQUESTS_PER_MINUTE: perMinute(120),
  SUBMISSIONS_PER_MINUTE: perMinute(20),
  /** The bucket, locked against overwriting, to which the heads of the record's chains go. */
  WITNESS_BUCKET: z.string().min(3),
  /** The UTC day before which no record can be. */
  SERVICE_BEGAN: z.iso.date(),
};

type Settings = { readonly [Name in keyof typeof settings]: z.output<(typeof settings)[Name]> };
export type SettingName = keyof Settings;

const writing = ["RECORD_TABLE", "WORKING_TABLE", "STATE_MACHINE_PREFIX"] as const;
const mailing = ["WORKING_TABLE", "SENDER", "CONFIGURATION_SET", "MAILS_PER_SECOND", "MAIL_GOES_TO"] as const;
const submitting = [...writing, "SERVICE_URL", "REFERENCE_SECRET"] as const;

const edge = ["EDGE_SECRET"] as const;

/** What each part of the service is told, and nothing else. The first four are parts of the others. */
export const needs = {
  edge,
  writing,
  mailing,
  submitting,
  /** The tasks of the state machines that write and tell, and reconcile. */
  tasks: [...writing, ...mailing, "SERVICE_URL", "CODE_SECRET"],
  /** The task that keeps the token of a wait. */
  waiting: writing,
  api: [
    ...submitting,
    ...edge,
    "JWT_ISSUER",
    "JWT_AUDIENCE",
    "JWKS_URL",
    "WITNESS_BUCKET",
    "REQUESTS_PER_MINUTE",
    "SUBMISSIONS_PER_MINUTE",
  ],
  pages: [...submitting, ...edge, ...mailing, "CODE_SECRET"],
  register: [...edge, ...mailing, "SERVICE_URL"],
  digests: [...mailing, "SERVICE_URL"],
  bounces: writing,
  daily: ["RECORD_TABLE", "WORKING_TABLE", "WITNESS_BUCKET", "SERVICE_BEGAN"],
  guard: ["WORKING_TABLE"],
} as const satisfies Record<string, readonly SettingName[]>;

export type Part = keyof typeof needs;
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a part of the service is told.
 * @throws Error naming every variable that is missing or wrong
 */
export function settingsFor<P extends Part>(
  part: P,
  environment: Environment,
): Pick<Settings, (typeof needs)[P][number]> {
  const names: readonly SettingName[] = needs[part];
  const parsed = z.object(Object.fromEntries(names.map((name) => [name, settings[name]]))).safeParse(environment);
  if (!parsed.success)
    throw new Error(
      `The environment is not complete: ${parsed.error.issues.map((each) => `${each.path.join(".")}: ${each.message}`).join("; ")}`,
    );
  // The schema was made of these names just above, which its type cannot know.
  return parsed.data as unknown as Pick<Settings, (typeof needs)[P][number]>;
}
