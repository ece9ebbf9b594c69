/** `npm run policy`: its output and its exit code. Dates worked out by hand with a wall calendar; times are London's. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policyCommand } from "../../../infra/policy/command.ts";
import { smallPolicy } from "../../policies/small.ts";

const root = join(import.meta.dirname, "..", "..", "..");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

const policy = (...args: string[]) => policyAmong(join(root, "policies"), ...args);

/** The command where others are held. */
function policyAmong(held: string, ...args: string[]): Ran {
  const said = { out: "", errors: "" };
  const to = (which: keyof typeof said) => (text: string) => void (said[which] += `${text}\n`);
  return { code: policyCommand(args, held, to("out"), to("errors")), ...said };
}

/** The same in a process of its own. */
const policyRun = (...args: string[]): Promise<Ran> =>
  new Promise((done) => {
    execFile(process.execPath, ["infra/policy/index.ts", ...args], { cwd: root }, (error, out, errors) =>
      done({ code: error ? Number(error.code) : 0, out, errors }),
    );
  });

/** A file of the small policy, changed. */
function file(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const path = join(folder, name);
  writeFileSync(path, smallPolicy(changes));
  return path;
}

/** The days on which something is due, in the order in which they were set, each once. */
const due = (out: string) => [...new Set([...out.matchAll(/^ +due (5pm on [^:]+):/gm)].map((each) => each[1]))];

describe("PRE-02 npm run policy -- check", () => {
  test("PRE-02 says of a good policy that it is fine, and what it says in short", () => {
    const { code, out, errors } = policy("check", file("good.yaml"));
    expect(errors).toBe("");
    expect(code).toBe(0);
    expect(out).toContain(
      "good.yaml is fine.\nSmall Partnership: A small policy, version 1, in force from 2026-01-01\n",
    );
    expect(out).toContain(
      "  First: practitioner with practitioner\n    settle it: 3 working days from the opening of the stage\n",
    );
  });

  test("PRE-02 run as a command it says and exits the same, of a good policy and of a bad one", async () => {
    for (const each of [file("good.yaml"), file("bad.yaml", { "nation:": "quorum: 3\nnation:" })])
      expect(await policyRun("check", each)).toEqual(policy("check", each));
  });

  test("PRE-02 takes an id for a file", () => {
    expect(policy("check", "knowsley")).toMatchObject({
      code: 0,
      out: expect.stringContaining("2020-06.yaml is fine"),
    });
  });

  test("PRE-02 says of a bad one everything that is wrong, with file, line and remedy, and exits 1", () => {
    const bad = file("bad.yaml", { "within: 3 working days": "within: asap", "nation:": "quorum: 3\nnation:" });
    const { code, out, errors } = policy("check", bad);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(errors).toMatch(/bad\.yaml:8 quorum: .*nobody counts votes/);
    expect(errors).toMatch(
      /bad\.yaml:27 stages › 1 › clocks › 1 › within: “asap” is not a timescale.*“set by: organisation”/,
    );
    expect(errors).not.toContain("    at ");
  });

  test("PRE-02 what loads and makes no sense is an error with its line, and exits 1", () => {
    const { code, out } = policy("check", file("unsound.yaml", { "met by: resolution": "met by: response" }));
    expect(code).toBe(1);
    expect(out).toMatch(
      /unsound\.yaml:23 error: stages › 1 › clocks: no timescale of this stage is met by what ends it/,
    );
  });

  test("PRE-02 what should be looked at is said with its line, and is no error", () => {
    const odd = file("odd.yaml", { "  chair:": "  nurse: { called: nurse, held in: agency }\n  chair:" });
    const { code, out } = policy("check", odd);
    expect(code).toBe(0);
    expect(out).toMatch(/odd\.yaml:13 look at this: roles › nurse: nothing in the policy uses the role “nurse”/);
    expect(out).toContain("odd.yaml is fine, but for 1 thing to look at.");
  });

  test("PRE-01 a draft for the area of a policy that is held is to be looked at, and so is its version", () => {
    const { code, out } = policy(
      "check",
      file("taken.yaml", { "{ id: small, name: Small }": "{ id: knowsley, name: K }" }),
    );
    expect(code).toBe(0);
    expect(out).toMatch(
      /taken\.yaml:7 look at this: area › id: “knowsley” is the area of policies\/knowsley\/2020-06\.yaml, which is another policy: write the id of your own area/,
    );
    const again = file("again.yaml", { "policy: small": "policy: knowsley", 'version: "1"': 'version: "2020-06"' });
    expect(policy("check", again).out).toMatch(
      /again\.yaml:2 look at this: version: policies\/knowsley\/2020-06\.yaml gives policy knowsley in version 2020-06 already/,
    );
  });

  test("PRE-02 where policies are held it is an error, and so is a file that is not called by what it says; others that cannot be read are no matter", () => {
    const held = join(folder, "policies");
    for (const [name, text] of [
      ["small/1.yaml", smallPolicy()],
      ["other/1.yaml", smallPolicy({ "policy: small": "policy: other" })],
      [
        "misnamed/2.yaml",
        smallPolicy({ "policy: small": "policy: misnamed", "id: small, name: Small }": "id: m, name: M }" }),
      ],
      ["broken/1.yaml", "policy: ["],
    ] as const) {
      mkdirSync(join(held, dirname(name)), { recursive: true });
      writeFileSync(join(held, name), text);
    }
    expect(policyAmong(held, "check", join(held, "other/1.yaml"))).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /1\.yaml:7 error: area › id: “small” is the area of policies\/small\/1\.yaml/,
      ) as string,
    });
    expect(policyAmong(held, "check", join(held, "misnamed/2.yaml"))).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /2\.yaml:2 error: version: by what it says this file is policies\/misnamed\/1\.yaml: rename it, or say what its name says/,
      ) as string,
    });
    expect(policyAmong(held, "check", "misnamed").code).toBe(1);
  });

  test("PRE-02 a machine that Step Functions would not take is an error", () => {
    const long = file("long.yaml", { "policy: small": `policy: ${"small".repeat(18)}` });
    expect(policy("check", long)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/long\.yaml:1 error: The state machine “.*” would have more than 80 characters/),
    });
  });
});

describe("npm run policy with what it does not understand", () => {
  test.each<[string, string[], RegExp]>([
    ["nothing", [], /^Say what to do\.\n\nnpm run policy -- check <file>/],
    ["another word", ["prove"], /^There is no “prove” here\.\n\nnpm run policy/],
    ["no policy", ["show"], /^Name a policy: a file, or one of .*knowsley.*\n\nnpm run policy/],
    ["a policy that is not held", ["show", "atlantis"], /no policy “atlantis”\. There is .*knowsley/],
    ["a file that is not there", ["check", "nowhere.yaml"], /^There is no file nowhere\.yaml\./],
    ["two policies", ["show", "knowsley", "medway"], /^One policy is named/],
    ["no time of raising", ["simulate", "knowsley"], /^Say when the concern is raised: --raised 2026-12-21T10:00/],
    [
      "a time that is none",
      ["simulate", "knowsley", "--raised", "Christmas"],
      /^raised: “Christmas” is not a time\. Write, in London time,/,
    ],
    ["an option that there is not", ["simulate", "knowsley", "--risen", "x"], /--risen.*\n\nnpm run policy/s],
    [
      "an answer without a question",
      ["simulate", "knowsley", "--raised", "2026-12-21", "--answer", "yes"],
      /--answer “yes”: write it as <id>=<answer>/,
    ],
    [
      "a deed that there is not",
      ["simulate", "knowsley", "--raised", "2026-12-21T10:00", "--event", "2026-12-22T10:00 sing"],
      /there is no “sing”\. There is respond, propose, accept/,
    ],
    [
      "a deed of nobody",
      ["simulate", "knowsley", "--raised", "2026-12-21T10:00", "--event", "2026-12-22T10:00 outcome"],
      /“2026-12-22T10:00 outcome”: nobody can do this then, at “Stage 1: practitioners”\. What can be done then: respond, propose/,
    ],
    [
      "a deed without a time",
      ["simulate", "knowsley", "--raised", "2026-12-21T10:00", "--event", "respond"],
      /“respond” says no time, or not what happens/,
    ],
    [
      "what the policy refuses",
      ["simulate", "knowsley", "--raised", "2026-12-21T10:00", "--subject", "adult"],
      /the policy covers child, and not “adult”/,
    ],
    [
      "what the core refuses",
      ["simulate", "knowsley", "--raised", "2026-12-21T10:00", "--type", "weather"],
      /“weather” is not a type of disagreement of this policy/,
    ],
  ])("%s is told what to write, and exits 1", async (_what, args, says) => {
    const { code, out, errors } = policy(...args);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(errors).toMatch(says);
    expect(errors).not.toContain("    at ");
  });

  test("help is no error", () => {
    expect(policy("--help")).toMatchObject({
      code: 0,
      out: expect.stringContaining("npm run policy -- simulate"),
    });
  });
});

describe("npm run policy -- show", () => {
  test("the policy stands in plain words with its clauses and readings", () => {
    const { code, out } = policy("show", "knowsley");
    expect(code).toBe(0);
    const words = out.replace(/\s+/g, " ");
    for (const each of [
      "STAGE 2: LINE MANAGERS",
      "- For the raising agency: line manager.",
      "It opens at once, where immediate risk is flagged; or when “Stage 1: practitioners” is not settled in time, or declared unresolved. [4, Stage 2]",
      "- To be done: reach a resolution with the line manager of the other agency. Within 5 working days from the opening of the stage. [4, Stage 2] Our reading: The further 5 working days are counted from the opening of stage 2.",
      "When it passes, the matter climbs to “Stage 3: senior managers” by itself.",
      "It is to be raised within 2 working days from the disagreement. Later it is taken all the same, and recorded as late.",
      "Timescales become a guide: passing one is no breach.",
      "Informed: Business Manager of the partnership, when the stage opens.",
      "It is ended by the word of the Chair, reached through the partnership’s inbox; Vice Chair stands in",
      "THE ORGANISATION’S OWN NUMBERS - Stage 4: the Chair of the partnership: say whether your agency acts on the Chair’s recommendations: 5 working days.",
    ])
      expect(words).toContain(each);
    expect(out.split("\n").filter((line) => line.length > 110)).toEqual([]);
  });

  test("so do roles that differ, questions, conditions, checklists, the informal stage and forms", () => {
    const whole = file("whole.yaml", {
      "named as: practitioner }":
        'named as: practitioner, differs: [{ in agencies of kind: health, is: [nurse, doctor], each is asked: true, advice: the named nurse, clause: "3" }] }\n  nurse: { called: named nurse, held in: agency }\n  doctor: { called: named doctor, held in: agency }',
      "stages:\n": `asks when raised:
  - { id: in-care, question: Is the child in care?, answer: yes or no, clause: "5" }
before the formal process:
  confirms: [{ id: spoken, question: Have they spoken?, clause: "6" }]
  otherwise opens at: talk
  explains: Speak first.
  clause: "6"
may open at: [{ stage: last, because: It is serious, clause: "7" }]
forms:
  - form: notice
    title: Notice
    from stage: last
    clause: "8"
    parts: [{ title: Concern, fields: [{ label: Issue, shows: issue }, { label: In care, shows: answer in-care }, { label: Said, shows: responses of talk }, { label: Told, shows: date chair was told at talk }, { label: Agreed, shows: answer agreed at talk }] }]
stages:
  - stage: talk
    title: Talking
    clause: "6"
    informal: true
    raising side: [practitioner]
    receiving side: [practitioner]
    clocks:
      - clock: settle
        asks: speak
        within: 2 working days
        set by: organisation
        in words: without delay
        from: stage opened
        met by: resolution
        when passed: climb
        clause: "6"
    checklist:
      of: raising side
      items: [{ item: facts, words: Find out the facts, only if: { in-care: "yes" }, clause: "6" }]
      chase every: 1 working day
      clause: "6"
    before it goes on: [{ id: agreed, question: Does your manager agree?, answer: yes or no, must be: "yes", clause: "6" }]
    inform: [{ who: chair, of: partnership, when: [stage opens, each response, outcome], clause: "6" }]
    ends by: agreement
`,
      "        met by: outcome":
        '        instead: [{ only if: { in-care: "yes" }, within: 24 hours, clause: "9" }]\n        or sooner: [{ within: 20 working days, from: raised, clause: "9" }]\n        met by: outcome',
    });
    expect(policy("check", whole).out).toContain("whole.yaml is fine.");
    const { out } = policy("show", whole);
    const words = out.replace(/\s+/g, " ");
    for (const each of [
      "- In agencies of the kind “health”, that is named nurse and named doctor, and each of them is asked. If in doubt: the named nurse. [3]",
      "- It asks: Is the child in care? (yes or no). [5]",
      "Before the formal process: Speak first. Each of these is confirmed with its day; otherwise it opens at “Talking”. [6] - Have they spoken? [6]",
      "- It may open at “Last”, with a reason: It is serious. [7]",
      "TALKING - Before the formal process. It opens when a concern is raised and not all of that has happened yet. [6]",
      "To be done: speak. Within 2 working days from the opening of the stage, the organisation’s own (the text says “without delay”). [6]",
      "Checklist of the raising agency. It is due by the limit of the stage; after an agreement, what is not ticked by then is chased every working day until it is done. When the stage climbs unresolved, the list is over: [6] - Find out the facts (from the opening of the stage, only where the answer to “Is the child in care?” is yes) [6]",
      "- Where the answer to “Is the child in care?” is yes: 24 hours instead. [9]",
      "- Or sooner: within 20 working days from the raising, if that is earlier. [9]",
      "- Notice, with what is sent from “Last” on. [8] - Concern - Issue: issue - In care: the answer to “Is the child in care?” - Said: responses of “Talking” - Told: the day on which the Chair was told at “Talking” - Agreed: the answer to “Does your manager agree?” at “Talking”",
      "THE ORGANISATION’S OWN NUMBERS - Talking: speak: 2 working days. A deployment can set another, as “talk/settle”.",
      "Does your manager agree? (yes or no) It goes on by declaration only with “yes”; in silence, at its deadline all the same. [6]",
      "What would be past already when its stage opens is due at the end of the next working day.",
      "Informed: Chair of the partnership, when the stage opens, each time the receiving agency responds, and when it has ended. [6]",
    ])
      expect(words).toContain(each);
  });

  test("the same working day is said as the day by whose end it is due", () => {
    const days = file("days.yaml", {
      'immediate risk: { words: Immediate risk, clause: "1" }':
        'immediate risk: { words: Immediate risk, each stage within: same working day, clause: "1" }',
      "        within: 3 working days":
        '        within: same working day\n        or sooner: [{ within: immediately, from: raised, clause: "1" }]',
    });
    const words = policy("show", days).out.replace(/\s+/g, " ");
    for (const each of [
      "To be done: settle it. By the end of the same working day as the opening of the stage; or sooner, immediately, by the end of the same working day as the raising. [1]",
      "Or sooner: immediately, by the end of the same working day as the raising, if that is earlier. [1]",
      "Each stage is then due by the end of the same working day, counted from its opening, or from the flag if that is later.",
    ])
      expect(words).toContain(each);
    expect(words).not.toContain("ithin same");
  });

  test("PRE-02 so does what is sent and told at all stages: digests, practice alerts, practitioners, copies", () => {
    const shown = (id: string) => policy("show", id).out.replace(/\s+/g, " ");
    const inbox =
      "- The partnership’s inbox is sent both, the figures and a list of the open escalations, every week on the partnership’s day (or the next working day), for the week before: the service’s own default, for every policy. Day and hour stand in the directory; where it says nothing, they are Monday and 09:00, the service’s own default.";
    const knowsley = shown("knowsley");
    expect(knowsley).toContain(inbox);
    expect(knowsley).toMatch(
      /- Policy and Performance Group is sent the figures \(numbers, types, stages, times taken\) and a list of the open escalations on the first working day of every month, for the month before\. \[1, last paragraph .*?Our reading: The text does not say how often\./,
    );
    expect(knowsley).not.toContain("Alerts about practice");
    const provider = shown("training-provider");
    for (const each of [
      "for the month before. The figures of each area whose policy is not held go to its local partnership too, where one is known. [The list on records",
      "The practitioners of both agencies hear of every challenge and decision.",
      "Beside a local policy, what it says of filing, figures and what practitioners hear binds its own people. [Introduction",
    ])
      expect(provider).toContain(each);
    expect(shown("milton-keynes")).toContain("Each agency gets its own copy of the record at the end of every stage.");
    const medway = shown("medway");
    for (const each of [
      "PARTNERSHIP PRACTICE ALERT - Alerts about practice that are not about one case go to the Learning Lessons group. [3 and Appendix Three] Our reading: The text gives no timescales",
      "- It does not replace: the Escalation Process; whistleblowing; ",
      "- Each agency of the group is to respond within 10 working days, and the group to conclude within 20 working days, and again to close it. What is overdue is asked for every 5 working days; silence never closes an alert.",
      "- Until they are done the group is sent a list of its open alerts, who has not responded, and the actions that are due and overdue, every week on the partnership’s day (or the next working day), for the week before: the service’s own default.",
      "- Partnership Practice Alert: respond within: 10 working days. A deployment can set another, as “practice alerts/respond within”. - Partnership Practice Alert: conclude within: 20 working days.",
    ])
      expect(medway).toContain(each);
    const region = file("region.yaml", {
      "area: { id: small, name: Small }":
        "region: { id: both, name: The North, areas: [{ id: a, name: Northdale }, { id: b, name: Southdale }] }",
    });
    expect(shown(region)).toContain(
      "It is the policy for The North (Northdale and Southdale); an area’s own policy comes first.",
    );
  });
});

describe("npm run policy -- simulate", () => {
  test("KNO-04 Knowsley in silence over Christmas: every deadline, climb and chase, with the days off by name", () => {
    const { code, out } = policy("simulate", "knowsley", "--raised", "2026-12-21T10:00");
    expect(code).toBe(0);
    // 22, 23, 24 December | 29, 30, 31, 4, 5 January | 6, 7, 8, 11, 12 | 13, 14, 15, 18, 19.
    expect(due(out)).toEqual([
      "5pm on Thursday 24 December 2026",
      "5pm on Tuesday 5 January 2027",
      "5pm on Tuesday 12 January 2027",
      "5pm on Tuesday 19 January 2027",
    ]);
    for (const each of [
      "Friday 25 December 2026: Christmas Day, bank holiday\nSaturday 26 December 2026: weekend\nSunday 27 December 2026: weekend\nMonday 28 December 2026: Boxing Day (substitute day), bank holiday\n",
      "Friday 1 January 2027: New Year’s Day, bank holiday",
      "\nThursday 24 December 2026\n  9:30am   Reminder, last day: ",
      "  5:01pm   “Stage 1: practitioners” climbs to “Stage 2: line managers”: deadline passed",
      "\nThursday 31 December 2026\n  9:30am   Reminder, half time: ",
      "✉ asked: line manager of the raising agency, line manager of the receiving agency",
      "✉ told: Business Manager of the partnership, Assistant Director or Director of the raising agency",
      "\nWednesday 20 January 2027\n  9:30am   Chased: make recommendations to the agencies",
    ])
      expect(out).toContain(each);
    expect(out.trimEnd()).toMatch(
      /Not closed: and so on, until it is done\. Say what happens, or until when: --until\.$/,
    );
  });

  test("SHR-06 Shropshire in silence over Christmas: five timescales from the disagreement", () => {
    const { code, out } = policy("simulate", "shropshire", "--raised", "2026-12-21T10:00", "--subject", "adult");
    expect(code).toBe(0);
    // 22, 23 | 24, 29 | 30 | 31 December, 4 January | 5, 6. The classification is owed ten working days after stage 4 opened
    // on the evening of 30 December: 31, 4, 5, 6, 7, 8, 11, 12, 13, 14 January.
    expect(due(out)).toEqual([
      "5pm on Wednesday 23 December 2026",
      "5pm on Tuesday 29 December 2026",
      "5pm on Wednesday 30 December 2026",
      "5pm on Monday 4 January 2027",
      "5pm on Thursday 14 January 2027",
      "5pm on Wednesday 6 January 2027",
    ]);
    expect(out).toContain("“Stage 4: Senior Managers” climbs to “Stage 5: Assistant Director”: deadline passed");
  });

  test("SHR-06 raised late it says so, and counts from the raising", () => {
    const { out } = policy(
      "simulate",
      "shropshire",
      "--raised",
      "2026-11-23T10:00",
      "--arose",
      "2026-11-16",
      "--until",
      "2026-11-24",
    );
    expect(out).toContain("The concern is raised, late: it was due 5pm on Wednesday 18 November 2026");
    expect(due(out)).toEqual(["5pm on Wednesday 25 November 2026"]);
    expect(out.trimEnd()).toMatch(/Not closed: still open midnight on Tuesday 24 November 2026\.$/);
  });

  test("ALL-06 what people do: a resolution at stage 2, confirmed in writing, and it is closed", () => {
    const { code, out } = policy(
      "simulate",
      "knowsley",
      "--raised",
      "2026-11-23T10:00",
      "--event",
      "2026-11-25T09:15 respond",
      "--event",
      "2026-11-30T11:00 propose",
      "--event",
      "2026-11-30T15:00 accept",
      "--event",
      "2026-12-01T10:00 done",
    );
    expect(code).toBe(0);
    // 24, 25, 26 November, and then the written confirmation: 1, 2 December.
    expect(due(out)).toEqual([
      "5pm on Thursday 26 November 2026",
      "5pm on Thursday 3 December 2026",
      "5pm on Wednesday 2 December 2026",
    ]);
    expect(out).toContain("“Stage 2: line managers” ends: resolved");
    expect(out.trimEnd()).toMatch(/Closed 10am on Tuesday 1 December 2026: resolved\.$/);
  });

  test("KNO-01 with immediate risk it opens at stage 2, and its timescale is a guide", () => {
    const { out } = policy(
      "simulate",
      "knowsley",
      "--raised",
      "2026-12-21T10:00",
      "--immediate-risk",
      "--until",
      "2026-12-31",
    );
    expect(out).toContain("immediate risk is flagged");
    // 22, 23, 24, 29, 30 December.
    expect(due(out)[0]).toBe("5pm on Wednesday 30 December 2026");
    expect(out).toContain("Guide timescale passes at “Stage 2: line managers”");
    expect(out).not.toContain("“Stage 1: practitioners” opens");
  });

  test("MK-03 a meeting that is held is what a later stage counts from", () => {
    const { code, out } = policy(
      "simulate",
      "milton-keynes",
      "--raised",
      "2026-11-23T10:00",
      "--event",
      "2026-11-25T11:00 meeting",
      "--event",
      "2026-11-26T10:00 unresolved",
      "--event",
      "2026-11-27T10:00 unresolved",
      "--until",
      "2026-11-28",
    );
    expect(code).toBe(0);
    // Ten calendar days from Wednesday 25 November: Saturday 5 December.
    expect(due(out).at(-1)).toBe("5pm on Saturday 5 December 2026");
  });

  const gated = () =>
    file("gated.yaml", {
      "    ends by: agreement":
        '    before it goes on:\n      - { id: agrees, question: Agreed?, answer: yes or no, must be: "yes", clause: "1" }\n      - { id: why, question: Why?, answer: text, clause: "1" }\n    ends by: agreement',
    });
  const declared = (typed: string) =>
    policy("simulate", gated(), "--raised", "2026-11-23T10:00", "--until", "2026-11-25", "--event", typed);

  test("a declaration answers what is asked before it goes on; what is not answered is the answer with which it goes on", () => {
    expect(declared("2026-11-24T10:00 unresolved").out).toContain("“First” climbs to “Last”: unresolved");
    expect(declared("2026-11-24T10:00 unresolved why=no reply came").out).toContain("“First” climbs to “Last”");
    expect(declared("2026-11-24T10:00 unresolved why=no reply came agrees=no")).toMatchObject({
      code: 1,
      errors: expect.stringMatching(
        /unresolved why=no reply came agrees=no”: The policy lets it go on by declaration only where the answer is “yes”/,
      ),
    });
    for (const [typed, says] of [
      ["2026-11-24T10:00 unresolved agrees=maybe", /the answer to agrees is yes or no/],
      ["2026-11-24T10:00 unresolved agree=yes", /come answers, as agrees=<answer>\. It is asked then: agrees, why\./],
      ["2026-11-24T10:00 unresolved no", /come answers, as agrees=<answer>/],
      ["2026-11-24T10:00 respond agrees=no", /nothing is asked then, so nothing follows: leave out “agrees=no”/],
      [
        "2026-11-24T10:00 done act-on-result by raising",
        /who does it comes before which it is: write "2026-11-24T10:00 done by raising act-on-result"/,
      ],
    ] as const)
      expect(declared(typed)).toMatchObject({ code: 1, errors: expect.stringMatching(says) });
  });

  test("PRE-02 it says which: a meeting or a discussion, the duty that is done, the items that are ticked", () => {
    const shropshire = policy(
      "simulate",
      "shropshire",
      "--raised",
      "2026-11-23T10:00",
      "--subject",
      "adult",
      ...[
        "2026-11-24T10:00 meeting",
        "2026-11-24T10:30 discussion by receiving",
        "2026-11-24T11:00 unresolved",
        "2026-11-24T12:00 tick facts",
      ].flatMap((each) => ["--event", each]),
      "--until",
      "2026-11-25",
    );
    for (const each of [
      "10am     A meeting is recorded, by the raising agency",
      "10:30am  A discussion is recorded, by the receiving agency",
      "Ticked, by the raising agency: ☑ Ascertain the facts relating to the disagreement\n",
    ])
      expect(shropshire.out).toContain(each);
    const knowsley = policy(
      "simulate",
      "knowsley",
      "--raised",
      "2026-11-23T10:00",
      ...[
        "2026-11-24T09:00 unresolved",
        "2026-11-24T09:30 arrange 2026-11-25T10:00",
        "2026-11-24T10:00 propose",
        "2026-11-24T11:00 accept",
        "2026-11-24T12:00 done",
      ].flatMap((each) => ["--event", each]),
    );
    expect(knowsley.out).toMatch(/Done: confirm the outcome in writing to your counterpart.*, by the receiving agency/);
    expect(knowsley.out).toContain(
      "A meeting is arranged for 10am on Wednesday 25 November 2026, by the raising agency",
    );
  });

  test("a story file says the same as options do", () => {
    const story = join(folder, "story.yaml");
    writeFileSync(
      story,
      "raised: 2026-11-23T10:00\narose: 2026-11-20\nhappens:\n  - 2026-11-24T16:00 accept\n  - 2026-11-24T11:00 propose\n",
    );
    const { code, out } = policy("simulate", "knowsley", story);
    expect(code).toBe(0);
    expect(out.trimEnd()).toMatch(/Closed 4pm on Tuesday 24 November 2026: resolved\.$/);
    writeFileSync(story, "raised: 2026-11-23T10:00\nweather: fine\n");
    expect(policy("simulate", "knowsley", story)).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/story\.yaml:2: “weather” cannot stand here: what can is raised, arose/),
    });
  });

  test("in summer the times are those of London too", () => {
    // Thursday 25 June 2026: 26, 29, 30 June.
    const { out } = policy("simulate", "knowsley", "--raised", "2026-06-25T23:30", "--until", "2026-06-27");
    expect(due(out)).toEqual(["5pm on Tuesday 30 June 2026"]);
    expect(out).toContain("\nThursday 25 June 2026\n  11:30pm  The concern is raised");
  });
});
