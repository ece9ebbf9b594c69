/** What a deployment has to be told, from the context in cdk.json or `--context name=value`. */
import { z } from "zod";

const origin = z
  .url({ protocol: /^https$/, error: "write an https address" })
  .refine((text) => new URL(text).origin === text, {
    error: "write the address alone, without a path or a slash at its end, such as https://escalations.example.org",
  });

const settingsSchema = z.object({
  /** Where people reach the service: links in e-mails begin with it. */
  serviceUrl: origin,
  /** The address that e-mails come from. SES must have it, or its domain, as a verified identity. */
  sender: z.email({ error: "write one e-mail address" }),
  /** Who issues the tokens that clients of the API show, for whom they are issued, and where the issuer's keys are. */
  jwtIssuer: z.string().min(1, { error: "write what the tokens' iss says" }),
  jwtAudience: z.string().min(1, { error: "write what the tokens' aud says" }),
  jwksUrl: z.url({ protocol: /^https$/, error: "write an https address" }),
  /** Who hears of alarms, by e-mail. Nobody when it is left out: the alarms are then only in CloudWatch. */
  alarmAddress: z.email({ error: "write one e-mail address" }).optional(),
});

export type Settings = Readonly<z.output<typeof settingsSchema>>;

const settingNames = Object.keys(settingsSchema.shape) as (keyof Settings)[];

/**
 * The settings that a context gives.
 * @throws Error that names every setting that cannot be used, and what to write instead
 */
export function readSettings(context: (name: string) => unknown): Settings {
  const given = Object.fromEntries(settingNames.map((name) => [name, context(name)]));
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) =>
      `  ${String(path[0])}: ${given[String(path[0])] === undefined ? "this is missing" : message}`,
  );
  throw new Error(`Settings in cdk.json (or --context) cannot be used:\n${lines.join("\n")}`);
}

/** The settings that still have an address under “.example”, which is nobody's: enough to synthesize, not to deploy. */
export function placeholdersIn(settings: Settings): string[] {
  return settingNames.filter((name) => /\.example(?![a-z0-9.-])/.test(settings[name] ?? ""));
}
