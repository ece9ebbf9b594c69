/** What is asked of whoever raises a concern: first where it belongs, then, in the words of the policy found, the concern. */
import type { Policy } from "../../../policies/language/schema.ts";
import { timescaleInWords } from "../../../policies/calendar/timescale.ts";
import type { Agency } from "../../directory/directory.ts";
import type { Field } from "../fields.ts";
import { listed } from "../wording.ts";
import { adviceOn, beginningSections, besideInWords, questionSections } from "./asked.ts";
import { another, whyThisPolicy, type AreaToday, type Where } from "./where.ts";

/** Fields that belong together. */
export interface Section {
  readonly heading?: string;
  readonly says?: readonly string[];
  /** What the policy itself says: set apart. */
  readonly quotes?: readonly string[];
  readonly fields: readonly Field[];
}

/** What the core calls a type of disagreement that is not on the policy's list. */
export const anotherType = "another";

const line = (name: string, label: string, what: string, missing?: string, hint?: string): Field => ({
  kind: "line",
  name,
  label,
  what,
  ...(missing ? { missing } : {}),
  ...(hint ? { hint } : {}),
});
const email = (name: string, label: string, agency: Agency): Field => ({
  ...line(name, label, "The email address", undefined, `At ${listed(agency.domains)}.`),
  kind: "line",
  email: true,
});
const text = (name: string, label: string, missing?: string, hint?: string): Field => ({
  kind: "text",
  name,
  label,
  what: label,
  ...(missing ? { missing } : {}),
  ...(hint ? { hint } : {}),
});

export const workEmail: Field = {
  kind: "line",
  email: true,
  name: "email",
  label: "Your work email address",
  hint: "At your own agency. We send a link to it by which you raise the concern.",
  missing: "Enter your work email address",
  what: "Your work email address",
  autocomplete: "email",
};

const subjects: Readonly<Record<Policy["covers"][number], string>> = {
  child: "A child or young person",
  adult: "An adult with care and support needs",
  community: "A community",
};

/** The policy's rule for secure settings in its area, where it has one (MED-13). */
const secureRule = (policy: Policy) => policy.scope.find((each) => each.rule === "secure settings in the area");

/** Step 1: where it belongs. */
export function whereSections(areas: readonly AreaToday[], agencies: readonly Agency[]): Section[] {
  const secure = areas.flatMap(({ area, policy }) => {
    const rule = secureRule(policy);
    return rule ? [{ area, rule }] : [];
  });
  return [
    {
      fields: [
        {
          kind: "choice",
          name: "area",
          label: "Local authority area of the person or community concerned",
          hint: "It decides which partnership’s policy governs the concern.",
          what: "The area",
          missing: "Select the local authority area",
          options: [
            ...areas.map(({ area }) => ({ value: area.id, text: area.name })),
            { value: another, text: "Another area" },
          ],
        },
        line("other-area", "If another area, which?", "The area"),
        ...(secure.length > 0
          ? [
              {
                kind: "choice" as const,
                name: "secure-setting",
                label: "Does it relate to a secure setting for young people?",
                what: "The secure setting",
                missing: "Select whether it relates to a secure setting for young people",
                options: [
                  ...secure.map(({ area, rule }) => ({
                    value: area.id,
                    text: `Yes, to one in ${area.name}`,
                    ...(rule.reading ? { hint: rule.reading } : {}),
                  })),
                  { value: another, text: secure.length === 1 ? "No, or to one elsewhere" : "No, or to another one" },
                ],
              },
            ]
          : []),
        {
          kind: "choice",
          name: "subject",
          label: "Who is the concern about?",
          what: "Who it is about",
          missing: "Select who the concern is about",
          options: (["child", "adult", "community"] as const)
            .filter((each) => areas.some(({ policy }) => policy.covers.includes(each)))
            .map((each) => ({ value: each, text: subjects[each] })),
        },
        {
          kind: "choice",
          asList: true,
          name: "receiving-agency",
          label: "The agency whose decision or action you challenge",
          hint: "If it is not listed, ask your safeguarding partnership to add it.",
          what: "The agency",
          missing: "Choose the agency whose decision or action you challenge",
          options: agencies.map(({ id, name }) => ({ value: id, text: name })),
        },
      ],
    },
  ];
}

/** Step 2: the concern, in the policy's own words. With immediate risk the five texts may follow (KNO-02). */
export function concernSections(where: Where, own: Agency, { immediateRisk }: { immediateRisk: boolean }): Section[] {
  const { policy, receiving, subject } = where;
  const needed = (missing: string) => (immediateRisk ? undefined : missing);
  return [
    {
      says: [
        `This concern is raised under the ${policy.title} of ${policy.partnership.name}, ${whyThisPolicy(where)}.`,
        ...besideInWords(where),
      ],
      quotes: guidance(policy),
      fields: [],
    },
    {
      heading: "Immediate risk",
      says: [
        "If it applies, leave out what you do not have to hand. Nothing is held up for it, and you are asked for it afterwards.",
      ],
      fields: [
        {
          kind: "choice",
          name: "immediate-risk",
          label: "Does this apply?",
          hint: `“${policy.immediateRisk.words}”`,
          what: "Immediate risk",
          missing: "Select whether immediate risk applies",
          options: [
            { value: "yes", text: "Yes, it applies" },
            { value: "no", text: "No" },
          ],
        },
        {
          kind: "moment",
          name: "protect-by",
          label: `Date and time by which the ${subject === "community" ? "community" : "person"} must be protected`,
          hint: "Only if that is sooner than the policy’s own timescales: every deadline is then no later. For example, 27 3 2026",
          what: "The date and time of protection",
        },
      ],
    },
    subject === "community"
      ? {
          heading: "The community concerned",
          fields: [
            line(
              "community",
              "The community",
              "The community",
              "Enter which community it is",
              "Who or where it is, without anybody’s name where that can be avoided.",
            ),
          ],
        }
      : {
          heading: `The ${subject} concerned`,
          fields: [
            line("person-name", `Name of the ${subject}`, "The name", `Enter the name of the ${subject}`),
            {
              kind: "day",
              name: "person-born",
              label: "Date of birth",
              hint: "For example, 14 5 2017",
              what: "The date of birth",
            },
            text(
              "person-circumstances",
              "Circumstances",
              undefined,
              subject === "child"
                ? "For example, Child Protection Plan, in care, early help, secure setting."
                : "For example, services that already support the person.",
            ),
          ],
        },
    ...questionSections(where, own, { immediateRisk }),
    {
      heading: "The disagreement",
      fields: [
        {
          kind: "choice",
          name: "type",
          label: "Type of disagreement",
          what: "The type of disagreement",
          missing: "Select the type of disagreement",
          options: [
            ...policy.disagreements.map(({ id, words }) => ({ value: id, text: words })),
            { value: anotherType, text: "Another type" },
          ],
        },
        line("another-type", "If another type, describe it", "The type of disagreement"),
        {
          kind: "day",
          name: "arose",
          label: "When the disagreement arose, or the decision was received",
          ...(policy.raise
            ? {
                hint: `The policy asks for a concern within ${timescaleInWords(policy.raise.within)}. A later one is accepted, and recorded as late. For example, 27 3 2026`,
              }
            : {}),
          what: "The date",
          missing: "Enter when the disagreement arose or the decision was received",
        },
        text("issue", "The issue", needed("Enter the issue")),
        text("disagreement", "The nature of the disagreement", needed("Enter the nature of the disagreement")),
        text(
          "risk",
          riskCalled(subject),
          needed(`Enter the risk to the ${subject === "community" ? "community" : "person"}`),
        ),
        text("evidence", "The evidence", needed("Enter the evidence")),
        text("sought", "What you aim to achieve", needed("Enter what you aim to achieve")),
      ],
    },
    ...beginningSections(where),
    {
      heading: "You and your manager",
      fields: [
        {
          ...line("your-name", "Your name", "Your name", "Enter your name", "It is recorded as that of who raises it."),
          kind: "line",
          autocomplete: "name",
        },
        line("manager-name", "Name of your manager", "The name"),
        email("manager-email", "Email address of your manager", own),
      ],
    },
    {
      heading: `Whom you know at ${receiving.name}`,
      says: [
        "Leave out whom you do not know. Then it goes to whoever is known there for the role, or to their shared inbox.",
      ],
      quotes: adviceOn(policy, receiving),
      fields: [
        line("receiver-name", "Name of the practitioner or decision maker", "The name"),
        email("receiver-email", "Email address of the practitioner or decision maker", receiving),
        line("receiver-manager-name", "Name of their manager", "The name"),
        email("receiver-manager-email", "Email address of their manager", receiving),
      ],
    },
  ];
}

export const riskCalled = (subject: Where["subject"]) =>
  subject === "community" ? "The risk to the community" : "The risk to the person";

/** Whom the policy says to ask, and what it is not for, as sentences (ALL-16, KNO-17). */
export const guidance = ({ advice, notInsteadOf }: Policy) =>
  [advice, notInsteadOf].flatMap((each) => (each === undefined ? [] : [each.replace(/\.?$/, ".")]));
