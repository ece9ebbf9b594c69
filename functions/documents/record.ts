/**
 * The whole record as one document, for each side to keep and to put on the person's file (MED-19, TP-08, KNO-16, MK-10): the
 * concern, how it stands or ended, and every entry in order, the same for everybody who may read it (ALL-01).
 */
import { raisedAnswerRows } from "../pages/answers.ts";
import { timelineOf } from "../pages/timeline.ts";
import { nextSteps } from "../pages/standing.ts";
import type { Document, Part } from "./document.ts";
import type { Source } from "./facts.ts";
import { filled, madeFrom } from "./form.ts";
import { english } from "./words.ts";

const words = english.record;

/** The title of the document that has the whole record, and its id. */
export const theRecord = { id: "record", title: words.title } as const;

/** What stands on the record now; what the clock will put there in a minute does not yet. */
export function recordDocument(source: Source): Document {
  const { story, agencies } = source;
  const { state, rules } = story;
  const known = { state, agencies, policy: rules.policy };
  const asked = raisedAnswerRows(state.raised, rules.policy).map(({ key, text }) => ({ label: key, says: [{ text }] }));
  const ended = state.phase === "duties" || state.phase === "closed";
  const how = ended ? words.ended : words.stands;
  const parts: Part[] = [
    {
      title: words.concern,
      fields: theConcern.map((fact) => ({
        label: words.labels[fact],
        says: filled([{ fact }], source, words.notSaid),
      })),
    },
    ...(asked.length > 0 ? [{ title: words.asked, fields: asked }] : []),
    {
      title: how,
      fields: [
        { label: how, says: nextSteps(known).map((text) => ({ text })) },
        ...(ended ? [{ label: words.outcome, says: filled([{ fact: "outcome" }], source) }] : []),
      ],
    },
  ];
  return { ...theRecord, ...madeFrom(source), parts, entries: timelineOf(known, story.commits) };
}

/** What the document says of the concern, in this order. */
const theConcern: readonly (keyof typeof words.labels)[] = [
  "name of the person",
  "date of birth",
  "circumstances",
  "type of disagreement",
  "issue",
  "nature of the disagreement",
  "risk",
  "evidence",
  "resolution sought",
  "date the disagreement arose",
  "date raised",
  "raising agency",
  "raising practitioner",
  "raising manager",
  "receiving agency",
  "receiving practitioner",
  "receiving manager",
];
