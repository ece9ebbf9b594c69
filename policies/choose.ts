/**
 * Which policy a concern is raised under. It is that of the local authority of the person concerned, or of the region that
 * lists it, and never guessed; a policy's own scope comes first, and an organisation's own policy last (PRE-01, TP-01, MED-13,
 * MED-14).
 */
import type { Day } from "./calendar/instant.ts";
import type { Policy } from "./language/schema.ts";
import type { Published } from "./published.ts";

/** What the choice of a policy goes by (PRE-01). */
export interface Choosing {
  /** The local authority area of the person concerned, by id. */
  readonly area: string;
  /** The area in which the secure setting is that the concern relates to, if it relates to one. */
  readonly secureSettingIn?: string | undefined;
  /** The day on which it is raised, Europe/London: the version in force then governs it to the end (ALL-14). */
  readonly day: Day;
  /** The own policy that the raising organisation has adopted, by id. */
  readonly ownPolicy?: string | undefined;
  /** The receiving agency, the areas in which it works, and the own policy that it has adopted, by id. */
  readonly receiving: {
    readonly name: string;
    readonly areas: readonly string[];
    readonly ownPolicy?: string | undefined;
  };
}

/** The own policy of one side's organisation, where it binds its people beside the policy that governs (TP-01). */
export interface Beside {
  readonly side: "raising" | "receiving";
  readonly policy: Policy;
}

/** The policy that governs, and why it is that one; or what is said to whoever raises, with the field of the concern that it follows from. */
export type Chosen =
  | {
      readonly policy: Policy;
      /** “area” too where it is the policy of a region that lists the area. */
      readonly because: "area" | "secure setting" | "own policy";
      readonly beside: readonly Beside[];
    }
  | { readonly refused: { readonly field: "area" | "receiving.agency"; readonly says: string } };

type Held = Pick<Published, "policyInForce" | "ownPolicyInForce" | "areasHeld">;

/** Goes by what was told alone. Where that leads to no policy that is held, it refuses: it never falls back on the policy of another area. */
export function choosePolicy(choosing: Choosing, held: Held): Chosen {
  const { area, secureSettingIn, day, ownPolicy, receiving } = choosing;
  const chosen = (policy: Policy, because: Extract<Chosen, { policy: Policy }>["because"]): Chosen => ({
    policy,
    because,
    beside: besideOf(policy, choosing, held),
  });

  const setting = secureSettingIn === undefined ? undefined : held.policyInForce(secureSettingIn, day);
  if (setting && says(setting, "secure settings in the area")) return chosen(setting, "secure setting");

  const policy = held.policyInForce(area, day);
  if (policy) {
    if (says(policy, "receiving agency works in the area") && !receiving.areas.includes(area))
      return { refused: { field: "receiving.agency", says: elsewhere(policy, receiving, day, held) } };
    return chosen(policy, "area");
  }

  const own = ownPolicy === undefined ? undefined : held.ownPolicyInForce(ownPolicy, day);
  if (own) return chosen(own, "own policy");
  return {
    refused: {
      field: "area",
      says: `no policy is held for “${area}”; the areas are: ${held
        .areasHeld()
        .map((each) => each.id)
        .join(", ")}`,
    },
  };
}

/** The areas for which a policy is: its own, or those that its region lists; none for an organisation's own. */
function areasOf({ area, region }: Policy): readonly NonNullable<Policy["area"]>[] {
  return area ? [area] : (region?.areas ?? []);
}

/** What the area of a concern is called by its policy. */
export const areaIn = (policy: Policy, id: string) => areasOf(policy).find((each) => each.id === id)?.name;

/** The own policies that hold beside the one that governs: each side's, once it has begun and unless it is that one. */
function besideOf(governs: Policy, { day, ownPolicy, receiving }: Choosing, held: Held): Beside[] {
  const own = { raising: ownPolicy, receiving: receiving.ownPolicy };
  return (["raising", "receiving"] as const).flatMap((side) => {
    const id = own[side];
    const policy = id === undefined ? undefined : held.ownPolicyInForce(id, day);
    return policy?.besideALocalPolicy && policy.policy !== governs.policy ? [{ side, policy }] : [];
  });
}

function says(policy: Policy, rule: Policy["scope"][number]["rule"]): boolean {
  return policy.scope.some((each) => each.rule === rule);
}

/** Where a concern about an agency that works only elsewhere belongs (MED-14). Nothing is forwarded. */
function elsewhere(policy: Policy, receiving: Choosing["receiving"], day: Day, held: Held): string {
  const places = receiving.areas.map((area) => {
    const there = held.policyInForce(area, day);
    return there
      ? `${there.partnership.name}, whose ${there.title} is held here: raise it again with area “${area}”`
      : `the local safeguarding partnership of ${areaInWords(area)}, by its own procedure`;
  });
  return `${receiving.name} does not work in ${policy.area?.name ?? "this area"}, and the ${policy.title} of ${policy.partnership.name} is not for agencies elsewhere. It belongs with ${places.join(", or ")}. Nothing was forwarded`;
}

/** What an area is called of which nothing but its id is known: “tower-hamlets” is Tower Hamlets. */
function areaInWords(area: string): string {
  return area
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
