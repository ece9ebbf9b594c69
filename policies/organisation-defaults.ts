/**
 * Where a policy's text gives no number, the organisation sets one (TP-06, MK-02, MK-06): the file of the policy has a number
 * that will do, and a deployment may have its own. What the text does give is never a deployment's to change.
 */
import * as z from "zod";
import { parseTimescale, timescaleInWords, type Timescale } from "./calendar/timescale.ts";
import { asTimescale } from "./language/cannot-say.ts";
import { nearest } from "./language/nearest.ts";
import { namedTimescales, withOwnNumbers } from "./language/own-numbers.ts";
import type { Policy } from "./language/schema.ts";
import { soundnessOf } from "./language/soundness.ts";
import { keyInFile } from "./language/words.ts";

const aTimescale = "write a timescale in words, such as “5 working days”";
const ofAPolicy = "write what is set, such as { “professionals/settle”: “4 working days” }";
const byPolicy = "write the id of a policy, and below it what is set";

/**
 * For a configuration file: by the id of a policy, then by `<stage>/<clock>` as its file names them (`<stage>/<duty>`,
 * `practice alerts/respond within`), a timescale in the words of a policy file. That all this is there, and can be read,
 * is told by `withOrganisationDefaults`, which has the policies.
 */
export const organisationDefaultsSchema = z
  .record(z.string(), z.record(z.string(), z.string({ error: aTimescale }), { error: ofAPolicy }).readonly(), {
    error: byPolicy,
  })
  .readonly();
export type OrganisationDefaults = z.output<typeof organisationDefaultsSchema>;

/**
 * The policies with the organisation's own numbers as a deployment sets them; whatever it does not name is as it was.
 *
 * A number is set in every version held in which it is the organisation's. A version in which the text gives the number keeps
 * that. An older version is not left out, for a concern is raised under the version in force on its day, and what is said of
 * the organisation's numbers must be one thing. That is safe for escalations that are open: the deadline of a clock that
 * runs stands on the record, and a number set here moves none. What is counted later, at a stage that opens then or when
 * bank holidays become known, would go by the new number, so whoever deploys has to refuse one that changes a policy under which
 * an escalation is open.
 *
 * @throws Error with everything that is wrong, in plain words: a policy that is not held, a stage or clock that is not there, a number that is
 *   the policy's own, a timescale that cannot be read, and a policy that would no longer be sound; and what can be set, with its value now
 */
export function withOrganisationDefaults(
  policies: readonly Policy[],
  defaults: OrganisationDefaults,
): readonly Policy[] {
  const problems: string[] = [];
  /** Those of which something was said: what can be set of them is listed. */
  const meant = new Set<string>();
  const numbers = new Map<string, Map<string, Timescale>>();

  for (const [id, set] of Object.entries(defaults)) {
    const versions = policies.filter((each) => each.policy === id);
    if (versions.length === 0) {
      const near = nearest(id, idsOf(policies), 3);
      problems.push(
        `${id}: no policy of this id is held${near === undefined ? `: there is ${idsOf(policies).join(", ")}` : `: is “${near}” meant?`}`,
      );
      for (const each of near === undefined ? idsOf(policies) : [near]) meant.add(each);
      continue;
    }
    const read = new Map<string, Timescale>();
    for (const [name, text] of Object.entries(set)) {
      const wrong = notSettable(versions, name);
      if (wrong !== undefined) problems.push(`${id}, ${name}: ${wrong}`);
      const within = parseTimescale(text);
      if (within === undefined) problems.push(`${id}, ${name}: ${notATimescale(text)}`);
      else read.set(name, within);
      if (wrong !== undefined || within === undefined) meant.add(id);
    }
    numbers.set(id, read);
  }

  const changed = policies.map((policy) => {
    const set = numbers.get(policy.policy);
    if (!set || set.size === 0) return policy;
    const result = withOwnNumbers(policy, set);
    // That what a policy names is there (hold-together) does not turn on how long anything takes, and stays as it was.
    for (const { severity, path, says } of soundnessOf(result))
      if (severity === "error") {
        problems.push(`${policy.policy} ${policy.version}, ${placeIn(result, path)}: by these defaults, ${says}`);
        meant.add(policy.policy);
      }
    return result;
  });
  if (problems.length === 0) return changed;
  throw new Error(
    [
      "The organisation’s defaults cannot be used:",
      ...problems.map((each) => `  ${each}`),
      "What can be set, and what it is without them:",
      ...[...meant].map((id) => `  ${id}: ${canBeSet(policies.filter((each) => each.policy === id))}`),
    ].join("\n"),
  );
}

const idsOf = (policies: readonly Policy[]) => [...new Set(policies.map((each) => each.policy))];

/** Why a name is not one of a number that can be set; undefined where it is. */
function notSettable(versions: readonly Policy[], name: string): string | undefined {
  const all = versions.flatMap(namedTimescales);
  const found = all.filter((each) => each.name === name);
  if (found.some((each) => each.setBy === "organisation")) return undefined;
  const inWords = oneOf(found.map((each) => timescaleInWords(each.within)));
  if (found.length > 0) return `${inWords} is the policy’s own number, which no deployment changes`;
  const [stage, clock, ...more] = name.split("/");
  if (stage === undefined || clock === undefined || more.length > 0)
    return `write the stage and the clock as “<stage>/<clock>”, such as “${all[0]?.name}”`;
  const there = all.filter((each) => each.name.startsWith(`${stage}/`)).map((each) => each.name.split("/")[1] ?? "");
  return there.length > 0
    ? `there is no “${clock}” in “${stage}”: there is ${oneOf(there)}`
    : `there is no stage “${stage}”: the stages are ${oneOf(versions.flatMap((each) => each.stages.map((one) => one.stage)))}`;
}

const oneOf = (words: readonly string[]) => [...new Set(words)].join(", ");

function notATimescale(text: string): string {
  const meant = asTimescale(text);
  const examples = "“5 working days”, “10 days”, “48 hours”, “2 weeks” or “same working day”";
  return `“${text}” is not a timescale: write, for example, ${meant === undefined ? examples : `“${meant}”`}`;
}

/** Where something was found in a policy: a clock by its name, as it is set. */
function placeIn({ stages }: Policy, path: readonly (string | number)[]): string {
  const stage = stages[Number(path[1])];
  const clock = path[2] === "clocks" ? stage?.clocks[Number(path[3])] : undefined;
  return stage && clock ? `${stage.stage}/${clock.clock}` : path.map((each) => keyInFile(String(each))).join(" › ");
}

/** “professionals/settle (3 working days), …”; where versions differ, with each of their numbers. */
function canBeSet(versions: readonly Policy[]): string {
  const own = versions.flatMap(namedTimescales).filter((each) => each.setBy === "organisation");
  if (own.length === 0) return "nothing, for its text gives every number";
  return oneOf(
    own.map(({ name }) => {
      const now = own.filter((each) => each.name === name).map((each) => timescaleInWords(each.within));
      return `${name} (${[...new Set(now)].join(" or ")})`;
    }),
  );
}
