/** An escalation that is lived through on this laptop, and what it uses until its end. */
import { addMinutes } from "../../policies/calendar/instant.ts";
import type { Story as EscalationStory } from "../../functions/escalations/escalations.ts";
import { heal } from "../../functions/reconcile/reconcile.ts";
import { arose, conclude, doWhatIsOwed, resolve, type Expected } from "../local/demo/both-ends.ts";
import { openScene, type Case, type Scene } from "../local/demo/scene.ts";
import type { LaptopOptions } from "../local/laptop.ts";
import type { Mail } from "../local/mailbox.ts";
import { sample } from "../local/samples.ts";
import { countDatabase, countRequests, historiesOf, stepsOf, tableBytes, type DatabaseCounter } from "./counting.ts";
import type { DatabaseUse, Run, Story } from "./measured.ts";

/** A Monday, 10:00 in London. */
export const begin = `${arose}T10:00:00.000Z`;
/** The local tables. */
const tables = { record: "record", working: "working" };
/** How often reconcile goes round in the cloud. */
const spanMs = 5 * 60_000;

const less = (after: DatabaseUse, before: DatabaseUse): DatabaseUse => ({
  reads: after.reads - before.reads,
  writes: after.writes - before.writes,
});

/** What a piece of work asks of the database. */
export async function useOf(counter: DatabaseCounter, work: () => Promise<unknown>): Promise<DatabaseUse> {
  const before = counter.used("rounds");
  await counter.under("rounds", work);
  return less(counter.used("rounds"), before);
}

const addressesOf = (mails: readonly Mail[]) => mails.flatMap(({ to, cc, bcc }) => [...to, ...cc, ...bcc]);

export const recipientsOf = (mails: readonly Mail[]) => addressesOf(mails).length;

/** When the clock of the stage that is open runs out; undefined once there is none. */
async function nextDeadline(scene: Scene, { reference }: Case): Promise<string | undefined> {
  const story = await scene.laptop.container.tasks.escalations.read(reference);
  if (story?.state.phase !== "at stage") return undefined;
  const { stage } = story.state;
  return story.history
    .flatMap((each) =>
      each.type === "ClockStarted" && each.stage === stage && each.kind === "stage" && each.whenPassed !== "note"
        ? [each.due]
        : [],
    )
    .at(-1);
}

/** All of them at once, each at the same moments. */
async function live(scene: Scene, counter: DatabaseCounter, cases: readonly Case[], policy: Expected, story: Story) {
  const move = (to: string) => counter.under("rounds", () => scene.laptop.moveTo(to));
  if (story === "second stage") {
    const [of] = cases;
    const deadline = of && (await counter.under("measuring", () => nextDeadline(scene, of)));
    if (!deadline) throw new Error(`${of?.reference} is at no stage`);
    // Within the three minutes after it, the next stage opens.
    await move(addMinutes(deadline, 5));
  }
  if (story === "last stage") await move(policy.answered);
  for (const of of cases)
    if (story === "last stage") await conclude(scene, of, policy);
    else {
      await resolve(scene, of, policy.stages[story === "first stage" ? 0 : 1]?.[0] ?? "");
      await doWhatIsOwed(scene, of);
    }
  // Whatever follows the end by itself.
  await move(addMinutes(scene.laptop.clock.now(), 30 * 24 * 60));
}

/** How an escalation is lived through, unless it is alone in an empty database. */
interface Lived {
  /** So many of it at once: what is counted is then of all of them. */
  readonly many?: number;
  /** A laptop's folder that it begins with. */
  readonly beginsWith?: string;
  /** Hears of the end, before the scene is closed. */
  readonly atTheEnd?: (references: readonly string[]) => Promise<void>;
  readonly around?: NonNullable<LaptopOptions["around"]>;
}

/** @throws Error when it does not come to its end */
export async function measureRun(
  policy: Expected,
  story: Story,
  { many = 1, atTheEnd, ...opening }: Lived = {},
): Promise<Run> {
  const scene = await openScene(begin, opening);
  const { laptop } = scene;
  const { tasks, dynamoDB } = laptop.container;
  const counter = countDatabase(dynamoDB);
  const http = countRequests(laptop.service);
  const measuring = <T>(work: () => Promise<T>) => counter.under("measuring", work);
  try {
    const bytesBefore = await measuring(() => bothTables());
    const found = sample(policy.sample, arose);
    if (!found) throw new Error(`There is no sample for ${policy.sample}`);
    const raised: Case[] = [];
    while (raised.length < many) raised.push(await scene.raise(found.client, found.concern));
    await live(scene, counter, raised, policy, story);

    const database = counter.used("escalation");
    const references = raised.map(({ reference }) => reference);
    const mails = laptop.mailbox
      .mails()
      .filter(({ subject }) => references.some((reference) => subject.startsWith(`${reference}: `)));
    const stories: EscalationStory[] = [];
    for (const reference of references) {
      const read = await measuring(() => tasks.escalations.read(reference));
      if (read?.state.phase !== "closed")
        throw new Error(`${policy.sample}, ${story}: ${reference} did not come to its end`);
      stories.push(read);
    }
    const [first] = stories;
    if (!first) throw new Error("Nothing was raised");
    const bytesAfter = await measuring(() => bothTables());
    const moments = first.commits.map(({ at }) => Date.parse(at));
    await atTheEnd?.(references);
    const run: Run = {
      policy: policy.sample,
      story,
      stages: policy.stages.length,
      ...stepsOf((await Promise.all(references.map(historiesOf))).flat()),
      requests: http.requests(),
      responseBytes: http.bytes(),
      database,
      recipients: recipientsOf(mails),
      readers: new Set(addressesOf(mails)).size,
      emailBytes: mails.reduce((sum, { html = "", text = "" }) => sum + Buffer.byteLength(html + text), 0),
      recordBytes: bytesAfter.record - bytesBefore.record,
      workingBytes: bytesAfter.working - bytesBefore.working,
      spans: new Set(moments.map((each) => Math.floor(each / spanMs))).size,
      days: new Set(first.commits.map(({ at }) => at.slice(0, 10))).size,
      look: await useOf(counter, () => heal(first.reference, tasks)),
      walk: await useOf(counter, () => tasks.record.stored(first.reference)),
    };
    return run;
  } finally {
    http.stop();
    await scene.close();
  }

  async function bothTables() {
    return { record: await tableBytes(dynamoDB, tables.record), working: await tableBytes(dynamoDB, tables.working) };
  }
}
