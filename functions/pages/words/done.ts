/** The page after something was recorded. */
export const done = {
  recorded: "What was recorded",
  entry: (number: number) => `It is entry ${number} of the record.`,
  next: "What happens next",
};
