/**
 * What retention classes name of a partnership's policies: stages, types of disagreement, questions, and duties with what
 * can be chosen for them. A class that names what no policy has is about no record, so that nothing of it would ever fall due
 * and nobody would notice; such a file is refused when it is read.
 */
import type { Policy } from "../../policies/language/schema.ts";
import type { RetentionClass } from "../directory/directory.ts";

export interface UnknownName {
  /** Where it stands in the class. */
  readonly path: readonly string[];
  readonly says: string;
}

/** @param policies every version that is held of the partnership's: a record stays under the one it was raised under */
export function unknownNames({ of = {} }: RetentionClass, policies: readonly Policy[]): UnknownName[] {
  const stages = policies.flatMap((each) => each.stages);
  const duties = new Map(
    stages.flatMap(({ stage, afterwards }) =>
      afterwards.flatMap(({ duty, options }): [string, string[]][] =>
        options ? [[`${stage}/${duty}`, options.map((each) => each.id)]] : [],
      ),
    ),
  );
  const wrong = (path: readonly string[], name: string, what: string, known: readonly string[]) =>
    known.includes(name)
      ? []
      : [
          {
            path: ["of", ...path],
            says: `“${name}” is no ${what} of this partnership’s policies: ${oneOf(known, what)}`,
          },
        ];
  return [
    ...(of.stage ?? []).flatMap((each) => wrong(["stage"], each, "stage", unique(stages.map(({ stage }) => stage)))),
    ...(of.disagreement ?? []).flatMap((each) =>
      wrong(["disagreement"], each, "type of disagreement", typesOf(policies)),
    ),
    ...Object.keys(of.answers ?? {}).flatMap((each) =>
      wrong(["answers", each], each, "question", questionsOf(policies)),
    ),
    ...Object.entries(of.choices ?? {}).flatMap(([duty, chosen]) => {
      const options = duties.get(duty);
      return options
        ? chosen.flatMap((each) => wrong(["choices", duty], each, `choice for ${duty}`, options))
        : wrong(["choices", duty], duty, "duty with a choice", [...duties.keys()]);
    }),
  ];
}

const unique = (names: readonly string[]) => [...new Set(names)];

/** Whoever raises a concern can say that it is of another type than the policy's own. */
const typesOf = (policies: readonly Policy[]) =>
  unique(policies.flatMap(({ disagreements }) => [...disagreements.map(({ id }) => id), "another"]));

/** Those that are asked when a concern is raised, and those that a page asks on the way. */
const questionsOf = (policies: readonly Policy[]) =>
  unique(
    policies.flatMap(({ asksWhenRaised, stages }) =>
      [
        ...asksWhenRaised,
        ...stages.flatMap(({ pageAsks: { raisingSide, receivingSide, body }, beforeItGoesOn }) => [
          ...raisingSide,
          ...receivingSide,
          ...body,
          ...beforeItGoesOn,
        ]),
      ].map(({ id }) => id),
    ),
  );

const oneOf = (known: readonly string[], what: string) =>
  known.length > 0
    ? `write one of ${known.join(", ")}`
    : `none that is held here has a ${what}, so leave this condition out`;
