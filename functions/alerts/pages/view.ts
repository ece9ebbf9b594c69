/** What the pages of a practice alert's links say. Before Continue, nothing of the alert (ALL-13). */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import { timescaleInWords } from "../../../policies/calendar/timescale.ts";
import { roleInWords } from "../../../policies/language/stages.ts";
import type { Directory } from "../../directory/directory.ts";
import type { Link } from "../../links/links.ts";
import { erasedInWords } from "../../pages/concern.ts";
import type { Ask, Part } from "../../pages/part.ts";
import { groupsOf, type Frame, type LandingView, type Listed, type Offer, type OfferGroup } from "../../pages/view.ts";
import { shellOf, type Shell } from "../../pages/shell.ts";
import type { Row } from "../../pages/wording.ts";
import { alertPart as said } from "../../pages/words/alert-part.ts";
import type { AlertStory } from "../alerts.ts";
import {
  alertRules,
  evolve,
  informerSeat,
  runningClocks,
  silentAgencies,
  type Alert,
  type Held,
} from "../core/alert.ts";
import { erased } from "../core/events.ts";
import { fallenDue } from "../core/moments.ts";
import { ownNumber, whatIsAsked } from "../asked.ts";
import { howInWords, submittedRows } from "./timeline.ts";

/** One opening of a link: whose seat it is, and how the record stands at this moment. */
export interface AlertVisit {
  readonly at: string;
  readonly action: string;
  readonly link: Link;
  /** With every deadline that has passed by now, though the clock that records it wakes a little later. */
  readonly story: AlertStory;
  readonly seat: Held;
  /** Whose pages these are, whom to call in danger, whom to ask. */
  readonly shell: Shell;
}

/** @returns undefined when the record does not know the seat of the link */
export async function alertVisit(
  story: AlertStory,
  link: Link,
  { at, action }: Pick<AlertVisit, "at" | "action">,
  directory: Pick<Directory, "partnership">,
): Promise<AlertVisit | undefined> {
  const state = fallenDue(story.state, at, story.rules).reduce<Alert>(evolve, story.state);
  const held = state.seats.get(link.seat);
  if (!held) return undefined;
  const { id, name } = story.rules.policy.partnership;
  const shell = shellOf(name, await directory.partnership(id));
  return { at, action, link, story: { ...story, state }, seat: held, shell };
}

export interface AlertPartyView extends Frame {
  readonly part: Part;
  readonly alert: readonly Row[];
  readonly responses: readonly Row[];
  readonly actions: readonly Row[];
  readonly outcome: readonly Row[];
  readonly offers: readonly OfferGroup[];
  readonly problems: readonly Listed[];
}

export function alertFrame({ story, action, shell }: AlertVisit): Frame {
  const { reference, rules } = story;
  const { title, doesNotReplace } = alertRules(rules);
  return {
    reference,
    ...shell,
    partnership: rules.policy.partnership.name,
    action,
    called: title,
    thing: said.thing,
    sees: said.sees,
    notInstead: doesNotReplace,
  };
}

export const groupCalled = ({ rules }: AlertStory) => roleInWords(rules.policy, alertRules(rules).group);

export const alertLanding = (visit: AlertVisit): LandingView => ({ ...alertFrame(visit), part: partOf(visit) });

export function alertPartyView(
  visit: AlertVisit,
  offers: readonly Offer[],
  problems: readonly Listed[] = [],
): AlertPartyView {
  const { story } = visit;
  return {
    ...alertFrame(visit),
    part: partOf(visit),
    alert: submittedRows(story),
    responses: responseRows(story),
    actions: actionRows(story),
    outcome: outcomeRows(story),
    offers: groupsOf(offers),
    problems,
  };
}

function partOf({ story, seat }: AlertVisit): Part {
  const { state } = story;
  const group = groupCalled(story);
  const isMember = state.members.includes(seat.seat);
  if (state.phase === "closed")
    return {
      heading: said.closed.heading,
      says: [said.closed.by(group, state.how ? howInWords(state.how) : said.closed.onRecord), said.closed.can],
      asks: [],
    };
  if (isMember)
    return {
      heading: said.member.heading(group),
      says: [seat.via === "inbox" ? said.member.inbox(group) : said.member.agency(seat.agency), said.member.can],
      asks: asksOf(story, seat),
    };
  return {
    heading: said.told.heading,
    says: [nextStep(story), seat.seat === informerSeat ? said.told.informer : said.told.can],
    asks: [],
  };
}

/** What a member is asked now: their agency's response until it is there, and what the whole group owes. */
export function clocksFor({ state }: AlertStory, { seat, agency }: Held) {
  if (!state.members.includes(seat)) return [];
  const responded = state.responded.includes(agency);
  return runningClocks(state).filter(({ clock }) => clock !== "respond" || !responded);
}

function asksOf(story: AlertStory, seat: Held): Ask[] {
  const { rules } = story;
  const { chaseEvery, setBy } = alertRules(rules);
  return clocksFor(story, seat).map(({ clock, due, nextChase }): Ask => {
    const what = whatIsAsked(clock, groupCalled(story));
    return {
      what: what.charAt(0).toUpperCase() + what.slice(1),
      by: nextChase ? said.ask.passed(inWords(due)) : inWords(due),
      otherwise: said.ask.otherwise(timescaleInWords(chaseEvery), setBy !== "policy"),
      notes: [ownNumber(clock, rules).trim()].filter((each) => each !== ""),
    };
  });
}

/** What happens next, in a sentence. */
export function nextStep(story: AlertStory): string {
  const { state } = story;
  const group = groupCalled(story);
  if (state.phase === "submitted") return said.next.submitted(group);
  if (state.phase === "closed") return said.next.closed;
  const open = state.actions.filter((each) => each.doneAt === undefined).length;
  if (open > 0) return said.next.oversees(group, open);
  const silent = silentAgencies(state);
  if (silent.length > 0) return said.next.silent(group);
  return said.next.responded(group);
}

function responseRows({ state, history }: AlertStory): Row[] {
  const given = history.flatMap((each) =>
    each.type === "AgencyResponded"
      ? [
          {
            key: each.by.agency,
            text: each.sealed === erased ? erasedInWords : `${each.sealed.response}\n(${each.sealed.name})`,
          },
        ]
      : [],
  );
  const silent = state.phase === "closed" ? [] : silentAgencies(state);
  return [...given, ...silent.map((key) => ({ key, text: said.notResponded }))];
}

export function actionRows({ state }: AlertStory): Row[] {
  return state.actions.map(({ number, recorded, doneAt }) => ({
    key: said.action.called(number),
    text: [
      recorded.sealed === erased ? erasedInWords : recorded.sealed.what,
      [recorded.agency, recorded.sealed === erased ? undefined : recorded.sealed.who].filter(Boolean).join(": "),
      doneAt ? said.action.done(inWords(doneAt)) : said.action.due(dayInWords(recorded.due)),
    ].join("\n"),
  }));
}

function outcomeRows({ history }: AlertStory): Row[] {
  const closed = history.findLast((each) => each.type === "AlertClosed");
  if (!closed) return [];
  return [{ key: said.outcome, text: closed.sealed === erased ? erasedInWords : closed.sealed.outcome }];
}
