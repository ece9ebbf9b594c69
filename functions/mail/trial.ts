/** A trial: every email goes to one address, whoever it was for, and says so. */
import { domainOf } from "../directory/directory.ts";
import type { Mail, Message } from "./mail.ts";
import { escaped } from "./templates/html.ts";

/**
 * Mail that reaches nobody but one address, answers included, so that a trial cannot write to a real chair by accident, nor
 * anybody who answers to a real partnership. Of whom an email
 * was for, it says the domain alone: what stands before it is a person's name (ALL-13).
 */
export const toOneAddress = (mail: Mail, address: string): Mail => ({
  send: (to, message, about) => mail.send(address, { ...asTrial(message, domainOf(to)), replyTo: address }, about),
});

function asTrial(message: Message, domain: string): Message {
  const { subject, text, html } = message;
  const says = `This is a trial. Outside it, this email would have gone to somebody at ${domain}; it went to nobody but you.`;
  return {
    ...message,
    subject: `[Trial] ${subject}`,
    text: `${says}\n\n${text}`,
    html: html.replace(/<body[^>]*>/, (body) => `${body}\n<p><strong>${escaped(says)}</strong></p>`),
  };
}
