/** What a mailbox says, and what one email does. */
import { inWords } from "../../../policies/calendar/instant.ts";
import { waysBack } from "../came-back.ts";
import type { Attachment, Mail } from "../mailbox.ts";
import { mailboxPath, personAt } from "./front.ts";
import { inAFrame, linksIn, recipientsOf, type Mailboxes, type MailLink } from "./mailboxes.ts";
import type { Known, Person } from "./people.ts";
import type { Frame } from "./render.ts";
import { words as ofMail } from "./words/mail.ts";
import { words } from "./words/mailbox.ts";

export interface MailboxView extends Frame {
  readonly says: readonly string[];
  readonly mails: readonly {
    readonly to: string;
    readonly subject: string;
    readonly says: string;
    readonly unread: boolean;
  }[];
}

/** @param person whose mailbox it is; everybody’s without one */
export function mailboxView(mailboxes: Mailboxes, known: Known, person?: Person): MailboxView {
  const mails = person ? mailboxes.of(person.address) : mailboxes.all();
  const unread = mails.filter((each) => !mailboxes.isRead(each.id)).length;
  return {
    title: person ? words.titleOf(person.name) : words.title,
    says: [
      ...(person ? [words.person([...person.roles, person.place].join(", ")), person.address] : [words.everybody]),
      words.counts(mails.length, unread),
    ],
    mails: mails.map((each) => ({
      to: mailPath(each.id),
      subject: each.subject,
      says: person
        ? inWords(each.at)
        : words.toWhom(
            recipientsOf(each)
              .map((one) => personAt(known, one).name)
              .join(", "),
            inWords(each.at),
          ),
      unread: !mailboxes.isRead(each.id),
    })),
  };
}

export const mailPath = (id: string) => `/mail/${encodeURIComponent(id)}`;

export interface MailView extends Frame {
  readonly action: string;
  readonly mailboxes: readonly { readonly to: string; readonly text: string }[];
  readonly rows: readonly { readonly key: string; readonly text: string }[];
  readonly links: readonly MailLink[];
  /** The whole of its HTML, for a frame of its own. */
  readonly html?: string;
  readonly text?: string;
  readonly attachments: readonly { readonly to: string; readonly text: string }[];
  readonly ways: readonly { readonly value: string; readonly text: string }[];
}

export function mailView(mail: Mail, known: Known): MailView {
  const row = (key: string, text: string) => (text === "" ? [] : [{ key, text }]);
  return {
    title: mail.subject,
    action: mailPath(mail.id),
    mailboxes: recipientsOf(mail).map((each) => ({
      to: mailboxPath(each),
      text: ofMail.backTo(personAt(known, each).name),
    })),
    rows: [
      ...row(ofMail.rows.from, mail.from),
      ...row(ofMail.rows.to, mail.to.join(", ")),
      ...row(ofMail.rows.cc, mail.cc.join(", ")),
      ...row(ofMail.rows.bcc, mail.bcc.join(", ")),
      ...row(ofMail.rows.replyTo, mail.replyTo.join(", ")),
      ...row(ofMail.rows.when, inWords(mail.at)),
    ],
    links: linksIn(mail),
    ...(mail.html === undefined ? {} : { html: inAFrame(mail.html) }),
    ...(mail.text === undefined ? {} : { text: mail.text }),
    attachments: mail.attachments.map((each, index) => ({
      to: `${mailPath(mail.id)}/attachments/${index + 1}`,
      text: ofMail.attachment(nameOf(each, index), each.contentType, bytesOf(each).length),
    })),
    ways: Object.entries(waysBack).map(([value, text]) => ({ value, text })),
  };
}

export const bytesOf = ({ content }: Attachment) => new Uint8Array(Buffer.from(content, "base64"));

export const nameOf = ({ filename }: Attachment, index: number) => filename ?? ofMail.unnamed(index + 1);
