/**
 * Every email of the service: facts become words, words become a letter, and a letter becomes a message in plain text and
 * in HTML. One closed union of kinds: one without facts, words or an example does not compile.
 */
import type { AlertNoticeKind } from "../alerts/core/notices.ts";
import type { NoticeKind } from "../core/notices.ts";
import { calendarFile, type Appointment, type CalendarFile, type CalendarWords } from "./calendar.ts";
import { alertFactsOf, type AlertFacts, type AlertMessageInput } from "./facts/alert.ts";
import { factsOf, type EscalationFacts, type MessageInput } from "./facts/escalation.ts";
import { wayIn } from "./facts/link.ts";
import { partnershipTold, type PartnershipKnown } from "./facts/partnership.ts";
import type { Letter } from "./letter.ts";
import { alertLetter } from "./letters/alert.ts";
import { digestLetter, type DigestFacts } from "./letters/digest.ts";
import { escalationLetter } from "./letters/escalation.ts";
import { freshLinkLetter, registerLinkLetter, startLinkLetter } from "./letters/links.ts";
import type { Message } from "./mail.ts";
import { htmlOf } from "./templates/html.ts";
import { textOf } from "./templates/text.ts";
import type { LinkTold } from "./telling.ts";
import * as english from "./words/index.ts";
import type { StartLinkFacts } from "./words/links.ts";

/** Every kind of email there is. */
export type EmailKind =
  | `escalation: ${NoticeKind}`
  | `practice alert: ${AlertNoticeKind}`
  | `link: ${"to raise a concern" | "to submit a practice alert" | "to the register" | "fresh"}`
  | "digest";

/** The email of a notice about an escalation. */
export function messageFor(input: MessageInput): Message {
  const { kind, facts } = factsOf(input);
  return escalationMessage(kind, facts);
}

export function escalationMessage<K extends NoticeKind>(kind: K, facts: EscalationFacts[K]): Message {
  const { reader, partnership } = facts;
  const files = calendarFiles(facts, (each) => english.escalation.calendar(facts.reference, reader, each));
  return written(escalationLetter(kind, facts, english.escalation), partnership.inbox, files);
}

const calendarFiles = (
  { reference, appointments }: { readonly reference: string; readonly appointments: readonly Appointment[] },
  says: (appointment: Appointment) => CalendarWords,
) =>
  appointments.map((each, index) =>
    calendarFile(`deadline-${reference}${index === 0 ? "" : `-${index + 1}`}`, each, says(each)),
  );

/** The email of a notice about a practice alert. */
export function alertMessageFor(input: AlertMessageInput): Message {
  const { kind, facts } = alertFactsOf(input);
  return alertMessage(kind, facts);
}

export function alertMessage<K extends AlertNoticeKind>(kind: K, facts: AlertFacts[K]): Message {
  const files = calendarFiles(facts, (each) => english.alert.calendar(facts, each));
  return written(alertLetter(kind, facts, english.alert), facts.partnership.inbox, files);
}

/** What goes to whoever asked for a link by which to raise a concern. No concern exists yet, so there is no reference. */
export const raiseLinkMessage = (facts: StartLinkFacts): Message =>
  written(startLinkLetter(facts, "toRaise", english.links), undefined);

/** The same for a practice alert (MED-16). */
export const alertLinkMessage = (facts: StartLinkFacts): Message =>
  written(startLinkLetter(facts, "toSubmitAnAlert", english.links), undefined);

interface RegisterLinkTold {
  readonly partnership: PartnershipKnown;
  readonly url: string;
  /** When the link ends, UTC. */
  readonly until: string;
}

/** The same for a link to a partnership's register. */
export function registerLinkMessage({ partnership, ...link }: RegisterLinkTold): Message {
  const facts = { ...link, partnership: partnershipTold(partnership.name, partnership) };
  return written(registerLinkLetter(facts, english.links), facts.partnership.inbox);
}

interface FreshLink extends LinkTold {
  readonly reference: string;
  readonly partnership: PartnershipKnown;
  /** When link and code end, UTC. */
  readonly until: string;
}

/** What goes to the address of a link that is over, when whoever opened it asks for a fresh one. */
export function freshLinkMessage({ reference, partnership, url, code, until }: FreshLink): Message {
  const facts = {
    reference,
    partnership: partnershipTold(partnership.name, partnership),
    link: wayIn({ url, code }),
    until,
  };
  return written(freshLinkLetter(facts, english.links), facts.partnership.inbox);
}

/** A digest. */
export const digestMessageOf = (facts: DigestFacts): Message =>
  written(digestLetter(facts, english.digest), facts.partnership.inbox);

/** @param replyTo where an answer to the email goes */
function written(letter: Letter, replyTo: string | undefined, calendar: readonly CalendarFile[] = []): Message {
  return {
    subject: letter.subject,
    text: textOf(letter),
    html: htmlOf(letter),
    ...(replyTo ? { replyTo } : {}),
    ...(calendar.length > 0 ? { calendar } : {}),
  };
}
