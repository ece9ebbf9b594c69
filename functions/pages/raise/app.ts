/**
 * Raising a concern by page. Whoever gives a work email address gets a link at it; by the link the concern is written,
 * checked and raised. Nothing is stored before the last press: all that was typed goes along from page to page. Opening
 * a link changes nothing and shows nothing, because mail scanners open every link.
 */
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Choosing, Chosen } from "../../../policies/choose.ts";
import { addDays, dayOf, inWords, instantOf, timeOf } from "../../../policies/calendar/instant.ts";
import type { Published } from "../../../policies/published.ts";
import type { Submission, submit } from "../../api/submit.ts";
import { isAtAgency, type Agency, type Directory } from "../../directory/directory.ts";
import type { Story } from "../../escalations/escalations.ts";
import type { Invitation, Invitations } from "../../links/invitations.ts";
import type { Log } from "../../log.ts";
import { MailRefused, type Mail } from "../../mail/mail.ts";
import { raiseLinkMessage } from "../../mail/messages.ts";
import { fieldView, readFields, type Problem } from "../fields.ts";
import type { MessageView, Render } from "../render.ts";
import { longestBody, sentCommand, typedIn } from "../sent.ts";
import { problemAt, readChecked, readConcern, saysImmediateRisk } from "./concern.ts";
import { concernSections, whereSections, workEmail } from "./questions.ts";
import { checkView, formView, keptTexts, listing, raisedView, startView } from "./view.ts";
import { areasToday, readWhere, type Where } from "./where.ts";

export interface RaiseDependencies {
  readonly directory: Pick<Directory, "agency" | "agencies" | "agencyAt">;
  readonly invitations: Invitations;
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
}

const daysValid = 7;

/** Who opened a link, and when. */
interface Visitor {
  /** UTC. */
  readonly at: string;
  readonly action: string;
  readonly invitation: Invitation;
  readonly own: Agency;
}

/**
 * Adds `/raise` and `/raise/:secret`. A link that is forged, cut short or over gets 404, the same for each; what is wrong
 * in a form gets 422, with what was typed. A concern that is sent twice from one check page is raised once.
 */
export function addRaising(
  app: Hono,
  render: Render,
  { clock, newId, directory, invitations, mail, policies, submit, serviceUrl, log }: Given,
): void {
  const message = (c: Context, status: ContentfulStatusCode, view: MessageView) =>
    c.html(render("message", view), status);
  const limited = bodyLimit({
    maxSize: longestBody,
    onError: (c) =>
      message(c, 413, {
        title: "This is too much for one form",
        says: ["Go back, shorten what you typed, and send it again. Nothing has been raised."],
      }),
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
    return message(c, 200, linkSent);
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
    const invitation = await invitations.find(c.req.param("secret") ?? "", at);
    const own = invitation && (await directory.agency(invitation.agency));
    if (!invitation || !own || !isAtAgency(invitation.email, own)) return undefined;
    return { at, action: c.req.path, invitation, own };
  }

  app.get("/raise/:secret", async (c) => {
    const visitor = await visitorOf(c);
    if (!visitor) return message(c, 404, notOurs);
    return c.html(
      render("raise/invited", {
        title: "Raise a concern",
        action: visitor.action,
        agency: visitor.own.name,
        until: inWords(visitor.invitation.until),
      }),
    );
  });

  app.post("/raise/:secret", limited, async (c) => {
    const visitor = await visitorOf(c);
    const typed = await typedIn(c);
    if (!visitor) return message(c, 404, { ...notOurs, kept: keptTexts(typed) });
    switch (typed.get("do")) {
      case "continue":
      case "where":
        return whereForm(c, visitor, typed);
      case "concern": {
        const where = await whereIn(visitor, typed);
        return "problems" in where
          ? whereForm(c, visitor, typed, where.problems)
          : concernForm(c, visitor, where, typed);
      }
      case "check":
        return check(c, visitor, typed);
      case "raise":
        return raise(c, visitor, typed);
      default:
        return message(c, 400, notAForm);
    }
  });

  async function others(own: Agency): Promise<Agency[]> {
    return (await directory.agencies()).filter((each) => each.id !== own.id);
  }

  const whereFields = async ({ at, own }: Visitor) => whereSections(areasToday(policies, at), await others(own));

  async function whereIn({ at, own }: Visitor, typed: URLSearchParams): Promise<ReturnType<typeof readWhere>> {
    const areas = areasToday(policies, at);
    const agencies = await others(own);
    const fields = whereSections(areas, agencies).flatMap((each) => each.fields);
    return readWhere(fields, typed, { at, areas, own, others: agencies, choose: policies.choose });
  }

  async function whereForm(
    c: Context,
    visitor: Visitor,
    typed: URLSearchParams,
    problems: readonly Problem[] = [],
  ): Promise<Response> {
    const page = {
      title: "Where the concern belongs",
      caption: "Raise a concern: step 1 of 3",
      action: visitor.action,
      button: { does: "concern", text: "Continue" },
    };
    return c.html(
      render("raise/form", formView(page, await whereFields(visitor), typed, problems)),
      problems.length > 0 ? 422 : 200,
    );
  }

  function concernForm(
    c: Context,
    { action, own }: Visitor,
    where: Where,
    typed: URLSearchParams,
    problems: readonly Problem[] = [],
  ): Response {
    const page = {
      title: "The concern",
      caption: "Raise a concern: step 2 of 3",
      partnership: where.policy.partnership.name,
      action,
      button: { does: "check", text: "Continue" },
      back: { does: "where", text: "Back to where it belongs" },
    };
    const sections = concernSections(where, own, { immediateRisk: saysImmediateRisk(typed) });
    return c.html(render("raise/form", formView(page, sections, typed, problems)), problems.length > 0 ? 422 : 200);
  }

  async function check(c: Context, visitor: Visitor, typed: URLSearchParams): Promise<Response> {
    const where = await whereIn(visitor, typed);
    if ("problems" in where) return whereForm(c, visitor, typed, where.problems);
    const { at, own, invitation, action } = visitor;
    const fields = concernSections(where, own, { immediateRisk: saysImmediateRisk(typed) }).flatMap(
      (each) => each.fields,
    );
    const read = readConcern(fields, typed, { at, where, own, invitation });
    if ("problems" in read) return concernForm(c, visitor, where, typed, read.problems);
    return c.html(
      render(
        "raise/check",
        checkView({ action, command: newId() }, { concern: read.concern, where, own, invitation, typed }),
      ),
    );
  }

  /** What was checked is raised as it was shown; only where it cannot be is anything read again. */
  async function raise(c: Context, visitor: Visitor, typed: URLSearchParams): Promise<Response> {
    const { invitation, own } = visitor;
    const concern = readChecked(typed.get("checked"), invitation);
    const idempotencyKey = sentCommand(typed);
    if (!concern || !idempotencyKey) return message(c, 400, notAForm);
    const submitted = await submit({ concern, client: { id: `page:${own.id}`, agency: own.id }, idempotencyKey });
    if ("raised" in submitted) return raised(c, visitor, submitted.raised, typed);

    const { problem } = submitted;
    if (!problem.errors) return message(c, 409, raisedOtherwise);
    const steps = await whereFields(visitor);
    const inStep1 = problem.errors.map((each) =>
      problemAt(
        each,
        steps.flatMap(({ fields }) => fields),
      ),
    );
    const where = await whereIn(visitor, typed);
    if ("problems" in where) return whereForm(c, visitor, typed, where.problems);
    if (inStep1.some(({ input }) => input !== "")) return whereForm(c, visitor, typed, inStep1);
    const fields = concernSections(where, own, { immediateRisk: concern.immediateRisk }).flatMap((each) => each.fields);
    return concernForm(
      c,
      visitor,
      where,
      typed,
      problem.errors.map((each) => problemAt(each, fields)),
    );
  }

  async function raised(c: Context, visitor: Visitor, story: Story, typed: URLSearchParams): Promise<Response> {
    const { area, receiving } = story.state.raised;
    const held = policies.areasHeld().find(({ id }) => id === area);
    const agency = await directory.agency(receiving.agency);
    return c.html(
      render(
        "raise/raised",
        raisedView(story, {
          action: visitor.action,
          at: visitor.at,
          areaName: held?.name ?? typed.get("other-area") ?? area,
          email: visitor.invitation.email,
          receiving: agency?.name ?? receiving.agency,
        }),
      ),
    );
  }
}

const linkSent: MessageView = {
  title: "Check your email",
  says: [
    "If the address belongs to an agency that this service knows, we have sent a link to it. Open the link to raise your concern. It works for 7 days.",
    "If nothing arrives within a few minutes, look among unwanted email, and check that you gave your work address. If that does not help, ask your safeguarding partnership whether it has added your agency.",
    "Do not wait for an email if it is urgent: speak with the other agency, and with your manager or safeguarding lead.",
  ],
};

const notOurs: MessageView = {
  title: "This link does not work",
  says: [
    "It may have been cut short on its way, or its 7 days are over. Open it again from the email that you received, or copy the whole of it.",
    "If it still does not work, ask for a new one. Nothing has been raised by this one just now.",
  ],
  leads: { to: "/raise", text: "Ask for a new link" },
};

const notAForm: MessageView = {
  title: "This form is not one of ours",
  says: ["Nothing has been raised. Open the link in the email that you received and begin again."],
};

const raisedOtherwise: MessageView = {
  title: "This concern was raised before in other words",
  says: [
    "It was sent from the same page before, and what was sent then is on the record. Nothing more has been raised.",
    "To add something to it, open the link in the email that acknowledges it. To raise another concern, open your link again and press Continue.",
  ],
};
