/** What somebody still owes: duties, the items of a checklist, that the record is filed, what was missing from a concern. */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import type { Duty } from "../../../policies/language/schema.ts";
import { dutyOf, stageOf } from "../../../policies/language/stages.ts";
import { filingOf } from "../../core/capabilities.ts";
import { checklistClock } from "../../core/clocks.ts";
import { runningClocks, type LiveClock } from "../../core/escalation.ts";
import { erased, type ConcernWords } from "../../core/events.ts";
import { checklistOf, type Item } from "../checklist.ts";
import type { Field } from "../fields.ts";
import { erasedInWords, lastProposal, wordsCalled } from "../view.ts";
import { agencyName, type Visit } from "../visit.ts";
import { capital } from "../wording.ts";
import {
  aboutStage,
  given,
  may,
  once,
  single,
  text,
  wrong,
  yourName,
  type Form,
  type FormPage,
  type Shown,
} from "./form.ts";

export const duty: Form = {
  done: "This is recorded as done",
  answers: false,
  offered: (visit) => visit.standing.owes.map(dutyId),
  page: (visit, which) => {
    const clock = owedOrOwing(visit, which);
    const owed = clock && dutyOf(visit.policy, clock.stage, clock.clock);
    if (!clock || !owed) return undefined;
    const settled = settledAs(visit, clock.stage);
    const common = { title: capital(owed.asks), shows: settled ? [settled] : [], button: "Record this as done" };
    if (owed.kind === "answer to recommendations")
      return {
        ...common,
        does: `Records whether ${agencyName(visit, visit.seat.agency)} acts on the recommendations. The partnership and the other side see it.`,
        shows: [...common.shows, ...aboutStage(stageOf(visit.policy, clock.stage))],
        fields: [
          yourName,
          {
            kind: "choice",
            name: "acts",
            label: "Does your agency act on the recommendations?",
            what: "Your answer",
            missing: "Select whether your agency acts on the recommendations",
            options: [
              { value: "yes", text: "Yes, it acts on them" },
              { value: "no", text: "No, it does not act on them" },
            ],
          },
          text(
            "words",
            "What your agency does, or why it does not act on them",
            "Enter what your agency does, or why it does not act on the recommendations",
            "What you enter",
          ),
        ],
      };
    if (owed.kind === "choice")
      return {
        ...common,
        does: "Puts what is decided, and why, on the record.",
        shows: [...common.shows, { text: capital(owed.asks), quoted: true, clause: owed.clause }],
        fields: [
          yourName,
          {
            kind: "choice",
            name: "choice",
            label: "Which is it?",
            what: "Your answer",
            missing: "Select which it is",
            options: (owed.options ?? []).map((each) => ({ value: each.id, text: each.words })),
          },
          text("words", "Why", "Enter why", "The reason"),
        ],
      };
    return { ...common, does: dutySays(owed), fields: [yourName, dutyWords(owed.kind)] };
  },
  command: (values, _visit, which) => ({
    type: "do duty",
    duty: which,
    words: given(values, "words"),
    ...(values.has("acts") ? { acts: given(values, "acts") === "yes" } : {}),
    ...(values.has("choice") ? { choice: given(values, "choice") } : {}),
  }),
};

export const tick: Form = {
  done: "What was done is recorded",
  answers: false,
  // Where all that is left follows from an agreement that is not there yet, there is nothing to tick.
  offered: (visit) => visit.standing.ticks.filter((stage) => toTick(visit, stage).length > 0),
  page: (visit, which) => {
    const stage = visit.policy.stages.find((each) => each.stage === which);
    const list = stage?.checklist;
    if (!stage || !list || list.of !== `${visit.seat.side} side`) return undefined;
    const items = checklistOf(visit, which);
    const left = toTick(visit, which);
    if (left.length === 0) return undefined;
    const clock = runningClocks(visit.state).find((each) => each.stage === which && each.clock === checklistClock);
    return {
      title: `Tick what was done at “${stage.title}”`,
      does: `Puts what was done, and on which day, on the record. ${clock ? `All of it is due by ${inWords(clock.due)}. ` : ""}What is not done yet stays on the list.`,
      shows: tickedAlready(items, list.clause),
      about: {
        read: String(visit.story.history.filter((each) => each.type === "ItemsTicked" && each.stage === which).length),
        changed: "Something on this list has been ticked since. Read it below and send again",
      },
      fields: [yourName, ...left.flatMap(itemFields)],
      button: "Record what was done",
    };
  },
  command: (values, visit, which) => {
    const left = toTick(visit, which).map(({ item }) => ({
      ...item,
      on: values.get(item.item),
      sends: values.get(wordsOf(item.item)),
    }));
    const undated = left.find((each) => each.sends !== undefined && each.on === undefined);
    if (undated) return dayProblem(undated.item, `Enter the day on which this was done: “${undated.words}”`);
    const unsaid = left.find((each) => each.confirmsTo && each.on !== undefined && each.sends === undefined);
    if (unsaid) return wrong(wordsOf(unsaid.item), `Enter what you confirm: “${unsaid.words}”`);
    const done = left.flatMap(({ item, on, sends }) => (on ? [{ item, on, ...(sends ? { words: sends } : {}) }] : []));
    const [first] = left;
    if (done.length === 0)
      return dayProblem(first?.item ?? "", "Enter the day on which at least one thing on the list was done");
    return { type: "tick", stage: which, items: done };
  },
};

export const filed = single({
  done: "It is recorded that you filed the record",
  answers: false,
  offered: (visit) => once(may(visit, "confirm filed")),
  page: ({ state, policy, seat }) => {
    const asks = filingOf(state, policy, seat.side);
    if (!asks) return undefined;
    const { filing } = policy;
    return {
      title: "Confirm that the record was filed",
      does: "Says for your side that it was done, and where. The record can be read and saved on the page of the concern, under “Documents to read and save”.",
      shows: [
        {
          heading: "What is asked of you",
          text: capital(asks),
          quoted: true,
          ...(filing ? { clause: filing.clause } : {}),
        },
      ],
      fields: [
        yourName,
        {
          kind: "line",
          name: "where",
          label: "Where was it filed?",
          what: "Where it was filed",
          missing: "Enter where it was filed",
          ...(filing ? { hint: `For example, ${filing.where}` } : {}),
        },
      ],
      button: "Confirm that it was filed",
    };
  },
  command: (values) => ({ type: "confirm filed", where: given(values, "where") }),
});

export const missing = single({
  done: "What was missing is recorded",
  answers: false,
  offered: (visit) =>
    once(
      visit.seat.side === "raising" &&
        visit.state.phase !== "closed" &&
        visit.state.missing.length > 0 &&
        may(visit, "add note"),
    ),
  page: (visit) =>
    visit.state.missing.length === 0 || visit.seat.side !== "raising"
      ? undefined
      : {
          title: "Add what is missing from the concern",
          does: "Completes the concern. Everybody who acts is told.",
          shows: [],
          fields: [
            yourName,
            ...visit.state.missing.map((each) => text(each, wordsAsked[each], undefined, wordsCalled[each])),
          ],
          button: "Add this to the concern",
        },
  command: (values, visit) => {
    const [first] = visit.state.missing;
    const supplied = visit.state.missing.flatMap((each): [keyof ConcernWords, string][] => {
      const words = values.get(each);
      return words ? [[each, words]] : [];
    });
    if (supplied.length === 0) return wrong(first ?? "", "Enter at least one of the things that are missing");
    return {
      type: "add note",
      kind: "missing information",
      words: supplied.map(([part, words]) => `${wordsCalled[part]}: ${words}`).join("\n\n"),
      concern: Object.fromEntries(supplied),
    };
  },
});

const wordsAsked: Readonly<Record<keyof ConcernWords, string>> = {
  issue: "What is the issue?",
  disagreement: "What is the nature of the disagreement?",
  risk: "What is the risk to the person?",
  evidence: "What is the evidence?",
  resolutionSought: "What do you aim to achieve?",
};

const dutyId = (clock: Pick<LiveClock, "stage" | "clock">) => `${clock.stage}/${clock.clock}`;

/** A duty that runs or ran for this side: one that is done already still has its page, so that the record can say so. */
function owedOrOwing({ state, seat }: Visit, which: string): LiveClock | undefined {
  return state.clocks.find((each) => each.kind === "duty" && dutyId(each) === which && each.by === seat.side);
}

function dutySays({ by, to }: Duty): string {
  if (by === "partnership" && to === "partnership")
    return "What you enter is put on the record, where both sides can read it.";
  const who =
    to === "raising practitioner"
      ? "the practitioner who raised the concern"
      : to === "counterpart"
        ? "your counterpart on the other side"
        : "the partnership";
  return `What you enter is put on the record and sent to ${who}.`;
}

function dutyWords(kind: Exclude<Duty["kind"], "answer to recommendations" | "choice">): Field {
  switch (kind) {
    case "feedback":
      return text("words", "Your feedback", "Enter your feedback");
    case "review":
      return text("words", "Your review", "Enter your review");
    case "minutes":
      return text("words", "The minutes", "Enter the minutes");
    case "product":
      return text("words", "What was made, or where it can be read", "Enter what was made, or where it can be read");
    case "confirmation":
      return text("words", "Your written confirmation", "Enter your written confirmation");
  }
}

/** What a stage was settled with: the resolution that was accepted, or the outcome. */
function settledAs(visit: Visit, stage: string): Shown | undefined {
  const last = visit.story.history.findLast((each) => each.type === "OutcomeGiven" && each.stage === stage);
  if (last?.type === "OutcomeGiven")
    return {
      heading: last.kind === "recommendations" ? "The recommendations" : "The outcome",
      text: last.sealed === erased ? erasedInWords : last.sealed.outcome,
      quoted: true,
    };
  const accepted = visit.story.history.some((each) => each.type === "ResolutionAccepted" && each.stage === stage);
  const proposal = accepted ? lastProposal(visit, stage) : undefined;
  return proposal === undefined
    ? undefined
    : { heading: "The resolution that was accepted", text: proposal, quoted: true };
}

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
    hint: "On which day was this done? Leave it empty if it is not done yet.",
    what: `The day of “${item.words}”`,
    mayBeEmpty: true,
    refusedAs: `“${item.words}”`,
  };
  if (!item.confirmsTo) return [day];
  const who = item.confirmsTo === "all parties" ? "Everybody who acted" : "Your counterpart on the other side";
  return [
    day,
    text(
      wordsOf(item.item),
      "If it is done: what you confirm in writing",
      undefined,
      `What you confirm: “${item.words}”`,
      `It is put on the record as you write it. ${who} can read and save it, and is told so by email.`,
    ),
  ];
}

function tickedAlready(items: readonly Item[], clause: string): Shown[] {
  const done = items.flatMap(({ item, on }) => (on ? [`${item.words}: ${dayInWords(on)}`] : []));
  const later = items.flatMap(({ item, due, on }) => (due || on ? [] : [item.words]));
  return [
    ...(done.length > 0 ? [{ heading: "Done already", text: done.join("\n"), quoted: true, clause }] : []),
    ...(later.length > 0
      ? [{ heading: "To do once the matter is settled at this stage", text: later.join("\n"), quoted: true, clause }]
      : []),
  ] satisfies FormPage["shows"];
}
