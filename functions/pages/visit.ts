/** One opening of a link: whose seat it is, what the record says at this moment, and what may be done in the seat. */
import type { Policy, Stage } from "../../policies/language/schema.ts";
import { roleInWords, stageOf } from "../../policies/language/stages.ts";
import { standingOf, type Standing } from "../core/capabilities.ts";
import { lastOpened, type Escalation, type OpenedStage } from "../core/escalation.ts";
import type { EscalationEvent, Person, Seat, Sealed, Side } from "../core/events.ts";
import { evolve } from "../core/evolve.ts";
import { fallenDue } from "../core/moments.ts";
import type { Directory } from "../directory/directory.ts";
import type { Story } from "../escalations/escalations.ts";
import type { Link } from "../links/links.ts";
import { shellOf, type Shell } from "./shell.ts";
import { english } from "./words/index.ts";

/** Made anew for every request (`visitOf`); pages and forms of a link know the record by it. `at` is when the request came, UTC. */
export interface Visit {
  readonly at: string;
  readonly reference: string;
  readonly link: Link;
  readonly story: Story;
  /** With every deadline that has passed by now, though the clock that records it wakes a little later. */
  readonly state: Escalation;
  readonly policy: Policy;
  readonly seat: Seat & { readonly person: Sealed<Person> };
  readonly standing: Standing;
  /** The stages at which this seat has acted or acts. */
  readonly acted: readonly string[];
  /** The stage that what is done here belongs to: the open one where this seat acts, else the one that the link was sent for. */
  readonly stage: string;
  /** The stage that an answer given here answers: one at which this seat was asked. */
  readonly answers: string;
  /** What agencies and the partnership are called, by id. */
  readonly agencies: ReadonlyMap<string, string>;
  /** Whose pages these are, whom to call in danger, whom to ask. */
  readonly shell: Shell;
}

/** What the directory says of those who take part. */
type Surroundings = Pick<Visit, "agencies" | "shell">;

/** Those whom the directory lacks are called by their id. */
export async function surroundingsOf(
  { state, rules }: Pick<Story, "state" | "rules">,
  directory: Pick<Directory, "named">,
): Promise<Surroundings> {
  const { id, name } = rules.policy.partnership;
  const ids = agencyIds(state).filter((each) => each !== state.raised.partnership);
  const { partnership, agencies } = await directory.named(id, ids);
  const called = ids.map((each): [string, string] => [each, agencies.get(each)?.name ?? each]);
  return { agencies: new Map([...called, [state.raised.partnership, name]]), shell: shellOf(name, partnership) };
}

/** @returns undefined when the record does not know the seat of the link */
export function visitOf(story: Story, link: Link, at: string, { agencies, shell }: Surroundings): Visit | undefined {
  const { rules } = story;
  const state = fallenDue(story.state, at, rules).reduce<Escalation>(evolve, story.state);
  const seat = state.seats.get(link.seat);
  if (!seat) return undefined;
  const standing = standingOf(state, rules.policy, link.seat);
  const acted = state.opened.filter((each) => each.acting.includes(link.seat)).map((each) => each.stage);
  const open = state.phase === "at stage" && standing.acting ? state.stage : undefined;
  return {
    at,
    reference: story.reference,
    link,
    story,
    state,
    policy: rules.policy,
    seat,
    standing,
    acted,
    stage: open ?? link.stage,
    answers: open ?? (acted.includes(link.stage) ? link.stage : (acted.at(-1) ?? link.stage)),
    agencies,
    shell,
  };
}

/** The agencies whose people take part, by id; the partnership's own people are of it. */
function agencyIds({ raised, seats }: Escalation): string[] {
  const { raising, receiving } = raised;
  return [...new Set([raising.agency, receiving.agency, ...[...seats.values()].map((each) => each.agency)])];
}

/** Whether everybody's agency has its name among these. */
export const areNamed = (state: Escalation, { agencies }: Surroundings) =>
  agencyIds(state).every((id) => agencies.has(id));

/** A role in the policy's own words. The partnership's inbox has none: its team reads it. */
export const roleCalled = (policy: Policy, role: string) =>
  role === "inbox" ? english.standing.inbox : roleInWords(policy, role);

/** What an agency is called; its id where the directory lacks it. */
export const agencyName = (visit: Pick<Visit, "agencies">, id: string) => visit.agencies.get(id) ?? id;

/** The stage that is open now, as the policy describes it. */
export function openStage(visit: Pick<Visit, "state" | "policy">): Stage | undefined {
  return visit.state.phase === "at stage" ? stageOf(visit.policy, visit.state.stage) : undefined;
}

/** The stage of an answer given here, where it is over. */
export function stageOver(visit: Visit): OpenedStage | undefined {
  if (visit.standing.acting || !visit.acted.includes(visit.answers)) return undefined;
  return visit.state.opened.findLast((each) => each.stage === visit.answers && each.endedAt !== undefined);
}

/** The side that proposed a resolution at a stage that nobody has answered. */
export function unansweredProposal(history: readonly EscalationEvent[], stage: string): Side | undefined {
  const last = history.findLast(
    (each) =>
      (each.type === "ResolutionProposed" ||
        each.type === "ResolutionAccepted" ||
        each.type === "ResolutionRejected") &&
      each.stage === stage,
  );
  return last?.type === "ResolutionProposed" ? last.by.side : undefined;
}

/** When this seat handed its part on, if it did. */
export function handedOn(visit: Visit): string | undefined {
  if (visit.standing.acting) return undefined;
  return visit.story.history.findLast(
    (each) => each.type === "HandedOn" && each.from === visit.seat.seat && each.stage === visit.link.stage,
  )?.at;
}

/** Whom the open stage waits for, in the policy's words: “line manager (raising side)”. */
export function whoActs(visit: Pick<Visit, "state" | "policy">): string[] {
  const acting = visit.state.phase === "at stage" ? (lastOpened(visit.state)?.acting ?? []) : [];
  const seats = acting.flatMap((seat) => visit.state.seats.get(seat) ?? []);
  return [...new Set(seats.map((each) => `${roleCalled(visit.policy, each.role)} (${sideInWords(each.side)})`))];
}

/** “raising side”, for the middle of a sentence. */
export const sideInWords = (side: Side): string => english.standing.sides[side];
