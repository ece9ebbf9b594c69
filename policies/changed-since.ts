/**
 * Whether the versions that are held still say what they said when somebody last looked, by marks that stand in a text (policies/README.md, with the diagrams).
 * A version under which something was raised is changed no more (ALL-14).
 */
import { fingerprintOf, showsChange } from "./fingerprint.ts";
import type { Policy } from "./language/schema.ts";

/** A line that says what a version says now, unseen where Markdown is shown. */
export const markOf = (policy: Policy) => `<!-- ${policy.policy} ${policy.version}: ${fingerprintOf(policy)} -->`;

const marks = /^<!-- (\S+) (\S+): (\d+-[0-9a-f]+) -->$/gm;

/** Which versions are gone, or say something else than their marks in this text; and what to do about each. */
export function changedSince(text: string, policies: readonly Policy[]): string[] {
  const otherwise = "If nothing ever was: npm run diagrams -- --nothing-raised";
  return [...text.matchAll(marks)].flatMap(([, id, version, fingerprint = ""]) => {
    const policy = policies.find((each) => each.policy === id && each.version === version);
    if (!policy)
      return `${id} ${version} is gone. If anything was raised under it, that goes on by it: put its file back. ${otherwise}`;
    if (!showsChange(fingerprint, fingerprintOf(policy))) return [];
    return `${id} ${version} says something else than it did. If anything was raised under it, that goes on by what it said: put its file back, and write what changes into a new one, with a version and an “in force from” of its own (policies/README.md, “Publish it”). ${otherwise}`;
  });
}
