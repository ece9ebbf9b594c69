/**
 * The pages that a link opens. GET and HEAD show nothing of a case and change nothing: mail scanners open every link. A
 * person presses Continue, reads, chooses and presses (ALL-13).
 */
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Alerts } from "../alerts/alerts.ts";
import { savedBundle } from "../bundle/bundle.ts";
import { addAlertLinks } from "../alerts/pages/link.ts";
import { addSubmitting, type SubmittingDependencies } from "../alerts/pages/submitting.ts";
import type { PartyCommand } from "../core/commands.ts";
import type { EscalationEvent } from "../core/events.ts";
import type { Directory } from "../directory/directory.ts";
import type { Escalations, Story } from "../escalations/escalations.ts";
import type { CodeTries } from "../limits/code-tries.ts";
import { mayRecord, type PageLimits } from "../limits/page-limits.ts";
import type { Link, Links } from "../links/links.ts";
import { log, nameOf } from "../log.ts";
import type { RecordStore } from "../record/commit.ts";
import { TooBusy, UnknownReference } from "../record/perform.ts";
import { loadAssets } from "./assets.ts";
import { documentOf, documentsOffered, documentView, savedDocument } from "./documents.ts";
import { expiredView, freshLinks, type SendingFresh } from "./expired.ts";
import { fieldView, readFields, type Problem, type Typed } from "./fields.ts";
import { afterwards } from "./forms/afterwards.ts";
import { agreementOf, isFromPage } from "./forms/agreeing.ts";
import type { FormPage } from "./forms/form.ts";
import { formOf, offersOf, refusedAt, whyNotOffered } from "./forms/index.ts";
import { pageHeaders } from "./headers.ts";
import { isExpired } from "./link-state.ts";
import { addRaising, type RaiseDependencies } from "./raise/app.ts";
import { createRender, type MessageView } from "./render.ts";
import { addStart } from "./start/app.ts";
import { longestBody, sentCommand, typedIn } from "./sent.ts";
import { recordView, savedRecord } from "./record.ts";
import { happened } from "./happened.ts";
import { addTypedCodes } from "./typed-codes.ts";
import { frameOf, landingView, partyView, type Listed } from "./view.ts";
import { nextSteps } from "./standing.ts";
import { areNamed, surroundingsOf, visitOf, type Visit } from "./visit.ts";
import { english } from "./words/index.ts";
import { messages } from "./words/message.ts";

export interface PagesDependencies {
  /** The instant now, UTC, ISO-8601 with milliseconds and Z. */
  readonly clock: { now(): string };
  /** An id that nobody can guess, for the command of a form that is shown. */
  readonly newId: () => string;
  readonly links: Links;
  /** How often a link can be used, and tried. */
  readonly limits: PageLimits;
  /** How often a code can be tried in the place of a link. */
  readonly codeTries: CodeTries;
  /** What sends a fresh link for one that is over. */
  readonly fresh: SendingFresh;
  readonly escalations: Escalations;
  /** The chain of a record, for the bundle of an inspection. The witnesses are not for these pages to read. */
  readonly record: Pick<RecordStore, "stored">;
  readonly directory: Pick<Directory, "agency" | "partnership" | "named" | "find">;
  /** What raising a concern by page needs beside. */
  readonly raising: RaiseDependencies;
  /** Practice alerts: reading them, and what submitting one by page needs. */
  readonly practiceAlerts: SubmittingDependencies & { readonly alerts: Alerts };
  /** Every page says that this is a trial, in which all e-mail goes to one address. */
  readonly trial?: boolean;
  /** Hears of every defect that ended in an error page; otherwise its name goes to the log. */
  readonly report?: (defect: Error) => void;
}

/**
 * The pages as an application that answers requests.
 *
 * A link that is forged, cut short or of another escalation gets 404, the same for each; a request that no page of ours
 * sends gets 400; what is missing or wrong in a form gets 422, with what was typed; what the record no longer allows, 409.
 * A form that is sent twice is recorded once.
 */
export function createPages({
  clock,
  newId,
  links,
  limits,
  codeTries,
  fresh,
  escalations,
  record,
  directory,
  raising,
  practiceAlerts,
  trial = false,
  report = logDefect,
}: PagesDependencies): Hono {
  const app = new Hono();
  const assets = loadAssets();
  const render = createRender(assets, trial);

  const message = (c: Context, status: ContentfulStatusCode, view: MessageView) =>
    c.html(render("message", view), status);

  app.use(...pageHeaders());

  for (const { path, type, body } of Object.values(assets))
    app.get(path, (c) =>
      c.body(body, 200, { "Content-Type": type, "Cache-Control": "public, max-age=31536000, immutable" }),
    );

  addStart(app, render, { clock, directory: raising.directory, policies: raising.policies });
  addRaising(app, render, { ...raising, clock, newId, escalations });
  addSubmitting(app, render, { ...practiceAlerts, clock, newId });
  addTypedCodes(app, render, { clock, links, codeTries });
  const sendFresh = freshLinks({ links, limits, ...fresh });
  const { alerts } = practiceAlerts;
  addAlertLinks(app, render, { clock, newId, links, limits, alerts, directory, sendFresh });

  const link = "/:reference{[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";

  /** A link with its escalation, read side by side; nothing where the link is not one of ours. */
  async function opened(reference: string, secret: string): Promise<Opened | undefined> {
    const at = clock.now();
    const [link, story] = await Promise.all([links.find(reference, secret), escalations.read(reference)]);
    return link?.reference === reference && story ? { link, story, at } : undefined;
  }

  /** Who opened it, or nobody where the record does not know their seat. */
  const visit = async ({ link, story, at }: Opened) => visitOf(story, link, at, await surroundingsOf(story, directory));

  /** What somebody gets whose link is none of ours. */
  const none = async (c: Context, reference: string) =>
    (await limits.wrong(reference, clock.now()))
      ? message(c, 404, messages.notOurs)
      : message(c, 429, messages.tooOften);

  app.get(link, async (c) => {
    const found = await opened(c.req.param("reference"), c.req.param("secret"));
    const visitor = found && (await visit(found));
    if (!visitor) return none(c, c.req.param("reference"));
    if (isExpired(visitor.link, visitor.at))
      return c.html(render("expired", expiredView(frameOf(visitor, c.req.path))));
    return c.html(render("landing", landingView(visitor, c.req.path)));
  });

  app.post(
    link,
    bodyLimit({
      maxSize: longestBody,
      onError: (c) => message(c, 413, messages.tooLong),
    }),
    async (c) => {
      const reference = c.req.param("reference");
      const found = await opened(reference, c.req.param("secret"));
      if (!found) return none(c, reference);
      const { link, at } = found;
      const action = c.req.path;
      const typed = await typedIn(c);
      const wanted = typed.get("do") ?? "";
      const [mayGoOn, visitor] = await Promise.all([
        shows.has(wanted) || isExpired(link, at)
          ? limits.press(reference, link.seat, at)
          : mayRecord(found.story.commits, link.seat, at),
        visit(found),
      ]);
      if (!visitor) return none(c, reference);
      if (!mayGoOn) return message(c, 429, messages.tooOften);
      if (isExpired(link, at)) {
        const frame = frameOf(visitor, action);
        if (wanted !== "fresh") return c.html(render("expired", expiredView(frame, typed)), 410);
        const { status, ...said } = await sendFresh(link, visitor.seat.person, frame, at);
        return c.html(render("fresh", { ...frame, ...said }), status);
      }
      switch (wanted) {
        case "continue":
          return c.html(party(visitor, action));
        case "record":
          return c.html(render("record", recordView(visitor, action)));
        case "export":
          return savedRecord(visitor);
        case "bundle":
          return savedBundle(visitor, { record, witnesses: undefined });
        case "document":
        case "save": {
          const document = documentOf(visitor, typed.get("form") ?? "");
          if (!document) return message(c, 409, { ...frameOf(visitor, action), ...messages.notADocument });
          return wanted === "save"
            ? savedDocument(document)
            : c.html(render("document", documentView(visitor, action, document)));
        }
        case "choose":
          return choose(c, visitor, typed.get("form") ?? "");
        default:
          return submit(c, visitor, wanted, typed);
      }
    },
  );

  /** @param sent what was pressed on the page itself, and is shown again with what is wrong with it */
  const party = (visitor: Visit, action: string, problems: readonly Listed[] = [], sent?: SentAgreement) => {
    const agreement = agreementOf(visitor, sent ?? { command: newId() });
    return render("party", {
      ...partyView(visitor, action, offersOf(visitor), agreement, problems),
      documents: documentsOffered(visitor),
    });
  };

  function choose(c: Context, visitor: Visit, key: string) {
    const action = c.req.path;
    if (key === "") {
      const problems: Listed[] = [{ text: english.party.offers.nothing, href: "#offers" }];
      return c.html(party(visitor, action, problems), 422);
    }
    const chosen = formOf(key);
    if (!chosen) return message(c, 400, { ...frameOf(visitor, action), ...messages.notAForm });
    const page = chosen.form.page(visitor, chosen.which);
    if (!page || !chosen.form.offered(visitor).includes(chosen.which)) return notNow(c, visitor);
    const stage = chosen.form.answers ? visitor.answers : visitor.stage;
    return c.html(form(visitor, action, { key, page, command: newId(), stage }));
  }

  async function submit(c: Context, visitorNow: Visit, key: string, typed: Typed) {
    const action = c.req.path;
    const chosen = formOf(key);
    if (!chosen) return message(c, 400, { ...frameOf(visitorNow, action), ...messages.notAForm });
    const command = sentCommand(typed) ?? newId();
    const { at } = visitorNow;
    const cause = { kind: "party", seat: visitorNow.seat.seat } as const;
    const id = `page:${command}`;

    // A second press may find that the form has nothing left to ask, so it is not read again.
    if (visitorNow.story.commits.some((each) => each.command === id)) {
      const again = await escalations.perform(visitorNow.story, { type: "reach moment", id, at }, cause);
      return done(c, visitorNow, again.story, id, { already: true, heading: "" });
    }

    const visitor = answering(visitorNow, typed.get("stage") ?? "");
    const page = chosen.form.page(visitor, chosen.which);
    if (!page) return notNow(c, visitor);
    const stage = chosen.form.answers ? visitor.answers : visitor.stage;
    const again = (status: 409 | 422, problems: readonly Problem[], general: readonly Listed[] = []) => {
      const sent = { command, typed, problems };
      return isFromPage(typed) && agreementOf(visitor, sent)?.form === key
        ? c.html(party(visitor, action, [...general, ...listing(problems)], sent), status)
        : c.html(form(visitor, action, { key, page, command, stage, typed, problems, general }), status);
    };

    if (page.about && page.about.read !== typed.get("about")) return again(409, [], [{ text: page.about.changed }]);
    const { values, problems } = readFields(page.fields, typed);
    if (problems.length > 0) return again(422, problems);
    const asking = await chosen.form.command(values, visitor, chosen.which, directory);
    if ("says" in asking) return again(422, [asking]);

    const whole: PartyCommand = {
      stage,
      ...asking,
      id,
      at,
      seat: visitor.seat.seat,
      name: values.get("your-name") ?? "",
    };
    const performed = await escalations.perform(visitor.story, whole, cause);
    if (performed.result === "refused") {
      const problem = refusedAt(page, performed.refusal);
      return problem ? again(422, [problem]) : again(409, [], [{ text: performed.refusal.says }]);
    }
    return done(c, visitor, performed.story, id, {
      already: performed.result === "nothing",
      heading: chosen.form.done,
    });
  }

  async function done(
    c: Context,
    before: Visit,
    story: Story,
    id: string,
    { already, heading }: { already: boolean; heading: string },
  ) {
    const surroundings = areNamed(story.state, before) ? before : await surroundingsOf(story, directory);
    const visitor = visitOf(story, before.link, before.at, surroundings) ?? before;
    const commit = story.commits.find((each) => each.command === id);
    const events = commit?.events ?? [];
    const late = events.some((each) => each.type === "LateAnswerRecorded");
    const { says, offer } = afterwards(visitor, events);
    return c.html(
      render("done", {
        ...frameOf(visitor, c.req.path),
        title: already ? messages.already : late ? messages.late : heading,
        says: already ? [messages.sentTwice, ...says] : says,
        ...(offer ? { offer } : {}),
        ...(commit ? { entry: commit.number } : {}),
        recorded: events.filter(isDoing).map((each) => happened(each, visitor)),
        next: nextSteps(visitor),
      }),
    );
  }

  function form(visitor: Visit, action: string, shown: ShownForm): string {
    const { key, page, command, stage, typed, problems = [], general = [] } = shown;
    return render("form", {
      ...frameOf(visitor, action),
      form: key,
      command,
      stage,
      ...(page.about ? { about: page.about.read } : {}),
      title: page.title,
      does: page.does,
      ...(page.warning ? { warning: page.warning } : {}),
      shows: page.shows,
      fields: page.fields.map((field) => fieldView(field, typed, problems)),
      button: page.button,
      problems: [...general, ...listing(problems)],
    });
  }

  const notNow = (c: Context, visitor: Visit) =>
    message(c, 409, {
      ...frameOf(visitor, c.req.path),
      ...messages.notNow(whyNotOffered(visitor)),
    });

  app.notFound((c) => message(c, 404, messages.notFound));

  app.onError((defect, c) => {
    if (defect instanceof UnknownReference) return message(c, 404, messages.notOurs);
    if (defect instanceof TooBusy) return message(c, 503, messages.busy);
    report(defect);
    return message(c, 500, messages.defect);
  });

  return app;
}

/** What is pressed to be shown something; anything else is the form whose answer is sent. */
const shows: ReadonlySet<string> = new Set(["continue", "record", "export", "bundle", "document", "save", "choose"]);

interface Opened {
  readonly link: Link;
  readonly story: Story;
  /** When it was opened, UTC. */
  readonly at: string;
}

type SentAgreement = Parameters<typeof agreementOf>[1];

const listing = (problems: readonly Problem[]): Listed[] =>
  problems.map(({ says, input }) => ({ text: says, href: `#${input}` }));

interface ShownForm {
  readonly key: string;
  readonly page: FormPage;
  readonly command: string;
  readonly stage: string;
  readonly typed?: Typed;
  readonly problems?: readonly Problem[];
  /** What is wrong with the form as a whole. */
  readonly general?: readonly Listed[];
}

const logDefect = (defect: Error) => log("error", "a page could not be shown", { error: nameOf(defect) });

/**
 * The visit with the stage that the form was shown for: a stage that climbed while somebody wrote is the one that they
 * answer. Only a stage that this seat was asked or told of counts.
 */
function answering(visitor: Visit, stage: string): Visit {
  if (stage !== visitor.link.stage && !visitor.acted.includes(stage)) return visitor;
  return { ...visitor, stage, answers: visitor.acted.includes(stage) ? stage : visitor.answers };
}

/** What somebody did, and the ends that it brought; what the clocks do is in the record. */
function isDoing(event: EscalationEvent): boolean {
  return "by" in event
    ? typeof event.by === "object"
    : event.type === "StageEnded" || event.type === "EscalationClosed";
}
