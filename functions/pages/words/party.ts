/** The page after Continue: what is asked, what was raised, and what can be done. */
import { landing } from "./landing.ts";

export const party = {
  part: landing.part,
  escalation: landing.escalation,
  warning: "Warning",
  missing: {
    banner: "Still needed from you",
    says: (what: string, several: boolean) => `${what} ${several ? "are" : "is"} still missing from this concern.`,
    add: "Add what is missing",
  },
  information: "The information that you are asked for",
  proposal: {
    heading: "Proposed resolution",
    own: "Your side proposed this resolution. It counts when the other side accepts it.",
    other: (side: string) => `The ${side} proposed this resolution. It counts when your side accepts it.`,
  },
  date: {
    heading: "Proposed deadline",
    other: (side: string) => `The ${side} proposed this deadline. It counts when your side accepts it.`,
  },
  agree: {
    button: "Agree",
    not: "Do not agree",
    after: "If you do not agree, the next page asks you why.",
  },
  offers: {
    asked: "Your answer",
    else: "What else you can do",
    can: "What you can do",
    nothing: "Select what you want to do",
  },
  concern: {
    heading: "The concern",
    parts: {
      issue: "The issue",
      disagreement: "The nature of the disagreement",
      risk: "The risk to the person",
      evidence: "The evidence",
      resolutionSought: "What the raising side aims to achieve",
    },
    who: "Who it is about",
    born: (day: string) => `Born ${day}`,
    type: "Type of disagreement",
    another: (description: string) => `Another: ${description}`,
    notDescribed: "not described",
    notSaid: "Not said yet",
    arose: "When it arose",
    raised: "Raised",
    late: (due: string) => `This is later than the policy’s own time for raising it, ${due}`,
    raising: "Raising agency",
    receiving: "Receiving agency",
    immediateRisk: "Immediate risk",
    flagged: (words: string) => `Yes: ${words}`,
    notFlagged: "Not flagged",
    protect: "To be settled sooner, to protect the person, by",
    erased: "This has been erased",
    erasedName: "Erased",
  },
  /** What was answered when it was raised. */
  answers: {
    notConfirmed: "Not confirmed",
    before: "Before the formal process",
    beganInformally: "Not all of it was confirmed when the concern was raised, so it began informally",
    enteredBecause: "Why it was raised at this stage",
  },
  risk: (words: string) => `Immediate risk was flagged: “${words}”.`,
  guide: " The timescales are a guide only: nobody need wait for them.",
  about: { heading: "What the policy says of this stage", clause: "Policy:" },
  acting: "Who acts now",
  actingAt: (agency: string, side: string) => `${agency} (${side})`,
  list: {
    title: (stage: string) => `What is to be done at “${stage}”`,
    says: (who: string, due: string) =>
      `To tick with the day on which it was done: ${who}. All of it is due by ${due}.`,
    done: (day: string) => `Done on ${day}`,
    notDone: "Not done yet",
    later: "To do once the matter is settled at this stage",
  },
  advice: "Who can advise you",
  next: "What happens next",
  documents: {
    heading: "Documents to read and save",
    says: "They are made from the record and are the same for everybody.",
  },
  record: "See the whole record",
  contact: landing.contact,
};
