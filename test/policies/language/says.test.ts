/** What the files of the policies say, against the words that their partnerships published. */
import { describe, expect, test } from "vitest";
import { diagramOf } from "../../../policies/language/diagram.ts";
import { commonTypes } from "../../../policies/language/common-types.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import { publishedPolicies } from "../../../policies/published.ts";

const policy = (id: string): Policy => {
  const found = publishedPolicies().find((each) => each.policy === id);
  if (!found) throw new Error(`There is no policy ${id}`);
  return found;
};
const [knowsley, milton, medway, shropshire, provider] = [
  "knowsley",
  "milton-keynes",
  "medway",
  "shropshire",
  "training-provider",
].map(policy) as [Policy, Policy, Policy, Policy, Policy];
const types = (of: Policy) => of.disagreements.map((each) => each.words);

describe("types of disagreement, in the policy's own words", () => {
  test.each(publishedPolicies().map((each) => [each.policy, each] as const))(
    "ALL-03 every type of %s is mapped to the common list, and has an id and words of its own",
    (_, { disagreements }) => {
      for (const each of disagreements) expect(commonTypes).toContain(each.reportedAs);
      // “Other” is for what somebody describes; what a text lists is something.
      for (const each of disagreements) expect(each.reportedAs).not.toBe("other");
      expect(new Set(disagreements.map((each) => each.words)).size).toBe(disagreements.length);
      expect(disagreements.map((each) => each.id)).not.toContain("another");
    },
  );

  test("MK-09 Milton Keynes's six", () => {
    expect(types(milton)).toEqual([
      "Levels of need for a child or adult",
      "Referrals not being accepted/cases are closed/concerns not progressing to enquiries",
      "Roles and responsibilities of professionals",
      "Sufficiency of actions taken or not taken by professionals",
      "Care planning",
      "Lack of communication and information sharing",
    ]);
  });

  test("TP-10 the training provider's eight", () => {
    expect(types(provider)).toEqual([
      "Disagreements about the level of risk or need for intervention (Use local authority continuum of need to inform decisions)",
      "The response to a situation by any agency which is not perceived to be in the child’s best interest.",
      "A plan for a child at any level on the continuum of need which is not making the progress anticipated.",
      "There is not a shared understanding of why an agency has made a particular decision.",
      "A referral not considered to meet the threshold for assessment by Children’s social care.",
      "There is disagreement as to whether the child protection procedures should be invoked.",
      "There is a disagreement over the sharing of information and/or provision or services.",
      "There is disagreement over the outcome of any assessment and whether the appropriate action plan is in place to safeguard and promote the welfare of the child.",
    ]);
  });

  test("MED-13 Medway's eight", () => {
    expect(types(medway)).toEqual([
      "Disagreements over handling of concerns reported to an agency e.g. the referral is not considered to satisfy eligibility criteria for service provision or assessment; there is a professional difference of opinion about the level of risk",
      "When an agency does not agree with the decision made not to convene a child protection conference or the findings of the assessments (child and family and others) are not reflective",
      "Concerns or disagreements over another professional’s decisions, actions or lack of actions in the implementation of a child protection plan, child in need plan, care plans, Education health and care plan, Early Help Assessment (EHA). This is inclusive of core groups and multi-agency meetings and any other multi-agency process",
      "Disagreement over the accuracy of minutes of multi agency meetings or other records that do not accurately reflect professional discussions e.g. Child Protection Conferences minutes, Core Group meeting minutes, Professionals Meetings, EHA meetings etc.",
      "Multi agency meetings not taking place within timescales or where there is persistent non-attendance by professionals",
      "There has been insufficient progress made in respect of the agreed objectives of the child protection plan and no contingency action has been taken",
      "Concerns around the timeliness of interventions",
      "An agency or home local authority does not agree with responses to safeguard a child at Oasis Restore, or any other secure setting, which may relate to escalating behaviour, use of restraint etc.",
    ]);
  });

  test("KNO-17 Knowsley's seven areas; and it replaces no agency's complaints process", () => {
    expect(types(knowsley)).toEqual([
      "Level of need/threshold",
      "Concerns in relation to an agency’s response to safeguarding concerns",
      "Roles and responsibilities",
      "Inter-agency communication",
      "Step up step down decisions",
      "Practice case management issues",
      "Accountability",
    ]);
    expect(knowsley.notInsteadOf).toBe(
      "This policy is not designed to replace the statutory complaints processes established within individual partner agencies",
    );
  });

  test("SHR-11 Shropshire's five examples", () => {
    expect(types(shropshire)).toEqual([
      "Disagreement about the response to a referral made by one agency to another agency or service (e.g. decision making)",
      "Disagreement about the outcome of an assessment",
      "Concern about the implementation of a protection / safeguarding / management plan and disagreement about how this should be addressed (e.g. agreed actions not being followed through)",
      "Concern about the effectiveness of a protection / safeguarding / management plan (e.g. drift / delay)",
      "Disagreement over the sharing of information in a particular situation",
    ]);
  });
});

test("ALL-15 whom each policy covers", () => {
  expect(Object.fromEntries(publishedPolicies().map((each) => [each.policy, each.covers]))).toMatchObject({
    knowsley: ["child"],
    medway: ["child"],
    "milton-keynes": ["child", "adult"],
    shropshire: ["child", "adult", "community"],
    "training-provider": ["child"],
  });
  expect(shropshire.coversInWords).toBe("children, adults with care and support needs, and communities");
  for (const each of [knowsley, medway, provider]) expect(each.coversInWords).toBe("children and young people");
});

test("ALL-16 whom a policy says to ask is in its file, and where the text names nobody there is nobody", () => {
  expect(knowsley.advice).toBe(
    "If you are unsure how to progress, contact the Knowsley Safeguarding Children Partnership’s Business Manager on (0151) 443 4786.",
  );
  expect(medway.advice).toBe(
    "For further support and advice as to what stage of escalation you are operating under, please contact mscp@medway.gov.uk.",
  );
  for (const each of [milton, shropshire, provider]) expect(each.advice).toBeUndefined();
});

describe("stages, who acts and who is told", () => {
  /** A stage in a line: who acts on either side, the body, and who is told of what. */
  const stagesOf = ({ stages }: Policy) =>
    stages.map((each) => ({
      stage: each.title,
      acts: `${each.raisingSide?.join(" or ") ?? "-"} with ${each.receivingSide?.join(" or ") ?? "-"}`,
      ...(each.body ? { ends: `${each.body.role} of ${each.body.of}` } : {}),
      by: each.endsBy,
      told: each.inform.map((one) => `${one.who} of ${one.of}: ${one.when.join(", ")}`),
    }));

  test("MED-02, MED-06, MED-07, MED-10, MED-12 Medway", () => {
    const status = ["conference-chair of partnership: stage opens", "reviewing-officer of partnership: stage opens"];
    expect(stagesOf(medway)).toEqual([
      {
        stage: "Before Stage 1: professional to professional",
        acts: "practitioner with practitioner",
        by: "agreement",
        told: ["team-manager of each side: stage opens"],
      },
      {
        stage: "Stage 1: Service Managers",
        acts: "service-manager with service-manager",
        by: "agreement",
        told: ["partnership-office of partnership: stage opens, each response", ...status],
      },
      {
        stage: "Stage 2: Safeguarding Leads or Heads of Service",
        acts: "safeguarding-lead with safeguarding-lead",
        by: "agreement",
        told: ["partnership-office of partnership: stage opens, each response", ...status],
      },
      {
        stage: "Stage 3: Assistant or Deputy Directors",
        acts: "assistant-director with assistant-director",
        by: "agreement",
        told: ["partnership-office of partnership: stage opens, each response", ...status],
      },
      {
        stage: "Stage 4: the partnership (MSCP Executive)",
        acts: "- with -",
        ends: "executive of partnership",
        by: "outcome",
        told: ["scrutineer of partnership: stage opens, outcome"],
      },
    ]);
    expect(medway.stages[4]?.afterwards).toMatchObject([{ kind: "review", by: "partnership", role: "scrutineer" }]);
  });

  test("MED-09 nothing in Medway's file skips a stage, and immediate risk does not", () => {
    expect(medway.stages.filter((each) => each.mayRefer)).toEqual([]);
    expect(medway.immediateRisk).not.toHaveProperty("opensAt");
    expect(medway.immediateRisk).not.toHaveProperty("timescalesBecome");
  });

  test("SHR-01, SHR-06 Shropshire: five stages, all cumulative from the disagreement and maximums", () => {
    expect(stagesOf(shropshire)).toEqual([
      { stage: "Stage 1: the professionals", acts: "practitioner with practitioner", by: "agreement", told: [] },
      { stage: "Stage 2: Line Managers", acts: "line-manager with line-manager", by: "agreement", told: [] },
      {
        stage: "Stage 3: Line Managers, formal escalation",
        acts: "line-manager with line-manager",
        by: "agreement",
        told: ["senior-manager of raising side: stage opens"],
      },
      {
        stage: "Stage 4: Senior Managers",
        acts: "senior-manager with senior-manager",
        by: "agreement",
        told: [
          "partnership-office of partnership: stage opens, outcome",
          "assistant-director of raising side: stage opens",
        ],
      },
      {
        stage: "Stage 5: Assistant Director",
        acts: "- with assistant-director",
        ends: "assistant-director of raising side",
        by: "decision",
        told: ["director of raising side: stage opens", "partnership-office of partnership: stage opens, outcome"],
      },
    ]);
    const clocks = shropshire.stages.flatMap((each) => each.clocks);
    expect(clocks.map((each) => each.within)).toEqual(
      [2, 4, 5, 7, 9].map((count) => ({ count, unit: "working days" })),
    );
    for (const each of clocks)
      expect(each).toMatchObject({ from: { event: "disagreement arose" }, isMaximum: true, setBy: "policy" });
  });

  test("TP-02, TP-03, TP-04, TP-05 the training provider", () => {
    expect(stagesOf(provider)).toEqual([
      { stage: "Stage 1: the professionals", acts: "practitioner with practitioner", by: "agreement", told: [] },
      {
        stage: "Stage 2: line managers",
        acts: "line-manager with line-manager",
        by: "agreement",
        told: ["safeguarding-lead of each side: stage opens"],
      },
      { stage: "Stage 3: senior managers", acts: "senior-manager with senior-manager", by: "agreement", told: [] },
      {
        stage: "Stage 4: Head of Safeguarding",
        acts: "ceo with -",
        ends: "head-of-safeguarding of receiving side",
        by: "record",
        told: [],
      },
    ]);
  });

  test("TP-06 the diagram says of every number that it is the organisation's own", () => {
    const numbers = diagramOf(provider).match(/\d+ working days[^<"]*/g);
    expect(numbers).toHaveLength(4);
    for (const each of numbers ?? []) expect(each).toMatch(/, the organisation’s own$/);
  });
});

describe("who has figures", () => {
  test("KNO-18 Knowsley's Policy and Performance Group, of what is monitored", () => {
    expect(knowsley.digests).toMatchObject([
      { to: "policy-and-performance-group", every: "month", what: ["figures", "open escalations"] },
    ]);
    expect(knowsley.digests[0]?.clause).toContain("will be monitored via the Policy and Performance Group");
  });

  test("TP-09 the training provider's own team, and the local partnership through it", () => {
    expect(provider.digests).toMatchObject([
      { to: "safeguarding-team", every: "month", what: ["figures"], passedOnTo: "local partnership" },
    ]);
    expect(provider.digests[0]?.clause).toContain(
      "Data will be collated for the Local Safeguarding Children Partnership on the numbers of escalations and the types of challenges resolved",
    );
  });

  test("ALL-12 the other texts name nobody: theirs is the weekly one that every partnership has", () => {
    for (const each of [milton, medway, shropshire]) expect(each.digests).toEqual([]);
  });
});
