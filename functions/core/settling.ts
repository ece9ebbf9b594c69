/** What those who act at the open stage can do to settle it or to let it go on. */
import { inWords } from "../../policies/calendar/instant.ts";
import type { Policy, Stage } from "../../policies/language/schema.ts";
import { stageAfter, stageOf } from "../../policies/language/stages.ts";
import { answerByAfterProposal, checklistClock, dutyStarted, met, shortened, type Rules } from "./clocks.ts";
import type { PartyCommand } from "./commands.ts";
import { answerDate, proposeDate } from "./dates.ts";
import { happens, refused, type Decision } from "./decision.ts";
import { isOwed, runningClocks, stageDeadline, type AtStage } from "./escalation.ts";
import type { By, EscalationEvent, EventOf, Side } from "./events.ts";
import { allTicked } from "./owed.ts";
import { sidesOf } from "./people.ts";
import { addManager, answerQuestions, askAdvice, othersTold } from "./taking-part.ts";

export type AtOpenStage = { state: AtStage; by: By; rules: Rules };

export type StageCommand = Exclude<
  PartyCommand,
  {
    type:
      | "add note"
      | "record discussion"
      | "flag immediate risk"
      | "withdraw"
      | "provide information"
      | "hand on"
      | "do duty"
      | "tick"
      | "arrange meeting"
      | "approve discussion"
      | "give advice"
      | "confirm filed";
  }
>;

export function decideAtStage({ state, by, rules }: AtOpenStage, command: StageCommand): Decision {
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
        ...othersTold(state, command.tells ?? [], by, stage, at),
        ...met(state, "response", at),
      ]);
    case "answer questions":
      return answerQuestions(state, command, by);
    case "ask advice":
      return askAdvice(state, command, by);
    case "add manager":
      return addManager(state, command, by);
    case "propose date":
      return proposeDate(state, command, by, rules);
    case "accept date":
    case "reject date":
      return answerDate(state, command, by, rules);
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
      const { unresolvedBy } = stageOf(rules.policy, stage);
      const unresolved = command.unresolved && (by.side === "raising" || unresolvedBy === "either side");
      const barred = unresolved && gate(stageOf(rules.policy, stage), command.answers ?? {});
      if (barred) return barred;
      const over = stageDeadline(state)?.kind === "proposal";
      const events: EscalationEvent[] = [
        { type: "ResolutionRejected", v: 1, at, by, stage, sealed: { name: command.name, reason: command.reason } },
        ...respondedBy(by.side, state, at),
      ];
      if (unresolved) events.push(declared(command, by, stage), climbs(state, rules.policy, "unresolved", at));
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
      return (
        gate(stageOf(rules.policy, stage), command.answers ?? {}) ??
        happens([declared(command, by, stage), climbs(state, rules.policy, "unresolved", at)])
      );
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

/** What has to be said, and agreed, before a stage is declared unresolved: a manager's word, for some policies. */
function gate(
  stage: Stage,
  answers: Readonly<Record<string, string>>,
): Extract<Decision, { decided: "refused" }> | undefined {
  for (const { id, question, required, mustBe } of stage.beforeItGoesOn) {
    const given = answers[id];
    if (given === undefined && required)
      return refused("missing", `before-${id}`, `Answer this before it goes on: ${question}`);
    if (given !== undefined && mustBe !== undefined && given !== mustBe)
      return refused(
        "not-allowed",
        `before-${id}`,
        `The policy lets it go on by declaration only where the answer is “${mustBe}”. Until then the stage stays open until its deadline.`,
      );
  }
  return undefined;
}

function declared(
  command: Extract<PartyCommand, { type: "declare unresolved" | "reject resolution" }>,
  by: By,
  stage: string,
): EventOf<"DeclaredUnresolved"> {
  const { name, reason, answers } = command;
  const given = answers && Object.keys(answers).length > 0 ? { answers: { ...answers } } : {};
  return { type: "DeclaredUnresolved", v: 1, at: command.at, by, stage, sealed: { name, reason, ...given } };
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
  const ticked = allTicked(stageOf(rules.policy, stage), state);
  const list = runningClocks(state).find((each) => each.kind === "checklist" && each.stage === stage);
  const owed = runningClocks(state).some((each) => isOwed(each) && !(each === list && ticked));
  const how = outcome ? "outcome given" : "resolved";
  return happens([
    by,
    ...met(state, outcome ? "outcome" : "resolution", at),
    ...(list && ticked ? [{ type: "ClockMet", v: 1, at, stage, clock: checklistClock } as const] : []),
    { type: "StageEnded", v: 1, at, stage, how },
    ...duties,
    ...(duties.length > 0 || owed ? [] : [{ type: "EscalationClosed", v: 1, at, how } as const]),
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
