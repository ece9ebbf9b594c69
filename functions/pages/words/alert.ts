/** The pages of practice alerts. */
import { landing } from "./landing.ts";

export const alert = {
  called: "practice alert",
  start: {
    title: "Submit a practice alert",
    says: "Use this to tell a safeguarding partnership of a concern about practice that is not about one case, and that may put people at risk if nobody acts on it.",
    warning: "It must not be about one case. Name no child, adult or family in it.",
    partnership: (title: string, partnership: string) => `${title}: ${partnership}`,
    aboutACase: {
      before: "If it is about a case, ",
      link: "raise a concern by the escalation policy",
      after: (instead: string) => `, or use ${instead}.`,
    },
    link: {
      heading: "Get a link",
      says: "You need no account. Submit the alert by a link that we send to your work address.",
      button: "Send me a link",
    },
    /** Where somebody comes from a theme of a partnership’s report. */
    theme: (theme: string) =>
      `The link opens a form that begins with a theme of the partnership’s report: ${theme}. You can change all of it. It must still be about practice, and about no case.`,
    nobodyTakesThem:
      "No partnership takes practice alerts here. Ask your own partnership how it wants to hear of such a concern.",
  },
  invited: {
    says: (agency: string, until: string) => [
      `Continue to submit a practice alert on behalf of ${agency}. Nothing is submitted by continuing.`,
      "You can check all of it before it is submitted. Until then nothing is kept: if you close the page, what you wrote is gone.",
      `This link works until ${until}.`,
    ],
  },
  theme: {
    called: (type: string, agencies: string) => (agencies === "" ? type : `${type}, between ${agencies}`),
    summary: (theme: string) => `The partnership’s report shows that this came up again: ${theme}.`,
  },
  form: { title: "The practice alert", caption: "Submit a practice alert: step 1 of 2", button: "Continue" },
  check: {
    title: "Check the practice alert",
    caption: "Submit a practice alert: step 2 of 2",
    says: [
      "By submitting it you declare that it is not about one case.",
      "Nothing on the record can be changed or removed afterwards. A correction is a further entry.",
    ],
    change: "Change the alert",
    submit: "Submit this alert",
  },
  /** It is turned back, with the way for a concern about a case (MED-16). */
  aboutACase: {
    title: "A practice alert must not be about one case",
    says: [
      "Nothing has been submitted.",
      "A disagreement between agencies about a case goes by the Escalation Process: raise a concern.",
    ],
    instead: (partnership: string, way: string) => `For ${partnership}, you can also use ${way}.`,
    raise: "Raise a concern by the Escalation Process",
    back: "Go back to the beginning of the practice alert",
  },
  submitted: {
    title: "Your alert is submitted",
    next: "What happens next",
    says: (group: string) => [
      "It is on the record. Write down its reference.",
      `It goes to the ${group} now. Each of its members can respond for their agency. The group records what is to be done, and oversees it until it is done.`,
    ],
    email: (email: string) =>
      `You get an email at ${email} now, with a link to the record, and another with the outcome.`,
  },
  party: {
    alert: "The alert",
    responses: "Responses",
    noResponse: "No agency has responded yet.",
    actions: "Actions",
    noAction: "No action is recorded.",
    outcome: "Outcome",
    part: landing.part,
    contact: landing.contact,
  },
};
