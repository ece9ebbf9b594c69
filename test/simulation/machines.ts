/**
 * The state machines of the policies, in the interpreter that the laptop runs them in, by a clock that can also be set back: one
 * world after the other enters, and finds nothing of the one before.
 */
import { Readable } from "node:stream";
import { ListExecutionsCommand, SFNClient, StopExecutionCommand, SendTaskHeartbeatCommand } from "@aws-sdk/client-sfn";
import { executionEnded } from "../../functions/reconcile/reconcile.ts";
import { machineName, type Execution } from "../../functions/workflow/workflow.ts";
import type { LocalClock } from "../../infra/local/clock.ts";
import { invoke } from "../../infra/local/invoke.ts";
import { startStepFunctions } from "../../infra/local/step-functions/index.ts";
import { filledIn, stateMachineFor, stateMachineName } from "../../infra/state-machine.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { stateMachinePrefix } from "../support/stack.ts";
import type { World } from "./world.ts";

/** The service's clock, as a world sets it. */
export interface SetClock extends LocalClock {
  set(ms: number): void;
}

/** What the SDK asks a handler of requests for. */
interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | string;
}

export interface Machines {
  readonly client: SFNClient;
  readonly clock: SetClock;
  /** From now on whatever happens, happens in this world. Nothing of the one before is left. */
  enter(world: World, begins: string): void;
  /** Ends all that runs, so that another world can enter. */
  leave(): Promise<void>;
  nextTimer(): Promise<number | undefined>;
  fireNext(): Promise<boolean>;
  activity(): number;
  /** Somebody with the console stops an execution. */
  stop(execution: Execution): Promise<void>;
  /** Whether a wait ends by this token now. */
  isLive(token: string): Promise<boolean>;
  close(): Promise<void>;
}

export async function startMachines(policies: readonly Policy[]): Promise<Machines> {
  const clock = clockThatIsSet();
  let world: World | undefined;
  const here = (): World => {
    if (!world) throw new Error("Nobody is in any world");
    return world;
  };
  const machines = Object.fromEntries(
    policies.map((policy) => [
      `${stateMachinePrefix}${stateMachineName(policy)}`,
      withoutChance(filledIn(stateMachineFor(policy), "aws", (name) => name)),
    ]),
  );
  const server = await startStepFunctions({
    clock,
    machines,
    invoke: (name, payload) => here().run(name, (service) => invoke(name, payload, service.tasks)),
    onStatusChange: (change) =>
      world?.statusChanged(change, (service) => executionEnded(change.name, change.status, service.tasks)),
  });
  const client = new SFNClient({
    region: "eu-west-2",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    endpoint: server.endpoint,
    maxAttempts: 1,
    // The SDK's own request, without a network on which something could take longer one time than another.
    requestHandler: {
      async handle({ method, path, headers, body }: HttpRequest) {
        const answer = await server.fetch(
          new Request(`${server.endpoint}${path}`, {
            method,
            headers,
            body: typeof body === "string" ? body : body.slice(),
          }),
        );
        return {
          response: {
            statusCode: answer.status,
            headers: Object.fromEntries(answer.headers),
            body: Readable.from([Buffer.from(await answer.arrayBuffer())]),
          },
        };
      },
    },
  });
  const allThatRun = async () =>
    (
      await Promise.all(
        Object.keys(machines).map((stateMachineArn) =>
          client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING" })),
        ),
      )
    ).flatMap((each) => each.executions ?? []);

  return {
    client,
    clock,
    enter(entering, begins) {
      if (world) throw new Error("Another world is still there");
      clock.set(Date.parse(begins));
      world = entering;
    },
    async leave() {
      const names = world?.running ?? new Set();
      world = undefined;
      if (names.size > 0)
        for (const { executionArn = "" } of await allThatRun())
          await client.send(new StopExecutionCommand({ executionArn }));
      await server.nextTimer();
      server.forgetEnded();
    },
    nextTimer: () => server.nextTimer(),
    fireNext: async () => (await server.fireNext()) !== undefined,
    activity: () => server.activity(),
    async stop({ reference, execution, policy }) {
      const prefix = stateMachinePrefix.replace(":stateMachine:", ":execution:");
      await client.send(
        new StopExecutionCommand({ executionArn: `${prefix}${machineName(policy)}:${reference}-${execution}` }),
      );
    },
    async isLive(taskToken) {
      try {
        await client.send(new SendTaskHeartbeatCommand({ taskToken }));
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === "TaskTimedOut") return false;
        throw error;
      }
    },
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

/** The same machine, but that what it tries again it tries after the same time every time: chance comes from the seed alone. */
function withoutChance(definition: object): object {
  return JSON.parse(
    JSON.stringify(definition, (name, value: unknown) => (name === "JitterStrategy" ? undefined : value)),
  ) as object;
}

function clockThatIsSet(): SetClock {
  const shared = new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT);
  /** Where the thread of the interpreter reads at which time the clock is held (infra/local/clock.ts). */
  const held = 1;
  const cells = new BigInt64Array(shared);
  const listeners = new Set<() => void>();
  const nowMs = () => Number(Atomics.load(cells, held));
  const set = (ms: number) => {
    Atomics.store(cells, held, BigInt(ms));
    for (const listener of listeners) listener();
  };
  set(Date.UTC(2026, 0, 1));
  return {
    shared,
    set,
    nowMs,
    now: () => new Date(nowMs()).toISOString(),
    held: () => true,
    hold: (ms) => (ms === undefined ? undefined : set(ms)),
    release() {
      throw new Error("This clock stands where it is set");
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => undefined,
  };
}
