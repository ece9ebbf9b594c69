import { describe, expect, it } from "vitest";
import type { About } from "../../../functions/mail/tags.ts";
import type { Mail, Message } from "../../../functions/mail/mail.ts";
import { toOneAddress } from "../../../functions/mail/trial.ts";

const only = "trial@council.example";
const about: About = { reference: "7K3M-9QXD", notice: "asked/1" };

const written: Message = {
  subject: "Escalation 7K3M-9QXD: your answer is asked for",
  text: "Somebody asks for your answer.",
  html: '<!doctype html><html lang="en"><body><p>Somebody asks for your answer.</p></body></html>',
};

/** What one e-mail becomes. */
async function becomes(to: string, message: Message) {
  const sent: { to: string; message: Message; about: About }[] = [];
  const mail: Mail = {
    send: (to, message, about) => Promise.resolve((sent.push({ to, message, about }), "message-id")),
  };
  const answer = await toOneAddress(mail, only).send(to, message, about);
  expect(answer).toBe("message-id");
  expect(sent).toHaveLength(1);
  return sent[0]!;
}

describe("a trial", () => {
  const says =
    "This is a trial. Outside it, this email would have gone to somebody at kscp.example; it went to nobody but you.";

  it("writes to its one address, whoever an email was for, and keeps what it is about", async () => {
    for (const to of ["chair@kscp.example", "Ada.Nurse@school.example", only]) {
      const sent = await becomes(to, written);
      expect(sent.to).toBe(only);
      expect(sent.about).toEqual(about);
    }
  });

  it("has answers come to its one address too, whomever an email said to answer", async () => {
    const { message } = await becomes("chair@kscp.example", { ...written, replyTo: "office@kscp.example" });
    expect(message.replyTo).toBe(only);
  });

  it("says so first, in the subject, in the text and in the page, with nothing else changed", async () => {
    const { message } = await becomes("chair@kscp.example", written);
    expect(message.subject).toBe(`[Trial] ${written.subject}`);
    expect(message.text).toBe(`${says}\n\n${written.text}`);
    expect(message.html).toContain(`<body>\n<p><strong>${says}</strong></p>`);
    expect(message.html.replace(`\n<p><strong>${says}</strong></p>`, "")).toBe(written.html);
  });

  it("ALL-13 says of whom it was for the domain alone, as text", async () => {
    const { message } = await becomes("amara.okoye@kscp.example", written);
    expect(JSON.stringify(message)).not.toMatch(/amara|okoye/i);
    const odd = await becomes('x@<b>"kscp".example', written);
    expect(odd.message.html).not.toContain("<b>");
  });
});
