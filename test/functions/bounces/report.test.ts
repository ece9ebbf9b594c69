/** What is read of SES's events, as its documentation has them. Every address is nobody's. */
import { describe, expect, test } from "vitest";
import { readReport, UnreadableReport } from "../../../functions/bounces/report.ts";
import { tagsOf } from "../../../functions/mail/tags.ts";
import { cameBack, type WayBack } from "../../../infra/local/came-back.ts";

const about = { reference: "7K3M-9QXD", notice: "1/asked/practitioners/receiving-side/1" };
const tags = Object.fromEntries(tagsOf(about).map(({ Name, Value }) => [Name, [Value]]));
const event = (published: object) => JSON.stringify(published);
const mail = {
  timestamp: "2026-11-23T10:00:00.000Z",
  source: "no-reply@escalations.example",
  messageId: "0107019a-0000",
  destination: ["p.nair@care.example"],
  headersTruncated: false,
  headers: [{ name: "To", value: "p.nair@care.example" }],
  commonHeaders: { to: ["p.nair@care.example"] },
  tags: { "ses:configuration-set": ["escalations"], "ses:outgoing-ip": ["192.0.2.1"], ...tags },
};
const bounce = (bounceType: string, bounceSubType?: string) =>
  event({
    eventType: "Bounce",
    mail,
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: "p.nair@care.example", diagnosticCode: "smtp; 550 p.nair@care.example" }],
      feedbackId: "1",
      timestamp: "2026-11-23T10:00:01.000Z",
    },
  });
const complaint = (complaint: object) => event({ eventType: "Complaint", mail, complaint });

describe("what became of an e-mail", () => {
  test.each([
    ["for good", bounce("Permanent", "NoEmail"), { bounce: "permanent", subtype: "NoEmail" }],
    ["for now", bounce("Transient", "MailboxFull"), { bounce: "transient", subtype: "MailboxFull" }],
    ["with an automatic answer", bounce("Transient", "General"), { bounce: "transient", subtype: "General" }],
    ["nobody can tell why", bounce("Undetermined", "Undetermined"), { bounce: "transient", subtype: "Undetermined" }],
    ["as spam", complaint({ complaintFeedbackType: "abuse" }), { bounce: "complaint", subtype: "abuse" }],
    ["as spam, without a word", complaint({ complaintSubType: null }), { bounce: "complaint" }],
    [
      "because an earlier one was called spam",
      complaint({ complaintSubType: "OnAccountSuppressionList" }),
      { bounce: "permanent", subtype: "OnAccountSuppressionList" },
    ],
    [
      "from SES itself",
      event({ eventType: "Reject", mail, reject: { reason: "Bad content" } }),
      { bounce: "rejected" },
    ],
  ])("ALL-09 it came back %s", (_how, text, expected) => {
    expect(readReport(text)).toEqual({ what: "bounced", about, messageId: "0107019a-0000", ...expected });
  });

  test("it is only late, or welcome after all: neither is a bounce", () => {
    const delayed = event({ eventType: "DeliveryDelay", mail, deliveryDelay: { delayType: "MailboxFull" } });
    expect(readReport(delayed)).toEqual({ what: "delayed", about, messageId: "0107019a-0000" });
    expect(readReport(complaint({ complaintFeedbackType: "not-spam" }))).toMatchObject({ what: "welcome" });
  });

  test("ALL-13 nothing that a mail server wrote is kept, and a word that is none of SES's own is left out", () => {
    const report = readReport(bounce("Permanent", "550 p.nair@care.example is gone"));
    expect(report).toEqual({ what: "bounced", about, messageId: "0107019a-0000", bounce: "permanent" });
    expect(JSON.stringify(readReport(bounce("Permanent", "NoEmail")))).not.toContain("@");
  });

  test("one that is none of ours is about nothing", () => {
    const text = event({ eventType: "Reject", mail: { messageId: "1", tags: { "ses:configuration-set": ["x"] } } });
    expect(readReport(text).about).toBeUndefined();
    expect(readReport(event({ eventType: "Reject", mail: { messageId: "1" } })).about).toBeUndefined();
  });
});

describe("what is no report", () => {
  test.each([
    ["no JSON", "p.nair@care.example"],
    ["no event", "{}"],
    ["an event of another kind", event({ eventType: "Open", mail })],
    ["a bounce without its kind", event({ eventType: "Bounce", mail, bounce: {} })],
    ["a bounce of an unknown kind", bounce("p.nair@care.example")],
    ["one without the message's id", event({ eventType: "Reject", mail: { tags: mail.tags } })],
  ])("is refused: %s; and what was wrong is said without what stood there", (_what, text) => {
    expect(() => readReport(text)).toThrow(UnreadableReport);
    expect(() => readReport(text)).not.toThrow(/p\.nair|care\.example/);
  });
});

test.each<[WayBack, object]>([
  ["permanent", { bounce: "permanent", subtype: "NoEmail" }],
  ["mailbox-full", { bounce: "transient", subtype: "MailboxFull" }],
  ["spam", { bounce: "complaint", subtype: "abuse" }],
])("the laptop's own report, %s, is read as SES's is", (way, expected) => {
  const sent = {
    id: "m-1",
    at: "2026-11-23T10:00:00.000Z",
    from: "no-reply@escalations.example",
    to: ["p.nair@care.example"],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: "7K3M-9QXD: your answer is asked for",
    tags: Object.fromEntries(tagsOf(about).map(({ Name, Value }) => [Name, Value])),
    attachments: [],
  };
  const text = JSON.stringify(cameBack(sent, way, "2026-11-23T10:01:00.000Z"));
  expect(readReport(text)).toEqual({ what: "bounced", about, messageId: "m-1", ...expected });
});
