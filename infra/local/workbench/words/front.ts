/** The front page. */
export const words = {
  title: "Run a workshop",
  lead: "This laptop runs the whole service with invented agencies and people, so that a trainer can run a workshop with it. Nothing here is real, and nothing leaves this machine: every email ends in a mailbox below.",
  guide: "How to run it, step by step: the guide for trainers",

  clock: "The clock",
  itIs: (when: string) => `It is ${when}.`,
  next: (when: string, left: string, what: string, reference: string | undefined) =>
    `Next, at ${when} (${left}): ${reference ? `${reference}: ` : ""}${what}.`,
  noNext: "Nothing falls due by itself.",
  toTheNext: (when: string) => `To the next thing that falls due, ${when}`,
  toTheMorning: (when: string) => `To the next working day, ${when}`,
  byDays: (days: number, when: string) => `${days} working day${days === 1 ? "" : "s"} on, to ${when}`,
  laterThanDue: "The service acts one to three minutes after something falls due, so the button goes there.",
  howFar: "How far to move it",
  howFarHint:
    "For example +3wd for 3 working days, +48h, +7d, +30m, a date (2026-12-24), or a date and time in London (2026-12-24T16:30)",
  moveButton: "Move the clock",
  whichTime: "Say how far to move: +5wd, +48h, +7d, +30m, or a date such as 2026-12-01 or 2026-12-01T09:00.",
  onlyForward: (now: string) => `It is ${now} already, and the clock only moves forward.`,
  moved: (from: string, to: string) => `The clock moved from ${from} to ${to}`,
  nothingHappened: "Nothing happened on the way.",

  escalations: "Open escalations",
  noEscalations: "No escalation is open. Raise a sample concern below.",
  closed: (number: number) => `Closed escalations (${number})`,
  alerts: "Open practice alerts",
  rows: {
    partnership: "Partnership",
    between: "Agencies",
    about: "What it is",
    stage: "Stage",
    asked: "Who is asked",
    due: "Due",
    last: "Last",
  },
  between: (raising: string, receiving: string) => `${raising}, with ${receiving}`,
  due: (what: string, by: string, left: string) => `${by} (${left}): ${what}`,
  last: (what: string, when: string) => `${what} ${when}`,
  nobody: "Nobody",
  nothingDue: "Nothing",
  seat: (name: string, role: string, place: string) => `${name}, ${role}, ${place}`,
  member: (name: string, place: string) => `${name}, ${place}`,
  inbox: (place: string, role: string | undefined) => `Inbox of ${place}${role ? `, for the ${role}` : ""}`,
  team: "the partnership’s team",
  erased: "Somebody whose name has been erased",

  raiseTitle: "Raise a sample concern",
  raiseSays:
    "One press raises it through the API, as the agency’s own system would. It arose today by the clock above.",
  raise: (sample: string, from: string, receiving: string) => `${sample}: ${from} raises a concern with ${receiving}`,
  of: (name: string, place: string) => `${name} of ${place}`,
  sampleOf: (name: string) =>
    name
      .split("-")
      .map((each) => each.charAt(0).toUpperCase() + each.slice(1))
      .join(" "),
  raiseAlert: (from: string) => `Practice alert, Medway: ${from} submits a practice alert`,
  raised: (reference: string) => `${reference} is raised. Its emails are in the mailboxes below.`,
  refused: (answer: string) => `The service refused it: ${answer}`,
  whichSample: "Choose one of the samples below.",

  people: "Mailboxes",
  peopleSays: "Everybody’s email as they see it. An email is marked as read here until the service is stopped.",
  withMail: "People who have had email",
  noMail: "There is no email yet. Raise a sample concern above.",
  everybody: "Everybody who can be asked",
  mails: (all: number, unread: number) =>
    all === 0 ? "No email" : `${all} email${all === 1 ? "" : "s"}, ${unread === 0 ? "all read" : `${unread} unread`}`,
  asked: (references: readonly string[]) => `Asked to answer: ${references.join(", ")}`,
  notInDirectory: "not in the directory",

  elsewhere: "Elsewhere",
  links: {
    start: "The service’s start page",
    raise: "Raise a concern by page",
    alert: "Submit a practice alert by page",
    previews: "Every kind of email, with an example",
    mail: "All email of this laptop",
    api: "What the API says of itself",
    verify: "Check that every record holds together",
  },
};
