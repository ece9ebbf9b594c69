/** Every kind of email, with an example of each. */
import type { EmailKind } from "../../../../functions/mail/messages.ts";

/** What a kind of email is about: what stands before the colon in its name. */
type About<Kind> = Kind extends `${infer About}: ${string}` ? About : Kind;

export const words = {
  title: "Every kind of email",
  lead: "Every kind of email that the service sends, with the subject of an invented example of each. Nobody has been sent these.",
  back: "Back to the front page",
  /** In the order in which they are listed. */
  about: {
    escalation: "About an escalation",
    "practice alert": "About a practice alert",
    link: "With a link that was asked for",
    digest: "Digest",
  } satisfies Record<About<EmailKind>, string>,
  kindOf: (about: string, kind: string) => `${about}: ${kind}`,
  heading: (about: string, kinds: number) => `${about} (${kinds})`,
};
