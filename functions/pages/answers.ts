/** The answers to a policy's own questions, each under its question. */
import { dayInWords, isDay } from "../../policies/calendar/instant.ts";
import type { Policy, Stage } from "../../policies/language/schema.ts";
import type { Raised } from "../core/escalation.ts";
import { erased } from "../core/events.ts";
import type { Row } from "./wording.ts";
import { fields } from "./words/fields.ts";
import { english } from "./words/index.ts";

const words = english.party.answers;

/** The answers to a stage's questions, each under its question. */
export function questionRows(stage: Stage, answers: Readonly<Record<string, string>>): Row[] {
  const { raisingSide, receivingSide, body } = stage.pageAsks;
  const all = [...raisingSide, ...receivingSide, ...body, ...stage.beforeItGoesOn];
  return Object.entries(answers).map(([id, text]) => {
    const question = all.find((each) => each.id === id);
    const day = question?.answer === "date" && isDay(text);
    return {
      key: question?.question ?? id,
      text: day ? dayInWords(text) : text === "yes" ? fields.yes : text === "no" ? fields.no : text,
    };
  });
}

/** What the policy's own questions were answered with at the raising, and what came before the formal process (MED-01). */
export function raisedAnswerRows({ sealed, notYet, opensAt }: Raised, policy: Policy): Row[] {
  if (sealed === erased) return [];
  const inOptions = (id: string, given: string | readonly string[]) => {
    const question = policy.asksWhenRaised.find((each) => each.id === id);
    return [given]
      .flat()
      .map((one) =>
        question?.answer === "date"
          ? dayInWords(one)
          : one === "yes" || one === "no"
            ? fields[one]
            : (question?.options?.find((each) => each.id === one)?.words ?? one),
      )
      .join("\n");
  };
  return [
    ...Object.entries(sealed.answers ?? {}).map(([id, given]) => ({
      key: policy.asksWhenRaised.find((each) => each.id === id)?.question ?? id,
      text: inOptions(id, given) || english.shared.field.noneOfThese,
    })),
    ...(policy.beforeTheFormalProcess?.confirms ?? []).map(({ id, question }) => {
      const day = sealed.before?.[id];
      return { key: question, text: day ? dayInWords(day) : words.notConfirmed };
    }),
    ...(notYet && opensAt === policy.beforeTheFormalProcess?.otherwiseOpensAt
      ? [
          {
            key: words.before,
            text: words.beganInformally,
          },
        ]
      : []),
    ...(sealed.enteredBecause ? [{ key: words.enteredBecause, text: sealed.enteredBecause }] : []),
  ];
}
