/** The words of every email about a practice alert, by its kind: a kind without words does not compile. */
import { inWords } from "../../../policies/calendar/instant.ts";
import { timescaleInWords } from "../../../policies/calendar/timescale.ts";
import type { AlertNoticeKind } from "../../alerts/core/notices.ts";
import { whatIsAsked } from "../../alerts/asked.ts";
import { bounceInWords, bounceMeans } from "../../core/bounce-words.ts";
import type { AlertFacts, WaitedFor } from "../facts/alert.ts";
import type { Appointment, CalendarWords } from "../calendar.ts";
import { shared } from "./shared.ts";

/** What an email of a kind says. */
export interface AlertSays<F> {
  /** After the reference. */
  readonly subject: (facts: F) => string;
  /** Whether it asks something of its reader. */
  readonly asks: boolean;
  readonly says: (facts: F) => readonly string[];
  readonly byWhen?: (facts: F) => readonly string[];
}

type AnyFacts = AlertFacts[AlertNoticeKind];

export interface AlertWords {
  readonly kinds: { readonly [K in AlertNoticeKind]: AlertSays<AlertFacts[K]> };
  readonly forAttention: (group: string) => string;
  readonly chased: (facts: AnyFacts) => string;
  readonly about: (facts: AnyFacts) => string;
  readonly privacy: string;
  readonly calendar: (facts: AnyFacts, appointment: Appointment) => CalendarWords;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

const own = ({ ownNumber }: WaitedFor) => shared.ownNumber(ownNumber ? {} : undefined);

/** Until when, after what is to be done. */
const due = (says: string, clock: WaitedFor | undefined) =>
  clock ? [`${capital(says)} ${inWords(clock.due)}.${own(clock)}`] : [];

const either = (some: readonly string[]) =>
  some.length < 2 ? some.join() : `${some.slice(0, -1).join(", ")} or ${some.at(-1)}`;

const alsoToDo = (clock: WaitedFor, group: string) =>
  `Also to be done${clock.passed ? `, and due since ${inWords(clock.due)}` : ` by ${inWords(clock.due)}`}: ${whatIsAsked(clock.clock, group)}.${own(clock)}`;

export const alert: AlertWords = {
  forAttention: (group) =>
    `For the attention of: the ${group}. The directory names nobody of it, so this came to an inbox instead.`,
  chased: ({ chasedEvery, intervalIsOwn }) =>
    `You are asked again every ${timescaleInWords(chasedEvery)} until it is done${intervalIsOwn ? ", an interval that is the organisation’s own" : ""}. Silence never closes an alert.`,
  about: ({ title, reference, partnership, doesNotReplace }) =>
    `${title} ${reference}, ${partnership.name}. It is not about one case, and does not replace ${either(doesNotReplace)}.`,
  privacy:
    "This email holds nothing of the alert itself, so do not reply to it with anything of it, or with details of any person.",
  calendar: ({ reference, title, group }, { due, over }) => ({
    summary: `Answer ${title} ${reference}`,
    description: over
      ? `${title} ${reference}: this deadline no longer stands.`
      : `${title} ${reference}, as ${group}: due ${inWords(due)}. The link and the code are in the email.`,
  }),

  kinds: {
    acknowledged: {
      subject: ({ title }) => `your ${title} has been received`,
      asks: false,
      says: ({ group }) => [
        `Your alert is on the record and goes to the ${group} now. Each of its members can respond for their agency, and it oversees what is to be done. You hear the outcome, and need not chase anybody.`,
      ],
    },
    asked: {
      subject: ({ title }) => `a ${title} for your response`,
      asks: true,
      says: ({ title, group }) => [
        `A ${title} was submitted. As a member of the ${group} you are asked to consider it and to respond for your agency.`,
        "The group records what is to be done, by whom and by when, and closes the alert with an outcome once that is done, or says that nothing is needed.",
      ],
      byWhen: ({ respond, conclude }) => [
        ...due("respond by", respond),
        ...due("record what is to be done, or close it, by", conclude),
      ],
    },
    told: {
      subject: ({ title }) => `for your information: a ${title}`,
      asks: false,
      says: ({ title, group }) => [
        `A ${title} was submitted, and the members of the ${group} have been asked to respond.`,
      ],
    },
    reminder: {
      subject: ({ clock, group }) => `a reminder to ${whatIsAsked(clock.clock, group)}`,
      asks: true,
      says: ({ clock, also, group }) => [
        `It is still to be done: to ${whatIsAsked(clock.clock, group)}.`,
        ...also.map((each) => alsoToDo(each, group)),
      ],
      byWhen: ({ clock, group }) => due(`${whatIsAsked(clock.clock, group)} by`, clock),
    },
    "deadline passed": {
      subject: ({ clock, group }) => `overdue: ${whatIsAsked(clock.clock, group)}`,
      asks: true,
      says: ({ clock, group }) => [
        `The time to ${whatIsAsked(clock.clock, group)} has passed: ${inWords(clock.due)}.${own(clock)}`,
      ],
      byWhen: () => ["As soon as you can: its time has passed."],
    },
    chased: {
      subject: ({ clock, group }) => `still overdue: ${whatIsAsked(clock.clock, group)}`,
      asks: true,
      says: ({ clock, also, group }) => [
        `It is still open to ${whatIsAsked(clock.clock, group)}. It was due by ${inWords(clock.due)}.${own(clock)}`,
        ...also.map((each) => alsoToDo(each, group)),
      ],
      byWhen: () => ["As soon as you can: its time has passed."],
    },
    "all responded": {
      subject: () => "every agency has responded",
      asks: true,
      says: ({ group }) => [
        `Every agency of the ${group} has responded. Record by the link what is to be done, by whom and by when; or close the alert with an outcome.`,
      ],
      byWhen: ({ conclude }) => due("that is asked for by", conclude),
    },
    "action recorded": {
      subject: ({ action }) => `action ${action} was recorded`,
      asks: false,
      says: (facts) => [
        "An action was recorded. Read by the link what it is and whose.",
        ...due("it is to be done by", facts.due),
      ],
    },
    "action done": {
      subject: ({ action }) => `action ${action} is done`,
      asks: false,
      says: () => ["It is recorded as done. Other actions are still open."],
    },
    "all actions done": {
      subject: () => "every action is done",
      asks: true,
      says: () => [
        "Every action is recorded as done. Close the alert with an outcome by the link, or record what else is to be done.",
      ],
      byWhen: ({ conclude }) => due("that is asked for by", conclude),
    },
    "late response": {
      subject: () => "a late response was recorded",
      asks: false,
      says: () => ["It came after the alert was closed. It is on the record, and reopens nothing."],
    },
    closed: {
      subject: ({ title }) => `the outcome of the ${title}`,
      asks: false,
      says: ({ group, everyActionDone }) => [
        `The ${group} has closed the alert, ${everyActionDone ? "with every action done" : "and says that no action is needed"}. Read the outcome by the link.`,
      ],
    },
    "could not be delivered": {
      subject: ({ bounce }) =>
        bounce === undefined
          ? "an email could not be delivered"
          : bounce === "complaint"
            ? "an email was marked as spam"
            : "an email did not reach somebody",
      asks: true,
      says: ({ bounce }) => [
        "Find another way to tell whoever it was for. The record says to whom it was to go.",
        bounce
          ? `An email about this alert ${bounceInWords[bounce]}. ${bounceMeans[bounce]}`
          : "The mail service refused an email about this alert, and will not take it later.",
      ],
      byWhen: () => ["As soon as you can."],
    },
  },
};
