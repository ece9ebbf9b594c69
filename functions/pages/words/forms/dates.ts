/** Another deadline: a shorter timescale, or a date that both sides agree. */
export const said = {
  shorten: {
    done: "The deadline is brought nearer",
    title: "Ask for a shorter timescale",
    does: "Brings the deadline nearer, where the person has to be protected sooner. It can never be moved later.",
    fields: {
      until: {
        label: "By when must it be settled?",
        what: "The new deadline",
        missing: "Enter the new deadline",
      },
      reason: {
        label: "Why it must be settled sooner",
        missing: "Enter why it must be settled sooner",
      },
    },
    button: "Bring the deadline nearer",
  },
  proposeDate: {
    done: "Your proposed deadline is recorded",
    title: "Propose another deadline",
    does: "Asks the other side to agree another date. Until they accept it, the deadline stays as it is.",
    shows: {
      limits: "What can be agreed",
      laterToo: "An earlier date, or a later one: the policy leaves this timescale to the two sides.",
      earlierOnly: "An earlier date only. The policy gives this timescale, and the sides cannot agree to go beyond it.",
    },
    fields: {
      until: {
        label: "Which deadline do you propose?",
        what: "The deadline that you propose",
        missing: "Enter the deadline that you propose",
      },
      reason: {
        label: "Why you propose it",
        missing: "Enter why you propose it",
      },
    },
    button: "Propose this deadline",
  },
  answerDate: {
    done: "Your answer to the proposed deadline is recorded",
    title: "Accept or reject another deadline",
    does: (side: string) =>
      `The ${side} proposes another deadline. If you accept it, it counts at once. If you reject it, the deadline stays as it is.`,
    shows: {
      until: "The deadline that is proposed",
      why: "Why, and by whom",
    },
    changed: "Another deadline has been proposed since. Read it below and answer again",
    fields: {
      answer: {
        label: "Do you accept this deadline?",
        what: "Your answer",
        missing: "Select whether you accept or reject the deadline",
        options: {
          accept: "Accept it",
          reject: "Reject it",
        },
      },
      reason: {
        label: "If you reject it: why",
        what: "The reason",
        wrong: "Enter why you reject the deadline",
      },
    },
    button: "Record the answer",
  },
  deadlineNow: "The deadline now",
};
