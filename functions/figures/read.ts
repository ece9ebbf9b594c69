/** Where a partnership's facts come from: which escalations count as its own, and reading them (ALL-12, TP-09). */
import type { Policy } from "../../policies/language/schema.ts";
import type { Directory } from "../directory/directory.ts";
import type { Scope, Summaries, Summary } from "../summaries/summaries.ts";
import type { Facts } from "./facts.ts";
import { beginOf, endOf, type Period } from "./period.ts";

/** Where figures come from: derived summaries, the directory and the policies that are held. */
export interface FiguresDependencies {
  readonly summaries: Pick<Summaries, "aliveIn">;
  readonly directory: Pick<Directory, "agencies" | "partnership">;
  /** Every policy version held. */
  readonly publishedPolicies: () => readonly Policy[];
}

/**
 * The facts of every escalation of a partnership that was raised, open or ended in a period, and of what is open now. Read
 * from the summaries by their index: the partnership's own and nobody else's, of these months and no others.
 */
export async function factsFor(
  partnership: string,
  period: Period,
  dependencies: FiguresDependencies,
): Promise<Facts[]> {
  const time = { begin: beginOf(period), end: endOf(period) };
  const found = new Map<string, Summary>();
  for (const scope of await scopesOf(partnership, dependencies))
    for await (const summary of dependencies.summaries.aliveIn(scope, time)) {
      const { reference, commits } = summary;
      // A summary from before there were facts would silently make every number too small.
      if (!(summary.facts as Facts | undefined))
        throw new Error(`The summary of ${reference} has no facts: rebuild the summaries (functions/README.md)`);
      if (commits >= (found.get(reference)?.commits ?? 0)) found.set(reference, summary);
    }
  const facts = [...found.values()].map((each) => each.facts);
  return facts.toSorted((a, b) => (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : 0));
}

/**
 * Its own are those under its policy. An organisation with its own policy counts what its agencies raised under local
 * policies too, for these bind its staff beside that (TP-01, TP-09). A local partnership whose policy is not held here
 * counts those about people of its areas, whoever's policy is used for them.
 */
async function scopesOf(id: string, { directory, publishedPolicies }: FiguresDependencies): Promise<readonly Scope[]> {
  const policies = publishedPolicies().filter((each) => each.partnership.id === id);
  const own = policies.filter((each) => each.ownPolicyOfAnOrganisation).map((each) => each.policy);
  const adopted =
    own.length === 0
      ? []
      : (await directory.agencies()).filter((each) => each.ownPolicy !== undefined && own.includes(each.ownPolicy));
  const areas = policies.length > 0 ? [] : ((await directory.partnership(id))?.areas ?? []);
  return [{ partnership: id }, ...adopted.map((each) => ({ raisedBy: each.id })), ...areas.map((area) => ({ area }))];
}

/**
 * The ids of the agencies that are a partnership's own: those that work in its areas; of an organisation with its own policy,
 * those that have adopted it.
 */
export async function ownAgencies(
  id: string,
  { directory, publishedPolicies }: FiguresDependencies,
): Promise<string[]> {
  const [agencies, partnership] = await Promise.all([directory.agencies(), directory.partnership(id)]);
  const policies = publishedPolicies().filter((each) => each.partnership.id === id);
  const ofPolicies = policies.flatMap(({ area, region }) => [...(area ? [area.id] : []), ...areaIdsOf(region)]);
  const areas = new Set(policies.length > 0 ? ofPolicies : (partnership?.areas ?? []));
  const own = new Set(policies.filter((each) => each.ownPolicyOfAnOrganisation).map((each) => each.policy));
  return agencies
    .filter(
      (each) => each.areas.some((area) => areas.has(area)) || (each.ownPolicy !== undefined && own.has(each.ownPolicy)),
    )
    .map((each) => each.id);
}

const areaIdsOf = (region: Policy["region"]) => (region?.areas ?? []).map(({ id }) => id);
