import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noticesOwed } from "../../../functions/core/notices.ts";
import { executionEnded, heal, reconcile } from "../../../functions/reconcile/reconcile.ts";
import { open, settle } from "../../../functions/stages/tasks.ts";
import type { Workflow } from "../../../functions/workflow/workflow.ts";
import { awsError, clockAt, failing, type TestClock } from "../../support/doubles.ts";
import { startRealServices, type Services, type Stack } from "../../support/stack.ts";

let services: Services;
let clock: TestClock;
let stack: Stack;
let raised = 0;
beforeAll(async () => {
  services = await startRealServices();
});
beforeEach(async () => {
  clock = clockAt("2026-11-17T10:00:00.000Z");
  stack = await services.stack({ clock });
});
afterEach(() => services.mailbox.refuse(undefined));
afterAll(() => services.close());

const knowsley = { id: "knowsley", version: "2020-06" };
const machine = "arn:aws:states:eu-west-2:000000000000:stateMachine:escalation-knowsley-2020-06";
const statusOf = async (reference: string, number = 1) =>
  services.sfn
    .send(
      new DescribeExecutionCommand({
        executionArn: `${machine.replace(":stateMachine:", ":execution:")}:${reference}-${number}`,
      }),
    )
    .then(
      (each) => each.status,
      () => "NEVER STARTED",
    );
const runningOf = (reference: string) => services.runningOf(reference, "escalation-knowsley-2020-06");

/** Raises one whose execution could not be started. */
async function neverStarted(): Promise<string> {
  const broken = await services.stack({
    over: stack,
    sfn: (client) => failing(client, () => awsError("ThrottlingException")),
  });
  return broken.raise({}, `never-started-${++raised}`);
}
/** Raises one and opens it, as its execution would. */
async function opened(changes: Record<string, unknown> = {}): Promise<string> {
  const reference = await stack.raise(changes, `opened-${++raised}`);
  await open({ reference, execution: 1 }, stack.tasks);
  return reference;
}
const storyOf = async (reference: string) => {
  const story = await stack.tasks.escalations.read(reference);
  if (!story) throw new Error(`There is no escalation ${reference}`);
  return story;
};
const replacementsOf = async (reference: string) =>
  (await storyOf(reference)).history.flatMap((each) =>
    each.type === "ExecutionReplaced" ? [[each.number, each.reason]] : [],
  );
const stop = (reference: string, execution = 1) =>
  stack.tasks.workflow.stop({ reference, execution, policy: knowsley });
const answer = async (reference: string, id = "note") =>
  stack.tasks.escalations.perform(
    reference,
    {
      type: "respond",
      id,
      at: clock.now(),
      seat: "practitioners/receiving-side/1",
      stage: "practitioners",
      name: "Priya",
      response: "A visit",
      answers: {},
    },
    { kind: "party", seat: "practitioners/receiving-side/1" },
  );
/** The stack's workflow, with what it is asked noted. */
function noting(): { workflow: Workflow; asked: string[] } {
  const asked: string[] = [];
  const real = stack.tasks.workflow;
  return {
    asked,
    workflow: {
      ...real,
      start: (each, from) => (asked.push(`start ${each.execution}`), real.start(each, from)),
      stop: (each) => (asked.push(`stop ${each.execution}`), real.stop(each)),
      signal: (reference) => (asked.push("signal"), real.signal(reference)),
    },
  };
}

/** The reference of an escalation that whoever raised it has withdrawn. */
async function withdrawn(): Promise<string> {
  const reference = await opened();
  await stack.tasks.escalations.perform(
    reference,
    {
      type: "withdraw",
      id: "w",
      at: clock.now(),
      seat: "raiser",
      stage: "practitioners",
      name: "Imogen",
      reason: "Settled",
    },
    { kind: "party", seat: "raiser" },
  );
  return reference;
}

describe("what reconcile heals", () => {
  test("starts what was never started", async () => {
    const reference = await neverStarted();
    expect(await statusOf(reference)).toBe("NEVER STARTED");
    expect(await reconcile(stack.tasks)).toEqual({ looked: [reference], failed: [] });
    expect(await statusOf(reference)).toBe("RUNNING");
    expect(await replacementsOf(reference)).toEqual([]);
  });

  test("what was never started, however long ago, is started and not taken for stuck", async () => {
    const reference = await neverStarted();
    clock.set("2026-11-18T09:00:00.000Z");
    const { workflow, asked } = noting();
    await reconcile({ ...stack.tasks, workflow });
    expect(asked).toEqual(["start 1", "signal"]);
    expect(await replacementsOf(reference)).toEqual([]);
    expect(await runningOf(reference)).toEqual([`${reference}-1`]);
  });

  test("replaces an execution that is over while the escalation is open", async () => {
    const reference = await opened();
    await stop(reference);
    await reconcile(stack.tasks);
    expect(await replacementsOf(reference)).toEqual([[2, "The execution was over while the escalation is open"]]);
    expect(await runningOf(reference)).toEqual([`${reference}-2`]);
  });

  test("two at once start one, and the record names one", async () => {
    const reference = await opened();
    await stop(reference);
    await Promise.all([reconcile(stack.tasks), reconcile(stack.tasks), reconcile(stack.tasks)]);
    expect(await replacementsOf(reference)).toHaveLength(1);
    expect(await runningOf(reference)).toEqual([`${reference}-2`]);
  });

  test("leaves what runs as it should alone", async () => {
    const reference = await opened();
    const { workflow, asked } = noting();
    const before = (await storyOf(reference)).commits.length;
    await reconcile({ ...stack.tasks, workflow });
    expect(asked).toEqual(["start 1"]);
    expect((await storyOf(reference)).commits).toHaveLength(before);
  });

  test("wakes one that owes somebody a notice, because the signal for it was lost", async () => {
    const reference = await opened();
    await answer(reference);
    const { workflow, asked } = noting();
    await reconcile({ ...stack.tasks, workflow });
    expect(asked).toEqual(["start 1", "signal"]);
  });

  test("ALL-09 sends what a closed one still owes, for no execution will", async () => {
    const reference = await withdrawn();
    await stop(reference);
    await reconcile(stack.tasks);
    const story = await storyOf(reference);
    expect(noticesOwed(story.history, story.rules.policy)).toEqual({ send: [], lapse: [] });
    expect(await replacementsOf(reference)).toEqual([]);
    expect(stack.mailsOf(reference).map((each) => each.subject)).toContain(
      `${reference}: the concern has been withdrawn`,
    );
  });

  test("ALL-09 wakes the execution of what has ended: whoever ended it may have died before they could, and it would wait for the moment that was planned", async () => {
    await withdrawn();
    const { workflow, asked } = noting();
    await reconcile({ ...stack.tasks, workflow });
    expect(asked).toEqual(["signal"]);
  });

  test("does nothing for a reference that has no record", async () => {
    await heal("ZZZZ-2222", stack.tasks);
    expect(await services.items(stack.tables.record)).toEqual([]);
  });
});

describe("what should have moved and did not", () => {
  test("is found by its summary once its moment is five minutes past, however long ago it last moved", async () => {
    const reference = await opened();
    clock.set("2026-11-17T10:11:00.000Z");
    await reconcile(stack.tasks);
    clock.set("2026-11-20T09:35:00.000Z");
    expect((await reconcile(stack.tasks)).looked).toEqual([]);
    clock.set("2026-11-20T09:35:00.001Z");
    const { workflow, asked } = noting();
    expect((await reconcile({ ...stack.tasks, workflow })).looked).toEqual([reference]);
    expect(asked).toEqual(["start 1", "signal"]);
  });

  test("when waking it does not help, its execution is stopped, and another takes its place", async () => {
    const reference = await opened();
    clock.set("2026-11-20T09:41:00.000Z");
    const { workflow, asked } = noting();
    await reconcile({ ...stack.tasks, workflow });
    expect(asked).toEqual(["start 1", "stop 1", "start 2"]);
    expect(await replacementsOf(reference)).toEqual([[2, "The execution did not act on what was due"]]);
    expect([await statusOf(reference, 1), await statusOf(reference, 2)]).toEqual(["ABORTED", "RUNNING"]);
  });

  test("whoever dies between stopping one and replacing it leaves none that goes on waiting: the next to look replaces it", async () => {
    const reference = await opened();
    clock.set("2026-11-20T09:41:00.000Z");
    const { workflow } = noting();
    const dying = {
      ...workflow,
      stop: async (each: Parameters<typeof workflow.stop>[0]) => {
        await workflow.stop(each);
        throw new Error("The process died");
      },
    };
    expect((await reconcile({ ...stack.tasks, workflow: dying })).failed).toEqual([reference]);
    expect(await runningOf(reference)).toEqual([]);
    await reconcile(stack.tasks);
    expect(await replacementsOf(reference)).toEqual([[2, "The execution was over while the escalation is open"]]);
    expect(await runningOf(reference)).toEqual([`${reference}-2`]);
  });

  test("the end of the stopped one is not taken for the new one's", async () => {
    const reference = await opened();
    clock.set("2026-11-20T09:41:00.000Z");
    await reconcile(stack.tasks);
    await settle({ reference, execution: 2 }, stack.tasks);
    await executionEnded(`${reference}-1`, "ABORTED", stack.tasks);
    expect(await replacementsOf(reference)).toHaveLength(1);
    expect(await runningOf(reference)).toEqual([`${reference}-2`]);
  });

  test("a stage that is never opened, because nobody wakes the execution that should, gets another execution", async () => {
    const reference = await opened();
    await stack.tasks.escalations.perform(
      reference,
      {
        type: "declare unresolved",
        id: "u",
        at: clock.now(),
        seat: "raiser",
        stage: "practitioners",
        name: "Imogen",
        reason: "No answer",
      },
      { kind: "party", seat: "raiser" },
    );
    // What it is woken by is a token that nobody waits on any more.
    await stack.tasks.workflow.keepToken(reference, "a token of long ago");
    clock.set("2026-11-17T10:05:00.000Z");
    const first = noting();
    await reconcile({ ...stack.tasks, workflow: first.workflow });
    expect(first.asked).toEqual(["start 1", "signal"]);
    clock.set("2026-11-17T10:12:00.000Z");
    const second = noting();
    await reconcile({ ...stack.tasks, workflow: second.workflow });
    expect(second.asked).toEqual(["start 1", "stop 1", "start 2"]);
  });

  test("a notice that waking does not bring out gets another execution too", async () => {
    const reference = await opened();
    await answer(reference);
    await stack.tasks.workflow.keepToken(reference, "a token of long ago");
    for (const instant of ["2026-11-17T10:03:00.000Z", "2026-11-17T10:08:00.000Z"]) {
      clock.set(instant);
      await reconcile(stack.tasks);
    }
    expect(await replacementsOf(reference)).toEqual([]);
    clock.set("2026-11-17T10:13:00.000Z");
    await reconcile(stack.tasks);
    expect(await replacementsOf(reference)).toHaveLength(1);
    await settle({ reference, execution: 2 }, stack.tasks);
    expect(stack.mailsOf(reference).map((each) => each.subject)).toContain(
      `${reference}: the receiving agency has responded`,
    );
  });

  test("after a restart, when every execution has just been started, nothing is taken for stuck", async () => {
    const reference = await opened();
    clock.set("2026-11-23T10:00:00.000Z");
    const { workflow, asked } = noting();
    await reconcile({ ...stack.tasks, workflow }, { everything: true });
    expect(asked).toEqual(["start 1", "signal"]);
    expect(await replacementsOf(reference)).toEqual([]);
  });
});

describe("how far reconcile looks", () => {
  test("the first time, at what moved within a day", async () => {
    const old = await neverStarted();
    clock.set("2026-11-18T10:05:00.000Z");
    const fresh = await neverStarted();
    clock.set("2026-11-18T10:20:00.000Z");
    expect((await reconcile(stack.tasks)).looked.toSorted()).toEqual([fresh]);
    expect(await statusOf(old)).toBe("NEVER STARTED");
  });

  test("from its cursor on, and ten minutes before it, over midnight UTC", async () => {
    clock.set("2026-11-17T23:55:00.000Z");
    await reconcile(stack.tasks);
    clock.set("2026-11-17T23:44:59.999Z");
    await neverStarted();
    clock.set("2026-11-17T23:45:00.000Z");
    const slow = await neverStarted();
    clock.set("2026-11-18T00:01:00.000Z");
    const fresh = await neverStarted();
    clock.set("2026-11-18T00:05:00.000Z");
    expect((await reconcile(stack.tasks)).looked.toSorted()).toEqual([slow, fresh].toSorted());
    expect(await stack.tasks.cursor.read()).toBe("2026-11-18T00:05:00.000Z");
  });

  test("days that were left out are made up for", async () => {
    await reconcile(stack.tasks);
    clock.set("2026-11-18T10:00:00.000Z");
    const reference = await neverStarted();
    clock.set("2026-11-23T10:00:00.000Z");
    expect((await reconcile(stack.tasks)).looked).toEqual([reference]);
  });

  test("each is looked at once, however many commits it has", async () => {
    const reference = await opened();
    await answer(reference);
    expect((await reconcile(stack.tasks)).looked).toEqual([reference]);
  });
});

describe("one that fails", () => {
  test("does not stop the others, is named, and is met again though it never moves", async () => {
    const bad = await neverStarted();
    const good = await neverStarted();
    const escalations = {
      ...stack.tasks.escalations,
      read: (reference: string) =>
        reference === bad ? Promise.reject(awsError("InternalServerError")) : stack.tasks.escalations.read(reference),
    };
    clock.set("2026-11-17T10:20:00.000Z");
    const run = await reconcile({ ...stack.tasks, escalations });
    expect(run.looked.toSorted()).toEqual([bad, good].toSorted());
    expect(run.failed).toEqual([bad]);
    expect(await statusOf(good)).toBe("RUNNING");
    expect(stack.logged.filter((each) => each.level === "error")).toEqual([
      {
        level: "error",
        message: "An escalation could not be reconciled; it is tried again at the next run",
        about: { reference: bad, error: "InternalServerError" },
      },
    ]);
    clock.set("2026-11-19T10:00:00.000Z");
    const next = await reconcile(stack.tasks);
    expect([next.looked.includes(bad), next.failed]).toEqual([true, []]);
    expect(await statusOf(bad)).toBe("RUNNING");
    expect(await stack.tasks.cursor.read()).toBe("2026-11-19T10:00:00.000Z");
  });
});

describe("the end of an execution that nobody wanted", () => {
  test("the current number's is replaced at once, with why", async () => {
    const reference = await opened();
    await stop(reference);
    await executionEnded(`${reference}-1`, "FAILED", stack.tasks);
    expect(await replacementsOf(reference)).toEqual([[2, "The execution ended: FAILED"]]);
    expect(await runningOf(reference)).toEqual([`${reference}-2`]);
  });

  test("told twice, it is replaced once", async () => {
    const reference = await opened();
    await stop(reference);
    await Promise.all([1, 2].map(() => executionEnded(`${reference}-1`, "FAILED", stack.tasks)));
    await executionEnded(`${reference}-1`, "FAILED", stack.tasks);
    expect(await replacementsOf(reference)).toHaveLength(1);
  });

  test("a superseded number's does nothing", async () => {
    const reference = await opened();
    await stop(reference);
    await executionEnded(`${reference}-1`, "FAILED", stack.tasks);
    await answer(reference);
    const before = (await storyOf(reference)).commits.length;
    await executionEnded(`${reference}-1`, "ABORTED", stack.tasks);
    await executionEnded(`${reference}-3`, "ABORTED", stack.tasks);
    expect((await storyOf(reference)).commits).toHaveLength(before);
  });

  test.each(["nonsense", "ZZZZ-2222-1", "ZZZZ-2222", "", "ZZZZ-2222-1-2"])(
    "one by the name of %s does nothing",
    async (name) => {
      await executionEnded(name, "FAILED", stack.tasks);
      expect(await services.items(stack.tables.record)).toEqual([]);
    },
  );

  test("one that fails again and again without anything coming of it is not replaced in a circle, but by the schedule", async () => {
    const reference = await stack.raise({}, `circle-${++raised}`);
    await stop(reference);
    await executionEnded(`${reference}-1`, "FAILED", stack.tasks);
    await stop(reference, 2);
    await executionEnded(`${reference}-2`, "FAILED", stack.tasks);
    expect(await replacementsOf(reference)).toHaveLength(1);
    expect(stack.logged.at(-1)).toEqual({
      level: "error",
      message: "An execution failed again with nothing done; the next scheduled run replaces it",
      about: { reference, execution: 2, status: "FAILED" },
    });
    clock.set("2026-11-17T10:05:00.000Z");
    await reconcile(stack.tasks);
    expect((await replacementsOf(reference)).map(([number]) => number)).toEqual([2, 3]);
    expect(await runningOf(reference)).toEqual([`${reference}-3`]);
  });

  test("ALL-09 of a closed escalation: what it still owes is sent, and no other is started", async () => {
    const reference = await withdrawn();
    await stop(reference);
    await executionEnded(`${reference}-1`, "FAILED", stack.tasks);
    expect(await replacementsOf(reference)).toEqual([]);
    expect(await runningOf(reference)).toEqual([]);
    expect(stack.mailsOf(reference).map((each) => each.subject)).toContain(
      `${reference}: the concern has been withdrawn`,
    );
  });
});

describe("summaries", () => {
  const forget = async () => {
    for (const { pk, sk } of await services.items(stack.tables.working))
      if (String(pk).startsWith("SUMMARY#"))
        await services.dynamoDB.send(new DeleteCommand({ TableName: stack.tables.working, Key: { pk, sk } }));
  };
  const kept = async () =>
    (await services.items(stack.tables.working))
      .filter((each) => each["sk"] === "SUMMARY")
      .map((each) => each["summary"] as Record<string, unknown>)
      .toSorted((a, b) => (String(a["reference"]) < String(b["reference"]) ? -1 : 1));

  test("everything rebuilds each that is there from its record", async () => {
    const references = [await opened(), await opened({ area: "milton-keynes", typeOfDisagreement: "care-planning" })];
    const before = await kept();
    expect(before.map((each) => each["reference"])).toEqual(references.toSorted());
    for (const summary of before)
      await stack.tasks.summaries.put({ ...summary, stage: "wrong", moment: "2031-01-01T00:00:00.000Z" } as never);
    clock.set("2026-11-19T10:00:00.000Z");
    await stack.tasks.cursor.write("2026-11-19T09:00:00.000Z");
    const run = await reconcile(stack.tasks, { everything: true });
    expect(run.looked.toSorted()).toEqual(references.toSorted());
    expect(await kept()).toEqual(before);
  });

  test("everything since a day rebuilds them when all are lost", async () => {
    const references = [await opened(), await opened()];
    const before = await kept();
    await forget();
    clock.set("2026-11-19T10:00:00.000Z");
    await stack.tasks.cursor.write("2026-11-19T09:00:00.000Z");
    const run = await reconcile(stack.tasks, { everything: true, since: "2026-11-01" });
    expect(run.looked.toSorted()).toEqual(references.toSorted());
    expect(await kept()).toEqual(before);
  });

  test("each that is looked at is brought up to date", async () => {
    const reference = await opened();
    await answer(reference);
    await reconcile(stack.tasks);
    const story = await storyOf(reference);
    expect((await kept())[0]).toMatchObject({ reference, commits: story.commits.length });
  });

  test("one that says what the record says is not written again, but by a rebuilding", async () => {
    await opened();
    const items: unknown[] = [];
    const { tasks } = await services.stack({
      over: stack,
      dynamoDB: (client) =>
        failing(client, (command, { Item }) => {
          if (command === "PutCommand" && String((Item as Record<string, unknown>)["pk"]).startsWith("SUMMARY#"))
            items.push(Item);
          return undefined;
        }),
    });
    expect((await reconcile(tasks)).looked).toHaveLength(1);
    expect(items).toEqual([]);
    await reconcile(tasks, { everything: true });
    expect(items).not.toEqual([]);
  });

  test("an ended one is written as ended, and met no more", async () => {
    const reference = await withdrawn();
    clock.set("2026-11-17T10:11:00.000Z");
    await reconcile(stack.tasks);
    expect((await kept())[0]).toMatchObject({ reference, state: "ended", stage: "closed" });
    clock.set("2026-11-17T10:31:00.000Z");
    await reconcile(stack.tasks);
    clock.set("2026-12-17T10:00:00.000Z");
    expect((await reconcile(stack.tasks, { everything: true })).looked).toEqual([]);
  });
});

test("a whole night without any execution is healed by one reconcile and what it starts", async () => {
  const reference = await opened();
  await stop(reference);
  clock.set("2026-11-23T08:00:00.000Z");
  await reconcile(stack.tasks);
  const story = await storyOf(reference);
  const input = { reference, execution: story.state.execution };
  expect(input.execution).toBe(2);
  // The replacement already let the deadline pass that was slept through.
  expect((await settle(input, stack.tasks)).go).toBe("open:line-managers");
  expect((await open(input, stack.tasks)).go).toBe("wait:line-managers");
});
