/** What there is to abuse: escalations at their stages, a practice alert, a register, and links of every kind. */
import { dynamoDBRegisterLinks } from "../../functions/links/dynamodb-register-links.ts";
import { registerLinkEnds } from "../../functions/links/register-links.ts";
import { raiseSample } from "../../infra/local/raising.ts";
import { send } from "./http.ts";
import { linksSent } from "./pages.ts";
import type { Service } from "./service.ts";

const form: [string, string][] = [["content-type", "application/x-www-form-urlencoded"]];

export const post = (service: Service, path: string, fields: Readonly<Record<string, string>>) =>
  send(service.port, {
    method: "POST",
    path,
    headers: form,
    body: Buffer.from(new URLSearchParams(fields).toString()),
  });

/** Raises a sample by the API and lets its execution begin. @returns its reference */
export async function raised(service: Service, name: string): Promise<string> {
  const answer = await raiseSample(name, {
    service: service.url,
    now: service.clock.now(),
    tokenOf: service.tokenFor,
    ask: fetch,
  });
  if (!answer || !("reference" in answer)) throw new Error(`${name} was not raised: ${JSON.stringify(answer)}`);
  await service.carryOn(answer.reference);
  return answer.reference;
}

/** The newest link of an e-mail that goes to an address. @param begins how its path begins */
export function linkTo(service: Service, address: string, begins: string): string {
  const mail = service
    .mails()
    .findLast((each) => each.to.includes(address) && (each.text ?? "").includes(`${service.url}${begins}`));
  const path = new RegExp(`${service.url}(${begins}\\S*)`).exec(mail?.text ?? "")?.[1];
  if (!path) throw new Error(`No e-mail to ${address} has a link that begins with ${begins}`);
  return path;
}

/** Makes a link to a partnership's register, as a digest does. */
export async function registerLink(service: Service, partnership: string, email: string): Promise<string> {
  const now = service.clock.now();
  return dynamoDBRegisterLinks(service.ground.dynamoDB, "working").issue({
    partnership,
    email,
    issuedAt: now,
    until: registerLinkEnds(now),
  });
}

export interface Prepared {
  readonly references: readonly string[];
  /** Every way in: links of every kind, and the pages that need none. */
  readonly paths: () => string[];
}

export async function prepare(service: Service): Promise<Prepared> {
  const references: string[] = [];
  for (const name of ["knowsley", "medway", "shropshire", "practice-alert"])
    references.push(await raised(service, name));
  await post(service, "/raise", { email: "s.carter@whitebeam-primary.example" });
  await post(service, "/alert", { email: "n.castle@hoo-meadows.example" });
  const register = await registerLink(service, "medway", "mscp@medway.gov.uk");
  return {
    references: references.filter((each) => !each.startsWith("PA-")),
    paths: () => ["/raise", "/alert", "/answer", "/start/knowsley", register, ...linksSent(service)],
  };
}
