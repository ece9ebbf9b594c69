/** What follows when an e-mail came back or was called spam: it is no silence, and somebody else is asked at once (ALL-09). */
import type { Policy } from "../../policies/language/schema.ts";
import { stillAskedOf } from "./capabilities.ts";
import type { Rules } from "./clocks.ts";
import type { Command, Found } from "./commands.ts";
import { happens, nothing, type Decision } from "./decision.ts";
import { lastOpened, type Escalation } from "./escalation.ts";
import { erased, type Seat } from "./events.ts";
import { newSeat } from "./taking-part.ts";

/**
 * Records it, whatever the escalation has come to since. Where something is asked of whoever it was for, the nearest other
 * way to their role joins them, so that the matter does not wait for somebody who may never have heard; no clock moves.
 */
export function reportBounce(
  state: Escalation,
  { at, notice, kind, seat, messageId, bounce, subtype, others }: Extract<Command, { type: "report bounce" }>,
  { policy }: Rules,
): Decision {
  const held = state.seats.get(seat);
  if (!held) return nothing("there is no such seat");
  if (state.bounced.some((each) => each.notice === notice && each.messageId === messageId && each.bounce === bounce))
    return nothing("this has been recorded already");
  const joins = whoJoins(state, held, others, policy);
  const to = joins && seatOf(state, held, joins);
  return happens([
    {
      type: "NoticeBounced",
      v: 1,
      at,
      notice,
      kind,
      seat,
      messageId,
      bounce,
      ...(subtype ? { subtype } : {}),
      ...(to ? { instead: to, sealed: { people: { [to.seat]: joins.person } } } : {}),
    },
  ]);
}

type Other = Found["seats"][number];

/** Nobody where nothing is asked, where it went to an inbox already, or where whoever joined before is still asked. */
function whoJoins(
  state: Escalation,
  { seat, side, via }: Seat,
  others: readonly Other[],
  policy: Policy,
): Other | undefined {
  const isAsked = (each: string) => stillAskedOf(state, policy, each).length > 0;
  if (state.raised.sealed === erased || via === "inbox" || !isAsked(seat)) return undefined;
  if (state.bounced.some((each) => each.seat === seat && each.instead !== undefined && isAsked(each.instead)))
    return undefined;
  // Neither an address from which something came back, nor somebody of their side who is asked already.
  const asked = [...state.seats.values()].filter((each) => each.side === side && isAsked(each.seat));
  const passedOver = new Set(
    [seat, ...state.bounced.map((each) => each.seat), ...asked.map((each) => each.seat)].map((each) => {
      const person = state.seats.get(each)?.person;
      return person && person !== erased ? person.email.toLowerCase() : undefined;
    }),
  );
  return others.find((each) => !passedOver.has(each.person.email.toLowerCase()));
}

/** Beside the seat that they join, and named after it: whom the policy wants to hear is known by that name too. */
function seatOf(state: Escalation, held: Seat, { role, agency, via }: Other): Seat {
  const beside = held.seat.includes("/")
    ? held.seat.slice(0, held.seat.lastIndexOf("/"))
    : `${lastOpened(state)?.stage ?? state.raised.opensAt}/${held.side}-side`;
  return {
    seat: newSeat(state, `${beside}/instead`),
    side: held.side,
    role,
    agency,
    via,
    ...(held.concludes ? { concludes: true } : {}),
  };
}
