/** What those who act at a stage answer. */
export const said = {
  respond: {
    done: "Your response is recorded",
    title: "Respond to the concern",
    late: "Add a late answer",
    does: "Says what your side thinks and has done. The raising side sees it at once. It does not end the stage: for that, propose a resolution.",
    fields: {
      response: {
        label: "Your response",
        missing: "Enter your response",
        what: "Your response",
      },
    },
    button: "Record the response",
  },
  questions: {
    done: "Your answers are recorded",
    title: "Answer what the policy asks of you",
    does: "Puts your answers on the record, where both sides see them. It does not end the stage.",
    button: "Record the answers",
    nothingAnswered: { one: "Answer the question", several: "Answer at least one of the questions" },
  },
  answerProposal: {
    done: "Your answer to the proposed resolution is recorded",
    title: "Accept or reject the proposed resolution",
    does: "Accepting it settles the matter. Rejecting it leaves the stage open until its deadline.",
    doesOrGoesOn:
      "Accepting it settles the matter. Rejecting it leaves the stage open until its deadline, unless you also declare the matter unresolved.",
    shows: {
      proposal: "The proposed resolution",
    },
    changed: "A different resolution has been proposed since. Read it below and answer again",
    fields: {
      answer: {
        label: "Do you accept the proposed resolution?",
        what: "Your answer",
        missing: "Select whether you accept or reject the proposed resolution",
        options: {
          accept: "Accept it",
          reject: "Reject it",
        },
      },
      comment: {
        label: "If you accept it: anything to add",
        what: "What you add",
      },
      reason: {
        label: "If you reject it: why",
        what: "The reason",
        wrong: "Enter why you reject the proposed resolution",
      },
      unresolved: {
        label: "If you reject it: do you also declare it unresolved, so that it goes to the next stage now?",
        hint: (next: string) => `The next stage is “${next}”.`,
        what: "Your answer",
        options: {
          yes: "Yes, it goes to the next stage now",
          no: "No, the stage stays open until its deadline",
        },
        wrong: "Select whether you also declare it unresolved",
      },
    },
    button: "Record the answer",
  },
  propose: {
    done: "Your proposed resolution is recorded",
    title: "Propose a resolution",
    late: "Add a late answer: propose a resolution",
    does: "Says how the matter could be settled. It counts when the other side accepts it.",
    fields: {
      resolution: {
        label: "The resolution that you propose",
        missing: "Enter the resolution that you propose",
        what: "The resolution",
      },
    },
    button: "Propose this resolution",
  },
  unresolved: {
    done: "The matter is declared unresolved",
    title: "Declare the matter unresolved",
    does: (next: string) => `Ends this stage now. The matter goes to “${next}” in the same working day.`,
    doesByEitherSide: (next: string) =>
      `Ends this stage now. Either side can do this, without the other’s agreement. The matter goes to “${next}” in the same working day.`,
    nextStage: "the next stage",
    fields: {
      reason: {
        label: "Why the matter is unresolved",
        missing: "Enter why the matter is unresolved",
      },
    },
    button: "Declare it unresolved",
  },
  refer: {
    done: "The matter is referred",
    title: (title: string) => `Refer the matter to “${title}”`,
    does: (title: string) =>
      `Ends this stage now and takes the matter to “${title}”, for the reason that the policy gives.`,
    shows: {
      reason: "The policy’s reason",
    },
    fields: {
      reason: {
        label: "How this applies here",
        missing: "Enter how the policy’s reason applies here",
      },
    },
    button: "Refer the matter",
  },
  outcome: {
    done: "The outcome is recorded",
    does: (what: string) => `${what} Everybody who acted is told.`,
  },
  /** By what ends the stage. */
  outcomeCalled: {
    recommendations: {
      title: "Make recommendations",
      does: "Sends your recommendations to the agencies and ends this stage.",
      label: "Your recommendations",
      missing: "Enter your recommendations",
    },
    outcome: {
      title: "Record the outcome",
      does: "Shares the outcome and ends this stage.",
      label: "The outcome",
      missing: "Enter the outcome",
    },
    decision: {
      title: "Record the decision",
      does: "Confirms the decision to all parties and ends this stage.",
      label: "The decision",
      missing: "Enter the decision",
    },
    mediation: {
      title: "Record the outcome of the mediation",
      does: "Shares what the mediation came to and ends this stage.",
      label: "The outcome of the mediation",
      missing: "Enter the outcome of the mediation",
    },
    record: {
      title: "Record the disagreement and what is outstanding",
      does: "Ends the escalation with a record, with or without agreement.",
      label: "The disagreement and any outstanding concerns",
      missing: "Enter the disagreement and any outstanding concerns",
    },
  },
};
