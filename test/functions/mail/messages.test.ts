/** What holds for every email about an escalation. */
import { beforeAll, describe, expect, test } from "vitest";
import type { NoticeKind } from "../../../functions/core/notices.ts";
import { directoryFile, personal } from "../../support/stack.ts";
import { beside, emails, linkOf, typed, type Emails } from "./sent.ts";

let all: Emails["all"];
let knowsley: Emails["knowsley"];
let miltonKeynes: Emails["miltonKeynes"];
let of: Emails["of"];
beforeAll(async () => {
  ({ all, knowsley, miltonKeynes, of } = await emails());
}, 120_000);

/** Every kind there is: the compiler refuses one that is missing or too many. */
const kinds = Object.keys({
  acknowledged: 0,
  asked: 0,
  told: 0,
  "nobody holds the role": 0,
  climbed: 0,
  reminder: 0,
  chased: 0,
  "deadline passed": 0,
  responded: 0,
  "discussion recorded": 0,
  "resolution proposed": 0,
  "resolution rejected": 0,
  resolved: 0,
  "deadline shortened": 0,
  "deadlines replanned": 0,
  "immediate risk": 0,
  "information requested": 0,
  "information provided": 0,
  "outcome given": 0,
  "duty owed": 0,
  "duty done": 0,
  "missing information supplied": 0,
  "late answer": 0,
  withdrawn: 0,
  "could not be delivered": 0,
  "meeting arranged": 0,
  "date proposed": 0,
  "date agreed": 0,
  "date rejected": 0,
  "advice asked": 0,
  "advice given": 0,
  "confirmed in writing": 0,
  "file the record": 0,
  "copy of the record": 0,
} satisfies Record<NoticeKind, 0>) as NoticeKind[];

/** What an HTML message shows, a line for whatever stands by itself; what lists of emails show beside the subject is left out. */
const linesOf = (html: string) =>
  html
    .replace(/^[\s\S]*<body[^>]*>/, "")
    .replace(/<div style="display: none[^>]*>[^<]*<\/div>/, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .split("\n")
    .filter((each) => each.trim() !== "");

const names = [
  "Tregarthen",
  "Fairweather",
  "Nair",
  "Quist",
  ...[...directoryFile.agencies, ...directoryFile.partnerships].flatMap((each) =>
    Object.values(each.roles).flatMap((people) => people.flatMap((person) => person.name.split(" "))),
  ),
];
/** The words of a text that stand in no policy and no message of ours. */
const uncommon = [...Object.values(typed), personal.issue, personal.risk, personal.evidence, personal.circumstances]
  .concat(personal.natureOfDisagreement, personal.resolutionSought)
  .flatMap((text) => text.match(/[A-Z]?[a-z]{3,}/g) ?? [])
  .filter((word) =>
    /^(Ptarmigan|Xerxes|Wilhelmina|Thaddeus|Kumquats|Lundqvist|marzipan|Ignatius|Corrigenda|Xanthe|gallimaufry|Jabberwick|zarf|Ottoline|sphinxes|Oona|Quillon|aunt|quarrels|threshold)$/.test(
      word,
    ),
  );

describe("every email", () => {
  test("each kind of notice is among those looked at here", () => {
    expect(
      new Set(all.map((each) => each.notice.kind)),
      "bring each kind about by commands, in a story of test/functions/mail/sent.ts",
    ).toEqual(new Set(kinds));
    expect(new Set(uncommon).size).toBeGreaterThan(15);
  });

  test.each(kinds)("ALL-13 “%s” carries the reference and never a person or a word of the concern", (kind) => {
    const found = all.filter((each) => each.notice.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const { message, story } of found) {
      expect(message.subject).toMatch(new RegExp(`^${story.reference}: `));
      expect(message.text).toContain(`Escalation ${story.reference}: `);
      expect(message.html).toContain(`Escalation ${story.reference}: `);
      for (const part of [message.subject, message.text, message.html]) {
        for (const word of [...names, ...uncommon]) expect(part).not.toMatch(new RegExp(`\\b${word}\\b`));
        expect(part).not.toContain(personal.dateOfBirth);
        expect(part).not.toContain("30 May 2014");
        // No address of anybody's, but the partnership's own, which whoever has a question is given.
        expect(part.match(/[\w.]+@[\w.]+/g) ?? []).toSatisfy((found: string[]) =>
          found.every((each) => /^(partnership@(kscp|mk)\.example|mscp@medway\.gov\.uk)$/.test(each)),
        );
      }
    }
  });

  test.each(kinds)("ALL-05 “%s” says first what to do in immediate danger", (kind) => {
    const first = "If someone is in immediate danger, call 999 now. Do not wait for an answer through this service.";
    const found = all.filter((each) => each.notice.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const { message } of found) {
      expect(message.text.startsWith(`${first}\n\n`)).toBe(true);
      expect(linesOf(message.html)[0]).toBe(first);
      expect(/<p[^>]*><strong>([^<]*)<\/strong><\/p>/.exec(message.html)?.[1]).toBe(first);
    }
  });

  test.each(kinds)("“%s” has no gap where something should stand, and its HTML says what its text says", (kind) => {
    const found = all.filter((each) => each.notice.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const { message } of found) {
      for (const part of [message.subject, message.text])
        expect(part).not.toMatch(/undefined|null|\[object|NaN|\(\)| {2}|: ?$|:\n\n| [.,;]| at \.| by \.|\n\n\n/);
      const lines = message.text
        .split(/\n+/)
        .filter((each) => each !== "" && !each.startsWith("https://"))
        .map((each) => each.replace(/^- /, "").replace(/^(Read and answer|Read the record):$/, "$1"));
      expect(linesOf(message.html)).toEqual(lines);
      // Between whom it is for and how it is answered stands what it is about.
      expect(lines.findIndex((each) => each.startsWith("How to "))).toBeGreaterThan(4);
    }
  });

  test("each has its link and its code once, a line of its own and a button, and the way to type them", () => {
    expect.hasAssertions();
    for (const { message, story } of all) {
      const { url, code } = linkOf(story.reference);
      expect(message.text.split(url)).toHaveLength(2);
      expect(message.text.split("\n")).toContain(url);
      expect(message.html.split(url)).toHaveLength(2);
      expect(message.html).toMatch(new RegExp(`<td[^>]*>\n<a href="${url}"[^>]*>Read (and answer|the record)</a>`));
      for (const part of [message.text, message.html]) {
        expect(part.split(code)).toHaveLength(2);
        expect(part).toContain(
          `Or go to https://escalations.example/answer and type the reference ${story.reference} and the code ${code}.`,
        );
      }
    }
  });

  test("each is short enough to be read in a list, and the reference comes first in it", () => {
    expect.hasAssertions();
    for (const { message } of all) expect(message.subject.length, message.subject).toBeLessThanOrEqual(90);
  });

  test("an answer to it goes to the partnership, and nowhere where the directory does not know it", () => {
    for (const { message } of of(knowsley, "asked")) expect(message.replyTo).toBe("partnership@kscp.example");
    for (const { message } of of(beside[1]!, "asked")) expect(message.replyTo).toBeUndefined();
  });

  test("ALL-16 Knowsley's say whom to ask when unsure", () => {
    for (const { message } of of(knowsley, "asked")) expect(message.text).toContain("(0151) 443 4786");
    for (const { message } of of(miltonKeynes, "asked")) expect(message.text).not.toContain("443 4786");
  });
});
