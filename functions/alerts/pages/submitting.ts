/**
 * Submitting a practice alert by page (MED-16), in the manner of raising a concern: a link goes to a work address, and by
 * it the alert is written, checked and submitted. Nothing is stored before the last press, and opening a link changes
 * and shows nothing.
 */
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { addDays, dayOf, inWords, instantOf, timeOf } from "../../../policies/calendar/instant.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import { isAtAgency, type Agency, type Directory } from "../../directory/directory.ts";
import { isOver, type Invitation, type Invitations } from "../../links/invitations.ts";
import type { Log } from "../../log.ts";
import { MailRefused, type Mail } from "../../mail/mail.ts";
import { alertLinkMessage } from "../../mail/messages.ts";
import { fieldView, readFields, type Field, type Problem } from "../../pages/fields.ts";
import { workEmail as raiserEmail } from "../../pages/raise/questions.ts";
import { listing, overView } from "../../pages/raise/view.ts";
import type { MessageView, Render } from "../../pages/render.ts";
import { shellOf } from "../../pages/shell.ts";
import { longestBody, sentCommand, typedIn } from "../../pages/sent.ts";
import { listed, type Row } from "../../pages/wording.ts";
import { alert as words } from "../../pages/words/alert.ts";
import { alertQuestions as said, alertRead } from "../../pages/words/alert-questions.ts";
import { messages as everyMessage } from "../../pages/words/message.ts";
import type { AlertBody } from "../body.ts";
import { takingAlerts, type AlertSubmission, type submitAlert, type TakingAlerts } from "../submit.ts";
import { themeIn, themeSent, type AlertTheme } from "../theme.ts";
import { formView, hiddenOf } from "./long-form.ts";
import { alertProblemAt, alertRows, alertSections, isAboutACase, readAlert, readCheckedAlert } from "./questions.ts";
import { alertStartView, alertSubmittedView } from "./submitting-view.ts";

export interface SubmittingDependencies {
  readonly directory: Pick<Directory, "agency" | "agencyAt" | "partnership">;
  readonly invitations: Invitations;
  readonly mail: Mail;
  /** The policies in force on a day, Europe/London. */
  readonly inForce: (day: string) => readonly Policy[];
  readonly submitAlert: (submission: AlertSubmission) => ReturnType<typeof submitAlert>;
  readonly serviceUrl: string;
  readonly log: Log;
}

interface Given extends SubmittingDependencies {
  readonly clock: { now(): string };
  readonly newId: () => string;
}

const daysValid = 7;

const themeInWords = (type: string, agencies: readonly string[]) => words.theme.called(type, listed(agencies));
const messages = everyMessage.submitting;

interface Visitor {
  readonly over: boolean;
  readonly action: string;
  readonly invitation: Invitation;
  readonly own: Agency;
  readonly taking: readonly TakingAlerts[];
}

const workEmail: Field = {
  ...raiserEmail,
  hint: said.workEmailHint,
};

/** Adds `/alert` and `/alert/:secret`; refusals are as for `/raise`. */
export function addSubmitting(
  app: Hono,
  render: Render,
  { clock, newId, directory, invitations, mail, inForce, submitAlert, serviceUrl, log }: Given,
): void {
  const message = (c: Context, status: ContentfulStatusCode, view: MessageView) =>
    c.html(render("message", view), status);
  const limited = bodyLimit({
    maxSize: longestBody,
    onError: (c) => message(c, 413, messages.tooLong),
  });
  const taking = () => takingAlerts(inForce(dayOf(clock.now())));
  async function start(c: Context, status: 200 | 422, typed?: URLSearchParams, problems: readonly Problem[] = []) {
    const theme = typed && themeTaken(typed);
    const begins = theme && { says: themeInWords(theme.type, await namesOf(theme)), sent: themeSent(theme) };
    const view = alertStartView(taking(), fieldView(workEmail, typed, problems), problems.map(listing), begins);
    return c.html(render("alert/start", view), status);
  }

  /** The theme that a report's button brought, where its partnership takes alerts. */
  function themeTaken(typed: URLSearchParams): AlertTheme | undefined {
    const theme = themeIn(typed);
    return taking().some(({ partnership }) => partnership.id === theme?.partnership) ? theme : undefined;
  }

  /** The names of a theme's agencies that the directory knows. */
  async function namesOf({ agencies }: AlertTheme): Promise<string[]> {
    const found = await Promise.all(agencies.map((each) => directory.agency(each)));
    return found.flatMap((each) => each?.name ?? []);
  }

  app.get("/alert", (c) => start(c, 200));

  app.post("/alert", limited, async (c) => {
    const typed = await typedIn(c);
    // Somebody comes from a theme of a report, and was not asked for an address yet.
    if (!typed.has(workEmail.name) && themeTaken(typed)) return start(c, 200, typed);
    const { values, problems } = readFields([workEmail], typed);
    const email = values.get(workEmail.name);
    if (email === undefined) return start(c, 422, typed, problems);
    const agency = await directory.agencyAt(email);
    // Whether an address is known is nobody's business but its owner's.
    if (agency && taking().length > 0) await sendLink(agency, email, themeTaken(typed));
    return message(c, 200, messages.linkSent);
  });

  async function sendLink(agency: Agency, email: string, theme?: AlertTheme): Promise<void> {
    const at = clock.now();
    if (!(await invitations.mayAsk(email, at))) return;
    const until = instantOf(addDays(dayOf(at), daysValid), timeOf(at));
    const begun = theme ? { theme } : {};
    const path = await invitations.issue({ agency: agency.id, email, issuedAt: at, until, ...begun }, "alert");
    try {
      await mail.send(email, alertLinkMessage({ agency: agency.name, url: `${serviceUrl}${path}`, until }), {
        reference: "alert",
      });
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      log("warn", "A link to submit a practice alert was refused by the mail service", { agency: agency.id });
    }
  }

  /** What stands around the pages of one partnership's alert. */
  const shell = async ({ id, name }: Policy["partnership"]) => shellOf(name, await directory.partnership(id));

  async function visitorOf(c: Context): Promise<Visitor | undefined> {
    const at = clock.now();
    const invitation = await invitations.find(c.req.param("secret") ?? "", at, "alert");
    const own = invitation && (await directory.agency(invitation.agency));
    if (!invitation || !own || !isAtAgency(invitation.email, own)) return undefined;
    return { over: isOver(invitation, at), action: c.req.path, invitation, own, taking: taking() };
  }

  const over = (c: Context, { action, invitation }: Visitor, typed = new URLSearchParams()) =>
    c.html(render("raise/over", overView(action, invitation, keptTexts(typed))), 410);

  app.get("/alert/:secret", async (c) => {
    const visitor = await visitorOf(c);
    if (!visitor) return message(c, 404, messages.notOurs);
    if (visitor.over) return over(c, visitor);
    return c.html(
      render("alert/invited", {
        title: words.start.title,
        action: visitor.action,
        agency: visitor.own.name,
        until: inWords(visitor.invitation.until),
        called: words.called,
        notInstead: notInsteadOf(visitor),
      }),
    );
  });

  app.post("/alert/:secret", limited, async (c) => {
    const visitor = await visitorOf(c);
    const typed = await typedIn(c);
    if (!visitor) return message(c, 404, { ...messages.notOurs, kept: keptTexts(typed) });
    if (visitor.over) {
      if (typed.get("do") !== "fresh") return over(c, visitor, typed);
      await sendLink(visitor.own, visitor.invitation.email, visitor.invitation.theme);
      return message(c, 200, messages.freshSent);
    }
    switch (typed.get("do")) {
      case "continue":
        return form(c, visitor, await begunWith(visitor.invitation.theme));
      case "form":
        return form(c, visitor, typed);
      case "check":
        return check(c, visitor, typed);
      case "submit":
        return submit(c, visitor, typed);
      default:
        return message(c, 400, messages.notAForm);
    }
  });

  /** What a form has in it from the beginning: what the theme says of which it is about. All of it can be changed. */
  async function begunWith(theme: AlertTheme | undefined): Promise<URLSearchParams> {
    if (!theme) return new URLSearchParams();
    return new URLSearchParams({
      partnership: theme.partnership,
      concerns: "more than one agency",
      summary: words.theme.summary(themeInWords(theme.type, await namesOf(theme))),
    });
  }

  function form(c: Context, visitor: Visitor, typed: URLSearchParams, problems: readonly Problem[] = []): Response {
    const { action, own, invitation } = visitor;
    const page = {
      title: words.form.title,
      caption: words.form.caption,
      action,
      called: words.called,
      notInstead: notInsteadOf(visitor),
      button: { does: "check", text: words.form.button },
    };
    const sections = alertSections(visitor.taking, own, invitation.email);
    return c.html(render("alert/form", formView(page, sections, typed, problems)), problems.length > 0 ? 422 : 200);
  }

  /** Turned back, with the way for a concern about a case and with what was written (MED-16). */
  function turnBack(c: Context, visitor: Visitor, typed: URLSearchParams): Response {
    return message(c, 422, {
      title: words.aboutACase.title,
      says: [
        ...words.aboutACase.says,
        ...visitor.taking.map(({ partnership, practiceAlerts }) =>
          words.aboutACase.instead(partnership.name, practiceAlerts.aboutACase),
        ),
      ],
      leads: { to: "/raise", text: words.aboutACase.raise },
      also: { to: visitor.action, text: words.aboutACase.back },
      kept: keptTexts(typed),
    });
  }

  async function check(c: Context, visitor: Visitor, typed: URLSearchParams): Promise<Response> {
    if (isAboutACase(typed)) return turnBack(c, visitor, typed);
    const { own, invitation, action } = visitor;
    const read = readAlert(visitor.taking, own, invitation, typed);
    if ("problems" in read) return form(c, visitor, typed, read.problems);
    const { alert } = read;
    const policy = visitor.taking.find((each) => each.partnership.id === alert.partnership);
    const early = notConsulted(alert);
    if (!policy || early) return form(c, visitor, typed, early ? [early] : []);
    return c.html(
      render("alert/check", {
        title: words.check.title,
        caption: words.check.caption,
        ...(await shell(policy.partnership)),
        called: policy.practiceAlerts.title,
        notInstead: policy.practiceAlerts.doesNotReplace,
        action,
        rows: alertRows(alert, alert.date, consultedOf(alert)),
        says: words.check.says,
        hidden: hiddenOf(typed, new Set()),
        command: newId(),
        checked: JSON.stringify(alert),
      }),
    );
  }

  /** What was checked is submitted as it was shown; the core decides whether it is accepted. */
  async function submit(c: Context, visitor: Visitor, typed: URLSearchParams): Promise<Response> {
    const { invitation, own } = visitor;
    const alert = readCheckedAlert(typed.get("checked"), invitation);
    const idempotencyKey = sentCommand(typed);
    if (!alert || !idempotencyKey) return message(c, 400, messages.notAForm);
    if (!alert.notAboutOneCase) return turnBack(c, visitor, typed);
    const result = await submitAlert({ alert, client: { id: `page:${own.id}`, agency: own.id }, idempotencyKey });
    if ("submitted" in result) {
      const { submitted } = result;
      const view = alertSubmittedView(submitted, await shell(submitted.rules.policy.partnership));
      return c.html(render("alert/submitted", view));
    }
    const { errors } = result.problem;
    if (!errors) return message(c, 409, messages.submittedOtherwise);
    const fields = alertSections(visitor.taking, own, invitation.email).flatMap((each) => each.fields);
    return form(
      c,
      visitor,
      typed,
      errors.map((each) => alertProblemAt(each, fields)),
    );
  }
}

/** Asked before the check page, in the words of the core, so that nobody checks what cannot be submitted. */
function notConsulted({ concerns, consulted }: AlertBody): Problem | undefined {
  if (concerns !== "one agency" || (consulted?.on && consulted.with)) return undefined;
  const input = consulted?.on ? "consulted-with" : "consulted-on";
  return {
    field: input,
    input: input === "consulted-on" ? "consulted-on-day" : input,
    says: said.consulted.missing,
  };
}

const consultedOf = ({ consulted }: AlertBody) =>
  consulted?.on ? { service: consulted.service, on: consulted.on, with: consulted.with ?? "" } : undefined;

const notInsteadOf = ({ taking }: Visitor) => [
  ...new Set(taking.flatMap(({ practiceAlerts }) => practiceAlerts.doesNotReplace)),
];

/** The long texts of an alert that cannot go on, so that nobody has to write them again. */
function keptTexts(typed: URLSearchParams): Row[] {
  return [
    ["summary", alertRead.summary],
    ["measures", alertRead.measures],
    ["causes", alertRead.causes],
    ["good-practice", alertRead.goodPractice],
    ["action", alertRead.action],
  ].flatMap(([input = "", key = ""]) => {
    const text = typed.get(input)?.trim() ?? "";
    return text === "" ? [] : [{ key, text }];
  });
}
