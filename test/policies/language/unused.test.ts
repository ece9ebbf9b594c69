/** What a policy lists and nothing uses, conditions that decide nothing, and timescales of two stages that do not go together: where, and in which words. */
import { describe, expect, test } from "vitest";
import { loadPolicy } from "../../../policies/language/load.ts";
import type { Clock, Policy, Stage } from "../../../policies/language/schema.ts";
import { soundnessOf, type Finding } from "../../../policies/language/soundness.ts";
import { conditionsThatDecideNothing, questionsUnused, rolesUnused } from "../../../policies/language/unused.ts";
import { smallPolicy } from "../small.ts";

const small = loadPolicy(smallPolicy(), "small.yaml");
const [first, last] = small.stages;
const [settle] = first?.clocks ?? [];
const [conclude] = last?.clocks ?? [];
if (!first || !last || !settle || !conclude) throw new Error("The small policy has two stages with a clock each");

const where = (findings: readonly Finding[]) => findings.map(({ severity, path }) => `${severity} ${path.join("/")}`);
const says = (findings: readonly Finding[]) => findings.map((each) => each.says);

type Question = Policy["asksWhenRaised"][number];
const inCare: Question = {
  id: "in-care",
  question: "Is the child in care?",
  answer: "yes or no",
  required: true,
  clause: "1",
};
const colour: Question = {
  id: "colour",
  question: "Which?",
  answer: "one of",
  options: [
    { id: "red", words: "Red" },
    { id: "blue", words: "Blue" },
  ],
  required: true,
  clause: "1",
};

/** The small policy with its first stage and its questions otherwise. */
const having = (stage: Partial<Stage>, asksWhenRaised: Question[] = [inCare], over: Partial<Policy> = {}): Policy => ({
  ...small,
  asksWhenRaised,
  stages: [{ ...first, ...stage }, last],
  ...over,
});
const within = (count: number): Clock["within"] => ({ count, unit: "working days" });
const instead = (onlyIf: Record<string, string[]>): Clock => ({
  ...settle,
  instead: [{ within: within(1), onlyIf, clause: "1" }],
});
const differs = (...each: Policy["roles"][string]["differs"]): Partial<Policy> => {
  const { practitioner } = small.roles;
  if (!practitioner) throw new Error("The small policy has practitioners");
  return { roles: { ...small.roles, practitioner: { ...practitioner, differs: each } } };
};
const other = { is: ["chair"], eachIsAsked: false, clause: "1" };

describe("PRE-02 conditions that decide nothing", () => {
  const never = { subject: ["adult"] };

  test("PRE-02 one that never holds is an error where it stands: at a role, a clock, who is told, an item of a list", () => {
    const item = { item: "facts", words: "Gather the facts", when: "stage opens", clause: "1", onlyIf: never } as const;
    const policy = having(
      {
        clocks: [instead(never)],
        inform: [{ who: "chair", of: "partnership", when: ["stage opens"], onlyIf: never, clause: "1" }],
        checklist: { of: "raising side", chaseEvery: within(1), items: [item], clause: "1" },
      },
      [],
      differs({ ...other, onlyIf: never }),
    );
    expect(where(conditionsThatDecideNothing(policy))).toEqual([
      "error roles/practitioner/differs/0/onlyIf/subject",
      "error stages/0/clocks/0/instead/0/onlyIf/subject",
      "error stages/0/inform/0/onlyIf/subject",
      "error stages/0/checklist/items/0/onlyIf/subject",
    ]);
    expect(says(conditionsThatDecideNothing(policy))[0]).toBe(
      "this can never hold: the policy covers child only. Cover more under “covers”, or leave this out",
    );
  });

  test("PRE-02 what could be answered is told, one by one", () => {
    expect(says(conditionsThatDecideNothing(having({ clocks: [instead({ colour: ["green"] })] }, [colour])))).toEqual([
      "this can never hold: the policy covers red, blue only. Cover more under “covers”, or leave this out",
    ]);
  });

  test("PRE-02 one that holds whatever is answered is a warning, unless it need not be answered", () => {
    const always = (...questions: Question[]) =>
      where(conditionsThatDecideNothing(having({ clocks: [instead({ "in-care": ["yes", "no"] })] }, questions)));
    const found = ["warning stages/0/clocks/0/instead/0/onlyIf/in-care"];
    expect(always(inCare)).toEqual(found);
    expect(always({ ...inCare, required: false })).toEqual([]);
    expect(always(inCare, { ...colour, required: false })).toEqual(found);
    expect(always({ ...inCare, required: false }, colour)).toEqual([]);
  });

  test("PRE-02 one behind another that holds whenever it does is a warning", () => {
    const behind = (...each: Policy["roles"][string]["differs"]) =>
      where(conditionsThatDecideNothing(having({}, [inCare, colour], differs(...each))));
    const found = ["warning roles/practitioner/differs/1"];
    const police = { ...other, inAgenciesOfKind: "police" } as const;
    const health = { ...other, inAgenciesOfKind: "health" } as const;
    expect(behind(other, police)).toEqual(found);
    expect(behind(police, police)).toEqual(found);
    expect(behind(police, health)).toEqual([]);
    expect(behind(police, other)).toEqual([]);
    const red = { colour: ["red"] };
    const yes = { "in-care": ["yes"] };
    expect(behind({ ...other, onlyIf: red }, { ...other, onlyIf: { ...red, ...yes } })).toEqual(found);
    expect(behind({ ...other, onlyIf: { ...red, ...yes } }, { ...other, onlyIf: red })).toEqual([]);
    expect(behind({ ...other, onlyIf: red }, { ...other, onlyIf: { colour: ["red", "blue"] } })).toEqual([
      "warning roles/practitioner/differs/1/onlyIf/colour",
    ]);
    expect(behind({ ...other, onlyIf: red }, { ...police, onlyIf: undefined })).toEqual([]);
  });
});

describe("PRE-02 what nothing uses", () => {
  const showing = (shows: object) =>
    ({ forms: [{ fromStage: "first", parts: [{ fields: [{ shows: [shows] }] }] }] }) as unknown as Partial<Policy>;
  const unused = ["warning asksWhenRaised/0/id"];

  test("PRE-02 a question is used by a form that shows its answer, and not by one that shows something else", () => {
    const asked = (over: Partial<Policy>) => where(questionsUnused(having({}, [inCare], over)));
    expect(asked({})).toEqual(unused);
    expect(asked(showing({ fact: "answer", question: "in-care" }))).toEqual([]);
    expect(asked(showing({ fact: "answer", question: "colour" }))).toEqual(unused);
    expect(asked(showing({ fact: "answer", question: "in-care", stage: "first" }))).toEqual(unused);
    expect(asked(showing({ fact: "issue", question: "in-care" }))).toEqual(unused);
  });

  test("PRE-02 a question is used by a timescale that counts from its answer, in whichever of its ways", () => {
    const from = { event: "answer", question: "in-care" } as const;
    const asked = (over: Partial<Clock>) => where(questionsUnused(having({ clocks: [{ ...settle, ...over }] })));
    expect(asked({})).toEqual(unused);
    expect(asked({ from })).toEqual([]);
    expect(asked({ otherwiseFrom: from })).toEqual([]);
    expect(asked({ orSooner: [{ from, within: within(1), clause: "1" }] })).toEqual([]);
  });

  test("PRE-02 a role is used by whoever owes a duty of the partnership, and by whom nobody is, is told", () => {
    const extra = {
      ...small.roles,
      office: { called: "Office", heldIn: "partnership", differs: [] },
    } as Policy["roles"];
    const duty = {
      duty: "review",
      by: "partnership",
      role: "office",
      asks: "review it",
      from: { event: "resolution reached" },
      within: within(5),
      clause: "1",
    } as unknown as Stage["afterwards"][number];
    expect(rolesUnused(having({}, [], { roles: extra }))).toEqual([
      {
        severity: "warning",
        path: ["roles", "office"],
        says: "nothing in the policy uses the role “office”: use it at a stage, or leave it out",
      },
    ]);
    expect(rolesUnused(having({ afterwards: [duty] }, [], { roles: extra }))).toEqual([]);
  });
});

describe("PRE-02 timescales of two stages from one event", () => {
  const arose = { event: "disagreement arose" } as const;
  const two = (clocks: Clock[], later: Clock[]) =>
    where(
      soundnessOf({
        ...small,
        asksWhenRaised: [],
        stages: [
          { ...first, clocks },
          { ...last, clocks: later },
        ],
      }),
    ).filter((each) => each.includes("stages/1/clocks"));
  const one = (over: Partial<Clock>): Clock => ({ ...settle, ...over });
  const then = (over: Partial<Clock>): Clock => ({ ...conclude, ...over });
  const tooSoon = ["error stages/1/clocks/0/within"];

  test.each([
    ["the raising", { event: "raised" }],
    ["the disagreement", arose],
    ["an answer", { event: "answer", question: "day" }],
  ] as const)("PRE-02 counted from %s, the later stage is due after the earlier", (_what, from) => {
    expect(two([one({ from, within: within(5) })], [then({ from, within: within(3) })])).toEqual(tooSoon);
    expect(two([one({ from, within: within(3) })], [then({ from, within: within(5) })])).toEqual([]);
    expect(two([one({ from, within: within(3) })], [then({ from, within: within(3) })])).toEqual([
      "warning stages/1/clocks/0/within",
    ]);
  });

  test("PRE-02 those that count from different events are not compared", () => {
    const from = (question: string) => ({ event: "answer", question }) as const;
    expect(
      two([one({ from: from("day"), within: within(5) })], [then({ from: from("hour"), within: within(3) })]),
    ).toEqual([]);
    expect(
      two([one({ from: arose, within: within(5) })], [then({ from: { event: "raised" }, within: within(3) })]),
    ).toEqual([]);
    const beside = one({ clock: "beside", from: { event: "raised" }, within: within(10) });
    const both = [one({ from: arose, within: within(3) }), beside];
    expect(two(both, [then({ from: arose, within: within(5) })])).toEqual([]);
    expect(two(both, [then({ from: arose, within: within(2) })])).toEqual(tooSoon);
  });

  test("PRE-02 what is only noted when it passes is not compared", () => {
    const noted = { whenPassed: "note", metBy: "meeting held", from: arose } as const;
    expect(
      two(
        [one({ from: arose, within: within(1) }), one({ ...noted, clock: "meet", within: within(10) })],
        [then({ from: arose, within: within(5) })],
      ),
    ).toEqual([]);
    expect(
      two(
        [one({ from: arose, within: within(3) })],
        [then({ within: within(5) }), one({ ...noted, clock: "meet", within: within(1) })],
      ),
    ).toEqual([]);
  });

  test("PRE-02 one that counts from a deadline counts from what that counts from", () => {
    const meet = one({ clock: "meet", whenPassed: "note", metBy: "meeting held", from: arose, within: within(1) });
    const from = { event: "deadline", stage: "first", clock: "meet" } as const;
    const clocks = [one({ from: arose, within: within(10) }), meet];
    expect(two(clocks, [then({ from, within: within(2) })])).toEqual(tooSoon);
    expect(two(clocks, [then({ from, within: within(12) })])).toEqual([]);
    expect(two(clocks, [then({ from: { ...from, clock: "settle" }, within: within(2) })])).toEqual([]);
    expect(
      two([one({ from: { event: "stage opened" }, within: within(10) }), meet], [then({ from, within: within(2) })]),
    ).toEqual([]);
  });
});
