/**
 * Raising a concern by page. Whoever gives a work email address gets a link at it; by the link the concern is written one
 * thing at a time, kept sealed after each page, checked and raised. Opening a link changes nothing and shows nothing,
 * because mail scanners open every link.
 */
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Choosing, Chosen } from "../../../policies/choose.ts";
import { addDays, dayOf, inWords, instantOf, timeOf } from "../../../policies/calendar/instant.ts";
import type { Published } from "../../../policies/published.ts";
import type { FieldProblem } from "../../api/problem.ts";
import type { Submission, submit } from "../../api/submit.ts";
import { isAtAgency, type Agency, type Directory } from "../../directory/directory.ts";
import type { Draft, Drafts, Kept, Raised } from "../../drafts/drafts.ts";
import type { Escalations, Story } from "../../escalations/escalations.ts";
import { isOver, type Invitation, type Invitations } from "../../links/invitations.ts";
import { nameOf, type Log } from "../../log.ts";
import { MailRefused, type Mail } from "../../mail/mail.ts";
import { raiseLinkMessage } from "../../mail/messages.ts";
import { fieldView, readFields, type Problem, type Typed } from "../fields.ts";
import type { MessageView, Render } from "../render.ts";
import { longestBody, typedIn } from "../sent.ts";
import { shellOf, type Shell } from "../shell.ts";
import { raise as words } from "../words/raise.ts";
import { concernOf, problemAt } from "./concern.ts";
import { problemsAt, type Page } from "./page.ts";
import {
  firstOpen,
  nextAfter,
  pageBefore,
  pagesFor,
  pageWith,
  tooLong,
  typedOf,
  withPage,
  type Answers,
  type Asked,
} from "./pages.ts";
import { workEmail } from "./questions.ts";
import {
  beforeView,
  checkView,
  keptTexts,
  listing,
  listView,
  overView,
  pageView,
  raisedView,
  startView,
  type Writing,
} from "./view.ts";
import { areasToday, type Known, type Place } from "./where.ts";

export interface RaiseDependencies {
  readonly directory: Pick<Directory, "agency" | "agencies" | "agencyAt" | "partnership">;
  readonly invitations: Invitations;
  readonly drafts: Drafts;
  readonly mail: Mail;
  readonly policies: Pick<Published, "areasHeld" | "policyInForce"> & {
    readonly choose: (choosing: Choosing) => Chosen;
  };
  readonly submit: (submission: Submission) => ReturnType<typeof submit>;
  readonly serviceUrl: string;
  readonly log: Log;
}

interface Given extends RaiseDependencies {
  readonly clock: { now(): string };
  readonly newId: () => string;
  readonly escalations: Pick<Escalations, "read">;
}

const daysValid = 7;

/** Of those who write to one draft at once, one succeeds at each try. */
const mostTries = 50;

/** Who opened a link, and when. */
interface Visitor {
  /** UTC. */
  readonly at: string;
  readonly action: string;
  readonly secret: string;
  readonly invitation: Invitation;
  readonly own: Agency;
}

/** A draft as it stands, and what is asked as it stands. */
interface Desk extends Kept {
  readonly known: Known;
  readonly asked: Asked;
}

/**
 * Adds `/raise` and `/raise/:secret`. A link that is forged or cut short gets 404, the same for each, and one that is over
 * 410; what is wrong in an answer gets 422, with what was typed; what has changed since a page was shown, 409. A concern that
 * is sent twice is raised once.
 */
export function addRaising(
  app: Hono,
  render: Render,
  { clock, newId, escalations, directory, invitations, drafts, mail, policies, submit, serviceUrl, log }: Given,
): void {
  const message = (c: Context, status: ContentfulStatusCode, view: MessageView) =>
    c.html(render("message", view), status);
  const limited = bodyLimit({
    maxSize: longestBody,
    onError: (c) => message(c, 413, words.messages.tooLong),
  });

  const start = (c: Context, status: 200 | 422, typed?: URLSearchParams, problems: readonly Problem[] = []) =>
    c.html(
      render(
        "raise/start",
        startView(areasToday(policies, clock.now()), fieldView(workEmail, typed, problems), problems.map(listing)),
      ),
      status,
    );

  app.get("/raise", (c) => start(c, 200));

  app.post("/raise", limited, async (c) => {
    const typed = await typedIn(c);
    const { values, problems } = readFields([workEmail], typed);
    const email = values.get(workEmail.name);
    if (email === undefined) return start(c, 422, typed, problems);
    const agency = await directory.agencyAt(email);
    // Whether an address is known, and whether it was asked for too often, is nobody's business but its owner's.
    if (agency) await sendLink(agency, email);
    return message(c, 200, words.messages.linkSent);
  });

  async function sendLink(agency: Agency, email: string): Promise<void> {
    const at = clock.now();
    if (!(await invitations.mayAsk(email, at))) return;
    const until = instantOf(addDays(dayOf(at), daysValid), timeOf(at));
    const path = await invitations.issue({ agency: agency.id, email, issuedAt: at, until });
    try {
      await mail.send(email, raiseLinkMessage({ agency: agency.name, url: `${serviceUrl}${path}`, until }), {
        reference: "raise",
      });
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      log("warn", "A link to raise a concern was refused by the mail service", { agency: agency.id });
    }
  }

  async function visitorOf(c: Context): Promise<Visitor | undefined> {
    const at = clock.now();
    const secret = c.req.param("secret") ?? "";
    const invitation = await invitations.find(secret, at);
    const own = invitation && (await directory.agency(invitation.agency));
    if (!invitation || !own || !isAtAgency(invitation.email, own)) return undefined;
    return { at, action: c.req.path, secret, invitation, own };
  }

  const over = (c: Context, { action, invitation }: Visitor, typed: Typed = new URLSearchParams()) =>
    c.html(render("raise/over", overView(action, invitation, keptTexts(typed))), 410);

  app.get("/raise/:secret", async (c) => {
    const visitor = await visitorOf(c);
    if (!visitor) return message(c, 404, words.messages.notOurs);
    if (isOver(visitor.invitation, visitor.at)) return over(c, visitor);
    return c.html(
      render("raise/invited", {
        title: words.invited.title,
        action: visitor.action,
        agency: visitor.own.name,
        until: inWords(visitor.invitation.until),
      }),
    );
  });

  app.post("/raise/:secret", limited, async (c) => {
    const visitor = await visitorOf(c);
    const typed = await typedIn(c);
    if (!visitor) return message(c, 404, { ...words.messages.notOurs, kept: keptTexts(typed) });
    const does = typed.get("do");
    if (isOver(visitor.invitation, visitor.at)) {
      if (does !== "fresh") return over(c, visitor, typed);
      await sendLink(visitor.own, visitor.invitation.email);
      return message(c, 200, words.messages.freshSent);
    }
    switch (does) {
      case "continue":
        return arrive(c, visitor);
      case "another":
      case "list":
        return list(c, visitor, await begun(visitor));
      case "page":
        return open(c, visitor, await begun(visitor), typed);
      case "save":
      case "later":
      case "back":
        return save(c, visitor, typed, does);
      case "check":
        return check(c, visitor, await begun(visitor));
      case "afresh":
      case "afresh-yes":
        return afresh(c, visitor, typed, does === "afresh-yes");
      case "raise":
        return raise(c, visitor, typed);
      default:
        return message(c, 400, words.messages.notAForm);
    }
  });

  /** The draft of a link as it stands, with what is asked; begun where there is none. */
  async function begun(visitor: Visitor): Promise<Desk> {
    const { secret, at, own, invitation } = visitor;
    const known: Known = {
      at,
      own,
      areas: areasToday(policies, at),
      others: (await directory.agencies()).filter((each) => each.id !== own.id),
      choose: policies.choose,
    };
    for (let tried = 0; tried < mostTries; tried++) {
      const kept = await drafts.read(secret, at);
      if (kept) return { ...kept, known, asked: pagesFor(kept.draft.answers, known) };
      const draft: Draft = { ...empty(at), raised: [] };
      const revision = await drafts.write(secret, draft, { after: 0, until: invitation.until });
      if (revision !== "conflict") return { revision, draft, known, asked: pagesFor({}, known) };
    }
    throw new Error("A draft was being written by others at every try");
  }

  const empty = (at: string) => ({ command: newId(), begunAt: at, answers: {}, answered: [] });

  /** The desk with another draft on it; undefined where somebody has written since it was read. */
  async function put({ secret, invitation }: Visitor, desk: Desk, draft: Draft): Promise<Desk | undefined> {
    if (JSON.stringify(draft) === JSON.stringify(desk.draft)) return desk;
    const revision = await drafts.write(secret, draft, { after: desk.revision, until: invitation.until });
    if (revision === "conflict") return undefined;
    return { ...desk, revision, draft, asked: pagesFor(draft.answers, desk.known) };
  }

  async function arrive(c: Context, visitor: Visitor): Promise<Response> {
    const desk = await begun(visitor);
    const { raised } = desk.draft;
    if (!isEmpty(desk.draft) || raised.length === 0) return list(c, visitor, desk);
    return c.html(render("raise/before", beforeView({}, visitor.action, raised)));
  }

  /** How far the concern has come; of one that has not been begun, the first question. */
  async function list(c: Context, visitor: Visitor, desk: Desk): Promise<Response> {
    const [first] = desk.asked.pages;
    if (isEmpty(desk.draft) && first) return show(c, visitor, desk, first);
    return c.html(render("raise/list", listView(await writing(visitor, desk), desk.asked, desk.draft)));
  }

  async function open(c: Context, visitor: Visitor, desk: Desk, typed: Typed): Promise<Response> {
    const page = desk.asked.pages.find(({ id }) => id === typed.get("page"));
    if (!page) return message(c, 409, { ...gone(visitor), kept: [] });
    return show(c, visitor, desk, page, { fromCheck: typed.get("from") === "check" });
  }

  /** A page with what was answered to it; and with what is wrong where an answer was given that does not hold. */
  async function show(
    c: Context,
    visitor: Visitor,
    desk: Desk,
    page: Page,
    {
      typed = typedOf(desk.draft.answers),
      problems = desk.draft.answered.includes(page.id) ? problemsAt(page, typed) : [],
      fromCheck = false,
      status = problems.length > 0 ? 422 : 200,
    }: { typed?: Typed; problems?: readonly Problem[]; fromCheck?: boolean; status?: 200 | 409 | 422 } = {},
  ): Promise<Response> {
    const view = pageView(await writing(visitor, desk), page, { typed, problems, fromCheck });
    return c.html(render("raise/page", view), status);
  }

  /**
   * Keeps the answer to one page and goes on, back or away. To go on, the answer has to hold. Of two who write at once, the
   * second reads what the first wrote and puts their own page into it.
   */
  async function save(
    c: Context,
    visitor: Visitor,
    typed: URLSearchParams,
    does: "save" | "later" | "back",
  ): Promise<Response> {
    const wanted = typed.get("page") ?? "";
    const fromCheck = typed.get("from") === "check";
    if (wanted === "" || !typed.has("draft")) return message(c, 400, words.messages.notAForm);
    for (let tried = 0; tried < mostTries; tried++) {
      const desk = await begun(visitor);
      const { draft } = desk;
      const kept = keptTexts(typed);
      if (draft.command !== typed.get("draft")) return message(c, 409, { ...another(visitor), kept });
      const asked = desk.asked.pages.find(({ id }) => id === wanted);
      if (!asked) return message(c, 409, { ...gone(visitor), kept });

      const answers = withPage(draft.answers, asked, typed);
      const page = pageIn(answers, desk.known, asked);
      const problems = does === "save" ? problemsAt(page, typed) : tooLong(page, answers);
      if (problems.length > 0) return show(c, visitor, desk, page, { typed, problems, fromCheck });

      const answered = does === "save" ? [...new Set([...draft.answered, page.id])] : draft.answered;
      const begunAt = isEmpty(draft) ? visitor.at : draft.begunAt;
      const now = await put(visitor, desk, { ...draft, begunAt, answers, answered });
      if (!now) continue;
      if (does === "later") return c.html(render("raise/later", laterView(await writing(visitor, now))));
      if (does === "save") {
        const next = nextAfter(page.id, now.asked, now.draft);
        return next ? show(c, visitor, now, next) : check(c, visitor, now);
      }
      const before = pageBefore(page.id, now.asked);
      if (fromCheck) return check(c, visitor, now);
      return before ? show(c, visitor, now, before) : list(c, visitor, now);
    }
    throw new Error("A draft was being written by others at every try");
  }

  /** All of it again, once there is nothing left to answer. */
  async function check(
    c: Context,
    visitor: Visitor,
    desk: Desk,
    { changed = false, problems = [] }: { changed?: boolean; problems?: readonly Problem[] } = {},
  ): Promise<Response> {
    const { asked, draft, revision } = desk;
    const { where } = asked;
    const unanswered = firstOpen(asked, draft);
    if (unanswered ?? !where)
      return show(c, visitor, desk, unanswered ?? firstPage(asked), changed ? { status: 409 } : {});
    const { email } = visitor.invitation;
    const read = concernOf(asked.pages, typedOf(draft.answers), { where, own: visitor.own, email });
    if ("problems" in read) return refused(c, visitor, desk, read.problems);
    const view = checkView(await writing(visitor, desk), {
      asked,
      where,
      draft,
      revision,
      email,
      changed,
      problems,
      concern: read.concern,
    });
    return c.html(render("raise/check", view), changed ? 409 : problems.length > 0 ? 422 : 200);
  }

  /** What is wrong with the whole concern, at the first page that it is about. */
  async function refused(c: Context, visitor: Visitor, desk: Desk, problems: readonly Problem[]): Promise<Response> {
    const page = problems.flatMap((each) => pageWith(desk.asked.pages, each) ?? [])[0];
    if (!page) return check(c, visitor, desk, { problems });
    return show(c, visitor, desk, page, { problems: problems.filter((each) => pageWith([page], each)) });
  }

  /** Asks first: what was written cannot be had back. */
  async function afresh(c: Context, visitor: Visitor, typed: Typed, sure: boolean): Promise<Response> {
    const desk = await begun(visitor);
    const { draft } = desk;
    if (!sure) return c.html(render("raise/afresh", { ...(await writing(visitor, desk)), title: words.afresh.title }));
    const now =
      draft.command === typed.get("draft")
        ? await put(visitor, desk, { ...empty(visitor.at), raised: draft.raised })
        : undefined;
    // Somebody wrote meanwhile: what they wrote is shown before it is removed.
    return list(c, visitor, now ?? (await begun(visitor)));
  }

  /** What was checked is raised as it was shown: a draft that has changed since is shown again. */
  async function raise(c: Context, visitor: Visitor, typed: Typed): Promise<Response> {
    const { own, invitation } = visitor;
    const command = typed.get("draft") ?? "";
    const revision = Number(typed.get("revision") ?? Number.NaN);
    if (command === "" || !Number.isInteger(revision)) return message(c, 400, words.messages.notAForm);
    const desk = await begun(visitor);
    const { asked, draft } = desk;
    const before = draft.raised.find((each) => each.command === command);
    if (before) return raisedBefore(c, visitor, before);
    if (draft.command !== command) return message(c, 409, another(visitor));
    if (desk.revision !== revision) return check(c, visitor, desk, { changed: true });
    const { where } = asked;
    if (!where || firstOpen(asked, draft)) return check(c, visitor, desk);
    const read = concernOf(asked.pages, typedOf(draft.answers), { where, own, email: invitation.email });
    if ("problems" in read) return refused(c, visitor, desk, read.problems);

    const submitted = await submit({
      concern: read.concern,
      client: { id: `page:${own.id}`, agency: own.id },
      idempotencyKey: command,
    });
    if ("raised" in submitted) {
      const { reference } = submitted.raised;
      await emptied(visitor, { reference, command, areaName: where.areaName, at: visitor.at });
      return raised(c, visitor, submitted.raised, where.areaName);
    }
    const { errors } = submitted.problem;
    if (errors)
      return refused(
        c,
        visitor,
        desk,
        errors.map((each: FieldProblem) => problemAt(each, asked.pages)),
      );
    // What was sent first stands. What is here now becomes a concern of its own, if the person wants it.
    await put(visitor, desk, { ...draft, command: newId() });
    return message(c, 409, words.messages.raisedOtherwise);
  }

  /** Nothing of a concern that has been raised is kept in its draft but that it was. */
  async function emptied(visitor: Visitor, raised: Raised): Promise<void> {
    try {
      for (let tried = 0; tried < mostTries; tried++) {
        const desk = await begun(visitor);
        if (desk.draft.raised.some((each) => each.command === raised.command)) return;
        // One that was begun afresh meanwhile is another, and stays.
        const rest = desk.draft.command === raised.command ? empty(visitor.at) : desk.draft;
        if (await put(visitor, desk, { ...rest, raised: [...desk.draft.raised, raised] })) return;
      }
      throw new Error("A draft was being written by others at every try");
    } catch (error) {
      // It is on the record, and pressing again finds it; the draft ends with its link.
      log("warn", "The draft of a concern that was raised could not be emptied", {
        reference: raised.reference,
        error: nameOf(error),
      });
    }
  }

  async function raisedBefore(c: Context, visitor: Visitor, { reference, areaName }: Raised): Promise<Response> {
    const story = await escalations.read(reference);
    if (!story) throw new Error(`The record of ${reference} was written and is not there`);
    return raised(c, visitor, story, areaName);
  }

  async function raised(c: Context, visitor: Visitor, story: Story, areaName: string): Promise<Response> {
    const { receiving } = story.state.raised;
    const agency = await directory.agency(receiving.agency);
    return c.html(
      render(
        "raise/raised",
        raisedView(await shell(story.rules), story, {
          action: visitor.action,
          at: visitor.at,
          areaName,
          email: visitor.invitation.email,
          receiving: agency?.name ?? receiving.agency,
        }),
      ),
    );
  }

  const shell = async ({ policy: { partnership } }: Pick<Place, "policy">): Promise<Shell> =>
    shellOf(partnership.name, await directory.partnership(partnership.id));

  const writing = async (visitor: Visitor, { draft, asked }: Desk): Promise<Writing> => ({
    ...(asked.place ? await shell(asked.place) : {}),
    action: visitor.action,
    draft: draft.command,
    saved: words.saved(inWords(visitor.invitation.until)),
  });
}

const isEmpty = ({ answers, answered }: Draft) => answered.length === 0 && Object.keys(answers).length === 0;

/** A page as it is asked once it has these answers: what is wrong with them is said there. */
const pageIn = (answers: Answers, known: Known, page: Page): Page =>
  pagesFor(answers, known).pages.find(({ id }) => id === page.id) ?? page;

function firstPage({ pages }: Asked): Page {
  const [page] = pages;
  if (!page) throw new Error("A concern without a question");
  return page;
}

const laterView = (writing: Writing) => ({ ...writing, title: words.later.title });

const backTo = ({ action }: Visitor, text: string) => ({ to: action, text });
const gone = (visitor: Visitor): MessageView => ({
  ...words.messages.notAskedNow,
  leads: backTo(visitor, words.messages.notAskedNow.leads),
});
const another = (visitor: Visitor): MessageView => ({
  ...words.messages.anotherDraft,
  leads: backTo(visitor, words.messages.anotherDraft.leads),
});
