/** Links by which a concern is raised: `/raise/secret`, for one agency and one address. Only a hash of the secret is kept. */

export interface Invitation {
  /** The id of the agency for which a concern is raised by it. */
  readonly agency: string;
  /** The address to which it was sent, and that of the practitioner who raises. */
  readonly email: string;
  readonly issuedAt: string;
  /** From this instant on it does not work, UTC. */
  readonly until: string;
}

export interface Invitations {
  /** Whether a link may be sent to an address, counting this request: five an hour, whoever makes them. */
  mayAsk(email: string, now: string): Promise<boolean>;
  /** Makes a link and stores its hash before it is told to anybody. @returns the path `/raise/secret` */
  issue(invitation: Invitation): Promise<string>;
  /** The invitation of a secret, as often as it is asked; undefined for one that is forged, cut short or over by `now`. */
  find(secret: string, now: string): Promise<Invitation | undefined>;
}
