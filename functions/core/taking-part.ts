/** What a party does beside answering: discussions, immediate risk, others who are brought in. No clock stops for any of it. */
import { dayInWords, dayOf, instantOf } from "../../policies/calendar/instant.ts";
import { stageOf } from "../../policies/language/stages.ts";
import { dutyStarted, expedited, met, type Rules } from "./clocks.ts";
import type { Command, Found, Tells } from "./commands.ts";
import { happens, refused, type Decision } from "./decision.ts";
import type { Escalation } from "./escalation.ts";
import { evolve } from "./evolve.ts";
import type { By, EscalationEvent, Person, Seat } from "./events.ts";
import { sidesOf } from "./people.ts";

export function recordDiscussion(
  state: Escalation,
  command: Extract<Command, { type: "record discussion" }>,
  by: By,
  rules: Rules,
): Decision {
  const { at, heldAt } = command;
  const what = command.kind === "meeting" ? "meeting" : "discussion";
  if (heldAt > at)
    return refused(
      "in-the-future",
      "heldAt",
      `A ${what} is recorded once it was held. Give the day and time at which it was.`,
    );
  if (heldAt < instantOf(dayOf(state.raised.arose), "00:00"))
    return refused(
      "before-it-arose",
      "heldAt",
      `The disagreement arose on ${dayInWords(dayOf(state.raised.arose))}, so the ${what} cannot have been before that. Check the date.`,
    );
  const events: EscalationEvent[] = [
    {
      type: "DiscussionRecorded",
      v: 1,
      at,
      by,
      stage: command.stage,
      kind: command.kind,
      heldAt,
      sealed: { name: command.name, attended: command.attended, agreed: command.agreed, pursued: command.pursued },
    },
  ];
  const sinceRaised = dayOf(heldAt) >= dayOf(state.raised.at);
  const open = state.phase === "at stage" && state.stage === command.stage;
  if (open && sinceRaised) events.push(...met(state, "discussion", at));
  if (command.kind === "meeting" && sinceRaised) {
    if (open) events.push(...met(state, "meeting held", at));
    const first = !state.meetings.some((each) => each.stage === command.stage);
    if (first && state.opened.some((each) => each.stage === command.stage))
      for (const duty of stageOf(rules.policy, command.stage).afterwards)
        if (duty.from.event === "meeting held")
          for (const side of sidesOf(duty.by)) events.push(dutyStarted(duty, command.stage, side, heldAt, at, rules));
  }
  return happens(events);
}

export function flagImmediateRisk(
  state: Escalation,
  command: Extract<Command, { type: "flag immediate risk" }>,
  by: By,
  rules: Rules,
): Decision {
  const { policy } = rules;
  const { at } = command;
  const { opensAt, timescalesBecome } = policy.immediateRisk;
  const stages = policy.stages.map((each) => each.stage);
  const current = state.phase === "at stage" ? state.stage : state.phase === "opening" ? state.next : undefined;
  const movesTo =
    opensAt && current !== undefined && stages.indexOf(current) < stages.indexOf(opensAt) ? opensAt : undefined;
  const flagged: EscalationEvent = {
    type: "ImmediateRiskFlagged",
    v: 1,
    at,
    by,
    guide: timescalesBecome === "a guide",
    ...(current ? { stage: current } : {}),
    sealed: { name: command.name, reason: command.reason },
  };
  const sooner = state.phase === "at stage" && !movesTo ? expedited(evolve(state, flagged), rules, at) : [];
  return happens([
    flagged,
    ...(movesTo && current
      ? [{ type: "StageEnded", v: 1, at, stage: current, how: "immediate risk", next: movesTo } as const]
      : []),
    ...(sooner.length > 0 && current
      ? [{ type: "DeadlinesExpedited", v: 1, at, stage: current, clocks: sooner } as const]
      : []),
  ]);
}

/** A meeting that is to be held, with whom and where. One of the policy's timescales may run until it is arranged. */
export function arrangeMeeting(
  state: Escalation,
  command: Extract<Command, { type: "arrange meeting" }>,
  by: By,
): Decision {
  const { at, stage } = command;
  if (command.for <= at)
    return refused(
      "not-now",
      "for",
      "A meeting is arranged for a time that is still to come. One that was held is recorded as a meeting.",
    );
  return happens([
    {
      type: "MeetingArranged",
      v: 1,
      at,
      by,
      stage,
      for: command.for,
      sealed: { name: command.name, where: command.where, invited: command.invited },
    },
    ...(state.phase === "at stage" && state.stage === stage ? met(state, "meeting arranged", at) : []),
  ]);
}

/** A further manager joins a side at the open stage (MED-03). */
export function addManager(state: Escalation, command: Extract<Command, { type: "add manager" }>, by: By): Decision {
  const { at, stage } = command;
  const { person, ...to } = command.to;
  const same = [...state.seats.values()].some(
    (each) =>
      state.opened.at(-1)?.acting.includes(each.seat) && each.person !== "erased" && each.person.email === person.email,
  );
  if (same) return refused("already-answered", "email", "This person acts at this stage already. Name somebody else.");
  return happens([
    {
      type: "ManagerJoined",
      v: 1,
      at,
      by,
      stage,
      to: { ...to, seat: newSeat(state, `${stage}/${by.side}-side/joined`), side: by.side },
      sealed: { name: command.name, person, named: command.named },
    },
  ]);
}

/** Asks whoever holds the role in one's own agency for advice; they read the record and answer by link (KNO-06). */
export function askAdvice(state: Escalation, command: Extract<Command, { type: "ask advice" }>, by: By): Decision {
  const { at, stage, of } = command;
  if (of.length === 0) throw new Error("Advice was asked of nobody");
  return happens(
    of.map(({ person, ...held }, index) => ({
      type: "AdviceAsked",
      v: 1,
      at,
      by,
      stage,
      of: { ...held, seat: newSeat(state, `${stage}/${by.side}-side/adviser`, index), side: by.side },
      sealed: { name: command.name, person, question: command.question },
    })),
  );
}

/** The answers to what the policy asks of somebody on their page, and whoever is told because one of them is yes (KNO-06, KNO-11). */
export function answerQuestions(
  state: Escalation,
  command: Extract<Command, { type: "answer questions" }>,
  by: By,
): Decision {
  const { at, stage } = command;
  return happens([
    {
      type: "QuestionsAnswered",
      v: 1,
      at,
      by,
      stage,
      sealed: { name: command.name, answers: { ...command.answers } },
    },
    ...othersTold(state, command.tells ?? [], by, stage, at),
  ]);
}

/** Those who are told because a question was answered with yes. Whoever was told so already is not told again. */
export function othersTold(
  state: Escalation,
  tells: readonly Tells[],
  by: By,
  stage: string,
  at: string,
): EscalationEvent[] {
  return tells.flatMap(({ question, seats }): EscalationEvent[] => {
    const people: Record<string, Person> = {};
    const told = seats
      .filter((each) => !isTold(state, each, question))
      .map(({ person, ...held }, index): Seat => {
        const seat = newSeat(state, `${stage}/told-by-${question}/${by.side}`, index);
        people[seat] = person;
        return { ...held, seat, side: held.agency === state.raised.partnership ? "partnership" : by.side };
      });
    return told.length > 0 ? [{ type: "OthersTold", v: 1, at, by, stage, question, told, sealed: { people } }] : [];
  });
}

function isTold(state: Escalation, found: Found["seats"][number], question: string): boolean {
  return [...state.seats.values()].some(
    (each) =>
      each.seat.includes(`/told-by-${question}/`) &&
      each.person !== "erased" &&
      each.person.email === found.person.email,
  );
}

/** A seat that the escalation does not have yet: the next number after those that begin alike. */
export function newSeat(state: Escalation, begins: string, more = 0): string {
  const taken = [...state.seats.keys()].filter((each) => each.startsWith(`${begins}-`)).length;
  return `${begins}-${taken + 1 + more}`;
}

/** Somebody else takes over a seat, whether it acts now or owes something from a stage that is over; no clock stops (ALL-10). */
export function handOn(state: Escalation, command: Extract<Command, { type: "hand on" }>, by: By): Decision {
  const { at } = command;
  const stage = (
    state.opened.findLast((each) => each.acting.includes(command.seat)) ??
    // Somebody of the partnership who was told of a stage can owe something from it (MED-12).
    state.opened.findLast((each) => each.told.includes(command.seat)) ??
    // Whose advice is asked for neither acts nor was told of a stage; the seat says at which it was asked (KNO-06).
    state.opened.findLast((each) => state.advisers.includes(command.seat) && command.seat.startsWith(`${each.stage}/`))
  )?.stage;
  if (!stage) throw new Error(`Seat ${command.seat} hands on what it never held`);
  const { person, ...to } = command.to;
  const number = [...state.seats.keys()].filter((each) => each.startsWith(`${stage}/`)).length + 1;
  return happens([
    {
      type: "HandedOn",
      v: 1,
      at,
      by,
      stage,
      from: command.seat,
      to: {
        ...to,
        seat: `${stage}/${by.side}-side/handed-on-${number}`,
        side: by.side,
        ...(state.seats.get(command.seat)?.concludes ? { concludes: true } : {}),
      },
      sealed: { name: command.name, person, named: command.named },
    },
  ]);
}
