/** The sample concerns and the sample practice alert, by name, and the client of the API that sends each. */
import { readFileSync } from "node:fs";
import { addDays } from "../../policies/calendar/instant.ts";

const clients: Readonly<Record<string, string>> = {
  knowsley: "whitebeam-primary",
  "milton-keynes": "lenborough-academy",
  medway: "hoo-meadows-primary",
  shropshire: "corvedale-housing",
  "training-provider": "harbourway-training",
};

/** The concerns alone; the sample practice alert is asked for by `alertSampleName`. */
export const sampleNames = Object.keys(clients);

/** The names of what can be raised by these clients of a directory, the practice alert among it. */
export function samplesOf(known: ReadonlySet<string>): string[] {
  const sends = { ...clients, [alertSampleName]: alertClient };
  return Object.entries(sends).flatMap(([name, client]) => (known.has(client) ? [name] : []));
}

export interface Sample {
  readonly client: string;
  readonly concern: object;
}

const textOf = (name: string) => readFileSync(new URL(`./samples/${name}.json`, import.meta.url), "utf8");

/** The name by which the sample practice alert is asked for. */
export const alertSampleName = "practice-alert";
const alertClient = "hoo-meadows-primary";

/** The sample practice alert, submitted on a day (Europe/London). The one agency that it is about was consulted a week before. */
export function alertSample(day: string): { readonly client: string; readonly alert: object } {
  const alert = JSON.parse(textOf(alertSampleName)) as { consulted: object };
  return {
    client: alertClient,
    alert: { ...alert, date: day, consulted: { ...alert.consulted, on: addDays(day, -7) } },
  };
}

/** A sample concern that arose on a day (Europe/London); undefined for a name that there is none of. */
export function sample(name: string, arose: string): Sample | undefined {
  const client = clients[name];
  if (!client) return undefined;
  return { client, concern: { ...(JSON.parse(textOf(name)) as object), arose } };
}

interface Practitioner {
  readonly name: string;
  readonly email: string;
}

/** The practitioners whom the sample concerns name, on either side. */
export function samplePractitioners(): Practitioner[] {
  return sampleNames.flatMap((name) => {
    const { raising, receiving } = JSON.parse(textOf(name)) as Readonly<
      Record<"raising" | "receiving", { readonly practitioner?: Practitioner }>
    >;
    return [raising.practitioner, receiving.practitioner].filter((each) => each !== undefined);
  });
}
