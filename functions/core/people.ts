/** Whom a stage needs. The core says which roles; who holds them is looked up outside and comes back in the command. */
import type { Policy } from "../../policies/language/schema.ts";
import { stageOf } from "../../policies/language/stages.ts";
import type { Person, Side } from "./events.ts";
import { erased } from "./events.ts";
import type { Escalation } from "./escalation.ts";
import { raiserSeat } from "./evolve.ts";

/** Everybody in one role or one of several, of one agency or of the partnership. */
export interface Need {
  readonly need: string;
  readonly side: Side;
  /** To act for a side, to end the stage by their word, to be told, or to be there when something goes wrong. */
  readonly purpose: "act" | "conclude" | "be told" | "partnership inbox";
  /** Any of these may answer. */
  readonly roles: readonly string[];
  /** The agency's id, or the partnership's. */
  readonly of: string;
  /** The matter goes to the partnership's own inbox, for the attention of the role. */
  readonly throughInbox: boolean;
  /** Named in the concern itself, and so asked before whom the directory knows. */
  readonly named?: { readonly role: string; readonly person: Person; readonly seat?: string };
}

/** Whoever took a role over at an earlier stage, so that nobody is asked again who said that they are the wrong person (ALL-10). */
function takenOver(escalation: Escalation, side: Side, roles: readonly string[]): Need["named"] {
  const seat = [...escalation.seats.values()].findLast(
    (each) =>
      each.side === side && roles.includes(each.role) && each.seat.includes("/handed-on-") && each.via !== "inbox",
  );
  return seat && seat.person !== erased ? { role: seat.role, person: seat.person } : undefined;
}

/** The roles that a stage needs, in the order in which they are asked. */
export function peopleNeeded(escalation: Escalation, policy: Policy, stage: string): Need[] {
  const { raised } = escalation;
  const rules = stageOf(policy, stage);
  const concern = raised.sealed === erased ? undefined : raised.sealed;

  const ofSide = (side: "raising" | "receiving", roles: readonly string[] | undefined): Need[] => {
    if (!roles) return [];
    const people = concern?.[side];
    const taken = takenOver(escalation, side, roles);
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
        roles,
        of: raised[side].agency,
        throughInbox: false,
        ...(named ? { named } : {}),
      },
    ];
  };

  const ofPartnership = (role: string, throughInbox: boolean) => ({
    side: "partnership" as const,
    roles: [role],
    of: raised.partnership,
    throughInbox: throughInbox || policy.roles[role]?.through === "partnership inbox",
  });
  const ofAgency = (side: "raising" | "receiving", role: string) => ({
    side,
    roles: [role],
    of: raised[side].agency,
    throughInbox: false,
  });
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
    ...rules.inform.flatMap((each): Need[] =>
      each.of === "partnership"
        ? [{ need: `told ${each.who}`, ...ofPartnership(each.who, false), purpose: "be told" }]
        : sidesInformed(each.of).map((side) => ({
            need: `told ${each.who} ${side}`,
            ...ofAgency(side, each.who),
            purpose: "be told",
          })),
    ),
    {
      need: "partnership inbox",
      side: "partnership",
      purpose: "partnership inbox",
      roles: [],
      of: raised.partnership,
      throughInbox: true,
    },
  ];
}

/** The sides of which somebody is informed. */
export function sidesInformed(of: "each side" | "raising side" | "receiving side"): ("raising" | "receiving")[] {
  return of === "each side" ? ["raising", "receiving"] : of === "raising side" ? ["raising"] : ["receiving"];
}
