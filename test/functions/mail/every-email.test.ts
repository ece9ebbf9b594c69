import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";
import { describe, expect, test } from "vitest";
import { previews } from "../../../functions/mail/previews.ts";

const all = previews().map(({ kind, message }) => [kind, message] as const);
const ofRecords = all.filter(([kind]) => kind !== "digest" && !kind.startsWith("link: to"));

/** Outlook needs what pages have no use for any more: attributes of tables, their role by its older name, styles in place. */
const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "no-inline-style": "off",
    "no-deprecated-attr": "off",
    "doctype-style": "off",
    "presentation-role-style": "off",
    "prefer-tbody": "off",
    "long-title": "off",
    "tel-non-breaking": "off",
  },
});

/** The parts of an email, by their headings; what stands before the first has none. */
const headings = (text: string) =>
  text.split("\n").filter((each) => /^(What|By when|How to|Whom to)/.test(each) && !each.endsWith("."));

describe("every kind of email", () => {
  test("is there, each once: 34 about an escalation, 13 about a practice alert, four links and the digest", () => {
    const kinds = all.map(([kind]) => kind);
    const about = (family: string) => kinds.filter((each) => each.startsWith(family)).length;
    expect(
      [about("escalation: "), about("practice alert: "), about("link: "), about("digest")],
      "count again here, and in test/infra/local/emails.test.ts",
    ).toEqual([34, 13, 4, 1]);
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  test("ALL-09 is called what records call it: under another name it would be sent again. kinds-on-record.json has all of them", () => {
    const kept = JSON.parse(readFileSync(new URL("kinds-on-record.json", import.meta.url), "utf8")) as string[];
    const onRecords = all.map(([kind]) => kind).filter((each) => /^(?:escalation|practice alert): /.test(each));
    expect(
      onRecords,
      "test/functions/mail/kinds-on-record.json. Add to it what is new; what is missing here is on records, and stays",
    ).toEqual(kept);
  });

  test.each(all)("“%s” has no field unfilled, in any of its parts", (_, { subject, text, html, calendar = [] }) => {
    for (const part of [subject, text, html, ...calendar.map((each) => each.content)]) {
      expect(part).not.toMatch(/undefined|null|NaN|\{\{|\[object|\$\{|href=""/);
      expect(part).not.toMatch(/e-mail/i);
    }
    for (const part of [subject, text]) expect(part).not.toMatch(/ {2}| [.,;:]|\(\)|\n\n\n|“”/);
    expect(subject.length).toBeLessThanOrEqual(90);
  });

  test.each(all)(
    "“%s” is valid HTML, in a language, with a title, and takes nothing from outside",
    async (_, { html, subject }) => {
      const { results } = await validator.validateString(html);
      expect(results.flatMap((each) => each.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual(
        [],
      );
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
      const [, title = ""] = /<title>([^<]*)<\/title>/.exec(html) ?? [];
      expect(title.replaceAll(/&#(\d+);/g, (__, code: string) => String.fromCharCode(Number(code)))).toBe(subject);
      expect(html).not.toMatch(/<(img|link|script|style|iframe|form)\b|src=|url\(|@import/);
      for (const [table] of html.matchAll(/<table\b[^>]*>/g)) expect(table).toContain('role="presentation"');
      const sizes = [...html.replace(/<div style="display: none[^]*?<\/div>/, "").matchAll(/font-size: (\d+)px/g)];
      expect(sizes.length).toBeGreaterThan(0);
      for (const [, size] of sizes) expect(Number(size)).toBeGreaterThanOrEqual(16);
    },
  );

  test.each(all.filter(([kind]) => kind !== "digest"))("ALL-05 “%s” begins with 999", (_, { text }) => {
    expect(text.startsWith("If someone is in immediate danger, call 999 now. ")).toBe(true);
  });

  test.each(ofRecords)("ALL-05 “%s” has the numbers of the area next, before anything else", (_, { text, html }) => {
    expect(text.split("\n\n").slice(1, 3)).toEqual([
      "In this area you can also call:",
      "- Exampleshire children’s social care: 01632 960 001 (day and night)\n- Police, where it is not an emergency: 101",
    ]);
    expect(html.indexOf("01632 960 001")).toBeLessThan(html.indexOf("<h1"));
  });

  test.each(ofRecords)("“%s” has its parts in the order in which people look for them", (kind, { text }) => {
    const order = [
      /^What (is asked of you|has happened)$/,
      /^By when$/,
      /^What happens otherwise$/,
      /^How to (answer|read it)$/,
      /^Whom to ask$/,
      /^What this is about$/,
    ];
    const places = headings(text).map((each) => order.findIndex((one) => one.test(each)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).toEqual(expect.arrayContaining(kind === "link: fresh" ? [3, 4] : [0, 3, 4, 5]));
  });

  test.each(ofRecords)(
    "“%s” says what is asked, by when and what happens otherwise, or that nothing is",
    (kind, { text }) => {
      if (kind === "link: fresh") return expect(text).toContain("you have nothing to do.");
      const asks = headings(text).includes("What is asked of you");
      if (asks) {
        expect(headings(text)).toEqual(expect.arrayContaining(["By when", "What happens otherwise"]));
        return expect(text).toContain("Read and answer:\n");
      }
      return expect(text).toMatch(
        /What has happened\n(You do not need to do anything|This email asks nothing new of you)\./,
      );
    },
  );

  test.each(ofRecords)("ALL-16 “%s” says whom to ask, and an answer goes there", (_, { text, replyTo }) => {
    expect(text).toContain(
      "Whom to ask\nExampleshire Safeguarding Children Partnership: partnership@exampleshire.example\n\nTelephone: 01632 960 123 (weekdays from 9am to 5pm)",
    );
    expect(replyTo).toBe("partnership@exampleshire.example");
  });
});
