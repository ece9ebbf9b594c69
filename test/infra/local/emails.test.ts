import { expect, test } from "vitest";
import { previews } from "../../../functions/mail/previews.ts";
import { emailsView, emailView } from "../../../infra/local/workbench/emails.ts";
import { createRenderer } from "../../../infra/local/workbench/render.ts";

const { render } = createRenderer("http://localhost:3000");
const slugs = emailsView().groups.flatMap(({ rows }) => rows.map(({ to = "" }) => to.replace("/emails/", "")));
const viewOf = (slug: string) => {
  const view = emailView(slug);
  if (!view) throw new Error(`There is no email ${slug}`);
  return view;
};

test("the list leads to every kind of email by its subject, and those about the same stand together", () => {
  const { groups } = emailsView();
  expect(groups.map(({ heading }) => heading)).toEqual([
    "About an escalation (34)",
    "About a practice alert (13)",
    "With a link that was asked for (4)",
    "Digest (1)",
  ]);
  const listed = groups.flatMap(({ rows }) => rows);
  expect(listed.map(({ text }) => text)).toEqual(previews().map(({ message }) => message.subject));
  expect(new Set(listed.map(({ to }) => to)).size).toBe(previews().length);
  expect(groups.map(({ rows }) => rows[0]?.key)).toEqual([
    "Acknowledged",
    "Acknowledged",
    "To raise a concern",
    "Digest",
  ]);
  const html = render("emails", emailsView());
  for (const slug of slugs) expect(html).toContain(`href="/emails/${slug}"`);
});

test.each(previews().map((each, index) => [each.kind, each.message, slugs[index] ?? ""] as const))(
  "“%s” is shown whole: subject, where an answer goes, text and calendar file as they are sent",
  (_, message, slug) => {
    const { rows, html, text, calendar } = viewOf(slug);
    expect(rows).toEqual([
      { key: "Subject", text: message.subject },
      { key: "Reply to", text: message.replyTo ?? "Whoever sent it: the service" },
    ]);
    expect({ html: html.replace('<base target="_blank">', ""), text }).toEqual({
      html: message.html,
      text: message.text,
    });
    expect(calendar).toEqual(
      (message.calendar ?? []).map(({ filename, content }) => ({ title: `Calendar file ${filename}`, content })),
    );
  },
);

test("its HTML stands in a frame that may do nothing, not even follow its links, and its calendar file below its text", () => {
  expect(viewOf("practice-alert-asked").title).toBe("About a practice alert: asked");
  expect(viewOf("digest").title).toBe("Digest");
  const html = render("email", viewOf("escalation-asked"));
  expect(html).toContain('sandbox="" srcdoc="&lt;!doctype html&gt;');
  expect(html).toContain("&lt;base target=&quot;_blank&quot;&gt;");
  expect(html).toContain("What happens otherwise\nIf it is not settled by then");
  expect(html).toMatch(/Calendar file deadline-7K3M-9QXD\.ics<\/h2>[^]*SUMMARY:Answer escalation 7K3M-9QXD/);
});

test("there is no page for a kind that there is none of", () => {
  expect(emailView("none-such")).toBeUndefined();
});
