/** A trial: every e-mail goes to one address, whoever it was for, and says so. */
import { domainOf } from "../directory/directory.ts";
import type { Mail, Message } from "./mail.ts";

/**
 * Mail that reaches nobody but one address, so that a trial cannot write to a real chair by accident. Of whom an e-mail
 * was for, it says the domain alone: what stands before it is a person's name (ALL-13).
 */
export const toOneAddress = (mail: Mail, address: string): Mail => ({
  send: (to, message, about) => mail.send(address, asTrial(message, domainOf(to)), about),
});

function asTrial({ subject, text, html }: Message, domain: string): Message {
  const says = `This is a trial. Outside it, this e-mail would have gone to somebody at ${domain}; it went to nobody but you.`;
  const escaped = says.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
  return {
    subject: `[Trial] ${subject}`,
    text: `${says}\n\n${text}`,
    html: html.replace(/<body[^>]*>/, (body) => `${body}\n<p><strong>${escaped}</strong></p>`),
  };
}
