/**
 * Plays a history in a world, and looks after every step whether each promise holds; at the end it lets everything heal, and then
 * time pass in silence, so that whatever is stuck shows.
 */
import { createApi } from "../../functions/api/app.ts";
import { standingOf } from "../../functions/core/capabilities.ts";
import type { PartyCommandType } from "../../functions/core/commands.ts";
import type { Escalation } from "../../functions/core/escalation.ts";
import { eventSchema } from "../../functions/core/events.ts";
import { nextMoment } from "../../functions/core/moments.ts";
import { dynamoDBDirectory, importDirectory } from "../../functions/directory/dynamodb-directory.ts";
import { storyOf, type Story } from "../../functions/escalations/escalations.ts";
import { dynamoDBRecord } from "../../functions/record/dynamodb-record.ts";
import { dynamoDBCursor } from "../../functions/reconcile/cursor.ts";
import { reconcile } from "../../functions/reconcile/reconcile.ts";
import { itemsOf, summaryOf } from "../../functions/summaries/summaries.ts";
import { addMinutes } from "../../policies/calendar/instant.ts";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { randomOf } from "../scale/random.ts";
import { commandOf, type RandomStep } from "../support/any-command.ts";
import type { Database, HeldPolicies } from "../support/stack.ts";
import { concernFor, type History, type Move } from "./history.ts";
import type { Machines } from "./machines.ts";
import { pagesDiffer } from "./pages.ts";
import { directoryOf, type Place } from "./policies.ts";
import { Broken, promised, holdAlways, holdWhenHealed, holdWhenUntroubled, type Seen } from "./promises.ts";
import { memoryTables } from "../support/memory-tables.ts";
import { World } from "./world.ts";

const settles = ["accept date", "give outcome", "accept resolution", "do duty", "propose resolution"] as const;

/** What was counted of a history that held. */
export interface Counted {
  readonly calls: number;
  readonly commits: number;
  readonly mails: number;
  readonly mailsTwice: number;
  readonly stages: number;
  readonly closed: number;
  readonly replaced: number;
}

export interface Store {
  readonly client: DynamoDBDocumentClient;
  readonly tables: { readonly record: string; readonly working: string };
}

/** Tables in memory with the directory of a place in them. */
export async function storeFor(place: Place): Promise<() => Store> {
  const filled = memoryTables();
  await importDirectory(filled.client, filled.tables.working, directoryOf(place));
  return () => filled.copy();
}

/** Tables of the local database, the same. */
export const storeOn = (database: Database, place: Place) => async (): Promise<Store> => {
  const tables = await database.freshTables();
  await importDirectory(database.dynamoDB, tables.working, directoryOf(place));
  return { client: database.dynamoDB, tables };
};

/**
 * @throws Broken at the first promise that does not hold, with the world's diary
 */
export async function play(history: History, place: Place, machines: Machines, store: Store): Promise<Counted> {
  const { rules, agencies } = place;
  const { policy } = rules;
  const policies: HeldPolicies = {
    rulesOf: () => rules,
    choose: () => ({ policy, because: policy.ownPolicyOfAnOrganisation ? "own policy" : "area", beside: [] }),
    partnerships: () => [policy.partnership.id],
  };
  const world = new World({
    dynamoDB: store.client,
    tables: store.tables,
    machines,
    policies,
    begins: new Date(history.begins).toISOString(),
    random: randomOf(`order ${history.seed}`),
    faults: history.faults,
    skewMs: history.skewMs,
  });
  const record = dynamoDBRecord(store.client, store.tables, eventSchema);
  const acknowledged = new Set<string>();
  let reference = "";
  let unheard = 0;
  /** Whether anything has befallen the service that it has to heal from. */
  let trouble = false;
  let commands = 0;

  const story = async (): Promise<Story> => storyOf(reference, await record.read(reference), policies.rulesOf);
  const seen = async (): Promise<Seen> => ({
    story: await story(),
    sent: world.sent,
    running: world.running,
    acknowledged,
    now: world.now,
  });
  const goOn = (much: number | "everything") => (much === "everything" ? world.settle() : world.letThrough(much));
  /** Who may bring it nearer to its end, and how: mostly what somebody waits for. */
  const settling = (state: Escalation, step: RandomStep): RandomStep => {
    const may = (type: PartyCommandType) =>
      [...state.seats.keys()].some((seat) => standingOf(state, policy, seat).may.has(type));
    const what = settles.find(may) ?? step.what;
    // From 5 on somebody is chosen who may, and up to 5 nothing else comes first.
    return { ...step, what, which: 5 };
  };

  /** What a submission that was answered came to; one that was cut off came to nothing that anybody heard of. */
  let answeredWith: string | undefined;
  /** What somebody heard that they should not have. */
  let broken: Error | undefined;
  /** Whoever asked hears the answer; who sees an error page knows that nothing may have been recorded. */
  const hearing = async <T>(asking: Promise<T>, hear: (answer: T) => void): Promise<void> => {
    try {
      hear(await asking);
    } catch {
      return;
    }
  };
  const holdNow = (now: Seen) => {
    if (broken) throw broken;
    holdAlways(now);
  };
  const submit = () => {
    const { client, body } = concernFor(place, history);
    const submitting = world.run("a submission", async (service) => {
      const answer = await createApi(service.api).request("/escalations", {
        method: "POST",
        headers: {
          authorization: `Bearer token-${client}`,
          "content-type": "application/json",
          "idempotency-key": "the only one",
        },
        body: JSON.stringify(body),
      });
      return { status: answer.status, text: await answer.text() };
    });
    void hearing(submitting, ({ status, text }) => {
      if (status === 422) broken ??= new Error(`What is submitted is refused: ${text}`);
      if (status !== 201 && status !== 200) return;
      const { reference: found } = JSON.parse(text) as { reference: string };
      if (answeredWith !== undefined && answeredWith !== found)
        broken ??= new Broken(promised.once, `${answeredWith} and ${found}`);
      answeredWith = found;
    });
  };

  const reconciling = () => void world.run("reconcile", (service) => reconcile(service.tasks));

  async function make(move: Move): Promise<void> {
    switch (move.does) {
      case "somebody acts":
      case "somebody settles something": {
        const { again } = move;
        if (move.step.after > 1)
          await world.moveTo(new Date(world.nowMs + move.step.after).toISOString(), { unsettled: true });
        const { state } = await story();
        const step = move.does === "somebody acts" ? move.step : settling(state, move.step);
        const asked = commandOf(step, state, world.nowMs, rules);
        if (asked.type === "raise") throw new Error("Nobody raises what is raised");
        // Only reconcile puts another execution in one's place, and it ends the one before.
        if (asked.type === "replace execution") return goOn(move.letThrough);
        if (Date.parse(asked.at) > world.nowMs) await world.moveTo(asked.at, { unsettled: true });
        const command = { ...asked, id: `${asked.id} ${++commands}` };
        const isParty = "seat" in command && "name" in command;
        // What the service writes, it writes from where the execution looks anyway; here nobody does.
        if (!isParty) trouble = true;
        const give = () => {
          const giving = world.run(command.type, (service) =>
            service.tasks.escalations.perform(
              reference,
              command,
              isParty ? { kind: "party", seat: command.seat } : { kind: "service", task: "simulated" },
            ),
          );
          void hearing(giving, (performed) => {
            const isRecorded =
              performed.result === "recorded" ||
              (performed.result === "nothing" && performed.because === "this has been recorded already");
            if (isRecorded) acknowledged.add(command.id);
          });
        };
        give();
        if (again === "at once") give();
        await goOn(move.letThrough);
        if (again === "later") {
          give();
          await goOn(move.letThrough);
        }
        return;
      }
      case "time passes": {
        const moment = move.to === "moment" ? nextMoment((await story()).state) : undefined;
        const to = Math.max(world.nowMs, (moment ? Date.parse(moment) : world.nowMs) + move.by);
        await world.moveTo(new Date(to).toISOString(), { unsettled: move.letThrough !== "everything" });
        return goOn(move.letThrough);
      }
      case "reconcile":
        reconciling();
        return goOn(move.letThrough);
      case "the execution is stopped": {
        trouble = true;
        const { state } = await story();
        if (!world.running.has(`${reference}-${state.execution}`)) return;
        if (!move.isHeard) {
          unheard++;
          world.loseEvent();
        }
        await machines.stop({ reference, execution: state.execution, policy: state.raised.policy });
        return;
      }
      case "everything is killed":
        trouble = true;
        return world.killAll();
      case "it is submitted again":
        submit();
        return goOn(move.letThrough);
    }
  }

  // The service has been running: reconcile has looked up to now.
  await dynamoDBCursor(store.client, store.tables.working).write(world.now);
  try {
    for (let tries = 0; answeredWith === undefined; tries++) {
      if (tries > 20) throw new Broken(promised.raised, "twenty submissions came to nothing");
      submit();
      await world.settle();
      if (broken) throw broken;
      if (answeredWith === undefined) await world.moveTo(addMinutes(world.now, 1));
    }
    reference = answeredWith;
    holdNow(await seen());
    for (const move of history.moves) {
      await make(move);
      const now = await seen();
      holdNow(now);
      const isSettled = "letThrough" in move && move.letThrough === "everything";
      if (isSettled && !trouble && !world.wasTroubled) holdWhenUntroubled(now);
    }

    world.calm();
    await world.settle();
    await heal();
    holdNow(await seen());
    // Of an execution whose end nobody heard of, reconcile learns when something on the record moves or its next moment is past.
    if (unheard === 0) await holdHealed();
    for (let moments = 0; moments < 3; moments++) {
      const moment = nextMoment((await story()).state);
      if (!moment) break;
      await world.moveTo(addMinutes(moment, 4));
      await world.settle();
      if (unheard > 0) await heal();
      holdNow(await seen());
      await holdHealed();
      await sameEverywhere();
    }
    await sameEverywhere();
  } catch (error) {
    if (error instanceof Error) error.message += `\n${world.diary.slice(-60).join("\n")}`;
    throw error;
  } finally {
    world.killAll();
    await machines.leave();
  }

  const { history: events, commits } = await story();
  const notices = new Set(world.sent.map((each) => each.notice));
  const count = (type: string) => events.filter((each) => each.type === type).length;
  return {
    calls: world.calls,
    commits: commits.length,
    mails: world.sent.length,
    mailsTwice: world.sent.length - notices.size,
    stages: count("StageOpened"),
    closed: count("EscalationClosed"),
    replaced: count("ExecutionReplaced"),
  };

  /** Claims of the dead lapse, and reconcile looks at what moved and at what should have. */
  async function heal(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await world.moveTo(addMinutes(world.now, 6));
      reconciling();
      await world.settle();
    }
  }

  async function holdHealed(): Promise<void> {
    const now = await seen();
    holdWhenHealed(now);
    if (now.story.state.phase === "closed") return;
    const kept = await store.client.send(
      new GetCommand({ TableName: store.tables.working, Key: { pk: `TOKEN#${reference}`, sk: "TOKEN" } }),
    );
    if (!(await machines.isLive(String(kept.Item?.["token"]))))
      throw new Broken(promised.wakes, "the token that is kept ends no wait");
  }

  /** The summary, the API's answer and the record say one thing. */
  async function sameEverywhere(): Promise<void> {
    const now = await story();
    for (const { pk, sk, ...expected } of itemsOf(summaryOf(now))) {
      const { Item: found } = await store.client.send(
        new GetCommand({ TableName: store.tables.working, Key: { pk, sk } }),
      );
      const differs = JSON.stringify(sorted(found?.["summary"])) !== JSON.stringify(sorted(expected.summary));
      if (differs) throw new Broken(promised.register, `${pk} ${sk}: ${JSON.stringify(found)}`);
    }
    const differs = await pagesDiffer(now, world.now, dynamoDBDirectory(store.client, store.tables.working));
    if (differs) throw new Broken(promised.pages, differs);
    const { client } = concernFor(place, history);
    const asking = world.run("reading by the API", async (service) =>
      createApi(service.api).request(`/escalations/${reference}`, {
        headers: { authorization: `Bearer token-${client}` },
      }),
    );
    await world.settle();
    const answer = (await (await asking).json()) as {
      status: string;
      stage?: { id: string };
      deadlines: { due: string }[];
      entries: { number: number; events: { type: string }[] }[];
    };
    const running = now.state.clocks.filter((each) => each.status === "running").map((each) => each.due);
    const told = {
      status: answer.status,
      stage: answer.stage?.id,
      deadlines: answer.deadlines.map((each) => each.due).toSorted(),
      entries: answer.entries.map(({ number, events }) => `${number} ${events.map((each) => each.type).join(" ")}`),
    };
    const expected = {
      status: now.state.phase,
      stage: now.state.phase === "at stage" ? now.state.stage : undefined,
      deadlines: now.state.phase === "closed" ? [] : running.toSorted(),
      entries: now.commits.map(({ number, events }) => `${number} ${events.map((each) => each.type).join(" ")}`),
    };
    if (JSON.stringify(told) !== JSON.stringify(expected))
      throw new Broken(
        promised.api,
        `${JSON.stringify(told)} and not ${JSON.stringify(expected)}; ${agencies.length} agencies`,
      );
  }
}

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, each]) => [name, sorted(each)]),
      )
    : Array.isArray(value)
      ? value.map(sorted)
      : value;
