/**
 * The tasks of the state machine of practice alerts, in the manner of the escalations' own (functions/stages): each looks
 * at the record, does what is due, tells whom it owes it, and says where the execution goes. Running one again is safe.
 */
import { addMinutes } from "../../../policies/calendar/instant.ts";
import { NotInDirectory } from "../../directory/dynamodb-directory.ts";
import type { Directory } from "../../directory/directory.ts";
import { lapsesAfterMinutes } from "../../mail/claims.ts";
import { owesAnything } from "../../mail/telling.ts";
import { UnknownReference } from "../../record/perform.ts";
import { wakeAt, type AwaitInput, type TaskInput, type TaskOutput } from "../../stages/tasks.ts";
import type { Workflow } from "../../workflow/workflow.ts";
import type { Alerts, AlertStory } from "../alerts.ts";
import { alertRules } from "../core/alert.ts";
import type { Member } from "../core/commands.ts";
import { nextMoment } from "../core/moments.ts";
import { noticesOwed } from "../core/notices.ts";
import { refreshAlertSummary, type AlertSummaries } from "../summaries.ts";
import { tellAlert, type TellAlertDependencies } from "../tell.ts";

/** What stands for a stage in the state machine: an alert has but one. */
export const withTheGroup = "the-group";

export interface AlertTaskDependencies extends TellAlertDependencies {
  readonly directory: Pick<Directory, "partnership">;
  readonly summaries: AlertSummaries;
}

/** Asks the group: finds who is in it, starts its clocks, tells them (MED-17). */
export async function askGroup(input: TaskInput, dependencies: AlertTaskDependencies): Promise<TaskOutput> {
  const { alerts, clock, directory } = dependencies;
  const story = await read(input.reference, alerts);
  if (isSuperseded(story, input)) return whereNext(story, input, dependencies);
  if (story.state.phase !== "submitted") return settleAlert(input, dependencies);
  const performed = await alerts.perform(
    story,
    { type: "ask group", id: "ask-group", at: clock.now(), ...(await groupOf(story, directory)) },
    { kind: "service", task: "open" },
  );
  return whereNext(await tellAlert(performed.story, dependencies), input, dependencies);
}

async function groupOf(
  { state, rules }: AlertStory,
  directory: Pick<Directory, "partnership">,
): Promise<{ members: Member[]; inbox: Member }> {
  const id = state.submitted.partnership;
  const partnership = await directory.partnership(id);
  if (!partnership) throw new NotInDirectory(`partnership “${id}”`);
  const holders = partnership.roles[alertRules(rules).group] ?? [];
  return {
    members: holders.map(({ name, email, agency }) => ({
      agency: agency ?? partnership.name,
      via: "holder",
      person: { name, email },
    })),
    inbox: {
      agency: partnership.name,
      via: "inbox",
      person: { name: partnership.name, email: partnership.inbox },
    },
  };
}

/** A moment was reached: lets happen what has fallen due. */
export async function tickAlert(input: TaskInput, dependencies: AlertTaskDependencies): Promise<TaskOutput> {
  const { alerts, clock } = dependencies;
  const story = await read(input.reference, alerts);
  if (isSuperseded(story, input)) return whereNext(story, input, dependencies);
  const at = clock.now();
  const performed = await alerts.perform(
    story,
    { type: "reach moment", id: `moment-${at}`, at },
    { kind: "service", task: "tick" },
  );
  return whereNext(await tellAlert(performed.story, dependencies), input, dependencies);
}

/** Looks at the record after whatever woke the execution, and at its beginning. */
export async function settleAlert(input: TaskInput, dependencies: AlertTaskDependencies): Promise<TaskOutput> {
  const story = await read(input.reference, dependencies.alerts);
  if (isSuperseded(story, input)) return whereNext(story, input, dependencies);
  return whereNext(await tellAlert(story, dependencies), input, dependencies);
}

/** Keeps the token of a wait; what was written before it was stored ends the wait at once. */
export async function awaitGroup(
  input: AwaitInput,
  { alerts, workflow }: { readonly alerts: Alerts; readonly workflow: Workflow },
): Promise<void> {
  await workflow.keepToken(input.reference, input.token, input);
  const story = await read(input.reference, alerts);
  if (story.commits.length > input.version || isSuperseded(story, input)) await workflow.wake(input.token);
}

async function read(reference: string, alerts: Alerts): Promise<AlertStory> {
  const story = await alerts.read(reference);
  if (!story) throw new UnknownReference(reference);
  return story;
}

const isSuperseded = ({ state }: AlertStory, { execution }: { readonly execution: number }) =>
  state.execution !== execution;

/** Says where the execution goes, by the record as it stands now; the summary is brought up to it. */
async function whereNext(
  story: AlertStory,
  input: TaskInput,
  dependencies: AlertTaskDependencies,
): Promise<TaskOutput> {
  const { clock, summaries } = dependencies;
  const { state, reference, history } = story;
  await refreshAlertSummary(story, summaries);
  // Somebody else has claimed what is still owed. Should they have died over it, it is dealt with once their claim has lapsed.
  const claimed = owesAnything(noticesOwed(history));
  const go = isSuperseded(story, input)
    ? "superseded"
    : state.phase === "submitted"
      ? `open:${withTheGroup}`
      : state.phase === "with the group" || claimed
        ? `wait:${withTheGroup}`
        : "end";
  const moments = [nextMoment(state), claimed ? addMinutes(clock.now(), lapsesAfterMinutes) : undefined];
  const moment = moments.filter((each) => each !== undefined).toSorted()[0];
  if (go.startsWith("wait:") && !moment) throw new Error(`Alert ${reference} is open and waits for nothing`);
  return {
    reference,
    execution: input.execution,
    go,
    until: moment ? wakeAt(moment, reference, clock.now()) : clock.now(),
    version: story.commits.length,
  };
}
