/** What `npm run verify` found, in a sentence. */

/** @param witnessed how many of them agree with what was witnessed of them */
export function heldTogether(all: number, witnessed: number): string {
  if (all === 0) return "There is no record yet.";
  if (all === 1)
    return `1 record holds together; ${witnessed === 1 ? "it agrees with what was witnessed" : "nothing was witnessed of it yet"}.`;
  return `${all} records hold together; ${witnessed} of them ${witnessed === 1 ? "agrees" : "agree"} with what was witnessed.`;
}

export const doNotHold = (broken: number, all: number): string =>
  `${broken} of ${all} ${all === 1 ? "record" : "records"} ${broken === 1 ? "does" : "do"} not hold together.`;
