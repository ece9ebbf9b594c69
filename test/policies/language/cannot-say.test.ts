/** What people would naturally write and the language does not have: refused with its line, its reason and what to write instead. */
import { describe, expect, test } from "vitest";
import { loadPolicy, PolicyFileError } from "../../../policies/language/load.ts";
import { placesOf, keysAt } from "../../../policies/language/vocabulary.ts";
import { smallPolicy } from "../small.ts";

/** What is said of a change to the small policy, by place: exactly one problem. */
function refusalOf(from: string, to: string): { line: number; place: string; message: string } {
  const text = smallPolicy({ [from]: to });
  try {
    loadPolicy(text, "policies/small/1.yaml");
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    expect(error.problems).toHaveLength(1);
    const [problem] = error.problems;
    if (problem) return problem;
  }
  throw new Error(`“${to}” was not refused`);
}

const inStage = "    ends by: agreement";
const inClock = "        when passed: climb";
const atTop = "nation:";

describe("PRE-02 a key that the language has no word for is refused with what to write instead", () => {
  test.each<[string, string, string, RegExp]>([
    [
      "holding the disputed action",
      inStage,
      "hold the decision: true",
      /does not hold the disputed action back.*“about”/,
    ],
    ["a gate on climbing", inStage, "gate: manager agrees", /no gate holds back.*“before it goes on”.*“must be: yes”/],
    ["climbing only if", inStage, "climbs only if: yes", /no gate holds back/],
    ["approval to climb", inStage, "approval to climb: manager", /no gate holds back/],
    ["before climbing", inStage, "before climbing: ask the manager", /no gate holds back/],
    ["the status quo", atTop, "status quo: true", /does not hold the disputed action back/],
    [
      "warning the other side",
      inStage,
      "warn before climbing: 1 working day",
      /nobody is warned separately.*“before it goes on”/,
    ],
    ["telling the family", inStage, "tell the family: true", /never to the person or family.*“checklist”/],
    ["informing the person", inStage, "inform person: yes", /never to the person or family.*“checklist”/],
    ["each of several must answer", inStage, "each must answer: true", /any may answer.*“each is asked: true”/],
    ["all must agree", inStage, "all must agree: true", /any may answer/],
    [
      "a step after the last stage",
      atTop,
      "after the last stage: scrutineer",
      /no step of another body.*“kind: review”/,
    ],
    ["an appeal", atTop, "appeal: ombudsman", /no step of another body/],
    [
      "a limit on the whole",
      atTop,
      "overall limit: 30 working days",
      /no limit on the whole.*“or sooner: \[\{ within: /,
    ],
    ["to be completed within", atTop, "complete within: 6 weeks", /no limit on the whole/],
    [
      "who judges whether it is settled",
      inStage,
      "settled by: [line-manager]",
      /one side accepts what the other proposes.*“unresolved by”/,
    ],
    ["a quorum", inStage, "quorum: 3", /nobody counts votes.*“about”/],
    ["votes", inStage, "voting: majority", /nobody counts votes/],
    ["an address", atTop, "email: chair@small.example", /stands in the directory/],
    ["a reminder", inClock, "reminder: 1 working day", /reminders go out by themselves.*“chase every/],
    ["where it goes", inStage, "escalate to: last", /climbs to the one after it.*“may refer”/],
    ["school holidays", atTop, "school holidays: excluded", /“nation”.*school holidays count as working days/],
    ["a condition", inClock, "if: urgent", /“only if: \{ question: answer \}”/],
    ["a deadline", inClock, "deadline: 5 working days", /“within: 5 working days”/],
    ["a start", inClock, "starts from: raised", /“from: stage opened”/],
    ["who", inStage, "who: line manager", /“raising side: \[line-manager\]”/],
    ["whom to notify", inStage, "notify: chair", /“inform: /],
    ["a description", inStage, "description: what happens", /“about”/],
    ["a note", inStage, "note: see above", /“reading”.*#/],
    ["a paragraph", inStage, "paragraph: 4.2", /“clause”/],
    ["a template", inStage, "template: Form A", /“forms” at the top/],
    ["an extension", inClock, "extension: by agreement", /“sides may agree a later date: true”/],
    ["urgency", inClock, "urgent: 24 hours", /“asks when raised”.*“instead: /],
    ["a minimum", inClock, "minimum: 1 day", /“is maximum: true”.*no minimum/],
  ])("PRE-02 %s", (_what, where, written, remedy) => {
    const indent = /^ */.exec(where)?.[0] ?? "";
    const { line, place, message } = refusalOf(where, `${indent}${written}\n${where}`);
    expect(message).toMatch(remedy);
    expect(message).toContain("the language of policies has no such word here: ");
    expect(place.endsWith(written.split(":")[0] ?? "")).toBe(true);
    const text = smallPolicy({ [where]: `${indent}${written}\n${where}` });
    expect(text.split("\n")[line - 1]?.trim()).toBe(written);
  });
});

describe("PRE-02 a misspelt key is refused with the one that is meant", () => {
  test.each([
    ["        when passed: climb", "        whenPassed: climb", "when passed"],
    ["        when passed: climb", "        when-passed: climb", "when passed"],
    ["        when passed: climb", "        when_passed: climb", "when passed"],
    ["        met by: resolution", "        Met By: resolution", "met by"],
    ["        met by: resolution", "        met bye: resolution", "met by"],
    ["covers: [child]", "cover: [child]", "covers"],
    ["disagreements:", "disagreement:", "disagreements"],
    ["disagreements:", "dissagreements:", "disagreements"],
    ["    raising side: [practitioner]", "    raising sides: [practitioner]", "raising side"],
    ["    receiving side: [practitioner]", "    recieving side: [practitioner]", "receiving side"],
    ["in force from:", "in-force-from:", "in force from"],
    ["    clocks:\n      - clock: settle", "    clock:\n      - clock: settle", "clocks"],
  ])("PRE-02 %j written as %j", (from, to, meant) => {
    const text = smallPolicy({ [from]: to });
    const problems = (() => {
      try {
        loadPolicy(text, "small.yaml");
      } catch (error) {
        if (error instanceof PolicyFileError) return error.problems.map((each) => each.message);
      }
      return [];
    })();
    expect(problems).toContain(`the language of policies has no such word here: did you mean “${meant}”?`);
  });

  test("PRE-02 a key that stands elsewhere is told where", () => {
    expect(refusalOf(inStage, `    within: 5 working days\n${inStage}`).message).toContain(
      "“within” stands under “raise”, in each of “clocks”",
    );
    const { message } = refusalOf(inStage, `    only if: { subject: child }\n${inStage}`);
    for (const each of ["differs", "instead", "inform", "items"]) expect(message).toContain(`in each of “${each}”`);
    expect(refusalOf(atTop, `inform: []\n${atTop}`).message).toContain("“inform” stands in each of “stages”");
  });

  test("PRE-02 any other key is told what can stand there", () => {
    const { message } = refusalOf("{ called: Chair,", "{ called: Chair, colour: red,");
    expect(message).toContain(
      "see policies/README.md for what can be said. Here it can be “called”, “held in”, “named as”",
    );
  });

  test("PRE-02 what can stand where is read from the schema", () => {
    expect(keysAt([])).toContain("in force from");
    expect(keysAt(["stages", 0, "clocks", 1])).toEqual(
      expect.arrayContaining(["within", "or sooner", "leaves time for"]),
    );
    expect(keysAt(["roles", "chair", "differs", 0])).toContain("each is asked");
    expect(keysAt(["forms", 0, "parts", 0, "fields", 0])).toEqual(["label", "shows"]);
    expect(placesOf("chase every")).toContain("in each of “clocks”");
    expect(placesOf("nothing of the kind")).toEqual([]);
    expect(placesOf("policy")).toEqual(["at the top"]);
    expect(placesOf("called")).toEqual(["in each of “roles”"]);
    expect(placesOf("opens at")).toEqual(["under “immediate risk”"]);
    expect(placesOf("shows")).toEqual(["in each of “fields”"]);
    expect(placesOf("raising side")).toEqual(["in each of “stages”", "under “page asks”", "under “asks of”"]);
    expect(placesOf("from")).toEqual([
      "under “raise”",
      "in each of “clocks”",
      "in each of “or sooner”",
      "in each of “afterwards”",
    ]);
  });
});

describe("PRE-02 a text that is no timescale is refused with one that is", () => {
  test.each([
    ["five working days", "5 working days"],
    ["five (5) working days", "5 working days"],
    ["5 days (working)", "5 working days"],
    ["5 Working Days", "5 working days"],
    ["5 business days", "5 working days"],
    ["5wd", "5 working days"],
    ["within 5 working days", "5 working days"],
    ["no later than 10 days", "10 days"],
    ["10 calendar days", "10 days"],
    ["1 working days", "1 working day"],
    ["one week", "1 week"],
    ["24 hrs", "24 hours"],
    ["24h", "24 hours"],
    ["next working day", "1 working day"],
    ["same day", "same working day"],
    ["end of day", "same working day"],
    ["at once", "immediately"],
  ])("PRE-02 %j is meant as %j", (written, meant) => {
    expect(refusalOf("within: 3 working days", `within: ${written}`)).toEqual({
      line: 26,
      place: "stages › 1 › clocks › 1 › within",
      message: `“${written}” is not a timescale: write, for example, “${meant}”`,
    });
    expect(() => loadPolicy(smallPolicy({ "within: 3 working days": `within: ${meant}` }), "small.yaml")).not.toThrow();
  });

  test.each([
    ["as soon as possible", /gives no number.*“set by: organisation” and “in words: as soon as possible”/],
    ["asap", /gives no number/],
    ["without delay", /gives no number.*“in words: without delay”/],
    ["promptly", /gives no number/],
    ["1 month", /months are not all of one length.*“4 weeks” or “30 days”/],
    ["30 minutes", /the shortest timescale is “1 hour”/],
    ["10 school days", /school days are not known/],
    ["5-7 working days", /has no single end\. Write the longer one/],
    ["at least 5 days", /at the latest/],
    ["a while", /write, for example, “5 working days”.*“set by: organisation”.*“in words”/],
    ["7", /7 of what\?.*“7 working days” or “7 days”/],
  ])("PRE-02 %j", (written, remedy) => {
    expect(refusalOf("within: 3 working days", `within: ${written}`).message).toMatch(remedy);
    expect(refusalOf("chase every: 1 working day", `chase every: ${written}`).message).toMatch(remedy);
  });

  test("PRE-02 “immediately”, and hours with what the text counts them as, can be said", () => {
    for (const each of ["immediately", "48 hours (2 working days)", "same working day", "2 weeks"])
      expect(() =>
        loadPolicy(smallPolicy({ "within: 3 working days": `within: ${each}` }), "small.yaml"),
      ).not.toThrow();
  });
});

describe("PRE-02 a value that is none of those allowed", () => {
  test.each([
    [
      "        met by: resolution",
      "        met by: resolutions",
      /did you mean “resolution”\? Otherwise write one of: /,
    ],
    ["        met by: resolution", "        met by: minutes sent", /“kind: minutes”.*write one of: /],
    ["        met by: resolution", "        met by: panel", /write “met by: meeting held”/],
    ["    ends by: outcome", "    ends by: majority vote", /nobody counts votes/],
    ["        when passed: climb", "        when passed: hold", /holds nothing back/],
    ["        when passed: climb", "        when passed: warn", /nobody is warned separately/],
    [
      "        when passed: climb",
      "        when passed: climb only if agreed",
      /silence always climbs.*“before it goes on”/,
    ],
    ["through: partnership inbox", "through: the letter box", /^write one of: partnership inbox, the holder$/],
  ])("PRE-02 %j written as %j", (from, to, remedy) => {
    expect(refusalOf(from, to).message).toMatch(remedy);
  });
});

test.each(["a panel or conference decision", "family disagreement", "stopped or paused", "minutes", "vote"])(
  "PRE-02 a type of disagreement “reported as: %s” is told the list, and nothing of deadlines or of meetings",
  (written) => {
    const { message } = refusalOf("reported as: threshold or level of need", `reported as: ${written}`);
    expect(message).toMatch(/^write one of: threshold or level of need, .*other$/);
  },
);
