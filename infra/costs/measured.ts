/** What escalations and the service's own rounds use, as it was counted on a laptop: measured.json, written by measure.ts. */
import { readFileSync } from "node:fs";
import * as z from "zod";

const count = z.int().nonnegative();
const units = z.number().nonnegative();
/** Units of DynamoDB's on-demand mode: a read of 4 kB (a half where it need not be consistent), a write of 1 kB. */
const database = z.strictObject({ reads: units, writes: units });
export type DatabaseUse = z.infer<typeof database>;

/** How an escalation goes: settled at its first or second stage by an answer, or silent until its last body gives an outcome. */
export const stories = ["first stage", "second stage", "last stage"] as const;
export type Story = (typeof stories)[number];

const run = z.strictObject({
  policy: z.string(),
  story: z.enum(stories),
  stages: count,
  /** States entered by its executions, retries and branches of waits included, and each execution's start and end. */
  transitions: count,
  /** Functions called by its executions. */
  tasks: count,
  /** HTTP requests of API and pages, and the bytes that they were answered with. */
  requests: count,
  responseBytes: count,
  /** Of tasks and requests alone; reconcile's and digests' rounds are counted apart. Writes include those of indexes. */
  database,
  /** Recipients of its e-mails: SES charges for each. */
  recipients: count,
  /** Different addresses among them. */
  readers: count,
  emailBytes: count,
  /** What it leaves behind in each table, keys and names of attributes included. */
  recordBytes: count,
  workingBytes: count,
  /** Spans of five minutes in which its record moved: reconcile looks at it again after each. */
  spans: count,
  /** Days on which its record moved: its head is witnessed after each. */
  days: count,
  /** What one look of reconcile at it uses. */
  look: database,
  /** What one walk along its record uses. */
  walk: database,
});
/** One escalation that was lived once, by one policy and story, with all that it used. */
export type Run = z.infer<typeof run>;

const schema = z.strictObject({
  measured: z.iso.date(),
  how: z.string(),
  /** Partnerships whose policies are run. */
  partnerships: count,
  /** One round of reconcile, and one of digests, that finds nothing to do. */
  reconcile: database,
  reconcileForEachPartnership: database,
  digests: database,
  /** What digests use in a month of all these partnerships, beyond rounds that find nothing. */
  digestsOfAMonth: z.strictObject({ recipients: count, database }),
  runs: z.array(run).nonempty(),
});
export type Measured = z.infer<typeof schema>;

export const measuredFile = new URL("./measured.json", import.meta.url);

/** @throws Error (zod's) for a file that says anything else */
export const readMeasured = (): Measured => schema.parse(JSON.parse(readFileSync(measuredFile, "utf8")));
