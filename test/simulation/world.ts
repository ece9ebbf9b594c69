/**
 * A world in which nothing happens by itself: time stands still until it is moved, and whatever the service asks of the outside
 * waits until it is let through, one call after the other, in an order that a seed decides. Between any two calls another process
 * can have its turn; a call can fail before or after it took effect, happen twice, take long, or be the last that its process makes.
 */
import type { SESClient } from "@aws-sdk/client-ses";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { aboutOf } from "../../functions/mail/tags.ts";
import type { StatusChange } from "../../infra/local/step-functions/index.ts";
import type { Random } from "../scale/random.ts";
import { awsError } from "../support/doubles.ts";
import { wire, type HeldPolicies, type Parts } from "../support/stack.ts";
import type { Machines } from "./machines.ts";

export const hows = [
  "fails before",
  "fails after",
  "happens twice",
  "dies before",
  "dies after",
  "takes long",
] as const;

/** What befalls a call to the outside. */
export interface Fault {
  /** How many calls after the one that was hit last, or after the beginning. */
  readonly after: number;
  readonly how: (typeof hows)[number];
}

/** One run of a function: a task, a command from a page, a submission, reconcile. */
interface Process {
  readonly id: number;
  readonly name: string;
  readonly startedMs: number;
  /** By how much its clock is off, in milliseconds. */
  readonly skewMs: number;
  state: "runs" | "ended" | "dead";
  /** Calls that wait to be let through. */
  waiting: number;
  /** The numbers of the calls of its that a fault hit; its death counts as one. */
  readonly hit: number[];
  die(error: Error): void;
}

interface Call {
  readonly process: Process;
  readonly what: string;
  readonly run: () => Promise<unknown>;
  readonly answer: (outcome: Promise<unknown>) => void;
}

/** An e-mail that the mail service took. */
export interface Sent {
  readonly to: string;
  readonly reference: string;
  readonly notice: string;
  readonly messageId: string;
  readonly at: string;
  /** Whether a fault hit the process that sent it at this call or after it, as of now. */
  readonly troubled: () => boolean;
}

/** A function is ended by Lambda before Step Functions gives it up. */
const longestRunMs = 45_000;
const takesLongMs = 20_000;
/** Far more turns than anything here takes; past them something waits for what never comes. */
const mostTurns = 100_000;
/** A whole history makes some hundreds. Each reads the record, which what goes round makes longer: a limit further off would be reached in hours. */
const mostCalls = 5_000;

export interface WorldOptions {
  readonly dynamoDB: DynamoDBDocumentClient;
  readonly tables: { readonly record: string; readonly working: string };
  readonly machines: Machines;
  readonly policies: HeldPolicies;
  /** When it begins, UTC. */
  readonly begins: string;
  readonly random: Random;
  readonly faults: readonly Fault[];
  /** The largest error of a process's clock, in milliseconds either way. */
  readonly skewMs: number;
}

export class World {
  /** Every e-mail that the mail service took, in order. */
  readonly sent: Sent[] = [];
  /** The names of the executions that run. */
  readonly running = new Set<string>();
  /** Everything that came to pass, for whoever reads a history that went wrong. */
  readonly diary: string[] = [];
  readonly #options: WorldOptions;
  readonly #processes = new Set<Process>();
  readonly #waiting: Call[] = [];
  readonly #faults: Fault[];
  #calls = 0;
  #untilFault: number;
  #processCount = 0;
  #seenActivity = -1;
  #losesEvents = 0;
  /** A process was ended because it ran for too long. */
  #tookTooLong = false;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#faults = [...options.faults];
    this.#untilFault = this.#faults[0]?.after ?? Infinity;
    options.machines.enter(this, options.begins);
  }

  get now(): string {
    return this.#options.machines.clock.now();
  }

  get nowMs(): number {
    return this.#options.machines.clock.nowMs();
  }

  /** Whether anything has failed, or taken too long, so far. */
  get wasTroubled(): boolean {
    return this.#tookTooLong || this.#faults.length < this.#options.faults.length;
  }

  /** How many calls to the outside were let through. */
  get calls(): number {
    return this.#calls;
  }

  note(what: string): void {
    this.diary.push(`${this.now}  ${what}`);
  }

  /** From now on nothing fails by itself, and clocks are right. */
  calm(): void {
    this.#faults.length = 0;
    this.#untilFault = Infinity;
    this.#losesEvents = 0;
  }

  /** The next news of an execution's end reaches nobody. */
  loseEvent(): void {
    this.#losesEvents++;
  }

  /**
   * Runs a function of the service in a process of its own.
   * @throws the function's own error, or that of its death
   */
  run<T>(name: string, work: (service: Parts) => Promise<T>): Promise<T> {
    const { skewMs, random } = this.#options;
    const death = Promise.withResolvers<never>();
    const process: Process = {
      id: ++this.#processCount,
      name,
      startedMs: this.nowMs,
      skewMs: this.#faults.length > 0 ? Math.round((random.next() * 2 - 1) * skewMs) : 0,
      state: "runs",
      waiting: 0,
      hit: [],
      die: (error) => {
        if (process.state !== "runs") return;
        process.state = "dead";
        process.hit.push(this.#calls);
        this.note(`${name} (${process.id}) dies`);
        for (let at = this.#waiting.length - 1; at >= 0; at--)
          if (this.#waiting[at]?.process === process) this.#waiting.splice(at, 1);
        death.reject(error);
      },
    };
    this.#processes.add(process);
    this.note(`${name} (${process.id}) begins`);
    const done = (async () => work(this.#serviceIn(process)))();
    const ended = Promise.race([done, death.promise]).finally(() => {
      if (process.state === "runs") process.state = "ended";
      this.#processes.delete(process);
      this.note(`${name} (${process.id}) is over`);
    });
    // Whoever asked may no longer be listening; what it came to is looked for on the record.
    ended.catch(() => undefined);
    death.promise.catch(() => undefined);
    return ended;
  }

  /** Every process that runs now dies where it stands, as when a machine is switched off. */
  killAll(): void {
    for (const process of this.#processes) process.die(awsError("Sandbox.Timedout"));
  }

  /** Lets through so many calls, or as many as there are, without time passing by itself. */
  async letThrough(count: number): Promise<void> {
    for (let left = count; left > 0; left--) {
      await this.#idle();
      if (!(await this.#next())) return;
    }
  }

  /** Lets everything that can happen at this time happen. */
  async settle(): Promise<void> {
    for (let calls = 0; ; calls++) {
      if (calls > mostCalls) throw new Error("It does not come to rest: calls are made without end at one instant");
      await this.#idle();
      if (!(await this.#next())) return;
    }
  }

  /**
   * Moves time to an instant, by way of everything for which the state machines wait.
   * @param unsettled what wakes last is left where it stands, so that something else can come between
   */
  async moveTo(instant: string, { unsettled = false } = {}): Promise<void> {
    const to = Date.parse(instant);
    for (let wakings = 0; ; wakings++) {
      if (wakings > mostTurns) throw new Error("Time does not move on: the state machines wake without end");
      await this.#idle();
      const next = await this.#options.machines.nextTimer();
      if (next === undefined || next > to) break;
      await this.settle();
      this.#timeIs(Math.max(next, this.nowMs));
      await this.#fireAllDue();
      if (!unsettled || ((await this.#options.machines.nextTimer()) ?? Infinity) <= to) await this.settle();
    }
    this.#timeIs(to);
  }

  /** Step Functions says that an execution began or ended, as EventBridge passes it on. */
  statusChanged({ name, status }: StatusChange, executionEnded: (service: Parts) => Promise<void>): void {
    this.note(`the execution ${name} is ${status}`);
    if (status === "RUNNING") {
      this.running.add(name);
      return;
    }
    this.running.delete(name);
    if (status === "SUCCEEDED") return;
    if (this.#losesEvents > 0) {
      this.#losesEvents--;
      return;
    }
    this.#hear(executionEnded, 2);
  }

  /** Lambda calls again what an event was to call and what failed, twice. */
  #hear(executionEnded: (service: Parts) => Promise<void>, again: number): void {
    void this.run("hearing of an execution's end", executionEnded).catch(() => {
      if (again > 0) this.#hear(executionEnded, again - 1);
    });
  }

  #serviceIn(process: Process): Parts {
    const { dynamoDB, tables, machines, policies } = this.#options;
    const through = <C extends { send(command: never): unknown }>(client: C): C =>
      ({
        send: (command: object) => this.#ask(process, command, () => client.send(command as never) as Promise<unknown>),
      }) as unknown as C;
    const clock = { now: () => new Date(this.nowMs + process.skewMs).toISOString() };
    return wire(
      {
        dynamoDB: through(dynamoDB),
        ses: through(this.#mailService(process)),
        sfn: through(machines.client),
      },
      tables,
      clock,
      undefined,
      policies,
    );
  }

  /** The mail service: whatever it takes is sent. */
  #mailService(process: Process): SESClient {
    const send = async ({
      input,
    }: {
      input: { Destinations?: string[]; Tags?: { Name: string; Value: string }[] };
    }) => {
      const about = aboutOf(Object.fromEntries((input.Tags ?? []).map(({ Name, Value }) => [Name, [Value]])));
      const messageId = `message-${this.sent.length + 1}`;
      const call = this.#calls;
      this.sent.push({
        to: input.Destinations?.[0] ?? "",
        reference: about?.reference ?? "",
        notice: about?.notice ?? "",
        messageId,
        at: this.now,
        troubled: () => process.hit.some((each) => each >= call),
      });
      return { MessageId: messageId };
    };
    return { send } as unknown as SESClient;
  }

  #ask(process: Process, command: object, run: () => Promise<unknown>): Promise<unknown> {
    // What the dead ask for reaches nobody, and nothing comes back to them.
    if (process.state !== "runs") return new Promise(() => undefined);
    process.waiting++;
    return new Promise((resolve) => {
      this.#waiting.push({
        process,
        what: command.constructor.name.replace("Command", ""),
        run,
        answer: (outcome) => {
          process.waiting--;
          resolve(outcome);
        },
      });
    });
  }

  /** Resolves when every process waits for a call to be let through, and no state machine is under way. */
  async #idle(): Promise<void> {
    const { machines } = this.#options;
    for (let turns = 0; turns < mostTurns; turns++) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if ([...this.#processes].some((each) => each.state === "runs" && each.waiting === 0)) continue;
      const activity = machines.activity();
      if (activity === this.#seenActivity) return;
      await machines.nextTimer();
      this.#seenActivity = activity;
    }
    throw new Error(`It does not come to rest: ${[...this.#processes].map((each) => each.name).join(", ")}`);
  }

  /** Lets one of the calls that wait through. @returns whether there was any */
  async #next(): Promise<boolean> {
    const { random } = this.#options;
    const calls = this.#waiting.toSorted((a, b) => a.process.id - b.process.id);
    const call = calls[calls.length > 1 ? random.below(calls.length) : 0];
    if (!call) return false;
    this.#waiting.splice(this.#waiting.indexOf(call), 1);
    this.#calls++;
    const fault = this.#untilFault-- <= 0 ? this.#faults.shift() : undefined;
    if (fault) this.#untilFault = this.#faults[0]?.after ?? Infinity;
    await this.#happens(call, fault?.how);
    return true;
  }

  async #happens({ process, what, run, answer }: Call, how: Fault["how"] | undefined): Promise<void> {
    if (how) {
      process.hit.push(this.#calls);
      this.note(`${process.name} (${process.id}): ${what} ${how}`);
    }
    /** It takes effect, and nobody hears what it came to. */
    const unheard = async () => {
      try {
        await run();
      } catch {
        // A refusal is not heard either.
      }
    };
    switch (how) {
      case undefined:
        break;
      case "fails before":
        return answer(Promise.reject(awsError("ThrottlingException")));
      case "fails after":
        await unheard();
        return answer(Promise.reject(awsError("TimeoutError")));
      case "happens twice":
        await unheard();
        break;
      case "dies before":
        return process.die(awsError("Sandbox.Timedout"));
      case "dies after":
        await unheard();
        return process.die(awsError("Sandbox.Timedout"));
      case "takes long":
        this.#timeIs(this.nowMs + takesLongMs);
        await this.#fireAllDue();
        if (process.state !== "runs") return undefined;
        break;
    }
    const happened = run();
    // Whoever asked hears of a failure; here it is only waited for.
    await happened.catch(() => undefined);
    return answer(happened);
  }

  #timeIs(ms: number): void {
    this.#options.machines.clock.set(ms);
    // Lambda ends what runs for too long.
    for (const process of this.#processes)
      if (ms - process.startedMs > longestRunMs) {
        this.#tookTooLong = true;
        process.die(awsError("Sandbox.Timedout"));
      }
  }

  async #fireAllDue(): Promise<void> {
    while (await this.#options.machines.fireNext());
  }
}
