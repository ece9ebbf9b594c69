/**
 * What somebody typed or a system sent, as text that can stand in a page, an XML file and a spreadsheet alike. Line ends are
 * one kind; control characters other than line ends and tabs, places of Unicode that are no characters, and halves of
 * characters have no part in it: a Word document with one of them in it would not open.
 */
export const plainText = (entered: string): string =>
  entered
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]|\p{Noncharacter_Code_Point}/gu, "")
    .trim();

/** The same on one line, for a name. */
export const plainLine = (entered: string): string => plainText(entered).replaceAll(/\s+/g, " ");
