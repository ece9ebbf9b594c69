import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { MailRefused, sesMail, type Mail } from "../../../functions/mail/mail.ts";
import { startMailbox, type LocalMailbox } from "../../../infra/local/mailbox.ts";
import { awsError } from "../../support/doubles.ts";

const folder = mkdtempSync(join(tmpdir(), "mail-"));
let mailbox: LocalMailbox;
let client: SESClient;
let mail: Mail;
beforeAll(async () => {
  mailbox = await startMailbox({ folder, clock: { now: () => "2026-11-17T10:00:00.000Z" } });
  client = new SESClient({
    region: "eu-west-2",
    endpoint: mailbox.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  mail = sesMail(client, { ...settings, sender: "Safeguarding escalation <no-reply@escalations.example>" });
});
afterEach(() => mailbox.refuse(undefined));
afterAll(async () => {
  client.destroy();
  await mailbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const settings = { sender: "a@b.example", configurationSet: "escalations" };
const about = { reference: "7K3M-9QXD", notice: "3/could not be delivered/stage-1/partnership-inbox/1" };
const message = { subject: "7K3M-9QXD: “reminder” – due", text: "Plain — text\n", html: "<p>Marked-up — text</p>" };

describe("sending mail", () => {
  test("one message to one person, both bodies, tagged with the reference, and its id comes back", async () => {
    const id = await mail.send("p.nair@care.example", message, about);
    const sent = mailbox.mails().at(-1);
    expect(sent).toMatchObject({
      id,
      from: '"Safeguarding escalation" <no-reply@escalations.example>',
      to: ["p.nair@care.example"],
      cc: [],
      bcc: [],
      subject: "7K3M-9QXD: “reminder” – due",
      text: "Plain — text",
      html: "<p>Marked-up — text</p>",
      tags: {
        reference: "7K3M-9QXD",
        notice: Buffer.from("3/could not be delivered/stage-1/partnership-inbox/1").toString("base64url"),
      },
    });
  });

  test("an answer goes where the message says, and a calendar file is beside it", async () => {
    const content = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    const calendar = [{ filename: "deadline-7K3M-9QXD.ics", method: "PUBLISH" as const, content }];
    await mail.send("p.nair@care.example", { ...message, replyTo: "partnership@kscp.example", calendar }, about);
    expect(mailbox.mails().at(-1)).toMatchObject({
      to: ["p.nair@care.example"],
      replyTo: ["partnership@kscp.example"],
      attachments: [
        {
          filename: "deadline-7K3M-9QXD.ics",
          contentType: "text/calendar",
          content: Buffer.from(content).toString("base64"),
        },
      ],
    });
  });

  test.each(["MessageRejected", "InvalidParameterValue"])("%s is for good, and says no address", async (code) => {
    mailbox.refuse(() => ({ code, message: "Address p.nair@care.example is on the list" }));
    const error = await mail.send("p.nair@care.example", message, about).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailRefused);
    expect((error as Error).message).toBe(`The mail service refused the message: ${code}`);
  });

  test.each([
    "Email address is not verified. The following identities failed the check: a@b.example",
    "Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account.",
    "Sending suspended for this account.",
  ])("what is the deployment's to mend refuses nothing, and the message stays owed: %s", async (message) => {
    mailbox.refuse(() => ({ code: "MessageRejected", message }));
    const sent = { subject: "s", text: "t", html: "h" };
    const error = await mail.send("p.nair@care.example", sent, about).catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(MailRefused);
    expect((error as Error).name).toBe("MessageRejected");
  });

  test.each([
    "Throttling",
    "ServiceUnavailable",
    "AccountSendingPausedException",
    "MailFromDomainNotVerifiedException",
  ])("%s passes, so it is thrown as it is", async (name) => {
    const failing = mockClient(new SESClient({ region: "eu-west-2" }))
      .on(SendRawEmailCommand)
      .rejects(awsError(name));
    const sending = sesMail(failing as unknown as SESClient, settings).send("c@d.example", message, about);
    await expect(sending).rejects.toMatchObject({ name });
    await expect(sending).rejects.not.toBeInstanceOf(MailRefused);
  });

  test("an answer without a message id is a failure, not a success", async () => {
    const silent = mockClient(new SESClient({ region: "eu-west-2" }))
      .on(SendRawEmailCommand)
      .resolves({});
    await expect(sesMail(silent as unknown as SESClient, settings).send("c@d.example", message, about)).rejects.toThrow(
      "SES accepted a message without naming it",
    );
  });
});
