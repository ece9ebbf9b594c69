/** An email about a practice alert, in the order in which every one of them says what it says. */
import type { AlertNoticeKind } from "../../alerts/core/notices.ts";
import type { AlertFacts } from "../facts/alert.ts";
import { part, paragraphs, type Letter } from "../letter.ts";
import type { AlertSays, AlertWords } from "../words/alert.ts";
import { shared } from "../words/shared.ts";
import { answerBy, danger, subjectOf, whomToAsk } from "./parts.ts";

export function alertLetter<K extends AlertNoticeKind>(kind: K, facts: AlertFacts[K], words: AlertWords): Letter {
  const { reference, partnership, group, throughInbox, link } = facts;
  const kinds: { readonly [P in AlertNoticeKind]: AlertSays<AlertFacts[P]> } = words.kinds;
  const { subject: about, asks, says, byWhen } = kinds[kind];
  const what = [...(asks ? [] : [shared.nothingAsked]), ...says(facts)];
  const when = byWhen?.(facts) ?? [];
  const subject = subjectOf(reference, undefined, () => about(facts));
  return {
    language: "en",
    subject,
    preview: [what[0], when[0]].filter((each) => each !== undefined).join(" "),
    blocks: [
      ...danger(partnership.inDanger),
      { as: "title", says: subject },
      ...(throughInbox ? paragraphs([words.forAttention(group)]) : []),
      ...part(asks ? shared.whatIsAsked : shared.forInformation, paragraphs(what)),
      ...part(shared.byWhen, paragraphs(when)),
      ...(asks ? part(shared.otherwise, paragraphs([words.chased(facts)])) : []),
      ...part(
        asks ? shared.howToAnswer : shared.howToRead,
        answerBy(asks ? shared.readAndAnswer : shared.read, link, reference),
      ),
      ...whomToAsk(partnership),
      ...part(shared.whatItIsAbout, paragraphs([words.about(facts), words.privacy])),
    ],
  };
}
