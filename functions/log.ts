/** One line of JSON to the function's log. Never anything personal: references, ids, kinds and reasons only. */
export type Log = (level: "info" | "warn" | "error", message: string, about?: Record<string, unknown>) => void;

export const log: Log = (level, message, about = {}) => {
  const line = JSON.stringify({ level, message, ...about });
  if (level === "error") console.error(line);
  else if (level === "warn") console.warn(line);
  else console.log(line);
};

/** What of an error may be logged: its name, and its message where the error is ours or AWS's own. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
