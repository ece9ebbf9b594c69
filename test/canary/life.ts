/**
 * Whole lives on the real laptop stack, in which every personal field is filled with a canary: raised by the API and by page, answered
 * by every form that any link offers at any stage, handed on, bounced, closed, read, saved and reported.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { alertEventSchema } from "../../functions/alerts/core/events.ts";
import { eventSchema } from "../../functions/core/events.ts";
import { dynamoDBRecord } from "../../functions/record/dynamodb-record.ts";
import { fieldsWith } from "./fields.ts";
import type { DirectoryFile } from "../../functions/directory/file.ts";
import { startLaptop, type Laptop } from "../../infra/local/laptop.ts";
import { formsOn } from "../../infra/local/person.ts";
import { formsIn, type Form } from "../abuse/pages.ts";
import { canaries, type Canaries } from "./canaries.ts";
import { hear, type Heard } from "./heard.ts";

/** A Monday, 10:00 in London, which is on UTC. */
const monday = "2026-11-23T10:00:00.000Z";
/** A date that is nobody else's, as data and in words. */
export const born = { day: "1931-04-09", inWords: "9 April 1931" };

export interface Life {
  readonly laptop: Laptop;
  readonly heard: Heard;
  readonly canaries: Canaries;
  /** Canaries of the directory, which the operator wrote: the directory's own items have them, and nothing else has. */
  readonly directory: ReadonlySet<string>;
  /** Answers of the API that refuse, and pages before Continue: nothing personal is in any. */
  readonly refusals: string[];
  readonly references: readonly string[];
  /** The sealed fields with a canary in the events that were put on a record as they are, past every page. */
  readonly atRest: readonly string[];
  /** Every figure about the service’s working, as it was noted. */
  readonly figures: readonly string[];
  close(): Promise<void>;
}

const pause = new Set(["withdraw", "unresolved", "answer-proposal", "risk", "outcome", "refer", "hand-on", "close"]);

/** @param tells hears of each step, with how many canaries there are by then */
export async function live(tells: (step: string, canaries: number) => void = () => undefined): Promise<Life> {
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
  const refusals: string[] = [];
  const registers: string[] = [];
  const references: string[] = [];
  let keys = 0;
  let turn = 0;
  const url = laptop.service;

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init });
    const text = await response.clone().text();
    const isApi = !String(response.headers.get("content-type")).startsWith("text/html");
    if ((response.status >= 400 && isApi) || init.method === undefined || init.method === "HEAD")
      refusals.push(`${init.method ?? "GET"} ${path} ${response.status}\n${text}`);
    return { status: response.status, text, headers: response.headers };
  };
  const post = (path: string, fields: Readonly<Record<string, string>> | URLSearchParams) =>
    ask(path, { method: "POST", body: new URLSearchParams(fields) });

  async function raise(
    client: string,
    path: string,
    body: object | string,
    refused = false,
  ): Promise<string | undefined> {
    const { status, text } = await ask(path, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await laptop.tokenFor(client)}`,
        "content-type": "application/json",
        "idempotency-key": `key-${++keys}`,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    if ((status === 201) === refused) throw new Error(`${path} answers ${status}: ${text}`);
    if (refused) return undefined;
    const { reference } = JSON.parse(text) as { reference: string };
    references.push(reference);
    await laptop.quiet();
    return reference;
  }

  /** The newest link of everybody who has had one about it. */
  const linksOf = (reference: string) => {
    const newest = new Map<string, string>();
    for (const { to, text = "" } of laptop.mailbox.mails()) {
      const path = new RegExp(`${url}(/${reference}/\\S+)`).exec(text)?.[1];
      if (path && to[0]) newest.set(to[0], path);
    }
    return [...newest];
  };

  /** Fills a form in: every text with a canary, every choice with one of its options, another each time. */
  function filled(form: Form, of: string, domain: string): URLSearchParams {
    const fields = new URLSearchParams();
    turn++;
    const today = laptop.clock.now().slice(0, "2026-11-23".length).split("-");
    for (const { name, type, value, options } of form.inputs) {
      const later = /^(?:for|until|due)-/.test(name);
      if (type === "hidden") fields.append(name, value);
      else if (options.length > 0) fields.append(name, options[turn % options.length] ?? "");
      else if (name.endsWith("-day")) fields.append(name, String(Math.min(28, Number(today[2]) + (later ? 2 : 0))));
      else if (name.endsWith("-month")) fields.append(name, String(Number(today[1])));
      else if (name.endsWith("-year")) fields.append(name, today[0] ?? "");
      else if (name.endsWith("-time")) fields.append(name, later ? "4:30pm" : "9:05am");
      else if (type === "email") fields.append(name, all.address(`${of}: ${name}`, domain));
      else if (type === "number" || name === "corrects") fields.append(name, "1");
      else fields.append(name, all.put(`${of}: ${name}`));
    }
    return fields;
  }

  const pressed = new Map<string, number>();
  /** Presses every form that anybody is offered now, as often as `most` says. @returns whether anything was recorded */
  async function press(reference: string, wanted: (key: string) => boolean, most: number): Promise<boolean> {
    let recorded = false;
    for (const [address, path] of linksOf(reference)) {
      const page = await post(path, { do: "continue" });
      const offered = formsOn(page.text);
      for (const key of offered) {
        const counted = `${reference} ${key}`;
        const tried = `${counted} ${address}`;
        if (!wanted(key.split("/")[0] ?? "") || (pressed.get(counted) ?? 0) >= most || (pressed.get(tried) ?? 0) > most)
          continue;
        pressed.set(tried, (pressed.get(tried) ?? 0) + 1);
        const asked = await post(path, { do: "choose", form: key });
        const form = formsIn(asked.text).find(({ inputs }) =>
          inputs.some((each) => each.name === "do" && each.value === key),
        );
        if (!form) continue;
        const fields = filled(form, `${reference} ${key}`, address.split("@")[1] ?? "");
        if (!pressed.has(counted)) {
          // Once without what it needs: what was typed comes back, to whoever typed it alone.
          const without = new URLSearchParams(fields);
          without.delete("your-name");
          await post(path, without);
        }
        const { status } = await post(path, fields);
        if (status === 200) {
          pressed.set(counted, (pressed.get(counted) ?? 0) + 1);
          recorded = true;
          await laptop.quiet();
        }
      }
    }
    return recorded;
  }

  /** Everything that leads no further, then one thing that does, until it is over or nothing more can be done. */
  async function liveThrough(reference: string, leads: readonly string[]): Promise<void> {
    for (const lead of leads) {
      tells(`${reference}: ${lead}`, all.all.size);
      await press(reference, (key) => !pause.has(key), 1);
      if (/^\d{4}-/.test(lead)) await laptop.moveTo(lead);
      else await press(reference, (key) => key === lead, 3);
    }
    await press(reference, (key) => !pause.has(key), 2);
    for (const [, path] of linksOf(reference)) {
      await ask(path);
      await ask(path, { method: "HEAD" });
      await post(path, { do: "record" });
    }
    for (const does of ["export", "bundle", "document"])
      await post(linksOf(reference)[0]?.[1] ?? "", { do: does, form: "record" });
  }

  const concern = (name: string, more: object = {}) => ({
    area: "knowsley",
    subject: "child",
    person: {
      name: all.put(`${name}: person`),
      dateOfBirth: born.day,
      circumstances: all.put(`${name}: circumstances`),
    },
    typeOfDisagreement: "another",
    anotherType: all.put(`${name}: another type`),
    issue: all.put(`${name}: issue`),
    natureOfDisagreement: all.put(`${name}: nature`),
    risk: all.put(`${name}: risk`),
    evidence: all.put(`${name}: evidence`),
    resolutionSought: all.put(`${name}: sought`),
    arose: "2026-11-20",
    raising: {
      practitioner: person(`${name}: raiser`, "whitebeam-primary.example"),
      manager: person(`${name}: raising manager`, "whitebeam-primary.example"),
    },
    receiving: {
      agency: "knowsley-social-care",
      practitioner: person(`${name}: receiver`, "social-care.knowsley.example"),
      manager: person(`${name}: receiving manager`, "social-care.knowsley.example"),
    },
    ...more,
  });
  const person = (name: string, domain: string) => ({ name: all.put(name), email: all.address(name, domain) });

  // What is wrong is refused, and the refusal has none of it.
  const wrong = concern("refused");
  await raise("whitebeam-primary", "/escalations", { ...wrong, subject: all.put("refused: subject") }, true);
  await raise(
    "whitebeam-primary",
    "/escalations",
    {
      ...wrong,
      raising: { practitioner: person("refused: elsewhere", "elsewhere.example") },
    },
    true,
  );
  await raise("whitebeam-primary", "/escalations", JSON.stringify(wrong).slice(0, -20), true);
  await raise("whitebeam-primary", "/escalations", `{"person": ${all.put("refused: no JSON")}}`, true);
  await raise("whitebeam-primary", "/escalations", { ...wrong, issue: all.put("refused: long").repeat(4_000) }, true);
  await raise("knowsley-partnership", "/escalations", wrong, true);

  tells("raising by the API", all.all.size);
  // By the API, under three policies, each to other ends.
  const knowsley = await raise("whitebeam-primary", "/escalations", concern("knowsley"));
  const urgent = await raise("whitebeam-primary", "/escalations", {
    ...Object.fromEntries(
      Object.entries(concern("urgent")).filter(([key]) => !/issue|nature|risk$|evidence|resolution/.test(key)),
    ),
    immediateRisk: true,
  });
  const medwayPeople = {
    area: "medway",
    before: {
      "manager-consulted": "2026-11-18",
      "professional-to-professional": "2026-11-19",
      "managers-in-contact": "2026-11-20",
    },
    raising: { practitioner: person("medway: raiser", "hoo-meadows.example") },
    receiving: { agency: "medway-social-care" },
  };
  const medway = await raise("hoo-meadows-primary", "/escalations", concern("medway", medwayPeople));
  const shropshire = await raise(
    "corvedale-housing",
    "/escalations",
    concern("shropshire", {
      area: "shropshire",
      subject: "adult",
      raising: { practitioner: person("shropshire: raiser", "corvedale-housing.example") },
      receiving: {
        agency: "shropshire-social-care",
        practitioner: person("shropshire: receiver", "social-care.shropshire.example"),
      },
    }),
  );
  const early = await raise("whitebeam-primary", "/escalations", concern("withdrawn"));
  const alert = await raise("hoo-meadows-primary", "/practice-alerts", alertOf(all));
  await byPage();

  // E-mails that the mail service does not take, with an address in what it says of it.
  laptop.mailbox.refuse(({ to }) =>
    to.some((each) => each.includes("zqcanary"))
      ? {
          code: "MessageRejected",
          message: `Email address is not verified: ${to.join()} (${all.put("refused by the mail service")})`,
        }
      : undefined,
  );
  await raise(
    "merrow-health",
    "/escalations",
    concern("unreachable", { raising: { practitioner: person("unreachable: raiser", "merrow-health.example") } }),
  );
  laptop.mailbox.refuse(undefined);

  // And such as come back, with what a mail server wrote.
  for (const way of ["permanent", "mailbox-full", "spam"] as const) {
    const mail = laptop.mailbox
      .mails()
      .findLast(
        ({ tags, subject }) =>
          tags["reference"] === (way === "spam" ? alert : knowsley) &&
          subject.includes(way === "spam" ? "for your response" : "your answer"),
      );
    if (mail) await laptop.bounce(mail.id, way);
  }

  if (early) await liveThrough(early, ["hand-on", "withdraw"]);
  if (urgent) await liveThrough(urgent, ["risk", "answer-proposal", "unresolved"]);
  if (knowsley)
    await liveThrough(knowsley, [
      "answer-proposal",
      "unresolved",
      "answer-proposal",
      "unresolved",
      "hand-on",
      "2026-12-08T10:00:00.000Z",
      "refer",
      "2026-12-18T12:00:00.000Z",
      "outcome",
    ]);
  if (medway) await liveThrough(medway, ["unresolved", "answer-proposal", "unresolved", "unresolved", "outcome"]);
  if (shropshire)
    await liveThrough(shropshire, ["unresolved", "answer-proposal", "unresolved", "unresolved", "outcome"]);
  if (alert) await liveThrough(alert, ["done", "done", "close"]);
  await laptop.moveTo("2026-12-21T12:00:00.000Z");

  // A partnership reads and saves its register and reports by the link of a digest, and by the API.
  for (const [, path] of registersSent())
    for (const does of ["continue", "csv", "charts", "report", "report-csv", "report-word"])
      registers.push(
        (
          await post(path, {
            do: does,
            "from-day": "1",
            "from-month": "11",
            "from-year": "2026",
            "to-day": "20",
            "to-month": "12",
            "to-year": "2026",
          })
        ).text,
      );
  for (const what of ["figures", "register", "report"]) {
    const answer = await ask(`/partnerships/knowsley/${what}?from=2026-11-01&to=2026-12-20`, {
      headers: { authorization: `Bearer ${await laptop.tokenFor("knowsley-partnership")}` },
    });
    registers.push(answer.text);
  }
  const atRest = await storedAsTheyAre(laptop, all);
  return {
    laptop,
    heard,
    canaries: all,
    directory: ofDirectory,
    refusals: [...refusals, ...registers],
    references,
    atRest,
    figures,
    async close() {
      heard.stop();
      await laptop.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  /** A concern by page, one draft left in the middle, and the two links that somebody asks for. */
  async function byPage(): Promise<void> {
    tells("raising by page", all.all.size);
    const raiser = all.address("by page: raiser", "whitebeam-primary.example");
    for (const path of ["/raise", "/alert"]) {
      await post(path, { email: raiser });
      await post(path, { email: all.address("by page: a stranger", "elsewhere.example") });
      await post(path, { email: all.put("by page: no address") });
    }
    await laptop.quiet();
    const linkTo = (begins: string) =>
      new RegExp(`${url}(${begins}\\S+)`).exec(
        laptop.mailbox.mails().findLast(({ to, text = "" }) => to.includes(raiser) && text.includes(begins))?.text ??
          "",
      )?.[1] ?? "";
    const chosen: Readonly<Record<string, string>> = {
      area: "knowsley",
      "secure-setting": "(another)",
      subject: "child",
      "receiving-agency": "knowsley-social-care",
      "immediate-risk": "no",
      protect: "no",
      type: "another",
      "receiver-email": all.address("by page: receiver", "social-care.knowsley.example"),
    };
    const path = linkTo("/raise/");
    for (const rounds of [60, 9]) {
      let page = (await post(path, { do: rounds === 60 ? "continue" : "another" })).text;
      for (let step = 0; step < rounds; step++) {
        const form = formsIn(page).find(({ inputs, buttons }) =>
          [...inputs.map((each) => each.value), ...buttons.map(([, value]) => value)].some(
            (each) => each === "save" || each === "raise",
          ),
        );
        if (!form) break;
        const fields = filled(form, "by page", "whitebeam-primary.example");
        for (const { name } of form.inputs) if (chosen[name] !== undefined) fields.set(name, chosen[name]);
        for (const [name, value] of form.buttons) if (value === "save" || value === "raise") fields.set(name, value);
        page = (await post(path, fields)).text;
      }
      const reference = /Escalation ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(page)?.[1];
      if (reference) references.push(reference);
      await laptop.quiet();
    }
    // An alert by page, as far as it goes.
    const submitting = linkTo("/alert/");
    let page = (await post(submitting, { do: "continue" })).text;
    for (let step = 0; step < 3; step++) {
      const form = formsIn(page).find(({ inputs }) =>
        inputs.some(({ type }) => type === "textarea" || type === "hidden"),
      );
      if (!form) break;
      const fields = filled(form, "alert by page", "whitebeam-primary.example");
      for (const [name, value] of form.buttons) if (value !== "form") fields.set(name, value);
      page = (await post(submitting, fields)).text;
    }
  }

  function registersSent(): Map<string, string> {
    const found = new Map<string, string>();
    for (const { to, text = "" } of laptop.mailbox.mails()) {
      const path = new RegExp(`${url}(/register/\\S+)`).exec(text)?.[1];
      if (path) found.set(String(to[0]), path);
    }
    return found;
  }
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

const alertOf = (all: Canaries) => ({
  partnership: "medway",
  notAboutOneCase: true,
  concerns: "one agency",
  consulted: { service: all.put("alert: service consulted"), on: "2026-11-10", with: all.put("alert: with whom") },
  informer: { name: all.put("alert: informer"), title: all.put("alert: title") },
  service: all.put("alert: service"),
  contact: { email: all.address("alert: contact", "hoo-meadows.example"), telephone: all.put("alert: telephone") },
  date: "2026-11-20",
  summary: all.put("alert: summary"),
  measures: all.put("alert: measures"),
  causes: all.put("alert: causes"),
  goodPractice: all.put("alert: good practice"),
  action: all.put("alert: action"),
});

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
