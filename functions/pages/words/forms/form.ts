/** What several forms have, why a form cannot be used, and what a person is told after what they did. */
export const said = {
  yourName: {
    label: "Your name",
    hint: "It is recorded with what you do here.",
    missing: "Enter your name",
    what: "Your name",
  },
  reason: "The reason",
  yes: "Yes",
  no: "No",
  policySays: "What the policy says",
  late: (stage: string) =>
    `“${stage}” is over. Your answer is put on the record as a late answer. It is seen by those who act now, but it does not settle anything.`,
  notNow: {
    closed: "This escalation is closed. You can still read its record and add a note to it.",
    notOfThisStage:
      "This cannot be done now: it may have been done already, or it does not belong to this stage. The list shows what can be done.",
    somebodyElse:
      "Somebody else acts now, so this is not yours to do. You can still read the record and add a note to it.",
  },
  risk: {
    told: "Everybody who has to act is told at once.",
    opens: (stage: string) => `If the matter is at an earlier stage, it moves to “${stage}” at once.`,
    nearer: "No stage is skipped, and the policy brings the deadline nearer at once.",
    nothingMoves:
      "No stage is skipped and no deadline moves by itself. Ask for a shorter timescale if the person has to be protected sooner.",
    guide: "The timescales are a guide only from then on: nobody need wait for them.",
  },
  afterwards: {
    handedToInbox: (agency: string) =>
      `It went to the inbox of ${agency}, not to the person that you named: only addresses that ${agency} has registered are written to. The inbox is asked to pass it on.`,
    handedTo: (role: string) => `The ${role} that it was handed to is asked by email.`,
    clockGoesOn: "The clock did not stop.",
    managerJoined: "They are asked by email at once. The clock did not stop, and it did not start again.",
    adviceOfInbox: (agency: string, role: string) =>
      `It went to the inbox of ${agency}, because nobody is known there as ${role}. The inbox is asked to pass it on.`,
    adviceOf: (role: string) => `The ${role} is asked by email.`,
    dateProposed: "The other side is asked by email. Until they accept it, the deadline stays as it is.",
    left: (items: readonly string[]) => `Still on the list: ${items.join("; ")}.`,
    nothingLeft: "Everything on the list is done.",
    shorten: "Say now if it has to be settled sooner than the deadline.",
    late: "The stage that you were asked about was over. Your answer is on the record as a late answer, and those who act now see it. It does not settle anything.",
  },
};
