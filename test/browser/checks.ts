/** What holds for every page in every state, looked at in one visit. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { z } from "zod";
import type { Person } from "./person.ts";

/** WCAG 2.2 at AA, and what axe holds for good practice beside. */
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** axe itself, as the package for playwright has it, and compressed: to send it whole to each page takes as long as the scan does. */
const axe = gzipSync(
  readFileSync(createRequire(import.meta.resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js")),
).toString("base64");
const unpack = `new Response(new Blob([Uint8Array.fromBase64("${axe}")]).stream().pipeThrough(new DecompressionStream("gzip")))
  .text().then((text) => void (globalThis.axeText = text))`;
const options = JSON.stringify({ runOnly: levels, resultTypes: ["violations"] });
const run = `eval(axeText); axe.run(document, ${options}).then(({ violations, passes }) => ({ violations, passes: passes.length }))`;

export async function violations(person: Person): Promise<string[]> {
  const { violations: found, passes } = await person.scanned(async (evaluate) => {
    await evaluate(unpack);
    return scanSchema.parse(await evaluate(run));
  });
  // Every page has a language, a title and a landmark: a scan that saw none of them saw nothing.
  if (passes === 0) throw new Error("axe found nothing to look at");
  return found.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`);
}

const scanSchema = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
  passes: z.number(),
});

const html = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // A date input of the GOV.UK Design System says so on purpose: some screen readers need the role on the fieldset.
    "no-redundant-role": "off",
    // As does its notification banner, which is a region by its role and not by its element; and its link that leads on as a
    // button does.
    "prefer-native-element": ["error", { exclude: ["region", "button"] }],
    // It is about what search engines show of a title. None of these pages may be found by one.
    "long-title": "off",
    // The macros of the design system leave white space at the end of a line, which is nothing to a browser.
    "no-trailing-whitespace": "off",
    // Which characters an id may have in HTML, and not which a selector of CSS can do without escaping.
    "valid-id": ["error", { relaxed: true }],
  },
});

/** What is wrong with HTML, as it was sent. */
export function invalid(text: string): string[] {
  const { results } = html.validateStringSync(text);
  return results.flatMap(({ messages }) =>
    messages.map((each) => `${each.ruleId} at line ${each.line}: ${each.message} ${each.selector ?? ""}`),
  );
}

interface Looked {
  /** By how many pixels the page is wider than its window. */
  readonly wider: number;
  /** Text that does not fit where it stands, and what is over is not shown. */
  readonly cut: readonly string[];
  /** Headings, links, buttons and fields that nobody comes to who only scrolls down. */
  readonly lost: readonly string[];
  readonly buttons: readonly string[];
  /** Headings and text of the case that are not shown, outside of forms, what is wrong in them, and what only a screen has. */
  readonly unseen: readonly string[];
  readonly headings: number;
}

const script = readFileSync(new URL("in-page.js", import.meta.url), "utf8");
const looks = ({ page }: Person): Promise<Looked> => page.evaluate<Looked>(script);

/** A window of 1280 by 1024 pixels at 400 %: 320 by 256 of CSS, each as large as sixteen. */
const magnified = { width: 320, height: 256 };

/** What is lost in a narrow window, or when everything is four times as large. */
export async function narrow(person: Person): Promise<Pick<Looked, "wider" | "cut" | "lost">> {
  const before = person.page.viewportSize() ?? { width: 1000, height: 900 };
  await person.page.setViewportSize(magnified);
  const { wider, cut, lost } = await looks(person);
  await person.page.setViewportSize(before);
  return { wider, cut, lost };
}

export const nothingLost = { wider: 0, cut: [], lost: [] };

/** What is on paper that should not be, and what is not that should. */
export async function printed(person: Person): Promise<Pick<Looked, "buttons" | "unseen" | "headings">> {
  await person.page.emulateMedia({ media: "print" });
  const { buttons, unseen, headings } = await looks(person);
  await person.page.emulateMedia({ media: "screen" });
  return { buttons, unseen, headings };
}

export const wholeOnPaper = { buttons: [], unseen: [], headings: 1 };
