/** The body of `POST /escalations`: a concern as another agency's system sends it (ALL-02). Limits are in characters. */
import * as z from "../../policies/schemas.ts";
import { isDay, isInstant } from "../../policies/calendar/instant.ts";
import { once } from "../../policies/once.ts";
import { wordsInWords } from "../core/raising.ts";
import { plainLine, plainText } from "../plain-text.ts";
import { thousands } from "../thousands.ts";

/** Enough for what a concern needs to say; a document belongs in the agency's own system. */
const longest = 10_000;
/** Plain text of several lines, at most 10,000 characters. @param what as a refusal calls it: “say what happened” */
export const text = (what: string) => typed(what, plainText);
const typed = (what: string, as: (entered: string) => string) =>
  z.string({ error: (issue) => (issue.input === undefined ? `say ${what}` : `${what} must be text`) }).check(
    z.overwrite(as),
    z.minLength(1, { error: `say ${what}` }),
    z.maxLength(longest, {
      error: `${what} can have at most ${thousands(longest)} characters: shorten it, and keep documents in your own system`,
    }),
  );
/** One line of plain text, at most 200 characters. @param what as a refusal calls it */
export const short = (what: string) =>
  typed(what, plainLine).check(z.maxLength(200, { error: `${what} can have at most 200 characters` }));

const whoIsConcerned = "say who is concerned: person.name, and person.dateOfBirth if you know it";
const whichCommunity = "say which community is concerned: who or where it is";

/** Its form alone: whether the address is at one of the agency’s domains, whoever submits is told later, by the directory. */
export const email = z
  .email({
    error: (issue) => (issue.input === undefined ? "give the work e-mail address" : "this is not an e-mail address"),
  })
  .check(z.maxLength(254, { error: "an e-mail address has at most 254 characters" }));
/** What an object is to be, unless it is one and only has a field that does not exist. */
export const orUnknownField = (says: string) => ({
  error: (issue: { code?: string | undefined; keys?: readonly string[] }) =>
    issue.code === "unrecognized_keys" ? `there is no field ${issue.keys?.join(", ")}: check the spelling` : says,
});
const person = z.strictObject(
  { name: short("the person’s name"), email },
  orUnknownField("give a name and a work e-mail address"),
);

/** An area is never guessed: one that is spelt otherwise could be taken for one that no policy covers. */
const area = (what: string) =>
  short(what).check(
    z.regex(/^[a-z][a-z0-9-]*$/, {
      error: `give ${what} by its id, lower-case words joined by hyphens, such as milton-keynes; GET /policies has those that are held`,
    }),
  );

/** Nobody raises what is older; a date before it is a slip of the pen, and year 0 is none that can be reckoned with. */
const earliest = "1900-01-01";
const dayOrInstant = (what: string) =>
  z.string({ error: `give ${what}` }).check(
    z.refine((value) => (isDay(value) || isInstant(value)) && value >= earliest, {
      error: `give ${what} as a date (2026-11-20) or an instant in UTC (2026-11-20T14:30:00.000Z)`,
    }),
  );

/** In one order, so that the same answers sent in another order are the same concern. */
const inOrder = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const answer = z.union(
  [text("your answer"), z.array(short("your answer")).check(z.maxLength(50, { error: "give at most 50 answers" }))],
  {
    error:
      "answer with “yes” or “no” in quotes, with one text, or with a list of texts where any of several can be given",
  },
);

const unlessImmediate = (what: string, of: string) =>
  z
    .optional(text(what))
    .check(z.describe(`${of} Needed unless \`immediateRisk\` is true; it is then asked for afterwards.`));

/** Made when the first concern is read: it is large, and most requests bring none. */
export const concernSchema = once(() =>
  z
    .strictObject(
      {
        area: area("the local authority area of the person concerned").check(
          z.describe(
            "The local authority area of the person concerned, by its id, such as `milton-keynes`. Its policy governs.",
          ),
        ),
        secureSettingIn: z
          .optional(area("the area in which the secure setting is"))
          .check(
            z.describe("Where the concern relates to a secure setting for young people: the area in which that is."),
          ),
        subject: z
          .enum(["child", "adult", "community"], { error: "say whom it concerns: child, adult or community" })
          .check(z.describe("Whom it concerns. Each policy says whom it covers.")),
        person: z
          .optional(
            z.strictObject(
              {
                name: short("the name of the person concerned"),
                dateOfBirth: z.optional(
                  z
                    .string()
                    .check(
                      z.refine(isDay, { error: "give the date of birth as a date, such as 2014-05-30" }),
                      z.meta({ format: "date" }),
                    ),
                ),
                circumstances: z
                  .optional(text("the person’s circumstances"))
                  .check(z.describe("Such as a Child Protection Plan, being in care, early help, a secure setting.")),
              },
              orUnknownField(whoIsConcerned),
            ),
          )
          .check(z.describe("The person concerned. Needed, except for a community, which has none.")),
        community: z
          .optional(short("which community is concerned"))
          .check(z.describe("For a concern about a community, and needed there: who or where it is.")),
        typeOfDisagreement: short("the type of disagreement, by an id of the policy’s list or “another”").check(
          z.describe("An id of the policy’s own list, as `GET /policies` gives it, or `another`."),
        ),
        anotherType: z
          .optional(short("which other type of disagreement it is"))
          .check(z.describe("For `another`, and needed there: which type it is.")),
        issue: unlessImmediate("the issue", "The issue."),
        natureOfDisagreement: unlessImmediate("the nature of the disagreement", "The nature of the disagreement."),
        risk: unlessImmediate("the risk to the person", "The risk to the person."),
        evidence: unlessImmediate("the evidence", "The evidence."),
        resolutionSought: unlessImmediate("what resolution is sought", "What you aim to achieve."),
        arose: dayOrInstant("when the disagreement arose or the decision was received").check(
          z.describe(
            "When the disagreement arose or the decision was received: a date in London (`2026-11-20`) or an instant in UTC with milliseconds (`2026-11-20T14:30:00.000Z`).",
          ),
        ),
        immediateRisk: z
          .withDefault(z.boolean({ error: "immediateRisk is true or false" }), false)
          .check(
            z.describe("Somebody is at immediate risk, in the policy’s own words. In an emergency call 999 first."),
          ),
        protectBy: z
          .optional(
            z
              .string()
              .check(
                z.refine(isInstant, { error: "give protectBy as an instant in UTC, such as 2026-11-24T12:00:00.000Z" }),
                z.meta({ format: "date-time" }),
              ),
          )
          .check(
            z.describe(
              "A timescale that protects the person from harm, where it is shorter than the policy’s: until when, an instant in UTC with milliseconds.",
            ),
          ),
        answers: z
          .optional(
            z.pipe(
              z.record(z.string(), answer, { error: "give answers by the id of each question" }),
              z.transform(inOrder),
            ),
          )
          .check(
            z.describe(
              "The policy’s own questions, by id, as `asksWhenRaised` of `GET /policies` has them: an option’s id, a list of them for `any of` (empty for none of these), `yes` or `no`, a date or words.",
            ),
          ),
        before: z
          .optional(
            z.pipe(
              z.record(
                z.string(),
                z
                  .string({ error: "give the day on which it happened, such as 2026-11-20" })
                  .check(
                    z.refine(isDay, { error: "give the day on which it happened, such as 2026-11-20" }),
                    z.meta({ format: "date" }),
                  ),
                { error: "give the days by the id of what happened" },
              ),
              z.transform(inOrder),
            ),
          )
          .check(
            z.describe(
              "What has to come before the formal process, by id, as `beforeTheFormalProcess` of `GET /policies` has it: each with the day on which it happened. What is left out has not happened; the concern then opens at the informal stage.",
            ),
          ),
        startAt: z
          .optional(
            z.strictObject(
              {
                stage: short("the stage at which it is raised, by its id"),
                reason: text("why it is raised at this stage"),
              },
              orUnknownField("say at which stage it is raised, and why: startAt.stage and startAt.reason"),
            ),
          )
          .check(
            z.describe(
              "To raise it at a later stage. Only at those that `mayOpenAt` of `GET /policies` has, and for the reason given there.",
            ),
          ),
        raising: z.strictObject(
          {
            agency: z
              .optional(short("your agency’s id"))
              .check(z.describe("Your own agency’s id, which your token says already; any other is refused.")),
            practitioner: person.check(z.describe("Who raises it. The address is at a domain of your agency.")),
            manager: z
              .optional(person)
              .check(z.describe("Their line manager, where the directory’s is not the right one.")),
          },
          orUnknownField("say who raises it: raising.practitioner with a name and a work e-mail address"),
        ),
        receiving: z.strictObject(
          {
            agency: short("the receiving agency’s id").check(
              z.describe("The id of the agency whose decision is challenged."),
            ),
            practitioner: z
              .optional(person)
              .check(z.describe("Whose decision it is, if you know. At a domain of that agency.")),
            manager: z.optional(person).check(z.describe("Their line manager, if you know.")),
          },
          orUnknownField("say which agency receives it: receiving.agency"),
        ),
      },
      orUnknownField("the body must be an object"),
    )
    .check(
      z.superRefine(
        (concern, context) => {
          const refuse = (field: string, message: string) =>
            context.addIssue({ code: "custom", path: [field], message });
          const isCommunity = concern.subject === "community";
          if (isCommunity && concern.community === undefined) refuse("community", whichCommunity);
          if (isCommunity && concern.person !== undefined)
            refuse(
              "person",
              "a concern about a community has no person: leave it out, and say in community who or where it is",
            );
          if (!isCommunity && concern.person === undefined) refuse("person", whoIsConcerned);
          if (!isCommunity && concern.community !== undefined)
            refuse(
              "community",
              "only a concern with the subject “community” has this: leave it out, or change the subject",
            );
          if (concern.typeOfDisagreement === "another" && !concern.anotherType)
            refuse("anotherType", "say which other type of disagreement it is");
          if (concern.immediateRisk) return;
          // With immediate risk nothing is held up for want of words; without it, all are needed (ALL-02, KNO-02).
          for (const [field, what] of needed)
            if (concern[field] === undefined)
              refuse(field, `say ${what}; only a concern with immediateRisk can leave it for later`);
        },
        // Though a field has been found wrong already: all is said at once.
        { when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value) },
      ),
    ),
);

/** By the fields of the body; the core, which asks for the same, calls one of them otherwise. */
const needed = [
  ["issue", wordsInWords.issue],
  ["natureOfDisagreement", wordsInWords.disagreement],
  ["risk", wordsInWords.risk],
  ["evidence", wordsInWords.evidence],
  ["resolutionSought", wordsInWords.resolutionSought],
] as const;

/** A concern as it was read: plain text throughout, and complete but for what immediate risk lets follow later (ALL-02, KNO-02). */
export type Concern = z.output<ReturnType<typeof concernSchema>>;
