/** Whom something that is done on a page brings in by their role: told because of an answer, or asked for advice (KNO-06). */
import type { Need } from "../core/people.ts";
import { rolesIn } from "../core/people.ts";
import type { Visit } from "./visit.ts";

/** Whoever holds a role of the partnership or of one's own agency; the directory falls back to the inbox. */
export function needOf(
  { state, policy, seat }: Visit,
  need: string,
  role: string,
  of: "partnership" | "own agency",
): Need {
  const rule = policy.roles[role];
  if (of === "own agency" && seat.side !== "partnership")
    return {
      need,
      side: seat.side,
      purpose: "be told",
      ...rolesIn(policy, [role], state.raised, seat.side),
      of: seat.agency,
      throughInbox: false,
    };
  return {
    need,
    side: "partnership",
    purpose: "be told",
    roles: [role],
    of: state.raised.partnership,
    throughInbox: rule?.through === "partnership inbox",
    ...(rule?.standIn ? { otherwise: rule.standIn.map((one) => ({ role: one, via: "stand-in" as const })) } : {}),
  };
}
