/**
 * Invented partnerships, each with a policy of its own: the policies that are held, one after the other, under other ids. Each has its
 * own area and agencies, so that nothing of one is found under another.
 */
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { publishedPolicies } from "../../policies/published.ts";
import type { Rules } from "../../functions/core/clocks.ts";
import type { Agency, Directory, Partnership } from "../../functions/directory/directory.ts";
import type { FiguresDependencies } from "../../functions/figures/read.ts";

export interface Invented {
  readonly id: string;
  readonly rules: Rules;
  readonly area: string;
  readonly agencies: readonly Agency[];
  readonly partnership: Partnership;
}

const kinds = ["education", "childrens-social-care", "health", "police", "housing", "voluntary"] as const;

/** The first policies that were held. They come first in this order, so that another one beside them changes no life under these. */
const first = ["knowsley", "medway", "milton-keynes", "shropshire", "training-provider"];

/** The oldest version of each policy that is held: what there are lives under stays what it was when a later one is held too. */
function policiesInOrder(): readonly Policy[] {
  const oldest = [...Map.groupBy(publishedPolicies(), ({ policy }) => policy).values()].flatMap((versions) =>
    versions.toSorted((a, b) => (a.inForceFrom < b.inForceFrom ? -1 : 1)).slice(0, 1),
  );
  const place = ({ policy }: Policy) => (first.includes(policy) ? first.indexOf(policy) : first.length);
  return oldest.toSorted((a, b) => place(a) - place(b));
}

/** So many partnerships, always the same: the first of them runs Knowsley's policy. */
export function inventPartnerships(number: number): Invented[] {
  const templates = policiesInOrder();
  return Array.from({ length: number }, (_, place) => {
    const template = templates[place % templates.length];
    if (!template) throw new Error("No policy is held");
    const called = String(place + 1).padStart(3, "0");
    const id = `partnership-${called}`;
    const policy: Policy = {
      ...template,
      policy: `${template.policy}-${called}`,
      partnership: { ...template.partnership, id, name: `Partnership ${called}` },
      ...(template.area ? { area: { id: `area-${called}`, name: `Area ${called}` } } : {}),
    };
    return {
      id,
      rules: { policy, calendar: calendarOf(policy.nation) },
      area: `area-${called}`,
      agencies: kinds.map((kind): Agency => ({
        id: `${kind}-${called}`,
        name: `${kind} ${called}`,
        kind,
        areas: [`area-${called}`],
        domains: [`${kind}-${called}.example`],
        inbox: `inbox@${kind}-${called}.example`,
        roles: {},
        ...(policy.ownPolicyOfAnOrganisation ? { ownPolicy: policy.policy } : {}),
      })),
      partnership: { id, name: `Partnership ${called}`, inbox: `inbox@${id}.example`, roles: {} },
    };
  });
}

/** What figures and digests ask beside the summaries. */
export function askingOf(
  invented: readonly Invented[],
): Omit<FiguresDependencies, "summaries"> & { readonly directory: Pick<Directory, "agencies" | "partnership"> } {
  const agencies = invented.flatMap((each) => each.agencies);
  return {
    publishedPolicies: () => invented.map((each) => each.rules.policy),
    directory: {
      agencies: () => Promise.resolve([...agencies]),
      partnership: (id) => Promise.resolve(invented.find((each) => each.id === id)?.partnership),
    },
  };
}
