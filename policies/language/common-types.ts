/** The types of disagreement across policies. In a file of its own, so that a function that lists them loads no schema. */

/** The list to which every policy's own types are mapped, for reports across policies (ALL-03). */
export const commonTypes = [
  "threshold or level of need",
  "referral or decision not accepted",
  "roles and responsibilities",
  "actions taken or not taken",
  "plan or progress",
  "information sharing and communication",
  "records and minutes",
  "meetings and attendance",
  "timeliness",
  "other",
] as const;

/** A type of disagreement that all partnerships have in common, by which figures are counted. */
export type CommonType = (typeof commonTypes)[number];
