/**
 * A document as a file for a word processor. Load this module only where a file is saved: the library behind it is larger than
 * everything else that the pages load together.
 */
import { HeadingLevel, Paragraph, type Table } from "docx";
import type { Happened } from "../pages/happened.ts";
import type { Document, Field, Said } from "./document.ts";
import { grey, heading, lines, tableOf, textWidth, wordFile } from "./word.ts";
import { english } from "./words.ts";

const words = english.file;

const columns = [2_700, textWidth - 2_700];

/** The file (Office Open XML). */
export function toDocx(document: Document): Promise<ArrayBuffer> {
  const { title, reference, says, policy, made, parts, entries = [] } = document;
  return wordFile({
    properties: words.properties(title, reference),
    footer: words.reference(reference),
    children: [
      heading(HeadingLevel.HEADING_1, title),
      ...lines(words.reference(reference), { bold: true }),
      ...(says ? lines(says, { bold: true }) : []),
      ...lines(policy),
      ...lines(made),
      ...parts.flatMap((part) => [
        ...(part.title ? [heading(HeadingLevel.HEADING_2, part.title)] : [new Paragraph({})]),
        table(part.fields),
      ]),
      ...(entries.length > 0 ? [heading(HeadingLevel.HEADING_2, words.entries)] : []),
      ...entries.flatMap((entry) => [
        heading(HeadingLevel.HEADING_3, words.entry(entry.number, entry.when)),
        ...(entry.corrects === undefined ? [] : lines(words.corrects(entry.corrects))),
        ...entry.correctedBy.flatMap((each) => lines(words.correctedBy(each))),
        ...entry.happened.flatMap(happenedInLines),
      ]),
    ],
  });
}

const table = (fields: readonly Field[]): Table =>
  tableOf(
    columns,
    [words.columns.field, words.columns.says],
    fields.map(({ label, says }) => [lines(label, { bold: true }), says.flatMap(saidInLines)]),
  );

const saidInLines = ({ text, from }: Said) => [...lines(text), ...(from ? lines(from, { color: grey, size: 20 }) : [])];

const happenedInLines = ({ what, clause, who, details }: Happened) => [
  ...lines(clause ? words.byPolicy(what, clause) : what),
  ...(who ? lines(who, { color: grey }) : []),
  ...details.flatMap(({ key, text }) => [...lines(key, { bold: true }, 360), ...lines(text, {}, 360)]),
];
