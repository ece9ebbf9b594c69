/** The policy versions that a deployment holds, as its template tells the guard. */
import * as z from "../../policies/schemas.ts";
import { fingerprintOf } from "../../policies/fingerprint.ts";
import type { Policy } from "../../policies/language/schema.ts";

const heldSchema = z.object({
  /** The policy's id and version, as escalations name them. */
  policy: z.string().check(z.minLength(1)),
  version: z.string().check(z.minLength(1)),
  /** The partnership under which its escalations are found. */
  partnership: z.string().check(z.minLength(1)),
  fingerprint: z.string().check(z.minLength(1)),
});

/** One policy version of a deployment. By the fingerprint the guard sees whether what it says was changed. */
export type Held = z.output<typeof heldSchema>;

/** For the property `held` of the custom resource: every policy version, in the order of ids and versions. */
export function heldOf(policies: readonly Policy[]): Held[] {
  const held = policies.map((each) => ({
    policy: each.policy,
    version: each.version,
    partnership: each.partnership.id,
    fingerprint: fingerprintOf(each),
  }));
  return held.toSorted((a, b) => (nameOfVersion(a) < nameOfVersion(b) ? -1 : 1));
}

/** What people call a version. */
export const nameOfVersion = ({ policy, version }: Pick<Held, "policy" | "version">) => `${policy} ${version}`;

/**
 * Reads the property `held`: a list, or the same as JSON text.
 * @throws Error for anything else, and for an empty list: a deployment without a policy is a mistake
 */
export function readHeld(property: unknown): Held[] {
  const parsed = z
    .array(heldSchema)
    .check(z.minLength(1))
    .safeParse(typeof property === "string" ? jsonOf(property) : property);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `the property “held” is not a list of policy versions: ${["held", ...(issue?.path ?? [])].join(" › ")}: ${issue?.message}`,
  );
}

/** Undefined for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
