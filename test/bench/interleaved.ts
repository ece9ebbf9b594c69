/**
 * Several ways of doing the same, in turn, round after round: whatever else the machine does meanwhile meets all of them. The first round warms up and is not
 * counted.
 */

export interface Taken {
  readonly milliseconds: number;
  /** Of every process that took part, where the way knows better than this process. */
  readonly cpuMilliseconds: number;
}

export interface Interleaved<Name extends string> {
  /** The median of each figure of a way. */
  readonly medians: Readonly<Record<Name, Taken>>;
  /** The median of the ratios within each round, a way over the base: it does not drift with the machine. */
  ratio(way: Name, base: Name, figure: keyof Taken): number;
  /** The figure below which this share of a way's rounds lies. */
  quantile(way: Name, figure: keyof Taken, share: number): number;
}

export async function interleaved<Name extends string>(
  ways: Readonly<Record<Name, () => Promise<Taken | undefined | void>>>,
  rounds: number,
  after: (round: number) => void = () => undefined,
): Promise<Interleaved<Name>> {
  const names = Object.keys(ways) as Name[];
  const taken = new Map<Name, Taken[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    // Whoever comes second finds caches warm: the order turns.
    const order = names.map((_, place) => names[(place + round) % names.length]!);
    for (const name of order) {
      const figures = await timed(ways[name]);
      if (round > 0) taken.get(name)!.push(figures);
    }
    after(round);
  }
  const of = (name: Name, figure: keyof Taken) => taken.get(name)!.map((each) => each[figure]);
  return {
    medians: Object.fromEntries(
      names.map((name) => [
        name,
        {
          milliseconds: median(of(name, "milliseconds")),
          cpuMilliseconds: median(of(name, "cpuMilliseconds")),
        },
      ]),
    ) as Record<Name, Taken>,
    ratio: (way, base, figure) => {
      const bases = of(base, figure);
      return median(of(way, figure).map((each, round) => each / bases[round]!));
    },
    quantile: (way, figure, share) => quantile(of(way, figure), share),
  };
}

async function timed(work: () => Promise<Taken | undefined | void>): Promise<Taken> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const known = await work();
  const milliseconds = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return known ?? { milliseconds, cpuMilliseconds: (user + system) / 1000 };
}

/** @throws RangeError of nothing */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new RangeError("There is no median of nothing");
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}

/** The figure below which this share of all lies, as p99: 0.99. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const figure = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  if (figure === undefined) throw new RangeError("There is no share of nothing");
  return figure;
}
