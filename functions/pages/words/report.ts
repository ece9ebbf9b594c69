/** The report of a period: as a page, a document and a file of figures. */
import type { CommonType } from "../../../policies/language/common-types.ts";
import type { Theme } from "../../figures/figures.ts";
import { capital } from "../wording.ts";

export const report = {
  titled: (period: string) => `Report for ${period}`,
  of: (partnership: string) => `Escalations of ${partnership}`,
  compared: (before: string) => `Beside each figure stands that of the period before, ${before}.`,
  made: (at: string) => `Made at ${at}, from the record of every escalation. All times are London time.`,
  notOver: "This period is not over yet. What is open is counted as it stands now.",
  sees: "It holds numbers, references, agencies and stages. No name, no date of birth and nothing that anybody wrote is in it.",
  columns: { figure: "Figure" },
  filed: { section: "Section", figure: "Figure" },
  nothing: "None",
  save: { word: "Save as a Word document", csv: "Save as a spreadsheet (CSV)" },
  back: "Back to the register",

  choose: {
    heading: "Another period",
    says: "Choose a quarter or a month from the list, or type two days.",
    period: { label: "Period", what: "Period", empty: "Choose a quarter or a month" },
    from: { label: "From", what: "From" },
    to: { label: "To", what: "To" },
    button: "Show this report",
    both: "Choose a period from the list or type two days, not both.",
    notInTheList: "Period: choose one from the list, or type two days.",
  },

  sections: {
    raised: "Raised",
    raisedByType: "Raised, by type",
    raisedByAgencies: "Raised, by raising and receiving agency",
    raisedByArea: "Raised, by area",
    ended: "Ended",
    endedByType: "Ended, by type",
    endedByStage: "Ended, by the stage reached",
    time: "Timescales",
    open: "Open at the end of the period",
    openByStage: "Open, by stage",
  },
  figures: {
    raised: "Raised",
    late: "Raised after the time that the policy gives",
    immediateRisk: "With immediate risk",
    ended: "Ended",
    outcomes: {
      resolved: "Resolved by the agencies",
      "outcome given": "Outcome given",
      withdrawn: "Withdrawn",
      erased: "Erased while open",
    },
    withinTimescale: "Within timescale at every stage",
    median: "Working days from raising to end, median",
    longest: "Working days from raising to end, longest",
    stagesWithin: "Stages that ended within their timescale",
    stagesPassed: "Stages that passed their timescale",
    stagesGuide: "Stages that passed a timescale that was only a guide",
    deadlinesPassed: "Deadlines of any kind that passed",
    deadlinesGuide: "Deadlines that were only a guide and passed",
    open: "Open",
    overdue: "Overdue",
    pair: (raising: string, receiving: string) => `${raising} with ${receiving}`,
    type: (type: CommonType) => capital(type),
    resolvedOf: (type: CommonType) => `${capital(type)}: resolved by the agencies`,
    overdueAt: (stage: string) => `${stage}: overdue`,
    /** A number with what part of another it is. */
    part: (number: number, all: number) =>
      all === 0 ? "0" : `${number} of ${all} (${Math.round((100 * number) / all)}%)`,
  },

  themes: {
    heading: "Themes",
    says: "What came up again among the escalations that were raised in the period. Each says which rule found it.",
    columns: { theme: "Theme", rule: "Found by the rule", number: "Escalations", references: "References" },
    nothing: "Nothing recurred in this period.",
    counted: (theme: string, number: number) => `${theme}: ${number} escalations`,
    between: (type: CommonType, one: string, other: string) => `${capital(type)}, between ${one} and ${other}`,
    type: (type: CommonType) => capital(type),
    rules: {
      "same type between the same two agencies":
        "The same type at least twice between the same two agencies, whichever of them raised it",
      "same type three times or more": "The same type at least three times, whoever raised it",
    } satisfies Record<Theme["rule"], string>,
    alert: {
      heading: "Start a practice alert",
      says: (title: string) =>
        `A theme is about practice and not about one case. Somebody at an agency can submit a ${title} about it: the type and the agencies go along, and no reference.`,
      button: (theme: string) => `Start an alert: ${theme}`,
    },
  },

  silent: {
    neverRaised: {
      heading: "Agencies that raised nothing",
      says: "Agencies of this partnership that raised no escalation in the period. There may have been nothing to raise.",
      nobody: "Every agency raised at least one.",
    },
    neverAnswered: {
      heading: "Agencies that were asked and never answered in time",
      says: "An agency is named if the time for its answer ran out at least once in the period and it answered at no stage. One that nobody asked, or whose time is still running, is not.",
      nobody: "Every agency that was asked answered at least once.",
      columns: { agency: "Agency", asked: "Asked in vain" },
      each: (agency: string, times: string) => `${agency}: asked in vain ${times}`,
      times: (number: number) => (number === 1 ? "once" : `${number} times`),
    },
    agency: "Agency",
  },

  charts: {
    title: "Charts of escalations",
    drawn: (title: string) => `Chart: ${title.toLowerCase()}. The table beside it has the same numbers.`,
    number: "Escalations",
    nothing: "There is nothing to draw.",
    most: (shown: number, all: number) => `The chart shows the ${shown} most frequent of ${all}; the table has all.`,
    types: { title: "By type", label: "Type" },
    stages: { title: "By the furthest stage reached", label: "Stage", notOpened: "Not opened yet" },
    pairs: {
      title: "Raising against receiving agency",
      label: "Raising agency with receiving agency",
      pair: (raising: string, receiving: string) => `${raising} with ${receiving}`,
    },
    timescale: {
      title: "Within timescale, of those that ended",
      label: "Timescale",
      within: "Within timescale at every stage",
      guide: "Passed a timescale that was only a guide",
      passed: "Passed a timescale",
    },
    days: {
      title: "Working days from raising to end",
      label: "Working days",
      range: (from: number, to: number) => `${from} to ${to}`,
      more: (from: number) => `${from} or more`,
    },
    months: { title: "Over time", label: "Month", quarter: "Quarter", raised: "Raised", ended: "Ended" },
  },
};
