/**
 * Whose what stands on a record is, for an answer to one person: everybody’s names and addresses are known from the record
 * itself, so those of others can be marked wherever they stand. Pure.
 */
export interface Named {
  readonly name: string;
  readonly email?: string;
}

export interface Others {
  /** A text with every name and address of others marked. */
  readonly mark: (text: string) => string;
  /** Where in a value something of others stands, as `2/sealed/name`, and what. */
  readonly within: (value: unknown) => readonly { readonly at: string; readonly text: string }[];
}

/** Everybody who is named on a record: whatever has a name, with an address or without one. */
export function namedIn(value: unknown): Named[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (typeof value !== "object" || value === null) return [];
  const { name, email, askedBy, ...rest } = value as Record<string, unknown>;
  const called = [name, askedBy].filter((each) => typeof each === "string" && each.trim() !== "") as string[];
  return [
    ...called.map((each): Named => ({ name: each, ...(typeof email === "string" ? { email } : {}) })),
    ...Object.values(rest).flatMap(namedIn),
  ];
}

/** @param own what the one who asks is called, and their addresses */
export function othersThan(own: readonly string[], everybody: readonly Named[]): Others {
  const plain = (text: string) => text.trim().toLowerCase();
  const mine = new Set(own.flatMap((each) => [plain(each), ...partsOf(each).map(plain)]));
  const theirs = everybody
    .filter(({ name, email }) => !mine.has(plain(name)) && !(email && mine.has(plain(email))))
    .flatMap(({ name, email }) => [name, ...(email ? [email] : []), ...partsOf(name)])
    .filter((each) => !mine.has(plain(each)));
  // The longest first, so that a whole name is marked as one.
  const words = [...new Set(theirs)].toSorted((a, b) => b.length - a.length).map(escaped);
  const any =
    words.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "giu") : undefined;
  const within = (value: unknown, at: string): { at: string; text: string }[] => {
    if (typeof value === "string") return any ? [...new Set(value.match(any) ?? [])].map((text) => ({ at, text })) : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, each]) => within(each, at === "" ? key : `${at}/${key}`));
  };
  return {
    mark: (text) => (any ? text.replaceAll(any, (each) => `[OTHER: ${each}]`) : text),
    within: (value) => within(value, ""),
  };
}

/** The words of a name that can stand for it alone: “Dr Ian Webb” is also Ian, and Webb. */
const partsOf = (name: string) =>
  name.includes("@") ? [] : name.split(/[\s,]+/).filter((each) => /^\p{Lu}[\p{L}’'-]{2,}$/u.test(each));

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
