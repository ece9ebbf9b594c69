/** Policies that are whole: that they load, and what is then known of them. */
import { describe, expect, test } from "vitest";
import { loadPolicy } from "../../../policies/language/load.ts";
import { keyInCode, keyInFile } from "../../../policies/language/words.ts";
import { read, smallPolicy } from "../small.ts";
import { lineOf, problemsOf } from "./refused.ts";

const small = smallPolicy();

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
