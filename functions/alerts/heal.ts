/** Reconcile's part for practice alerts: each has its execution run, hears what is owed, and is found again. */
import type { Log } from "../log.ts";
import { owesAnything } from "../mail/telling.ts";
import { keepRunning } from "../reconcile/keep-running.ts";
import type { Workflow } from "../workflow/workflow.ts";
import type { AlertStory } from "./alerts.ts";
import { nextMoment } from "./core/moments.ts";
import { noticesOwed } from "./core/notices.ts";
import { refreshAlertSummary } from "./summaries.ts";
import type { AlertTaskDependencies } from "./tasks/tasks.ts";
import { tellAlert } from "./tell.ts";

export interface HealAlertDependencies extends AlertTaskDependencies {
  readonly workflow: Workflow;
}

/** @param afresh see keepRunning */
export async function healAlert(
  reference: string,
  dependencies: HealAlertDependencies,
  { afresh = false }: { readonly afresh?: boolean } = {},
): Promise<void> {
  const { alerts, clock, summaries, workflow } = dependencies;
  const story = await alerts.read(reference);
  if (!story) return;
  const owes = owesAnything(noticesOwed(story.history));
  if (story.state.phase === "closed") {
    const told = owes ? await tellAlert(story, dependencies) : story;
    // As for escalations: whoever ended it may have died before they could say so.
    await workflow.signal(reference);
    return refreshAlertSummary(told, summaries);
  }

  const moment = nextMoment(story.state);
  const toOpen = story.state.phase === "submitted";
  const waits = [moment, toOpen ? story.state.submitted.at : undefined, owes ? story.commits.at(-1)?.at : undefined];
  const replaced = await keepRunning(
    {
      ...executionOf(story),
      waitsSince: waits.filter((each) => each !== undefined).toSorted()[0],
      due: owes || toOpen || (moment !== undefined && moment < clock.now()),
    },
    (reason) => replaceAlert(story, dependencies, reason),
    dependencies,
    afresh,
  );
  return refreshAlertSummary(replaced ?? story, summaries);
}

/** Starts a new execution in the place of one that is gone. */
async function replaceAlert(
  before: AlertStory,
  { alerts, workflow, clock }: HealAlertDependencies,
  reason: string,
): Promise<AlertStory> {
  const number = before.state.execution + 1;
  const { story } = await alerts.perform(
    before,
    { type: "replace execution", id: `execution-${number}`, at: clock.now(), number, reason },
    { kind: "service", task: "reconcile" },
  );
  if (story.state.phase !== "closed") await workflow.start(executionOf(story));
  return story;
}

/** As for escalations: one that ended with nothing done since it replaced another is left to the schedule. */
export async function alertExecutionEnded(
  reference: string,
  execution: number,
  status: string,
  dependencies: HealAlertDependencies & { readonly log: Log },
): Promise<void> {
  const story = await dependencies.alerts.read(reference);
  if (!story || story.state.execution !== execution) return;
  if (story.state.phase === "closed") await healAlert(reference, dependencies);
  else if (story.history.at(-1)?.type === "ExecutionReplaced")
    dependencies.log("error", "An execution failed again with nothing done; the next scheduled run replaces it", {
      reference,
      execution,
      status,
    });
  else await replaceAlert(story, dependencies, `The execution ended: ${status}`);
}

export const executionOf = ({ reference, state }: AlertStory) => ({
  reference,
  execution: state.execution,
  policy: state.submitted.policy,
});
