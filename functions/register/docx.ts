/** A report as a file for a word processor. Load this module only where one is saved (functions/documents/word.ts). */
import { HeadingLevel } from "docx";
import { heading, lines, tableOf, textWidth, wordFile } from "../documents/word.ts";
import { report as words } from "../pages/words/report.ts";
import type { ReportShown } from "./report.ts";

const figureColumns = [textWidth - 4_000, 2_000, 2_000];
const themeColumns = [3_000, 2_700, 1_500, textWidth - 7_200];
const silentColumns = [textWidth - 2_500, 2_500];

/** The file (Office Open XML), with everything that the page has. */
export function reportDocx({ title, of, says, period, before, sections, themes, silent }: ReportShown) {
  const { neverRaised, neverAnswered, agency } = words.silent;
  return wordFile({
    properties: `${title}, ${of}`,
    footer: title,
    children: [
      heading(HeadingLevel.HEADING_1, title),
      ...lines(of, { bold: true }),
      ...says.flatMap((each) => lines(each)),
      ...sections.flatMap((section) => [
        heading(HeadingLevel.HEADING_2, section.title),
        tableOf(
          figureColumns,
          [words.columns.figure, period, before],
          section.figures.map((each) => [lines(each.label), lines(each.now), lines(each.before)]),
        ),
      ]),
      heading(HeadingLevel.HEADING_2, words.themes.heading),
      ...lines(themes.length > 0 ? words.themes.says : words.themes.nothing),
      ...(themes.length > 0
        ? [
            tableOf(
              themeColumns,
              Object.values(words.themes.columns),
              themes.map((each) =>
                [each.title, each.rule, String(each.number), each.references.join("\n")].map((text) => lines(text)),
              ),
            ),
          ]
        : []),
      heading(HeadingLevel.HEADING_2, neverRaised.heading),
      ...lines(silent.neverRaised.length > 0 ? neverRaised.says : neverRaised.nobody),
      ...(silent.neverRaised.length > 0
        ? [
            tableOf(
              [textWidth],
              [agency],
              silent.neverRaised.map((each) => [lines(each)]),
            ),
          ]
        : []),
      heading(HeadingLevel.HEADING_2, neverAnswered.heading),
      ...lines(silent.neverAnswered.length > 0 ? neverAnswered.says : neverAnswered.nobody),
      ...(silent.neverAnswered.length > 0
        ? [
            tableOf(
              silentColumns,
              Object.values(neverAnswered.columns),
              silent.neverAnswered.map((each) => [lines(each.agency), lines(each.asked)]),
            ),
          ]
        : []),
    ],
  });
}
