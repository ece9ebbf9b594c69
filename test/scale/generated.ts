/** What is generated, one escalation after the other: each by its own chance, whatever came before it. */
import { addDays, dayOf, instantOf } from "../../policies/calendar/instant.ts";
import type { Period } from "../../functions/figures/period.ts";
import { itemsOf, summaryOf } from "../../functions/summaries/summaries.ts";
import { lifeOf, type Life } from "./history.ts";
import type { Invented } from "./partnerships.ts";
import { randomOf } from "./random.ts";

export interface Plan {
  /** How many in all. */
  readonly escalations: number;
  /** How many of them are the first partnership's, whatever the number of all: it is the one that is measured. */
  readonly measured: number;
  readonly years: number;
  readonly seed: number;
}

/** As many at every size from here on, so that figures compare. */
export const measuredOf = (escalations: number) => Math.min(200, escalations);

/** The bank holidays are known from this day (London) on. */
const firstDay = "2024-01-01";

/** When the telling begins and ends, UTC. */
export function spanOf({ years }: Pick<Plan, "years">): { readonly begin: string; readonly end: string } {
  return {
    begin: instantOf(firstDay, "00:00"),
    end: instantOf(`${Number(firstDay.slice(0, 4)) + years}-01-01`, "00:00"),
  };
}

/** The last quarter of it, in London: what is open then is open when it is asked. */
export function lastQuarter(plan: Pick<Plan, "years">): Period {
  const last = addDays(dayOf(spanOf(plan).end), -1);
  return { from: `${last.slice(0, 4)}-10-01`, to: last };
}

const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** References as the service's look, one for each place. */
function referenceOf(place: number): string {
  let left = place;
  let text = "";
  for (let digit = 0; digit < 8; digit++) {
    text = `${letters[left % letters.length]}${text}`;
    left = Math.floor(left / letters.length);
  }
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** Whose the escalation of a place is, and its life. The first partnership's are the same however many there are in all. */
export function generate(place: number, plan: Plan, invented: readonly Invented[]): { of: Invented; life: Life } {
  const others = invented.length - 1;
  const of = invented[place < plan.measured || others === 0 ? 0 : 1 + ((place - plan.measured) % others)];
  if (!of) throw new Error("There is no partnership");
  const random = randomOf(`${plan.seed}/${place}`);
  const days = Math.round(plan.years * 365.25) - 1;
  const day = addDays(firstDay, random.below(days));
  const hour = random.happens(0.95) ? 9 + random.below(8) : 18 + random.below(5);
  const time = `${String(hour).padStart(2, "0")}:${String(random.below(60)).padStart(2, "0")}`;
  return { of, life: lifeOf(referenceOf(place), of, instantOf(day, time), spanOf(plan).end, random) };
}

/** The items that stand in the table for one of them, exactly as the service writes them. */
export const itemsFor = ({ of, life }: ReturnType<typeof generate>): readonly object[] =>
  itemsOf(summaryOf({ ...life, rules: of.rules }));
