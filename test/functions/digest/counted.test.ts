/**
 * Every number of a digest, against what is counted here from the raw events of a seeded history: nothing of
 * functions/figures is asked. London is on UTC.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { sendDigests } from "../../../functions/digest/digests.ts";
import { startRealServices, type Services } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";

let services: Services;
beforeAll(async () => {
  services = await startRealServices();
});
afterAll(() => services.close());

/** Numbers from 0 to below 1, always the same for a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The policy's own types, and what its text says that each counts as (policies/knowsley/2020-06.yaml). */
const commonTypes: Record<string, string> = {
  "level-of-need": "threshold or level of need",
  "step-up-step-down": "threshold or level of need",
  roles: "roles and responsibilities",
  communication: "information sharing and communication",
};
const titles: Record<string, string> = {
  practitioners: "Stage 1: practitioners",
  "line-managers": "Stage 2: line managers",
};
const monday = "2026-11-23T09:00:00.000Z";
const begin = "2026-11-16T00:00:00.000Z";
const end = "2026-11-23T00:00:00.000Z";
const isIn = (instant: string) => instant >= begin && instant < end;

test.each([1, 20261123])("ALL-12 of the history of seed %i, each is the number that its events give", async (seed) => {
  const random = seeded(seed);
  const oneOf = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T;
  const stack = await services.stack();
  stack.clock.set("2026-11-13T10:00:00.000Z");
  await sendDigests(stack.digests);

  const histories: (readonly EscalationEvent[])[] = [];
  const stories = [];
  for (let number = 0; number < 16; number++) {
    // Friday before the week, or Tuesday or Thursday in it.
    stack.clock.set(oneOf(["2026-11-13T11:00:00.000Z", "2026-11-17T11:00:00.000Z", "2026-11-19T11:00:00.000Z"]));
    const reference = await stack.raise({
      typeOfDisagreement: oneOf(Object.keys(commonTypes)),
      receiving: { agency: oneOf(["social-care", "lone-clinic"]) },
      arose: oneOf(["2026-11-09", stack.clock.now().slice(0, 10)]),
    });
    const path = walk(stack, reference);
    await path.open();
    stories.push({ path, becomes: oneOf(["silent", "silent", "withdrawn", "unresolved"] as const) });
  }
  for (const { path, becomes } of stories) {
    stack.clock.set("2026-11-19T15:00:00.000Z");
    const opened = (await path.story()).history.findLast((each) => each.type === "StageOpened");
    const about = { seat: "raiser", stage: opened?.stage ?? "", reason: "As it is." };
    if (becomes === "withdrawn") await path.answer({ ...about, type: "withdraw" });
    else if (becomes === "unresolved" && opened?.stage === "practitioners") {
      await path.answer({ ...about, type: "declare unresolved" });
      await path.open();
    }
    // Whatever falls due until Sunday happens; who goes on to the next stage is asked there.
    for (const instant of ["2026-11-20T17:05:00.000Z", "2026-11-22T12:00:00.000Z"])
      if ((await path.story()).state.phase !== "closed") {
        const { go } = await path.until(instant);
        if (go.startsWith("open:")) await path.open();
      }
    histories.push((await path.story()).history);
  }

  const before = services.mailbox.mails().length;
  stack.clock.set(monday);
  await sendDigests(stack.digests);
  const mail = services.mailbox
    .mails()
    .slice(before)
    // The week before it is told of as well.
    .findLast((each) => each.to.includes("partnership@kscp.example"));
  const text = mail?.text ?? "";
  const line = (says: string) =>
    text
      .split("\n")
      .find((each) => each.startsWith(`- ${says}: `))
      ?.slice(says.length + 4);
  const list = (title: string) =>
    (text.split("\n\n").find((each) => each.startsWith(`${title}\n`)) ?? "").split("\n").slice(1);
  const references = (title: string) =>
    list(title)
      .map((each) => each.slice(2, 11))
      .toSorted();

  // From here on by the events alone.
  const told = stories.map(({ path }, index) => {
    const history = histories[index] ?? [];
    const raised = history.find((each) => each.type === "EscalationRaised");
    const ended = history.find(
      (each) => each.type === "EscalationWithdrawn" || (each.type === "StageEnded" && each.next === undefined),
    );
    const opened = history.filter((each) => each.type === "StageOpened");
    const stage = opened.at(-1)?.stage ?? "";
    const due = history
      .flatMap((each) =>
        each.type === "ClockStarted" && each.stage === stage && each.clock === "settle" ? each.due : [],
      )
      .at(-1);
    if (!raised || !due) throw new Error(`${path.reference} was not raised`);
    const climbed = opened.slice(1).some((each) => isIn(each.at));
    return { reference: path.reference, history, raised, ended, stage, due, climbed };
  });
  const open = told.filter(({ ended }) => !ended);
  const week = told.filter(({ raised }) => isIn(raised.at));
  const settled = told.filter(({ ended }) => ended && isIn(ended.at));
  const passed = told.flatMap(({ history }) =>
    history.filter((each) => each.type === "DeadlinePassed" && isIn(each.due)),
  );
  /** Nobody answers at a stage and leaves it open here, so that both sides are silent; two working days on is Wednesday. */
  const needs = open.filter(
    ({ due, history }) =>
      due < "2026-11-26T00:00:00.000Z" ||
      // Nobody at the clinic holds a role, which shows once somebody beyond the practitioners is asked there.
      (history.some((each) => each.type === "StageOpened" && each.stage === "line-managers") &&
        history.some((each) => each.type === "EscalationRaised" && each.receiving.agency === "lone-clinic")),
  );
  const dueSoon = open.filter(({ due }) => due >= monday && due < "2026-11-30T09:00:00.000Z");
  const sorted = (some: readonly { readonly reference: string }[]) => some.map((each) => each.reference).toSorted();
  const counted = (some: readonly string[]) =>
    [...new Set(some)].map((each) => `${each}: ${some.filter((one) => one === each).length}`).toSorted();

  // The seeds were chosen so that there is something of everything.
  for (const some of [open, week, settled, passed, needs, dueSoon]) expect(some.length).toBeGreaterThan(0);
  expect(mail?.subject).toBe(
    `${needs.length} ${needs.length === 1 ? "needs" : "need"} you, ${dueSoon.length} due this week, ${open.length} open: weekly digest of escalations`,
  );
  expect(references("Needs you now")).toEqual(sorted(needs));
  expect(references("Due in the coming seven days")).toEqual(sorted(dueSoon));
  expect(references("Newly raised")).toEqual(sorted(week));
  expect(references("Gone on to a further stage")).toEqual(sorted(told.filter(({ climbed }) => climbed)));
  expect(references("Settled or withdrawn")).toEqual(sorted(settled));
  const late = week.filter(({ raised }) => raised.raiseBy?.late).length;
  expect(line("Raised")).toBe(`${week.length} (${late} late, 0 with immediate risk)`);
  expect(line("Settled")).toBe(String(settled.length));
  expect(line("Deadlines that passed")).toBe(`${passed.length}, and 0 that were a guide`);
  expect(line("Open at midnight on Monday 23 November 2026")).toBe(
    `${open.length}, of which overdue ${open.filter(({ due }) => due < end).length}`,
  );
  const chart = (title: string) => (text.split(`${title}\n`)[1] ?? "").split("\n\n")[0]?.split("\n").toSorted();
  expect(chart("Raised, by type")).toEqual(counted(week.map(({ raised }) => commonTypes[raised.disagreement] ?? "")));
  expect(chart("Open, by stage")).toEqual(counted(open.map(({ stage }) => titles[stage] ?? stage)));
});
