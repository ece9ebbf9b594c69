/**
 * The state machine of a policy version, in Amazon States Language (JSONPath).
 *
 * It holds the waiting and nothing else. A task says where to go (`go`) and until when to wait (`until`): see
 * `TaskOutput` in functions/stages/tasks.ts. The states carry the policy's own titles, so that whoever looks at an
 * execution reads the policy. No rule of the policy, no timescale and no date is in it: a policy whose timescales change
 * keeps its machine.
 */
import type { Policy } from "../policies/language/schema.ts";
import { withTheGroup } from "../functions/alerts/tasks/tasks.ts";
import { machineName } from "../functions/workflow/workflow.ts";
import { triedAgain } from "../functions/unsaid.ts";

/** The wait for what a policy still asks after an escalation has ended is written as if it were a stage. */
const afterTheEnd = "after-the-end";

/** The functions that a definition names; each is a placeholder `${…}` until somebody says what stands for it. */
export const placeholders = ["OpenFunction", "AwaitFunction", "TickFunction", "SettleFunction"] as const;
/** The same tasks for practice alerts. */
export const alertPlaceholders = [
  "AlertOpenFunction",
  "AlertAwaitFunction",
  "AlertTickFunction",
  "AlertSettleFunction",
] as const;
/** Which of AWS's partitions it runs in is a placeholder too. */
export const partitionPlaceholder = "Partition";
const invoke = `arn:\${${partitionPlaceholder}}:states:::lambda:invoke` as const;
const invokeAndWait = `${invoke}.waitForTaskToken` as const;
type Task = (typeof placeholders)[number];
/** What stands in a definition for a function, until CloudFormation, or the laptop, puts the name of its own there. */
export type Placeholder = Task | (typeof alertPlaceholders)[number];
/** Which functions are a machine's tasks. */
type Whose = "" | "Alert";

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: "FULL";
}

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string;
  readonly Next: string;
}

export interface TaskState {
  readonly Type: "Task";
  readonly Resource: typeof invoke | typeof invokeAndWait;
  readonly Parameters: {
    readonly FunctionName: `\${${Placeholder}}`;
    readonly Payload: Readonly<Record<string, string>>;
  };
  readonly OutputPath?: string;
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Next: string;
}

interface Equals {
  readonly Variable: string;
  readonly StringEquals: string;
}

interface ChoiceState {
  readonly Type: "Choice";
  readonly Choices: readonly ((
    | Equals
    | { readonly And: readonly [{ readonly Variable: string; readonly IsPresent: true }, Equals] }
  ) & { readonly Next: string })[];
  readonly Default: string;
}

interface ParallelState {
  readonly Type: "Parallel";
  readonly Branches: readonly Branch[];
  readonly Catch: readonly Catcher[];
  readonly Next: string;
}

interface WaitState {
  readonly Type: "Wait";
  readonly TimestampPath: string;
  readonly Next: string;
}

interface FailState {
  readonly Type: "Fail";
  readonly Error: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

interface SucceedState {
  readonly Type: "Succeed";
}

export type State = TaskState | ChoiceState | ParallelState | WaitState | FailState | SucceedState;

/** States, and where they begin: a whole machine, or one of the branches of a parallel state. */
export interface Branch {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface Definition extends Branch {
  readonly Comment: string;
}

/** Step Functions takes no longer name for a state. */
const longestName = 80;

/** Longer than any of our functions may run, so that a function's own timeout is what one sees. */
const functionSeconds = 60;

/** As long as an execution can last: the wait ends by an answer or by a moment, and this is only the net below it. */
const answerSeconds = 31_536_000;

/** Errors that pass by themselves. What a function rejects on purpose, and a defect in it, is not among them. */
const transientErrors = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.TooManyRequestsException",
  // How a function's own timeout is reported; “Lambda.Unknown” is its older name.
  "Lambda.Unknown",
  "Sandbox.Timedout",
  // Our own: the names that our functions' errors carry.
  triedAgain,
  "TooBusy",
];

const look = "Look at the record";
const whereNext = "Where next";
const afterMoment = "Where the moment leads";
const closed = "Closed";
const replaced = "Replaced by another execution";
const failed = "A task failed for good";
const nowhere = "Nowhere to go";

/**
 * The name of a policy version's state machine.
 * @throws Error for one that Step Functions would not take: it is longer than 80 characters
 */
export function stateMachineName(policy: Pick<Policy, "policy" | "version">): string {
  const name = machineName({ id: policy.policy, version: policy.version });
  if (name.length > longestName)
    throw new Error(
      `The state machine “${name}” would have more than 80 characters: shorten the policy's id or version`,
    );
  return name;
}

/**
 * The state machine of a policy version. Its input is `{ reference, execution }`.
 * @throws Error when a stage has the id that stands for the time after the end
 */
export function stateMachineFor(policy: Policy): Definition {
  if (policy.stages.some((each) => each.stage === afterTheEnd))
    throw new Error(
      `A stage of ${policy.policy} ${policy.version} is called ${afterTheEnd}, which means the time after all stages`,
    );

  return machineOf({
    comment: `The stages of “${policy.title}”, ${policy.partnership.name}`,
    stages: policy.stages,
    after: [{ stage: afterTheEnd, title: "what is still owed" }],
    whose: "",
  });
}

/** The one state machine of all practice alerts (MED-17), whichever policy takes them. Its input is the same. */
export function alertStateMachine(): Definition {
  return machineOf({
    comment: "A practice alert: the group is asked, and waited for until it closes the alert",
    stages: [{ stage: withTheGroup, title: "the group that practice alerts go to" }],
    after: [],
    whose: "Alert",
  });
}

/**
 * A definition with something in the place of every placeholder, as CloudFormation does it: for the laptop, and for
 * whoever looks at one as it is deployed.
 * @param standsFor what stands for a function, such as its ARN
 */
export function filledIn(definition: Definition, partition: string, standsFor: (name: Placeholder) => string): object {
  const text = [...placeholders, ...alertPlaceholders].reduce(
    (sofar, each) => sofar.replaceAll(`\${${each}}`, standsFor(each)),
    JSON.stringify(definition).replaceAll(`\${${partitionPlaceholder}}`, partition),
  );
  return JSON.parse(text) as object;
}

interface Wanted {
  readonly comment: string;
  /** What is opened and then waited in. */
  readonly stages: readonly { readonly stage: string; readonly title: string }[];
  /** What is only waited in. */
  readonly after: readonly { readonly stage: string; readonly title: string }[];
  readonly whose: Whose;
}

function machineOf({ comment, stages: opened, after, whose }: Wanted): Definition {
  const name = namesOnce([look, whereNext, afterMoment, closed, replaced, failed, nowhere]);
  const stages = opened.map(({ stage, title }) => ({
    stage,
    open: name("Open ", title),
    wait: name("Await ", title),
    title,
  }));
  const waits = [...stages, ...after.map((each) => ({ ...each, wait: name("Await ", each.title) }))];

  return {
    Comment: comment,
    StartAt: look,
    States: {
      [look]: functionTask(`${whose}SettleFunction`, {}, whereNext),
      [whereNext]: {
        Type: "Choice",
        Choices: [
          ...stages.map((each) => when(`open:${each.stage}`, each.open)),
          ...waits.map((each) => when(`wait:${each.stage}`, each.wait)),
          when("end", closed),
          when("superseded", replaced),
        ],
        Default: nowhere,
      },
      ...Object.fromEntries([
        ...stages.map((each) => [each.open, functionTask(`${whose}OpenFunction`, { stage: each.stage }, whereNext)]),
        ...waits.map((each) => [each.wait, waitState(each, name, whose)]),
      ]),
      // What a moment was reached with has been done and told, so that the next stage is opened at once. Anything else is looked up once more.
      [afterMoment]: {
        Type: "Choice",
        Choices: stages.map((each) => whenEnded(`open:${each.stage}`, each.open)),
        Default: look,
      },
      [closed]: { Type: "Succeed" },
      [replaced]: { Type: "Succeed" },
      [failed]: {
        Type: "Fail",
        Error: "TaskFailedForGood",
        Cause: "A task failed, and trying again did not help: the history of this execution says which.",
      },
      [nowhere]: {
        Type: "Fail",
        Error: "NowhereToGo",
        Cause: "A task named a way that this policy version does not have.",
      },
    },
  };
}

const when = (go: string, next: string) => ({ Variable: "$.go", StringEquals: go, Next: next });

/** The same for what the wait ended with: a branch that fails can say nothing but its cause. */
const whenEnded = (go: string, next: string) =>
  ({
    And: [
      { Variable: "$.ended.Cause", IsPresent: true },
      { Variable: "$.ended.Cause", StringEquals: go },
    ],
    Next: next,
  }) as const;

const invocation = { "reference.$": "$.reference", "execution.$": "$.execution" };

/** A task whose result says where to go. It has a way out of its own. */
function functionTask(placeholder: Placeholder, about: { stage?: string }, next: string): TaskState {
  return { ...bareTask(placeholder, about, next), Catch: [{ ErrorEquals: ["States.ALL"], Next: failed }] };
}

/** The same inside a branch, which no way leads out of but an error: the state around it catches that. */
function bareTask(placeholder: Placeholder, about: { stage?: string }, next: string): TaskState {
  return {
    Type: "Task",
    Resource: invoke,
    Parameters: { FunctionName: `\${${placeholder}}`, Payload: { ...invocation, ...about } },
    OutputPath: "$.Payload",
    TimeoutSeconds: functionSeconds,
    Retry: [retry([...transientErrors, "States.Timeout"])],
    Next: next,
  };
}

/**
 * Waits for whichever comes first: a signal by the task token, or a moment at which a task finds something else to do.
 * Either ends its branch by a named failure, because only a failure stops the other branch.
 */
function waitState(of: { stage: string; title: string }, name: Naming, whose: Whose): ParallelState {
  const answer = name("Answer: ", of.title);
  const answered = name("Answered: ", of.title);
  const until = name("Until the next moment: ", of.title);
  const moment = name("Moment reached: ", of.title);
  const same = name("Wait on or leave: ", of.title);
  const leave = name("Leave: ", of.title);
  return {
    Type: "Parallel",
    Branches: [
      {
        StartAt: answer,
        States: {
          [answer]: {
            Type: "Task",
            Resource: invokeAndWait,
            Parameters: {
              // The version says what was decided on: should the record have moved on before the token was kept, the
              // function signals at once. The signal itself says nothing but “look at the record”.
              FunctionName: `\${${whose}AwaitFunction}`,
              Payload: { ...invocation, "version.$": "$.version", "token.$": "$$.Task.Token" },
            },
            TimeoutSeconds: answerSeconds,
            // A timeout here is the end of a very long wait, not a function that hangs.
            Retry: [retry(transientErrors)],
            Catch: [{ ErrorEquals: ["States.Timeout"], Next: answered }],
            Next: answered,
          },
          [answered]: { Type: "Fail", Error: "Answered", Cause: "There is something new on the record." },
        },
      },
      {
        StartAt: until,
        States: {
          [until]: { Type: "Wait", TimestampPath: "$.until", Next: moment },
          [moment]: bareTask(`${whose}TickFunction`, { stage: of.stage }, same),
          [same]: { Type: "Choice", Choices: [when(`wait:${of.stage}`, until)], Default: leave },
          [leave]: { Type: "Fail", Error: "MomentReached", CausePath: "$.go" },
        },
      },
    ],
    Catch: [
      // The input is kept, for it has the reference.
      { ErrorEquals: ["MomentReached"], ResultPath: "$.ended", Next: afterMoment },
      { ErrorEquals: ["Answered"], ResultPath: "$.ended", Next: look },
      { ErrorEquals: ["States.ALL"], Next: failed },
    ],
    // Never taken, since both branches end by failing; the language asks for it.
    Next: look,
  };
}

/** Two, four, eight … seconds and at most five minutes apart, each a random part of it: about eight minutes in all. */
function retry(errors: readonly string[]): Retrier {
  return {
    ErrorEquals: errors,
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 8,
    MaxDelaySeconds: 300,
    JitterStrategy: "FULL",
  };
}

type Naming = (what: string, title: string) => string;

/** Names of states: at most 80 characters, no two alike in one machine, and the same for the same policy. */
function namesOnce(taken: readonly string[]): Naming {
  const used = new Set(taken);
  return (what, title) => {
    for (let count = 1; ; count++) {
      const ending = count === 1 ? "" : ` (${count})`;
      const name = cut(`${what}${title}`, longestName - ending.length) + ending;
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > length - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
