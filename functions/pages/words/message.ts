/** Pages that only say something, by what has happened. */
export const message = {
  kept: { heading: "What you wrote", says: "Copy it before you leave this page." },
};

const tooLong = (done: string) => ({
  title: "This is too much for one form",
  says: [`Go back, shorten what you typed, and send it again. ${done}`],
});
const nothingRecorded = "Nothing has been recorded.";
const notAForm = (thing: string) => ({
  title: "This form is not one of ours",
  says: [`${nothingRecorded} Go back to the ${thing} and choose what you want to do.`],
});
/** Of a link that goes to whoever asks for it, by which something is raised or submitted. */
export function byInvitation({ opens, done, leads, urgent = [] }: Invited) {
  const unwanted = "If nothing arrives within a few minutes, look among unwanted email,";
  return {
    tooLong: tooLong(`Nothing has been ${done}.`),
    linkSent: {
      title: "Check your email",
      says: [
        `If the address belongs to an agency that this service knows, we have sent a link to it. Open the link to ${opens}. It works for 7 days.`,
        `${unwanted} and check that you gave your work address. If that does not help, ask your safeguarding partnership whether it has added your agency.`,
        ...urgent,
      ],
    },
    freshSent: {
      title: "Check your email",
      says: [
        "We have sent a fresh link to the address that this one went to, unless too many were sent there within the hour. It works for 7 days.",
        `${unwanted} or try again in an hour.`,
        ...urgent,
      ],
    },
    notOurs: {
      title: "This link does not work",
      says: [
        "It may have been cut short on its way, or it ended a long time ago. Open it again from the email that you received, or copy the whole of it.",
        `If it still does not work, ask for a new one. Nothing has been ${done} by this one just now.`,
      ],
      leads,
    },
    notAForm: {
      title: "This form is not one of ours",
      says: [`Nothing has been ${done}. Open the link in the email that you received and begin again.`],
    },
  };
}

interface Invited {
  /** What it is opened for, after “to”. */
  readonly opens: string;
  readonly done: string;
  readonly leads: { readonly to: string; readonly text: string };
  readonly urgent?: readonly string[];
}

const cannotBeDone = "This cannot be done now";
const recordedOnce = "It is recorded once, however often you send it.";

/** Each page of this kind, by its cause. */
export const messages = {
  tooLong: tooLong(nothingRecorded),
  /** The same for whoever presses too often and for whoever tries links. */
  tooOften: {
    title: "This was too often",
    says: [
      "Too much was sent about this concern within a minute. Nothing was recorded of this.",
      "Wait a minute, go back, and send it again.",
    ],
  },
  notOurs: {
    title: "This link is not one of ours",
    says: [
      "It may have been cut short on its way or typed wrongly. Open it again from the email that you received, or copy the whole of it.",
      "If it still does not work, contact your safeguarding partnership.",
    ],
  },
  notFound: {
    title: "Page not found",
    says: ["Open the link in the email that you received, or copy the whole of it."],
  },
  busy: {
    title: "Others are writing to this record",
    says: [`Nothing of yours has been recorded. Go back and send the form again. ${recordedOnce}`],
  },
  defect: {
    title: "There is a problem with the service",
    says: [
      `Go back and try again later. If you sent a form, you can send it again. ${recordedOnce}`,
      "If it is urgent, contact your safeguarding partnership or the other agency directly.",
    ],
  },
  notNow: (why: string) => ({ title: cannotBeDone, says: [why] }),
  notAForm: notAForm("concern"),
  notADocument: {
    title: "This document is not there",
    says: ["Either the policy has no such form, or the stage from which on it has it has not been reached."],
  },
  already: "This has been recorded already",
  sentTwice: "It was sent twice and is on the record once.",
  late: "Your answer is recorded as a late answer",
  /** Of a practice alert. */
  alert: {
    notNow: {
      title: cannotBeDone,
      says: ["Somebody else may have done it already, or it is not yours to do. The record shows what has happened."],
    },
    notAForm: notAForm("alert"),
  },
  /** While a practice alert is submitted. */
  submitting: {
    ...byInvitation({
      opens: "submit your alert",
      done: "submitted",
      leads: { to: "/alert", text: "Ask for a new link" },
    }),
    submittedOtherwise: {
      title: "This alert was submitted before in other words",
      says: [
        "It was sent from the same page before, and what was sent then is on the record. Nothing more has been submitted.",
        "To add something to it, open the link in the email that acknowledges it.",
      ],
    },
  },
};
