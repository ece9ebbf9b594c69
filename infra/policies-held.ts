/** Which policies an environment runs, of those that are in the folder policies/. */
import type { Policy } from "../policies/language/schema.ts";
import { publishedPolicies } from "../policies/published.ts";
import type { Environment } from "./environment.ts";

/** @throws Error for a policy that is in no file */
export function policiesOf({ policies }: Pick<Environment, "policies">): Policy[] {
  const held = publishedPolicies();
  if (policies === "all") return [...held];
  const unknown = policies.filter((id) => !held.some((each) => each.policy === id));
  if (unknown.length > 0)
    throw new Error(
      `This environment runs policies that no file has: ${unknown.join(", ")}. There are: ${[...new Set(held.map((each) => each.policy))].join(", ")}`,
    );
  return held.filter((each) => policies.includes(each.policy));
}
