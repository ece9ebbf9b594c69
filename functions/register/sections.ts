/** A report as sections of figures in words, the same for the page, the document and the file. Pure. */
import type { Figures, Theme } from "../figures/figures.ts";
import type { Report } from "../figures/report.ts";
import { capital } from "../pages/wording.ts";
import { report as words } from "../pages/words/report.ts";

export interface Figure {
  readonly label: string;
  readonly now: string;
  readonly before: string;
}

export interface ReportSection {
  readonly title: string;
  readonly figures: readonly Figure[];
}

export interface ThemeShown {
  readonly title: string;
  readonly rule: string;
  readonly number: number;
  readonly references: readonly string[];
  readonly theme: Theme;
}

export interface SilentShown {
  readonly neverRaised: readonly string[];
  readonly neverAnswered: readonly { readonly agency: string; readonly asked: string }[];
}

const said = words.figures;

/** An area by its id, as it is written: “milton-keynes” is Milton Keynes. */
const areaInWords = (id: string) => id.split("-").map(capital).join(" ");

/** What only one of the two periods has is shown of both, as 0 in the other. @param nameOf the name of an agency by its id */
export function sectionsOf({ figures, before }: Report, nameOf: (id: string) => string): ReportSection[] {
  /** One figure of both periods. */
  const figure = (label: string, of: (each: Figures) => string | number): Figure => ({
    label,
    now: String(of(figures)),
    before: String(of(before)),
  });
  /** A figure for each of what there is in one of both periods: this one's first, in its order. */
  const each = <T>(
    of: (some: Figures) => readonly T[],
    labelOf: (one: T) => string,
    number: (one: T) => number,
  ): Figure[] => {
    const labels = [...new Set([...of(figures), ...of(before)].map(labelOf))];
    const sum = (some: Figures, label: string) =>
      of(some)
        .filter((one) => labelOf(one) === label)
        .reduce((total, one) => total + number(one), 0);
    return labels.map((label) => figure(label, (some) => sum(some, label)));
  };
  const count = ({ number }: { readonly number: number }) => number;
  const sections: ReportSection[] = [
    {
      title: words.sections.raised,
      figures: [
        figure(said.raised, ({ raised }) => raised.number),
        figure(said.late, ({ raised }) => raised.late),
        figure(said.immediateRisk, ({ raised }) => raised.immediateRisk),
      ],
    },
    {
      title: words.sections.raisedByType,
      figures: each(
        ({ raised }) => raised.byType,
        ({ type }) => said.type(type),
        count,
      ),
    },
    {
      title: words.sections.raisedByAgencies,
      figures: each(
        ({ raised }) => raised.byAgencies,
        ({ raising, receiving }) => said.pair(nameOf(raising), nameOf(receiving)),
        count,
      ),
    },
    {
      title: words.sections.raisedByArea,
      figures: each(
        ({ raised }) => raised.byArea,
        ({ area }) => areaInWords(area),
        count,
      ),
    },
    {
      title: words.sections.ended,
      figures: [
        figure(said.ended, ({ ended }) => ended.number),
        ...(["resolved", "outcome given", "withdrawn"] as const).map((outcome) =>
          figure(
            said.outcomes[outcome],
            ({ ended }) => ended.byOutcome.find((one) => one.outcome === outcome)?.number ?? 0,
          ),
        ),
        // Without these the outcomes would not add up to what ended; hardly any partnership ever has one.
        ...each(
          ({ ended }) => ended.byOutcome.filter(({ outcome }) => outcome === "erased"),
          () => said.outcomes.erased,
          count,
        ),
        figure(said.withinTimescale, ({ ended }) => said.part(ended.withinTimescale, ended.number)),
        figure(said.median, ({ ended }) => ended.workingDays?.median ?? words.nothing),
        figure(said.longest, ({ ended }) => ended.workingDays?.longest ?? words.nothing),
      ],
    },
    {
      title: words.sections.endedByType,
      figures: [
        ...each(
          ({ ended }) => ended.byType,
          ({ type }) => said.type(type),
          count,
        ),
        ...each(
          ({ ended }) => ended.byType,
          ({ type }) => said.resolvedOf(type),
          ({ resolved }) => resolved,
        ),
      ],
    },
    {
      title: words.sections.endedByStage,
      figures: each(
        ({ ended }) => ended.byStageReached,
        ({ title }) => title,
        count,
      ),
    },
    {
      title: words.sections.time,
      figures: [
        figure(said.stagesWithin, ({ stages }) => stages.within),
        figure(said.stagesPassed, ({ stages }) => stages.passed),
        figure(said.stagesGuide, ({ stages }) => stages.guidePassed),
        figure(said.deadlinesPassed, ({ deadlines }) => deadlines.passed),
        figure(said.deadlinesGuide, ({ deadlines }) => deadlines.guidePassed),
      ],
    },
    {
      title: words.sections.open,
      figures: [figure(said.open, ({ open }) => open.number), figure(said.overdue, ({ open }) => open.overdue)],
    },
    {
      title: words.sections.openByStage,
      figures: [
        ...each(
          ({ open }) => open.byStage,
          ({ title }) => title,
          count,
        ),
        ...each(
          ({ open }) => open.byStage.filter((one) => one.overdue > 0),
          ({ title }) => said.overdueAt(title),
          ({ overdue }) => overdue,
        ),
      ],
    },
  ];
  return sections.filter((section) => section.figures.length > 0);
}

export const themesShown = ({ figures }: Report, nameOf: (id: string) => string): ThemeShown[] =>
  figures.themes.map((theme) => {
    const { type, between, rule, number, references } = theme;
    const [one, other] = between ?? [];
    return {
      title:
        one === undefined || other === undefined
          ? words.themes.type(type)
          : words.themes.between(type, nameOf(one), nameOf(other)),
      rule: words.themes.rules[rule],
      number,
      references,
      theme,
    };
  });

export const silentShown = ({ silent }: Report, nameOf: (id: string) => string): SilentShown => ({
  neverRaised: silent.neverRaised.map(nameOf).toSorted((a, b) => a.localeCompare(b, "en")),
  neverAnswered: silent.neverAnswered.map(({ agency, asked }) => ({
    agency: nameOf(agency),
    asked: words.silent.neverAnswered.times(asked),
  })),
});
