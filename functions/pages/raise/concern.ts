/** All that was answered, read into the very concern that the API takes; and what is wrong with it, by input. */
import { concernSchema, type Concern } from "../../api/concern.ts";
import type { FieldProblem } from "../../api/problem.ts";
import { firstInput, readFields, type Problem, type Typed } from "../fields.ts";
import { askedBy, askedOf } from "./asked.ts";
import type { Page } from "./page.ts";
import type { Known, Where } from "./where.ts";

/** The people who may be named beside the one who raises: their inputs, and where they stand in a concern. */
const named = [
  { input: "manager", side: "raising", who: "manager" },
  { input: "receiver", side: "receiving", who: "practitioner" },
  { input: "receiver-manager", side: "receiving", who: "manager" },
] as const;

/**
 * What was answered on every page, with nothing wrong on any, as a concern. Whoever raises it is whom the link was sent to,
 * whatever was sent.
 * @param email the address that the link was sent to
 */
export function concernOf(
  pages: readonly Page[],
  typed: Typed,
  { where, own, email }: Pick<Known, "own"> & { readonly where: Where; readonly email: string },
): { readonly concern: Concern } | { readonly problems: readonly Problem[] } {
  const fields = pages.flatMap((each) => each.fields);
  const { values } = readFields(fields, typed);
  const person = ({ input }: (typeof named)[number]) => {
    const name = values.get(`${input}-name`);
    return name === undefined ? undefined : { name, email: values.get(`${input}-email`) };
  };
  const [manager, receiver, receiverManager] = named.map(person);
  const parsed = concernSchema().safeParse(
    said({
      area: where.area,
      secureSettingIn: where.secureSettingIn,
      subject: where.subject,
      ...(where.subject === "community"
        ? { community: values.get("community") }
        : {
            person: said({
              name: values.get("person-name"),
              dateOfBirth: values.get("person-born"),
              circumstances: values.get("person-circumstances"),
            }),
          }),
      typeOfDisagreement: values.get("type"),
      anotherType: values.get("another-type"),
      issue: values.get("issue"),
      natureOfDisagreement: values.get("disagreement"),
      risk: values.get("risk"),
      evidence: values.get("evidence"),
      resolutionSought: values.get("sought"),
      arose: values.get("arose"),
      immediateRisk: values.get("immediate-risk") === "yes",
      protectBy: values.get("protect-by"),
      ...askedOf(values, where, own),
      raising: said({ practitioner: { name: values.get("your-name"), email }, manager }),
      receiving: said({ agency: where.receiving.id, practitioner: receiver, manager: receiverManager }),
    }),
  );
  if (parsed.success) return { concern: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) =>
      problemAt({ field: path.join("."), says: message }, pages),
    ),
  };
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
export function problemAt({ field, says }: FieldProblem, pages: readonly Page[]): Problem {
  const words = `${says.charAt(0).toUpperCase()}${says.slice(1)}`;
  const wanted = inputOf[field] ?? askedBy(field);
  const found = pages.flatMap((each) => each.fields).find((each) => each.name === wanted);
  return { field: found?.name ?? "", input: found ? firstInput(found) : "", says: words };
}

/** Without what was not said. */
const said = (all: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
