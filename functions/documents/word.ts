/**
 * How every file for a word processor looks. Load this module only where one is saved.
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
import { english } from "./words.ts";

const words = english.file;

/** In twentieths of a point: A4, and the text between margins of 2.5 cm. */
const page = { width: 11_906, height: 16_838, margin: 1_417 };
/** The columns of a table add up to it, in twentieths of a point. */
export const textWidth = page.width - 2 * page.margin;

interface WordFile {
  /** Its title among its properties, with no case detail (ALL-13). */
  readonly properties: string;
  /** What stands at the foot of every page beside its number. */
  readonly footer: string;
  readonly children: readonly (Paragraph | Table)[];
}

/** The library dates the properties by the machine's clock; the text says when the document was made. */
export function wordFile({ properties, footer, children }: WordFile): Promise<ArrayBuffer> {
  const file = new WordDocument({
    title: properties,
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
        footers: { default: footerOf(footer) },
        children: [...children],
      },
    ],
  });
  return Packer.toArrayBuffer(file);
}

export const grey = "484949";

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

function footerOf(text: string): Footer {
  return new Footer({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        children: [
          new TextRun({
            size: 20,
            children: [`${plain(text)}\t`, ...words.page(PageNumber.CURRENT, PageNumber.TOTAL_PAGES)],
          }),
        ],
      }),
    ],
  });
}

export const heading = (level: (typeof HeadingLevel)[keyof typeof HeadingLevel], text: string) =>
  new Paragraph({ heading: level, children: [new TextRun(plain(text))] });

/** @param columns how wide each is; together `textWidth` @param rows of which the first cell of each is its header */
export function tableOf(
  columns: readonly number[],
  headers: readonly string[],
  rows: readonly (readonly (readonly Paragraph[])[])[],
): Table {
  const edge = { style: BorderStyle.SINGLE, size: 4, color: "8A8F94" };
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: [...columns],
    layout: TableLayoutType.FIXED,
    tableLook: { firstRow: true, firstColumn: true, noHBand: true, noVBand: true },
    borders: { top: edge, bottom: edge, left: edge, right: edge, insideHorizontal: edge, insideVertical: edge },
    margins: { top: 80, bottom: 40, left: 110, right: 110 },
    rows: [
      new TableRow({
        tableHeader: true,
        children: headers.map((each) => cell(lines(each, { bold: true }), true)),
      }),
      ...rows.map((row) => new TableRow({ children: row.map((each, index) => cell(each, index === 0)) })),
    ],
  });
}

const cell = (children: readonly Paragraph[], header = false) =>
  new TableCell({
    children,
    ...(header ? { shading: { type: ShadingType.CLEAR, fill: "E8EEF3" } } : {}),
  });

interface Look {
  readonly bold?: boolean;
  readonly color?: string;
  /** In half points. */
  readonly size?: number;
}

/** A paragraph for each line that was typed. */
export function lines(text: string, look: Look = {}, indent = 0): Paragraph[] {
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
