/** Step 2 of raising a concern, read into the very concern that the API takes; and what is wrong with it, by input. */
import { dayOf } from "../../../policies/calendar/instant.ts";
import { concernSchema, type Concern } from "../../api/concern.ts";
import type { FieldProblem } from "../../api/problem.ts";
import { isAtAgency, type Agency } from "../../directory/directory.ts";
import type { Invitation } from "../../links/invitations.ts";
import { firstInput, readFields, type Field, type Problem, type Typed } from "../fields.ts";
import { listed } from "../wording.ts";
import { askedBy, askedOf, problemsWithBeginning } from "./asked.ts";
import { anotherType } from "./questions.ts";
import type { Where } from "./where.ts";

interface Known {
  /** UTC. */
  readonly at: string;
  readonly where: Where;
  readonly own: Agency;
  readonly invitation: Invitation;
}

/** The people who may be named beside the one who raises: their inputs, and where they stand in a concern. */
const named = [
  { input: "manager", side: "raising", who: "manager", called: "your manager" },
  { input: "receiver", side: "receiving", who: "practitioner", called: "the practitioner or decision maker" },
  { input: "receiver-manager", side: "receiving", who: "manager", called: "their manager" },
] as const;

/** Whether the person said that there is immediate risk, so that the five texts may follow. */
export const saysImmediateRisk = (typed: Typed) => typed.get("immediate-risk") === "yes";

export function readConcern(
  fields: readonly Field[],
  typed: Typed,
  { at, where, own, invitation }: Known,
): { readonly concern: Concern } | { readonly problems: readonly Problem[] } {
  const { values, problems: wrong } = readFields(fields, typed);
  const problems = [...wrong];
  const says = (name: string, words: string) => {
    const field = fields.find((each) => each.name === name);
    if (field && !problems.some((each) => each.field === name))
      problems.push({ field: name, input: firstInput(field), says: words });
  };

  const type = values.get("type");
  const described = values.get("another-type");
  if (type === anotherType && !described) says("another-type", "Describe the other type of disagreement");
  if (type !== undefined && type !== anotherType && described)
    says("another-type", "Select “Another type” above, or empty this");
  const arose = values.get("arose");
  if (arose !== undefined && arose > dayOf(at))
    says(
      "arose",
      "The disagreement or decision cannot be in the future. Give the day on which it arose or was received",
    );
  const protectBy = values.get("protect-by");
  if (protectBy !== undefined && protectBy <= at)
    says("protect-by", "The date and time of protection has passed. Give one that is still to come, or leave it out");
  const born = values.get("person-born");
  if (born !== undefined && born > dayOf(at)) says("person-born", "The date of birth must be in the past");

  for (const each of problemsWithBeginning(values, where, at)) says(each.field, each.says);

  for (const { input, side, called } of named) {
    const agency = side === "raising" ? own : where.receiving;
    const name = values.get(`${input}-name`);
    const email = values.get(`${input}-email`);
    if (email !== undefined && !isAtAgency(email, agency))
      says(
        `${input}-email`,
        `The email address of ${called} must be at ${agency.name} (${listed(agency.domains)}). If you do not know one, leave out name and address`,
      );
    if (name !== undefined && email === undefined)
      says(`${input}-email`, `Enter the email address of ${called}, or leave out the name too`);
    if (name === undefined && email !== undefined)
      says(`${input}-name`, `Enter the name of ${called}, or leave out the email address too`);
  }
  if (problems.length > 0) return { problems: inOrder(problems, fields) };

  const person = ({ input }: (typeof named)[number]) => {
    const name = values.get(`${input}-name`);
    return name === undefined ? undefined : { name, email: values.get(`${input}-email`) };
  };
  const [manager, receiver, receiverManager] = named.map(person);
  const parsed = concernSchema.safeParse(
    said({
      area: where.area,
      secureSettingIn: where.secureSettingIn,
      subject: where.subject,
      ...(where.subject === "community"
        ? { community: values.get("community") }
        : {
            person: said({
              name: values.get("person-name"),
              dateOfBirth: born,
              circumstances: values.get("person-circumstances"),
            }),
          }),
      typeOfDisagreement: type,
      anotherType: described,
      issue: values.get("issue"),
      natureOfDisagreement: values.get("disagreement"),
      risk: values.get("risk"),
      evidence: values.get("evidence"),
      resolutionSought: values.get("sought"),
      arose,
      immediateRisk: values.get("immediate-risk") === "yes",
      protectBy,
      ...askedOf(values, where, own),
      raising: said({ practitioner: { name: values.get("your-name"), email: invitation.email }, manager }),
      receiving: said({ agency: where.receiving.id, practitioner: receiver, manager: receiverManager }),
    }),
  );
  if (parsed.success) return { concern: parsed.data };
  return {
    problems: inOrder(
      parsed.error.issues.map(({ path, message }) => problemAt({ field: path.join("."), says: message }, fields)),
      fields,
    ),
  };
}

/** The concern that the check page showed and sent back. Whoever raises it is whom the link was sent to, whatever was sent. */
export function readChecked(sent: string | null, invitation: Invitation): Concern | undefined {
  let checked: unknown;
  try {
    checked = JSON.parse(sent ?? "");
  } catch {
    return undefined;
  }
  const parsed = concernSchema.safeParse(checked);
  if (!parsed.success || parsed.data.raising.practitioner.email !== invitation.email) return undefined;
  return parsed.data;
}

const inputOf: Readonly<Record<string, string>> = {
  area: "area",
  secureSettingIn: "secure-setting",
  subject: "subject",
  "receiving.agency": "receiving-agency",
  community: "community",
  person: "person-name",
  "person.name": "person-name",
  "person.dateOfBirth": "person-born",
  "person.circumstances": "person-circumstances",
  typeOfDisagreement: "type",
  anotherType: "another-type",
  issue: "issue",
  natureOfDisagreement: "disagreement",
  risk: "risk",
  evidence: "evidence",
  resolutionSought: "sought",
  arose: "arose",
  immediateRisk: "immediate-risk",
  protectBy: "protect-by",
  "raising.practitioner.name": "your-name",
  ...Object.fromEntries(
    named.flatMap(({ input, side, who }) => [
      [`${side}.${who}`, `${input}-name`],
      [`${side}.${who}.name`, `${input}-name`],
      [`${side}.${who}.email`, `${input}-email`],
    ]),
  ),
};

/** What is wrong with a concern, at the input of a page that it is about; at none where no page asks for it. */
export function problemAt({ field, says }: FieldProblem, fields: readonly Field[]): Problem {
  const words = `${says.charAt(0).toUpperCase()}${says.slice(1)}`;
  const found = fields.find((each) => each.name === (inputOf[field] ?? askedBy(field)));
  return { field: found?.name ?? "", input: found ? firstInput(found) : "", says: words };
}

/** The summary lists problems in the order of the fields. */
function inOrder(problems: readonly Problem[], fields: readonly Field[]): Problem[] {
  const place = (problem: Problem) => fields.findIndex((each) => each.name === problem.field);
  return problems.toSorted((a, b) => place(a) - place(b));
}

/** Without what was not said. */
const said = (all: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
