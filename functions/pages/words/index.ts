/**
 * What the pages say, in English: one file a page, each said once and found by its cause. Templates have no words of their
 * own, so that another language is another set of these files and no other template.
 */
import type { Views } from "../render.ts";
import { answer } from "./answer.ts";
import { landing } from "./landing.ts";
import { party } from "./party.ts";
import { shared } from "./shared.ts";
import { standing } from "./standing.ts";

export const english = { shared, standing, landing, expired: landing, fresh: landing, party, answer };

/** The words of a page, by its template. */
export const wordsOf = (template: keyof Views): object =>
  (english as Partial<Record<keyof Views, object>>)[template] ?? {};
