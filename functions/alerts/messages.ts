/**
 * What every e-mail about a practice alert says. It carries the reference, the partnership, what is asked and by when;
 * never a person, and not a word of the alert, of a response or of an action (ALL-13): those are behind the link.
 */
import { inWords } from "../../policies/calendar/instant.ts";
import { timescaleInWords } from "../../policies/calendar/timescale.ts";
import { roleInWords } from "../../policies/language/stages.ts";
import { bounceInWords, bounceMeans } from "../core/bounce-words.ts";
import type { Rules } from "../core/clocks.ts";
import type { Message } from "../mail/mail.ts";
import { asHtml, immediateDanger } from "../mail/messages.ts";
import { alertRules, type Alert, type LiveClock } from "./core/alert.ts";
import type { AlertNotice } from "./core/notices.ts";

interface MessageInput {
  readonly notice: AlertNotice;
  readonly reference: string;
  readonly state: Alert;
  readonly rules: Rules;
  /** Where the recipient reads and answers. */
  readonly url: string;
}

export function alertMessageFor(input: MessageInput): Message {
  const { notice, reference, state, rules, url } = input;
  const { policy } = rules;
  const { title, group } = alertRules(rules);
  const { subject, says } = wordsFor(input);
  const forTheGroup = state.members.includes(notice.seat) && state.seats.get(notice.seat)?.via === "inbox";
  const paragraphs = [
    immediateDanger,
    ...(forTheGroup
      ? [
          `For the attention of: the ${roleInWords(policy, group)}. The directory names nobody of it, so this came to an inbox instead.`,
        ]
      : []),
    ...says,
    `${title} ${reference}, ${policy.partnership.name}. It is not about one case, and does not replace ${whatItDoesNotReplace(rules)}.`,
    `Read it here: ${url}`,
    "The link is for you alone and shows nothing until you press Continue. This e-mail holds nothing of the alert itself, so do not reply to it with anything of it, or with details of any person.",
  ];
  return {
    subject: `${reference}: ${subject}`,
    text: `${paragraphs.join("\n\n")}\n`,
    html: asHtml(paragraphs, url, title),
  };
}

function wordsFor({ notice, state, rules }: MessageInput): { subject: string; says: readonly string[] } {
  const { title, group } = alertRules(rules);
  const called = roleInWords(rules.policy, group);
  const running = (clock: string) => state.clocks.findLast((each) => each.clock === clock);
  const clock = notice.clock ? running(notice.clock) : undefined;
  const what = notice.clock ? whatIsAsked(notice.clock, called) : "";
  switch (notice.kind) {
    case "acknowledged":
      return {
        subject: `your ${title} has been received`,
        says: [
          `Your alert is on the record and goes to the ${called} now. Each of its members can respond for their agency, and it oversees what is to be done. You hear the outcome, and need not chase anybody.`,
        ],
      };
    case "asked":
      return {
        subject: `a ${title} for your response`,
        says: [
          `A ${title} was submitted. As a member of the ${called} you are asked to consider it and to respond for your agency.`,
          ...dueOf(running("respond"), rules, "respond by"),
          `The group records what is to be done, by whom and by when, and closes the alert with an outcome once that is done, or says that nothing is needed.`,
          ...dueOf(running("conclude"), rules, "record what is to be done, or close it, by"),
        ],
      };
    case "told":
      return {
        subject: `for your information: a ${title}`,
        says: [`A ${title} was submitted, and the members of the ${called} have been asked to respond.`],
      };
    case "reminder":
      return { subject: `a reminder to ${what}`, says: dueOf(clock, rules, `${what} by`) };
    case "deadline passed":
      return {
        subject: `overdue: ${what}`,
        says: [
          `The time to ${what} has passed: ${clock ? inWords(clock.due) : ""}.${ownNumber(notice.clock, rules)}`,
          chased(rules),
        ],
      };
    case "chased":
      return {
        subject: `still overdue: ${what}`,
        says: [`It is still open to ${what}. It was due by ${clock ? inWords(clock.due) : ""}.`, chased(rules)],
      };
    case "all responded":
      return {
        subject: "every agency has responded",
        says: [
          `Every agency of the ${called} has responded. Record by the link what is to be done, by whom and by when; or close the alert with an outcome.`,
          ...dueOf(running("conclude"), rules, "that is asked for by"),
        ],
      };
    case "action recorded":
      return {
        subject: `action ${notice.action ?? ""} was recorded`,
        says: [
          "An action was recorded. Read by the link what it is and whose.",
          ...dueOf(running(`action:${notice.action}`), undefined, "it is to be done by"),
        ],
      };
    case "action done":
      return {
        subject: `action ${notice.action ?? ""} is done`,
        says: ["It is recorded as done. Other actions are still open."],
      };
    case "all actions done":
      return {
        subject: "every action is done",
        says: [
          "Every action is recorded as done. Close the alert with an outcome by the link, or record what else is to be done.",
          ...dueOf(running("conclude"), rules, "that is asked for by"),
        ],
      };
    case "late response":
      return {
        subject: "a late response was recorded",
        says: ["It came after the alert was closed. It is on the record, and reopens nothing."],
      };
    case "closed":
      return {
        subject: `the outcome of the ${title}`,
        says: [
          `The ${called} has closed the alert, ${state.how === "actions done" ? "with every action done" : "and says that no action is needed"}. Read the outcome by the link.`,
        ],
      };
    case "could not be delivered":
      if (notice.bounce)
        return {
          subject: notice.bounce === "complaint" ? "an e-mail was marked as spam" : "an e-mail did not reach somebody",
          says: [
            `An e-mail about this alert ${bounceInWords[notice.bounce]}. ${bounceMeans[notice.bounce]} The record says to whom it was to go. Find another way to tell them.`,
          ],
        };
      return {
        subject: "an e-mail could not be delivered",
        says: [
          "The mail service refused an e-mail about this alert, and will not take it later. The record says to whom it was to go. Find another way to tell them.",
        ],
      };
    default:
      return notice.kind satisfies never;
  }
}

/** What a clock waits for, after “to”. */
export function whatIsAsked(clock: string, group: string): string {
  if (clock === "respond") return "respond for your agency";
  if (clock === "conclude") return `say for the ${group} what is to be done, or close the alert`;
  return `finish ${clock.replace(":", " ")}`;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function dueOf(clock: LiveClock | undefined, rules: Rules | undefined, says: string): string[] {
  if (!clock?.running) return [];
  return [`${capital(says)} ${inWords(clock.due)}.${rules ? ownNumber(clock.clock, rules) : ""}`];
}

/** A number that the policy does not give is never shown as the policy's. The day of an action is the group's. */
export function ownNumber(clock: string | undefined, rules: Rules): string {
  if (clock === undefined || clock.startsWith("action:") || alertRules(rules).setBy === "policy") return "";
  return " The policy gives no number here. This timescale is the organisation’s own.";
}

function chased(rules: Rules): string {
  const { chaseEvery, setBy } = alertRules(rules);
  const whose = setBy === "policy" ? "" : ", an interval that is the organisation’s own";
  return `You are asked again every ${timescaleInWords(chaseEvery)} until it is done${whose}. Silence never closes an alert.`;
}

export function whatItDoesNotReplace(rules: Rules): string {
  const { doesNotReplace } = alertRules(rules);
  return doesNotReplace.length < 2
    ? (doesNotReplace[0] ?? "")
    : `${doesNotReplace.slice(0, -1).join(", ")} or ${doesNotReplace.at(-1)}`;
}
