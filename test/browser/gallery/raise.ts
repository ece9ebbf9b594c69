/** Raising a concern by page, on the whole service: from the address that asks for a link to the acknowledgement. */
import type { Laptop } from "../../../infra/local/laptop.ts";
import { addDays, dayOf } from "../../../policies/calendar/instant.ts";
import type { Person } from "../person.ts";
import type { Ground, State } from "./state.ts";

const asks = "POST /raise";
const opens = "GET /raise/:secret";
const presses = "POST /raise/:secret";

/** Who raises under each policy, at an agency of the sample directory, and what is asked first. */
const raisers = {
  knowsley: {
    email: "s.carter@whitebeam-primary.example",
    where: { area: "knowsley", "receiving-agency": "knowsley-social-care", subject: "child" },
  },
  "milton-keynes": {
    email: "c.dell@lenborough-academy.example",
    where: { area: "milton-keynes", "receiving-agency": "mk-social-care", subject: "child" },
  },
  medway: {
    email: "n.castle@hoo-meadows.example",
    where: { area: "medway", "receiving-agency": "medway-social-care", subject: "child" },
  },
  shropshire: {
    email: "b.lacey@corvedale-housing.example",
    where: { area: "shropshire", "receiving-agency": "shropshire-social-care", subject: "community" },
  },
} as const;
type Under = keyof typeof raisers;

const linkSentTo = (laptop: Laptop, email: string): string => {
  const mail = laptop.mailbox.mails().findLast((each) => each.to.includes(email) && each.text?.includes("/raise/"));
  const path = /(\/raise\/\S+)/.exec(mail?.text ?? "")?.[1];
  if (!path) throw new Error(`No link to raise a concern went to ${email}`);
  return path;
};

async function opensStart(person: Person, ground: Ground): Promise<Laptop> {
  const laptop = await ground.laptop();
  await person.opens(`${laptop.service}/raise`);
  return laptop;
}

/** One link for each, as only a few go to one address in an hour. */
const links = new WeakMap<Ground, Map<string, string>>();

async function opensLink(person: Person, ground: Ground, under: Under): Promise<Laptop> {
  const laptop = await ground.laptop();
  const known = links.get(ground) ?? new Map<string, string>();
  links.set(ground, known);
  const { email } = raisers[under];
  if (!known.has(email)) {
    await fetch(`${laptop.service}/raise`, { method: "POST", body: new URLSearchParams({ email }) });
    known.set(email, linkSentTo(laptop, email));
  }
  await person.opens(laptop.service + known.get(email));
  return laptop;
}

async function whereForm(person: Person, ground: Ground, under: Under): Promise<Laptop> {
  const laptop = await opensLink(person, ground, under);
  await person.presses("Continue");
  return laptop;
}

async function concernForm(person: Person, ground: Ground, under: Under): Promise<Laptop> {
  const laptop = await whereForm(person, ground, under);
  await person.types({ "secure-setting": "(another)", ...raisers[under].where });
  await person.presses("Continue");
  return laptop;
}

async function checked(person: Person, ground: Ground): Promise<void> {
  const laptop = await concernForm(person, ground, "knowsley");
  const [year = "", month = "", day = ""] = addDays(dayOf(laptop.clock.now()), -1).split("-");
  await person.types({
    "immediate-risk": "no",
    "person-name": "Robin Sampleton",
    type: "level-of-need",
    "arose-day": day,
    "arose-month": month,
    "arose-year": year,
    issue: "The referral was closed without a visit.",
    disagreement: "We say the threshold is met.",
    risk: "Bruising was seen twice.",
    evidence: "Body map of 30 October.",
    sought: "A visit before Sunday.",
    "your-name": "Sam Carter",
  });
  await person.presses("Continue");
}

export const ofRaising: readonly State[] = [
  {
    name: "raise: start",
    route: "GET /raise",
    template: "raise/start",
    status: 200,
    arrive: async (person, ground) => void (await opensStart(person, ground)),
  },
  {
    name: "raise: start, sent empty",
    route: asks,
    template: "raise/start",
    status: 422,
    async arrive(person, ground) {
      await opensStart(person, ground);
      await person.presses("Send me a link");
    },
  },
  {
    name: "raise: the link is sent",
    route: asks,
    template: "message",
    status: 200,
    async arrive(person, ground) {
      await opensStart(person, ground);
      await person.fills("Your work email address", "somebody@elsewhere.example");
      await person.presses("Send me a link");
    },
  },
  {
    name: "raise: before Continue",
    route: opens,
    template: "raise/invited",
    status: 200,
    arrive: async (person, ground) => void (await opensLink(person, ground, "knowsley")),
  },
  {
    name: "raise: a link that is over or none of ours",
    route: opens,
    template: "message",
    status: 404,
    async arrive(person, ground) {
      const laptop = await ground.laptop();
      await person.opens(`${laptop.service}/raise/forged`);
    },
  },
  {
    name: "raise: where it belongs",
    route: presses,
    template: "raise/form",
    does: "continue",
    status: 200,
    arrive: async (person, ground) => void (await whereForm(person, ground, "knowsley")),
  },
  {
    name: "raise: where it belongs, sent empty",
    route: presses,
    template: "raise/form",
    does: "concern",
    status: 422,
    async arrive(person, ground) {
      await whereForm(person, ground, "knowsley");
      await person.presses("Continue");
    },
  },
  ...(Object.keys(raisers) as Under[]).flatMap((under): State[] => [
    {
      name: `raise: the concern, ${under}`,
      route: presses,
      template: "raise/form",
      does: "concern",
      status: 200,
      arrive: async (person, ground) => void (await concernForm(person, ground, under)),
    },
    {
      name: `raise: the concern, ${under}, sent empty`,
      route: presses,
      template: "raise/form",
      does: "check",
      status: 422,
      async arrive(person, ground) {
        await concernForm(person, ground, under);
        await person.presses("Continue");
      },
    },
  ]),
  {
    name: "raise: where it belongs, changed",
    route: presses,
    template: "raise/form",
    does: "where",
    status: 200,
    async arrive(person, ground) {
      await concernForm(person, ground, "knowsley");
      await person.presses("Back to where it belongs");
    },
  },
  {
    name: "raise: check your answers",
    route: presses,
    template: "raise/check",
    does: "check",
    status: 200,
    arrive: checked,
  },
  {
    name: "raise: raised",
    route: presses,
    template: "raise/raised",
    does: "raise",
    status: 200,
    async arrive(person, ground) {
      await checked(person, ground);
      await person.presses("Raise this concern");
    },
  },
  {
    name: "raise: a form that is none of ours",
    route: presses,
    template: "message",
    does: "forged",
    status: 400,
    async arrive(person, ground) {
      await opensLink(person, ground, "knowsley");
      await person.forges("do", "forged");
    },
  },
];
