/**
 * What the pages say, in English: one file a page, each said once and found by its cause. Templates have no words of their
 * own, so that another language is another set of these files and no other template.
 */
import type { Views } from "../render.ts";
import { answer } from "./answer.ts";
import { landing } from "./landing.ts";
import { party } from "./party.ts";
import { raise } from "./raise.ts";
import { alert } from "./alert.ts";
import { document } from "./document.ts";
import { done } from "./done.ts";
import { message } from "./message.ts";
import { record } from "./record.ts";
import { register } from "./register.ts";
import { report } from "./report.ts";
import { shared } from "./shared.ts";
import { standing } from "./standing.ts";
import { start } from "./start.ts";

/** A template without words of its own does not compile. */
export const english = {
  shared,
  standing,
  landing,
  expired: landing,
  fresh: landing,
  party,
  /** What a form says comes with it (words/forms); the rest is `shared`. */
  form: {},
  answer,
  "raise/start": raise.start,
  "raise/invited": raise.invited,
  "raise/over": raise.over,
  "raise/page": raise.page,
  "raise/list": raise.list,
  "raise/afresh": raise.afresh,
  "raise/later": raise.later,
  "raise/check": raise.check,
  "raise/raised": raise.raised,
  "raise/before": raise.before,
  "start/front": { ...start, ...start.front },
  "start/partnership": { ...start, ...start.partnership },
  record,
  document,
  done,
  message,
  "register/landing": register,
  "register/over": register,
  "register/list": register,
  "register/filter": register,
  "register/charts": { ...report, register },
  "register/report": report,
  "alert/start": alert.start,
  "alert/invited": alert.invited,
  "alert/form": alert.form,
  "alert/check": alert.check,
  "alert/submitted": alert.submitted,
  "alert/party": alert.party,
} satisfies Readonly<Record<keyof Views, object>> & Readonly<Record<"shared" | "standing", object>>;

/** The words of a page, by its template. */
export const wordsOf = (template: keyof Views): object => english[template];
