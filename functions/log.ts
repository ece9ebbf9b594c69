/**
 * One line of JSON to the function's log. Never anything personal: references, ids, kinds and reasons only. The
 * reference is what ties the lines of one escalation together, across functions.
 */
import { Logger } from "@aws-lambda-powertools/logger";
import { once } from "../policies/once.ts";

/** Says something to whoever is on call. `about` holds references, ids, kinds and times, and nothing personal; `reference` makes it findable by escalation. */
export type Log = (level: "info" | "warn" | "error", message: string, about?: Record<string, unknown>) => void;

/** The one logger. Whoever starts a function tells it which invocation it is (container/start.ts). */
export const logger = once(() => new Logger({ serviceName: "escalations" }));

/** The log of every function. A `reference` in `about` becomes the line’s `correlation_id` too, by which all lines of a record are found. */
export const log: Log = (level, message, about = {}) => {
  const { reference } = about;
  logger()[level](message, { ...about, ...(typeof reference === "string" ? { correlation_id: reference } : {}) });
};

/** What of an error may be logged: its name and nothing else, as a message can quote what somebody wrote. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
