/** Who holds a role in which kind of agency, who is told because of whom it concerns, and who joins a side. */
import { describe, expect, test } from "vitest";
import type { Escalation } from "../../../functions/core/escalation.ts";
import { adviceOnRoles, peopleNeeded } from "../../../functions/core/people.ts";
import { loadPolicy } from "../../../policies/language/load.ts";
import { smallPolicy } from "../../policies/small.ts";
import {
  does,
  dueDates,
  eventsOf,
  given,
  goOn,
  holds,
  knowsley,
  medway,
  miltonKeynes,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  seats,
  silentUntil,
  told,
  type Step,
} from "../../support/core.ts";

const M = seats.medway;
const K = seats.knowsley;
const at = "2026-11-23T10:00:00.000Z";

/** Whom a stage asks for a side: the roles, and who is asked where nobody holds them. */
const asked = (state: Escalation, rules: typeof medway, stage: string, side: "raising" | "receiving") => {
  const need = peopleNeeded(state, rules.policy, stage).find((each) => each.need === `${side} side`);
  return { roles: need?.roles, instead: need?.instead ?? [] };
};

describe("Kent Police in Medway", () => {
  const raisedWith = (mash: "yes" | "no" | undefined, over: Parameters<typeof raise>[1] = {}) =>
    play(
      raise(at, {
        area: "medway",
        receiving: { agency: "kent-police", kind: "police" },
        sealed: told("medway", { answers: mash ? { "concerns-mash": mash } : {} }),
        ...over,
      }),
    ).state;
  const police = (mash: "yes" | "no", stage: string) => asked(raisedWith(mash), medway, stage, "receiving");

  test.each([
    ["MED-04", "service-managers", "yes", "mash-detective-inspector", "service-manager"],
    ["MED-04", "service-managers", "no", "child-protection-detective-inspector", "service-manager"],
    ["MED-08", "safeguarding-leads", "yes", "mash-chief-inspector", "safeguarding-lead"],
    ["MED-08", "safeguarding-leads", "no", "child-protection-chief-inspector", "safeguarding-lead"],
    ["MED-10", "assistant-directors", "yes", "detective-superintendent", "assistant-director"],
    ["MED-10", "assistant-directors", "no", "detective-superintendent", "assistant-director"],
  ] as const)(
    "%s at %s, MASH or not being %s, the police's %s is asked; where nobody is, whoever holds the role itself",
    (_id, stage, mash, role, itself) => {
      expect(police(mash, stage)).toEqual({
        roles: [role],
        instead: [{ roles: [role], eachIsAsked: false, otherwise: [{ role: itself, via: "holder" }] }],
      });
    },
  );

  test("MED-04, MED-08, MED-10 the side that is not the police's has the role itself, and so has every other agency", () => {
    for (const [stage, role] of [
      ["service-managers", "service-manager"],
      ["safeguarding-leads", "safeguarding-lead"],
      ["assistant-directors", "assistant-director"],
    ] as const) {
      expect(asked(raisedWith("yes"), medway, stage, "raising")).toEqual({ roles: [role], instead: [] });
      const other = play(raise(at, { area: "medway" })).state;
      expect(asked(other, medway, stage, "receiving")).toEqual({ roles: [role], instead: [] });
    }
  });

  test("MED-04 the police raising a concern are asked by the same rule", () => {
    const state = raisedWith("yes", {
      raising: { agency: "kent-police", kind: "police" },
      receiving: { agency: "childrens-services", kind: "childrens-social-care" },
    });
    expect(asked(state, medway, "service-managers", "raising").roles).toEqual(["mash-detective-inspector"]);
    expect(asked(state, medway, "service-managers", "receiving").roles).toEqual(["service-manager"]);
  });

  test("MED-04 whether it concerns the MASH has to be said where one of the two is the police, and is not asked elsewhere", () => {
    const mash = (over: Parameters<typeof raise>[1]) =>
      given().when(raise(at, { area: "medway", sealed: told("medway", { answers: {} }), ...over }));
    mash({ receiving: { agency: "kent-police", kind: "police" } }).thenRefused("missing", "answers.concerns-mash");
    mash({ raising: { agency: "kent-police", kind: "police" } }).thenRefused("missing", "answers.concerns-mash");
    mash({}).then({ type: "EscalationRaised" });
  });

  test("MED-04, KNO-02 unanswered because of immediate risk, whoever holds the role itself is asked", () => {
    const state = raisedWith(undefined, { immediateRisk: true });
    expect(asked(state, medway, "service-managers", "receiving")).toEqual({
      roles: ["service-manager"],
      instead: [],
    });
    expect(asked(state, medway, "assistant-directors", "receiving").roles).toEqual(["detective-superintendent"]);
  });

  test("MED-04 an answer that is none is refused", () => {
    given()
      .when(
        raise(at, {
          area: "medway",
          receiving: { agency: "kent-police", kind: "police" },
          sealed: told("medway", { answers: { "concerns-mash": "perhaps" } }),
        }),
      )
      .thenRefused("unknown-answer", "answers.concerns-mash");
  });

  test("MED-04, MED-08 if in doubt who is in the role, it says whom to ask; neither of them is asked or told", () => {
    const advice =
      "If in doubt as to who is in the role, contact the Kent Police control room or the Central Referral Unit (CRU) and ask for the contact details for the rank you need.";
    const { raised } = raisedWith("yes");
    for (const stage of ["service-managers", "safeguarding-leads"]) {
      expect(adviceOnRoles(medway.policy, stage, raised, "receiving")).toEqual([advice]);
      expect(adviceOnRoles(medway.policy, stage, raised, "raising")).toEqual([]);
    }
    expect(adviceOnRoles(medway.policy, "assistant-directors", raised, "receiving")).toEqual([]);
    const roles = peopleNeeded(raisedWith("yes"), medway.policy, "service-managers").flatMap((each) => each.roles);
    expect(roles).toEqual(["service-manager", "mash-detective-inspector", "partnership-office"]);
  });
});

describe("who is informed by the young person's status", () => {
  const chair = (stage: string) => `told → ${stage}/told-conference-chair/1`;
  const officer = (stage: string) => `told → ${stage}/told-reviewing-officer/1`;
  const stages = ["service-managers", "safeguarding-leads", "assistant-directors"];
  const ends = ["2026-11-23T10:00:00.000Z", "2026-11-30T17:00:00.000Z", "2026-12-07T17:00:00.000Z"];

  test.each<[string, string[], ((stage: string) => string)[]]>([
    ["subject to a Child Protection Plan: the Conference Chair", ["child-protection-plan"], [chair]],
    ["in care: the Independent Reviewing Officer", ["in-care"], [officer]],
    ["both: both", ["child-protection-plan", "in-care"], [chair, officer]],
    ["neither: neither", [], []],
  ])("MED-05 at stages 1, 2 and 3, %s", (_what, status, who) => {
    const first = play(raise(at, { area: "medway", sealed: told("medway", { answers: { status } }) }), open(at));
    stages.forEach((stage, index) => {
      const heard = noticesOfLast(silentUntil(first, ends[index] ?? ""));
      expect(
        heard
          .filter((each) => /conference-chair|reviewing-officer/.test(each))
          .filter((each) => each.includes(`${stage}/`)),
      ).toEqual(who.map((each) => each(stage)));
    });
  });

  test("MED-05 not asked for and not answered, neither is told; and the status is none of the raiser's inventing", () => {
    const unanswered = play(raise(at, { area: "medway" }), open(at));
    expect(noticesOfLast(unanswered)).toEqual([
      `asked → ${M.raisingManager}`,
      `asked → ${M.receivingManager}`,
      `told → ${M.office}`,
    ]);
    given()
      .when(raise(at, { area: "medway", sealed: told("medway", { answers: { status: ["early-help"] } }) }))
      .thenRefused("unknown-answer", "answers.status");
    given()
      .when(raise(at, { area: "medway", sealed: told("medway", { answers: { status: "in-care" } }) }))
      .thenRefused("unknown-answer", "answers.status");
  });
});

describe("education in Milton Keynes, health in Knowsley", () => {
  const mk = (over: Parameters<typeof raise>[1]) => play(raise(at, { area: "milton-keynes", ...over })).state;
  const both = ["head-of-quality-assurance", "head-of-school-improvement"];

  test("MK-05 within education both are asked, on the raising side and on the receiving side", () => {
    const school = mk({ raising: { agency: "north-school", kind: "education" } });
    expect(asked(school, miltonKeynes, "heads-of-service", "raising")).toEqual({
      roles: both,
      instead: [{ roles: both, eachIsAsked: true, otherwise: [{ role: "head-of-service", via: "holder" }] }],
    });
    expect(asked(school, miltonKeynes, "heads-of-service", "receiving")).toEqual({
      roles: ["safeguarding-lead", "head-of-service"],
      instead: [],
    });
    const challenged = mk({ receiving: { agency: "south-school", kind: "education" } });
    expect(asked(challenged, miltonKeynes, "heads-of-service", "receiving")).toEqual({
      roles: ["safeguarding-lead", ...both],
      instead: [{ roles: both, eachIsAsked: true, otherwise: [{ role: "head-of-service", via: "holder" }] }],
    });
  });

  test("MK-05 both hear that they are asked, and the answer of either counts", () => {
    const story = play(
      raise(at, { area: "milton-keynes", raising: { agency: "north-school", kind: "education" } }),
      open(at),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-24T10:00:00.000Z"),
      does("2026-11-25T10:00:00.000Z", seats.miltonKeynes.raisingManager, "declare unresolved", "manager"),
      open("2026-11-25T10:00:00.000Z"),
    );
    expect(eventsOf(story.history, "StageOpened").at(-1)?.asked.slice(0, 2)).toEqual([
      expect.objectContaining({ seat: "heads-of-service/raising-side/1", role: "head-of-quality-assurance" }),
      expect.objectContaining({ seat: "heads-of-service/raising-side/2", role: "head-of-school-improvement" }),
    ]);
    expect(noticesOfLast(story).slice(0, 2)).toEqual([
      "asked → heads-of-service/raising-side/1",
      "asked → heads-of-service/raising-side/2",
    ]);
    for (const seat of ["heads-of-service/raising-side/1", "heads-of-service/raising-side/2"])
      given(...story.history)
        .when(does("2026-11-25T11:00:00.000Z", seat, "declare unresolved", "heads-of-service"))
        .then({ type: "DeclaredUnresolved" }, { type: "StageEnded", next: "chair" });
  });

  test("KNO-08 in health the named or designated doctor or nurse is asked first; where there is none, the senior manager", () => {
    const health = play(raise(at, { receiving: { agency: "royal-hospital", kind: "health" } })).state;
    expect(asked(health, knowsley, "senior-managers", "receiving")).toEqual({
      roles: ["named-professional"],
      instead: [
        { roles: ["named-professional"], eachIsAsked: false, otherwise: [{ role: "senior-manager", via: "holder" }] },
      ],
    });
    expect(asked(health, knowsley, "senior-managers", "raising").roles).toEqual(["senior-manager"]);
    // Stage 2 is the line managers' in every agency.
    expect(asked(health, knowsley, "line-managers", "receiving").roles).toEqual(["line-manager"]);
  });
});

describe("a further manager", () => {
  const first = play(raise(at, { area: "medway" }), open(at));
  const joined = "service-managers/receiving-side/joined-1";
  const adds = does("2026-11-25T10:00:00.000Z", M.receivingManager, "add manager", "service-managers");
  const story = goOn(first, adds);

  test("MED-03 joins the side of whoever adds them, is asked, and no clock restarts", () => {
    expect(story.commits.at(-1)).toEqual([
      {
        type: "ManagerJoined",
        v: 1,
        at: "2026-11-25T10:00:00.000Z",
        by: { side: "receiving", role: "service-manager", agency: "childrens-services", stage: "service-managers" },
        stage: "service-managers",
        to: {
          seat: joined,
          side: "receiving",
          role: "service-manager",
          agency: "childrens-services",
          via: "holder",
        },
        sealed: {
          name: "Pat Example",
          person: { name: "Mo Further", email: "mo@childrens-services.example" },
          named: "Mo Further",
        },
      },
    ]);
    expect(noticesOfLast(story)).toEqual([`asked → ${joined}`]);
    expect(story.state.clocks).toEqual(first.state.clocks);
    expect(dueDates(story)).toEqual([
      "service-managers/respond 2026-11-30T17:00Z",
      "service-managers/settle 2026-11-30T17:00Z",
    ]);
  });

  test("MED-03 answers as whoever was there does, and those stay", () => {
    given(...story.history)
      .when(does("2026-11-25T11:00:00.000Z", joined, "respond", "service-managers"))
      .then({ type: "ResponseRecorded", by: { side: "receiving" } }, { type: "ClockMet", clock: "respond" });
    given(...story.history)
      .when(does("2026-11-25T11:00:00.000Z", M.receivingManager, "propose resolution", "service-managers"))
      .then({ type: "ResolutionProposed" }, { type: "ClockMet", clock: "respond" });
  });

  test("MED-03 the stage ends at its own deadline all the same, and the next asks its own people", () => {
    const climbed = silentUntil(story, "2026-11-30T17:00:00.000Z");
    expect(eventsOf(climbed.history, "StageEnded")).toMatchObject([
      { stage: "service-managers", how: "deadline passed" },
    ]);
    expect(
      eventsOf(climbed.history, "StageOpened")
        .at(-1)
        ?.asked.map((each) => each.seat),
    ).toEqual([M.raisingLead, M.receivingLead]);
    expect(noticesOfLast(climbed)).toContain(`climbed → ${joined}`);
  });

  test("MED-03 several can join, each with a seat of their own; the same person is not added twice", () => {
    const another: Step = does("2026-11-25T11:00:00.000Z", joined, "add manager", "service-managers", {
      named: "Na Further",
      to: {
        role: "service-manager",
        agency: "childrens-services",
        via: "holder",
        person: { name: "Na Further", email: "na@childrens-services.example" },
      },
    });
    expect(eventsOf(goOn(story, another).history, "ManagerJoined").map((each) => each.to.seat)).toEqual([
      joined,
      "service-managers/receiving-side/joined-2",
    ]);
    given(...story.history)
      .when(does("2026-11-25T11:00:00.000Z", M.receivingManager, "add manager", "service-managers"))
      .thenRefused("already-answered", "email");
    const manager = "service-manager@childrens-services.example";
    given(...first.history)
      .when(
        does("2026-11-25T11:00:00.000Z", M.receivingManager, "add manager", "service-managers", {
          named: "Myself",
          to: {
            role: "service-manager",
            agency: "childrens-services",
            via: "holder",
            person: { name: "service-manager of childrens-services", email: manager },
          },
        }),
      )
      .thenRefused("already-answered", "email");
  });

  test("MED-03 at stage 1 alone, and by whoever acts there alone", () => {
    const second = silentUntil(first, "2026-11-30T17:00:00.000Z");
    given(...second.history)
      .when(does("2026-12-01T10:00:00.000Z", M.receivingLead, "add manager", "safeguarding-leads"))
      .thenRefused("not-now");
    given(...first.history)
      .when(does("2026-11-25T10:00:00.000Z", M.office, "add manager", "service-managers"))
      .thenRefused("not-yours");
    given(...play(raise(at), open(at)).history)
      .when(does("2026-11-23T11:00:00.000Z", K.practitioner, "add manager", "practitioners"))
      .thenRefused("not-now");
  });
});

describe("who stands in where a role is somebody else's in some agencies", () => {
  const policy = loadPolicy(
    smallPolicy({
      "  chair: {": `  lead:
    called: lead
    held in: agency
    differs: [{ in agencies of kind: education, is: [designated-lead], clause: "1" }]
    stand in: [deputy]
  designated-lead: { called: designated lead, held in: agency, stand in: [head-teacher] }
  head-teacher: { called: head teacher, held in: agency }
  deputy: { called: deputy, held in: agency }
  chair: {`,
      "receiving side: [practitioner]": "receiving side: [lead]",
    }),
    "small.yaml",
  );
  const rules = { policy, calendar: knowsley.calendar };
  holds("small", rules);

  test("KNO-08, MK-05 first the one who holds it there, then who stands in for that one, then the role itself and who stands in for it", () => {
    const inSchool = play(
      raise(at, { area: "small", disagreement: "level", receiving: { agency: "a-school", kind: "education" } }),
    ).state;
    expect(asked(inSchool, rules, "first", "receiving")).toEqual({
      roles: ["designated-lead"],
      instead: [
        {
          roles: ["designated-lead"],
          eachIsAsked: false,
          otherwise: [
            { role: "head-teacher", via: "stand-in" },
            { role: "lead", via: "holder" },
            { role: "deputy", via: "stand-in" },
          ],
        },
      ],
    });
    const elsewhere = play(raise(at, { area: "small", disagreement: "level" })).state;
    expect(asked(elsewhere, rules, "first", "receiving")).toEqual({
      roles: ["lead"],
      instead: [{ roles: ["lead"], eachIsAsked: false, otherwise: [{ role: "deputy", via: "stand-in" }] }],
    });
  });
});
