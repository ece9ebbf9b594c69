/** What a link of an escalation opens, in every state that the escalation and the link can be in. */
import { forms } from "../../../functions/pages/forms/index.ts";
import { at, places, social, nurse, type Place } from "../../functions/pages/places.ts";
import { actingSeat, name, reach, world, words, type World } from "../../functions/pages/support.ts";
import type { Person } from "../person.ts";
import type { Ground, State } from "./state.ts";

const opens = "GET /:reference{[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";
const presses = "POST /:reference{[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";

interface Linked {
  readonly made: World;
  readonly path: string;
}

/** Where a link stands: whose it is, and what has happened since it was sent. */
const linkStates: Readonly<Record<string, () => Promise<Linked>>> = {
  "whoever is asked": async () => {
    const made = await world();
    return { made, path: made.link(social) };
  },
  "whoever raised it": async () => {
    const made = await world();
    return { made, path: made.link(nurse) };
  },
  "a proposal waits for the other side": places.propose,
  "a proposal waits for me": places["answer-proposal"],
  "it has gone on to the next stage": async () => {
    const made = await world();
    const path = made.link(social);
    await reach(made, "line-managers");
    return { made, path };
  },
  "the deadline has just passed": async () => {
    const made = await world();
    const path = made.link(social);
    made.at("2026-11-05T17:00:01.000Z");
    return { made, path };
  },
  "I handed it on": async () => {
    const { made, path } = await places["hand-on"]();
    await made.send(path, "hand-on", { ...name, taker: "other", named: "Ira Else" });
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
  "whoever is asked",
  "it is settled",
  "I owe what the chair recommends",
  "long words and a long name",
]);

const ofLink = (title: string, place: () => Promise<Linked>): State[] => [
  {
    name: `link, ${title}: before Continue`,
    route: opens,
    template: "landing",
    status: 200,
    arrive: async (person, ground) => void (await opensLink(person, ground, place)),
  },
  {
    name: `link, ${title}: after Continue`,
    route: presses,
    template: "party",
    does: "continue",
    status: 200,
    arrive: async (person, ground) => void (await continues(person, ground, place)),
  },
];

const recordOf = (title: string, place: () => Promise<Linked>): State => ({
  name: `link, ${title}: the record`,
  route: presses,
  template: "record",
  does: "record",
  status: 200,
  arrive: async (person, ground) => {
    await continues(person, ground, place);
    await person.presses("See the whole record");
  },
});

async function choosesForm(person: Person, ground: Ground, form: string, place: () => Promise<Place>): Promise<Place> {
  const found = await place();
  ground.show(found.made.app);
  await person.opens(ground.address + found.path);
  await person.presses("Continue");
  await person.chooses(found.key ?? form);
  await person.presses("Continue");
  return found;
}

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
      arrive: async (person, ground) => {
        await choosesForm(person, ground, form, place);
        await person.sends();
      },
    },
    {
      name: `form ${form}, recorded`,
      route: presses,
      template: "done",
      does,
      status: 200,
      arrive: async (person, ground) => {
        const { fields } = await choosesForm(person, ground, form, place);
        await person.types({ ...fields, ...name });
        await person.sends();
      },
    },
  ];
};

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
  ...Object.entries(linkStates).flatMap(([title, place]) => [
    ...ofLink(title, place),
    ...(readsRecord.has(title) ? [recordOf(title, place)] : []),
  ]),
  ...Object.entries(places).flatMap(ofForm),
  {
    name: "link: nothing chosen",
    route: presses,
    template: "party",
    does: "choose",
    status: 422,
    arrive: async (person, ground) => {
      await continues(person, ground, places.propose);
      await person.presses("Continue");
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
