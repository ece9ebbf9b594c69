/** Sending one email by SES. Subject and body carry a reference and never a person (ALL-13); messages.ts sees to that. */
import { SendRawEmailCommand, type SESClient } from "@aws-sdk/client-ses";
import type { CalendarFile } from "./calendar.ts";
import { rawMessage } from "./mime.ts";
import { tagsOf, type About } from "./tags.ts";

/** One email, whole, but for whom it goes to. `text` and `html` say the same, since both are made of one letter. */
export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where an answer goes: the partnership, where it is known. */
  readonly replyTo?: string;
  readonly calendar?: readonly CalendarFile[];
}

/** Sends e-mail. Whoever must not send twice claims first (claims.ts). */
export interface Mail {
  /**
   * @returns SES's message id
   * @throws MailRefused when SES will never take this message; anything else it throws may be tried again
   */
  send(to: string, message: Message, about: About): Promise<string>;
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

/**
 * SES gives the same name to what is the deployment's to mend and not the message's: a sender that is not verified yet,
 * anybody outside its sandbox, an account whose sending it has paused. What was to be sent stays owed.
 */
const isOurs = ({ message }: Error) => /not verified|sending (is )?(paused|suspended)/i.test(message);

export interface MailSettings {
  /** Who every e-mail comes from. */
  readonly sender: string;
  /** Has SES report what became of each e-mail, and ask for TLS. */
  readonly configurationSet: string;
}

/** Sends at once, to whomever it is told. The pace, and a trial’s one address, are put around it (container/mailing.ts). */
export function sesMail(client: SESClient, { sender, configurationSet }: MailSettings): Mail {
  return {
    async send(to, message, about) {
      try {
        const sent = await client.send(
          new SendRawEmailCommand({
            Source: sender,
            Destinations: [to],
            RawMessage: { Data: await rawMessage(message, { from: sender, to }) },
            ConfigurationSetName: configurationSet,
            Tags: tagsOf(about),
          }),
        );
        if (!sent.MessageId) throw new Error("SES accepted a message without naming it");
        return sent.MessageId;
      } catch (error) {
        if (error instanceof Error && final.has(error.name) && !isOurs(error)) throw new MailRefused(error.name);
        throw error;
      }
    },
  };
}
