/** The public prices that the costs are counted with: prices.yaml. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";
import { inPlainWords } from "../../policies/plain-words.ts";

/** All that is charged for. Each has to have a price in prices.yaml, and nothing else can. */
export const priceNames = [
  "transition",
  "invocation",
  "gigabyteSecond",
  "request",
  "databaseWrite",
  "databaseRead",
  "databaseStorage",
  "pointInTimeRecovery",
  "backup",
  "key",
  "keyRequest",
  "secret",
  "recipient",
  "alarmMetric",
  "metric",
  "dashboard",
  "logs",
  "logStorage",
  "trace",
  "schedule",
  "queueRequest",
  "topicMail",
  "objectPut",
  "objectGet",
  "objectStorage",
  "client",
  "token",
  "hostedZone",
  "transferOut",
  "edgeRequest",
  "webAcl",
  "webRule",
  "webRequest",
] as const;
export type PriceName = (typeof priceNames)[number];

const price = z.strictObject({
  what: z.string().min(1),
  /** US dollars for so many of it. */
  usd: z.number().positive(),
  per: z.int().positive(),
  where: z.enum(["London", "everywhere", "United States"]),
  /** A day, a month or a year: as closely as it is known. `undated`: a list price as it was last seen. */
  date: z.string().regex(/^(undated|\d{4}(-\d\d){0,2})$/),
  page: z.url({ protocol: /^https$/ }),
  source: z.string().min(1),
});

const schema = z.strictObject({
  "looked up": z.iso.date(),
  /** By which a price of the United States is raised where London's was not found. */
  factor: z.number().min(1),
  "factor because": z.string(),
  prices: z.record(z.enum(priceNames), price),
});
export type Prices = z.infer<typeof schema>;

/** @throws Error (zod's) for a price that is missing, one too many, and one without a date or a source */
export const readPrices = (text = readFileSync(new URL("./prices.yaml", import.meta.url), "utf8")): Prices =>
  schema.parse(parse(text), { error: inPlainWords });

/** US dollars for one. */
export function unitPrice({ prices, factor }: Pick<Prices, "prices" | "factor">, name: PriceName): number {
  const { usd, per, where } = prices[name];
  return (usd / per) * (where === "United States" ? factor : 1);
}
