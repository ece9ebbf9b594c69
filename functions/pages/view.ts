/** What the pages say of an escalation and of a person's part in it. Everything is read from the record and the policy. */
import { dayInWords, dayOf, inWords, timeOf } from "../../policies/calendar/instant.ts";
import { timescaleInWords } from "../../policies/calendar/timescale.ts";
import { stageAfter, stageOf } from "../../policies/language/stages.ts";
import { askedFor, ownDefaultInWords } from "../core/asked.ts";
import { filingOf, questionsFor, seatsOwing } from "../core/capabilities.ts";
import { adviceOnRoles } from "../core/people.ts";
import {
  isOwed,
  lastOpened,
  runningClocks,
  stageDeadline,
  type Escalation,
  type LiveClock,
  type OpenedStage,
} from "../core/escalation.ts";
import { erased, type ConcernWords } from "../core/events.ts";
import { raisedAnswerRows } from "./answers.ts";
import { checklistOf } from "./checklist.ts";
import type { Shell } from "./shell.ts";
import { capital, listed, type Row } from "./wording.ts";
import {
  agencyName,
  handedOn,
  openStage,
  roleCalled,
  sideInWords,
  stageOver,
  unansweredProposal,
  whoActs,
  type Visit,
} from "./visit.ts";

export const erasedInWords = "This has been erased";

/** One thing that is asked of the person, by when, and what happens if nobody does it. */
export interface Ask {
  readonly what: string;
  readonly by?: string;
  readonly otherwise?: string;
  readonly notes: readonly string[];
}

/** What the person's part is now. Both the page before Continue and the one after begin with it. No case detail. */
export interface Part {
  readonly heading: string;
  readonly says: readonly string[];
  readonly asks: readonly Ask[];
}

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
  readonly rows: readonly Row[];
}

export interface PartyView extends Frame {
  readonly part: Part;
  readonly asked: readonly string[];
  readonly missing?: string;
  readonly risk?: string;
  readonly proposal?: { readonly says: string; readonly text: string };
  readonly concern: readonly Row[];
  readonly acting: readonly Row[];
  readonly about?: { readonly title: string; readonly text: string; readonly clause: string };
  /** Whom to ask: when unsure how to go on (ALL-16), or who is in a role (MED-04). */
  readonly advice: readonly string[];
  /** What a side does, ticks and dates at a stage, as far as it is done (SHR-09). */
  readonly lists: readonly { readonly title: string; readonly says: string; readonly rows: readonly Row[] }[];
  readonly offers: readonly Offer[];
  readonly problems: readonly Listed[];
}

/** What every page of a link shows around its content. */
export function frameOf(visit: Visit, action: string): Frame {
  return { reference: visit.reference, ...visit.shell, partnership: visit.policy.partnership.name, action };
}

/** The page that the link itself opens: nothing of the case, no names (ALL-13). */
export function landingView(visit: Visit, action: string): LandingView {
  const open = openStage(visit);
  return {
    ...frameOf(visit, action),
    part: partOf(visit, { detail: false }),
    rows: [
      { key: "Partnership", text: visit.policy.partnership.name },
      { key: "Policy", text: visit.policy.title },
      {
        key: "Your role",
        text: `${capital(roleCalled(visit.policy, visit.seat.role))} (${sideInWords(visit.seat.side)})`,
      },
      ...(open ? [{ key: "Stage now", text: open.title }] : []),
    ],
  };
}

/** The page after Continue. */
export function partyView(
  visit: Visit,
  action: string,
  offers: readonly Offer[],
  problems: readonly Listed[] = [],
): PartyView {
  const { state, policy, seat } = visit;
  const open = openStage(visit);
  const missing = seat.side === "raising" && state.missing.length > 0 && state.phase !== "closed";
  const proposal = proposalWaiting(visit);
  return {
    ...frameOf(visit, action),
    part: partOf(visit, { detail: true }),
    asked: informationAsked(visit),
    ...(missing
      ? {
          missing: `${capital(missingInWords(state.missing))} ${state.missing.length === 1 ? "is" : "are"} still missing from this concern.`,
        }
      : {}),
    ...(state.immediateRisk ? { risk: riskInWords(visit) } : {}),
    ...(proposal ? { proposal } : {}),
    concern: [...concernRows(visit), ...raisedAnswerRows(state.raised, policy)],
    acting: actingRows(visit),
    ...(open?.about ? { about: { title: open.title, text: open.about, clause: open.clause } } : {}),
    advice: adviceFor(visit),
    lists: listsOf(visit),
    offers,
    problems,
  };
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
      title: `What is to be done at “${stageOf(policy, clock.stage).title}”`,
      says: `To tick with the day on which it was done: ${whoOwes(visit, clock)}. All of it is due by ${inWords(clock.due)}.`,
      rows: checklistOf(visit, clock.stage).map(({ item, on, due }) => ({
        key: item.words,
        text: on
          ? `Done on ${dayInWords(on)}`
          : due
            ? "Not done yet"
            : "To do once the matter is settled at this stage",
      })),
    }));
}

function whyYou({ seat, state }: Visit): string {
  if (state.bounced.some((each) => each.instead === seat.seat))
    return " (because an email to whoever was asked before did not reach them for certain)";
  return seat.via === "inbox" ? " (this came to a shared inbox because nobody is known for the role)" : "";
}

function partOf(visit: Visit, { detail }: { detail: boolean }): Part {
  const { state, policy, standing } = visit;
  const asks = asksOf(visit, detail);
  const role = roleCalled(policy, visit.seat.role);
  if (state.phase === "closed")
    return {
      heading: "This escalation is closed",
      says: [
        endInWords(state.how),
        `You can read the record and add a note to it.${asks.length > 0 ? "" : " Nothing more is asked of you."}`,
        ...(stageOver(visit) ? [lateSays] : []),
      ],
      asks,
    };
  if (standing.acting)
    return {
      heading: "You are asked to act",
      says: [`You are asked as ${role}${whyYou(visit)}, on the ${sideInWords(visit.seat.side)}.`],
      asks,
    };
  if (asks.length > 0)
    return {
      heading: "Something is still asked of you",
      says: [`${howItStands(visit)} You are asked as ${role}, on the ${sideInWords(visit.seat.side)}.`],
      asks,
    };

  const handed = handedOn(visit);
  if (handed)
    return {
      heading: "Somebody else acts now",
      says: [
        `This was handed on from your role of ${role} at ${inWords(handed)}. Somebody else acts in your place, and the time allowed did not change.`,
        howItStands(visit),
        "You can still read the record and add a note to it.",
      ],
      asks: [],
    };
  const over = visit.answers === visit.link.stage ? stageOver(visit) : undefined;
  if (over)
    return {
      heading: "The stage that you were asked about is over",
      says: [...sinceThen(visit, over), howItStands(visit), ...(over.how === "resolved" ? [] : [lateSays])],
      asks: [],
    };
  return {
    heading: "Nothing is asked of you at the moment",
    says: [
      howItStands(visit),
      ...(state.phase === "at stage" ? [`Those who act now: ${listed(whoActs(visit))}.`] : []),
      "You can read the record and add to it.",
    ],
    asks: [],
  };
}

const lateSays =
  "You can still add an answer to the record. It is marked as a late answer and seen by those who act now, but it does not settle anything.";

/** What is asked in this seat: what the open stage waits for, duties, further information. */
function asksOf(visit: Visit, detail: boolean): Ask[] {
  const { state, standing } = visit;
  const stage = standing.acting && state.phase === "at stage" ? state.stage : undefined;
  const clocks = runningClocks(state).filter(
    (each) =>
      stage !== undefined && !isOwed(each) && each.stage === stage && (!each.passedAt || each.whenPassed === "chase"),
  );
  const lists = runningClocks(state).filter((each) => each.kind === "checklist" && standing.ticks.includes(each.stage));
  return [
    ...clocks.map((each) => clockAsk(visit, each, detail)),
    ...questionsAsk(visit),
    ...[...standing.owes, ...lists].map((each) => clockAsk(visit, each, detail)),
    ...(standing.may.has("give advice")
      ? [{ what: "Give the advice that your agency asks you for", notes: ["This does not stop the clock."] }]
      : []),
    ...(standing.may.has("provide information")
      ? [{ what: "Give the further information that you were asked for", notes: ["This does not stop the clock."] }]
      : []),
    ...filingAsk(visit),
  ];
}

/** What the policy wants to be told at this stage and nobody of the side has said yet. A response asks for its own answers. */
function questionsAsk({ state, policy, seat, standing, story }: Visit): Ask[] {
  if (state.phase !== "at stage" || !standing.may.has("answer questions")) return [];
  const said = new Set(
    story.history.flatMap((each) =>
      each.type === "QuestionsAnswered" &&
      each.stage === state.stage &&
      each.by.side === seat.side &&
      each.sealed !== erased
        ? Object.keys(each.sealed.answers)
        : [],
    ),
  );
  const left = questionsFor(stageOf(policy, state.stage), seat).filter((each) => each.required && !said.has(each.id));
  return left.length > 0
    ? [{ what: "Answer what the policy asks of you", notes: left.map((each) => each.question) }]
    : [];
}

/** At the end each side files the record, and can say so (MED-19, TP-08, KNO-16). */
function filingAsk({ state, policy, seat, standing }: Visit): Ask[] {
  const asks = standing.may.has("confirm filed") ? filingOf(state, policy, seat.side) : undefined;
  return asks ? [{ what: capital(asks), notes: ["Once it is done, you can confirm it here for your side."] }] : [];
}

function clockAsk(visit: Visit, clock: LiveClock, detail: boolean): Ask {
  const { policy, state } = visit;
  const asked = askedFor(policy, clock, visit.seat);
  const own = ownDefaultInWords(asked);
  const mine = state.phase === "at stage" && state.proposal?.by.side === visit.seat.side;
  const what =
    clock.kind === "proposal"
      ? mine
        ? "wait for the other side to accept or reject the resolution that your side proposed"
        : "accept or reject the resolution that was proposed"
      : asked.asks;
  const passed = clock.passedAt !== undefined;
  return {
    what: capital(what),
    by: passed ? `${inWords(clock.due)}. That time has passed` : inWords(clock.due),
    otherwise: otherwise(visit, clock),
    notes: [
      ...(detail && state.guide && clock.kind !== "duty"
        ? ["Immediate risk was flagged, so this timescale is only a guide. Do not wait for it."]
        : []),
      ...(own ? [own] : []),
      ...(standingDate(visit, clock) ?? []),
      ...(clock.provisional
        ? ["Bank holidays that far ahead are not published yet. The date may move when they are."]
        : []),
    ],
  };
}

/** Another deadline that waits for an answer (ALL-08). */
function standingDate({ state, seat }: Visit, clock: LiveClock): string[] | undefined {
  if (state.phase !== "at stage" || !state.dateProposal || clock !== stageDeadline(state)) return undefined;
  const { by, until } = state.dateProposal;
  return [
    by.side === seat.side
      ? `Your side proposed another deadline, ${inWords(until)}. It counts when the other side accepts it.`
      : `The ${sideInWords(by.side)} proposed another deadline, ${inWords(until)}. It counts when your side accepts it.`,
  ];
}

function otherwise({ policy, state }: Visit, clock: LiveClock): string {
  const { chaseEvery } = askedFor(policy, clock);
  const every = chaseEvery ? ` every ${timescaleInWords(chaseEvery).replace(/^1 /, "")}` : "";
  // What is on the list of a stage that climbs is left there; only after an agreement is it chased (SHR-09).
  if (clock.kind === "checklist" && state.phase === "at stage" && stageAfter(policy, clock.stage))
    return `Once the matter is settled at this stage, you and the partnership are reminded of what is left${every} until it is done. If it goes on to the next stage, the record says what was done here.`;
  switch (clock.whenPassed) {
    case "climb": {
      const next = stageAfter(policy, clock.stage);
      return next
        ? `If it is not settled by then, it goes to “${next.title}” by itself. Nobody has to do anything for that.`
        : "If it is not settled by then, that is recorded.";
    }
    case "chase":
      return `If it is not done by then, you and the partnership are reminded${every} until it is.`;
    case "note":
      return "If it is not done by then, the record says so.";
  }
}

function sinceThen({ state, policy }: Visit, over: OpenedStage): string[] {
  return state.opened
    .slice(state.opened.findLastIndex((each) => each.stage === over.stage))
    .flatMap(({ stage, endedAt, how }) =>
      endedAt && how
        ? [`“${stageOf(policy, stage).title}” ended at ${inWords(endedAt)}: ${stageEndInWords(how)}.`]
        : [],
    );
}

/** How a stage ended, as the end of a sentence. */
export function stageEndInWords(how: NonNullable<OpenedStage["how"]>): string {
  switch (how) {
    case "resolved":
      return "a resolution was accepted";
    case "unresolved":
      return "it was declared unresolved";
    case "deadline passed":
      return "its deadline passed before it was settled";
    case "immediate risk":
      return "immediate risk was flagged, which moves the matter on at once";
    case "referred":
      return "it was referred to a later stage";
    case "outcome given":
      return "its outcome was given";
    case "withdrawn":
      return "the concern was withdrawn";
  }
}

export function endInWords(how: "resolved" | "outcome given" | "withdrawn"): string {
  switch (how) {
    case "resolved":
      return "It ended by agreement: a resolution was proposed and the other side accepted it.";
    case "outcome given":
      return "It ended with the outcome given at the last stage.";
    case "withdrawn":
      return "It ended because the raising side withdrew the concern.";
  }
}

/** Where the escalation stands, in a sentence or two without case detail. */
function howItStands(visit: Visit): string {
  return nextSteps(visit)[0] ?? "";
}

/** What happens next and by when: for the page after an action, and for those who only look. */
export function nextSteps(visit: Pick<Visit, "state" | "policy" | "agencies">): string[] {
  const { state, policy } = visit;
  switch (state.phase) {
    case "opening": {
      const next = stageOf(policy, state.next);
      return [`It goes to “${next.title}” now. Those who act there are told by email at once.`];
    }
    case "at stage": {
      const { title } = stageOf(policy, state.stage);
      const deadline = stageDeadline(state);
      const next = stageAfter(policy, state.stage);
      const until = deadline
        ? deadline.passedAt
          ? `“${title}” is open. Its deadline, ${inWords(deadline.due)}, has passed.`
          : `“${title}” is open until ${inWords(deadline.due)}.`
        : `“${title}” is open.`;
      return [
        until,
        ...(state.proposal
          ? [
              `A resolution proposed by the ${sideInWords(state.proposal.by.side)} waits for the other side to accept or reject it.`,
            ]
          : []),
        ...(state.dateProposal
          ? [
              `Another deadline proposed by the ${sideInWords(state.dateProposal.by.side)}, ${inWords(state.dateProposal.until)}, waits for the other side to accept or reject it.`,
            ]
          : []),
        next
          ? `If it is not settled by then, it goes to “${next.title}” by itself.`
          : "Nothing climbs from this stage. Those who act are reminded until they give its outcome.",
        ...duties(visit),
      ];
    }
    case "duties":
      return [endInWords(state.how), ...duties(visit)];
    case "closed":
      return [endInWords(state.how), "The escalation is closed. Notes can still be added to its record."];
  }
}

function duties({ state, policy }: Pick<Visit, "state" | "policy">): string[] {
  return runningClocks(state)
    .filter((each) => each.kind === "duty" || (each.kind === "checklist" && state.phase === "duties"))
    .map(
      (clock) =>
        `Still to do, by ${inWords(clock.due)}${clock.passedAt ? " (that time has passed)" : ""}: ${askedFor(policy, clock).asks} (${whoOwes({ state, policy }, clock)}).`,
    );
}

/** Who owes something, by role and side: “line manager, raising side”. */
function whoOwes({ state, policy }: Pick<Visit, "state" | "policy">, clock: LiveClock): string {
  const roles = seatsOwing(state, policy, clock).map((seat) => roleCalled(policy, state.seats.get(seat)?.role ?? ""));
  return `${listed([...new Set(roles)]) || "nobody"}, ${clock.by ? sideInWords(clock.by) : "either side"}`;
}

function proposalWaiting(visit: Visit): PartyView["proposal"] {
  const { state, story, seat } = visit;
  if (state.phase !== "at stage" || !state.proposal) return undefined;
  const side = unansweredProposal(story.history, state.stage);
  const text = lastProposal(visit, state.stage);
  if (!side || text === undefined) return undefined;
  return {
    says:
      side === seat.side
        ? "Your side proposed this resolution. It counts when the other side accepts it."
        : `The ${sideInWords(side)} proposed this resolution. It counts when your side accepts it.`,
    text,
  };
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

function riskInWords({ policy, state }: Visit): string {
  const guide = state.guide ? " The timescales are a guide only: nobody need wait for them." : "";
  return `Immediate risk was flagged: “${policy.immediateRisk.words}”.${guide}`;
}

/** What each part of a concern is called on pages. */
export const wordsCalled: Readonly<Record<keyof ConcernWords, string>> = {
  issue: "The issue",
  disagreement: "The nature of the disagreement",
  risk: "The risk to the person",
  evidence: "The evidence",
  resolutionSought: "What the raising side aims to achieve",
};

const parts = ["issue", "disagreement", "risk", "evidence", "resolutionSought"] as const;

function missingInWords(missing: Escalation["missing"]): string {
  return listed(missing.map((each) => wordsCalled[each].charAt(0).toLowerCase() + wordsCalled[each].slice(1)));
}

function concernRows(visit: Visit): Row[] {
  const { state, policy } = visit;
  const { raised, words } = state;
  const concern = raised.sealed;
  const person =
    concern === erased
      ? erasedInWords
      : [
          concern.person.name,
          ...(concern.person.dateOfBirth ? [`Born ${dayInWords(concern.person.dateOfBirth)}`] : []),
          ...(concern.person.circumstances ? [concern.person.circumstances] : []),
        ].join("\n");
  const raiser = concern === erased ? erasedInWords : concern.raising.practitioner.name;
  const receiver = concern === erased ? undefined : concern.receiving.practitioner?.name;
  const protect = [...new Set(state.protectBy)].toSorted();
  return [
    { key: "Who it is about", text: person },
    { key: "Type of disagreement", text: typeInWords(visit) },
    ...parts.flatMap((each): Row[] => {
      const text = words === erased ? erasedInWords : words[each];
      return [{ key: wordsCalled[each], text: text ?? "Not said yet" }];
    }),
    { key: "When it arose", text: aroseInWords(raised.arose) },
    {
      key: "Raised",
      text: `${inWords(raised.at)}${raised.raiseBy?.late ? `\nThis is later than the policy’s own time for raising it, ${inWords(raised.raiseBy.due)}` : ""}`,
    },
    { key: "Raising agency", text: `${agencyName(visit, raised.raising.agency)}\n${raiser}` },
    {
      key: "Receiving agency",
      text: `${agencyName(visit, raised.receiving.agency)}${receiver ? `\n${receiver}` : ""}`,
    },
    { key: "Immediate risk", text: state.immediateRisk ? `Yes: ${policy.immediateRisk.words}` : "Not flagged" },
    ...(protect.length > 0
      ? [{ key: "To be settled sooner, to protect the person, by", text: protect.map(inWords).join("\n") }]
      : []),
  ];
}

/** The type of disagreement in the policy's words, or the description of another (ALL-03). */
export function typeInWords({ state, policy }: Pick<Visit, "state" | "policy">): string {
  const { disagreement, sealed } = state.raised;
  if (disagreement !== "another")
    return policy.disagreements.find((each) => each.id === disagreement)?.words ?? disagreement;
  return sealed === erased ? erasedInWords : `Another: ${sealed.anotherType ?? "not described"}`;
}

function actingRows(visit: Visit): Row[] {
  const { state, policy } = visit;
  if (state.phase !== "at stage") return [];
  return (lastOpened(state)?.acting ?? []).flatMap((seat): Row[] => {
    const held = state.seats.get(seat);
    if (!held) return [];
    const name = held.person === erased ? "Erased" : held.person.name;
    return [
      {
        key: capital(roleCalled(policy, held.role)),
        text: `${name}\n${agencyName(visit, held.agency)} (${sideInWords(held.side)})`,
      },
    ];
  });
}

/** When the disagreement arose: a day, unless a time was given with it. */
export function aroseInWords(arose: string): string {
  return timeOf(arose) === "00:00" ? dayInWords(dayOf(arose)) : inWords(arose);
}
