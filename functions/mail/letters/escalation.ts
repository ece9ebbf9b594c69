/** An email about an escalation, in the order in which every one of them says what it says. */
import type { NoticeKind } from "../../core/notices.ts";
import type { EscalationFacts } from "../facts/escalation.ts";
import { part, paragraphs, type Letter } from "../letter.ts";
import type { EscalationWords, Says } from "../words/escalation.ts";
import { shared } from "../words/shared.ts";
import { answerBy, danger, subjectOf, whomToAsk } from "./parts.ts";

export function escalationLetter<K extends NoticeKind>(
  kind: K,
  facts: EscalationFacts[K],
  words: EscalationWords,
): Letter {
  const { reference, reader, partnership, policy, immediateRisk, stillAsked, joins, forms, deadline, link } = facts;
  const kinds: { readonly [P in NoticeKind]: Says<EscalationFacts[P]> } = words.kinds;
  const says = kinds[kind];
  const asks = says.asks(facts);
  const byWhen = says.byWhen?.(facts) ?? (deadline ? [shared.deadline(deadline)] : []);
  const otherwise = says.otherwise?.(facts) ?? (deadline ? [shared.thenItGoesOn(deadline)] : []);
  const first = asks ? [] : [stillAsked ? shared.nothingNewAsked : shared.nothingAsked];
  const what = [...first, ...says.says(facts)];
  const subject = subjectOf(reference, "stage" in facts ? facts.stage : undefined, (stage) =>
    says.subject(facts, stage),
  );
  const open = asks || stillAsked;
  return {
    language: "en",
    subject,
    preview: [what[0], byWhen[0]].filter((each) => each !== undefined).join(" "),
    blocks: [
      ...danger(partnership.inDanger),
      { as: "title", says: subject },
      ...paragraphs(
        reader.throughInbox ? [words.forAttention(reader)] : says.saysRole ? [] : [words.writtenTo(reader)],
      ),
      ...(immediateRisk ? [{ as: "alarm", says: words.immediateRisk(immediateRisk) } as const] : []),
      ...part(
        asks ? shared.whatIsAsked : shared.forInformation,
        paragraphs([...what, ...(joins ? [words.joins] : []), ...forms.map(words.form)]),
      ),
      ...part(shared.byWhen, paragraphs(byWhen)),
      ...part(shared.otherwise, paragraphs(otherwise)),
      ...part(
        open ? shared.howToAnswer : shared.howToRead,
        answerBy(open ? shared.readAndAnswer : shared.read, link, reference),
      ),
      ...whomToAsk(partnership, policy.advice),
      ...part(shared.whatItIsAbout, paragraphs([words.about(facts), words.privacy])),
    ],
  };
}
