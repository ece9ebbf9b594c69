/**
 * What a person's part is now: what is asked of them, by when, and what happens otherwise, in the words of the state that
 * their link is in. The page before Continue and the one after begin with it, so it has no case detail (ALL-13).
 */
import { inWords } from "../../policies/calendar/instant.ts";
import { timescaleInWords } from "../../policies/calendar/timescale.ts";
import { stageAfter, stageOf } from "../../policies/language/stages.ts";
import { askedFor, ownDefaultInWords } from "../core/asked.ts";
import { filingOf } from "../core/capabilities.ts";
import { isOwed, runningClocks, stageDeadline, type LiveClock, type OpenedStage } from "../core/escalation.ts";
import { linkState, questionsLeft, type Given, type LinkState } from "./link-state.ts";
import { endInWords, howItStands, stageEndInWords } from "./standing.ts";
import { roleCalled, sideInWords, stageOver, whoActs, type Visit } from "./visit.ts";
import { english } from "./words/index.ts";
import { capital, listed } from "./wording.ts";

/** One thing that is asked of the person, by when, and what happens if nobody does it. */
export interface Ask {
  readonly what: string;
  readonly by?: string;
  readonly otherwise?: string;
  readonly notes: readonly string[];
}

export interface Part {
  readonly heading: string;
  readonly says: readonly string[];
  readonly asks: readonly Ask[];
  /** The person has answered: what follows is what is waited for. */
  readonly waits?: true;
}

const words = english.landing;

/** @param detail whether what immediate risk does to timescales may be said: only after Continue */
export function partOf(visit: Visit, { detail }: { detail: boolean }): Part {
  const state = linkState(visit);
  return { ...saysOf(visit, state), asks: asksOf(visit, detail) };
}

function saysOf(visit: Visit, state: LinkState): Omit<Part, "asks"> {
  const role = roleCalled(visit.policy, visit.seat.role);
  const side = sideInWords(visit.seat.side);
  switch (state.is) {
    // It has a page of its own, which says nothing of the case.
    case "expired":
      return { heading: words.expired.heading, says: words.expired.says };
    case "closed":
      return {
        heading: words.closed.heading,
        says: [
          `${endInWords(state.how)} ${words.closed.when(inWords(state.at))}`,
          `${words.closed.can}${asksOf(visit, false).length > 0 ? "" : words.closed.nothingMore}`,
          ...(stageOver(visit) ? [words.late] : []),
        ],
      };
    case "asked":
      return { heading: words.asked.heading, says: [words.asked.as(role, whyYou(visit), side)] };
    case "used":
      return {
        heading: words.used.heading,
        says: [
          words.used.said(words.answers[state.given.kind], inWords(state.given.at)),
          ...afterAnswer(visit, words.used),
        ],
        waits: true,
      };
    case "answered":
      return {
        heading: words.answered.heading,
        says: [
          words.answered.said(
            roleCalled(visit.policy, state.role),
            sideInWords(state.side),
            words.answers[state.given.kind],
            inWords(state.given.at),
          ),
          ...afterAnswer(visit, words.answered),
        ],
        waits: true,
      };
    case "owed":
      return { heading: words.owed.heading, says: [words.owed.as(howItStands(visit), role, side)] };
    case "handed on":
      return {
        heading: words.handedOn.heading,
        says: [words.handedOn.said(role, inWords(state.at)), howItStands(visit), words.handedOn.can],
      };
    case "over":
      return {
        heading: words.over.heading,
        says: [
          ...beforeThat(state.given),
          ...state.since.flatMap((each) => ended(visit, each)),
          howItStands(visit),
          ...(state.since[0]?.how === "resolved" ? [] : [words.late]),
        ],
      };
    case "not yet":
      return {
        heading: words.notYet.heading,
        says: [howItStands(visit), wouldBe(visit, state, role), words.notYet.can],
      };
    case "told":
      return {
        heading: words.told.heading,
        says: [
          howItStands(visit),
          ...(visit.state.phase === "at stage" ? [words.told.who(listed(whoActs(visit)))] : []),
          words.told.can,
        ],
      };
  }
}

/** Where the matter stands after an answer, and what can still be done about it. */
const afterAnswer = (visit: Visit, { again, over }: { readonly again: string; readonly over: string }) => [
  howItStands(visit),
  visit.standing.acting ? again : over,
];

const beforeThat = (given: Given | undefined) =>
  given ? [words.over.said(words.answers[given.kind], inWords(given.at))] : [];

const ended = ({ policy }: Visit, { stage, endedAt, how }: OpenedStage) =>
  endedAt && how
    ? [english.standing.ofStage(stageOf(policy, stage).title, inWords(endedAt), stageEndInWords(how))]
    : [];

function wouldBe({ policy }: Visit, { now, from, stage }: Extract<LinkState, { is: "not yet" }>, role: string): string {
  const { title } = stageOf(policy, stage);
  return now && from
    ? words.notYet.from(stageOf(policy, now).title, inWords(from), title, role)
    : words.notYet.onlyIf(title, role);
}

function whyYou({ seat, state }: Visit): string {
  if (state.bounced.some((each) => each.instead === seat.seat)) return words.why.beside;
  return seat.via === "inbox" ? words.why.inbox : "";
}

/** What is asked in this seat: what the open stage waits for, duties, further information. */
function asksOf(visit: Visit, detail: boolean): Ask[] {
  const { state, standing } = visit;
  const { ask } = english.standing;
  const stage = standing.acting && state.phase === "at stage" ? state.stage : undefined;
  const clocks = runningClocks(state).filter(
    (each) =>
      stage !== undefined && !isOwed(each) && each.stage === stage && (!each.passedAt || each.whenPassed === "chase"),
  );
  const lists = runningClocks(state).filter((each) => each.kind === "checklist" && standing.ticks.includes(each.stage));
  const questions = questionsLeft(visit);
  return [
    ...proposalAsk(visit, clocks),
    ...clocks.map((each) => clockAsk(visit, each, detail)),
    ...(questions.length > 0 ? [{ what: ask.questions, notes: questions }] : []),
    ...[...standing.owes, ...lists].map((each) => clockAsk(visit, each, detail)),
    ...(standing.may.has("give advice") ? [{ what: ask.advice, notes: [ask.clockGoesOn] }] : []),
    ...(standing.may.has("provide information") ? [{ what: ask.information, notes: [ask.clockGoesOn] }] : []),
    ...filingAsk(visit),
  ];
}

/** A proposal is spoken of even where the policy gives no time of its own for answering it. */
function proposalAsk({ standing, state, seat }: Visit, clocks: readonly LiveClock[]): Ask[] {
  if (clocks.some((each) => each.kind === "proposal")) return [];
  const { answerProposal, waitForOther } = english.standing.ask;
  if (standing.may.has("accept resolution")) return [{ what: answerProposal, notes: [] }];
  const own = standing.acting && state.phase === "at stage" && state.proposal?.by.side === seat.side;
  return own ? [{ what: waitForOther, notes: [] }] : [];
}

/** At the end each side files the record, and can say so (MED-19, TP-08, KNO-16). */
function filingAsk({ state, policy, seat, standing }: Visit): Ask[] {
  const asks = standing.may.has("confirm filed") ? filingOf(state, policy, seat.side) : undefined;
  return asks ? [{ what: capital(asks), notes: [english.standing.ask.filing] }] : [];
}

function clockAsk(visit: Visit, clock: LiveClock, detail: boolean): Ask {
  const { policy, state } = visit;
  const { ask } = english.standing;
  const asked = askedFor(policy, clock, visit.seat);
  const own = ownDefaultInWords(asked);
  const mine = state.phase === "at stage" && state.proposal?.by.side === visit.seat.side;
  const due = inWords(clock.due);
  return {
    what: clock.kind === "proposal" ? (mine ? ask.waitForOther : ask.answerProposal) : capital(asked.asks),
    by: clock.passedAt === undefined ? due : ask.passed(due),
    otherwise: otherwise(visit, clock),
    notes: [
      ...(detail && state.guide && clock.kind !== "duty" ? [ask.guide] : []),
      ...(own ? [own] : []),
      ...standingDate(visit, clock),
      ...(clock.provisional ? [ask.provisional] : []),
    ],
  };
}

/** Another deadline that waits for an answer (ALL-08). */
function standingDate({ state, seat }: Visit, clock: LiveClock): string[] {
  if (state.phase !== "at stage" || !state.dateProposal || clock !== stageDeadline(state)) return [];
  const { by, until } = state.dateProposal;
  const { ask } = english.standing;
  return [by.side === seat.side ? ask.ownDate(inWords(until)) : ask.otherDate(sideInWords(by.side), inWords(until))];
}

function otherwise({ policy, state }: Visit, clock: LiveClock): string {
  const words = english.standing.otherwise;
  const { chaseEvery } = askedFor(policy, clock);
  const every = chaseEvery ? words.every(timescaleInWords(chaseEvery)) : "";
  // What is on the list of a stage that climbs is left there; only after an agreement is it chased (SHR-09).
  if (clock.kind === "checklist" && state.phase === "at stage" && stageAfter(policy, clock.stage))
    return words.listClimbs(every);
  switch (clock.whenPassed) {
    case "climb": {
      const next = stageAfter(policy, clock.stage);
      return next ? words.climbs(next.title) : words.recorded;
    }
    case "chase":
      return words.chased(every);
    case "note":
      return words.noted;
  }
}
