/**
 * Nothing is left out of the gallery: no route, no template, and nothing that a button of a page can ask for. That its
 * entries are what they say is held where they are visited (visits.ts).
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { alertForms } from "../../functions/alerts/pages/forms.ts";
import { forms } from "../../functions/pages/forms/index.ts";
import { gallery } from "./gallery/index.ts";
import { routes } from "./gallery/routes.ts";

const folder = (path: string) => new URL(`../../${path}/`, import.meta.url);
const filesIn = (path: string, ending: string): string[] =>
  readdirSync(folder(path), { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(ending));
const textOf = (path: string, file: string) => readFileSync(new URL(file, folder(path)), "utf8");

const without = (wanted: readonly string[], found: readonly (string | undefined)[]) =>
  wanted.filter((each) => !found.includes(each)).toSorted();

it("every route of the pages is visited in some state, and no entry names a route that there is none of", () => {
  const visited = gallery.map((each) => each.route);
  expect(without(routes, visited)).toEqual([]);
  expect(without([...new Set(visited)], [...routes, "none"])).toEqual([]);
});

it("every template of a page is visited, but for those that only others use", () => {
  const pages = filesIn("functions/pages/templates", ".njk")
    .filter((each) => textOf("functions/pages/templates", each).includes("{% extends"))
    .map((each) => each.replace(/\.njk$/, ""));
  expect(pages).toContain("party");
  expect(
    without(
      pages,
      gallery.map((each) => each.template),
    ),
  ).toEqual([]);
});

/** What has no page: a file to save, which documents.test.ts reads. */
const noPages = ["save"];

/** What a `switch` over what a form sent as `do` knows, in the files that have one. */
function asked(path: string): { readonly file: string; readonly does: string }[] {
  return filesIn(path, ".ts").flatMap((file) => {
    const text = textOf(path, file);
    const begins = text.search(/switch \((?:wanted|typed\.get\("do"\))\)/);
    if (begins < 0) return [];
    const cases = text.slice(begins, text.indexOf("default:", begins)).matchAll(/case "([^"]+)"/g);
    return [...cases].map(([, does = ""]) => ({ file, does }));
  });
}

it("everything that a button of a page asks for is visited", () => {
  const known = ["functions/pages", "functions/alerts/pages"].flatMap(asked);
  expect(known.map((each) => each.file)).toEqual(
    expect.arrayContaining(["app.ts", "raise/app.ts", "link.ts", "submitting.ts"]),
  );
  const visited = gallery.map((each) => each.does);
  expect(
    without(
      known.map((each) => each.does),
      [...visited, ...noPages],
    ),
  ).toEqual([]);
});

it("every form is visited as it is asked for, sent empty, and recorded", () => {
  const names = gallery.map((each) => each.name);
  const wanted = [
    ...Object.keys(forms).map((each) => `form ${each}`),
    ...Object.keys(alertForms).map((each) => `alert: form ${each}`),
  ].flatMap((each) => [each, `${each}, sent empty`, `${each}, recorded`]);
  expect(without(wanted, names)).toEqual([]);
});

it("every status that a page can have is visited", () => {
  expect([...new Set(gallery.map((each) => each.status))].toSorted((a, b) => a - b)).toEqual([
    200, 400, 404, 409, 413, 422, 429, 500, 503,
  ]);
});

it("no two entries have the same name", () => {
  expect(gallery.length).toBe(new Set(gallery.map((each) => each.name)).size);
});
