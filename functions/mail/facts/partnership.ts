/** A partnership as emails tell of it: whom to call in danger, and whom to ask. */
import type { Partnership, Telephone } from "../../directory/directory.ts";

/** What the directory knows of it. Only its name stands for certain: a policy has that too. */
export type PartnershipKnown = Pick<Partnership, "name"> &
  Partial<Pick<Partnership, "inbox" | "inDanger" | "questions">>;

/** What every e-mail says of the partnership: its name, whom to call, whom to ask. */
export interface PartnershipTold {
  readonly name: string;
  /** Whom to call in its area beside 999, in this order (ALL-05). */
  readonly inDanger: readonly Telephone[];
  /** Where it answers questions, and where an answer to an email goes. */
  readonly inbox?: string;
  readonly telephone?: Omit<Telephone, "who">;
}

/** @param name as its policy has it, which also stands where the directory lacks the partnership */
export function partnershipTold(name: string, known: PartnershipKnown | undefined): PartnershipTold {
  return {
    name,
    inDanger: known?.inDanger ?? [],
    ...(known?.inbox ? { inbox: known.inbox } : {}),
    ...(known?.questions ? { telephone: known.questions } : {}),
  };
}
