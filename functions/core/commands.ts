/**
 * What somebody, or the clock, asks of an escalation. Commands carry everything that the core must not fetch for itself:
 * the instant at which they were received, ids, and who holds which role.
 */
import type { Bounce, BounceSubtype, ConcernWords, EventOf, Person, Seat } from "./events.ts";
import type { Raised } from "./escalation.ts";

interface Asked {
  /** Made once by whoever asks; the same id twice is the same command twice, and changes nothing the second time. */
  readonly id: string;
  /** When it was received, UTC. Whether it is in time is decided by this and by nothing else. */
  readonly at: string;
}

/** A command given by a party to the escalation, through their seat. */
interface ByParty extends Asked {
  readonly seat: string;
  /** The stage for which the party was asked; a stage that is over makes the answer a late one. */
  readonly stage: string;
  /** The name that the person gave when answering. */
  readonly name: string;
}

interface Answering {
  /** When the proposal was made that the person has read, so that one that replaced it is not answered unseen. */
  readonly proposal?: string;
}

/** All that `decide` is given: by whoever raises, by a party through their seat, and by the service’s own tasks. */
export type Command =
  | (Asked & {
      readonly type: "raise";
      readonly because?: Raised["policy"]["because"];
      readonly concern: Omit<
        Raised,
        "type" | "v" | "at" | "policy" | "partnership" | "raiseBy" | "guide" | "missing" | "opensAt" | "notYet"
      >;
    })
  | (Asked & { readonly type: "open stage"; readonly stage: string; readonly people: readonly Found[] })
  | (Asked & { readonly type: "reach moment" })
  | (Asked & { readonly type: "replan"; readonly reason: string })
  | (Asked & { readonly type: "replace execution"; readonly number: number; readonly reason: string })
  | (Asked & {
      readonly type: "record notices";
      readonly notices: readonly (EventOf<"NoticeSent"> | EventOf<"NoticeLapsed"> | EventOf<"NoticeRefused">)[];
    })
  | (Asked & {
      /** By the service: an e-mail came back, or its reader called it spam. */
      readonly type: "report bounce";
      readonly notice: string;
      readonly kind: string;
      readonly seat: string;
      readonly messageId: string;
      readonly bounce: Bounce;
      readonly subtype?: BounceSubtype;
      /** By whom else the role can be reached, the nearest first (seats.ts of the directory). */
      readonly others: Found["seats"];
    })
  | (ByParty & {
      readonly type: "record discussion";
      readonly kind: "discussion" | "meeting";
      readonly heldAt: string;
      readonly attended: string;
      readonly agreed: string;
      readonly pursued: string;
    })
  | (ByParty & {
      readonly type: "respond";
      readonly response: string;
      readonly answers: Readonly<Record<string, string>>;
      readonly tells?: readonly Tells[];
    })
  | (ByParty & {
      readonly type: "answer questions";
      readonly answers: Readonly<Record<string, string>>;
      readonly tells?: readonly Tells[];
    })
  | (ByParty & {
      readonly type: "arrange meeting";
      readonly for: string;
      readonly where: string;
      readonly invited: string;
    })
  | (ByParty & { readonly type: "approve discussion"; readonly recordedAt: string })
  | (ByParty & {
      readonly type: "tick";
      readonly items: readonly { readonly item: string; readonly on: string; readonly words?: string }[];
    })
  | (ByParty & { readonly type: "ask advice"; readonly question: string; readonly of: Found["seats"] })
  | (ByParty & { readonly type: "give advice"; readonly advice: string })
  | (ByParty & { readonly type: "add manager"; readonly named: string; readonly to: Found["seats"][number] })
  | (ByParty & { readonly type: "propose date"; readonly until: string; readonly reason: string })
  | (ByParty & { readonly type: "accept date"; readonly until: string })
  | (ByParty & { readonly type: "reject date"; readonly until: string; readonly reason: string })
  | (ByParty & { readonly type: "confirm filed"; readonly where: string })
  | (ByParty & { readonly type: "propose resolution"; readonly resolution: string })
  | (ByParty & Answering & { readonly type: "accept resolution"; readonly comment?: string })
  | (ByParty &
      Answering & {
        readonly type: "reject resolution";
        readonly reason: string;
        readonly unresolved: boolean;
        readonly answers?: Readonly<Record<string, string>>;
      })
  | (ByParty & {
      readonly type: "declare unresolved";
      readonly reason: string;
      /** What has to be said before it goes on, by question (a gate). */
      readonly answers?: Readonly<Record<string, string>>;
    })
  | (ByParty & { readonly type: "refer"; readonly reason: string })
  | (ByParty & { readonly type: "hand on"; readonly named: string; readonly to: Found["seats"][number] })
  | (ByParty & { readonly type: "shorten deadline"; readonly until: string; readonly reason: string })
  | (ByParty & { readonly type: "flag immediate risk"; readonly reason: string })
  | (ByParty & { readonly type: "request information"; readonly request: string })
  | (ByParty & { readonly type: "provide information"; readonly information: string })
  | (ByParty & { readonly type: "give outcome"; readonly outcome: string })
  | (ByParty & {
      readonly type: "do duty";
      readonly duty: string;
      readonly words: string;
      readonly acts?: boolean;
      readonly choice?: string;
    })
  | (ByParty & { readonly type: "withdraw"; readonly reason: string })
  | (ByParty & {
      readonly type: "add note";
      readonly kind: "note" | "correction" | "missing information";
      readonly words: string;
      readonly corrects?: number;
      readonly concern?: ConcernWords;
    });

/** What somebody who takes part can ask, with the seat in which they do. */
export type PartyCommand = Extract<Command, ByParty>;
/** What a seat may do is said in these (`standingOf`), and each form gives one of them. */
export type PartyCommandType = PartyCommand["type"];

/** The people who were found for one need (see people.ts). */
export interface Found {
  readonly need: string;
  readonly seats: readonly {
    readonly role: string;
    readonly via: Seat["via"];
    readonly agency: string;
    readonly person: Person;
  }[];
}

/** Who is to be told because a question was answered with yes (KNO-06). */
export interface Tells {
  readonly question: string;
  readonly seats: Found["seats"];
}

/** Why a command is refused, in words that the person who gave it can act on. */
export interface Refusal {
  readonly code:
    | "not-covered"
    | "unknown-type"
    | "missing"
    | "in-the-future"
    | "before-it-arose"
    | "not-earlier"
    | "not-later"
    | "not-allowed"
    | "unknown-answer"
    | "not-yours"
    | "nothing-proposed"
    | "already-answered"
    | "same-side"
    | "closed"
    | "not-now";
  /** The field of the command that has to change, if one does. */
  readonly field?: string;
  readonly says: string;
}
