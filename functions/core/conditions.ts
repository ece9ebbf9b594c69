/** Whether what a policy makes depend on the case holds in this one. Decided by what was answered at the raising. */
import type { Condition } from "../../policies/language/parts.ts";
import type { RaiseQuestion } from "../../policies/language/schema.ts";
import type { Raised } from "./escalation.ts";
import { erased, type RaisedAnswers } from "./events.ts";

/** What was answered at the raising; nothing once it has been erased. */
export function answersOf(raised: Pick<Raised, "sealed">): RaisedAnswers {
  return raised.sealed === erased ? {} : (raised.sealed.answers ?? {});
}

/** Whether every question that is named was answered with one of the answers that are named. No condition always holds. */
export function holds(condition: Condition | undefined, raised: Pick<Raised, "sealed" | "subject">): boolean {
  const answers = answersOf(raised);
  return Object.entries(condition ?? {}).every(([question, wanted]) => {
    const given = question === "subject" ? raised.subject : answers[question];
    return [given ?? []].flat().some((each) => wanted.includes(each));
  });
}

/** Whether a question is asked about this concern: some are only where one of the agencies is of a kind. */
export function isAsked(
  question: RaiseQuestion,
  agencies: {
    readonly raising: { readonly kind?: string | undefined };
    readonly receiving: { readonly kind?: string | undefined };
  },
): boolean {
  const { whenAnAgencyIs } = question;
  return whenAnAgencyIs === undefined || [agencies.raising.kind, agencies.receiving.kind].includes(whenAnAgencyIs);
}
