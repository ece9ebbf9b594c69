/** Every kind of email, with an invented example of each: `/emails` lists them, `/emails/<kind>` shows one whole. */
import { Hono } from "hono";
import { html } from "hono/html";
import { previews, type Preview } from "../../functions/mail/previews.ts";

export function createPreviews(): Hono {
  const app = new Hono();
  app.get("/emails", (context) => context.html(listPage(previews())));
  app.get("/emails/:kind", (context) => {
    const found = previews().find((each) => slugOf(each) === context.req.param("kind"));
    return found ? context.html(emailPage(found)) : context.notFound();
  });
  return app;
}

/** A kind as it stands in an address. */
const slugOf = ({ kind }: Pick<Preview, "kind">) => kind.replaceAll(/[^a-z]+/g, "-");

const listPage = (all: readonly Preview[]) =>
  page(
    "Emails",
    html`<h1>Emails</h1>
      <p>Every kind of email that the service sends, with an invented example of each. Nobody has been sent these.</p>
      <table>
        <caption>
          The ${all.length} kinds
        </caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Subject</th>
          </tr>
        </thead>
        <tbody>
          ${all.map(
            (each) =>
              html`<tr>
                <th scope="row"><a href="/emails/${slugOf(each)}">${each.kind}</a></th>
                <td>${each.message.subject}</td>
              </tr>`,
          )}
        </tbody>
      </table>`,
  );

function emailPage({ kind, message: { subject, text, html: body, replyTo, calendar = [] } }: Preview) {
  return page(
    kind,
    html`<nav aria-label="Breadcrumb"><a href="/emails">All kinds of email</a></nav>
      <h1>${kind}</h1>
      <dl>
        <dt>Subject</dt>
        <dd>${subject}</dd>
        <dt>An answer goes to</dt>
        <dd>${replyTo ?? "whoever sent it: the service"}</dd>
      </dl>
      <h2>As most people see it</h2>
      <iframe title="The email as HTML" sandbox srcdoc="${body}"></iframe>
      <h2>As plain text</h2>
      <pre>${text}</pre>
      ${calendar.map(
        ({ filename, content }) =>
          html`<h2>Calendar file ${filename}</h2>
            <pre>${content}</pre>`,
      )}`,
  );
}

// It would be written in the manner of XML, which html-validate calls no HTML.
// prettier-ignore
const page = (title: string, body: ReturnType<typeof html>) =>
  html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title}: emails of the service</title>
        <style>
          body {
            font:
              17px/1.5 Arial,
              sans-serif;
            color: #0b0c0c;
            max-width: 62em;
            margin: 2em auto;
            padding: 0 1em;
          }
          table {
            border-collapse: collapse;
            width: 100%;
          }
          caption {
            text-align: left;
          }
          th,
          td {
            text-align: left;
            font-weight: normal;
            border-bottom: 1px solid #b1b4b6;
            padding: 0.4em 0.8em 0.4em 0;
            vertical-align: top;
            overflow-wrap: anywhere;
          }
          dd {
            margin: 0 0 1em;
            overflow-wrap: anywhere;
          }
          iframe {
            width: 100%;
            height: 50em;
            border: 1px solid #505a5f;
          }
          pre {
            white-space: pre-wrap;
            overflow-wrap: anywhere;
            background: #f3f2f1;
            padding: 1em;
          }
          :focus-visible {
            outline: 3px solid #0b0c0c;
            outline-offset: 2px;
          }
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
