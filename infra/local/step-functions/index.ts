import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Worker } from "node:worker_threads";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import * as z from "zod";
import { msToInstant } from "../clock.ts";
import type { Instant, LocalClock } from "../clock.ts";
import type {
  Answers,
  Ended,
  ExecutionStatus,
  FiredTimer,
  FromWorker,
  Invoked,
  PendingTimer,
  Request,
  SignalAnswer,
  Signal,
  ToWorker,
  WorkerData,
} from "./protocol.ts";
import { checkName, isJson, page, schemas, ServiceError, type Body, type Operation } from "./requests.ts";

export type { ExecutionStatus, FiredTimer, PendingTimer } from "./protocol.ts";

/** An execution that started or ended, as EventBridge tells of it. `input` is JSON text; times are UTC. */
export interface StatusChange {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly startDate: Instant;
  /** Absent while it is RUNNING. */
  readonly stopDate?: Instant;
  readonly error?: string;
  readonly cause?: string;
}

export interface StepFunctionsOptions {
  /** Any free one if it is 0 or left out. */
  readonly port?: number;
  readonly host?: "127.0.0.1";
  readonly clock: LocalClock;
  /** Definitions in Amazon States Language (JSONPath), by state machine ARN. */
  readonly machines: Readonly<Record<string, object>>;
  /**
   * Calls a function, by the name or ARN in the task's `FunctionName`. What it returns goes through JSON, as with
   * Lambda; what it throws fails the task with the error's `name`.
   */
  readonly invoke: (functionName: string, payload: unknown) => Promise<unknown>;
  /** Hears of every start and end. `quiet` waits for a promise that it returns. */
  readonly onStatusChange?: (change: StatusChange) => void | Promise<void>;
  /** Hears of an `onStatusChange` that failed, and of a thread that died. Writes to standard error if left out. */
  readonly onError?: (message: string, error: unknown) => void;
}

/** The running server, and the means to drive it by a clock that is held. */
export interface LocalStepFunctions {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Answers a request as the endpoint does, for whoever is in this process and wants no network between. */
  readonly fetch: (request: globalThis.Request) => Promise<Response>;
  /** When the earliest timer is due that is pending (ms since 1970, UTC); undefined if there is none. */
  nextTimer(): Promise<number | undefined>;
  /**
   * Fires the earliest timer if the clock has reached it, and says which; undefined if none was due. While the clock is
   * held nothing else fires timers; while it runs they fire by themselves.
   */
  fireNext(): Promise<FiredTimer | undefined>;
  /**
   * Resolves once no function is running, no request is being answered and no message is under way between the threads;
   * with the earliest pending timer. Does not wait for timers.
   */
  quiet(): Promise<PendingTimer | undefined>;
  /** What `quiet` waits for at present, in words; empty when nothing. */
  inFlight(): readonly string[];
  /** A number that grows with everything that happens here. While it stays the same after `quiet`, it is still quiet. */
  activity(): number;
  /** Forgets every execution that has ended, and with it that its name was taken: Step Functions does so after 90 days. */
  forgetEnded(): void;
  /** Stops at once. Executions are forgotten: they live in memory only. */
  close(): Promise<void>;
}

interface Execution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
  readonly startMs: number;
  status: ExecutionStatus;
  ended: Ended | undefined;
}

/** How many executions that ended can still be described; the oldest are forgotten first. */
const ENDED_KEPT = 10_000;
const PREFIX = "AWSStepFunctions.";
const CONTENT_TYPE = "application/x-amz-json-1.0";

const seconds = (ms: number): number => ms / 1000;

/** Definitions, each as its whole text, that a thread of this process found valid. */
const foundValid = new Set<string>();

/**
 * Step Functions on a laptop: the wire protocol of the AWS SDK (JSON 1.0) on the loopback address, over an interpreter
 * in its own thread that goes by the service's movable clock. Executions live in memory only.
 *
 * Tasks are `lambda:invoke` and `lambda:invoke.waitForTaskToken`. A request is answered when the interpreter has dealt
 * with it; refusals carry the names that Step Functions gives them. Refused with an Error when a definition is not
 * valid, or asks for something that is not run locally, and when the port is taken.
 */
export async function startStepFunctions(options: StepFunctionsOptions): Promise<LocalStepFunctions> {
  const { clock, machines, port = 0, host = "127.0.0.1", onStatusChange } = options;
  const onError =
    options.onError ??
    ((message: string, error: unknown) => void process.stderr.write(`${message}: ${String(error)}\n`));
  const openedMs = clock.nowMs();

  // ---- The worker -----------------------------------------------------------------------------------------------------

  // Definitions are JSON: a field that is undefined is none.
  const plain = JSON.parse(JSON.stringify(machines)) as Record<string, object>;
  const texts = new Map(Object.entries(plain).map(([arn, definition]) => [arn, JSON.stringify(definition)]));
  const valid = new Set([...texts].flatMap(([arn, text]) => (foundValid.has(text) ? [arn] : [])));
  const workerData: WorkerData = { clock: clock.shared, machines: plain, valid };
  // Without the options of this process: those of a test runner or a debugger would break the thread.
  // Where Node.js keeps what it compiled, the thread finds it too: it starts in a third of the time.
  const kept = process.env["NODE_COMPILE_CACHE"];
  const env = kept === undefined ? {} : { NODE_COMPILE_CACHE: kept };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData, execArgv: [], env });
  const exited = once(worker, "exit");

  interface Waiting {
    readonly resolve: (answer: never) => void;
    readonly reject: (error: Error) => void;
  }
  const waiting = new Map<number, Waiting>();
  let lastRequest = 0;
  let dead: Error | undefined;
  /** Grows with every message that may set something in motion. */
  let traffic = 0;

  const say = (message: ToWorker): void => worker.postMessage(message);

  function ask<K extends Request["kind"]>(request: Extract<Request, { kind: K }>): Promise<Answers[K]> {
    if (dead !== undefined) return Promise.reject(dead);
    const id = ++lastRequest;
    if (request.kind !== "ping") traffic++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      say({ kind: "request", id, request });
    });
  }

  function die(error: Error): void {
    if (dead !== undefined) return;
    dead = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    wake();
  }

  // ---- What is under way ----------------------------------------------------------------------------------------------

  const underWay = new Map<number, string>();
  let lastWork = 0;
  let sleepers: (() => void)[] = [];
  const wake = (): void => {
    const woken = sleepers;
    sleepers = [];
    woken.forEach((resolve) => resolve());
  };

  async function track<T>(what: string, work: () => Promise<T>): Promise<T> {
    const id = ++lastWork;
    underWay.set(id, what);
    traffic++;
    try {
      return await work();
    } finally {
      underWay.delete(id);
      traffic++;
      wake();
    }
  }

  async function quiet(): Promise<PendingTimer | undefined> {
    for (;;) {
      if (dead !== undefined) throw dead;
      if (underWay.size > 0) {
        await new Promise<void>((resolve) => sleepers.push(resolve));
        continue;
      }
      const before = traffic;
      // Messages keep their order: with this answer, everything that was said before it has arrived.
      const next = await ask({ kind: "ping" });
      if (underWay.size === 0 && traffic === before) return next ?? undefined;
    }
  }

  async function runFunction(functionName: string, payload: string): Promise<Invoked> {
    try {
      const result = await options.invoke(functionName, JSON.parse(payload));
      return { ok: true, result: JSON.stringify(result ?? null) };
    } catch (error) {
      // Lambda reports whatever a function throws to the state machine, and so the definition decides what follows.
      const known = error instanceof Error ? error : new Error(String(error));
      return { ok: false, errorType: known.name, errorMessage: known.message };
    }
  }

  // ---- Executions -----------------------------------------------------------------------------------------------------

  const executions = new Map<string, Execution>();
  const endedArns: string[] = [];

  function announce(execution: Execution): void {
    if (onStatusChange === undefined) return;
    const { executionArn, stateMachineArn, name, status, input, startMs, ended } = execution;
    const change: StatusChange = {
      executionArn,
      stateMachineArn,
      name,
      status,
      input,
      startDate: msToInstant(startMs),
      ...(ended === undefined ? {} : { stopDate: msToInstant(ended.stopMs) }),
      ...(ended?.error === undefined ? {} : { error: ended.error }),
      ...(ended?.cause === undefined ? {} : { cause: ended.cause }),
    };
    track(`telling that ${name} is ${status}`, async () => onStatusChange(change)).catch((error: unknown) =>
      onError(`Hearing that the execution ${name} is ${status} failed`, error),
    );
  }

  function ended(message: Ended): void {
    const execution = executions.get(message.executionArn);
    if (execution === undefined || execution.ended !== undefined) return;
    execution.status = message.status;
    execution.ended = message;
    endedArns.push(message.executionArn);
    if (endedArns.length > ENDED_KEPT) {
      const oldest = endedArns.shift();
      if (oldest !== undefined) executions.delete(oldest);
    }
    announce(execution);
  }

  function executionOf(executionArn: string): Execution {
    const execution = executions.get(executionArn);
    if (execution === undefined) {
      throw new ServiceError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
    }
    return execution;
  }

  function machineOf(stateMachineArn: string): object {
    const machine = Object.hasOwn(machines, stateMachineArn) ? machines[stateMachineArn] : undefined;
    if (machine === undefined) {
      throw new ServiceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachineArn}'`);
    }
    return machine;
  }

  const machineName = (arn: string): string => arn.split(":").at(-1) ?? arn;

  const summary = (execution: Execution) => ({
    executionArn: execution.executionArn,
    stateMachineArn: execution.stateMachineArn,
    name: execution.name,
    status: execution.status,
    startDate: seconds(execution.startMs),
    ...(execution.ended === undefined ? {} : { stopDate: seconds(execution.ended.stopMs) }),
  });

  async function signal(token: string, how: Signal): Promise<object> {
    const answer: SignalAnswer = await ask({ kind: "signal", token, signal: how });
    if (answer === "dead") {
      throw new ServiceError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
    if (answer === "unknown") throw new ServiceError("InvalidToken", "Invalid Token: 'Invalid token'");
    return {};
  }

  const operations: { readonly [O in Operation]: (body: Body<O>) => object | Promise<object> } = {
    async StartExecution({ stateMachineArn, name = randomUUID(), input = "{}" }) {
      machineOf(stateMachineArn);
      checkName(name);
      if (!isJson(input)) throw new ServiceError("InvalidExecutionInput", "Invalid State Machine Execution Input");
      const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;

      const same = executions.get(executionArn);
      if (same !== undefined) {
        if (same.status === "RUNNING" && same.input === input) {
          return { executionArn, startDate: seconds(same.startMs) };
        }
        throw new ServiceError("ExecutionAlreadyExists", `Execution Already Exists: '${executionArn}'`);
      }

      const startMs = clock.nowMs();
      const execution: Execution = {
        executionArn,
        stateMachineArn,
        name,
        input,
        startMs,
        status: "RUNNING",
        ended: undefined,
      };
      executions.set(executionArn, execution);
      announce(execution);
      await ask({ kind: "start", executionArn, stateMachineArn, name, input, startMs });
      return { executionArn, startDate: seconds(startMs) };
    },

    async StopExecution({ executionArn, error, cause }) {
      const execution = executionOf(executionArn);
      await ask({
        kind: "stop",
        executionArn,
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      });
      return { stopDate: seconds(execution.ended?.stopMs ?? clock.nowMs()) };
    },

    DescribeExecution({ executionArn }) {
      const execution = executionOf(executionArn);
      const { output, error, cause } = execution.ended ?? {};
      return {
        ...summary(execution),
        input: execution.input,
        inputDetails: { included: true },
        ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
    },

    ListExecutions({ stateMachineArn, statusFilter, ...asked }) {
      machineOf(stateMachineArn);
      const found = [...executions.values()].filter(
        (execution) =>
          execution.stateMachineArn === stateMachineArn &&
          (statusFilter === undefined || execution.status === statusFilter),
      );
      const { items, ...rest } = page(found.toReversed(), asked);
      return { executions: items.map(summary), ...rest };
    },

    async GetExecutionHistory({ executionArn, reverseOrder, ...asked }) {
      executionOf(executionArn);
      const events = await ask({ kind: "history", executionArn });
      const { items, ...rest } = page(reverseOrder ? events.toReversed() : events, asked);
      return { events: items, ...rest };
    },

    SendTaskSuccess({ taskToken, output }) {
      if (!isJson(output)) throw new ServiceError("InvalidOutput", "Invalid Output: 'The output is not JSON'");
      return signal(taskToken, { kind: "success", output });
    },

    SendTaskFailure: ({ taskToken, error = "States.TaskFailed", cause = "" }) =>
      signal(taskToken, { kind: "failure", error, cause }),

    SendTaskHeartbeat: ({ taskToken }) => signal(taskToken, { kind: "heartbeat" }),

    ListStateMachines: () => ({
      stateMachines: Object.keys(machines).map((stateMachineArn) => ({
        stateMachineArn,
        name: machineName(stateMachineArn),
        type: "STANDARD",
        creationDate: seconds(openedMs),
      })),
    }),

    DescribeStateMachine: ({ stateMachineArn }) => ({
      stateMachineArn,
      name: machineName(stateMachineArn),
      status: "ACTIVE",
      type: "STANDARD",
      roleArn: "arn:aws:iam::000000000000:role/local",
      definition: JSON.stringify(machineOf(stateMachineArn)),
      creationDate: seconds(openedMs),
    }),
  };

  async function run(target: string, text: string): Promise<object> {
    const name = target.startsWith(PREFIX) ? target.slice(PREFIX.length) : "";
    if (!Object.hasOwn(operations, name)) {
      throw new ServiceError("UnknownOperationException", `"${target}" is no operation that is answered locally.`);
    }
    const operation = name as Operation;
    if (!isJson(text)) throw new ServiceError("SerializationException", "The body is not JSON.");
    const body = schemas[operation].safeParse(JSON.parse(text));
    if (!body.success) throw new ServiceError("ValidationException", z.prettifyError(body.error));
    // The schema and the function are those of one operation, which the types cannot express.
    return (operations[operation] as (body: unknown) => object | Promise<object>)(body.data);
  }

  const app = new Hono();
  app.post("/", (context) =>
    track(context.req.header("x-amz-target") ?? "a request", async () => {
      const headers = { "content-type": CONTENT_TYPE, "x-amzn-requestid": randomUUID() };
      try {
        const body = await run(context.req.header("x-amz-target") ?? "", await context.req.text());
        return context.body(JSON.stringify(body), 200, headers);
      } catch (error) {
        if (error instanceof ServiceError) {
          return context.body(JSON.stringify({ __type: error.type, message: error.message }), 400, headers);
        }
        onError("A request to the local Step Functions failed", error);
        return context.body(JSON.stringify({ __type: "InternalServerError", message: String(error) }), 500, headers);
      }
    }),
  );

  // ---- Start and end --------------------------------------------------------------------------------------------------

  await new Promise<void>((resolve, reject) => {
    worker.on("message", (message: FromWorker) => {
      switch (message.kind) {
        case "ready":
          for (const text of texts.values()) foundValid.add(text);
          return resolve();
        case "refused":
          return reject(new Error(message.message));
        case "answer":
          waiting.get(message.id)?.resolve(message.answer as never);
          waiting.delete(message.id);
          return undefined;
        case "failed":
          waiting.get(message.id)?.reject(new Error(message.message));
          waiting.delete(message.id);
          return undefined;
        case "ended":
          traffic++;
          return ended(message);
        case "invoke": {
          const { attempt, functionName, payload } = message;
          void track(functionName, async () => {
            const outcome = await runFunction(functionName, payload);
            say({ kind: "invoked", attempt, outcome });
          });
          return undefined;
        }
      }
    });
    worker.on("error", (error: Error) => {
      if (dead === undefined) onError("The thread of the local Step Functions died", error);
      die(error);
      reject(error);
    });
    worker.on("exit", () => die(new Error("The local Step Functions have been stopped.")));
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });

  const forget = clock.onChange(() => {
    traffic++;
    if (dead === undefined) say({ kind: "clock" });
  });

  const stop = async (): Promise<void> => {
    forget();
    die(new Error("The local Step Functions have been stopped."));
    await worker.terminate();
    await exited;
  };

  let server: Server;
  try {
    server = await listen(app, host, port);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    endpoint: `http://${host}:${(server.address() as AddressInfo).port}`,
    fetch: async (request) => app.fetch(request),
    nextTimer: async () => (await ask({ kind: "ping" }))?.atMs,
    fireNext: async () => (await ask({ kind: "fire" })) ?? undefined,
    quiet,
    inFlight: () => [...underWay.values()],
    activity: () => traffic,
    forgetEnded() {
      for (const executionArn of endedArns.splice(0)) executions.delete(executionArn);
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await stop();
      await closed;
    },
  };
}

function listen(app: Hono, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, () => {
      server.off("error", reject);
      resolve(server);
    }) as Server;
    server.once("error", reject);
  });
}
