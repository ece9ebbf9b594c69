/** Codes that are typed in the place of a link: eight of 32 letters and digits, which leaves out those taken for one another. */
import { createHmac, randomInt } from "node:crypto";

const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const letters = 8;

/** A code that nobody can guess. */
export const newCode = () => Array.from({ length: letters }, () => alphabet[randomInt(alphabet.length)]).join("");

/** In pairs, as people read and type it: “7K QF 2M 9X”. A reference is in fours, so that neither is taken for the other. */
export const codeInPairs = (code: string) => code.replaceAll(/..(?=.)/g, "$& ");

/** A code as somebody typed it: spaces, hyphens and small letters do not matter. Undefined for what cannot be one. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, "");
  return new RegExp(`^[${alphabet}]{${letters}}$`).test(code) ? code : undefined;
}

/** What is kept of a code: an HMAC under a secret that is in no table, because eight letters could be tried out. */
export const hashOfCode = (reference: string, code: string, secret: string) =>
  createHmac("sha256", secret).update(`${reference}/${code}`).digest("hex");
