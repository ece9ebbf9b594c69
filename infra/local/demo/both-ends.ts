/**
 * `npm run demo`: for each policy, one escalation that is resolved at the first stage by link, and one that climbs through
 * every stage in silence and ends with its last body's outcome. Against a fresh service on this laptop, over HTTP, mailbox
 * and clock alone. What each policy says is written down here by hand; anything that is not as it says ends with exit 1.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inWords } from "../../policies/calendar/instant.ts";
import { policyVersion } from "../../policies/published.ts";
import { stageOf } from "../../policies/language/stages.ts";
import type { EscalationEvent } from "../../functions/core/events.ts";
import { inShort } from "./happened.ts";
import { startLaptop } from "./laptop.ts";
import { sample, type Sample } from "./samples.ts";
import { formsOffered, linkIn, openForm, wordsOf } from "./person.ts";

/** A Monday morning in London. Everything below is worked out by hand from here. */
const begin = "2026-11-23T10:00:00.000Z";
const arose = "2026-11-23";

interface Expected {
  readonly sample: string;
  /** Every stage with its deadline in London, when nobody says anything. */
  readonly stages: readonly (readonly [title: string, deadline: string])[];
  /** When, in silence, its last body answers. */
  readonly answered: string;
}

const expected: readonly Expected[] = [
  {
    sample: "knowsley",
    stages: [
      ["Stage 1: practitioners", "5pm on Thursday 26 November 2026"],
      ["Stage 2: line managers", "5pm on Thursday 3 December 2026"],
      ["Stage 3: senior managers", "5pm on Thursday 10 December 2026"],
      ["Stage 4: the Chair of the partnership", "5pm on Thursday 17 December 2026"],
    ],
    answered: "2026-12-15T10:00:00.000Z",
  },
  {
    sample: "milton-keynes",
    stages: [
      ["Stage 1: professionals", "5pm on Monday 30 November 2026"],
      ["Stage 2: line manager or safeguarding lead", "5pm on Wednesday 2 December 2026"],
      ["Stage 3: Heads of Service", "5pm on Thursday 10 December 2026"],
      ["Stage 4: MK Together Assurance Board Chair", "5pm on Thursday 24 December 2026"],
    ],
    answered: "2026-12-15T10:00:00.000Z",
  },
  {
    sample: "medway",
    stages: [
      ["Stage 1: Service Managers", "5pm on Monday 30 November 2026"],
      ["Stage 2: Safeguarding Leads or Heads of Service", "5pm on Monday 7 December 2026"],
      ["Stage 3: Assistant or Deputy Directors", "5pm on Monday 14 December 2026"],
      ["Stage 4: the partnership (MSCP Executive)", "5pm on Thursday 14 January 2027"],
    ],
    answered: "2026-12-15T10:00:00.000Z",
  },
  {
    sample: "shropshire",
    stages: [
      ["Stage 1: the professionals", "5pm on Wednesday 25 November 2026"],
      ["Stage 2: Line Managers", "5pm on Friday 27 November 2026"],
      ["Stage 3: Line Managers, formal escalation", "5pm on Monday 30 November 2026"],
      ["Stage 4: Senior Managers", "5pm on Wednesday 2 December 2026"],
      ["Stage 5: Assistant Director", "5pm on Friday 4 December 2026"],
    ],
    answered: "2026-12-03T10:00:00.000Z",
  },
  {
    sample: "training-provider",
    stages: [
      ["Stage 1: the professionals", "5pm on Thursday 26 November 2026"],
      ["Stage 2: line managers", "5pm on Thursday 3 December 2026"],
      ["Stage 3: senior managers", "5pm on Thursday 10 December 2026"],
      ["Stage 4: Head of Safeguarding", "5pm on Thursday 24 December 2026"],
    ],
    answered: "2026-12-15T10:00:00.000Z",
  },
];

interface Mail {
  readonly at: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

interface Record {
  readonly reference: string;
  readonly status: string;
  readonly how?: string;
  readonly policy: { readonly id: string; readonly version: string; readonly partnership: string };
  readonly entries: readonly { readonly at: string; readonly events: readonly EscalationEvent[] }[];
}

interface Playing {
  readonly policy: Expected;
  readonly reference: string;
  readonly story: "resolved at the first stage" | "silent to the last body";
}

const { values: options } = parseArgs({ options: { quiet: { type: "boolean", default: false } } });
const folder = mkdtempSync(join(tmpdir(), "demo-"));
const laptop = await startLaptop({ folder, ports: { service: 0, workbench: 0 }, start: begin });
const wrong: string[] = [];
try {
  await play();
} finally {
  await laptop.close();
  rmSync(folder, { recursive: true });
}
for (const each of wrong) console.error(`NOT AS THE POLICY SAYS: ${each}`);
if (wrong.length === 0) console.log("\nEverything happened as the policies say.");
process.exit(wrong.length === 0 ? 0 : 1);

async function play(): Promise<void> {
  const playing: Playing[] = [];
  for (const policy of expected)
    for (const story of ["resolved at the first stage", "silent to the last body"] as const)
      playing.push({ policy, story, reference: await raise(policy, story) });

  for (const each of playing.filter(({ story }) => story === "resolved at the first stage")) await resolve(each);
  for (const at of [...new Set(expected.map(({ answered }) => answered))].toSorted()) {
    await moveTo(at);
    for (const each of playing)
      if (each.story === "silent to the last body" && each.policy.answered === at) await conclude(each);
  }
  for (const each of playing) await tell(each);
}

async function raise({ sample: name }: Expected, story: string): Promise<string> {
  const { client, concern } = theSample(name);
  const response = await fetch(`${laptop.service}/escalations`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await token(client)}`,
      "content-type": "application/json",
      "idempotency-key": `${name}, ${story}`,
    },
    body: JSON.stringify(concern),
  });
  const answer = (await response.json()) as { reference?: string };
  if (!answer.reference) throw new Error(`The sample for ${name} was refused: ${JSON.stringify(answer)}`);
  await laptop.quiet();
  return answer.reference;
}

function theSample(name: string): Sample {
  const found = sample(name, arose);
  if (!found) throw new Error(`There is no sample for ${name}`);
  return found;
}

/** The receiving side proposes by its link, the raising side accepts by its own. */
async function resolve(playing: Playing): Promise<void> {
  const asked = await mails(playing, "your answer is asked for");
  const receiving = asked.find((each) => each.text.includes("the agency whose decision is challenged"));
  if (!receiving) throw new Error(`Nobody of the receiving side was asked in ${playing.reference}`);
  await answer(receiving, "propose", "Alex Receiving", { resolution: "We do what was asked for, by Friday." });
  const proposed = (await mails(playing, "a resolution is proposed")).at(0);
  if (!proposed) throw new Error(`Nobody was asked to accept in ${playing.reference}`);
  await answer(proposed, "answer-proposal", "Robin Raising", { answer: "accept" });
}

/** The last body gives its outcome, and whoever still owes something does it. */
async function conclude(playing: Playing): Promise<void> {
  const title = playing.policy.stages.at(-1)?.[0] ?? "";
  const number = /^Stage \d+/.exec(title)?.[0] ?? title;
  for (const mail of await mails(playing, `your answer is asked for (${number}`))
    if ((await formsOffered(laptop.service, linkIn(mail))).includes("outcome")) {
      await answer(mail, "outcome", "Chris Concluding", {
        outcome: "Both agencies meet within a week and agree the plan.",
      });
      break;
    }
  for (const mail of await mails(playing, "one thing is still to be done"))
    for (const form of await formsOffered(laptop.service, linkIn(mail)))
      if (form.startsWith("duty/")) await answer(mail, form, "Dana Dutiful", { acts: "yes", words: "Done." });
}

async function answer(
  mail: Mail,
  form: string,
  name: string,
  fields: { readonly [name: string]: string },
): Promise<void> {
  const send = await openForm(laptop.service, linkIn(mail), form);
  const response = await send(name, fields);
  if (response.status !== 200) throw new Error(`${form} was refused: ${wordsOf(await response.text())}`);
  await laptop.quiet();
}

/** Prints the timeline and holds it against what the policy says. */
async function tell({ policy, reference, story }: Playing): Promise<void> {
  const record = await read(policy, reference);
  const rules = policyVersion(record.policy.id, record.policy.version);
  if (!options.quiet) {
    console.log(`\n${record.policy.partnership}: ${reference}, ${story}`);
    let last = "";
    for (const { at, events } of record.entries)
      for (const event of events) {
        const says =
          event.type === "NoticeSent" ? `  told ${whoIs(event.seat, record)}: ${event.kind}` : inShort(event, rules);
        if (!says) continue;
        const when = inWords(at);
        if (when !== last) console.log(`  ${when}`);
        last = when;
        console.log(`    ${says}${nameIn(event)}`);
      }
  }

  const check = (what: string, found: unknown, wanted: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      wrong.push(
        `${policy.sample} (${reference}, ${story}): ${what} should be ${JSON.stringify(wanted)} and is ${JSON.stringify(found)}`,
      );
  };
  const events = record.entries.flatMap((each) => each.events);
  const stages = story === "silent to the last body" ? policy.stages : policy.stages.slice(0, 1);
  const opened = events.flatMap((each) => (each.type === "StageOpened" ? [stageOf(rules, each.stage)] : []));
  const deadlines = opened.map(({ stage, title }) => {
    const clocks = events.flatMap((each) =>
      each.type === "ClockStarted" && each.kind === "stage" && each.stage === stage && each.whenPassed !== "note"
        ? [each]
        : [],
    );
    return [title, ...clocks.map((each) => inWords(each.due))];
  });
  check("each stage with its deadline", deadlines, stages);
  check("its state", record.status, "closed");
  check("how it ended", record.how, story === "silent to the last body" ? "outcome given" : "resolved");
  check("the notices that could not be sent", events.filter((each) => each.type === "NoticeRefused").length, 0);
  for (const [title] of stages) {
    const number = /^Stage \d+/.exec(title)?.[0] ?? title;
    const asked = await mails({ policy, reference, story }, `your answer is asked for (${number}`);
    check(`whether somebody was asked to act at ${title}`, asked.length > 0, true);
  }
}

function whoIs(seat: string, { entries }: Record): string {
  if (seat === "raiser") return "the practitioner who raised it";
  for (const { events } of entries)
    for (const event of events)
      if (event.type === "StageOpened")
        for (const each of [...event.asked, ...event.told, event.partnership])
          if (each.seat === seat) return `${each.role.replaceAll("-", " ")} (${each.side})`;
  return seat;
}

/** Who did it, by the name that they gave. */
function nameIn(event: EscalationEvent): string {
  return "sealed" in event && event.sealed !== "erased" && "name" in event.sealed ? `, by ${event.sealed.name}` : "";
}

async function read({ sample: name }: Expected, reference: string): Promise<Record> {
  const response = await fetch(`${laptop.service}/escalations/${reference}`, {
    headers: { authorization: `Bearer ${await token(theSample(name).client)}` },
  });
  return (await response.json()) as Record;
}

async function mails({ reference }: Playing, words: string): Promise<Mail[]> {
  const all = (await (await fetch(`${laptop.workbench}/mail.json`)).json()) as Mail[];
  return all.filter((each) => each.subject.startsWith(`${reference}: `) && each.subject.includes(words));
}

async function token(client: string): Promise<string> {
  const response = await fetch(`${laptop.workbench}/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: client }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function moveTo(to: string): Promise<void> {
  const response = await fetch(`${laptop.workbench}/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to }),
  });
  if (response.status !== 200) throw new Error(`The clock could not be moved: ${await response.text()}`);
}
