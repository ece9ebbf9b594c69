/** The process of a practice alert may die between any two steps: what is left is run again, and everything must have come right. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noticesOf, noticesOwed } from "../../../functions/alerts/core/notices.ts";
import { askGroup, settleAlert, tickAlert } from "../../../functions/alerts/tasks/tasks.ts";
import { verifyChain } from "../../../functions/record/chain.ts";
import { alertMachineName } from "../../../functions/workflow/workflow.ts";
import { betweenSendingAndWriting, processThatDies, type Process } from "../../support/doubles.ts";
import { startServicesInMemory, tuesday, type Services, type Stack } from "../../support/stack.ts";
import { close } from "./core.ts";
import { alertsOver, withGroup } from "./stack.ts";

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startServicesInMemory();
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

const runningOf = (reference: string) => services.runningOf(reference, alertMachineName);

describe.each(["before it takes effect", "after it took effect"] as const)(
  "a process that dies at any call, %s",
  (when) => {
    /** Dies at every call in turn until a process lives to the end; each time what was left is run again, and all is right. */
    async function dieAtEveryCall(
      live: (dying: Stack, call: number) => Promise<string>,
      run: (reference: string, dying: Stack) => Promise<unknown>,
      check: (reference: string, process: Process) => Promise<void>,
    ): Promise<number> {
      for (let call = 1; call < 200; call++) {
        stack.clock.set(tuesday);
        const process = processThatDies({ call, when });
        const dying = await services.stack({ over: stack, process });
        const reference = await live(dying, call);
        await run(reference, dying).catch((error: unknown) => {
          if (!process.died()) throw error;
        });
        // A claim of the dead lapses after five minutes; until then nobody else sends what it claimed.
        stack.clock.set(new Date(Date.parse(stack.clock.now()) + 6 * 60_000).toISOString());
        await check(reference, process);
        if (!process.died()) return call - 1;
      }
      throw new Error("The task makes more calls than anybody would expect of it");
    }

    async function checkAll(reference: string, process: Process): Promise<void> {
      const { history } = await storyOf(reference);
      verifyChain(await stack.tasks.record.stored(reference));
      expect(noticesOwed(history)).toEqual({ send: [], lapse: [] });
      const recorded = history.flatMap((each) =>
        each.type === "NoticeSent" || each.type === "NoticeLapsed" ? [each.notice] : [],
      );
      expect(recorded.toSorted()).toEqual(
        noticesOf(history)
          .map((each) => each.id)
          .toSorted(),
      );
      const sent = stack.mailsOf(reference).map((each) => `${each.to.join()}: ${each.subject}`);
      expect(sent.length - new Set(sent).size).toBe(betweenSendingAndWriting(process, when) ? 1 : 0);
    }

    test("in the submission: the repeat finds one alert, and its execution runs", async () => {
      const deaths = await dieAtEveryCall(
        async (_dying, call) => `submission-${call}`,
        (key, dying) => alertsOver(dying).submit(`${when}-${key}`),
        async (key) => {
          const reference = await submit(`${when}-${key}`);
          expect(await stack.tasks.record.stored(reference)).toHaveLength(1);
          expect(await runningOf(reference)).toEqual([`${reference}-1`]);
        },
      );
      expect(deaths).toBeGreaterThan(5);
    }, 120_000);

    test("MED-17 in the asking of the group: it is asked once and each member hears", async () => {
      const deaths = await dieAtEveryCall(
        (_dying, call) => submit(`ask-${when}-${call}`),
        (reference, dying) => askGroup(input(reference), dying.tasks.practiceAlerts),
        async (reference, process) => {
          await askGroup(input(reference), tasks());
          expect((await storyOf(reference)).history.filter((each) => each.type === "GroupAsked")).toHaveLength(1);
          await checkAll(reference, process);
        },
      );
      expect(deaths).toBeGreaterThan(15);
    }, 120_000);

    test("MED-17 at a deadline: it passes once, and those who are silent hear", async () => {
      const deaths = await dieAtEveryCall(
        async (_dying, call) => {
          const reference = await submit(`tick-${when}-${call}`);
          await askGroup(input(reference), tasks());
          stack.clock.set("2026-12-01T09:32:00.000Z");
          await tickAlert(input(reference), tasks());
          stack.clock.set("2026-12-01T17:02:00.000Z");
          return reference;
        },
        (reference, dying) => tickAlert(input(reference), dying.tasks.practiceAlerts),
        async (reference, process) => {
          await tickAlert(input(reference), tasks());
          expect((await storyOf(reference)).history.filter((each) => each.type === "DeadlinePassed")).toHaveLength(1);
          await checkAll(reference, process);
        },
      );
      expect(deaths).toBeGreaterThan(12);
    }, 120_000);

    test("MED-17 in the closing: pressed again it is recorded once, and the informer hears the outcome", async () => {
      const deaths = await dieAtEveryCall(
        async (_dying, call) => {
          const reference = await submit(`close-${when}-${call}`);
          await askGroup(input(reference), tasks());
          return reference;
        },
        async (reference, dying) => {
          const { alerts } = dying.tasks.practiceAlerts;
          await alerts.perform(reference, close(tuesday, true), { kind: "party", seat: "member/1" });
          await settleAlert(input(reference), dying.tasks.practiceAlerts);
        },
        async (reference, process) => {
          await perform(reference, close(tuesday, true));
          await settleAlert(input(reference), tasks());
          expect((await storyOf(reference)).history.filter((each) => each.type === "AlertClosed")).toHaveLength(1);
          await checkAll(reference, process);
        },
      );
      expect(deaths).toBeGreaterThan(12);
    }, 120_000);
  },
);
