import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { loadPolicy, PolicyFileError, type PolicyProblem } from "../../../policies/language/load.ts";
import { keyInCode, keyInFile } from "../../../policies/language/words.ts";
import { smallPolicy } from "../small.ts";

const read = (file: string) => readFileSync(new URL(`../../../policies/${file}`, import.meta.url), "utf8");

const small = smallPolicy();

function problemsOf(text: string): readonly PolicyProblem[] {
  try {
    loadPolicy(text, "policies/small/1.yaml");
  } catch (error) {
    if (error instanceof PolicyFileError) return error.problems;
    throw error;
  }
  return [];
}

const changed = (from: string, to: string) => smallPolicy({ [from]: to });
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length;

describe("policies that are whole", () => {
  test.each([
    ["knowsley/2020-06.yaml", 4],
    ["milton-keynes/2023.yaml", 4],
    ["medway/2024.yaml", 5],
    ["shropshire/2023-02.yaml", 5],
    ["training-provider/2025.yaml", 4],
  ])("%s loads", (file, stages) => {
    expect(loadPolicy(read(file), file).stages).toHaveLength(stages);
  });

  test("the small policy of these tests loads, its timescales read and its defaults filled in", () => {
    expect(loadPolicy(small, "small.yaml").stages[0]?.clocks[0]).toEqual({
      clock: "settle",
      asks: "settle it",
      asksOf: {},
      within: { count: 3, unit: "working days" },
      instead: [],
      setBy: "policy",
      from: { event: "stage opened" },
      orSooner: [],
      metBy: "resolution",
      whenPassed: "climb",
      isAGuide: false,
      sidesMayAgreeALaterDate: false,
      isMaximum: false,
      clause: "1",
    });
  });

  test("keys are plain words in a file and one word in code", () => {
    expect(keyInCode("in force from")).toBe("inForceFrom");
    expect(keyInFile("inForceFrom")).toBe("in force from");
    expect(keyInCode("line-manager")).toBe("line-manager");
  });
});

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
    ["a quote that is not closed", 'version: "1"', 'version: "1'],
    ["a key given twice", "nation: england-and-wales", "nation: england-and-wales\nnation: scotland"],
    ["a tab for indentation", "    title: First", "\ttitle: First"],
  ])("what is not YAML is said with its line: %s", (_what, from, to) => {
    const found = problemsOf(changed(from, to));
    expect(found.length).toBeGreaterThanOrEqual(1);
    for (const each of found) {
      expect(each.message).toMatch(/^this is not YAML: /);
      expect(each.line).toBeGreaterThanOrEqual(1);
    }
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
      [13, "roles › chair › held in"],
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

describe("what the two policies say", () => {
  const kno = loadPolicy(read("knowsley/2020-06.yaml"), "knowsley");
  const mk = loadPolicy(read("milton-keynes/2023.yaml"), "milton-keynes");

  test("KNO-04 the response page asks for all that the receiving practitioner must do, and KNO-02 for their aim", () => {
    expect(kno.stages[0]?.pageAsks.receivingSide.map((each) => [each.id, each.answer, each.required])).toEqual([
      ["case-file", "yes or no", true],
      ["spoken", "date", true],
      ["way-forward", "text", true],
      ["aim", "text", true],
    ]);
  });

  test("KNO-14, KNO-15 the Chair is written to through the partnership, with the Vice Chair to stand in", () => {
    expect(kno.stages[3]).toMatchObject({
      body: { role: "chair", through: "partnership inbox", standIn: "vice-chair", mayAskForInformation: true },
      endsBy: "recommendations",
    });
    expect(kno.stages[3]?.about).toMatch(/cannot direct.*strong expectation/s);
  });

  test("MK-02, MK-06 where the text gives no timescale, it is the organisation's own; elsewhere the policy's", () => {
    const setBy = (policy: typeof mk) =>
      policy.stages.flatMap((stage) => stage.clocks.map((clock) => `${stage.stage}/${clock.clock}: ${clock.setBy}`));
    expect(setBy(mk)).toEqual([
      "professionals/meet: policy",
      "professionals/settle: policy",
      "manager/settle: organisation",
      "heads-of-service/meet: policy",
      "heads-of-service/settle: policy",
      "chair/conclude: organisation",
    ]);
    expect(setBy(kno).every((each) => each.endsWith(": policy"))).toBe(true);
  });

  test("MK-08 covers children, young people and adults with care and support needs", () => {
    expect(mk.covers).toEqual(["child", "adult"]);
    expect(mk.coversInWords).toBe("children, young people, and adults with care and support needs");
  });

  test("MK-09, KNO-17 the types of disagreement are the text's own: six, and seven areas", () => {
    expect(mk.disagreements).toHaveLength(6);
    expect(kno.disagreements).toHaveLength(7);
  });
});

describe("digests", () => {
  const withDigest = (digest: string) => `${small}digests:\n  - ${digest}\n`;

  test("KNO-18 one names who of the partnership has what, how often; one thing may stand without a list", () => {
    const { digests } = loadPolicy(
      withDigest("{ to: chair, every: month, what: figures, clause: '1' }"),
      "policies/small/1.yaml",
    );
    expect(digests).toEqual([{ to: "chair", every: "month", what: ["figures"], clause: "1" }]);
    expect(loadPolicy(small, "policies/small/1.yaml").digests).toEqual([]);
  });

  test.each([
    ["{ to: chair, every: day, what: figures, clause: '1' }", "write one of: week, month"],
    ["{ to: chair, every: week, what: names, clause: '1' }", "write one of: figures, open escalations"],
    ["{ to: nobody, every: week, what: figures, clause: '1' }", "there is no role “nobody”"],
    ["{ to: practitioner, every: week, what: figures, clause: '1' }", "named here as somebody of the partnership"],
    ["{ to: chair, every: week, what: figures }", "this is missing: add it"],
    [
      "{ to: chair, every: week, what: figures, passed on to: local partnership, clause: '1' }",
      "only an organisation’s own figures are passed on to local partnerships",
    ],
  ])("PRE-02 %s is refused with its line and what to do", (digest, says) => {
    const text = withDigest(digest);
    const [problem, ...more] = problemsOf(text);
    expect(more).toEqual([]);
    expect(problem?.message).toContain(says);
    expect(problem?.line).toBe(lineOf(text, digest));
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
    const text = small.replace(/roles:\n(?: {2}.*\n)+/, "roles: [practitioner]\n");
    expect(saysAt(text, "roles")).toEqual([
      "write each below it on a line of its own, such as “chair: { called: Chair, held in: partnership }”",
    ]);
  });

  test("PRE-02 what is no YAML: the first line of why", () => {
    const [problem] = problemsOf("policy: [small\nversion: {");
    expect(problem?.place).toBe("");
    expect(problem?.message).toMatch(/^this is not YAML: \S[^\n]*$/);
  });

  test("PRE-02 the error has a name of its own, and a line for each problem", () => {
    const text = changed("covers: [child]", "covers: child");
    const thrown = () => loadPolicy(text, "small.yaml");
    expect(thrown).toThrow(
      `The policy file small.yaml cannot be used:\n  small.yaml:${lineOf(text, "covers:")} covers: write a list, such as “[child]”`,
    );
    expect(thrown).toThrow(expect.objectContaining({ name: "PolicyFileError", file: "small.yaml" }));
    expect(() => loadPolicy("policy: [", "small.yaml")).toThrow(
      /^The policy file small.yaml cannot be used:\n {2}small.yaml:1 this is not YAML/,
    );
  });
});
