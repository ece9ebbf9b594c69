/** The workbench of the laptop, beside the service and no part of it: the mailbox, the clock, and tokens for the API. */
import { Hono } from "hono";
import { html, raw } from "hono/html";
import { isInstant, inWords } from "../../policies/calendar/instant.ts";
import { isWayBack, waysBack } from "./came-back.ts";
import { happenedBetween, type Happening } from "./happened.ts";
import type { Issuer } from "./issuer.ts";
import type { Laptop } from "./laptop.ts";
import { createPreviews } from "./previews.ts";
import { targetOf } from "./time-words.ts";

type Workings = Pick<Laptop, "bounce" | "clock" | "mailbox" | "container" | "moveTo" | "service" | "verifyAll">;

export function createWorkbench(laptop: Workings, issuer: Issuer): Hono {
  const app = new Hono();

  app.route("/", createPreviews());

  app.get("/.well-known/jwks.json", (context) => context.json(issuer.keys));

  /** A token for a client, as an OAuth server gives one; the laptop asks for no secret. */
  app.post("/token", async (context) => {
    const form = await context.req.parseBody();
    const client = typeof form["client_id"] === "string" ? form["client_id"] : "";
    const known = client ? await laptop.container.tasks.directory.client(client) : undefined;
    if (!known)
      return context.json(
        { error: "invalid_client", error_description: `The directory has no client “${client}”.` },
        400,
      );
    return context.json({ access_token: await issuer.tokenFor(client), token_type: "Bearer", expires_in: 43_200 });
  });

  app.get("/clock", (context) => context.json({ now: laptop.clock.now(), inWords: inWords(laptop.clock.now()) }));

  /** Moves the clock: `{"to": "+5wd"}`, or an instant. Answers once everything on the way has happened. */
  app.post("/clock", async (context) => {
    const asked = context.req.header("content-type")?.includes("json")
      ? (await context.req.json<{ to?: unknown }>()).to
      : (await context.req.parseBody())["to"];
    const from = laptop.clock.now();
    const target = typeof asked === "string" ? (isInstant(asked) ? asked : targetOf(asked, from)) : undefined;
    if (!target)
      return context.json(
        { error: "Say how far to move: +5wd, +48h, +7d, or a date such as 2026-12-01 or 2026-12-01T09:00." },
        400,
      );
    if (target <= from)
      return context.json({ error: `It is ${inWords(from)} already, and the clock only moves forward.` }, 400);
    await laptop.moveTo(target);
    const now = laptop.clock.now();
    const happened = await happenedBetween(from, now, laptop.container.tasks, laptop.mailbox);
    if (context.req.header("accept")?.includes("text/html")) return context.html(clockPage(now, happened));
    return context.json({ from, now, inWords: inWords(now), happened });
  });

  /** Walks every record's chain. */
  app.get("/verify", async (context) => context.json(await laptop.verifyAll()));

  app.get("/", (context) => context.html(mailboxPage(laptop)));
  app.get("/mail.json", (context) => context.json(laptop.mailbox.mails()));
  app.get("/mail/:id", (context) => {
    const mail = laptop.mailbox.mails().find((each) => each.id === context.req.param("id"));
    if (!mail) return context.notFound();
    return context.html(
      page(
        mail.subject,
        html`<p><a href="/">Back to the mailbox</a></p>
          <h1>${mail.subject}</h1>
          <p class="meta">To ${mail.to.join(", ")} · ${inWords(mail.at)}</p>
          <article>${raw(bodyOf(mail.html ?? ""))}</article>
          ${bounceForm(mail.id)}`,
      ),
    );
  });

  /** Says that an e-mail came back: `{"as": "permanent"}`, `mailbox-full` or `spam`. */
  app.post("/mail/:id/bounce", async (context) => {
    const id = context.req.param("id");
    if (!laptop.mailbox.mails().some((each) => each.id === id)) return context.notFound();
    const way = context.req.header("content-type")?.includes("json")
      ? (await context.req.json<{ as?: unknown }>()).as
      : (await context.req.parseBody())["as"];
    if (!isWayBack(way))
      return context.json({ error: `Say as what it came back: ${Object.keys(waysBack).join(", ")}.` }, 400);
    await laptop.bounce(id, way);
    if (context.req.header("accept")?.includes("text/html")) return context.redirect("/", 303);
    return context.json({ bounced: id, as: way });
  });
  return app;
}

function mailboxPage({ mailbox, clock, service }: Workings) {
  const mails = mailbox.mails().toReversed();
  return page(
    "Mailbox",
    html`<h1>Mailbox</h1>
      <p>
        Every e-mail of the service at <a href="${service}">${service}</a> ends here. Nothing is sent to the outside.
      </p>
      ${clockForm(clock.now())}
      ${
        mails.length === 0
          ? html`<p>There is no mail yet. Raise a concern: <code>npm run raise -- knowsley</code></p>`
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">To</th>
                  <th scope="col">Subject</th>
                </tr>
              </thead>
              <tbody>
                ${mails.map(
                  (mail) =>
                    html`<tr>
                      <td>${inWords(mail.at)}</td>
                      <td>${mail.to.join(", ")}</td>
                      <td><a href="/mail/${mail.id}">${mail.subject}</a></td>
                    </tr>`,
                )}
              </tbody>
            </table>`
      }`,
  );
}

function clockPage(now: string, happened: readonly Happening[]) {
  return page(
    "Clock",
    html`<p><a href="/">Back to the mailbox</a></p>
      <h1>It is now ${inWords(now)}</h1>
      ${clockForm(now)}
      <ol>
        ${happened.map((each) => html`<li>${inWords(each.at)}: ${each.says}</li>`)}
      </ol>`,
  );
}

function bounceForm(id: string) {
  return html`<form method="post" action="/mail/${id}/bounce">
    <label
      >This e-mail came back:
      <select name="as">
        ${Object.entries(waysBack).map(([way, says]) => html`<option value="${way}">${says}</option>`)}
      </select></label
    >
    <button>Report it</button> <small>as the mail service would, to see whom the service asks and tells</small>
  </form>`;
}

function clockForm(now: string) {
  return html`<form method="post" action="/clock">
    <label>The service’s clock shows ${inWords(now)}. Move it by <input name="to" value="+1wd" size="18" /></label>
    <button>Move</button> <small>+5wd, +48h, +7d, or a date such as 2026-12-01T09:00</small>
  </form>`;
}

/** The part of an e-mail's HTML that is shown. The service wrote it and escaped whatever was put into it. */
const bodyOf = (text: string) => /<body[^>]*>([\s\S]*)<\/body>/.exec(text)?.[1] ?? text;

function page(title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}: laptop workbench</title>
        <style>
          body {
            font:
              17px/1.5 Arial,
              sans-serif;
            max-width: 62em;
            margin: 2em auto;
            padding: 0 1em;
          }
          table {
            border-collapse: collapse;
            width: 100%;
          }
          th,
          td {
            text-align: left;
            border-bottom: 1px solid #b1b4b6;
            padding: 0.4em 0.8em 0.4em 0;
            vertical-align: top;
          }
          form {
            background: #f3f2f1;
            padding: 0.8em 1em;
            margin: 1em 0;
          }
          article {
            border-left: 5px solid #b1b4b6;
            padding-left: 1em;
          }
          .meta,
          small {
            color: #505a5f;
          }
          input,
          select,
          button {
            font: inherit;
          }
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}
