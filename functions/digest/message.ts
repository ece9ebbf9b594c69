/**
 * What a digest says: what needs somebody now, what is open, what happened in the period, and its figures. References,
 * agencies, stages, types and counts; never a person's name, a date of birth or a word of the concern (ALL-12, ALL-13).
 */
import { inWords, dayInWords, dayOf } from "../../policies/calendar/instant.ts";
import type { Digest } from "../../policies/language/schema.ts";
import { stageNow, type Facts } from "../figures/facts.ts";
import { figuresOf, isOpenAt, isOverdue } from "../figures/figures.ts";
import { beginOf, isIn, periodInWords, type Period } from "../figures/period.ts";
import type { Message } from "../mail/mail.ts";
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

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A number that the policy does not give is never shown as the policy's (MK-02, TP-06). */
const ownDefault = " The policy gives no number here. This timescale is the organisation’s own.";

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
    { title: "Needs you now", lines: needs },
    { title: "Open, the most delayed first", lines: open.map((each) => `${about(each)} ${whereItIs(each, now)}`) },
    { title: "Newly raised", lines: raised.map(about) },
    {
      title: "Gone on to a further stage",
      lines: climbed.map((each) => `${each.reference}: ${climbedIn(each, period)}`),
    },
    { title: "Settled or withdrawn", lines: ended.map((each) => `${about(each)} ${howItEnded(each)}`) },
    {
      title: "Deadlines that both sides agreed",
      lines: facts.flatMap(({ reference, datesAgreed, stages }) =>
        datesAgreed
          .filter((each) => isIn(period, each.at))
          .map(
            ({ stage, until }) => `${reference}: ${titleOf(stages, stage)}, ${inWords(until)}. Why is on the record.`,
          ),
      ),
    },
  ];
  const sections: Section[] = isQuiet
    ? []
    : [
        ...(what.includes("open escalations") ? ofEscalations.filter((each) => each.lines.length > 0) : []),
        ...(what.includes("figures")
          ? [{ title: "Figures", lines: figuresInWords(figuresOf(facts, period, now), nameOf) }]
          : []),
      ];
  const counts = isQuiet
    ? "nothing to report"
    : `${overdue} overdue, ${open.length} open, ${raised.length} raised, ${ended.length} settled`;
  const opening = [
    ...before,
    `The ${every === "week" ? "weekly" : "monthly"} digest of escalations of ${partnership}, ${periodInWords(period)}.`,
    ...(isQuiet ? ["Nothing to report."] : []),
  ];
  const closing = [
    ...after,
    "This e-mail holds no details of any person concerned, so do not reply to it with any. The references lead to the records.",
  ];
  return {
    subject: `Digest of escalations, ${period.from} to ${period.to}: ${counts}`,
    text: `${[...opening, ...sections.map(asText), ...closing].join("\n\n")}\n`,
    html: asHtml(opening, sections, closing),
  };
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
  const also = [...(immediateRisk ? ["immediate risk"] : []), ...(late ? ["raised late"] : [])];
  return `${reference}: ${nameOf(raising)} with ${nameOf(receiving)}, ${[commonType, ...also].join(", ")}.`;
}

function whereItIs(facts: Facts, now: string): string {
  const stage = stageNow(facts);
  if (!stage) return "Its first stage is being opened.";
  if (stage.endedAt) return `${stage.title} has ended, and the next is being opened.`;
  if (!stage.due) return `At ${stage.title}.`;
  const was = isOverdue(stage, now) ? "was due" : "is due";
  return `${stage.title} ${was} ${inWords(stage.due)}.${stage.setBy === "organisation" ? ownDefault : ""}`;
}

function howItEnded({ outcome, workingDays, endedAt, stages, highest }: Facts): string {
  const at = stages.find((each) => each.stage === highest)?.title;
  const when = endedAt ? ` on ${dayInWords(dayOf(endedAt))}` : "";
  const took =
    workingDays === undefined ? "" : `, ${workingDays} working day${workingDays === 1 ? "" : "s"} after it was raised`;
  return `${{ resolved: "Resolved", "outcome given": "Ended by an outcome", withdrawn: "Withdrawn", open: "Open" }[outcome]}${at ? ` at ${at}` : ""}${when}${took}.`;
}

/** The stages to which it climbed in a period, in words; undefined when to none. */
function climbedIn({ stages }: Facts, period: Period): string | undefined {
  const reached = stages.filter((each, index) => index > 0 && isIn(period, each.openedAt));
  if (reached.length === 0) return undefined;
  return reached.map(({ title, because }) => `${title} (${because})`).join(", then ");
}

/** What somebody of the partnership should look at: a line each. */
function needsNow(facts: Facts, { period, now, nameOf }: DigestInput): string[] {
  const { reference, owed, unheld, undelivered } = facts;
  const stage = stageNow(facts);
  const own = (setBy: string) => (setBy === "organisation" ? ownDefault : "");
  const isOpen = isOpenAt(facts, now);
  return [
    ...(isOpen && stage && !stage.endedAt && isOverdue(stage, now)
      ? [`${reference}: overdue. ${whereItIs(facts, now)}`]
      : []),
    ...owed
      .filter((each) => each.due < now)
      .map(
        ({ asks, due, setBy }) =>
          `${reference}: settled, but not yet done: ${asks}. It was due ${inWords(due)}.${own(setBy)}`,
      ),
    ...unheld.map(
      ({ called, agency }) =>
        `${reference}: nobody is known as ${called} of ${nameOf(agency)}; the matter went to an inbox.`,
    ),
    ...undelivered
      .filter((each) => each >= beginOf(period) && facts.closedAt === undefined)
      .map(
        (each) =>
          `${reference}: an e-mail did not arrive, or was marked as spam, at ${inWords(each)}. The record says for which role.`,
      ),
  ];
}

const asText = ({ title, lines }: Section) => [title.toUpperCase(), ...lines.map((each) => `- ${each}`)].join("\n");

function asHtml(opening: readonly string[], sections: readonly Section[], closing: readonly string[]): string {
  const escape = (text: string) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
  const paragraphs = (some: readonly string[]) => some.map((each) => `<p>${escape(each)}</p>`);
  const body = [
    ...paragraphs(opening),
    ...sections.map(
      ({ title, lines }) =>
        `<h2 style="font-size: 19px">${escape(title)}</h2>\n<ul>\n${lines.map((each) => `<li>${escape(each)}</li>`).join("\n")}\n</ul>`,
    ),
    ...paragraphs(closing),
  ].join("\n");
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Digest of escalations</title></head>\n<body style="font-family: Arial, sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em">\n${body}\n</body></html>\n`;
}
