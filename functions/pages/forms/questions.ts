/** A policy's own questions as fields: what a stage asks of those who act, and what it asks before it goes on. */
import type { Stage } from "../../../policies/language/schema.ts";
import { roleInWords, stageOf } from "../../../policies/language/stages.ts";
import { questionsFor } from "../../core/capabilities.ts";
import type { Tells } from "../../core/commands.ts";
import { answerInWords, type Field } from "../fields.ts";
import { needOf } from "../finding.ts";
import { agencyName, type Visit } from "../visit.ts";
import { yesOrNo, type Directories, type Values } from "./form.ts";
import { said } from "../words/forms/questions.ts";

type Question = Pick<Stage["pageAsks"]["body"][number], "id" | "question" | "answer" | "required">;

/** What the stage that is answered asks of whoever holds this seat. */
export const questionsAsked = ({ policy, answers, seat }: Visit) => questionsFor(stageOf(policy, answers), seat);

/** The fields of what the stage asks, with what follows from a yes. */
export function questionFields(visit: Visit): Field[] {
  return questionsAsked(visit).map((question) => {
    const { tells } = question;
    if (!tells) return questionField(question, { name: `answer-${question.id}` });
    const place = tells.of === "partnership" ? visit.policy.partnership.name : agencyName(visit, visit.seat.agency);
    return questionField(question, {
      name: `answer-${question.id}`,
      hint: said.tells(roleInWords(visit.policy, tells.role), place),
    });
  });
}

/** What was answered, in the words that go onto the record. */
export function answersGiven(values: Values, visit: Visit): Record<string, string> {
  return Object.fromEntries(
    questionsAsked(visit).flatMap((each) => {
      const value = values.get(`answer-${each.id}`);
      return value === undefined ? [] : [[each.id, answerInWords(each.answer, value)]];
    }),
  );
}

/** Who is told because a question was answered with yes (KNO-06). A late answer settles nothing and tells nobody. */
export async function tellsFor(values: Values, visit: Visit, directory: Directories): Promise<Tells[]> {
  if (!visit.standing.acting) return [];
  const needs = questionsAsked(visit).flatMap(({ id, tells }) =>
    tells && values.get(`answer-${id}`) === "yes" ? [needOf(visit, id, tells.role, tells.of)] : [],
  );
  const found = needs.length > 0 ? await directory.find(needs) : [];
  return found.map(({ need, seats }) => ({ question: need, seats }));
}

/** What is asked before the stage goes on by declaration: the core refuses at these names. */
export function gateFields(visit: Visit, when: "always" | "if unresolved"): Field[] {
  return stageOf(visit.policy, visit.answers).beforeItGoesOn.map(({ mustBe, ...question }) => {
    const hint = mustBe ? said.gate.mustBe(mustBe) : undefined;
    const about = { name: `before-${question.id}`, ...(hint ? { hint } : {}) };
    return when === "always"
      ? questionField(question, about)
      : questionField({ ...question, required: false }, { ...about, label: said.gate.ifUnresolved(question.question) });
  });
}

/** The answers of a gate as they are: the core compares them with what the policy says they must be. */
export function gateAnswers(values: Values, visit: Visit): { readonly answers?: Record<string, string> } {
  const answers = stageOf(visit.policy, visit.answers).beforeItGoesOn.flatMap(({ id }) => {
    const value = values.get(`before-${id}`);
    return value === undefined ? [] : [[id, value] as const];
  });
  return answers.length > 0 ? { answers: Object.fromEntries(answers) } : {};
}

function questionField(
  { question, answer, required }: Question,
  { name, label = question, hint }: { readonly name: string; readonly label?: string; readonly hint?: string },
): Field {
  const common = { name, label, ...(hint ? { hint } : {}) };
  const missing = (ask: (question: string) => string) => (required ? { missing: ask(question) } : {});
  switch (answer) {
    case "yes or no":
      return { ...common, what: said.what.answer, kind: "choice", options: yesOrNo, ...missing(said.missing.yesOrNo) };
    case "date":
      return { ...common, what: said.what.date, kind: "day", ...missing(said.missing.date) };
    case "text":
      return { ...common, what: said.what.answer, kind: "text", ...missing(said.missing.text) };
  }
}
