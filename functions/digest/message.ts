/**
 * What a digest says: what needs somebody now, what is open, what happened in the period, and its figures. References,
 * agencies, stages, types and counts; never a person's name, a date of birth or a word of the concern (ALL-12, ALL-13).
 */
import { dayOf } from "../../policies/calendar/instant.ts";
import type { Digest } from "../../policies/language/schema.ts";
import { stageNow, type Facts } from "../figures/facts.ts";
import { figuresOf, isOpenAt, isOverdue } from "../figures/figures.ts";
import { beginOf, isIn, periodInWords, type Period } from "../figures/period.ts";
import type { DigestFacts } from "../mail/letters/digest.ts";
import type { Message } from "../mail/mail.ts";
import { digestMessageOf } from "../mail/messages.ts";
import { digest as words } from "../mail/words/digest.ts";
import { figuresInWords, type AgencyName } from "./words.ts";

export interface DigestInput {
  /** Whose escalations these are. */
  readonly partnership: string;
  readonly every: Digest["every"];
  readonly what: Digest["what"];
  readonly period: Period;
  /** When it is made, UTC: what is open is open then. */
  readonly now: string;
  readonly facts: readonly Facts[];
  readonly nameOf: AgencyName;
  /** Said before everything else: for whose attention, or why it comes to a local partnership. */
  readonly before?: readonly string[];
  /** Said at the end: what is to be passed on, and to whom. */
  readonly after?: readonly string[];
}

type Section = DigestFacts["sections"][number];

export function digestMessage(input: DigestInput): Message {
  const { partnership, every, what, period, now, facts, nameOf, before = [], after = [] } = input;
  const open = facts.filter((each) => isOpenAt(each, now)).toSorted(byDelay);
  const raised = facts.filter((each) => isIn(period, each.raisedAt));
  const ended = facts.filter((each) => isIn(period, each.endedAt));
  const climbed = facts.filter((each) => climbedIn(each, period));
  const overdue = open.filter((each) => isOverdue(stageNow(each), now)).length;
  const needs = facts.flatMap((each) => needsNow(each, input));

  const agreed = facts.flatMap((each) => each.datesAgreed.filter((one) => isIn(period, one.at)));

  const isQuiet = [open, raised, ended, climbed, needs, agreed].every((each) => each.length === 0);
  const about = (each: Facts) => aboutIt(each, nameOf);
  const ofEscalations: Section[] = [
    { title: words.needsYouNow, lines: needs },
    { title: words.open, lines: open.map((each) => `${about(each)} ${whereItIs(each, now)}`) },
    { title: words.raised, lines: raised.map(about) },
    {
      title: words.climbed,
      lines: climbed.map((each) => `${each.reference}: ${climbedIn(each, period)}`),
    },
    { title: words.ended, lines: ended.map((each) => `${about(each)} ${howItEnded(each)}`) },
    {
      title: words.datesAgreed,
      lines: facts.flatMap(({ reference, datesAgreed, stages }) =>
        datesAgreed
          .filter((each) => isIn(period, each.at))
          .map(({ stage, until }) => words.dateAgreed(reference, titleOf(stages, stage), until)),
      ),
    },
  ];
  const sections: Section[] = isQuiet
    ? []
    : [
        ...(what.includes("open escalations") ? ofEscalations.filter((each) => each.lines.length > 0) : []),
        ...(what.includes("figures")
          ? [{ title: words.figures, lines: figuresInWords(figuresOf(facts, period, now), nameOf) }]
          : []),
      ];
  return digestMessageOf({
    partnership,
    every,
    period: { ...period, called: periodInWords(period) },
    counts: isQuiet ? undefined : { overdue, open: open.length, raised: raised.length, ended: ended.length },
    sections,
    before,
    after,
  });
}

const titleOf = (stages: Facts["stages"], stage: string) => stages.find((each) => each.stage === stage)?.title ?? stage;

/** The earliest deadline first; where a stage is only about to be opened, there is none yet. */
function byDelay(a: Facts, b: Facts): number {
  const [one, other] = [stageNow(a)?.due ?? "9", stageNow(b)?.due ?? "9"];
  return one < other ? -1 : one > other ? 1 : 0;
}

function aboutIt(
  { reference, raising, receiving, commonType, late, immediateRisk }: Facts,
  nameOf: AgencyName,
): string {
  const also = [...(immediateRisk ? [words.immediateRisk] : []), ...(late ? [words.late] : [])];
  return `${reference}: ${nameOf(raising)} with ${nameOf(receiving)}, ${[commonType, ...also].join(", ")}.`;
}

function whereItIs(facts: Facts, now: string): string {
  const stage = stageNow(facts);
  if (!stage) return words.firstOpening;
  if (stage.endedAt) return words.nextOpening(stage.title);
  if (!stage.due) return words.at(stage.title);
  return words.due(stage.title, stage.due, isOverdue(stage, now), stage.setBy);
}

function howItEnded({ outcome, workingDays, endedAt, stages, highest }: Facts): string {
  const at = stages.find((each) => each.stage === highest)?.title;
  return words.endedAt(words.how[outcome], at, endedAt && dayOf(endedAt), workingDays);
}

/** The stages to which it climbed in a period, in words; undefined when to none. */
function climbedIn({ stages }: Facts, period: Period): string | undefined {
  const reached = stages.filter((each, index) => index > 0 && isIn(period, each.openedAt));
  if (reached.length === 0) return undefined;
  return reached.map(({ title, because }) => `${title} (${because})`).join(words.then);
}

/** What somebody of the partnership should look at: a line each. */
function needsNow(facts: Facts, { period, now, nameOf }: DigestInput): string[] {
  const { reference, owed, unheld, undelivered } = facts;
  const stage = stageNow(facts);
  const isOpen = isOpenAt(facts, now);
  return [
    ...(isOpen && stage && !stage.endedAt && isOverdue(stage, now)
      ? [words.overdue(reference, whereItIs(facts, now))]
      : []),
    ...owed.filter((each) => each.due < now).map(({ asks, due, setBy }) => words.owed(reference, asks, due, setBy)),
    ...unheld.map(({ called, agency }) => words.unheld(reference, called, nameOf(agency))),
    ...undelivered
      .filter((each) => each >= beginOf(period) && facts.closedAt === undefined)
      .map((each) => words.undelivered(reference, each)),
  ];
}
