/** Where an escalation or a practice alert stands, and what falls due in it. */
export const words = {
  opening: (stage: string) => `${stage} is being opened`,
  duties: (how: string) => `${how}; something is still owed`,
  closed: (how: string) => `Closed: ${how.charAt(0).toLowerCase()}${how.slice(1)}`,
  how: {
    resolved: "Resolved by agreement",
    "outcome given": "Ended by the outcome of the last stage",
    withdrawn: "Withdrawn by the raising side",
    erased: "Erased while it was open",
  },
  digest: "the digests go to the partnerships",
  reminder: (asked: string) => `a reminder is sent: ${asked}`,
  chased: (asked: string) => `a further reminder is sent, the deadline being past: ${asked}`,
  climbs: (asked: string, next: string) => `the deadline passes (${asked}), and it goes to “${next}” by itself`,
  passesAndIsChased: (asked: string) => `the deadline passes, and is chased from then on: ${asked}`,
  passes: (asked: string) => `the deadline passes: ${asked}`,
  alertPhase: {
    submitted: "Submitted; the group is being asked",
    "with the group": "With the group",
    closed: "Closed",
  },
};
