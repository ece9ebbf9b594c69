/** A mailbox, one person’s or everybody’s. */
export const words = {
  title: "All email",
  titleOf: (name: string) => `Mailbox of ${name}`,
  everybody: "Every email that the service has sent, whoever it is for. Nothing is sent to the outside.",
  person: (says: string) => says.charAt(0).toUpperCase() + says.slice(1),
  counts: (all: number, unread: number) =>
    all === 0
      ? "There is no email here yet."
      : `${all} email${all === 1 ? "" : "s"}, ${unread === 0 ? "all read" : `${unread} unread`}, the newest first.`,
  toWhom: (names: string, when: string) => `To ${names}, at ${when}`,
  back: "Back to the front page",
};
