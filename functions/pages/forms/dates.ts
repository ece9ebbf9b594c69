/** Another deadline: a shorter timescale that protects somebody (ALL-04), or a date that both sides agree (ALL-08). */
import { inWords } from "../../../policies/calendar/instant.ts";
import { mayBeLater } from "../../core/clocks.ts";
import { stageDeadline, stageLimit, type LiveClock } from "../../core/escalation.ts";
import { erased, type EventOf } from "../../core/events.ts";
import { erasedInWords } from "../concern.ts";
import { sideInWords, type Visit } from "../visit.ts";
import { capital } from "../wording.ts";
import { given, may, once, reason, single, text, wrong, yourName, type Shown } from "./form.ts";

export const shorten = single({
  done: "The deadline is brought nearer",
  answers: false,
  offered: (visit) => once(may(visit, "shorten deadline")),
  page: (visit) => ({
    title: "Ask for a shorter timescale",
    does: "Brings the deadline nearer, where the person has to be protected sooner. It can never be moved later.",
    shows: deadlineNow(stageDeadline(visit.state)),
    fields: [
      yourName,
      {
        kind: "moment",
        name: "until",
        label: "By when must it be settled?",
        what: "The new deadline",
        missing: "Enter the new deadline",
      },
      reason("Why it must be settled sooner", "Enter why it must be settled sooner"),
    ],
    button: "Bring the deadline nearer",
  }),
  command: (values) => ({ type: "shorten deadline", until: given(values, "until"), reason: given(values, "reason") }),
});

export const proposeDate = single({
  done: "Your proposed deadline is recorded",
  answers: false,
  offered: (visit) => once(may(visit, "propose date") && deadlineToAgree(visit) !== undefined),
  page: (visit) => {
    const limit = deadlineToAgree(visit);
    const later = limit !== undefined && mayBeLater(limit, visit.policy);
    return {
      title: "Propose another deadline",
      does: "Asks the other side to agree another date. Until they accept it, the deadline stays as it is.",
      shows: [
        ...deadlineNow(limit),
        {
          heading: "What can be agreed",
          text: later
            ? "An earlier date, or a later one: the policy leaves this timescale to the two sides."
            : "An earlier date only. The policy gives this timescale, and the sides cannot agree to go beyond it.",
          quoted: false,
        },
      ],
      fields: [
        yourName,
        {
          kind: "moment",
          name: "until",
          label: "Which deadline do you propose?",
          what: "The deadline that you propose",
          missing: "Enter the deadline that you propose",
        },
        reason("Why you propose it", "Enter why you propose it"),
      ],
      button: "Propose this deadline",
    };
  },
  command: (values) => ({ type: "propose date", until: given(values, "until"), reason: given(values, "reason") }),
});

export const answerDate = single({
  done: "Your answer to the proposed deadline is recorded",
  answers: false,
  offered: (visit) => once(may(visit, "accept date")),
  page: (visit) => {
    const proposed = lastDate(visit);
    if (!proposed) return undefined;
    const { sealed, until, by } = proposed;
    return {
      title: "Accept or reject another deadline",
      does: `The ${sideInWords(by.side)} proposes another deadline. If you accept it, it counts at once. If you reject it, the deadline stays as it is.`,
      shows: [
        { heading: "The deadline that is proposed", text: capital(inWords(until)), quoted: true },
        {
          heading: "Why, and by whom",
          text: sealed === erased ? erasedInWords : `${sealed.reason}\n${sealed.name}`,
          quoted: true,
        },
        ...deadlineNow(deadlineToAgree(visit)),
      ],
      about: {
        read: String(visit.story.history.filter((each) => each.type === "DateProposed").length),
        changed: "Another deadline has been proposed since. Read it below and answer again",
      },
      fields: [
        yourName,
        {
          kind: "choice",
          name: "answer",
          label: "Do you accept this deadline?",
          what: "Your answer",
          missing: "Select whether you accept or reject the deadline",
          options: [
            { value: "accept", text: "Accept it" },
            { value: "reject", text: "Reject it" },
          ],
        },
        text("reason", "If you reject it: why", undefined, "The reason"),
      ],
      button: "Record the answer",
    };
  },
  command: (values, visit) => {
    const until = lastDate(visit)?.until ?? "";
    if (given(values, "answer") === "accept") return { type: "accept date", until };
    if (!values.has("reason")) return wrong("reason", "Enter why you reject the deadline");
    return { type: "reject date", until, reason: given(values, "reason") };
  },
});

function deadlineNow(limit: LiveClock | undefined): Shown[] {
  return limit ? [{ heading: "The deadline now", text: capital(inWords(limit.due)), quoted: false }] : [];
}

/** The policy's own deadline of the open stage, which the sides can agree to move while it has not passed. */
function deadlineToAgree({ state }: Visit): LiveClock | undefined {
  const limit = state.phase === "at stage" ? stageLimit(state) : undefined;
  return limit?.passedAt ? undefined : limit;
}

function lastDate({ story }: Visit): EventOf<"DateProposed"> | undefined {
  const last = story.history.findLast((each) => each.type === "DateProposed");
  return last?.type === "DateProposed" ? last : undefined;
}
