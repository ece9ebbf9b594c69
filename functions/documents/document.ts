/** A document made from the record: what stands in it, whether it is read on a page or saved as a file. */
import type { Entry } from "../pages/timeline.ts";

/** Something that stands on the record, word for word or in plain words. */
export interface Said {
  readonly text: string;
  /** Who said it and when. */
  readonly from?: string;
}

export interface Field {
  readonly label: string;
  readonly says: readonly Said[];
}

export interface Part {
  readonly title?: string;
  readonly fields: readonly Field[];
}

/** A form of a policy, or the whole record, as headings and rows in plain words, for a page and a Word document alike. */
export interface Document {
  /** What it is asked for by, and how it is found again: the id of a form, or `record`. */
  readonly id: string;
  readonly title: string;
  readonly reference: string;
  /** What stands at its head, such as that it is not the partnership's own template (KNO-10). */
  readonly says?: string;
  /** The policy that it comes from, with the clause. */
  readonly policy: string;
  /** What it was made from, and when. */
  readonly made: string;
  readonly parts: readonly Part[];
  /** Every entry of the record, in the document that has all of it. */
  readonly entries?: readonly Entry[];
}

/** The name of its file: title and reference, never a person (ALL-13). */
export function fileNameOf({ id, title, reference }: Pick<Document, "id" | "title" | "reference">): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `${words || id}-${reference}.docx`;
}
