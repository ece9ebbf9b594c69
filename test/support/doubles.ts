/** What stands in for the world in tests: a clock that is set, and a process that dies at a call of our choosing. */

/** A clock that shows what the test sets it to, forwards or back. */
export interface TestClock {
  now(): string;
  set(instant: string): void;
}

/** Time stands still until the test sets it. @param instant UTC */
export function clockAt(instant: string): TestClock {
  let at = instant;
  return {
    now: () => at,
    set: (next) => {
      at = next;
    },
  };
}

/** The process died. Nothing that it would have done after this has happened. */
export class Crash extends Error {
  constructor(call: string) {
    super(`The process died at ${call}`);
    this.name = "Crash";
  }
}

/** Whether the call at which the process dies has taken effect by then. */
export type When = "before it takes effect" | "after it took effect";

/** A process that dies at its k-th call to the outside; every call after that comes to nothing. */
export interface Process {
  readonly died: () => boolean;
  /** The names of the calls made, the fatal one last. */
  readonly calls: readonly string[];
  /** The same client, run in this process. */
  run<C extends { send(command: never): unknown }>(client: C): C;
}

/** @param at which call it dies at, counted from 1 over all of its clients; a process for which it is undefined lives */
export function processThatDies(at: { readonly call: number; readonly when: When } | undefined): Process {
  const calls: string[] = [];
  let dead = false;
  const send = async (client: { send(command: never): unknown }, command: object) => {
    const name = command.constructor.name;
    if (dead) throw new Crash(`${name}, after its death`);
    calls.push(name);
    const fatal = at !== undefined && calls.length === at.call;
    if (!fatal) return client.send(command as never);
    try {
      if (at.when === "after it took effect") await client.send(command as never);
    } catch {
      // What it answered, a refusal or not, nobody is there to hear.
    }
    dead = true;
    throw new Crash(name);
  };
  return {
    died: () => dead,
    calls,
    run: (client) =>
      new Proxy(client, {
        get: (target, property, receiver): unknown =>
          property === "send" ? (command: object) => send(target, command) : Reflect.get(target, property, receiver),
      }),
  };
}

/** Whether it died between the sending of an e-mail and the writing down that it was sent: the only place at which one may go out a second time. */
export function betweenSendingAndWriting({ calls, died }: Process, when: When): boolean {
  if (!died()) return false;
  const [before, last] = calls.slice(-2);
  return when === "after it took effect"
    ? last === "SendRawEmailCommand"
    : last === "PutCommand" && before === "SendRawEmailCommand";
}

/** An AWS error of this name, as the SDK throws it. */
export function awsError(name: string): Error {
  return Object.assign(new Error(`${name}, on purpose`), { name });
}

/** The same client, failing on purpose for the commands that `fails` gives an error for. */
export function failing<C extends { send(command: never): unknown }>(
  client: C,
  fails: (command: string, input: Record<string, unknown>) => Error | undefined,
): C {
  return new Proxy(client, {
    get: (target, property, receiver): unknown =>
      property === "send"
        ? async (command: { input: Record<string, unknown> }) => {
            const error = fails(command.constructor.name, command.input);
            if (error) throw error;
            return (target as { send(command: unknown): unknown }).send(command);
          }
        : Reflect.get(target, property, receiver),
  });
}
