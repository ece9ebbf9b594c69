/** The pages of a partnership's register. */
import type { CommonType } from "../../../policies/language/common-types.ts";
import type { Sort, Standing } from "../../register/rows.ts";
import { capital } from "../wording.ts";

const standing: Readonly<Record<Standing, string>> = {
  open: "Open",
  overdue: "Overdue",
  "waiting for the chair": "Waiting for the chair",
  "awaiting confirmation": "Awaiting confirmation",
  settled: "Settled",
  withdrawn: "Withdrawn",
};
const outcome = {
  open: "Open",
  resolved: "Resolved",
  "outcome given": "Outcome given",
  withdrawn: "Withdrawn",
  erased: "Erased while open",
};
const counted = (number: number, one: string, several = `${one}s`) => `${number} ${number === 1 ? one : several}`;
export const register = {
  title: "Register of escalations",
  sees: "It has references, agencies, stages and times. No name, no date of birth and nothing that anybody wrote is in it.",
  landing: {
    whose: (partnership: string) => `This link opens the register of ${partnership}.`,
    does: "Continue to see every escalation of the partnership: how it stands, who acts, and what is late. Nothing is recorded or changed by continuing.",
    alone: "The link is for whoever received it. Do not pass it on: it needs no password.",
    ends: (until: string) => `It ends at ${until}. Each digest brings a fresh one.`,
  },
  over: {
    title: "This link is over",
    says: [
      "For safety a link to a register ends five weeks after it was sent. Each digest brings a fresh one.",
      "If you need it now, we can send a fresh link to the address to which this one went.",
    ],
    button: "Send a fresh link",
  },
  fresh: {
    sent: {
      title: "Check your email",
      says: ["We have sent a fresh link to the address to which this one went. It works for five weeks."],
    },
    tooOften: {
      title: "Enough links were sent",
      says: [
        "Several fresh links went to the same address within the last hour. Use the newest of them, or try again in an hour.",
      ],
    },
    refused: {
      title: "The email could not be sent",
      says: [
        "The mail service refused the address to which this link went. Ask your partnership to have it put right.",
      ],
    },
  },
  notOurs: {
    title: "This link does not work",
    says: [
      "It may have been cut short on its way, or it ended a long time ago. Open it again from the email that you received, or copy the whole of it.",
      "If it still does not work, open the link in the newest digest.",
    ],
  },
  tooOften: {
    title: "This was too often",
    says: ["Too many pages of this register were asked for within a minute. Wait a minute, and go back."],
  },
  tooLong: {
    title: "This is too much for one form",
    says: ["Go back to the register and choose what you want to see."],
  },
  notAForm: {
    title: "This form is not one of ours",
    says: ["Open the link in the email that you received and begin again."],
  },

  columns: {
    reference: "Reference",
    state: "State",
    time: "Time left or over",
    stage: "Stage",
    type: "Type",
    raising: "Raising agency",
    receiving: "Receiving agency",
    raised: "Raised",
    deadline: "Deadline",
    days: "Working days to resolution",
  },
  standing,
  /** What a row says of itself. */
  state(outcomeNow: keyof typeof outcome, holds: readonly Standing[]): string {
    const late = holds.includes("overdue");
    if (outcomeNow === "open") {
      if (!holds.includes("waiting for the chair")) return late ? standing.overdue : standing.open;
      return late ? "Overdue, waiting for the chair" : standing["waiting for the chair"];
    }
    const ended = outcome[outcomeNow];
    if (!holds.includes("awaiting confirmation")) return ended;
    return late ? `${ended}, confirmation overdue` : `${ended}, awaiting confirmation`;
  },
  left: (much: string) => `${much} left`,
  past: (much: string) => `${much} over`,
  much: (number: number, unit: "working day" | "working hour") =>
    number === 0 ? `less than one ${unit}` : counted(number, unit),
  notOpened: "Not opened yet",
  type: (type: CommonType) => capital(type),

  list: {
    shown: (at: string) => `As it stands at ${at}. All times are London time.`,
    urgent: {
      /** What needs the partnership, in one sentence. */
      says(counts: Readonly<Record<Standing, number>>): string {
        const { overdue, "waiting for the chair": chair, "awaiting confirmation": confirming, open } = counts;
        const needs = [
          ...(overdue > 0 ? [`${overdue} overdue`] : []),
          ...(chair > 0 ? [`${chair} waiting for the chair`] : []),
          ...(confirming > 0 ? [`${confirming} awaiting confirmation`] : []),
        ];
        if (needs.length > 0) return `${needs.join(", ")}. ${open} open in all.`;
        return open > 0 ? `Nothing is overdue. ${open} open in all.` : "Nothing is open.";
      },
      heading: "What needs you now",
      each: (number: number, state: Standing) => `${number} ${standing[state].toLowerCase()}`,
    },
    heading: "Escalations",
    caption: (from: number, to: number, total: number, by: string) =>
      total === 0 ? "No escalations" : `${from} to ${to} of ${counted(total, "escalation")}, ${by}`,
    nothingMatches: "No escalation matches what you asked for.",
    nothingYet: "There has been no escalation in these days.",
    filter: "Filter and sort",
    all: "Show all",
    only: (what: string) => `Only: ${what}.`,
    days: (period: string) => `Open at some time from ${period}.`,
    goOn: "Go on with these escalations",
    charts: "See charts",
    csv: "Download as a spreadsheet (CSV)",
    report: "Make a report",
    pages: "Pages of the register",
    previous: "Previous page",
    next: "Next page",
    page: (number: number) => `Page ${number}`,
    back: "Back to the register",
  },
  filter: {
    title: "Filter and sort the register",
    hint: "Leave empty whatever you do not want to filter by.",
    days: "The days",
    daysSay:
      "An escalation is shown if it was open, or something was still owed, on one of these days. Without days these are the last 12 months up to today.",
    from: { label: "From", what: "From" },
    to: { label: "To", what: "To" },
    which: "Which escalations",
    state: { label: "State", what: "State" },
    stage: { label: "Stage", what: "Stage" },
    type: { label: "Type of disagreement", what: "Type of disagreement" },
    raising: { label: "Raising agency", what: "Raising agency" },
    receiving: { label: "Receiving agency", what: "Receiving agency" },
    reference: { label: "Reference", what: "Reference", hint: "For example, 7K3M-9QXD" },
    sort: { label: "Sort by", what: "Sort by" },
    any: "All",
    is: (what: string, text: string) => `${what}: ${text}`,
    button: "Show these",
    wrong: {
      notInTheList: (what: string) => `${what}: choose one from the list, or “All”.`,
      notAReference: "A reference has eight letters and digits, such as 7K3M-9QXD. Type all of it, or leave it empty.",
      onlyOneDay: {
        from: "Type the first day too, or leave both days empty.",
        to: "Type the last day too, or leave both days empty.",
      },
      backwards: "The last day comes before the first. Change one of the two.",
      tooLong: "The days span more than three years. Choose fewer.",
    },
  },
  sorts: {
    "most delayed": "most delayed first",
    reference: "by reference",
    raised: "newest raised first",
    deadline: "soonest deadline first",
    stage: "by stage",
    raising: "by raising agency",
    receiving: "by receiving agency",
  } satisfies Record<Sort, string>,
  sortsInList: {
    "most delayed": "Most delayed first",
    reference: "Reference",
    raised: "Raised, newest first",
    deadline: "Deadline, soonest first",
    stage: "Stage",
    raising: "Raising agency",
    receiving: "Receiving agency",
  } satisfies Record<Sort, string>,
};
