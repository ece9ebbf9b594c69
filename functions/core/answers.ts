/** What counts as an answer at a stage, by the event that it put on the record. */
import type { EscalationEvent } from "./events.ts";

/** Whoever put one of these on the record has answered: for the state of their link, and for the figures (ALL-12). */
export const answerTypes = [
  "ResponseRecorded",
  "QuestionsAnswered",
  "ResolutionProposed",
  "ResolutionAccepted",
  "ResolutionRejected",
  "DeclaredUnresolved",
  "StageReferred",
  "OutcomeGiven",
] as const satisfies readonly EscalationEvent["type"][];
export type AnswerType = (typeof answerTypes)[number];

type Answer = Extract<EscalationEvent, { readonly type: AnswerType }>;

export const isAnswer = (event: EscalationEvent): event is Answer =>
  (answerTypes as readonly string[]).includes(event.type);
