/**
 * What documents say, in English, found by its cause. Documents have no words of their own beside these and the policy's, so
 * that another language is another set of these and no other code.
 */
import { document as page } from "../pages/words/document.ts";
import { fields } from "../pages/words/fields.ts";
import { party } from "../pages/words/party.ts";
import { shared } from "../pages/words/shared.ts";

const { concern } = party;

/** What every document says of itself. */
const made = {
  policy: (partnership: string, title: string, version: string, clause: string | undefined) =>
    `${partnership}, ${title}, version ${version}${clause ? ` (${clause})` : ""}`,
  made: (reference: string, at: string) =>
    `Made from the record of escalation ${reference} at ${at}. All times are London time.`,
};

/** A policy's form. */
const form = {
  /** What a field says of which there is nothing. */
  notYet: "Not on the record",
};

/** The whole record. */
const record = {
  title: "Record of the escalation",
  concern: concern.heading,
  /** Keyed by what is shown, as a policy's forms call it. */
  labels: {
    "name of the person": "Name",
    "date of birth": "Date of birth",
    circumstances: "Circumstances",
    "type of disagreement": concern.type,
    issue: concern.parts.issue,
    "nature of the disagreement": concern.parts.disagreement,
    risk: concern.parts.risk,
    evidence: concern.parts.evidence,
    "resolution sought": concern.parts.resolutionSought,
    "date the disagreement arose": concern.arose,
    "date raised": "Date raised",
    "raising agency": concern.raising,
    "raising practitioner": "Raising practitioner",
    "raising manager": "Raising manager",
    "receiving agency": concern.receiving,
    "receiving practitioner": "Receiving practitioner",
    "receiving manager": "Receiving manager",
  },
  notSaid: "Not said",
  asked: "Asked when the concern was raised",
  ended: "How it ended",
  stands: "How it stands",
  outcome: "Outcome",
};

/** What stands on the record, as far as it is not word for word. */
const facts = {
  erasedName: "A person whose name has been erased",
  doer: (name: string, role: string, agency: string) => `${name}, ${role}, ${agency}`,
  /** @param doer as `doer` says it */
  did: (doer: string, at: string) => `${doer}, at ${at}`,
  holder: (name: string, role: string) => `${name}, ${role}`,
  inbox: (agency: string, role: string) => `The inbox of ${agency}, for the attention of the ${role}`,
  answered: (question: string, answer: string) => `${question} ${answer}`,
  yesOrNo: { yes: fields.yes, no: fields.no },
  noneOfThese: shared.field.noneOfThese,
  proposed: (resolution: string) => `Proposed this resolution: ${resolution}`,
  rejected: (reason: string) => `Rejected the proposed resolution: ${reason}`,
  late: (who: string, receivedInTime: boolean) =>
    `${who} (${receivedInTime ? "received in time, written down when the stage was over" : "a late answer"})`,
  acceptedBy: (who: string) => `Accepted by ${who}`,
  proposedBy: (who: string, accepted: string) => `Proposed by ${who}. ${accepted}`,
  commentBy: (who: string) => `Comment by ${who}`,
  notResolved: (how: string) => `Not resolved: ${how}`,
  withdrawn: (reason: string) => `Withdrawn: ${reason}`,
  discussion: {
    held: (kind: string, at: string) => `A ${kind} held at ${at}.`,
    attended: (who: string) => `Who took part: ${who}`,
    agreed: (what: string) => `What was agreed: ${what}`,
    pursued: (how: string) => `How outstanding issues will be pursued: ${how}`,
    recordedBy: (who: string) => `Recorded by ${who}`,
    approvedBy: (who: string) => `approved by ${who}`,
  },
};

/** A document as a file for a word processor. */
const file = {
  /** The language that it says it is in, by which a word processor reads it out and checks its spelling. */
  language: "en-GB",
  service: shared.service,
  properties: (title: string, reference: string) => `${title}, ${reference}`,
  reference: (reference: string) => shared.caption(undefined, reference),
  /** Around the fields that a word processor counts by. */
  page: <T>(current: T, all: T): (string | T)[] => ["Page ", current, " of ", all],
  columns: { field: "Field", says: "On the record" },
  entries: page.entries,
  entry: (number: number, when: string) => `Entry ${number}: ${when}`,
  corrects: (number: number) => `This corrects entry ${number}.`,
  correctedBy: (number: number) => `Corrected by entry ${number}.`,
  byPolicy: (what: string, clause: string) => `${what} ${shared.clause(clause)}`,
};

export const english = { made, form, record, facts, file };
