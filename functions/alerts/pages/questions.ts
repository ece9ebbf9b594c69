/** What is asked of whoever submits a practice alert by page: the partnership's own form, and what MED-16 asks beside. */
import type { Agency } from "../../directory/directory.ts";
import type { FieldProblem } from "../../api/problem.ts";
import type { Invitation } from "../../links/invitations.ts";
import { firstInput, readFields, type Field, type Problem, type Typed } from "../../pages/fields.ts";
import type { Row } from "../../pages/wording.ts";
import { dayInWords } from "../../../policies/calendar/instant.ts";
import { alertSchema, type AlertBody } from "../body.ts";
import type { TakingAlerts } from "../submit.ts";
import type { Section } from "./long-form.ts";

const line = (name: string, label: string, missing?: string, hint?: string): Field => ({
  kind: "line",
  name,
  label,
  what: label,
  ...(missing ? { missing } : {}),
  ...(hint ? { hint } : {}),
});
const text = (name: string, label: string, missing: string, hint?: string): Field => ({
  kind: "text",
  name,
  label,
  what: label,
  missing,
  ...(hint ? { hint } : {}),
});

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
                label: "Partnership",
                what: "The partnership",
                missing: "Select the partnership that the alert is for",
                options: taking.map(({ partnership }) => ({ value: partnership.id, text: partnership.name })),
              },
            ]
          : []),
        {
          kind: "choice",
          name: "about-a-case",
          label: "Is it about one case?",
          hint: "For example, about one child, adult or family, though nobody is named.",
          what: "Whether it is about one case",
          missing: "Select whether it is about one case",
          options: [
            { value: "no", text: "No, I declare that it is not about one case" },
            { value: "yes", text: "Yes, it is about one case" },
          ],
        },
      ],
    },
    {
      heading: "Whom it concerns",
      fields: [
        {
          kind: "choice",
          name: "concerns",
          label: "Does it concern a single agency?",
          what: "Whom it concerns",
          missing: "Select whether it concerns a single agency",
          options: [
            { value: "one agency", text: "Yes", hint: "That agency must have been consulted first." },
            { value: "more than one agency", text: "No, more than one agency" },
          ],
        },
        line("consulted-service", "If a single agency, which?"),
        {
          kind: "day",
          name: "consulted-on",
          label: "If a single agency, when was it consulted?",
          what: "The day of the consultation",
        },
        line("consulted-with", "If a single agency, with whom there, and how?"),
      ],
    },
    {
      heading: "You",
      fields: [
        { ...line("informer-name", "Your name", "Enter your name"), kind: "line", autocomplete: "name" },
        line("informer-title", "Your title", "Enter your title", "Usually, it is the safeguarding lead who informs."),
        line("service", "Your service", "Enter your service", `You submit it on behalf of ${own.name}.`),
        line(
          "telephone",
          "Telephone number",
          undefined,
          `For questions. You are told of the outcome by email at ${email}.`,
        ),
      ],
    },
    {
      heading: "The alert",
      says: ["Name no child, adult or family."],
      fields: [
        {
          kind: "day",
          name: "date",
          label: "Date of the alert",
          what: "The date of the alert",
          missing: "Enter the date of the alert",
        },
        text(
          "summary",
          "Summary of what happened",
          "Enter what happened",
          "Include specific dates and examples, and nothing by which a child could be recognised.",
        ),
        text(
          "measures",
          "What measures have already been taken to try and address or resolve the issue?",
          "Enter what measures have already been taken",
        ),
        text(
          "causes",
          "Summary of contributory causes, barriers and challenges",
          "Enter the contributory causes, barriers and challenges",
        ),
        text("good-practice", "Identified areas of good practice", "Enter the identified areas of good practice"),
        text("action", "Action taken or recommended to prevent a recurrence", "Enter the action taken or recommended"),
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
          says: "Select that it concerns a single agency, or empty the three questions that follow",
        },
      ],
    };
  const parsed = alertSchema.safeParse({
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
  const parsed = alertSchema.safeParse(checked);
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
    { key: "Name of informer and title", text: `${informer.name}, ${informer.title}` },
    { key: "Service", text: service },
    { key: "Contact details", text: [contact.email, contact.telephone].filter(Boolean).join("\n") },
    { key: "Date of the alert", text: dayInWords(date) },
    {
      key: "Concerns",
      text: consulted
        ? `A single agency: ${consulted.service}\nConsulted on ${dayInWords(consulted.on)}: ${consulted.with}`
        : "More than one agency",
    },
    { key: "What happened", text: alert.summary },
    { key: "Measures already taken", text: alert.measures },
    { key: "Contributory causes, barriers and challenges", text: alert.causes },
    { key: "Identified good practice", text: alert.goodPractice },
    { key: "Action taken or recommended", text: alert.action },
  ];
}
