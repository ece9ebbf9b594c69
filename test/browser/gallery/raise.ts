/** Raising a concern by page, on the whole service: one thing a page, under every policy, and what becomes of a draft. */
import type { Draft } from "../../../functions/drafts/drafts.ts";
import { createPages } from "../../../functions/pages/app.ts";
import { raise as words } from "../../../functions/pages/words/raise.ts";
import type { Laptop } from "../../../infra/local/laptop.ts";
import { addDays, dayOf, instantOf, timeOf } from "../../../policies/calendar/instant.ts";
import type { Person } from "../person.ts";
import { agencyOf, questions, raisers, written, type Under } from "./concerns.ts";
import type { Ground, State } from "./state.ts";

const asks = "POST /raise";
const opens = "GET /raise/:secret";
const presses = "POST /raise/:secret";

async function opensStart(person: Person, ground: Ground): Promise<void> {
  const laptop = await ground.laptop();
  await person.opens(`${laptop.service}/raise`);
}

/** A link, and the draft that was written by it so far. */
interface Begun {
  readonly laptop: Laptop;
  readonly path: string;
  /** Writes to the draft in another window. */
  readonly write: (change: (draft: Draft) => Draft) => Promise<void>;
}

const empty: Pick<Draft, "answers" | "answered" | "raised"> = { answers: {}, answered: [], raised: [] };
let commands = 0;

async function begun(ground: Ground, under: Under, draft: Partial<Draft> = {}): Promise<Begun> {
  const laptop = await ground.laptop();
  const { invitations, drafts } = laptop.container.pages.raising;
  const { email } = raisers[under];
  const { id: agency } = agencyOf(raisers[under]);
  const at = laptop.clock.now();
  const until = instantOf(addDays(dayOf(at), 7), timeOf(at));
  const path = await invitations.issue({ agency, email, issuedAt: at, until });
  const secret = path.slice(path.lastIndexOf("/") + 1);
  await drafts.write(
    secret,
    { ...empty, ...draft, command: `gallery-${++commands}`, begunAt: at },
    { after: 0, until },
  );
  return {
    laptop,
    path,
    async write(change) {
      const kept = await drafts.read(secret, at);
      if (!kept) throw new Error("There is no draft");
      await drafts.write(secret, change(kept.draft), { after: kept.revision, until });
    },
  };
}

async function continues(person: Person, ground: Ground, under: Under, draft: Partial<Draft> = {}): Promise<Begun> {
  const found = await begun(ground, under, draft);
  await person.opens(found.laptop.service + found.path);
  await person.presses("Continue");
  return found;
}

/** Comes to one question, with all before it answered: the first is shown at once, any other from the list. */
export async function comesTo(person: Person, ground: Ground, id: string, under: Under): Promise<Begun> {
  const draft = written(under, id);
  const found = await continues(person, ground, under, draft);
  if (draft.answered.length > 0) await person.presses(words.list.goOn);
  return found;
}

async function checks(person: Person, ground: Ground, under: Under): Promise<Begun> {
  const found = await continues(person, ground, under, written(under));
  await person.presses(words.list.check);
  return found;
}

/** The pages of the laptop, for somebody whose link ends while they look at it. */
async function comesToTheEnd(person: Person, ground: Ground, id?: string): Promise<void> {
  const { laptop, path } = await begun(ground, "knowsley", id === undefined ? {} : written("knowsley", id));
  let now = laptop.clock.now();
  ground.show(createPages({ ...laptop.container.pages, clock: { now: () => now } }));
  const ends = instantOf(addDays(dayOf(now), 8), "12:00");
  if (id === undefined) now = ends;
  await person.opens(ground.address + path);
  if (id === undefined) return;
  await person.presses("Continue");
  await person.presses(words.list.goOn);
  now = ends;
}

const question = (id: string, under: Under, refused: Readonly<Record<string, string>> | undefined): State[] => [
  {
    name: `raise: question ${id}`,
    route: presses,
    template: "raise/page",
    does: written(under, id).answered.length > 0 ? "page" : "continue",
    status: 200,
    arrive: async (person, ground) => void (await comesTo(person, ground, id, under)),
  },
  ...(refused
    ? [
        {
          name: `raise: question ${id}, refused`,
          route: presses,
          template: "raise/page" as const,
          does: "save",
          status: 422,
          after: `raise: question ${id}`,
          async arrive(person: Person) {
            await person.types(refused);
            await person.presses(words.page.goOn);
          },
        },
      ]
    : []),
];

const wholeUnder = (under: Under): State[] => [
  {
    name: `raise: check your answers, ${under}`,
    route: presses,
    template: "raise/check",
    does: "check",
    status: 200,
    arrive: async (person, ground) => void (await checks(person, ground, under)),
  },
  {
    name: `raise: raised, ${under}`,
    route: presses,
    template: "raise/raised",
    does: "raise",
    status: 200,
    after: `raise: check your answers, ${under}`,
    arrive: (person) => person.presses(words.check.raise),
  },
];

type Raising = Omit<State, "name" | "route"> & Partial<Pick<State, "route">>;

const drafts: Readonly<Record<string, Raising>> = {
  "begun, and taken up again": {
    template: "raise/list",
    does: "continue",
    status: 200,
    arrive: async (person, ground) => void (await continues(person, ground, "knowsley", written("knowsley", "risk"))),
  },
  "begun, and not far enough to know what is asked": {
    template: "raise/list",
    does: "continue",
    status: 200,
    arrive: async (person, ground) =>
      void (await continues(person, ground, "knowsley", written("knowsley", "subject"))),
  },
  "everything is answered": {
    template: "raise/list",
    does: "continue",
    status: 200,
    arrive: async (person, ground) => void (await continues(person, ground, "knowsley", written("knowsley"))),
  },
  "left for later": {
    template: "raise/later",
    does: "later",
    status: 200,
    async arrive(person, ground) {
      await comesTo(person, ground, "issue", "knowsley");
      await person.presses(words.page.later);
    },
  },
  "left for later, and gone on with": {
    template: "raise/list",
    does: "list",
    status: 200,
    after: "raise: left for later",
    arrive: (person) => person.presses(words.later.back),
  },
  "back to the question before": {
    template: "raise/page",
    does: "back",
    status: 200,
    async arrive(person, ground) {
      await comesTo(person, ground, "subject", "knowsley");
      await person.presses(new RegExp(`^${words.page.back}$`));
    },
  },
  "saved, and on to the next": {
    template: "raise/page",
    does: "save",
    status: 200,
    async arrive(person, ground) {
      await comesTo(person, ground, "subject", "knowsley");
      await person.chooses("child");
      await person.presses(words.page.goOn);
    },
  },
  "to begin afresh": {
    template: "raise/afresh",
    does: "afresh",
    status: 200,
    async arrive(person, ground) {
      await continues(person, ground, "knowsley", written("knowsley", "issue"));
      await person.presses(words.list.afresh);
    },
  },
  "begun afresh": {
    template: "raise/page",
    does: "afresh-yes",
    status: 200,
    after: "raise: to begin afresh",
    arrive: (person) => person.presses(words.afresh.yes),
  },
  "changed from the check page": {
    template: "raise/page",
    does: "page",
    status: 200,
    async arrive(person, ground) {
      await checks(person, ground, "knowsley");
      await person.presses(`${words.check.change} ${words.questions.issue.label}`);
    },
  },
  "what was checked has changed since": {
    template: "raise/check",
    does: "raise",
    status: 409,
    async arrive(person, ground) {
      const { write } = await checks(person, ground, "knowsley");
      await write((draft) => ({ ...draft, answers: { ...draft.answers, issue: "Another issue." } }));
      await person.presses(words.check.raise);
    },
  },
  "a question that is not asked any more": {
    template: "message",
    does: "save",
    status: 409,
    async arrive(person, ground) {
      const { write } = await comesTo(person, ground, "protect-by", "milton-keynes");
      await write((draft) => ({ ...draft, answers: { ...draft.answers, protect: "no" } }));
      await person.presses(words.page.goOn);
    },
  },
  "a concern that is not there any more": {
    template: "message",
    does: "save",
    status: 409,
    async arrive(person, ground) {
      const { write } = await comesTo(person, ground, "issue", "knowsley");
      await write((draft) => ({ ...draft, ...empty, command: "another" }));
      await person.types({ issue: "What would be lost." });
      await person.presses(words.page.goOn);
    },
  },
  "raised before by the same link": {
    template: "raise/before",
    does: "continue",
    status: 200,
    arrive: async (person, ground) =>
      void (await continues(person, ground, "knowsley", {
        raised: [{ reference: "K7QF-2M9X", command: "before", areaName: "Knowsley", at: "2026-11-16T09:00:00.000Z" }],
      })),
  },
  "another one by the same link": {
    template: "raise/page",
    does: "another",
    status: 200,
    after: "raise: raised before by the same link",
    arrive: (person) => person.presses(words.before.another),
  },
  "a form that is none of ours": {
    template: "message",
    does: "forged",
    status: 400,
    async arrive(person, ground) {
      const { laptop, path } = await begun(ground, "knowsley");
      await person.opens(laptop.service + path);
      await person.forges("do", "forged");
    },
  },
};

const startsAndEnds: Readonly<Record<string, Omit<State, "name">>> = {
  start: {
    route: "GET /raise",
    template: "raise/start",
    status: 200,
    arrive: opensStart,
  },
  "start, sent empty": {
    route: asks,
    template: "raise/start",
    status: 422,
    after: "raise: start",
    arrive: (person) => person.presses(words.start.send),
  },
  "the link is sent": {
    route: asks,
    template: "message",
    status: 200,
    after: "raise: start, sent empty",
    async arrive(person) {
      await person.types({ email: "somebody@elsewhere.example" });
      await person.presses(words.start.send);
    },
  },
  "before Continue": {
    route: opens,
    template: "raise/invited",
    status: 200,
    async arrive(person, ground) {
      const { laptop, path } = await begun(ground, "knowsley");
      await person.opens(laptop.service + path);
    },
  },
  "a link that is none of ours": {
    route: opens,
    template: "message",
    status: 404,
    async arrive(person, ground) {
      const laptop = await ground.laptop();
      await person.opens(`${laptop.service}/raise/forged`);
    },
  },
  "a link that is over": {
    route: opens,
    template: "raise/over",
    status: 410,
    arrive: comesToTheEnd,
  },
  "a link that ends while somebody writes": {
    route: presses,
    template: "raise/over",
    does: "save",
    status: 410,
    async arrive(person, ground) {
      await comesToTheEnd(person, ground, "issue");
      await person.types({ issue: "What would be lost." });
      await person.presses(words.page.goOn);
    },
  },
  "a fresh link is sent": {
    route: presses,
    template: "message",
    does: "fresh",
    status: 200,
    async arrive(person, ground) {
      await comesToTheEnd(person, ground);
      await person.presses(words.over.send);
    },
  },
};

export const ofRaising: readonly State[] = [
  ...Object.entries(startsAndEnds).map(([title, state]) => ({ name: `raise: ${title}`, ...state })),
  ...questions.flatMap(({ id, under, refused }) => question(id, under, refused)),
  ...Object.entries(drafts).map(([title, state]) => ({ name: `raise: ${title}`, route: presses, ...state })),
  ...(Object.keys(raisers) as Under[]).flatMap(wholeUnder),
];
