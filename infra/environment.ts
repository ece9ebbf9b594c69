/**
 * One environment: what a deployment has to be told. A file of this folder says it, typed, and it is validated before
 * anything is made of it.
 */
import { z } from "zod";
import { inPlainWords } from "../policies/plain-words.ts";
import { organisationDefaultsSchema } from "../policies/organisation-defaults.ts";

const day = z.iso.date({ error: "write a day, such as 2026-12-01" });
const email = z.email({ error: "write one e-mail address" });
const positive = z.int({ error: "write a whole number" }).min(1, { error: "write a whole number from 1 on" });
const arn = z.string().regex(/^arn:/, { error: "write an ARN" });
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "write lower-case words joined by hyphens" });
/** What an authorizer of an HTTP API takes, and no request to AWS raises it. */
const mostAudiences = 50;
const tooMany = `API Gateway takes at most ${mostAudiences}: have agencies share a client, or use an issuer with one audience for all`;
const domainName = z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, {
  error: "write a domain name, such as escalations.example.org",
});
/** A zone of Route 53 in the same account. Left out, the records are to be made wherever the domain's are kept. */
const hostedZone = z.strictObject({
  id: z.string().regex(/^Z[A-Z0-9]+$/, { error: "write the id of a hosted zone" }),
  name: domainName,
});

const environmentSchema = z
  .strictObject({
    /**
     * `live`: e-mails go to whom they are for. `trial`: every e-mail goes to one address instead and says so, so that a
     * trial cannot write to a real chair by accident; IAM allows no other recipient.
     */
    mode: z.union([z.literal("live"), z.strictObject({ trial: z.strictObject({ everyMailGoesTo: email }) })], {
      error: "write live, or { trial: { everyMailGoesTo: … } }",
    }),
    /** Where it runs. The region of cdk.json's context if left out. */
    region: z
      .string()
      .regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, { error: "write a region's code" })
      .optional(),
    /** The day on which the service begins here: nothing on record is older. Never change it. */
    began: day,
    /** The policies that are run, by id with all their versions: `all` that are in the folder policies/, or these. */
    policies: z.union([z.literal("all"), z.array(id).min(1, { error: "write all, or a list of policies' ids" })], {
      error: "write all, or a list of policies' ids",
    }),
    /**
     * The organisation's own numbers where a policy's text gives none (TP-06), by policy and by stage and clock. What can
     * be set, and what it is now, `npm run policy -- show <policy>` says.
     */
    organisationDefaults: organisationDefaultsSchema.optional(),
    /**
     * Where people reach the service. May be left out in a trial only: links outlive stacks, and an address of API
     * Gateway's own looks like phishing.
     */
    address: z
      .strictObject({
        domain: domainName,
        /** A certificate in the same region, as API Gateway asks. Left out, one is made and proved by the hosted zone. */
        certificate: arn.optional(),
        hostedZone: hostedZone.optional(),
        /** CloudFront before the API, with a web ACL. Both certificate and ACL must be where CloudFront looks for them. */
        edge: z.strictObject({ certificate: arn, webAcl: arn }).optional(),
      })
      .refine((address) => address.edge ?? address.certificate ?? address.hostedZone, {
        error: "give a certificate, or the hosted zone by which one can be proved",
      })
      .optional(),
    mail: z.strictObject({
      /** Who e-mails come from. Its domain becomes an identity of SES with DKIM. */
      sender: email,
      senderName: z
        .string()
        .regex(/^[A-Za-z0-9 '-]{1,60}$/, { error: "write a name in plain letters, without accents" }),
      /** At most so many e-mails a second: below the account's own rate, which SES shows as its maximum send rate. */
      perSecond: positive,
      hostedZone: hostedZone.optional(),
    }),
    /**
     * Who lets systems use the API: a Cognito user pool that is made here, with an app client for each of these names;
     * or an OpenID issuer that is there already.
     */
    clients: z.union([
      z.strictObject({
        cognito: z
          .array(id)
          .min(1, { error: "name one client at least: the API asks whom tokens are for" })
          .max(mostAudiences, { error: tooMany }),
      }),
      z.strictObject({
        openId: z.strictObject({
          issuer: z.url({ protocol: /^https$/, error: "write an https address" }),
          /** What the tokens' aud may say. */
          audiences: z
            .array(z.string().regex(/^[^,\s]+$/, { error: "write an audience without commas and spaces" }))
            .min(1)
            .max(mostAudiences, { error: tooMany }),
          /** Where the issuer's keys are (its jwks_uri). */
          keys: z.url({ protocol: /^https$/, error: "write an https address" }),
        }),
      }),
    ]),
    limits: z.strictObject({
      /** What one client of the API may send in a minute, and how many concerns of these. */
      requestsPerMinute: positive,
      submissionsPerMinute: positive,
      /** What all together may send in a second, API and pages, and in one burst. */
      requestsPerSecond: positive,
      burst: positive,
    }),
    /** Who hears of alarms, by e-mail. Each has to confirm it once. */
    alarmsGoTo: z.array(email),
    retention: z.strictObject({
      /** Logs hold references and no person. */
      logsDays: z.union([z.literal(30), z.literal(60), z.literal(90), z.literal(180), z.literal(365)], {
        error: "write 30, 60, 90, 180 or 365",
      }),
      /** Backups of the record alone: what was sealed in it stays sealed. */
      recordBackupsYears: positive.max(35, { error: "write at most 35" }),
      /** The heads of the record's chains. Nobody can remove one before, not even the account's owner. */
      witnessesYears: positive.max(35, { error: "write at most 35" }),
    }),
    /** After a restore: the tables that were restored, which then take the place of the deployment's own. */
    restoredTables: z.strictObject({ record: z.string().min(3), working: z.string().min(3) }).optional(),
  })
  .superRefine(({ mode, address, alarmsGoTo }, context) => {
    if (mode !== "live") return;
    const missing = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (!address) missing("address", "a live service needs an address of its own");
    if (alarmsGoTo.length === 0) missing("alarmsGoTo", "somebody has to hear of a live service’s alarms");
  });

/** What a deployment was told, read and complete. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;

/**
 * An environment, validated.
 * @throws Error that names every setting that cannot be used, and what to write instead
 */
export function environment(given: z.input<typeof environmentSchema>): Environment {
  const parsed = environmentSchema.safeParse(given, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues
    .flatMap(whatIsMeant)
    .map(({ path, message }) => `  ${path.length === 0 ? "environment" : path.join(".")}: ${message}`);
  throw new Error(`This environment cannot be deployed:\n${lines.join("\n")}`);
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of a setting that can be said in several ways: what is wrong with the way that was chosen, if one can be told. */
function whatIsMeant(issue: z.core.$ZodIssue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.filter((way) => way.every((each) => each.code !== "unrecognized_keys"));
  const [only] = meant;
  if (meant.length !== 1 || !only) return [issue];
  return only.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** Settings that still name something under “.example”, which is nobody's: enough to synthesize, not to deploy. */
export function madeUpIn(settings: unknown, path: readonly string[] = []): string[] {
  if (typeof settings === "string") return /\.example(?![a-z0-9.-])/.test(settings) ? [path.join(".")] : [];
  if (typeof settings !== "object" || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]) => madeUpIn(value, [...path, name]));
}
