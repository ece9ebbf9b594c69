/** What SES would publish of an e-mail that came back: its own event, with all that it puts into it. */
import type { Mail } from "./mailbox.ts";

/** The ways in which an e-mail of the laptop can come back, in the workbench's words. */
export const waysBack = {
  permanent: "The address does not exist",
  "mailbox-full": "The mailbox is full",
  spam: "It was marked as spam",
} as const;
export type WayBack = keyof typeof waysBack;

export const isWayBack = (text: unknown): text is WayBack => typeof text === "string" && Object.hasOwn(waysBack, text);

/** @param at when SES reports it, UTC */
export function cameBack({ id, at: sentAt, from, to, tags }: Mail, way: WayBack, at: string): object {
  const mail = {
    timestamp: sentAt,
    messageId: id,
    source: from,
    destination: to,
    tags: {
      "ses:configuration-set": ["laptop"],
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
    },
  };
  const recipients = to.map((emailAddress) => ({ emailAddress }));
  const bounce = (bounceType: string, bounceSubType: string, diagnosticCode: string) => ({
    eventType: "Bounce",
    mail,
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: recipients.map((each) => ({
        ...each,
        action: "failed",
        diagnosticCode: `${diagnosticCode} <${each.emailAddress}>`,
      })),
      timestamp: at,
      feedbackId: `feedback-${id}`,
    },
  });
  return {
    permanent: bounce("Permanent", "NoEmail", "smtp; 550 5.1.1 user unknown"),
    "mailbox-full": bounce("Transient", "MailboxFull", "smtp; 552 5.2.2 mailbox full"),
    spam: {
      eventType: "Complaint",
      mail,
      complaint: {
        complainedRecipients: recipients,
        complaintFeedbackType: "abuse",
        timestamp: at,
        feedbackId: `feedback-${id}`,
      },
    },
  }[way];
}
