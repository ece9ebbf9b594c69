/**
 * In which state a link is when somebody opens it. Every page before Continue is the page of one of these states, and its
 * words are found by it (words/landing.ts).
 */
import { stageAfter, stageOf } from "../../policies/language/stages.ts";
import { answerTypes, type AnswerType } from "../core/answers.ts";
import { questionsFor } from "../core/capabilities.ts";
import { stageDeadline, type Closed, type OpenedStage } from "../core/escalation.ts";
import { erased, type EscalationEvent, type EventOf, type Side } from "../core/events.ts";
import { handedOn, stageOver, type Visit } from "./visit.ts";

/** An answer, by kind and time: before Continue it is not said in what words, nor by whom by name (ALL-13). */
export interface Given {
  readonly kind: AnswerType;
  readonly at: string;
}

export type LinkState =
  /** Its time is over. It says nothing of the case and offers a fresh one. */
  | { readonly is: "expired" }
  /** The escalation is closed. */
  | { readonly is: "closed"; readonly how: Closed["how"]; readonly at: string }
  /** The person acts at the open stage, and an answer is awaited of them. */
  | { readonly is: "asked" }
  /** The person answered at the stage, and something else is waited for now. */
  | { readonly is: "used"; readonly given: Given }
  /** Somebody else of their side answered at the stage. */
  | { readonly is: "answered"; readonly given: Given; readonly role: string; readonly side: Side }
  /** Of what is over, something is still owed: a duty, a list, advice, information, the filing of the record. */
  | { readonly is: "owed" }
  /** The person handed their part on. */
  | { readonly is: "handed on"; readonly at: string }
  /** The stage that they were asked about went on to the next, with what they had answered at it. */
  | { readonly is: "over"; readonly since: readonly OpenedStage[]; readonly given?: Given }
  /** They were told of a stage; one at which their role acts is still to come. */
  | {
      readonly is: "not yet";
      readonly now?: string;
      readonly stage: string;
      /** When it would be theirs, where the stage that is open now goes on to it by a deadline. */
      readonly from?: string;
    }
  /** They can read the record, and nothing is asked of them. */
  | { readonly is: "told" };

/** Of a link by itself, whatever it is of. */
export const isExpired = (link: { readonly until: string }, at: string) => link.until <= at;

/** Of several states that hold, the first: a link that is over says nothing of the case, however that stands. */
export function linkState(visit: Visit): LinkState {
  const { state, standing, link, at } = visit;
  if (isExpired(link, at)) return { is: "expired" };
  if (state.phase === "closed") return { is: "closed", how: state.how, at: closedAt(visit) };
  if (standing.acting) return state.phase === "at stage" ? whileActing(visit, state.stage) : { is: "asked" };
  if (owesStill(visit)) return { is: "owed" };
  const handed = handedOn(visit);
  if (handed) return { is: "handed on", at: handed };
  const over = visit.answers === link.stage ? stageOver(visit) : undefined;
  if (over) return afterStage(visit, over);
  return toCome(visit) ?? { is: "told" };
}

const closedAt = ({ story, at }: Visit) =>
  story.history.find((each) => each.type === "EscalationClosed" || each.type === "PeopleErased")?.at ?? at;

function whileActing(visit: Visit, stage: string): LinkState {
  const { may } = visit.standing;
  if (may.has("accept resolution") || may.has("accept date") || questionsLeft(visit).length > 0) return { is: "asked" };
  const answers = answersAt(visit, stage);
  const { side } = visit.seat;
  // Once the other side has answered in turn, it is this side's turn again.
  const own = answers.findLast((each) => each.side === side);
  const other = answers.findLast((each) => each.side !== side && each.side !== "partnership" && isTurn(each.kind));
  if (!own || (other && answers.indexOf(other) > answers.indexOf(own))) return { is: "asked" };
  return whoAnswered(visit, answers);
}

/** After a stage was settled it counts who answered; after it went on, what happened since. */
function afterStage(visit: Visit, over: OpenedStage): LinkState {
  const answers = answersAt(visit, over.stage);
  if (over.how === "resolved" || over.how === "outcome given") {
    const answered = whoAnswered(visit, answers);
    if (answered.is !== "asked") return answered;
  }
  const given = ownAnswer(visit, answers);
  const { opened } = visit.state;
  return {
    is: "over",
    since: opened.slice(opened.findLastIndex((each) => each.stage === over.stage)),
    ...(given ? { given } : {}),
  };
}

/** @returns `asked` where nobody of the person's side has answered */
function whoAnswered(visit: Visit, answers: readonly Answer[]): LinkState {
  const own = ownAnswer(visit, answers);
  if (own) return { is: "used", given: own };
  const another = answers.findLast((each) => each.side === visit.seat.side);
  if (!another) return { is: "asked" };
  const { kind, at, role, side } = another;
  return { is: "answered", given: { kind, at }, role, side };
}

function ownAnswer({ seat }: Visit, answers: readonly Answer[]): Given | undefined {
  const own = answers.findLast((each) => each.seat === seat.seat);
  return own && { kind: own.kind, at: own.at };
}

interface Answer extends Given {
  /** Whose link it was given by, or nobody's where the record does not say. */
  readonly seat?: string;
  readonly role: string;
  readonly side: Side;
}

const isAnswer = (event: EscalationEvent): event is EventOf<AnswerType> =>
  (answerTypes as readonly string[]).includes(event.type);

/** Answering one's policy's questions is no turn in what the two sides say to each other. */
const isTurn = (kind: AnswerType) => kind !== "QuestionsAnswered";

/** The answers at a stage since it was opened last. */
function answersAt({ story }: Visit, stage: string): Answer[] {
  const events = story.commits.flatMap(({ cause, events: all }) => all.map((event) => ({ cause, event })));
  const from = events.findLastIndex(({ event }) => event.type === "StageOpened" && event.stage === stage);
  return events.slice(from + 1).flatMap(({ cause, event }): Answer[] =>
    isAnswer(event) && event.stage === stage
      ? [
          {
            kind: event.type,
            at: event.at,
            role: event.by.role,
            side: event.by.side,
            ...(cause.kind === "party" ? { seat: cause.seat } : {}),
          },
        ]
      : [],
  );
}

/** What the policy wants to be told at the open stage and nobody of the side has said yet. A response asks for its own answers. */
export function questionsLeft({ state, policy, seat, standing, story }: Visit): string[] {
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
  return questionsFor(stageOf(policy, state.stage), seat)
    .filter((each) => each.required && !said.has(each.id))
    .map((each) => each.question);
}

function owesStill({ standing: { may, owes, ticks } }: Visit): boolean {
  return (
    owes.length > 0 ||
    ticks.length > 0 ||
    may.has("give advice") ||
    may.has("provide information") ||
    may.has("confirm filed")
  );
}

/** The first stage to come at which the role of somebody acts who has only been told so far. */
function toCome(visit: Visit): LinkState | undefined {
  const { state, policy, seat, acted } = visit;
  if (acted.length > 0 || (state.phase !== "at stage" && state.phase !== "opening")) return undefined;
  const now = state.phase === "at stage" ? state.stage : undefined;
  const at = state.phase === "at stage" ? state.stage : state.next;
  const place = policy.stages.findIndex((each) => each.stage === at);
  const theirs = policy.stages.slice(now ? place + 1 : place).find(({ raisingSide, receivingSide, body }) => {
    const own = seat.side === "raising" ? raisingSide : seat.side === "receiving" ? receivingSide : undefined;
    const ofBody = body?.role === seat.role && body.of.split(" ")[0] === seat.side;
    return ofBody || (own?.includes(seat.role) ?? false);
  });
  if (!theirs) return undefined;
  const deadline = stageDeadline(state);
  const next = now !== undefined && stageAfter(policy, now)?.stage === theirs.stage;
  return {
    is: "not yet",
    stage: theirs.stage,
    ...(now ? { now } : {}),
    ...(next && deadline && !deadline.passedAt ? { from: deadline.due } : {}),
  };
}
