/** A simulation as a calendar: day by day in London, with weekends and bank holidays by name, what happens and who is written to. */
import type { EscalationEvent } from "../../functions/core/events.ts";
import type { Escalation } from "../../functions/core/escalation.ts";
import type { Rules } from "../../functions/core/clocks.ts";
import { addDays, dayInWords, dayOf, inWords, type Day } from "../../policies/calendar/instant.ts";
import { isWorkingDay } from "../../policies/calendar/working-days.ts";
import { allOf } from "../../policies/language/in-words.ts";
import { dutyOf, roleInWords, stageOf } from "../../policies/language/stages.ts";
import { inShort } from "../local/happened.ts";
import type { Simulated } from "./simulate.ts";

interface Line {
  readonly at: string;
  readonly says: string;
}

/** The lines of the calendar, from the day of the raising to the last on which something happens. */
export function almanac(simulated: Simulated): string[] {
  const { rules, state, history, stopped } = simulated;
  const lines = linesOf(simulated);
  const first = dayOf(state.raised.at);
  const last = dayOf(lines.at(-1)?.at ?? state.raised.at);
  const found: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const of = lines.filter((each) => dayOf(each.at) === day);
    const free = dayOff(day, rules);
    if (of.length === 0 && free === undefined) continue;
    found.push(`${of.length > 0 ? "\n" : ""}${dayInWords(day)}${free === undefined ? "" : `: ${free}`}`);
    let time = "";
    for (const { at, says } of of) {
      const now = inWords(at).split(" on ")[0] ?? "";
      found.push(`  ${(now === time ? "" : now).padEnd(9)}${says}`);
      time = now;
    }
  }
  const closed = history.findLast((each) => each.type === "EscalationClosed");
  const end =
    closed?.type === "EscalationClosed"
      ? `Closed ${inWords(closed.at)}: ${closed.how}.`
      : `Not closed: ${stopped ?? "nothing more happens"}.`;
  return [...found, "", end];
}

/** Why a day is no working day; undefined where it is one. */
function dayOff(day: Day, { calendar }: Rules): string | undefined {
  if (isWorkingDay(day, calendar)) return undefined;
  const holiday = day <= calendar.holdsUntil ? calendar.holidays.get(day) : undefined;
  return holiday === undefined ? "weekend" : `${holiday}, bank holiday`;
}

function linesOf({ history, rules, state }: Simulated): Line[] {
  const lines: Line[] = [];
  history.forEach((event, index) => {
    if (event.type === "NoticeSent") {
      const before = history[index - 1];
      // Everybody who is told one thing at once is one line.
      if (before?.type === "NoticeSent" && before.at === event.at && before.kind === event.kind) return;
      const alike = history.slice(index);
      const end = alike.findIndex(
        (each) => each.type !== "NoticeSent" || each.at !== event.at || each.kind !== event.kind,
      );
      const to = (end < 0 ? alike : alike.slice(0, end)).flatMap((each) =>
        each.type === "NoticeSent" ? [seatInWords(each.seat, state, rules)] : [],
      );
      lines.push({ at: event.at, says: `  ✉ ${event.kind}: ${[...new Set(to)].join(", ")}` });
      return;
    }
    const says = inLine(event, rules, state);
    if (says === undefined) return;
    const at = event.type === "DeadlinePassed" || event.type === "ReminderFellDue" ? event.due : event.at;
    lines.push({ at, says });
  });
  return lines;
}

function inLine(event: EscalationEvent, rules: Rules, state: Escalation): string | undefined {
  const { policy } = rules;
  const title = (stage: string) => `“${stageOf(policy, stage).title}”`;
  const asks = ({ stage, clock }: { stage: string; clock: string }) => {
    const { clocks, afterwards } = stageOf(policy, stage);
    const found =
      clocks.find((each) => each.clock === clock) ?? afterwards.find((each) => each.duty === clock.split(":")[0]);
    return found?.asks ?? (clock === "answer-proposal" ? "answer the proposed resolution" : `the ${clock}`);
  };
  switch (event.type) {
    case "EscalationRaised": {
      const by =
        event.raiseBy && `, ${event.raiseBy.late ? "late: it was" : "in time:"} due ${inWords(event.raiseBy.due)}`;
      return `The concern is raised${by ?? ""}${event.immediateRisk ? "; immediate risk is flagged" : ""}`;
    }
    case "StageOpened":
      return `${title(event.stage)} opens (${event.because}), for ${allOf(event.asked.map((each) => seatInWords(each.seat, state, rules)))}`;
    case "ClockStarted":
      return `  due ${inWords(event.due)}: ${asks(event)}${event.provisional ? " (provisional: bank holidays are not known so far ahead)" : ""}`;
    case "DeadlinePassed":
      return `${event.guide ? "Guide timescale" : "Deadline"} passes at ${title(event.stage)}: ${asks(event)}`;
    case "ReminderFellDue":
      return `${event.kind === "chase" ? "Chased" : `Reminder, ${event.kind}`}: ${asks(event)}`;
    case "StageEnded":
      return event.next === undefined
        ? `${title(event.stage)} ends: ${event.how}`
        : `${title(event.stage)} climbs to ${title(event.next)}: ${event.how}`;
    case "DeadlineShortened":
    case "DateAgreed":
      return `The deadline is now ${inWords(event.until)}`;
    case "DateProposed":
      return `Another deadline is proposed: ${inWords(event.until)}`;
    case "DeadlinesExpedited":
      return `Immediate risk brings the deadline to ${[...new Set(event.clocks.map((each) => inWords(each.due)))].join(", ")}`;
    case "DiscussionRecorded":
      return `A ${event.kind} is recorded${by(event)}`;
    case "MeetingArranged":
      return `A meeting is arranged for ${inWords(event.for)}${by(event)}`;
    case "DutyDone": {
      const duty = dutyOf(policy, event.stage, event.duty);
      const choice = duty?.options?.find((each) => each.id === event.choice)?.words;
      return `Done: ${duty?.asks ?? event.duty}${choice === undefined ? "" : `: ${choice}`}${by(event)}`;
    }
    case "ItemsTicked": {
      const items = stageOf(policy, event.stage).checklist?.items ?? [];
      const ticked = event.items.map(({ item }) => `☑ ${items.find((each) => each.item === item)?.words ?? item}`);
      return `Ticked${by(event)}: ${ticked.join("; ")}`;
    }
    case "NoticeLapsed":
      return undefined;
    default: {
      const says = inShort(event, policy);
      return says === undefined
        ? undefined
        : `${says.charAt(0).toUpperCase()}${says.slice(1)}${"by" in event ? by(event) : ""}`;
    }
  }
}

/** “, by the raising agency”. */
const by = ({ by: { side } }: { readonly by: { readonly side: string } }) =>
  side === "partnership" ? ", by the partnership" : `, by the ${side} agency`;

/** “line manager of the raising agency”: people in a simulation have no names. */
function seatInWords(seat: string, state: Escalation, { policy }: Rules): string {
  const held = state.seats.get(seat);
  if (!held) return seat;
  if (held.side === "partnership")
    return held.role === "inbox"
      ? "the partnership’s inbox"
      : `${roleInWords(policy, held.role)}${held.via === "inbox" ? " (through the partnership’s inbox)" : " of the partnership"}`;
  return `${roleInWords(policy, held.role)} of the ${held.side} agency`;
}
