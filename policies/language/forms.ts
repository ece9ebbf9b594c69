/**
 * Forms and notices that a policy asks for: a template in the record's own terms. Each field shows something that stands on
 * the record, said in plain words: `concerns remaining from safeguarding-leads`. Nothing is typed into a form a second time.
 */
import * as z from "zod";
import { clause, id, reading, words } from "./parts.ts";

/** What can be shown of the concern itself. */
const ofTheConcern = [
  "reference",
  "date raised",
  "date the disagreement arose",
  "raising agency",
  "raising practitioner",
  "raising manager",
  "receiving agency",
  "receiving practitioner",
  "receiving manager",
  "name of the person",
  "date of birth",
  "circumstances",
  "type of disagreement",
  "issue",
  "nature of the disagreement",
  "risk",
  "evidence",
  "resolution sought",
  "outcome",
] as const;

/** What can be shown of a stage, followed by its id. */
const ofAStage = [
  "date of opening of",
  "date of end of",
  "how it ended:",
  "raising side of",
  "receiving side of",
  "body of",
  "responses of",
  "date of response of",
  "resolution of",
  "discussions of",
  "concerns remaining from",
] as const;

export type Shows =
  | { readonly fact: (typeof ofTheConcern)[number] }
  | { readonly fact: (typeof ofAStage)[number]; readonly stage: string }
  | { readonly fact: "answer"; readonly question: string; readonly stage?: string }
  | { readonly fact: "date told"; readonly role: string; readonly stage: string };

const name = "([a-z][a-z0-9-]*)";

function parseShows(text: string): Shows | undefined {
  const plain = ofTheConcern.find((each) => each === text);
  if (plain) return { fact: plain };
  for (const fact of ofAStage) {
    const stage = new RegExp(`^${fact} ${name}$`).exec(text)?.[1];
    if (stage) return { fact, stage };
  }
  const [, question, at] = new RegExp(`^answer ${name}(?: at ${name})?$`).exec(text) ?? [];
  if (question) return { fact: "answer", question, ...(at ? { stage: at } : {}) };
  const [, role, stage] = new RegExp(`^date ${name} was told at ${name}$`).exec(text) ?? [];
  return role && stage ? { fact: "date told", role, stage } : undefined;
}

/** What a field of a form shows, in the words of a policy file. */
export function showsInWords(shows: Shows): string {
  if (shows.fact === "answer") return `answer ${shows.question}${shows.stage ? ` at ${shows.stage}` : ""}`;
  if (shows.fact === "date told") return `date ${shows.role} was told at ${shows.stage}`;
  return "stage" in shows ? `${shows.fact} ${shows.stage}` : shows.fact;
}

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
