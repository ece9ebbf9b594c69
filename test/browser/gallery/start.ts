/** Where people come without a link: the front page, a partnership's own, and a reference with a code. */
import type { CodeTries } from "../../../functions/limits/code-tries.ts";
import { start as words } from "../../../functions/pages/words/start.ts";
import { answer } from "../../../functions/pages/words/answer.ts";
import { social } from "../../functions/pages/places.ts";
import { reference, world, type WorldOptions } from "../../functions/pages/support.ts";
import type { Person } from "../person.ts";
import type { Ground, State } from "./state.ts";

const asks = "POST /answer";

async function opensStart(person: Person, ground: Ground, path: string): Promise<void> {
  await person.opens((await ground.laptop()).service + path);
}

/** Types a reference and a code, in a world that has one of each. */
async function types(person: Person, ground: Ground, code: string, options?: WorldOptions): Promise<void> {
  const made = await world(options);
  made.issue(social);
  ground.show(made.app);
  await person.opens(`${ground.address}/answer`);
  await person.types({ reference, code });
  await person.presses(answer.button);
}

const wrong = "2222 2222";
const triesWhich = (begin: CodeTries["begin"]): WorldOptions => ({
  codeTries: { begin, right: () => Promise.resolve() },
});

export const ofStart: readonly State[] = [
  {
    name: "start: the front page",
    route: "GET /",
    template: "start/front",
    status: 200,
    arrive: (person, ground) => opensStart(person, ground, "/"),
  },
  ...["knowsley", "medway"].map((partnership): State => ({
    name: `start: ${partnership}`,
    route: "GET /start/:partnership",
    template: "start/partnership",
    status: 200,
    arrive: (person, ground) => opensStart(person, ground, `/start/${partnership}`),
  })),
  {
    name: "start: a partnership that there is none of",
    route: "GET /start/:partnership",
    template: "message",
    status: 404,
    arrive: (person, ground) => opensStart(person, ground, "/start/atlantis"),
  },
  {
    name: "start: a partnership’s own, left for a link without an address",
    route: "POST /raise",
    template: "raise/start",
    status: 422,
    async arrive(person, ground) {
      await opensStart(person, ground, "/start/knowsley");
      await person.presses(words.raise.send);
    },
  },
  {
    name: "code: asked for",
    route: "GET /answer",
    template: "answer",
    status: 200,
    async arrive(person, ground) {
      ground.show((await world()).app);
      await person.opens(`${ground.address}/answer`);
    },
  },
  {
    name: "code: nothing typed on the front page",
    route: asks,
    template: "answer",
    status: 422,
    async arrive(person, ground) {
      await opensStart(person, ground, "/");
      await person.presses(words.answer.goOn);
    },
  },
  {
    name: "code: none that there can be",
    route: asks,
    template: "answer",
    status: 422,
    arrive: (person, ground) => types(person, ground, "I222 2O02"),
  },
  {
    name: "code: wrong",
    route: asks,
    template: "answer",
    status: 422,
    arrive: (person, ground) => types(person, ground, wrong),
  },
  {
    name: "code: too often wrong",
    route: asks,
    template: "message",
    status: 429,
    arrive: (person, ground) =>
      types(
        person,
        ground,
        wrong,
        triesWhich(() => Promise.resolve({ may: "wait", until: "2026-11-02T10:01:00.000Z" })),
      ),
  },
  {
    name: "code: tries cannot be counted",
    route: asks,
    template: "message",
    status: 503,
    arrive: (person, ground) =>
      types(
        person,
        ground,
        wrong,
        triesWhich(() => Promise.resolve({ may: "not be counted" })),
      ),
  },
];
