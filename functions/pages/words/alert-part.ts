/** What somebody's part in a practice alert is, and where it stands. */

export const alertPart = {
  closed: {
    heading: "This alert is closed",
    by: (group: string, how: string) => `The ${group} closed it: ${how}.`,
    onRecord: "its outcome is on the record",
    can: "You can read the record and add a note to it. Nothing more is asked of you.",
  },
  member: {
    heading: (group: string) => `You are asked as a member of the ${group}`,
    inbox: (group: string) => `The directory names nobody of the ${group}, so this came to an inbox.`,
    agency: (agency: string) => `You answer for ${agency}.`,
    can: "Any member can record what is to be done, mark it as done, and close the alert.",
  },
  told: {
    heading: "Nothing is asked of you at the moment",
    informer: "You hear the outcome by email. You can read the record and add a note to it.",
    can: "You can read the record and add a note to it.",
  },
  ask: {
    passed: (due: string) => `${due}. That time has passed`,
    otherwise: (every: string, own: boolean) =>
      `If it is not done by then, it is asked for again every ${every}${own ? ", an interval that is the organisation’s own" : ""}. Silence never closes an alert.`,
  },
  next: {
    submitted: (group: string) => `It goes to the ${group} now, whose members are told by email at once.`,
    closed: "It is closed.",
    oversees: (group: string, open: number) => `The ${group} oversees ${open} open action${open === 1 ? "" : "s"}.`,
    silent: (group: string) => `The ${group} considers it. Not every agency of it has responded yet.`,
    responded: (group: string) =>
      `Every agency of the ${group} has responded. It records what is to be done, or closes the alert.`,
  },
  notResponded: "Has not responded yet",
  action: {
    called: (number: number) => `Action ${number}`,
    done: (when: string) => `Done at ${when}`,
    due: (day: string) => `By ${day}`,
  },
  outcome: "Outcome",
  sees: "Everybody with a link sees",
  thing: "alert",
};
