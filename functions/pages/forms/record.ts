/** What a party puts on the record beside answering: discussions and meetings, immediate risk, notes, and the withdrawal. */
import { inWords } from "../../../policies/calendar/instant.ts";
import { stageOf } from "../../../policies/language/stages.ts";
import { unapproved } from "../../core/capabilities.ts";
import { erased, type EventOf } from "../../core/events.ts";
import { erasedInWords } from "../concern.ts";
import { roleCalled, sideInWords, type Visit } from "../visit.ts";
import { given, may, once, reason, single, text, wrong, yourName, type Form } from "./form.ts";
import { riskFollows } from "./risk.ts";

export const discussion = single({
  done: "The record of the discussion or meeting is added",
  answers: false,
  offered: (visit) => once(may(visit, "record discussion")),
  page: (visit) => {
    const stages = openedStages(visit);
    return {
      title: "Record a discussion or a meeting",
      does: "Puts what was said and agreed between the agencies on the record, where both sides see it and the other side can approve it.",
      shows: [],
      fields: [
        yourName,
        {
          kind: "choice",
          name: "kind",
          label: "What was it?",
          what: "Your answer",
          missing: "Select whether it was a discussion or a meeting",
          options: [
            { value: "discussion", text: "A discussion" },
            { value: "meeting", text: "A meeting" },
          ],
        },
        ...(stages.length > 1
          ? [
              {
                kind: "choice" as const,
                name: "at-stage",
                label: "At which stage was it held?",
                what: "The stage",
                missing: "Select the stage at which it was held",
                options: stages.map((each) => ({ value: each, text: stageOf(visit.policy, each).title })),
              },
            ]
          : []),
        {
          kind: "moment",
          name: "heldAt",
          label: "When was it held?",
          what: "When it was held",
          missing: "Enter when it was held",
        },
        text("attended", "Who took part", "Enter who took part"),
        text("agreed", "What was agreed", "Enter what was agreed", undefined, "If nothing was agreed, say so."),
        text(
          "pursued",
          "How outstanding issues will be pursued",
          "Enter how outstanding issues will be pursued",
          undefined,
          "If no issue is outstanding, say so.",
        ),
      ],
      button: "Add to the record",
    };
  },
  command: (values) => ({
    type: "record discussion",
    kind: given(values, "kind") === "meeting" ? "meeting" : "discussion",
    heldAt: given(values, "heldAt"),
    attended: given(values, "attended"),
    agreed: given(values, "agreed"),
    pursued: given(values, "pursued"),
    ...(values.has("at-stage") ? { stage: given(values, "at-stage") } : {}),
  }),
});

/** One for each discussion that the other side recorded: it is approved, and so dated, by those who took part (KNO-16). */
export const approve: Form = {
  done: "Your approval is recorded",
  answers: false,
  offered: (visit) =>
    may(visit, "approve discussion") ? unapproved(visit.state, visit.seat.side).map((each) => each.recordedAt) : [],
  page: (visit, which) => {
    const recorded = discussionOf(visit, which);
    if (!recorded) return undefined;
    const { sealed, kind, heldAt, by } = recorded;
    return {
      title: `Approve what was recorded of the ${kind} held at ${inWords(heldAt)}`,
      does: "Says that you took part and that this is what was said. It carries the date on which you approve it. If something is wrong, do not approve it: add a correction to the record.",
      shows:
        sealed === erased
          ? [{ text: erasedInWords, quoted: true }]
          : [
              { heading: "Who took part", text: sealed.attended, quoted: true },
              { heading: "What was agreed", text: sealed.agreed, quoted: true },
              { heading: "How outstanding issues will be pursued", text: sealed.pursued, quoted: true },
              {
                heading: "Recorded by",
                text: `${sealed.name}, ${roleCalled(visit.policy, by.role)} (${sideInWords(by.side)})`,
                quoted: false,
              },
            ],
      fields: [yourName],
      button: "Approve this record",
    };
  },
  command: (_values, visit, which) => ({
    type: "approve discussion",
    recordedAt: which,
    stage: discussionOf(visit, which)?.stage ?? visit.stage,
  }),
};

export const arrangeMeeting = single({
  done: "The meeting is on the record",
  answers: false,
  offered: (visit) => once(may(visit, "arrange meeting")),
  page: () => ({
    title: "Arrange a meeting",
    does: "Puts a meeting that is to be held on the record, and tells those who act by email. Once it was held, record it as a meeting.",
    shows: [],
    fields: [
      yourName,
      { kind: "moment", name: "for", label: "When is it?", what: "When it is", missing: "Enter when it is" },
      {
        kind: "line",
        name: "where",
        label: "Where is it?",
        hint: "A place, or how to join it online.",
        what: "Where it is",
        missing: "Enter where it is",
      },
      text("invited", "Who is invited", "Enter who is invited"),
    ],
    button: "Arrange this meeting",
  }),
  command: (values, { state, stage }) => ({
    type: "arrange meeting",
    for: given(values, "for"),
    where: given(values, "where"),
    invited: given(values, "invited"),
    // What is still to come belongs to the stage that is open, whoever arranges it.
    stage: state.phase === "at stage" ? state.stage : stage,
  }),
});

export const risk = single({
  done: "Immediate risk is recorded",
  answers: false,
  offered: (visit) => once(may(visit, "flag immediate risk")),
  page: (visit) => ({
    title: "Flag immediate risk",
    does: "Tells everybody who acts at once.",
    shows: [
      { heading: "What you confirm", text: visit.policy.immediateRisk.words, quoted: true },
      { heading: "What follows", text: riskFollows(visit), quoted: false },
    ],
    warning: "This does not call for help. If someone is in immediate danger, call 999 first.",
    fields: [yourName, reason("What the immediate risk is", "Enter what the immediate risk is")],
    button: "Confirm and flag immediate risk",
  }),
  command: (values) => ({ type: "flag immediate risk", reason: given(values, "reason") }),
});

export const withdraw = single({
  done: "The concern is withdrawn",
  answers: false,
  offered: (visit) => once(may(visit, "withdraw")),
  page: () => ({
    title: "Withdraw the concern",
    does: "Ends the escalation for good. The record stays, and the receiving side is told.",
    shows: [],
    fields: [yourName, reason("Why you withdraw the concern", "Enter why you withdraw the concern")],
    button: "Withdraw the concern",
  }),
  command: (values) => ({ type: "withdraw", reason: given(values, "reason") }),
});

export const note = single({
  done: "Your note is on the record",
  answers: false,
  offered: (visit) => once(may(visit, "add note")),
  page: () => ({
    title: "Add a note to the record",
    does: "Adds an entry that everybody on the record sees. Nothing on the record can be changed: a correction is a further entry.",
    shows: [],
    fields: [
      yourName,
      {
        kind: "choice",
        name: "kind",
        label: "What do you want to add?",
        what: "Your answer",
        missing: "Select whether you add a note or correct an entry",
        options: [
          { value: "note", text: "A note" },
          { value: "correction", text: "A correction of an entry" },
        ],
      },
      {
        kind: "number",
        name: "corrects",
        label: "If you correct an entry: its number",
        hint: "The record shows it, for example “Entry 3”.",
        what: "The number of the entry",
      },
      text("words", "What you want to put on the record", "Enter what you want to put on the record"),
    ],
    button: "Add to the record",
  }),
  command: (values, visit) => {
    const words = given(values, "words");
    if (given(values, "kind") !== "correction") return { type: "add note", kind: "note", words };
    const corrects = Number(given(values, "corrects"));
    if (!values.has("corrects")) return wrong("corrects", "Enter the number of the entry that you correct");
    if (!visit.story.commits.some((each) => each.number === corrects))
      return wrong(
        "corrects",
        `There is no entry ${corrects}. The record has entries 1 to ${visit.story.commits.length}`,
      );
    return { type: "add note", kind: "correction", words, corrects };
  },
});

function openedStages({ state }: Visit): string[] {
  return [...new Set(state.opened.map((each) => each.stage))];
}

/** The discussion that was put on the record at an instant. */
function discussionOf({ story }: Visit, recordedAt: string): EventOf<"DiscussionRecorded"> | undefined {
  const found = story.history.find((each) => each.type === "DiscussionRecorded" && each.at === recordedAt);
  return found?.type === "DiscussionRecorded" ? found : undefined;
}
