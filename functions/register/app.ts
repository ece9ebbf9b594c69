/**
 * A partnership’s register and reports, behind the link that a digest brings (ALL-12). GET and HEAD show whose it is and
 * nothing of what is in it, and change nothing: mail scanners open every link. A person presses Continue.
 */
import { createHash } from "node:crypto";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { dayOf, inWords, type Day } from "../../policies/calendar/instant.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { takingAlerts } from "../alerts/submit.ts";
import type { Directory, Partnership } from "../directory/directory.ts";
import type { FiguresDependencies } from "../figures/read.ts";
import { lastQuarter } from "../figures/report.ts";
import type { PageLimits } from "../limits/page-limits.ts";
import { registerLinkEnds, type RegisterLink, type RegisterLinks } from "../links/register-links.ts";
import { log as toLog, nameOf, type Log } from "../log.ts";
import { MailRefused, type Mail } from "../mail/mail.ts";
import { registerLinkMessage } from "../mail/messages.ts";
import { loadAssets } from "../pages/assets.ts";
import type { Problem } from "../pages/fields.ts";
import { pageHeaders } from "../pages/headers.ts";
import { createRender, type MessageView } from "../pages/render.ts";
import { typedIn } from "../pages/sent.ts";
import { shellOf } from "../pages/shell.ts";
import { messages } from "../pages/words/message.ts";
import { register as words } from "../pages/words/register.ts";
import { agenciesToChoose, daysAsked, whichAsked, type Asked, type Choices } from "./asked.ts";
import { chartsOf } from "./charts.ts";
import { csvHeaders, registerCsv } from "./csv.ts";
import { lastYear, readRegister, stagesOf, type Register } from "./read.ts";
import { periodAsked, readReport, reportCsv, reportShown } from "./report.ts";
import { matching, sorted } from "./rows.ts";
import { chartsView, filterView, listView, reportView, type RegisterFrame } from "./view.ts";

/** Nothing in it opens a record (ALL-13): the register is made of summaries. */
export interface RegisterDependencies extends FiguresDependencies {
  /** The instant now, UTC, ISO-8601 with milliseconds and Z. */
  readonly clock: { now(): string };
  readonly links: RegisterLinks;
  readonly limits: Pick<PageLimits, "press" | "fresh">;
  readonly directory: Pick<Directory, "agencies" | "partnership">;
  /** The policies in force on a day, Europe/London: what a partnership does beside escalations. */
  readonly inForce: (day: Day) => readonly Policy[];
  readonly mail: Mail;
  /** Where the pages are, without a slash at the end. */
  readonly serviceUrl: string;
  readonly log: Log;
  /** Every page says that this is a trial, in which all e-mail goes to one address. */
  readonly trial?: boolean;
  /** Hears of every defect that ended in an error page; otherwise its name goes to the log. */
  readonly report?: (defect: Error) => void;
}

interface Visit {
  /** UTC. */
  readonly now: string;
  readonly link: RegisterLink;
  readonly known: Partnership | undefined;
  readonly frame: RegisterFrame;
}

/** No form of ours has more than a few lines. */
export const longestBody = 20_000;

/**
 * The pages as an application that answers requests.
 *
 * A link that is none of ours gets 404, one that is over 410 and one button; what is typed wrongly gets 422; what no page of
 * ours sends, 400.
 */
export function createRegister(dependencies: RegisterDependencies): Hono {
  const { clock, links, limits, directory, inForce, mail, serviceUrl, log } = dependencies;
  const { trial = false, report = logDefect } = dependencies;
  const app = new Hono();
  const render = createRender(loadAssets(), trial);
  const message = (c: Context, status: ContentfulStatusCode, view: MessageView) =>
    c.html(render("message", view), status);

  app.use(...pageHeaders("data:"));

  /** Who opened the link, or nobody where it is not one of ours. */
  async function visitOf(c: Context): Promise<Visit | undefined> {
    const now = clock.now();
    const link = await links.find(c.req.param("secret") ?? "", now);
    if (!link) return undefined;
    const known = await directory.partnership(link.partnership);
    const name = nameOfPartnership(link.partnership, known, dependencies);
    const frame = { ...shellOf(name, known), partnership: name, title: words.title, action: c.req.path };
    return { now, link, known, frame };
  }

  const isOver = ({ link, now }: Visit) => link.until <= now;

  app.get("/register/:secret", async (c) => {
    const visit = await visitOf(c);
    if (!visit) return message(c, 404, words.notOurs);
    const { frame, link } = visit;
    if (isOver(visit)) return over(c, visit);
    const { whose, does, alone, ends } = words.landing;
    return c.html(
      render("register/landing", {
        ...frame,
        says: [whose(frame.partnership), does, `${alone} ${ends(inWords(link.until))}`],
      }),
    );
  });

  const over = (c: Context, { frame }: Visit) =>
    c.html(render("register/over", { ...frame, title: words.over.title }), 410);

  app.post(
    "/register/:secret",
    bodyLimit({ maxSize: longestBody, onError: (c) => message(c, 413, words.tooLong) }),
    async (c) => {
      const visit = await visitOf(c);
      if (!visit) return message(c, 404, words.notOurs);
      const { link, now, frame } = visit;
      if (!(await limits.press(countedAs(link), readerOf(link), now)))
        return message(c, 429, { ...shellAlone(frame), ...words.tooOften });
      const typed = await typedIn(c);
      const does = typed.get("do") ?? "";
      if (isOver(visit)) return does === "fresh" ? fresh(c, visit) : over(c, visit);
      switch (does) {
        case "continue":
          return list(c, visit, new URLSearchParams());
        case "register":
          return list(c, visit, typed);
        case "filter":
          return filter(c, visit, typed);
        case "csv":
          return csv(c, visit, typed);
        case "charts":
          return charts(c, visit, typed);
        case "report":
        case "report-word":
        case "report-csv":
          return reported(c, visit, typed, does);
        default:
          return message(c, 400, { ...shellAlone(frame), ...words.notAForm });
      }
    },
  );

  /** Another link to the address to which one went that is over; the page never shows the address. */
  async function fresh(c: Context, { link, now, known, frame }: Visit): Promise<Response> {
    const say = (status: ContentfulStatusCode, says: MessageView) =>
      message(c, status, { ...shellAlone(frame), ...says });
    const { partnership, email } = link;
    if (!(await limits.fresh(countedAs(link), readerOf(link), now))) return say(429, words.fresh.tooOften);
    const until = registerLinkEnds(now);
    const path = await links.issue({ partnership, email, issuedAt: now, until });
    try {
      await mail.send(
        email,
        registerLinkMessage({
          partnership: { ...known, name: frame.partnership },
          url: `${serviceUrl}${path}`,
          until,
        }),
        { reference: "register" },
      );
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      log("warn", "A fresh link to a register was refused by the mail service", { partnership });
      return say(410, words.fresh.refused);
    }
    log("info", "A fresh link to a register was sent", { partnership });
    return say(200, words.fresh.sent);
  }

  interface Read extends Register {
    readonly asked: Asked;
    readonly choices: Choices;
  }

  /** What was asked, and what there is; or what is wrong with what was typed, and what can be chosen. */
  async function read(
    { link, now }: Visit,
    typed: URLSearchParams,
  ): Promise<Read | { readonly problems: readonly Problem[]; readonly choices: Choices }> {
    const days = daysAsked(typed, now);
    const period = "period" in days ? days.period : lastYear(now);
    const found = await readRegister(link.partnership, period, now, dependencies);
    const choices = {
      stages: stagesOf(link.partnership, found.rows, dependencies),
      raising: agenciesToChoose("raising", found.rows, found.agencies, typed),
      receiving: agenciesToChoose("receiving", found.rows, found.agencies, typed),
    };
    const which = whichAsked(typed, period, choices);
    const problems = [...("problems" in days ? days.problems : []), ...("problems" in which ? which.problems : [])];
    if (problems.length > 0 || "problems" in which) return { problems, choices };
    return { ...found, asked: which.asked, choices };
  }

  async function list(c: Context, visit: Visit, typed: URLSearchParams): Promise<Response> {
    const found = await read(visit, typed);
    if ("problems" in found) return wrong(c, visit, typed, found);
    return c.html(
      render("register/list", listView(visit.frame, found.rows, found.asked, found.choices, typed, visit.now)),
    );
  }

  async function filter(c: Context, visit: Visit, typed: URLSearchParams): Promise<Response> {
    const { choices } = await read(visit, typed);
    return c.html(render("register/filter", filterView(visit.frame, choices, typed)));
  }

  const wrong = (
    c: Context,
    { frame }: Visit,
    typed: URLSearchParams,
    { choices, problems }: { readonly choices: Choices; readonly problems: readonly Problem[] },
  ) => c.html(render("register/filter", filterView(frame, choices, typed, problems)), 422);

  async function csv(c: Context, visit: Visit, typed: URLSearchParams): Promise<Response> {
    const found = await read(visit, typed);
    if ("problems" in found) return wrong(c, visit, typed, found);
    const { rows, asked } = found;
    const { link, now } = visit;
    return c.body(registerCsv(sorted(matching(rows, asked.filters), asked.sort), now), 200, {
      ...csvHeaders(`register-${link.partnership}-${dayOf(now)}`),
    });
  }

  async function charts(c: Context, visit: Visit, typed: URLSearchParams): Promise<Response> {
    const found = await read(visit, typed);
    if ("problems" in found) return wrong(c, visit, typed, found);
    const { facts, rows, asked, choices, agencies } = found;
    const shown = new Set(matching(rows, asked.filters).map(({ reference }) => reference));
    // The library that draws is large and needed here alone.
    const { bars, groupedBars } = await import("../charts/bars.ts");
    const drawn = chartsOf(
      facts.filter(({ reference }) => shown.has(reference)),
      asked.period,
      agencies,
    ).map((each) => ({
      ...each,
      svg: each.drawn.as === "bars" ? bars(each.drawn.bars) : groupedBars(each.drawn.labels, each.drawn.series),
    }));
    return c.html(render("register/charts", chartsView(visit.frame, asked, choices, typed, visit.now, drawn)));
  }

  /** The report as a page, or as a file of the same period. */
  async function reported(
    c: Context,
    { link, frame, now }: Visit,
    typed: URLSearchParams,
    as: "report" | "report-word" | "report-csv",
  ): Promise<Response> {
    const { partnership } = link;
    const asked = periodAsked(typed, now);
    const period = "period" in asked ? asked.period : lastQuarter(dayOf(now));
    const problems = "problems" in asked ? asked.problems : [];
    const found = await readReport(partnership, period, now, dependencies);
    const shown = reportShown(found.report, frame.partnership, now, found.nameOf);
    if (as === "report" || problems.length > 0) {
      const alertTitle = takingAlerts(inForce(dayOf(now))).find((each) => each.partnership.id === partnership)
        ?.practiceAlerts.title;
      const view = reportView(frame, shown, { partnership, alertTitle }, typed, now, problems);
      return c.html(render("register/report", view), problems.length > 0 ? 422 : 200);
    }
    const name = `report-${partnership}-${period.from}-to-${period.to}`;
    if (as === "report-csv") return c.body(reportCsv(shown), 200, csvHeaders(name));
    // As is the library that writes documents.
    const { reportDocx } = await import("./docx.ts");
    return c.body(await reportDocx(shown), 200, {
      "Content-Type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "Content-Disposition": `attachment; filename="${name}.docx"`,
      "Cache-Control": "no-store",
    });
  }

  app.notFound((c) => message(c, 404, messages.notFound));
  app.onError((defect, c) => {
    report(defect);
    return message(c, 500, messages.defect);
  });
  return app;
}

/** Its policy has its name, or else the directory; by its id it is called where neither knows it any more. */
function nameOfPartnership(
  id: string,
  known: Partnership | undefined,
  { publishedPolicies }: Pick<RegisterDependencies, "publishedPolicies">,
): string {
  return publishedPolicies().find((each) => each.partnership.id === id)?.partnership.name ?? known?.name ?? id;
}

/** What stands around a page that leads nowhere. */
const shellAlone = ({ partnership, danger, contact }: RegisterFrame) => ({
  partnership,
  ...(danger ? { danger } : {}),
  ...(contact ? { contact } : {}),
});

/** As what presses and fresh links are counted: no reference of an escalation is like it. */
const countedAs = ({ partnership }: RegisterLink) => `register-${partnership}`;

/** Whoever a link went to, without their address. */
const readerOf = ({ email }: RegisterLink) => createHash("sha256").update(email.toLowerCase()).digest("hex");

const logDefect = (defect: Error) =>
  toLog("error", "a page of a register could not be shown", { error: nameOf(defect) });
