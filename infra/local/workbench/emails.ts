/** What the pages say on which every kind of email stands with an invented example, and one of them whole. */
import { previews, type Preview } from "../../../functions/mail/previews.ts";
import { capital } from "../../../functions/pages/wording.ts";
import { inAFrame } from "./mailboxes.ts";
import type { Frame } from "./render.ts";
import { words as ofEmail } from "./words/email.ts";
import { words } from "./words/emails.ts";

/** Something that is said under its name, with where that leads. */
interface Row {
  readonly key: string;
  readonly to?: string;
  readonly text: string;
}

export interface EmailsView extends Frame {
  /** Those that are about the same, together. */
  readonly groups: readonly {
    readonly heading: string;
    readonly rows: readonly Row[];
  }[];
}

export function emailsView(): EmailsView {
  const all = previews().map((each) => {
    const { about, name } = partsOf(each);
    const row: Row = { key: capital(name ?? about), to: `/emails/${slugOf(each)}`, text: each.message.subject };
    return { about, row };
  });
  return {
    title: words.title,
    groups: Object.values(words.about).map((about) => {
      const rows = all.filter((each) => each.about === about).map(({ row }) => row);
      return { heading: words.heading(about, rows.length), rows };
    }),
  };
}

export interface EmailView extends Frame {
  readonly rows: readonly Row[];
  /** The whole of its HTML, for a frame of its own. */
  readonly html: string;
  readonly text: string;
  readonly calendar: readonly { readonly title: string; readonly content: string }[];
}

/** @param slug the kind, as it stands in an address. @returns undefined for a kind that there is none of */
export function emailView(slug: string): EmailView | undefined {
  const found = previews().find((each) => slugOf(each) === slug);
  if (!found) return undefined;
  const { subject, replyTo, html, text, calendar = [] } = found.message;
  const { about, name } = partsOf(found);
  return {
    title: name === undefined ? about : words.kindOf(about, name),
    rows: [
      { key: ofEmail.rows.subject, text: subject },
      { key: ofEmail.rows.replyTo, text: replyTo ?? ofEmail.noReplyTo },
    ],
    html: inAFrame(html),
    text,
    calendar: calendar.map(({ filename, content }) => ({ title: ofEmail.calendar(filename), content })),
  };
}

/** A kind as it stands in an address. */
const slugOf = ({ kind }: Preview) => kind.replaceAll(/[^a-z]+/g, "-");

/** What it is about, in words, and what is left of its name. */
function partsOf({ kind }: Preview): { readonly about: string; readonly name: string | undefined } {
  const [about, name] = kind.split(": ") as [keyof typeof words.about, string?];
  return { about: words.about[about], name };
}
