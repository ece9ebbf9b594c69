import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A moment: ISO 8601 in UTC with milliseconds and `Z`, such as `2025-03-30T01:00:00.000Z`. */
export type Instant = string;

/**
 * The service's clock on a laptop. It runs at real speed, a distance away from the machine's own clock, and can be
 * moved forward, never back. While it is *held* it stands exactly at the instant that it was set to.
 */
export interface LocalClock {
  /** The service's time as an instant (UTC). */
  now(): Instant;
  /** The service's time in milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  /**
   * Stands still at exactly this time (whole milliseconds since 1970, UTC; the present one if none is given) until
   * `release`, or until held at a later one. Refused with an Error when the time is before now, or is no time at all.
   */
  hold(ms?: number): void;
  /** Runs on at real speed from where it was held. Does nothing when it is running. */
  release(): void;
  /** Whether it stands still at present. */
  held(): boolean;
  /** Tells of every `hold` and `release`, at once. Returns the function that ends the telling. */
  onChange(listener: () => void): () => void;
  /** The same clock for a worker thread: see `readSharedClock`. */
  readonly shared: SharedArrayBuffer;
  /** Writes down where the clock stands and stops keeping its file. */
  close(): void;
}

/** Where each number lies in the memory that threads share. All are milliseconds. */
const OFFSET = 0;
/** The instant at which the clock is held, or 0 while it runs. */
const HELD = 1;
/** The latest time that the clock has shown. */
const LAST = 2;

const LATEST = 8.64e15;
/** How often a running clock writes down where it is, so that a machine whose own clock was set back is noticed. */
const KEEP_EVERY_MS = 60_000;

/** A clock as other threads than the one that opened it see it, through its shared memory. */
export interface SharedClock {
  /** The service's time in milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  /** Whether it stands still at present. */
  held(): boolean;
}

/** Reads the clock whose memory this is; by the `Date.now` of the moment of this call, whatever replaces it later. */
export function readSharedClock(shared: SharedArrayBuffer): SharedClock {
  const realNow = Date.now;
  const cells = new BigInt64Array(shared);
  const get = (cell: number): number => Number(Atomics.load(cells, cell));
  return {
    held: () => get(HELD) !== 0,
    nowMs() {
      const held = get(HELD);
      return held === 0 ? Math.max(realNow() + get(OFFSET), get(LAST)) : held;
    },
  };
}

interface Kept {
  readonly offsetMs: number;
  readonly lastMs: number;
}

function readKept(file: string): Kept | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const refused = new Error(`${file} does not hold a clock. Delete it to start from the present time.`);
  let kept: Partial<Kept> | null;
  try {
    kept = JSON.parse(text) as Partial<Kept> | null;
  } catch (error) {
    throw new Error(refused.message, { cause: error });
  }
  if (!Number.isSafeInteger(kept?.offsetMs) || !Number.isSafeInteger(kept?.lastMs)) throw refused;
  return kept as Kept;
}

/**
 * Opens the clock whose state is `<folder>/clock.json`; without a folder it is forgotten when the process ends.
 *
 * A moved clock stays moved when the service is stopped, killed and started again, and never shows an earlier time
 * than before, even if the machine's own clock was set back meanwhile.
 *
 * `start` is the time (UTC) at which a clock begins that was never opened before; without it, the machine's own time.
 * Refused with an Error when the file is not a clock's.
 */
export function openClock(folder?: string, options: { readonly start?: Instant } = {}): LocalClock {
  const file = folder === undefined ? undefined : join(folder, "clock.json");
  if (folder !== undefined) mkdirSync(folder, { recursive: true });

  const kept = file === undefined ? undefined : readKept(file);
  const real = Date.now();
  const begin =
    kept === undefined
      ? options.start === undefined
        ? real
        : instantToMs(options.start)
      : Math.max(real + kept.offsetMs, kept.lastMs);

  const shared = new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT);
  const cells = new BigInt64Array(shared);
  const set = (cell: number, ms: number): void => void Atomics.store(cells, cell, BigInt(ms));
  const get = (cell: number): number => Number(Atomics.load(cells, cell));
  set(OFFSET, begin - real);
  set(LAST, begin);

  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());

  const nowMs = (): number => {
    const held = get(HELD);
    if (held !== 0) return held;
    const running = Date.now() + get(OFFSET);
    const last = get(LAST);
    if (running < last) {
      // The machine's own clock was set back. Ours goes on from where it was instead of standing still until then.
      set(OFFSET, get(OFFSET) + (last - running));
      return last;
    }
    set(LAST, running);
    return running;
  };

  const keep = (ms: number): void => {
    if (file === undefined) return;
    const state: Kept = { offsetMs: ms - Date.now(), lastMs: ms };
    // Written aside and renamed, so that a kill at any moment leaves either the old file or the new one.
    writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`);
    renameSync(`${file}.new`, file);
  };
  keep(begin);

  const timer = file === undefined ? undefined : setInterval(() => keep(nowMs()), KEEP_EVERY_MS).unref();

  return {
    shared,
    nowMs,
    now: () => msToInstant(nowMs()),
    held: () => get(HELD) !== 0,
    hold(asked) {
      const now = nowMs();
      const ms = asked ?? now;
      if (!Number.isSafeInteger(ms) || ms <= 0 || ms > LATEST)
        throw new Error(`${ms} is not a time to set a clock to.`);
      if (ms < now) throw movedBack(now, ms);
      // Kept before anybody can see it: whatever is recorded at this time, no restart shows an earlier one.
      if (ms > now || get(HELD) === 0) keep(ms);
      set(LAST, ms);
      set(HELD, ms);
      tell();
    },
    release() {
      const held = get(HELD);
      if (held === 0) return;
      set(OFFSET, held - Date.now());
      set(LAST, held);
      set(HELD, 0);
      tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      clearInterval(timer);
      keep(nowMs());
    },
  };
}

/** The Error for a clock that stands at `now` and was asked to go back to `asked` (both ms since 1970, UTC). */
export function movedBack(now: number, asked: number): Error {
  return new Error(
    `The clock shows ${msToInstant(now)} and cannot be moved back to ${msToInstant(asked)}. Choose a later time.`,
  );
}

/** The instant of a time in milliseconds since 1970 (UTC). */
export function msToInstant(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** Milliseconds since 1970 of an instant; refused with an Error when the text is not ISO 8601 in UTC, ending in `Z`. */
export function instantToMs(instant: Instant): number {
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new Error(`"${instant}" is not an instant. Write it in UTC like 2025-03-30T01:00:00.000Z.`);
  }
  return ms;
}
