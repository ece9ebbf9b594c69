/** `npm run clock`, `npm run raise`, `npm run token`: speaking to the service that `npm start` runs. */
import { inWords } from "../../policies/calendar/instant.ts";
import type { Verified } from "../../functions/verify/verify.ts";
import type { Happening } from "./happened.ts";
import { raiseSample } from "./raising.ts";
import { doNotHold, heldTogether } from "./records-in-words.ts";
import { alertSampleName, sampleNames } from "./samples.ts";
import { orRefuse, words as typed } from "../command-line.ts";
import { portsOf } from "./settings.ts";

const ports = orRefuse(() => portsOf(process.env));
const service = `http://localhost:${ports.service}`;
const workbench = `http://localhost:${ports.workbench}`;

class Said extends Error {}

async function ask(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new Said(`Nothing answers at ${url}. Start the service first, in another terminal: npm start`, {
      cause: error,
    });
  }
}

async function token(client: string): Promise<string> {
  const response = await ask(`${workbench}/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: client }),
  });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (!answer.access_token) throw new Said(answer.error_description ?? "No token was given.");
  return answer.access_token;
}

async function raise(which: string): Promise<void> {
  const { now } = (await (await ask(`${workbench}/clock`)).json()) as { now: string };
  const raised = await raiseSample(which, { service, now, tokenOf: token, ask });
  if (!raised) throw new Said(`Say which sample to raise: ${samples}.`);
  if ("refused" in raised) throw new Said(`It was refused: ${JSON.stringify(raised.refused, null, 2)}`);
  console.log(`Raised: ${raised.reference}\nThe emails that it causes are in the mailbox: ${workbench}`);
}

async function clock(to: string): Promise<void> {
  const response = await ask(`${workbench}/clock`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ to }),
  });
  const answer = (await response.json()) as { error?: string; inWords: string; happened: Happening[] };
  if (answer.error) throw new Said(answer.error);
  let last = "";
  for (const { at, says } of answer.happened) {
    const when = inWords(at);
    if (when !== last) console.log(`\n${when}`);
    last = when;
    console.log(`  ${says}`);
  }
  console.log(`${answer.happened.length === 0 ? "Nothing happened on the way." : ""}\nIt is now ${answer.inWords}.`);
}

async function verifyAll(): Promise<void> {
  const found = (await (await ask(`${workbench}/verify`)).json()) as Verified[];
  const broken = found.filter((each) => !each.holds);
  for (const { reference, problems } of broken)
    for (const problem of problems) console.error(`${reference}: ${problem.damage}. ${problem.says}`);
  const witnessed = found.filter((each) => each.lastWitnessed).length;
  if (broken.length > 0) throw new Said(doNotHold(broken.length, found.length));
  console.log(heldTogether(found.length, witnessed));
}

const samples = [...sampleNames, alertSampleName].join(", ");
const [what, words = "", ...more] = typed(`npm run raise -- <sample>     raises one: ${samples}
npm run clock -- <how far>    moves the clock: +5wd, +48h, +7d, +30m, or a date such as 2026-12-01 or 2026-12-01T09:00
npm run token -- <client>     a bearer token for the API, such as of whitebeam-primary
npm run verify                walks the chain of every record

They speak to the service that npm start runs; PORT=4000 where that has it too.`);
try {
  if (more.length > 0 || (what === "verify" && words !== ""))
    throw new Said(`“${more[0] ?? words}” is one word too many.`);
  if (what === "token" && words === "") throw new Said("Say which client the token is for, such as whitebeam-primary.");
  if (what === "clock") await clock(words);
  else if (what === "raise") await raise(words);
  else if (what === "token") console.log(await token(words));
  else if (what === "verify") await verifyAll();
  else throw new Said(`There is no “${what}” here: clock, raise, token or verify`);
} catch (error) {
  console.error(error instanceof Said ? error.message : error);
  process.exit(1);
}
