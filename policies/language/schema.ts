/**
 * The language in which a partnership's escalation policy is written.
 *
 * A policy file is YAML whose keys are plain words ("in force from"); in code the same key reads `inForceFrom`.
 * Every part names the clause of the published text that it comes from; where the text is silent or ambiguous,
 * `reading` says what was decided. What is not in this schema is refused by name and line (PRE-02).
 */
import * as z from "zod";
import { isDay } from "../calendar/instant.ts";
import { form } from "./forms.ts";
import { holdTogether } from "./hold-together.ts";
import { commonTypes } from "./common-types.ts";
import {
  clause,
  condition,
  id,
  question,
  reading,
  role,
  roles,
  setBy,
  start,
  subjects,
  timescale,
  words,
} from "./parts.ts";

const clock = z
  .strictObject({
    clock: id,
    asks: words.describe("What is to be done in time, as it reads in an e-mail: “speak to the concerned professional”"),
    asksOf: z
      .strictObject({ raisingSide: words.optional(), receivingSide: words.optional(), body: words.optional() })
      .default({})
      .describe("The same in other words, for whoever it reads differently"),
    within: timescale,
    inWords: words.optional().describe("What the text says in place of a number, such as “without delay”"),
    instead: z
      .array(z.strictObject({ onlyIf: condition, within: timescale, clause, reading }))
      .default([])
      .describe("Another timescale for some cases, such as urgent ones: the first that holds counts"),
    setBy,
    from: start,
    otherwiseFrom: start.optional().describe("Counted from this where the first event has not happened by then"),
    orSooner: z
      .array(z.strictObject({ within: timescale, from: start, clause, reading }))
      .default([])
      .describe("“Whichever is less”: other timescales, of which the earliest counts"),
    metBy: z.enum(["meeting arranged", "meeting held", "discussion", "response", "resolution", "outcome"]),
    whenPassed: z.enum(["climb", "chase", "note"]),
    chaseEvery: timescale.optional(),
    isAGuide: z.boolean().default(false).describe("Indicative only: passing it is no breach, and the record says so"),
    sidesMayAgreeALaterDate: z
      .boolean()
      .default(false)
      .describe("The text gives no number, or lets the sides agree one: both may agree a later date (ALL-08)"),
    isMaximum: z.boolean().default(false).describe("No agreement and no pending proposal passes it (ALL-07, ALL-08)"),
    leavesTimeFor: z
      .strictObject({ stage: id, clock: id })
      .optional()
      .describe("Ends at the latest half-way to that later deadline"),
    clause,
    reading,
  })
  .refine((value) => value.whenPassed !== "chase" || value.chaseEvery, {
    path: ["chaseEvery"],
    error: "a deadline that is chased needs “chase every”, such as “2 working days”",
  })
  .refine((value) => !(value.isMaximum && value.sidesMayAgreeALaterDate), {
    path: ["sidesMayAgreeALaterDate"],
    error: "a maximum cannot be passed, by agreement either: leave out one of the two",
  });

const duty = z.strictObject({
  duty: id,
  asks: words,
  kind: z.enum(["confirmation", "feedback", "answer to recommendations", "review", "minutes", "product", "choice"]),
  options: z
    .array(z.strictObject({ id, words }))
    .min(2, { error: "a choice needs at least two options" })
    .optional()
    .describe("For a choice: what is chosen from (SHR-10)"),
  by: z.enum(["raising side", "receiving side", "each side", "partnership"]),
  role: role.optional().describe("For a duty of the partnership's: whose it is, among those informed at the stage"),
  to: z.enum(["counterpart", "raising practitioner", "partnership"]),
  within: timescale,
  setBy,
  from: start,
  chaseEvery: timescale,
  clause,
  reading,
});

const pageQuestion = question.extend({
  tells: z
    .strictObject({ role, of: z.enum(["partnership", "own agency"]) })
    .optional()
    .describe("Who is told, and can read the record, where the answer is yes (KNO-06)"),
});

/** Asked when a concern is raised: what decides who acts, who hears or how long there is. */
const raiseQuestion = z
  .strictObject({
    id,
    question: words,
    hint: words.optional(),
    answer: z.enum(["yes or no", "one of", "any of", "date", "text"]),
    options: z.array(z.strictObject({ id, words })).optional(),
    whenAnAgencyIs: id.optional().describe("Asked only where one of the two agencies is of this kind"),
    required: z.boolean().default(true),
    clause,
    reading,
  })
  .refine((value) => (value.options !== undefined) === ["one of", "any of"].includes(value.answer), {
    path: ["options"],
    error: "“one of” and “any of” need “options”, and no other answer has any",
  });

const stage = z
  .strictObject({
    stage: id,
    title: words.max(60, { error: "a stage's title has at most 60 characters" }),
    clause,
    reading,
    raisingSide: roles.optional(),
    receivingSide: roles.optional(),
    informal: z
      .boolean()
      .default(false)
      .describe("Before the formal process: used where what has to come first was not done yet (MED-01)"),
    unresolvedBy: z
      .enum(["raising side", "either side"])
      .default("raising side")
      .describe("Who may end the stage by declaring it unresolved"),
    body: z
      .strictObject({
        role,
        of: z.enum(["partnership", "raising side", "receiving side"]).default("partnership"),
        through: z.enum(["partnership inbox", "the holder"]),
        standIn: role.optional(),
        mayAskForInformation: z.boolean().default(false),
        clause,
      })
      .optional(),
    about: words.optional().describe("What the policy says of this stage, shown to those who act"),
    pageAsks: z
      .strictObject({
        raisingSide: z.array(pageQuestion).default([]),
        receivingSide: z.array(pageQuestion).default([]),
        body: z.array(pageQuestion).default([]),
      })
      .prefault({}),
    beforeItGoesOn: z
      .array(question.extend({ mustBe: words.optional().describe("The only answer with which it goes on: a gate") }))
      .default([])
      .describe("Asked of whoever declares the stage unresolved, such as whether their manager agrees"),
    checklist: z
      .strictObject({
        of: z.enum(["raising side", "receiving side"]),
        items: z
          .array(
            z.strictObject({
              item: id,
              words,
              when: z.enum(["stage opens", "settled"]).default("stage opens"),
              confirmsTo: z
                .enum(["counterpart", "all parties"])
                .optional()
                .describe("Ticking it takes words, which are put on the record and sent to these"),
              onlyIf: condition.optional(),
              clause,
            }),
          )
          .min(1, { error: "a checklist needs at least one item" }),
        chaseEvery: timescale,
        clause,
        reading,
      })
      .optional()
      .describe("What those who act for a side tick and date, due by the stage's limit (SHR-09)"),
    mayIncludeFurtherManagers: z
      .strictObject({ clause, reading })
      .optional()
      .describe("A further manager can join a side while the stage is open; no clock restarts (MED-03)"),
    mayAskAdviceOf: z
      .strictObject({ role, clause, reading })
      .optional()
      .describe("Somebody of one's own agency whose advice can be asked for (KNO-06)"),
    inform: z
      .array(
        z.strictObject({
          who: role,
          of: z.enum(["partnership", "each side", "raising side", "receiving side"]),
          onlyIf: condition.optional(),
          when: z
            .array(z.enum(["stage opens", "each response", "outcome"]))
            .min(1, { error: "say when they hear: stage opens, each response or outcome" })
            .default(["stage opens"]),
          clause,
          reading,
        }),
      )
      .default([])
      .describe("Who hears of what, can read the record and add to it"),
    mayRefer: z
      .strictObject({ to: id, because: words, clause, reading })
      .optional()
      .describe("A reason for which those who act may take the matter to a later stage at once"),
    clocks: z.array(clock).min(1, { error: "a stage needs at least one clock" }),
    endsBy: z.enum(["agreement", "recommendations", "outcome", "decision", "mediation", "record"]),
    afterwards: z.array(duty).default([]),
  })
  .superRefine((value, context) => {
    const sides = value.raisingSide && value.receivingSide;
    if (!sides && !value.body)
      context.addIssue({
        code: "custom",
        message: "say who acts: “raising side” and “receiving side”, or a “body”",
      });
    if (value.endsBy === "agreement" && !sides)
      context.addIssue({
        code: "custom",
        path: ["endsBy"],
        message: "a stage that ends by agreement needs a “raising side” and a “receiving side”",
      });
    if (value.endsBy !== "agreement" && !value.body)
      context.addIssue({
        code: "custom",
        path: ["endsBy"],
        message: `only a “body” can end a stage by ${value.endsBy}`,
      });
  });

const digestPart = z.enum(["figures", "open escalations"]);
/** Who of the partnership is sent what, and how often (KNO-18, TP-09). The weekly one to its inbox needs no words: everybody has it. */
const digest = z.strictObject({
  to: role,
  every: z.enum(["week", "month"]),
  what: z.union([digestPart.transform((part) => [part]), z.array(digestPart).min(1)], {
    error: "write “figures”, “open escalations” or both in a list",
  }),
  passedOnTo: z
    .literal("local partnership")
    .optional()
    .describe("The figures of each area whose policy is not held go to its local partnership too, where one is known"),
  clause,
  reading,
});

/** Alerts about practice that are not about one case, where a partnership takes them (MED-15 to MED-18). */
const practiceAlerts = z.strictObject({
  title: words.max(60, { error: "its title has at most 60 characters" }),
  group: role.describe("The partnership's own group to which alerts go"),
  about: words.describe("What an alert is for, shown first on its pages"),
  doesNotReplace: z.array(words).min(1, { error: "say at least one thing that an alert does not replace" }),
  aboutACase: words.describe("Where a concern about one case belongs beside the escalation policy itself"),
  respondWithin: timescale.describe("How long each agency of the group has to respond"),
  concludeWithin: timescale.describe("How long the group has to say what is to be done, and then to close the alert"),
  chaseEvery: timescale.describe("How often what is overdue is asked for again"),
  setBy,
  clause,
  reading,
});

export const policySchema = z
  .strictObject({
    policy: id,
    version: z.string({ error: 'quote the version, such as "2020-06"' }).regex(/^[0-9a-z.-]+$/, {
      error: "a version is digits, letters, dots and hyphens",
    }),
    inForceFrom: z.string({ error: "write a date, such as 2020-06-01" }).refine(isDay, {
      error: "write a date, such as 2020-06-01",
    }),
    title: words,
    source: words,
    partnership: z.strictObject({ id, name: words, shortName: words }),
    area: z.strictObject({ id, name: words }).optional().describe("The local authority area that it is for"),
    region: z
      .strictObject({ id, name: words, areas: z.array(z.strictObject({ id, name: words })).min(1) })
      .optional()
      .describe("Several areas, for each of which an area's own policy comes first"),
    ownPolicyOfAnOrganisation: z
      .boolean()
      .default(false)
      .describe("No area's: the own policy of an organisation, used where no local one is held (TP-01)"),
    scope: z
      .array(
        z.strictObject({
          rule: z.enum(["receiving agency works in the area", "secure settings in the area"]),
          clause,
          reading,
        }),
      )
      .default([])
      .describe("Whose concerns it takes beyond, or refuses within, its area (MED-13, MED-14)"),
    notInsteadOf: words.optional().describe("What the policy says it does not replace (KNO-17)"),
    nation: z.enum(["england-and-wales", "scotland", "northern-ireland"]),
    covers: z.array(z.enum(subjects)).min(1, { error: "say whom the policy covers: child, adult or community" }),
    coversInWords: words,
    advice: words.optional().describe("Whom the policy says to ask when unsure (ALL-16)"),
    asksWhenRaised: z.array(raiseQuestion).default([]),
    beforeTheFormalProcess: z
      .strictObject({
        confirms: z
          .array(z.strictObject({ id, question: words, clause }))
          .min(1, { error: "name at least one thing that has to have happened" }),
        otherwiseOpensAt: id,
        explains: words,
        clause,
        reading,
      })
      .optional()
      .describe(
        "What must have happened first; each is confirmed with its day, else the informal stage opens (MED-01)",
      ),
    mayOpenAt: z
      .array(z.strictObject({ stage: id, because: words, clause, reading }))
      .default([])
      .describe("Later stages at which a concern may enter, and for which reason; without it, none"),
    roles: z.record(
      id,
      z.strictObject({
        called: words,
        heldIn: z.enum(["agency", "partnership"]),
        namedAs: z
          .enum(["practitioner", "manager"])
          .optional()
          .describe("A concern may name this person on either side, and they come before whom the directory knows"),
        through: z
          .literal("partnership inbox")
          .optional()
          .describe("Reached through the partnership's own inbox, for their attention"),
        differs: z
          .array(
            z.strictObject({
              inAgenciesOfKind: id.optional(),
              onlyIf: condition.optional(),
              is: roles,
              eachIsAsked: z.boolean().default(false).describe("All of them are, and not whoever of them is there"),
              advice: words.optional().describe("Whom to ask if in doubt who that is"),
              clause,
              reading,
            }),
          )
          .default([])
          .describe("Who holds it in some agencies; where nobody does, the role itself is looked for (MK-05, MED-04)"),
        standIn: roles.optional().describe("Who is asked where an agency has nobody in this role"),
      }),
    ),
    immediateRisk: z.strictObject({
      words,
      opensAt: id.optional(),
      timescalesBecome: z.enum(["a guide"]).optional(),
      eachStageWithin: timescale
        .optional()
        .describe("Expedited: each stage is due by this, from its opening or from the flag if later (SHR-07)"),
      clause,
      reading,
    }),
    disagreements: z.array(z.strictObject({ id, words, reportedAs: z.enum(commonTypes) })).min(1),
    raise: z
      .strictObject({
        within: timescale,
        from: z.literal("disagreement arose"),
        whenPassed: z.literal("record as late"),
        thenCountFrom: z
          .literal("raised")
          .optional()
          .describe("A concern raised late has its timescales counted from the raising (SHR-06)"),
        clause,
        reading,
      })
      .optional(),
    practitionersHear: z
      .strictObject({ clause, reading })
      .optional()
      .describe("Every challenge and decision goes to the practitioners of both sides (TP-07)"),
    copiesOfTheRecord: z
      .strictObject({ clause, reading })
      .optional()
      .describe("Each side gets its own copy of the record at the end of every stage (MK-10)"),
    filing: z
      .strictObject({ asks: words, where: words, clause, reading })
      .optional()
      .describe("Each side files the record, is reminded at the end, and can confirm it (MED-19, TP-08, KNO-16)"),
    besideALocalPolicy: z
      .strictObject({ clause, reading })
      .optional()
      .describe(
        "An organisation's own: “practitioners hear”, “filing” and figures bind its people beside a local policy (TP-01)",
      ),
    forms: z.array(form).default([]),
    stages: z.array(stage).min(1, { error: "a policy needs at least one stage" }),
    digests: z.array(digest).default([]),
    practiceAlerts: practiceAlerts.optional(),
  })
  .superRefine(holdTogether);

/** One policy, in one version, as its file says (timescales parsed, defaults filled in). */
export type Policy = z.output<typeof policySchema>;
/** A stage of a policy: who speaks with whom, by when, and what happens otherwise. */
export type Stage = Policy["stages"][number];
/** A timescale of a stage as the policy gives it. Once it runs for an escalation, it is a `RunningClock` on the record. */
export type Clock = Stage["clocks"][number];
/** What somebody owes after a stage is settled, such as a confirmation in writing. */
export type Duty = Stage["afterwards"][number];
/** What has to have happened for a clock to begin to count. */
export type StartEvent = Clock["from"];
/** A question that a policy asks of whoever raises a concern. */
export type RaiseQuestion = Policy["asksWhenRaised"][number];
/** A form of the partnership’s own, which is filled from the record (functions/documents). */
export type Form = Policy["forms"][number];
/** A digest that the policy itself promises to one of its roles (KNO-18, TP-09), beside what the partnership’s inbox is sent each week. */
export type Digest = Policy["digests"][number];
/** What the policy of a partnership that takes practice alerts says of them (MED-15 to MED-18). */
export type PracticeAlerts = NonNullable<Policy["practiceAlerts"]>;
