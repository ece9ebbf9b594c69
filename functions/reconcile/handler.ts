import { started } from "../container/start.ts";
import { tasksOf } from "../container/tasks.ts";
import { executionEnded, reconcile } from "./reconcile.ts";

/** Of EventBridge's “Step Functions Execution Status Change”, the parts that are read. */
interface StatusChange {
  readonly detail: { readonly name: string; readonly status: string };
}

/** `{"rebuildSince": "2026-01-31"}`, by hand: writes every summary anew, of whatever moved since that UTC day. */
interface Rebuild {
  readonly rebuildSince: string;
}

/** By the schedule, by every execution that failed, timed out or was stopped, and by whoever rebuilds the summaries. */
export const handler = started(
  tasksOf,
  (tasks) =>
    async (event: StatusChange | Rebuild | Record<string, never>): Promise<void> => {
      if ("detail" in event && typeof event.detail.name === "string")
        return executionEnded(event.detail.name, event.detail.status, tasks);
      const { failed } = await reconcile(
        tasks,
        "rebuildSince" in event ? { everything: true, since: event.rebuildSince } : {},
      );
      // A failed run is repeated and raises the alarm.
      if (failed.length > 0) throw new Error(`${failed.length} escalations could not be reconciled`);
    },
);
