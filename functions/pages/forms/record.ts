/** What a party puts on the record beside answering: discussions and meetings, immediate risk, notes, and the withdrawal. */
import { inWords } from "../../../policies/calendar/instant.ts";
import { stageOf } from "../../../policies/language/stages.ts";
import { unapproved } from "../../core/capabilities.ts";
import { erased, type EventOf } from "../../core/events.ts";
import { erasedInWords } from "../concern.ts";
import { roleCalled, sideInWords, type Visit } from "../visit.ts";
import { given, may, once, reason, single, text, wrong, yourName, type Form } from "./form.ts";
import { riskFollows } from "./risk.ts";
import { said } from "../words/forms/record.ts";

export const discussion = single({
  done: said.discussion.done,
  answers: false,
  offered: (visit) => once(may(visit, "record discussion")),
  page: (visit) => {
    const stages = openedStages(visit);
    return {
      title: said.discussion.title,
      does: said.discussion.does,
      shows: [],
      fields: [
        yourName,
        {
          kind: "choice",
          name: "kind",
          label: said.discussion.fields.kind.label,
          what: said.discussion.fields.kind.what,
          missing: said.discussion.fields.kind.missing,
          options: [
            { value: "discussion", text: said.discussion.fields.kind.options.discussion },
            { value: "meeting", text: said.discussion.fields.kind.options.meeting },
          ],
        },
        ...(stages.length > 1
          ? [
              {
                kind: "choice" as const,
                name: "at-stage",
                label: said.discussion.fields.atStage.label,
                what: said.discussion.fields.atStage.what,
                missing: said.discussion.fields.atStage.missing,
                options: stages.map((each) => ({ value: each, text: stageOf(visit.policy, each).title })),
              },
            ]
          : []),
        {
          kind: "moment",
          name: "heldAt",
          label: said.discussion.fields.heldAt.label,
          what: said.discussion.fields.heldAt.what,
          missing: said.discussion.fields.heldAt.missing,
        },
        text("attended", said.discussion.fields.attended.label, said.discussion.fields.attended.missing),
        text(
          "agreed",
          said.discussion.fields.agreed.label,
          said.discussion.fields.agreed.missing,
          undefined,
          said.discussion.fields.agreed.hint,
        ),
        text(
          "pursued",
          said.discussion.fields.pursued.label,
          said.discussion.fields.pursued.missing,
          undefined,
          said.discussion.fields.pursued.hint,
        ),
      ],
      button: said.discussion.button,
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
  done: said.approve.done,
  answers: false,
  offered: (visit) =>
    may(visit, "approve discussion") ? unapproved(visit.state, visit.seat.side).map((each) => each.recordedAt) : [],
  page: (visit, which) => {
    const recorded = discussionOf(visit, which);
    if (!recorded) return undefined;
    const { sealed, kind, heldAt, by } = recorded;
    return {
      title: said.approve.title(kind, inWords(heldAt)),
      does: said.approve.does,
      shows:
        sealed === erased
          ? [{ text: erasedInWords, quoted: true }]
          : [
              { heading: said.approve.shows.attended, text: sealed.attended, quoted: true },
              { heading: said.approve.shows.agreed, text: sealed.agreed, quoted: true },
              { heading: said.approve.shows.pursued, text: sealed.pursued, quoted: true },
              {
                heading: said.approve.shows.recordedBy,
                text: said.approve.by(sealed.name, roleCalled(visit.policy, by.role), sideInWords(by.side)),
                quoted: false,
              },
            ],
      fields: [yourName],
      button: said.approve.button,
    };
  },
  command: (_values, visit, which) => ({
    type: "approve discussion",
    recordedAt: which,
    stage: discussionOf(visit, which)?.stage ?? visit.stage,
  }),
};

export const arrangeMeeting = single({
  done: said.arrangeMeeting.done,
  answers: false,
  offered: (visit) => once(may(visit, "arrange meeting")),
  page: () => ({
    title: said.arrangeMeeting.title,
    does: said.arrangeMeeting.does,
    shows: [],
    fields: [
      yourName,
      {
        kind: "moment",
        name: "for",
        label: said.arrangeMeeting.fields.for.label,
        what: said.arrangeMeeting.fields.for.what,
        missing: said.arrangeMeeting.fields.for.missing,
      },
      {
        kind: "line",
        name: "where",
        label: said.arrangeMeeting.fields.where.label,
        hint: said.arrangeMeeting.fields.where.hint,
        what: said.arrangeMeeting.fields.where.what,
        missing: said.arrangeMeeting.fields.where.missing,
      },
      text("invited", said.arrangeMeeting.fields.invited.label, said.arrangeMeeting.fields.invited.missing),
    ],
    button: said.arrangeMeeting.button,
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
  done: said.risk.done,
  answers: false,
  offered: (visit) => once(may(visit, "flag immediate risk")),
  page: (visit) => ({
    title: said.risk.title,
    does: said.risk.does,
    shows: [
      { heading: said.risk.shows.confirmed, text: visit.policy.immediateRisk.words, quoted: true },
      { heading: said.risk.shows.follows, text: riskFollows(visit), quoted: false },
    ],
    warning: said.risk.warning,
    fields: [yourName, reason(said.risk.fields.reason.label, said.risk.fields.reason.missing)],
    button: said.risk.button,
  }),
  command: (values) => ({ type: "flag immediate risk", reason: given(values, "reason") }),
});

export const withdraw = single({
  done: said.withdraw.done,
  answers: false,
  offered: (visit) => once(may(visit, "withdraw")),
  page: () => ({
    title: said.withdraw.title,
    does: said.withdraw.does,
    shows: [],
    fields: [yourName, reason(said.withdraw.fields.reason.label, said.withdraw.fields.reason.missing)],
    button: said.withdraw.button,
  }),
  command: (values) => ({ type: "withdraw", reason: given(values, "reason") }),
});

export const note = single({
  done: said.note.done,
  answers: false,
  offered: (visit) => once(may(visit, "add note")),
  page: () => ({
    title: said.note.title,
    does: said.note.does,
    shows: [],
    fields: [
      yourName,
      {
        kind: "choice",
        name: "kind",
        label: said.note.fields.kind.label,
        what: said.note.fields.kind.what,
        missing: said.note.fields.kind.missing,
        options: [
          { value: "note", text: said.note.fields.kind.options.note },
          { value: "correction", text: said.note.fields.kind.options.correction },
        ],
      },
      {
        kind: "number",
        name: "corrects",
        label: said.note.fields.corrects.label,
        hint: said.note.fields.corrects.hint,
        what: said.note.fields.corrects.what,
      },
      text("words", said.note.fields.words.label, said.note.fields.words.missing),
    ],
    button: said.note.button,
  }),
  command: (values, visit) => {
    const words = given(values, "words");
    if (given(values, "kind") !== "correction") return { type: "add note", kind: "note", words };
    const corrects = Number(given(values, "corrects"));
    if (!values.has("corrects")) return wrong("corrects", said.note.fields.corrects.missing);
    if (!visit.story.commits.some((each) => each.number === corrects))
      return wrong("corrects", said.note.fields.corrects.noSuchEntry(corrects, visit.story.commits.length));
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
