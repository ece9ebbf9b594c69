/** A digest of escalations: for whom, what needs somebody now, what is open, what happened, and figures. */
import { part, paragraphs, type Letter } from "../letter.ts";
import type { DigestWords } from "../words/digest.ts";

export interface DigestFacts {
  readonly partnership: string;
  readonly every: "week" | "month";
  /** The days that it is about, and the same in words. */
  readonly period: { readonly from: string; readonly to: string; readonly called: string };
  /** Undefined where there is nothing to report. */
  readonly counts: Parameters<DigestWords["subject"]>[2];
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** Said before everything else: for whose attention, or why it comes to a local partnership. */
  readonly before: readonly string[];
  /** Said at the end: what is to be passed on, and to whom. */
  readonly after: readonly string[];
}

export function digestLetter(facts: DigestFacts, words: DigestWords): Letter {
  const { partnership, every, period, counts, sections, before, after } = facts;
  const subject = words.subject(period.from, period.to, counts);
  const opening = words.opening(every, partnership, period.called);
  return {
    language: "en",
    subject,
    preview: opening,
    blocks: [
      { as: "title", says: subject },
      ...paragraphs([...before, opening, ...(counts ? [] : [words.quiet])]),
      ...sections.flatMap(({ title, lines }) => part(title, [{ as: "list", says: lines }])),
      ...paragraphs([...after, words.closing]),
    ],
  };
}
