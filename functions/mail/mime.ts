/** An email as it goes over the wire: plain text, HTML and calendar files in one MIME message. */
import type { Message } from "./mail.ts";

/**
 * The message as SES sends it on. No header holds anything but what it is for: a line end in an address or in a subject
 * becomes a space.
 */
export async function rawMessage(
  { subject, text, html, replyTo, calendar = [] }: Message,
  { from, to }: { from: string; to: string },
): Promise<Buffer> {
  // A large library, for those alone who send something.
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const composer = new MailComposer({
    from: onOneLine(from),
    to: { name: "", address: onOneLine(to) },
    subject: onOneLine(subject),
    ...(replyTo ? { replyTo: { name: "", address: onOneLine(replyTo) } } : {}),
    // Nobody's automatic answer is wanted, and none of ours is to be answered by one.
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    alternatives: [
      { contentType: "text/plain; charset=utf-8; format=flowed", content: flowed(text) },
      { contentType: "text/html; charset=utf-8", content: html },
    ],
    attachments: calendar.map(({ filename, method, content }) => ({
      filename,
      contentType: `text/calendar; charset=utf-8; method=${method}`,
      content,
    })),
    // Nothing of a message is ever read from a file or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

const onOneLine = (text: string) => text.replace(/\s*[\r\n]+\s*/g, " ");

const longestLine = 76;

/**
 * Lines of which readers that know `format=flowed` (RFC 3676) make whole paragraphs again, as wide as their window is; all
 * others see lines of a sensible length. A line that ends with a space goes on in the next.
 */
function flowed(text: string): string {
  return text.split("\n").map(flowedLine).join("\n");
}

function flowedLine(line: string): string {
  const lines: string[] = [];
  let current: string | undefined;
  for (const word of line.split(" ")) {
    const longer: string = current === undefined ? word : `${current} ${word}`;
    if (current === undefined || longer.length <= longestLine) current = longer;
    else {
      lines.push(`${current} `);
      current = word;
    }
  }
  lines.push(current ?? "");
  // A line that begins so would be taken for something else.
  return lines.map((each) => (/^(?: |>|From )/.test(each) ? ` ${each}` : each)).join("\n");
}
