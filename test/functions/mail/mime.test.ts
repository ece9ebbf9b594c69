import { describe, expect, test } from "vitest";
import { rawMessage } from "../../../functions/mail/mime.ts";
import type { Message } from "../../../functions/mail/mail.ts";

const way = { from: "Safeguarding escalation <no-reply@escalations.example>", to: "p.nair@care.example" };
const message: Message = { subject: "7K3M-9QXD: your answer", text: "Plain — text\n", html: "<p>Marked up</p>" };
const url = `https://escalations.example/7K3M-9QXD/${"s".repeat(90)}`;

/** The headers of a message, each whole, and of its first part with the words of that part. */
async function rawOf(of: Message, by = way): Promise<{ headers: string[]; plain: string; whole: string }> {
  const whole = (await rawMessage(of, by)).toString("utf8").replaceAll("\r\n", "\n");
  const [head = ""] = whole.split("\n\n");
  const [, plain = ""] = /Content-Type: text\/plain[^]*?\n\n([^]*?)\n--/.exec(whole) ?? [];
  return { headers: head.replaceAll(/\n[ \t]+/g, " ").split("\n"), plain, whole };
}

describe("an email on the wire", () => {
  test("says that no person wrote it and that no automatic answer is wanted", async () => {
    const { headers } = await rawOf({ ...message, replyTo: "partnership@kscp.example" });
    expect(headers).toEqual(
      expect.arrayContaining([
        "From: Safeguarding escalation <no-reply@escalations.example>",
        "To: p.nair@care.example",
        "Reply-To: partnership@kscp.example",
        "Subject: 7K3M-9QXD: your answer",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
      ]),
    );
    expect((await rawOf(message)).headers.filter((each) => each.startsWith("Reply-To"))).toEqual([]);
  });

  test("ALL-13 no line end makes a header or a recipient of what was typed", async () => {
    const nasty = "x\r\nBcc: thief@elsewhere.example\r\n\r\nHello";
    const sent = await rawOf(
      { ...message, subject: `7K3M-9QXD: ${nasty}`, replyTo: `partnership@kscp.example${nasty}` },
      { from: `Name${nasty} <no-reply@escalations.example>`, to: `p.nair@care.example${nasty}` },
    );
    const names = sent.headers.map((each) => each.split(":")[0]);
    expect(names).not.toContain("Bcc");
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(names)).toEqual(
      new Set([
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Reply-To",
        "Subject",
        "To",
        "X-Auto-Response-Suppress",
      ]),
    );
  });

  test("its lines are of a sensible length in plain text, flow together where they can, and leave the link whole", async () => {
    const long = "Ninety words make a line that nobody reads to its end. ".repeat(10).trim();
    const { plain, whole } = await rawOf({ ...message, text: `${long}\n\n> quoted\n${url}\n` });
    expect(whole).toContain("Content-Type: text/plain; charset=utf-8; format=flowed");
    const lines = plain.replaceAll("=\n", "").replaceAll("=20\n", " \n").split("\n");
    const [first, ...rest] = lines;
    expect(first).toMatch(/ $/);
    expect(rest).toContain(" > quoted");
    expect(lines).toContain(url);
    for (const each of lines) if (each !== url) expect(each.length).toBeLessThanOrEqual(77);
    expect(lines.slice(0, lines.indexOf("")).join("")).toBe(long);
  });

  test("has the words twice, the HTML after the text, and a file by its method", async () => {
    const { whole } = await rawOf({
      ...message,
      calendar: [{ filename: "deadline-7K3M-9QXD.ics", method: "CANCEL", content: "BEGIN:VCALENDAR" }],
    });
    const order = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"];
    const places = order.map((each) => whole.indexOf(`Content-Type: ${each}`));
    expect(places).not.toContain(-1);
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(whole).toMatch(/text\/calendar; charset=utf-8; method=CANCEL/);
    expect(whole).toMatch(/Content-Disposition: attachment; filename=deadline-7K3M-9QXD\.ics/);
  });
});
