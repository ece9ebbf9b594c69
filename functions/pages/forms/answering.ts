/** What those who act at a stage answer: the concern, the policy's questions, a proposal, the end of the stage. */
import type { Stage } from "../../../policies/language/schema.ts";
import { stageOf } from "../../../policies/language/stages.ts";
import { firstInput } from "../fields.ts";
import { lastProposal } from "../view.ts";
import { stageOver, unansweredProposal, type Visit } from "../visit.ts";
import { aboutStage, given, goesTo, lateWarning, may, once, reason, single, text, wrong, yourName } from "./form.ts";
import { answersGiven, gateAnswers, gateFields, questionFields, questionsAsked, tellsFor } from "./questions.ts";
import { said } from "../words/forms/answering.ts";

export const respond = single({
  done: said.respond.done,
  answers: true,
  offered: (visit) =>
    once(
      visit.standing.acting ? may(visit, "respond") : visit.seat.side === "receiving" && stageOver(visit) !== undefined,
    ),
  page: (visit) => ({
    title: stageOver(visit) ? said.respond.late : said.respond.title,
    does: said.respond.does,
    shows: [],
    ...lateWarning(visit),
    fields: [
      yourName,
      ...questionFields(visit),
      text(
        "response",
        said.respond.fields.response.label,
        said.respond.fields.response.missing,
        said.respond.fields.response.what,
      ),
    ],
    button: said.respond.button,
  }),
  command: async (values, visit, directory) => {
    const tells = await tellsFor(values, visit, directory);
    return {
      type: "respond",
      response: given(values, "response"),
      answers: answersGiven(values, visit),
      ...(tells.length > 0 ? { tells } : {}),
    };
  },
});

export const questions = single({
  done: said.questions.done,
  answers: true,
  offered: (visit) => once(may(visit, "answer questions")),
  page: (visit) => {
    const fields = questionFields(visit);
    if (fields.length === 0) return undefined;
    return {
      title: said.questions.title,
      does: said.questions.does,
      shows: [],
      fields: [yourName, ...fields],
      button: said.questions.button,
    };
  },
  command: async (values, visit, directory) => {
    const answers = answersGiven(values, visit);
    const [first] = questionFields(visit);
    if (Object.keys(answers).length === 0 && first) {
      const asked = questionsAsked(visit).length;
      return {
        field: first.name,
        input: firstInput(first),
        says: asked === 1 ? said.questions.nothingAnswered.one : said.questions.nothingAnswered.several,
      };
    }
    const tells = await tellsFor(values, visit, directory);
    return { type: "answer questions", answers, ...(tells.length > 0 ? { tells } : {}) };
  },
});

export const answerProposal = single({
  done: said.answerProposal.done,
  answers: true,
  offered: (visit) => once(may(visit, "accept resolution") || hasLateProposal(visit)),
  page: (visit) => {
    const next = visit.seat.side === "raising" ? goesTo(visit) : undefined;
    const proposal = lastProposal(visit, visit.answers);
    return {
      title: said.answerProposal.title,
      does: next ? said.answerProposal.doesOrGoesOn : said.answerProposal.does,
      shows:
        proposal === undefined ? [] : [{ heading: said.answerProposal.shows.proposal, text: proposal, quoted: true }],
      ...lateWarning(visit),
      about: {
        read: proposalNumber(visit),
        changed: said.answerProposal.changed,
      },
      fields: [
        yourName,
        {
          kind: "choice",
          name: "answer",
          label: said.answerProposal.fields.answer.label,
          what: said.answerProposal.fields.answer.what,
          missing: said.answerProposal.fields.answer.missing,
          options: [
            { value: "accept", text: said.answerProposal.fields.answer.options.accept },
            { value: "reject", text: said.answerProposal.fields.answer.options.reject },
          ],
        },
        text("comment", said.answerProposal.fields.comment.label, undefined, said.answerProposal.fields.comment.what),
        text("reason", said.answerProposal.fields.reason.label, undefined, said.answerProposal.fields.reason.what),
        ...(next
          ? [
              {
                kind: "choice" as const,
                name: "unresolved",
                label: said.answerProposal.fields.unresolved.label,
                hint: said.answerProposal.fields.unresolved.hint(next),
                what: said.answerProposal.fields.unresolved.what,
                options: [
                  { value: "yes", text: said.answerProposal.fields.unresolved.options.yes },
                  { value: "no", text: said.answerProposal.fields.unresolved.options.no },
                ],
              },
              ...gateFields(visit, "if unresolved"),
            ]
          : []),
      ],
      button: said.answerProposal.button,
    };
  },
  command: (values, visit) => {
    if (given(values, "answer") === "accept") {
      const comment = values.get("comment");
      return { type: "accept resolution", ...readProposal(visit), ...(comment ? { comment } : {}) };
    }
    if (!values.has("reason")) return wrong("reason", said.answerProposal.fields.reason.wrong);
    const asked = visit.seat.side === "raising" && goesTo(visit) !== undefined;
    if (asked && !values.has("unresolved")) return wrong("unresolved", said.answerProposal.fields.unresolved.wrong);
    const unresolved = given(values, "unresolved") === "yes";
    return {
      type: "reject resolution",
      ...readProposal(visit),
      reason: given(values, "reason"),
      unresolved,
      ...(unresolved ? gateAnswers(values, visit) : {}),
    };
  },
});

export const propose = single({
  done: said.propose.done,
  answers: true,
  offered: (visit) =>
    once(
      visit.standing.acting
        ? may(visit, "propose resolution")
        : visit.seat.side === "raising" && visit.answers === visit.link.stage && lateAllowed(visit),
    ),
  page: (visit) => ({
    title: stageOver(visit) ? said.propose.late : said.propose.title,
    does: said.propose.does,
    shows: [],
    ...lateWarning(visit),
    fields: [
      yourName,
      text(
        "resolution",
        said.propose.fields.resolution.label,
        said.propose.fields.resolution.missing,
        said.propose.fields.resolution.what,
      ),
    ],
    button: said.propose.button,
  }),
  command: (values) => ({ type: "propose resolution", resolution: given(values, "resolution") }),
});

export const unresolved = single({
  done: said.unresolved.done,
  answers: true,
  offered: (visit) => once(may(visit, "declare unresolved")),
  page: (visit) => ({
    title: said.unresolved.title,
    does: said.unresolved[byEitherSide(visit) ? "doesByEitherSide" : "does"](
      goesTo(visit) ?? said.unresolved.nextStage,
    ),
    shows: [],
    ...lateWarning(visit),
    fields: [
      yourName,
      reason(said.unresolved.fields.reason.label, said.unresolved.fields.reason.missing),
      ...gateFields(visit, "always"),
    ],
    button: said.unresolved.button,
  }),
  command: (values, visit) => ({
    type: "declare unresolved",
    reason: given(values, "reason"),
    ...gateAnswers(values, visit),
  }),
});

export const refer = single({
  done: said.refer.done,
  answers: true,
  offered: (visit) => once(may(visit, "refer")),
  page: (visit) => {
    const refer = stageOf(visit.policy, visit.answers).mayRefer;
    if (!refer) return undefined;
    const { title } = stageOf(visit.policy, refer.to);
    return {
      title: said.refer.title(title),
      does: said.refer.does(title),
      shows: [{ heading: said.refer.shows.reason, text: refer.because, quoted: true, clause: refer.clause }],
      ...lateWarning(visit),
      fields: [yourName, reason(said.refer.fields.reason.label, said.refer.fields.reason.missing)],
      button: said.refer.button,
    };
  },
  command: (values) => ({ type: "refer", reason: given(values, "reason") }),
});

export const outcome = single({
  done: said.outcome.done,
  answers: true,
  offered: (visit) => once(may(visit, "give outcome")),
  page: (visit) => {
    const stage = stageOf(visit.policy, visit.answers);
    const words = outcomeCalled(stage.endsBy);
    if (!words) return undefined;
    return {
      title: words.title,
      does: said.outcome.does(words.does),
      shows: aboutStage(stage),
      fields: [yourName, text("outcome", words.label, words.missing)],
      button: words.title,
    };
  },
  command: (values) => ({ type: "give outcome", outcome: given(values, "outcome") }),
});

/** Where the policy lets either side end a stage, neither needs the other for it (MED-01). */
const byEitherSide = ({ policy, answers }: Visit) => stageOf(policy, answers).unresolvedBy === "either side";

function lateAllowed(visit: Visit): boolean {
  const over = stageOver(visit);
  return over !== undefined && over.how !== "resolved" && over.how !== "withdrawn";
}

function hasLateProposal(visit: Visit): boolean {
  const side = unansweredProposal(visit.story.history, visit.answers);
  return lateAllowed(visit) && side !== undefined && side !== visit.seat.side;
}

/** The proposal that the person has read: whatever replaces it while they answer is not accepted unseen. */
const readProposal = ({ state }: Visit) =>
  state.phase === "at stage" && state.proposal ? { proposal: state.proposal.at } : {};

/** Which proposal of the stage is the last one. */
function proposalNumber({ story, answers }: Visit): string {
  return String(story.history.filter((each) => each.type === "ResolutionProposed" && each.stage === answers).length);
}

const outcomeCalled = (endsBy: Stage["endsBy"]) => (endsBy === "agreement" ? undefined : said.outcomeCalled[endsBy]);
