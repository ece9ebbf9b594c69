/**
 * What the mail service reports of an e-mail that it had taken: SES's event, as its topic passes it on. Strict about
 * what is needed to find the record, tolerant of the rest; what mail servers wrote is never read, because it holds addresses.
 */
import * as z from "../../policies/schemas.ts";
import { bounceSubtype, type Bounce, type BounceSubtype } from "../core/events.ts";
import { aboutOf, type About } from "../mail/tags.ts";

interface Reported {
  /** Undefined for an e-mail that is none of ours. */
  readonly about: About | undefined;
  readonly messageId: string;
}

export type Report = Reported &
  (
    | { readonly what: "bounced"; readonly bounce: Bounce; readonly subtype?: BounceSubtype }
    /** It has not arrived yet; the mail service goes on trying. */
    | { readonly what: "delayed" }
    /** Its reader has said that it is no spam after all. */
    | { readonly what: "welcome" }
  );

const mail = z.object({
  messageId: z.string().check(z.minLength(1)),
  tags: z.withDefault(z.record(z.string(), z.array(z.string())), {}),
});

const eventSchema = z.discriminatedUnion("eventType", [
  z.object({
    eventType: z.literal("Bounce"),
    mail,
    bounce: z.object({
      bounceType: z.enum(["Permanent", "Transient", "Undetermined"]),
      bounceSubType: z.nullish(z.string()),
    }),
  }),
  z.object({
    eventType: z.literal("Complaint"),
    mail,
    complaint: z.object({ complaintSubType: z.nullish(z.string()), complaintFeedbackType: z.nullish(z.string()) }),
  }),
  z.object({ eventType: z.literal("Reject"), mail }),
  z.object({ eventType: z.literal("DeliveryDelay"), mail }),
]);

/** What SES publishes once when it is told of the topic: about no e-mail. */
export const isGreeting = (text: string) => text.startsWith("Successfully validated SNS topic for Amazon SES");

/** It is no report of an e-mail, or lacks something without which its record cannot be found. */
export class UnreadableReport extends Error {
  constructor(why: string) {
    super(`This is no report of the mail service: ${why}`);
    this.name = "UnreadableReport";
  }
}

/**
 * @param text what SES published, as JSON
 * @throws UnreadableReport, which names fields and never what stands in them
 */
export function readReport(text: string): Report {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UnreadableReport("it is not JSON");
    throw error;
  }
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success)
    throw new UnreadableReport(
      parsed.error.issues.map((each) => `${each.path.join(".") || "event"} (${each.code})`).join(", "),
    );
  const report = parsed.data;
  const reported = { about: aboutOf(report.mail.tags), messageId: report.mail.messageId };
  switch (report.eventType) {
    case "Bounce": {
      const { bounceType, bounceSubType } = report.bounce;
      // For one that SES cannot tell, too much is not assumed.
      return bounced(reported, bounceType === "Permanent" ? "permanent" : "transient", bounceSubType);
    }
    case "Complaint": {
      const { complaintSubType, complaintFeedbackType } = report.complaint;
      // SES did not even try: whoever it was for called an earlier one spam.
      if (complaintSubType === "OnAccountSuppressionList") return bounced(reported, "permanent", complaintSubType);
      if (complaintFeedbackType === "not-spam") return { ...reported, what: "welcome" };
      return bounced(reported, "complaint", complaintFeedbackType);
    }
    case "Reject":
      return bounced(reported, "rejected", undefined);
    case "DeliveryDelay":
      return { ...reported, what: "delayed" };
  }
}

/** A subtype that is none of SES's own words is free text as far as anybody knows, and is left out. */
function bounced(reported: Reported, bounce: Bounce, word: string | null | undefined): Report {
  const subtype = bounceSubtype().options.find((each) => each === word);
  return { ...reported, what: "bounced", bounce, ...(subtype ? { subtype } : {}) };
}
