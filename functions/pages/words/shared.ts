/** Words that stand on every page, or on many: the shell, and the parts that pages are put together from. */
export const shared = {
  lang: "en",
  /** Inside of a telephone number, which is not broken at the end of a line. */
  space: "\u00a0",
  service: "Safeguarding escalation",
  skip: "Skip to main content",
  danger: {
    call: "If someone is in immediate danger, call 999.",
    doNotWait: "Do not wait for an answer here.",
    area: "In this area you can also call:",
  },
  trial: {
    tag: "Trial",
    says: "Nothing here is real: every email goes to one address, whoever it is for. Do not enter anything about a real person.",
  },
  footer: {
    says: "This service runs safeguarding partnerships’ escalation policies. It asks people by email and keeps one record that both sides see.",
    ask: "Whom to ask",
    email: "Email",
    telephone: "Telephone",
  },
  /** Said of what is wrong with a form, in the title and above the list of it. */
  problem: { inTitle: "Error:", heading: "There is a problem" },
  warning: "Warning",
  /** What a page is about: “Escalation K7QF-2M9X”. */
  caption: (called: string | undefined, reference: string) => `${called ?? "Escalation"} ${reference}`,
  backTo: (thing: string | undefined) => `Back to the ${thing ?? "concern"}`,
  seeTheRecord: "See the whole record",
  continue: "Continue",
  clause: (clause: string) => `Policy: ${clause}`,
  notInstead: (called: string) => `A ${called} does not replace:`,
  entry: {
    called: (number: number) => `Entry ${number}`,
    corrects: "This corrects",
    correctedBy: "Corrected by",
    link: (number: number) => `entry ${number}`,
  },
  field: {
    /** A label that begins with a condition says by itself that not everybody has to answer. */
    optional: (label: string) => (label.startsWith("If ") ? label : `${label} (optional)`),
    chooseOne: "Choose one",
    divider: "or",
    noneOfThese: "None of these",
    allThatApply: "Select all that apply.",
    day: { example: "For example, 27 3 2026", parts: { day: "Day", month: "Month", year: "Year" } },
    time: { label: "Time", example: "For example, 9:30am or 2:15pm" },
  },
};
