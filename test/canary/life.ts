/**
 * Whole lives on the real laptop stack, in which every personal field is filled with a canary: raised by the API and by page, answered
 * by every form that any link offers at any stage, handed on, bounced, closed, held, read, saved and reported.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { alertEventSchema } from "../../functions/alerts/core/events.ts";
import { eventSchema } from "../../functions/core/events.ts";
import type { DirectoryFile } from "../../functions/directory/file.ts";
import { dynamoDBRecord } from "../../functions/record/dynamodb-record.ts";
import { startLaptop, type Laptop } from "../../infra/local/laptop.ts";
import { onLaptop } from "../../infra/operate/laptop.ts";
import { operate } from "../../infra/operate/operate.ts";
import { byPage } from "./by-page.ts";
import { canaries, type Canaries } from "./canaries.ts";
import { alertOf, concernOf, medwayOf, personOf, shropshireOf, urgentOf } from "./concerns.ts";
import { fieldsWith } from "./fields.ts";
import { handOf, type Hand } from "./hand.ts";
import { hear, type Heard } from "./heard.ts";
import { historiesOf } from "./histories.ts";
import { registersSent } from "./registers.ts";
import { late, troubles } from "./troubles.ts";

/** A Monday, 10:00 in London, which is on UTC. */
const monday = "2026-11-23T10:00:00.000Z";

export interface Life {
  readonly laptop: Laptop;
  readonly heard: Heard;
  readonly canaries: Canaries;
  /** Canaries of the directory, which the operator wrote: the directory's own items have them, and nothing else has. */
  readonly directory: ReadonlySet<string>;
  /** Answers of the API that refuse, and pages before Continue: nothing personal is in any. */
  readonly refusals: readonly string[];
  readonly references: readonly string[];
  /** Input, output and events of every execution. */
  readonly histories: readonly string[];
  /** The sealed fields with a canary in the events that were put on a record as they are, past every page. */
  readonly atRest: readonly string[];
  /** Every figure about the service’s working, as it was noted. */
  readonly figures: readonly string[];
  close(): Promise<void>;
}

/** What somebody does at its time alone: it hands the matter on, ends it, or leads further. */
const pause = new Set(["withdraw", "unresolved", "answer-proposal", "risk", "outcome", "refer", "hand-on", "close"]);

interface Living {
  readonly laptop: Laptop;
  readonly all: Canaries;
  readonly hand: Hand;
  readonly tells: (step: string, canaries: number) => void;
}

/** The lives that there are, in the order in which they are lived. Each stands for itself. */
const lives = {
  refused,
  withdrawn: ({ all, ...living }: Living) =>
    through({ all, ...living }, "whitebeam-primary", concernOf(all, "withdrawn"), [
      // A date that is not agreed.
      "propose-date",
      "answer-date answer=reject",
      "hand-on",
      "withdraw",
    ]),
  urgent: ({ all, ...living }: Living) =>
    through({ all, ...living }, "whitebeam-primary", urgentOf(all, "urgent"), [
      "bounce permanent",
      "risk",
      "answer-proposal answer=accept",
    ]),
  medway: ({ all, ...living }: Living) =>
    through({ all, ...living }, "hoo-meadows-primary", medwayOf(all, "medway"), [
      "unresolved",
      "answer-proposal answer=reject unresolved=yes",
      "unresolved",
      "unresolved",
      "outcome",
    ]),
  shropshire: ({ all, ...living }: Living) =>
    through({ all, ...living }, "corvedale-housing", shropshireOf(all, "shropshire"), [
      "unresolved",
      "unresolved",
      "unresolved",
      "unresolved",
      "outcome",
    ]),
  knowsley: ({ all, ...living }: Living) =>
    through({ all, ...living }, "whitebeam-primary", concernOf(all, "knowsley"), [
      "answer-proposal answer=reject unresolved=no",
      "unresolved",
      "unresolved",
      "refer",
      "bounce permanent",
      "outcome",
    ]),
  alert,
  page: ({ laptop, hand, all, tells }: Living) => {
    tells("raising by page", all.all.size);
    return byPage(laptop, hand, all);
  },
  unreachable,
  troubles: ({ laptop, hand, all, tells }: Living) => troubles(laptop, hand, all, (step) => tells(step, all.all.size)),
  silent: ({ all, ...living }: Living) =>
    through({ all, ...living }, "whitebeam-primary", concernOf(all, "silent"), [
      "bounce mailbox-full",
      "2026-12-18T12:00:00.000Z",
      "outcome",
    ]),
  registers,
  late: ({ laptop, hand, all, tells }: Living) => late(laptop, hand, all, (step) => tells(step, all.all.size)),
} as const satisfies Readonly<Record<string, (living: Living) => Promise<unknown>>>;

export type LifeName = keyof typeof lives;
export const lifeNames = Object.keys(lives) as LifeName[];

/**
 * @param wanted which of the lives; all of them, if none is named
 * @param tells hears of each step, with how many canaries there are by then
 */
export async function live(wanted: readonly LifeName[], tells: Living["tells"]): Promise<Life> {
  const folder = mkdtempSync(join(tmpdir(), "canary-"));
  const all = canaries();
  const directory = join(folder, "directory.yaml");
  writeFileSync(directory, directoryOf(all));
  const ofDirectory = new Set(all.all.keys());
  const heard = hear();
  const figures: string[] = [];
  const laptop = await startLaptop({
    folder,
    ports: { service: 0, workbench: 0 },
    directory,
    start: monday,
    measure: (...noted) => void figures.push(JSON.stringify(noted)),
  });
  const histories = historiesOf(laptop);
  const hand = handOf(laptop, all, histories.look);
  for (const name of wanted) await lives[name]({ laptop, all, hand, tells });
  await histories.look();
  histories.close();
  const atRest = await storedAsTheyAre(laptop, all);
  return {
    laptop,
    heard,
    canaries: all,
    directory: ofDirectory,
    refusals: hand.refusals,
    references: hand.references,
    histories: histories.read(),
    atRest,
    figures,
    async close() {
      heard.stop();
      await laptop.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is wrong is refused, and the refusal has none of it. */
async function refused({ hand, all }: Living): Promise<void> {
  const wrong = concernOf(all, "refused");
  const elsewhere = { practitioner: personOf(all, "refused: elsewhere", "elsewhere.example") };
  for (const body of [
    { ...wrong, subject: all.put("refused: subject") },
    { ...wrong, raising: elsewhere },
    JSON.stringify(wrong).slice(0, -20),
    `{"person": ${all.put("refused: no JSON")}}`,
    { ...wrong, issue: all.put("refused: long").repeat(4_000) },
  ])
    await hand.refused("whitebeam-primary", "/escalations", body);
  await hand.refused("knowsley-partnership", "/escalations", wrong);
  await hand.refused("hoo-meadows-primary", "/practice-alerts", { ...alertOf(all), date: all.put("refused: date") });
}

/**
 * Raises it; then everything that leads no further is done, and one thing that does, until it is over or nothing more can be done.
 * @param leads a time, an e-mail that comes back, or a form with what is chosen on it: `answer-date answer=reject`
 */
async function through(living: Living, client: string, concern: object, leads: readonly string[]): Promise<void> {
  const reference = await living.hand.raise(client, "/escalations", concern);
  await liveThrough(living, reference, leads);
}

async function liveThrough({ laptop, hand, all, tells }: Living, reference: string, leads: readonly string[]) {
  const { ask, post, press, linksOf } = hand;
  const led = new Set(leads.map((each) => each.split(" ")[0]));
  // Whatever has its own place among them is not done before.
  const rest = (key: string) => !pause.has(key) && !led.has(key);
  for (const [index, lead] of leads.entries()) {
    tells(`${reference}: ${lead}`, all.all.size);
    const [key = "", ...choices] = lead.split(" ");
    await press(reference, rest, 1, { answer: "accept" });
    if (/^\d{4}-/.test(key)) await laptop.moveTo(key);
    else if (key === "bounce") await bounced(laptop, reference, choices[0] as "permanent");
    else {
      const chosen = Object.fromEntries(choices.map((each) => each.split("=")));
      await press(reference, (each) => each === key, index + 1, chosen);
    }
  }
  await press(reference, (key) => !pause.has(key), 2, { answer: "accept" });
  await operated(laptop, all, reference);
  for (const [, path] of linksOf(reference)) {
    await ask(path);
    await ask(path, { method: "HEAD" });
    await post(path, { do: "record" });
  }
  for (const does of ["export", "bundle", "document"])
    await post(linksOf(reference)[0]?.[1] ?? "", { do: does, form: "record" });
}

/** Whatever was last asked of people about it comes back, one e-mail a person, with what a mail server wrote. */
async function bounced(laptop: Laptop, reference: string, way: "permanent" | "mailbox-full" | "spam"): Promise<void> {
  const asked = laptop.mailbox
    .mails()
    .filter(
      ({ tags, subject }) => tags["reference"] === reference && /answer is asked for|for your response/.test(subject),
    );
  const newest = new Map(asked.map((each) => [each.to.join(), each]));
  for (const mail of [...newest.values()].slice(-2)) await laptop.bounce(mail.id, way);
}

/** A hold that somebody asks for by letter, and lifts. */
async function operated(laptop: Laptop, all: Canaries, reference: string): Promise<void> {
  const said: string[] = [];
  const world = { say: (text: string) => void said.push(text), tell: (text: string) => void said.push(text) };
  const here = await onLaptop(laptop.workbench, world);
  for (const does of ["place", "lift"]) {
    const words = ["--asked-by", all.put(`hold: ${does}, by whom`), "--reason", all.put(`hold: ${does}, why`)];
    const exit = await operate(["hold", does, reference, ...words], here, () => Promise.resolve(here));
    if (exit !== 0) throw new Error(said.join("\n"));
  }
  await operate(["retention", "due"], here, () => Promise.resolve(here));
  // What an operator's commands print is looked into like everything else that is printed.
  process.stdout.write(said.join("\n"));
}

async function alert(living: Living): Promise<void> {
  const { hand, all, laptop } = living;
  const reference = await hand.raise("hoo-meadows-primary", "/practice-alerts", alertOf(all));
  await bounced(laptop, reference, "spam");
  await liveThrough(living, reference, ["done", "done", "close"]);
}

/** E-mails that the mail service does not take, with an address in what it says of it. */
async function unreachable({ laptop, hand, all, tells }: Living): Promise<void> {
  tells("e-mails are refused", all.all.size);
  for (const says of ["Email address is not verified", "Address blacklisted"]) {
    laptop.mailbox.refuse(({ to }) =>
      to.some((each) => each.includes("zqcanary"))
        ? { code: "MessageRejected", message: `${says}: ${to.join()} (${all.put("refused by the mail service")})` }
        : undefined,
    );
    const raising = { practitioner: personOf(all, "unreachable: raiser", "merrow-health.example") };
    await hand.raise("merrow-health", "/escalations", concernOf(all, "unreachable", { raising }));
  }
  laptop.mailbox.refuse(undefined);
}

/** A partnership reads and saves its register and reports by the link of a digest, and by the API. */
async function registers({ laptop, hand }: Living): Promise<void> {
  await laptop.moveTo("2026-12-21T12:00:00.000Z");
  const period = { "from-day": "1", "from-month": "11", "from-year": "2026", "to-day": "20", "to-month": "12" };
  const { refusals, post, askAs } = hand;
  for (const path of registersSent(laptop).values())
    for (const does of ["continue", "csv", "charts", "report", "report-csv", "report-word"])
      refusals.push((await post(path, { do: does, ...period, "to-year": "2026" })).text);
  for (const what of ["figures", "register", "report"])
    refusals.push(
      (await askAs("knowsley-partnership", `/partnerships/knowsley/${what}?from=2026-11-01&to=2026-12-20`)).text,
    );
}

/** The laptop's directory with a canary for every person in it. Inboxes are nobody's. */
function directoryOf(all: Canaries): string {
  const text = readFileSync(new URL("../../infra/local/samples/directory.yaml", import.meta.url), "utf8");
  const file = parse(text) as DirectoryFile;
  for (const place of [...file.partnerships, ...file.agencies])
    for (const [role, people] of Object.entries(place.roles ?? {}))
      for (const each of people as { name: string; email: string }[]) {
        each.name = all.put(`directory: ${place.id} ${role}`);
        each.email = all.address(`directory: ${place.id} ${role}`, each.email.split("@")[1] ?? "");
      }
  return stringify(file);
}

/**
 * The example of every event that there can be, a canary in each sealed text, on records that nobody lives: what is personal in an event
 * is sealed at rest, though no life comes by it.
 * @returns the fields
 */
async function storedAsTheyAre({ container, clock }: Laptop, all: Canaries): Promise<string[]> {
  const tables = { record: "record", working: "working" };
  const kinds = [
    ["escalation", "core", "ZZZZ-2222", dynamoDBRecord(container.dynamoDB, tables, eventSchema)],
    ["practice alert", "alerts", "PA-ZZZZ-2222", dynamoDBRecord(container.dynamoDB, tables, alertEventSchema)],
  ] as const;
  const fields: string[] = [];
  for (const [kind, folder, reference, record] of kinds) {
    const examples = join(import.meta.dirname, "../functions", folder, "examples");
    const names = readdirSync(examples).toSorted(
      (a, b) => Number(/Raised|Submitted/.test(b)) - Number(/Raised|Submitted/.test(a)),
    );
    for (const [index, name] of names.entries()) {
      const event = JSON.parse(readFileSync(join(examples, name), "utf8")) as { sealed?: unknown };
      const filled = { ...event, ...("sealed" in event ? { sealed: withCanaries(event.sealed, all, name) } : {}) };
      fields.push(...fieldsWith(kind, filled, (text) => text.includes("zqcanary")));
      const before = await record.read(reference);
      const commit = {
        reference,
        number: index + 1,
        at: clock.now(),
        cause: { kind: "service", task: "canary" },
        command: `canary-${index}`,
        events: [filled],
      } as unknown as Parameters<typeof record.append>[0];
      if ((await record.append(commit as never, before.at(-1))) === "conflict")
        throw new Error(`${name} was not stored`);
    }
  }
  return fields;
}

function withCanaries(value: unknown, all: Canaries, name: string): unknown {
  if (typeof value === "string") return all.put(`at rest: ${name}`);
  if (Array.isArray(value)) return value.map((each) => withCanaries(each, all, name));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withCanaries(each, all, name)]));
}
