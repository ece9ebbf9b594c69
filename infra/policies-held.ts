/** Which policies an environment runs, of those that are in the folder policies/. */
import type { Policy } from "../policies/language/schema.ts";
import { withOrganisationDefaults } from "../policies/organisation-defaults.ts";
import { publishedPolicies } from "../policies/published.ts";
import type { Environment } from "./environment.ts";

/**
 * The policies with all their versions, and with the organisation's own numbers in them where they leave these to it.
 * @throws Error for a policy that is in no file, and for a number that cannot be set
 */
export function policiesOf(environment: Pick<Environment, "policies" | "organisationDefaults">): Policy[] {
  return [...withOrganisationDefaults(chosen(environment), environment.organisationDefaults ?? {})];
}

function chosen({ policies }: Pick<Environment, "policies">): readonly Policy[] {
  const held = publishedPolicies();
  if (policies === "all") return held;
  const unknown = policies.filter((id) => !held.some((each) => each.policy === id));
  if (unknown.length > 0)
    throw new Error(
      `This environment runs policies that no file has: ${unknown.join(", ")}. There are: ${[...new Set(held.map((each) => each.policy))].join(", ")}`,
    );
  return held.filter((each) => policies.includes(each.policy));
}
