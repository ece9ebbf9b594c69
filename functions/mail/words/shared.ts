/** What emails of every family say. */
import { inWords } from "../../../policies/calendar/instant.ts";
import type { DeadlineTold, OwnNumber } from "../facts/escalation.ts";
import type { WayIn } from "../facts/link.ts";
import type { PartnershipTold } from "../facts/partnership.ts";

const hours = (said: string | undefined) => (said ? ` (${said})` : "");

export const shared = {
  /** First in every email on which a concern can be answered (ALL-05). */
  immediateDanger: "If someone is in immediate danger, call 999 now. Do not wait for an answer through this service.",
  dangerInTheArea: "In this area you can also call:",
  telephone: (who: string, number: string, when: string | undefined) => `${who}: ${number}${hours(when)}`,

  whatIsAsked: "What is asked of you",
  forInformation: "What has happened",
  byWhen: "By when",
  otherwise: "What happens otherwise",
  howToAnswer: "How to answer",
  howToRead: "How to read it",
  whomToAsk: "Whom to ask",
  whatItIsAbout: "What this is about",

  nothingAsked: "You do not need to do anything.",
  nothingNewAsked: "This email asks nothing new of you. What you were asked before still stands.",

  readAndAnswer: "Read and answer",
  read: "Read the record",
  orType: ({ answerAt, code }: WayIn, reference: string) =>
    `Or go to ${answerAt} and type the reference ${reference} and the code ${code}.`,
  linkIsYours: "The link and the code are for you alone. They show nothing until you press Continue.",

  askThem: ({ name, inbox }: PartnershipTold) => (inbox ? `${name}: ${inbox}` : name),
  callThem: (number: string, when: string | undefined) => `Telephone: ${number}${hours(when)}`,

  /** A number that the policy does not give is never shown as the policy's (MK-02, MK-06). */
  ownNumber: (own: OwnNumber | undefined) =>
    own
      ? own.policySays
        ? ` The policy says “${own.policySays}” and gives no number here. This timescale is the organisation’s own.`
        : " The policy gives no number here. This timescale is the organisation’s own."
      : "",

  deadline: ({ due, passed, ofProposal, own, guide }: DeadlineTold) => {
    if (passed) return `The deadline was ${inWords(due)} and has passed.${shared.ownNumber(own)}`;
    const until = ofProposal ? "The time to answer the proposal ends" : "The deadline is";
    return `${until} ${inWords(due)}.${shared.ownNumber(own)}${guide ? " Because of immediate risk the timescale is a guide only: nobody need wait for it." : ""}`;
  },
  thenItGoesOn: ({ passed, climbsTo }: DeadlineTold) =>
    passed
      ? "It stays open and is chased."
      : climbsTo
        ? `If it is not settled by then, it goes to ${climbsTo} by itself.`
        : "If nothing is recorded by then, it stays open and is chased.",
} as const;
