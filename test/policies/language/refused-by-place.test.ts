/** What the language cannot say: each with its line, its place in the file and what to write there. */
import { describe, expect, test } from "vitest";
import { loadPolicy, PolicyFileError } from "../../../policies/language/load.ts";
import { changed, lineOf, problemsOf } from "./refused.ts";

describe("PRE-02 what the language cannot say is refused by line, place and remedy", () => {
  test.each<[string, string, string, string, RegExp]>([
    [
      "a misspelt key",
      "    ends by: agreement",
      "    ends bye: agreement",
      "stages › 1 › ends bye",
      /no such word here/,
    ],
    ["an unknown key at the top", "nation:", "country: uk\nnation:", "country", /policies\/README\.md/],
    [
      "an unknown role",
      "    raising side: [practitioner]",
      "    raising side: [nurse]",
      "stages › 1 › raising side › 1",
      /no role “nurse”: the roles are practitioner, chair/,
    ],
    [
      "a body that is held in an agency",
      "body: { role: chair",
      "body: { role: practitioner",
      "stages › 2 › body › role",
      /held in the agency/,
    ],
    [
      "a side that is held in the partnership",
      "    receiving side: [practitioner]",
      "    receiving side: [chair]",
      "stages › 1 › receiving side › 1",
      /held in the partnership/,
    ],
    [
      "an unknown stage for immediate risk",
      "words: Immediate risk, clause",
      "words: Immediate risk, opens at: third, clause",
      "immediate risk › opens at",
      /no stage “third”: the stages are first, last/,
    ],
    [
      "a bad timescale",
      "within: 3 working days",
      "within: three days",
      "stages › 1 › clocks › 1 › within",
      /“three days” is not a timescale: write, for example/,
    ],
    [
      "a timescale that is a number",
      "within: 3 working days",
      "within: 3",
      "stages › 1 › clocks › 1 › within",
      /write a timescale/,
    ],
    [
      "a timescale of none",
      "within: 3 working days",
      "within: 0 working days",
      "stages › 1 › clocks › 1 › within",
      /is not a timescale/,
    ],
    [
      "a missing clause",
      '        when passed: climb\n        clause: "1"\n',
      "        when passed: climb\n",
      "stages › 1 › clocks › 1 › clause",
      /this is missing: add it/,
    ],
    [
      "an empty clause",
      '        when passed: climb\n        clause: "1"\n',
      '        when passed: climb\n        clause: ""\n',
      "stages › 1 › clocks › 1 › clause",
      /write some text here/,
    ],
    [
      "a stage that nothing makes climb",
      "when passed: climb",
      "when passed: note",
      "stages › 1 › clocks",
      /nothing would make this stage climb/,
    ],
    [
      "a last stage that climbs",
      "when passed: chase\n        chase every: 1 working day",
      "when passed: climb",
      "stages › 2 › clocks › 1 › when passed",
      /nowhere to climb: write “chase”/,
    ],
    [
      "a chase without interval",
      "        chase every: 1 working day\n",
      "",
      "stages › 2 › clocks › 1 › chase every",
      /needs “chase every”/,
    ],
    [
      "a start that is no event",
      "from: stage opened\n        met by: resolution",
      "from: the beginning\n        met by: resolution",
      "stages › 1 › clocks › 1 › from",
      /“the beginning” is not something that a timescale can run from/,
    ],
    [
      "a meeting without what to count from where none is held",
      "from: stage opened\n        met by: outcome",
      "from: meeting held in first\n        met by: outcome",
      "stages › 2 › clocks › 1 › from",
      /with “otherwise from”/,
    ],
    [
      "a meeting of its own stage",
      "from: stage opened\n        met by: outcome",
      "from: meeting held\n        met by: outcome",
      "stages › 2 › clocks › 1 › from",
      /no meeting has been held when a stage opens/,
    ],
    [
      "a start in a later stage",
      "from: stage opened\n        met by: resolution",
      "from: deadline conclude of last\n        met by: resolution",
      "stages › 1 › clocks › 1 › from",
      /does not come before this stage/,
    ],
    [
      "a start in its own stage",
      "from: stage opened\n        met by: outcome",
      "from: deadline conclude of last\n        met by: outcome",
      "stages › 2 › clocks › 1 › from",
      /does not come before this stage/,
    ],
    [
      "a deadline that its stage does not have",
      "from: stage opened\n        met by: outcome",
      "from: deadline meet of first\n        met by: outcome",
      "stages › 2 › clocks › 1 › from",
      /stage “first” has no clock “meet”/,
    ],
    [
      "a clock that counts from the end",
      "from: stage opened\n        met by: resolution",
      "from: resolution reached\n        met by: resolution",
      "stages › 1 › clocks › 1 › from",
      /belongs under “afterwards”/,
    ],
    [
      "a clock that leaves time for none",
      "        when passed: climb",
      "        leaves time for: { stage: last, clock: meet }\n        when passed: climb",
      "stages › 1 › clocks › 1 › leaves time for",
      /no clock “meet” in a stage “last”/,
    ],
    [
      "a stage called as another",
      "  - stage: last",
      "  - stage: first",
      "stages › 2 › stage",
      /two stages called “first”/,
    ],
    [
      "a stage without anybody who acts",
      "    raising side: [practitioner]\n",
      "",
      "stages › 1",
      /say who acts|needs a “raising side”/,
    ],
    [
      "a body's word before the last stage",
      "    raising side: [practitioner]\n    receiving side: [practitioner]",
      '    body: { role: chair, through: the holder, clause: "1" }',
      "stages › 1 › ends by",
      /needs a “raising side”/,
    ],
    [
      "an outcome that nobody can give",
      '    body: { role: chair, through: partnership inbox, clause: "2" }',
      "    raising side: [practitioner]\n    receiving side: [practitioner]",
      "stages › 2 › ends by",
      /only a “body” can end a stage by outcome/,
    ],
    [
      "a type of disagreement reported as nothing",
      "reported as: threshold or level of need",
      "reported as: threshold",
      "disagreements › 1 › reported as",
      /write one of: threshold or level of need, /,
    ],
    [
      "a subject that there is not",
      "covers: [child]",
      "covers: [pet]",
      "covers › 1",
      /write one of: child, adult, community/,
    ],
    ["a day that there is not", "2026-01-01", "2026-02-30", "in force from", /write a date, such as 2020-06-01/],
    ["a version that is not quoted", 'version: "1"', "version: 1.0", "version", /quote the version/],
    ["an id of two words", "policy: small", "policy: Small One", "policy", /lower-case words joined by hyphens/],
    [
      "a title that is too long",
      "title: First",
      `title: ${"F".repeat(61)}`,
      "stages › 1 › title",
      /at most 60 characters/,
    ],
    [
      "no disagreements",
      "disagreements:\n  - { id: level, words: Level of need, reported as: threshold or level of need }\n",
      "",
      "disagreements",
      /this is missing: add it/,
    ],
    [
      "a referral backwards",
      "    ends by: outcome",
      '    may refer: { to: first, because: Issues, clause: "2" }\n    ends by: outcome',
      "stages › 2 › may refer › to",
      /referred to a later stage/,
    ],
    [
      "a duty that nothing starts",
      "    ends by: agreement",
      '    ends by: agreement\n    afterwards:\n      - { duty: confirm, asks: confirm, kind: confirmation, by: receiving side, to: counterpart, within: 2 working days, from: outcome given, chase every: 1 working day, clause: "1" }',
      "stages › 1 › afterwards › 1 › from",
      /nothing would start this/,
    ],
    [
      "two questions of one id",
      "    ends by: agreement",
      '    ends by: agreement\n    page asks:\n      receiving side:\n        - { id: aim, question: What?, answer: text, clause: "1" }\n        - { id: aim, question: Why?, answer: text, clause: "1" }',
      "stages › 1 › page asks › receiving side › 2 › id",
      /two questions of this page called “aim”/,
    ],
    [
      "a policy of no area and of no organisation",
      "area: { id: small, name: Small }\n",
      "",
      "area",
      /say for which “area” or “region” it is, or “own policy of an organisation: true”/,
    ],
    [
      "a policy of an area and of an organisation at once",
      "nation:",
      "own policy of an organisation: true\nnation:",
      "own policy of an organisation",
      /an area’s, a region’s or an organisation’s own, and only one of these/,
    ],
    [
      "a scope that there is not",
      "nation:",
      'scope: [{ rule: children of the area, clause: "1" }]\nnation:',
      "scope › 1 › rule",
      /write one of: receiving agency works in the area, secure settings in the area/,
    ],
    [
      "a scope in an area of an organisation that has none",
      "area: { id: small, name: Small }\n",
      'own policy of an organisation: true\nscope: [{ rule: secure settings in the area, clause: "1" }]\n',
      "scope › 1 › rule",
      /an organisation’s own policy has none/,
    ],
    [
      "somebody of an agency behind the partnership's inbox",
      "named as: practitioner",
      "through: partnership inbox",
      "roles › practitioner › through",
      /not reached through the partnership’s inbox/,
    ],
    [
      "another way to reach somebody",
      "{ called: Chair, held in: partnership }",
      "{ called: Chair, held in: partnership, through: the town hall }",
      "roles › chair › through",
      /partnership inbox/,
    ],
    [
      "somebody of the partnership whom the concern is to name",
      "{ called: Chair, held in: partnership }",
      "{ called: Chair, held in: partnership, named as: manager }",
      "roles › chair › named as",
      /nobody of the partnership/,
    ],
    [
      "a body of a side that is held in the partnership",
      "body: { role: chair, through: partnership inbox",
      "body: { role: chair, of: raising side, through: the holder",
      "stages › 2 › body › role",
      /held in the partnership, and is named here as somebody of the agency/,
    ],
    [
      "a body of a side behind the partnership's inbox",
      "body: { role: chair, through: partnership inbox",
      "body: { role: practitioner, of: raising side, through: partnership inbox",
      "stages › 2 › body › through",
      /write “the holder”/,
    ],
    [
      "a stand-in for a body of a side",
      "body: { role: chair, through: partnership inbox",
      "body: { role: practitioner, of: raising side, stand in: chair, through: the holder",
      "stages › 2 › body › stand in",
      /only a body of the partnership has a stand-in/,
    ],
    [
      "a body of both sides",
      "body: { role: chair, through: partnership inbox",
      "body: { role: practitioner, of: each side, through: the holder",
      "stages › 2 › body › of",
      /write one of: partnership, raising side, receiving side/,
    ],
    [
      "somebody told at no time",
      "    ends by: outcome",
      '    inform: [{ who: chair, of: partnership, when: [], clause: "1" }]\n    ends by: outcome',
      "stages › 2 › inform › 1 › when",
      /say when they hear: stage opens, each response or outcome/,
    ],
    [
      "somebody told of what there is not",
      "    ends by: outcome",
      '    inform: [{ who: chair, of: partnership, when: [each meeting], clause: "1" }]\n    ends by: outcome',
      "stages › 2 › inform › 1 › when › 1",
      /write one of: stage opens, each response, outcome/,
    ],
    [
      "somebody told twice",
      "    ends by: outcome",
      '    inform:\n      - { who: practitioner, of: each side, clause: "1" }\n      - { who: practitioner, of: raising side, when: [each response], clause: "1" }\n    ends by: outcome',
      "stages › 2 › inform › 2 › who",
      /“practitioner” is told of this stage already/,
    ],
    [
      "late raising that changes nothing",
      "stages:\n",
      'raise: { within: 2 working days, from: disagreement arose, when passed: record as late, then count from: raised, clause: "1" }\nstages:\n',
      "raise › then count from",
      /no clock counts from “disagreement arose”/,
    ],
    [
      "late raising that is refused, which no text asks for",
      "stages:\n",
      'raise: { within: 2 working days, from: disagreement arose, when passed: refuse, clause: "1" }\nstages:\n',
      "raise › when passed",
      /record as late/,
    ],
    ...(
      [
        ["nobody in particular", "by: partnership, to: partnership", "", /needs “role”: whose it is/],
        [
          "somebody who is not told of the stage",
          "by: partnership, role: chair, to: partnership",
          " › role",
          /is not told of this stage and cannot owe anything/,
        ],
        [
          "a side, and names a role",
          "by: raising side, role: chair, to: partnership",
          " › role",
          /a side’s is owed by/,
        ],
        [
          "the partnership, to a counterpart",
          "by: partnership, role: chair, to: counterpart",
          " › to",
          /no counterpart/,
        ],
      ] as const
    ).map(([whose, by, place, remedy]): [string, string, string, string, RegExp] => [
      `a duty of ${whose}`,
      "    ends by: outcome",
      `    ends by: outcome\n    afterwards: [{ duty: review, asks: review it, kind: review, ${by}, within: 2 working days, from: outcome given, chase every: 1 working day, clause: "1" }]`,
      `stages › 2 › afterwards › 1${place}`,
      remedy,
    ]),
  ])("PRE-02 %s", (_what, from, to, place, remedy) => {
    const text = changed(from, to);
    const found = problemsOf(text).filter((each) => each.place === place);
    expect(found).toEqual([{ line: expect.any(Number), place, message: expect.stringMatching(remedy) }]);
  });

  test("the line is that of the word itself", () => {
    const misspelt = changed("    ends by: agreement", "    ends bye: agreement");
    expect(problemsOf(misspelt)).toContainEqual(
      expect.objectContaining({ line: lineOf(misspelt, "ends bye"), place: "stages › 1 › ends bye" }),
    );
    const timescale = changed("within: 3 working days", "within: three days");
    expect(problemsOf(timescale)).toEqual([expect.objectContaining({ line: lineOf(timescale, "within: three days") })]);
    const role = changed("    raising side: [practitioner]", "    raising side:\n      - nurse");
    expect(problemsOf(role)).toEqual([expect.objectContaining({ line: lineOf(role, "- nurse") })]);
  });

  test("for what is missing it is that of the nearest thing around it", () => {
    const text = changed("        asks: conclude\n", "");
    expect(problemsOf(text)).toEqual([
      {
        line: lineOf(text, "clock: conclude"),
        place: "stages › 2 › clocks › 1 › asks",
        message: "this is missing: add it",
      },
    ]);
  });

  test.each([
    ["a quote that is not closed", 'version: "1"', 'version: "1', /^a quotation mark is opened here and not closed/],
    [
      "a key given twice",
      "nation: england-and-wales",
      "nation: scotland\nnation: england-and-wales",
      /^“nation” is given twice: keep one of the two$/,
    ],
    ["a tab for indentation", "    title: First", "\ttitle: First", /^this line begins with a tab/],
    ["a name for what stands elsewhere", "    title: First", "    title: *First", /needs quotation marks around it$/],
  ])("what cannot be read is said with its line, and nothing that follows from it: %s", (_what, from, to, says) => {
    const text = changed(from, to);
    const found = problemsOf(text);
    expect(found).toEqual([
      { line: lineOf(text, to.split("\n").at(-1) ?? ""), place: "", message: expect.stringMatching(says) as string },
    ]);
  });

  test("a file that is empty, or a list, is refused", () => {
    expect(problemsOf("").length).toBeGreaterThanOrEqual(1);
    expect(problemsOf("- one\n- two\n").length).toBeGreaterThanOrEqual(1);
  });

  test("PRE-02 everything that is wrong is told at once, in the order of the file, with the file's name", () => {
    const text = changed("within: 3 working days", "within: three days")
      .replace("nation: england-and-wales", "nation: cornwall")
      .replace("within: 5 working days", "within: soon")
      .replace("held in: partnership", "held by: partnership");
    const error = (() => {
      try {
        return loadPolicy(text, "policies/small/1.yaml");
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(PolicyFileError);
    const { problems, message, file } = error as PolicyFileError;
    expect(file).toBe("policies/small/1.yaml");
    expect(problems.map((each) => [each.line, each.place])).toEqual([
      [8, "nation"],
      [13, "roles › chair › held by"],
      [26, "stages › 1 › clocks › 1 › within"],
      [39, "stages › 2 › clocks › 1 › within"],
    ]);
    expect(message).toContain("The policy file policies/small/1.yaml cannot be used:\n");
    expect(message).toContain(
      "\n  policies/small/1.yaml:8 nation: write one of: england-and-wales, scotland, northern-ireland",
    );
    expect(message).toContain(
      "\n  policies/small/1.yaml:26 stages › 1 › clocks › 1 › within: “three days” is not a timescale",
    );
  });
});
