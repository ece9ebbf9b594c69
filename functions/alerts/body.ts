/** The body of `POST /practice-alerts`: the partnership's own form (MED-15), and what makes it acceptable (MED-16). */
import * as z from "zod";
import { isDay } from "../../policies/calendar/instant.ts";
import { email, orUnknownField, short, text } from "../api/concern.ts";

/** A date before it is a slip of the pen. */
const earliest = "1900-01-01";
const day = (what: string) =>
  z
    .string({ error: `give ${what} as a date, such as 2026-11-20` })
    .refine((value) => isDay(value) && value >= earliest, { error: `give ${what} as a date, such as 2026-11-20` })
    .meta({ format: "date" });

export const alertSchema = z.strictObject(
  {
    partnership: short("the partnership’s id").describe(
      "The partnership that it goes to, by its id, such as `medway`. Only some take practice alerts.",
    ),
    notAboutOneCase: z
      .boolean({ error: "declare whether it is not about one case: notAboutOneCase is true or false" })
      .describe(
        "The informer’s declaration that it is not about one case. `false` is turned back, with the way for a concern about a case.",
      ),
    concerns: z
      .enum(["one agency", "more than one agency"], {
        error: "say whether it concerns one agency or more than one agency",
      })
      .describe("Whether it is about a single agency, which must then have been consulted first."),
    consulted: z
      .strictObject(
        {
          service: short("which agency or service it is about"),
          on: day("the day on which it was consulted").optional(),
          with: short("with whom there, and how").optional(),
        },
        orUnknownField("say which agency it is about, when it was consulted, and with whom"),
      )
      .optional()
      .describe("For an alert about one agency, and needed there in full: that it was consulted, when and with whom."),
    informer: z
      .strictObject(
        {
          name: short("the informer’s name"),
          title: short("the informer’s title").describe("Usually the safeguarding lead."),
        },
        orUnknownField("say who informs: informer.name and informer.title"),
      )
      .describe("Who submits it."),
    service: short("the informer’s service"),
    contact: z
      .strictObject(
        { email, telephone: short("the telephone number").optional() },
        orUnknownField("give contact.email, a work e-mail address"),
      )
      .describe("How the informer is reached and hears the outcome. The address is at a domain of your agency."),
    date: day("the date of the alert"),
    summary: text("what happened").describe("What happened, with specific dates and examples, and without any child."),
    measures: text("what has already been done").describe("What measures have already been taken to address it."),
    causes: text("contributory causes").describe("Contributory causes, barriers and challenges."),
    goodPractice: text("identified good practice").describe("Identified areas of good practice."),
    action: text("the action taken or recommended").describe("Action taken or recommended to prevent a recurrence."),
  },
  orUnknownField("the body must be an object"),
);

export type AlertBody = z.output<typeof alertSchema>;
