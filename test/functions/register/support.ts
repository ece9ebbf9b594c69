/** A register without a database: facts in the place of summaries, and links in a map. */
import { Hono } from "hono";
import type { Agency, Partnership } from "../../../functions/directory/directory.ts";
import type { Facts, StageFacts } from "../../../functions/figures/facts.ts";
import type { FiguresDependencies } from "../../../functions/figures/read.ts";
import { registerLinkEnds, type RegisterLink } from "../../../functions/links/register-links.ts";
import type { Mail, Message } from "../../../functions/mail/mail.ts";
import { loadAssets } from "../../../functions/pages/assets.ts";
import { createRegister, type RegisterDependencies } from "../../../functions/register/app.ts";
import type { Scope, Summary } from "../../../functions/summaries/summaries.ts";
import { policiesInForce } from "../../../functions/api/policies.ts";
import { areasHeld, ownPolicyInForce, policyInForce, publishedPolicies } from "../../../policies/published.ts";
import { facts } from "../../support/facts.ts";

/** A Monday, GMT. */
export const now = "2026-11-16T10:00:00.000Z";

export const partnership: Partnership = {
  id: "knowsley",
  name: "Knowsley Safeguarding Children Partnership",
  inbox: "partnership@kscp.example",
  inDanger: [{ who: "The emergency duty team", number: "01514960151", hours: "day and night" }],
  questions: { number: "01514960152" },
  roles: {},
};

const agency = (id: string, name: string, areas: readonly string[] = ["knowsley"]): Agency => ({
  id,
  name,
  kind: "education",
  areas,
  domains: [`${id}.example`],
  inbox: `office@${id}.example`,
  roles: {},
});

export const agencies: readonly Agency[] = [
  agency("whitebeam-school", "Whitebeam Primary School"),
  agency("social-care", "Knowsley Children’s Social Care"),
  agency("merrow-health", "Merrow Community Health Trust"),
  agency("police", "Heddlu Llŷn a’r Fro"),
  agency("lone-clinic", "Lone Clinic", ["milton-keynes"]),
];

/** A stage of Knowsley’s that is open since a day before. */
export const stage = (changes: Partial<StageFacts> = {}): StageFacts => ({
  stage: "practitioners",
  title: "Stage 1: practitioners",
  openedAt: "2026-11-13T10:00:00.000Z",
  because: "raised",
  due: "2026-11-18T17:00:00.000Z",
  setBy: "policy",
  asked: ["raising", "receiving"],
  answered: [],
  timescale: "running",
  ...changes,
});

/** One that is open at its first stage, in time. */
export const open = (reference: string, changes: Partial<Facts> = {}): Facts =>
  facts({ reference, raisedAt: "2026-11-13T10:00:00.000Z", stages: [stage()], ...changes });

/** One that was settled at its first stage, within its timescale. */
export const settled = (reference: string, changes: Partial<Facts> = {}): Facts =>
  facts({
    reference,
    raisedAt: "2026-11-02T10:00:00.000Z",
    endedAt: "2026-11-04T10:00:00.000Z",
    closedAt: "2026-11-04T10:00:00.000Z",
    outcome: "resolved",
    workingDays: 2,
    stages: [stage({ openedAt: "2026-11-02T10:00:00.000Z", endedAt: "2026-11-04T10:00:00.000Z", timescale: "within" })],
    ...changes,
  });

/** One that was settled, and of which something is still owed. */
function awaiting(reference: string, changes: Partial<Facts>): Facts {
  const { closedAt: _, ...rest } = settled(reference, changes);
  return rest;
}

/** One of every standing. */
export const everyStanding: readonly Facts[] = [
  open("AAAA-2222"),
  open("BBBB-2222", { stages: [stage({ due: "2026-11-13T17:00:00.000Z" })], raisedAt: "2026-11-10T10:00:00.000Z" }),
  open("CCCC-2222", {
    raising: "merrow-health",
    commonType: "plan or progress",
    stages: [
      stage({ endedAt: "2026-11-11T17:00:00.000Z", timescale: "passed" }),
      stage({
        stage: "chair",
        title: "Stage 4: the Chair of the partnership",
        openedAt: "2026-11-11T17:00:00.000Z",
        due: "2026-11-17T09:00:00.000Z",
        asked: ["partnership"],
      }),
    ],
  }),
  awaiting("DDDD-2222", {
    owed: [{ asks: "confirm the outcome in writing", due: "2026-11-19T17:00:00.000Z", setBy: "policy" }],
  }),
  settled("EEEE-2222", { receiving: "police" }),
  settled("FFFF-2222", { outcome: "withdrawn", workingDays: 3, endedAt: "2026-11-05T10:00:00.000Z" }),
];

/** As many as are asked for, all alike but for their references, each raised a minute after the other. */
export const many = (number: number): Facts[] =>
  Array.from({ length: number }, (_, index) =>
    open(`${String(index).padStart(4, "0")}-9999`, {
      raisedAt: new Date(Date.parse("2026-11-12T10:00:00.000Z") + index * 60_000).toISOString(),
    }),
  );

const isIn = (scope: Scope, each: Facts) =>
  "partnership" in scope
    ? each.partnership === scope.partnership
    : "area" in scope
      ? each.area === scope.area
      : each.raising === scope.raisedBy;

/** What figures are read from, where there are these facts. */
export const figuresFrom = (
  all: readonly Facts[],
  known: readonly Agency[] = agencies,
  partnerships: readonly Partnership[] = [partnership],
): FiguresDependencies => ({
  summaries: {
    async *aliveIn(scope) {
      for (const each of all)
        // Of a summary, figures read these three and nothing else.
        if (isIn(scope, each)) yield { reference: each.reference, commits: 1, facts: each } as unknown as Summary;
    },
  },
  directory: {
    agencies: () => Promise.resolve([...known]),
    partnership: (id) => Promise.resolve(partnerships.find((each) => each.id === id)),
  },
  publishedPolicies,
});

export interface RegisterWorld {
  readonly app: Hono;
  /** The link. */
  readonly path: string;
  readonly sent: { readonly to: string; readonly message: Message }[];
  readonly links: Map<string, RegisterLink>;
  /** Presses a button on the page of the link. */
  readonly press: (typed: Readonly<Record<string, string>>) => Promise<Response>;
  /** The same, and the page as it reads. */
  readonly shows: (typed: Readonly<Record<string, string>>) => Promise<string>;
}

export function registerWorld(
  all: readonly Facts[] = everyStanding,
  changes: Partial<RegisterDependencies> & { readonly link?: Partial<RegisterLink> } = {},
): RegisterWorld {
  const { link: otherLink, ...other } = changes;
  const sent: { to: string; message: Message }[] = [];
  const links = new Map<string, RegisterLink>();
  const begin: RegisterLink = {
    partnership: "knowsley",
    email: "partnership@kscp.example",
    issuedAt: now,
    until: registerLinkEnds(now),
    ...otherLink,
  };
  links.set("a-secret", begin);
  const mail: Mail = {
    send: (to, message) => {
      sent.push({ to, message });
      return Promise.resolve("an-id");
    },
  };
  const register = createRegister({
    ...figuresFrom(all),
    clock: { now: () => now },
    links: {
      issue: (link) => {
        const secret = `secret-${links.size}`;
        links.set(secret, link);
        return Promise.resolve(`/register/${secret}`);
      },
      find: (secret) => Promise.resolve(links.get(secret)),
    },
    limits: { press: () => Promise.resolve(true), fresh: () => Promise.resolve(true) },
    inForce: (day) => policiesInForce({ publishedPolicies, policyInForce, ownPolicyInForce, areasHeld }, day),
    mail,
    serviceUrl: "https://escalations.example",
    log: () => undefined,
    report: (defect) => {
      throw defect;
    },
    ...other,
  });
  // Stylesheets are at addresses of their own, which the pages answer.
  const app = new Hono();
  for (const { path, type, body } of Object.values(loadAssets()))
    app.get(path, (c) => c.body(body, 200, { "Content-Type": type }));
  app.all("*", (c) => register.fetch(c.req.raw));
  const path = "/register/a-secret";
  const press: RegisterWorld["press"] = async (typed) =>
    register.request(path, { method: "POST", body: new URLSearchParams(typed) });
  return { app, path, sent, links, press, shows: async (typed) => plain(await (await press(typed)).text()) };
}

/** A page as it reads, without its markup. */
export const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ");
