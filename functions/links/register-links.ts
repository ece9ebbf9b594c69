/**
 * Links by which somebody of a partnership reads its register and reports, `/register/secret`: for one partnership and
 * one address. They open no record. Only a hash of the secret is kept.
 */
import { addDays, dayOf, instantOf, timeOf } from "../../policies/calendar/instant.ts";

/** What is behind a link to a register. Its secret is not in it. Instants are UTC. */
export interface RegisterLink {
  readonly partnership: string;
  /** The address to which it was sent. */
  readonly email: string;
  readonly issuedAt: string;
  /** From this instant on nothing can be done by it but to have a fresh one sent, UTC. */
  readonly until: string;
}

/** Issued by digests, and by the register itself in the place of a link that is over. */
export interface RegisterLinks {
  /** Makes a link and stores its hash before it is told to anybody. @returns the path, `/register/secret` */
  issue(link: RegisterLink): Promise<string>;
  /**
   * The link of a secret, and for 30 days after its end too: `until` says so. Undefined for one that is forged, cut short
   * or over for longer.
   * @param now UTC
   */
  find(secret: string, now: string): Promise<RegisterLink | undefined>;
}

/** A month's digest comes within five weeks of the one before, and brings a link of its own. */
const daysValid = 35;

/** When a link that is sent now ends: at the same time of day in London, UTC. */
export const registerLinkEnds = (issuedAt: string) => instantOf(addDays(dayOf(issuedAt), daysValid), timeOf(issuedAt));
