/** The sample concerns, by name, and the client of the API that sends each. */
import { readFileSync } from "node:fs";

const clients: Readonly<Record<string, string>> = {
  knowsley: "whitebeam-primary",
  "milton-keynes": "lenborough-academy",
  medway: "hoo-meadows-primary",
  shropshire: "corvedale-housing",
  "training-provider": "harbourway-training",
};

export const sampleNames = Object.keys(clients);

export interface Sample {
  readonly client: string;
  readonly concern: object;
}

/** A sample concern that arose on a day (Europe/London); undefined for a name that there is none of. */
export function sample(name: string, arose: string): Sample | undefined {
  const client = clients[name];
  if (!client) return undefined;
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), "utf8");
  return { client, concern: { ...(JSON.parse(text) as object), arose } };
}
