/**
 * The process may die between any two steps. For each task, and for the submission, it dies at its first call to the
 * outside, at its second, and so on until it lives: once just before the call takes effect and once just after. What is
 * left is then run again, as the state machine, the client or reconcile would, and everything must have come right.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noticesOf, noticesOwed } from "../../../functions/core/notices.ts";
import { heal, reconcile } from "../../../functions/reconcile/reconcile.ts";
import { verifyChain } from "../../../functions/record/chain.ts";
import { awaitAnswer, open, settle, tick, type TaskOutput } from "../../../functions/stages/tasks.ts";
import { betweenSendingAndWriting, processThatDies, type Process, type When } from "../../support/doubles.ts";
import { concern, startServicesInMemory, type Services, type Stack } from "../../support/stack.ts";

/** One life of a process that dies, and what it had done by then. */
interface Life {
  readonly call: number;
  readonly process: Process;
  /** The service as that process runs it. */
  readonly dying: Stack;
}

export function crashes(when: When): void {
  let services: Services;
  let stack: Stack;
  beforeAll(async () => {
    services = await startServicesInMemory();
  });
  beforeEach(async () => {
    stack = await services.stack();
  });
  afterAll(() => services.close());

  const morning = "2026-11-17T10:00:00.000Z";

  /** Dies at every call in turn, until a process lives to the end. Gives the number of deaths. */
  async function dieAtEveryCall(
    when: When,
    live: (life: Life) => Promise<unknown>,
    after: (life: Life) => Promise<void>,
  ): Promise<number> {
    for (let call = 1; ; call++) {
      if (call > 200) throw new Error("The task makes more calls than anybody would expect of it");
      stack.clock.set(morning);
      const process = processThatDies({ call, when });
      const life = { call, process, dying: await services.stack({ over: stack, process }) };
      await live(life).catch((error: unknown) => {
        if (!process.died()) throw error;
      });
      await after(life);
      if (!process.died()) return call - 1;
    }
  }

  async function storyOf(reference: string) {
    const story = await stack.tasks.escalations.read(reference);
    if (!story) throw new Error(`There is no escalation ${reference}`);
    return story;
  }

  /** What the state machine does next, as often as it goes on at once or within ten minutes. */
  async function goOn(reference: string, execution = 1): Promise<TaskOutput> {
    const began = stack.clock.now();
    let output = await settle({ reference, execution }, stack.tasks);
    for (let step = 0; step < 20; step++) {
      if (output.go.startsWith("open:")) output = await open({ reference, execution }, stack.tasks);
      else if (output.go.startsWith("wait:") && Date.parse(output.until) - Date.parse(began) < 10 * 60_000) {
        stack.clock.set(output.until);
        output = await tick({ reference, execution }, stack.tasks);
      } else return output;
    }
    throw new Error(`Escalation ${reference} goes round in circles`);
  }

  /** Everything that must hold once what was left has been run again. */
  async function checkAll(reference: string, { process }: Life, when: When, stages: readonly string[]): Promise<void> {
    const story = await storyOf(reference);
    verifyChain(await stack.tasks.record.stored(reference));
    expect(story.history.filter((each) => each.type === "EscalationRaised")).toHaveLength(1);
    expect(story.history.flatMap((each) => (each.type === "StageOpened" ? [each.stage] : []))).toEqual(stages);

    // Every notice was sent, and is on the record as sent once.
    expect(noticesOwed(story.history, story.rules.policy)).toEqual({ send: [], lapse: [] });
    const recorded = story.history.flatMap((each) => (each.type === "NoticeSent" ? [each.notice] : []));
    const lapsed = story.history.flatMap((each) => (each.type === "NoticeLapsed" ? [each.notice] : []));
    expect([...recorded, ...lapsed].toSorted()).toEqual(
      noticesOf(story.history, story.rules.policy)
        .map((each) => each.id)
        .toSorted(),
    );

    // A mail went out once; twice only where nobody could have known that it had gone.
    const sent = stack.mailsOf(reference).map((each) => `${each.to.join()}: ${each.subject}`);
    const twice = sent.length - new Set(sent).size;
    expect(sent.length - twice).toBe(recorded.length);
    expect(twice).toBe(betweenSendingAndWriting(process, when) ? 1 : 0);
  }

  const runningOf = (reference: string) => services.runningOf(reference, "escalation-knowsley-2020-06");

  const seat = "practitioners/receiving-side/1";
  const respond = (at: string) =>
    ({
      type: "respond",
      id: "the-response",
      at,
      seat,
      stage: "practitioners",
      name: "Priya",
      response: "A visit",
      answers: {},
    }) as const;

  describe(`a process that dies at any call, ${when}`, () => {
    test("in a submission: the client's repeat raises it once, and its execution runs", async () => {
      const deaths = await dieAtEveryCall(
        when,
        ({ call, dying }) => dying.post(concern(), { key: `${when}-${call}` }),
        async (life) => {
          const response = await stack.post(concern(), { key: `${when}-${life.call}` });
          expect(response.status).toBe(201);
          const { reference } = (await response.json()) as { reference: string };
          expect(await stack.tasks.record.read(reference)).toHaveLength(1);
          expect((await stack.tasks.record.read(reference))[0]?.events[0]).toMatchObject({
            sealed: { person: { name: "Oona Tregarthen" } },
          });
          expect(await runningOf(reference)).toEqual([`${reference}-1`]);
          await goOn(reference);
          await checkAll(reference, life, when, ["practitioners"]);
        },
      );
      expect(deaths).toBeGreaterThan(8);
    }, 120_000);

    test("in a submission that is never repeated: it is on the record and reconcile starts it, or it was never raised", async () => {
      const raised: boolean[] = [];
      const seen = new Set<string>();
      await dieAtEveryCall(
        when,
        ({ call, dying }) => dying.post(concern(), { key: `alone-${when}-${call}` }),
        async () => {
          const found = (await services.items(stack.tables.record)).map((each) =>
            String(each["pk"]).replace("ESCALATION#", ""),
          );
          const fresh = [...new Set(found)].filter((each) => !seen.has(each));
          fresh.forEach((each) => seen.add(each));
          raised.push(fresh.length === 1);
          await reconcile(stack.tasks);
          for (const reference of fresh) expect(await runningOf(reference)).toEqual([`${reference}-1`]);
        },
      );
      expect(raised).toContain(true);
      expect(raised).toContain(false);
      // Once it is on the record it stays there: what is raised is not un-raised by a later death.
      expect(raised.lastIndexOf(false)).toBeLessThan(raised.indexOf(true));
    }, 120_000);

    const tasks: {
      readonly title: string;
      readonly stages: readonly string[];
      readonly fewest: number;
      /** Brings a fresh escalation to where the task begins. */
      readonly prepare: (reference: string) => Promise<unknown>;
      readonly run: (reference: string, dying: Stack) => Promise<unknown>;
      /** What runs the same again: by default the state machine, with the same task. */
      readonly again?: (reference: string) => Promise<unknown>;
    }[] = [
      {
        title: "open: the stage is opened once and everybody is told",
        stages: ["practitioners"],
        fewest: 20,
        prepare: async () => undefined,
        run: (reference, dying) => open({ reference, execution: 1 }, dying.tasks),
      },
      {
        title: "tick at a reminder: it falls due once and everybody is reminded",
        stages: ["practitioners"],
        fewest: 14,
        prepare: async (reference) => {
          await open({ reference, execution: 1 }, stack.tasks);
          stack.clock.set("2026-11-20T09:32:00.000Z");
        },
        run: (reference, dying) => tick({ reference, execution: 1 }, dying.tasks),
      },
      {
        title: "tick at a deadline: it passes once, the next stage is opened once, and everybody hears",
        stages: ["practitioners", "line-managers"],
        fewest: 3,
        prepare: async (reference) => {
          await open({ reference, execution: 1 }, stack.tasks);
          stack.clock.set("2026-11-20T17:02:00.000Z");
        },
        run: (reference, dying) => tick({ reference, execution: 1 }, dying.tasks),
      },
      {
        title: "settle after an answer: whoever is to hear of it hears",
        stages: ["practitioners"],
        fewest: 12,
        prepare: async (reference) => {
          await open({ reference, execution: 1 }, stack.tasks);
          await stack.tasks.escalations.perform(reference, respond(stack.clock.now()), { kind: "party", seat });
        },
        run: (reference, dying) => settle({ reference, execution: 1 }, dying.tasks),
      },
      {
        title: "the recording of an answer: pressed again, it is recorded once, and whoever is to hear of it hears",
        stages: ["practitioners"],
        fewest: 4,
        prepare: (reference) => open({ reference, execution: 1 }, stack.tasks),
        run: (reference, dying) =>
          dying.tasks.escalations.perform(reference, respond(stack.clock.now()), { kind: "party", seat }),
        again: async (reference) => {
          await stack.tasks.escalations.perform(reference, respond(stack.clock.now()), { kind: "party", seat });
          const responses = (await storyOf(reference)).history.filter((each) => each.type === "ResponseRecorded");
          expect(responses).toHaveLength(1);
        },
      },
    ];

    test.each(tasks)(
      "in $title",
      async ({ stages, fewest, prepare, run, again }) => {
        let reference = "";
        const deaths = await dieAtEveryCall(
          when,
          async ({ call, dying }) => {
            reference = await stack.raise({}, `${when}-${stages.length}-${fewest}-${call}`);
            await prepare(reference);
            return run(reference, dying);
          },
          async (life) => {
            await again?.(reference);
            await goOn(reference);
            await checkAll(reference, life, when, stages);
          },
        );
        expect(deaths).toBeGreaterThanOrEqual(fewest);
      },
      120_000,
    );

    test("in the wait for an answer: it is tried again with another token, and that one wakes", async () => {
      let reference = "";
      let version = 0;
      const deaths = await dieAtEveryCall(
        when,
        async ({ call, dying }) => {
          reference = await stack.raise({}, `await-${when}-${call}`);
          version = (await open({ reference, execution: 1 }, stack.tasks)).version;
          return awaitAnswer({ reference, execution: 1, version, token: "of the one that died" }, dying.tasks);
        },
        async () => {
          await awaitAnswer({ reference, execution: 1, version, token: "of the next try" }, stack.tasks);
          const items = await services.items(stack.tables.working);
          expect(items.find((each) => each["pk"] === `TOKEN#${reference}`)?.["token"]).toBe("of the next try");
        },
      );
      expect(deaths).toBeGreaterThanOrEqual(3);
    }, 120_000);

    test("in reconcile, when the execution is over: one new execution runs, and the record says that it does", async () => {
      let reference = "";
      const deaths = await dieAtEveryCall(
        when,
        async ({ call, dying }) => {
          reference = await stack.raise({}, `reconcile-${when}-${call}`);
          await stack.tasks.workflow.stop({ reference, execution: 1, policy: { id: "knowsley", version: "2020-06" } });
          return heal(reference, dying.tasks);
        },
        async () => {
          await heal(reference, stack.tasks);
          const story = await storyOf(reference);
          expect(await runningOf(reference)).toEqual([`${reference}-${story.state.execution}`]);
          expect(story.history.filter((each) => each.type === "ExecutionReplaced")).toHaveLength(1);
          verifyChain(await stack.tasks.record.stored(reference));
        },
      );
      expect(deaths).toBeGreaterThanOrEqual(8);
    }, 120_000);
  });
}
