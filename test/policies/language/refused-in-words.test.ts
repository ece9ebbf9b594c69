/** What an author is told of a value that the language does not take: where, and to the word. */
import { describe, expect, test } from "vitest";
import { loadPolicy, PolicyFileError } from "../../../policies/language/load.ts";
import { smallPolicy } from "../small.ts";

const told = (from: string, to: string) => {
  try {
    loadPolicy(smallPolicy({ [from]: to }), "policies/small/1.yaml");
  } catch (error) {
    if (error instanceof PolicyFileError) return error.problems.map(({ place, message }) => `${place}: ${message}`);
    throw error;
  }
  return [];
};

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
