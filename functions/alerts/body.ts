/** The body of `POST /practice-alerts`: the partnership's own form (MED-15), and what makes it acceptable (MED-16). */
import * as z from "../../policies/schemas.ts";
import { isDay } from "../../policies/calendar/instant.ts";
import { once } from "../../policies/once.ts";
import { email, orUnknownField, short, text } from "../api/concern.ts";

/** A date before it is a slip of the pen. */
const earliest = "1900-01-01";
const day = (what: string) =>
  z.string({ error: `give ${what} as a date, such as 2026-11-20` }).check(
    z.refine((value) => isDay(value) && value >= earliest, { error: `give ${what} as a date, such as 2026-11-20` }),
    z.meta({ format: "date" }),
  );

/** Made when the first alert is read. */
export const alertSchema = once(() =>
  z.strictObject(
    {
      partnership: short("the partnership’s id").check(
        z.describe("The partnership that it goes to, by its id, such as `medway`. Only some take practice alerts."),
      ),
      notAboutOneCase: z
        .boolean({ error: "declare whether it is not about one case: notAboutOneCase is true or false" })
        .check(
          z.describe(
            "The informer’s declaration that it is not about one case. `false` is turned back, with the way for a concern about a case.",
          ),
        ),
      concerns: z
        .enum(["one agency", "more than one agency"], {
          error: "say whether it concerns one agency or more than one agency",
        })
        .check(z.describe("Whether it is about a single agency, which must then have been consulted first.")),
      consulted: z
        .optional(
          z.strictObject(
            {
              service: short("which agency or service it is about"),
              on: z.optional(day("the day on which it was consulted")),
              with: z.optional(short("with whom there, and how")),
            },
            orUnknownField("say which agency it is about, when it was consulted, and with whom"),
          ),
        )
        .check(
          z.describe(
            "For an alert about one agency, and needed there in full: that it was consulted, when and with whom.",
          ),
        ),
      informer: z
        .strictObject(
          {
            name: short("the informer’s name"),
            title: short("the informer’s title").check(z.describe("Usually the safeguarding lead.")),
          },
          orUnknownField("say who informs: informer.name and informer.title"),
        )
        .check(z.describe("Who submits it.")),
      service: short("the informer’s service"),
      contact: z
        .strictObject(
          { email, telephone: z.optional(short("the telephone number")) },
          orUnknownField("give contact.email, a work e-mail address"),
        )
        .check(
          z.describe("How the informer is reached and hears the outcome. The address is at a domain of your agency."),
        ),
      date: day("the date of the alert"),
      summary: text("what happened").check(
        z.describe("What happened, with specific dates and examples, and without any child."),
      ),
      measures: text("what has already been done").check(
        z.describe("What measures have already been taken to address it."),
      ),
      causes: text("contributory causes").check(z.describe("Contributory causes, barriers and challenges.")),
      goodPractice: text("identified good practice").check(z.describe("Identified areas of good practice.")),
      action: text("the action taken or recommended").check(
        z.describe("Action taken or recommended to prevent a recurrence."),
      ),
    },
    orUnknownField("the body must be an object"),
  ),
);

/** A practice alert as it was read: plain text throughout. Whether it can be accepted (MED-16) is decided after that, by `decideSubmission`. */
export type AlertBody = z.output<ReturnType<typeof alertSchema>>;
