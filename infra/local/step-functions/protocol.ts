/** What the server (main thread) and the interpreter's worker say to each other. Times are ms since 1970 (UTC). */

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED" | "TIMED_OUT";

export interface WorkerData {
  /** The clock's memory: see `readSharedClock`. */
  readonly clock: SharedArrayBuffer;
  /** Definition by state machine ARN. */
  readonly machines: Readonly<Record<string, object>>;
  /** ARNs of those whose very definitions another thread of this process found valid: looking again takes a tenth of a second each. */
  readonly valid: ReadonlySet<string>;
}

export interface StartRequest {
  readonly kind: "start";
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  /** JSON text. */
  readonly input: string;
  readonly startMs: number;
}

/** How a token ends its task: with JSON text, or with an error; a heartbeat ends nothing. */
export type Signal =
  | { readonly kind: "success"; readonly output: string }
  | { readonly kind: "failure"; readonly error: string; readonly cause: string }
  | { readonly kind: "heartbeat" };

/** `dead`: it was a token, but nothing waits for it any more. `unknown`: it never was one. */
export type SignalAnswer = "accepted" | "dead" | "unknown";

/** The earliest timer that is pending. */
export interface PendingTimer {
  readonly atMs: number;
}

/** A timer that was fired. `setMs` is when it was set: a timer set and fired at one instant has waited for nothing. */
export interface FiredTimer {
  readonly atMs: number;
  readonly setMs: number;
}

/** An event in the shape of GetExecutionHistory; its timestamp in seconds since 1970, as on the wire. */
export type HistoryEvent = { readonly id: number; readonly type: string; readonly timestamp: number } & Record<
  string,
  unknown
>;

/** Every request that is answered, with the type of its answer. */
export interface Answers {
  start: null;
  stop: null;
  signal: SignalAnswer;
  history: readonly HistoryEvent[];
  fire: FiredTimer | null;
  ping: PendingTimer | null;
}

export type Request =
  | StartRequest
  | { readonly kind: "stop"; readonly executionArn: string; readonly error?: string; readonly cause?: string }
  | { readonly kind: "signal"; readonly token: string; readonly signal: Signal }
  | { readonly kind: "history"; readonly executionArn: string }
  /** Fire the earliest timer if the clock has reached it. */
  | { readonly kind: "fire" }
  /** Answered when everything said before has been dealt with. */
  | { readonly kind: "ping" };

export type Invoked =
  | { readonly ok: true; readonly result: string }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

export type ToWorker =
  | { readonly kind: "request"; readonly id: number; readonly request: Request }
  | { readonly kind: "invoked"; readonly attempt: number; readonly outcome: Invoked }
  /** The clock was held or released. */
  | { readonly kind: "clock" };

export interface Ended {
  readonly kind: "ended";
  readonly executionArn: string;
  readonly status: Exclude<ExecutionStatus, "RUNNING">;
  readonly stopMs: number;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export type FromWorker =
  | { readonly kind: "ready" }
  /** A definition that cannot be run. */
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  /** The payload is JSON text. */
  | { readonly kind: "invoke"; readonly attempt: number; readonly functionName: string; readonly payload: string }
  | Ended;
