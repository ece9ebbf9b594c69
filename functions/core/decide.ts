/**
 * What a command makes happen. Pure: time, ids and people come in the command, rules in the policy; nothing else is read.
 *
 * Every command first lets happen what had fallen due before it was received, so an answer that arrives after its
 * deadline finds the stage over, however late the clock that should have said so.
 */
import type { Duty, Policy } from "../../policies/language/schema.ts";
import { dayOf, dayInWords, inWords, instantOf } from "../../policies/calendar/instant.ts";
import { dueAfter } from "../../policies/calendar/timescale.ts";
import { firstStage, stageAfter, stageOf } from "../../policies/language/stages.ts";
import { standingOf } from "./capabilities.ts";
import { answerByAfterProposal, clocksAtOpening, dutyStarted, replanned, shortened, type Rules } from "./clocks.ts";
import type { Command, PartyCommand, PartyCommandType, Refusal } from "./commands.ts";
import {
  lastOpened,
  runningClocks,
  stageDeadline,
  type AtStage,
  type Escalation,
  type OpenedStage,
} from "./escalation.ts";
import type { By, EscalationEvent, EventOf, Seat, Side } from "./events.ts";
import { evolve } from "./evolve.ts";
import { fallenDue } from "./moments.ts";
import { peopleNeeded, sidesInformed } from "./people.ts";

export type Decision =
  | { readonly decided: "events"; readonly events: readonly EscalationEvent[] }
  /** There is nothing to do: it was done already, or the time for it has not come. */
  | { readonly decided: "nothing"; readonly because: string }
  | { readonly decided: "refused"; readonly refusal: Refusal };

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

function raise(command: Extract<Command, { type: "raise" }>, { policy, calendar }: Rules): Decision {
  const { concern, at } = command;
  if (!policy.covers.includes(concern.subject))
    return refused(
      "not-covered",
      "subject",
      `The policy of ${policy.partnership.name} covers ${policy.coversInWords} only.`,
    );
  if (concern.disagreement !== "another" && !policy.disagreements.some((each) => each.id === concern.disagreement))
    return refused(
      "unknown-type",
      "disagreement",
      `“${concern.disagreement}” is not a type of disagreement of this policy. Choose one of: ${policy.disagreements.map((each) => each.id).join(", ")}; or “another” with a description.`,
    );
  if (concern.arose > at)
    return refused(
      "in-the-future",
      "arose",
      "The disagreement or decision cannot be in the future. Give the day on which it arose or was received.",
    );
  if (concern.protectBy !== undefined && concern.protectBy <= at)
    return refused(
      "not-earlier",
      "protectBy",
      "The date by which the person must be protected has passed. Give one that is still to come.",
    );

  const words = concern.sealed === "erased" ? {} : concern.sealed.words;
  const missing = (["issue", "disagreement", "risk", "evidence", "resolutionSought"] as const).filter(
    (each) => !words[each]?.trim(),
  );
  if (missing.length > 0 && !concern.immediateRisk)
    return refused(
      "missing",
      missing[0] ?? "issue",
      `A concern must say ${missing.map((each) => wordsInWords[each]).join(", ")}. Without immediate risk, it cannot be raised until it does.`,
    );

  const described = concern.sealed !== "erased" && concern.sealed.anotherType?.trim();
  if (concern.disagreement === "another" && !described && !concern.immediateRisk)
    return refused(
      "missing",
      "anotherType",
      "Say which other type of disagreement it is, or choose one of the policy’s own types.",
    );

  const raiseDue = policy.raise && dueAfter(concern.arose, policy.raise.within, calendar).at;
  const late = raiseDue !== undefined && at > raiseDue;
  return happens([
    {
      ...concern,
      type: "EscalationRaised",
      v: 1,
      at,
      policy: { id: policy.policy, version: policy.version, ...(command.because ? { because: command.because } : {}) },
      partnership: policy.partnership.id,
      ...(late && policy.raise?.thenCountFrom === "raised" ? { countsFrom: at } : {}),
      ...(raiseDue ? { raiseBy: { due: raiseDue, late } } : {}),
      guide: concern.immediateRisk && policy.immediateRisk.timescalesBecome === "a guide",
      missing,
      opensAt: (concern.immediateRisk && policy.immediateRisk.opensAt) || firstStage(policy).stage,
    },
  ]);
}

/** What each part of a concern is called when it is asked for (ALL-02, KNO-02). */
export const wordsInWords = {
  issue: "the issue",
  disagreement: "the nature of the disagreement",
  risk: "the risk to the person",
  evidence: "the evidence",
  resolutionSought: "what you aim to achieve",
} as const;

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
      const own =
        need.named?.seat && index === 0 ? need.named.seat : `${stage}/${need.need.replaceAll(" ", "-")}/${index + 1}`;
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
  return happens([
    opened,
    ...clocksAtOpening(state, stage, stageOf(rules.policy, stage).clocks, rules, state.since, at),
  ]);
}

type AtOpenStage = { state: AtStage; by: By; rules: Rules };

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
        sealed: { name: command.name, words: wordsOf(command) },
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
    case "do duty":
      return doDuty(
        state,
        command,
        by,
        standing.owes.map((each) => `${each.stage}/${each.clock}`),
      );
    default:
      if (state.phase !== "at stage") return refused(...whyNot(state, command, seat));
      // Only those who act at the open stage answer it: whoever acted at another cannot, whatever stage they name.
      if (answersAStage(command) && !standing.acting) return refused(...whyNot(state, command, seat));
      return decideAtStage({ state, by, rules }, command);
  }
}

type StageCommand = Exclude<
  PartyCommand,
  {
    type:
      | "add note"
      | "record discussion"
      | "flag immediate risk"
      | "withdraw"
      | "provide information"
      | "hand on"
      | "do duty";
  }
>;

function decideAtStage({ state, by, rules }: AtOpenStage, command: StageCommand): Decision {
  const { at } = command;
  const { stage } = state;
  if ("proposal" in command && command.proposal !== undefined && command.proposal !== state.proposal?.at)
    return refused(
      "nothing-proposed",
      undefined,
      "Another resolution has been proposed since you opened this page. Go back, read it, and answer that one.",
    );
  switch (command.type) {
    case "respond":
      return happens([
        {
          type: "ResponseRecorded",
          v: 1,
          at,
          by,
          stage,
          sealed: { name: command.name, response: command.response, answers: { ...command.answers } },
        },
        ...met(state, "response", at),
      ]);
    case "propose resolution": {
      const deadline = stageDeadline(state);
      const already = runningClocks(state).some((each) => each.kind === "proposal");
      // The time to answer is the raising side's: its own proposal keeps no stage open past its deadline (ALL-07).
      const gives = deadline && !already && by.side === "receiving";
      const answerBy = gives ? answerByAfterProposal(state, deadline, rules, at) : undefined;
      return happens([
        {
          type: "ResolutionProposed",
          v: 1,
          at,
          by,
          stage,
          sealed: { name: command.name, resolution: command.resolution },
        },
        ...respondedBy(by.side, state, at),
        ...(answerBy ? [answerBy] : []),
      ]);
    }
    case "accept resolution":
      return resolved(state, rules, at, {
        type: "ResolutionAccepted",
        v: 1,
        at,
        by,
        stage,
        sealed: { name: command.name, ...(command.comment ? { comment: command.comment } : {}) },
      });
    case "reject resolution": {
      const unresolved = command.unresolved && by.side === "raising";
      const over = stageDeadline(state)?.kind === "proposal";
      const events: EscalationEvent[] = [
        { type: "ResolutionRejected", v: 1, at, by, stage, sealed: { name: command.name, reason: command.reason } },
        ...respondedBy(by.side, state, at),
      ];
      if (unresolved)
        events.push(
          { type: "DeclaredUnresolved", v: 1, at, by, stage, sealed: { name: command.name, reason: command.reason } },
          climbs(state, rules.policy, "unresolved", at),
        );
      else {
        const answerBy = runningClocks(state).find((each) => each.kind === "proposal");
        if (answerBy) events.push({ type: "ClockMet", v: 1, at, stage, clock: answerBy.clock });
        const stageIsPast = state.clocks.some(
          (each) => each.stage === stage && each.kind === "stage" && each.whenPassed === "climb" && each.passedAt,
        );
        if (over && stageIsPast) events.push(climbs(state, rules.policy, "deadline passed", at));
      }
      return happens(events);
    }
    case "declare unresolved":
      return happens([
        { type: "DeclaredUnresolved", v: 1, at, by, stage, sealed: { name: command.name, reason: command.reason } },
        climbs(state, rules.policy, "unresolved", at),
      ]);
    case "refer": {
      const to = stageOf(rules.policy, stage).mayRefer?.to;
      if (!to) throw new Error(`Stage ${stage} has nothing to refer to`);
      return happens([
        { type: "StageReferred", v: 1, at, by, stage, to, sealed: { name: command.name, reason: command.reason } },
        { type: "StageEnded", v: 1, at, stage, how: "referred", next: to },
      ]);
    }
    case "shorten deadline": {
      const deadline = stageDeadline(state);
      if (command.until <= at)
        return refused("not-earlier", "until", "That time has passed already. Give one that is still to come.");
      if (deadline && command.until >= deadline.due)
        return refused(
          "not-earlier",
          "until",
          `The deadline is ${inWords(deadline.due)} already, and it can only be brought nearer. Give an earlier time.`,
        );
      return happens([
        {
          type: "DeadlineShortened",
          v: 1,
          at,
          by,
          stage,
          until: command.until,
          clocks: shortened(state, command.until, rules, at),
          sealed: { name: command.name, reason: command.reason },
        },
      ]);
    }
    case "request information":
      return happens([
        {
          type: "InformationRequested",
          v: 1,
          at,
          by,
          stage,
          of: ["raising", "receiving"],
          sealed: { name: command.name, request: command.request },
        },
      ]);
    case "give outcome": {
      const kind = stageOf(rules.policy, stage).endsBy;
      if (kind === "agreement") throw new Error(`Stage ${stage} ends by agreement`);
      const given: EventOf<"OutcomeGiven"> = {
        type: "OutcomeGiven",
        v: 1,
        at,
        by,
        stage,
        kind,
        sealed: { name: command.name, outcome: command.outcome },
      };
      return resolved(state, rules, at, given);
    }
    default:
      return command satisfies never;
  }
}

/** The end of a stage by agreement or by a body's word: what it meets, what it starts, and the close when nothing is owed. */
function resolved(
  state: AtStage,
  rules: Rules,
  at: string,
  by: EventOf<"ResolutionAccepted"> | EventOf<"OutcomeGiven">,
): Decision {
  const { stage } = state;
  const outcome = by.type === "OutcomeGiven";
  const duties = stageOf(rules.policy, stage)
    .afterwards.filter((duty) => duty.from.event === (outcome ? "outcome given" : "resolution reached"))
    .flatMap((duty) => sidesOf(duty.by).map((side) => dutyStarted(duty, stage, side, at, at, rules)));
  const owed = runningClocks(state).some((each) => each.kind === "duty");
  const how = outcome ? "outcome given" : "resolved";
  return happens([
    by,
    ...met(state, outcome ? "outcome" : "resolution", at),
    { type: "StageEnded", v: 1, at, stage, how },
    ...duties,
    ...(duties.length > 0 || owed ? [] : [{ type: "EscalationClosed", v: 1, at, how } as const]),
  ]);
}

function recordDiscussion(
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

function flagImmediateRisk(
  state: Escalation,
  command: Extract<Command, { type: "flag immediate risk" }>,
  by: By,
  { policy }: Rules,
): Decision {
  const { at } = command;
  const { opensAt, timescalesBecome } = policy.immediateRisk;
  const stages = policy.stages.map((each) => each.stage);
  const current = state.phase === "at stage" ? state.stage : state.phase === "opening" ? state.next : undefined;
  const movesTo =
    opensAt && current !== undefined && stages.indexOf(current) < stages.indexOf(opensAt) ? opensAt : undefined;
  return happens([
    {
      type: "ImmediateRiskFlagged",
      v: 1,
      at,
      by,
      guide: timescalesBecome === "a guide",
      ...(current ? { stage: current } : {}),
      sealed: { name: command.name, reason: command.reason },
    },
    ...(movesTo && current
      ? [{ type: "StageEnded", v: 1, at, stage: current, how: "immediate risk", next: movesTo } as const]
      : []),
  ]);
}

/** Somebody else takes over a seat, whether it acts now or owes something from a stage that is over; no clock stops (ALL-10). */
function handOn(state: Escalation, command: Extract<Command, { type: "hand on" }>, by: By): Decision {
  const { at } = command;
  const stage = (
    state.opened.findLast((each) => each.acting.includes(command.seat)) ??
    // Somebody of the partnership who was told of a stage can owe something from it (MED-12).
    state.opened.findLast((each) => each.told.includes(command.seat))
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

function doDuty(
  state: Escalation,
  command: Extract<Command, { type: "do duty" }>,
  by: By,
  owes: readonly string[],
): Decision {
  const { at } = command;
  if (!owes.includes(command.duty)) return refused(...whyNotDuty(state, command));
  const [stage = "", duty = ""] = command.duty.split("/");
  const left = runningClocks(state).filter(
    (each) => each.kind === "duty" && `${each.stage}/${each.clock}` !== command.duty,
  );
  return happens([
    {
      type: "DutyDone",
      v: 1,
      at,
      by,
      stage,
      duty,
      ...(command.acts !== undefined ? { acts: command.acts } : {}),
      sealed: { name: command.name, words: command.words },
    },
    { type: "ClockMet", v: 1, at, stage, clock: duty },
    ...(state.phase === "duties" && left.length === 0
      ? [{ type: "EscalationClosed", v: 1, at, how: state.how } as const]
      : []),
  ]);
}

function climbs(
  state: AtStage,
  policy: Policy,
  how: "unresolved" | "deadline passed",
  at: string,
): EventOf<"StageEnded"> {
  const next = stageAfter(policy, state.stage)?.stage;
  if (!next) throw new Error(`Stage ${state.stage} is the last and cannot climb`);
  return { type: "StageEnded", v: 1, at, stage: state.stage, how, next };
}

/** Whoever answers for the receiving side by proposing or rejecting a resolution has responded (MED-02). */
function respondedBy(side: Side, state: AtStage, at: string): EscalationEvent[] {
  return side === "receiving" ? met(state, "response", at) : [];
}

/** The clocks of the open stage that something meets. One whose deadline passed stays passed. */
function met(
  state: Escalation,
  by: "meeting held" | "response" | "resolution" | "outcome",
  at: string,
): EscalationEvent[] {
  if (state.phase !== "at stage") return [];
  return runningClocks(state)
    .filter((each) => each.stage === state.stage && each.kind !== "duty" && each.metBy === by)
    .filter((each) => !each.passedAt || each.whenPassed === "chase")
    .map((each) => ({ type: "ClockMet", v: 1, at, stage: each.stage, clock: each.clock }));
}

const sidesOf = (by: Duty["by"]): readonly Side[] => (by === "partnership" ? ["partnership"] : sidesInformed(by));

const answering: ReadonlySet<PartyCommandType> = new Set([
  "respond",
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
      return [command.response, ...Object.values(command.answers)].join("\n");
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

function whyNotDuty(
  state: Escalation,
  command: Extract<Command, { type: "do duty" }>,
): [Refusal["code"], string | undefined, string] {
  const clock = state.clocks.find((each) => each.kind === "duty" && `${each.stage}/${each.clock}` === command.duty);
  if (!clock) return ["not-now", "duty", "Nothing of the kind is due in this escalation. The page shows what is."];
  return clock.status === "running"
    ? ["not-yours", "duty", "Somebody else has to do this, and it is not done yet. You can add a note to the record."]
    : ["already-answered", "duty", "This has been done already; the record shows by whom and when."];
}

const happens = (events: readonly EscalationEvent[]): Decision => ({ decided: "events", events });
const nothing = (because: string): Decision => ({ decided: "nothing", because });
const refused = (code: Refusal["code"], field: string | undefined, says: string): Decision => ({
  decided: "refused",
  refusal: { code, says, ...(field ? { field } : {}) },
});
