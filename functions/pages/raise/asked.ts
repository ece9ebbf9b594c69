/**
 * What a policy asks of whoever raises a concern beside what every concern says: its own questions, what has to come
 * before its formal process, and at which stage the concern begins (MED-01, MED-04, MED-05).
 */
import type { Policy, RaiseQuestion } from "../../../policies/language/schema.ts";
import { firstStage, stageOf } from "../../../policies/language/stages.ts";
import type { Concern } from "../../api/concern.ts";
import { notYetFormal } from "../../api/policies.ts";
import { isAsked } from "../../core/conditions.ts";
import type { Agency } from "../../directory/directory.ts";
import type { Field } from "../fields.ts";
import { listed } from "../wording.ts";
import { raise as words } from "../words/raise.ts";
import type { Page } from "./page.ts";
import type { Values, Where } from "./where.ts";

const ask = words.questions;

/** The answer that a concern begins where it begins without a reason for anything else: no id has brackets. */
const asUsual = "(as usual)";

/** Those of the policy's own questions that are asked about these two agencies. */
const questionsOf = ({ policy, receiving }: Where, own: Agency) =>
  policy.asksWhenRaised.filter((each) => isAsked(each, { raising: own, receiving }));

/** The policy's own questions, one a page. With immediate risk nothing is held up for want of an answer. */
export const questionPages = (where: Where, own: Agency, { immediateRisk }: { immediateRisk: boolean }): Page[] =>
  questionsOf(where, own).map((each) => ({
    id: `answer-${each.id}`,
    section: "policy",
    called: each.question,
    fields: [questionField(each, each.required && !immediateRisk)],
    ...(each.required && immediateRisk ? { says: [words.page.withRisk] } : {}),
    empty: words.empty.notAnswered,
  }));

function questionField({ id, question, hint, answer, options = [] }: RaiseQuestion, required: boolean): Field {
  const common = {
    name: `answer-${id}`,
    label: question,
    what: answer === "date" ? ask.own.whatDate : ask.own.what,
    ...(hint ? { hint } : {}),
    ...(required ? { missing: ask.own.missing[answer](question) } : {}),
  };
  const choices = options.map((each) => ({ value: each.id, text: each.words }));
  switch (answer) {
    case "yes or no":
      return { ...common, kind: "choice", options: yesOrNo };
    case "one of":
      return { ...common, kind: "choice", options: choices };
    case "any of":
      return { ...common, kind: "several", options: choices };
    case "date":
      return { ...common, kind: "day" };
    case "text":
      return { ...common, kind: "text" };
  }
}

const yesOrNo = [
  { value: "yes", text: ask.own.yes },
  { value: "no", text: ask.own.no },
];

/** What has to come first, each with its day, and what follows where one is left out; and where the concern begins. */
export function beginningPages({ policy }: Where, values: Values, today: string): Page[] {
  const { beforeTheFormalProcess: before, mayOpenAt, immediateRisk } = policy;
  const title = (stage: string) => `“${stageOf(policy, stage).title}”`;
  const first = title(firstStage(policy).stage);
  const begins = values.get("start-at");
  return [
    ...(before?.confirms ?? []).map(({ id, question }): Page => {
      const field = `before-${id}`;
      return {
        id: field,
        section: "before",
        called: question,
        empty: ask.before.notYet,
        says: before
          ? [
              ask.before.empty(title(before.otherwiseOpensAt), first),
              ...(immediateRisk.opensAt ? [ask.before.risk(title(immediateRisk.opensAt))] : []),
            ]
          : [],
        quotes: before ? [before.explains] : [],
        fields: [
          { kind: "day", name: field, label: question, hint: ask.before.hint, what: ask.before.what, mayBeEmpty: true },
        ],
        also: (given) => ((given.get(field) ?? "") > today ? [{ field, says: words.problems.notYetBefore }] : []),
      };
    }),
    ...(mayOpenAt.length > 0
      ? [
          {
            id: "start-at",
            section: "beginning" as const,
            called: ask.start.called,
            fields: [
              {
                kind: "choice" as const,
                name: "start-at",
                label: ask.start.label,
                what: ask.start.what,
                missing: ask.start.missing,
                options: [
                  { value: asUsual, text: ask.start.usual(first) },
                  ...mayOpenAt.map(({ stage, because }) => ({
                    value: stage,
                    text: ask.start.later(title(stage)),
                    hint: ask.start.reason(because),
                  })),
                ],
              },
            ],
          },
        ]
      : []),
    ...(mayOpenAt.some(({ stage }) => stage === begins)
      ? [
          {
            id: "start-reason",
            section: "beginning" as const,
            called: ask.startReason.label,
            fields: [{ kind: "text" as const, name: "start-reason", ...ask.startReason }],
          },
        ]
      : []),
  ];
}

/** The answers as a concern has them. What was not answered is not there. */
export function askedOf(values: Values, where: Where, own: Agency): Pick<Concern, "answers" | "before" | "startAt"> {
  const given = <T>(all: readonly { readonly id: string }[], value: (id: string) => T | undefined) => {
    const found = all.flatMap(({ id }) => {
      const one = value(id);
      return one === undefined ? [] : [[id, one] as const];
    });
    return found.length > 0 ? Object.fromEntries(found) : undefined;
  };
  const questions = questionsOf(where, own);
  const several = new Set(questions.filter(({ answer }) => answer === "any of").map(({ id }) => id));
  const answers = given(questions, (id) => {
    const value = values.get(`answer-${id}`);
    return value !== undefined && several.has(id) ? value.split(" ").filter(Boolean) : value;
  });
  const before = given(where.policy.beforeTheFormalProcess?.confirms ?? [], (id) => values.get(`before-${id}`));
  const stage = values.get("start-at");
  const starts = stage !== undefined && stage !== asUsual;
  return {
    ...(answers ? { answers } : {}),
    ...(before ? { before } : {}),
    ...(starts ? { startAt: { stage, reason: values.get("start-reason") ?? "" } } : {}),
  };
}

/** The name of the field that asks for a field of the concern: `answers.status` by answer-status. */
export function askedBy(field: string): string | undefined {
  const [, of, id] = /^(answers|before)\.([a-z0-9-]+)/.exec(field) ?? [];
  if (of && id) return `${of === "answers" ? "answer" : "before"}-${id}`;
  if (field === "startAt.reason") return "start-reason";
  return field === "startAt" || field === "startAt.stage" ? "start-at" : undefined;
}

/** What follows from what was left out, before it is raised: that it is not in the formal process yet, and why. */
export function informalAtFirst({ immediateRisk, startAt, before = {} }: Concern, policy: Policy): string[] {
  const first = policy.beforeTheFormalProcess;
  if (!first || startAt || (immediateRisk && policy.immediateRisk.opensAt)) return [];
  const notYet = first.confirms.map(({ id }) => id).filter((id) => before[id] === undefined);
  const found = notYetFormal(policy, { notYet, opensAt: first.otherwiseOpensAt });
  return found ? [found.because, found.next] : [];
}

/** What one's own organisation's policy still asks where a local one governs (TP-01). */
export function besideInWords({ beside }: Where): string[] {
  return beside
    .filter(({ side }) => side === "raising")
    .map(({ policy }) => {
      const asks = [
        ...(policy.practitionersHear ? [words.beside.hear] : []),
        ...(policy.filing ? [words.beside.file(policy.filing.asks)] : []),
      ];
      return words.beside.holds(policy.title, listed(asks));
    });
}

/** Whom to ask if in doubt who holds a role in an agency of this kind (MED-04). */
export const adviceOn = (policy: Policy, { kind }: Agency): string[] => [
  ...new Set(
    Object.values(policy.roles).flatMap(({ differs }) =>
      differs.flatMap(({ inAgenciesOfKind, advice }) => (inAgenciesOfKind === kind && advice ? [advice] : [])),
    ),
  ),
];
