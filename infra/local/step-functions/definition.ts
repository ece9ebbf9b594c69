import type { StateMachineDefinition } from "aws-local-stepfunctions";

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}
type State = Record<string, Json>;

const INVOKE = "arn:aws:states:::lambda:invoke";
const INVOKE_AND_WAIT = "arn:aws:states:::lambda:invoke.waitForTaskToken";
/** What Step Functions gives a task that names no timeout; the interpreter would give 60 seconds. */
const LONGEST_TIMEOUT_SECONDS = 99_999_999;

/** The parameter by which a task's handler learns on behalf of which branch it is called. Removed before invoking. */
export const BRANCH_PARAMETER = "__branch";

/** How a task ends: with what its function returns, or with what is sent to its token. */
export type TaskKind = "invoke" | "token";

export interface PreparedMachine {
  /** For the interpreter only. */
  readonly definition: StateMachineDefinition;
  /** Every task by its state's name. */
  readonly tasks: ReadonlyMap<string, TaskKind>;
  /** The name of every state, by the key under which the context's `StateBy` has it. */
  readonly stateNames: ReadonlyMap<string, string>;
}

/**
 * Makes a definition in Amazon States Language (JSONPath) ready for the interpreter, and works round what that does
 * otherwise than Step Functions does:
 *
 * - it runs a task by its state's name, so names must differ throughout the machine (Step Functions demands it too);
 * - it gives a branch's own input as `$$.Execution.Input`, and knows no `$$.State`;
 * - it takes `"ResultPath": "$"` for a field named `$`;
 * - it never takes a choice `"IsPresent": false`, nor any other test of a type against false;
 * - it ends a task without a timeout after 60 seconds.
 *
 * Refused with an Error that names the state: tasks other than Lambda's `invoke` and `invoke.waitForTaskToken`,
 * heartbeats, JSONata, two states of one name. The definition given is left as it is.
 */
export function prepareDefinition(definition: object): PreparedMachine {
  const machine = structuredClone(definition) as unknown as State;
  const tasks = new Map<string, TaskKind>();
  const stateNames = new Map<string, string>();
  const seen = new Set<string>();

  if (machine["QueryLanguage"] === "JSONata") throw new Error("JSONata is not run locally: use JSONPath.");

  const prepareStates = (states: Record<string, State>): void => {
    for (const [name, state] of Object.entries(states)) {
      const refuse = (why: string): never => {
        throw new Error(`State "${name}": ${why}`);
      };
      if (seen.has(name)) refuse("two states have this name; it must be unique in the whole machine.");
      seen.add(name);
      if (state["QueryLanguage"] === "JSONata") refuse("JSONata is not run locally: use JSONPath.");

      const key = `s${stateNames.size}`;
      stateNames.set(key, name);
      states[name] = rewritePaths(state, key) as State;
      const prepared = states[name];

      if (prepared["Type"] === "Task") tasks.set(name, prepareTask(prepared, refuse));
      if (prepared["Type"] === "Choice") {
        prepared["Choices"] = (prepared["Choices"] as readonly JsonObject[]).map(withoutFalseTests);
      }
      dropWholeResultPath(prepared);
      for (const catcher of (prepared["Catch"] ?? []) as readonly State[]) dropWholeResultPath(catcher);

      const nested = [prepared["Iterator"], prepared["ItemProcessor"], ...((prepared["Branches"] ?? []) as Json[])];
      for (const part of nested) {
        if (part !== undefined) prepareStates((part as unknown as { States: Record<string, State> }).States);
      }
    }
  };
  prepareStates(machine["States"] as unknown as Record<string, State>);
  return { definition: machine as unknown as StateMachineDefinition, tasks, stateNames };
}

function prepareTask(task: State, refuse: (why: string) => never): TaskKind {
  const resource = task["Resource"];
  if (resource !== INVOKE && resource !== INVOKE_AND_WAIT) {
    refuse(`the resource ${JSON.stringify(resource)} is not run locally; only ${INVOKE} and ${INVOKE_AND_WAIT} are.`);
  }
  if ("HeartbeatSeconds" in task || "HeartbeatSecondsPath" in task) refuse("heartbeats are not run locally.");
  const parameters = task["Parameters"] as JsonObject | undefined;
  if (parameters === undefined || !("FunctionName" in parameters || "FunctionName.$" in parameters)) {
    refuse("its Parameters have no FunctionName.");
  }
  task["Parameters"] = { ...parameters, [`${BRANCH_PARAMETER}.$`]: "$$.Task.Branch" };
  if (!("TimeoutSeconds" in task || "TimeoutSecondsPath" in task)) task["TimeoutSeconds"] = LONGEST_TIMEOUT_SECONDS;
  return resource === INVOKE ? "invoke" : "token";
}

function dropWholeResultPath(holder: State): void {
  if (holder["ResultPath"] === "$") delete holder["ResultPath"];
}

/**
 * Lets a state's paths into the context point to what the worker provides: `$$.Run` is the execution and `$$.StateBy`
 * has every state. Leaves nested states alone: they are rewritten with their own key.
 */
function rewritePaths(value: Json, stateKey: string, key = ""): Json {
  if (typeof value === "string") {
    if (!(key.endsWith(".$") || key.endsWith("Path") || key === "Variable")) return value;
    return value.replaceAll(/\$\$\.Execution\b/g, "$$$$.Run").replaceAll(/\$\$\.State\b/g, `$$$$.StateBy.${stateKey}`);
  }
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => rewritePaths(item, stateKey));
  if (typeof value !== "object" || value === null) return value;
  const nested = new Set(["Branches", "Iterator", "ItemProcessor"]);
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, item]) => [
      name,
      nested.has(name) && key === "" ? item : rewritePaths(item, stateKey, name),
    ]),
  );
}

/** Turns every test of a type against false (`"IsPresent": false`) into the negation of the test against true. */
function withoutFalseTests(rule: JsonObject): JsonObject {
  const result: State = { ...rule };
  for (const many of ["And", "Or"]) {
    if (many in result) result[many] = (result[many] as readonly JsonObject[]).map(withoutFalseTests);
  }
  if ("Not" in result) result["Not"] = withoutFalseTests(result["Not"] as JsonObject);
  const test = Object.keys(result).find((name) => /^Is[A-Z]/.test(name) && result[name] === false);
  if (test === undefined) return result;
  const { Next: next, ...condition } = result;
  return { Not: { ...condition, [test]: true }, ...(next === undefined ? {} : { Next: next }) };
}
