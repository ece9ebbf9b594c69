/** Another deadline: a shorter timescale that protects somebody (ALL-04), or a date that both sides agree (ALL-08). */
import { inWords } from "../../../policies/calendar/instant.ts";
import { mayBeLater } from "../../core/clocks.ts";
import { stageDeadline, stageLimit, type LiveClock } from "../../core/escalation.ts";
import { erased, type EventOf } from "../../core/events.ts";
import { erasedInWords } from "../concern.ts";
import { sideInWords, type Visit } from "../visit.ts";
import { capital } from "../wording.ts";
import { given, may, once, reason, single, text, wrong, yourName, type Shown } from "./form.ts";
import { said } from "../words/forms/dates.ts";

export const shorten = single({
  done: said.shorten.done,
  answers: false,
  offered: (visit) => once(may(visit, "shorten deadline")),
  page: (visit) => ({
    title: said.shorten.title,
    does: said.shorten.does,
    shows: deadlineNow(stageDeadline(visit.state)),
    fields: [
      yourName,
      {
        kind: "moment",
        name: "until",
        label: said.shorten.fields.until.label,
        what: said.shorten.fields.until.what,
        missing: said.shorten.fields.until.missing,
      },
      reason(said.shorten.fields.reason.label, said.shorten.fields.reason.missing),
    ],
    button: said.shorten.button,
  }),
  command: (values) => ({ type: "shorten deadline", until: given(values, "until"), reason: given(values, "reason") }),
});

export const proposeDate = single({
  done: said.proposeDate.done,
  answers: false,
  offered: (visit) => once(may(visit, "propose date") && deadlineToAgree(visit) !== undefined),
  page: (visit) => {
    const limit = deadlineToAgree(visit);
    const later = limit !== undefined && mayBeLater(limit, visit.policy);
    return {
      title: said.proposeDate.title,
      does: said.proposeDate.does,
      shows: [
        ...deadlineNow(limit),
        {
          heading: said.proposeDate.shows.limits,
          text: later ? said.proposeDate.shows.laterToo : said.proposeDate.shows.earlierOnly,
          quoted: false,
        },
      ],
      fields: [
        yourName,
        {
          kind: "moment",
          name: "until",
          label: said.proposeDate.fields.until.label,
          what: said.proposeDate.fields.until.what,
          missing: said.proposeDate.fields.until.missing,
        },
        reason(said.proposeDate.fields.reason.label, said.proposeDate.fields.reason.missing),
      ],
      button: said.proposeDate.button,
    };
  },
  command: (values) => ({ type: "propose date", until: given(values, "until"), reason: given(values, "reason") }),
});

export const answerDate = single({
  done: said.answerDate.done,
  answers: false,
  offered: (visit) => once(may(visit, "accept date")),
  page: (visit) => {
    const proposed = lastDate(visit);
    if (!proposed) return undefined;
    const { sealed, until, by } = proposed;
    return {
      title: said.answerDate.title,
      does: said.answerDate.does(sideInWords(by.side)),
      shows: [
        { heading: said.answerDate.shows.until, text: capital(inWords(until)), quoted: true },
        {
          heading: said.answerDate.shows.why,
          text: sealed === erased ? erasedInWords : `${sealed.reason}\n${sealed.name}`,
          quoted: true,
        },
        ...deadlineNow(deadlineToAgree(visit)),
      ],
      about: {
        read: String(visit.story.history.filter((each) => each.type === "DateProposed").length),
        changed: said.answerDate.changed,
      },
      fields: [
        yourName,
        {
          kind: "choice",
          name: "answer",
          label: said.answerDate.fields.answer.label,
          what: said.answerDate.fields.answer.what,
          missing: said.answerDate.fields.answer.missing,
          options: [
            { value: "accept", text: said.answerDate.fields.answer.options.accept },
            { value: "reject", text: said.answerDate.fields.answer.options.reject },
          ],
        },
        text("reason", said.answerDate.fields.reason.label, undefined, said.answerDate.fields.reason.what),
      ],
      button: said.answerDate.button,
    };
  },
  command: (values, visit) => {
    const until = lastDate(visit)?.until ?? "";
    if (given(values, "answer") === "accept") return { type: "accept date", until };
    if (!values.has("reason")) return wrong("reason", said.answerDate.fields.reason.wrong);
    return { type: "reject date", until, reason: given(values, "reason") };
  },
});

function deadlineNow(limit: LiveClock | undefined): Shown[] {
  return limit ? [{ heading: said.deadlineNow, text: capital(inWords(limit.due)), quoted: false }] : [];
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
