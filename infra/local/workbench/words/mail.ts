/** One email. */
export const words = {
  rows: { from: "From", to: "To", cc: "Copy to", bcc: "Blind copy to", replyTo: "Reply to", when: "When" },
  backTo: (name: string) => `Back to the mailbox of ${name}`,
  links: "Links in this email",
  noLinks: "This email has no link.",
  linkSays: (says: string, to: string) => (says === "" || says === to ? to : `${says}: ${to}`),
  inATab: "They open in a new tab.",
  shown: "The email as it was sent",
  noHtml: "This email has no HTML part.",
  text: "The plain text part",
  attachments: "Attachments",
  attachment: (name: string, type: string, bytes: number) => `${name} (${type.split(";")[0]}, ${bytes} bytes)`,
  unnamed: (number: number) => `attachment-${number}`,
  bounce: "Let this email come back",
  bounceSays: "Reports it as the mail service would: see who is asked instead, and who is told.",
  as: "How it came back",
  bounceButton: "Report that it came back",
  cameBack: (how: string) =>
    `The service was told that this email came back: ${how.charAt(0).toLowerCase()}${how.slice(1)}.`,
  noSuch: (id: string) => `The mailbox has no email ${id}.`,
  whichWay: (ways: string) => `Say as what it came back: ${ways}.`,
};
