/** The page on which a reference and a code are typed in the place of a link. */

export const answer = {
  title: "Answer with a reference and a code",
  says: [
    "If you cannot open the link in your email, enter the reference and the code that the same email gives.",
    "The next page shows nothing of the case until you press Continue.",
  ],
  reference: {
    label: "Reference",
    hint: "For example, K7QF-2M9X, or PA-K7QF-2M9X for a practice alert",
    missing: "Enter the reference",
    malformed: "The reference must be 8 letters and digits, like K7QF-2M9X, or PA- and 8 letters and digits",
  },
  code: {
    label: "Code",
    hint: "8 letters and digits. Spaces and small letters do not matter. A code never has the digits 0 and 1 or the letters I and O",
    missing: "Enter the code",
    malformed: "The code must be 8 letters and digits, like 7K QF 2M 9X",
    neverHas: (letters: string) =>
      `The code has ${letters}, which codes never have: they have no 0, 1, I or O. Check each letter and digit against your email`,
  },
  button: "Continue",
  /** The same for a reference that is unknown and for a code that is wrong. */
  wrong: "The reference and the code do not belong together. Check the reference against your email",
  wrongCode: "Check the code against the same email, and enter it again",
  wait: {
    title: "Codes for this reference have to wait",
    says: (until: string) => [
      `Too many wrong codes were entered for this reference. You can try again from ${until}.`,
      "The link in your email goes on working meanwhile.",
    ],
  },
  notCounted: {
    title: "Codes cannot be used at the moment",
    says: [
      "There is a problem with the service, and no code can be checked now. Your code has not been used.",
      "Open the link in your email instead, or try again later.",
    ],
  },
};
