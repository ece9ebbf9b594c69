/** A policy’s own questions as fields. */
export const said = {
  tells: (role: string, place: string) =>
    `If you answer yes: the ${role} of ${place} is told by email and can read the record.`,
  gate: {
    mustBe: (answer: string) => `The policy lets it go on by declaration only where the answer is “${answer}”.`,
    ifUnresolved: (question: string) => `If you declare it unresolved: ${question}`,
  },
  what: { answer: "Your answer", date: "The date" },
  missing: {
    yesOrNo: (question: string) => `Select yes or no: ${question}`,
    date: (question: string) => `Enter a date: ${question}`,
    text: (question: string) => `Enter an answer: ${question}`,
  },
};
