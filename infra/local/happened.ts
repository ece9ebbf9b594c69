/** What happened between two instants, for whoever moved the clock: entries of the records and e-mails, in order. */
import { inWords } from "../../policies/calendar/instant.ts";
import { stageOf } from "../../policies/language/stages.ts";
import { alertHappened } from "../../functions/alerts/pages/timeline.ts";
import type { EscalationEvent } from "../../functions/core/events.ts";
import type { Policy } from "../../policies/language/schema.ts";
import type { ReconcileDependencies } from "../../functions/reconcile/reconcile.ts";
import { movedSince } from "../../functions/record/feed.ts";
import { isAlert } from "../../functions/record/reference.ts";
import type { LocalMailbox } from "./mailbox.ts";

export interface Happening {
  /** UTC. */
  readonly at: string;
  readonly says: string;
}

/** @param from exclusive, UTC @param to inclusive, UTC */
export async function happenedBetween(
  from: string,
  to: string,
  tasks: ReconcileDependencies,
  mailbox: LocalMailbox,
): Promise<Happening[]> {
  const { escalations, practiceAlerts } = tasks;
  const references = await movedSince(from, to, tasks);

  const happenings: Happening[] = [];
  for (const reference of references) {
    if (isAlert(reference)) {
      const alert = await practiceAlerts.alerts.read(reference);
      for (const { at, events } of alert?.commits ?? [])
        if (alert && at > from && at <= to)
          for (const event of events)
            // The e-mails stand beside it already.
            if (event.type !== "NoticeSent")
              happenings.push({ at, says: `${reference}  ${alertHappened(event, alert).what}` });
      continue;
    }
    const story = await escalations.read(reference);
    for (const commit of story?.commits ?? [])
      if (story && commit.at > from && commit.at <= to)
        for (const event of commit.events) {
          const says = inShort(event, story.rules.policy);
          if (says) happenings.push({ at: commit.at, says: `${reference}  ${says}` });
        }
  }
  for (const mail of mailbox.mails())
    if (mail.at > from && mail.at <= to)
      happenings.push({ at: mail.at, says: `           ✉ ${mail.to.join(", ")}: ${mail.subject}` });
  return happenings.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Undefined for what the e-mails beside it say already. */
export function inShort(event: EscalationEvent, policy: Policy): string | undefined {
  const title = (stage: string) => stageOf(policy, stage).title;
  switch (event.type) {
    case "EscalationRaised":
      return `raised${event.raiseBy?.late ? ", late" : ""}${event.immediateRisk ? ", immediate risk" : ""}`;
    case "StageOpened":
      return `${title(event.stage)} opened (${event.because})`;
    case "ClockStarted":
      return `  due ${inWords(event.due)}: ${event.clock}${event.provisional ? " (provisional)" : ""}`;
    case "DeadlinePassed":
      return `${title(event.stage)}: ${event.guide ? "guide timescale" : "deadline"} passed, ${event.clock}, ${inWords(event.due)}`;
    case "ReminderFellDue":
      return `${title(event.stage)}: ${event.kind === "chase" ? "chased" : `reminder (${event.kind})`}, ${event.clock}`;
    case "StageEnded":
      return `${title(event.stage)} ended: ${event.how}`;
    case "EscalationClosed":
      return `closed: ${event.how}`;
    case "NoticeSent":
    case "ClockMet":
      return undefined;
    case "NoticeLapsed":
    case "NoticeRefused":
      return `notice not sent (${event.kind}): ${event.because}`;
    case "NoticeBounced":
      return `e-mail ${event.bounce === "complaint" ? "called spam" : "came back"} (${event.kind}): ${event.bounce}`;
    case "ExecutionReplaced":
      return `execution replaced: ${event.reason}`;
    default:
      return event.type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  }
}
