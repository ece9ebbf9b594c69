/** Given these events, when this command, then exactly these: practice alerts under Medway's policy. Times are UTC and literal. */
import { expect } from "vitest";
import { fold, type Alert } from "../../../functions/alerts/core/alert.ts";
import type { AlertCommand, Member, SeatCommand, Submit } from "../../../functions/alerts/core/commands.ts";
import { decideAlert, decideSubmission, type AlertDecision } from "../../../functions/alerts/core/decide.ts";
import type { AlertEvent, AlertWords } from "../../../functions/alerts/core/events.ts";
import { medway } from "../../support/core.ts";

/** A Monday without a holiday near it, GMT. */
export const monday = "2026-11-16T10:00:00.000Z";

/** Words that stand nowhere but in what people wrote. */
export const alertWords: AlertWords = {
  informer: { name: "Imogen Fairweather", title: "Designated safeguarding lead" },
  service: "Whitebeam School, gallimaufry wing",
  contact: { email: "i.fairweather@whitebeam.example", telephone: "01632 960111" },
  summary: "Minutes were late on three days, says zarf",
  measures: "Raised by quillon in October",
  causes: "No cover, jabberwick",
  goodPractice: "Lists on the day, sphinx",
  action: "Minutes within ten days, xanthe",
};

export const submission = (over: Partial<Submit["alert"]> = {}): Submit => ({
  type: "submit",
  id: "submit",
  at: monday,
  alert: {
    agency: { id: "whitebeam-school", name: "Whitebeam School" },
    date: "2026-11-16",
    notAboutOneCase: true,
    concerns: "more than one agency",
    submission: { client: "whitebeam-system", keyHash: "key", bodyHash: "body" },
    sealed: alertWords,
    ...over,
  },
});

const member = (agency: string, name: string): Member => ({
  agency,
  via: "holder",
  person: { name, email: `${name.toLowerCase()}@${agency.toLowerCase()}.example` },
});
export const group = [member("Care", "Verity"), member("Health", "Samir"), member("Police", "Gillian")];
export const inbox: Member = {
  agency: "MSCP",
  via: "inbox",
  person: { name: "MSCP", email: "partnership@mscp.example" },
};

export const askGroup = (at: string, members: readonly Member[] = group): AlertCommand => ({
  type: "ask group",
  id: "ask-group",
  at,
  members,
  inbox,
});
export const tick = (at: string): AlertCommand => ({ type: "reach moment", id: `moment ${at}`, at });

type Own<T> = T extends SeatCommand ? Omit<T, "id" | "at" | "seat" | "name"> : never;
/** What somebody does in a seat. */
export const does = (at: string, seat: string, command: Own<SeatCommand>): AlertCommand => ({
  ...command,
  id: `${command.type} ${at} ${seat}`,
  at,
  seat,
  name: "Pat Example",
});

export const respond = (at: string, seat: string) => does(at, seat, { type: "respond", response: "We have looked." });
export const action = (at: string, due: string, agency?: string, seat = "member/1") =>
  does(at, seat, { type: "record action", what: "Send lists", due, ...(agency ? { agency } : { who: "The office" }) });
export const finish = (at: string, number: number, seat = "member/1") =>
  does(at, seat, { type: "finish action", action: number, words: "Done." });
export const close = (at: string, noActionNeeded = false, seat = "member/1") =>
  does(at, seat, { type: "close", outcome: "Lists go out.", noActionNeeded });

export interface Played {
  readonly state: Alert;
  readonly history: readonly AlertEvent[];
  /** The events of the last step. */
  readonly last: readonly AlertEvent[];
}

/** Runs a story from the submission on. A refusal ends the test. */
export function play(...steps: AlertCommand[]): Played {
  const history: AlertEvent[] = [...eventsOf(decideSubmission(submission(), medway))];
  let last: readonly AlertEvent[] = history;
  for (const step of steps) {
    last = eventsOf(decideAlert(fold(history) as Alert, step, medway));
    history.push(...last);
  }
  return { state: fold(history) as Alert, history, last };
}

/** What a command is answered after a story. */
export const answerTo = (story: Played, command: AlertCommand): AlertDecision =>
  decideAlert(story.state, command, medway);

export function refusalOf(decision: AlertDecision) {
  if (decision.decided !== "refused") throw new Error(`It was not refused: ${JSON.stringify(decision)}`);
  return decision.refusal;
}

function eventsOf(decision: AlertDecision): readonly AlertEvent[] {
  if (decision.decided === "refused") throw new Error(`Refused: ${decision.refusal.says}`);
  return decision.decided === "events" ? decision.events : [];
}

export const typesOf = (events: readonly AlertEvent[]) => events.map((each) => each.type);

/** Everything but the notices themselves is pure of what people wrote. */
export function expectNothingPersonal(text: string): void {
  for (const word of ["Imogen", "Fairweather", "gallimaufry", "zarf", "quillon", "jabberwick", "sphinx", "xanthe"])
    expect(text).not.toContain(word);
}
