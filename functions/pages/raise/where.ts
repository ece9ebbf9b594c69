/**
 * Where a concern belongs: which area, whom it concerns, which agency; and so which policy (PRE-01). What is wrong is said as soon
 * as it follows from what has been answered.
 */
import type { Beside, Choosing, Chosen } from "../../../policies/choose.ts";
import { dayOf } from "../../../policies/calendar/instant.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import type { Published } from "../../../policies/published.ts";
import type { Agency } from "../../directory/directory.ts";
import { listed } from "../wording.ts";
import { raise as words } from "../words/raise.ts";

/** An answer that is none of a policy's: no id has brackets. */
export const another = "(another)";

export interface Place {
  /** By id: that of its policy where one is held, else one made of its name. */
  readonly area: string;
  readonly areaName: string;
  /** The area of the secure setting, by id. */
  readonly secureSettingIn?: string;
  readonly policy: Policy;
  readonly because: "area" | "secure setting" | "own policy";
}

export interface Where extends Place {
  readonly subject: Policy["covers"][number];
  readonly receiving: Agency;
  /** Own policies of the two agencies that hold beside it (TP-01). */
  readonly beside: readonly Beside[];
}

/** An area, and the policy that is in force there: its own, or its region's. */
export interface AreaToday {
  readonly area: { readonly id: string; readonly name: string };
  readonly policy: Policy;
}

export interface Known {
  /** The instant now, UTC. */
  readonly at: string;
  readonly areas: readonly AreaToday[];
  readonly own: Agency;
  /** Those whose decisions can be challenged: all but one's own. */
  readonly others: readonly Agency[];
  readonly choose: (choosing: Choosing) => Chosen;
}

/** By the field's name. */
export type Values = ReadonlyMap<string, string>;

/** What is wrong though each field is filled in as it should be. */
export interface Said {
  readonly field: string;
  readonly says: string;
}

/** What follows from the answers so far: the policy, and with all of them given, where the concern belongs. */
export interface Placed {
  readonly place?: Place;
  readonly where?: Where;
  readonly problems: readonly Said[];
}

/** @param values of the questions about where it belongs; one that is not answered yet is not there */
export function placedBy(values: Values, known: Known): Placed {
  const { at, areas: held, own, others, choose } = known;
  const named = namedArea(values, known);
  if (!named || "says" in named) return { problems: named ? [named] : [] };
  if (secureSettings(held).length > 0 && !values.has("secure-setting")) return { problems: [] };

  const setting = values.get("secure-setting");
  const secureSettingIn = setting === another ? undefined : setting;
  const choosing = { area: named.area, secureSettingIn, day: dayOf(at), ownPolicy: own.ownPolicy };
  // Which policy governs does not depend on the receiving agency; whether it takes a concern about that one does.
  const anywhere = choose({ ...choosing, receiving: { name: "", areas: [named.area] } });
  if ("refused" in anywhere) {
    const says = words.problems.areaNotHeld(named.areaName, listed(held.map(({ area }) => area.name)));
    return { problems: [{ field: named.field, says }] };
  }
  const { policy, because } = anywhere;
  const place: Place = {
    area: named.area,
    areaName: named.areaName,
    ...(secureSettingIn === undefined ? {} : { secureSettingIn }),
    policy,
    because,
  };

  const subject = (["child", "adult", "community"] as const).find((each) => each === values.get("subject"));
  if (!subject) return { place, problems: [] };
  if (!policy.covers.includes(subject)) {
    const says = words.problems.notCovered(policy.title, policy.partnership.name, policy.coversInWords);
    return { place, problems: [{ field: "subject", says }] };
  }

  const receiving = others.find(({ id }) => id === values.get("receiving-agency"));
  if (!receiving) return { place, problems: [] };
  const chosen = choose({ ...choosing, receiving });
  if ("refused" in chosen) return { place, problems: [{ field: "receiving-agency", says: chosen.refused.says }] };
  return { place, where: { ...place, subject, receiving, beside: chosen.beside }, problems: [] };
}

interface Named {
  readonly area: string;
  readonly areaName: string;
  /** The question by which it was named. */
  readonly field: "area" | "other-area";
}

/** The area that was selected or written; what is wrong with it; or undefined while neither is there. */
function namedArea(values: Values, { areas }: Known): Named | Said | undefined {
  const selected = values.get("area");
  if (selected !== another) {
    const area = areas.find((each) => each.area.id === selected)?.area;
    return area && { area: area.id, areaName: area.name, field: "area" };
  }
  const written = values.get("other-area");
  if (written === undefined) return undefined;
  const id = areaId(written);
  if (id === "") return { field: "other-area", says: words.problems.areaInLetters };
  const area = areas.find((each) => each.area.id === id || areaId(each.area.name) === id)?.area;
  return { area: area?.id ?? id, areaName: area?.name ?? written, field: "other-area" };
}

/** “Tower Hamlets” is tower-hamlets, as areas are called everywhere here; empty where nothing is left of a name. */
function areaId(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9\s-]/g, "")
    .replaceAll(/[\s-]+/g, "-")
    .replaceAll(/^[^a-z]+|-$/g, "");
}

/** The areas whose policy takes what relates to secure settings there, each with that rule (MED-13). */
export function secureSettings(areas: readonly AreaToday[]) {
  return areas.flatMap(({ area, policy }) => {
    const rule = policy.scope.find((each) => each.rule === "secure settings in the area");
    return rule ? [{ area, rule }] : [];
  });
}

/** Why the concern is raised under this policy and no other, as a part of a sentence (PRE-01, MED-13, TP-01). */
export const whyThisPolicy = ({ because, policy, areaName }: Pick<Place, "because" | "policy" | "areaName">) =>
  words.why[because](because === "secure setting" ? (policy.area?.name ?? words.itsArea) : areaName);

/** The areas of which a policy is in force on a day, by name. @param at the instant, UTC */
export function areasToday(held: Pick<Published, "areasHeld" | "policyInForce">, at: string): AreaToday[] {
  return held.areasHeld().flatMap((area) => {
    const policy = held.policyInForce(area.id, dayOf(at));
    return policy ? [{ area, policy }] : [];
  });
}
