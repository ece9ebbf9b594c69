/** Reading a partnership's register: its escalations of a period, and what its agencies and stages are called. */
import { calendarOf, type Calendar } from "../../policies/calendar/bank-holidays.ts";
import { addDays, dayOf, type Day } from "../../policies/calendar/instant.ts";
import { factsFor, type FiguresDependencies } from "../figures/read.ts";
import type { Facts } from "../figures/facts.ts";
import type { Period } from "../figures/period.ts";
import { livedIn, rowOf, stageId, type Agency, type Row } from "./rows.ts";

export interface Register {
  readonly facts: readonly Facts[];
  readonly rows: readonly Row[];
  /** By name. */
  readonly agencies: readonly Agency[];
}

/**
 * Every escalation of a partnership that lived at some time of a period, as it stands now.
 * @param now UTC
 */
export async function readRegister(
  partnership: string,
  period: Period,
  now: string,
  dependencies: FiguresDependencies,
): Promise<Register> {
  const [found, agencies] = await Promise.all([
    factsFor(partnership, period, dependencies),
    dependencies.directory.agencies(),
  ]);
  const facts = found.filter((each) => livedIn(period, each));
  const nameOf = namesOf(agencies);
  return {
    facts,
    rows: facts.map((each) => rowOf(each, { now, nameOf, calendarOf: calendarsOf(dependencies) })),
    agencies,
  };
}

/** @throws Error for a policy that is not held: by whose working days its time is counted then nobody knows */
function calendarsOf({ publishedPolicies }: Pick<FiguresDependencies, "publishedPolicies">) {
  const nations = new Map(publishedPolicies().map(({ policy, nation }) => [policy, nation]));
  return (policy: string): Calendar => {
    const nation = nations.get(policy);
    if (!nation) throw new Error(`The policy ${policy}, by which something of a register runs, is not held`);
    return calendarOf(nation);
  };
}

/** An agency that the directory has no more is called by its id. */
export function namesOf(agencies: readonly Agency[]): (id: string) => string {
  const names = new Map(agencies.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

/** The last twelve months up to today in London, which has everything that is open now in it too. @param now UTC */
export function lastYear(now: string): Period {
  const to = dayOf(now);
  return { from: addDays(sameDayTheYearBefore(to), 1), to };
}

function sameDayTheYearBefore(day: Day): Day {
  const before = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return before.endsWith("-02-29") ? before.replace("-29", "-28") : before;
}

/**
 * The stages that a register can have: of every policy that the partnership has had here, in their order, and those at which
 * something of it is beside, as what an organisation raised under local policies.
 */
export function stagesOf(
  partnership: string,
  rows: readonly Row[],
  { publishedPolicies }: Pick<FiguresDependencies, "publishedPolicies">,
): readonly NonNullable<Row["stage"]>[] {
  const own = publishedPolicies()
    .filter((each) => each.partnership.id === partnership)
    .flatMap(({ policy, stages }) => stages.map(({ stage, title }) => ({ id: stageId(policy, stage), title })));
  const found = new Map([...own, ...rows.flatMap(({ stage }) => stage ?? [])].map((each) => [each.id, each]));
  return [...found.values()];
}
