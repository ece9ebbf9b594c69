/** Failures that pass: the state machine tries a task again that failed with one, and no task that failed otherwise. */
import { triedAgain, withoutWords } from "../unsaid.ts";

export class TransientError extends Error {
  constructor(cause: unknown) {
    super(`AWS could not do it now: ${cause instanceof Error ? cause.name : String(cause)}`, { cause });
    this.name = triedAgain;
  }
}

/** AWS's own names for “too much at once” and “not now”, and the network's. */
const passing = new Set([
  "InternalServerError",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ServiceUnavailable",
  "Throttling",
  "ThrottlingException",
  "TimeoutError",
  "TooManyRequestsException",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Runs a task, giving what may pass the name under which it is tried again. Everything else fails under its own name, and
 * without its words: the history of an execution keeps them for months (ALL-13).
 */
export async function transiently<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw isPassing(error) ? new TransientError(error) : withoutWords(error);
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return passing.has(error.name) || passing.has(String(code)) || ($metadata?.httpStatusCode ?? 0) >= 500;
}
