import type { HistoryEvent } from "./protocol.ts";

/** The part of the interpreter's events that a history is made of. Times are ms since 1970 (UTC). */
export interface InterpreterEvent {
  readonly type: string;
  readonly timestamp: number;
  readonly state?: { readonly name: string; readonly type: string; readonly input: unknown; readonly output?: unknown };
  readonly input?: unknown;
  readonly output?: unknown;
  readonly Error?: string;
  readonly Cause?: unknown;
}

/**
 * An interpreter's event as GetExecutionHistory has it; undefined for those without a counterpart there. Its time is in
 * seconds since 1970.
 */
export function toHistoryEvent(event: InterpreterEvent, id: number): HistoryEvent | undefined {
  const of = (type: string, details?: string, content?: Record<string, unknown>): HistoryEvent => ({
    id,
    previousEventId: id - 1,
    type,
    timestamp: event.timestamp / 1000,
    ...(details === undefined ? {} : { [details]: content }),
  });
  const failure = {
    error: event.Error,
    cause: typeof event.Cause === "string" ? event.Cause : JSON.stringify(event.Cause ?? ""),
  };
  const { state } = event;
  switch (event.type) {
    case "ExecutionStarted":
      return of("ExecutionStarted", "executionStartedEventDetails", { input: JSON.stringify(event.input) });
    case "ExecutionSucceeded":
      return of("ExecutionSucceeded", "executionSucceededEventDetails", { output: JSON.stringify(event.output) });
    case "ExecutionFailed":
      return of("ExecutionFailed", "executionFailedEventDetails", failure);
    case "ExecutionAborted":
      return of("ExecutionAborted", "executionAbortedEventDetails", {});
    case "ExecutionTimeout":
      return of("ExecutionTimedOut", "executionTimedOutEventDetails", {});
    case "StateEntered":
      return of(`${state?.type}StateEntered`, "stateEnteredEventDetails", {
        name: state?.name,
        input: JSON.stringify(state?.input),
      });
    case "StateExited":
      return of(`${state?.type}StateExited`, "stateExitedEventDetails", {
        name: state?.name,
        output: JSON.stringify(state?.output),
      });
    case "StateFailed":
      if (state?.type === "Task") {
        const task = { resourceType: "lambda", resource: "invoke" };
        return event.Error === "States.Timeout"
          ? of("TaskTimedOut", "taskTimedOutEventDetails", { ...task, ...failure })
          : of("TaskFailed", "taskFailedEventDetails", { ...task, ...failure });
      }
      if (state?.type === "Parallel" || state?.type === "Map") return of(`${state.type}StateFailed`);
      return undefined;
    default:
      return undefined;
  }
}
