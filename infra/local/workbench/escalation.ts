/** What the page of one escalation says to a trainer: where it stands, who is in it, who was told what, and what comes next. */
import { erased, type EventOf } from "../../../functions/core/events.ts";
import { happened } from "../../../functions/pages/happened.ts";
import type { Story } from "../../../functions/escalations/escalations.ts";
import { inWords } from "../../../policies/calendar/instant.ts";
import { nextOf, seatsAsked, stageInWords } from "./cases.ts";
import { timeLeft } from "./clock.ts";
import { clocksOf, knownOf, seatLed, type DueView, type Led } from "./front.ts";
import type { Mailboxes } from "./mailboxes.ts";
import type { Known } from "./people.ts";
import type { Frame } from "./render.ts";
import { words } from "./words/escalation.ts";

interface SeatView extends Led {
  readonly address?: string;
  readonly says: string;
}

interface Notice {
  readonly when: string;
  readonly what: string;
  readonly whom: Led;
}

export interface EscalationView extends Frame {
  readonly reference: string;
  readonly rows: readonly { readonly key: string; readonly text: string }[];
  readonly clocks: readonly DueView[];
  readonly next?: { readonly says: string };
  readonly seats: readonly SeatView[];
  readonly notices: readonly (Notice & { readonly mail?: string; readonly subject?: string })[];
  /** What happened so far but for the emails, the newest first. */
  readonly happened: readonly { readonly when: string; readonly what: string }[];
}

export function escalationView(story: Story, now: string, known: Known, mailboxes: Mailboxes): EscalationView {
  const { state, history, rules, reference } = story;
  const { raised } = state;
  const next = nextOf(story, now);
  const asked = new Set(seatsAsked(story).map((each) => each.seat));
  const told = knownOf(story, known);
  return {
    title: words.title(reference),
    reference,
    rows: [
      { key: words.rows.stage, text: stageInWords(story) },
      {
        key: words.rows.policy,
        text: words.policy(rules.policy.title, rules.policy.partnership.name, raised.policy.version),
      },
      { key: words.rows.raisedBy, text: known.nameOf(raised.raising.agency) },
      { key: words.rows.raisedWith, text: known.nameOf(raised.receiving.agency) },
      { key: words.rows.raisedAt, text: inWords(raised.at) },
      ...(state.immediateRisk ? [{ key: words.rows.risk, text: state.guide ? words.guide : words.flagged }] : []),
    ],
    clocks: clocksOf(story, now),
    ...(next ? { next: { says: words.next(inWords(next.at), timeLeft(now, next.at), next.what) } } : {}),
    seats: [...state.seats.values()].map((each) => ({
      ...seatLed(each, story, known),
      ...(each.person === erased ? {} : { address: each.person.email }),
      says: words.seat(words.sides[each.side], words.via[each.via], asked.has(each.seat)),
    })),
    notices: history.filter(isNotice).map((each) => {
      const held = state.seats.get(each.seat);
      const mail = "messageId" in each ? mailboxes.find(each.messageId) : undefined;
      return {
        when: inWords(each.at),
        what: words.notice[each.type](each.kind),
        whom: held ? seatLed(held, story, known) : { text: words.nobody },
        ...(mail ? { mail: `/mail/${encodeURIComponent(mail.id)}`, subject: mail.subject } : {}),
      };
    }),
    happened: history
      .filter((each) => !each.type.startsWith("Notice"))
      .toReversed()
      .map((each) => ({ when: inWords(each.at), what: happened(each, told).what })),
  };
}

type NoticeEvent = EventOf<"NoticeSent" | "NoticeRefused" | "NoticeLapsed" | "NoticeBounced">;

const isNotice = (event: { readonly type: string }): event is NoticeEvent => event.type.startsWith("Notice");
