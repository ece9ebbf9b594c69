/** How templates are compiled: once a process, and never with the options of another. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environmentOf, options } from "../../../functions/pages/files.ts";

const folder = mkdtempSync(join(tmpdir(), "templates-"));
afterAll(() => rmSync(folder, { recursive: true }));
const writes = (text: string) => writeFileSync(join(folder, "greeting.njk"), text);
const rendered = (view: object, throwOnUndefined = true) =>
  environmentOf([folder], { ...options, throwOnUndefined }).render("greeting.njk", view);

describe("templates", () => {
  it("what one renderer forgives another does not, whichever of them compiled the template first", () => {
    writes("Hello {{ name }}");
    expect(rendered({}, false)).toBe("Hello ");
    expect(() => rendered({})).toThrow("null or undefined");
    expect(rendered({}, false)).toBe("Hello ");
  });

  it("one that was changed meanwhile is rendered as it is now", () => {
    writes("Hello {{ name }}");
    expect(rendered({ name: "<Ada>" })).toBe("Hello &lt;Ada&gt;");
    writes("Goodbye {{ name }}");
    expect(rendered({ name: "<Ada>" })).toBe("Goodbye &lt;Ada&gt;");
  });

  it("one that there is none of is refused by its name", () => {
    expect(() => environmentOf([folder], options).render("nowhere.njk", {})).toThrow("template not found: nowhere.njk");
  });
});
