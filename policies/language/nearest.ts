/** Which of some words somebody meant who wrote another: for messages about misspelt keys. Pure. */

/** The word as it is compared: lower case, with spaces, whatever joined its parts; singular. */
export function plain(word: string): string {
  return word
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[-_\s]+/g, " ")
    .trim();
}

/**
 * The one of some words that is nearest to another; undefined where none is near.
 * @param slips how many letters may be wrong, missing, too many or swapped; a short word has fewer
 */
export function nearest(word: string, among: readonly string[], slips: number): string | undefined {
  const distances = among
    .map((each) => ({ each, distance: distance(singular(plain(word)), singular(plain(each))) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = distances;
  if (!best) return undefined;
  const allowed = Math.min(slips, Math.floor(plain(word).length / 3));
  return best.distance <= allowed ? best.each : undefined;
}

const singular = (text: string) => text.replace(/s\b/g, "");

/** How many letters have to be put in, taken out, changed or swapped with the next to make one word the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a.charAt(i - 1) === b.charAt(j - 1);
      const swapped = i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
