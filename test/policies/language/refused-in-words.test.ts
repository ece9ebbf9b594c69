/** What an author is told of a value that the language does not take: where, in plain words, and to the word. */
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { loadPolicy } from "../../../policies/language/load.ts";
import { read, smallPolicy } from "../small.ts";
import { changed, lineOf, problemsOf } from "./refused.ts";

const told = (from: string, to: string) =>
  problemsOf(changed(from, to)).map(({ place, message }) => `${place}: ${message}`);

const atTop = "nation: england-and-wales\n";
const inStage = "    ends by: agreement\n";
const inClock = "        when passed: climb\n";
const at = (anchor: string, more: string) => [anchor, anchor + more] as const;
const top = (more: string) => at(atTop, more);
const stage = (more: string) => at(inStage, more);
const clock = (more: string) => at(inClock, more);

const needsText = "write some text here";
const aTimescale =
  "write, for example, “5 working days”, “10 days”, “48 hours”, “2 weeks” or “same working day”. Where the text has no number, write the organisation’s own with “set by: organisation”, and the text’s words under “in words”";

describe("PRE-02 an author is told, to the word,", () => {
  test.each<[what: string, change: readonly [string, string], ...said: string[]]>([
    ["of a text that is only spaces", ["title: A small policy", 'title: "  "'], `title: ${needsText}`],
    ["of a text that is a number", ["title: A small policy", "title: 5"], `title: ${needsText}`],
    ["of an id that is a list", ["  - stage: first\n", "  - stage: []\n"], "stages › 1 › stage: give an id"],
    [
      "of an id that ends otherwise than it begins",
      ["  - stage: first\n", "  - stage: first stage\n"],
      "stages › 1 › stage: an id is lower-case words joined by hyphens, such as line-managers",
    ],
    [
      "of a timescale that is a list",
      ["within: 3 working days", "within: []"],
      "stages › 1 › clocks › 1 › within: write a timescale, such as “5 working days”",
    ],
    [
      "of a timescale in other words",
      ["within: 3 working days", "within: quickly"],
      `stages › 1 › clocks › 1 › within: “quickly” is not a timescale: ${aTimescale}`,
    ],
    [
      "of what a clock runs from, as a list",
      ["from: stage opened", "from: []"],
      "stages › 1 › clocks › 1 › from: say what the timescale runs from, such as “stage opened”",
    ],
    ...[
      "the meeting held in first",
      "meeting held in first stage",
      "the deadline settle of first",
      "deadline settle of first stage",
      "the answer when",
      "answer when it was",
      "deadline",
    ].map((from): [string, readonly [string, string], string] => [
      `of “${from}”, from which no clock runs`,
      ["from: stage opened", `from: ${from}`],
      `stages › 1 › clocks › 1 › from: “${from}” is not something that a timescale can run from: write “raised”, “disagreement arose”, “stage opened”, “meeting held”, “meeting held in <stage>”, “deadline <clock> of <stage>”, “answer <question>” (a date asked for when the concern is raised), “resolution reached” or “outcome given”`,
    ]),
    [
      "of a side without roles",
      ["raising side: [practitioner]", "raising side: []"],
      "stages › 1 › raising side: name at least one role",
    ],
    [
      "of a maximum that may be passed by agreement",
      clock("        is maximum: true\n        sides may agree a later date: true\n"),
      "stages › 1 › clocks › 1 › sides may agree a later date: a maximum cannot be passed, by agreement either: leave out one of the two",
    ],
    [
      "of a chase without how often",
      ["when passed: climb", "when passed: chase"],
      "stages › 1 › clocks: nothing would make this stage climb: give one clock “when passed: climb”",
      "stages › 1 › clocks › 1 › chase every: a deadline that is chased needs “chase every”, such as “2 working days”",
    ],
    [
      "of a question with one of no options",
      top(`asks when raised:\n  - { id: risk, question: What?, answer: one of, clause: "1" }\n`),
      "asks when raised › 1 › options: “one of” and “any of” need “options”, and no other answer has any",
    ],
    [
      "of a date with options",
      top(
        `asks when raised:\n  - { id: risk, question: What?, answer: date, options: [{ id: a, words: A }], clause: "1" }\n`,
      ),
      "asks when raised › 1 › options: “one of” and “any of” need “options”, and no other answer has any",
    ],
    [
      "of a choice with one option",
      stage(
        `    afterwards:\n      - { duty: choose, asks: choose, kind: choice, options: [{ id: a, words: A }], by: raising side, to: counterpart, within: 1 week, from: resolution reached, chase every: 1 week, clause: "1" }\n`,
      ),
      "stages › 1 › afterwards › 1 › options: a choice needs at least two options",
    ],
    [
      "of a stage without clocks",
      [
        "  - stage: last\n",
        '  - stage: none\n    title: None\n    clause: "1"\n    raising side: [practitioner]\n    receiving side: [practitioner]\n    clocks: []\n    ends by: agreement\n  - stage: last\n',
      ],
      "stages › 2 › clocks: a stage needs at least one clock",
      "stages › 2 › clocks: nothing would make this stage climb: give one clock “when passed: climb”",
    ],
    [
      "of a list without items",
      stage(`    checklist: { of: raising side, chase every: 1 day, clause: "1", items: [] }\n`),
      "stages › 1 › checklist › items: a checklist needs at least one item",
    ],
    [
      "of a version in words",
      ['version: "1"', "version: the first one"],
      "version: a version is digits, letters, dots and hyphens",
    ],
    [
      "of a version that ends otherwise",
      ['version: "1"', "version: 1.0 beta"],
      "version: a version is digits, letters, dots and hyphens",
    ],
    [
      "of a version that begins otherwise",
      ['version: "1"', "version: V1"],
      "version: a version is digits, letters, dots and hyphens",
    ],
    [
      "of a day that is none",
      ["in force from: 2026-01-01", "in force from: soon"],
      "in force from: write a date, such as 2020-06-01",
    ],
    [
      "of nobody who is covered",
      ["covers: [child]", "covers: []"],
      "covers: say whom the policy covers: child, adult or community",
    ],
    [
      "of a condition without a question",
      stage(`    inform:\n      - { who: chair, of: partnership, only if: {}, clause: "1" }\n`),
      "stages › 1 › inform › 1 › only if: name a question and its answer, such as { in-care: yes }",
    ],
    [
      "of an answer that is none",
      stage(`    inform:\n      - { who: chair, of: partnership, only if: { risk: { a: 1 } }, clause: "1" }\n`),
      "stages › 1 › inform › 1 › only if › risk: write the answer, or a list of answers",
    ],
    [
      "of a title that fills a page",
      ["    title: First", `    title: ${"first ".repeat(11)}`],
      "stages › 1 › title: a stage's title has at most 60 characters",
    ],
  ])("%s", (_, [from, to], ...said) => {
    expect(told(from, to)).toEqual(said);
  });
});

describe("PRE-02 what is of the wrong kind is said in plain words", () => {
  test.each<[string, string, RegExp]>([
    [
      "    raising side: [practitioner]",
      "    raising side: practitioner",
      /: write a list, such as “\[practitioner\]”$/,
    ],
    ["covers: [child]", "covers: child", /: write a list, such as “\[child\]”$/],
    [
      "    clocks:\n      - clock: settle",
      "    clocks:\n        clock: settle",
      /each begins with a hyphen, as “- clock: …”$/,
    ],
    ["        when passed: climb", "        when passed: climb\n        is a guide: yes", /write “true” or “false”/],
    [
      "area: { id: small, name: Small }",
      "area: small",
      /parts of its own: write below it, or in braces, “id”, “name”$/,
    ],
    ["area: { id: small, name: Small }", "region: { id: r, name: R, areas: [] }", /: write at least one$/],
    [
      "  chair: { called",
      "  The Chair: { called",
      /:13 roles › The Chair: an id is lower-case words joined by hyphens/,
    ],
    [
      "held in: partnership }",
      "held in: partnership, differs: [{ only if: x, is: [chair] }] }",
      /such as \{ in-care: yes \}/,
    ],
    ["held in: partnership }", "held in: partnership, through: post }", /: write “partnership inbox”$/],
    [
      "nation:",
      "forms: [{ parts: [{ fields: [{ shows: 3 }] }] }]\nnation:",
      /say what the field shows, such as “issue”$/,
    ],
  ])("PRE-02 %j written as %j", (from, to, says) => {
    const said = problemsOf(changed(from, to)).map((each) => `:${each.line} ${each.place}: ${each.message}`);
    expect(said).toContainEqual(expect.stringMatching(says));
  });

  test.each(["hello", "", "- a", "3"])("PRE-02 a file that is only %j is told how a policy begins", (text) => {
    expect(problemsOf(text).map((each) => each.message)).toEqual([
      expect.stringMatching(/^a policy begins with “policy: <id>”/),
    ]);
  });

  const wrong: readonly unknown[] = [3, "x", "", true, null, [], {}, [{}], ["x"], [3], { x: "y" }, { X: [] }];
  /** Everything at a depth of a file made another thing. */
  const atDepth = (value: unknown, depth: number, other: unknown): unknown => {
    if (depth === 0) return other;
    if (Array.isArray(value)) return value.map((each) => atDepth(each, depth - 1, other));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, atDepth(each, depth - 1, other)]));
  };

  test.each(["medway/2024.yaml", "shropshire/2023-02.yaml", "training-provider/2025.yaml"])(
    "PRE-02 no word of a programmer reaches whoever writes %s, whatever stands where",
    (file) => {
      const policy: unknown = parse(read(file));
      const said = new Set<string>();
      for (let depth = 0; depth < 9; depth++)
        for (const other of wrong)
          for (const each of problemsOf(stringify(atDepth(policy, depth, other), { aliasDuplicateObjects: false })))
            said.add(each.message);
      expect(said.size).toBeGreaterThan(20);
      expect(
        [...said].filter((each) =>
          /invalid|expected|received|\btoo (small|big)|array|boolean|undefined|\bNaN\b/i.test(each),
        ),
      ).toEqual([]);
    },
  );
});

describe("PRE-02 where something stands and what to write there, to the word", () => {
  test("PRE-02 a key in code’s spelling: with its line, and each list counted from 1", () => {
    const text = changed("        when passed: climb", "        whenPassed: climb");
    expect(problemsOf(text).filter(({ place }) => place.endsWith("whenPassed"))).toEqual([
      {
        line: lineOf(text, "whenPassed"),
        place: "stages › 1 › clocks › 1 › whenPassed",
        message: expect.stringContaining("“when passed”"),
      },
    ]);
    const later = changed("        chase every:", "        chaseEvery:");
    expect(problemsOf(later).map(({ place }) => place)).toContain("stages › 2 › clocks › 1 › chaseEvery");
    const top = changed("in force from:", "inForceFrom:");
    expect(problemsOf(top).map(({ line, place }) => [line, place])).toContainEqual([3, "inForceFrom"]);
  });

  const saysAt = (text: string, at: string) =>
    problemsOf(text)
      .filter(({ place }) => place === at)
      .map(({ message }) => message);

  test("PRE-02 a list that is none: with what is there, or with an example", () => {
    const covers = (value: string) => saysAt(changed("covers: [child]", `covers: ${value}`), "covers");
    expect(covers("child")).toEqual(["write a list, such as “[child]”"]);
    expect(covers("7")).toEqual(["write a list, such as “[7]”"]);
    expect(covers("true")).toEqual(["write a list, such as “[head-teacher]”"]);
  });

  test("PRE-02 roles that are written as a list", () => {
    const text = smallPolicy().replace(/roles:\n(?: {2}.*\n)+/, "roles: [practitioner]\n");
    expect(saysAt(text, "roles")).toEqual([
      "write each below it on a line of its own, such as “chair: { called: Chair, held in: partnership }”",
    ]);
  });

  test("PRE-02 what cannot be read: the first of it, in one line", () => {
    expect(problemsOf("policy: [small\nversion: {")).toEqual([
      {
        line: 1,
        place: "",
        message: "a bracket or brace is opened here and not closed, or a comma between two things in it is missing",
      },
    ]);
  });

  test("PRE-02 a key that is nearly one that is missing beside it: one mistake, and not two", () => {
    const text = changed("    title: First", "    titel: First");
    expect(problemsOf(text)).toEqual([
      {
        line: lineOf(text, "titel"),
        place: "stages › 1 › titel",
        message: "the language of policies has no such word here: did you mean “title”?",
      },
    ]);
  });

  test("PRE-02 the error has a name of its own, and a line for each problem", () => {
    const text = changed("covers: [child]", "covers: child");
    const thrown = () => loadPolicy(text, "small.yaml");
    expect(thrown).toThrow(
      `The policy file small.yaml cannot be used:\n  small.yaml:${lineOf(text, "covers:")} covers: write a list, such as “[child]”`,
    );
    expect(thrown).toThrow(expect.objectContaining({ name: "PolicyFileError", file: "small.yaml" }));
    expect(() => loadPolicy("policy: [", "small.yaml")).toThrow(
      /^The policy file small.yaml cannot be used:\n {2}small.yaml:1 a bracket or brace is opened here/,
    );
  });
});
