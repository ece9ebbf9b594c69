/**
 * The documents that everybody with a link can read and save: the policy's forms, and the whole record (ALL-01, MED-11,
 * KNO-10). An e-mail never carries one (ALL-13).
 */
import { fileNameOf, type Document } from "../documents/document.ts";
import { formDocument, formsOffered } from "../documents/form.ts";
import { recordDocument, theRecord } from "../documents/record.ts";
import { frameOf, type Frame } from "./view.ts";
import type { Visit } from "./visit.ts";

export interface DocumentOffer {
  readonly id: string;
  readonly title: string;
}

export interface DocumentView extends Frame {
  readonly document: Document;
}

/** What there is to read and save by now, the same for every seat. */
export function documentsOffered(visit: Pick<Visit, "story">): DocumentOffer[] {
  return [...formsOffered(visit).map(({ form, title }) => ({ id: form, title })), theRecord];
}

/** @returns undefined for a form that the policy does not have or that is not there yet */
export function documentOf(visit: Visit, id: string): Document | undefined {
  if (id === theRecord.id) return recordDocument(visit);
  const form = formsOffered(visit).find((each) => each.form === id);
  return form && formDocument(form, visit);
}

export function documentView(visit: Visit, action: string, document: Document): DocumentView {
  return { ...frameOf(visit, action), document };
}

/** A document as the answer that a browser saves. Not kept by anything on the way: it has the whole case in it. */
export async function savedDocument(document: Document): Promise<Response> {
  // The library is large and needed here alone.
  const { toDocx } = await import("../documents/docx.ts");
  return new Response(await toDocx(document), {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "Content-Disposition": `attachment; filename="${fileNameOf(document)}"`,
      "Cache-Control": "no-store",
    },
  });
}
