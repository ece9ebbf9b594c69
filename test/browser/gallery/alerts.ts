/** Practice alerts, on the whole service: submitting one by page, and what the links to those asked open. */
import { alertForms } from "../../../functions/alerts/pages/forms.ts";
import { createPages } from "../../../functions/pages/app.ts";
import type { Laptop } from "../../../infra/local/laptop.ts";
import { linkIn } from "../../../infra/local/person.ts";
import { alertSample } from "../../../infra/local/samples.ts";
import { alertWords } from "../../functions/alerts/core.ts";
import { name } from "../../functions/pages/support.ts";
import type { Person } from "../person.ts";
import { galleryBegins, type Ground, type State } from "./state.ts";

const asks = "POST /alert";
const opens = "GET /alert/:secret";
const presses = "POST /alert/:secret";
const opensLink = "GET /:reference{PA-[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";
const pressesLink = "POST /:reference{PA-[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";

const informer = "r.brandt@hoo-meadows.example";
const member = "v.marlowe@social-care.medway.example";
const today = galleryBegins.slice(0, 10);

const invitations = new WeakMap<Ground, string>();

async function invited(person: Person, ground: Ground): Promise<void> {
  const laptop = await ground.laptop();
  let path = invitations.get(ground);
  if (path === undefined) {
    await fetch(`${laptop.service}/alert`, { method: "POST", body: new URLSearchParams({ email: informer }) });
    const mail = laptop.mailbox.mails().findLast((each) => each.to.includes(informer));
    path = /(\/alert\/\S+)/.exec(mail?.text ?? "")?.[1] ?? "";
    invitations.set(ground, path);
  }
  await person.opens(laptop.service + path);
}

/** The pages of the laptop at whichever time they are told, by another address. */
async function pagesAt(ground: Ground): Promise<{ readonly at: (instant: string) => void }> {
  const laptop = await ground.laptop();
  let now = laptop.clock.now();
  ground.show(createPages({ ...laptop.container.pages, clock: { now: () => now } }));
  return { at: (instant) => void (now = instant) };
}

/** Comes by the link to submit after its seven days; where something is typed, they end meanwhile. */
async function submittingLate(person: Person, ground: Ground, summary?: string): Promise<void> {
  await invited(person, ground);
  const { at } = await pagesAt(ground);
  const ends = "2026-11-24T10:00:00.000Z";
  if (summary === undefined) at(ends);
  await person.opens(ground.address + new URL(person.page.url()).pathname);
  if (summary === undefined) return;
  await person.presses("Continue");
  await person.types({ summary });
  at(ends);
  await person.presses("Continue");
}

/** Comes by a link of the group's after its ninety days. */
async function answeringLate(person: Person, ground: Ground): Promise<void> {
  const path = await submitted(await ground.laptop());
  const { at } = await pagesAt(ground);
  at("2027-03-01T10:00:00.000Z");
  await person.opens(ground.address + path);
}

async function form(person: Person, ground: Ground, aboutACase: "yes" | "no"): Promise<void> {
  await invited(person, ground);
  await person.presses("Continue");
  const [year = "", month = "", day = ""] = today.split("-");
  await person.types({
    "about-a-case": aboutACase,
    concerns: "more than one agency",
    "informer-name": "Rafael Brandt",
    "informer-title": "Designated safeguarding lead",
    service: "Hoo Meadows",
    "date-day": day,
    "date-month": month,
    "date-year": year,
    summary: alertWords.summary,
    measures: alertWords.measures,
    causes: alertWords.causes,
    "good-practice": alertWords.goodPractice,
    action: alertWords.action,
  });
  await person.presses("Continue");
}

let keys = 0;

/** A new alert, and the path of the link that a member of the group was sent. */
async function submitted(laptop: Laptop): Promise<string> {
  const { client, alert } = alertSample(today);
  const response = await fetch(`${laptop.service}/practice-alerts`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await laptop.tokenFor(client)}`,
      "content-type": "application/json",
      "idempotency-key": `gallery-${++keys}`,
    },
    body: JSON.stringify(alert),
  });
  const { reference } = (await response.json()) as { reference: string };
  await laptop.quiet();
  const mail = laptop.mailbox.mails().find((each) => each.to.includes(member) && each.subject.startsWith(reference));
  if (!mail) throw new Error(`Nobody of the group was asked about ${reference}`);
  return linkIn(mail);
}

async function continues(person: Person, ground: Ground): Promise<void> {
  const laptop = await ground.laptop();
  await person.opens(laptop.service + (await submitted(laptop)));
  await person.presses("Continue");
}

const action = { what: "Lists on the day", agency: "Downland Police", ...due("18", "12") };

function due(day: string, month: string) {
  return { "due-day": day, "due-month": month, "due-year": "2026" };
}

/** What is typed into the forms that are sent. */
const filled = {
  action,
  close: { "no-action": "yes", outcome: "It is settled." },
} as const;

/** Opens a form; there is something to be done once an action was recorded. */
async function choosesForm(person: Person, ground: Ground, key: string): Promise<void> {
  await continues(person, ground);
  if (key === "done") {
    await person.asksFor("action");
    await person.types({ ...action, ...name });
    await person.sends();
    await person.presses("Back to the");
  }
  await person.asksFor(key);
}

const ofForm = (key: string): State[] => [
  {
    name: `alert: form ${key}`,
    route: pressesLink,
    template: "form",
    does: "choose",
    status: 200,
    arrive: (person, ground) => choosesForm(person, ground, key),
  },
  {
    name: `alert: form ${key}, sent empty`,
    route: pressesLink,
    template: "form",
    does: key,
    status: 422,
    after: `alert: form ${key}`,
    arrive: (person) => person.sends(),
  },
];

/** An action stands on the page that follows, and closing ends it; the others are recorded alike. */
const recorded = (key: "action" | "close"): State => ({
  name: `alert: form ${key}, recorded`,
  route: pressesLink,
  template: "done",
  does: key,
  status: 200,
  async arrive(person, ground) {
    await choosesForm(person, ground, key);
    await person.types({ ...filled[key], ...name });
    await person.sends();
  },
});

export const ofAlerts: readonly State[] = [
  {
    name: "alert: start",
    route: "GET /alert",
    template: "alert/start",
    status: 200,
    async arrive(person, ground) {
      await person.opens(`${(await ground.laptop()).service}/alert`);
    },
  },
  {
    name: "alert: start, sent empty",
    route: asks,
    template: "alert/start",
    status: 422,
    after: "alert: start",
    arrive: (person) => person.presses("Send me a link"),
  },
  {
    name: "alert: the link is sent",
    route: asks,
    template: "message",
    status: 200,
    after: "alert: start, sent empty",
    async arrive(person) {
      await person.fills("Your work email address", "somebody@elsewhere.example");
      await person.presses("Send me a link");
    },
  },
  {
    name: "alert: a link that is over",
    route: opens,
    template: "raise/over",
    status: 410,
    arrive: (person, ground) => submittingLate(person, ground),
  },
  {
    name: "alert: a link that ends while somebody writes",
    route: presses,
    template: "raise/over",
    does: "check",
    status: 410,
    arrive: (person, ground) => submittingLate(person, ground, alertWords.summary),
  },
  {
    name: "alert: a fresh link is sent",
    route: presses,
    template: "message",
    does: "fresh",
    status: 200,
    async arrive(person, ground) {
      await submittingLate(person, ground);
      await person.presses("Send a fresh link");
    },
  },
  {
    name: "alert: a form that is none of ours",
    route: presses,
    template: "message",
    does: "forged",
    status: 400,
    async arrive(person, ground) {
      await invited(person, ground);
      await person.forges("do", "forged");
    },
  },
  {
    name: "alert: a link that is over or none of ours",
    route: opens,
    template: "message",
    status: 404,
    async arrive(person, ground) {
      await person.opens(`${(await ground.laptop()).service}/alert/forged`);
    },
  },
  { name: "alert: before Continue", route: opens, template: "alert/invited", status: 200, arrive: invited },
  {
    name: "alert: the form",
    route: presses,
    template: "alert/form",
    does: "continue",
    status: 200,
    after: "alert: before Continue",
    arrive: (person) => person.presses("Continue"),
  },
  {
    name: "alert: the form, sent empty",
    route: presses,
    template: "alert/form",
    does: "check",
    status: 422,
    after: "alert: the form",
    arrive: (person) => person.presses("Continue"),
  },
  {
    name: "alert: it is about one case",
    route: presses,
    template: "message",
    does: "check",
    status: 422,
    arrive: (person, ground) => form(person, ground, "yes"),
  },
  {
    name: "alert: check your answers",
    route: presses,
    template: "alert/check",
    does: "check",
    status: 200,
    arrive: (person, ground) => form(person, ground, "no"),
  },
  {
    name: "alert: the form, changed",
    route: presses,
    template: "alert/form",
    does: "form",
    status: 200,
    after: "alert: check your answers",
    arrive: (person) => person.presses("Change the alert"),
  },
  {
    name: "alert: submitted",
    route: presses,
    template: "alert/submitted",
    does: "submit",
    status: 200,
    async arrive(person, ground) {
      await form(person, ground, "no");
      await person.presses("Submit this alert");
    },
  },
  {
    name: "alert: link that is over",
    route: opensLink,
    template: "expired",
    status: 200,
    arrive: answeringLate,
  },
  {
    name: "alert: link that is over, a fresh one is sent",
    route: pressesLink,
    template: "fresh",
    does: "fresh",
    status: 200,
    async arrive(person, ground) {
      await answeringLate(person, ground);
      await person.presses(/^Send a fresh link/);
    },
  },
  {
    name: "alert: link that is none of ours",
    route: opensLink,
    template: "message",
    status: 404,
    async arrive(person, ground) {
      const laptop = await ground.laptop();
      await person.opens(`${laptop.service}${(await submitted(laptop)).replace(/[^/]+$/, "forged")}`);
    },
  },
  {
    name: "alert: link before Continue",
    route: opensLink,
    template: "landing",
    status: 200,
    async arrive(person, ground) {
      const laptop = await ground.laptop();
      await person.opens(laptop.service + (await submitted(laptop)));
    },
  },
  {
    name: "alert: link after Continue",
    route: pressesLink,
    template: "alert/party",
    does: "continue",
    status: 200,
    after: "alert: link before Continue",
    arrive: (person) => person.presses("Continue"),
  },
  {
    name: "alert: nothing chosen",
    route: pressesLink,
    template: "alert/party",
    does: "choose",
    status: 422,
    after: "alert: link after Continue",
    arrive: (person) => person.forges("form", "", "Add a note"),
  },
  ...Object.keys(alertForms).flatMap(ofForm),
  recorded("action"),
  recorded("close"),
  {
    name: "alert: closed, after Continue",
    route: pressesLink,
    template: "alert/party",
    does: "continue",
    status: 200,
    after: "alert: form close, recorded",
    arrive: (person) => person.presses("Back to the"),
  },
  {
    name: "alert: the record",
    route: pressesLink,
    template: "record",
    does: "record",
    status: 200,
    after: "alert: closed, after Continue",
    arrive: (person) => person.presses("See the whole record"),
  },
];
