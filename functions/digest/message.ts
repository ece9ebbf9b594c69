/** What one digest says to one recipient: everything that they are due at the same moment, each thing once (ALL-12, MED-17). */
import type { AlertFacts } from "../alerts/facts.ts";
import type { Facts } from "../figures/facts.ts";
import { figuresOf, isOpenAt } from "../figures/figures.ts";
import { isIn, periodInWords, type Period } from "../figures/period.ts";
import { dayOf } from "../../policies/calendar/instant.ts";
import type { Calendar } from "../../policies/calendar/bank-holidays.ts";
import type { PartnershipTold } from "../mail/facts/partnership.ts";
import type { DigestFacts } from "../mail/letters/digest.ts";
import type { Message } from "../mail/mail.ts";
import { digestMessageOf } from "../mail/messages.ts";
import { digest as words } from "../mail/words/digest.ts";
import { alertsTold } from "./alerts.ts";
import { escalationsTold, type AgencyName } from "./escalations.ts";
import { figuresInWords, openByStage, raisedByType } from "./figures-in-words.ts";
import type { Every } from "./schedule.ts";
import type { Told } from "./sections.ts";

/** What one can be sent of a period. Practice alerts go to the group that oversees them. */
export type What = "open escalations" | "figures" | "practice alerts";

/** A week or a month, and what of it is told. */
export interface Part {
  readonly every: Every;
  readonly period: Period;
  readonly what: readonly What[];
}

export interface DigestInput {
  /** Whose escalations these are. */
  readonly partnership: PartnershipTold;
  /** At least one. */
  readonly parts: readonly Part[];
  /** When it is made, UTC: what is open is open then. */
  readonly now: string;
  readonly calendar: Calendar;
  readonly facts: readonly Facts[];
  readonly alerts: readonly AlertFacts[];
  readonly nameOf: AgencyName;
  readonly register: DigestFacts["register"];
  /** Said before everything else: for whose attention, or why it comes to a local partnership. */
  readonly before: readonly string[];
  /** Said at the end: what is to be passed on, and to whom. */
  readonly after: readonly string[];
}

/** Pure: the same input is the same email. What is open, due or overdue is so at `now`, and the periods say what has happened. */
export function digestMessage(input: DigestInput): Message {
  const { partnership, parts, now, calendar, facts, alerts, nameOf, register, before, after } = input;
  const periodsOf = (what: What) => parts.filter((each) => each.what.includes(what)).map(({ period }) => period);
  const ofEscalations = periodsOf("open escalations");
  const ofFigures = parts.filter((each) => each.what.includes("figures"));
  const ofAlerts = periodsOf("practice alerts");
  const told: readonly Told[] = [
    ...(ofEscalations.length > 0 ? [escalationsTold(facts, { now, calendar, periods: ofEscalations }, nameOf)] : []),
    ...(ofAlerts.length > 0 ? [alertsTold(alerts, { now, calendar, periods: ofAlerts })] : []),
  ];
  const hasFigures = ofFigures.some(({ period }) => hasAny(facts, period, now));
  const isQuiet = told.every((each) => each.now.length + each.happened.length === 0) && !hasFigures;
  return digestMessageOf({
    partnership,
    about:
      ofAlerts.length === 0
        ? "escalations"
        : ofEscalations.length + ofFigures.length === 0
          ? "practice alerts"
          : "both",
    periods: parts.map(({ every, period }) => ({ every, called: periodInWords(period) })),
    at: now,
    counts: isQuiet ? undefined : told.length > 0 ? summed(told) : numbers(facts, ofFigures, now),
    now: told.flatMap((each) => each.now),
    happened: told.flatMap((each) => each.happened),
    figures: hasFigures ? figuresTold(facts, ofFigures, now, nameOf) : [],
    register,
    before,
    after,
  });
}

const hasAny = (facts: readonly Facts[], period: Period, now: string) =>
  facts.some((each) => isIn(period, each.raisedAt) || isIn(period, each.endedAt) || isOpenAt(each, now));

function summed(told: readonly Told[]): Told["counts"] {
  const of = (count: keyof Told["counts"]) => told.reduce((sum, { counts }) => sum + counts[count], 0);
  return { needs: of("needs"), due: of("due"), open: of("open") };
}

/** For whoever is sent figures alone: no list says who needs what. */
function numbers(facts: readonly Facts[], parts: readonly Part[], now: string) {
  const inAny = (instant: string | undefined) => parts.some(({ period }) => isIn(period, instant));
  return {
    raised: facts.filter((each) => inAny(each.raisedAt)).length,
    ended: facts.filter((each) => inAny(each.endedAt)).length,
    open: facts.filter((each) => isOpenAt(each, now)).length,
  };
}

/** The figures of each period, and as a chart where the open ones stand now. */
function figuresTold(
  facts: readonly Facts[],
  parts: readonly Part[],
  now: string,
  nameOf: AgencyName,
): DigestFacts["figures"] {
  const open = figuresOf(facts, { from: dayOf(now), to: dayOf(now) }, now);
  return [
    ...parts.map(({ every, period }) => {
      const figures = figuresOf(facts, period, now);
      return {
        title: words.figures(every, periodInWords(period)),
        lines: figuresInWords(figures, nameOf),
        charts: raisedByType(figures),
      };
    }),
    { title: words.openNow, lines: [], charts: openByStage(open) },
  ];
}
