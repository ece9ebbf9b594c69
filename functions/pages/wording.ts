/** Small words that every page is put together from. */

/** Something said of a thing, under what it is about. */
export interface Row {
  readonly key: string;
  readonly text: string;
}

/** “a, b and c”. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** For the beginning of a sentence: the first letter large, the rest as it is. */
export const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
