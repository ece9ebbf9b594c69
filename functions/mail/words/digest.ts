/** The words of digests, beside their figures. */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import { shared } from "./shared.ts";

interface Counts {
  readonly overdue: number;
  readonly open: number;
  readonly raised: number;
  readonly ended: number;
}

/** A number that the policy does not give is never shown as the policy's (MK-02, TP-06). */
const own = (setBy: string) => shared.ownNumber(setBy === "organisation" ? {} : undefined);

export const digest = {
  subject: (from: string, to: string, counts: Counts | undefined) =>
    `Digest of escalations, ${from} to ${to}: ${
      counts
        ? `${counts.overdue} overdue, ${counts.open} open, ${counts.raised} raised, ${counts.ended} settled`
        : digest.quiet.toLowerCase().replace(".", "")
    }`,
  opening: (every: "week" | "month", partnership: string, period: string) =>
    `The ${every === "week" ? "weekly" : "monthly"} digest of escalations of ${partnership}, ${period}.`,
  quiet: "Nothing to report.",
  closing:
    "This email holds no details of any person concerned, so do not reply to it with any. The references lead to the records.",

  needsYouNow: "Needs you now",
  open: "Open, the most delayed first",
  raised: "Newly raised",
  climbed: "Gone on to a further stage",
  ended: "Settled or withdrawn",
  datesAgreed: "Deadlines that both sides agreed",
  figures: "Figures",

  immediateRisk: "immediate risk",
  late: "raised late",
  firstOpening: "Its first stage is being opened.",
  nextOpening: (title: string) => `${title} has ended, and the next is being opened.`,
  at: (title: string) => `At ${title}.`,
  due: (title: string, due: string, overdue: boolean, setBy: string) =>
    `${title} ${overdue ? "was due" : "is due"} ${inWords(due)}.${own(setBy)}`,
  how: { resolved: "Resolved", "outcome given": "Ended by an outcome", withdrawn: "Withdrawn", open: "Open" },
  endedAt: (how: string, title: string | undefined, day: string | undefined, workingDays: number | undefined) =>
    `${how}${title ? ` at ${title}` : ""}${day ? ` on ${dayInWords(day)}` : ""}${
      workingDays === undefined ? "" : `, ${workingDays} working day${workingDays === 1 ? "" : "s"} after it was raised`
    }.`,
  dateAgreed: (reference: string, title: string, until: string) =>
    `${reference}: ${title}, ${inWords(until)}. Why is on the record.`,
  then: ", then ",
  overdue: (reference: string, where: string) => `${reference}: overdue. ${where}`,
  owed: (reference: string, asks: string, due: string, setBy: string) =>
    `${reference}: settled, but not yet done: ${asks}. It was due ${inWords(due)}.${own(setBy)}`,
  unheld: (reference: string, called: string, agency: string) =>
    `${reference}: nobody is known as ${called} of ${agency}; the matter went to an inbox.`,
  undelivered: (reference: string, at: string) =>
    `${reference}: an email did not arrive, or was marked as spam, at ${inWords(at)}. The record says for which role.`,
} as const;

export type DigestWords = typeof digest;
