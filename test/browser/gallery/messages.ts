/** Pages that only say something: what is not there, what cannot be done, what was too much, and what broke. */
import { TooBusy } from "../../../functions/record/perform.ts";
import { longestBody } from "../../../functions/pages/sent.ts";
import { places, social } from "../../functions/pages/places.ts";
import { name, reference, unlimited, world, type WorldOptions } from "../../functions/pages/support.ts";
import type { Person } from "../person.ts";
import type { Ground, State } from "./state.ts";

const opens = "GET /:reference{[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";
const presses = "POST /:reference{[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";

async function opensAt(person: Person, ground: Ground, path: string, options?: WorldOptions): Promise<void> {
  const made = await world(options);
  ground.show(made.app);
  await person.opens(ground.address + path);
}

/** Continues by a link of a world that is made like this. */
async function continues(person: Person, ground: Ground, options: WorldOptions): Promise<void> {
  const made = await world(options);
  ground.show(made.app);
  await person.opens(ground.address + made.link(social));
  await person.presses("Continue");
}

async function noteForm(person: Person, ground: Ground): Promise<void> {
  const { made, path } = await places.note();
  ground.show(made.app);
  await person.opens(ground.address + path);
  await person.presses("Continue");
  await person.asksFor("note");
}

type Message = Omit<State, "name" | "template"> & Partial<Pick<State, "template">>;

const messages: Readonly<Record<string, Message>> = {
  "an address that there is none of": {
    route: "none",
    status: 404,
    arrive: (person, ground) => opensAt(person, ground, "/nowhere"),
  },
  "a link that is none of ours": {
    route: opens,
    status: 404,
    arrive: (person, ground) => opensAt(person, ground, `/${reference}/forged`),
  },
  "links tried too often": {
    route: opens,
    status: 429,
    arrive: (person, ground) =>
      opensAt(person, ground, `/${reference}/forged`, {
        limits: { ...unlimited, wrong: () => Promise.resolve(false) },
      }),
  },
  "pressed too often": {
    route: presses,
    does: "continue",
    status: 429,
    arrive: (person, ground) =>
      continues(person, ground, { limits: { ...unlimited, press: () => Promise.resolve(false) } }),
  },
  "others are writing": {
    route: presses,
    does: "continue",
    status: 503,
    arrive: (person, ground) =>
      continues(person, ground, { limits: { ...unlimited, press: () => Promise.reject(new TooBusy(reference)) } }),
  },
  "something broke": {
    route: presses,
    does: "continue",
    status: 500,
    arrive: (person, ground) =>
      continues(person, ground, {
        limits: { ...unlimited, press: () => Promise.reject(new Error("broken on purpose")) },
        report: () => undefined,
      }),
  },
  "a form that is none of ours": {
    route: presses,
    does: "forged",
    status: 400,
    async arrive(person, ground) {
      await noteForm(person, ground);
      await person.forges("do", "forged");
    },
  },
  "a form that is not for now": {
    route: presses,
    does: "choose",
    status: 409,
    async arrive(person, ground) {
      const { made, path } = await places.withdraw();
      ground.show(made.app);
      await person.opens(ground.address + path);
      await person.presses("Continue");
      await made.send(path, "withdraw", { ...name, reason: "Settled" });
      await person.asksFor("withdraw");
    },
  },
  "what was read has changed since": {
    route: presses,
    template: "form",
    does: "answer-proposal",
    status: 409,
    async arrive(person, ground) {
      const { made, path, fields } = await places["answer-proposal"]();
      ground.show(made.app);
      await person.opens(ground.address + path);
      await person.presses("Continue");
      await person.presses("Do not agree");
      await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Another" });
      await person.types({ ...fields, ...name });
      await person.sends();
    },
  },
  "a document that is not there": {
    route: presses,
    does: "document",
    status: 409,
    async arrive(person, ground) {
      const made = await world();
      ground.show(made.app);
      await person.opens(ground.address + made.link(social));
      await person.presses("Continue");
      await person.forges("form", "nothing", /^Record of the escalation$/);
    },
  },
  "too much for one form": {
    route: presses,
    does: "note",
    status: 413,
    async arrive(person, ground) {
      await noteForm(person, ground);
      await person.forges("words", "x".repeat(longestBody + 1));
    },
  },
};

export const ofMessages: readonly State[] = Object.entries(messages).map(([title, message]) => ({
  name: `message: ${title}`,
  template: "message",
  ...message,
}));
