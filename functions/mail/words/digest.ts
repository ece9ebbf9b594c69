/** The words of digests, beside their figures. */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import type { AlertFacts } from "../../alerts/facts.ts";
import type { Figures, Theme } from "../../figures/figures.ts";
import type { TimeLeft } from "../../figures/time-left.ts";
import type { DigestCounts, DigestFacts } from "../letters/digest.ts";
import { shared } from "./shared.ts";

/** A number that the policy does not give is never shown as the policy's (MK-02, TP-06). */
const own = (setBy: string) => shared.ownNumber(setBy === "organisation" ? {} : undefined);

const listed = (all: readonly string[], last: string) =>
  all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} ${last} ${all.at(-1)}`;

const number = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

const left = ({ over, unit, count }: TimeLeft) => {
  const time = count === 0 ? `less than one ${unit}` : number(count, unit);
  return over ? `overdue by ${time}` : `${time} left`;
};

const due = ({ over }: TimeLeft, at: string) => `${over ? "was due" : "is due"} ${inWords(at)}`;

const cadence = (every: "week" | "month") => (every === "week" ? "weekly" : "monthly");

const cadences = (periods: DigestFacts["periods"]) =>
  listed([...new Set(periods.map(({ every }) => cadence(every)))], "and");

const subjects = {
  escalations: " of escalations",
  "practice alerts": " of practice alerts",
  both: "",
} satisfies Record<DigestFacts["about"], string>;

const counted = (counts: DigestCounts) =>
  "needs" in counts
    ? `${counts.needs} ${counts.needs === 1 ? "needs" : "need"} you, ${counts.due} due this week, ${counts.open} open`
    : `${counts.raised} raised, ${counts.ended} settled, ${counts.open} open`;

export const digest = {
  subject: (counts: DigestCounts | undefined, periods: DigestFacts["periods"], about: DigestFacts["about"]) =>
    `${counts ? counted(counts) : "Nothing to report"}: ${cadences(periods)} digest${subjects[about]}`,
  opening: (periods: DigestFacts["periods"], about: DigestFacts["about"], partnership: string) =>
    `The ${cadences(periods)} digest of ${about === "both" ? "escalations and practice alerts" : about} of ${partnership}: ${listed(
      periods.map(({ called }) => called),
      "and",
    )}.`,
  asItStood: (at: string) => `What is open is as it stood at ${inWords(at)}.`,
  quiet: "Nothing to report.",
  more: (count: number) => `and ${count} more in the register`,
  forAttention: (role: string) => `For the attention of: the ${role}.`,
  /** The figures of an area whose policy is not held, for whoever is to pass them on (TP-09). */
  passedOn: {
    bySelf: (area: string) => `${area}: the local partnership has these in its own figures.`,
    byHand: (area: string) =>
      `${area}: no local partnership is known here. Pass on the numbers and types of this area to it.`,
    sentTo: (area: string, local: string) => `${area}: sent to ${local}.`,
    opening: (local: string, area: string, title: string, by: string) =>
      `To ${local}: the numbers of escalations about people in ${area}, and the types of challenge resolved, collated for you as the ${title} of ${by} says.`,
  },
  openRegister: "Open the register",
  linkIsYours: (of: string, until: string) =>
    `The register has all escalations of ${of}. The link is for you alone, shows nothing until you press Continue, and ends at ${inWords(until)}.`,
  whatItIsAbout: shared.whatItIsAbout,
  closing:
    "This email holds no details of any person concerned, so do not reply to it with any. A record is read by the link of an email about it.",

  needsYouNow: "Needs you now",
  dueThisWeek: "Due in the coming seven days",
  alsoOpen: "Also open",
  raised: "Newly raised",
  climbed: "Gone on to a further stage",
  ended: "Settled or withdrawn",
  datesAgreed: "Deadlines that both sides agreed",
  figures: (every: "week" | "month", called: string) => `Figures of the ${every}, ${called}`,
  openNow: "Open now",
  raisedByType: "Raised, by type",
  openByStage: "Open, by stage",
  stageWithOverdue: (title: string, overdue: number) => (overdue === 0 ? title : `${title} (${overdue} overdue)`),

  /** The figures of a period, a line each. */
  counted: {
    raised: ({ number, late, immediateRisk }: Figures["raised"]) =>
      `Raised: ${number}${number > 0 ? ` (${late} late, ${immediateRisk} with immediate risk)` : ""}`,
    byAgencies: "Who raised with whom",
    with: (raising: string, receiving: string) => `${raising} with ${receiving}`,
    byArea: "Areas",
    settled: ({ number }: Figures["ended"]) => `Settled: ${number}`,
    byOutcome: "Outcomes",
    byTypeResolved: "Types of challenge resolved",
    byStageReached: "Stage reached",
    timeTaken: ({ median, longest }: NonNullable<Figures["ended"]["workingDays"]>) =>
      `Time taken, in working days: median ${median}, longest ${longest}`,
    withinTimescale: ({ withinTimescale, number }: Figures["ended"]) =>
      `Settled with every stage within its timescale: ${withinTimescale} of ${number}`,
    stages: ({ within, passed, guidePassed }: Figures["stages"]) =>
      `Stages that ended: ${within} within their timescale, ${passed} not, ${guidePassed} past a guide`,
    deadlines: ({ passed, guidePassed }: Figures["deadlines"]) =>
      `Deadlines that passed: ${passed}, and ${guidePassed} that were a guide`,
    open: (at: string, { number, overdue }: Figures["open"]) =>
      `Open at ${inWords(at)}: ${number}, of which overdue ${overdue}`,
    theme: ({ type, rule, number, references }: Theme, between: readonly string[]) =>
      `Recurs (${rule}): ${type}${between.length > 0 ? ` between ${between.join(" and ")}` : ""}, ${number} times: ${references.join(", ")}`,
  },

  immediateRisk: "immediate risk",
  late: "raised late",
  firstOpening: "Its first stage is being opened.",
  nextOpening: (title: string) => `${title} has ended, and the next is being opened.`,
  at: (title: string) => `At ${title}.`,
  due: (title: string, at: string, time: TimeLeft, setBy: string) =>
    `${title} ${due(time, at)}: ${left(time)}.${own(setBy)}`,
  raisedOn: (day: string) => `Raised on ${dayInWords(day)}.`,
  reached: (stages: readonly { readonly title: string; readonly because: string }[]) =>
    `${stages.map(({ title, because }) => `${title} (${because})`).join(", then ")}.`,
  how: {
    resolved: "Resolved",
    "outcome given": "Ended by an outcome",
    withdrawn: "Withdrawn",
    erased: "Erased while open",
    open: "Open",
  },
  endedAt: (how: string, title: string | undefined, day: string | undefined, workingDays: number | undefined) =>
    `${how}${title ? ` at ${title}` : ""}${day ? ` on ${dayInWords(day)}` : ""}${
      workingDays === undefined ? "" : `, ${number(workingDays, "working day")} after it was raised`
    }.`,
  dateAgreed: (title: string, until: string) => `${title}: ${inWords(until)}. Why is on the record.`,

  noAnswer: (agencies: readonly string[]) => `No answer from ${listed(agencies, "or")}.`,
  partnershipDecides: "Waiting for the partnership: whoever decides there is asked and has not answered.",
  owed: (asks: string, at: string, time: TimeLeft, setBy: string) =>
    `Settled, but not yet done: ${asks}. It ${due(time, at)}: ${left(time)}.${own(setBy)}`,
  unheld: (called: string, agency: string) => `Nobody is known as ${called} of ${agency}; the matter went to an inbox.`,
  undelivered: (at: readonly string[]) =>
    `${number(at.length, "email")} did not arrive, or ${at.length === 1 ? "was" : "were"} marked as spam, ${
      at.length === 1 ? "at" : "the last at"
    } ${inWords(at.at(-1) ?? "")}. The record says for which role.`,

  moreAlerts: (count: number) => `and ${count} more`,
  alertsNeedYou: "Practice alerts that need the group now",
  alertsDue: "Practice alerts due in the coming seven days",
  alertsAlsoOpen: "Practice alerts also open",
  alertsSubmitted: "Practice alerts newly submitted",
  alertsClosed: "Practice alerts closed",
  alertAbout: (reference: string, agency: string, day: string) =>
    `${reference}: submitted by ${agency} on ${dayInWords(day)}.`,
  notResponded: (agencies: readonly string[], at: string, time: TimeLeft, setBy: string) =>
    `Not responded: ${listed(agencies, "and")}. Responses ${time.over ? "were" : "are"} due ${inWords(at)}: ${left(time)}.${own(setBy)}`,
  toConclude: (at: string, time: TimeLeft, setBy: string) =>
    `What is to be done, or its closing, ${due(time, at)}: ${left(time)}.${own(setBy)}`,
  actionDue: (action: number, agency: string | undefined, at: string, time: TimeLeft) =>
    `Action ${action}${agency ? ` (${agency})` : ""} ${due(time, at)}: ${left(time)}.`,
  actionsDone: (done: number, all: number) => `${done} of ${number(all, "action")} done.`,
  alertClosed: ({ how, closedAt, actions }: AlertFacts) =>
    `Closed${closedAt ? ` at ${inWords(closedAt)}` : ""}: ${how === "no action needed" ? "no action was needed" : `${number(actions.length, "action")} done`}.`,
} as const;

export type DigestWords = typeof digest;
