/** What a link of an escalation opens, in every state that the escalation and the link can be in. */
import { MailRefused } from "../../../functions/mail/mail.ts";
import type { forms } from "../../../functions/pages/forms/index.ts";
import { at, places, social, nurse, type Place } from "../../functions/pages/places.ts";
import { states as linkStates } from "../../functions/pages/link-states.ts";
import {
  actingSeat,
  name,
  unlimited,
  world,
  words,
  type World,
  type WorldOptions,
} from "../../functions/pages/support.ts";
import type { Person } from "../person.ts";
import type { Ground, State } from "./state.ts";

const opens = "GET /:reference{[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";
const presses = "POST /:reference{[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";

interface Linked {
  readonly made: World;
  readonly path: string;
}

/** Where an escalation stands when somebody goes on from the page of their link, beside the states of the link itself. */
const stands: Readonly<Record<string, () => Promise<Linked>>> = {
  "whoever raised it": async () => {
    const made = await world();
    return { made, path: made.link(nurse) };
  },
  "a proposal waits for me": places["answer-proposal"],
  "a deadline waits for me": places["answer-date"],
  "the deadline has just passed": async () => {
    const made = await world();
    const path = made.link(social);
    made.at("2026-11-05T17:00:01.000Z");
    return { made, path };
  },
  "the chair is asked": places.outcome,
  "I owe what the chair recommends": places.duty,
  "information is asked of me": places.provide,
  "advice is asked of me": places.advise,
  "something is missing and there is immediate risk": places.missing,
  "a list is to be ticked": places.tick,
  "it is withdrawn and to be filed": places.filed,
  "it is settled": async () => {
    const { made, path } = await places["answer-proposal"]();
    await made.send(path, "answer-proposal", { ...name, answer: "accept" });
    return { made, path };
  },
  "Milton Keynes, its second stage": async () => linked(await at("manager", { policy: "milton-keynes" }), "receiving"),
  "Medway, its second stage": async () => linked(await at("safeguarding-leads", { policy: "medway" }), "raising"),
  "a training provider, its first stage": async () => {
    const made = await world({ policy: "training-provider" });
    return { made, path: made.link(await actingSeat(made, "receiving")) };
  },
  "long words and a long name": async () => {
    const long = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(4);
    const made = await world({
      words: { ...words, issue: `${long}\n\n${long}` },
      person: { name: long, circumstances: long },
    });
    return { made, path: made.link(social) };
  },
  "a trial, of a partnership that the directory does not know": async () => {
    const made = await world({ trial: true, unlisted: true });
    return { made, path: made.link(social) };
  },
};

async function linked(
  { made, path }: Awaited<ReturnType<typeof at>>,
  side: Parameters<typeof path>[0],
): Promise<Linked> {
  return { made, path: await path(side) };
}

async function opensLink(person: Person, ground: Ground, place: () => Promise<Linked>): Promise<Linked> {
  const found = await place();
  ground.show(found.made.app);
  await person.opens(ground.address + found.path);
  return found;
}

async function continues(person: Person, ground: Ground, place: () => Promise<Linked>): Promise<Linked> {
  const found = await opensLink(person, ground, place);
  await person.presses("Continue");
  return found;
}

/** Of these the record is read too: between them they have what every kind of person does. */
const readsRecord = new Set([
  "it is settled",
  "I owe what the chair recommends",
  "long words and a long name",
  "a trial, of a partnership that the directory does not know",
]);

/** Before Continue nothing of the case is shown, so of most of these the page before is one of the states of a link. */
const looksBefore = new Set(["a proposal waits for me", "a trial, of a partnership that the directory does not know"]);

const before = (title: string, place: () => Promise<Linked>, template: "landing" | "expired" = "landing"): State => ({
  name: `link, ${title}: before Continue`,
  route: opens,
  template,
  status: 200,
  arrive: async (person, ground) => void (await opensLink(person, ground, place)),
});

const continued = (title: string) =>
  ({
    name: `link, ${title}: after Continue`,
    route: presses,
    template: "party",
    does: "continue",
    status: 200,
  }) as const;

const after = (title: string, place: () => Promise<Linked>): State => ({
  ...continued(title),
  arrive: async (person, ground) => void (await continues(person, ground, place)),
});

/** Both sides of Continue. */
const around = (title: string, place: () => Promise<Linked>): State[] => {
  const landing = before(title, place);
  return [landing, { ...continued(title), after: landing.name, arrive: (person) => person.presses("Continue") }];
};

const recordOf = (title: string): State => ({
  name: `link, ${title}: the record`,
  route: presses,
  template: "record",
  does: "record",
  status: 200,
  after: continued(title).name,
  arrive: (person) => person.presses("See the whole record"),
});

/** A link that ends on somebody who is writing a note. */
async function endsOnWriter(person: Person, ground: Ground): Promise<void> {
  const { made, fields } = await choosesForm(person, ground, "note", places.note);
  await person.types({ ...fields, ...name });
  made.at(over);
}

/** After the ninety days of a link of the 2nd of November. */
const over = "2027-01-31T10:00:00.000Z";

const fresh = (title: string, status: number, options: WorldOptions): State => ({
  name: `link, expired: ${title}`,
  route: presses,
  template: "fresh",
  does: "fresh",
  status,
  async arrive(person, ground) {
    await opensLink(person, ground, () => linkStates.expired(options));
    await person.presses(/^Send a fresh link/);
  },
});

const ofExpired: readonly State[] = [
  {
    name: "link, expired: what was typed is given back",
    route: presses,
    template: "expired",
    does: "note",
    status: 410,
    async arrive(person, ground) {
      await endsOnWriter(person, ground);
      await person.sends();
    },
  },
  fresh("a fresh one is sent", 200, {}),
  fresh("too many were sent", 429, { limits: { ...unlimited, fresh: () => Promise.resolve(false) } }),
  fresh("a fresh one is refused", 410, { refusal: new MailRefused("refused by the test") }),
];

async function choosesForm(person: Person, ground: Ground, form: string, place: () => Promise<Place>): Promise<Place> {
  const found = await place();
  ground.show(found.made.app);
  await person.opens(ground.address + found.path);
  await person.presses("Continue");
  const key = found.key ?? form;
  await (key in agreeing ? person.presses("Do not agree") : person.asksFor(key));
  return found;
}

/** The forms that are opened from beside Agree. */
const agreeing = { "answer-proposal": places["answer-proposal"], "answer-date": places["answer-date"] };

const ofAgreeing = ([form, place]: [string, () => Promise<Place>]): State => ({
  name: `form ${form}, agreed to without a name`,
  route: presses,
  template: "party",
  does: form,
  status: 422,
  arrive: async (person, ground) => {
    await continues(person, ground, place);
    await person.presses(/^Agree$/);
  },
});

/** What a form is sent as; the one that is said of each of several has it behind. */
const sentAs: Readonly<Partial<Record<keyof typeof forms, string>>> = {
  tick: "tick/line-managers",
  duty: "duty/chair/act-on-recommendations:raising",
  approve: "approve/2026-11-02T10:00:00.000Z",
};

const ofForm = ([form, place]: [string, () => Promise<Place>]): State[] => {
  const does = sentAs[form as keyof typeof forms] ?? form;
  return [
    {
      name: `form ${form}`,
      route: presses,
      template: "form",
      does: "choose",
      status: 200,
      arrive: async (person, ground) => void (await choosesForm(person, ground, form, place)),
    },
    {
      name: `form ${form}, sent empty`,
      route: presses,
      template: "form",
      does,
      status: 422,
      after: `form ${form}`,
      arrive: (person) => person.sends(),
    },
  ];
};

/** Forms after which the page says something else than what was recorded and who is waited for: it ends, it goes on, or more is asked. */
const saysMore = [
  "respond",
  "answer-proposal",
  "outcome",
  "duty",
  "discussion",
  "unresolved",
  "hand-on",
  "withdraw",
] as const;

const recorded = (form: (typeof saysMore)[number]): State => ({
  name: `form ${form}, recorded`,
  route: presses,
  template: "done",
  does: sentAs[form] ?? form,
  status: 200,
  arrive: async (person, ground) => {
    const { fields } = await choosesForm(person, ground, form, places[form]);
    await person.types({ ...fields, ...name });
    await person.sends();
  },
});

/** A document as it is read, by the words of its button. */
const ofDocument = (title: string, button: string, place: () => Promise<Linked>): State => ({
  name: `document: ${title}`,
  route: presses,
  template: "document",
  does: "document",
  status: 200,
  arrive: async (person, ground) => {
    await continues(person, ground, place);
    await person.presses(button);
  },
});

export const ofLinks: readonly State[] = [
  ...Object.entries(linkStates).flatMap(([title, place]) =>
    title === "expired" ? [before(title, place, "expired")] : around(title, place),
  ),
  ...ofExpired,
  ...Object.entries(stands).flatMap(([title, place]) => [
    ...(looksBefore.has(title) ? around(title, place) : [after(title, place)]),
    ...(readsRecord.has(title) ? [recordOf(title)] : []),
  ]),
  ...Object.entries(places).flatMap(ofForm),
  ...Object.entries(agreeing).map(ofAgreeing),
  ...saysMore.map(recorded),
  {
    name: "link: agreed to what has changed since",
    route: presses,
    template: "party",
    does: "answer-proposal",
    status: 409,
    arrive: async (person, ground) => {
      const { made } = await continues(person, ground, places["answer-proposal"]);
      await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Another" });
      await person.types(name);
      await person.presses(/^Agree$/);
    },
  },
  {
    name: "link: nothing chosen",
    route: presses,
    template: "party",
    does: "choose",
    status: 422,
    arrive: async (person, ground) => {
      await continues(person, ground, places.propose);
      await person.forges("form", "", "Add a note");
    },
  },
  {
    name: "link: sent twice",
    route: presses,
    template: "done",
    does: "note",
    status: 200,
    arrive: async (person, ground) => {
      const { fields } = await choosesForm(person, ground, "note", places.note);
      await person.types({ ...fields, ...name });
      await person.sends();
      await person.page.reload();
    },
  },
  {
    name: "link: a late answer is recorded",
    route: presses,
    template: "done",
    does: "respond",
    status: 200,
    arrive: async (person, ground) => {
      const { made, fields } = await choosesForm(person, ground, "respond", places.respond);
      await person.types({ ...fields, ...name });
      made.at("2026-11-05T17:00:01.000Z");
      await person.sends();
    },
  },
  ofDocument("the whole record", "Record of the escalation", places.duty),
  ofDocument("Knowsley’s notice", "Escalation Notice", places.duty),
  ofDocument("Medway’s form of stage 3", "Stage 3 Escalation Form", async () =>
    linked(await at("assistant-directors", { policy: "medway" }), "raising"),
  ),
];
