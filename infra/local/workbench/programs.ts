/** What the workbench answers to programs: tokens and their keys, the clock, the mailbox, whether every record holds. */
import type { Hono } from "hono";
import { inWords } from "../../../policies/calendar/instant.ts";
import type { Issuer } from "../issuer.ts";
import type { Laptop } from "../laptop.ts";

type Workings = Pick<Laptop, "clock" | "mailbox" | "container" | "verifyAll" | "operated" | "witnessed" | "directory">;

/** Which there are, for whoever asked for another. */
function clientsOf({ directory: { clients } }: Workings): string {
  const some = clients.slice(0, 20).map(({ id }) => id);
  return some.length === 0
    ? "It has none: add one under “clients”, such as { id: moor-school-system, agency: moor-school }."
    : `There are: ${some.join(", ")}${clients.length > some.length ? " and more" : ""}.`;
}

export function addPrograms(app: Hono, laptop: Workings, issuer: Issuer): void {
  app.get("/.well-known/jwks.json", (context) => context.json(issuer.keys));

  /** A token for a client, as an OAuth server gives one; the laptop asks for no secret. */
  app.post("/token", async (context) => {
    const form = await context.req.parseBody();
    const client = typeof form["client_id"] === "string" ? form["client_id"] : "";
    const known = client ? await laptop.container.tasks.directory.client(client) : undefined;
    if (!known)
      return context.json(
        { error: "invalid_client", error_description: `The directory has no client “${client}”. ${clientsOf(laptop)}` },
        400,
      );
    return context.json({ access_token: await issuer.tokenFor(client), token_type: "Bearer", expires_in: 43_200 });
  });

  app.get("/clock", (context) => context.json({ now: laptop.clock.now(), inWords: inWords(laptop.clock.now()) }));

  /** Walks every record's chain. */
  app.get("/verify", async (context) => context.json(await laptop.verifyAll()));

  /** What an operator's commands work on (infra/operate). */
  app.get("/operated", (context) => context.json({ now: laptop.clock.now(), ...laptop.operated }));
  app.get("/witnessed/:reference", async (context) =>
    context.json(await laptop.witnessed(context.req.param("reference"))),
  );

  /** Every e-mail; `?about=<reference>`: of one record alone. */
  app.get("/mail.json", (context) => {
    const about = context.req.query("about");
    const mails = laptop.mailbox.mails();
    return context.json(about === undefined ? mails : mails.filter((each) => each.subject.startsWith(`${about}: `)));
  });
}
