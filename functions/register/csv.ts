/**
 * Tables as CSV that a spreadsheet opens and runs nothing of: text that begins like a formula is escaped, and the mark at the
 * beginning tells it that names are UTF-8.
 */
import { stringify } from "csv-stringify/sync";
import { columns } from "./columns.ts";
import type { Row } from "./rows.ts";

/** @param rows the first of them the header */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    // A line end within a text would begin another row, which could be a formula again.
    { bom: true, escape_formulas: true, quoted_match: /[\r\n]/, record_delimiter: "windows" },
  );

/** @param name without ending: of letters, digits and hyphens */
export const csvHeaders = (name: string) => ({
  "Content-Type": "text/csv; charset=utf-8",
  "Content-Disposition": `attachment; filename="${name}.csv"`,
  "Cache-Control": "no-store",
});

/** Every row, in the columns of the page. */
export const registerCsv = (rows: readonly Row[], now: string): string =>
  csvOf([
    columns.map(({ header }) => header),
    ...rows.map((row) => columns.map(({ shown, filed }) => filed?.(row) ?? shown(row, now))),
  ]);
