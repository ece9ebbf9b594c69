import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import { policiesInForce } from "../../../functions/api/policies.ts";
import { holding, publishedPolicies } from "../../../policies/published.ts";
import type { PolicyAnswer } from "../../../functions/api/answers.ts";
import { startServices, type Services, type Stack } from "../../support/stack.ts";

let services: Services;
let stack: Stack;
let shown: { readonly day: string; readonly policies: readonly PolicyAnswer[] };
beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
  shown = await policiesOf(stack.api);
});
afterAll(() => services.close());

async function policiesOf(dependencies: Stack["api"]): Promise<typeof shown> {
  const response = await createApi(dependencies).request("/policies", {
    headers: { authorization: "Bearer token-whitebeam-system" },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as typeof shown;
}
function policy(id: string): PolicyAnswer {
  const found = shown.policies.find((each) => each.id === id);
  if (!found) throw new Error(`There is no ${id}`);
  return found;
}
const stageOf = (id: string, stage: string) => policy(id).stages.find((each) => each.id === stage);

/** A list item as it stands in running text: without its capital, its full stop, and which kind of apostrophe it has. */
const plain = (words: string) => {
  const text = words.replaceAll("’", "'").replace(/[.;]$/, "");
  return text.charAt(0).toLowerCase() + text.slice(1);
};

/** The five that came first; whoever adds another need not change this. */
const five: ReadonlySet<string> = new Set(["knowsley", "medway", "milton-keynes", "shropshire", "training-provider"]);

describe("the policies in force", () => {
  test("are those of the areas by name, then organisations’ own, with what each is", () => {
    expect(shown.day).toBe("2026-11-17");
    const areas = shown.policies.flatMap((each) => each.area?.name ?? []);
    expect(areas).toEqual(areas.toSorted((one, other) => one.localeCompare(other, "en")));
    expect(shown.policies.findIndex((each) => !each.area)).toBe(areas.length);
    expect(
      shown.policies
        .filter((each) => five.has(each.id))
        .map((each) => [each.id, each.area?.name, each.ownPolicyOfAnOrganisation, each.partnership.name]),
    ).toEqual([
      ["knowsley", "Knowsley", false, "Knowsley Safeguarding Children Partnership"],
      ["medway", "Medway", false, "Medway Safeguarding Children Partnership"],
      ["milton-keynes", "Milton Keynes", false, "MK Together Safeguarding Partnership"],
      ["shropshire", "Shropshire", false, "Shropshire Safeguarding Community Partnership"],
      ["training-provider", undefined, true, "the training provider’s safeguarding team"],
    ]);
    expect(policy("knowsley")).toMatchObject({ version: "2020-06", inForceFrom: "2020-06-01" });
  });

  test("need a token", async () => {
    expect((await createApi(stack.api).request("/policies")).status).toBe(401);
  });

  test("ALL-14 are those of the day: a newer version is there from the day on which it begins", async () => {
    const older = publishedPolicies().filter((each) => each.policy === "knowsley");
    const newer = older.map((each) => ({ ...each, version: "2027", inForceFrom: "2026-11-18" }));
    const held = holding(() => [...newer, ...older]);
    const of = {
      ...stack.api,
      policies: { ...stack.api.policies, inForce: (day: string) => policiesInForce(held, day) },
    };
    const versions = async (now: string) =>
      (await policiesOf({ ...of, clock: { now: () => now } })).policies.map((each) => each.version);
    expect(await versions("2026-11-17T23:59:59.999Z")).toEqual(["2020-06"]);
    expect(await versions("2026-11-18T00:00:00.000Z")).toEqual(["2027"]);
    // In London a summer’s day begins an hour earlier.
    expect(await versions("2020-05-31T22:59:59.999Z")).toEqual([]);
    expect(await versions("2020-05-31T23:00:00.000Z")).toEqual(["2020-06"]);
  });

  const types: [title: string, id: string, words: Record<string, string>][] = [
    [
      "MK-09, ALL-03 Milton Keynes’s are the text’s six",
      "milton-keynes",
      {
        "Levels of need for a child or adult": "threshold or level of need",
        "Referrals not being accepted/cases are closed/concerns not progressing to enquiries":
          "referral or decision not accepted",
        "Roles and responsibilities of professionals": "roles and responsibilities",
        "Sufficiency of actions taken or not taken by professionals": "actions taken or not taken",
        "Care planning": "plan or progress",
        "Lack of communication and information sharing": "information sharing and communication",
      },
    ],
    [
      "TP-10, ALL-03 the training provider’s are the text’s eight",
      "training-provider",
      {
        "Disagreements about the level of risk or need for intervention (Use local authority continuum of need to inform decisions)":
          "threshold or level of need",
        "The response to a situation by any agency which is not perceived to be in the child’s best interest.":
          "actions taken or not taken",
        "A plan for a child at any level on the continuum of need which is not making the progress anticipated.":
          "plan or progress",
        "There is not a shared understanding of why an agency has made a particular decision.":
          "information sharing and communication",
        "A referral not considered to meet the threshold for assessment by Children's social care.":
          "referral or decision not accepted",
        "There is disagreement as to whether the child protection procedures should be invoked.":
          "threshold or level of need",
        "There is a disagreement over the sharing of information and/or provision or services.":
          "information sharing and communication",
        "There is disagreement over the outcome of any assessment and whether the appropriate action plan is in place to safeguard and promote the welfare of the child.":
          "threshold or level of need",
      },
    ],
    [
      "MED-13, ALL-03 Medway’s are the text’s eight",
      "medway",
      {
        "Disagreements over handling of concerns reported to an agency e.g. the referral is not considered to satisfy eligibility criteria for service provision or assessment; there is a professional difference of opinion about the level of risk":
          "referral or decision not accepted",
        "When an agency does not agree with the decision made not to convene a child protection conference or the findings of the assessments (child and family and others) are not reflective":
          "referral or decision not accepted",
        "Concerns or disagreements over another professional’s decisions, actions or lack of actions in the implementation of a child protection plan, child in need plan, care plans, Education health and care plan, Early Help Assessment (EHA). This is inclusive of core groups and multi-agency meetings and any other multi-agency process":
          "actions taken or not taken",
        "Disagreement over the accuracy of minutes of multi agency meetings or other records that do not accurately reflect professional discussions e.g. Child Protection Conferences minutes, Core Group meeting minutes, Professionals Meetings, EHA meetings etc.":
          "records and minutes",
        "Multi agency meetings not taking place within timescales or where there is persistent non-attendance by professionals":
          "meetings and attendance",
        "There has been insufficient progress made in respect of the agreed objectives of the child protection plan and no contingency action has been taken":
          "plan or progress",
        "Concerns around the timeliness of interventions": "timeliness",
        "An agency or home local authority does not agree with responses to safeguard a child at Oasis Restore, or any other secure setting, which may relate to escalating behaviour, use of restraint etc.":
          "actions taken or not taken",
      },
    ],
    [
      "KNO-17, ALL-03 Knowsley’s are the text’s seven",
      "knowsley",
      {
        "Level of need/threshold": "threshold or level of need",
        "Concerns in relation to an agency's response to safeguarding concerns": "actions taken or not taken",
        "Roles and responsibilities": "roles and responsibilities",
        "Inter-agency communication": "information sharing and communication",
        "Step up step down decisions": "threshold or level of need",
        "Practice case management issues": "plan or progress",
        Accountability: "roles and responsibilities",
      },
    ],
    [
      "SHR-11, ALL-03 Shropshire’s are the text’s five",
      "shropshire",
      {
        "disagreement about the response to a referral made by one agency to another agency or service (e.g. decision making)":
          "referral or decision not accepted",
        "disagreement about the outcome of an assessment": "threshold or level of need",
        "concern about the implementation of a protection / safeguarding / management plan and disagreement about how this should be addressed (e.g. agreed actions not being followed through)":
          "actions taken or not taken",
        "concern about the effectiveness of a protection / safeguarding / management plan (e.g. drift / delay)":
          "plan or progress",
        "disagreement over the sharing of information in a particular situation":
          "information sharing and communication",
      },
    ],
  ];

  test.each(types)("%s, in its own words, each with what it is reported as", (_title, id, words) => {
    expect(policy(id).typesOfDisagreement.map((each) => [plain(each.words), each.reportedAs])).toEqual(
      Object.entries(words).map(([text, reportedAs]) => [plain(text), reportedAs]),
    );
  });

  test("KNO-17 says that Knowsley’s is not a replacement for agencies’ complaints processes", () => {
    expect(policy("knowsley").notInsteadOf).toBe(
      "This policy is not designed to replace the statutory complaints processes established within individual partner agencies",
    );
  });

  test("ALL-15 whom each covers, in words too", () => {
    expect(
      shown.policies.filter((each) => five.has(each.id)).map((each) => [each.id, each.covers, each.coversInWords]),
    ).toEqual([
      ["knowsley", ["child"], "children and young people"],
      ["medway", ["child"], "children and young people"],
      ["milton-keynes", ["child", "adult"], "children, young people, and adults with care and support needs"],
      ["shropshire", ["child", "adult", "community"], "children, adults with care and support needs, and communities"],
      ["training-provider", ["child"], "children and young people"],
    ]);
  });

  test("ALL-16 whom to ask, where the policy says so", () => {
    expect(policy("knowsley").advice).toContain("If you are unsure how to progress");
    expect(policy("knowsley").advice).toContain("Business Manager");
    expect(policy("knowsley").advice).toContain("(0151) 443 4786");
    expect(policy("medway").advice).toContain("advice as to what stage of escalation you are operating under");
    expect(policy("medway").advice).toContain("mscp@medway.gov.uk");
    for (const id of ["milton-keynes", "shropshire", "training-provider"]) expect(policy(id).advice).toBeUndefined();
  });

  test("KNO-01, SHR-07, ALL-05 immediate risk in the policy’s own words, and what follows from it", () => {
    expect(policy("knowsley").immediateRisk).toMatchObject({
      words: expect.stringContaining("immediate risk of significant harm") as string,
      opensAt: "line-managers",
      timescalesBecome: "a guide",
    });
    expect(policy("shropshire").immediateRisk.words).toBe("Someone is at risk of harm");
    expect(policy("shropshire").immediateRisk).not.toHaveProperty("opensAt");
  });

  test("MED-13, MED-14 the two rules of Medway’s scope", () => {
    expect(policy("medway").scope.map((each) => each.rule)).toEqual([
      "receiving agency works in the area",
      "secure settings in the area",
    ]);
  });

  test("a stage says who acts, what it asks by when, and what then", () => {
    expect(stageOf("knowsley", "line-managers")).toMatchObject({
      title: "Stage 2: line managers",
      clause: "4, Stage 2",
      raisingSide: [{ role: "line-manager", called: "line manager" }],
      receivingSide: [{ role: "line-manager", called: "line manager" }],
      endsBy: "agreement",
      clocks: [
        {
          id: "settle",
          within: "5 working days",
          countedFrom: "stage opened",
          setBy: "policy",
          isMaximum: false,
          whenPassed: "climb",
          clause: "4, Stage 2",
          reading: "The further 5 working days are counted from the opening of stage 2.",
        },
      ],
      afterwards: [
        {
          id: "confirm-in-writing",
          by: "receiving side",
          to: "counterpart",
          within: "2 working days",
          countedFrom: "resolution reached",
          chaseEvery: "1 working day",
        },
      ],
    });
    expect(stageOf("knowsley", "chair")).toMatchObject({
      body: { role: "chair", called: "Chair", of: "partnership" },
      endsBy: "recommendations",
      clocks: [{ whenPassed: "chase", chaseEvery: "1 working day" }],
    });
  });

  test("MK-02, MK-03, MK-04 whose number a timescale is, and what it counts from", () => {
    expect(stageOf("milton-keynes", "manager")?.clocks).toMatchObject([
      { within: "2 working days", setBy: "organisation", countedFrom: "stage opened" },
    ]);
    expect(stageOf("milton-keynes", "heads-of-service")).toMatchObject({
      clocks: [
        {
          id: "meet",
          within: "10 days",
          setBy: "policy",
          countedFrom: "meeting held in professionals",
          otherwiseCountedFrom: "deadline meet of professionals",
          isMaximum: true,
          whenPassed: "note",
        },
        { id: "settle", whenPassed: "climb" },
      ],
      afterwards: [{ id: "feedback", within: "48 hours", countedFrom: "meeting held", to: "raising practitioner" }],
    });
  });

  test("TP-06, TP-01 every timescale of the training provider is the organisation’s, and local procedures take precedence", () => {
    const { stages, ownPolicyOfAnOrganisation } = policy("training-provider");
    expect(ownPolicyOfAnOrganisation).toBe(true);
    expect(stages.flatMap((each) => [...each.clocks, ...each.afterwards]).map((each) => each.setBy)).not.toContain(
      "policy",
    );
  });
});
