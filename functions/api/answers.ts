/** What the API answers, as schemas: the handlers' answers are typed from them, and the OpenAPI document is made of them. */
import * as z from "zod";
import { commonTypes } from "../../policies/language/common-types.ts";
import type { Clock, Duty, Policy, RaiseQuestion, Stage } from "../../policies/language/schema.ts";
import { alertSubmitted } from "../alerts/api.ts";
import { eventSchema } from "../core/events.ts";
import { omit } from "../../policies/schemas.ts";
import { standings } from "../register/rows.ts";

/**
 * The values of a union of the policy language, whose own schema is not loaded where functions run. The compiler
 * refuses a value that the language does not have, and a list in which one is missing.
 */
const oneOf =
  <T extends string>() =>
  <const V extends readonly [T, ...T[]]>(...values: V & ([T] extends [V[number]] ? unknown : never)) =>
    z.enum(values);

const reference = z
  .string()
  .regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .describe("Such as `7K3M-9QXD`");
const instant = z.string().meta({ format: "date-time" });
const day = z.string().meta({ format: "date" });
const inWords = z.string().describe("In words, London time: “5pm on Friday 20 November 2026”");
const reading = z.string().optional().describe("What was decided where the policy’s text is silent or ambiguous");
const clause = z.string().describe("The place in the policy’s text that this comes from");
const policyVersion = { id: z.string(), version: z.string() };
const status = z
  .enum(["opening", "at stage", "duties", "closed"])
  .describe(
    "`opening`: the next stage is about to be opened; `at stage`: one is open; `duties`: settled, and something is still owed, such as a written confirmation; `closed`",
  );
const openStage = z
  .object({ id: z.string(), title: z.string() })
  .optional()
  .describe("The stage that is open, if one is");

const commonType = z.enum(commonTypes);

const roles = z.array(z.object({ role: z.string(), called: z.string().describe("In the policy’s words") }));
const timing = {
  within: z
    .string()
    .describe("How long: `5 working days`, `10 days` (of the calendar), `48 hours`, `same working day`"),
  countedFrom: z
    .string()
    .describe("`stage opened`, `raised`, `disagreement arose`, `meeting held in <stage>` and so on"),
  setBy: oneOf<Clock["setBy"]>()("policy", "organisation").describe(
    "Whose number it is: the policy’s own, or the organisation’s where the policy’s text gives none",
  ),
};

const clock = z.object({
  id: z.string(),
  asks: z.string().describe("What is to be done in time"),
  ...timing,
  otherwiseCountedFrom: z.string().optional().describe("Where the first event has not happened by then"),
  instead: z
    .array(
      z.object({
        onlyIf: z.record(z.string(), z.array(z.string())).describe("By question of `asksWhenRaised`, or `subject`"),
        within: timing.within,
        clause,
        reading,
      }),
    )
    .describe("Another timescale for some cases: the first that holds counts"),
  orSooner: z
    .array(z.object({ within: timing.within, countedFrom: timing.countedFrom, clause, reading }))
    .describe("Other timescales beside it, of which the earliest counts"),
  inWords: z.string().optional().describe("What the policy’s text says in place of a number"),
  sidesMayAgreeALaterDate: z.boolean(),
  isAGuide: z.boolean().describe("Indicative only: passing it is no breach"),
  isMaximum: z.boolean().describe("Whether no agreement can pass it"),
  whenPassed: oneOf<Clock["whenPassed"]>()("climb", "chase", "note").describe(
    "`climb`: the matter goes to the next stage by itself; `chase`: those who have to act are reminded until they do; `note`: it is recorded and told",
  ),
  chaseEvery: z.string().optional(),
  clause,
  reading,
});

const duty = z.object({
  id: z.string(),
  asks: z.string(),
  kind: oneOf<Duty["kind"]>()(
    "confirmation",
    "feedback",
    "answer to recommendations",
    "review",
    "minutes",
    "product",
    "choice",
  ),
  by: oneOf<Duty["by"]>()("raising side", "receiving side", "each side", "partnership"),
  to: oneOf<Duty["to"]>()("counterpart", "raising practitioner", "partnership"),
  ...timing,
  chaseEvery: z.string(),
  clause,
  reading,
});

const stage = z.object({
  id: z.string(),
  title: z.string(),
  informal: z.boolean().describe("Before the formal process"),
  unresolvedBy: oneOf<Stage["unresolvedBy"]>()("raising side", "either side").describe(
    "Who may end it by declaring it unresolved",
  ),
  about: z.string().optional().describe("What the policy says of it"),
  raisingSide: roles.optional().describe("Who acts for the side with the concern"),
  receivingSide: roles.optional().describe("Who acts for the side whose decision is challenged"),
  body: z
    .object({
      role: z.string(),
      called: z.string(),
      of: oneOf<NonNullable<Stage["body"]>["of"]>()("partnership", "raising side", "receiving side"),
    })
    .optional()
    .describe("Who ends the stage by their word"),
  endsBy: oneOf<Stage["endsBy"]>()("agreement", "recommendations", "outcome", "decision", "mediation", "record"),
  clocks: z.array(clock).min(1),
  afterwards: z.array(duty).describe("What is owed once the stage has ended"),
  clause,
  reading,
});

const policy = z.object({
  ...policyVersion,
  title: z.string(),
  inForceFrom: day,
  source: z.string().describe("The published text that it follows"),
  partnership: z.object({ id: z.string(), name: z.string(), shortName: z.string() }),
  area: z
    .object({ id: z.string(), name: z.string() })
    .optional()
    .describe("The local authority area that it is for; a region’s or an organisation’s own policy has none"),
  region: z
    .object({ id: z.string(), name: z.string(), areas: z.array(z.object({ id: z.string(), name: z.string() })) })
    .optional()
    .describe("The areas that it is for, in each of which a policy of the area’s own comes first"),
  ownPolicyOfAnOrganisation: z
    .boolean()
    .describe(
      "Used by organisations that adopted it, where no policy of the area is held. Local procedures take precedence.",
    ),
  covers: z.array(oneOf<Policy["covers"][number]>()("child", "adult", "community")).min(1),
  coversInWords: z.string(),
  scope: z
    .array(
      z.object({
        rule: oneOf<Policy["scope"][number]["rule"]>()(
          "receiving agency works in the area",
          "secure settings in the area",
        ),
        clause,
        reading,
      }),
    )
    .describe("Whose concerns it takes beyond its area, or refuses within it"),
  advice: z.string().optional().describe("Whom the policy says to ask when unsure"),
  notInsteadOf: z.string().optional().describe("What the policy says that it does not replace"),
  immediateRisk: z.object({
    words: z.string().describe("When to set `immediateRisk`"),
    opensAt: z.string().optional().describe("The stage at which such a concern opens"),
    timescalesBecome: oneOf<NonNullable<Policy["immediateRisk"]["timescalesBecome"]>>()("a guide").optional(),
    clause,
    reading,
  }),
  typesOfDisagreement: z
    .array(
      z.object({
        id: z.string().describe("What `typeOfDisagreement` of a concern says"),
        words: z.string().describe("In the policy’s own words"),
        reportedAs: commonType.describe("What it counts as in reports across policies"),
      }),
    )
    .describe(
      "The policy’s own list. Whatever it does not name is `another`, with a description, and counts as `other`.",
    ),
  asksWhenRaised: z
    .array(
      z.object({
        id: z.string().describe("What `answers` of a concern has it under"),
        question: z.string(),
        hint: z.string().optional(),
        answer: oneOf<RaiseQuestion["answer"]>()("yes or no", "one of", "any of", "date", "text").describe(
          "`yes or no`: `yes` or `no`; `one of`: an option’s id; `any of`: a list of them, empty for none of these; `date`: such as `2026-11-20`; `text`: words",
        ),
        options: z.array(z.object({ id: z.string(), words: z.string() })).optional(),
        required: z.boolean().describe("Nothing is held up for it with `immediateRisk`"),
        whenAnAgencyIs: z
          .string()
          .optional()
          .describe("Asked only where one of the two agencies is of this kind, such as `police`"),
        clause,
        reading,
      }),
    )
    .describe("The policy’s own questions: what decides who acts, who hears or how long there is"),
  beforeTheFormalProcess: z
    .object({
      confirms: z
        .array(
          z.object({
            id: z.string().describe("What `before` of a concern has it under"),
            question: z.string(),
            clause,
          }),
        )
        .min(1),
      otherwiseOpensAt: z
        .string()
        .describe("The informal stage, at which a concern opens while one of them is missing"),
      explains: z.string().describe("In words to show to whoever raises a concern"),
      clause,
      reading,
    })
    .optional()
    .describe("What has to have happened before the formal process, each with its day"),
  mayOpenAt: z
    .array(
      z.object({
        stage: z.string().describe("What `startAt.stage` of a concern says"),
        because: z.string().describe("The only reason for which the policy allows it"),
        clause,
        reading,
      }),
    )
    .describe("Later stages at which a concern may be raised. Where there are none, it cannot."),
  stages: z.array(stage).min(1),
});

const policies = z.object({ day: day.describe("Today, in London"), policies: z.array(policy) });

const raised = z.object({
  reference,
  record: z.url().describe("Where its record is"),
  policy: z.object({
    ...policyVersion,
    title: z.string(),
    because: z.string().describe("Why this policy governs it, in a sentence to show to whoever raises it"),
  }),
  notYetFormal: z
    .object({
      stage: z.object({ id: z.string(), title: z.string() }).describe("The informal stage, which opened instead"),
      missing: z
        .array(z.object({ id: z.string(), question: z.string() }))
        .describe("What was not confirmed in `before`"),
      because: z.string().describe("Why, in sentences to show to whoever raises it"),
      next: z.string().describe("What happens next, in a sentence to show to whoever raises it"),
    })
    .optional()
    .describe("It is not in the formal process yet, because something has to come first"),
});

const listed = z.object({
  reference,
  policy: z.object(policyVersion),
  raisedAt: instant,
  side: z.enum(["raising", "receiving"]).describe("Your agency’s side"),
  status,
  stage: openStage,
  nextMoment: z
    .object({ at: instant, inWords })
    .optional()
    .describe(
      "When something next happens by itself, a reminder or a deadline. None while a stage is being opened and after the end.",
    ),
  record: z.url().describe("Where its record is"),
});

const escalations = z.object({
  escalations: z.array(listed),
  nextCursor: z
    .string()
    .optional()
    .describe("Give it as `cursor` for the page that follows. There is none after the last."),
});

const [escalationRaised, ...otherEvents] = eventSchema.events;
/** How it was submitted concerns nobody but the service. */
const shownEvent = z.discriminatedUnion("type", [
  omit(escalationRaised.schema(), { submission: true }),
  ...otherEvents.map(({ schema }) => schema()),
]);
export type ShownEvent = z.output<typeof shownEvent>;

const agencyOnly = z.object({
  agency: z.string(),
  kind: z.string().optional().describe("Of which kind it was when the concern was raised, such as `police`"),
});
const entry = z.object({
  number: z.int().min(1),
  at: instant.describe("When it was received"),
  by: z
    .enum(["client", "party", "service"])
    .describe("A system through this API, a party by a link, or the service itself"),
  events: z
    .array(shownEvent)
    .min(1)
    .describe("What happened. What is personal stands under `sealed`, which reads `erased` once it was erased."),
});

const record = z.object({
  reference,
  policy: z.object({ ...policyVersion, title: z.string(), partnership: z.string() }),
  raising: agencyOnly,
  receiving: agencyOnly,
  raisedAt: instant,
  status,
  how: z.enum(["resolved", "outcome given", "withdrawn", "erased"]).optional().describe("How it ended, once it has"),
  stage: openStage,
  immediateRisk: z.boolean(),
  deadlines: z
    .array(
      z.object({
        stage: z.string(),
        clock: z.string(),
        due: instant,
        inWords,
        provisional: z.boolean().describe("Counted beyond the last bank holiday that is published yet"),
        passed: z.boolean(),
      }),
    )
    .describe("What is running, the soonest first"),
  entries: z.array(entry).min(1).describe("The whole record, in order"),
});

const number = z.int().min(0);
const ofStage = { policy: z.string(), stage: z.string(), title: z.string(), number };
const figures = z.object({
  partnership: z.string(),
  period: z.object({ from: day, to: day }).describe("Both days are in it, London time"),
  at: instant.describe("The open ones are as things stood then: at the end of the period, or now if it is not over"),
  raised: z
    .object({
      number,
      late: number.describe("Raised after the time that the policy gives for raising"),
      immediateRisk: number,
      byType: z.array(z.object({ type: commonType, number })),
      byAgencies: z.array(z.object({ raising: z.string(), receiving: z.string(), number })),
      byArea: z.array(z.object({ area: z.string(), number })),
    })
    .describe("Raised in the period"),
  ended: z
    .object({
      number,
      byOutcome: z.array(z.object({ outcome: z.enum(["resolved", "outcome given", "withdrawn", "erased"]), number })),
      byType: z.array(z.object({ type: commonType, number, resolved: number })),
      byStageReached: z.array(z.object(ofStage)),
      workingDays: z
        .object({ median: z.number().min(0), longest: number })
        .optional()
        .describe("From the raising to the end. None where nothing ended."),
      withinTimescale: number.describe("Those of which no stage passed its timescale; a guide is no timescale"),
    })
    .describe("Settled in the period, whenever raised"),
  stages: z
    .object({ within: number, passed: number, guidePassed: number })
    .describe("Stages that ended in the period, by whether their timescale was kept, or was a guide and passed"),
  deadlines: z
    .object({ passed: number, guidePassed: number })
    .describe("Deadlines that passed in the period, of any kind"),
  open: z.object({
    number,
    overdue: number,
    byStage: z.array(z.object({ ...ofStage, overdue: number })),
  }),
  themes: z
    .array(
      z.object({
        rule: z
          .enum(["same type between the same two agencies", "same type three times or more"])
          .describe("What found it"),
        type: commonType,
        between: z.array(z.string()).optional().describe("The two agencies, where it is about two"),
        number,
        references: z.array(reference),
      }),
    )
    .describe("What recurs among those raised in the period"),
});

const ofAgency = z.object({ id: z.string(), name: z.string() });
const period = z.object({ from: day, to: day }).describe("Both days are in it, London time");

const register = z.object({
  partnership: z.string(),
  period,
  at: instant.describe("Everything is as it stands then"),
  total: number.describe("How many match what was asked"),
  page: z.int().min(1),
  pages: z.int().min(1).describe("Of 25 each. A page beyond the last is the last."),
  escalations: z.array(
    z.object({
      reference,
      state: z
        .array(z.enum(standings))
        .describe("All that hold of it: one that is with the chair is open, and can be overdue"),
      stateInWords: z.string(),
      stage: z.object({ id: z.string(), title: z.string() }).optional().describe("Where it is, or where it ended"),
      type: commonType,
      raising: ofAgency,
      receiving: ofAgency,
      raisedAt: instant,
      due: instant.optional().describe("When the stage is to end, or what is still owed is due"),
      timeInWords: z
        .string()
        .optional()
        .describe("Time left or over, in the working days of the policy: “2 working days over”"),
      endedAt: instant.optional(),
      workingDays: number.optional().describe("From the raising to the end"),
    }),
  ),
});

const report = z.object({
  partnership: z.string(),
  period,
  previousPeriod: period.describe("Of the same kind: as many whole months before whole months, else as many days"),
  figures: figures.describe("Of the period. Themes stand among them, each with the rule that found it."),
  before: figures.describe("Of the period before"),
  silent: z.object({
    neverRaised: z.array(ofAgency).describe("The partnership’s own agencies that raised nothing in the period"),
    neverAnswered: z
      .array(ofAgency.extend({ asked: z.int().min(1).describe("How often the time for its answer ran out") }))
      .describe(
        "Agencies whose time to answer ran out in the period, and that answered at no stage. Not one that nobody asked, or whose time is still running.",
      ),
  }),
});

/** By the names that they have in the document. Everything of the record's events is among them too. */
export const answers = {
  Policies: policies,
  Policy: policy,
  Stage: stage,
  Raised: raised,
  Escalations: escalations,
  Record: record,
  Figures: figures,
  Register: register,
  Report: report,
  PracticeAlertSubmitted: alertSubmitted,
};
export const eventSchemas = shownEvent.options;

export type PolicyAnswer = z.output<typeof policy>;
export type PoliciesAnswer = z.output<typeof policies>;
export type RaisedAnswer = z.output<typeof raised>;
export type EscalationsAnswer = z.output<typeof escalations>;
export type RecordAnswer = z.output<typeof record>;
export type FiguresAnswer = z.output<typeof figures>;
export type RegisterAnswer = z.output<typeof register>;
export type ReportAnswer = z.output<typeof report>;
