/** One escalation in memory behind the real pages, the real core and the real policies; only the clock and the store are doubles. */
import { seatsFor } from "../../../functions/directory/seats.ts";
import { readFileSync } from "node:fs";
import type { Hono } from "hono";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { loadPolicy } from "../../../policies/language/load.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import type { Rules } from "../../../functions/core/clocks.ts";
import type { Command, Found, PartyCommand } from "../../../functions/core/commands.ts";
import { decide } from "../../../functions/core/decide.ts";
import type { EscalationEvent, EventOf } from "../../../functions/core/events.ts";
import { peopleNeeded, type Need } from "../../../functions/core/people.ts";
import type { Agency, Directory, Partnership } from "../../../functions/directory/directory.ts";
import { createEscalations, type Escalations, type Story } from "../../../functions/escalations/escalations.ts";
import type { CodeTries } from "../../../functions/limits/code-tries.ts";
import type { PageLimits } from "../../../functions/limits/page-limits.ts";
import { readCode } from "../../../functions/links/code.ts";
import type { Message } from "../../../functions/mail/mail.ts";
import { linkEnds, type Issued, type Link } from "../../../functions/links/links.ts";
import { formOf } from "../../../functions/pages/forms/index.ts";
import { formsOn } from "../../../infra/local/person.ts";
import { createPages, type PagesDependencies } from "../../../functions/pages/app.ts";
import type { RaiseDependencies } from "../../../functions/pages/raise/app.ts";
import { beginning, hashOf, type Stored } from "../../../functions/record/chain.ts";
import type { Commit, RecordStore } from "../../../functions/record/commit.ts";
import { partnershipOf, placeInFeed } from "../../../functions/record/feed.ts";

const policyFile = (path: string): Policy => loadPolicy(readFileSync(`policies/${path}`, "utf8"), path);

export const policies = {
  knowsley: policyFile("knowsley/2020-06.yaml"),
  "milton-keynes": policyFile("milton-keynes/2023.yaml"),
  medway: policyFile("medway/2024.yaml"),
  shropshire: policyFile("shropshire/2023-02.yaml"),
  "training-provider": policyFile("training-provider/2025.yaml"),
};

export const reference = "K7QF-2M9X";

export function memoryRecord(): RecordStore & { readonly commits: Commit[] } {
  const commits: Commit[] = [];
  const chain: Stored[] = [];
  return {
    commits,
    read: (wanted) => Promise.resolve(commits.filter((each) => each.reference === wanted)),
    append: (commit, after): Promise<Commit | "conflict"> => {
      if (commits.some((each) => each.reference === commit.reference && each.number === commit.number))
        return Promise.resolve("conflict");
      const partnership = after?.partnership ?? partnershipOf(commit.events[0], commit.reference);
      const { reference: of, number, at, cause, command, events } = commit;
      const text = JSON.stringify({ v: 1, at, cause, command, events });
      const previous = after?.hash ?? beginning;
      const hash = hashOf(of, number, previous, text);
      const appended = { ...commit, partnership, hash };
      commits.push(appended);
      chain.push({ reference: of, number, text, previous, hash, ...placeInFeed(partnership, commit) });
      return Promise.resolve(appended);
    },
    stored: (wanted) => Promise.resolve(chain.filter((each) => each.reference === wanted)),
    erase: notForPages,
    feed: notForPages,
  };
}

function notForPages(): never {
  throw new Error("pages only read, append and check");
}

/** No link of an escalation raises another concern. */
const noRaising: RaiseDependencies = {
  directory: { agency: notForPages, agencies: notForPages, agencyAt: notForPages, partnership: notForPages },
  invitations: { mayAsk: notForPages, issue: notForPages, find: notForPages },
  drafts: { read: notForPages, write: notForPages },
  mail: { send: notForPages },
  policies: { areasHeld: () => [], policyInForce: notForPages, choose: notForPages },
  submit: notForPages,
  serviceUrl: "https://escalations.example",
  log: notForPages,
};

/** No link of an escalation has to do with a practice alert. */
export const noAlerts: PagesDependencies["practiceAlerts"] = {
  ...noRaising,
  alerts: { read: notForPages, perform: notForPages },
  inForce: notForPages,
  submitAlert: notForPages,
};

export const unlimited: PageLimits = {
  press: () => Promise.resolve(true),
  wrong: () => Promise.resolve(true),
  fresh: () => Promise.resolve(true),
};

/** No link of an escalation has been sent, and no code with one. */
export const noLinks: Pick<PagesDependencies, "links" | "limits" | "codeTries" | "fresh"> = {
  links: { find: () => Promise.resolve(undefined), findByCode: () => Promise.resolve(undefined), issue: notForPages },
  limits: unlimited,
  codeTries: { begin: () => Promise.resolve({ may: "be looked at" }), right: () => Promise.resolve() },
  fresh: { mail: { send: notForPages }, serviceUrl: "https://escalations.example", log: notForPages },
};

const holder = (name: string, domain: string) => ({ name, email: `${name.toLowerCase().replace(" ", ".")}@${domain}` });

function agency(id: string, name: string, domain: string, people: readonly string[]): Agency {
  const [practitioner = "", manager = "", lead = "", senior = "", director = ""] = people;
  return {
    id,
    name,
    kind: "health",
    areas: ["knowsley", "milton-keynes"],
    domains: [domain],
    inbox: `safeguarding@${domain}`,
    roles: {
      practitioner: [holder(practitioner, domain)],
      "line-manager": [holder(manager, domain)],
      "service-manager": [holder(manager, domain)],
      "safeguarding-professional": [holder(lead, domain)],
      "safeguarding-lead": [holder(lead, domain)],
      "senior-manager": [holder(senior, domain)],
      "head-of-service": [holder(senior, domain)],
      "assistant-director": [holder(director, domain)],
      director: [holder(director, domain)],
    },
  };
}

/** Police: other roles than elsewhere, and neither a control room nor a referral unit among its people (MED-04). */
const police: Agency = {
  id: "kent-police",
  name: "Kent Police",
  kind: "police",
  areas: ["medway"],
  domains: ["kent-police.example"],
  inbox: "safeguarding@kent-police.example",
  roles: {
    "mash-detective-inspector": [holder("Mo Hub", "kent-police.example")],
    "child-protection-detective-inspector": [holder("Nia Guard", "kent-police.example")],
  },
};

export const agencies: Readonly<Record<string, Agency>> = {
  hospital: agency("hospital", "Whiston Hospital", "hospital.example", [
    "Ada Nurse",
    "Bea Matron",
    "Cy Lead",
    "Di Head",
    "Ed Chief",
  ]),
  council: agency("council", "Knowsley Council", "council.example", [
    "Una Worker",
    "Vic Team",
    "Wyn Lead",
    "Xan Head",
    "Yan Chief",
  ]),
  "kent-police": police,
};

function partnership(id: string, name: string): Partnership {
  return {
    id,
    name,
    inbox: `partnership@${id}.example`,
    roles: {
      chair: [holder("Fay Chair", `${id}.example`)],
      "vice-chair": [holder("Gus Vice", `${id}.example`)],
      "business-manager": [holder("Hal Business", `${id}.example`)],
      commissioner: [holder("Io Commissions", `${id}.example`)],
      scrutineer: [holder("Jo Scrutiny", `${id}.example`)],
    },
  };
}

export const partnerships: Readonly<Record<string, Partnership>> = {
  knowsley: partnership("knowsley", "Knowsley Safeguarding Children Partnership"),
  "milton-keynes": partnership("milton-keynes", "MK Together Safeguarding Partnership"),
  medway: partnership("medway", "Medway Safeguarding Children Partnership"),
  shropshire: partnership("shropshire", "Shropshire Safeguarding Community Partnership"),
  "training-provider": partnership("training-provider", "The training provider’s safeguarding team"),
};

type PagesDirectory = Pick<Directory, "agency" | "partnership" | "named" | "find">;
interface Known {
  readonly agencies: Readonly<Record<string, Agency>>;
  readonly partnerships: Readonly<Record<string, Partnership>>;
}

const directoryOf = (known: Known): PagesDirectory => ({
  agency: (id) => Promise.resolve(known.agencies[id]),
  partnership: (id) => Promise.resolve(known.partnerships[id]),
  named: (of, ids) => {
    const agencies = ids.flatMap((id): [string, Agency][] => (known.agencies[id] ? [[id, known.agencies[id]]] : []));
    return Promise.resolve({ partnership: known.partnerships[of], agencies: new Map(agencies) });
  },
  find: (needs) => Promise.resolve(needs.map((need) => found(need, known))),
});

export const directory = directoryOf({ agencies, partnerships });

function found(need: Need, known: Known): Found {
  const place = need.side === "partnership" ? known.partnerships[need.of] : known.agencies[need.of];
  if (!place) throw new Error(`The test has no ${need.of}`);
  const named = need.named && { ...need.named, via: "holder" as const, agency: place.id };
  if (named)
    return { need: need.need, seats: [{ role: named.role, via: named.via, agency: place.id, person: named.person }] };
  return { need: need.need, seats: seatsFor(need, place) };
}

type Concern = Extract<Command, { type: "raise" }>["concern"];
type SealedConcern = Exclude<Concern["sealed"], "erased">;

/** Raised on Monday 2 November 2026 at 10:00; 3 working days later is Thursday 5 November, 5pm. */
export const monday = "2026-11-02T10:00:00.000Z";

export const words = {
  issue: "The school nurse referral was closed.",
  disagreement: "We think the threshold is met.",
  risk: "Bruising was seen twice.",
  evidence: "Body map of 30 October.",
  resolutionSought: "An assessment within the week.",
};

export interface WorldOptions {
  readonly policy?: keyof typeof policies;
  readonly concern?: Partial<Concern>;
  readonly words?: Partial<typeof words>;
  readonly person?: SealedConcern["person"];
  /** The answers to the policy's own questions at the raising. */
  readonly answers?: NonNullable<SealedConcern["answers"]>;
  /** What came before the formal process; all of it unless a test says otherwise. */
  readonly before?: NonNullable<SealedConcern["before"]>;
  /** Other entries of the directory, in the place of those that have the same id. */
  readonly partnership?: Partnership;
  readonly agency?: Agency;
  /** Changes the policy, for what none of them has. */
  readonly change?: (policy: Policy) => Policy;
  readonly trial?: true;
  /** How often links can be used; without end unless a test says otherwise. */
  readonly limits?: PageLimits;
  /** How often codes can be tried; without end unless a test says otherwise. */
  readonly codeTries?: CodeTries;
  /** The partnership has gone from the directory since. */
  readonly unlisted?: true;
  /** What the mail service says to every email. */
  readonly refusal?: Error;
  /** Hears of defects; otherwise one fails the test. */
  readonly report?: (defect: Error) => void;
}

export interface World {
  readonly app: Hono;
  readonly record: ReturnType<typeof memoryRecord>;
  readonly escalations: Escalations;
  readonly policy: Policy;
  at(instant: string): void;
  story(): Promise<Story>;
  /** Opens the stage that waits to be opened, as the workflow does. */
  open(): Promise<void>;
  /** Lets the clock look at the record, as the workflow does. */
  tick(): Promise<void>;
  /** Makes a link and gives its path. */
  link(seat: string, stage?: string): string;
  /** The same with its code. */
  issue(seat: string, stage?: string): Issued;
  /** What a path is a link of. */
  linkAt(path: string): Link | undefined;
  /** The paths of every link. */
  links(): readonly string[];
  /** The fresh links that were mailed, and what was logged of them. */
  readonly mails: readonly { readonly to: string; readonly message: Message }[];
  readonly logged: readonly object[];
  get(path: string, method?: "GET" | "HEAD"): Promise<Answer>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  /** Chooses a form, fills in its fields and sends it. */
  send(path: string, form: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  /** A command given past the pages. */
  do(command: DistributiveOmit<PartyCommand, "id" | "at" | "name">): Promise<void>;
  events(): EscalationEvent["type"][];
  last<T extends EscalationEvent["type"]>(type: T): EventOf<T>;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What a person reads: without tags, entities resolved, spaces joined. */
  readonly text: string;
}

export const name = { "your-name": "Sam Answerer" };

/** An escalation that has been raised and whose first stage is open. */
export async function world({
  policy: id = "knowsley",
  concern = {},
  words: said = words,
  person,
  answers,
  before,
  partnership: otherPartnership,
  agency: otherAgency,
  change = (policy) => policy,
  trial,
  limits = unlimited,
  codeTries = noLinks.codeTries,
  refusal,
  unlisted,
  report,
}: WorldOptions = {}): Promise<World> {
  let now = monday;
  let count = 0;
  const policy = change(policies[id]);
  const confirms = policy.beforeTheFormalProcess?.confirms ?? [];
  const confirmed = before ?? Object.fromEntries(confirms.map((each) => [each.id, "2026-10-30"]));
  const rules: Rules = { policy, calendar: calendarOf(policy.nation) };
  const known: Known = {
    agencies: otherAgency ? { ...agencies, [otherAgency.id]: otherAgency } : agencies,
    partnerships: otherPartnership ? { ...partnerships, [otherPartnership.id]: otherPartnership } : partnerships,
  };
  const record = memoryRecord();
  const links = new Map<string, Link>();
  const codes = new Map<string, Link>();
  const mails: World["mails"][number][] = [];
  const logged: object[] = [];
  /** A secret and a code by which tests know them; the tables' own are random (links.ts). */
  const issue = (link: Link) => {
    const path = `/${link.reference}/secret-${links.size + 1}`;
    const code = `ABCD${String(links.size + 2222).replaceAll(/[01]/g, "9")}`;
    links.set(path, link);
    codes.set(`${link.reference}/${code}`, link);
    return { path, code };
  };
  const escalations = createEscalations({ record, rulesOf: () => rules, signal: () => Promise.resolve() });
  const newId = () => `id-${++count}`;
  const clock = { now: () => now };
  const app = createPages({
    clock,
    newId,
    links: {
      find: (wanted, secret) => Promise.resolve(links.get(`/${wanted}/${secret}`)),
      findByCode: (wanted, typed) => Promise.resolve(codes.get(`${wanted}/${readCode(typed)}`)),
      issue: (link) => Promise.resolve(issue(link)),
    },
    limits,
    codeTries,
    fresh: {
      mail: {
        send: (to, message) => {
          if (refusal) return Promise.reject(refusal);
          mails.push({ to, message });
          return Promise.resolve("message-id");
        },
      },
      serviceUrl: "https://escalations.example",
      log: (level, says, about) => void logged.push({ level, says, ...about }),
    },
    escalations,
    record,
    directory: directoryOf(unlisted ? { ...known, partnerships: {} } : known),
    raising: noRaising,
    practiceAlerts: noAlerts,
    ...(trial ? { trial } : {}),
    report:
      report ??
      ((defect) => {
        throw defect;
      }),
  });

  const raised = decide(
    undefined,
    {
      type: "raise",
      id: newId(),
      at: now,
      concern: {
        area: id,
        subject: "child",
        disagreement: policy.disagreements[0]?.id ?? "another",
        arose: "2026-11-02T08:00:00.000Z",
        raising: { agency: "hospital" },
        receiving: { agency: "council" },
        immediateRisk: false,
        submission: { client: "test", keyHash: "", bodyHash: "" },
        sealed: {
          person: person ?? { name: "Robin Childe", dateOfBirth: "2019-03-04", circumstances: "In care" },
          words: said,
          ...(answers ? { answers } : {}),
          ...(confirms.length > 0 ? { before: confirmed } : {}),
          raising: { practitioner: { name: "Ada Nurse", email: "ada.nurse@hospital.example" } },
          receiving: {},
        },
        ...concern,
      },
    },
    rules,
  );
  if (raised.decided !== "events") throw new Error(JSON.stringify(raised));
  await record.append(
    {
      reference,
      number: 1,
      at: now,
      cause: { kind: "client", client: "test" },
      command: "raise",
      events: raised.events,
    },
    undefined,
  );

  const story = async () => {
    const read = await escalations.read(reference);
    if (!read) throw new Error("nothing was raised");
    return read;
  };
  const made: World = {
    app,
    record,
    escalations,
    policy,
    at: (instant) => void (now = instant),
    story,
    async open() {
      const { state } = await story();
      if (state.phase !== "opening") throw new Error(`Nothing waits to be opened: ${state.phase}`);
      await escalations.perform(
        reference,
        {
          type: "open stage",
          id: newId(),
          at: now,
          stage: state.next,
          people: peopleNeeded(state, policy, state.next).map((need) => found(need, known)),
        },
        { kind: "service", task: "open" },
      );
    },
    async tick() {
      await escalations.perform(
        reference,
        { type: "reach moment", id: newId(), at: now },
        { kind: "service", task: "tick" },
      );
      if ((await story()).state.phase === "opening") await made.open();
    },
    link: (seat, stage) => made.issue(seat, stage).path,
    issue: (seat, stage = policy.stages[0]?.stage ?? "") =>
      issue({ reference, seat, stage, issuedAt: now, until: linkEnds(now) }),
    linkAt: (path) => links.get(path),
    links: () => [...links.keys()],
    mails,
    logged,
    get: async (path, method = "GET") => answerOf(await app.request(path, { method })),
    post: async (path, fields) =>
      answerOf(await app.request(path, { method: "POST", body: new URLSearchParams(fields) })),
    async send(path, form, fields) {
      const shown = await made.post(path, { do: "choose", form });
      if (shown.status !== 200) throw new Error(`The form ${form} is not offered: ${shown.text}`);
      return made.post(path, { ...hidden(shown.html), ...fields });
    },
    async do(command) {
      const performed = await escalations.perform(
        reference,
        { ...command, id: newId(), at: now, name: "Pat Before" },
        { kind: "party", seat: command.seat },
      );
      if (performed.result !== "recorded") throw new Error(JSON.stringify({ command, performed: performed.result }));
    },
    events: () => record.commits.flatMap((each) => each.events.map((event) => event.type)),
    last: (type) => {
      const event = record.commits.flatMap((each) => each.events).findLast((each) => each.type === type);
      if (!event) throw new Error(`There is no ${type}`);
      return event as EventOf<typeof type>;
    },
  };
  await made.open();
  return made;
}

export async function answerOf(response: Response): Promise<Answer> {
  const html = await response.text();
  return { status: response.status, headers: response.headers, html, text: textOf(html) };
}

/** What a form sends without anybody typing it. */
export function hidden(html: string): Record<string, string> {
  const first = html.slice(html.indexOf("<form"), html.indexOf("</form>"));
  return Object.fromEntries(
    [...first.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, key = "", value = ""]) => [
      key,
      value,
    ]),
  );
}

/** The forms that a page offers, in their order. */
export const formsShown = (html: string) => formsOn(html).filter((each) => formOf(each) !== undefined);

/** The page without the shell around it, so that two people's pages can be compared. */
export const mainOf = (html: string) => html.slice(html.indexOf("<main"), html.indexOf("</main>"));

function textOf(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** Takes an escalation to a stage by declaring each before it unresolved. */
export async function reach(made: World, stage: string): Promise<void> {
  for (
    let { state } = await made.story();
    state.phase === "at stage" && state.stage !== stage;
    { state } = await made.story()
  ) {
    const raising = state.opened.at(-1)?.acting.find((seat) => state.seats.get(seat)?.side === "raising");
    if (!raising) throw new Error(`Nobody of the raising side acts at ${state.stage}`);
    await made.do({ type: "declare unresolved", seat: raising, stage: state.stage, reason: "No agreement." });
    await made.open();
  }
}

/** The seat that acts for a side at the open stage. */
export async function actingSeat(made: World, side: "raising" | "receiving" | "partnership"): Promise<string> {
  const { state } = await made.story();
  const seat = state.opened.at(-1)?.acting.find((each) => state.seats.get(each)?.side === side);
  if (!seat) throw new Error(`Nobody of the ${side} side acts`);
  return seat;
}
