/** Whom a stage needs. The core says which roles; who holds them is looked up outside and comes back in the command. */
import type { Duty, Policy } from "../../policies/language/schema.ts";
import { stageOf } from "../../policies/language/stages.ts";
import type { Person, Seat, Side } from "./events.ts";
import { erased } from "./events.ts";
import { holds } from "./conditions.ts";
import type { Escalation, Raised } from "./escalation.ts";
import { raiserSeat } from "./evolve.ts";

/** The need that the partnership's own inbox fills, at every stage. */
const inboxNeed = "partnership inbox";

/** What a seat is called on records: by its stage, its need, and its place from 1 on among those found for it. So a need is never called anything else. */
export const seatNamed = (stage: string, need: string, place: number) =>
  `${stage}/${need.replaceAll(" ", "-")}/${place}`;

/** The seat of the partnership's own inbox, whichever stage it was first found for. */
export const partnershipSeat = (state: Escalation) =>
  [...state.seats.keys()].find((each) => each.endsWith(seatNamed("", inboxNeed, 1)));

/** Everybody in one role or one of several, of one agency or of the partnership. */
export interface Need {
  readonly need: string;
  readonly side: Side;
  /** To act for a side, to end the stage by their word, to be told, or to be there when something goes wrong. */
  readonly purpose: "act" | "conclude" | "be told" | "partnership inbox";
  /** Whoever holds any of these is asked, and any of them may answer. */
  readonly roles: readonly string[];
  /** Where a role is held differently in this agency, or somebody stands in: what to look for in its place. */
  readonly instead?: readonly Instead[];
  /** The agency's id, or the partnership's. */
  readonly of: string;
  /** The matter goes to the partnership's own inbox, for the attention of the role. */
  readonly throughInbox: boolean;
  /** Named in the concern itself, and so asked before whom the directory knows. */
  readonly named?: { readonly role: string; readonly person: Person; readonly seat?: string };
}

/** Who is asked in the place of some of a need's roles. */
export interface Instead {
  /** Those of the need's roles that this is about. */
  readonly roles: readonly string[];
  /** Each of them is asked, and the agency's inbox for one that nobody holds (MK-05). */
  readonly eachIsAsked: boolean;
  /** Where nobody holds any of them: the first of these that somebody holds. */
  readonly otherwise: readonly { readonly role: string; readonly via: "holder" | "stand-in" }[];
}

/** Whoever took a role over at an earlier stage, so that nobody is asked again who said that they are the wrong person (ALL-10). */
function takenOver(escalation: Escalation, side: Side, roles: readonly string[]): Need["named"] {
  const seat = [...escalation.seats.values()].findLast(
    (each) =>
      each.side === side && roles.includes(each.role) && each.seat.includes("/handed-on-") && each.via !== "inbox",
  );
  return seat && seat.person !== erased ? { role: seat.role, person: seat.person } : undefined;
}

type Roles = Pick<Need, "roles" | "instead">;

/**
 * Who is asked for some roles in one agency: where a policy says that somebody else holds a role there, that one, and the role
 * itself where there is nobody; and whoever stands in for it (MK-05, MED-04, MED-08, KNO-08).
 */
export function rolesIn(
  policy: Policy,
  roles: readonly string[],
  raised: Raised,
  side: "raising" | "receiving",
): Roles {
  const instead: Instead[] = [];
  const asked = roles.flatMap((role) => {
    const rule = policy.roles[role];
    const differs = rule?.differs.find(
      (each) =>
        (each.inAgenciesOfKind === undefined || each.inAgenciesOfKind === raised[side].kind) &&
        holds(each.onlyIf, raised),
    );
    const standsIn = (of: string) =>
      (policy.roles[of]?.standIn ?? []).map((one) => ({ role: one, via: "stand-in" as const }));
    const otherwise = [
      ...(differs ? [...differs.is.flatMap(standsIn), { role, via: "holder" as const }] : []),
      ...standsIn(role),
    ];
    const own = differs?.is ?? [role];
    if (otherwise.length > 0) instead.push({ roles: own, eachIsAsked: differs?.eachIsAsked ?? false, otherwise });
    return own;
  });
  return { roles: asked, ...(instead.length > 0 ? { instead } : {}) };
}

/** Who is asked for a role of the partnership, whoever stands in where nobody holds it, and whether that goes through its inbox. */
export function roleOfPartnership(
  policy: Policy,
  role: string,
  partnership: string,
  throughInbox = false,
): Pick<Need, "side" | "roles" | "instead" | "of" | "throughInbox"> & { readonly side: "partnership" } {
  const { standIn, through } = policy.roles[role] ?? {};
  const otherwise = (standIn ?? []).map((one) => ({ role: one, via: "stand-in" as const }));
  return {
    side: "partnership",
    roles: [role],
    of: partnership,
    throughInbox: throughInbox || through === "partnership inbox",
    ...(otherwise.length > 0 ? { instead: [{ roles: [role], eachIsAsked: false, otherwise }] } : {}),
  };
}

/**
 * By whom else somebody's role can be reached: who holds it, and then who stands in for it. The last body's stand-in is the
 * stage's own, such as the Vice Chair.
 */
export function othersFor(
  { raised }: Escalation,
  policy: Policy,
  seat: Seat,
): Pick<Need, "side" | "roles" | "instead" | "of"> {
  const { side, role } = seat;
  const roles = Object.keys(policy.roles).map((each) =>
    side === "partnership"
      ? roleOfPartnership(policy, each, raised.partnership)
      : rolesIn(policy, [each], raised, side),
  );
  const bodies = policy.stages.flatMap(({ body }) =>
    seat.concludes && body?.role === role && body.standIn ? [body.standIn] : [],
  );
  const otherwise = [
    ...roles
      .filter((each) => each.roles.includes(role))
      .flatMap((each) => each.instead ?? [])
      .flatMap((each) => each.otherwise),
    ...bodies.map((one) => ({ role: one, via: "stand-in" as const })),
  ];
  return {
    side,
    roles: [role],
    instead: [{ roles: [role], eachIsAsked: false, otherwise }],
    of: side === "partnership" ? raised.partnership : seat.agency,
  };
}

/** Whom to ask if in doubt who holds the roles of a stage in an agency (MED-04). */
export function adviceOnRoles(policy: Policy, stage: string, raised: Raised, side: "raising" | "receiving"): string[] {
  const rules = stageOf(policy, stage);
  return ((side === "raising" ? rules.raisingSide : rules.receivingSide) ?? []).flatMap((role) =>
    (policy.roles[role]?.differs ?? [])
      .filter((each) => each.inAgenciesOfKind === raised[side].kind && holds(each.onlyIf, raised))
      .flatMap((each) => each.advice ?? []),
  );
}

/** The roles that a stage needs, in the order in which they are asked. */
export function peopleNeeded(escalation: Escalation, policy: Policy, stage: string): Need[] {
  const { raised } = escalation;
  const rules = stageOf(policy, stage);
  const concern = raised.sealed === erased ? undefined : raised.sealed;

  const ofSide = (side: "raising" | "receiving", roles: readonly string[] | undefined): Need[] => {
    if (!roles) return [];
    const people = concern?.[side];
    const asked = rolesIn(policy, roles, raised, side);
    const taken = takenOver(escalation, side, [...asked.roles, ...roles]);
    const named =
      taken ??
      roles.flatMap((role) => {
        const as = policy.roles[role]?.namedAs;
        const person = as && people?.[as];
        const seat = side === "raising" && as === "practitioner" ? { seat: raiserSeat } : {};
        return person ? [{ role, person, ...seat }] : [];
      })[0];
    return [
      {
        need: `${side} side`,
        side,
        purpose: "act",
        ...asked,
        of: raised[side].agency,
        throughInbox: false,
        ...(named ? { named } : {}),
      },
    ];
  };

  const ofPartnership = (role: string, throughInbox: boolean) =>
    roleOfPartnership(policy, role, raised.partnership, throughInbox);
  const ofAgency = (side: "raising" | "receiving", role: string) => ({
    side,
    ...rolesIn(policy, [role], raised, side),
    of: raised[side].agency,
    throughInbox: false,
  });
  // A manager whom the concern names is told before whom the directory knows (MED-01).
  const namedManager = (side: "raising" | "receiving", role: string) => {
    const person = policy.roles[role]?.namedAs === "manager" ? concern?.[side].manager : undefined;
    return person ? { named: { role, person } } : {};
  };
  const bodyOfAgency = (side: "raising" | "receiving", role: string) => {
    const taken = takenOver(escalation, side, [role]);
    return { ...ofAgency(side, role), ...(taken ? { named: taken } : {}) };
  };

  return [
    ...ofSide("raising", rules.raisingSide),
    ...ofSide("receiving", rules.receivingSide),
    ...(rules.body
      ? [
          {
            need: "body",
            ...(rules.body.of === "partnership"
              ? ofPartnership(rules.body.role, rules.body.through === "partnership inbox")
              : bodyOfAgency(rules.body.of === "raising side" ? "raising" : "receiving", rules.body.role)),
            purpose: "conclude" as const,
          },
        ]
      : []),
    ...rules.inform
      .filter((each) => holds(each.onlyIf, raised))
      .flatMap((each): Need[] =>
        each.of === "partnership"
          ? [{ need: `told ${each.who}`, ...ofPartnership(each.who, false), purpose: "be told" }]
          : sidesInformed(each.of).map((side) => ({
              need: `told ${each.who} ${side}`,
              ...ofAgency(side, each.who),
              ...namedManager(side, each.who),
              purpose: "be told",
            })),
      ),
    ...practitionerHearing(escalation, policy, [...(rules.raisingSide ?? []), ...(rules.receivingSide ?? [])]),
    {
      need: inboxNeed,
      side: "partnership",
      purpose: "partnership inbox",
      roles: [],
      of: raised.partnership,
      throughInbox: true,
    },
  ];
}

/**
 * The receiving practitioner whom a concern names, where a policy has everything fed back to the practitioners and this one
 * does not act at the first stage: told from there on (TP-07, TP-01).
 */
function practitionerHearing(escalation: Escalation, policy: Policy, acting: readonly string[]): Need[] {
  const { raised, opened } = escalation;
  const person = raised.sealed === erased ? undefined : raised.sealed.receiving.practitioner;
  const role = Object.keys(policy.roles).find((each) => policy.roles[each]?.namedAs === "practitioner");
  const hears =
    policy.practitionersHear !== undefined ||
    (raised.beside ?? []).some((each) => each.side === "receiving" && each.practitionersHear);
  if (!hears || opened.length > 0 || !person || !role || acting.includes(role)) return [];
  return [
    {
      need: "told practitioner receiving",
      side: "receiving",
      purpose: "be told",
      roles: [role],
      of: raised.receiving.agency,
      throughInbox: false,
      named: { role, person },
    },
  ];
}

/** The sides of which somebody is informed. */
export function sidesInformed(of: "each side" | "raising side" | "receiving side"): ("raising" | "receiving")[] {
  return of === "each side" ? ["raising", "receiving"] : of === "raising side" ? ["raising"] : ["receiving"];
}

/** The sides of those who owe a duty. */
export const sidesOf = (by: Duty["by"]): readonly Side[] =>
  by === "partnership" ? ["partnership"] : sidesInformed(by);
