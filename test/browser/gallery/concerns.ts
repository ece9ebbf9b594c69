/**
 * The questions that a concern has under each policy, as the pages themselves make them, with an answer to each and one that is
 * refused. A question that a policy gets is visited without a line here.
 */
import { readFileSync } from "node:fs";
import { isAtAgency, type Agency } from "../../../functions/directory/directory.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import type { Draft } from "../../../functions/drafts/drafts.ts";
import { inputsOf, type Field } from "../../../functions/pages/fields.ts";
import { pagesFor, typedOf, withPage, type Answers } from "../../../functions/pages/raise/pages.ts";
import { problemsAt, type Page } from "../../../functions/pages/raise/page.ts";
import { areasToday, type Known } from "../../../functions/pages/raise/where.ts";
import { addDays, dayOf } from "../../../policies/calendar/instant.ts";
import { choosePolicy } from "../../../policies/choose.ts";
import { holding, publishedPolicies } from "../../../policies/published.ts";
import { galleryBegins } from "./state.ts";

type Fields = Readonly<Record<string, string>>;

/** Whose concern it is, at a domain of an agency of the sample directory, and the answers that make it another one than the rest. */
interface Raiser {
  readonly email: string;
  readonly answers: Fields;
}

const usual = { "secure-setting": "(another)", subject: "child", "immediate-risk": "no", protect: "no" };

export const raisers = {
  knowsley: {
    email: "s.carter@whitebeam-primary.example",
    answers: { ...usual, area: "knowsley", "receiving-agency": "knowsley-social-care", type: "another" },
  },
  "milton-keynes": {
    email: "c.dell@lenborough-academy.example",
    answers: { ...usual, area: "milton-keynes", "receiving-agency": "mk-social-care", protect: "yes" },
  },
  medway: {
    email: "n.castle@hoo-meadows.example",
    answers: { ...usual, area: "medway", "receiving-agency": "kent-police" },
  },
  shropshire: {
    email: "b.lacey@corvedale-housing.example",
    answers: {
      ...usual,
      area: "shropshire",
      "receiving-agency": "shropshire-social-care",
      subject: "community",
      "immediate-risk": "yes",
    },
  },
  "a training provider's own": {
    email: "j.quay@harbourway-training.example",
    answers: { ...usual, area: "(another)", "other-area": "Kent", "receiving-agency": "weald-social-care" },
  },
} as const satisfies Readonly<Record<string, Raiser>>;
export type Under = keyof typeof raisers;
const everyone = Object.keys(raisers) as Under[];

const sample = new URL("../../../infra/local/samples/directory.yaml", import.meta.url);
const { agencies } = readDirectoryFile(readFileSync(sample, "utf8"), "directory.yaml");
const held = holding(publishedPolicies);

export function agencyOf({ email }: Raiser): Agency {
  const own = agencies.find((each) => isAtAgency(email, each));
  if (!own) throw new Error(`No agency in infra/local/samples/directory.yaml has the domain of ${email}: add one`);
  return own;
}

function knownTo(raiser: Raiser): Known {
  const own = agencyOf(raiser);
  return {
    at: galleryBegins,
    own,
    areas: areasToday(held, galleryBegins),
    others: agencies.filter((each) => each.id !== own.id),
    choose: (choosing) => choosePolicy(choosing, held),
  };
}

const onDay = (name: string, days: number): Fields => {
  const [year = "", month = "", day = ""] = addDays(dayOf(galleryBegins), days).split("-");
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** An answer to a field that holds; nothing where it may be left empty. */
function answerTo(field: Field, given: Fields): Fields {
  const { name } = field;
  const chosen = given[name];
  if (chosen !== undefined) return { [name]: chosen };
  if (field.missing === undefined && field.kind !== "day") return {};
  switch (field.kind) {
    case "line":
    case "text":
      return { [name]: `What stands under “${field.label}”.` };
    case "number":
      return { [name]: "2" };
    case "choice":
      return { [name]: field.options[0]?.value ?? "" };
    case "several":
      return { [`${name}..none`]: "yes" };
    case "day":
      return onDay(name, name === "person-born" ? -3000 : -3);
    case "moment":
      return { ...onDay(name, 3), [`${name}-time`]: "2pm" };
    default:
      return field satisfies never;
  }
}

/** What is typed into a field and refused. */
function wrongIn(field: Field): Fields {
  switch (field.kind) {
    case "line":
      return field.email ? { [field.name]: "nobody" } : {};
    case "day":
    case "moment":
      return { [`${field.name}-day`]: "31" };
    case "several":
      return { [`${field.name}.${field.options[0]?.value}`]: "yes", [`${field.name}..none`]: "yes" };
    case "number":
      return { [field.name]: "a few" };
    case "text":
    case "choice":
      return {};
    default:
      return field satisfies never;
  }
}

/** What is refused of a page: leaving it empty, or else what is typed into one of its fields. Nothing where anything holds. */
function refusedOf(page: Page): Fields | undefined {
  return [{}, ...page.fields.map(wrongIn)].find((typed) => problemsAt(page, typedOf(typed)).length > 0);
}

/** How a page is made: two that are made alike are refused alike, in other words. */
const shapeOf = ({ fields, title, says = [], quotes = [], about }: Page): string =>
  [
    ...fields.map((each) => (each.kind === "choice" && each.asList ? "list" : each.kind)),
    title && "titled",
    says.length > 0 && "says",
    quotes.length > 0 && "quotes",
    about && "about",
  ]
    .filter(Boolean)
    .join();

interface Question {
  readonly id: string;
  readonly under: Under;
  /** The first of its shape only. */
  readonly refused?: Fields;
}

interface Whole {
  /** By id. */
  readonly policy: string;
  readonly answers: Answers;
  readonly pages: readonly Page[];
}

/** A whole concern: which pages there are follows from the answers, so each is answered as it comes. */
function wholeOf(raiser: Raiser): Whole {
  const known = knownTo(raiser);
  let answers: Answers = {};
  const answered = new Set<string>();
  for (;;) {
    const { pages, place } = pagesFor(answers, known);
    const page = pages.find(({ id }) => !answered.has(id));
    if (!page && place) return { policy: place.policy.policy, answers, pages };
    if (!page) throw new Error("All is answered, and no policy follows from it");
    const given = Object.assign({}, ...page.fields.map((each) => answerTo(each, raiser.answers))) as Fields;
    const problems = problemsAt(page, typedOf(given));
    if (problems.length > 0) throw new Error(`${page.id}: ${JSON.stringify(problems)}`);
    answers = withPage(answers, page, typedOf(given));
    answered.add(page.id);
  }
}

const wholes = Object.fromEntries(everyone.map((under) => [under, wholeOf(raisers[under])])) as Record<Under, Whole>;

/** The policies under which a whole concern is written, by id. */
export const policiesRaisedUnder: readonly string[] = Object.values(wholes).map(({ policy }) => policy);

/** Each question once, under the first policy that has it: under another one it differs in words alone. */
export const questions: readonly Question[] = [
  ...new Map(
    everyone.toReversed().flatMap((under) => wholes[under].pages.map((page) => [page.id, { page, under }] as const)),
  ).values(),
].map(({ page, under }, index, all) => {
  const shape = shapeOf(page);
  const refused = all.findIndex((each) => shapeOf(each.page) === shape) === index ? refusedOf(page) : undefined;
  return { id: page.id, under, ...(refused ? { refused } : {}) };
});

/** What was written when a page is the next that is asked; all of it where none is said. */
export function written(under: Under, until?: string): Pick<Draft, "answers" | "answered"> {
  const { answers, pages } = wholes[under];
  const found = until === undefined ? pages.length : pages.findIndex(({ id }) => id === until);
  if (found < 0) throw new Error(`Under ${under} there is no ${until}`);
  const before = pages.slice(0, found);
  const inputs = new Set(before.flatMap(({ fields }) => fields.flatMap(inputsOf)));
  return {
    answers: Object.fromEntries(Object.entries(answers).filter(([input]) => inputs.has(input))),
    answered: before.map(({ id }) => id),
  };
}
