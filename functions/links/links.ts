/** Links by which people answer: `/reference/secret`, for one seat, with what they were asked. Only a hash is kept. */

export interface Link {
  readonly reference: string;
  readonly seat: string;
  /** The stage for which the seat was asked when the link was sent. */
  readonly stage: string;
  readonly issuedAt: string;
}

export interface Links {
  /** Makes a link and stores its hash before it is told to anybody. @returns the path `/reference/secret` */
  issue(link: Link): Promise<string>;
  /** The link of a secret, or undefined when there is none for this reference: forged, cut short, or of another. */
  find(reference: string, secret: string): Promise<Link | undefined>;
}
