/** A stage’s list of what is ticked by its day. */
export const said = {
  done: "What was done is recorded",
  title: (stage: string) => `Tick what was done at “${stage}”`,
  does: "Puts what was done, and on which day, on the record. What is not done yet stays on the list.",
  doesBy: (due: string) =>
    `Puts what was done, and on which day, on the record. All of it is due by ${due}. What is not done yet stays on the list.`,
  changed: "Something on this list has been ticked since. Read it below and send again",
  button: "Record what was done",
  wrong: {
    undated: (item: string) => `Enter the day on which this was done: “${item}”`,
    unsaid: (item: string) => `Enter what you confirm: “${item}”`,
    nothingDone: "Enter the day on which at least one thing on the list was done",
  },
  day: {
    hint: "On which day was this done? Leave it empty if it is not done yet.",
    what: (item: string) => `The day of “${item}”`,
  },
  confirmed: {
    label: "If it is done: what you confirm in writing",
    what: (item: string) => `What you confirm: “${item}”`,
    hint: (who: string) =>
      `It is put on the record as you write it. ${who} can read and save it, and is told so by email.`,
    toAll: "Everybody who acted",
    toCounterpart: "Your counterpart on the other side",
  },
  shows: { done: "Done already", later: "To do once the matter is settled at this stage" },
};
