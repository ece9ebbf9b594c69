/**
 * The workbench of the laptop, beside the service and no part of it: the front page by which a trainer runs a workshop, the
 * mailboxes, the clock, and what programs ask for. What is pressed answers a browser with a page, and a program with JSON.
 */
import { Hono, type Context } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { referencePattern } from "../../../functions/record/reference.ts";
import { publishedPolicies } from "../../../policies/published.ts";
import { inWords, isInstant } from "../../../policies/calendar/instant.ts";
import { isWayBack, waysBack } from "../came-back.ts";
import { happenedBetween } from "../happened.ts";
import type { Issuer } from "../issuer.ts";
import type { Laptop } from "../laptop.ts";
import { raiseSample } from "../raising.ts";
import { casesOf, nextThing } from "./cases.ts";
import { presses, targetAsked } from "./clock.ts";
import { emailsView, emailView } from "./emails.ts";
import { escalationView } from "./escalation.ts";
import { frontView, movedSteps, peopleIn, personAt, type FrontView } from "./front.ts";
import { bytesOf, mailboxView, mailPath, mailView, nameOf } from "./mail.ts";
import { mailboxesOf, recipientsOf } from "./mailboxes.ts";
import { alsoKnown, whoIsWho } from "./people.ts";
import { addPrograms } from "./programs.ts";
import { createRenderer, type Problem } from "./render.ts";
import { words } from "./words/front.ts";
import { words as ofMail } from "./words/mail.ts";
import { words as ofMessages } from "./words/message.ts";
import { words as ofGuide } from "./words/guide.ts";

type Workings = Pick<
  Laptop,
  | "began"
  | "directory"
  | "bounce"
  | "clock"
  | "mailbox"
  | "container"
  | "moveTo"
  | "quiet"
  | "service"
  | "tokenFor"
  | "verifyAll"
  | "operated"
  | "witnessed"
>;

/** It asks nobody who they are, and gives tokens away: it is for whoever is at this computer, and the laptop serves it there alone. */
export function createWorkbench(laptop: Workings, issuer: Issuer): Hono {
  const app = new Hono();
  const { began, clock, container, service } = laptop;
  const { tasks } = container;
  const mailboxes = mailboxesOf(laptop.mailbox);
  const { render, assets } = createRenderer(service);

  addPrograms(app, laptop, issuer);

  const [ofPages, ofEmails] = [headers(["'self'"]), headers(["'self'", "'unsafe-inline'"])];
  // Emails style themselves in their own attributes, and their frame is under the policy of the page around it.
  app.use((c, next) => (/^\/(mail|emails)(\/|$)/.test(c.req.path) ? ofEmails : ofPages)(c, next));
  app.use(async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
  });
  for (const { path, type, body } of assets) app.get(path, (c) => c.body(body, 200, { "Content-Type": type }));

  const cases = () => casesOf(tasks, container.digests, { began, now: clock.now() });
  const who = async () => {
    const [all, inDirectory] = await Promise.all([cases(), whoIsWho(tasks.directory, publishedPolicies())]);
    return { cases: all, known: alsoKnown(inDirectory, peopleIn(all, inDirectory)) };
  };
  const front = async (c: Context, status: ContentfulStatusCode, extra: Partial<FrontView> = {}, typed = "+3wd") => {
    const { cases: all, known } = await who();
    return c.html(render("front", frontView({ now: clock.now(), cases: all, known, mailboxes }, typed, extra)), status);
  };
  const notFound = (c: Context) => c.html(render("message", ofMessages.notFound), 404);

  app.get("/", async (c) => {
    const { raised, from, to } = c.req.query();
    if (raised !== undefined && new RegExp(`^${referencePattern}$`).test(raised))
      return front(c, 200, { told: words.raised(raised) });
    // Only what has been: the feed is read month by month.
    if (from !== undefined && to !== undefined && isInstant(from) && isInstant(to) && from <= to && to <= clock.now()) {
      const steps = movedSteps(await happenedBetween(from, to, tasks, laptop.mailbox));
      return front(c, 200, { moved: { title: words.moved(inWords(from), inWords(to)), steps } });
    }
    return front(c, 200);
  });

  /** Moves the clock: `{"to": "+5wd"}`, or an instant. Answers once everything on the way has happened. */
  app.post("/clock", async (c) => {
    const asked = await sent(c, "to");
    const from = clock.now();
    const next = asked === presses.nextDue ? nextThing(await cases(), from) : undefined;
    const target = targetAsked(asked, from, next?.done);
    const refused = !target ? words.whichTime : target <= from ? words.onlyForward(inWords(from)) : undefined;
    if (!target || refused !== undefined)
      return wantsPage(c)
        ? front(
            c,
            400,
            { problems: [{ text: refused ?? words.whichTime, href: "#to" }] },
            typeof asked === "string" ? asked : "",
          )
        : c.json({ error: refused }, 400);
    await laptop.moveTo(target);
    const now = clock.now();
    if (wantsPage(c)) return c.redirect(`/?${new URLSearchParams({ from, to: now }).toString()}#told`, 303);
    const happened = await happenedBetween(from, now, tasks, laptop.mailbox);
    return c.json({ from, now, inWords: inWords(now), happened });
  });

  /** Raises a sample as its agency’s own system would. */
  app.post("/raise", async (c) => {
    const asked = await sent(c, "sample");
    const raised =
      typeof asked === "string"
        ? await raiseSample(asked, { service, now: clock.now(), tokenOf: laptop.tokenFor, ask: fetch })
        : undefined;
    if (!raised || "refused" in raised) {
      const text = raised ? words.refused(JSON.stringify(raised.refused)) : words.whichSample;
      return front(c, raised ? 422 : 400, { problems: [{ text, href: "#raise" }] });
    }
    await laptop.quiet();
    return c.redirect(`/?${new URLSearchParams({ raised: raised.reference }).toString()}#told`, 303);
  });

  app.get("/escalations/:reference", async (c) => {
    const reference = c.req.param("reference");
    const story = new RegExp(`^${referencePattern}$`).test(reference)
      ? await tasks.escalations.read(reference)
      : undefined;
    if (!story) return notFound(c);
    return c.html(render("escalation", escalationView(story, clock.now(), (await who()).known, mailboxes)));
  });

  app.get("/mailbox", async (c) => c.html(render("mailbox", mailboxView(mailboxes, (await who()).known))));
  app.get("/mailbox/:address", async (c) => {
    const address = c.req.param("address").toLowerCase();
    const { known } = await who();
    if (!known.find(address) && !mailboxes.all().flatMap(recipientsOf).includes(address)) return notFound(c);
    return c.html(render("mailbox", mailboxView(mailboxes, known, personAt(known, address))));
  });

  const mailPage = async (c: Context, id: string, status: ContentfulStatusCode, problems: readonly Problem[] = []) => {
    const mail = mailboxes.find(id);
    if (!mail) return notFound(c);
    const way = c.req.query("cameBack");
    const told = isWayBack(way) ? { told: ofMail.cameBack(waysBack[way]) } : {};
    return c.html(render("mail", { ...mailView(mail, (await who()).known), ...told, problems }), status);
  };
  app.get("/mail/:id", async (c) => {
    const id = c.req.param("id");
    // As in any mailbox: opening an email is what makes it read. It is remembered here alone, and no record knows of it.
    if (c.req.method === "GET") mailboxes.read(id);
    return mailPage(c, id, 200);
  });
  app.get("/mail/:id/attachments/:number{[0-9]{1,3}}", (c) => {
    const index = Number(c.req.param("number")) - 1;
    const attachment = mailboxes.find(c.req.param("id"))?.attachments[index];
    if (!attachment) return notFound(c);
    return c.body(bytesOf(attachment), 200, {
      "Content-Type": attachment.contentType,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(nameOf(attachment, index))}`,
    });
  });

  /** Says that an e-mail came back: `{"as": "permanent"}`, `mailbox-full` or `spam`. */
  app.post("/mail/:id/bounce", async (c) => {
    const id = c.req.param("id");
    if (!mailboxes.find(id)) return wantsPage(c) ? notFound(c) : c.json({ error: ofMail.noSuch(id) }, 404);
    const way = await sent(c, "as");
    if (!isWayBack(way)) {
      const text = ofMail.whichWay(Object.keys(waysBack).join(", "));
      return wantsPage(c) ? mailPage(c, id, 400, [{ text, href: "#as" }]) : c.json({ error: text }, 400);
    }
    await laptop.bounce(id, way);
    if (wantsPage(c))
      return c.redirect(`${mailPath(id)}?${new URLSearchParams({ cameBack: way }).toString()}#told`, 303);
    return c.json({ bounced: id, as: way });
  });

  app.get("/guide", (c) => c.html(render("guide", { title: ofGuide.title })));

  app.get("/emails", (c) => c.html(render("emails", emailsView())));
  app.get("/emails/:kind", (c) => {
    const view = emailView(c.req.param("kind"));
    return view ? c.html(render("email", view)) : notFound(c);
  });

  app.notFound(notFound);
  app.onError((error, c) => {
    console.error(error);
    return wantsPage(c)
      ? c.html(render("message", ofMessages.defect(error.message)), 500)
      : c.json({ error: error.message }, 500);
  });
  return app;
}

/** What a form or a program sent under a name. */
async function sent(c: Context, name: string): Promise<unknown> {
  if (!c.req.header("content-type")?.includes("json")) return (await c.req.parseBody())[name];
  try {
    return (await c.req.json<Readonly<Record<string, unknown>> | null>())?.[name];
  } catch (error) {
    // What is no JSON says nothing under any name.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const wantsPage = (c: Context) => c.req.header("accept")?.includes("text/html") ?? false;

/** No page runs a script or is framed, and whatever an email loads stays on this machine. @param styles from where styles come */
const headers = (styles: string[]) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: styles,
      imgSrc: ["'self'", "data:"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    strictTransportSecurity: false,
  });
