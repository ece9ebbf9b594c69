/**
 * Reconcile: heals what nothing else wakes. It reads which records moved since it last looked, and which should have
 * moved and did not, and has each one's execution run and look at its record. Running it twice is as good as once.
 */
import { addMinutes, earlier } from "../../policies/calendar/instant.ts";
import { alertExecutionEnded, healAlert, type HealAlertDependencies } from "../alerts/heal.ts";
import { nextMoment } from "../core/moments.ts";
import { noticesOwed } from "../core/notices.ts";
import type { Story } from "../escalations/escalations.ts";
import { tell } from "../escalations/tell.ts";
import { owesAnything } from "../mail/telling.ts";
import { nameOf, type Log } from "../log.ts";
import type { Measure } from "../measure.ts";
import type { RecordStore } from "../record/commit.ts";
import { movedSince } from "../record/feed.ts";
import { isAlert, referencePattern } from "../record/reference.ts";
import { sideBySide } from "../side-by-side.ts";
import type { TaskDependencies } from "../stages/tasks.ts";
import { refreshSummary, summaryOf } from "../summaries/summaries.ts";
import type { Workflow } from "../workflow/workflow.ts";
import { replanned } from "../core/clocks.ts";
import { keepRunning } from "./keep-running.ts";

/** What healing needs beside what the tasks do: the whole record, and the executions. */
export interface ReconcileDependencies extends TaskDependencies {
  readonly record: RecordStore;
  readonly workflow: Workflow;
  readonly cursor: { read(): Promise<string | undefined>; write(instant: string): Promise<void> };
  /** Every partnership that this deployment holds a policy of: whatever is on record is one's of theirs. */
  readonly partnerships: () => readonly string[];
  readonly practiceAlerts: HealAlertDependencies;
  readonly measure: Measure;
  readonly log: Log;
}

export interface Reconciled {
  /** The references that were looked at. */
  readonly looked: readonly string[];
  readonly failed: readonly string[];
}

/** Whose next moment is past. */
interface Pending {
  openBefore(partnership: string, instant: string): AsyncIterable<{ readonly reference: string }>;
}

/** Commits of slow clocks and slow writers may appear behind the cursor. */
const overlapMinutes = 10;
/** An open escalation whose moment is further past than this has nobody waiting for it. */
const overdueMinutes = 5;

/**
 * Heals escalations and practice alerts: the feed has both.
 * @param everything look at every open escalation, whenever it last moved: after a restart, or to rebuild all summaries
 * @param since look at whatever moved since this UTC day too: with everything, for when the summaries themselves were
 *   lost, the day on which the service began
 */
export async function reconcile(
  dependencies: ReconcileDependencies,
  { everything = false, since }: { readonly everything?: boolean; readonly since?: string } = {},
): Promise<Reconciled> {
  const { clock, cursor, summaries, partnerships, measure, log } = dependencies;
  const now = clock.now();

  const upTo = (await cursor.read()) ?? addMinutes(now, -24 * 60);
  const from = since ? earlier(`${since}T00:00:00.000Z`, upTo) : addMinutes(upTo, -overlapMinutes);
  const references = await movedSince(from, now, dependencies);
  const before = everything ? "9999-12-31T23:59:59.999Z" : addMinutes(now, -overdueMinutes);
  const kinds: readonly Pending[] = [summaries, dependencies.practiceAlerts.summaries];
  let overdue = 0;
  for (const kind of kinds)
    for await (const { reference } of sideBySide(partnerships(), (each) => kind.openBefore(each, before))) {
      overdue++;
      references.add(reference);
    }

  // With everything, all that is open is looked at, overdue or not.
  if (!everything) measure("EscalationsOverdue", overdue);

  const failed: string[] = [];
  for (const reference of references) {
    try {
      if (isAlert(reference)) await healAlert(reference, dependencies.practiceAlerts, { afresh: everything });
      else await heal(reference, dependencies, { afresh: everything });
    } catch (error) {
      failed.push(reference);
      log("error", "An escalation could not be reconciled; it is tried again at the next run", {
        reference,
        error: nameOf(error),
      });
    }
  }
  measure("EscalationsUnreconciled", failed.length);
  // What failed must be met again even if it never moves: the cursor stays where it is.
  await cursor.write(failed.length === 0 ? now : upTo);
  return { looked: [...references], failed };
}

/**
 * Has one escalation's execution run, and wakes it when something is owed.
 * @param afresh every execution may just have been started, so that a moment long past does not show that one is stuck
 */
export async function heal(
  reference: string,
  dependencies: ReconcileDependencies,
  { afresh = false }: { readonly afresh?: boolean } = {},
): Promise<void> {
  const { escalations, clock, summaries, workflow } = dependencies;
  let story = await escalations.read(reference);
  if (!story) return;
  // Whoever rebuilds them wants every item written, whatever the first of them says.
  const refresh = (of: Story) => (afresh ? refreshSummary(of, summaries) : summaries.putWhereItDiffers(summaryOf(of)));

  if (story.state.phase === "closed") {
    if (owes(story)) story = await tell(story, dependencies);
    // Whoever ended it may have died before they could say so: what still waits for an answer would wait until the moment that it was planned for.
    await workflow.signal(reference);
    return refresh(story);
  }
  if (replanned(story.state, story.rules).length > 0) {
    const performed = await escalations.perform(
      story,
      {
        type: "replan",
        id: `replan-${story.rules.calendar.holdsUntil}`,
        at: clock.now(),
        reason: `Bank holidays are known until ${story.rules.calendar.holdsUntil}`,
      },
      { kind: "service", task: "reconcile" },
    );
    story = performed.story;
  }

  const current = story;
  const moment = nextMoment(current.state);
  const replacement = await keepRunning(
    {
      ...running(current),
      waitsSince: sinceWhenItWaits(current, moment),
      due: owes(current) || current.state.phase === "opening" || (moment !== undefined && moment < clock.now()),
    },
    (reason) => replace(current, dependencies, reason),
    dependencies,
    afresh,
  );
  return refresh(replacement ?? current);
}

/** Starts a new execution in the place of one that is gone. Two who do so at once write one number and start one execution. */
export async function replace(
  story: Story,
  { escalations, workflow, clock }: ReconcileDependencies,
  reason: string,
): Promise<Story> {
  const number = story.state.execution + 1;
  const { story: after } = await escalations.perform(
    story,
    { type: "replace execution", id: `execution-${number}`, at: clock.now(), number, reason },
    { kind: "service", task: "reconcile" },
  );
  if (after.state.phase !== "closed") await workflow.start(running(after));
  return after;
}

/**
 * The end of an execution that nobody wanted: failed, timed out or stopped. Only the current number's is replaced; one
 * that ended with nothing done since it replaced another is left to the schedule, for its successor would end the same
 * way at once, and so on without end.
 */
export async function executionEnded(name: string, status: string, dependencies: ReconcileDependencies): Promise<void> {
  const { escalations, log } = dependencies;
  const [, reference, number] = new RegExp(`^(${referencePattern})-(\\d+)$`).exec(name) ?? [];
  if (reference && isAlert(reference))
    return alertExecutionEnded(reference, Number(number), status, { ...dependencies.practiceAlerts, log });
  const story = reference ? await escalations.read(reference) : undefined;
  if (!story || story.state.execution !== Number(number)) return;
  if (story.state.phase === "closed") await heal(story.reference, dependencies);
  else if (story.history.at(-1)?.type === "ExecutionReplaced")
    log("error", "An execution failed again with nothing done; the next scheduled run replaces it", {
      reference: story.reference,
      execution: story.state.execution,
      status,
    });
  else await replace(story, dependencies, `The execution ended: ${status}`);
}

/** Since when the execution has had something to do: a moment to act on, a stage to open, a notice to send. */
function sinceWhenItWaits(story: Story, moment: string | undefined): string | undefined {
  const { state, commits } = story;
  return [moment, state.phase === "opening" ? state.since : undefined, owes(story) ? commits.at(-1)?.at : undefined]
    .filter((each) => each !== undefined)
    .toSorted()[0];
}

const running = ({ reference, state }: Story) => ({
  reference,
  execution: state.execution,
  policy: state.raised.policy,
});

const owes = ({ history, rules }: Story) => owesAnything(noticesOwed(history, rules.policy));
