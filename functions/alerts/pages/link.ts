/**
 * The pages that a link of a practice alert opens. As with an escalation, GET and HEAD show and change nothing of it; a
 * person presses Continue, reads, chooses and presses (ALL-13). Refusals and statuses are the same (functions/pages).
 */
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { inWords } from "../../../policies/calendar/instant.ts";
import type { PageLimits } from "../../limits/page-limits.ts";
import type { Directory } from "../../directory/directory.ts";
import type { Links } from "../../links/links.ts";
import { expiredView, type SendFresh } from "../../pages/expired.ts";
import { fieldView, readFields, type Problem, type Typed } from "../../pages/fields.ts";
import { isExpired } from "../../pages/link-state.ts";
import type { MessageView, RecordView, Render } from "../../pages/render.ts";
import { savedAsData, saveAsData } from "../../pages/record.ts";
import { longestBody, sentCommand, typedIn } from "../../pages/sent.ts";
import type { Listed } from "../../pages/view.ts";
import { english } from "../../pages/words/index.ts";
import { messages } from "../../pages/words/message.ts";
import type { Alerts, AlertStory } from "../alerts.ts";
import type { SeatCommand } from "../core/commands.ts";
import { mayDo } from "../core/decide.ts";
import { alertFormOf, alertOffers } from "./forms.ts";
import { alertHappened, alertTimeline } from "./timeline.ts";
import { alertFrame, alertLanding, alertPartyView, alertVisit, nextStep, type AlertVisit } from "./view.ts";

interface AlertLinkDependencies {
  readonly clock: { now(): string };
  readonly newId: () => string;
  readonly links: Pick<Links, "find">;
  readonly limits: PageLimits;
  readonly alerts: Alerts;
  readonly directory: Pick<Directory, "partnership">;
  readonly sendFresh: SendFresh;
}

/** A link that is forged, cut short or of another record gets 404, the same for each, and 429 once that was tried too often. */
export function addAlertLinks(
  app: Hono,
  render: Render,
  { clock, newId, links, limits, alerts, directory, sendFresh }: AlertLinkDependencies,
): void {
  const message = (c: Context, status: ContentfulStatusCode, view: MessageView) =>
    c.html(render("message", view), status);
  const link = "/:reference{PA-[0-9A-Z]{4}-[0-9A-Z]{4}}/:secret";

  async function visit(c: Context): Promise<AlertVisit | undefined> {
    const [reference = "", secret = ""] = [c.req.param("reference"), c.req.param("secret")];
    const [found, story] = await Promise.all([links.find(reference, secret), alerts.read(reference)]);
    if (found?.reference !== reference || !story) return undefined;
    return alertVisit(story, found, { at: clock.now(), action: c.req.path }, directory);
  }

  const none = async (c: Context) =>
    (await limits.wrong(c.req.param("reference") ?? "", clock.now()))
      ? message(c, 404, messages.notOurs)
      : message(c, 429, messages.tooOften);

  app.get(link, async (c) => {
    const visitor = await visit(c);
    if (!visitor) return none(c);
    if (isExpired(visitor.link, visitor.at)) return c.html(render("expired", expiredView(alertFrame(visitor))));
    return c.html(render("landing", alertLanding(visitor)));
  });

  app.post(
    link,
    bodyLimit({
      maxSize: longestBody,
      onError: (c) => message(c, 413, messages.tooLong),
    }),
    async (c) => {
      const visitor = await visit(c);
      if (!visitor) return none(c);
      if (!(await limits.press(visitor.story.reference, visitor.seat.seat, clock.now())))
        return message(c, 429, messages.tooOften);
      const typed = await typedIn(c);
      const wanted = typed.get("do") ?? "";
      if (isExpired(visitor.link, visitor.at)) {
        const frame = alertFrame(visitor);
        if (wanted !== "fresh") return c.html(render("expired", expiredView(frame, typed)), 410);
        const { status, ...said } = await sendFresh(visitor.link, visitor.seat.person, frame, visitor.at);
        return c.html(render("fresh", { ...frame, ...said }), status);
      }
      switch (wanted) {
        case "continue":
          return c.html(render("alert/party", alertPartyView(visitor, alertOffers(visitor))));
        case "record":
          return c.html(render("record", alertRecordView(visitor)));
        case "export":
          return savedAlert(visitor);
        case "choose":
          return choose(c, visitor, typed.get("form") ?? "");
        default:
          return submit(c, visitor, wanted, typed);
      }
    },
  );

  function choose(c: Context, visitor: AlertVisit, key: string) {
    if (key === "") {
      const problems: Listed[] = [{ text: english.party.offers.nothing, href: "#offers" }];
      return c.html(render("alert/party", alertPartyView(visitor, alertOffers(visitor), problems)), 422);
    }
    const chosen = alertFormOf(key);
    if (!chosen) return message(c, 400, { ...alertFrame(visitor), ...messages.alert.notAForm });
    if (!mayDo(visitor.story.state, visitor.seat.seat).has(chosen.does))
      return message(c, 409, {
        ...alertFrame(visitor),
        ...messages.alert.notNow,
      });
    return form(c, 200, visitor, { key, command: newId() });
  }

  async function submit(c: Context, visitor: AlertVisit, key: string, typed: Typed) {
    const chosen = alertFormOf(key);
    if (!chosen) return message(c, 400, { ...alertFrame(visitor), ...messages.alert.notAForm });
    const command = sentCommand(typed) ?? newId();
    const id = `page:${command}`;
    const { at, story } = visitor;
    const cause = { kind: "party", seat: visitor.seat.seat } as const;

    // A second press may find that the form has nothing left to ask, so it is not read again.
    if (story.commits.some((each) => each.command === id)) {
      const again = await alerts.perform(story, { type: "reach moment", id, at }, cause);
      return done(c, visitor, again.story, id, messages.already);
    }
    const again = (status: 409 | 422, problems: readonly Problem[], general: readonly Listed[] = []) =>
      form(c, status, visitor, { key, command, typed, problems, general });
    const { values, problems } = readFields(chosen.page(visitor).fields, typed);
    if (problems.length > 0) return again(422, problems);

    const whole: SeatCommand = {
      ...chosen.command(values),
      id,
      at,
      seat: visitor.seat.seat,
      name: values.get("your-name") ?? "",
    };
    const performed = await alerts.perform(story, whole, cause);
    if (performed.result === "refused") {
      const { field = "", says } = performed.refusal;
      const input = chosen.inputs?.[field];
      return input
        ? again(422, [{ field: input.replace(/-day$/, ""), input, says }])
        : again(409, [], [{ text: says }]);
    }
    const heading = performed.result === "nothing" ? messages.already : chosen.done;
    return done(c, visitor, performed.story, id, heading);
  }

  function done(c: Context, before: AlertVisit, story: AlertStory, id: string, title: string) {
    const visitor = { ...before, story };
    const commit = story.commits.find((each) => each.command === id);
    return c.html(
      render("done", {
        ...alertFrame(visitor),
        title,
        says: [],
        ...(commit ? { entry: commit.number } : {}),
        recorded: (commit?.events ?? []).filter((each) => "by" in each).map((each) => alertHappened(each, story)),
        next: [nextStep(story)],
      }),
    );
  }

  function form(c: Context, status: 200 | 409 | 422, visitor: AlertVisit, shown: ShownForm) {
    const { key, command, typed, problems = [], general = [] } = shown;
    const page = alertFormOf(key)?.page(visitor);
    if (!page) return message(c, 400, { ...alertFrame(visitor), ...messages.alert.notAForm });
    return c.html(
      render("form", {
        ...alertFrame(visitor),
        form: key,
        command,
        stage: "alert",
        title: page.title,
        does: page.does,
        ...(page.warning ? { warning: page.warning } : {}),
        shows: page.shows,
        fields: page.fields.map((field) => fieldView(field, typed, problems)),
        button: page.button,
        problems: [...general, ...problems.map((each) => ({ text: each.says, href: `#${each.input}` }))],
      }),
      status,
    );
  }
}

const alertRecordView = (visitor: AlertVisit): RecordView => ({
  ...alertFrame(visitor),
  entries: alertTimeline(visitor.story),
  shown: inWords(visitor.at),
  saves: [saveAsData],
});

function savedAlert(visitor: AlertVisit): Response {
  const { at, story } = visitor;
  const { reference, partnership, called } = alertFrame(visitor);
  return savedAsData(alertTimeline(story), story.commits, { reference, partnership, called, asOf: at });
}

interface ShownForm {
  readonly key: string;
  readonly command: string;
  readonly typed?: Typed;
  readonly problems?: readonly Problem[];
  /** What is wrong with the form as a whole. */
  readonly general?: readonly Listed[];
}
