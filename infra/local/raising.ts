/** Raising a sample, as an agency’s system would: through the API, with the sample client’s token. */
import { randomUUID } from "node:crypto";
import { dayOf } from "../../policies/calendar/instant.ts";
import { alertSample, alertSampleName, sample } from "./samples.ts";

export interface ToRaise {
  /** `http://localhost:<port>` */
  readonly service: string;
  /** The service’s time, UTC: a sample concern arose on its day, in London. */
  readonly now: string;
  readonly tokenOf: (client: string) => Promise<string>;
  readonly ask: (url: string, init: RequestInit) => Promise<Response>;
}

/** The reference, or what the API answered instead. */
export type Raised = { readonly reference: string } | { readonly refused: object };

/** @returns undefined for a name that there is no sample of */
export async function raiseSample(name: string, { service, now, tokenOf, ask }: ToRaise): Promise<Raised | undefined> {
  const asked = toSend(name, dayOf(now));
  if (!asked) return undefined;
  const response = await ask(`${service}/${asked.path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await tokenOf(asked.client)}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    body: JSON.stringify(asked.body),
  });
  const answer = (await response.json()) as { reference?: string };
  return answer.reference ? { reference: answer.reference } : { refused: answer };
}

function toSend(name: string, day: string) {
  if (name === alertSampleName) {
    const { client, alert } = alertSample(day);
    return { path: "practice-alerts", client, body: alert };
  }
  const found = sample(name, day);
  return found && { path: "escalations", client: found.client, body: found.concern };
}
