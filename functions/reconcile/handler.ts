import { createContainer, systemClock } from "../container.ts";
import { executionEnded, reconcile } from "./reconcile.ts";

/** Of EventBridge's “Step Functions Execution Status Change”, the parts that are read. */
interface StatusChange {
  readonly detail: { readonly name: string; readonly status: string };
}

const { tasks } = createContainer(process.env, systemClock);

/** By the schedule, and by every execution that failed, timed out or was stopped. */
export const handler = async (event: StatusChange | Record<string, never>): Promise<void> => {
  if ("detail" in event && typeof event.detail.name === "string")
    return executionEnded(event.detail.name, event.detail.status, tasks);
  const { failed } = await reconcile(tasks);
  // A failed run is repeated and raises the alarm.
  if (failed.length > 0) throw new Error(`${failed.length} escalations could not be reconciled`);
};
