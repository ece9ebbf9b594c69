/**
 * What a digest says of practice alerts to the group that oversees them (MED-17): who has not responded, which actions are
 * due or overdue, what else is open, and what was closed. References, agencies and instants; no word of an alert (ALL-13).
 */
import { dayOf } from "../../policies/calendar/instant.ts";
import type { AlertFacts } from "../alerts/facts.ts";
import { beginOf } from "../figures/period.ts";
import { digest as words } from "../mail/words/digest.ts";
import { byDue, isDueSoon, isInAny, section as sectionOf, type Telling, type Told } from "./sections.ts";
import { timeLeft } from "../figures/time-left.ts";

export function alertsTold(alerts: readonly AlertFacts[], telling: Telling): Told {
  const { now, periods } = telling;
  const sorted = alerts.toSorted(byDue((each) => duesOf(each)[0]));
  const open = sorted.filter((each) => each.closedAt === undefined);
  const since = periods.map(beginOf).toSorted()[0];
  const undelivered = (each: AlertFacts) => each.undelivered.filter((at) => since !== undefined && at >= since);
  const needs = open.filter((each) => duesOf(each).some((due) => due < now) || undelivered(each).length > 0);
  const due = open.filter((each) => duesOf(each).some((one) => isDueSoon(one, now)));
  const listed = new Set([...needs, ...due]);
  const line = (each: AlertFacts) =>
    [
      aboutIt(each),
      ...waitsFor(each, telling),
      ...(undelivered(each).length > 0 ? [words.undelivered(undelivered(each))] : []),
    ].join(" ");
  return {
    counts: { needs: needs.length, due: due.length, open: open.length },
    now: [...section(words.alertsNeedYou, needs.map(line)), ...section(words.alertsDue, due.map(line))],
    happened: [
      ...section(words.alertsAlsoOpen, open.filter((each) => !listed.has(each)).map(line)),
      ...section(words.alertsSubmitted, sorted.filter((each) => isInAny(periods, each.submittedAt)).map(aboutIt)),
      ...section(
        words.alertsClosed,
        sorted
          .filter((each) => isInAny(periods, each.closedAt))
          .map((each) => [aboutIt(each), words.alertClosed(each)].join(" ")),
      ),
    ],
  };
}

const section = (title: string, lines: readonly string[]) => sectionOf(title, lines, words.moreAlerts);

/** Every deadline that still runs, the earliest first. */
const duesOf = ({ respond, conclude, actions, closedAt }: AlertFacts) =>
  closedAt === undefined
    ? [respond?.due, conclude?.due, ...actions.filter((each) => each.doneAt === undefined).map((each) => each.due)]
        .filter((each) => each !== undefined)
        .toSorted()
    : [];

const aboutIt = ({ reference, agency, submittedAt }: AlertFacts) =>
  words.alertAbout(reference, agency, dayOf(submittedAt));

function waitsFor({ respond, conclude, actions, setBy }: AlertFacts, { now, calendar }: Telling): string[] {
  const left = (due: string) => timeLeft(due, now, calendar);
  const open = actions.filter((each) => each.doneAt === undefined);
  const done = actions.length - open.length;
  return [
    ...(respond ? [words.notResponded(respond.silent, respond.due, left(respond.due), setBy)] : []),
    ...(conclude ? [words.toConclude(conclude.due, left(conclude.due), setBy)] : []),
    ...open.map(({ number, agency, due }) => words.actionDue(number, agency, due, left(due))),
    ...(done > 0 ? [words.actionsDone(done, actions.length)] : []),
  ];
}
