/** The parts that emails of several families have, each in its place. */
import type { PartnershipTold } from "../facts/partnership.ts";
import type { WayIn } from "../facts/link.ts";
import { part, paragraphs, type Block } from "../letter.ts";
import { shared } from "../words/shared.ts";

/** First in every email: 999, and whom to call in the area where that is known (ALL-05). */
export const danger = (numbers: PartnershipTold["inDanger"]): Block[] => [
  { as: "alarm", says: shared.immediateDanger },
  ...(numbers.length === 0
    ? []
    : ([
        { as: "paragraph", says: shared.dangerInTheArea },
        { as: "list", says: numbers.map(({ who, number, hours }) => shared.telephone(who, number, hours)) },
      ] satisfies Block[])),
];

/** The one link, and what is typed by whoever cannot follow it. */
export const answerBy = (label: string, link: WayIn, reference: string): Block[] => [
  { as: "link", says: label, url: link.url },
  ...paragraphs([shared.orType(link, reference), shared.linkIsYours]),
];

/** Whom to ask, of the partnership and in the policy's own words (ALL-16). */
export function whomToAsk(partnership: PartnershipTold, advice?: string): Block[] {
  const { telephone } = partnership;
  return part(
    shared.whomToAsk,
    paragraphs([
      shared.askThem(partnership),
      ...(telephone ? [shared.callThem(telephone.number, telephone.hours)] : []),
      ...(advice ? [advice] : []),
    ]),
  );
}

/** About as much of a subject as a telephone shows. */
const longestSubject = 90;

/** The subject with as much of a stage's title as there is room for: all of it, what stands before its colon, or nothing. */
export function subjectOf(reference: string, title: string | undefined, says: (title: string) => string): string {
  const titles = title === undefined ? [""] : [title, title.split(":")[0] ?? title, ""];
  const subjects = titles.map((each) => `${reference}: ${says(each)}`);
  return (
    subjects.find((each) => each.length <= longestSubject) ?? subjects.toSorted((a, b) => a.length - b.length)[0] ?? ""
  );
}
