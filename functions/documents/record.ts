/**
 * The whole record as one document, for each side to keep and to put on the person's file (MED-19, TP-08, KNO-16, MK-10): the
 * concern, how it stands or ended, and every entry in order, the same for everybody who may read it (ALL-01).
 */
import type { Shows } from "../../policies/language/forms.ts";
import { raisedAnswerRows } from "../pages/answers.ts";
import { timelineOf } from "../pages/timeline.ts";
import { nextSteps } from "../pages/standing.ts";
import { wordsCalled } from "../pages/concern.ts";
import type { Document, Part } from "./document.ts";
import type { Source } from "./facts.ts";
import { filled, madeFrom } from "./form.ts";

/** The title of the document that has the whole record, and its id. */
export const theRecord = { id: "record", title: "Record of the escalation" } as const;

/** What stands on the record now; what the clock will put there in a minute does not yet. */
export function recordDocument(source: Source): Document {
  const { story, agencies } = source;
  const { state, rules } = story;
  const known = { state, agencies, policy: rules.policy };
  const asked = raisedAnswerRows(state.raised, rules.policy).map(({ key, text }) => ({ label: key, says: [{ text }] }));
  const ended = state.phase === "duties" || state.phase === "closed";
  const parts: Part[] = [
    {
      title: "The concern",
      fields: theConcern.map(([label, fact]) => ({ label, says: filled([{ fact }], source, "Not said") })),
    },
    ...(asked.length > 0 ? [{ title: "Asked when the concern was raised", fields: asked }] : []),
    {
      title: ended ? "How it ended" : "How it stands",
      fields: [
        { label: ended ? "How it ended" : "How it stands", says: nextSteps(known).map((text) => ({ text })) },
        ...(ended ? [{ label: "Outcome", says: filled([{ fact: "outcome" }], source) }] : []),
      ],
    },
  ];
  return { ...theRecord, ...madeFrom(source), parts, entries: timelineOf(known, story.commits) };
}

type OfTheConcern = Exclude<Shows, { stage?: string }>["fact"];

const theConcern: readonly (readonly [string, OfTheConcern])[] = [
  ["Name", "name of the person"],
  ["Date of birth", "date of birth"],
  ["Circumstances", "circumstances"],
  ["Type of disagreement", "type of disagreement"],
  [wordsCalled.issue, "issue"],
  [wordsCalled.disagreement, "nature of the disagreement"],
  [wordsCalled.risk, "risk"],
  [wordsCalled.evidence, "evidence"],
  [wordsCalled.resolutionSought, "resolution sought"],
  ["When it arose", "date the disagreement arose"],
  ["Date raised", "date raised"],
  ["Raising agency", "raising agency"],
  ["Raising practitioner", "raising practitioner"],
  ["Raising manager", "raising manager"],
  ["Receiving agency", "receiving agency"],
  ["Receiving practitioner", "receiving practitioner"],
  ["Receiving manager", "receiving manager"],
];
