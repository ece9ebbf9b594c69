/** The mailboxes of one laptop: whose an email is, which have been opened in this session, and what one may show. */
import type { LocalMailbox, Mail } from "../mailbox.ts";
import { addressIn } from "./people.ts";

/** Everybody to whom an email went, each once. */
export const recipientsOf = ({ to, cc, bcc }: Mail): string[] => [...new Set([...to, ...cc, ...bcc].map(addressIn))];

export interface Mailboxes {
  /** Every email, the newest first. */
  all(): Mail[];
  /** Those of one address, the newest first. */
  of(address: string): Mail[];
  find(id: string): Mail | undefined;
  isRead(id: string): boolean;
  /** Somebody has opened it. Forgotten when the service is stopped. */
  read(id: string): void;
}

export function mailboxesOf(mailbox: Pick<LocalMailbox, "mails">): Mailboxes {
  const opened = new Set<string>();
  const all = () => mailbox.mails().toReversed();
  return {
    all,
    of: (address) => all().filter((each) => recipientsOf(each).includes(address.toLowerCase())),
    find: (id) => mailbox.mails().find((each) => each.id === id),
    isRead: (id) => opened.has(id),
    read: (id) => void opened.add(id),
  };
}

/** A link of an email: its address, and the words that it has there. */
export interface MailLink {
  readonly to: string;
  readonly says: string;
}

/** The links that a person can follow from an email, each once: those of its HTML, or of its text where it has no HTML. */
export function linksIn({ html, text = "" }: Pick<Mail, "html" | "text">): MailLink[] {
  const found =
    html === undefined
      ? [...text.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:)]/g)].map(([to]) => ({ to, says: to }))
      : [...html.matchAll(/<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a>/gi)].map(
          ([, double, single, inside = ""]) => ({
            to: plain(double ?? single ?? "").trim(),
            says: plain(inside.replaceAll(/<[^>]+>/g, " "))
              .replaceAll(/\s+/g, " ")
              .trim(),
          }),
        );
  // Anything else, such as a script, is no link that a person follows.
  const followed = found.filter((each) => /^(?:https?|mailto|tel):/i.test(each.to));
  return followed.filter((each, index) => followed.findIndex((one) => one.to === each.to) === index);
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The characters that HTML writes as entities. */
function plain(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]+));/gi, (whole, number, hex, name: string) => {
    if (number) return String.fromCodePoint(Number(number));
    if (hex) return String.fromCodePoint(Number.parseInt(hex as string, 16));
    return entities[name.toLowerCase()] ?? whole;
  });
}

/** The HTML for a frame of its own, as it was sent; only its links open in a tab of their own. */
export const inAFrame = (html: string) =>
  /<head\b[^>]*>/i.test(html)
    ? html.replace(/<head\b[^>]*>/i, (head) => `${head}<base target="_blank">`)
    : `<base target="_blank">${html}`;
