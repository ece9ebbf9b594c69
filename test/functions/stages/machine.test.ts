/** The tasks run by the real state machine of a policy, on the local Step Functions. Time stands where the test puts it. */
import { SFNClient, DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "vitest";
import { executionEnded } from "../../../functions/reconcile/reconcile.ts";
import { awaitAnswer, open, settle, tick, type AwaitInput, type TaskInput } from "../../../functions/stages/tasks.ts";
import { openClock, type LocalClock } from "../../../infra/local/clock.ts";
import { startStepFunctions, type LocalStepFunctions } from "../../../infra/local/step-functions/index.ts";
import { createTimeMachine } from "../../../infra/local/time-machine.ts";
import { filledIn, stateMachineFor } from "../../../infra/state-machine.ts";
import { policyVersion } from "../../../policies/published.ts";
import { startServices, stateMachinePrefix, type Services, type Stack } from "../../support/stack.ts";

let closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

interface Running {
  readonly services: Services;
  readonly stack: Stack;
  readonly server: LocalStepFunctions;
  readonly clock: LocalClock;
  readonly statusOf: (reference: string, number?: number) => Promise<string | undefined>;
  readonly moveTo: (instant: string) => Promise<void>;
  readonly types: (reference: string) => Promise<string[]>;
}

/** @param before what happens in the world just before a function is called */
async function running(
  before: (name: string, payload: unknown, stack: Stack) => Promise<void> | void,
): Promise<Running> {
  const services = await startServices();
  closing.push(services.close);
  const clock = openClock(undefined, { start: "2026-11-17T10:00:00.000Z" });
  clock.hold();
  closing.push(() => clock.close());
  const definition = filledIn(stateMachineFor(policyVersion("knowsley", "2020-06")), "aws", (name) => name);
  const functions: Readonly<Record<string, (payload: never) => Promise<unknown>>> = {
    OpenFunction: (payload: TaskInput) => open(payload, stack.tasks),
    TickFunction: (payload: TaskInput) => tick(payload, stack.tasks),
    SettleFunction: (payload: TaskInput) => settle(payload, stack.tasks),
    AwaitFunction: (payload: AwaitInput) => awaitAnswer(payload, stack.tasks),
  };
  const server = await startStepFunctions({
    clock,
    machines: { [`${stateMachinePrefix}escalation-knowsley-2020-06`]: definition },
    invoke: async (name, payload) => {
      await before(name, payload, stack);
      return functions[name]?.(payload as never);
    },
    onStatusChange: async ({ name, status }) => {
      if (status === "FAILED" || status === "ABORTED" || status === "TIMED_OUT")
        await executionEnded(name, status, stack.tasks);
    },
  });
  const sfn = new SFNClient({
    region: "eu-west-2",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  closing.push(
    () => server.close(),
    () => sfn.destroy(),
  );
  const stack: Stack = await services.stack({
    clock: { now: () => clock.now(), set: () => undefined },
    sfn: () => sfn,
  });
  const machine = createTimeMachine({ clock, stepFunctions: server, busy: () => 0 });
  return {
    services,
    stack,
    server,
    clock,
    statusOf: async (reference, number = 1) =>
      (
        await sfn.send(
          new DescribeExecutionCommand({
            executionArn: `arn:aws:states:eu-west-2:000000000000:execution:escalation-knowsley-2020-06:${reference}-${number}`,
          }),
        )
      ).status,
    async moveTo(instant) {
      await machine.moveTo(instant);
      clock.hold();
    },
    types: async (reference) =>
      ((await stack.tasks.escalations.read(reference))?.history ?? []).map((each) => each.type),
  };
}

const receiver = "practitioners/receiving-side/1";
const respond = (stack: Stack, reference: string, id = "response") =>
  stack.tasks.escalations.perform(
    reference,
    {
      type: "respond",
      id,
      at: stack.clock.now(),
      seat: receiver,
      stage: "practitioners",
      name: "Priya",
      response: "A visit",
      answers: {},
    },
    { kind: "party", seat: receiver },
  );
const subjects = (stack: Stack, reference: string) =>
  stack.mailsOf(reference).map((each) => `${each.to.join()} ${each.subject.slice(reference.length + 2)}`);

describe("an escalation on its state machine", () => {
  test("raised by the API, its first stage opens by itself and everybody hears", async () => {
    const { stack, server, statusOf } = await running(() => undefined);
    const reference = await stack.raise();
    await server.quiet();
    expect(subjects(stack, reference)).toEqual([
      "i.fairweather@whitebeam.example your concern has been raised",
      "p.nair@care.example your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026",
    ]);
    expect(await statusOf(reference)).toBe("RUNNING");
  });

  test("ALL-09 an answer wakes it, and whoever is to hear of it hears at once", async () => {
    const { stack, server } = await running(() => undefined);
    const reference = await stack.raise();
    await server.quiet();
    await respond(stack, reference);
    await server.quiet();
    expect(subjects(stack, reference).slice(2)).toEqual([
      "i.fairweather@whitebeam.example the receiving agency has responded",
    ]);
  });

  test("an answer that comes before the token is kept wakes the wait all the same", async () => {
    let answered = false;
    const { stack, server } = await running(async (name, payload, service) => {
      if (name !== "AwaitFunction" || answered) return;
      answered = true;
      // The wait was decided; its token is not kept yet.
      await respond(service, (payload as AwaitInput).reference);
    });
    const reference = await stack.raise();
    await server.quiet();
    expect(answered).toBe(true);
    expect(subjects(stack, reference).slice(2)).toEqual([
      "i.fairweather@whitebeam.example the receiving agency has responded",
    ]);
    await respond(stack, reference, "another");
    await server.quiet();
    expect(subjects(stack, reference)).toHaveLength(4);
  });

  test("three answers, each just after a wait was decided and before its token is kept, are all told", async () => {
    let more = 3;
    const { stack, server } = await running(async (name, payload, service) => {
      if (name === "AwaitFunction" && more > 0)
        await respond(service, (payload as AwaitInput).reference, `more-${more--}`);
    });
    const reference = await stack.raise();
    await server.quiet();
    expect(subjects(stack, reference).filter((each) => each.endsWith("has responded"))).toHaveLength(3);
  });

  test("ALL-07 with nobody doing anything it is reminded of and climbs, each once, at its own time", async () => {
    const { stack, moveTo, types } = await running(() => undefined);
    const reference = await stack.raise();
    await moveTo("2026-11-20T17:05:00.000Z");
    expect((await types(reference)).filter((each) => !each.startsWith("Notice"))).toEqual([
      "EscalationRaised",
      "StageOpened",
      "ClockStarted",
      "ReminderFellDue",
      "DeadlinePassed",
      "StageEnded",
      "StageOpened",
      "ClockStarted",
    ]);
    const times = stack.mailsOf(reference).map((each) => each.at.slice(0, 16));
    expect(times.slice(0, 2)).toEqual(["2026-11-17T10:00", "2026-11-17T10:00"]);
    expect(times.slice(2, 4).every((each) => each >= "2026-11-20T09:31" && each <= "2026-11-20T09:33")).toBe(true);
    expect(times.slice(4).every((each) => each >= "2026-11-20T17:01" && each <= "2026-11-20T17:03")).toBe(true);
  });

  test("two executions of one escalation open each stage once, and the superseded one goes to its end", async () => {
    const { stack, server, statusOf, types } = await running(() => undefined);
    const reference = await stack.raise();
    const policy = { id: "knowsley", version: "2020-06" };
    await stack.tasks.workflow.start({ reference, execution: 1, policy });
    await stack.tasks.escalations.perform(
      reference,
      { type: "replace execution", id: "execution-2", at: stack.clock.now(), number: 2, reason: "Testing" },
      { kind: "service", task: "reconcile" },
    );
    await stack.tasks.workflow.start({ reference, execution: 2, policy });
    await server.quiet();
    await respond(stack, reference);
    await server.quiet();
    expect((await types(reference)).filter((each) => each === "StageOpened")).toHaveLength(1);
    expect(subjects(stack, reference).filter((each) => each.endsWith("has responded"))).toHaveLength(1);
    expect(await statusOf(reference, 2)).toBe("RUNNING");
  });

  test("when mail is throttled the task is tried again and sends only what is left", async () => {
    const { services, stack, moveTo, statusOf } = await running(() => undefined);
    services.mailbox.refuse(({ to }) =>
      to.includes("p.nair@care.example") ? { code: "Throttling", message: "Maximum sending rate exceeded" } : undefined,
    );
    const reference = await stack.raise();
    await moveTo("2026-11-17T10:00:01.000Z");
    services.mailbox.refuse(undefined);
    await moveTo("2026-11-17T10:09:00.000Z");
    expect(subjects(stack, reference)).toEqual([
      "i.fairweather@whitebeam.example your concern has been raised",
      "p.nair@care.example your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026",
    ]);
    expect(await statusOf(reference)).toBe("RUNNING");
  });

  test("a task that fails for good is replaced once and does not go round in a circle", async () => {
    let failures = 0;
    const { stack, server, types } = await running((name) => {
      if (name !== "OpenFunction") return;
      failures++;
      throw new Error("A defect, on purpose");
    });
    const reference = await stack.raise();
    await server.quiet();
    expect(failures).toBe(2);
    expect((await types(reference)).filter((each) => each === "ExecutionReplaced")).toHaveLength(1);
    expect(stack.logged.map((each) => each.message)).toContain(
      "An execution failed again with nothing done; the next scheduled run replaces it",
    );
  });
});
