/** The pages of practice alerts. */
import { landing } from "./landing.ts";

export const alert = {
  start: {
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
  check: { change: "Change the alert", submit: "Submit this alert" },
  submitted: { next: "What happens next" },
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
