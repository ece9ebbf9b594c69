/** Figures in words, a line each, and as charts: for digests, and with nothing personal in them (ALL-12, ALL-13). */
import type { Figures } from "../figures/figures.ts";
import type { Chart } from "../mail/letter.ts";
import { digest as words } from "../mail/words/digest.ts";
import type { AgencyName } from "./escalations.ts";

/** @param nameOf the name of an agency by its id */
export function figuresInWords({ raised, ended, stages, deadlines, open, at, themes }: Figures, nameOf: AgencyName) {
  const says = words.counted;
  const resolved = ended.byType
    .map(({ type, resolved: number }) => ({ type, number }))
    .filter((each) => each.number > 0);
  return [
    says.raised(raised),
    ...listed(says.byAgencies, raised.byAgencies, (each) => says.with(nameOf(each.raising), nameOf(each.receiving))),
    ...(raised.byArea.length > 1 ? listed(says.byArea, raised.byArea, (each) => areaInWords(each.area)) : []),
    says.settled(ended),
    ...listed(says.byOutcome, ended.byOutcome, (each) => each.outcome),
    ...listed(says.byTypeResolved, resolved, (each) => each.type),
    ...listed(says.byStageReached, ended.byStageReached, (each) => each.title),
    ...(ended.workingDays ? [says.timeTaken(ended.workingDays)] : []),
    ...(ended.number > 0 ? [says.withinTimescale(ended)] : []),
    says.stages(stages),
    says.deadlines(deadlines),
    says.open(at, open),
    ...themes.map((each) => says.theme(each, (each.between ?? []).map(nameOf))),
  ];
}

/** None where nothing was raised. */
export const raisedByType = ({ raised }: Figures): Chart[] =>
  chart(
    words.raisedByType,
    raised.byType.map(({ type, number }) => ({ label: type, number })),
  );

/** None where nothing is open. */
export const openByStage = ({ open }: Figures): Chart[] =>
  chart(
    words.openByStage,
    open.byStage.map(({ title, number, overdue }) => ({ label: words.stageWithOverdue(title, overdue), number })),
  );

const chart = (title: string, bars: Chart["bars"]): Chart[] => (bars.length === 0 ? [] : [{ title, bars }]);

/** What an area is called of which nothing but its id is known. */
export const areaInWords = (area: string) =>
  area
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

function listed<T extends { readonly number: number }>(what: string, some: readonly T[], nameOf: (each: T) => string) {
  return some.length === 0 ? [] : [`${what}: ${some.map((each) => `${nameOf(each)} ${each.number}`).join("; ")}`];
}
