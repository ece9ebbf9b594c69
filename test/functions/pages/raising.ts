/** Raising by page: the real pages, core, policies and directory; mail, record and workflow are doubles, the clock is set. */
import type { Hono } from "hono";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { submit } from "../../../functions/api/submit.ts";
import { dynamoDBDirectory, importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import { createEscalations, type Story } from "../../../functions/escalations/escalations.ts";
import { dynamoDBDrafts } from "../../../functions/drafts/dynamodb-drafts.ts";
import type { Drafts } from "../../../functions/drafts/drafts.ts";
import { dynamoDBInvitations } from "../../../functions/links/dynamodb-invitations.ts";
import type { Message } from "../../../functions/mail/mail.ts";
import { createPages } from "../../../functions/pages/app.ts";
import { choosePolicy } from "../../../policies/choose.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import { holding, publishedPolicies } from "../../../policies/published.ts";
import { clockAt, type TestClock } from "../../support/doubles.ts";
import { openDatabase, type Database } from "../../support/stack.ts";
import { directory, memoryRecord, noAlerts, noLinks, type Answer, answerOf } from "./support.ts";

/** Agencies of tests. Every domain is nobody's. */
export const directoryText = `
partnerships:
  - id: knowsley
    name: KSCP
    inbox: partnership@kscp.example
    inDanger: [{ who: The front door, number: 0151 496 0150, hours: at any hour }]
    questions: { number: 0151 496 0152, hours: weekdays from 9am to 5pm }
  - { id: shropshire, name: SSCP, inbox: partnership@sscp.example }
  - { id: medway, name: MSCP, inbox: partnership@mscp.example }
agencies:
  - id: school
    name: Whitebeam School
    kind: education
    areas: [knowsley, shropshire, medway]
    domains: [whitebeam.example, School.example]
    inbox: office@whitebeam.example
  - id: care
    name: Children’s Social Care
    kind: childrens-social-care
    areas: [knowsley, medway]
    domains: [care.example]
    inbox: front.door@care.example
    roles:
      line-manager: [{ name: Derek Stott, email: d.stott@care.example }]
  - id: council
    name: Shropshire Community Safety
    kind: council
    areas: [shropshire]
    domains: [council.example]
    inbox: office@council.example
  - id: police
    name: Vale Police
    kind: police
    areas: [medway]
    domains: [police.example]
    inbox: office@police.example
  - id: academy
    name: Academy Trust
    kind: training-provider
    areas: [knowsley]
    ownPolicy: training-provider
    domains: [academy.council.example]
    inbox: office@academy.council.example
clients: []
`;

/** A Tuesday without a holiday near it, GMT. */
export const tuesday = "2026-11-17T10:00:00.000Z";
export const ada = "ada.nurse@whitebeam.example";

export const where = {
  area: "knowsley",
  "secure-setting": "(another)",
  subject: "child",
  "receiving-agency": "care",
};

export const texts = {
  issue: "The referral was closed without a visit.",
  disagreement: "We say the threshold is met.\nThey say it is not.",
  risk: "Bruising was seen twice.",
  evidence: "Body map of 30 October.",
  sought: "A visit before Sunday.",
};

export const day = (name: string, text: string) => {
  const [year = "", month = "", date = ""] = text.split("-");
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

export const concern = {
  "immediate-risk": "no",
  protect: "no",
  "person-name": "Robin Childe",
  type: "level-of-need",
  ...day("arose", "2026-11-16"),
  ...texts,
  "your-name": "Ada Nurse",
};

export type Fields = Readonly<Record<string, string>>;

export interface Raising {
  readonly app: Hono;
  readonly clock: TestClock;
  readonly mails: { readonly to: string; readonly message: Message }[];
  readonly record: ReturnType<typeof memoryRecord>;
  readonly started: string[];
  readonly logged: string[];
  readonly drafts: Drafts;
  /** The next mail is refused with this. */
  refuseMail(error: Error): void;
  /** Imports a directory over the one that is held. */
  reimport(change: (text: string) => string): Promise<void>;
  items(): Promise<Record<string, unknown>[]>;
  /** The keys of what is stored beside the directory. */
  stored(): Promise<string[]>;
  get(path: string, method?: "GET" | "HEAD"): Promise<Answer>;
  post(path: string, fields: Fields): Promise<Answer>;
  /** Asks for a link, and gives its path. */
  link(email?: string): Promise<string>;
  /** Begins afresh and answers page after page, until one is refused, one is reached, or nothing is left but to check it all. */
  walk(path: string, fields: Fields, until?: string): Promise<Answer[]>;
  /** The same from a page that was shown. */
  walkOn(path: string, from: Answer, fields: Fields, until?: string): Promise<Answer[]>;
  /** Walks with a whole concern, and gives the page on which it is checked, or that was refused. */
  check(path: string, changes?: Fields): Promise<Answer>;
  /** Opens one question of the draft. */
  open(path: string, page: string): Promise<Answer>;
  /** Presses the last button of a page that was shown. */
  raise(path: string, page: Answer, changes?: Fields): Promise<Answer>;
  /** Everything at once. */
  raiseAll(changes?: Fields): Promise<Answer>;
  story(page: Answer): Promise<Story>;
}

/**
 * The hooks of a test file: one database for all of it, and pages, links and e-mails anew for each test.
 * @param take has them as each test begins
 * @returns the same with other policies, or drafts that fail
 */
export function raisingAnew(take: (made: Raising) => unknown) {
  let database: Database;
  const anew = (published?: readonly Policy[], faulty?: (drafts: Drafts) => Drafts) =>
    raising(database, published, faulty);
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await take(await anew());
  });
  return { anew };
}

/**
 * @param published the policies that are held; the project's own by default
 * @param faulty what makes drafts fail
 */
export async function raising(
  database: Database,
  published: readonly Policy[] = publishedPolicies(),
  faulty: (drafts: Drafts) => Drafts = (drafts) => drafts,
): Promise<Raising> {
  const held = holding(() => published);
  const rulesOf = ({ id, version }: { readonly id: string; readonly version: string }) => {
    const policy = held.policyVersion(id, version);
    return { policy, calendar: calendarOf(policy.nation) };
  };
  const tables = await database.freshTables();
  await importDirectory(database.dynamoDB, tables.working, readDirectoryFile(directoryText, "directory.yaml"));
  const clock = clockAt(tuesday);
  const record = memoryRecord();
  const mails: { to: string; message: Message }[] = [];
  const started: string[] = [];
  const logged: string[] = [];
  let refusal: Error | undefined;
  let ids = 0;
  const escalations = createEscalations({ record, rulesOf, signal: () => Promise.resolve() });
  const drafts = dynamoDBDrafts(database.dynamoDB, tables.working);
  const agencies = dynamoDBDirectory(database.dynamoDB, tables.working);
  const policies = {
    ...held,
    choose: (choosing: Parameters<typeof choosePolicy>[0]) => choosePolicy(choosing, held),
  };
  const app = createPages({
    ...noLinks,
    clock,
    newId: () => `id-${++ids}`,
    escalations,
    record,
    directory,
    raising: {
      directory: agencies,
      invitations: dynamoDBInvitations(database.dynamoDB, tables.working),
      drafts: faulty(drafts),
      mail: {
        send: (to, message) => {
          if (refusal) return Promise.reject(refusal);
          mails.push({ to, message });
          return Promise.resolve("message-id");
        },
      },
      policies,
      submit: (submission) =>
        submit(submission, {
          clock,
          record,
          escalations,
          directory: agencies,
          workflow: {
            start: ({ reference }) => {
              started.push(reference);
              return Promise.resolve("started" as const);
            },
          },
          policies: { choose: policies.choose, rulesOf },
          referenceSecret: "a secret of at least thirty-two characters",
          log: (_, message) => void logged.push(message),
        }),
      serviceUrl: "https://escalations.example",
      log: (_, message, about) => void logged.push(`${message} ${JSON.stringify(about)}`),
    },
    practiceAlerts: noAlerts,
    report: (defect) => {
      throw defect;
    },
  });

  const made: Raising = {
    app,
    clock,
    mails,
    record,
    started,
    logged,
    drafts,
    refuseMail: (error) => void (refusal = error),
    reimport: async (change) => {
      await importDirectory(
        database.dynamoDB,
        tables.working,
        readDirectoryFile(change(directoryText), "directory.yaml"),
      );
    },
    items: () => database.items(tables.working),
    stored: async () =>
      (await made.items())
        .filter((item) => !String(item["pk"]).startsWith("DIRECTORY#"))
        .map((item) => String(item["pk"])),
    get: async (path, method = "GET") => answerOf(await app.request(path, { method })),
    post: async (path, fields) =>
      answerOf(await app.request(path, { method: "POST", body: new URLSearchParams(fields) })),
    async link(email = ada) {
      await made.post("/raise", { email });
      return linkIn(made.mails.at(-1)?.message.text);
    },
    async walk(path, fields, until) {
      let page = await made.post(path, { do: "continue" });
      if (page.html.includes('value="another"')) page = await made.post(path, { do: "another" });
      if (page.html.includes('value="afresh"'))
        page = await made.post(path, { ...sentAlong(page.html), do: "afresh-yes" });
      return made.walkOn(path, page, fields, until);
    },
    async walkOn(path, from, fields, until) {
      const pages = [from];
      for (let page = from; isQuestion(page) && pageOf(page) !== until; pages.push(page)) {
        if (pages.length > 60) throw new Error("The questions do not end");
        page = await made.post(path, { ...fields, ...sentAlong(page.html), do: "save" });
        if (page.status !== 200) return [...pages, page];
      }
      return pages;
    },
    check: async (path, changes = {}) => lastOf(await made.walk(path, { ...where, ...concern, ...changes })),
    open: (path, page) => made.post(path, { do: "page", page }),
    raise: (path, page, changes = {}) => made.post(path, { ...sentAlong(page.html), ...changes, do: "raise" }),
    async raiseAll(changes = {}) {
      const path = await made.link();
      return made.raise(path, await made.check(path, changes));
    },
    async story(page) {
      const story = await escalations.read(referenceOn(page));
      if (!story) throw new Error(`Nothing was raised: ${page.text}`);
      return story;
    },
  };
  return made;
}

export function lastOf(pages: readonly Answer[]): Answer {
  const last = pages.at(-1);
  if (!last) throw new Error("There is no page");
  return last;
}

/** Whether a page asks a question, which is kept when it is answered. */
export const isQuestion = ({ html }: Pick<Answer, "html">) => html.includes('value="save"');

/** The question that a page asks. */
export const pageOf = ({ html }: Pick<Answer, "html">) => sentAlong(html)["page"] ?? "";

/** The path of the link in an e-mail. */
export function linkIn(text: string | undefined): string {
  const path = /https?:\/\/[^/\s]+(\/raise\/\S+)/.exec(text ?? "")?.[1];
  if (!path) throw new Error(`There is no link in “${text}”`);
  return path;
}

export const referenceOn = (page: Pick<Answer, "text">) =>
  /Escalation ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(page.text)?.[1] ?? "";

/** What a page sends along without anybody typing it. */
export function sentAlong(html: string): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = "", value = ""]) => [
      name,
      resolved(value),
    ]),
  );
}

const resolved = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#92;", "\\")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** The problems in the summary of a page: the input that each leads to, and what it says. */
export function problemsOn({ html }: Pick<Answer, "html">): Record<string, string> {
  const summary = /<ul class="govuk-list govuk-error-summary__list">([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? "";
  return Object.fromEntries(
    [...summary.matchAll(/<li>\s*(?:<a href="#([^"]*)">)?([^<]*)/g)].map(([, input = "", says = ""]) => [
      input,
      resolved(says).trim(),
    ]),
  );
}
