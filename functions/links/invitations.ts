/**
 * Links by which a concern is raised, `/raise/secret`, or a practice alert submitted, `/alert/secret`: for one agency, one
 * address and one of the two. Only a hash of the secret is kept.
 */
import type { AlertTheme } from "../alerts/theme.ts";

export type Purpose = "raise" | "alert";

/** What is behind a link by which a concern is raised or a practice alert submitted. Its secret is not in it. Instants are UTC. */
export interface Invitation {
  /** The id of the agency for which a concern is raised by it. */
  readonly agency: string;
  /** The address to which it was sent, and that of the practitioner who raises. */
  readonly email: string;
  readonly issuedAt: string;
  /** What a practice alert begins with, where it was started from a partnership's report. */
  readonly theme?: AlertTheme;
  /** From this instant on nothing can be done by it but to have a fresh one sent, UTC. */
  readonly until: string;
}

/** The secret of a link to raise a concern finds nothing among those to submit a practice alert, and the other way round. */
export interface Invitations {
  /** Whether a link may be sent to an address, counting this request: five an hour, whoever makes them. */
  mayAsk(email: string, now: string): Promise<boolean>;
  /** Makes a link and stores its hash before it is told to anybody. @returns the path `/raise/secret` or `/alert/secret` */
  issue(invitation: Invitation, purpose?: Purpose): Promise<string>;
  /**
   * The invitation of a secret, as often as it is asked, and for 30 days after its end too: `isOver` says so. Undefined for
   * one that is forged, cut short or over for longer.
   */
  find(secret: string, now: string, purpose?: Purpose): Promise<Invitation | undefined>;
}

/** How long one that is over is known, so that a fresh one can be sent to the address that it went to. */
export const daysKnownAfterwards = 30;

/** From the instant of its end on. @param now UTC */
export const isOver = ({ until }: Pick<Invitation, "until">, now: string) => until <= now;
