/** Who of an agency or a partnership is asked for a need. Never nobody: at the least, its inbox. Pure. */
import type { Found } from "../core/commands.ts";
import type { Need } from "../core/people.ts";
import type { Agency, Partnership } from "./directory.ts";

type Seats = Found["seats"];
type Place = Pick<Agency | Partnership, "id" | "name" | "inbox" | "roles">;

/**
 * Whoever holds a role, or holds it differently in this agency, or stands in; where nobody is found for any of the roles, the
 * inbox, for their attention.
 */
export function seatsFor(need: Need, place: Place): Seats {
  const [first = "inbox"] = need.roles;
  const inbox = (called: string) => inboxOf(place, called);
  if (need.throughInbox) return inbox(first);
  const holding = (called: string, via?: "holder" | "stand-in") => holdersOf(place, called, via);
  const { instead = [] } = need;
  const plain = need.roles.filter((role) => !instead.some((each) => each.roles.includes(role)));
  const found = [
    ...plain.flatMap((role) => holding(role)),
    ...instead.flatMap(({ roles, eachIsAsked, otherwise }) => {
      const held = roles.flatMap((role) => holding(role));
      if (held.length > 0 && eachIsAsked)
        return roles.flatMap((role) => (holding(role).length > 0 ? holding(role) : inbox(role)));
      if (held.length > 0) return held;
      return otherwise.map((each) => holding(each.role, each.via)).find((seats) => seats.length > 0) ?? [];
    }),
  ];
  if (found.length > 0) return found;
  const each = instead.find(({ eachIsAsked }) => eachIsAsked);
  return each ? each.roles.flatMap(inbox) : inbox(first);
}

/** Everybody by whom a role can be reached, the nearest first: whoever holds it, whoever stands in, and the inbox. */
export function everyWayTo({ roles, instead = [] }: Pick<Need, "roles" | "instead">, place: Place): Seats {
  return [
    ...roles.flatMap((role) => holdersOf(place, role)),
    ...instead.flatMap(({ otherwise }) => otherwise.flatMap(({ role, via }) => holdersOf(place, role, via))),
    ...inboxOf(place, roles[0] ?? "inbox"),
  ];
}

const inboxOf = (place: Place, role: string): Seats => [
  { role, via: "inbox", agency: place.id, person: { name: place.name, email: place.inbox } },
];

const holdersOf = (place: Place, role: string, via: "holder" | "stand-in" = "holder"): Seats =>
  (place.roles[role] ?? []).map(({ name, email }) => ({ role, via, agency: place.id, person: { name, email } }));
