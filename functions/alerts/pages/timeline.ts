/** The record of a practice alert in plain English, the same for everybody with a link (ALL-01). Without e-mail addresses. */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import { bounceInWords } from "../../core/bounce-words.ts";
import { roleInWords } from "../../../policies/language/stages.ts";
import { erasedInWords } from "../../pages/concern.ts";
import { keepingInWords, type Happened } from "../../pages/happened.ts";
import type { Entry, SideShown } from "../../pages/timeline.ts";
import type { Row } from "../../pages/wording.ts";
import { alertTimeline as said, ended } from "../../pages/words/alert-timeline.ts";
import type { AlertStory } from "../alerts.ts";
import { alertRules, informerSeat } from "../core/alert.ts";
import { erased, type AlertEvent, type By, type Sealed } from "../core/events.ts";
import { ownNumber, whatIsAsked } from "../asked.ts";
import { alertRows } from "./questions.ts";

/** One entry a commit, the oldest first; a correction and the entry that it corrects name each other. */
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
  const { sides } = said;
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
    who: `${sealed === erased ? said.erasedName : sealed.name}, ${doer.agency}`,
    details: sealed === erased ? [{ key: said.written, text: erasedInWords }] : details,
  });
  const words = <T>(sealed: Sealed<T>, rows: (open: T) => Row[]) => (sealed === erased ? [] : rows(sealed));
  const seatCalled = (seat: string) => {
    if (seat === informerSeat) return said.seats.informer;
    const held = state.seats.get(seat);
    if (!held) return said.seats.unknown;
    return held.via === "inbox" ? said.seats.inbox(held.agency) : said.seats.member(held.agency);
  };

  switch (event.type) {
    case "AlertSubmitted":
      return {
        what: said.submitted(alertRules(rules).title),
        who:
          event.sealed === erased
            ? said.erasedName
            : `${event.sealed.informer.name}, ${event.sealed.informer.title}, ${event.agency.name}`,
        clause: alertRules(rules).clause,
        details: submittedRows(story),
      };
    case "GroupAsked":
      return plain(said.groupAsked.what(group), [
        {
          key: said.groupAsked.asked,
          text: event.members
            .map(({ seat, agency, via }) =>
              via === "inbox"
                ? said.groupAsked.inbox(agency, group)
                : `${event.sealed === erased ? said.groupAsked.erased : (event.sealed.people[seat]?.name ?? said.groupAsked.notKnown)}, ${agency}`,
            )
            .join("\n"),
        },
        { key: said.groupAsked.informed, text: said.groupAsked.partnership(event.partnership.agency) },
      ]);
    case "ClockStarted":
      return plain(
        `${said.clockStarted.what(whatIsAsked(event.clock, group), inWords(event.due))}${ownNumber(event.clock, rules)}${
          event.provisional ? said.clockStarted.provisional : ""
        }`,
      );
    case "ClockMet":
      return plain(said.clockMet(whatIsAsked(event.clock, group)));
    case "DeadlinePassed":
      return plain(said.deadlinePassed(inWords(event.due), whatIsAsked(event.clock, group)));
    case "ReminderFellDue":
      return plain(said.reminder[event.kind](whatIsAsked(event.clock, group)));
    case "AgencyResponded":
      return by(
        event.late ? said.responded.late : said.responded.what,
        event.by,
        event.sealed,
        words(event.sealed, ({ response }) => [{ key: said.responded.response, text: response }]),
      );
    case "ActionRecorded":
      return by(
        said.actionRecorded.what(event.action, dayInWords(event.due)),
        event.by,
        event.sealed,
        words(event.sealed, ({ what, who }) => [
          { key: said.actionRecorded.action, text: what },
          { key: said.actionRecorded.who, text: [event.agency, who].filter(Boolean).join(": ") },
        ]),
      );
    case "ActionDone":
      return by(
        said.actionDone.what(event.action),
        event.by,
        event.sealed,
        words(event.sealed, (open) => [{ key: said.actionDone.words, text: open.words }]),
      );
    case "NoteAdded":
      return by(
        event.corrects === undefined ? said.note.what : said.note.correction(event.corrects),
        event.by,
        event.sealed,
        words(event.sealed, (open) => [
          { key: event.corrects === undefined ? said.note.note : said.note.corrected, text: open.words },
        ]),
      );
    case "AlertClosed":
      return by(
        said.closed.what(group, howInWords(event.how)),
        event.by,
        event.sealed,
        words(event.sealed, ({ outcome }) => [{ key: said.closed.outcome, text: outcome }]),
      );
    case "LegalHoldPlaced":
    case "LegalHoldLifted":
    case "PeopleErased":
      return keepingInWords(event);
    case "ExecutionReplaced":
      return plain(said.replaced(event.reason));
    case "NoticeSent":
      return plain(said.notice.sent(seatCalled(event.seat), event.kind));
    case "NoticeLapsed":
      return plain(said.notice.lapsed(seatCalled(event.seat), event.kind, event.because));
    case "NoticeRefused":
      return plain(said.notice.refused(seatCalled(event.seat), event.kind));
    case "NoticeBounced":
      return plain(
        said.notice.bounced(seatCalled(event.seat), event.kind, bounceInWords[event.bounce]),
        event.subtype ? [{ key: said.notice.subtype, text: event.subtype }] : [],
      );
    default:
      return event satisfies never;
  }
}

/** The alert as it was submitted. */
export function submittedRows({ state }: AlertStory): Row[] {
  const { sealed, date, consultedOn } = state.submitted;
  if (sealed === erased) return [{ key: said.theAlert, text: erasedInWords }];
  const consulted = sealed.consulted && consultedOn ? { ...sealed.consulted, on: consultedOn } : undefined;
  return alertRows(sealed, date, consulted);
}

export const howInWords = (how: keyof typeof ended) => ended[how];
