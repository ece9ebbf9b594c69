/** What the API answers to a practice alert, and the example of one. */
import * as z from "../../policies/schemas.ts";
import { referencePattern } from "../record/reference.ts";
import type { AlertStory } from "./alerts.ts";
import type { AlertBody } from "./body.ts";
import { alertRules } from "./core/alert.ts";
import { roleInWords } from "../../policies/language/stages.ts";

export const alertSubmitted = z.object({
  reference: z.string().check(z.regex(new RegExp(`^${referencePattern}$`)), z.describe("Such as `PA-7K3M-9QXD`")),
  title: z.string().check(z.describe("What the partnership calls it")),
  partnership: z.string(),
  goesTo: z.string().check(z.describe("The group that considers it and oversees what is done")),
  doesNotReplace: z
    .array(z.string())
    .check(z.minLength(1), z.describe("Show whoever submitted it what it does not replace")),
});
export type AlertSubmittedAnswer = z.output<typeof alertSubmitted>;

export function submittedAnswer({ reference, rules }: AlertStory): AlertSubmittedAnswer {
  const { title, group, doesNotReplace } = alertRules(rules);
  return {
    reference,
    title,
    partnership: rules.policy.partnership.name,
    goesTo: roleInWords(rules.policy, group),
    doesNotReplace,
  };
}

/** People and places of the laptop's sample directory, all invented. */
export const alertExamples = {
  alert: {
    partnership: "medway",
    notAboutOneCase: true,
    concerns: "one agency",
    consulted: {
      service: "Medway Children’s Social Care (sample)",
      on: "2026-11-10",
      with: "The service manager, by telephone and in writing",
    },
    informer: { name: "Rafael Brandt", title: "Designated safeguarding lead" },
    service: "Hoo Meadows Primary School",
    contact: { email: "designated.teacher@hoo-meadows.example", telephone: "01632 960111" },
    date: "2026-11-16",
    summary:
      "On 14 September, 6 October and 2 November minutes of core groups reached schools more than four weeks late.",
    measures: "Raised at the heads’ forum in October, and with the service on 10 November.",
    causes: "One administrator serves three teams, and there is no cover for leave.",
    goodPractice: "Where a chair sent actions by e-mail on the same day, nothing was lost.",
    action: "A list of actions on the day of every core group, minutes within ten working days.",
  } satisfies AlertBody,
  submitted: {
    reference: "PA-7K3M-9QXD",
    title: "Partnership Practice Alert",
    partnership: "Medway Safeguarding Children Partnership",
    goesTo: "Learning Lessons group",
    doesNotReplace: ["the Escalation Process", "whistleblowing"],
  } satisfies AlertSubmittedAnswer,
};
