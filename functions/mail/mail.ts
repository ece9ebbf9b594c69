/** Sending one e-mail by SES. Subject and body carry a reference and never a person (ALL-13); messages.ts sees to that. */
import { SendEmailCommand, type SESClient } from "@aws-sdk/client-ses";

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mail {
  /**
   * @returns SES's message id
   * @throws MailRefused when SES will never take this message; anything else it throws may be tried again
   */
  send(to: string, message: Message, reference: string): Promise<string>;
}

/** SES will not send this message, now or later. */
export class MailRefused extends Error {
  constructor(reason: string) {
    super(`The mail service refused the message: ${reason}`);
    this.name = "MailRefused";
  }
}

/** SES's own names for a message that no repetition will bring through. */
const final = new Set([
  "MessageRejected",
  "InvalidParameterValue",
  "InvalidParameterValueException",
  "ValidationError",
]);

export function sesMail(client: SESClient, sender: string): Mail {
  const utf8 = (data: string) => ({ Data: data, Charset: "UTF-8" });
  return {
    async send(to, message, reference) {
      try {
        const sent = await client.send(
          new SendEmailCommand({
            Source: sender,
            Destination: { ToAddresses: [to] },
            Message: { Subject: utf8(message.subject), Body: { Text: utf8(message.text), Html: utf8(message.html) } },
            Tags: [{ Name: "reference", Value: reference }],
          }),
        );
        if (!sent.MessageId) throw new Error("SES accepted a message without naming it");
        return sent.MessageId;
      } catch (error) {
        if (error instanceof Error && final.has(error.name)) throw new MailRefused(error.name);
        throw error;
      }
    },
  };
}
