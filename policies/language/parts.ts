/** The small parts of which a policy file is made: words, ids, timescales, what a clock runs from, conditions, questions. */
import * as z from "zod";
import { parseTimescale } from "../calendar/timescale.ts";

/** Whom a policy may concern (ALL-15). */
export const subjects = ["child", "adult", "community"] as const;

export const words = z.string({ error: "write some text here" }).trim().min(1, { error: "write some text here" });
export const id = z.string({ error: "give an id" }).regex(/^[a-z][a-z0-9-]*$/, {
  error: "an id is lower-case words joined by hyphens, such as line-managers",
});
export const clause = words.describe("The clause of the published text that this comes from");
export const reading = words.optional().describe("What was decided where the text is silent or ambiguous");

export const timescale = z.string({ error: "write a timescale, such as 5 working days" }).transform((text, context) => {
  const parsed = parseTimescale(text);
  if (parsed) return parsed;
  context.addIssue({
    code: "custom",
    message: `“${text}” is not a timescale: write, for example, “5 working days”, “10 days”, “48 hours”, “2 weeks” or “same working day”. Where the text has no number (“without delay”), write the organisation’s own with “set by: organisation”, and the text’s words under “in words”`,
  });
  return z.NEVER;
});

/** The events by name that a timescale can run from. */
const plainStarts = [
  "raised",
  "disagreement arose",
  "stage opened",
  "meeting held",
  "resolution reached",
  "outcome given",
] as const;

/** The event that a timescale runs from. “meeting held in professionals” names the stage whose meeting counts. */
export const start = z
  .string({ error: "say what the timescale runs from, such as “stage opened”" })
  .transform((text, context) => {
    const plain = plainStarts.find((each) => each === text);
    if (plain) return { event: plain } as const;
    const meeting = /^meeting held in ([a-z][a-z0-9-]*)$/.exec(text)?.[1];
    if (meeting) return { event: "meeting held", stage: meeting } as const;
    const [, clock, stage] = /^deadline ([a-z][a-z0-9-]*) of ([a-z][a-z0-9-]*)$/.exec(text) ?? [];
    if (clock && stage) return { event: "deadline", stage, clock } as const;
    const question = /^answer ([a-z][a-z0-9-]*)$/.exec(text)?.[1];
    if (question) return { event: "answer", question } as const;
    context.addIssue({
      code: "custom",
      message: `“${text}” is not something that a timescale can run from: write “raised”, “disagreement arose”, “stage opened”, “meeting held”, “meeting held in <stage>”, “deadline <clock> of <stage>”, “answer <question>” (a date asked for when the concern is raised), “resolution reached” or “outcome given”`,
    });
    return z.NEVER;
  });

export const role = id.describe("One of the roles listed under “roles”");
export const roles = z.array(role).min(1, { error: "name at least one role" });

/**
 * What must have been answered when the concern was raised, by question: one answer or any of several. `subject` is
 * always known: child, adult or community. Every question named must hold.
 */
export const condition = z
  .record(
    id,
    z.union([words.transform((one) => [one]), z.array(words).min(1)], {
      error: "write the answer, or a list of answers",
    }),
  )
  .refine((value) => Object.keys(value).length > 0, {
    error: "name a question and its answer, such as { in-care: yes }",
  });
export type Condition = z.output<typeof condition>;

/** Asked on the page of somebody who acts at a stage. */
export const question = z.strictObject({
  id,
  question: words,
  answer: z.enum(["yes or no", "date", "text"]),
  required: z.boolean().default(true),
  clause,
});

/** A number that the text does not give: the organisation sets it, and it is shown as the organisation's (MK-02, MK-06). */
export const setBy = z.enum(["policy", "organisation"]).default("policy");
