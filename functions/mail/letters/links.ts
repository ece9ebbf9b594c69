/** The emails that carry a link which somebody asked for. */
import type { PartnershipTold } from "../facts/partnership.ts";
import type { WayIn } from "../facts/link.ts";
import { part, paragraphs, type Letter } from "../letter.ts";
import type { LinkWords, StartLinkFacts } from "../words/links.ts";
import { shared } from "../words/shared.ts";
import { answerBy, danger, whomToAsk } from "./parts.ts";

export function startLinkLetter(
  { agency, url, until }: StartLinkFacts,
  which: "toRaise" | "toSubmitAnAlert",
  words: LinkWords,
): Letter {
  const { subject, asked, press, ends } = words[which];
  return {
    language: "en",
    subject,
    preview: asked(agency),
    blocks: [
      ...danger([]),
      { as: "title", says: subject },
      ...paragraphs([asked(agency)]),
      { as: "link", says: press, url },
      ...paragraphs([ends(until), words.privacy, words.notYou]),
    ],
  };
}

export interface RegisterLinkFacts {
  readonly partnership: PartnershipTold;
  readonly url: string;
  /** When the link ends, UTC. */
  readonly until: string;
}

export function registerLinkLetter({ partnership, url, until }: RegisterLinkFacts, words: LinkWords): Letter {
  const { subject, asked, press, ends } = words.register;
  return {
    language: "en",
    subject,
    preview: asked(partnership.name),
    blocks: [
      ...danger(partnership.inDanger),
      { as: "title", says: subject },
      ...paragraphs([asked(partnership.name), words.notYou]),
      { as: "link", says: press, url },
      ...paragraphs([ends(until)]),
      ...whomToAsk(partnership),
      ...paragraphs([words.privacy]),
    ],
  };
}

export interface FreshLinkFacts {
  readonly reference: string;
  readonly partnership: PartnershipTold;
  readonly link: WayIn;
  /** When link and code end, UTC. */
  readonly until: string;
}

export function freshLinkLetter({ reference, partnership, link, until }: FreshLinkFacts, words: LinkWords): Letter {
  const { subject, asked, earlier, ends } = words.fresh;
  return {
    language: "en",
    subject: `${reference}: ${subject}`,
    preview: asked,
    blocks: [
      ...danger(partnership.inDanger),
      { as: "title", says: `${reference}: ${subject}` },
      ...paragraphs([asked, earlier, words.notYou]),
      ...part(shared.howToAnswer, [...answerBy(shared.readAndAnswer, link, reference), ...paragraphs([ends(until)])]),
      ...whomToAsk(partnership),
      ...paragraphs([words.privacy]),
    ],
  };
}
