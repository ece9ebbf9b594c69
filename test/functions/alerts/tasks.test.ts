/** The tasks of practice alerts on the real local services; what should fail or die does so on purpose. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noticesOwed } from "../../../functions/alerts/core/notices.ts";
import { askGroup, awaitGroup, settleAlert, tickAlert } from "../../../functions/alerts/tasks/tasks.ts";
import { executionEnded, reconcile } from "../../../functions/reconcile/reconcile.ts";
import { alertMachineName } from "../../../functions/workflow/workflow.ts";
import { startRealServices, tuesday, type Services, type Stack } from "../../support/stack.ts";
import { close, does, expectNothingPersonal, respond } from "./core.ts";
import { alertsOver, withGroup } from "./stack.ts";

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startRealServices();
});
beforeEach(async () => {
  stack = await services.stack();
  await withGroup(services, stack);
});
afterAll(() => services.close());

const input = (reference: string, execution = 1) => ({ reference, execution });
const tasks = () => stack.tasks.practiceAlerts;
const submit = (key?: string) => alertsOver(stack).submit(key);

async function storyOf(reference: string) {
  const story = await tasks().alerts.read(reference);
  if (!story) throw new Error(`There is no alert ${reference}`);
  return story;
}
const perform = (reference: string, command: Parameters<Stack["tasks"]["practiceAlerts"]["alerts"]["perform"]>[1]) =>
  tasks().alerts.perform(reference, command, { kind: "party", seat: "member/1" });
const mailsTo = (reference: string) => stack.mailsOf(reference).map((each) => each.to.join());

const runningOf = (reference: string) => services.runningOf(reference, alertMachineName);

describe("the tasks", () => {
  test("MED-17 settle sends to the opening, which asks the group and says until when to wait", async () => {
    const reference = await submit();
    expect(await settleAlert(input(reference), tasks())).toMatchObject({ go: "open:the-group" });
    const output = await askGroup(input(reference), tasks());
    // The first moment is the half-time reminder: Tuesday 17 November, 10 working days, so day 5 is Tuesday 24.
    expect(output.go).toBe("wait:the-group");
    expect(output.until > "2026-11-24T09:31:00" && output.until < "2026-11-24T09:34:00").toBe(true);
    expect(mailsTo(reference).toSorted()).toEqual([
      "gillian@police.example",
      "i.fairweather@whitebeam.example",
      "partnership@mscp.example",
      "samir@health.example",
      "verity@care.example",
    ]);
  });

  test("MED-17 where nobody is in the group, the partnership's inbox is asked, once", async () => {
    const fresh = await services.stack();
    await services.dynamoDB.send(
      new PutCommand({
        TableName: fresh.tables.working,
        Item: {
          pk: "DIRECTORY#partnership",
          sk: "medway",
          entry: { id: "medway", name: "MSCP", inbox: "partnership@mscp.example", roles: {} },
        },
      }),
    );
    const reference = await alertsOver(fresh).submit();
    await askGroup(input(reference), fresh.tasks.practiceAlerts);
    const mail = fresh.mailsOf(reference).find((each) => each.to.includes("partnership@mscp.example"));
    expect(mail?.text).toContain("For the attention of: the Learning Lessons group.");
    expect(fresh.mailsOf(reference)).toHaveLength(2);
  });

  test("by three at once, the group is asked once and each mail goes out once", async () => {
    const reference = await submit();
    await Promise.all([1, 2, 3].map(() => askGroup(input(reference), tasks())));
    expect((await storyOf(reference)).history.filter((each) => each.type === "GroupAsked")).toHaveLength(1);
    expect(mailsTo(reference)).toHaveLength(5);
  });

  test("a closed alert is the end, and one of a superseded number goes to its own", async () => {
    const reference = await submit();
    await askGroup(input(reference), tasks());
    expect((await settleAlert(input(reference, 2), tasks())).go).toBe("superseded");
    await perform(reference, close(tuesday, true));
    expect(await settleAlert(input(reference), tasks())).toMatchObject({ go: "end" });
    expect(mailsTo(reference)).toHaveLength(10);
  });

  test("what was written before the token was kept ends the wait at once", async () => {
    const reference = await submit();
    const { version } = await askGroup(input(reference), tasks());
    const woken: string[] = [];
    const workflow = { ...tasks().workflow, wake: (token: string) => Promise.resolve(void woken.push(token)) };
    await awaitGroup({ ...input(reference), version, token: "first" }, { ...tasks(), workflow });
    expect(woken).toEqual([]);
    await perform(reference, respond(tuesday, "member/1"));
    await awaitGroup({ ...input(reference), version, token: "second" }, { ...tasks(), workflow });
    expect(woken).toEqual(["second"]);
  });

  test("ALL-13 no e-mail, no log and no execution has a word of what people wrote", async () => {
    const reference = await submit();
    await askGroup(input(reference), tasks());
    await perform(reference, does(tuesday, "member/1", { type: "respond", response: "zarf" }));
    await perform(
      reference,
      does(tuesday, "member/1", { type: "record action", what: "sphinx", who: "xanthe", due: "2026-11-20" }),
    );
    stack.clock.set("2026-11-20T17:05:00.000Z");
    await tickAlert(input(reference), tasks());
    await perform(
      reference,
      does(stack.clock.now(), "member/1", { type: "finish action", action: 1, words: "quillon" }),
    );
    await perform(
      reference,
      does(stack.clock.now(), "member/1", { type: "close", outcome: "jabberwick", noActionNeeded: false }),
    );
    await settleAlert(input(reference), tasks());
    expect(stack.mailsOf(reference).length).toBeGreaterThan(15);
    expectNothingPersonal(
      JSON.stringify(stack.mailsOf(reference).map(({ subject, text, html }) => ({ subject, text, html }))),
    );
    expectNothingPersonal(JSON.stringify(stack.logged));
    expectNothingPersonal(JSON.stringify(await runningOf(reference)));
  });
});

describe("reconcile", () => {
  test("starts what was never started, and finds an alert whose moment nobody acted on", async () => {
    const reference = await submit();
    await tasks().workflow.stop({ reference, execution: 1, policy: { id: "medway", version: "2024" } });
    await reconcile(stack.tasks);
    expect(await runningOf(reference)).toEqual([`${reference}-2`]);
    expect((await storyOf(reference)).history.at(-1)).toMatchObject({ type: "ExecutionReplaced", number: 2 });
    await askGroup(input(reference, 2), tasks());

    // A fortnight later nothing has moved: it is not in the feed since, and its summary says that it should have.
    stack.clock.set("2026-11-24T12:00:00.000Z");
    await reconcile(stack.tasks);
    stack.clock.set("2026-12-02T12:00:00.000Z");
    await stack.tasks.cursor.write("2026-12-02T11:00:00.000Z");
    const { looked, failed } = await reconcile(stack.tasks);
    expect(looked).toContain(reference);
    expect(failed).toEqual([]);
    const { state } = await storyOf(reference);
    expect(await runningOf(reference)).toEqual([`${reference}-${state.execution}`]);
    expect(state.execution).toBeGreaterThan(2);
  });

  test("tells for a closed alert what nobody told", async () => {
    const reference = await submit();
    await askGroup(input(reference), tasks());
    await perform(reference, close(tuesday, true));
    await reconcile(stack.tasks);
    expect(noticesOwed((await storyOf(reference)).history)).toEqual({ send: [], lapse: [] });
    expect(mailsTo(reference)).toHaveLength(10);
  });

  test("an execution that ended badly is replaced at once, and not again while nothing was done", async () => {
    const reference = await submit();
    await executionEnded(`${reference}-1`, "FAILED", stack.tasks);
    expect(await runningOf(reference)).toContain(`${reference}-2`);
    await executionEnded(`${reference}-2`, "FAILED", stack.tasks);
    expect((await storyOf(reference)).state.execution).toBe(2);
    await executionEnded(`${reference}-1`, "FAILED", stack.tasks);
    expect((await storyOf(reference)).state.execution).toBe(2);
  });
});
