/** Words of the start pages: the service's own, and one for each partnership. */
export const start = {
  raise: {
    heading: "Raise a concern",
    how: "You need no account. We send a link to your work address, by which you raise the concern. Write nothing about the person here.",
    send: "Send me a link",
  },
  answer: {
    heading: "Answer with a reference and a code",
    how: "If you cannot open the link in your email, type the reference and the code that stand in it.",
    reference: "Reference",
    referenceHint: "For example, K7QF-2M9X",
    code: "Code",
    codeHint: "8 letters and digits, for example 7K QF 2M 9X",
    goOn: "Continue",
  },
  alert: {
    heading: "Submit a practice alert",
    before: "If your concern is about practice and not about one case, ",
    link: "submit a practice alert",
    after: ".",
  },
  what: "When two agencies disagree about what a child, an adult at risk or a community needs, the escalation policy of their safeguarding partnership says who must talk to whom, by when, and who decides if they cannot agree. This service runs that policy: people who have to act are asked by email.",
  nothing: "Nothing about any case is shown here.",

  front: {
    title: "Safeguarding escalation",
    toAnswer: "To answer, open the link in the email that you received.",
    partnerships: "Partnerships",
    raiseLink: "Raise a concern",
  },

  partnership: {
    title: "Raise or answer a safeguarding escalation",
    covers: (title: string, covers: string) => `The ${title} covers ${covers}.`,
    areas: (areas: string) => `It is for ${areas}.`,
    ask: {
      heading: "Whom to ask",
      email: "Email",
      telephone: "Telephone",
    },
    others: "Other partnerships",
    unknown: {
      title: "There is no such partnership here",
      says: ["The address may have been typed wrongly, or the partnership’s policy is not held here."],
      leads: { to: "/", text: "See which partnerships there are" },
    },
  },
};
