/**
 * What a command makes happen. Pure: time, ids and people come in the command, rules in the policy; nothing else is read.
 *
 * Every command first lets happen what had fallen due before it was received, so an answer that arrives after its
 * deadline finds the stage over, however late the clock that should have said so.
 */
import { stageOf } from "../../policies/language/stages.ts";
import { speaksFor, standingOf, unapproved } from "./capabilities.ts";
import { checklistAtOpening, clocksAtOpening, dutyFromOpening, replanned, type Rules } from "./clocks.ts";
import { reportBounce } from "./bounced.ts";
import type { Command, PartyCommand, PartyCommandType, Refusal } from "./commands.ts";
import { happens, nothing, refused, type Decision } from "./decision.ts";
import { lastOpened, type Escalation, type OpenedStage } from "./escalation.ts";
import type { By, EscalationEvent, Seat } from "./events.ts";
import { evolve } from "./evolve.ts";
import { fallenDue } from "./moments.ts";
import { doDuty, tick, whyNotDuty } from "./owed.ts";
import { peopleNeeded, seatNamed, sidesOf } from "./people.ts";
import { raise } from "./raising.ts";
import { decideAtStage } from "./settling.ts";
import { arrangeMeeting, flagImmediateRisk, handOn, recordDiscussion } from "./taking-part.ts";

export type { Decision } from "./decision.ts";

/**
 * Decides a command.
 * @param state what has happened so far; undefined before the raising
 * @returns the events to append, in order; or why nothing happens; or a refusal that says what to do instead
 */
export function decide(state: Escalation | undefined, command: Command, rules: Rules): Decision {
  if (command.type === "raise") {
    if (state) return nothing("the concern has been raised already");
    return raise(command, rules);
  }
  if (!state) throw new Error(`A ${command.type} for an escalation that was never raised`);

  const passed = fallenDue(state, command.at, rules);
  const now = passed.reduce<Escalation>(evolve, state);
  const decision = decideNow(now, command, rules);
  if (decision.decided === "refused" || passed.length === 0) return decision;
  const events = decision.decided === "events" ? decision.events : [];
  return happens([...passed, ...events]);
}

function decideNow(state: Escalation, command: Exclude<Command, { type: "raise" }>, rules: Rules): Decision {
  switch (command.type) {
    case "open stage":
      return openStage(state, command, rules);
    case "reach moment":
      return nothing("nothing has fallen due");
    case "record notices":
      return command.notices.length > 0 ? happens(command.notices) : nothing("there is nothing to record");
    case "report bounce":
      return reportBounce(state, command, rules);
    case "replan": {
      const clocks = replanned(state, rules, command.at);
      if (clocks.length === 0) return nothing("no deadline comes out differently");
      return happens([{ type: "DeadlinesReplanned", v: 1, at: command.at, reason: command.reason, clocks }]);
    }
    case "replace execution":
      if (state.phase === "closed") return nothing("the escalation is closed");
      if (command.number !== state.execution + 1) return nothing("the execution has been replaced already");
      return happens([
        { type: "ExecutionReplaced", v: 1, at: command.at, number: command.number, reason: command.reason },
      ]);
    default:
      return decideParty(state, command, rules);
  }
}

function openStage(state: Escalation, command: Extract<Command, { type: "open stage" }>, rules: Rules): Decision {
  if (state.phase !== "opening" || state.next !== command.stage)
    return nothing("the stage is not waiting to be opened");
  const { stage, at } = command;
  const people: Record<string, { name: string; email: string }> = {};
  const asked: Seat[] = [];
  const told: Seat[] = [];
  let partnership: Seat | undefined;

  for (const need of peopleNeeded(state, rules.policy, stage)) {
    const found = command.people.find((each) => each.need === need.need)?.seats ?? [];
    if (found.length === 0) throw new Error(`Nobody was found for “${need.need}” of ${stage}, not even an inbox`);
    const seats = found.map((each, index): Seat => {
      const own = need.named?.seat && index === 0 ? need.named.seat : seatNamed(stage, need.need, index + 1);
      people[own] = each.person;
      return {
        seat: own,
        side: need.side,
        role: each.role,
        agency: each.agency,
        via: each.via,
        ...(need.purpose === "conclude" ? { concludes: true } : {}),
      };
    });
    if (need.purpose === "act" || need.purpose === "conclude") asked.push(...seats);
    else if (need.purpose === "be told") told.push(...seats);
    else partnership = seats[0];
  }
  if (!partnership) throw new Error(`The partnership ${state.raised.partnership} has no inbox`);

  const opened: EscalationEvent = {
    type: "StageOpened",
    v: 1,
    at,
    stage,
    because: state.because,
    asked,
    told,
    partnership,
    sealed: { people },
  };
  const { policy } = rules;
  const clocks = clocksAtOpening(state, stage, stageOf(policy, stage).clocks, rules, state.since, at);
  const list = checklistAtOpening(state, stageOf(policy, stage), clocks);
  const duties = stageOf(policy, stage)
    .afterwards.filter((duty) => duty.from.event === "stage opened")
    .flatMap((duty) => sidesOf(duty.by).map((side) => dutyFromOpening(duty, stage, side, state.since, at, rules)));
  return happens([opened, ...clocks, ...(list ? [list] : []), ...duties]);
}

function decideParty(state: Escalation, command: PartyCommand, rules: Rules): Decision {
  const { policy } = rules;
  const { at } = command;
  const seat = state.seats.get(command.seat);
  if (!seat) return refused("not-yours", undefined, "This escalation does not know you as one of its parties.");
  const by: By = { side: seat.side, role: seat.role, agency: seat.agency, stage: command.stage };
  const standing = standingOf(state, policy, command.seat);

  // What was asked for a stage that is over is kept as a late answer: seen by those who act now, deciding nothing.
  if (answersAStage(command) && isOver(state, command)) {
    if (state.phase === "closed" && state.how === "withdrawn" && command.type === "accept resolution")
      return refused("closed", undefined, "The concern was withdrawn, so there is nothing left to accept.");
    const opened = state.opened.findLast((each) => each.stage === command.stage);
    if (command.type === "accept resolution" && opened?.how === "resolved")
      return refused(
        "already-answered",
        undefined,
        "This resolution has been accepted already; the record shows by whom and when.",
      );
    return happens([
      {
        type: "LateAnswerRecorded",
        v: 1,
        at,
        by,
        stage: command.stage,
        answer: command.type,
        receivedInTime: opened !== undefined && at <= (lastInstantOf(opened) ?? ""),
        sealed: {
          name: command.name,
          words: wordsOf(command),
          ...("answers" in command && command.answers && Object.keys(command.answers).length > 0
            ? { answers: { ...command.answers } }
            : {}),
        },
      },
    ]);
  }
  if (!standing.may.has(command.type)) return refused(...whyNot(state, command, seat));

  switch (command.type) {
    case "add note": {
      const supplied = command.concern;
      if (supplied && seat.side !== "raising")
        return refused(
          "not-yours",
          undefined,
          "Only the side that raised the concern completes it. You can add a note to the record.",
        );
      return happens([
        {
          type: "NoteAdded",
          v: 1,
          at,
          by,
          kind: command.kind,
          ...(command.corrects !== undefined ? { corrects: command.corrects } : {}),
          sealed: { name: command.name, words: command.words, ...(supplied ? { concern: supplied } : {}) },
        },
      ]);
    }
    case "record discussion":
      return recordDiscussion(state, command, by, rules);
    case "flag immediate risk":
      return flagImmediateRisk(state, command, by, rules);
    case "withdraw": {
      const ended: EscalationEvent[] =
        state.phase === "at stage" ? [{ type: "StageEnded", v: 1, at, stage: state.stage, how: "withdrawn" }] : [];
      return happens([
        { type: "EscalationWithdrawn", v: 1, at, by, sealed: { name: command.name, reason: command.reason } },
        ...ended,
        { type: "EscalationClosed", v: 1, at, how: "withdrawn" },
      ]);
    }
    case "provide information":
      return happens([
        {
          type: "InformationProvided",
          v: 1,
          at,
          by,
          stage: command.stage,
          sealed: { name: command.name, information: command.information },
        },
      ]);
    case "hand on":
      return handOn(state, command, by);
    case "arrange meeting":
      return arrangeMeeting(state, command, by);
    case "approve discussion":
      if (!unapproved(state, seat.side).some((each) => each.recordedAt === command.recordedAt))
        return refused("already-answered", "which", "Your side has approved the record of this discussion already.");
      return happens([
        {
          type: "DiscussionApproved",
          v: 1,
          at,
          by,
          stage: command.stage,
          recordedAt: command.recordedAt,
          sealed: { name: command.name },
        },
      ]);
    case "give advice":
      return happens([
        {
          type: "AdviceGiven",
          v: 1,
          at,
          by,
          stage: command.stage,
          seat: command.seat,
          sealed: { name: command.name, advice: command.advice },
        },
      ]);
    case "confirm filed":
      return happens([{ type: "RecordFiled", v: 1, at, by, sealed: { name: command.name, where: command.where } }]);
    case "tick":
      if (!standing.ticks.includes(command.stage))
        return refused(
          "not-now",
          undefined,
          "This list is done, or its stage is over. The record shows what was ticked.",
        );
      return tick(state, command, by, rules);
    case "do duty":
      return doDuty(
        state,
        command,
        by,
        standing.owes.map((each) => `${each.stage}/${each.clock}`),
        rules,
      );
    default:
      if (state.phase !== "at stage") return refused(...whyNot(state, command, seat));
      // Only those who act at the open stage answer it: whoever acted at another cannot, whatever stage they name.
      if (answersAStage(command) && !standing.acting) return refused(...whyNot(state, command, seat));
      return decideAtStage({ state, by, rules }, command);
  }
}

const answering: ReadonlySet<PartyCommandType> = new Set([
  "respond",
  "answer questions",
  "propose resolution",
  "accept resolution",
  "reject resolution",
  "declare unresolved",
  "refer",
  "give outcome",
]);

/** The last instant at which a stage that is over could be answered: the deadline that ended it, or when it was ended. */
const lastInstantOf = ({ how, passed, endedAt }: OpenedStage) => (how === "deadline passed" ? passed : endedAt);

function answersAStage(command: PartyCommand): boolean {
  return answering.has(command.type);
}

/** Whether the stage for which the party was asked is over. The one who raised the concern is asked anew at no later stage. */
function isOver(state: Escalation, command: PartyCommand): boolean {
  if (state.phase === "at stage" && state.stage === command.stage) return false;
  return state.opened.some((each) => each.stage === command.stage && each.acting.includes(command.seat));
}

function wordsOf(command: PartyCommand): string {
  switch (command.type) {
    case "respond":
      return command.response;
    case "answer questions":
      return "What the policy asks was answered.";
    case "propose resolution":
      return command.resolution;
    case "accept resolution":
      return command.comment ?? "Accepted.";
    case "reject resolution":
    case "declare unresolved":
    case "refer":
      return command.reason;
    case "give outcome":
      return command.outcome;
    default:
      throw new Error(`${command.type} is not an answer to a stage`);
  }
}

function whyNot(state: Escalation, command: PartyCommand, seat: Seat): [Refusal["code"], string | undefined, string] {
  if (state.phase === "closed")
    return ["closed", undefined, "This escalation is closed. You can still add a note to its record."];
  if (command.type === "do duty") return whyNotDuty(state, command);
  const answersDate = command.type === "accept date" || command.type === "reject date";
  if (answersDate && seat.side !== "partnership" && speaksFor(state, seat.side).includes(command.seat))
    return state.phase === "at stage" && state.dateProposal?.by.side === seat.side
      ? ["same-side", undefined, "Your own side proposed this date. It counts when the other side accepts it."]
      : ["nothing-proposed", undefined, "No other date is waiting for an answer. It may have been answered already."];
  const acts = lastOpened(state)?.acting.includes(command.seat) ?? false;
  if (acts && (command.type === "accept resolution" || command.type === "reject resolution")) {
    if (state.phase === "at stage" && state.proposal?.by.side === seat.side)
      return [
        "same-side",
        undefined,
        "Your own side proposed this resolution. It counts when the other side accepts it.",
      ];
    if (state.phase === "at stage" && !state.proposal)
      return [
        "nothing-proposed",
        undefined,
        "No resolution is waiting for an answer. It may have been answered already: see the record.",
      ];
  }
  if (acts) return ["not-now", undefined, "This cannot be done at this stage. The page shows what can."];
  return [
    "not-yours",
    undefined,
    "Somebody else acts at this stage, so this is not yours to do. You can add a note to the record.",
  ];
}
