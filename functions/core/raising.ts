/** Raising a concern: what must be said, at which stage it opens, and what is refused (ALL-02, ALL-15, KNO-02, MED-01). */
import { dayOf, isDay } from "../../policies/calendar/instant.ts";
import { dueAfter } from "../../policies/calendar/timescale.ts";
import type { Policy, RaiseQuestion } from "../../policies/language/schema.ts";
import { firstStage, stageOf } from "../../policies/language/stages.ts";
import type { Rules } from "./clocks.ts";
import type { Command } from "./commands.ts";
import { isAsked } from "./conditions.ts";
import { happens, refused, type Decision } from "./decision.ts";
import type { RaisedAnswers } from "./events.ts";

type Raise = Extract<Command, { type: "raise" }>;
type Concern = Raise["concern"];
type Told = Exclude<Concern["sealed"], "erased">;
type Refused = Extract<Decision, { decided: "refused" }>;

export function raise(command: Raise, rules: Rules): Decision {
  const { policy, calendar } = rules;
  const { concern, at } = command;
  const told: Partial<Told> = concern.sealed === "erased" ? {} : concern.sealed;
  const refusal =
    wrongInItself(command, policy) ??
    notSaid(concern, told) ??
    wrongAnswer(concern, told.answers ?? {}, policy) ??
    wrongBefore(told.before ?? {}, at, policy) ??
    wrongEntry(concern, told, policy);
  if (refusal) return refusal;

  const raiseDue = policy.raise && dueAfter(concern.arose, policy.raise.within, calendar).at;
  const late = raiseDue !== undefined && at > raiseDue;
  const notYet = (policy.beforeTheFormalProcess?.confirms ?? [])
    .map((each) => each.id)
    .filter((each) => told.before?.[each] === undefined);
  return happens([
    {
      ...concern,
      type: "EscalationRaised",
      v: 1,
      at,
      policy: { id: policy.policy, version: policy.version, ...(command.because ? { because: command.because } : {}) },
      partnership: policy.partnership.id,
      ...(late && policy.raise?.thenCountFrom === "raised" ? { countsFrom: at } : {}),
      ...(raiseDue ? { raiseBy: { due: raiseDue, late } } : {}),
      guide: concern.immediateRisk && policy.immediateRisk.timescalesBecome === "a guide",
      missing: missingOf(told),
      ...(notYet.length > 0 ? { notYet } : {}),
      opensAt: opensAt(concern, notYet.length > 0, policy),
    },
  ]);
}

/**
 * Where it opens: with immediate risk where the policy says so, or where the raiser entered it, whichever is later; else at the
 * informal stage while what comes before the formal process was not done, else at the first formal stage.
 */
function opensAt(concern: Concern, notYet: boolean, policy: Policy): string {
  const risk = concern.immediateRisk ? policy.immediateRisk.opensAt : undefined;
  const higher = policy.stages.findLast(({ stage }) => stage === risk || stage === concern.entered);
  if (higher) return higher.stage;
  if (notYet && policy.beforeTheFormalProcess) return policy.beforeTheFormalProcess.otherwiseOpensAt;
  return firstStage(policy).stage;
}

function wrongInItself({ concern, at }: Raise, policy: Policy): Refused | undefined {
  if (!policy.covers.includes(concern.subject))
    return refused(
      "not-covered",
      "subject",
      `The policy of ${policy.partnership.name} covers ${policy.coversInWords} only.`,
    );
  if (concern.disagreement !== "another" && !policy.disagreements.some((each) => each.id === concern.disagreement))
    return refused(
      "unknown-type",
      "disagreement",
      `“${concern.disagreement}” is not a type of disagreement of this policy. Choose one of: ${policy.disagreements.map((each) => each.id).join(", ")}; or “another” with a description.`,
    );
  if (concern.arose > at)
    return refused(
      "in-the-future",
      "arose",
      "The disagreement or decision cannot be in the future. Give the day on which it arose or was received.",
    );
  if (concern.protectBy !== undefined && concern.protectBy <= at)
    return refused(
      "not-earlier",
      "protectBy",
      "The date by which the person must be protected has passed. Give one that is still to come.",
    );
  return undefined;
}

const parts = ["issue", "disagreement", "risk", "evidence", "resolutionSought"] as const;
const missingOf = (told: Partial<Told>) => parts.filter((each) => !told.words?.[each]?.trim());

/** What every concern says (ALL-02). With immediate risk nothing is refused for want of it (KNO-02). */
function notSaid(concern: Concern, told: Partial<Told>): Refused | undefined {
  if (concern.immediateRisk) return undefined;
  const missing = missingOf(told);
  if (missing.length > 0)
    return refused(
      "missing",
      missing[0] ?? "issue",
      `A concern must say ${missing.map((each) => wordsInWords[each]).join(", ")}. Without immediate risk, it cannot be raised until it does.`,
    );
  if (concern.disagreement === "another" && !told.anotherType?.trim())
    return refused(
      "missing",
      "anotherType",
      "Say which other type of disagreement it is, or choose one of the policy’s own types.",
    );
  return undefined;
}

/** Everything that is wrong with the answers to the policy's own questions: not asked, not answered, or no answer to them. */
export function wrongAnswers(
  concern: Pick<Concern, "raising" | "receiving" | "immediateRisk">,
  answers: RaisedAnswers,
  policy: Policy,
): Refused["refusal"][] {
  const unknown = Object.keys(answers).filter((id) => !policy.asksWhenRaised.some((each) => each.id === id));
  const asked = policy.asksWhenRaised.map((each) => each.id).join(", ");
  return [
    ...unknown.map((id) =>
      refused(
        "unknown-answer",
        `answers.${id}`,
        asked === ""
          ? "This policy asks nothing of the kind. Leave it out."
          : `This policy asks nothing of the kind. It asks: ${asked}.`,
      ),
    ),
    ...policy.asksWhenRaised.flatMap((question): Refused[] => {
      const given = answers[question.id];
      const field = `answers.${question.id}`;
      if (given === undefined)
        return question.required && isAsked(question, concern) && !concern.immediateRisk
          ? [refused("missing", field, `Answer this question of the policy: ${question.question}`)]
          : [];
      if (!isAsked(question, concern))
        return [
          refused(
            "unknown-answer",
            field,
            `This is asked only where one of the two agencies is of the kind “${question.whenAnAgencyIs}”. Leave it out.`,
          ),
        ];
      const says = noAnswer(question, given);
      return says ? [refused("unknown-answer", field, says)] : [];
    }),
  ].map((each) => each.refusal);
}

function wrongAnswer(concern: Concern, answers: RaisedAnswers, policy: Policy): Refused | undefined {
  const [refusal] = wrongAnswers(concern, answers, policy);
  return refusal && { decided: "refused", refusal };
}

function noAnswer(question: RaiseQuestion, given: string | readonly string[]): string | undefined {
  const options = question.answer === "yes or no" ? ["yes", "no"] : question.options?.map((each) => each.id);
  if (question.answer === "any of") {
    if (typeof given === "string") return `Give a list, of any of: ${options?.join(", ")}.`;
  } else if (typeof given !== "string") return "Give one answer, not a list.";
  if (options) {
    const other = [given].flat().find((each) => !options.includes(each));
    return other === undefined ? undefined : `“${other}” is no answer to this. The answers are: ${options.join(", ")}.`;
  }
  if (question.answer === "date" && !(typeof given === "string" && isDay(given)))
    return "Give a date, such as 2026-11-20.";
  return undefined;
}

/** What came before the formal process, each with its day; what is left out opens the informal stage instead (MED-01). */
function wrongBefore(before: Readonly<Record<string, string>>, at: string, policy: Policy): Refused | undefined {
  const asked = policy.beforeTheFormalProcess?.confirms ?? [];
  for (const [id, day] of Object.entries(before)) {
    const field = `before.${id}`;
    if (!asked.some((each) => each.id === id))
      return refused(
        "unknown-answer",
        field,
        asked.length === 0
          ? "This policy asks nothing of the kind. Leave it out."
          : `This policy asks nothing of the kind. It asks: ${asked.map((each) => each.id).join(", ")}.`,
      );
    if (!isDay(day)) return refused("unknown-answer", field, "Give the day on which it happened, such as 2026-11-20.");
    if (day > dayOf(at))
      return refused("in-the-future", field, "This has to have happened already. Give the day on which it did.");
  }
  return undefined;
}

/** A concern that is raised at a later stage: only where the policy says so, and with the reason. */
function wrongEntry(concern: Concern, told: Partial<Told>, policy: Policy): Refused | undefined {
  if (concern.entered === undefined) return undefined;
  const allowed = policy.mayOpenAt.find((each) => each.stage === concern.entered);
  if (!allowed) {
    const others = policy.mayOpenAt.map((each) => `“${each.stage}” (${each.because})`);
    return refused(
      "not-allowed",
      "entered",
      `A concern cannot be raised at “${concern.entered}” under this policy. ${others.length > 0 ? `It can at ${others.join(", ")}` : `It opens at “${stageOf(policy, firstStage(policy).stage).title}”`}.`,
    );
  }
  return told.enteredBecause?.trim()
    ? undefined
    : refused(
        "missing",
        "enteredBecause",
        `Say why it is raised at this stage. The policy gives this reason: “${allowed.because}”.`,
      );
}

/** What each part of a concern is called when it is asked for (ALL-02, KNO-02). */
export const wordsInWords = {
  issue: "the issue",
  disagreement: "the nature of the disagreement",
  risk: "the risk to the person",
  evidence: "the evidence",
  resolutionSought: "what you aim to achieve",
} as const;
