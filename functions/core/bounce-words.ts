/** What became of an email, in words that pages and emails share. */
import type { Bounce } from "./events.ts";

/** After “an email”. */
export const bounceInWords: Readonly<Record<Bounce, string>> = {
  permanent: "came back for good",
  transient: "came back for now, as one does from a full mailbox or with an automatic answer",
  complaint: "arrived and was marked as spam",
  rejected: "was held back by the mail service because of what it contained",
};

/** What whoever looks after it has to know beside that. */
export const bounceMeans: Readonly<Record<Bounce, string>> = {
  permanent: "Whoever it was for has not had it, and will have none at that address.",
  transient: "Whoever it was for may not read it for some time.",
  complaint: "The mail service may hold back further emails to that address.",
  rejected: "Whoever it was for has not had it.",
};
