import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendEmailCommand, SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openClock } from "../../../infra/local/clock.ts";
import { startMailbox } from "../../../infra/local/mailbox.ts";

let folder: string;
let closing: (() => Promise<unknown> | void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mailbox-"));
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
  rmSync(folder, { recursive: true, force: true });
});

async function open(where = folder) {
  const clock = openClock(undefined, { start: "2025-03-03T09:00:00.000Z" });
  clock.hold();
  const mailbox = await startMailbox({ folder: where, clock });
  const client = new SESClient({
    region: "eu-west-2",
    endpoint: mailbox.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  closing.push(
    () => mailbox.close(),
    () => client.destroy(),
  );
  return { clock, mailbox, client };
}

const mailTo = (to: string[], subject = "A concern needs you", text = "Line one\nŁine & <two>") =>
  new SendEmailCommand({
    Source: "Escalations <no-reply@example.org>",
    Destination: { ToAddresses: to },
    Message: { Subject: { Data: subject }, Body: { Text: { Data: text }, Html: { Data: "<p>Hello</p>" } } },
    Tags: [{ Name: "notice", Value: "n1" }],
  });

const onDisk = () =>
  readFileSync(join(folder, "mail.jsonl"), "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

describe("the local mailbox", () => {
  test("keeps an accepted mail on disk, with the service's time, before the sender hears", async () => {
    const { mailbox, client, clock } = await open();
    const heard: string[] = [];
    mailbox.onMail((mail) => heard.push(mail.subject));
    const { MessageId } = await client.send(mailTo(["jane@example.org", "joe@example.org"]));

    expect(mailbox.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(mailbox.mails()).toEqual([
      {
        id: MessageId,
        at: clock.now(),
        from: "Escalations <no-reply@example.org>",
        to: ["jane@example.org", "joe@example.org"],
        cc: [],
        bcc: [],
        replyTo: [],
        subject: "A concern needs you",
        text: "Line one\nŁine & <two>",
        html: "<p>Hello</p>",
        tags: { notice: "n1" },
        attachments: [],
      },
    ]);
    expect(onDisk()).toEqual(mailbox.mails());
    expect(heard).toEqual(["A concern needs you"]);
  });

  test("takes a raw mail with its attachments", async () => {
    const { mailbox, client } = await open();
    const mime = [
      "From: no-reply@example.org",
      'To: "Doe, Jane" <jane@example.org>, joe@example.org',
      "Subject: =?utf-8?Q?Digest_=C5=81?=",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "Hello",
      "--b",
      'Content-Type: text/csv; name="a.csv"',
      'Content-Disposition: attachment; filename="a.csv"',
      "",
      "a,b",
      "--b--",
      "",
    ].join("\r\n");
    await client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(mime) } }));
    expect(mailbox.mails()).toMatchObject([
      {
        to: ['"Doe, Jane" <jane@example.org>', "joe@example.org"],
        subject: "Digest Ł",
        text: expect.stringContaining("Hello") as string,
        attachments: [{ filename: "a.csv", contentType: "text/csv", content: Buffer.from("a,b").toString("base64") }],
      },
    ]);
  });

  test("keeps nothing that SES would not take, and says why", async () => {
    const { mailbox, client } = await open();
    await expect(client.send(mailTo(["jane@example.org"], ""))).rejects.toMatchObject({
      name: "MessageRejected",
      message: expect.stringContaining("Must have a subject") as string,
    });
    expect(mailbox.mails()).toEqual([]);
    const unknown = await fetch(mailbox.endpoint, { method: "POST", body: "Action=GetSendQuota" });
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining("InvalidAction")]);
  });

  test("refuses when told to, and accepts again", async () => {
    const { mailbox, client } = await open();
    mailbox.refuse(({ to }) =>
      to.includes("jane@example.org") ? { code: "Throttling", message: "Maximum sending rate exceeded." } : undefined,
    );
    await expect(client.send(mailTo(["jane@example.org"]))).rejects.toMatchObject({ name: "Throttling" });
    await client.send(mailTo(["joe@example.org"]));
    mailbox.refuse(undefined);
    await client.send(mailTo(["jane@example.org"]));
    expect(mailbox.mails().map(({ to }) => to[0])).toEqual(["joe@example.org", "jane@example.org"]);
  });

  test("reads its mails again after a kill, without a line that was cut short", async () => {
    const first = await open();
    await first.client.send(mailTo(["jane@example.org"]));
    appendFileSync(join(folder, "mail.jsonl"), '{"id":"torn","at":"2025');
    const again = await open();
    expect(again.mailbox.mails()).toEqual(first.mailbox.mails());
    await again.client.send(mailTo(["joe@example.org"]));
    expect(onDisk()).toHaveLength(2);
    expect(again.mailbox.mails().map(({ to }) => to[0])).toEqual(["jane@example.org", "joe@example.org"]);
  });

  test("names a line that is no mail", async () => {
    writeFileSync(join(folder, "mail.jsonl"), "{}\nnonsense\n");
    await expect(open()).rejects.toThrow("line 2");
  });

  test("two mailboxes in one process lose nothing to each other", async () => {
    const other = mkdtempSync(join(tmpdir(), "mailbox-"));
    closing.push(() => rmSync(other, { recursive: true, force: true }));
    const [one, two] = [await open(), await open(other)];
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 ? one : two).client.send(mailTo([`p${n}@example.org`]))),
    );
    expect([one.mailbox.mails().length, two.mailbox.mails().length]).toEqual([20, 20]);
    expect(new Set([...one.mailbox.mails(), ...two.mailbox.mails()].map(({ id }) => id)).size).toBe(40);
  });

  test("sends nothing to the outside, whatever the environment says", async () => {
    process.env["SMTP_TRANSPORT"] = '{"host":"127.0.0.1","port":1}';
    await open();
    expect(process.env["SMTP_TRANSPORT"]).toBeUndefined();
  });
});
