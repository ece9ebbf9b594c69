/** What somebody still owes. */
export const said = {
  duty: {
    done: "This is recorded as done",
    button: "Record this as done",
    does: {
      answerToRecommendations: (agency: string) =>
        `Records whether ${agency} acts on the recommendations. The partnership and the other side see it.`,
      choice: "Puts what is decided, and why, on the record.",
      partnershipsOwn: "What you enter is put on the record, where both sides can read it.",
      sentTo: (who: string) => `What you enter is put on the record and sent to ${who}.`,
    },
    /** To whom it is sent. */
    to: {
      "raising practitioner": "the practitioner who raised the concern",
      counterpart: "your counterpart on the other side",
      partnership: "the partnership",
    },
    fields: {
      acts: {
        label: "Does your agency act on the recommendations?",
        what: "Your answer",
        missing: "Select whether your agency acts on the recommendations",
        options: {
          yes: "Yes, it acts on them",
          no: "No, it does not act on them",
        },
      },
      choice: {
        label: "Which is it?",
        what: "Your answer",
        missing: "Select which it is",
      },
      /** What is written with it, by the kind of duty. */
      words: {
        answerToRecommendations: {
          label: "What your agency does, or why it does not act on them",
          missing: "Enter what your agency does, or why it does not act on the recommendations",
          what: "What you enter",
        },
        choice: { label: "Why", missing: "Enter why", what: "The reason" },
        feedback: { label: "Your feedback", missing: "Enter your feedback" },
        review: { label: "Your review", missing: "Enter your review" },
        minutes: { label: "The minutes", missing: "Enter the minutes" },
        product: {
          label: "What was made, or where it can be read",
          missing: "Enter what was made, or where it can be read",
        },
        confirmation: { label: "Your written confirmation", missing: "Enter your written confirmation" },
      },
    },
    /** What the stage was settled with. */
    settledAs: {
      recommendations: "The recommendations",
      outcome: "The outcome",
      resolution: "The resolution that was accepted",
    },
  },
  filed: {
    done: "It is recorded that you filed the record",
    title: "Confirm that the record was filed",
    does: "Says for your side that it was done, and where. The record can be read and saved on the page of the concern, under “Documents to read and save”.",
    shows: {
      asked: "What is asked of you",
    },
    fields: {
      where: {
        label: "Where was it filed?",
        what: "Where it was filed",
        missing: "Enter where it was filed",
        hint: (where: string) => `For example, ${where}`,
      },
    },
    button: "Confirm that it was filed",
  },
  missing: {
    done: "What was missing is recorded",
    title: "Add what is missing from the concern",
    does: "Completes the concern. Everybody who acts is told.",
    button: "Add this to the concern",
    nothingEntered: "Enter at least one of the things that are missing",
    asked: {
      issue: "What is the issue?",
      disagreement: "What is the nature of the disagreement?",
      risk: "What is the risk to the person?",
      evidence: "What is the evidence?",
      resolutionSought: "What do you aim to achieve?",
    },
  },
};
