/** Seeing to it that what is open has an execution that waits for it, whatever it is: an escalation or a practice alert. */
import { addMinutes } from "../../policies/calendar/instant.ts";
import type { Execution, Workflow } from "../workflow/workflow.ts";

/** An open record as reconcile sees it. */
export interface Watched extends Execution {
  /** Since when the execution has had something to do: a moment to act on, a stage to open, a notice to send. */
  readonly waitsSince: string | undefined;
  /** There is something to do now. */
  readonly due: boolean;
}

interface KeepRunningDependencies {
  readonly workflow: Workflow;
  readonly clock: { now(): string };
}

const stuckMinutes = 10;

/**
 * Has the execution of an open record run, and wakes it when something is owed.
 * @param replace records that another execution takes its place, for this reason, and starts that
 * @param afresh every execution may just have been started, so that a moment long past does not show that one is stuck
 */
export async function keepRunning<T>(
  { waitsSince, due, ...execution }: Watched,
  replace: (reason: string) => Promise<T>,
  { workflow, clock }: KeepRunningDependencies,
  afresh: boolean,
): Promise<T | undefined> {
  const now = clock.now();
  // What has waited so long was signalled at an earlier run and nothing came of it: the execution is there and is no use.
  const stuck = !afresh && waitsSince !== undefined && waitsSince < addMinutes(now, -stuckMinutes);
  const found = await workflow.start(execution, addMinutes(now, -1));
  if (found === "ended") return replace("The execution was over while the escalation is open");
  // One that has only just begun cannot be blamed for what was left undone before.
  if (stuck && found !== "started") {
    // Stopped first: who dies between the two leaves an execution that is over, which is healed, and not one that goes on waiting.
    await workflow.stop(execution);
    return replace("The execution did not act on what was due");
  }
  if (due) await workflow.signal(execution.reference);
  return undefined;
}
