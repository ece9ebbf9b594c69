/**
 * Nothing is left out of the gallery: no route, no template, no state of a link, no form and nothing that a button can ask for. That its
 * entries are what they say is held where they are visited (visits.ts).
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { alertForms } from "../../functions/alerts/pages/forms.ts";
import { forms } from "../../functions/pages/forms/index.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { states } from "../functions/pages/link-states.ts";
import { policiesRaisedUnder } from "./gallery/concerns.ts";
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
  expect(without(routes, visited), "add an entry for each of these routes to a file of test/browser/gallery").toEqual(
    [],
  );
  expect(
    without([...new Set(visited)], [...routes, "none"]),
    "no page has these routes: mend or delete their entries in test/browser/gallery",
  ).toEqual([]);
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
    "add an entry for each of these templates to a file of test/browser/gallery",
  ).toEqual([]);
});

/** The files that know what a button asks for, each with the route by which it is asked. */
const asking: Readonly<Record<string, RegExp>> = {
  "functions/pages/app.ts": /^POST \/:reference\{\[0-9/,
  "functions/pages/raise/app.ts": /^POST \/raise\/:/,
  "functions/alerts/pages/link.ts": /^POST \/:reference\{PA-/,
  "functions/alerts/pages/submitting.ts": /^POST \/alert\/:/,
  "functions/register/app.ts": /^POST \/register\/:/,
};

/** What a form sends as `do`, where a file decides by it: in its `switch`, and before it for a link that is over. */
function asked(file: string): string[] {
  const text = textOf(".", file);
  const begins = text.search(/switch \((?:wanted|does|typed\.get\("do"\))\)/);
  const cases = text.slice(begins, text.indexOf("default:", begins)).matchAll(/case "([^"]+)"/g);
  const before = text.matchAll(/(?:wanted|does|typed\.get\("do"\)) !== "([^"]+)"/g);
  return [...cases, ...before].map(([, does = ""]) => does);
}

/** What has no page: a file to save, which record.test.ts, documents.test.ts, files.test.ts, bundle.test.ts and those of the register read. */
const files = [
  "functions/pages/app.ts export",
  "functions/pages/app.ts save",
  "functions/pages/app.ts bundle",
  "functions/alerts/pages/link.ts export",
  "functions/register/app.ts csv",
  "functions/register/app.ts report-word",
  "functions/register/app.ts report-csv",
];

it("no other file decides by what a button asks for", () => {
  const deciding = ["functions/pages", "functions/alerts/pages", "functions/register"].flatMap((path) =>
    filesIn(path, ".ts")
      .filter((each) => /\bget\("do"\)/.test(textOf(path, each)))
      .map((each) => `${path}/${each}`),
  );
  expect(deciding.toSorted(), "name each of these files in `asking` above, with its route").toEqual(
    Object.keys(asking).toSorted(),
  );
});

it.each(Object.entries(asking))("everything that a button asks %s for is visited", (file, route) => {
  const visited = gallery.filter((each) => route.test(each.route)).map((each) => `${file} ${each.does}`);
  const known = asked(file).map((each) => `${file} ${each}`);
  expect(known).toContain(`${file} continue`);
  expect(
    without(known, [...visited, ...files]),
    "add an entry that presses each of these to a file of test/browser/gallery, or name it in `files` above if a file comes of it",
  ).toEqual([]);
});

it("every form is visited as it is asked for, and sent empty", () => {
  const names = gallery.map((each) => each.name);
  const wanted = [
    ...Object.keys(forms).map((each) => `form ${each}`),
    ...Object.keys(alertForms).map((each) => `alert: form ${each}`),
  ].flatMap((each) => [each, `${each}, sent empty`]);
  expect(
    without(wanted, names),
    "of a link: add it to test/functions/pages/places.ts; of an alert: to test/browser/gallery/alerts.ts",
  ).toEqual([]);
});

it("every page that has something to fill in or to choose is visited with an error and without", () => {
  const filledIn = filesIn("functions/pages/templates", ".njk")
    .filter((each) => /\b(?:fieldOf|severalOf|govukRadios)\(/.test(textOf("functions/pages/templates", each)))
    .filter((each) => textOf("functions/pages/templates", each).includes("{% extends"))
    .map((each) => each.replace(/\.njk$/, ""));
  expect(filledIn).toContain("raise/page");
  const visited = gallery.map((each) => `${each.template} ${each.status}`);
  expect(
    without(
      filledIn.flatMap((each) => [`${each} 200`, `${each} 422`]),
      visited,
    ),
    "add an entry with each of these templates and statuses to a file of test/browser/gallery",
  ).toEqual([]);
});

it("every state of a link is visited as it is opened and after Continue, and one that is over with what it offers", () => {
  const visited = gallery.map((each) => each.name);
  expect(
    without(
      Object.keys(states).flatMap((each) => [
        `link, ${each}: before Continue`,
        each === "expired" ? "link, expired: a fresh one is sent" : `link, ${each}: after Continue`,
      ]),
      visited,
    ),
  ).toEqual([]);
});

it("a concern is written under every policy that is held", () => {
  const held = publishedPolicies().map((each) => each.policy);
  expect(
    without(held, policiesRaisedUnder),
    "write a concern under each of these in test/browser/gallery/concerns.ts",
  ).toEqual([]);
});

it("every status that a page can have is visited", () => {
  expect([...new Set(gallery.map((each) => each.status))].toSorted((a, b) => a - b)).toEqual([
    200, 400, 404, 409, 410, 413, 422, 429, 500, 503,
  ]);
});

it("no two entries have the same name", () => {
  expect(gallery.length).toBe(new Set(gallery.map((each) => each.name)).size);
});
