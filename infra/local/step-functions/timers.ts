import type { FiredTimer } from "./protocol.ts";

interface Timer {
  readonly id: number;
  readonly atMs: number;
  readonly setMs: number;
  readonly run: () => void;
}

/**
 * Timers by a clock of one's own. Nothing runs by itself: `fireNext` runs the earliest that is due. Of two that are due
 * at the same time, the one that was set first runs first. Times are milliseconds since 1970 (UTC).
 */
export class VirtualTimers {
  readonly #nowMs: () => number;
  /** Latest first, so that the next to fire is taken off the end. */
  readonly #pending: Timer[] = [];
  readonly #byId = new Map<number, Timer>();
  #lastId = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Runs `run` when `delayMs` have passed; at once (but not within this call) when that is not a positive number. */
  set(run: () => void, delayMs: number): number {
    const setMs = this.#nowMs();
    const timer: Timer = { id: ++this.#lastId, setMs, atMs: setMs + (delayMs > 0 ? Math.ceil(delayMs) : 0), run };
    this.#pending.splice(this.#placeOf(timer), 0, timer);
    this.#byId.set(timer.id, timer);
    return timer.id;
  }

  /** Forgets a timer. One that has run, or never was, is no error. */
  clear(id: number): void {
    const timer = this.#byId.get(id);
    if (timer === undefined) return;
    this.#byId.delete(id);
    this.#pending.splice(this.#placeOf(timer), 1);
  }

  /** When the next is due; undefined when there is none. */
  earliestMs(): number | undefined {
    return this.#pending.at(-1)?.atMs;
  }

  get size(): number {
    return this.#pending.length;
  }

  /** Runs the earliest timer if it is due. Says which, or undefined when none was due. */
  fireNext(): FiredTimer | undefined {
    const timer = this.#pending.at(-1);
    if (timer === undefined || timer.atMs > this.#nowMs()) return undefined;
    this.#pending.pop();
    this.#byId.delete(timer.id);
    timer.run();
    return { atMs: timer.atMs, setMs: timer.setMs };
  }

  /** Where a timer stands in `#pending`, or would. */
  #placeOf(timer: Timer): number {
    let low = 0;
    let high = this.#pending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#pending[middle] as Timer;
      const later = other.atMs > timer.atMs || (other.atMs === timer.atMs && other.id > timer.id);
      if (later) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
