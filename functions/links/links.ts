/**
 * Links by which people answer: `/reference/secret`, for one seat, with what they were asked. Whoever cannot follow one
 * types the reference and the link's code instead. Of both only hashes are kept.
 */
import { addDays, addHours, dayOf, instantOf, timeOf } from "../../policies/calendar/instant.ts";

/** What is behind a link by which somebody answers. Neither its secret nor its code is in it. Instants are UTC. */
export interface Link {
  readonly reference: string;
  readonly seat: string;
  /** The stage for which the seat was asked when the link was sent. */
  readonly stage: string;
  readonly issuedAt: string;
  /** From this instant on it opens nothing but the offer of a fresh one, UTC. */
  readonly until: string;
}

/** What an e-mail tells of a link, and nothing keeps. */
export interface Issued {
  /** `/reference/secret` */
  readonly path: string;
  /** Eight letters and digits, as they are typed. */
  readonly code: string;
}

/** The links by which people answer without an account, and the codes that are typed in their place. Stored as hashes: nobody who reads the table can open one. */
export interface Links {
  /** Makes a link with its code and stores both hashes before either is told to anybody. */
  issue(link: Link): Promise<Issued>;
  /**
   * The link of a secret, also one that is over: `until` says so. Undefined when there is none for this reference: forged,
   * cut short, of another, or over for longer than it is kept.
   */
  find(reference: string, secret: string): Promise<Link | undefined>;
  /** The same for a code as somebody typed it. */
  findByCode(reference: string, code: string): Promise<Link | undefined>;
}

const daysValid = 90;

/** When a link that is sent now ends: 90 days later at the same time of day in London, UTC. */
export const linkEnds = (issuedAt: string) => instantOf(addDays(dayOf(issuedAt), daysValid), timeOf(issuedAt));

const hoursForCode = 24;

/**
 * The link that somebody gets who types a code: for the same seat and stage, a day long and never longer than the first
 * one. A code of a link that is over leads to one that is over, where a fresh one can be sent.
 */
export function linkForCode({ until, ...link }: Link, now: string): Link {
  const day = addHours(now, hoursForCode);
  return { ...link, issuedAt: now, until: until < day ? until : day };
}
