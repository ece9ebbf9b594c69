/** Where the check of a policy finds something and where it just does not; and the ways from stage to stage, in words. */
import { describe, expect, test } from "vitest";
import { loadPolicy } from "../../../policies/language/load.ts";
import type { Clock, Policy, Stage } from "../../../policies/language/schema.ts";
import { soundnessOf } from "../../../policies/language/soundness.ts";
import { canPassOver, reachable, waysOf } from "../../../policies/language/ways.ts";
import { smallPolicy } from "../small.ts";

const small = loadPolicy(smallPolicy(), "small.yaml");
const [first, last] = small.stages;
const [settle] = first?.clocks ?? [];
const [conclude] = last?.clocks ?? [];
if (!first || !last || !settle || !conclude) throw new Error("The small policy has two stages with a clock each");

const within = (count: number, unit: "working days" | "days" | "weeks" = "working days"): Clock["within"] => ({
  count,
  unit,
});
const where = (over: Partial<Policy>) =>
  soundnessOf({ ...small, ...over }).map(({ severity, path }) => `${severity} ${path.join("/")}`);
const stages = (of: Partial<Stage>, then: Partial<Stage> = {}) => ({
  stages: [
    { ...first, ...of },
    { ...last, ...then },
  ],
});

describe("PRE-02 what is just found, and what just is not", () => {
  test("PRE-02 a last stage is chased by what ends it, not by another timescale that is chased", () => {
    const noted = { ...conclude, whenPassed: "note", chaseEvery: undefined } as Clock;
    const meet = { ...conclude, clock: "meet", metBy: "meeting held" } as Clock;
    expect(where(stages({}, { clocks: [noted, meet] }))).toEqual(["error stages/1/clocks"]);
    expect(where(stages({}, { clocks: [conclude, { ...meet, whenPassed: "note", chaseEvery: undefined }] }))).toEqual(
      [],
    );
  });

  test("PRE-02 before it goes on, a yes or a no can be asked for, and no other words", () => {
    const gate = (answer: string, mustBe?: string) =>
      where(
        stages({
          beforeItGoesOn: [
            { id: "agreed", question: "Agreed?", answer, required: true, clause: "1", ...(mustBe ? { mustBe } : {}) },
          ] as unknown as Stage["beforeItGoesOn"],
        }),
      );
    expect([gate("yes or no"), gate("yes or no", "yes"), gate("yes or no", "no"), gate("text")]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    const found = ["error stages/0/beforeItGoesOn/0/mustBe"];
    expect([gate("yes or no", "agreed"), gate("text", "yes")]).toEqual([found, found]);
  });

  test("PRE-02 where nobody is chased it is said once, however seldom that would be", () => {
    expect(where(stages({ clocks: [{ ...settle, chaseEvery: within(4, "weeks") }] }))).toEqual([
      "warning stages/0/clocks/0/chaseEvery",
    ]);
  });

  test("PRE-02 a chase may come as seldom as the timescale is long, and later in some weeks", () => {
    const chased = (chaseEvery: Clock["within"]) => where(stages({}, { clocks: [{ ...conclude, chaseEvery }] }));
    expect(chased(within(5))).toEqual([]);
    expect(chased(within(7, "days"))).toEqual([]);
    expect(chased(within(6))).toEqual(["warning stages/1/clocks/0/chaseEvery"]);
  });

  test("PRE-02 time is left for a later stage, not for the same one", () => {
    const leaves = (stage: string, clock: string) =>
      where(stages({ clocks: [{ ...settle, leavesTimeFor: { stage, clock } }] }));
    expect(leaves("first", "settle")).toEqual(["error stages/0/clocks/0/leavesTimeFor/stage"]);
    expect(leaves("last", "conclude")).toEqual([]);
  });

  test("PRE-02 what a clock counts from otherwise is looked at, where it says so", () => {
    const later: Clock = {
      ...conclude,
      from: { event: "meeting held", stage: "first" },
      otherwiseFrom: { event: "deadline", stage: "first", clock: "settle" },
    };
    const over = stages({}, { clocks: [later] });
    expect(where(over)).toEqual([]);
    expect(where({ ...over, immediateRisk: { ...small.immediateRisk, opensAt: "last" } })).toEqual([
      "warning stages/1/clocks/0/otherwiseFrom",
    ]);
    const opened: Clock = { ...later, otherwiseFrom: { event: "stage opened" } };
    expect(
      where({ ...stages({}, { clocks: [opened] }), immediateRisk: { ...small.immediateRisk, opensAt: "last" } }),
    ).toEqual([]);
  });

  test("PRE-02 immediate risk makes something shorter where one stage is longer, in some weeks at least", () => {
    const risk = (eachStageWithin: Clock["within"]) =>
      where({ immediateRisk: { ...small.immediateRisk, eachStageWithin } });
    expect(risk(within(4))).toEqual([]);
    expect(risk(within(7, "days"))).toEqual([]);
    expect(risk(within(5))).toEqual(["warning immediateRisk/eachStageWithin"]);
  });

  test("PRE-02 raising in time leaves the first stage some time, where both count from the disagreement", () => {
    const raise = { within: within(5), from: "disagreement arose", whenPassed: "record as late", clause: "1" };
    const raised = (clock: Partial<Clock>, over: object = {}) =>
      where({
        ...stages({ clocks: [{ ...settle, ...clock }] }),
        raise: { ...raise, ...over } as unknown as Policy["raise"],
      });
    const from = { event: "disagreement arose" } as const;
    expect(raised({ from })).toEqual(["warning raise/within"]);
    expect(raised({})).toEqual([]);
    expect(raised({ from, within: within(10) })).toEqual([]);
    expect(raised({ from }, { thenCountFrom: "raised" })).toEqual([]);
  });

  test("PRE-02 a role that is held by its own and by another differs", () => {
    const { practitioner } = small.roles;
    if (!practitioner) throw new Error("The small policy has practitioners");
    const differs = (...is: string[]) =>
      where({
        roles: {
          ...small.roles,
          practitioner: { ...practitioner, differs: [{ is, eachIsAsked: false, clause: "1" }] },
        },
      });
    expect(differs("practitioner", "chair")).toEqual([]);
    expect(differs("practitioner")).toEqual(["warning roles/practitioner/differs/0/is"]);
  });
});

describe("MED-11, PRE-02 fields of which there can be something, and of which there never is", () => {
  const shows = (...facts: [fact: string, stage: string][]) =>
    where({
      forms: [
        {
          form: "notice",
          title: "Notice",
          fromStage: "first",
          clause: "1",
          parts: [{ fields: [{ label: "One", shows: facts.map(([fact, stage]) => ({ fact, stage })) }] }],
        },
      ] as unknown as Policy["forms"],
    });

  test.each([
    ["raising side of", "first", "last"],
    ["receiving side of", "first", "last"],
    ["responses of", "first", "last"],
    ["date of response of", "first", "last"],
    ["resolution of", "first", "last"],
    ["concerns remaining from", "first", "last"],
    ["body of", "last", "first"],
  ])("MED-11 %s %s, and never of %s", (fact, some, never) => {
    expect(shows([fact, some])).toEqual([]);
    expect(shows([fact, never])).toEqual(["warning forms/0/parts/0/fields/0/shows"]);
    expect(shows([fact, some], [fact, never])).toEqual(["warning forms/0/parts/0/fields/0/shows/1"]);
  });

  test("MED-11 what there may be at any stage", () => {
    for (const stage of ["first", "last"]) expect(shows(["outcome of", stage])).toEqual([]);
  });
});

describe("KNO-01, MED-01, PRE-02 the ways from stage to stage", () => {
  const opens = { to: "first", when: "when a concern is raised" };
  const goesOn = { from: "first", to: "last", when: "when “First” is not settled in time, or declared unresolved" };
  const risk = (opensAt: string) => ({ immediateRisk: { ...small.immediateRisk, opensAt } });

  test("PRE-02 of a policy with two stages: by raising, and by what is not settled", () => {
    expect(waysOf(small)).toEqual([opens, goesOn]);
    expect(waysOf({ ...small, ...risk("first") })).toEqual([opens, goesOn]);
  });

  test("KNO-01 by immediate risk, by a reason to raise it there, and by a referral", () => {
    const policy: Policy = {
      ...small,
      ...risk("last"),
      mayOpenAt: [{ stage: "last", because: "It is serious", clause: "1" }],
      ...stages({ mayRefer: { to: "last", because: "It is complex", clause: "1" } }),
    };
    expect(waysOf(policy)).toEqual([
      opens,
      { to: "last", when: "at once, where immediate risk is flagged" },
      { to: "last", when: "when a concern is raised with this reason: It is serious" },
      goesOn,
      { from: "first", to: "last", when: "when “First” refers it: It is complex" },
    ]);
  });

  test("MED-01 by what was confirmed before the formal process, or was not", () => {
    const policy: Policy = {
      ...small,
      beforeTheFormalProcess: {
        confirms: [{ id: "spoken", question: "Have they spoken?", clause: "1" }],
        otherwiseOpensAt: "last",
        explains: "Speak first.",
        clause: "1",
      },
    };
    expect(waysOf(policy).slice(0, 2)).toEqual([
      {
        to: "first",
        when: expect.stringMatching(/^when a concern is raised and it is confirmed: .*Have they spoken\?/),
      },
      { to: "last", when: "when a concern is raised and not all of that has happened yet" },
    ]);
  });

  test("PRE-02 a stage is passed over only on a way that leads round it", () => {
    expect([...reachable(small)]).toEqual(["first", "last"]);
    expect(canPassOver(small, "first", "last")).toBe(false);
    expect(canPassOver({ ...small, ...risk("last") }, "first", "last")).toBe(true);
  });
});
