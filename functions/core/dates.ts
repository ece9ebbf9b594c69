/**
 * A deadline that both sides agree: an earlier one at any stage, a later one only where the policy gives no number or leaves it to
 * them (ALL-08). One side proposes with a reason, the other accepts or rejects; meanwhile the deadline stands as it is.
 */
import { inWords } from "../../policies/calendar/instant.ts";
import { agreed, mayBeLater, type Rules } from "./clocks.ts";
import type { Command } from "./commands.ts";
import { happens, refused, type Decision } from "./decision.ts";
import { stageLimit, type AtStage } from "./escalation.ts";
import type { By } from "./events.ts";

export function proposeDate(
  state: AtStage,
  command: Extract<Command, { type: "propose date" }>,
  by: By,
  { policy }: Rules,
): Decision {
  const { at, until } = command;
  const limit = stageLimit(state);
  if (!limit || limit.passedAt)
    return refused("not-now", undefined, "The deadline of this stage has passed, so there is none left to agree.");
  if (until <= at)
    return refused("not-earlier", "until", "That time has passed already. Give one that is still to come.");
  if (until === limit.due)
    return refused("not-earlier", "until", `The deadline is ${inWords(limit.due)} already. Give another time.`);
  if (until > limit.due && !mayBeLater(limit, policy))
    return refused(
      "not-later",
      "until",
      `The policy gives this timescale and does not let the sides agree a later date. The deadline is ${inWords(limit.due)}: give an earlier time.`,
    );
  const law = [...(limit.noLaterThan ? [limit.noLaterThan] : []), ...state.protectBy.filter((each) => each > at)]
    .toSorted()
    .at(0);
  if (law && until > law)
    return refused(
      "not-later",
      "until",
      `It cannot be later than ${inWords(law)}, by which the person has to be protected or the policy’s own limit ends. Give an earlier time.`,
    );
  return happens([
    {
      type: "DateProposed",
      v: 1,
      at,
      by,
      stage: state.stage,
      until,
      sealed: { name: command.name, reason: command.reason },
    },
  ]);
}

export function answerDate(
  state: AtStage,
  command: Extract<Command, { type: "accept date" | "reject date" }>,
  by: By,
  rules: Rules,
): Decision {
  const { at } = command;
  const { stage, dateProposal } = state;
  if (dateProposal?.until !== command.until)
    return refused(
      "nothing-proposed",
      undefined,
      "Another date has been proposed since you opened this page. Go back, read it, and answer that one.",
    );
  if (command.type === "reject date")
    return happens([
      { type: "DateRejected", v: 1, at, by, stage, sealed: { name: command.name, reason: command.reason } },
    ]);
  const limit = stageLimit(state);
  if (command.until <= at || !limit || limit.passedAt)
    return refused("not-now", undefined, "It is too late to agree this date: it, or the deadline, has passed.");
  return happens([
    {
      type: "DateAgreed",
      v: 1,
      at,
      by,
      stage,
      until: command.until,
      clocks: agreed(state, command.until, rules, at),
      sealed: { name: command.name },
    },
  ]);
}
