/**
 * The record in plain English: every entry in order, the same for everybody who may read it (ALL-01). E-mail addresses and
 * the service's own keys are left out; who did what, when, and every word that was typed are not.
 */
import { inWords } from "../../policies/calendar/instant.ts";
import { erased, type EscalationEvent, type Side } from "../core/events.ts";
import type { Commit } from "../record/commit.ts";
import { happened, type Happened, type Known } from "./happened.ts";
import { english } from "./words/index.ts";
import { record } from "./words/record.ts";

/** Whose doing an entry was: what it is, for a page to tell it apart by, and in words, which say it to everybody. */
export interface SideShown {
  readonly is: Side | "service";
  readonly called: string;
}

/** Everything that happened together, as one commit of the record. */
export interface Entry {
  readonly number: number;
  /** UTC. */
  readonly at: string;
  readonly when: string;
  /** Whose doing it was. */
  readonly side: SideShown;
  readonly corrects?: number;
  readonly correctedBy: readonly number[];
  readonly happened: readonly Happened[];
}
/** One entry a commit, the oldest first; a correction and the entry that it corrects name each other. */
export function timelineOf(known: Known, commits: readonly Commit[]): Entry[] {
  const corrections = commits.flatMap((commit) =>
    commit.events.flatMap((each) =>
      each.type === "NoteAdded" && each.corrects !== undefined
        ? [{ entry: commit.number, corrects: each.corrects }]
        : [],
    ),
  );
  return commits.map((commit) => {
    const corrects = corrections.find((each) => each.entry === commit.number)?.corrects;
    return {
      number: commit.number,
      at: commit.at,
      when: inWords(commit.at),
      side: sideOf(commit.events),
      ...(corrects !== undefined ? { corrects } : {}),
      correctedBy: corrections.filter((each) => each.corrects === commit.number).map((each) => each.entry),
      happened: commit.events.map((each) => byLinkOf(happened(each, known), each, commit, known)),
    };
  });
}

/** Whose link it was done by, where somebody else put their name to it: a link that was forwarded shows on the record (ALL-13). */
function byLinkOf(said: Happened, event: EscalationEvent, { cause }: Commit, { state }: Known): Happened {
  const person = cause.kind === "party" ? state.seats.get(cause.seat)?.person : undefined;
  const typed =
    "sealed" in event && event.sealed !== erased && "name" in (event.sealed ?? {}) ? event.sealed : undefined;
  if (!said.who || !person || person === erased || !typed || !("name" in typed)) return said;
  const plain = (name: string) => name.trim().toLowerCase();
  return plain(typed.name) === plain(person.name)
    ? said
    : { ...said, who: english.standing.byLinkOf(said.who, person.name) };
}

/** The side whose word or press brought these events; where nobody's did, the service, which watches the time and writes to people. */
function sideOf(events: readonly EscalationEvent[]): SideShown {
  const is = events
    .map((each): SideShown["is"] =>
      each.type === "EscalationRaised"
        ? "raising"
        : "by" in each && typeof each.by === "object"
          ? each.by.side
          : "service",
    )
    .find((each) => each !== "service");
  return { is: is ?? "service", called: record.sides[is ?? "service"] };
}
