/** The laptop's front page and what it leads to, in every state: what a trainer sees who runs a workshop. */
import type { Hono } from "hono";
import { loadAssets } from "../../../functions/pages/assets.ts";
import type { Issuer } from "../../../infra/local/issuer.ts";
import type { Laptop } from "../../../infra/local/laptop.ts";
import { raiseSample } from "../../../infra/local/raising.ts";
import { createWorkbench } from "../../../infra/local/workbench/app.ts";
import type { Person, Served } from "../person.ts";
import type { Ground } from "./state.ts";

export interface BenchState {
  /** What tells it from every other: the page, and then what is special now. */
  readonly name: string;
  /** As it is registered: `GET /mail/:id`; `none` for an address that nothing is registered for. */
  readonly route: string;
  readonly status: number;
  /** Words that must be on the page. */
  readonly says: string;
  readonly arrive: (person: Person, ground: Ground) => Promise<void>;
}

/** What answers a program and no person: JSON, files and stylesheets. */
const noPages = new Set([
  "GET /.well-known/jwks.json",
  "POST /token",
  "GET /clock",
  "GET /verify",
  "GET /operated",
  "GET /witnessed/:reference",
  "GET /mail.json",
  "GET /mail/:id/attachments/:number{[0-9]{1,3}}",
  "GET /assets/workbench.css",
  ...Object.values(loadAssets()).map((each) => `GET ${each.path}`),
]);

/** What only programs ask for. */
const issuer: Issuer = {
  keys: { keys: [] },
  tokenFor: () => Promise.reject(new Error("Nobody asks for a token here")),
};

const benches = new WeakMap<Laptop, Hono>();

/** The workbench of the gallery's laptop, on show. */
async function shows(ground: Ground): Promise<Laptop> {
  const laptop = await ground.laptop();
  const bench = benches.get(laptop) ?? createWorkbench(laptop, issuer);
  benches.set(laptop, bench);
  ground.show(bench);
  return laptop;
}

/** The routes that pages are registered under, without what is no page. */
export async function benchRoutes(ground: Ground): Promise<string[]> {
  const bench = createWorkbench(await ground.laptop(), issuer);
  const all = bench.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
  return [...new Set(all)].filter((each) => !noPages.has(each));
}

/** Which of them an address came by. */
export async function benchRouteOf(ground: Ground, { method, path }: Pick<Served, "method" | "path">): Promise<string> {
  const [found] = createWorkbench(await ground.laptop(), issuer).router.match(method, path);
  const route = found.map(([[, each]]) => each).findLast((each) => each.method !== "ALL");
  return route ? `${route.method} ${route.path}` : "none";
}

const raised = new WeakMap<Laptop, Promise<string>>();

/** With one open escalation and its e-mails. @returns its reference */
async function withAnEscalation(ground: Ground): Promise<{ readonly laptop: Laptop; readonly reference: string }> {
  const laptop = await shows(ground);
  const raise = async () => {
    const { service, clock, tokenFor: tokenOf } = laptop;
    const answer = await raiseSample("knowsley", { service, now: clock.now(), tokenOf, ask: fetch });
    if (!answer || "refused" in answer) throw new Error("The sample was not accepted");
    await laptop.quiet();
    return answer.reference;
  };
  const known = raised.get(laptop) ?? raise();
  raised.set(laptop, known);
  return { laptop, reference: await known };
}

const front = async (person: Person, ground: Ground) => {
  await shows(ground);
  await person.opens(`${ground.address}/`);
};

const receiver = "j.malik@social-care.knowsley.example";

async function mail(person: Person, ground: Ground): Promise<void> {
  const { laptop } = await withAnEscalation(ground);
  const found = laptop.mailbox.mails().find((each) => each.to.includes(receiver));
  if (!found) throw new Error(`No e-mail went to ${receiver}`);
  await person.opens(`${ground.address}/mail/${found.id}`);
}

const at =
  (path: string): BenchState["arrive"] =>
  async (person, ground) => {
    await withAnEscalation(ground);
    await person.opens(ground.address + path);
  };

/** In this order, as the first is of a laptop on which nothing has happened yet. */
export const ofWorkbench: readonly BenchState[] = [
  { name: "front page, empty", route: "GET /", status: 200, says: "No escalation is open.", arrive: front },
  {
    name: "all email, empty",
    route: "GET /mailbox",
    status: 200,
    says: "There is no email here yet.",
    async arrive(person, ground) {
      await shows(ground);
      await person.opens(`${ground.address}/mailbox`);
    },
  },
  {
    name: "front page, a sample that there is none of",
    route: "POST /raise",
    status: 400,
    says: "Choose one of the samples below.",
    async arrive(person, ground) {
      await front(person, ground);
      await person.forges("sample", "nothing", /^Knowsley/);
    },
  },
  {
    name: "front page, a sample just raised",
    route: "GET /",
    status: 200,
    says: "Its emails are in the mailboxes below.",
    async arrive(person, ground) {
      const laptop = await shows(ground);
      await front(person, ground);
      await person.presses(/^Milton Keynes/);
      await laptop.quiet();
    },
  },
  {
    name: "front page, with an open escalation",
    route: "GET /",
    status: 200,
    says: "Whitebeam Primary School, with Knowsley Children’s Social Care (sample)",
    async arrive(person, ground) {
      await withAnEscalation(ground);
      await front(person, ground);
    },
  },
  {
    name: "front page, no time that the clock could be moved to",
    route: "POST /clock",
    status: 400,
    says: "Say how far to move",
    async arrive(person, ground) {
      await front(person, ground);
      await person.fills("How far to move it", "tomorrow");
      await person.presses("Move the clock");
    },
  },
  {
    name: "front page, the clock was moved",
    route: "GET /",
    status: 200,
    says: "The clock moved from",
    async arrive(person, ground) {
      await withAnEscalation(ground);
      await front(person, ground);
      await person.presses(/^To the next working day/);
    },
  },
  {
    name: "front page, that did not work",
    route: "POST /clock",
    status: 500,
    says: "broken on purpose",
    async arrive(person, ground) {
      const laptop = await ground.laptop();
      ground.show(createWorkbench({ ...laptop, moveTo: () => Promise.reject(new Error("broken on purpose")) }, issuer));
      await person.opens(`${ground.address}/`);
      await person.presses(/^1 working day on/);
    },
  },
  { name: "all email", route: "GET /mailbox", status: 200, says: "your answer is asked for", arrive: at("/mailbox") },
  {
    name: "mailbox of one person",
    route: "GET /mailbox/:address",
    status: 200,
    says: "Mailbox of Jo Malik",
    arrive: at(`/mailbox/${receiver}`),
  },
  { name: "an email", route: "GET /mail/:id", status: 200, says: "Links in this email", arrive: mail },
  {
    name: "an email, come back in no way that there is",
    route: "POST /mail/:id/bounce",
    status: 400,
    says: "Say as what it came back",
    async arrive(person, ground) {
      await mail(person, ground);
      await person.forges("as", "nothing");
    },
  },
  {
    name: "an email, come back",
    route: "GET /mail/:id",
    status: 200,
    says: "The service was told that this email came back",
    async arrive(person, ground) {
      await mail(person, ground);
      await person.presses("Report that it came back");
    },
  },
  {
    name: "an escalation",
    route: "GET /escalations/:reference",
    status: 200,
    says: "Who is in it",
    async arrive(person, ground) {
      const { reference } = await withAnEscalation(ground);
      await person.opens(`${ground.address}/escalations/${reference}`);
    },
  },
  { name: "guide for trainers", route: "GET /guide", status: 200, says: "exercise", arrive: at("/guide") },
  { name: "kinds of email", route: "GET /emails", status: 200, says: "About a practice alert", arrive: at("/emails") },
  {
    name: "a kind of email",
    route: "GET /emails/:kind",
    status: 200,
    says: "Calendar file",
    async arrive(person, ground) {
      await shows(ground);
      await person.opens(`${ground.address}/emails`);
      await person.page.getByRole("link", { name: "Asked", exact: true }).first().click();
      await person.page.waitForURL(/\/emails\/.+/);
    },
  },
  {
    name: "a kind of email that there is none of",
    route: "GET /emails/:kind",
    status: 404,
    says: "There is no such page",
    arrive: at("/emails/nothing"),
  },
  {
    name: "an address that there is none of",
    route: "none",
    status: 404,
    says: "There is no such page",
    arrive: at("/nowhere"),
  },
];
