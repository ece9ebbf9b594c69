/** What real policies were seen to need: who acts, who hears, and where a concern opens. Friday 20 November 2026 is a working day; London is on UTC. Dates worked out by hand. */
import { describe, expect, test } from "vitest";
import { peopleNeeded } from "../../../../functions/core/people.ts";
import {
  does,
  dueDates,
  given,
  goOn,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  silentUntil,
  told,
  type Played,
  type Step,
} from "../../../support/core.ts";
import { agree, monday, policyOf, raised, receiver, settle } from "./invented.ts";

describe("who acts, who hears, and where it opens", () => {
  const routed = policyOf("routed", {
    "covers: [child]": "covers: [child, adult]",
    "covers in words: children": "covers in words: children and adults",
    "roles:\n": `asks when raised:
  - id: status
    question: What is the child's status?
    answer: any of
    options:
      - { id: plan, words: On a plan }
      - { id: in-care, words: In care }
      - { id: closed, words: Not open to a worker }
    required: false
    clause: "1"
roles:
`,
    "  practitioner: { called: practitioner, held in: agency, named as: practitioner }\n": `  practitioner: { called: practitioner, held in: agency, named as: practitioner }
  team-leader:
    called: team leader
    held in: agency
    differs:
      - { only if: { subject: adult }, is: [adults-lead], clause: "1" }
      - { only if: { status: closed }, is: [duty-team], clause: "1" }
      - { in agencies of kind: health, only if: { status: in-care }, is: [looked-after-nurse], clause: "1" }
      - { in agencies of kind: health, is: [named-nurse], clause: "1" }
    stand in: [deputy]
  adults-lead: { called: adults lead, held in: agency }
  duty-team: { called: duty team, held in: agency }
  looked-after-nurse: { called: nurse for looked-after children, held in: agency }
  named-nurse: { called: named nurse, held in: agency }
  deputy: { called: deputy team leader, held in: agency }
  reviewing-officer: { called: reviewing officer, held in: partnership }
`,
    "    receiving side: [practitioner]": `    receiving side: [team-leader]
    inform: [{ who: reviewing-officer, of: partnership, only if: { status: [plan, in-care] }, clause: "1" }]`,
  });
  const needed = (over: Parameters<typeof raise>[1], answers: Readonly<Record<string, string[]>> = {}) => {
    const { state } = play(raise(monday, { area: "routed", sealed: told("routed", { answers }), ...over }));
    return peopleNeeded(state, routed, "first");
  };
  const receiving = (...args: Parameters<typeof needed>) => {
    const need = needed(...args).find((each) => each.need === "receiving side");
    return [need?.roles, need?.instead?.flatMap((each) => each.otherwise)];
  };
  const deputy = { role: "deputy", via: "stand-in" };
  const itself = { role: "team-leader", via: "holder" };

  test("PRE-02 routed by whom it concerns and by the state of the case: one policy for adults and children", () => {
    expect(receiving({})).toEqual([["team-leader"], [deputy]]);
    expect(receiving({ subject: "adult" })).toEqual([["adults-lead"], [itself, deputy]]);
    expect(receiving({}, { status: ["closed"] })).toEqual([["duty-team"], [itself, deputy]]);
    // Of two that hold, the first in the file.
    expect(receiving({ subject: "adult" }, { status: ["closed"] })).toEqual([["adults-lead"], [itself, deputy]]);
    given()
      .when(raise(monday, { area: "routed", subject: "community" }))
      .thenRefused("not-covered", "subject");
  });

  test("PRE-02 who holds a role differs by kind of agency; where nobody does, the role itself, and then who stands in", () => {
    const health = { receiving: { agency: "royal-hospital", kind: "health" } };
    expect(receiving(health)).toEqual([["named-nurse"], [itself, deputy]]);
    expect(receiving(health, { status: ["in-care"] })).toEqual([["looked-after-nurse"], [itself, deputy]]);
    expect(receiving({ receiving: { agency: "county-police", kind: "police" } })).toEqual([["team-leader"], [deputy]]);
  });

  test("PRE-02 others are informed by the person's status", () => {
    const informed = (status: string[]) =>
      needed({}, { status })
        .filter((each) => each.purpose === "be told")
        .map((each) => each.need);
    expect([informed([]), informed(["plan"]), informed(["in-care", "closed"]), informed(["closed"])]).toEqual([
      [],
      ["told reviewing-officer"],
      ["told reviewing-officer"],
      [],
    ]);
  });

  policyOf("several", {
    "  practitioner: { called: practitioner, held in: agency, named as: practitioner }\n": `  practitioner: { called: practitioner, held in: agency, named as: practitioner }
  team-leader: { called: team leader, held in: agency }
  safeguarding-lead: { called: safeguarding lead, held in: agency }
`,
    "    receiving side: [practitioner]": "    receiving side: [team-leader, safeguarding-lead]",
  });

  test("PRE-02 any one of several addressees may answer, and the others hear", () => {
    const story = raised("several");
    const [one, other] = ["first/receiving-side/1", "first/receiving-side/2"];
    expect(noticesOfLast(story)).toEqual([`asked → ${one}`, `asked → ${other}`]);
    for (const seat of [one, other])
      given(...story.history)
        .when(does("2026-11-23T12:00:00.000Z", seat, "propose resolution", "first"))
        .then({ type: "ResolutionProposed", by: { side: "receiving" } });
    const settled = goOn(
      story,
      does("2026-11-23T12:00:00.000Z", other, "propose resolution", "first"),
      does("2026-11-23T13:00:00.000Z", raiser, "accept resolution", "first"),
    );
    expect(noticesOfLast(settled)).toEqual(["resolved → raiser", `resolved → ${one}`, `resolved → ${other}`]);
  });

  const office = (when: string) => `    inform: [{ who: office, of: partnership, when: [${when}], clause: "1" }]\n`;
  const toldWhen = (area: string, first: string | undefined, last: string | undefined) =>
    policyOf(area, {
      "  chair: {": "  office: { called: Office, held in: partnership, through: partnership inbox }\n  chair: {",
      ...(first
        ? { "    receiving side: [practitioner]\n": `    receiving side: [practitioner]\n${office(first)}` }
        : {}),
      ...(last ? { "    body: {": `${office(last)}    body: {` } : {}),
    });
  toldWhen("told-start", "stage opens", undefined);
  toldWhen("told-response", "each response", undefined);
  toldWhen("told-last", undefined, "stage opens");
  toldWhen("told-resolution", "outcome", undefined);

  test.each([
    ["told-start", ["told"]],
    ["told-response", ["responded"]],
    ["told-last", ["told"]],
    ["told-resolution", ["resolved"]],
  ] as const)("PRE-02 the partnership's inbox is told on different events: %s", (area, kinds) => {
    const hears = (story: Played) =>
      noticesOfLast(story)
        .filter((each) => each.includes("told-office"))
        .map((each) => each.split(" → ")[0]);
    const story = raised(area);
    const responded = goOn(story, does("2026-11-23T12:00:00.000Z", receiver, "respond", "first"));
    const settled = goOn(responded, ...agree("2026-11-24"));
    const climbed = silentUntil(responded, "2026-11-26T17:00:00.000Z");
    const all = {
      start: hears(story),
      response: hears(responded),
      resolution: hears(settled),
      last: hears(climbed).filter((each) => each === "told"),
    };
    const moment = area.replace("told-", "");
    expect(all[moment as keyof typeof all]).toEqual(kinds);
    // Whoever was told of a stage hears how it ended; of a response only whoever wants each.
    if (area !== "told-response") expect(all.response).toEqual([]);
    if (area !== "told-start") expect(all.start).toEqual([]);
    if (area !== "told-last") expect(all.last).toEqual([]);
  });

  test("PRE-02 who hears of what is told apart though one role's id begins as another's does", () => {
    policyOf("alike", {
      "  chair: {": `  lead: { called: lead, held in: partnership }
  lead-deputy: { called: deputy lead, held in: partnership }
  chair: {`,
      "    receiving side: [practitioner]\n": `    receiving side: [practitioner]
    inform:
      - { who: lead, of: partnership, when: [each response], clause: "1" }
      - { who: lead-deputy, of: partnership, when: [stage opens], clause: "1" }
`,
    });
    const story = raised("alike");
    expect(noticesOfLast(story)).toEqual([`asked → ${receiver}`, "told → first/told-lead-deputy/1"]);
    expect(noticesOfLast(goOn(story, does("2026-11-23T12:00:00.000Z", receiver, "respond", "first")))).toEqual([
      "responded → raiser",
      "responded → first/told-lead/1",
    ]);
  });

  policyOf("higher", {
    "stages:\n": `may open at:
  - { stage: last, because: A child has been seriously harmed, clause: "3" }
stages:
`,
  });
  const entering = (area: string, entered: string, because?: string): Step =>
    raise(monday, { area, entered, sealed: told(area, because === undefined ? {} : { enteredBecause: because }) });

  test("PRE-02 entering at a higher stage, with a reason; elsewhere, and at another, it is refused", () => {
    given()
      .when(entering("higher", "last", "The child is in hospital."))
      .then({
        type: "EscalationRaised",
        entered: "last",
        opensAt: "last",
        sealed: { enteredBecause: "The child is in hospital." },
      });
    const story = play(entering("higher", "last", "The child is in hospital."), open(monday));
    expect(dueDates(story)).toEqual(["last/conclude 2026-11-30T17:00Z"]);
    for (const because of [undefined, "", "  "])
      given()
        .when(entering("higher", "last", because))
        .thenRefused("missing", "enteredBecause");
    given()
      .when(entering("higher", "first", "In a hurry."))
      .thenRefused("not-allowed", "entered");
    given()
      .when(entering("several", "last", "In a hurry."))
      .thenRefused("not-allowed", "entered");
    given()
      .when(entering("knowsley", "senior-managers", "In a hurry."))
      .thenRefused("not-allowed", "entered");
  });

  policyOf("higher-at-risk", {
    'immediate risk: { words: Immediate risk, clause: "1" }':
      'immediate risk: { words: Immediate risk, opens at: second, clause: "1" }\nmay open at: [{ stage: last, because: Serious harm, clause: "3" }]',
    "  - stage: last\n": `  - stage: second
    title: Second
    clause: "1"
    raising side: [practitioner]
    receiving side: [practitioner]
    clocks:
${settle}    ends by: agreement
  - stage: last
`,
  });

  test("PRE-02 immediate risk never brings a concern lower than where it was entered", () => {
    const at = (over: Parameters<typeof raise>[1]) =>
      given().when(
        raise(monday, {
          area: "higher-at-risk",
          immediateRisk: true,
          sealed: told("higher-at-risk", { enteredBecause: "Serious harm." }),
          ...over,
        }),
      );
    at({ entered: "last" }).then({ type: "EscalationRaised", opensAt: "last" });
    at({}).then({ type: "EscalationRaised", opensAt: "second" });
  });

  policyOf("informal", {
    "roles:\n": `before the formal process:
  confirms: [{ id: spoken, question: When did you speak to them?, clause: "0" }]
  otherwise opens at: talk
  explains: Speak first.
  clause: "0"
roles:
`,
    "stages:\n": `stages:
  - stage: talk
    title: Talk
    clause: "0"
    informal: true
    raising side: [practitioner]
    receiving side: [practitioner]
    clocks:
${settle.replace("3 working days", "24 hours")}    ends by: agreement
`,
  });

  test("PRE-02 informal steps with clocks before the formal stages", () => {
    expect(dueDates(silentUntil(raised("informal"), "2026-11-24T10:00:00.000Z"))).toEqual([
      "talk/settle 2026-11-24T10:00Z",
      "first/settle 2026-11-27T17:00Z",
    ]);
    const spoken = raised("informal", { sealed: told("informal", { before: { spoken: "2026-11-20" } }) });
    expect(dueDates(spoken)).toEqual(["first/settle 2026-11-26T17:00Z"]);
  });
});
