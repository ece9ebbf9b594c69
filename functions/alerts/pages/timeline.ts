/** The record of a practice alert in plain English, the same for everybody with a link (ALL-01). Without e-mail addresses. */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import { bounceInWords } from "../../core/bounce-words.ts";
import { roleInWords } from "../../../policies/language/stages.ts";
import { erasedInWords } from "../../pages/concern.ts";
import type { Entry, Happened, SideShown } from "../../pages/timeline.ts";
import type { Row } from "../../pages/wording.ts";
import { alert } from "../../pages/words/alert.ts";
import type { AlertStory } from "../alerts.ts";
import { alertRules, informerSeat } from "../core/alert.ts";
import { erased, type AlertEvent, type By, type Sealed } from "../core/events.ts";
import { ownNumber, whatIsAsked } from "../asked.ts";
import { alertRows } from "./questions.ts";

export function alertTimeline(story: AlertStory): Entry[] {
  const corrections = story.commits.flatMap(({ number, events }) =>
    events.flatMap((each) =>
      each.type === "NoteAdded" && each.corrects !== undefined ? [{ entry: number, corrects: each.corrects }] : [],
    ),
  );
  return story.commits.map(({ number, at, events }) => {
    const corrects = corrections.find((each) => each.entry === number)?.corrects;
    return {
      number,
      at,
      when: inWords(at),
      side: sideOf(events),
      ...(corrects !== undefined ? { corrects } : {}),
      correctedBy: corrections.filter((each) => each.corrects === number).map((each) => each.entry),
      happened: events.map((each) => alertHappened(each, story)),
    };
  });
}

/** The informer, an agency of the group, or the service itself. */
function sideOf(events: readonly AlertEvent[]): SideShown {
  const { sides } = alert.timeline;
  const deed = events.find((each) => each.type === "AlertSubmitted" || "by" in each);
  if (!deed) return { is: "service", called: sides.service };
  if (deed.type === "AlertSubmitted" || !("by" in deed) || deed.by.seat === informerSeat)
    return { is: "raising", called: sides.informer };
  return { is: "receiving", called: deed.by.agency };
}

/** An event in words. */
export function alertHappened(event: AlertEvent, story: AlertStory): Happened {
  const { rules, state } = story;
  const group = roleInWords(rules.policy, alertRules(rules).group);
  const plain = (what: string, details: readonly Row[] = []): Happened => ({ what, details });
  const by = (what: string, doer: By, sealed: Sealed<{ name: string }>, details: readonly Row[] = []): Happened => ({
    what,
    who: `${sealed === erased ? "A person whose name has been erased" : sealed.name}, ${doer.agency}`,
    details: sealed === erased ? [{ key: "What was written", text: erasedInWords }] : details,
  });
  const words = <T>(sealed: Sealed<T>, rows: (open: T) => Row[]) => (sealed === erased ? [] : rows(sealed));
  const seatCalled = (seat: string) => {
    if (seat === informerSeat) return "informer";
    const held = state.seats.get(seat);
    if (!held) return "person concerned";
    return held.via === "inbox" ? `inbox of ${held.agency}` : `member for ${held.agency}`;
  };

  switch (event.type) {
    case "AlertSubmitted":
      return {
        what: `Submitted a ${alertRules(rules).title}, and declared that it is not about one case.`,
        who:
          event.sealed === erased
            ? "A person whose name has been erased"
            : `${event.sealed.informer.name}, ${event.sealed.informer.title}, ${event.agency.name}`,
        clause: alertRules(rules).clause,
        details: submittedRows(story),
      };
    case "GroupAsked":
      return plain(`The ${group} was asked to consider it and to respond.`, [
        {
          key: "Asked",
          text: event.members
            .map(({ seat, agency, via }) =>
              via === "inbox"
                ? `The inbox of ${agency}, for the attention of the ${group}`
                : `${event.sealed === erased ? "Erased" : (event.sealed.people[seat]?.name ?? "Not known")}, ${agency}`,
            )
            .join("\n"),
        },
        { key: "Informed", text: `The inbox of ${event.partnership.agency}` },
      ]);
    case "ClockStarted":
      return plain(
        `Time started to ${whatIsAsked(event.clock, group)}. Due by ${inWords(event.due)}.${ownNumber(event.clock, rules)}${
          event.provisional ? " Bank holidays that far ahead are not published yet." : ""
        }`,
      );
    case "ClockMet":
      return plain(`No longer waited for: to ${whatIsAsked(event.clock, group)}.`);
    case "DeadlinePassed":
      return plain(`The time passed, ${inWords(event.due)}, to ${whatIsAsked(event.clock, group)}.`);
    case "ReminderFellDue":
      return plain(
        `${
          event.kind === "chase"
            ? "A further reminder fell due, after the deadline,"
            : event.kind === "half time"
              ? "The reminder at half time fell due"
              : "The reminder on the last day fell due"
        } to ${whatIsAsked(event.clock, group)}.`,
      );
    case "AgencyResponded":
      return by(
        event.late ? "Responded after the alert was closed. It reopens nothing." : "Responded for their agency.",
        event.by,
        event.sealed,
        words(event.sealed, ({ response }) => [{ key: "Response", text: response }]),
      );
    case "ActionRecorded":
      return by(
        `Recorded action ${event.action}, to be done by ${dayInWords(event.due)}.`,
        event.by,
        event.sealed,
        words(event.sealed, ({ what, who }) => [
          { key: "What", text: what },
          { key: "Who", text: [event.agency, who].filter(Boolean).join(": ") },
        ]),
      );
    case "ActionDone":
      return by(
        `Recorded action ${event.action} as done.`,
        event.by,
        event.sealed,
        words(event.sealed, (open) => [{ key: "In their words", text: open.words }]),
      );
    case "NoteAdded":
      return by(
        event.corrects === undefined
          ? "Added a note."
          : `Added a correction of entry ${event.corrects}. The entry itself stays as it is.`,
        event.by,
        event.sealed,
        words(event.sealed, (open) => [
          { key: event.corrects === undefined ? "Note" : "Correction", text: open.words },
        ]),
      );
    case "AlertClosed":
      return by(
        `Closed the alert for the ${group}: ${howInWords(event.how)}.`,
        event.by,
        event.sealed,
        words(event.sealed, ({ outcome }) => [{ key: "Outcome", text: outcome }]),
      );
    case "ExecutionReplaced":
      return plain(`The service started again to watch this alert: ${event.reason}. Nothing on the record changed.`);
    case "NoticeSent":
      return plain(`Email sent to the ${seatCalled(event.seat)} (${event.kind}).`);
    case "NoticeLapsed":
      return plain(`Email to the ${seatCalled(event.seat)} was not sent (${event.kind}), because ${event.because}.`);
    case "NoticeRefused":
      return plain(
        `Email to the ${seatCalled(event.seat)} could not be sent (${event.kind}): the mail service refused it.`,
      );
    case "NoticeBounced":
      return plain(
        `Email to the ${seatCalled(event.seat)} ${bounceInWords[event.bounce]} (${event.kind}).`,
        event.subtype ? [{ key: "What the mail service calls it", text: event.subtype }] : [],
      );
    default:
      return event satisfies never;
  }
}

/** The alert as it was submitted. */
export function submittedRows({ state }: AlertStory): Row[] {
  const { sealed, date, consultedOn } = state.submitted;
  if (sealed === erased) return [{ key: "The alert", text: erasedInWords }];
  const consulted = sealed.consulted && consultedOn ? { ...sealed.consulted, on: consultedOn } : undefined;
  return alertRows(sealed, date, consulted);
}

export const howInWords = (how: "actions done" | "no action needed") =>
  how === "actions done" ? "every action is done" : "no action is needed";
