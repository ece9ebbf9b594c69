/**
 * What the functions read from their environment, and which function needs what of it. The deployment gives each
 * function what is named here for it and nothing else (infra/function-variables.ts).
 */
import { isDay } from "../../policies/calendar/instant.ts";
import { regexes } from "../../policies/schemas.ts";

/** Reads a variable: what it comes to, or what is wrong with it. In plain code: every start of a function reads some of these. */
type Read<T> = (given: string | undefined) => { readonly is: T } | { readonly wrong: string };

const text =
  <T>(holds: (given: string) => boolean, wrong: string, becomes: (given: string) => T): Read<T> =>
  (given) => {
    if (given === undefined) return { wrong: "it is not set" };
    return holds(given) ? { is: becomes(given) } : { wrong };
  };
const asGiven = (given: string) => given;
const atLeast = (least: number) =>
  text(
    (given) => given.length >= least,
    `write at least ${least === 1 ? "one character" : `${least} characters`}`,
    asGiven,
  );
const wholeNumber = (pattern: RegExp, most: number) =>
  text((given) => pattern.test(given), `write a whole number from 1 to ${most}`, Number);
const url = (becomes: (given: string) => string) =>
  text((given) => URL.canParse(given), "write a web address (URL)", becomes);
const otherwise =
  <T, U>(usual: U, read: Read<T>): Read<T | U> =>
  (given) =>
    given === undefined ? { is: usual } : read(given);
const perMinute = (usual: number) => otherwise(usual, wholeNumber(/^[1-9]\d{0,8}$/, 999_999_999));
const whoIsWrittenTo = "write recipients, or one e-mail address";

const settings = {
  RECORD_TABLE: atLeast(1),
  WORKING_TABLE: atLeast(1),
  /** Everything before the name of a state machine in its ARN. */
  STATE_MACHINE_PREFIX: text(
    (given) => given.endsWith(":stateMachine:"),
    "write the beginning of an ARN, up to and with “:stateMachine:”",
    asGiven,
  ),
  /** Who e-mails come from. */
  SENDER: atLeast(3),
  /** The configuration set of SES by which bounces and complaints are reported. */
  CONFIGURATION_SET: atLeast(1),
  /** How many e-mails a second go out at most, all functions together: below the rate of the account. */
  MAILS_PER_SECOND: wholeNumber(/^[1-9]\d{0,5}$/, 999_999),
  /** `recipients`, or in a trial the one address to which every e-mail goes instead. Never left out: it says who is written to. */
  MAIL_GOES_TO: (given) =>
    given === "recipients" || (given !== undefined && regexes.email.test(given))
      ? { is: given }
      : { wrong: whoIsWrittenTo },
  /** Where people reach the service; links begin with it. */
  SERVICE_URL: url((given) => given.replace(/\/$/, "")),
  /** References are derived with it. */
  REFERENCE_SECRET: atLeast(32),
  /** The codes that people type in the place of a link are hashed under it. */
  CODE_SECRET: atLeast(32),
  /** What the edge shows with every request; only where a deployment has one (functions/edge.ts). */
  EDGE_SECRET: otherwise(undefined, atLeast(32)),
  JWT_ISSUER: atLeast(1),
  /** For whom, or with which scope, tokens may be issued: one of them, or several with commas between. */
  JWT_AUDIENCE: text(
    (given) => given.length >= 1,
    "write at least one character",
    (given) => given.split(","),
  ),
  JWKS_URL: url(asGiven),
  /** How many requests, and of these how many concerns, a client of the API can send in a minute. */
  REQUESTS_PER_MINUTE: perMinute(120),
  SUBMISSIONS_PER_MINUTE: perMinute(20),
  /** The bucket, locked against overwriting, to which the heads of the record's chains go. */
  WITNESS_BUCKET: atLeast(3),
  /** The UTC day before which no record can be. */
  SERVICE_BEGAN: text(isDay, "write a day, such as 2026-12-01", asGiven),
} satisfies Record<string, Read<unknown>>;

type Settings = {
  readonly [Name in keyof typeof settings]: Extract<
    ReturnType<(typeof settings)[Name]>,
    { readonly is: unknown }
  >["is"];
};
/** The name of a variable in the environment of a function. */
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

/** Whoever reads an environment says by this what it needs of it: a function, several that need the same, or what they have in common. */
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
  // Parts are made of others, which name some of the same.
  const names = new Set<SettingName>(needs[part]);
  const read = [...names].map((name) => ({ name, ...settings[name](environment[name]) }));
  const wrong = read.flatMap((each) => ("wrong" in each ? [`${each.name}: ${each.wrong}`] : []));
  if (wrong.length > 0) throw new Error(`The environment is not complete: ${wrong.join("; ")}`);
  // Each is what its own reading made of it, which the type of a list cannot know.
  return Object.fromEntries(read.map((each) => [each.name, "is" in each ? each.is : undefined])) as Pick<
    Settings,
    (typeof needs)[P][number]
  >;
}
