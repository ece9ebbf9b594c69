/**
 * The tasks of the state machine. Each looks at the record, does what is due, tells whom it owes it, and says where the
 * execution goes next. Running one again is always safe: it finds done what was done.
 */
import { addMinutes, later } from "../../policies/calendar/instant.ts";
import { nextMoment } from "../core/moments.ts";
import { noticesOwed } from "../core/notices.ts";
import { peopleNeeded } from "../core/people.ts";
import type { Directory } from "../directory/directory.ts";
import type { Escalations, Story } from "../escalations/escalations.ts";
import { tell, type TellDependencies } from "../escalations/tell.ts";
import { lapsesAfterMinutes } from "../mail/claims.ts";
import { owesAnything } from "../mail/telling.ts";
import { UnknownReference } from "../record/perform.ts";
import { refreshSummary, type Summaries } from "../summaries/summaries.ts";
import type { Workflow } from "../workflow/workflow.ts";

/** What a state machine gives to each task but the waiting one. `stage` is for whoever looks at the execution: the tasks go by the record. */
export interface TaskInput {
  readonly reference: string;
  /** The number of the execution that asks. One that was superseded is sent to its end. */
  readonly execution: number;
  readonly stage?: string;
}

/** What a task says to its state machine, of an escalation or of a practice alert: all that an execution ever knows. */
export interface TaskOutput {
  readonly reference: string;
  readonly execution: number;
  /** Where the execution goes: `open:<stage>`, `wait:<stage>`, `wait:after-the-end`, `end` or `superseded`. */
  readonly go: string;
  /** When to look again, UTC. Only read when waiting. */
  readonly until: string;
  /** How many commits the record had when this was said. */
  readonly version: number;
}

export interface TaskDependencies extends TellDependencies {
  readonly directory: Directory;
  readonly summaries: Summaries;
}

/** Opens the stage that the record waits for: finds who holds its roles, starts its clocks, asks them. */
export async function open(input: TaskInput, dependencies: TaskDependencies): Promise<TaskOutput> {
  const { escalations, directory, clock } = dependencies;
  const story = await read(input.reference, escalations);
  if (isSuperseded(story, input)) return whereNext(story, input, dependencies);
  const { state, rules } = story;
  if (state.phase !== "opening") return settle(input, dependencies);
  const people = await directory.find(peopleNeeded(state, rules.policy, state.next));
  const performed = await escalations.perform(
    story,
    {
      type: "open stage",
      // The how-manieth stage it is makes the id: opening it twice is the same command.
      id: `open-${state.opened.length + 1}-${state.next}`,
      at: clock.now(),
      stage: state.next,
      people,
    },
    { kind: "service", task: "open" },
  );
  return whereNext(await tell(performed.story, dependencies), input, dependencies);
}

/** A moment was reached: lets happen what has fallen due. */
export async function tick(input: TaskInput, dependencies: TaskDependencies): Promise<TaskOutput> {
  const { escalations, clock } = dependencies;
  const story = await read(input.reference, escalations);
  if (isSuperseded(story, input)) return whereNext(story, input, dependencies);
  const at = clock.now();
  const performed = await escalations.perform(
    story,
    { type: "reach moment", id: `moment-${at}`, at },
    { kind: "service", task: "tick" },
  );
  return whereNext(await tell(performed.story, dependencies), input, dependencies);
}

/** Looks at the record after whatever woke the execution, and at its beginning. */
export async function settle(input: TaskInput, dependencies: TaskDependencies): Promise<TaskOutput> {
  const story = await read(input.reference, dependencies.escalations);
  if (isSuperseded(story, input)) return whereNext(story, input, dependencies);
  return whereNext(await tell(story, dependencies), input, dependencies);
}

/** What a state machine gives to the task that waits: `token` ends the wait. */
export interface AwaitInput {
  readonly reference: string;
  readonly execution: number;
  /** The number of commits on which the wait was decided. */
  readonly version: number;
  readonly token: string;
}

/**
 * Keeps the token of a wait. What was written between the decision to wait and the storing of the token found no token
 * to wake, so the record is read once more, and the wait is ended at once if it has moved on.
 */
export async function awaitAnswer(
  input: AwaitInput,
  { escalations, workflow }: { readonly escalations: Escalations; readonly workflow: Workflow },
): Promise<void> {
  await workflow.keepToken(input.reference, input.token, input);
  const story = await read(input.reference, escalations);
  if (story.commits.length > input.version || isSuperseded(story, input)) await workflow.wake(input.token);
}

async function read(reference: string, escalations: Escalations): Promise<Story> {
  const story = await escalations.read(reference);
  if (!story) throw new UnknownReference(reference);
  return story;
}

function isSuperseded(story: Story, { execution }: { readonly execution: number }): boolean {
  return story.state.execution !== execution;
}

/** Says where the execution goes, by the record as it stands now; the summary is brought up to it. */
async function whereNext(story: Story, input: TaskInput, dependencies: TaskDependencies): Promise<TaskOutput> {
  const { clock, summaries } = dependencies;
  const { state, reference, history, rules } = story;
  // Somebody else has claimed what is still owed. Should they have died over it, it is dealt with once their claim has lapsed.
  const claimed = owesAnything(noticesOwed(history, rules.policy));
  const go = isSuperseded(story, input)
    ? "superseded"
    : state.phase === "opening"
      ? `open:${state.next}`
      : state.phase === "at stage"
        ? `wait:${state.stage}`
        : state.phase === "duties" || claimed
          ? "wait:after-the-end"
          : "end";
  // Between two stages the next one writes the summary in a moment. Should it never be opened, the moment that stands is past, so that reconcile looks.
  const betweenStages = go.startsWith("open:") && state.opened.length > 0;
  if (!betweenStages) await refreshSummary(story, summaries);
  const moments = [nextMoment(state), claimed ? addMinutes(clock.now(), lapsesAfterMinutes) : undefined];
  const moment = moments.filter((each) => each !== undefined).toSorted()[0];
  if (go.startsWith("wait:") && !moment) throw new Error(`Escalation ${reference} is open and waits for nothing`);
  return {
    reference,
    execution: input.execution,
    go,
    until: moment ? wakeAt(moment, reference, clock.now()) : clock.now(),
    version: story.commits.length,
  };
}

/**
 * When the execution wakes for a moment: one to three minutes after it, spread by reference so that not all of a
 * partnership's escalations wake at 17:00 at once. An answer is judged by when it was received, so this costs nobody time.
 */
export function wakeAt(moment: string, reference: string, now: string): string {
  const spread = Array.from(reference).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 121, 0);
  const wake = new Date(Date.parse(addMinutes(moment, 1)) + spread * 1000).toISOString();
  return later(wake, new Date(Date.parse(now) + 1000).toISOString());
}
