/** Strings that stand nowhere else in the world, each put in one personal field: where one is found, that field leaked. */

/** In front of each: a word of no language, of letters and digits alone, so that no encoding of text changes it. */
const mark = "zqcanary";

export interface Canaries {
  /** A new one, for a field. @param name which field, for people who read what was found */
  put(name: string): string;
  /** The same as an address at a domain. */
  address(name: string, domain: string): string;
  /** By canary, the field that it was put in. */
  readonly all: ReadonlyMap<string, string>;
}

export function canaries(): Canaries {
  const all = new Map<string, string>();
  const next = (name: string) => {
    // Nine digits, so that none is the beginning of another.
    const canary = `${mark}${String(100_000_000 + all.size)}`;
    all.set(canary, name);
    return canary;
  };
  return {
    all,
    // What surrounds it is written otherwise in HTML, in addresses and in JSON.
    put: (name) => `Å&<b>"${next(name)}"’s`,
    address: (name, domain) => `${next(name)}@${domain}`,
  };
}

const oneOf = new RegExp(`${mark}\\d{9}`, "g");

/** In base64 the mark looks in one of three ways, by where it begins. What is at its ends depends on its neighbours. */
const inBase64 = [0, 1, 2].map((before) =>
  Buffer.from(`${"\u0000".repeat(before)}${mark}`)
    .toString("base64")
    .slice(before === 0 ? 0 : before + 1, Math.floor(((before + mark.length) * 8) / 6)),
);
const inHex = Buffer.from(mark).toString("hex");
const reversed = Array.from(mark).toReversed().join("");

/**
 * The canaries in a text, and the traces of them: in other letters, in base64 of either alphabet, in hex, broken over lines as in an
 * e-mail, or backwards.
 */
export function foundIn(text: string): string[] {
  // Quoted-printable breaks lines by “=”, base64 without, and headers by a space.
  const joined = text.replaceAll(/=\r?\n/g, "").replaceAll(/\r?\n[ \t]?/g, "");
  const lower = joined.toLowerCase();
  const plain = new Set(lower.match(oneOf));
  const traces = [
    ...(plain.size === 0 && lower.includes(mark) ? [`a part of “${mark}”`] : []),
    ...inBase64.filter((each) => joined.includes(each)).map((each) => `in base64: ${around(joined, each)}`),
    ...(lower.includes(inHex) ? [`in hex: ${around(lower, inHex)}`] : []),
    ...(lower.includes(reversed) ? ["backwards"] : []),
  ];
  return [...plain, ...traces];
}

function around(text: string, piece: string): string {
  const at = text.indexOf(piece);
  return text.slice(at, at + 60);
}
