/** A partnership's register behind its link: the register in every state, its filters, charts and reports. */
import type { Facts } from "../../../functions/figures/facts.ts";
import type { RegisterLink } from "../../../functions/links/register-links.ts";
import { MailRefused } from "../../../functions/mail/mail.ts";
import { register as words } from "../../../functions/pages/words/register.ts";
import { report } from "../../../functions/pages/words/report.ts";
import { longestBody, type RegisterDependencies } from "../../../functions/register/app.ts";
import { everyStanding, many, now, open, registerWorld, stage } from "../../functions/register/support.ts";
import type { Person } from "../person.ts";
import type { Ground, State } from "./state.ts";

const opens = "GET /register/:secret";
const presses = "POST /register/:secret";

interface World {
  readonly facts?: readonly Facts[];
  readonly changes?: Partial<RegisterDependencies> & { readonly link?: Partial<RegisterLink> };
}

async function opensLink(person: Person, ground: Ground, { facts, changes }: World = {}): Promise<void> {
  const { app, path } = registerWorld(facts, changes);
  ground.show(app);
  await person.opens(ground.address + path);
}

export async function continues(person: Person, ground: Ground, world?: World): Promise<void> {
  await opensLink(person, ground, world);
  await person.presses("Continue");
}

/** Of three that are alike something recurs; one of them nobody answered in time. */
const recurring: readonly Facts[] = ["A", "B", "C"].map((each) =>
  open(`${each.repeat(4)}-2222`, {
    raisedAt: "2026-08-10T10:00:00.000Z",
    stages: [stage({ openedAt: "2026-08-10T10:00:00.000Z", due: "2026-08-13T17:00:00.000Z" })],
  }),
);
const ofMedway: World = {
  facts: recurring.map((each) => ({ ...each, partnership: "medway", policy: { id: "medway", version: "1" } })),
  changes: { link: { partnership: "medway" } },
};
const over = { link: { until: now } };

type Entry = Omit<State, "name" | "route" | "status"> & Partial<Pick<State, "route" | "status">>;

/** Asks for a page of the register by its button, and says what must be on it. */
const entries: Readonly<Record<string, Entry>> = {
  "before Continue": { route: opens, template: "register/landing", arrive: opensLink },
  "a link that is none of ours": {
    route: opens,
    template: "message",
    status: 404,
    async arrive(person, ground) {
      await opensLink(person, ground);
      await person.opens(`${ground.address}/register/forged`);
    },
  },
  "a link that is over": {
    route: opens,
    template: "register/over",
    status: 410,
    arrive: (person, ground) => opensLink(person, ground, { changes: over }),
  },
  "a link that is over, and a fresh one is sent": {
    template: "message",
    does: "fresh",
    async arrive(person, ground) {
      await opensLink(person, ground, { changes: over });
      await person.presses(words.over.button);
    },
  },
  "a link that is over, after too many fresh ones": {
    template: "message",
    does: "fresh",
    status: 429,
    async arrive(person, ground) {
      const limits = { press: () => Promise.resolve(true), fresh: () => Promise.resolve(false) };
      await opensLink(person, ground, { changes: { ...over, limits } });
      await person.presses(words.over.button);
    },
  },
  "a link that is over, and its address is refused": {
    template: "message",
    does: "fresh",
    status: 410,
    async arrive(person, ground) {
      const mail = { send: () => Promise.reject(new MailRefused("no such address")) };
      await opensLink(person, ground, { changes: { ...over, mail } });
      await person.presses(words.over.button);
    },
  },
  "every state": {
    template: "register/list",
    does: "continue",
    says: [
      "1 overdue, 1 waiting for the chair, 1 awaiting confirmation. 3 open in all.",
      "BBBB-2222",
      "1 working day over",
    ],
    arrive: continues,
  },
  "of which there is nothing": {
    template: "register/list",
    does: "continue",
    says: [words.list.nothingYet],
    arrive: (person, ground) => continues(person, ground, { facts: [] }),
  },
  "its second page": {
    template: "register/list",
    does: "register",
    says: ["26 to 50 of 66 escalations"],
    async arrive(person, ground) {
      await continues(person, ground, { facts: [...everyStanding, ...many(60)] });
      await person.presses("Page 2");
    },
  },
  "what is overdue, by its button": {
    template: "register/list",
    does: "register",
    says: ["Only: State: Overdue."],
    async arrive(person, ground) {
      await continues(person, ground);
      await person.presses("1 overdue");
    },
  },
  filters: {
    template: "register/filter",
    does: "filter",
    async arrive(person, ground) {
      await continues(person, ground);
      await person.presses(words.list.filter);
    },
  },
  "filters that are wrong": {
    template: "register/filter",
    does: "register",
    status: 422,
    says: [words.filter.wrong.notAReference],
    after: "register: filters",
    async arrive(person) {
      await person.types({ reference: "7K3M", "from-day": "31", "from-month": "2", "from-year": "2026" });
      await person.presses(words.filter.button);
    },
  },
  "filters that nothing matches": {
    template: "register/list",
    does: "register",
    says: [words.list.nothingMatches],
    async arrive(person, ground) {
      await continues(person, ground);
      await person.presses(words.list.filter);
      await person.types({ reference: "7K3M-9QXD" });
      await person.presses(words.filter.button);
    },
  },
  charts: {
    template: "register/charts",
    does: "charts",
    says: ["Heddlu Llŷn a’r Fro"],
    async arrive(person, ground) {
      await continues(person, ground);
      await person.presses(words.list.charts);
    },
  },
  "charts of nothing": {
    template: "register/charts",
    does: "charts",
    says: [report.charts.nothing],
    async arrive(person, ground) {
      await continues(person, ground, { facts: [] });
      await person.presses(words.list.charts);
    },
  },
  "a report": {
    template: "register/report",
    does: "report",
    says: ["Report for July to September 2026", "asked in vain 3 times"],
    async arrive(person, ground) {
      await continues(person, ground, { facts: recurring });
      await person.presses(words.list.report);
    },
  },
  "a report of nothing": {
    template: "register/report",
    does: "report",
    says: [report.themes.nothing],
    async arrive(person, ground) {
      await continues(person, ground, { facts: [] });
      await person.presses(words.list.report);
    },
  },
  "a report whose themes can begin a practice alert": {
    template: "register/report",
    does: "report",
    async arrive(person, ground) {
      await continues(person, ground, ofMedway);
      await person.presses(words.list.report);
    },
  },
  "a report of days that are wrong": {
    template: "register/report",
    does: "report",
    status: 422,
    async arrive(person, ground) {
      await continues(person, ground, { facts: recurring });
      await person.presses(words.list.report);
      await person.types({ "from-day": "31", "from-month": "2", "from-year": "2026" });
      await person.presses(report.choose.button);
    },
  },
  "a form that is none of ours": {
    template: "message",
    does: "forged",
    status: 400,
    async arrive(person, ground) {
      await opensLink(person, ground);
      await person.forges("do", "forged");
    },
  },
  "pressed too often": {
    template: "message",
    does: "continue",
    status: 429,
    arrive: (person, ground) =>
      continues(person, ground, {
        changes: { limits: { press: () => Promise.resolve(false), fresh: () => Promise.resolve(true) } },
      }),
  },
  "too much for one form": {
    template: "message",
    does: "register",
    status: 413,
    async arrive(person, ground) {
      await continues(person, ground);
      await person.presses(words.list.filter);
      await person.forges("reference", "x".repeat(longestBody + 1), words.filter.button);
    },
  },
  "something broke": {
    template: "message",
    does: "continue",
    status: 500,
    arrive: (person, ground) =>
      continues(person, ground, {
        changes: {
          report: () => undefined,
          directory: {
            agencies: () => Promise.reject(new Error("broken on purpose")),
            partnership: () => Promise.resolve(undefined),
          },
        },
      }),
  },
};

export const ofRegister: readonly State[] = Object.entries(entries).map(([title, entry]) => ({
  name: `register: ${title}`,
  route: presses,
  status: 200,
  ...entry,
}));
