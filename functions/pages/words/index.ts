/**
 * What the pages say, in English: one file a page, each said once and found by its cause. Templates have no words of their
 * own, so that another language is another set of these files and no other template.
 */
import type { Views } from "../render.ts";
import { alert } from "./alert.ts";
import { document } from "./document.ts";
import { done } from "./done.ts";
import { message } from "./message.ts";
import { record } from "./record.ts";
import { shared } from "./shared.ts";

export const english = {
  shared,
  record,
  document,
  done,
  message,
  "alert/start": alert.start,
  "alert/invited": alert.invited,
  "alert/check": alert.check,
  "alert/submitted": alert.submitted,
  "alert/party": alert.party,
};

/** The words of a page, by its template. */
export const wordsOf = (template: keyof Views): object =>
  (english as Partial<Record<keyof Views, object>>)[template] ?? {};
