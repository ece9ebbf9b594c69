/** What those who act at a stage answer: the concern, the policy's questions, a proposal, the end of the stage. */
import type { Stage } from "../../../policies/language/schema.ts";
import { stageOf } from "../../../policies/language/stages.ts";
import { firstInput } from "../fields.ts";
import { lastProposal } from "../view.ts";
import { stageOver, unansweredProposal, type Visit } from "../visit.ts";
import { aboutStage, given, goesTo, lateWarning, may, once, reason, single, text, wrong, yourName } from "./form.ts";
import { answersGiven, gateAnswers, gateFields, questionFields, questionsAsked, tellsFor } from "./questions.ts";

export const respond = single({
  done: "Your response is recorded",
  answers: true,
  offered: (visit) =>
    once(
      visit.standing.acting ? may(visit, "respond") : visit.seat.side === "receiving" && stageOver(visit) !== undefined,
    ),
  page: (visit) => ({
    title: stageOver(visit) ? "Add a late answer" : "Respond to the concern",
    does: "Says what your side thinks and has done. The raising side sees it at once. It does not end the stage: for that, propose a resolution.",
    shows: [],
    ...lateWarning(visit),
    fields: [
      yourName,
      ...questionFields(visit),
      text("response", "Your response", "Enter your response", "Your response"),
    ],
    button: "Record the response",
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
  done: "Your answers are recorded",
  answers: true,
  offered: (visit) => once(may(visit, "answer questions")),
  page: (visit) => {
    const fields = questionFields(visit);
    if (fields.length === 0) return undefined;
    return {
      title: "Answer what the policy asks of you",
      does: "Puts your answers on the record, where both sides see them. It does not end the stage.",
      shows: [],
      fields: [yourName, ...fields],
      button: "Record the answers",
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
        says: asked === 1 ? "Answer the question" : "Answer at least one of the questions",
      };
    }
    const tells = await tellsFor(values, visit, directory);
    return { type: "answer questions", answers, ...(tells.length > 0 ? { tells } : {}) };
  },
});

export const answerProposal = single({
  done: "Your answer to the proposed resolution is recorded",
  answers: true,
  offered: (visit) => once(may(visit, "accept resolution") || hasLateProposal(visit)),
  page: (visit) => {
    const next = visit.seat.side === "raising" ? goesTo(visit) : undefined;
    const proposal = lastProposal(visit, visit.answers);
    return {
      title: "Accept or reject the proposed resolution",
      does: `Accepting it settles the matter. Rejecting it leaves the stage open until its deadline${next ? ", unless you also declare the matter unresolved" : ""}.`,
      shows: proposal === undefined ? [] : [{ heading: "The proposed resolution", text: proposal, quoted: true }],
      ...lateWarning(visit),
      about: {
        read: proposalNumber(visit),
        changed: "A different resolution has been proposed since. Read it below and answer again",
      },
      fields: [
        yourName,
        {
          kind: "choice",
          name: "answer",
          label: "Do you accept the proposed resolution?",
          what: "Your answer",
          missing: "Select whether you accept or reject the proposed resolution",
          options: [
            { value: "accept", text: "Accept it" },
            { value: "reject", text: "Reject it" },
          ],
        },
        text("comment", "If you accept it: anything to add", undefined, "What you add"),
        text("reason", "If you reject it: why", undefined, "The reason"),
        ...(next
          ? [
              {
                kind: "choice" as const,
                name: "unresolved",
                label: "If you reject it: do you also declare it unresolved, so that it goes to the next stage now?",
                hint: `The next stage is “${next}”.`,
                what: "Your answer",
                options: [
                  { value: "yes", text: "Yes, it goes to the next stage now" },
                  { value: "no", text: "No, the stage stays open until its deadline" },
                ],
              },
              ...gateFields(visit, "if unresolved"),
            ]
          : []),
      ],
      button: "Record the answer",
    };
  },
  command: (values, visit) => {
    if (given(values, "answer") === "accept") {
      const comment = values.get("comment");
      return { type: "accept resolution", ...readProposal(visit), ...(comment ? { comment } : {}) };
    }
    if (!values.has("reason")) return wrong("reason", "Enter why you reject the proposed resolution");
    const asked = visit.seat.side === "raising" && goesTo(visit) !== undefined;
    if (asked && !values.has("unresolved")) return wrong("unresolved", "Select whether you also declare it unresolved");
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
  done: "Your proposed resolution is recorded",
  answers: true,
  offered: (visit) =>
    once(
      visit.standing.acting
        ? may(visit, "propose resolution")
        : visit.seat.side === "raising" && visit.answers === visit.link.stage && lateAllowed(visit),
    ),
  page: (visit) => ({
    title: stageOver(visit) ? "Add a late answer: propose a resolution" : "Propose a resolution",
    does: "Says how the matter could be settled. It counts when the other side accepts it.",
    shows: [],
    ...lateWarning(visit),
    fields: [
      yourName,
      text("resolution", "The resolution that you propose", "Enter the resolution that you propose", "The resolution"),
    ],
    button: "Propose this resolution",
  }),
  command: (values) => ({ type: "propose resolution", resolution: given(values, "resolution") }),
});

export const unresolved = single({
  done: "The matter is declared unresolved",
  answers: true,
  offered: (visit) => once(may(visit, "declare unresolved")),
  page: (visit) => ({
    title: "Declare the matter unresolved",
    does: `Ends this stage now. ${eitherSide(visit)}The matter goes to “${goesTo(visit) ?? "the next stage"}” in the same working day.`,
    shows: [],
    ...lateWarning(visit),
    fields: [
      yourName,
      reason("Why the matter is unresolved", "Enter why the matter is unresolved"),
      ...gateFields(visit, "always"),
    ],
    button: "Declare it unresolved",
  }),
  command: (values, visit) => ({
    type: "declare unresolved",
    reason: given(values, "reason"),
    ...gateAnswers(values, visit),
  }),
});

export const refer = single({
  done: "The matter is referred",
  answers: true,
  offered: (visit) => once(may(visit, "refer")),
  page: (visit) => {
    const refer = stageOf(visit.policy, visit.answers).mayRefer;
    if (!refer) return undefined;
    const { title } = stageOf(visit.policy, refer.to);
    return {
      title: `Refer the matter to “${title}”`,
      does: `Ends this stage now and takes the matter to “${title}”, for the reason that the policy gives.`,
      shows: [{ heading: "The policy’s reason", text: refer.because, quoted: true, clause: refer.clause }],
      ...lateWarning(visit),
      fields: [yourName, reason("How this applies here", "Enter how the policy’s reason applies here")],
      button: "Refer the matter",
    };
  },
  command: (values) => ({ type: "refer", reason: given(values, "reason") }),
});

export const outcome = single({
  done: "The outcome is recorded",
  answers: true,
  offered: (visit) => once(may(visit, "give outcome")),
  page: (visit) => {
    const stage = stageOf(visit.policy, visit.answers);
    const words = outcomeCalled(stage.endsBy);
    if (!words) return undefined;
    return {
      title: words.title,
      does: `${words.does} Everybody who acted is told.`,
      shows: aboutStage(stage),
      fields: [
        yourName,
        text("outcome", words.label, `Enter ${words.label.charAt(0).toLowerCase()}${words.label.slice(1)}`),
      ],
      button: words.title,
    };
  },
  command: (values) => ({ type: "give outcome", outcome: given(values, "outcome") }),
});

/** Where the policy lets either side end a stage, neither needs the other for it (MED-01). */
function eitherSide({ policy, answers }: Visit): string {
  return stageOf(policy, answers).unresolvedBy === "either side"
    ? "Either side can do this, without the other’s agreement. "
    : "";
}

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

function outcomeCalled(endsBy: Stage["endsBy"]): { title: string; does: string; label: string } | undefined {
  switch (endsBy) {
    case "agreement":
      return undefined;
    case "recommendations":
      return {
        title: "Make recommendations",
        does: "Sends your recommendations to the agencies and ends this stage.",
        label: "Your recommendations",
      };
    case "outcome":
      return { title: "Record the outcome", does: "Shares the outcome and ends this stage.", label: "The outcome" };
    case "decision":
      return {
        title: "Record the decision",
        does: "Confirms the decision to all parties and ends this stage.",
        label: "The decision",
      };
    case "mediation":
      return {
        title: "Record the outcome of the mediation",
        does: "Shares what the mediation came to and ends this stage.",
        label: "The outcome of the mediation",
      };
    case "record":
      return {
        title: "Record the disagreement and what is outstanding",
        does: "Ends the escalation with a record, with or without agreement.",
        label: "The disagreement and any outstanding concerns",
      };
  }
}
