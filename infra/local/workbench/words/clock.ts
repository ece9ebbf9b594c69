/** How long something is, and how far off a moment: for every page of the workbench. */
const counted = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;

export const words = {
  day: (number: number) => counted(number, "day"),
  hour: (number: number) => counted(number, "hour"),
  minute: (number: number) => counted(number, "minute"),
  lessThanAMinute: "less than a minute",
  left: (howLong: string) => `${howLong} left`,
  over: (howLong: string) => `${howLong} over`,
};
