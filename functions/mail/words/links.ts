/** The words of the emails that carry a link which somebody asked for. */
import { inWords } from "../../../policies/calendar/instant.ts";

/** A link that is asked for at a start page, where there is no record and so no reference yet. */
export interface StartLinkFacts {
  /** On whose behalf it is used. */
  readonly agency: string;
  readonly url: string;
  /** When the link ends, UTC. */
  readonly until: string;
}

interface StartWords {
  readonly subject: string;
  readonly asked: (agency: string) => string;
  readonly press: string;
  readonly ends: (until: string) => string;
}

export interface LinkWords {
  readonly toRaise: StartWords;
  readonly toSubmitAnAlert: StartWords;
  readonly fresh: {
    readonly subject: string;
    readonly asked: string;
    readonly earlier: string;
    readonly ends: (until: string) => string;
  };
  readonly register: {
    readonly subject: string;
    readonly asked: (partnership: string) => string;
    readonly press: string;
    readonly ends: (until: string) => string;
  };
  readonly privacy: string;
  readonly notYou: string;
}

export const links: LinkWords = {
  toRaise: {
    subject: "Your link to raise a concern",
    asked: (agency) =>
      `Somebody asked for a link by which you can raise a concern about another agency’s decision, on behalf of ${agency}.`,
    press: "Raise a concern",
    ends: (until) =>
      `The link is for you alone: what is raised by it is raised in your name. It shows nothing until you press Continue, it can be used for more than one concern, and it ends at ${inWords(until)}.`,
  },
  toSubmitAnAlert: {
    subject: "Your link to submit a practice alert",
    asked: (agency) =>
      `Somebody asked for a link by which you can submit a practice alert, which must not be about one case, on behalf of ${agency}.`,
    press: "Submit a practice alert",
    ends: (until) =>
      `The link is for you alone: what is submitted by it is submitted in your name. It shows nothing until you press Continue, it can be used for more than one alert, and it ends at ${inWords(until)}.`,
  },
  fresh: {
    subject: "your fresh link",
    asked: "Somebody asked for a fresh link, because one that was sent to this address is over.",
    earlier: "It opens what the earlier one opened. No deadline moves because of it.",
    ends: (until) => `The link and the code end at ${inWords(until)}.`,
  },
  register: {
    subject: "Your fresh link to the register of escalations",
    asked: (partnership) =>
      `Somebody asked for a fresh link to the register of escalations of ${partnership}, because one that was sent to this address is over.`,
    press: "Open the register",
    ends: (until) =>
      `The link is for you alone. It shows nothing until you press Continue, and it ends at ${inWords(until)}.`,
  },
  privacy: "Do not reply to this email with details of any person.",
  notYou: "If you did not ask for the link, you have nothing to do.",
};
