/** What is said when a field is wrong, by its cause. `what` is how the form calls the field: “The date”. */
const inSentence = (what: string) => what.charAt(0).toLowerCase() + what.slice(1);

export const fields = {
  tooLong: (what: string, most: string, has: string) => `${what} must be ${most} characters or less. Yours has ${has}`,
  notAnEmail: "Enter an email address in the correct format, like name@example.com",
  notANumber: (what: string) => `${what} must be a whole number, like 3`,
  someAndNone: "Select what applies, or “None of these”, and not both",
  noDay: (what: string) => `${what} must include a day, month and year`,
  noPart: {
    day: (what: string) => `${what} must include a day`,
    month: (what: string) => `${what} must include a month`,
    year: (what: string) => `${what} must include a year`,
  },
  shortYear: (what: string) => `The year of ${inSentence(what)} must have 4 numbers`,
  notADay: (what: string) => `${what} must be a real date`,
  noTime: (what: string) => `${what} must include a time, like 9:30am or 2:15pm`,
  notATime: (what: string) => `The time of ${inSentence(what)} must be a real time, like 9:30am or 2:15pm`,
  eitherHalf: (what: string) => `Add am or pm to the time of ${inSentence(what)}, like 9:30am or 2:15pm`,
  yes: "Yes",
  no: "No",
};
