/** What the pages say by which a practice alert is submitted. First of all, what an alert does not replace (MED-18). */
import { roleInWords } from "../../../policies/language/stages.ts";
import type { FieldView } from "../../pages/fields.ts";
import type { Listed } from "../../pages/view.ts";
import type { Shell } from "../../pages/shell.ts";
import type { Row } from "../../pages/wording.ts";
import { alert as words } from "../../pages/words/alert.ts";
import type { AlertStory } from "../alerts.ts";
import { alertRules } from "../core/alert.ts";
import type { TakingAlerts } from "../submit.ts";
import type { Hidden } from "./long-form.ts";

export interface AlertStartView {
  readonly title: string;
  readonly partnerships: readonly {
    readonly title: string;
    readonly partnership: string;
    readonly about: string;
    readonly clause: string;
    readonly doesNotReplace: readonly string[];
    readonly aboutACase: string;
  }[];
  /** What it is to be about, where it was started from a report, and what goes along of it. */
  readonly theme?: { readonly says: string; readonly sent: readonly Hidden[] };
  readonly fields: readonly FieldView[];
  readonly problems: readonly Listed[];
}

export interface AlertCheckView extends Shell {
  readonly title: string;
  readonly caption: string;
  readonly called: string;
  readonly notInstead: readonly string[];
  readonly action: string;
  readonly rows: readonly Row[];
  readonly says: readonly string[];
  readonly hidden: readonly Hidden[];
  readonly command: string;
  readonly checked: string;
}

export interface AlertSubmittedView extends Shell {
  readonly title: string;
  readonly called: string;
  readonly notInstead: readonly string[];
  readonly reference: string;
  readonly says: readonly string[];
}

export const alertStartView = (
  taking: readonly TakingAlerts[],
  field: FieldView,
  problems: readonly Listed[],
  theme?: AlertStartView["theme"],
): AlertStartView => ({
  title: words.start.title,
  partnerships: taking.map(({ partnership, practiceAlerts: { title, about, clause, doesNotReplace, aboutACase } }) => ({
    title,
    partnership: partnership.name,
    about,
    clause,
    doesNotReplace,
    aboutACase,
  })),
  ...(theme ? { theme } : {}),
  fields: [field],
  problems,
});

export function alertSubmittedView({ reference, state, rules }: AlertStory, shell: Shell): AlertSubmittedView {
  const { title, group, doesNotReplace } = alertRules(rules);
  const { sealed } = state.submitted;
  return {
    title: words.submitted.title,
    called: title,
    notInstead: doesNotReplace,
    ...shell,
    reference,
    says: [
      ...words.submitted.says(roleInWords(rules.policy, group)),
      ...(sealed === "erased" ? [] : [words.submitted.email(sealed.contact.email)]),
    ],
  };
}
