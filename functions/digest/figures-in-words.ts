/** Figures in words, a line each, and as charts: for digests, and with nothing personal in them (ALL-12, ALL-13). */
import { inWords } from "../../policies/calendar/instant.ts";
import type { Figures, Theme } from "../figures/figures.ts";
import type { Chart } from "../mail/letter.ts";
import { digest as words } from "../mail/words/digest.ts";
import type { AgencyName } from "./escalations.ts";

/** @param nameOf the name of an agency by its id */
export function figuresInWords({ raised, ended, stages, deadlines, open, at, themes }: Figures, nameOf: AgencyName) {
  const days = ended.workingDays;
  return [
    `Raised: ${raised.number}${raised.number > 0 ? ` (${raised.late} late, ${raised.immediateRisk} with immediate risk)` : ""}`,
    ...listed(
      "Who raised with whom",
      raised.byAgencies,
      (each) => `${nameOf(each.raising)} with ${nameOf(each.receiving)}`,
    ),
    ...(raised.byArea.length > 1 ? listed("Areas", raised.byArea, (each) => areaInWords(each.area)) : []),
    `Settled: ${ended.number}`,
    ...listed("Outcomes", ended.byOutcome, (each) => each.outcome),
    ...listed(
      "Types of challenge resolved",
      ended.byType.filter((each) => each.resolved > 0).map(({ type, resolved }) => ({ type, number: resolved })),
      (each) => each.type,
    ),
    ...listed("Stage reached", ended.byStageReached, (each) => each.title),
    ...(days ? [`Time taken, in working days: median ${days.median}, longest ${days.longest}`] : []),
    ...(ended.number > 0
      ? [`Settled with every stage within its timescale: ${ended.withinTimescale} of ${ended.number}`]
      : []),
    `Stages that ended: ${stages.within} within their timescale, ${stages.passed} not, ${stages.guidePassed} past a guide`,
    `Deadlines that passed: ${deadlines.passed}, and ${deadlines.guidePassed} that were a guide`,
    `Open at ${inWords(at)}: ${open.number}, of which overdue ${open.overdue}`,
    ...themes.map((each) => themeInWords(each, nameOf)),
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

function themeInWords({ type, rule, between, number, references }: Theme, nameOf: AgencyName): string {
  const who = between ? ` between ${between.map(nameOf).join(" and ")}` : "";
  return `Recurs (${rule}): ${type}${who}, ${number} times: ${references.join(", ")}`;
}

/** What an area is called of which nothing but its id is known. */
export const areaInWords = (area: string) =>
  area
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

function listed<T extends { readonly number: number }>(what: string, some: readonly T[], nameOf: (each: T) => string) {
  return some.length === 0 ? [] : [`${what}: ${some.map((each) => `${nameOf(each)} ${each.number}`).join("; ")}`];
}
