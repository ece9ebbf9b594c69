/** Where an escalation stands and what is asked of somebody: said alike before Continue, after it, and once something is done. */

export const standing = {
  sides: { raising: "raising side", receiving: "receiving side", partnership: "partnership" },
  eitherSide: "either side",
  nobody: "nobody",
  inbox: "partnership’s team",
  /** Who did something, where it was by a link that was sent to somebody else. */
  byLinkOf: (who: string, holder: string) => `${who}, by the link that was sent to ${holder}`,

  /** How an escalation ended. */
  ended: {
    resolved: "It ended by agreement: a resolution was proposed and the other side accepted it.",
    "outcome given": "It ended with the outcome given at the last stage.",
    withdrawn: "It ended because the raising side withdrew the concern.",
    erased: "It ended because everything personal on its record was erased while it was open.",
  },

  /** How a stage ended, as the end of a sentence. */
  stageEnded: {
    resolved: "a resolution was accepted",
    unresolved: "it was declared unresolved",
    "deadline passed": "its deadline passed before it was settled",
    "immediate risk": "immediate risk was flagged, which moves the matter on at once",
    referred: "it was referred to a later stage",
    "outcome given": "its outcome was given",
    withdrawn: "the concern was withdrawn",
  },
  ofStage: (stage: string, when: string, how: string) => `“${stage}” ended at ${when}: ${how}.`,

  next: {
    opening: (stage: string) => `It goes to “${stage}” now. Those who act there are told by email at once.`,
    open: (stage: string) => `“${stage}” is open.`,
    openUntil: (stage: string, due: string) => `“${stage}” is open until ${due}.`,
    deadlinePassed: (stage: string, due: string) => `“${stage}” is open. Its deadline, ${due}, has passed.`,
    proposal: (side: string) => `A resolution proposed by the ${side} waits for the other side to accept or reject it.`,
    dateProposal: (side: string, until: string) =>
      `Another deadline proposed by the ${side}, ${until}, waits for the other side to accept or reject it.`,
    climbs: (stage: string) => `If it is not settled by then, it goes to “${stage}” by itself.`,
    last: "Nothing climbs from this stage. Those who act are reminded until they give its outcome.",
    closed: "The escalation is closed. Notes can still be added to its record.",
    owed: (due: string, what: string, who: string, passed: boolean) =>
      `Still to do, by ${due}${passed ? " (that time has passed)" : ""}: ${what} (${who}).`,
  },

  /** One thing that is asked, by when, and what happens otherwise. */
  ask: {
    passed: (due: string) => `${due}. That time has passed`,
    waitForOther: "Wait for the other side to accept or reject the resolution that your side proposed",
    answerProposal: "Accept or reject the resolution that was proposed",
    advice: "Give the advice that your agency asks you for",
    information: "Give the further information that you were asked for",
    clockGoesOn: "This does not stop the clock.",
    questions: "Answer what the policy asks of you",
    filing: "Once it is done, you can confirm it here for your side.",
    guide: "Immediate risk was flagged, so this timescale is only a guide. Do not wait for it.",
    provisional: "Bank holidays that far ahead are not published yet. The date may move when they are.",
    ownDate: (until: string) =>
      `Your side proposed another deadline, ${until}. It counts when the other side accepts it.`,
    otherDate: (side: string, until: string) =>
      `The ${side} proposed another deadline, ${until}. It counts when your side accepts it.`,
  },
  otherwise: {
    every: (interval: string) => ` every ${interval.replace(/^1 /, "")}`,
    listClimbs: (every: string) =>
      `Once the matter is settled at this stage, you and the partnership are reminded of what is left${every} until it is done. If it goes on to the next stage, the record says what was done here.`,
    climbs: (stage: string) =>
      `If it is not settled by then, it goes to “${stage}” by itself. Nobody has to do anything for that.`,
    recorded: "If it is not settled by then, that is recorded.",
    chased: (every: string) => `If it is not done by then, you and the partnership are reminded${every} until it is.`,
    noted: "If it is not done by then, the record says so.",
  },
};
