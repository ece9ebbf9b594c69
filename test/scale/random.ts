/** Chance that comes again: the same seed gives the same numbers, in the same order, on every machine. */

export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** Whether something of this likelihood happens. */
  happens(likelihood: number): boolean;
  /** A whole number from 0 to below this. */
  below(number: number): number;
  /** One of them. @throws Error where there is none */
  oneOf<T>(some: readonly T[]): T;
}

/** @param seed any text; two texts give streams that have nothing to do with one another (FNV-1a, then mulberry32) */
export function randomOf(seed: string): Random {
  let state = 0x811c9dc5;
  for (let place = 0; place < seed.length; place++) state = Math.imul(state ^ seed.charCodeAt(place), 0x01000193) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (number: number) => Math.floor(next() * number);
  return {
    next,
    happens: (likelihood) => next() < likelihood,
    below,
    oneOf(some) {
      const found = some[below(some.length)];
      if (found === undefined) throw new Error("There is nothing to choose from");
      return found;
    },
  };
}
