/** Pages that only say something, by what has happened. */
export const message = {
  kept: { heading: "What you wrote", says: "Copy it before you leave this page." },
};

const notSent = "Go back, shorten what you typed, and send it again.";

/** Each page of this kind, by its cause. */
export const messages = {
  tooLong: { title: "This is too much for one form", says: [`${notSent} Nothing has been recorded.`] },
  notNow: {
    title: "This cannot be done now",
    says: ["Somebody else may have done it already, or it is not yours to do. The record shows what has happened."],
  },
  notAForm: {
    title: "This form is not one of ours",
    says: ["Nothing has been recorded. Go back to the alert and choose what you want to do."],
  },
  already: "This has been recorded already",
  nothingChosen: "Select what you want to do",
  /** While a practice alert is submitted. */
  submitting: {
    tooLong: { title: "This is too much for one form", says: [`${notSent} Nothing has been submitted.`] },
    linkSent: {
      title: "Check your email",
      says: [
        "If the address belongs to an agency that this service knows, we have sent a link to it. Open the link to submit your alert. It works for 7 days.",
        "If nothing arrives within a few minutes, look among unwanted email, and check that you gave your work address. If that does not help, ask your safeguarding partnership whether it has added your agency.",
      ],
    },
    freshSent: {
      title: "Check your email",
      says: [
        "We have sent a fresh link to the address that this one went to, unless too many were sent there within the hour. It works for 7 days.",
        "If nothing arrives within a few minutes, look among unwanted email, or try again in an hour.",
      ],
    },
    notOurs: {
      title: "This link does not work",
      says: [
        "It may have been cut short on its way, or it ended a long time ago. Open it again from the email that you received, or copy the whole of it.",
        "If it still does not work, ask for a new one. Nothing has been submitted by this one just now.",
      ],
      leads: { to: "/alert", text: "Ask for a new link" },
    },
    notAForm: {
      title: "This form is not one of ours",
      says: ["Nothing has been submitted. Open the link in the email that you received and begin again."],
    },
    submittedOtherwise: {
      title: "This alert was submitted before in other words",
      says: [
        "It was sent from the same page before, and what was sent then is on the record. Nothing more has been submitted.",
        "To add something to it, open the link in the email that acknowledges it.",
      ],
    },
  },
};
