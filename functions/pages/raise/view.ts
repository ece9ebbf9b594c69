/** What the pages say by which a concern is raised. */
import { dayInWords, dayOf, inWords } from "../../../policies/calendar/instant.ts";
import type { Policy, Stage } from "../../../policies/language/schema.ts";
import { roleInWords, stageAfter, stageOf } from "../../../policies/language/stages.ts";
import type { Concern } from "../../api/concern.ts";
import { notYetFormal } from "../../api/policies.ts";
import { askedFor, ownDefaultInWords } from "../../core/asked.ts";
import { clocksAtOpening } from "../../core/clocks.ts";
import { wordsInWords } from "../../core/raising.ts";
import { runningClocks } from "../../core/escalation.ts";
import type { Draft, Raised } from "../../drafts/drafts.ts";
import type { Invitation } from "../../links/invitations.ts";
import type { Story } from "../../escalations/escalations.ts";
import { fieldView, type FieldView, type Problem, type Typed } from "../fields.ts";
import type { Shell } from "../shell.ts";
import { nextSteps } from "../standing.ts";
import type { Listed } from "../view.ts";
import { capital, listed, type Row } from "../wording.ts";
import { raise as words } from "../words/raise.ts";
import { informalAtFirst } from "./asked.ts";
import { answerOf, type Page } from "./page.ts";
import { firstOpen, isDone, sectionsOf, typedOf, type Asked, type Section } from "./pages.ts";
import { guidance, riskCalled } from "./questions.ts";
import { whyThisPolicy, type AreaToday, type Where } from "./where.ts";

export interface StartView {
  readonly title: string;
  readonly areas: readonly { readonly name: string; readonly says: readonly string[] }[];
  /** Whether a partnership of these takes practice alerts (MED-16). */
  readonly practiceAlerts: boolean;
  readonly fields: readonly FieldView[];
  readonly problems: readonly Listed[];
}

export interface InvitedView {
  readonly title: string;
  readonly action: string;
  readonly agency: string;
  readonly until: string;
}

/** A link that has ended, from which a fresh one can be sent. */
export interface OverView {
  readonly title: string;
  readonly action: string;
  readonly until: string;
  readonly kept: readonly Row[];
}

/** For a link whose time is over. @param kept what was typed all the same, given back to copy from */
export const overView = (action: string, { until }: Pick<Invitation, "until">, kept: readonly Row[]): OverView => ({
  title: words.over.title,
  action,
  until: inWords(until),
  kept,
});

/** What every page of a concern that is being written has: whose link it is, which draft, and until when it is kept. */
export interface Writing extends Shell {
  readonly action: string;
  /** The command of the draft. */
  readonly draft: string;
  readonly saved: { readonly until: string; readonly comeBack: string };
}

export interface PageView extends Writing {
  readonly title: string;
  readonly caption: string;
  readonly page: string;
  /** Whether the title is over several fields, and not the one field's own. */
  readonly titled: boolean;
  readonly says: readonly string[];
  readonly quotes: readonly string[];
  readonly fields: readonly FieldView[];
  readonly about?: Page["about"];
  /** It was opened from the check page, and goes back there. */
  readonly fromCheck: boolean;
  readonly problems: readonly Listed[];
}

export interface ListView extends Writing {
  readonly title: string;
  readonly begun: string;
  readonly before: readonly string[];
  readonly sections: readonly {
    readonly title: string;
    readonly page: string;
    readonly state: string;
    readonly done: boolean;
  }[];
  /** Whether all that is asked is known yet. */
  readonly whole: boolean;
  /** The page to go on with; none when everything is answered. */
  readonly next?: string;
}

export interface Answered extends Row {
  readonly page: string;
}

export interface CheckView extends Writing {
  readonly title: string;
  readonly caption: string;
  readonly revision: number;
  readonly changed: boolean;
  readonly says: readonly string[];
  readonly sections: readonly { readonly title: string; readonly rows: readonly Answered[] }[];
  readonly problems: readonly Listed[];
}

export interface BeforeView extends Shell {
  readonly title: string;
  readonly action: string;
  readonly says: readonly string[];
}

export interface RaisedView extends Shell {
  readonly title: string;
  readonly reference: string;
  readonly panel: string;
  readonly policy: readonly string[];
  readonly next: readonly string[];
  readonly asked: readonly Row[];
  readonly then: readonly string[];
  readonly action: string;
}

export function startView(areas: readonly AreaToday[], field: FieldView, problems: readonly Listed[]): StartView {
  const policies = [...new Set(areas.map((each) => each.policy))];
  return {
    title: words.start.title,
    areas: policies.map((policy) => ({
      name: listed(areas.filter((each) => each.policy === policy).map((each) => each.area.name)),
      says: [words.start.policyOf(policy.title, policy.partnership.name, policy.coversInWords), ...guidance(policy)],
    })),
    practiceAlerts: policies.some((each) => each.practiceAlerts),
    fields: [field],
    problems,
  };
}

/** A problem in the summary at the top, leading to its input where it has one. */
export const listing = ({ says, input }: Problem): Listed => ({ text: says, ...(input ? { href: `#${input}` } : {}) });

export function pageView(
  writing: Writing,
  page: Page,
  { typed, problems, fromCheck }: { typed: Typed; problems: readonly Problem[]; fromCheck: boolean },
): PageView {
  return {
    ...writing,
    title: page.title ?? page.fields[0]?.label ?? "",
    titled: page.title !== undefined,
    caption: words.caption,
    page: page.id,
    says: page.says ?? [],
    quotes: page.quotes ?? [],
    fields: page.fields.map((field) =>
      fieldView(page.title === undefined ? { ...field, asHeading: true } : field, typed, problems),
    ),
    ...(page.about ? { about: page.about } : {}),
    fromCheck,
    problems: problems.map(listing),
  };
}

export function listView(writing: Writing, asked: Asked, draft: Draft): ListView {
  const done = asked.pages.filter((each) => isDone(each, draft)).length;
  const whole = asked.where !== undefined;
  const next = firstOpen(asked, draft);
  return {
    ...writing,
    title: words.list.title,
    begun: words.list.begun(dayInWords(dayOf(draft.begunAt)), done, whole ? asked.pages.length : undefined),
    before: draft.raised.map(({ reference, at }) => words.list.raisedBefore(reference, inWords(at))),
    sections: sectionsOf(asked.pages).map((section) => {
      const open = section.pages.filter((each) => !isDone(each, draft));
      const answered = section.pages.length - open.length;
      const { states } = words.list;
      return {
        title: sectionTitle(section, asked.where),
        page: (open[0] ?? section.pages[0])?.id ?? "",
        done: open.length === 0,
        state:
          open.length === 0
            ? states.done
            : answered === 0
              ? states.untouched
              : states.some(answered, section.pages.length),
      };
    }),
    whole,
    ...(next ? { next: next.id } : {}),
  };
}

function sectionTitle({ id }: Section, where: Where | undefined): string {
  const { sections } = words;
  if (id === "whom") return where ? sections.whom[where.subject] : "";
  if (id === "them") return where ? sections.them(where.receiving.name) : "";
  return sections[id];
}

export function checkView(
  writing: Writing,
  {
    asked,
    where,
    draft,
    concern,
    revision,
    email,
    changed,
    problems,
  }: {
    asked: Asked;
    where: Where;
    draft: Draft;
    concern: Concern;
    revision: number;
    email: string;
    changed: boolean;
    problems: readonly Problem[];
  },
): CheckView {
  const typed = typedOf(draft.answers);
  const { policy } = where;
  return {
    ...writing,
    title: words.check.title,
    caption: words.caption,
    revision,
    changed,
    says: [
      words.check.under(policy.title, policy.partnership.name, whyThisPolicy(where)),
      words.check.told(where.receiving.name),
      ...informalAtFirst(concern, policy),
    ],
    sections: sectionsOf(asked.pages).map((section) => ({
      title: sectionTitle(section, where),
      rows: section.pages.map((page) => ({
        key: page.called,
        // The address is the link's own, and nothing that can be changed.
        text: page.id === "your-name" ? `${answerOf(page, typed)}\n${email}` : answerOf(page, typed),
        page: page.id,
      })),
    })),
    problems: problems.map(({ says }) => ({ text: says })),
  };
}

/** The long texts of a concern that cannot go on, so that nobody has to write them again. */
export function keptTexts(typed: Typed): Row[] {
  return Object.entries(words.kept).flatMap(([input, key]) => {
    const text = typed.get(input)?.trim() ?? "";
    return text === "" ? [] : [{ key, text }];
  });
}

export const beforeView = (shell: Shell, action: string, raised: readonly Raised[]): BeforeView => ({
  ...shell,
  title: words.before.title,
  action,
  says: raised.map(({ reference, at }) => words.before.says(reference, inWords(at))),
});

/** The page after raising. @param at the instant now, UTC */
export function raisedView(
  shell: Shell,
  story: Story,
  {
    action,
    at,
    areaName,
    email,
    receiving,
  }: {
    readonly action: string;
    readonly at: string;
    readonly areaName: string;
    readonly email: string;
    readonly receiving: string;
  },
): RaisedView {
  const { state, rules, reference } = story;
  const { policy } = rules;
  const { raised } = state;
  const because = raised.policy.because ?? "area";
  const missing = state.missing.map((each) =>
    each === "risk" ? uncapital(riskCalled(raised.subject)) : wordsInWords[each],
  );
  const risk = raised.immediateRisk;
  const notYet = notYetFormal(policy, raised);
  const w = words.raised;
  return {
    ...shell,
    title: w.title,
    reference,
    panel: w.panel(reference),
    action,
    policy: [
      w.onRecord(receiving),
      w.under(policy.title, policy.partnership.name, whyThisPolicy({ because, policy, areaName })),
      ...(raised.raiseBy?.late ? [w.late(inWords(raised.raiseBy.due))] : []),
      ...(notYet ? [notYet.because] : []),
    ],
    ...whatNext(story, at),
    then: [
      ...(missing.length > 0 ? [w.missing(listed(missing))] : []),
      ...(risk && !policy.immediateRisk.opensAt ? [w.sooner] : []),
      w.email(email),
      ...guidance(policy),
    ],
  };
}

const uncapital = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** The stage that is open, or opens now, and by when what is asked there is due. */
function whatNext(story: Story, at: string): Pick<RaisedView, "next" | "asked"> {
  const { state, rules } = story;
  const { policy } = rules;
  if (state.phase !== "opening" && state.phase !== "at stage")
    return { next: nextSteps({ state, policy, agencies: new Map() }), asked: [] };
  const stage = stageOf(policy, state.phase === "opening" ? state.next : state.stage);
  const clocks =
    state.phase === "opening"
      ? clocksAtOpening(state, stage.stage, stage.clocks, rules, state.since, at)
      : runningClocks(state).filter((each) => each.stage === stage.stage && each.kind === "stage");
  const next = stageAfter(policy, stage.stage);
  return {
    next: [words.raised.stage(stage.title, whoActs(policy, stage)), ...(state.guide ? [words.raised.guide] : [])],
    asked: [
      ...clocks.map((clock) => {
        const asked = askedFor(policy, clock);
        const own = ownDefaultInWords(asked);
        return { key: words.raised.by(inWords(clock.due)), text: `${capital(asked.asks)}${own ? `\n${own}` : ""}` };
      }),
      ...(next ? [{ key: words.raised.after, text: words.raised.goesOn(next.title) }] : []),
    ],
  };
}

/** Who acts at a stage, in the policy's words. */
function whoActs(policy: Policy, { raisingSide = [], receivingSide = [], body }: Stage): string {
  const called = (roles: readonly string[]) => roles.map((each) => roleInWords(policy, each)).join(words.raised.or);
  const [raising, receiving] = [called(raisingSide), called(receivingSide)];
  const sides =
    raising === receiving
      ? [raising && words.raised.bothSides(raising)]
      : [words.raised.yourSide(raising), words.raised.otherSide(receiving)];
  return listed([...sides.filter(Boolean), ...(body ? [words.raised.body(roleInWords(policy, body.role))] : [])]);
}
