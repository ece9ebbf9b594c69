/** The page that a link opens, in each state of the link. It says nothing of the case and names nobody (ALL-13). */

const late =
  "You can still add an answer to the record. It is marked as a late answer and seen by those who act now, but it does not settle anything.";
const readOn = "You can still read the record and add a note to it.";

export const landing = {
  escalation: "Escalation",
  concern: "concern",
  part: { asked: "What is asked", waited: "What is waited for", by: "By" },
  goOn: (thing: string) => `Continue to read the ${thing}. Nothing is recorded or answered by continuing.`,
  continue: "Continue",
  late,

  /** Why it is this person, where that is not plain. */
  why: {
    beside: " (because an email to whoever was asked before did not reach them for certain)",
    inbox: " (this came to a shared inbox because nobody is known for the role)",
  },

  /** What kind of answer was given, as what “you” or “they” did. */
  answers: {
    ResponseRecorded: "responded to the concern",
    QuestionsAnswered: "answered what the policy asks",
    ResolutionProposed: "proposed a resolution",
    ResolutionAccepted: "accepted the proposed resolution",
    ResolutionRejected: "rejected the proposed resolution",
    DeclaredUnresolved: "declared the matter unresolved",
    StageReferred: "referred the matter to a later stage",
    OutcomeGiven: "gave the outcome of the stage",
  },

  asked: {
    heading: "You are asked to act",
    as: (role: string, why: string, side: string) => `You are asked as ${role}${why}, on the ${side}.`,
  },
  owed: {
    heading: "Something is still asked of you",
    as: (stands: string, role: string, side: string) => `${stands} You are asked as ${role}, on the ${side}.`,
  },
  used: {
    heading: "You have answered",
    said: (answer: string, when: string) => `You ${answer} at ${when}, or somebody did by a link that you were sent.`,
    again: "You can read it, add to it, and answer again while the stage is open.",
    over: readOn,
  },
  answered: {
    heading: "Somebody else has answered",
    said: (role: string, side: string, answer: string, when: string) =>
      `The ${role} (${side}) ${answer} at ${when}, and so answered for your side.`,
    again: "You can read it, and add to it while the stage is open.",
    over: readOn,
  },
  handedOn: {
    heading: "Somebody else acts now",
    said: (role: string, when: string) =>
      `This was handed on from your role of ${role} at ${when}. Somebody else acts in your place, and the time allowed did not change.`,
    can: readOn,
  },
  over: {
    heading: "The stage that you were asked about is over",
    said: (answer: string, when: string) => `Before that, you ${answer} at ${when}.`,
  },
  closed: {
    heading: "This escalation is closed",
    when: (when: string) => `It was closed at ${when}.`,
    can: "You can read the record and add a note to it.",
    nothingMore: " Nothing more is asked of you.",
  },
  notYet: {
    heading: "Nothing is asked of you yet",
    from: (now: string, due: string, stage: string, role: string) =>
      `If “${now}” is not settled by ${due}, it goes to “${stage}”. You would then be asked as ${role}, by another email.`,
    onlyIf: (stage: string, role: string) =>
      `You would be asked as ${role} only if it is not settled before “${stage}”, by another email.`,
    can: "Nothing is asked of you now. You can read the record and add to it.",
  },
  told: {
    heading: "Nothing is asked of you at the moment",
    who: (who: string) => `Those who act now: ${who}.`,
    can: "You can read the record and add to it.",
  },

  expired: {
    heading: "This link is over",
    says: [
      "Links work for a limited time, so that an old email shows nothing to anybody.",
      "You can have a fresh one sent. It goes only to the address that this one went to.",
    ],
    notRecorded: "Nothing has been recorded of what you sent. Copy what you wrote before you leave this page.",
    kept: "What you wrote",
    typed: "You typed",
    button: "Send a fresh link to the address that this one went to",
  },
  fresh: {
    sent: {
      title: "A fresh link has been sent",
      says: [
        "It has gone to the address that this link went to. It can take a few minutes to arrive.",
        "If it does not come, look among the emails that were sorted out as spam, or contact those named below.",
      ],
    },
    tooOften: {
      title: "Fresh links have been sent already",
      says: [
        "Five fresh links were asked for within an hour, so no more is sent now. Look for one of them, or try again in an hour.",
      ],
    },
    erased: {
      title: "A fresh link cannot be sent",
      says: ["The address that this link went to has been erased with the record."],
    },
    refused: {
      title: "The fresh link could not be sent",
      says: ["The address that this link went to does not take our email."],
    },
  },

  contact: {
    heading: "Whom to contact",
    write: (name: string) => `${name}, by email at`,
    call: "or by telephone on",
    only: (name: string) => `Contact ${name}.`,
  },
};
