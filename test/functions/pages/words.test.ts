/** Words stand in functions/pages/words and functions/mail/words and nowhere else, so that another language is another set of those files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import nunjucks from "nunjucks";
import { describe, expect, it } from "vitest";
import { english } from "../../../functions/pages/words/index.ts";

const folder = "functions/pages/templates";
const templates = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".njk"));

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

/** The words of a page by the paths at which they stand. What is keyed by a cause of several words, no template looks up. */
function pathsOf(words: object, path: string): string[] {
  return Object.entries(words).flatMap(([name, said]: [string, unknown]) => {
    if (!/^[a-zA-Z]\w*$/.test(name)) return [];
    const own = `${path}.${name}`;
    return [own, ...(typeof said === "object" && said !== null && !Array.isArray(said) ? pathsOf(said, own) : [])];
  });
}

/** What of code somebody would read: sentences and titles, but for those of errors and of the log, which stand where they are said. */
function sentencesIn(code: string): string[] {
  const said = code.replaceAll(/\/\*.*?\*\//gs, "").replaceAll(/^\s*\/\/.*$/gm, "");
  return [...said.matchAll(/(["`])((?:\\.|(?!\1)[^\\])*)\1/gs)]
    .filter(({ index }) => !/(?:Error\(\s*|log\([^)]*)$/.test(said.slice(Math.max(0, index - 60), index)))
    .map(([, , text = ""]) => text)
    .filter((text) => {
      const own = text.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…");
      return /^\p{Lu}[\p{Ll}’]*,? \p{L}/u.test(own) || (/^….*…/.test(own) && / \p{Ll}+ \p{Ll}+/u.test(own));
    });
}

describe("what makes pages, emails and digests", () => {
  const rooms = ["pages", "alerts/pages", "register", "digest", "mail/facts", "mail/letters"];
  const files = rooms.flatMap((room) =>
    readdirSync(`functions/${room}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.startsWith("words"))
      .map((file) => `functions/${room}/${file}`),
  );

  it.each(files)("%s has no words of its own", (file) => {
    expect(
      sentencesIn(readFileSync(file, "utf8")),
      `their place is a file of ${file.startsWith("functions/mail") || file.startsWith("functions/digest") ? "functions/mail/words" : "functions/pages/words"}`,
    ).toEqual([]);
  });

  it("is looked at for sentences and titles", () => {
    const code = `
      /** Says who acts. */
      const says = ["Your name", \`\${area}: sent to \${local}.\`, "line-managers", "GET", \`\${stage}/\${need}\`];
      // Says nothing.
      throw new Error("Nobody was found");
      log("warn", "The draft could not be emptied", {});`;
    expect(sentencesIn(code)).toEqual(["Your name", "${area}: sent to ${local}."]);
  });
});

describe("templates", () => {
  it.each(templates)("%s has no words of its own", (template) => {
    expect(wordsIn(readFileSync(join(folder, template), "utf8"))).toEqual([]);
  });

  const ofAll = [folder, "infra/local/workbench/templates"].flatMap((of) =>
    readdirSync(of, { recursive: true, encoding: "utf8" }).flatMap((file) =>
      file.endsWith(".njk") ? [join(of, file)] : [],
    ),
  );
  it.each(ofAll)("%s marks no text as safe: what people wrote is escaped wherever it stands", (template) => {
    const expressions = readFileSync(template, "utf8").match(/\{\{.*?\}\}|\{%.*?%\}/gs) ?? [];
    expect(expressions.filter((each) => /\|\s*safe\b|\bautoescape\b/.test(each))).toEqual([]);
  });

  it("are given nothing that is marked as safe", () => {
    const files = ["functions", "infra/local"].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => join(room, file)),
    );
    const marking = files.filter(
      (file) => file.endsWith(".ts") && /SafeString|markSafe|autoescape: false/.test(readFileSync(file, "utf8")),
    );
    expect(marking).toEqual([]);
  });

  it.each(templates)("%s names only words that are there", (template) => {
    const named = readFileSync(join(folder, template), "utf8").match(/\b(?:words|shared)(?:\.\w+)+/g) ?? [];
    const own = new Map<string, object>(Object.entries(english)).get(template.replace(/\.njk$/, ""));
    const there = new Set([
      ...pathsOf(english.shared, "shared"),
      // What is no page of its own is part of several, and is given their words.
      ...(own ? [own] : Object.values(english)).flatMap((each) => pathsOf(each, "words")),
    ]);
    expect(named.filter((each) => !there.has(each))).toEqual([]);
  });

  it("can look up every word of theirs: no name is one that nunjucks has for itself", () => {
    const environment = new nunjucks.Environment();
    const refused = Object.entries(english)
      .flatMap(([page, words]) => pathsOf(words, "words").map((path) => ({ page, path })))
      .filter(({ path }) => {
        try {
          environment.renderString(`{{ ${path} }}`, { words: {} });
          return false;
        } catch {
          return true;
        }
      });
    expect(refused).toEqual([]);
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
