/**
 * Every e-mail that an escalation gave rise to, and what became of it, as its record says: which kind, to which role of
 * which agency, when. Roles and agencies, never a name or an address; no e-mail's text is kept anywhere (ALL-13).
 */
import { stageOf } from "../../policies/language/stages.ts";
import type { EscalationEvent, EventOf } from "../core/events.ts";
import { noticesOf, noticesOwed } from "../core/notices.ts";
import type { Source } from "../documents/facts.ts";
import { noticeInWords, withoutAddresses } from "../pages/happened.ts";
import { agencyName, roleCalled, sideInWords } from "../pages/visit.ts";
import { capital } from "../pages/wording.ts";
import { english } from "./words.ts";

const words = english.emails;

export type Delivery = keyof typeof words.delivery;

export interface Email {
  /** Of what it tells, in words. */
  readonly kind: string;
  /** The title of the stage that it is about. None for what is about the whole. */
  readonly stage?: string;
  readonly role: string;
  readonly agency: string;
  readonly side: string;
  readonly reached: string;
  /** When what it tells of happened, UTC. None where the record does not say of what it told. */
  readonly owedFrom?: string;
  readonly delivery: Delivery;
  readonly sentAt?: string;
  /** When it came back, was called spam, was refused or lapsed, UTC. */
  readonly becameAt?: string;
  /** Why, in words. */
  readonly because?: string;
}

/** In the order in which they came to be owed; last what the record tells of and nothing on it gives rise to any more. */
export function emailsOf({ story, agencies }: Source): Email[] {
  const { history, state, rules } = story;
  const { policy } = rules;
  const told = Map.groupBy(history.filter(isTold), (each) => each.notice);
  const notices = noticesOf(history, policy);
  const { lapse } = noticesOwed(history, policy, notices);
  const willLapse = new Map(lapse.map((each) => [each.notice.id, each.because]));
  const known = new Set(notices.map((each) => each.id));
  const others = [...told]
    .filter(([id]) => !known.has(id))
    .flatMap(([id, [first]]) => (first ? [{ id, kind: first.kind, seat: first.seat }] : []));

  return [...notices, ...others].map((notice): Email => {
    const seat = state.seats.get(notice.seat);
    const about = "event" in notice ? notice : undefined;
    return {
      kind: capital(noticeInWords(notice.kind)),
      ...(about?.stage ? { stage: stageOf(policy, about.stage).title } : {}),
      ...(seat
        ? {
            role: roleCalled(policy, seat.role),
            agency: agencyName({ agencies }, seat.agency),
            side: sideInWords(seat.side),
            reached: words.reached[seat.via],
          }
        : nobody),
      ...(about ? owedFrom(history[about.event]) : {}),
      ...whatBecameOf(told.get(notice.id) ?? [], willLapse.get(notice.id)),
    };
  });
}

/** Of a seat that the record does not know. */
const nobody = { role: words.unknown, agency: words.unknown, side: words.unknown, reached: words.unknown };

const owedFrom = (event: EscalationEvent | undefined) => (event ? { owedFrom: event.at } : {});

type Told = EventOf<"NoticeSent" | "NoticeRefused" | "NoticeLapsed" | "NoticeBounced">;

const isTold = (event: EscalationEvent): event is Told =>
  event.type === "NoticeSent" ||
  event.type === "NoticeRefused" ||
  event.type === "NoticeLapsed" ||
  event.type === "NoticeBounced";

/** The state by the last that the record says of it: one that came back was sent before, whichever was written first. */
function whatBecameOf(
  told: readonly Told[],
  lapses: string | undefined,
): Pick<Email, "delivery" | "sentAt" | "becameAt" | "because"> {
  const sent = told.find((each) => each.type === "NoticeSent");
  const sentAt = sent ? { sentAt: sent.at } : {};
  const back = told.filter((each) => each.type === "NoticeBounced");
  const last = back.at(-1);
  if (last)
    return {
      delivery: last.bounce === "complaint" ? "called spam" : "came back",
      ...sentAt,
      becameAt: last.at,
      because: back.map((each) => words.bounced(each.bounce, each.subtype)).join("; "),
    };
  if (sent) return { delivery: "sent", ...sentAt };
  const ended = told.at(-1);
  if (ended?.type === "NoticeRefused")
    return { delivery: "refused", becameAt: ended.at, because: withoutAddresses(ended.because) };
  if (ended?.type === "NoticeLapsed") return { delivery: "lapsed", becameAt: ended.at, because: ended.because };
  return { delivery: "still owed", ...(lapses ? { because: words.willLapse(lapses) } : {}) };
}
