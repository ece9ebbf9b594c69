/**
 * What somebody, or the clock, asks of a practice alert. As with escalations, commands carry everything that the core
 * must not fetch for itself: the instant at which they were received, ids, and who is in the group.
 */
import type { AlertEventOf, Person, Seat } from "./events.ts";

interface Asked {
  /** The same id twice is the same command twice, and changes nothing the second time. */
  readonly id: string;
  /** When it was received, UTC. */
  readonly at: string;
}

/** Given by somebody through the seat of their link. */
interface BySeat extends Asked {
  readonly seat: string;
  /** The name that the person gave. */
  readonly name: string;
}

/** Somebody who was found in the directory when the group is asked: of the group, or the partnership’s inbox. */
export interface Member {
  /** What the agency is called for which they answer. */
  readonly agency: string;
  readonly via: Seat["via"];
  readonly person: Person;
}

/** What comes before any other command (`decideSubmission`). Refused where `notAboutOneCase` is false (MED-16). */
export type Submit = Asked & {
  readonly type: "submit";
  readonly alert: Omit<
    AlertEventOf<"AlertSubmitted">,
    "type" | "v" | "at" | "policy" | "partnership" | "notAboutOneCase"
  > & { readonly notAboutOneCase: boolean };
};

/** All that can be asked of an alert that is on the record: by its seats, and by the service’s own tasks. */
export type AlertCommand =
  | (Asked & { readonly type: "ask group"; readonly members: readonly Member[]; readonly inbox: Member })
  | (Asked & { readonly type: "reach moment" })
  | (Asked & { readonly type: "replace execution"; readonly number: number; readonly reason: string })
  | (Asked & {
      readonly type: "record notices";
      readonly notices: readonly (
        | AlertEventOf<"NoticeSent">
        | AlertEventOf<"NoticeLapsed">
        | AlertEventOf<"NoticeRefused">
      )[];
    })
  | (Asked & { readonly type: "report bounce" } & Omit<AlertEventOf<"NoticeBounced">, "type" | "v" | "at">)
  | (BySeat & { readonly type: "respond"; readonly response: string })
  | (BySeat & {
      readonly type: "record action";
      readonly what: string;
      /** An agency of the group, or else who. */
      readonly agency?: string;
      readonly who?: string;
      /** Until the end of this day, Europe/London. */
      readonly due: string;
    })
  | (BySeat & { readonly type: "finish action"; readonly action: number; readonly words: string })
  | (BySeat & { readonly type: "close"; readonly outcome: string; readonly noActionNeeded: boolean })
  | (BySeat & { readonly type: "add note"; readonly words: string; readonly corrects?: number });

/** What somebody can do by the link of their seat; each form gives one of them. */
export type SeatCommand = Extract<AlertCommand, BySeat>;
export type SeatCommandType = SeatCommand["type"];

/** Why a command is refused, in words that the person who gave it can act on. */
export interface AlertRefusal {
  readonly code:
    | "about-a-case"
    | "not-consulted"
    | "in-the-future"
    | "in-the-past"
    | "too-far"
    | "missing"
    | "not-yours"
    | "not-now"
    | "actions-open"
    | "closed";
  /** The field of the command that has to change, if one does. */
  readonly field?: string;
  readonly says: string;
}
