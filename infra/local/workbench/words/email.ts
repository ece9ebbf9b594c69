/** One kind of email, by its example. */
export const words = {
  back: "Back to every kind of email",
  example: "This is an invented example. Its links lead nowhere.",
  rows: { subject: "Subject", replyTo: "Reply to" },
  noReplyTo: "Whoever sent it: the service",
  shown: "The email as most people see it",
  text: "The email as plain text",
  calendar: (file: string) => `Calendar file ${file}`,
};
