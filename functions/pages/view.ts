/** What the pages of a link say before and after Continue. Everything is read from the record and the policy. */
import { dayInWords, inWords } from "../../policies/calendar/instant.ts";
import { stageOf } from "../../policies/language/stages.ts";
import { adviceOnRoles } from "../core/people.ts";
import { lastOpened, runningClocks } from "../core/escalation.ts";
import { erased } from "../core/events.ts";
import { raisedAnswerRows } from "./answers.ts";
import { checklistOf } from "./checklist.ts";
import { concernRows, erasedInWords, missingInWords } from "./concern.ts";
import type { FieldView } from "./fields.ts";
import { partOf, type Part } from "./part.ts";
import type { Shell } from "./shell.ts";
import { nextSteps, whoOwes } from "./standing.ts";
import { capital, type Row } from "./wording.ts";
import { english } from "./words/index.ts";
import { agencyName, openStage, roleCalled, sideInWords, unansweredProposal, type Visit } from "./visit.ts";

const words = english.party;

/** A problem in the summary at the top, with the input that it leads to where there is one. */
export interface Listed {
  readonly text: string;
  readonly href?: string;
}

/** One thing that can be done now, to choose from. */
export interface Offer {
  readonly value: string;
  readonly text: string;
  readonly hint: string;
  /** It is asked of the person, and not only open to them. */
  readonly asked?: true;
}

/** What can be agreed to on the page itself, by a name and a press. */
export interface Agreement {
  /** The form that it is sent as, and that “Do not agree” leads to. */
  readonly form: string;
  readonly command: string;
  readonly stage: string;
  /** What exactly is agreed to. */
  readonly about: string;
  /** What agreeing does, in a sentence. */
  readonly does: string;
  readonly name: FieldView;
}

/** What stands on every page that a link opens. */
export interface Frame extends Shell {
  readonly reference: string;
  readonly partnership: string;
  readonly action: string;
  /** What it is called where it is no escalation, and in a sentence where it is no concern. */
  readonly called?: string;
  readonly thing?: string;
  /** Who sees the record, where there are no two sides: “Everybody with a link sees”. */
  readonly sees?: string;
  /** What it does not replace. */
  readonly notInstead?: readonly string[];
}

export interface LandingView extends Frame {
  readonly part: Part;
}

/** The page of a link that is over: nothing of the case, and a button for a fresh one. */
export interface ExpiredView extends Frame {
  /** What was sent by it and not recorded, to copy from. */
  readonly kept: readonly Row[];
}

export interface PartyView extends Frame {
  readonly part: Part;
  readonly asked: readonly string[];
  readonly missing?: string;
  readonly risk?: string;
  readonly proposal?: { readonly heading: string; readonly says: string; readonly text: string };
  readonly agreement?: Agreement;
  readonly concern: readonly Row[];
  readonly acting: readonly Row[];
  readonly about?: { readonly title: string; readonly text: string; readonly clause: string };
  /** Whom to ask: when unsure how to go on (ALL-16), or who is in a role (MED-04). */
  readonly advice: readonly string[];
  /** What a side does, ticks and dates at a stage, as far as it is done (SHR-09). */
  readonly lists: readonly { readonly title: string; readonly says: string; readonly rows: readonly Row[] }[];
  readonly next: readonly string[];
  readonly offers: readonly OfferGroup[];
  readonly problems: readonly Listed[];
}

/** Things that can be done, under one heading. */
export interface OfferGroup {
  readonly heading: string;
  readonly asked: boolean;
  readonly offers: readonly Offer[];
}

/** What every page of a link shows around its content. */
export function frameOf(visit: Visit, action: string): Frame {
  return { reference: visit.reference, ...visit.shell, partnership: visit.policy.partnership.name, action };
}

/** The page that the link itself opens: nothing of the case, no names (ALL-13). */
export function landingView(visit: Visit, action: string): LandingView {
  return { ...frameOf(visit, action), part: partOf(visit, { detail: false }) };
}

/** The page after Continue. */
export function partyView(
  visit: Visit,
  action: string,
  offers: readonly Offer[],
  agreement?: Agreement,
  problems: readonly Listed[] = [],
): PartyView {
  const { state, policy, seat } = visit;
  const open = openStage(visit);
  const missing = seat.side === "raising" && state.missing.length > 0 && state.phase !== "closed";
  const proposal = proposalWaiting(visit) ?? (agreement ? dateWaiting(visit) : undefined);
  return {
    ...frameOf(visit, action),
    part: partOf(visit, { detail: true }),
    asked: informationAsked(visit),
    ...(missing
      ? { missing: words.missing.says(capital(missingInWords(state.missing)), state.missing.length > 1) }
      : {}),
    ...(state.immediateRisk ? { risk: riskInWords(visit) } : {}),
    ...(proposal ? { proposal } : {}),
    ...(agreement ? { agreement } : {}),
    concern: [...concernRows(visit), ...raisedAnswerRows(state.raised, policy)],
    acting: actingRows(visit),
    ...(open?.about ? { about: { title: open.title, text: open.about, clause: open.clause } } : {}),
    advice: adviceFor(visit),
    lists: listsOf(visit),
    next: nextSteps(visit),
    offers: groupsOf(offers.filter(({ value }) => value !== agreement?.form)),
    problems,
  };
}

/** What is asked of the person first; the rest is what they can do beside, or all that they can do. */
export function groupsOf(offers: readonly Offer[]): OfferGroup[] {
  const asked = offers.filter((each) => each.asked);
  const rest = offers.filter((each) => !each.asked);
  const { offers: headings } = words;
  return [
    { heading: headings.asked, asked: true, offers: asked },
    { heading: asked.length > 0 ? headings.else : headings.can, asked: false, offers: rest },
  ].filter((each) => each.offers.length > 0);
}

function adviceFor({ policy, state }: Visit): string[] {
  const roles =
    state.phase === "at stage"
      ? (["raising", "receiving"] as const).flatMap((side) => adviceOnRoles(policy, state.stage, state.raised, side))
      : [];
  return [...(policy.advice ? [policy.advice] : []), ...new Set(roles)];
}

/** The lists of which something is still to do, the same for both sides. */
function listsOf(visit: Visit): PartyView["lists"] {
  const { state, policy } = visit;
  return runningClocks(state)
    .filter((each) => each.kind === "checklist")
    .map((clock) => ({
      title: words.list.title(stageOf(policy, clock.stage).title),
      says: words.list.says(whoOwes(visit, clock), inWords(clock.due)),
      rows: checklistOf(visit, clock.stage).map(({ item, on, due }) => ({
        key: item.words,
        text: on ? words.list.done(dayInWords(on)) : due ? words.list.notDone : words.list.later,
      })),
    }));
}

function proposalWaiting(visit: Visit): PartyView["proposal"] {
  const { state, story, seat } = visit;
  if (state.phase !== "at stage" || !state.proposal) return undefined;
  const side = unansweredProposal(story.history, state.stage);
  const text = lastProposal(visit, state.stage);
  if (!side || text === undefined) return undefined;
  const { heading, own, other } = words.proposal;
  return { heading, says: side === seat.side ? own : other(sideInWords(side)), text };
}

/** Another deadline that waits for this side's answer: why, and for when (ALL-08). */
function dateWaiting({ state, story }: Visit): PartyView["proposal"] {
  if (state.phase !== "at stage" || !state.dateProposal) return undefined;
  const { by, until } = state.dateProposal;
  const last = story.history.findLast((each) => each.type === "DateProposed");
  const why = last?.type !== "DateProposed" || last.sealed === erased ? erasedInWords : last.sealed.reason;
  const { heading, other } = words.date;
  return { heading, says: other(sideInWords(by.side)), text: `${capital(inWords(until))}\n\n${why}` };
}

/** The text of the resolution that was proposed last at a stage. */
export function lastProposal({ story }: Pick<Visit, "story">, stage: string): string | undefined {
  const last = story.history.findLast((each) => each.type === "ResolutionProposed" && each.stage === stage);
  if (last?.type !== "ResolutionProposed") return undefined;
  return last.sealed === erased ? erasedInWords : last.sealed.resolution;
}

function informationAsked({ standing, story }: Visit): string[] {
  if (!standing.may.has("provide information")) return [];
  const last = story.history.findLast((each) => each.type === "InformationRequested");
  if (last?.type !== "InformationRequested") return [];
  return [last.sealed === erased ? erasedInWords : last.sealed.request];
}

const riskInWords = ({ policy, state }: Visit) =>
  `${words.risk(policy.immediateRisk.words)}${state.guide ? words.guide : ""}`;

function actingRows(visit: Visit): Row[] {
  const { state, policy } = visit;
  if (state.phase !== "at stage") return [];
  return (lastOpened(state)?.acting ?? []).flatMap((seat): Row[] => {
    const held = state.seats.get(seat);
    if (!held) return [];
    const name = held.person === erased ? words.concern.erasedName : held.person.name;
    return [
      {
        key: capital(roleCalled(policy, held.role)),
        text: `${name}\n${words.actingAt(agencyName(visit, held.agency), sideInWords(held.side))}`,
      },
    ];
  });
}
