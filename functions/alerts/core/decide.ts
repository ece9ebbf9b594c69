/**
 * What a command makes happen to a practice alert (MED-15 to MED-18). Pure, as the escalations' own is: time, ids and
 * people come in the command, timescales from the policy. What had fallen due before a command happens first.
 */
import { addDays, dayOf, dayInWords, instantOf } from "../../../policies/calendar/instant.ts";
import type { Rules } from "../../core/clocks.ts";
import { alertRules, evolve, informerSeat, openActions, runningClocks, silentAgencies, type Alert } from "./alert.ts";
import type { AlertCommand, AlertRefusal, SeatCommand, SeatCommandType, Submit } from "./commands.ts";
import type { AlertEvent, By, Seat } from "./events.ts";
import { actionClock, fallenDue, groupClock } from "./moments.ts";

export type AlertDecision =
  | { readonly decided: "events"; readonly events: readonly AlertEvent[] }
  | { readonly decided: "nothing"; readonly because: string }
  | { readonly decided: "refused"; readonly refusal: AlertRefusal };

/** Enough for any action; beyond it is a slip of the pen. */
const longestActionDays = 3 * 366;

/** Accepts an alert, or says what keeps it from being one: nothing is on the record until all of it holds (MED-16). */
export function decideSubmission({ alert, at }: Submit, rules: Rules): AlertDecision {
  const { title, aboutACase } = alertRules(rules);
  const { notAboutOneCase, ...rest } = alert;
  if (!notAboutOneCase)
    return refused(
      "about-a-case",
      "notAboutOneCase",
      `A ${title} must not be about one case. Raise a disagreement about a case by the ${rules.policy.title} instead, or use ${aboutACase}.`,
    );
  if (alert.date > dayOf(at)) return refused("in-the-future", "date", "The date of the alert cannot be in the future.");
  const consulted = alert.sealed === "erased" ? undefined : alert.sealed.consulted;
  if (alert.concerns === "one agency") {
    if (!consulted?.service.trim())
      return refused("missing", "consulted.service", "Say which agency the alert is about.");
    if (!alert.consultedOn || !consulted.with.trim())
      return refused(
        "not-consulted",
        alert.consultedOn ? "consulted.with" : "consulted.on",
        "An alert about a single agency is accepted only once that agency was consulted. Speak with it first, then say on which day, and with whom and how.",
      );
    if (alert.consultedOn > dayOf(at))
      return refused(
        "in-the-future",
        "consulted.on",
        "The day on which the agency was consulted cannot be in the future. Consult it first, then submit the alert.",
      );
  }
  return happens([
    {
      ...rest,
      type: "AlertSubmitted",
      v: 1,
      at,
      notAboutOneCase,
      policy: { id: rules.policy.policy, version: rules.policy.version },
      partnership: rules.policy.partnership.id,
    },
  ]);
}

/** What had fallen due goes onto the record with what the command makes happen. A refused command puts nothing there, not even that. */
export function decideAlert(state: Alert, command: AlertCommand, rules: Rules): AlertDecision {
  const passed = fallenDue(state, command.at, rules);
  const decision = decideNow(passed.reduce<Alert>(evolve, state), command, rules);
  if (decision.decided === "refused" || passed.length === 0) return decision;
  return happens([...passed, ...(decision.decided === "events" ? decision.events : [])]);
}

function decideNow(state: Alert, command: AlertCommand, rules: Rules): AlertDecision {
  switch (command.type) {
    case "ask group":
      return askGroup(state, command, rules);
    case "reach moment":
      return nothing("nothing has fallen due");
    case "record notices":
      return command.notices.length > 0 ? happens(command.notices) : nothing("there is nothing to record");
    case "report bounce":
      return reportBounce(state, command);
    case "replace execution":
      if (state.phase === "closed") return nothing("the alert is closed");
      if (command.number !== state.execution + 1) return nothing("the execution has been replaced already");
      return happens([
        { type: "ExecutionReplaced", v: 1, at: command.at, number: command.number, reason: command.reason },
      ]);
    default:
      return decideOfSeat(state, command, rules);
  }
}

/** On the record whatever the alert has come to. Nobody joins: the whole group is asked, and a response counts from each. */
function reportBounce(
  state: Alert,
  { at, notice, kind, seat, messageId, bounce, subtype }: Extract<AlertCommand, { type: "report bounce" }>,
): AlertDecision {
  if (!state.seats.has(seat)) return nothing("there is no such seat");
  if (state.bounced.some((each) => each.notice === notice && each.messageId === messageId && each.bounce === bounce))
    return nothing("this has been recorded already");
  return happens([
    { type: "NoticeBounced", v: 1, at, notice, kind, seat, messageId, bounce, ...(subtype ? { subtype } : {}) },
  ]);
}

function askGroup(state: Alert, command: Extract<AlertCommand, { type: "ask group" }>, rules: Rules): AlertDecision {
  if (state.phase !== "submitted") return nothing("the group has been asked already");
  const { at, inbox } = command;
  // Nobody known is no reason for the alert to lie: it goes to the partnership's inbox, for the group's attention.
  const found = command.members.length > 0 ? command.members : [inbox];
  const members = found.map(({ agency, via }, index): Seat => ({ seat: `member/${index + 1}`, agency, via }));
  const partnership: Seat = { seat: "partnership-inbox", agency: inbox.agency, via: "inbox" };
  const people = Object.fromEntries([
    ...found.map(({ person }, index) => [`member/${index + 1}`, person]),
    [partnership.seat, inbox.person],
  ]) as Record<string, (typeof inbox)["person"]>;
  return happens([
    { type: "GroupAsked", v: 1, at, members, partnership, sealed: { people } },
    groupClock("respond", at, rules),
    groupClock("conclude", at, rules),
  ]);
}

/** What may be done in a seat now. Pages offer it, and nothing else is accepted. */
export function mayDo(state: Alert, seat: string): ReadonlySet<SeatCommandType> {
  const may = new Set<SeatCommandType>();
  if (!state.seats.has(seat)) return may;
  may.add("add note");
  if (!state.members.includes(seat)) return may;
  may.add("respond");
  if (state.phase === "closed") return may;
  may.add("record action");
  if (openActions(state).length > 0) may.add("finish action");
  else may.add("close");
  return may;
}

function decideOfSeat(state: Alert, command: SeatCommand, rules: Rules): AlertDecision {
  const held = state.seats.get(command.seat);
  if (!held) return refused("not-yours", undefined, "This alert does not know you as one of its parties.");
  const { at } = command;
  const by: By = { seat: held.seat, agency: held.agency };
  if (!mayDo(state, command.seat).has(command.type)) return whyNot(state, command);

  switch (command.type) {
    case "add note":
      return happens([
        {
          type: "NoteAdded",
          v: 1,
          at,
          by,
          ...(command.corrects !== undefined ? { corrects: command.corrects } : {}),
          sealed: { name: command.name, words: command.words },
        },
      ]);
    case "respond": {
      const response: AlertEvent = {
        type: "AgencyResponded",
        v: 1,
        at,
        by,
        late: state.phase === "closed",
        sealed: { name: command.name, response: command.response },
      };
      const all = silentAgencies(evolve(state, response)).length === 0;
      return happens([response, ...(all ? met(state, "respond", at) : [])]);
    }
    case "record action": {
      const { what, agency, who, due } = command;
      const problem = wrongWithAction(state, command);
      if (problem) return problem;
      const action = state.actions.length + 1;
      return happens([
        {
          type: "ActionRecorded",
          v: 1,
          at,
          by,
          action,
          ...(agency ? { agency } : {}),
          due,
          sealed: { name: command.name, what, ...(who ? { who } : {}) },
        },
        actionClock(action, due, at, rules),
        ...met(state, "conclude", at),
      ]);
    }
    case "finish action": {
      const { action, words } = command;
      const open = openActions(state);
      if (!open.some((each) => each.number === action))
        return refused("not-now", "action", "This action is done already, or there is none of that number.");
      return happens([
        { type: "ActionDone", v: 1, at, by, action, sealed: { name: command.name, words } },
        ...met(state, `action:${action}`, at),
        ...(open.length === 1 ? [groupClock("conclude", at, rules)] : []),
      ]);
    }
    case "close": {
      const done = state.actions.length > 0;
      if (!done && !command.noActionNeeded)
        return refused(
          "missing",
          "noActionNeeded",
          "No action is on the record. Record what is to be done first, or say that no action is needed.",
        );
      return happens([
        {
          type: "AlertClosed",
          v: 1,
          at,
          by,
          how: done ? "actions done" : "no action needed",
          sealed: { name: command.name, outcome: command.outcome },
        },
      ]);
    }
    default:
      return command satisfies never;
  }
}

function wrongWithAction(
  state: Alert,
  { agency, who, due, at }: Extract<SeatCommand, { type: "record action" }>,
): AlertDecision | undefined {
  if (agency && !state.members.some((each) => state.seats.get(each)?.agency === agency))
    return refused("missing", "agency", "Choose an agency of the group, or say who else it is.");
  if (!agency && !who?.trim()) return refused("missing", "who", "Say whose action it is.");
  if (instantOf(due, "17:00") <= at)
    return refused("in-the-past", "due", `${dayInWords(due)} is over. Give a day that is still to come.`);
  if (due > addDays(dayOf(at), longestActionDays))
    return refused("too-far", "due", "Give a day within the next three years.");
  return undefined;
}

/** A clock that no longer has to be waited for, where it runs. */
function met(state: Alert, clock: string, at: string): AlertEvent[] {
  return runningClocks(state).some((each) => each.clock === clock) ? [{ type: "ClockMet", v: 1, at, clock }] : [];
}

function whyNot(state: Alert, { seat, type }: SeatCommand): AlertDecision {
  if (state.phase === "closed")
    return refused("closed", undefined, "The alert is closed. You can read the record and add a note to it.");
  if (seat === informerSeat || !state.members.includes(seat))
    return refused("not-yours", undefined, "Only the members of the group can do this. You can add a note.");
  if (type === "close") {
    const numbers = openActions(state).map((each) => each.number);
    return refused(
      "actions-open",
      undefined,
      `The alert can be closed once every action is done. Still open: ${numbers.length === 1 ? "action" : "actions"} ${numbers.join(", ")}.`,
    );
  }
  return refused("not-now", undefined, "There is no open action.");
}

const happens = (events: readonly AlertEvent[]): AlertDecision => ({ decided: "events", events });
const nothing = (because: string): AlertDecision => ({ decided: "nothing", because });
function refused(code: AlertRefusal["code"], field: string | undefined, says: string): AlertDecision {
  return { decided: "refused", refusal: { code, ...(field ? { field } : {}), says } };
}
