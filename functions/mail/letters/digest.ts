/** A digest: for whom, what needs somebody now, the way to the register, what else is open, what happened, and figures. */
import type { PartnershipTold } from "../facts/partnership.ts";
import { part, paragraphs, type Block, type Chart, type Letter } from "../letter.ts";
import type { DigestWords } from "../words/digest.ts";
import { whomToAsk } from "./parts.ts";

export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What the subject counts: of the lists, or of figures for whoever is sent these alone. */
export type DigestCounts =
  | { readonly needs: number; readonly due: number; readonly open: number }
  | { readonly raised: number; readonly ended: number; readonly open: number };

/** What a digest says of one week or month, before it has words. */
export interface DigestFacts {
  /** Whose escalations these are, and whom to ask. */
  readonly partnership: PartnershipTold;
  readonly about: "escalations" | "practice alerts" | "both";
  /** The weeks and months that it is about, each in words. */
  readonly periods: readonly { readonly every: "week" | "month"; readonly called: string }[];
  /** When it was made, UTC: what is open was open then. */
  readonly at: string;
  /** Undefined where there is nothing to report. */
  readonly counts: DigestCounts | undefined;
  readonly now: readonly Section[];
  readonly happened: readonly Section[];
  readonly figures: readonly {
    readonly title: string;
    readonly lines: readonly string[];
    readonly charts: readonly Chart[];
  }[];
  /**
   * The link to the register, whose that is, and when the link ends, UTC. None for whoever is sent practice alerts alone:
   * escalations are nothing to them.
   */
  readonly register: { readonly url: string; readonly of: string; readonly until: string } | undefined;
  /** Said before everything else: for whose attention, or why it comes to a local partnership. */
  readonly before: readonly string[];
  /** Said at the end: what is to be passed on, and to whom. */
  readonly after: readonly string[];
}

export function digestLetter(facts: DigestFacts, words: DigestWords): Letter {
  const { partnership, about, periods, at, counts, now, happened, figures, register, before, after } = facts;
  const subject = words.subject(counts, periods, about);
  const list = ({ title, lines }: Section): Block[] => part(title, [{ as: "list", says: lines }]);
  return {
    language: "en",
    subject,
    preview: counts ? words.asItStood(at) : words.quiet,
    blocks: [
      { as: "title", says: subject },
      ...paragraphs([...before, words.opening(periods, about, partnership.name)]),
      ...paragraphs([counts ? words.asItStood(at) : words.quiet]),
      ...now.flatMap(list),
      ...(register
        ? [
            { as: "link", says: words.openRegister, url: register.url } as const,
            ...paragraphs([words.linkIsYours(register.of, register.until)]),
          ]
        : []),
      ...happened.flatMap(list),
      ...figures.flatMap(({ title, lines, charts }) =>
        part(title, [
          ...charts.map((each): Block => ({ as: "chart", ...each })),
          ...(lines.length > 0 ? ([{ as: "list", says: lines }] satisfies Block[]) : []),
        ]),
      ),
      ...paragraphs(after),
      ...whomToAsk(partnership),
      ...part(words.whatItIsAbout, paragraphs([words.closing])),
    ],
  };
}
