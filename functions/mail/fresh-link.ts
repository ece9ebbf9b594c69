/** The e-mail with a fresh link, which somebody asked for on the page of one that was over. No case detail (ALL-13). */
import { inWords } from "../../policies/calendar/instant.ts";
import type { Message } from "./mail.ts";
import { asHtml, immediateDanger } from "./messages.ts";

interface FreshLink {
  readonly reference: string;
  readonly partnership: string;
  readonly url: string;
  /** In pairs, as it is typed. */
  readonly code: string;
  readonly until: string;
}

export function freshLinkMessage({ reference, partnership, url, code, until }: FreshLink): Message {
  const paragraphs = [
    immediateDanger,
    `Somebody opened a link to ${reference} that was sent to this address and is over, and asked for a fresh one. ${partnership} runs this policy.`,
    `Read and answer here: ${url}`,
    `If you cannot open the link, go to the start page and type the reference ${reference} and the code ${code}.`,
    `The link is for you alone and shows nothing until you press Continue. It ends at ${inWords(until)}.`,
    "Do not reply to this email with details of any person. If you did not ask for the link, you have nothing to do.",
  ];
  return {
    subject: `${reference}: your fresh link`,
    text: `${paragraphs.join("\n\n")}\n`,
    html: asHtml(paragraphs, url),
  };
}
