/** What is owed: duties and checklists, at a stage and after its end, and whether that was the last of it. */
import { dayInWords, dayOf } from "../../policies/calendar/instant.ts";
import type { Stage } from "../../policies/language/schema.ts";
import { dutyOf, stageOf } from "../../policies/language/stages.ts";
import { checklistClock, itemsOf, type Rules } from "./clocks.ts";
import type { Command, Refusal } from "./commands.ts";
import { happens, refused, type Decision } from "./decision.ts";
import { isOwed, runningClocks, type Escalation } from "./escalation.ts";
import type { By, EscalationEvent } from "./events.ts";

export function doDuty(
  state: Escalation,
  command: Extract<Command, { type: "do duty" }>,
  by: By,
  owes: readonly string[],
  { policy }: Rules,
): Decision {
  const { at, choice } = command;
  if (!owes.includes(command.duty)) return refused(...whyNotDuty(state, command));
  const [stage = "", duty = ""] = command.duty.split("/");
  const options = dutyOf(policy, stage, duty)?.options;
  if (options && !options.some((each) => each.id === choice))
    return refused("missing", "choice", `Say which it is: ${options.map((each) => each.words).join(", or ")}.`);
  return happens([
    {
      type: "DutyDone",
      v: 1,
      at,
      by,
      stage,
      duty,
      ...(command.acts !== undefined ? { acts: command.acts } : {}),
      ...(options && choice ? { choice } : {}),
      sealed: { name: command.name, words: command.words },
    },
    { type: "ClockMet", v: 1, at, stage, clock: duty },
    ...closedAfter(state, { stage, clock: duty }, at),
  ]);
}

/** Ticks and dates items of a checklist; the last one that is due ends it (SHR-02, SHR-03, SHR-09). */
export function tick(
  state: Escalation,
  command: Extract<Command, { type: "tick" }>,
  by: By,
  { policy }: Rules,
): Decision {
  const { at, stage } = command;
  const rules = stageOf(policy, stage);
  const ticked = new Set(state.ticked.filter((each) => each.stage === stage).map((each) => each.item));
  const due = itemsDue(rules, state);
  for (const { item, on, words } of command.items) {
    const found = due.find((each) => each.item === item);
    if (!found)
      return refused("not-now", item, "This is not on the list now. The page shows what is still to be done.");
    if (ticked.has(item))
      return refused("already-answered", item, "This has been ticked already; the record shows by whom and when.");
    if (on > dayOf(at))
      return refused("in-the-future", item, "Something is ticked once it was done. Give the day on which it was.");
    if (on < dayOf(state.raised.arose))
      return refused(
        "before-it-arose",
        item,
        `The disagreement arose on ${dayInWords(dayOf(state.raised.arose))}, so this cannot have been done before that. Check the date.`,
      );
    if (found.confirmsTo && !words?.trim())
      return refused("missing", item, "Write what you confirm: it is sent as you write it.");
    ticked.add(item);
  }
  if (command.items.length === 0)
    return refused("missing", undefined, "Tick what was done, with the day on which it was.");
  const done = settled(state, stage) && due.every((each) => ticked.has(each.item));
  return happens([
    {
      type: "ItemsTicked",
      v: 1,
      at,
      by,
      stage,
      items: command.items.map(({ item, on }) => ({ item, on })),
      sealed: {
        name: command.name,
        words: Object.fromEntries(command.items.flatMap(({ item, words }) => (words ? [[item, words]] : []))),
      },
    },
    ...(done
      ? [
          { type: "ClockMet", v: 1, at, stage, clock: checklistClock } as const,
          ...closedAfter(state, { stage, clock: checklistClock }, at),
        ]
      : []),
  ]);
}

/** The items of a stage's checklist that are due now: what follows from an agreement is, once there is one (SHR-09). */
export function itemsDue(stage: Stage, state: Escalation): ReturnType<typeof itemsOf> {
  return itemsOf(stage, state).filter((each) => each.when === "stage opens" || settled(state, stage.stage));
}

/** What is due on a stage's checklist and not ticked yet. */
export function leftToTick(stage: Stage, state: Escalation): ReturnType<typeof itemsOf> {
  return itemsDue(stage, state).filter(
    (each) => !state.ticked.some((one) => one.stage === stage.stage && one.item === each.item),
  );
}

/** Whether everything on a stage's checklist is ticked, were the stage settled now. */
export function allTicked(stage: Stage, state: Escalation): boolean {
  return itemsOf(stage, state).every((each) =>
    state.ticked.some((one) => one.stage === stage.stage && one.item === each.item),
  );
}

/** The close, once what was just done was the last that anybody owed after the end. */
function closedAfter(state: Escalation, done: { stage: string; clock: string }, at: string): EscalationEvent[] {
  const left = runningClocks(state).some(
    (each) => isOwed(each) && !(each.stage === done.stage && each.clock === done.clock),
  );
  return state.phase === "duties" && !left ? [{ type: "EscalationClosed", v: 1, at, how: state.how }] : [];
}

function settled(state: Escalation, stage: string): boolean {
  const how = state.opened.findLast((each) => each.stage === stage)?.how;
  return how === "resolved" || how === "outcome given";
}

export function whyNotDuty(
  state: Escalation,
  command: Extract<Command, { type: "do duty" }>,
): [Refusal["code"], string | undefined, string] {
  const clock = state.clocks.find((each) => each.kind === "duty" && `${each.stage}/${each.clock}` === command.duty);
  if (!clock) return ["not-now", "duty", "Nothing of the kind is due in this escalation. The page shows what is."];
  return clock.status === "running"
    ? ["not-yours", "duty", "Somebody else has to do this, and it is not done yet. You can add a note to the record."]
    : ["already-answered", "duty", "This has been done already; the record shows by whom and when."];
}
