/** What somebody can do in a simulation, by a word, as a command of the core. Who may do it is the core's to say (capabilities.ts). */
import { questionsFor, standingOf } from "../../functions/core/capabilities.ts";
import type { Rules } from "../../functions/core/clocks.ts";
import type { PartyCommand } from "../../functions/core/commands.ts";
import type { Escalation } from "../../functions/core/escalation.ts";
import { itemsDue } from "../../functions/core/owed.ts";
import { dayOf, inWords } from "../../policies/calendar/instant.ts";
import { stageOf } from "../../policies/language/stages.ts";
import { instantIn, Said, type Deed } from "./story.ts";

type Type = PartyCommand["type"];

/** Each word, the command that it is, and what it means. */
export const deeds: Readonly<Record<string, readonly [Type, string]>> = {
  respond: ["respond", "the receiving agency responds; answers can follow, as question=value"],
  propose: ["propose resolution", "a resolution is proposed, by the receiving agency or “by raising”"],
  accept: ["accept resolution", "the other side accepts it"],
  reject: ["reject resolution", "the other side rejects it"],
  unresolved: ["declare unresolved", "the stage is declared unresolved; answers can follow: manager-agrees=no"],
  refer: ["refer", "the matter is referred to a later stage"],
  discussion: ["record discussion", "a discussion is held and recorded"],
  meeting: ["record discussion", "a meeting is held and recorded"],
  arrange: ["arrange meeting", "a meeting is arranged for the time that follows"],
  outcome: ["give outcome", "the body gives its word"],
  done: ["do duty", "what is owed is done; which one can follow: done by raising confirm"],
  tick: ["tick", "the checklist is ticked; which item can follow"],
  answer: ["answer questions", "the page’s questions are answered; answers can follow"],
  shorten: ["shorten deadline", "the deadline is brought forward to the time that follows"],
  date: ["propose date", "another deadline is proposed: the time that follows"],
  "accept-date": ["accept date", "the other side accepts it"],
  "reject-date": ["reject date", "the other side rejects it"],
  "ask-information": ["request information", "the body asks for information"],
  "give-information": ["provide information", "it is given"],
  flag: ["flag immediate risk", "immediate risk is flagged"],
  filed: ["confirm filed", "a side confirms that it filed the record"],
  withdraw: ["withdraw", "the concern is withdrawn"],
};

/** The commands that a deed is: one, or one for each duty that it does. @throws Said where nobody can do it then */
export function commandsOf(deed: Deed, state: Escalation, rules: Rules): PartyCommand[] {
  const known = deeds[deed.does];
  if (!known) throw new Said(`“${deed.typed}”: there is no “${deed.does}”. There is ${Object.keys(deeds).join(", ")}.`);
  const [type] = known;
  const able = [...state.seats.keys()].filter((seat) => standingOf(state, rules.policy, seat).may.has(type));
  const seats = able.filter((seat) => isBy(deed, state, seat));
  if (seats.length === 0) {
    const now = Object.keys(deeds).filter((word) => {
      const [other] = deeds[word] ?? [];
      return [...state.seats.keys()].some((seat) => other && standingOf(state, rules.policy, seat).may.has(other));
    });
    const stage = state.phase === "at stage" ? `, at “${stageOf(rules.policy, state.stage).title}”` : "";
    throw new Said(
      `“${deed.typed}”: nobody${deed.by ? " of that side" : ""} can do this then${stage}. What can be done then: ${now.join(", ")}.`,
    );
  }
  // The receiving side answers and proposes; everything else is the raising side's before it is theirs.
  const first = ["respond", "propose"].includes(deed.does) ? "receiving" : "raising";
  const sorted = seats.toSorted((a, b) => rank(a) - rank(b));
  function rank(seat: string): number {
    const { acting } = standingOf(state, rules.policy, seat);
    return (acting ? 0 : 2) + (state.seats.get(seat)?.side === first ? 0 : 1);
  }
  const [seat = ""] = sorted;
  if (type === "do duty") return duties(deed, state, rules, sorted);
  return [{ ...base(deed, state, seat), ...content(deed, type, state, rules, seat) } as PartyCommand];
}

function isBy({ by }: Deed, state: Escalation, seat: string): boolean {
  const held = state.seats.get(seat);
  if (by === undefined) return true;
  return by === "body" ? held?.concludes === true : held?.side === by;
}

function base(deed: Deed, state: Escalation, seat: string) {
  const acted = state.opened.findLast((each) => each.acting.includes(seat) || each.told.includes(seat));
  const stage = state.phase === "at stage" ? state.stage : (acted?.stage ?? state.raised.opensAt);
  return { id: `${deed.at} ${deed.typed} ${seat}`, at: deed.at, seat, stage, name: "Sam Example" };
}

/** Everything that is owed, each by one of those who owe it; or the one that is named. */
function duties(deed: Deed, state: Escalation, rules: Rules, seats: readonly string[]): PartyCommand[] {
  const found = new Map<string, PartyCommand>();
  for (const seat of seats)
    for (const { stage, clock } of standingOf(state, rules.policy, seat).owes) {
      const duty = `${stage}/${clock}`;
      const rule = stageOf(rules.policy, stage).afterwards.find((each) => each.duty === clock.split(":")[0]);
      if (found.has(duty) || (deed.which && ![clock, clock.split(":")[0]].includes(deed.which))) continue;
      const [choice] = rule?.options ?? [];
      found.set(duty, {
        ...base(deed, state, seat),
        type: "do duty",
        duty,
        words: "Done, in an example.",
        ...(rule?.kind === "answer to recommendations" ? { acts: true } : {}),
        ...(choice ? { choice: choice.id } : {}),
      });
    }
  if (found.size === 0) throw new Said(`“${deed.typed}”: nothing called “${deed.which}” is owed ${inWords(deed.at)}.`);
  return [...found.values()];
}

interface Asked {
  readonly id: string;
  readonly answer: string;
  readonly mustBe?: string | undefined;
}

/** What follows a deed as `manager-agrees=no`. @throws Said for what is not asked then, or is no answer to it */
function answersGiven({ which, typed }: Deed, questions: readonly Asked[]): Readonly<Record<string, string>> {
  const given = (which ?? "").split(/\s+(?=[a-z][a-z0-9-]*=)/).filter((each) => each !== "");
  const ids = questions.map((each) => each.id);
  return Object.fromEntries(
    given.map((each) => {
      const [, id = "", value = ""] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(each) ?? [];
      const asked = questions.find((one) => one.id === id);
      if (!asked)
        throw new Said(
          ids.length === 0
            ? `“${typed}”: nothing is asked then, so nothing follows: leave out “${which}”.`
            : `“${typed}”: after it come answers, as ${ids[0]}=<answer>. It is asked then: ${ids.join(", ")}.`,
        );
      if (asked.answer === "yes or no" && value !== "yes" && value !== "no")
        throw new Said(`“${typed}”: the answer to ${id} is yes or no.`);
      return [id, asked.answer === "date" ? dayOf(instantIn(typed, value)) : value];
    }),
  );
}

/** What a command says beside who and when; example words where words are needed. */
function content(deed: Deed, type: Type, state: Escalation, { policy }: Rules, seat: string): object {
  const until = () => instantIn(deed.typed, deed.which ?? "");
  const held = state.seats.get(seat);
  const stage = state.phase === "at stage" ? stageOf(policy, state.stage) : undefined;
  const answers = (questions: readonly Asked[]) => {
    const given = answersGiven(deed, questions);
    return Object.fromEntries(
      questions.map((each) => [
        each.id,
        given[each.id] ??
          each.mustBe ??
          (each.answer === "yes or no" ? "yes" : each.answer === "date" ? dayOf(deed.at) : "An example."),
      ]),
    );
  };
  const asked = stage && held ? questionsFor(stage, held) : [];
  switch (type) {
    case "respond":
      return { type, response: "An example of a response.", answers: answers(asked) };
    case "answer questions":
      return { type, answers: answers(asked) };
    case "propose resolution":
      return { type, resolution: "An example of a resolution." };
    case "reject resolution":
      return { type, reason: "An example.", unresolved: false };
    case "declare unresolved":
      return { type, reason: "An example.", answers: answers(stage?.beforeItGoesOn ?? []) };
    case "record discussion":
      return {
        type,
        kind: deed.does === "meeting" ? "meeting" : "discussion",
        heldAt: deed.at,
        attended: "Both sides",
        agreed: "An example.",
        pursued: "An example.",
      };
    case "arrange meeting":
      return { type, for: until(), where: "An example.", invited: "Both sides" };
    case "give outcome":
      return { type, outcome: "An example of an outcome." };
    case "tick": {
      const on = standingOf(state, policy, seat).ticks[0] ?? "";
      const due = itemsDue(stageOf(policy, on), state).filter(
        ({ item }) =>
          (deed.which === undefined || deed.which === item) &&
          !state.ticked.some((each) => each.stage === on && each.item === item),
      );
      return {
        type,
        stage: on,
        items: due.map(({ item, confirmsTo }) => ({
          item,
          on: dayOf(deed.at),
          ...(confirmsTo ? { words: "An example." } : {}),
        })),
      };
    }
    case "shorten deadline":
    case "propose date":
      return { type, until: until(), reason: "An example." };
    case "accept date":
    case "reject date":
      return {
        type,
        until: state.phase === "at stage" ? (state.dateProposal?.until ?? "") : "",
        reason: "An example.",
      };
    case "request information":
      return { type, request: "An example." };
    case "provide information":
      return { type, information: "An example." };
    case "confirm filed":
      return { type, where: "An example." };
    default:
      return { type, reason: "An example." };
  }
}
