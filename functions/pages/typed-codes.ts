/**
 * A reference and a code typed in the place of a link, at `/answer`. Whoever types both right gets a link of their own,
 * for the same seat and stage, and is led to it. What is wrong is said alike whether the reference is known or not.
 */
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { inWords } from "../../policies/calendar/instant.ts";
import type { CodeTries } from "../limits/code-tries.ts";
import { readCode } from "../links/code.ts";
import { linkForCode, type Links } from "../links/links.ts";
import { readReference } from "../record/reference.ts";
import { fieldView, type Field, type FieldView, type Problem } from "./fields.ts";
import type { Render } from "./render.ts";
import { typedIn } from "./sent.ts";
import type { Listed } from "./view.ts";
import { listed } from "./wording.ts";
import { english } from "./words/index.ts";

export interface TypedCodes {
  readonly clock: { now(): string };
  readonly links: Pick<Links, "issue" | "findByCode">;
  readonly codeTries: CodeTries;
}

export interface AnswerView {
  readonly action: string;
  readonly fields: readonly FieldView[];
  readonly problems: readonly Listed[];
}

const path = "/answer";
/** Nobody types more into two lines. */
const longest = 16 * 1024;

const words = english.answer;
const reference: Field = {
  kind: "line",
  name: "reference",
  label: words.reference.label,
  hint: words.reference.hint,
  what: words.reference.label,
  missing: words.reference.missing,
  autocomplete: "off",
};
const code: Field = {
  kind: "line",
  name: "code",
  label: words.code.label,
  hint: words.code.hint,
  what: words.code.label,
  missing: words.code.missing,
  autocomplete: "off",
};

export function addTypedCodes(app: Hono, render: Render, { clock, links, codeTries }: TypedCodes): void {
  /** What was typed as a reference is kept; a code is never shown again. */
  const page = (typed = "", problems: readonly Problem[] = []) =>
    render("answer", {
      action: path,
      fields: [fieldView(reference, { get: () => typed }, problems), fieldView(code, undefined, problems)],
      problems: problems.map(({ says, input }) => ({ text: says, href: `#${input}` })),
    });
  const says = (c: Context, status: 429 | 503, view: { readonly title: string; readonly says: readonly string[] }) =>
    c.html(render("message", view), status);

  app.get(path, (c) => c.html(page()));

  app.post(path, bodyLimit({ maxSize: longest, onError: (c) => c.html(page(), 413) }), async (c) => {
    const typed = await typedIn(c);
    const [typedReference, typedCode] = [typed.get("reference") ?? "", typed.get("code") ?? ""];
    const again = (...problems: Problem[]) => c.html(page(typedReference, problems), 422);

    const read = readReference(typedReference);
    const problems = [...referenceProblem(typedReference, read), ...codeProblem(typedCode)];
    if (!read || problems.length > 0) return again(...problems);

    const now = clock.now();
    // Counted before the code is looked at: tries that come at once are not all looked at before the first is counted.
    const tried = await codeTries.begin(read, now);
    if (tried.may === "not be counted") return says(c, 503, words.notCounted);
    if (tried.may === "wait") {
      const { title, says: sentences } = words.wait;
      return says(c, 429, { title, says: sentences(inWords(tried.until)) });
    }
    const found = await links.findByCode(read, typedCode);
    if (!found || found.reference !== read)
      return again(
        { field: "reference", input: "reference", says: words.wrong },
        { field: "code", input: "code", says: words.wrongCode },
      );
    await codeTries.right(read);
    const issued = await links.issue(linkForCode(found, now));
    return c.redirect(issued.path, 303);
  });
}

function referenceProblem(typed: string, read: string | undefined): Problem[] {
  if (read) return [];
  const says = typed.trim() === "" ? words.reference.missing : words.reference.malformed;
  return [{ field: "reference", input: "reference", says }];
}

function codeProblem(typed: string): Problem[] {
  const problem = (says: string): Problem[] => [{ field: "code", input: "code", says }];
  if (typed.trim() === "") return problem(words.code.missing);
  if (readCode(typed)) return [];
  const never = [...new Set(typed.toUpperCase().match(/[01IO]/g))];
  return problem(never.length > 0 ? words.code.neverHas(listed(never)) : words.code.malformed);
}
