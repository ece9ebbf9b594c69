/** Who is who on this laptop: the people of the directory, those of the sample concerns, and whoever else had an email. */
import type { Agency, Directory, Partnership } from "../../../functions/directory/directory.ts";
import { isAtAgency } from "../../../functions/directory/directory.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import { samplePractitioners } from "../samples.ts";
import { words } from "./words/people.ts";

export interface Person {
  /** In lower case: mailboxes are found by it. */
  readonly address: string;
  readonly name: string;
  /** In the words of a policy where one has the role. */
  readonly roles: readonly string[];
  /** The agency or the partnership. */
  readonly place: string;
}

/** The people of one agency, or a partnership’s own. */
export interface Place {
  readonly name: string;
  readonly people: readonly Person[];
}

/** A partnership with its own people first, and then the agencies of its area. */
export interface Area {
  readonly name: string;
  readonly places: readonly Place[];
}

export interface Known {
  readonly areas: readonly Area[];
  readonly find: (address: string) => Person | undefined;
  /** An agency’s or a partnership’s name by its id; the id itself for one that the directory lacks. */
  readonly nameOf: (id: string) => string;
  readonly agencies: ReadonlyMap<string, string>;
}

/** With people whom the directory lacks, such as somebody to whom a matter was handed on. */
export function alsoKnown(known: Known, others: readonly Person[]): Known {
  const byAddress = new Map(others.map((each) => [each.address, each]));
  return { ...known, find: (address) => known.find(address) ?? byAddress.get(address.toLowerCase()) };
}

/** The address alone, in lower case, of `Name <address>` or of an address. */
export const addressIn = (text: string) => (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase();

/** Reads the directory that the service itself goes by. */
export async function whoIsWho(
  directory: Pick<Directory, "agencies" | "partnership" | "partnershipOfArea">,
  policies: readonly Policy[],
): Promise<Known> {
  const agencies = await directory.agencies();
  const ofPolicies = policies.map((each) => directory.partnership(each.partnership.id));
  // An area has a partnership of its own in the directory only where no policy is held for it (TP-09).
  const held = new Set(policies.flatMap((each) => each.area?.id ?? []));
  const others = [...new Set(agencies.flatMap((each) => each.areas))].filter((each) => !held.has(each));
  const ofAreas = others.map((each) => directory.partnershipOfArea(each));
  const found = (await Promise.all([...ofPolicies, ...ofAreas])).filter((each) => each !== undefined);
  const partnerships = [...new Map(found.map((each) => [each.id, each])).values()];

  const areas = partnerships.map((partnership): Area => {
    const policy = policies.find((each) => each.partnership.id === partnership.id);
    const here = agencies.filter((each) => homeOf(each, partnerships, policies) === partnership);
    return {
      name: partnership.name,
      places: [partnership, ...here].map((each) => ({ name: each.name, people: peopleOf(each, policy) })),
    };
  });
  const elsewhere = agencies.filter((each) => homeOf(each, partnerships, policies) === undefined);
  const all: readonly Area[] =
    elsewhere.length === 0
      ? areas
      : [
          ...areas,
          {
            name: words.elsewhere,
            places: elsewhere.map((each) => ({ name: each.name, people: peopleOf(each, undefined) })),
          },
        ];

  // One address can serve two: the first that is found has it, as somebody with a name.
  const byAddress = new Map<string, Person>();
  for (const person of all.flatMap((each) => each.places).flatMap((each) => each.people))
    if (!byAddress.has(person.address)) byAddress.set(person.address, person);
  const names = new Map([...agencies, ...partnerships].map((each) => [each.id, each.name]));
  return {
    areas: all,
    find: (address) => byAddress.get(address.toLowerCase()),
    nameOf: (id) => names.get(id) ?? id,
    agencies: names,
  };
}

/** Where an agency is shown: with its own policy’s team where it has one, else with the first partnership of its areas. */
function homeOf(agency: Agency, partnerships: readonly Partnership[], policies: readonly Policy[]) {
  const own = policies.find((each) => each.policy === agency.ownPolicy);
  const policy = own ?? policies.find((each) => each.area && agency.areas.includes(each.area.id));
  return partnerships.find((each) =>
    policy ? each.id === policy.partnership.id : (each.areas?.some((area) => agency.areas.includes(area)) ?? false),
  );
}

function peopleOf(place: Agency | Partnership, policy: Policy | undefined): Person[] {
  const practitioners = "domains" in place ? samplePractitioners().filter((each) => isAtAgency(each.email, place)) : [];
  const holders = [
    ...practitioners.map((each) => ({ ...each, role: words.practitioner })),
    ...Object.entries(place.roles).flatMap(([role, some]) =>
      some.map(({ name, email }) => ({ name, email, role: policy?.roles[role]?.called ?? role.replaceAll("-", " ") })),
    ),
    { name: words.inbox(place.name), email: place.inbox, role: words.sharedInbox },
  ];
  const people = new Map<string, Person>();
  for (const { name, email, role } of holders) {
    const address = email.toLowerCase();
    const before = people.get(address);
    const roles = [...new Set([...(before?.roles ?? []), role])];
    people.set(address, { address, name: before?.name ?? name, roles, place: place.name });
  }
  return [...people.values()];
}
