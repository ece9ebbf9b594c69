/** Whether a policy makes sense as a whole: what is an error, what is a warning, and that the published ones have neither. */
import { describe, expect, test } from "vitest";
import { stateMachineFor, stateMachineName, type Branch } from "../../../infra/state-machine.ts";
import { loadPolicy, PolicyFileError } from "../../../policies/language/load.ts";
import { soundnessOf } from "../../../policies/language/soundness.ts";
import { publishedPolicies } from "../../../policies/published.ts";
import { smallPolicy } from "../small.ts";

const found = (changes: Readonly<Record<string, string>>) =>
  soundnessOf(loadPolicy(smallPolicy(changes), "small.yaml")).map(
    ({ severity, path, says }) => `${severity} ${path.join("/")}: ${says}`,
  );

const published = publishedPolicies().map((policy) => [`${policy.policy} ${policy.version}`, policy] as const);

describe.each(published)("PRE-02 %s", (_, policy) => {
  test("PRE-02 makes sense as a whole: nothing to correct and nothing to look at", () => {
    expect(soundnessOf(policy)).toEqual([]);
  });

  test("PRE-02 makes a state machine whose names Step Functions takes: at most 80 characters, no two alike", () => {
    const names = (branch: Branch): string[] =>
      Object.entries(branch.States).flatMap(([name, state]) => [
        name,
        ...(state.Type === "Parallel" ? state.Branches.flatMap(names) : []),
      ]);
    const all = names(stateMachineFor(policy));
    expect(all.filter((name) => name.length > 80)).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
    expect(stateMachineName(policy).length).toBeLessThanOrEqual(80);
  });
});

/** What runs a policy goes where the record says: any stage can be the first to be opened. */
function waysInto(text: string): string[] {
  const state = stateMachineFor(loadPolicy(text, "small.yaml")).States["Where next"];
  return state?.Type === "Choice"
    ? state.Choices.flatMap((each) => ("StringEquals" in each ? [each.StringEquals] : []))
    : [];
}

/** Parts of the small policy that the tests change. */
const settle = `        within: 3 working days
        from: stage opened
        met by: resolution
        when passed: climb
        clause: "1"`;
const conclude = `        within: 5 working days
        from: stage opened
        met by: outcome
        when passed: chase
        chase every: 1 working day`;
const body = '    body: { role: chair, through: partnership inbox, clause: "2" }';
const firstEnds = "    ends by: agreement";
const immediate = 'immediate risk: { words: Immediate risk, clause: "1" }';
const asks = (question: string) => `asks when raised:\n  - ${question}\nstages:`;
const inCare = '{ id: in-care, question: Is the child in care?, answer: yes or no, clause: "1" }';
const before = (opensAt: string) =>
  `before the formal process:\n  confirms: [{ id: spoken, question: Have they spoken?, clause: "1" }]\n  otherwise opens at: ${opensAt}\n  explains: Speak first.\n  clause: "1"\nstages:`;
const informal = (stage: string) => `  - stage: ${stage}
    title: ${stage}
    clause: "0"
    informal: true
    raising side: [practitioner]
    receiving side: [practitioner]
    clocks: [{ clock: settle, asks: speak, within: 2 working days, from: stage opened, met by: resolution, when passed: climb, clause: "0" }]
    ends by: agreement
`;

test("MED-01, PRE-02 an informal stage and a later one at which a concern may open are ways of their state machine from its start", () => {
  const text = smallPolicy({
    "stages:\n": `may open at: [{ stage: last, because: It is serious, clause: "1" }]\n${before("talk")}\n${informal("talk")}`,
  });
  for (const stage of ["talk", "first", "last"])
    expect(waysInto(text)).toEqual(expect.arrayContaining([`open:${stage}`, `wait:${stage}`]));
});

describe("PRE-02 what makes sense is let pass", () => {
  test.each<[string, Record<string, string>]>([
    ["the small policy", {}],
    [
      "a manager whom a concern can name",
      { "  chair:": "  manager: { called: manager, held in: agency, named as: manager }\n  chair:" },
    ],
    ["an informal stage that opens", { "stages:\n": `${before("talk")}\n${informal("talk")}` }],
    [
      "cumulative timescales",
      {
        [settle]: settle.replace("stage opened", "raised"),
        [conclude]: conclude.replace("stage opened", "raised"),
      },
    ],
    [
      "a stand-in of the body",
      {
        "{ role: chair,": "{ role: chair, stand in: vice,",
        "  chair:": "  vice: { called: Vice Chair, held in: partnership }\n  chair:",
      },
    ],
    [
      "a question that decides a timescale",
      {
        "stages:": asks(inCare),
        [settle]: settle.replace(
          "        from:",
          '        instead: [{ only if: { in-care: "yes" }, within: 24 hours, clause: "1" }]\n        from:',
        ),
      },
    ],
  ])("PRE-02 %s", (_what, changes) => {
    expect(found(changes)).toEqual([]);
  });
});

describe("PRE-02 what cannot be meant is found, with what to write instead", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      "a stage to which nothing leads",
      { "stages:\n": `${before("talk")}\n${informal("nowhere")}${informal("talk")}` },
      /^error stages\/0\/stage: no concern ever comes to “nowhere”: name it under “otherwise opens at”/,
    ],
    [
      "a stage none of whose timescales is met by what ends it",
      { [settle]: settle.replace("resolution", "response") },
      /^error stages\/0\/clocks: no timescale of this stage is met by what ends it: give one clock “met by: resolution”/,
    ],
    [
      "a last stage that nobody hears of again",
      { [conclude]: conclude.replace("chase\n        chase every: 1 working day", "note") },
      /^error stages\/1\/clocks: when the last stage is late nobody hears of it again.*“when passed: chase”/,
    ],
    [
      "a last stage that only agreement ends",
      {
        [body]: "    raising side: [practitioner]\n    receiving side: [practitioner]",
        "  chair: { called: Chair, held in: partnership }\n": "",
        "met by: outcome": "met by: resolution",
        "ends by: outcome": "ends by: agreement",
      },
      /^warning stages\/1\/endsBy: the last stage ends only when both sides agree/,
    ],
    [
      "a response where nobody responds",
      { [conclude]: conclude.replace("outcome", "response") },
      /^error stages\/1\/clocks\/0\/metBy: nobody responds at this stage: it has no “receiving side”/,
    ],
    [
      "an outcome where there is no body",
      { [settle]: settle.replace("resolution", "outcome") },
      /^error stages\/0\/clocks\/0\/metBy: nobody gives an outcome at a stage that ends by agreement/,
    ],
    [
      "a resolution where the body has the word",
      { [conclude]: conclude.replace("outcome", "resolution") },
      /^error stages\/1\/clocks\/0\/metBy: this stage ends by its body’s word/,
    ],
    [
      "a later stage that is due before an earlier one",
      {
        [settle]: settle.replace("3 working days", "10 working days").replace("stage opened", "raised"),
        [conclude]: conclude.replace("stage opened", "raised"),
      },
      /^error stages\/1\/clocks\/0\/within: both count from the same event, and this is due before the earlier stage “First” is/,
    ],
    [
      "a later stage that is due before an earlier one in some weeks",
      {
        [settle]: settle.replace("3 working days", "5 working days").replace("stage opened", "raised"),
        [conclude]: conclude.replace("5 working days", "7 days").replace("stage opened", "raised"),
      },
      /^warning stages\/1\/clocks\/0\/within: in some weeks this is due before the earlier stage “First” is/,
    ],
    [
      "a later stage without time of its own",
      {
        [settle]: settle.replace("stage opened", "raised"),
        [conclude]: conclude.replace("5 working days", "3 working days").replace("stage opened", "raised"),
      },
      /^warning stages\/1\/clocks\/0\/within: this is due when the earlier stage “First” is/,
    ],
    [
      "a chase that is slower than the timescale",
      { "chase every: 1 working day": "chase every: 4 weeks" },
      /^warning stages\/1\/clocks\/0\/chaseEvery: it is chased less often \(4 weeks\) than the whole timescale is long \(5 working days\)/,
    ],
    [
      "a chase of nobody",
      { [settle]: `${settle}\n        chase every: 1 working day` },
      /^warning stages\/0\/clocks\/0\/chaseEvery: nobody is chased here/,
    ],
    [
      "a maximum that is a guide",
      { [settle]: `${settle}\n        is maximum: true\n        is a guide: true` },
      /^error stages\/0\/clocks\/0\/isAGuide: a timescale is a maximum or a guide/,
    ],
    [
      "words in place of a number that the policy has",
      { [settle]: `${settle}\n        in words: without delay` },
      /^warning stages\/0\/clocks\/0\/inWords: .*“set by: organisation”/,
    ],
    [
      "another timescale that is the same",
      {
        "stages:": asks(inCare),
        [settle]: `${settle}\n        instead: [{ only if: { in-care: "yes" }, within: 3 working days, clause: "1" }]`,
      },
      /^warning stages\/0\/clocks\/0\/instead\/0\/within: this is the timescale that there is anyway/,
    ],
    [
      "what is never sooner",
      { [settle]: `${settle}\n        or sooner: [{ within: 2 weeks, from: stage opened, clause: "1" }]` },
      /^warning stages\/0\/clocks\/0\/orSooner\/0\/within: this is never sooner than 3 working days/,
    ],
    [
      "time left for a stage that is over",
      { [conclude]: `${conclude}\n        leaves time for: { stage: first, clock: settle }` },
      /^error stages\/1\/clocks\/0\/leavesTimeFor\/stage: “first” does not come after this stage/,
    ],
    [
      "a clock from a stage that can be passed over",
      {
        [immediate]: 'immediate risk: { words: Immediate risk, opens at: last, clause: "1" }',
        [conclude]: conclude.replace("stage opened", "deadline settle of first"),
      },
      /^warning stages\/1\/clocks\/0\/from: a concern can come here without having been at “First”.*“otherwise from”/,
    ],
    [
      "a question of nobody",
      {
        "    ends by: outcome":
          '    page asks: { receiving side: [{ id: aim, question: What?, answer: text, clause: "1" }] }\n    ends by: outcome',
      },
      /^warning stages\/1\/pageAsks\/receivingSide: nobody of these acts at this stage/,
    ],
    [
      "a gate that nobody passes",
      {
        [firstEnds]: `${firstEnds}\n    before it goes on: [{ id: agreed, question: Does your manager agree?, answer: yes or no, must be: agreed, clause: "1" }]`,
      },
      /^error stages\/0\/beforeItGoesOn\/0\/mustBe: nobody would find exactly these words/,
    ],
    [
      "immediate risk that opens where everything does",
      { [immediate]: 'immediate risk: { words: Immediate risk, opens at: first, clause: "1" }' },
      /^warning immediateRisk\/opensAt: every concern opens there/,
    ],
    [
      "immediate risk that makes nothing shorter",
      { [immediate]: 'immediate risk: { words: Immediate risk, each stage within: 2 weeks, clause: "1" }' },
      /^warning immediateRisk\/eachStageWithin: no stage is longer than this/,
    ],
    [
      "raising that takes longer than the first stage",
      {
        "stages:":
          'raise: { within: 5 working days, from: disagreement arose, when passed: record as late, clause: "1" }\nstages:',
        [settle]: settle.replace("stage opened", "disagreement arose"),
      },
      /^warning raise\/within: a concern that is raised in time may find its first stage over/,
    ],
    [
      "a role that nothing uses",
      { "  chair:": "  nurse: { called: nurse, held in: agency }\n  chair:" },
      /^warning roles\/nurse: nothing in the policy uses the role “nurse”/,
    ],
    [
      "a role that does not differ",
      {
        "named as: practitioner }":
          'named as: practitioner, differs: [{ in agencies of kind: health, is: [practitioner], clause: "1" }] }',
      },
      /^warning roles\/practitioner\/differs\/0\/is: “practitioner” is “practitioner” anyway/,
    ],
    [
      "a question that decides nothing and shows nowhere",
      { "stages:": asks(inCare) },
      /^warning asksWhenRaised\/0\/id: the answer to “in-care” decides nothing and shows nowhere/,
    ],
    [
      "a condition that never holds",
      {
        [firstEnds]: `${firstEnds}\n    inform: [{ who: chair, of: partnership, only if: { subject: adult }, clause: "1" }]`,
      },
      /^error stages\/0\/inform\/0\/onlyIf\/subject: this can never hold: the policy covers child only/,
    ],
    [
      "a condition that always holds",
      {
        [firstEnds]: `${firstEnds}\n    inform: [{ who: chair, of: partnership, only if: { subject: child }, clause: "1" }]`,
      },
      /^warning stages\/0\/inform\/0\/onlyIf\/subject: this holds whatever is answered/,
    ],
    [
      "a case that an earlier one covers",
      {
        "stages:": asks(inCare),
        [settle]: `${settle}\n        instead:\n          - { only if: { in-care: "yes" }, within: 24 hours, clause: "1" }\n          - { only if: { in-care: "yes", subject: [child] }, within: 2 working days, clause: "1" }`,
      },
      /^warning stages\/0\/clocks\/0\/instead\/1: an earlier one holds wherever this does/,
    ],
    [
      "a form that nobody gets",
      {
        "stages:\n": `forms:\n  - { form: notice, title: Notice, from stage: nowhere, clause: "1", parts: [{ fields: [{ label: Issue, shows: issue }] }] }\n${before("talk")}\n${informal("nowhere")}${informal("talk")}`,
      },
      /^warning forms\/0\/fromStage: no concern comes to that stage/,
    ],
    [
      "a field of which there is never anything",
      {
        "stages:":
          'forms:\n  - { form: notice, title: Notice, from stage: first, clause: "1", parts: [{ fields: [{ label: Resolution, shows: resolution of last }] }] }\nstages:',
      },
      /^warning forms\/0\/parts\/0\/fields\/0\/shows: there is never anything of this at “Last”/,
    ],
  ])("PRE-02 %s", (_what, changes, expected) => {
    expect(found(changes)).toContainEqual(expect.stringMatching(expected));
  });
});

describe("PRE-02 names that what runs a policy needs for itself are refused", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ["a stage", { "- stage: last": "- stage: after-the-end" }, /“after-the-end” is taken, by the service itself/],
    ["a clock", { "clock: conclude": "clock: checklist" }, /“checklist” is taken/],
    ["another clock", { "clock: settle": "clock: answer-proposal" }, /“answer-proposal” is taken/],
  ])("PRE-02 %s", (_what, changes, says) => {
    const load = () => loadPolicy(smallPolicy(changes), "small.yaml");
    expect(load).toThrow(PolicyFileError);
    expect(load).toThrow(says);
  });
});
