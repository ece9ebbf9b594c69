import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { instantToMs, movedBack } from "./clock.ts";
import type { Instant, LocalClock } from "./clock.ts";
import type { LocalStepFunctions } from "./step-functions/index.ts";

/** Moves the service's clock so that everything on the way happens, at its own time and in order. */
export interface TimeMachine {
  /**
   * Moves to this instant (UTC) by way of every timer and schedule up to and including it. After each the service has
   * come to rest before the next; `onStep` hears the instant. The clock runs on from there in the end.
   *
   * One move at a time: a second waits for the first. Refused with an Error: an instant before the present; an
   * execution that goes round in circles without waiting; work that does not come to rest. The clock then runs on from
   * where the move has come to, with nothing lost.
   *
   * Never wait for this from within something that `busy` counts: it would wait for itself.
   */
  moveTo(target: Instant, onStep?: (instant: Instant) => void): Promise<void>;
}

export interface TimeMachineOptions {
  readonly clock: LocalClock;
  readonly stepFunctions: Pick<LocalStepFunctions, "fireNext" | "quiet" | "inFlight" | "activity">;
  /** How many requests and invocations are under way elsewhere. */
  readonly busy: () => number;
  /** Called after each step, with the clock held: runs the schedules that are due, for example. */
  readonly between?: () => Promise<void>;
  /** When `between` has something to do next (ms since 1970, UTC); undefined if never. */
  readonly nextSchedule?: () => number | undefined;
  /**
   * How long, in real milliseconds, nothing may go on in a step that has not come to rest. One minute if left out. However
   * much there is to do, it may take as long as it takes.
   */
  readonly patienceMs?: number;
  /** More steps than this at one instant, none of which anybody had waited for, are a circle. 10,000 if left out. */
  readonly mostStepsAtOneInstant?: number;
}

/** Turns of the event loop that have to pass with nothing under way. */
const QUIET_TURNS = 3;

/** Nothing moves before `moveTo` is called. Between moves the clock runs on by itself. */
export function createTimeMachine(options: TimeMachineOptions): TimeMachine {
  const {
    clock,
    stepFunctions,
    busy,
    between,
    nextSchedule,
    patienceMs = 60_000,
    mostStepsAtOneInstant = 10_000,
  } = options;
  let moves: Promise<void> = Promise.resolve();

  /** Waits until nothing is under way anywhere. Says when the earliest timer is due (ms since 1970, UTC), if any is. */
  async function rest(): Promise<number | undefined> {
    let over = false;
    const atRest = async (): Promise<number | undefined> => {
      for (let attempt = 0; !over; attempt++) {
        const next = await stepFunctions.quiet();
        if (await staysQuiet()) return next?.atMs;
        // Most work is over within a few turns; what takes longer shall not have to share the processor with us.
        if (attempt > 100) await sleep(1);
      }
      return undefined;
    };
    let watch: NodeJS.Timeout | undefined;
    let seen = stepFunctions.activity();
    const late = new Promise<never>((_, reject) => {
      watch = setInterval(() => {
        if (stepFunctions.activity() === seen) reject(new Error(stillUnderWay()));
        seen = stepFunctions.activity();
      }, patienceMs);
    });
    try {
      return await Promise.race([atRest(), late]);
    } finally {
      over = true;
      clearInterval(watch);
    }
  }

  /** Whether nothing happens for some turns of the event loop, in which answers and messages would arrive. */
  async function staysQuiet(): Promise<boolean> {
    const before = stepFunctions.activity();
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      await turn();
      if (busy() !== 0 || stepFunctions.activity() !== before) return false;
    }
    return true;
  }

  function stillUnderWay(): string {
    const what = [...stepFunctions.inFlight(), ...(busy() > 0 ? [`${busy()} requests elsewhere`] : [])];
    return (
      `At ${clock.now()} the service did not come to rest, and nothing went on for ${patienceMs / 1000} s. Still under way: ` +
      `${what.length === 0 ? "an execution that goes round in circles" : what.join(", ")}.`
    );
  }

  async function move(targetMs: number, onStep: ((instant: Instant) => void) | undefined): Promise<void> {
    clock.hold();
    try {
      if (targetMs < clock.nowMs()) throw movedBack(clock.nowMs(), targetMs);
      let timerMs = await rest();
      let circling = 0;
      for (;;) {
        const nextMs = Math.min(timerMs ?? Number.POSITIVE_INFINITY, nextSchedule?.() ?? Number.POSITIVE_INFINITY);
        if (nextMs > targetMs) {
          if (clock.nowMs() === targetMs) return;
          clock.hold(targetMs);
          circling = 0;
          timerMs = await afterStep(timerMs);
          continue;
        }

        if (nextMs > clock.nowMs()) {
          clock.hold(nextMs);
          circling = 0;
        }
        const fired = await stepFunctions.fireNext();
        // A timer set at an earlier instant is one of many that end together, however many they are.
        if (fired === undefined || fired.setMs >= clock.nowMs()) circling++;
        if (circling > mostStepsAtOneInstant) {
          throw new Error(
            `At ${clock.now()} more than ${mostStepsAtOneInstant} steps followed one another without any time ` +
              "passing. An execution goes round in circles: it waits for a moment that has already been.",
          );
        }
        timerMs = await afterStep(await rest());
        onStep?.(clock.now());
      }
    } finally {
      clock.release();
    }
  }

  /** Runs what is due elsewhere. Takes and gives the time of the earliest timer. */
  async function afterStep(timerMs: number | undefined): Promise<number | undefined> {
    if (between === undefined) return timerMs;
    await between();
    return rest();
  }

  return {
    moveTo(target, onStep) {
      const result = moves.then(() => move(instantToMs(target), onStep));
      // The next move waits for this one's end, not for its success, which is its caller's concern.
      moves = result.catch(() => undefined);
      return result;
    },
  };
}
