/** Whom something that is done on a page brings in by their role: told because of an answer, or asked for advice (KNO-06). */
import { roleOfPartnership, rolesIn, type Need } from "../core/people.ts";
import type { Visit } from "./visit.ts";

/** Whoever holds a role of the partnership or of one's own agency; the directory falls back to the inbox. */
export function needOf(
  { state, policy, seat }: Pick<Visit, "state" | "policy" | "seat">,
  need: string,
  role: string,
  of: "partnership" | "own agency",
): Need {
  if (of === "own agency" && seat.side !== "partnership")
    return {
      need,
      side: seat.side,
      purpose: "be told",
      ...rolesIn(policy, [role], state.raised, seat.side),
      of: seat.agency,
      throughInbox: false,
    };
  return { need, purpose: "be told", ...roleOfPartnership(policy, role, state.raised.partnership) };
}
