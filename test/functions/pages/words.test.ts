/** Words stand in functions/pages/words and nowhere else, so that another language is another set of those files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = "functions/pages/templates";
const templates = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".njk"));

/** Pages that are being rebuilt. Each line goes with its page. */
const stillToCome: ReadonlySet<string> = new Set([
  "landing.njk",
  "party.njk",
  "raise/check.njk",
  "raise/form.njk",
  "raise/invited.njk",
  "raise/raised.njk",
  "raise/several.njk",
  "raise/start.njk",
]);

/** What of a template somebody would read: text between tags, attributes that are shown or spoken, and words in expressions. */
function wordsIn(template: string): string[] {
  const source = template.replaceAll(/\{#.*?#\}/gs, "");
  const expressions = source.match(/\{\{.*?\}\}|\{%.*?%\}/gs) ?? [];
  const markup = source.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/gs, "");
  const attributes = [...markup.matchAll(/\b(?:title|aria-label|alt|placeholder)="([^"]*)"/g)].map(
    ([, value = ""]) => value,
  );
  const texts = markup
    .replaceAll(/<!--.*?-->/gs, "")
    .replaceAll(/<[^>]*>/g, "\n")
    .split("\n");
  const strings = expressions.flatMap((each) =>
    [...each.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, value = ""]) => value.replaceAll(/<[^>]*>/g, "")),
  );
  return [
    ...[...attributes, ...texts].filter((each) => /\p{L}/u.test(each)),
    // Names, classes and addresses begin small and have no space, or a hyphen in each part.
    ...strings.filter((each) => /^\p{Lu}/u.test(each.trim()) || / \p{L}/u.test(each.replaceAll(/[\w!]*-[\w!-]*/g, ""))),
  ].map((each) => each.trim());
}

describe("templates", () => {
  it.each(templates.filter((each) => !stillToCome.has(each)))("%s has no words of its own", (template) => {
    expect(wordsIn(readFileSync(join(folder, template), "utf8"))).toEqual([]);
  });

  it("are looked at for words in text, in what is spoken, and in what macros are given", () => {
    expect(
      wordsIn(`
        {# A remark. #}{% extends "layout.njk" %}
        <h1 class="a b" title="Spoken">{{ words.title }} now</h1>
        {{ press(action, "continue", "Continue", "govuk-label--s app-x") }}{{ "and so on" }}`),
    ).toEqual(["Spoken", "now", "Continue", "and so on"]);
  });
});
