/**
 * References: short, unambiguous to read aloud, and saying nothing of anybody. That of a practice alert begins with PA-,
 * so that people, links and functions know what it is of before anything is read.
 */
import { createHmac } from "node:crypto";

/** Letters and digits that are not taken for one another when read aloud or written down. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

const ofAlert = "PA-";

/** Either kind, as it stands in an address: `7K3M-9QXD` or `PA-7K3M-9QXD`. */
export const referencePattern = "(?:PA-)?[0-9A-Z]{4}-[0-9A-Z]{4}";

/** Whether a reference is of a practice alert: `PA-7K3M-9QXD`. */
export const isAlert = (reference: string) => reference.startsWith(ofAlert);

/** A reference such as 7K3M-9QXD. `place` counts on where a reference is taken by another submission. */
export function referenceOf(client: string, key: string, place: number, secret: string): string {
  const digest = createHmac("sha256", secret).update(`${client}\n${key}\n${place}`).digest();
  let number = digest.readBigUInt64BE(0);
  let letters = "";
  for (let index = 0; index < 8; index++) {
    letters += alphabet[Number(number % BigInt(alphabet.length))];
    number /= BigInt(alphabet.length);
  }
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The same for a practice alert (MED-16). A key that served for an escalation serves here again without a clash. */
export const alertReferenceOf = (...submission: Parameters<typeof referenceOf>) =>
  `${ofAlert}${referenceOf(...submission)}`;

/** A reference of either kind as somebody typed it: spaces, hyphens and small letters do not matter. Undefined for what cannot be one. */
export function readReference(typed: string): string | undefined {
  const letters = typed.toUpperCase().replaceAll(/[\s\u2010-\u2015-]/g, "");
  const [, alert = "", first, last] = /^(PA)?([0-9A-Z]{4})([0-9A-Z]{4})$/.exec(letters) ?? [];
  return first && `${alert ? ofAlert : ""}${first}-${last}`;
}
