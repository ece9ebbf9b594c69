/**
 * Forms and notices that a policy asks for: a template in the record's own terms. Each field shows something that stands on
 * the record, said in plain words: `concerns remaining from safeguarding-leads`. Nothing is typed into a form a second time.
 */
import * as z from "zod";
import { clause, id, reading, words } from "./parts.ts";
import { ofAStage, ofTheConcern, parseShows, type Shows } from "./shows.ts";

const shows = z.string({ error: "say what the field shows, such as “issue”" }).transform((text, context) => {
  const parsed = parseShows(text);
  if (parsed) return parsed;
  context.addIssue({
    code: "custom",
    message: `“${text}” is not on the record: write ${ofTheConcern.map((each) => `“${each}”`).join(", ")}; or ${ofAStage.map((each) => `“${each} <stage>”`).join(", ")}; or “answer <question>”, “answer <question> at <stage>” or “date <role> was told at <stage>”`,
  });
  return z.NEVER;
});

/** A form, and the stage from whose opening on it goes with what those who act and are told receive (MED-11, KNO-10). */
export const form = z.strictObject({
  form: id,
  title: words,
  fromStage: id,
  says: words.optional().describe("Shown at its head, such as that it is not the partnership's own template"),
  clause,
  reading,
  parts: z
    .array(
      z.strictObject({
        title: words.optional(),
        fields: z
          .array(
            z.strictObject({
              label: words,
              shows: z
                .union([shows.transform((one): Shows[] => [one]), z.array(shows).min(1)])
                .describe("What the field shows; of several, the first that there is something of"),
            }),
          )
          .min(1, { error: "a part of a form needs at least one field" }),
      }),
    )
    .min(1, { error: "a form needs at least one part" }),
});
