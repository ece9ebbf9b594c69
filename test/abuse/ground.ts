/** What there is to abuse: escalations at their stages, a practice alert, a register, and links of every kind. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dynamoDBRegisterLinks } from "../../functions/links/dynamodb-register-links.ts";
import { registerLinkEnds } from "../../functions/links/register-links.ts";
import { raiseSample } from "../../infra/local/raising.ts";
import { send } from "./http.ts";
import { formsIn, linksSent, wellTyped, type Form } from "./pages.ts";
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
    tokenOf: (client) => service.tokenFor(client),
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

/** The files of `functions/` that issue links, and so every kind of link that an e-mail can bring. */
export function issuingLinks(): string[] {
  const root = join(import.meta.dirname, "../../functions");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((each) => each.endsWith(".ts") && !each.startsWith("links/"))
    .filter((each) => /(?:links|invitations|registerLinks|Links)\.issue\(/.test(readFileSync(join(root, each), "utf8")))
    .toSorted();
}

/** What is chosen where not every answer leads on. */
const chosen: Readonly<Record<string, string>> = {
  area: "knowsley",
  "secure-setting": "(another)",
  subject: "child",
  "receiving-agency": "knowsley-social-care",
  "immediate-risk": "no",
  protect: "no",
  type: "level-of-need",
  "receiver-email": "j.malik@social-care.knowsley.example",
  "your-name": "Sam Carter",
  "receiver-manager-email": "d.stott@social-care.knowsley.example",
  "about-a-case": "no",
};

/**
 * Fills in page after page behind a link, as somebody does who knows what to say, until the button that is the last one.
 * @returns what that button sends
 */
export async function writtenUpTo(last: string, service: Service, path: string): Promise<Record<string, string>> {
  let page = (await post(service, path, { do: "continue" })).text;
  for (let step = 0; step < 40; step++) {
    const forms = formsIn(page);
    const sends = (does: string) =>
      forms.find(({ inputs, buttons }) =>
        [...inputs.map(({ name, value }) => [name, value]), ...buttons].some(
          ([name, value]) => name === "do" && value === does,
        ),
      );
    const final = sends(last);
    if (final) return { ...Object.fromEntries(final.inputs.map(({ name, value }) => [name, value])), do: last };
    const [does, form] = (["save", "check"] as const).flatMap((each): [string, Form][] => {
      const found = sends(each);
      return found ? [[each, found]] : [];
    })[0] ?? ["", undefined];
    if (!form)
      throw new Error(`Nothing leads to “${last}” from here: ${page.replaceAll(/<[^>]+>|\s+/g, " ").slice(0, 800)}`);
    const fields = Object.fromEntries(
      form.inputs.map((input) => [input.name, chosen[input.name] ?? wellTyped(input, 0)]),
    );
    page = (await post(service, path, { ...fields, do: does })).text;
  }
  throw new Error(`“${last}” was not reached`);
}
