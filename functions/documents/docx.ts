/**
 * A document as a file for a word processor. Load this module only where a file is saved: the library behind it is larger than
 * everything else that the pages load together.
 *
 * Headings are headings and tables have header rows, so that a screen reader finds its way. What people typed is text for
 * ever: it comes into text runs alone, in which nothing is a field, a link or markup.
 */
import {
  BorderStyle,
  Document as WordDocument,
  Footer,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  TabStopType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import type { Happened } from "../pages/timeline.ts";
import type { Document, Field, Said } from "./document.ts";
import { english } from "./words.ts";

const words = english.file;

/** In twentieths of a point: A4, and the text between margins of 2.5 cm. */
const page = { width: 11_906, height: 16_838, margin: 1_417 };
const columns = [2_700, page.width - 2 * page.margin - 2_700];

/**
 * The file (Office Open XML). Its properties carry the title and the reference and no case detail (ALL-13); the library dates
 * them by the machine's clock, and the text says when the document was made.
 */
export async function toDocx(document: Document): Promise<ArrayBuffer> {
  const { title, reference, says, policy, made, parts, entries = [] } = document;
  const file = new WordDocument({
    title: words.properties(title, reference),
    creator: words.service,
    lastModifiedBy: words.service,
    styles,
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { top: page.margin, right: page.margin, bottom: page.margin, left: page.margin },
          },
        },
        footers: { default: footer(reference) },
        children: [
          new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(plain(title))] }),
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
      },
    ],
  });
  return Packer.toArrayBuffer(file);
}

const grey = "484949";

const headingStyle = (size: number, before: number) => ({
  run: { size, bold: true, color: "1D3C5A" },
  paragraph: { spacing: { before, after: 120 }, keepNext: true },
});

const styles = {
  default: {
    document: {
      run: { font: "Arial", size: 24, language: { value: words.language } },
      paragraph: { spacing: { after: 120 } },
    },
    heading1: headingStyle(40, 0),
    heading2: headingStyle(30, 360),
    heading3: headingStyle(26, 280),
  },
};

function footer(reference: string): Footer {
  return new Footer({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: columns.reduce((a, b) => a + b, 0) }],
        children: [
          new TextRun({
            size: 20,
            children: [`${words.reference(reference)}\t`, ...words.page(PageNumber.CURRENT, PageNumber.TOTAL_PAGES)],
          }),
        ],
      }),
    ],
  });
}

const heading = (level: (typeof HeadingLevel)[keyof typeof HeadingLevel], text: string) =>
  new Paragraph({ heading: level, children: [new TextRun(plain(text))] });

function table(fields: readonly Field[]): Table {
  const edge = { style: BorderStyle.SINGLE, size: 4, color: "8A8F94" };
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: columns,
    layout: TableLayoutType.FIXED,
    tableLook: { firstRow: true, firstColumn: true, noHBand: true, noVBand: true },
    borders: { top: edge, bottom: edge, left: edge, right: edge, insideHorizontal: edge, insideVertical: edge },
    margins: { top: 80, bottom: 40, left: 110, right: 110 },
    rows: [
      new TableRow({
        tableHeader: true,
        children: [
          cell(lines(words.columns.field, { bold: true }), true),
          cell(lines(words.columns.says, { bold: true }), true),
        ],
      }),
      ...fields.map(
        ({ label, says }) =>
          new TableRow({ children: [cell(lines(label, { bold: true }), true), cell(says.flatMap(saidInLines))] }),
      ),
    ],
  });
}

const cell = (children: readonly Paragraph[], header = false) =>
  new TableCell({
    children,
    ...(header ? { shading: { type: ShadingType.CLEAR, fill: "E8EEF3" } } : {}),
  });

const saidInLines = ({ text, from }: Said) => [...lines(text), ...(from ? lines(from, { color: grey, size: 20 }) : [])];

const happenedInLines = ({ what, clause, who, details }: Happened) => [
  ...lines(clause ? words.byPolicy(what, clause) : what),
  ...(who ? lines(who, { color: grey }) : []),
  ...details.flatMap(({ key, text }) => [...lines(key, { bold: true }, 360), ...lines(text, {}, 360)]),
];

interface Look {
  readonly bold?: boolean;
  readonly color?: string;
  /** In half points. */
  readonly size?: number;
}

/** A paragraph for each line that was typed. */
function lines(text: string, look: Look = {}, indent = 0): Paragraph[] {
  return plain(text)
    .split("\n")
    .map(
      (line) =>
        new Paragraph({
          ...(indent ? { indent: { left: indent } } : {}),
          children: [new TextRun({ text: line, ...look })],
        }),
    );
}

/** Without what XML refuses (control characters, halves of characters), which no word processor would open. */
function plain(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
}
