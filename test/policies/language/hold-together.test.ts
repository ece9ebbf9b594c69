/** What one part of a policy says of another and does not hold: found at its line and place, with what to write instead, and nothing else. */
import { describe, expect, test } from "vitest";
import { loadPolicy, PolicyFileError } from "../../../policies/language/load.ts";
import { smallPolicy } from "../small.ts";

type Changes = Readonly<Record<string, string>>;

/** Every problem of the small policy once it is changed, one a line: “17 region: …”. */
function problemsOf(changes: Changes): readonly string[] {
  try {
    loadPolicy(smallPolicy(changes), "policies/small/1.yaml");
  } catch (error) {
    if (error instanceof PolicyFileError)
      return error.problems.map(({ line, place, message }) => `${line} ${place}: ${message}`);
    throw error;
  }
  return [];
}

// Where the small policy is added to: at its top, at the end of a stage, among the roles and the clocks.
const top = (lines: string) => ({ "stages:\n": `${lines}\nstages:\n` });
const first = (lines: string) => ({ "    ends by: agreement\n": `${lines}\n    ends by: agreement\n` });
const last = (lines: string) => ({ "    ends by: outcome\n": `${lines}\n    ends by: outcome\n` });
const role = (line: string) => ({ "  chair: {": `${line}\n  chair: {` });
const question = (rest: string) => top(`asks when raised:\n  - { id: care, question: In care?, ${rest}, clause: "1" }`);
const duty = (rest: string) =>
  `    afterwards:\n      - { duty: confirm, asks: confirm, ${rest}, within: 1 working day, chase every: 1 working day, clause: "1" }`;
const clockIn = (rest: string) =>
  `      - { clock: speak, asks: speak, within: 1 working day, when passed: note, clause: "1", ${rest} }`;
const second = (rest: string) => ({
  '        clause: "2"\n    ends by': `        clause: "2"\n${clockIn(rest)}\n    ends by`,
});
const clock = (rest: string, times = 1) => ({
  '        when passed: climb\n        clause: "1"\n': `        when passed: climb\n        clause: "1"\n${`${clockIn(rest)}\n`.repeat(times)}`,
});
const form = (shows: string) =>
  top(
    `forms:\n  - form: record\n    title: Record\n    from stage: first\n    clause: "1"\n    parts:\n      - title: Part\n        fields:\n          - { label: Field, shows: ${shows} }`,
  );

const refused: readonly (readonly [string, Changes, readonly string[]])[] = [
  [
    "a condition on what nobody asks",
    role(
      '  nurse: { called: nurse, held in: agency, differs: [{ only if: { care: yes }, is: [practitioner], clause: "1" }] }',
    ),
    [
      "13 roles › nurse › differs › 1 › only if › care: nothing called “care” is asked when a concern is raised: ask it under “asks when raised”, or write “subject”",
    ],
  ],
  [
    "a condition on a free answer",
    {
      ...question("answer: text"),
      ...role(
        '  nurse: { called: nurse, held in: agency, differs: [{ only if: { care: yes }, is: [practitioner], clause: "1" }] }',
      ),
    },
    [
      "13 roles › nurse › differs › 1 › only if › care: the answer to “care” is free: only yes or no, one of and any of can decide something",
    ],
  ],
  [
    "a condition on an answer that there is not",
    {
      ...question("answer: yes or no"),
      ...role(
        '  nurse: { called: nurse, held in: agency, differs: [{ only if: { care: perhaps }, is: [practitioner], clause: "1" }] }',
      ),
    },
    ["13 roles › nurse › differs › 1 › only if › care: “perhaps” is no answer to “care”: the answers are yes, no"],
  ],
  [
    "a condition on no such person",
    role(
      '  nurse: { called: nurse, held in: agency, differs: [{ only if: { subject: dog }, is: [practitioner], clause: "1" }] }',
    ),
    [
      "13 roles › nurse › differs › 1 › only if › subject: “dog” is no answer to “subject”: the answers are child, adult, community",
    ],
  ],
  [
    "a difference without when",
    role('  nurse: { called: nurse, held in: agency, differs: [{ is: [practitioner], clause: "1" }] }'),
    ["13 roles › nurse › differs › 1: say where it differs: “in agencies of kind” or “only if”, or both"],
  ],
  [
    "a difference in the partnership",
    role(
      '  scrutineer: { called: scrutineer, held in: partnership, differs: [{ in agencies of kind: police, is: [practitioner], clause: "1" }] }',
    ),
    ["13 roles › scrutineer › differs › 1: only somebody of an agency differs by the agency"],
  ],
  [
    "a stand-in of oneself",
    role("  nurse: { called: nurse, held in: agency, stand in: [nurse] }"),
    ["13 roles › nurse › stand in › 1: nobody stands in for themselves"],
  ],
  [
    "a stand-in from elsewhere",
    role("  nurse: { called: nurse, held in: agency, stand in: [chair] }"),
    [
      "13 roles › nurse › stand in › 1: “chair” is held in the partnership, and is named here as somebody of the agency",
    ],
  ],
  [
    "somebody of an agency through the partnership",
    role("  nurse: { called: nurse, held in: agency, through: partnership inbox }"),
    ["13 roles › nurse › through: somebody of an agency is not reached through the partnership’s inbox"],
  ],
  [
    "somebody of the partnership named in the concern",
    role("  scrutineer: { called: scrutineer, held in: partnership, named as: manager }"),
    ["13 roles › scrutineer › named as: a concern names people of the two agencies, and nobody of the partnership"],
  ],
  [
    "a clock from no question",
    clock("from: answer care, met by: discussion"),
    ["31 stages › 1 › clocks › 2 › from: nothing called “care” is asked when a concern is raised"],
  ],
  [
    "a clock from an answer that is no date",
    { ...question("answer: text"), ...clock("from: answer care, met by: discussion") },
    ["33 stages › 1 › clocks › 2 › from: the answer to “care” is not a date"],
  ],
  [
    "a clock from an answer that may stay out",
    { ...question("answer: date, required: false"), ...clock("from: answer care, met by: discussion") },
    [
      "33 stages › 1 › clocks › 2 › from: “care” may stay without an answer: say what the clock runs from then, with “otherwise from”",
    ],
  ],
  [
    "a clock from an answer of some agencies",
    { ...question("answer: date, when an agency is: police"), ...clock("from: answer care, met by: discussion") },
    [
      "33 stages › 1 › clocks › 2 › from: “care” may stay without an answer: say what the clock runs from then, with “otherwise from”",
    ],
  ],
  [
    "a clock from a later stage",
    clock("from: meeting held in last, otherwise from: stage opened, met by: discussion"),
    ["31 stages › 1 › clocks › 2 › from: “last” does not come before this stage and cannot start its clock"],
  ],
  [
    "a clock from no stage",
    second("from: meeting held in third, otherwise from: stage opened, met by: discussion"),
    ["45 stages › 2 › clocks › 2 › from: there is no stage “third”: the stages are first, last"],
  ],
  [
    "a clock from no clock",
    second("from: deadline talk of first, met by: discussion"),
    ["45 stages › 2 › clocks › 2 › from: stage “first” has no clock “talk”"],
  ],
  [
    "a clock from a meeting that may never be",
    second("from: meeting held in first, met by: discussion"),
    [
      "45 stages › 2 › clocks › 2 › from: a meeting may never be held: say what the clock runs from then, with “otherwise from”",
    ],
  ],
  [
    "a clock from a meeting of its own stage",
    clock("from: meeting held, met by: discussion"),
    [
      "31 stages › 1 › clocks › 2 › from: no meeting has been held when a stage opens: name an earlier stage, “meeting held in <stage>”",
    ],
  ],
  [
    "a clock from the end",
    clock("from: resolution reached, met by: discussion"),
    ["31 stages › 1 › clocks › 2 › from: what is due after the end of a stage belongs under “afterwards”"],
  ],
  [
    "a clock that sooner runs from an end",
    clock(
      "from: stage opened, met by: discussion, or sooner: [{ within: 1 hour, from: resolution reached, clause: '1' }]",
    ),
    [
      "31 stages › 1 › clocks › 2 › or sooner › 1 › from: what comes sooner must have begun when the stage opens: write “raised”, “disagreement arose”, “stage opened”, “answer <question>” or “deadline <clock> of <stage>”",
    ],
  ],
  [
    "a clock that leaves time for none",
    clock("from: stage opened, met by: discussion, leaves time for: { clock: talk, stage: last }"),
    ["31 stages › 1 › clocks › 2 › leaves time for: there is no clock “talk” in a stage “last”"],
  ],
  [
    "two clocks of one name",
    clock("from: stage opened, met by: discussion", 2),
    ["32 stages › 1 › clocks › 3 › clock: there are two clocks in this stage called “speak”: give each its own"],
  ],
  [
    "a clock and a duty of one name",
    first(
      duty("kind: confirmation, by: raising side, to: counterpart, from: resolution reached").replace(
        "duty: confirm",
        "duty: settle",
      ),
    ),
    ["32 stages › 1 › afterwards › 1 › duty: there are two clocks in this stage called “settle”: give each its own"],
  ],
  [
    "a clock of the service's own name",
    { "clock: settle": "clock: checklist" },
    ["24 stages › 1 › clocks › 1 › clock: “checklist” is taken: call the clock something else"],
  ],
  [
    "a duty of the service's own name",
    first(
      duty("kind: confirmation, by: raising side, to: counterpart, from: resolution reached").replace(
        "duty: confirm",
        "duty: answer-proposal",
      ),
    ),
    ["32 stages › 1 › afterwards › 1 › duty: “answer-proposal” is taken: call the duty something else"],
  ],
  [
    "a stage of the service's own name",
    { "stage: first": "stage: raise" },
    ["18 stages › 1 › stage: “raise” is taken, by the service itself: call the stage something else"],
  ],
  [
    "two stages of one name",
    { "stage: last": "stage: first" },
    ["32 stages › 2 › stage: there are two stages called “first”: give each its own"],
  ],
  [
    "two types of disagreement of one name",
    {
      "disagreements:\n":
        "disagreements:\n  - { id: level, words: Another, reported as: threshold or level of need }\n",
    },
    ["17 disagreements › 2 › id: there are two types of disagreement called “level”: give each its own"],
  ],
  [
    "no area",
    { "area: { id: small, name: Small }\n": "" },
    ["1 area: say for which “area” or “region” it is, or “own policy of an organisation: true”"],
  ],
  [
    "an area and a region",
    top("region: { id: south, name: South, areas: [{ id: east, name: East }, { id: west, name: West }] }"),
    ["17 region: a policy is an area’s, a region’s or an organisation’s own, and only one of these"],
  ],
  [
    "an area and an organisation",
    top("own policy of an organisation: true"),
    [
      "17 own policy of an organisation: a policy is an area’s, a region’s or an organisation’s own, and only one of these",
    ],
  ],
  [
    "beside a local policy",
    top('beside a local policy: { clause: "1" }'),
    ["17 beside a local policy: only an organisation’s own policy can hold beside a local one"],
  ],
  [
    "two questions of one name",
    top(
      'asks when raised:\n  - { id: care, question: In care?, answer: yes or no, clause: "1" }\n  - { id: care, question: In care?, answer: yes or no, clause: "1" }',
    ),
    ["19 asks when raised › 2 › id: there are two questions called “care”: give each its own"],
  ],
  [
    "whom it concerns, asked again",
    top('asks when raised:\n  - { id: subject, question: Who?, answer: text, clause: "1" }'),
    ["18 asks when raised › 1 › id: whom it concerns is always asked: call this something else"],
  ],
  [
    "only informal stages",
    {
      "    title: First\n": "    title: First\n    informal: true\n",
      "    title: Last\n": "    title: Last\n    informal: true\n",
    },
    [
      "17 stages: a policy needs at least one stage that is not informal",
      "20 stages › 1 › informal: informal stages come before the formal ones: move this stage up, or leave out “informal”",
      "20 stages › 1 › informal: say under “before the formal process” when this stage opens",
      "35 stages › 2 › informal: informal stages come before the formal ones: move this stage up, or leave out “informal”",
      "35 stages › 2 › informal: say under “before the formal process” when this stage opens",
    ],
  ],
  [
    "an informal stage after a formal one",
    { "    title: Last\n": "    title: Last\n    informal: true\n" },
    [
      "34 stages › 2 › informal: informal stages come before the formal ones: move this stage up, or leave out “informal”",
      "34 stages › 2 › informal: say under “before the formal process” when this stage opens",
    ],
  ],
  [
    "an informal stage that nothing opens",
    { "    title: First\n": "    title: First\n    informal: true\n" },
    ["20 stages › 1 › informal: say under “before the formal process” when this stage opens"],
  ],
  [
    "what comes before and opens a formal stage",
    top(
      'before the formal process:\n  confirms:\n    - { id: spoken, question: Spoken?, clause: "1" }\n  explains: First speak.\n  otherwise opens at: first\n  clause: "1"',
    ),
    ["21 before the formal process › otherwise opens at: “first” is not an informal stage"],
  ],
  [
    "what comes before and is asked too",
    top(
      'asks when raised:\n  - { id: spoken, question: Spoken?, answer: text, clause: "1" }\nbefore the formal process:\n  confirms:\n    - { id: spoken, question: Spoken?, clause: "1" }\n  explains: First speak.\n  otherwise opens at: third\n  clause: "1"',
    ),
    [
      "21 before the formal process › confirms › 1 › id: there are two questions called “spoken”: give each its own",
      "23 before the formal process › otherwise opens at: there is no stage “third”: the stages are first, last",
    ],
  ],
  [
    "an entry at the first stage",
    top('may open at: [{ stage: first, because: Harm, clause: "1" }]'),
    ["17 may open at › 1 › stage: a concern enters at the first stage anyway: name a later one"],
  ],
  [
    "an entry at no stage",
    top('may open at: [{ stage: third, because: Harm, clause: "1" }]'),
    [
      "17 may open at › 1 › stage: there is no stage “third”: the stages are first, last",
      "17 may open at › 1 › stage: a concern enters at the first stage anyway: name a later one",
    ],
  ],
  [
    "raised late, for no clock",
    top(
      'raise: { within: 1 working day, from: disagreement arose, when passed: record as late, then count from: raised, clause: "1" }',
    ),
    ["17 raise › then count from: no clock counts from “disagreement arose”, so raising late changes none"],
  ],
  [
    "figures passed on by a partnership",
    top('digests: [{ to: chair, every: month, what: figures, passed on to: local partnership, clause: "1" }]'),
    ["17 digests › 1 › passed on to: only an organisation’s own figures are passed on to local partnerships"],
  ],
  [
    "two forms of one name",
    top(
      "forms:\n" +
        ["a", "b"]
          .map(
            () =>
              '  - form: record\n    title: Record\n    from stage: first\n    clause: "1"\n    parts:\n      - title: Part\n        fields:\n          - { label: Field, shows: reference }',
          )
          .join("\n"),
    ),
    ["26 forms › 2 › form: there are two forms called “record”: give each its own"],
  ],
  [
    "a form from no stage",
    top(
      'forms:\n  - form: record\n    title: Record\n    from stage: third\n    clause: "1"\n    parts:\n      - title: Part\n        fields:\n          - { label: Field, shows: reference }',
    ),
    ["20 forms › 1 › from stage: there is no stage “third”: the stages are first, last"],
  ],
  [
    "a form with an answer that nobody is asked",
    form("answer care"),
    ["25 forms › 1 › parts › 1 › fields › 1 › shows: nothing called “care” is asked when a concern is raised"],
  ],
  [
    "a form with an answer of a stage that asks nothing",
    form("answer care at first"),
    ["25 forms › 1 › parts › 1 › fields › 1 › shows: nothing called “care” is asked at stage “first”"],
  ],
  [
    "a form with a date told to somebody who is not",
    form("date chair was told at first"),
    [
      "25 forms › 1 › parts › 1 › fields › 1 › shows: “chair” is not told of stage “first”: name them under its “inform”",
    ],
  ],
  [
    "a scope of an organisation's policy",
    {
      "area: { id: small, name: Small }\n": "own policy of an organisation: true\n",
      ...top('scope:\n  - { rule: receiving agency works in the area, clause: "1" }'),
    },
    ["18 scope › 1 › rule: this is about an area: an organisation’s own policy has none"],
  ],
  [
    "a stage that either side declares, with a body",
    last("    unresolved by: either side"),
    ["45 stages › 2 › unresolved by: only a stage of two sides can be declared unresolved"],
  ],
  [
    "what comes before the last stage goes on",
    last('    before it goes on:\n      - { id: manager, question: Consulted?, answer: yes or no, clause: "2" }'),
    ["45 stages › 2 › before it goes on: the last stage goes nowhere, so nothing has to come before that"],
  ],
  [
    "a checklist of a side that is not there",
    last(
      '    checklist:\n      of: raising side\n      chase every: 1 working day\n      clause: "2"\n      items:\n        - { item: facts, words: Facts, clause: "2" }',
    ),
    ["46 stages › 2 › checklist › of: nobody acts for the raising side at this stage"],
  ],
  [
    "a checklist with one item twice",
    first(
      '    checklist:\n      of: raising side\n      chase every: 1 working day\n      clause: "1"\n      items:\n        - { item: facts, words: Facts, clause: "1" }\n        - { item: facts, words: Facts, clause: "1" }',
    ),
    [
      "37 stages › 1 › checklist › items › 2 › item: there are two items of this checklist called “facts”: give each its own",
    ],
  ],
  [
    "a further manager of no two sides",
    last("    may include further managers: { clause: '1' }"),
    [
      "45 stages › 2 › may include further managers: a further manager joins one of two sides, and this stage has not both",
    ],
  ],
  [
    "advice of somebody of the partnership",
    first('    may ask advice of: { role: chair, clause: "1" }'),
    [
      "31 stages › 1 › may ask advice of › role: “chair” is held in the partnership, and is named here as somebody of the agency",
    ],
  ],
  [
    "somebody told by a free answer",
    first(
      '    page asks:\n      raising side:\n        - { id: abroad, question: Abroad?, answer: text, tells: { role: chair, of: partnership }, clause: "1" }',
    ),
    [
      "33 stages › 1 › page asks › raising side › 1 › tells: somebody is told where the answer is yes: make it a “yes or no” question",
    ],
  ],
  [
    "somebody of an agency told as of the partnership",
    first(
      '    page asks:\n      raising side:\n        - { id: abroad, question: Abroad?, answer: yes or no, tells: { role: practitioner, of: partnership }, clause: "1" }',
    ),
    [
      "33 stages › 1 › page asks › raising side › 1 › tells › role: “practitioner” is held in the agency, and is named here as somebody of the partnership",
    ],
  ],
  [
    "one page question twice",
    first(
      '    page asks:\n      raising side:\n        - { id: abroad, question: Abroad?, answer: text, clause: "1" }\n        - { id: abroad, question: Abroad?, answer: text, clause: "1" }',
    ),
    [
      "34 stages › 1 › page asks › raising side › 2 › id: there are two questions of this page called “abroad”: give each its own",
    ],
  ],
  [
    "the same told twice",
    first(
      '    inform:\n      - { who: practitioner, of: raising side, when: [stage opens], clause: "1" }\n      - { who: practitioner, of: each side, when: [each response], clause: "1" }',
    ),
    ["33 stages › 1 › inform › 2 › who: “practitioner” is told of this stage already: say all of “when” in one place"],
  ],
  [
    "a choice without options",
    first(duty("kind: choice, by: raising side, to: counterpart, from: resolution reached")),
    [
      "32 stages › 1 › afterwards › 1 › options: a duty of the kind “choice” has “options” to choose from, and no other has",
    ],
  ],
  [
    "options of what is no choice",
    first(
      duty(
        "kind: confirmation, by: raising side, to: counterpart, from: resolution reached, options: [{ id: yes, words: Yes }, { id: no, words: No }]",
      ),
    ),
    [
      "32 stages › 1 › afterwards › 1 › options: a duty of the kind “choice” has “options” to choose from, and no other has",
    ],
  ],
  [
    "a side's duty with a role",
    first(duty("kind: confirmation, by: raising side, role: practitioner, to: counterpart, from: resolution reached")),
    [
      "32 stages › 1 › afterwards › 1 › role: only a duty of the partnership’s has a role: a side’s is owed by those who acted for it",
    ],
  ],
  [
    "a partnership's duty to a counterpart",
    last(duty("kind: confirmation, by: partnership, to: counterpart, from: outcome given")),
    [
      "46 stages › 2 › afterwards › 1 › to: the partnership has no counterpart: write “raising practitioner” or “partnership”",
      "46 stages › 2 › afterwards › 1: a duty of the partnership's needs “role”: whose it is",
    ],
  ],
  [
    "a partnership's duty of somebody who is not told",
    last(duty("kind: confirmation, by: partnership, role: chair, to: partnership, from: outcome given")),
    [
      "46 stages › 2 › afterwards › 1 › role: “chair” is not told of this stage and cannot owe anything: name them under “inform” first",
    ],
  ],
  [
    "a referral backwards",
    last('    may refer: { to: first, because: Harm, clause: "2" }'),
    ["45 stages › 2 › may refer › to: a matter is referred to a later stage"],
  ],
  [
    "a duty from the other kind of end",
    first(duty("kind: confirmation, by: raising side, to: counterpart, from: outcome given")),
    [
      "32 stages › 1 › afterwards › 1 › from: nothing would start this: what is owed at this stage runs from “stage opened”, “meeting held” or “resolution reached”",
    ],
  ],
  [
    "a last stage that climbs",
    { "        when passed: chase\n        chase every: 1 working day\n": "        when passed: climb\n" },
    ["42 stages › 2 › clocks › 1 › when passed: the last stage has nowhere to climb: write “chase” with “chase every”"],
  ],
  [
    "a stage that nothing makes climb",
    { "        when passed: climb\n": "        when passed: note\n" },
    ["23 stages › 1 › clocks: nothing would make this stage climb: give one clock “when passed: climb”"],
  ],
  [
    "a stage before the last with a body's word",
    { "    ends by: agreement": "    ends by: outcome" },
    [
      "31 stages › 1 › ends by: only a “body” can end a stage by outcome",
      "31 stages › 1 › ends by: only the last stage ends by a body's word: write “agreement”, or put this stage last. What another body does after it is a “review” under “afterwards”",
    ],
  ],
  [
    "a body of an agency through the partnership",
    {
      "body: { role: chair, through: partnership inbox":
        "body: { role: practitioner, of: raising side, through: partnership inbox, stand in: chair",
    },
    [
      "35 stages › 2 › body › through: a body of an agency is not reached through the partnership: write “the holder”",
      "35 stages › 2 › body › stand in: only a body of the partnership has a stand-in: in an agency, the matter is handed on",
    ],
  ],
  [
    "a form with a date told to nobody of the policy",
    form("date nurse was told at first"),
    [
      "25 forms › 1 › parts › 1 › fields › 1 › shows: there is no role “nurse”: the roles are practitioner, chair",
      "25 forms › 1 › parts › 1 › fields › 1 › shows: “nurse” is not told of stage “first”: name them under its “inform”",
    ],
  ],
  [
    "a form with the opening of no stage",
    form("date of opening of third"),
    ["25 forms › 1 › parts › 1 › fields › 1 › shows: there is no stage “third”: the stages are first, last"],
  ],
  [
    "a form with two things, one of which is not there",
    form("[reference, answer care]"),
    ["25 forms › 1 › parts › 1 › fields › 1 › shows › 2: nothing called “care” is asked when a concern is raised"],
  ],
  [
    "a stage called the end",
    { "stage: first": "stage: end" },
    ["18 stages › 1 › stage: “end” is taken, by the service itself: call the stage something else"],
  ],
  [
    "a stage called ended",
    { "stage: last": "stage: ended" },
    ["32 stages › 2 › stage: “ended” is taken, by the service itself: call the stage something else"],
  ],
  [
    "a duty called as the service calls lists",
    first(
      duty("kind: confirmation, by: raising side, to: counterpart, from: resolution reached").replace(
        "duty: confirm",
        "duty: checklist",
      ),
    ),
    ["32 stages › 1 › afterwards › 1 › duty: “checklist” is taken: call the duty something else"],
  ],
  [
    "alerts for somebody of an agency",
    top(
      'practice alerts: { title: Practice Alert, group: practitioner, about: practice, does not replace: [whistleblowing], about a case: the other form, respond within: 10 working days, conclude within: 20 working days, chase every: 5 working days, set by: organisation, clause: "1" }',
    ),
    [
      "17 practice alerts › group: “practitioner” is held in the agency, and is named here as somebody of the partnership",
    ],
  ],
  [
    "figures for somebody of an agency",
    top('digests: [{ to: practitioner, every: month, what: figures, clause: "1" }]'),
    ["17 digests › 1 › to: “practitioner” is held in the agency, and is named here as somebody of the partnership"],
  ],
  [
    "a difference by somebody of the partnership",
    role(
      '  nurse: { called: nurse, held in: agency, differs: [{ in agencies of kind: police, is: [chair], clause: "1" }] }',
    ),
    [
      "13 roles › nurse › differs › 1 › is › 1: “chair” is held in the partnership, and is named here as somebody of the agency",
    ],
  ],
  [
    "a side that is held in the partnership",
    { "    raising side: [practitioner]": "    raising side: [chair]" },
    [
      "21 stages › 1 › raising side › 1: “chair” is held in the partnership, and is named here as somebody of the agency",
    ],
  ],
  [
    "a body whose stand-in is of an agency",
    { "body: { role: chair, ": "body: { role: chair, stand in: practitioner, " },
    [
      "35 stages › 2 › body › stand in: “practitioner” is held in the agency, and is named here as somebody of the partnership",
    ],
  ],
  [
    "somebody told under a condition on what nobody asks",
    first(
      '    inform:\n      - { who: practitioner, of: raising side, when: [stage opens], only if: { care: yes }, clause: "1" }',
    ),
    [
      "32 stages › 1 › inform › 1 › only if › care: nothing called “care” is asked when a concern is raised: ask it under “asks when raised”, or write “subject”",
    ],
  ],
  [
    "somebody told as of the partnership who is not",
    first('    inform:\n      - { who: practitioner, of: partnership, when: [stage opens], clause: "1" }'),
    [
      "32 stages › 1 › inform › 1 › who: “practitioner” is held in the agency, and is named here as somebody of the partnership",
    ],
  ],
  [
    "somebody told as of a side who is not",
    first('    inform:\n      - { who: chair, of: raising side, when: [stage opens], clause: "1" }'),
    [
      "32 stages › 1 › inform › 1 › who: “chair” is held in the partnership, and is named here as somebody of the agency",
    ],
  ],
  [
    "a list under a condition on what nobody asks",
    first(
      '    checklist:\n      of: raising side\n      chase every: 1 working day\n      clause: "1"\n      items:\n        - { item: facts, words: Facts, only if: { care: yes }, clause: "1" }',
    ),
    [
      "36 stages › 1 › checklist › items › 1 › only if › care: nothing called “care” is asked when a concern is raised: ask it under “asks when raised”, or write “subject”",
    ],
  ],
  [
    "a list of the receiving side, which is not there",
    last(
      '    checklist:\n      of: receiving side\n      chase every: 1 working day\n      clause: "2"\n      items:\n        - { item: facts, words: Facts, clause: "2" }',
    ),
    ["46 stages › 2 › checklist › of: nobody acts for the receiving side at this stage"],
  ],
  [
    "a list of the one side where only the other acts",
    {
      "    receiving side: [practitioner]\n": "",
      ...first(
        '    checklist:\n      of: receiving side\n      chase every: 1 working day\n      clause: "1"\n      items:\n        - { item: facts, words: Facts, clause: "1" }',
      ),
    },
    [
      "18 stages › 1: say who acts: “raising side” and “receiving side”, or a “body”",
      "31 stages › 1 › checklist › of: nobody acts for the receiving side at this stage",
      "36 stages › 1 › ends by: a stage that ends by agreement needs a “raising side” and a “receiving side”",
    ],
  ],
  [
    "a duty of somebody of an agency who is told",
    first(
      duty("kind: confirmation, by: partnership, role: practitioner, to: partnership, from: resolution reached") +
        '\n    inform:\n      - { who: practitioner, of: raising side, when: [stage opens], clause: "1" }',
    ),
    [
      "32 stages › 1 › afterwards › 1 › role: “practitioner” is not told of this stage and cannot owe anything: name them under “inform” first",
    ],
  ],
  [
    "a referral to no stage",
    first('    may refer: { to: third, because: Harm, clause: "1" }'),
    [
      "31 stages › 1 › may refer › to: there is no stage “third”: the stages are first, last",
      "31 stages › 1 › may refer › to: a matter is referred to a later stage",
    ],
  ],
  [
    "a referral to itself",
    first('    may refer: { to: first, because: Harm, clause: "1" }'),
    ["31 stages › 1 › may refer › to: a matter is referred to a later stage"],
  ],
  [
    "a clock that otherwise runs from a later stage",
    clock("from: stage opened, otherwise from: meeting held in last, met by: discussion"),
    ["31 stages › 1 › clocks › 2 › otherwise from: “last” does not come before this stage and cannot start its clock"],
  ],
  [
    "a clock that sooner runs from a later stage",
    clock(
      "from: stage opened, met by: discussion, or sooner: [{ within: 1 hour, from: deadline conclude of last, clause: '1' }]",
    ),
    [
      "31 stages › 1 › clocks › 2 › or sooner › 1 › from: “last” does not come before this stage and cannot start its clock",
    ],
  ],
  [
    "a clock under a condition on what nobody asks",
    clock("from: stage opened, met by: discussion, instead: [{ within: 1 hour, only if: { care: yes }, clause: '1' }]"),
    [
      "31 stages › 1 › clocks › 2 › instead › 1 › only if › care: nothing called “care” is asked when a concern is raised: ask it under “asks when raised”, or write “subject”",
    ],
  ],
  [
    "a clock from a body's word",
    clock("from: outcome given, met by: discussion"),
    ["31 stages › 1 › clocks › 2 › from: what is due after the end of a stage belongs under “afterwards”"],
  ],
  [
    "a clock that leaves time for one of another stage",
    clock("from: stage opened, met by: discussion, leaves time for: { clock: settle, stage: last }"),
    ["31 stages › 1 › clocks › 2 › leaves time for: there is no clock “settle” in a stage “last”"],
  ],
];

describe("PRE-02 what does not hold together is refused by line, place and remedy, and is all that is refused", () => {
  test.each(refused)("PRE-02 %s", (_what, changes, problems) => {
    expect(problemsOf(changes)).toEqual(problems);
  });
});
