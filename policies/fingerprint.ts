/** Whether a policy version still says what it said: a version governs what was raised under it to the end (ALL-14). */
import { createHash } from "node:crypto";
import type { Policy } from "./language/schema.ts";

/**
 * Which reading of policies a fingerprint is of. To be raised by one whenever the language comes to read the files that
 * there are into something else: fingerprints of two readings say nothing of one another.
 */
const reading = 1;

/**
 * What two policies share if and only if they say the same, in whatever order: `1-` and a SHA-256 in hexadecimal. What is
 * empty (nothing, no, an empty list) counts for nothing, so that what the language comes to know later, and a policy does
 * not use, changes no fingerprint.
 */
export function fingerprintOf(policy: Policy): string {
  return `${reading}-${createHash("sha256")
    .update(JSON.stringify(inOrder(policy)))
    .digest("hex")}`;
}

/** Whether two fingerprints show that a policy was changed. Two of different readings show nothing. */
export function showsChange(before: string, after: string): boolean {
  const readingOf = (fingerprint: string) => fingerprint.split("-")[0];
  return readingOf(before) === readingOf(after) && before !== after;
}

/** The same with the names of every object in order, and without what is empty. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, each]) => [name, inOrder(each)] as const)
      .filter(([, each]) => !isEmpty(each))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
