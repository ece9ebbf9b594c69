/**
 * What a digest says of escalations: what needs the partnership now, what is due in the coming week, what else is open, and
 * what happened. References, agencies, stages, types and instants; never a person's name, a date of birth or a word of the
 * concern (ALL-12, ALL-13).
 */
import { dayOf } from "../../policies/calendar/instant.ts";
import { workingDaysBetween } from "../../policies/calendar/working-days.ts";
import { stageNow, type Facts, type StageFacts } from "../figures/facts.ts";
import { isOpenAt, isOverdue } from "../figures/figures.ts";
import { beginOf } from "../figures/period.ts";
import type { Section } from "../mail/letters/digest.ts";
import { digest as words } from "../mail/words/digest.ts";
import { byDue, isDueSoon, isInAny, section, type Telling, type Told } from "./sections.ts";
import { timeLeft } from "../figures/time-left.ts";

export type AgencyName = (agency: string) => string;

/** Who is asked and has not answered is named from so many working days before the deadline on. */
const daysBefore = 2;

export function escalationsTold(facts: readonly Facts[], telling: Telling, nameOf: AgencyName): Told {
  const { now, periods } = telling;
  const sorted = facts.toSorted(byDue(nextDue));
  const open = sorted.filter((each) => isOpenAt(each, now));
  const needs = sorted.flatMap((each) => {
    const why = reasons(each, telling, nameOf);
    return why.length > 0 || isOverdue(openStage(each), now) ? [{ each, why }] : [];
  });
  const due = open.filter((each) => isDueSoon(openStage(each)?.due, now));
  const listed = new Set([...needs.map(({ each }) => each), ...due]);
  const about = (each: Facts) => aboutIt(each, nameOf);
  const where = (each: Facts) => (isOpenAt(each, now) ? [whereItIs(each, telling)] : []);
  const happened: Section[] = [
    ...section(
      words.alsoOpen,
      open.filter((each) => !listed.has(each)).map((each) => [about(each), ...where(each)].join(" ")),
    ),
    ...section(
      words.raised,
      sorted
        .filter((each) => isInAny(periods, each.raisedAt))
        .map((each) => `${about(each)} ${words.raisedOn(dayOf(each.raisedAt))}`),
    ),
    ...section(
      words.climbed,
      sorted.flatMap((each) => {
        const reached = each.stages.filter(({ openedAt }, index) => index > 0 && isInAny(periods, openedAt));
        return reached.length === 0 ? [] : [`${about(each)} ${words.reached(reached)}`];
      }),
    ),
    ...section(
      words.ended,
      sorted.filter((each) => isInAny(periods, each.endedAt)).map((each) => `${about(each)} ${howItEnded(each)}`),
    ),
    ...section(
      words.datesAgreed,
      sorted.flatMap((each) =>
        each.datesAgreed
          .filter(({ at }) => isInAny(periods, at))
          .map(({ stage, until }) => `${about(each)} ${words.dateAgreed(titleOf(each, stage), until)}`),
      ),
    ),
  ];
  return {
    counts: { needs: needs.length, due: due.length, open: open.length },
    now: [
      ...section(
        words.needsYouNow,
        needs.map(({ each, why }) => [about(each), ...where(each), ...why].join(" ")),
      ),
      ...section(
        words.dueThisWeek,
        due.map((each) => [about(each), ...where(each)].join(" ")),
      ),
    ],
    happened,
  };
}

/** The stage that is open. */
function openStage(facts: Facts): StageFacts | undefined {
  const stage = stageNow(facts);
  return facts.endedAt === undefined && stage?.endedAt === undefined ? stage : undefined;
}

/** What is waited for first: the open stage's deadline, or what is owed after the end. */
const nextDue = (facts: Facts) =>
  [openStage(facts)?.due, ...facts.owed.map((each) => each.due)].filter((each) => each !== undefined).toSorted()[0];

/** Why somebody of the partnership should look at it now; that it is overdue is said with its stage. */
function reasons(facts: Facts, { now, calendar, periods }: Telling, nameOf: AgencyName): string[] {
  const stage = isOpenAt(facts, now) ? openStage(facts) : undefined;
  const silent = stage?.asked.filter((each) => !stage.answered.includes(each)) ?? [];
  // Of one that is past there are none left.
  const soon = stage?.due !== undefined && workingDaysBetween(dayOf(now), dayOf(stage.due), calendar) <= daysBefore;
  const agencies = silent.flatMap((each) => (each === "partnership" ? [] : [nameOf(facts[each])]));
  const since = periods.map(beginOf).toSorted()[0];
  const undelivered = facts.undelivered.filter((each) => since !== undefined && each >= since);
  return [
    ...(soon && agencies.length > 0 ? [words.noAnswer(agencies)] : []),
    ...(silent.includes("partnership") ? [words.partnershipDecides] : []),
    ...facts.owed.map(({ asks, due, setBy }) => words.owed(asks, due, timeLeft(due, now, calendar), setBy)),
    ...facts.unheld.map(({ called, agency }) => words.unheld(called, nameOf(agency))),
    ...(undelivered.length > 0 && facts.closedAt === undefined ? [words.undelivered(undelivered)] : []),
  ];
}

function aboutIt(
  { reference, raising, receiving, commonType, late, immediateRisk }: Facts,
  nameOf: AgencyName,
): string {
  const also = [...(immediateRisk ? [words.immediateRisk] : []), ...(late ? [words.late] : [])];
  return `${reference}: ${nameOf(raising)} with ${nameOf(receiving)}, ${[commonType, ...also].join(", ")}.`;
}

function whereItIs(facts: Facts, { now, calendar }: Telling): string {
  const stage = stageNow(facts);
  if (!stage) return words.firstOpening;
  if (stage.endedAt) return words.nextOpening(stage.title);
  if (!stage.due) return words.at(stage.title);
  return words.due(stage.title, stage.due, timeLeft(stage.due, now, calendar), stage.setBy);
}

function howItEnded({ outcome, workingDays, endedAt, stages, highest }: Facts): string {
  const at = stages.find((each) => each.stage === highest)?.title;
  return words.endedAt(words.how[outcome], at, endedAt && dayOf(endedAt), workingDays);
}

const titleOf = ({ stages }: Facts, stage: string) => stages.find((each) => each.stage === stage)?.title ?? stage;
