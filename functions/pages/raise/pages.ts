/** Which pages a concern has, in an order that follows from the answers so far, and how far somebody has come. */
import type { Draft } from "../../drafts/drafts.ts";
import { clean, inputsOf, longest, readFields, type Problem, type Typed } from "../fields.ts";
import { raise as words } from "../words/raise.ts";
import { problemsAt, type Page, type SectionId } from "./page.ts";
import { concernPages, wherePages } from "./questions.ts";
import { another, placedBy, type Known, type Place, type Where } from "./where.ts";

export type Answers = Draft["answers"];

/** All that is asked, as far as it is known yet: the concern itself follows from where it belongs. */
export interface Asked {
  readonly pages: readonly Page[];
  /** Once the policy is known. */
  readonly place?: Place;
  /** Once all of where it belongs is known, and nothing of it is wrong. */
  readonly where?: Where;
}

/** As if a form with these answers had been sent. */
export const typedOf = (answers: Answers): Typed => new URLSearchParams(answers);

/** First the pages about where the concern belongs; once that is known and right, those of the policy found as well. */
export function pagesFor(answers: Answers, known: Known): Asked {
  const typed = typedOf(answers);
  const elsewhere = answers["area"] === another;
  const asked = wherePages(known, elsewhere, []);
  const { values } = readFields(
    asked.flatMap((each) => each.fields),
    typed,
  );
  const { place, where, problems } = placedBy(values, known);
  const first = wherePages(known, elsewhere, problems);
  if (!where) return { pages: first, ...(place ? { place } : {}) };
  return { pages: [...first, ...concernPages(concernValues(answers), where, known)], where, place: where };
}

/** The answers on which it depends what else is asked. */
const concernValues = (answers: Answers) =>
  new Map(["immediate-risk", "protect", "type", "start-at"].map((each) => [each, answers[each] ?? ""]));

/** Whether a page has been answered, and its answer still holds. */
export const isDone = (page: Page, { answers, answered }: Pick<Draft, "answers" | "answered">) =>
  answered.includes(page.id) && problemsAt(page, typedOf(answers)).length === 0;

/** The first page that is unanswered, or whose answer holds no longer. */
export const firstOpen = ({ pages }: Asked, draft: Draft): Page | undefined =>
  pages.find((each) => !isDone(each, draft));

/**
 * Where somebody goes on after a page: to an answer before it that holds no longer, else to the next page that is open, else to
 * one that was passed over, else nowhere.
 */
export function nextAfter(id: string, asked: Asked, draft: Draft): Page | undefined {
  const from = asked.pages.findIndex((each) => each.id === id) + 1;
  const broken = asked.pages.slice(0, from).find((each) => draft.answered.includes(each.id) && !isDone(each, draft));
  return broken ?? asked.pages.slice(from).find((each) => !isDone(each, draft)) ?? firstOpen(asked, draft);
}

export function pageBefore(id: string, { pages }: Asked): Page | undefined {
  const at = pages.findIndex((each) => each.id === id);
  return at > 0 ? pages[at - 1] : undefined;
}

/** The answers with what was typed on one page in the place of what stood there. */
export function withPage(answers: Answers, page: Page, typed: Typed): Record<string, string> {
  const inputs = page.fields.flatMap(inputsOf);
  const kept = Object.entries(answers).filter(([input]) => !inputs.includes(input));
  const given = inputs.flatMap((input): [string, string][] => {
    const text = clean(typed.get(input));
    return text === "" ? [] : [[input, text]];
  });
  // In one order, so that what has not changed is the same.
  return Object.fromEntries([...kept, ...given].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export interface Section {
  readonly id: SectionId;
  readonly pages: readonly Page[];
}

/** The pages by what they are about, in their order. */
export function sectionsOf(pages: readonly Page[]): Section[] {
  const ids = [...new Set(pages.map((each) => each.section))];
  return ids.map((id) => ({ id, pages: pages.filter((each) => each.section === id) }));
}

/** The page that a problem is on. */
export const pageWith = (pages: readonly Page[], { field }: Problem) =>
  pages.find((page) => page.fields.some(({ name }) => name === field));

/** What cannot be kept, though it need not be right yet: what is longer than any answer may be. */
export function tooLong(page: Page, answers: Answers): Problem[] {
  return page.fields.flatMap((field) => {
    const most = longest[field.kind === "text" ? "text" : "line"];
    const input = inputsOf(field).find((each) => (answers[each] ?? "").length > most);
    if (input === undefined) return [];
    const inEnglish = (count: number) => count.toLocaleString("en-GB");
    const says = words.problems.tooLong(inEnglish(most), inEnglish((answers[input] ?? "").length));
    return [{ field: field.name, input, says }];
  });
}
