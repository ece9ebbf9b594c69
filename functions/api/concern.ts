/** The body of `POST /escalations`: a concern as another agency's system sends it (ALL-02). Limits are in characters. */
import { z } from "zod";
import { isDay, isInstant } from "../../policies/calendar/instant.ts";

/** Enough for what a concern needs to say; a document belongs in the agency's own system. */
const longest = 10_000;
const text = (what: string) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? `say ${what}` : `${what} must be text`) })
    .trim()
    .min(1, { error: `say ${what}` })
    .max(longest, {
      error: `${what} can have at most ${longest.toLocaleString("en-GB")} characters: shorten it, and keep documents in your own system`,
    });
const short = (what: string) => text(what).max(200, { error: `${what} can have at most 200 characters` });

const email = z
  .email({
    error: (issue) => (issue.input === undefined ? "give the work e-mail address" : "this is not an e-mail address"),
  })
  .max(254, { error: "an e-mail address has at most 254 characters" });
/** What an object is to be, unless it is one and only has a field that does not exist. */
const orUnknownField = (says: string) => ({
  error: (issue: { code?: string | undefined; keys?: readonly string[] }) =>
    issue.code === "unrecognized_keys" ? `there is no field ${issue.keys?.join(", ")}: check the spelling` : says,
});
const person = z.strictObject(
  { name: short("the person’s name"), email },
  orUnknownField("give a name and a work e-mail address"),
);

/** Nobody raises what is older; a date before it is a slip of the pen, and year 0 is none that can be reckoned with. */
const earliest = "1900-01-01";
const dayOrInstant = (what: string) =>
  z.string({ error: `give ${what}` }).refine((value) => (isDay(value) || isInstant(value)) && value >= earliest, {
    error: `give ${what} as a date (2026-11-20) or an instant in UTC (2026-11-20T14:30:00.000Z)`,
  });

export const concernSchema = z
  .strictObject(
    {
      area: short("the local authority area of the person concerned"),
      secureSettingIn: short("the area in which the secure setting is").optional(),
      subject: z.enum(["child", "adult", "community"], { error: "say whom it concerns: child, adult or community" }),
      person: z.strictObject(
        {
          name: short("the name of the person concerned"),
          dateOfBirth: z
            .string()
            .refine(isDay, { error: "give the date of birth as a date, such as 2014-05-30" })
            .optional(),
          circumstances: text("the person’s circumstances").optional(),
        },
        orUnknownField("say who is concerned: person.name, and person.dateOfBirth if you know it"),
      ),
      typeOfDisagreement: short("the type of disagreement, by an id of the policy’s list or “another”"),
      anotherType: short("which other type of disagreement it is").optional(),
      issue: text("the issue").optional(),
      natureOfDisagreement: text("the nature of the disagreement").optional(),
      risk: text("the risk to the person").optional(),
      evidence: text("the evidence").optional(),
      resolutionSought: text("what resolution is sought").optional(),
      arose: dayOrInstant("when the disagreement arose or the decision was received"),
      immediateRisk: z.boolean({ error: "immediateRisk is true or false" }).default(false),
      protectBy: z
        .string()
        .refine(isInstant, { error: "give protectBy as an instant in UTC, such as 2026-11-24T12:00:00.000Z" })
        .optional(),
      raising: z.strictObject(
        { agency: short("your agency’s id").optional(), practitioner: person, manager: person.optional() },
        orUnknownField("say who raises it: raising.practitioner with a name and a work e-mail address"),
      ),
      receiving: z.strictObject(
        { agency: short("the receiving agency’s id"), practitioner: person.optional(), manager: person.optional() },
        orUnknownField("say which agency receives it: receiving.agency"),
      ),
    },
    orUnknownField("the body must be an object"),
  )
  .superRefine((concern, context) => {
    if (concern.typeOfDisagreement === "another" && !concern.anotherType)
      context.addIssue({
        code: "custom",
        path: ["anotherType"],
        message: "say which other type of disagreement it is",
      });
    if (concern.immediateRisk) return;
    // With immediate risk nothing is held up for want of words; without it, all are needed (ALL-02, KNO-02).
    for (const [field, what] of needed)
      if (concern[field] === undefined)
        context.addIssue({
          code: "custom",
          path: [field],
          message: `say ${what}; only a concern with immediateRisk can leave it for later`,
        });
  });

const needed = [
  ["issue", "the issue"],
  ["natureOfDisagreement", "the nature of the disagreement"],
  ["risk", "the risk to the person"],
  ["evidence", "the evidence"],
  ["resolutionSought", "what you aim to achieve"],
] as const;

export type Concern = z.output<typeof concernSchema>;
