/**
 * The thread in which the interpreter runs, by the service's clock: here, and only here, `Date`, `setTimeout` and
 * `clearTimeout` are replaced, because the interpreter knows no other time than theirs.
 */
import { registerHooks } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { StateMachine as Machine } from "aws-local-stepfunctions";
import { msToInstant, readSharedClock } from "../clock.ts";
import { BRANCH_PARAMETER, prepareDefinition } from "./definition.ts";
import type { PreparedMachine, TaskKind } from "./definition.ts";
import { toHistoryEvent } from "./history.ts";
import type { InterpreterEvent } from "./history.ts";
import type { Answers, Ended, FromWorker, Invoked, Request, StartRequest, ToWorker, WorkerData } from "./protocol.ts";
import { VirtualTimers } from "./timers.ts";
import { isToken, mintToken } from "./tokens.ts";

const port = parentPort;
if (port === null) throw new Error("This module runs in a worker thread of the local Step Functions server.");
const { clock, machines, valid } = workerData as WorkerData;

const post = (message: FromWorker): void => port.postMessage(message);

// The interpreter loads the AWS SDK for tasks that it would call in the cloud. Here every task is ours, so it gets an
// empty one: that takes a third off the time to start, and leaves no way out of the machine. Where every definition was
// found valid before, nothing asks what finds them so, which would be a third of the rest.
const NO_SDK = "data:text/javascript,export let LambdaClient, InvokeCommand, fromCognitoIdentityPool";
const NO_VALIDATOR = "data:text/javascript,export default undefined";
const allValid = Object.keys(machines).every((arn) => valid.has(arn));
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith("@aws-sdk/")) return { url: NO_SDK, shortCircuit: true };
    if (specifier === "asl-validator" && allValid) return { url: NO_VALIDATOR, shortCircuit: true };
    return next(specifier, context);
  },
});
const { ExecutionAbortedError, ExecutionError, ExecutionTimeoutError, StateMachine } =
  await import("aws-local-stepfunctions");

// ---- Time -----------------------------------------------------------------------------------------------------------

const RealDate = globalThis.Date;
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;

// Before `Date` is replaced: the clock is what the replacement asks.
const sharedClock = readSharedClock(clock);
const held = (): boolean => sharedClock.held();
/**
 * The time in this thread stands still within a turn of the event loop. The interpreter takes the distance to a moment
 * and then sleeps that long; with time passing in between, it would wake a millisecond late.
 */
let presentMs = sharedClock.nowMs();
const nowMs = (): number => presentMs;
const newTurn = (): void => void (presentMs = sharedClock.nowMs());
const timers = new VirtualTimers(nowMs);

/** Node's own timers fire at once beyond 24.8 days, and a laptop sleeps: look at the clock at least this often. */
const LONGEST_SLEEP_MS = 3_600_000;
let alarm: NodeJS.Timeout | undefined;
let alarmFor: number | undefined;

/** While the clock runs, sleeps until the earliest timer. While it is held, whoever holds it fires the timers. */
function setAlarm(): void {
  const earliest = held() ? undefined : timers.earliestMs();
  if (earliest === alarmFor && earliest !== undefined) return;
  realClearTimeout(alarm);
  alarmFor = earliest;
  if (earliest === undefined) return;
  const sleepMs = Math.min(Math.max(earliest - nowMs(), 0), LONGEST_SLEEP_MS);
  alarm = realSetTimeout(() => {
    newTurn();
    alarmFor = undefined;
    if (!held()) fireAllDue();
    setAlarm();
  }, sleepMs);
}

function fireAllDue(): void {
  // Only those that are due now: what they set in turn is for the next alarm, so that messages get their turn too.
  for (let left = timers.size; left > 0 && timers.fireNext() !== undefined; left--);
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget),
  apply: () => new RealDate(nowMs()).toString(),
  get: (target, key, receiver) => (key === "now" ? nowMs : Reflect.get(target, key, receiver)),
});

/** The attempt whose timeout the interpreter sets next: it does so within the same turn as it calls the handler. */
let awaitingTimeout: Attempt | "none" | undefined;

globalThis.setTimeout = ((run: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): number => {
  const attempt = awaitingTimeout;
  awaitingTimeout = undefined;
  if (attempt === "none") return 0;
  const id = timers.set(() => {
    if (attempt !== undefined) closeAttempt(attempt);
    run(...args);
  }, delayMs);
  if (attempt !== undefined) attempt.timer = id;
  setAlarm();
  return id;
}) as unknown as typeof globalThis.setTimeout;

globalThis.clearTimeout = ((id: number | undefined): void => {
  if (id !== undefined) timers.clear(id);
}) as unknown as typeof globalThis.clearTimeout;

// ---- Branches -------------------------------------------------------------------------------------------------------

// The interpreter abandons a branch by aborting its signal, but does not hand that signal to a task's handler: a token
// would outlive its branch, and a task in backoff would be invoked once more. Each branch combines its signal with its
// parent's, and builds its context in the same turn; so the signal combined last is that of the branch whose context
// is being built. Nothing is changed here, only looked at.
const combineSignals = AbortSignal.any.bind(AbortSignal);
let lastSignal: AbortSignal | undefined;
AbortSignal.any = (signals) => (lastSignal = combineSignals(signals));

/** One run of a branch (or of an item of a Map), or the execution's main line, which has no signal. */
interface Branch {
  readonly execution: Execution;
  readonly signal: AbortSignal | undefined;
  /** The token that was read for the attempt that is about to start. Read twice, it is the same. */
  token: string | undefined;
}

interface Execution {
  readonly arn: string;
  readonly attempts: Set<Attempt>;
  readonly events: InterpreterEvent[];
  /** How many events were dropped before the first that is kept. */
  dropped: number;
  ended: boolean;
  mainLine: boolean;
  abort: () => void;
}

/** One attempt at a task that has not ended. */
interface Attempt {
  readonly id: number;
  readonly branch: Branch;
  readonly kind: TaskKind;
  readonly token: string | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onAbort: () => void;
  timer: number | undefined;
}

const attempts = new Map<number, Attempt>();
const byToken = new Map<string, Attempt>();
let lastAttempt = 0;

function openBranch(execution: Execution): Branch {
  const signal = lastSignal;
  lastSignal = undefined;
  if (execution.mainLine) {
    execution.mainLine = false;
    return { execution, signal: undefined, token: undefined };
  }
  if (signal === undefined) throw new Error("The interpreter no longer combines the signals of its branches.");
  return { execution, signal, token: undefined };
}

function contextOf(request: StartRequest, execution: Execution, machine: PreparedMachine): Record<string, unknown> {
  const { stateMachineArn, executionArn, name } = request;
  const run = {
    Id: executionArn,
    Name: name,
    Input: JSON.parse(request.input) as unknown,
    RoleArn: "arn:aws:iam::000000000000:role/local",
    StartTime: msToInstant(request.startMs),
  };
  const stateBy = Object.fromEntries(
    [...machine.stateNames].map(([key, stateName]) => [
      key,
      {
        Name: stateName,
        get EnteredTime() {
          return msToInstant(nowMs());
        },
      },
    ]),
  );
  return {
    Run: run,
    Execution: run,
    StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(":").at(-1) },
    StateBy: stateBy,
    // The interpreter copies the context for every branch that it starts, and with that reads this: once per branch.
    get Task() {
      const branch = openBranch(execution);
      return {
        Branch: branch,
        get Token() {
          return (branch.token ??= mintToken(execution.arn));
        },
      };
    },
  };
}

// ---- Tasks ----------------------------------------------------------------------------------------------------------

interface TaskInput {
  readonly FunctionName: unknown;
  readonly Payload?: unknown;
  readonly [BRANCH_PARAMETER]: Branch;
}

function attemptTask(kind: TaskKind, input: TaskInput): Promise<unknown> {
  const branch = input[BRANCH_PARAMETER];
  const { execution, signal } = branch;
  const token = branch.token;
  branch.token = undefined;

  if (execution.ended || signal?.aborted) {
    // Abandoned while it waited to retry; the interpreter tries once more. Nobody hears of it, and no timer is left.
    awaitingTimeout = "none";
    return new Promise(() => undefined);
  }

  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const attempt: Attempt = {
    id: ++lastAttempt,
    branch,
    kind,
    token: kind === "token" ? token : undefined,
    resolve,
    reject,
    onAbort: () => closeAttempt(attempt),
    timer: undefined,
  };
  attempts.set(attempt.id, attempt);
  execution.attempts.add(attempt);
  if (attempt.token !== undefined) byToken.set(attempt.token, attempt);
  signal?.addEventListener("abort", attempt.onAbort, { once: true });

  awaitingTimeout = attempt;
  queueMicrotask(() => {
    if (awaitingTimeout !== attempt) return;
    // Its timeout could not be read from the input, so the interpreter has given the task up.
    awaitingTimeout = undefined;
    closeAttempt(attempt);
  });

  post({
    kind: "invoke",
    attempt: attempt.id,
    functionName: String(input.FunctionName),
    payload: JSON.stringify(input.Payload ?? {}),
  });
  return promise;
}

/** Forgets an attempt that has ended, in whichever way: its token is dead, its timeout gone, its result unheard. */
function closeAttempt(attempt: Attempt): void {
  attempts.delete(attempt.id);
  if (attempt.token !== undefined) byToken.delete(attempt.token);
  attempt.branch.execution.attempts.delete(attempt);
  attempt.branch.signal?.removeEventListener("abort", attempt.onAbort);
  if (attempt.timer !== undefined) timers.clear(attempt.timer);
}

/** An error as Retry and Catch see it: `Error` is its name, `Cause` its message. */
function taskError(name: string, cause: string): Error {
  const error = new Error(cause);
  error.name = name;
  return error;
}

function finishInvocation(id: number, outcome: Invoked): void {
  const attempt = attempts.get(id);
  if (attempt === undefined) return;
  if (!outcome.ok) {
    const { errorType, errorMessage } = outcome;
    closeAttempt(attempt);
    attempt.reject(taskError(errorType, JSON.stringify({ errorMessage, errorType })));
  } else if (attempt.kind === "invoke") {
    closeAttempt(attempt);
    attempt.resolve({ ExecutedVersion: "$LATEST", StatusCode: 200, Payload: JSON.parse(outcome.result) as unknown });
  }
  // What a function returns that was given a token is nobody's: the token's signal ends the task.
}

// ---- Executions -----------------------------------------------------------------------------------------------------

const prepared = new Map<string, { readonly machine: Machine; readonly prepared: PreparedMachine }>();
const executions = new Map<string, Execution>();
/** Executions that ended, oldest first, of which the last events are kept. */
const endedArns: string[] = [];

const EVENTS_WHILE_RUNNING = 2_000;
/** Several times those of an escalation that nobody answers until its last body does. */
const EVENTS_AFTER_END = 1_000;
const HISTORIES_AFTER_END = 300;
/**
 * An execution with more events than this has failed. Step Functions ends one at 25,000, but counts more of them for a
 * state. Without an end, one that goes round in circles without ever waiting would hold this thread for ever.
 */
const MOST_EVENTS = 100_000;

function start(request: StartRequest): void {
  const found = prepared.get(request.stateMachineArn);
  if (found === undefined) throw new Error(`There is no state machine ${request.stateMachineArn}.`);
  const execution: Execution = {
    arn: request.executionArn,
    attempts: new Set(),
    events: [],
    dropped: 0,
    ended: false,
    mainLine: true,
    abort: () => undefined,
  };
  executions.set(execution.arn, execution);

  const handlers = Object.fromEntries(
    [...found.prepared.tasks].map(([name, kind]) => [
      name,
      // The interpreter's types say JSON; the branch in the input is ours and never leaves this thread.
      (input: unknown) => attemptTask(kind, input as TaskInput) as Promise<null>,
    ]),
  );
  lastSignal = undefined;
  const run = found.machine.run(JSON.parse(request.input) as null, {
    overrides: { taskResourceLocalHandlers: handlers },
    context: contextOf(request, execution, found.prepared),
  });
  execution.abort = run.abort;

  const failed = (error: unknown): void => {
    if (error instanceof ExecutionTimeoutError) return end(execution, { status: "TIMED_OUT", error: "States.Timeout" });
    if (error instanceof ExecutionAbortedError) return end(execution, { status: "ABORTED" });
    const cause = error instanceof ExecutionError ? error.cause : error;
    const known = cause instanceof Error ? cause : new Error(String(cause));
    return end(execution, { status: "FAILED", error: known.name, cause: known.message });
  };
  run.result.then((output) => end(execution, { status: "SUCCEEDED", output: JSON.stringify(output) }), failed);
  void keepEvents(execution, run.eventLogs as AsyncIterable<unknown> as AsyncIterable<InterpreterEvent>);
}

async function keepEvents(execution: Execution, events: AsyncIterable<InterpreterEvent>): Promise<void> {
  for await (const event of events) {
    execution.events.push(event);
    if (execution.dropped + execution.events.length > MOST_EVENTS && !execution.ended) {
      const cause = `The execution reached the maximum number of history events (${MOST_EVENTS}).`;
      end(execution, { status: "FAILED", error: "States.Runtime", cause });
      execution.abort();
    }
    const most = execution.ended ? EVENTS_AFTER_END : EVENTS_WHILE_RUNNING;
    const excess = execution.events.length - most;
    // By a tenth at a time, because moving all the others for every single one is slow.
    if (excess > most / 10) {
      execution.events.splice(0, excess);
      execution.dropped += excess;
    }
  }
}

function end(execution: Execution, how: Omit<Ended, "kind" | "executionArn" | "stopMs">): void {
  if (execution.ended) return;
  execution.ended = true;
  for (const attempt of execution.attempts) closeAttempt(attempt);
  const excess = Math.max(0, execution.events.length - EVENTS_AFTER_END);
  execution.events.splice(0, excess);
  execution.dropped += excess;
  endedArns.push(execution.arn);
  if (endedArns.length > HISTORIES_AFTER_END) {
    const oldest = endedArns.shift();
    // A name that was forgotten may have been taken again.
    if (oldest !== undefined && executions.get(oldest)?.ended) executions.delete(oldest);
  }
  post({ kind: "ended", executionArn: execution.arn, stopMs: nowMs(), ...how });
}

// ---- Requests -------------------------------------------------------------------------------------------------------

function answer(request: Request): Answers[keyof Answers] {
  switch (request.kind) {
    case "start":
      start(request);
      return null;
    case "stop": {
      const execution = executions.get(request.executionArn);
      if (execution !== undefined && !execution.ended) {
        const { error, cause } = request;
        end(execution, {
          status: "ABORTED",
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        });
        execution.abort();
      }
      return null;
    }
    case "signal": {
      const { token, signal } = request;
      const attempt = byToken.get(token);
      if (attempt === undefined) return isToken(token) ? "dead" : "unknown";
      if (signal.kind === "heartbeat") return "accepted";
      closeAttempt(attempt);
      if (signal.kind === "success") attempt.resolve(JSON.parse(signal.output));
      else attempt.reject(taskError(signal.error, signal.cause));
      return "accepted";
    }
    case "history": {
      const execution = executions.get(request.executionArn);
      if (execution === undefined) return [];
      return execution.events.flatMap((event, index) => toHistoryEvent(event, execution.dropped + index + 1) ?? []);
    }
    case "fire":
      return timers.fireNext() ?? null;
    case "ping": {
      const atMs = timers.earliestMs();
      return atMs === undefined ? null : { atMs };
    }
  }
}

port.on("message", (message: ToWorker) => {
  newTurn();
  switch (message.kind) {
    case "clock":
      // It may have been held, moved and released since, so the alarm that is set says nothing.
      alarmFor = undefined;
      setAlarm();
      return;
    case "invoked":
      finishInvocation(message.attempt, message.outcome);
      return;
    case "request": {
      const { id, request } = message;
      const reply = (): void => {
        try {
          post({ kind: "answer", id, answer: answer(request) });
        } catch (error) {
          post({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
        }
      };
      // The interpreter reacts to what was said before in microtasks; by the next turn it has done so.
      if (request.kind === "ping") setImmediate(reply);
      else reply();
    }
  }
});

try {
  for (const [arn, definition] of Object.entries(machines)) {
    try {
      // Checked as it was written, because what is made ready for the interpreter is no longer a standard definition.
      if (!valid.has(arn)) new StateMachine(definition as never);
      const ready = prepareDefinition(definition);
      const machine = new StateMachine(ready.definition, { validationOptions: { noValidate: true } });
      prepared.set(arn, { machine, prepared: ready });
    } catch (error) {
      throw new Error(`${arn}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  post({ kind: "ready" });
} catch (error) {
  post({ kind: "refused", message: error instanceof Error ? error.message : String(error) });
}
