/**
 * The policies that this deployment holds: every file `policies/<area>/*.yaml`. A version that escalations run under
 * stays here for as long as one of them is open, so files are added and never taken away (ALL-14).
 *
 * When functions are bundled, what `readPolicies` reads (files.ts) is put in the bundle as JSON instead (infra/bundle): neither
 * a parser nor a disk is needed where they run. So everything here must work on policies alone.
 */
import type { Day } from "./calendar/instant.ts";
import { readPolicies } from "./files.ts";
import type { Policy } from "./language/schema.ts";

/** What can be asked of the policies that are held. */
export interface Published {
  /** Every policy version held. */
  readonly publishedPolicies: () => readonly Policy[];
  /**
   * The policy version of an area that is in force on a day (Europe/London): of those begun, the latest. An area's own comes
   * before that of a region that lists it, from the day on which it begins. Undefined when none has begun.
   */
  readonly policyInForce: (area: string, day: Day) => Policy | undefined;
  /** One version of a policy. Throws when this deployment does not hold it: an escalation cannot go on by other rules. */
  readonly policyVersion: (id: string, version: string) => Policy;
  /** The areas for which there is a policy, their own or a region's, in force already or not, by name. */
  readonly areasHeld: () => readonly NonNullable<Policy["area"]>[];
  /** The own policy of an organisation, by its id, in the version in force on a day (TP-01). Undefined when there is none. */
  readonly ownPolicyInForce: (id: string, day: Day) => Policy | undefined;
}

/** What can be asked of some policies. They are read when first asked for. */
export function holding(read: () => readonly Policy[]): Published {
  let policies: readonly Policy[] | undefined;
  const publishedPolicies = () => (policies ??= read());
  return {
    publishedPolicies,
    policyInForce: (area, day) =>
      latest(
        publishedPolicies().filter((each) => each.area?.id === area),
        day,
      ) ?? ofRegion(publishedPolicies(), area, day),
    ownPolicyInForce: (id, day) =>
      latest(
        publishedPolicies().filter((each) => each.ownPolicyOfAnOrganisation && each.policy === id),
        day,
      ),
    policyVersion: (id, version) => {
      const found = publishedPolicies().find((each) => each.policy === id && each.version === version);
      if (!found) throw new Error(`This deployment does not hold policy ${id} in version ${version}`);
      return found;
    },
    areasHeld: () => {
      const ofRegions = publishedPolicies().flatMap(({ region }) => region?.areas ?? []);
      const own = publishedPolicies().flatMap(({ area }) => area ?? []);
      // An area is called as its own policy calls it, where it has one.
      const areas = new Map([...ofRegions, ...own].map((area) => [area.id, area]));
      return [...areas.values()].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
    },
  };
}

/** That of a region which lists an area on a day. A version that no longer lists it ends what an older one said. */
function ofRegion(policies: readonly Policy[], area: string, day: Day): Policy | undefined {
  const regions = new Set(policies.flatMap(({ region }) => region?.id ?? []));
  const inForce = [...regions].flatMap(
    (id) =>
      latest(
        policies.filter((each) => each.region?.id === id),
        day,
      ) ?? [],
  );
  return latest(
    inForce.filter((each) => each.region?.areas.some(({ id }) => id === area)),
    day,
  );
}

/** Of the versions that have begun by a day, the one that began last (ALL-14). */
function latest(versions: readonly Policy[], day: Day): Policy | undefined {
  return versions
    .filter((each) => each.inForceFrom <= day)
    .toSorted((a, b) => (a.inForceFrom < b.inForceFrom ? -1 : 1))
    .at(-1);
}

// Marked as pure, and asked through functions, so that a bundler that replaces these can leave all of it out.
const held = /* @__PURE__ */ holding(() => readPolicies(import.meta.dirname));
/** Every policy version that this deployment holds, by area and file. Read once, when first asked for; a bundled function has them in it. */
export const publishedPolicies: Published["publishedPolicies"] = () => held.publishedPolicies();
/** For what is raised now: the version of an area on a day in London, undefined where none has begun. What is open goes by `policyVersion`. */
export const policyInForce: Published["policyInForce"] = (area, day) => held.policyInForce(area, day);
/** For what was raised already, which goes on by its own version to the end (ALL-14). @throws Error when this deployment does not hold it */
export const policyVersion: Published["policyVersion"] = (id, version) => held.policyVersion(id, version);
/** Each area once, by name, also one whose policy has not begun: whether it is in force on a day, `policyInForce` says. */
export const areasHeld: Published["areasHeld"] = () => held.areasHeld();
/** The own policy of an organisation on a day in London, for where no local one is held (TP-01). Undefined where it has none, or none has begun. */
export const ownPolicyInForce: Published["ownPolicyInForce"] = (id, day) => held.ownPolicyInForce(id, day);
