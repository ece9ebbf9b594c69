/** What stands around every page of a partnership: whose it is, whom to call in danger, and whom to ask. */
import type { PartnershipNamed, Telephone } from "../directory/directory.ts";

export interface Shell {
  /** The partnership's name, in the head of the page. */
  readonly partnership?: string;
  /** Whom to call in its area beside 999, first on the page (ALL-05). */
  readonly danger?: readonly Telephone[];
  /** Whom to ask about an escalation. */
  readonly contact?: Contact;
}

export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly telephone?: Omit<Telephone, "who">;
}

/** @param name as its policy has it, which also stands where the directory lacks the partnership */
export function shellOf(name: string, partnership: PartnershipNamed | undefined): Shell {
  if (!partnership) return { partnership: name };
  const { inbox, inDanger, questions } = partnership;
  return {
    partnership: name,
    ...(inDanger ? { danger: inDanger } : {}),
    contact: { name, email: inbox, ...(questions ? { telephone: questions } : {}) },
  };
}
