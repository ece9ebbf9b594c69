/** What is asked of whoever submits a practice alert by page: the partnership's own form, and what MED-16 asks beside. */
import type { Agency } from "../../directory/directory.ts";
import type { FieldProblem } from "../../api/problem.ts";
import type { Invitation } from "../../links/invitations.ts";
import { firstInput, readFields, type Field, type Problem, type Typed } from "../../pages/fields.ts";
import type { Row } from "../../pages/wording.ts";
import { alertQuestions as said, alertRead } from "../../pages/words/alert-questions.ts";
import { dayInWords } from "../../../policies/calendar/instant.ts";
import { alertSchema, type AlertBody } from "../body.ts";
import type { TakingAlerts } from "../submit.ts";
import type { Section } from "./long-form.ts";

interface Asked {
  readonly label: string;
  readonly missing?: string;
  readonly hint?: string;
}
const line = (name: string, asked: Asked): Field => ({ kind: "line", name, what: asked.label, ...asked });
const text = (name: string, asked: Asked): Field => ({ kind: "text", name, what: asked.label, ...asked });

/** Whether it was said to be about a case: such an alert is turned back, whatever else is wrong with it. */
export const isAboutACase = (typed: Typed) => typed.get("about-a-case") === "yes";

/** Nobody has to choose where there is only one. */
const onlyOne = (taking: readonly TakingAlerts[]) => (taking.length === 1 ? taking[0]?.partnership.id : undefined);

export function alertSections(taking: readonly TakingAlerts[], own: Agency, email: string): Section[] {
  return [
    {
      fields: [
        ...(onlyOne(taking) === undefined
          ? [
              {
                kind: "choice" as const,
                name: "partnership",
                ...said.partnership,
                options: taking.map(({ partnership }) => ({ value: partnership.id, text: partnership.name })),
              },
            ]
          : []),
        {
          kind: "choice",
          name: "about-a-case",
          label: said.aboutACase.label,
          hint: said.aboutACase.hint,
          what: said.aboutACase.what,
          missing: said.aboutACase.missing,
          options: [
            { value: "no", text: said.aboutACase.no },
            { value: "yes", text: said.aboutACase.yes },
          ],
        },
      ],
    },
    {
      heading: said.whom,
      fields: [
        {
          kind: "choice",
          name: "concerns",
          label: said.concerns.label,
          what: said.concerns.what,
          missing: said.concerns.missing,
          options: [
            { value: "one agency", ...said.concerns.one },
            { value: "more than one agency", text: said.concerns.more },
          ],
        },
        line("consulted-service", said.consulted.service),
        {
          kind: "day",
          name: "consulted-on",
          ...said.consulted.on,
        },
        line("consulted-with", said.consulted.with),
      ],
    },
    {
      heading: said.you,
      fields: [
        { ...line("informer-name", said.name), kind: "line", autocomplete: "name" },
        line("informer-title", said.title),
        line("service", { ...said.service, hint: said.service.hint(own.name) }),
        line("telephone", { ...said.telephone, hint: said.telephone.hint(email) }),
      ],
    },
    {
      ...said.alert,
      fields: [
        {
          kind: "day",
          name: "date",
          ...said.date,
        },
        text("summary", said.summary),
        text("measures", said.measures),
        text("causes", said.causes),
        text("good-practice", said.goodPractice),
        text("action", said.action),
      ],
    },
  ];
}

export function readAlert(
  taking: readonly TakingAlerts[],
  own: Agency,
  { email }: Invitation,
  typed: Typed,
): { readonly alert: AlertBody } | { readonly problems: readonly Problem[] } {
  const fields = alertSections(taking, own, email).flatMap((each) => each.fields);
  const { values, problems } = readFields(fields, typed);
  if (problems.length > 0) return { problems };
  const given = (name: string) => values.get(name);
  const telephone = given("telephone");
  const [service, on, who] = [given("consulted-service"), given("consulted-on"), given("consulted-with")];
  const single = given("concerns") === "one agency";
  if (!single && (service ?? on ?? who) !== undefined)
    return {
      problems: [
        {
          field: "concerns",
          input: "concerns",
          says: said.concerns.both,
        },
      ],
    };
  const parsed = alertSchema().safeParse({
    partnership: onlyOne(taking) ?? given("partnership"),
    notAboutOneCase: !isAboutACase(typed),
    concerns: given("concerns"),
    ...(single ? { consulted: { service: service ?? "", ...(on ? { on } : {}), ...(who ? { with: who } : {}) } } : {}),
    informer: { name: given("informer-name"), title: given("informer-title") },
    service: given("service"),
    contact: { email, ...(telephone ? { telephone } : {}) },
    date: given("date"),
    summary: given("summary"),
    measures: given("measures"),
    causes: given("causes"),
    goodPractice: given("good-practice"),
    action: given("action"),
  });
  if (parsed.success) return { alert: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) =>
      alertProblemAt({ field: path.join("."), says: message }, fields),
    ),
  };
}

/** The alert that the check page showed and sent back. Whoever submits it is whom the link was sent to, whatever was sent. */
export function readCheckedAlert(sent: string | null, invitation: Invitation): AlertBody | undefined {
  let checked: unknown;
  try {
    checked = JSON.parse(sent ?? "");
  } catch {
    return undefined;
  }
  const parsed = alertSchema().safeParse(checked);
  return parsed.success && parsed.data.contact.email === invitation.email ? parsed.data : undefined;
}

const inputOf: Readonly<Record<string, string>> = {
  partnership: "partnership",
  notAboutOneCase: "about-a-case",
  concerns: "concerns",
  "consulted.service": "consulted-service",
  "consulted.on": "consulted-on",
  "consulted.with": "consulted-with",
  "informer.name": "informer-name",
  "informer.title": "informer-title",
  service: "service",
  "contact.telephone": "telephone",
  date: "date",
  summary: "summary",
  measures: "measures",
  causes: "causes",
  goodPractice: "good-practice",
  action: "action",
};

/** What is wrong with an alert, at the input that it is about. */
export function alertProblemAt({ field, says }: FieldProblem, fields: readonly Field[]): Problem {
  const words = `${says.charAt(0).toUpperCase()}${says.slice(1)}`;
  const found = fields.find((each) => each.name === inputOf[field]);
  return { field: found?.name ?? "", input: found ? firstInput(found) : "", says: words };
}

interface Shown {
  readonly informer: AlertBody["informer"];
  readonly service: string;
  readonly contact: { readonly email: string; readonly telephone?: string | undefined };
  readonly summary: string;
  readonly measures: string;
  readonly causes: string;
  readonly goodPractice: string;
  readonly action: string;
}

/** The alert as it is read: the partnership's own fields, in its order (MED-15). @param date of the alert */
export function alertRows(
  alert: Shown,
  date: string,
  consulted?: { readonly service: string; readonly on: string; readonly with: string },
): Row[] {
  const { informer, service, contact } = alert;
  return [
    { key: alertRead.informer, text: `${informer.name}, ${informer.title}` },
    { key: alertRead.service, text: service },
    { key: alertRead.contact, text: [contact.email, contact.telephone].filter(Boolean).join("\n") },
    { key: alertRead.date, text: dayInWords(date) },
    {
      key: alertRead.concerns,
      text: consulted
        ? alertRead.single(consulted.service, dayInWords(consulted.on), consulted.with)
        : alertRead.several,
    },
    { key: alertRead.summary, text: alert.summary },
    { key: alertRead.measures, text: alert.measures },
    { key: alertRead.causes, text: alert.causes },
    { key: alertRead.goodPractice, text: alert.goodPractice },
    { key: alertRead.action, text: alert.action },
  ];
}
