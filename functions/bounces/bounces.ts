/**
 * E-mails that came back, were called spam or were held back: each goes on the record that it was about, which has
 * whoever else there is asked and the partnership told. A bounce is never mistaken for silence.
 */
import { createHash } from "node:crypto";
import type { Alerts } from "../alerts/alerts.ts";
import { noticesOf as alertNoticesOf } from "../alerts/core/notices.ts";
import type { Found } from "../core/commands.ts";
import { erased, type Person, type Sealed } from "../core/events.ts";
import { noticesOf } from "../core/notices.ts";
import { partnershipSeat } from "../core/people.ts";
import { othersFor } from "../core/people.ts";
import type { Directory } from "../directory/directory.ts";
import { everyWayTo } from "../directory/seats.ts";
import type { Escalations, Story } from "../escalations/escalations.ts";
import { nameOf, type Log } from "../log.ts";
import type { About } from "../mail/tags.ts";
import type { Measure } from "../measure.ts";
import { isAlert } from "../record/reference.ts";
import { isGreeting, readReport, UnreadableReport, type Report } from "./report.ts";

export interface BouncesDependencies {
  readonly clock: { now(): string };
  readonly escalations: Escalations;
  readonly alerts: Alerts;
  readonly directory: Pick<Directory, "agency" | "partnership">;
  /** Has the execution look at the record and tell. Never fails the caller; what it could not wake, reconcile does. */
  readonly signal: (reference: string) => Promise<void>;
  readonly measure: Measure;
  readonly log: Log;
}

/** A report as it came in, and what it is called by whoever brings it. */
export interface Incoming {
  readonly id: string;
  /** What SES published, as its topic passes it on. */
  readonly text: string;
}

/**
 * Puts what was reported on the records. Each stands for itself: one that cannot be read, or written for now, holds up no
 * other. Doing it again is always safe.
 * @returns the ids of those that are to be brought again
 */
export async function handleBounces(
  reports: readonly Incoming[],
  dependencies: BouncesDependencies,
): Promise<string[]> {
  const failed: string[] = [];
  for (const { id, text } of reports) {
    try {
      if (isGreeting(text)) continue;
      await handle(readReport(text), dependencies);
    } catch (error) {
      failed.push(id);
      dependencies.log("error", "A report of the mail service could not be put on record; it is brought again", {
        error: nameOf(error),
        ...(error instanceof UnreadableReport ? { because: error.message } : {}),
      });
    }
  }
  return failed;
}

type Bounced = Extract<Report, { what: "bounced" }>;

async function handle(report: Report, dependencies: BouncesDependencies): Promise<void> {
  const { log, measure } = dependencies;
  const { about } = report;
  const reference = about?.reference;
  switch (report.what) {
    case "delayed":
      measure("MailsDelayed");
      return log("info", "An e-mail has not arrived yet; the mail service goes on trying", { reference });
    case "welcome":
      return log("info", "An e-mail that was called spam is none after all", { reference });
    case "bounced":
      if (!about) return elsewhere(report, "it is none of ours", dependencies);
      return isAlert(about.reference)
        ? ofAlert(report, about, dependencies)
        : ofEscalation(report, about, dependencies);
  }
}

async function ofEscalation(report: Bounced, about: About, dependencies: BouncesDependencies): Promise<void> {
  const { escalations, signal } = dependencies;
  const { reference } = about;
  const story = await escalations.read(reference);
  if (!story) return elsewhere(report, "there is no such record", dependencies);
  // It may come back before the record says that it went out. Which notices there are follows from what happened before.
  const notice = noticesOf(story.history, story.rules.policy).find((each) => each.id === about.notice);
  if (!notice) return elsewhere(report, "its record has no such notice", dependencies);
  const others = await othersThan(notice.seat, story, dependencies);
  const command = { ...commandOf(report, notice, dependencies), others };
  const { result, story: after } = await escalations.perform(story, command, byUs);
  if (result === "recorded") await signal(reference);
  const { seats } = after.state;
  warnOfPartnership(reference, seats.get(notice.seat), seats.get(partnershipSeat(after.state) ?? ""), dependencies);
}

async function ofAlert(report: Bounced, about: About, dependencies: BouncesDependencies): Promise<void> {
  const { alerts, signal } = dependencies;
  const { reference } = about;
  const story = await alerts.read(reference);
  if (!story) return elsewhere(report, "there is no such record", dependencies);
  const notice = alertNoticesOf(story.history).find((each) => each.id === about.notice);
  if (!notice) return elsewhere(report, "its record has no such notice", dependencies);
  const { result, story: after } = await alerts.perform(story, commandOf(report, notice, dependencies), byUs);
  if (result === "recorded") await signal(reference);
  const { seats, inbox } = after.state;
  warnOfPartnership(reference, seats.get(notice.seat), seats.get(inbox ?? ""), dependencies);
}

const byUs = { kind: "service", task: "bounces" } as const;

/** Reports come at least once: the same one is the same command, and stands on the record once. */
function commandOf(
  { messageId, bounce, subtype }: Bounced,
  { id, kind, seat }: { readonly id: string; readonly kind: string; readonly seat: string },
  { clock }: BouncesDependencies,
) {
  const told = createHash("sha256").update([id, messageId, bounce].join("\n")).digest("hex");
  return {
    type: "report bounce" as const,
    id: `bounce-${told.slice(0, 24)}`,
    at: clock.now(),
    notice: id,
    kind,
    seat,
    messageId,
    bounce,
    ...(subtype ? { subtype } : {}),
  };
}

/** By whom else the role of a seat can be reached, as the directory knows it now. */
async function othersThan(
  seat: string,
  { state, rules }: Story,
  { directory }: BouncesDependencies,
): Promise<Found["seats"]> {
  const held = state.seats.get(seat);
  if (!held) return [];
  const ways = othersFor(state, rules.policy, held);
  const place = await (ways.side === "partnership" ? directory.partnership(ways.of) : directory.agency(ways.of));
  return place ? everyWayTo(ways, place) : [];
}

type Held = { readonly person: Sealed<Person> } | undefined;

/** What does not reach the partnership's own address is told to nobody there: whoever runs the service has to know. */
function warnOfPartnership(reference: string, held: Held, inbox: Held, { log, measure }: BouncesDependencies): void {
  if (!held || !inbox || held.person === erased || inbox.person === erased) return;
  if (held.person.email !== inbox.person.email) return;
  measure("MailsBouncedElsewhere");
  log("error", "An e-mail to a partnership’s own address came back: nobody there hears of it", { reference });
}

/** Whom to tell, no record says. It is not brought again: that would change nothing. */
function elsewhere({ about, bounce }: Bounced, because: string, { log, measure }: BouncesDependencies): void {
  measure("MailsBouncedElsewhere");
  log("error", "An e-mail came back, and it is on no record to whom", {
    reference: about?.reference,
    bounce,
    because,
  });
}
