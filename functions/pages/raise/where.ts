/** Step 1 of raising a concern, read: which area, whom it concerns, which agency; and so which policy (PRE-01). */
import type { Beside, Choosing, Chosen } from "../../../policies/choose.ts";
import { dayOf } from "../../../policies/calendar/instant.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import type { Published } from "../../../policies/published.ts";
import type { Agency } from "../../directory/directory.ts";
import { readFields, type Field, type Problem, type Typed } from "../fields.ts";
import { listed } from "../wording.ts";

/** An answer that is none of a policy's: no id has brackets. */
export const another = "(another)";

export interface Where {
  /** By id: that of its policy where one is held, else one made of its name. */
  readonly area: string;
  readonly areaName: string;
  /** The area of the secure setting, by id. */
  readonly secureSettingIn?: string;
  readonly subject: Policy["covers"][number];
  readonly receiving: Agency;
  readonly policy: Policy;
  readonly because: "area" | "secure setting" | "own policy";
  /** Own policies of the two agencies that hold beside it (TP-01). */
  readonly beside: readonly Beside[];
}

/** An area, and the policy that is in force there: its own, or its region's. */
export interface AreaToday {
  readonly area: { readonly id: string; readonly name: string };
  readonly policy: Policy;
}

interface Known {
  /** UTC. */
  readonly at: string;
  readonly areas: readonly AreaToday[];
  readonly own: Agency;
  /** Those whose decisions can be challenged: all but one's own. */
  readonly others: readonly Agency[];
  readonly choose: (choosing: Choosing) => Chosen;
}

export function readWhere(
  fields: readonly Field[],
  typed: Typed,
  { at, areas: held, own, others, choose }: Known,
): Where | { readonly problems: readonly Problem[] } {
  const { values, problems: wrong } = readFields(fields, typed);
  const problems = [...wrong];
  const says = (field: string, words: string) => problems.push({ field, input: field, says: words });

  const areas = held.map(({ area }) => area);
  const written = values.get("other-area");
  const elsewhere = values.get("area") === another;
  if (elsewhere && !written && !problems.some((each) => each.field === "other-area"))
    says("other-area", "Enter which area it is");
  if (!elsewhere && values.has("area") && written) says("other-area", "Select “Another area” above, or empty this");
  const id = elsewhere ? areaId(written ?? "") : (values.get("area") ?? "");
  if (elsewhere && written && id === "") says("other-area", "Enter the area by its name, in letters");
  const area = areas.find((each) => each.id === id || (elsewhere && areaId(each.name) === id));
  const receiving = others.find(({ id }) => id === values.get("receiving-agency"));
  const subject = (["child", "adult", "community"] as const).find((each) => each === values.get("subject"));
  const setting = values.get("secure-setting");
  const secureSettingIn = setting === another ? undefined : setting;
  if (problems.length > 0 || !receiving || !subject) return { problems };

  const place = { area: area?.id ?? id, areaName: area?.name ?? written ?? id };
  const chosen = choose({ area: place.area, secureSettingIn, day: dayOf(at), ownPolicy: own.ownPolicy, receiving });
  if ("refused" in chosen) {
    if (chosen.refused.field === "receiving.agency") says("receiving-agency", chosen.refused.says);
    else
      says(
        elsewhere ? "other-area" : "area",
        `No escalation policy is held here for ${place.areaName}, only for ${listed(areas.map(({ name }) => name))}. Follow that area’s own escalation procedure`,
      );
    return { problems };
  }
  const { policy, because, beside } = chosen;
  if (!policy.covers.includes(subject))
    says(
      "subject",
      `The ${policy.title} of ${policy.partnership.name} covers ${policy.coversInWords} only. For anybody else, follow the procedure that covers them`,
    );
  if (problems.length > 0) return { problems };
  return { ...place, ...(secureSettingIn ? { secureSettingIn } : {}), subject, receiving, policy, because, beside };
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

/** Why the concern is raised under this policy and no other, as a part of a sentence (PRE-01, MED-13, TP-01). */
export function whyThisPolicy({ because, policy, areaName }: Pick<Where, "because" | "policy" | "areaName">): string {
  switch (because) {
    case "area":
      return `because the local authority area is ${areaName}`;
    case "secure setting":
      return `because it relates to a secure setting in ${policy.area?.name ?? "its area"}, wherever the child’s home is`;
    case "own policy":
      return `which is your organisation’s own, because no policy is held here for ${areaName}. Any local procedure that exists takes precedence: check whether there is one`;
  }
}

/** The areas of which a policy is in force on a day, by name. @param at the instant, UTC */
export function areasToday(held: Pick<Published, "areasHeld" | "policyInForce">, at: string): AreaToday[] {
  return held.areasHeld().flatMap((area) => {
    const policy = held.policyInForce(area.id, dayOf(at));
    return policy ? [{ area, policy }] : [];
  });
}
