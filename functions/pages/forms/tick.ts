/** A stage's list of what somebody does: what was done is ticked by its day, in the policy's order (SHR-02, SHR-03, SHR-09). */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import { checklistClock } from "../../core/clocks.ts";
import { runningClocks } from "../../core/escalation.ts";
import { checklistOf, type Item } from "../checklist.ts";
import type { Field } from "../fields.ts";
import type { Visit } from "../visit.ts";
import { text, wrong, yourName, type Form, type Shown } from "./form.ts";
import { said } from "../words/forms/tick.ts";

export const tick: Form = {
  done: said.done,
  answers: false,
  // Where all that is left follows from an agreement that is not there yet, there is nothing to tick.
  offered: (visit) => visit.standing.ticks.filter((stage) => toTick(visit, stage).length > 0),
  page: (visit, which) => {
    const stage = visit.policy.stages.find((each) => each.stage === which);
    const list = stage?.checklist;
    if (!stage || !list) return undefined;
    const items = checklistOf(visit, which);
    const left = toTick(visit, which);
    if (left.length === 0) return undefined;
    const clock = runningClocks(visit.state).find((each) => each.stage === which && each.clock === checklistClock);
    return {
      title: said.title(stage.title),
      does: clock ? said.doesBy(inWords(clock.due)) : said.does,
      shows: tickedAlready(items, list.clause),
      about: {
        read: String(visit.story.history.filter((each) => each.type === "ItemsTicked" && each.stage === which).length),
        changed: said.changed,
      },
      fields: [yourName, ...left.flatMap(itemFields)],
      button: said.button,
    };
  },
  command: (values, visit, which) => {
    const left = toTick(visit, which).map(({ item }) => ({
      ...item,
      on: values.get(item.item),
      sends: values.get(wordsOf(item.item)),
    }));
    const undated = left.find((each) => each.sends !== undefined && each.on === undefined);
    if (undated) return dayProblem(undated.item, said.wrong.undated(undated.words));
    const unsaid = left.find((each) => each.confirmsTo && each.on !== undefined && each.sends === undefined);
    if (unsaid) return wrong(wordsOf(unsaid.item), said.wrong.unsaid(unsaid.words));
    const done = left.flatMap(({ item, on, sends }) => (on ? [{ item, on, ...(sends ? { words: sends } : {}) }] : []));
    const [first] = left;
    if (done.length === 0) return dayProblem(first?.item ?? "", said.wrong.nothingDone);
    return { type: "tick", stage: which, items: done };
  },
};

const wordsOf = (item: string) => `words-${item}`;
const dayProblem = (item: string, says: string) => ({ field: item, input: `${item}-day`, says });

const toTick = (visit: Visit, stage: string) =>
  checklistOf(visit, stage).filter((each) => each.due && each.on === undefined);

/** An item has the policy's words as its label; without its day it is not done yet. The core refuses at the item's name. */
function itemFields({ item }: Item): Field[] {
  const day: Field = {
    kind: "day",
    name: item.item,
    label: item.words,
    hint: said.day.hint,
    what: said.day.what(item.words),
    mayBeEmpty: true,
    refusedAs: `“${item.words}”`,
  };
  if (!item.confirmsTo) return [day];
  const who = item.confirmsTo === "all parties" ? said.confirmed.toAll : said.confirmed.toCounterpart;
  return [
    day,
    text(
      wordsOf(item.item),
      said.confirmed.label,
      undefined,
      said.confirmed.what(item.words),
      said.confirmed.hint(who),
    ),
  ];
}

function tickedAlready(items: readonly Item[], clause: string): Shown[] {
  const done = items.flatMap(({ item, on }) => (on ? [`${item.words}: ${dayInWords(on)}`] : []));
  const later = items.flatMap(({ item, due, on }) => (due || on ? [] : [item.words]));
  return [
    ...(done.length > 0 ? [{ heading: said.shows.done, text: done.join("\n"), quoted: true, clause }] : []),
    ...(later.length > 0
      ? [
          {
            heading: said.shows.later,
            text: later.join("\n"),
            quoted: true,
            clause,
          },
        ]
      : []),
  ];
}
