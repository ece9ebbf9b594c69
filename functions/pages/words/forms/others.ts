/** Others who are brought in. */
export const said = {
  handOn: {
    done: "The matter is handed on",
    title: "I am not the right person",
    titleWithStandIn: (role: string) => `Hand the matter to the ${role} or somebody else`,
    does: "Hands your part to somebody else, who is asked by email at once. The clock does not stop.",
    fields: {
      taker: {
        label: "Who acts instead of you?",
        what: "Your answer",
        missing: "Select who acts instead of you",
        options: {
          standIn: (role: string) => `Hand to the ${role}`,
          other: "Somebody else",
        },
        hints: {
          other: (agency: string) => `It goes to the inbox of ${agency}, for their attention.`,
        },
      },
      named: {
        label: "Name of the right person",
        ifSomebodyElse: "If somebody else: their name",
        what: "The name",
        missing: "Enter the name of the right person",
        hint: (agency: string) => `It goes to the inbox of ${agency}, for their attention.`,
        wrong: "Enter the name of the person who acts instead of you",
      },
      email: {
        label: "Their work email address",
        hint: (agency: string) =>
          `If it is not an address of ${agency}, the matter goes to the inbox of ${agency} instead.`,
        what: "The email address",
        missing: "Enter their work email address",
      },
    },
    button: "Hand it on",
  },
  addManager: {
    done: "The further manager is asked to act",
    title: "Bring in a further manager",
    does: "Another manager of your agency acts at this stage beside you and is asked by email at once. The clock does not start again.",
    fields: {
      named: {
        label: "Name of the manager",
        what: "The name",
        missing: "Enter their name",
      },
      email: {
        label: "Their work email address",
        hint: (agency: string) => `It has to be an address of ${agency}.`,
        what: "The email address",
        missing: "Enter their work email address",
        wrong: (agency: string) =>
          `This is not an address of ${agency}, and only its own managers can be brought in. Enter their work email address at ${agency}`,
      },
    },
    button: "Ask this manager to act",
  },
  askAdvice: {
    done: "The advice is asked for",
    title: (role: string) => `Ask the ${role} for advice`,
    does: (role: string, agency: string) =>
      `Asks the ${role} of ${agency} by email. They can read the record, and answer on a page like this one. The clock does not stop.`,
    fields: {
      question: {
        label: "What do you need advice on?",
        missing: "Enter what you need advice on",
        what: "Your question",
        hint: "Both sides see it on the record.",
      },
    },
    button: "Ask for this advice",
  },
  giveAdvice: {
    done: "Your advice is recorded",
    title: "Give the advice that you are asked for",
    shows: { question: "What you are asked" },
    does: "Puts your advice on the record, where both sides see it. Those who asked are told by email.",
    fields: {
      advice: {
        label: "Your advice",
        missing: "Enter your advice",
      },
    },
    button: "Record the advice",
  },
  requestInformation: {
    done: "The request for information is recorded",
    title: "Ask both sides for further information",
    does: "Asks both sides by email. It does not stop the clock.",
    fields: {
      request: {
        label: "What you need to know",
        missing: "Enter what you need to know",
      },
    },
    button: "Ask for this information",
  },
  provideInformation: {
    done: "The information is recorded",
    title: "Give the information that was asked for",
    does: "Puts it on the record, where those who asked and the other side see it.",
    shows: {
      request: "What was asked",
    },
    fields: {
      information: {
        label: "The information",
        missing: "Enter the information",
      },
    },
    button: "Record the information",
  },
};
