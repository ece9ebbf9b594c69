/**
 * What a policy asks of whoever raises a concern beside what every concern says: its own questions, what has to come
 * before its formal process, and at which stage the concern begins (MED-01, MED-04, MED-05).
 */
import { dayInWords, dayOf } from "../../../policies/calendar/instant.ts";
import type { Policy, RaiseQuestion } from "../../../policies/language/schema.ts";
import { firstStage, stageOf } from "../../../policies/language/stages.ts";
import type { Concern } from "../../api/concern.ts";
import { notYetFormal } from "../../api/policies.ts";
import { isAsked } from "../../core/conditions.ts";
import type { Agency } from "../../directory/directory.ts";
import type { Field } from "../fields.ts";
import { listed, type Row } from "../wording.ts";
import type { Section } from "./questions.ts";
import type { Where } from "./where.ts";

/** The answer that a concern begins where it begins without a reason for anything else: no id has brackets. */
const asUsual = "(as usual)";

/** Those of the policy's own questions that are asked about these two agencies. */
const questionsOf = ({ policy, receiving }: Where, own: Agency) =>
  policy.asksWhenRaised.filter((each) => isAsked(each, { raising: own, receiving }));

/** The policy's own questions. With immediate risk nothing is held up for want of an answer. */
export function questionSections(where: Where, own: Agency, { immediateRisk }: { immediateRisk: boolean }): Section[] {
  const fields = questionsOf(where, own).map((each) => questionField(each, each.required && !immediateRisk));
  return fields.length === 0 ? [] : [{ heading: "What the policy asks", fields }];
}

function questionField({ id, question, hint, answer, options = [] }: RaiseQuestion, required: boolean): Field {
  const common = { name: `answer-${id}`, label: question, ...(hint ? { hint } : {}) };
  const missing = (ask: string) => (required ? { missing: `${ask}: ${question}` } : {});
  const choices = options.map((each) => ({ value: each.id, text: each.words }));
  switch (answer) {
    case "yes or no":
      return { ...common, what: "Your answer", kind: "choice", options: yesOrNo, ...missing("Select yes or no") };
    case "one of":
      return { ...common, what: "Your answer", kind: "choice", options: choices, ...missing("Select an answer") };
    case "any of":
      return { ...common, what: "Your answer", kind: "several", options: choices, ...missing("Select what applies") };
    case "date":
      return { ...common, what: "The date", kind: "day", ...missing("Enter a date") };
    case "text":
      return { ...common, what: "Your answer", kind: "text", ...missing("Enter an answer") };
  }
}

const yesOrNo = [
  { value: "yes", text: "Yes" },
  { value: "no", text: "No" },
];

/** What has to come first, each with its day, and what follows where one is left out; and where the concern begins. */
export function beginningSections({ policy }: Where): Section[] {
  const { beforeTheFormalProcess: before, mayOpenAt, immediateRisk } = policy;
  const title = (stage: string) => `“${stageOf(policy, stage).title}”`;
  const first = title(firstStage(policy).stage);
  return [
    ...(before
      ? [
          {
            heading: "Before the formal process",
            says: [
              `Leave empty what has not happened yet. The concern then opens at ${title(before.otherwiseOpensAt)} instead of ${first}.`,
              ...(immediateRisk.opensAt
                ? [`Where immediate risk applies, it opens at ${title(immediateRisk.opensAt)} all the same.`]
                : []),
            ],
            quotes: [before.explains],
            fields: before.confirms.map(({ id, question }): Field => ({
              kind: "day",
              name: `before-${id}`,
              label: question,
              hint: "For example, 27 3 2026. Leave it empty if it has not happened yet.",
              what: "The date",
              mayBeEmpty: true,
            })),
          },
        ]
      : []),
    ...(mayOpenAt.length > 0
      ? [
          {
            heading: "At which stage it begins",
            fields: [
              {
                kind: "choice" as const,
                name: "start-at",
                label: "Where does the concern begin?",
                what: "Where it begins",
                missing: "Select where the concern begins",
                options: [
                  { value: asUsual, text: `At ${first}, as concerns usually do` },
                  ...mayOpenAt.map(({ stage, because }) => ({
                    value: stage,
                    text: `At ${title(stage)}`,
                    hint: `Only for this reason: ${because}`,
                  })),
                ],
              },
              { kind: "text" as const, name: "start-reason", label: "If at a later stage, why?", what: "The reason" },
            ],
          },
        ]
      : []),
  ];
}

type Values = ReadonlyMap<string, string>;

/** What is wrong with it though each field is filled in as it should be, by field. @param at the instant now, UTC */
export function problemsWithBeginning(
  values: Values,
  { policy }: Where,
  at: string,
): { readonly field: string; readonly says: string }[] {
  const later = (policy.beforeTheFormalProcess?.confirms ?? []).filter(
    ({ id }) => (values.get(`before-${id}`) ?? "") > dayOf(at),
  );
  const begins = values.get("start-at");
  const reason = values.get("start-reason");
  return [
    ...later.map(({ id }) => ({
      field: `before-${id}`,
      says: "This has to have happened already. Enter the day on which it did, or leave it empty",
    })),
    ...(begins !== undefined && begins !== asUsual && reason === undefined
      ? [{ field: "start-reason", says: "Enter why the concern begins at a later stage" }]
      : []),
    ...(begins === asUsual && reason !== undefined
      ? [{ field: "start-reason", says: "Select a later stage above, or empty this" }]
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

/** What was answered to the policy's own questions, in words. */
export function questionRows(concern: Concern, where: Where, own: Agency): Row[] {
  return questionsOf(where, own).map((question) => ({
    key: question.question,
    text: inWords(question, concern.answers?.[question.id]),
  }));
}

function inWords({ answer, options = [] }: RaiseQuestion, given: string | readonly string[] | undefined): string {
  const called = (id: string) => options.find((each) => each.id === id)?.words ?? id;
  if (given === undefined) return "Not answered";
  if (typeof given !== "string") return given.length > 0 ? given.map(called).join("\n") : "None of these";
  if (answer === "yes or no") return given === "yes" ? "Yes" : "No";
  return answer === "date" ? dayInWords(given) : called(given);
}

/** What came first and when, and where the concern begins. */
export function beginningRows({ before, startAt }: Concern, { policy }: Where): Row[] {
  return [
    ...(policy.beforeTheFormalProcess?.confirms ?? []).map(({ id, question }) => {
      const day = before?.[id];
      return { key: question, text: day === undefined ? "Not yet" : dayInWords(day) };
    }),
    ...(startAt ? [{ key: "It begins at", text: `“${stageOf(policy, startAt.stage).title}”\n${startAt.reason}` }] : []),
  ];
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
        ...(policy.practitionersHear ? ["you hear of every challenge and decision at once"] : []),
        ...(policy.filing ? [`you are asked to ${policy.filing.asks}`] : []),
      ];
      return `Its stages and timescales govern. Your organisation’s own ${policy.title} holds beside it${asks.length > 0 ? `: ${listed(asks)}` : ""}.`;
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
