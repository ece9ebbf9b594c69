/** Bodies that are held on one side, people who are informed, and duties of the partnership's own people. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadPolicy } from "../../../policies/language/load.ts";
import { standingOf } from "../../../functions/core/capabilities.ts";
import { noticesOwed } from "../../../functions/core/notices.ts";
import { peopleNeeded } from "../../../functions/core/people.ts";
import {
  does,
  eventsOf,
  given,
  goOn,
  holds,
  knowsleyAt,
  miltonKeynesAt,
  noticesOfLast,
  open,
  play,
  raise,
  seats,
  silentUntil,
  type Step,
} from "../../support/core.ts";

const M = seats.medway;
const S = seats.shropshire;
const T = seats.trainingProvider;

const at = "2026-11-23T10:00:00.000Z";
const raised = (area: "medway" | "shropshire" | "kent"): Step[] => [raise(at, { area }), open(at)];
const told = (...steps: Step[]) => noticesOfLast(play(...steps));

/** At the last stage of each, after silence. */
const atExecutive = silentUntil(play(...raised("medway")), "2026-12-14T17:00:00.000Z");
const atDecider = silentUntil(play(...raised("shropshire")), "2026-12-01T17:00:00.000Z");
const atHead = silentUntil(play(...raised("kent")), "2026-12-10T17:00:00.000Z");

describe("a body that is held on one side", () => {
  const may = (story: typeof atDecider, seat: string) => [...standingOf(story.state, story.rules.policy, seat).may];

  test("SHR-05 the Assistant Director of the raising side decides; the one of the other agency answers and cannot", () => {
    expect(may(atDecider, S.decider)).toEqual(expect.arrayContaining(["give outcome", "hand on", "record discussion"]));
    for (const not of ["propose resolution", "declare unresolved", "shorten deadline", "respond"])
      expect(may(atDecider, S.decider)).not.toContain(not);
    expect(may(atDecider, S.receivingDirector)).toEqual(expect.arrayContaining(["respond", "hand on"]));
    for (const not of ["give outcome", "propose resolution", "accept resolution"])
      expect(may(atDecider, S.receivingDirector)).not.toContain(not);
    given(...atDecider.history)
      .when(does("2026-12-02T09:00:00.000Z", S.receivingDirector, "give outcome", "assistant-director"))
      .thenRefused("not-now");
    given(...atDecider.history)
      .when(does("2026-12-02T09:00:00.000Z", S.decider, "give outcome", "assistant-director"))
      .then(
        { type: "OutcomeGiven", kind: "decision", by: { side: "raising", role: "assistant-director" } },
        { type: "ClockMet", clock: "decide" },
        { type: "StageEnded", how: "outcome given" },
      );
  });

  test("ALL-06 what the last stage's body has to decide, the sides do not settle", () => {
    for (const type of ["propose resolution", "declare unresolved"] as const)
      given(...atDecider.history)
        .when(does("2026-12-02T09:00:00.000Z", S.receivingDirector, type, "assistant-director"))
        .thenRefused("not-now");
  });

  test.each([
    ["MK-06 the Assurance Board Chair", play(...miltonKeynesAt("chair")), "chair"],
    ["KNO-13 the Chair of the partnership", play(...knowsleyAt("chair")), "chair"],
    ["MED-12 the Executive", atExecutive, "partnership"],
  ] as const)("%s is written to at the partnership's own address", (_who, { state, rules }, stage) => {
    const body = peopleNeeded(state, rules.policy, stage).find((each) => each.need === "body");
    expect(body).toMatchObject({ side: "partnership", purpose: "conclude", throughInbox: true });
  });

  test("TP-05 the Head of Safeguarding of the receiving side records; the CEO, who refers, cannot, nor answer as if asked to", () => {
    expect(may(atHead, T.head)).toContain("give outcome");
    for (const not of ["give outcome", "propose resolution", "respond", "declare unresolved"])
      expect(may(atHead, T.ceo)).not.toContain(not);
    given(...atHead.history)
      .when(does("2026-12-11T10:00:00.000Z", T.head, "give outcome", "head-of-safeguarding"))
      .then(
        { type: "OutcomeGiven", kind: "record", by: { side: "receiving", role: "head-of-safeguarding" } },
        { type: "ClockMet" },
        { type: "StageEnded" },
        { type: "EscalationClosed" },
      );
  });

  test("ALL-10 whoever concludes can hand on, and whoever has it then concludes; nobody else does", () => {
    const handed = goOn(
      atDecider,
      does("2026-12-02T09:00:00.000Z", S.decider, "hand on", "assistant-director", {
        named: "Cy Right",
        to: {
          role: "assistant-director",
          agency: "north-school",
          via: "holder",
          person: { name: "Cy Right", email: "cy@north-school.example" },
        },
      }),
    );
    const { to } = eventsOf(handed.history, "HandedOn")[0] ?? {};
    expect(to).toMatchObject({ side: "raising", role: "assistant-director", concludes: true });
    expect(noticesOfLast(handed)).toEqual([`asked → ${to?.seat}`]);
    expect(may(handed, S.decider)).not.toContain("give outcome");
    expect(may(handed, to?.seat ?? "")).toContain("give outcome");
  });

  test("ALL-10 somebody who took a role over at an earlier stage is asked to conclude in that role", () => {
    const policy = {
      ...atDecider.rules.policy,
      stages: atDecider.rules.policy.stages.map((each) =>
        each.stage === "senior-managers" ? { ...each, raisingSide: ["assistant-director"] } : each,
      ),
    };
    const story = silentUntil(play(...raised("shropshire")), "2026-11-27T17:00:00.000Z");
    const taken: typeof story.state.seats extends ReadonlyMap<string, infer Held> ? Held : never = {
      seat: "senior-managers/raising-side/handed-on-1",
      side: "raising",
      role: "assistant-director",
      agency: "north-school",
      via: "holder",
      person: { name: "Cy Right", email: "cy@north-school.example" },
    };
    const state = { ...story.state, seats: new Map([...story.state.seats, [taken.seat, taken]]) };
    const body = peopleNeeded(state, policy, "assistant-director").find((each) => each.need === "body");
    expect(body).toMatchObject({
      side: "raising",
      purpose: "conclude",
      of: "north-school",
      named: { person: { name: "Cy Right" } },
    });
  });

  test("SHR-05 the decision reaches everybody who acted or was informed, once each, and not whoever gave it", () => {
    const story = goOn(atDecider, does("2026-12-02T09:00:00.000Z", S.decider, "give outcome", "assistant-director"));
    const heard = noticesOfLast(story);
    expect(heard).toEqual(
      expect.arrayContaining([
        "outcome given → raiser",
        `outcome given → ${S.practitioner}`,
        `outcome given → ${S.raisingManager}`,
        `outcome given → ${S.receivingSenior}`,
        `outcome given → ${S.receivingDirector}`,
        `outcome given → ${S.office}`,
        "outcome given → assistant-director/told-director-raising/1",
      ]),
    );
    const address = (notice: string) => {
      const person = story.state.seats.get(notice.split(" → ")[1] ?? "")?.person;
      return person && person !== "erased" ? person.email : notice;
    };
    const decision = heard.filter((each) => each.startsWith("outcome given"));
    expect(new Set(decision.map(address)).size).toBe(decision.length);
    expect(decision).not.toContain(`outcome given → ${S.decider}`);
  });
});

describe("who is asked for each side, and told beside them", () => {
  test.each([
    ["TP-02 the professionals themselves", atHead, "professionals", "practitioner", []],
    ["TP-03 the line managers", atHead, "line-managers", "line-manager", ["safeguarding-lead", "safeguarding-lead"]],
    ["TP-04 the senior managers", atHead, "senior-managers", "senior-manager", []],
    [
      "MED-07 the Designated Safeguarding Leads or Heads of Service, and not the Service Managers again",
      atExecutive,
      "safeguarding-leads",
      "safeguarding-lead",
      ["partnership-office"],
    ],
  ] as const)("%s of both sides", (_who, { state }, stage, role, told) => {
    const opened = state.opened.find((each) => each.stage === stage);
    const held = (seats: readonly string[] = []) => seats.map((each) => state.seats.get(each));
    expect(held(opened?.acting).map((each) => `${each?.side} ${each?.role}`)).toEqual([
      `raising ${role}`,
      `receiving ${role}`,
    ]);
    expect(held(opened?.told).map((each) => each?.role)).toEqual(told);
  });
});

describe("who is informed of what", () => {
  test("MED-06, MED-11 mscp hears of the opening of stages 1, 2 and 3, and of every response there", () => {
    expect(told(...raised("medway"))).toEqual([
      `asked → ${M.raisingManager}`,
      `asked → ${M.receivingManager}`,
      `told → ${M.office}`,
    ]);
    const hour = (day: number) =>
      `2026-${day > 30 ? "12" : "11"}-${String(day > 30 ? day - 30 : day).padStart(2, "0")}T12:00:00.000Z`;
    const respond = (day: number, seat: string, stage: string) => does(hour(day), seat, "respond", stage);
    expect(told(...raised("medway"), respond(24, M.receivingManager, "service-managers"))).toEqual([
      `responded → ${M.raisingManager}`,
      "responded → raiser",
      `responded → ${M.office}`,
    ]);
    const second = silentUntil(play(...raised("medway")), "2026-11-30T17:00:00.000Z");
    expect(noticesOfLast(second)).toContain("told → safeguarding-leads/told-partnership-office/1");
    expect(noticesOfLast(goOn(second, respond(31, M.receivingLead, "safeguarding-leads")))).toContain(
      "responded → safeguarding-leads/told-partnership-office/1",
    );
    // A late response to stage 1 is a response to stage 1.
    expect(noticesOfLast(goOn(second, respond(31, M.receivingManager, "service-managers")))).toEqual([
      `late answer → ${M.raisingLead}`,
      `late answer → ${M.receivingLead}`,
      "late answer → raiser",
      `late answer → ${M.office}`,
    ]);
    const third = silentUntil(second, "2026-12-07T17:00:00.000Z");
    expect(noticesOfLast(third)).toContain("told → assistant-directors/told-partnership-office/1");
    expect(noticesOfLast(goOn(third, respond(38, M.receivingDirector, "assistant-directors")))).toEqual([
      `responded → ${M.raisingDirector}`,
      "responded → raiser",
      "responded → assistant-directors/told-partnership-office/1",
    ]);
  });

  test("MED-06 a resolution proposed or rejected by the receiving side is a response; the raising side's own is not", () => {
    const proposes = (seat: string) => does("2026-11-24T12:00:00.000Z", seat, "propose resolution", "service-managers");
    expect(told(...raised("medway"), proposes(M.receivingManager))).toContain(`resolution proposed → ${M.office}`);
    expect(told(...raised("medway"), proposes(M.raisingManager))).not.toContain(`resolution proposed → ${M.office}`);
    const rejects = does("2026-11-24T13:00:00.000Z", M.receivingManager, "reject resolution", "service-managers");
    expect(told(...raised("medway"), proposes(M.raisingManager), rejects)).toContain(
      `resolution rejected → ${M.office}`,
    );
  });

  test("SHR-04 only the raising side's senior management is told, and the business unit of the opening and the outcome of stage 4", () => {
    const third = silentUntil(play(...raised("shropshire")), "2026-11-26T17:00:00.000Z");
    expect(noticesOfLast(third)).toEqual([
      `asked → ${S.raisingManagerAgain}`,
      `asked → ${S.receivingManagerAgain}`,
      "told → formal-escalation/told-senior-manager-raising/1",
      "climbed → raiser",
    ]);
    const fourth = silentUntil(third, "2026-11-27T17:00:00.000Z");
    expect(noticesOfLast(fourth)).toContain(`told → ${S.office}`);
    const settled = goOn(
      fourth,
      does("2026-11-30T10:00:00.000Z", S.receivingSenior, "propose resolution", "senior-managers"),
      does("2026-11-30T11:00:00.000Z", S.raisingSenior, "accept resolution", "senior-managers"),
    );
    expect(noticesOfLast(settled)).toContain(`resolved → ${S.office}`);
    expect(
      noticesOfLast(goOn(fourth, does("2026-11-30T10:00:00.000Z", S.receivingSenior, "respond", "senior-managers"))),
    ).not.toContain(`responded → ${S.office}`);
  });
});

describe("a duty of the partnership's own people", () => {
  const concluded = goOn(atExecutive, does("2026-12-15T10:00:00.000Z", M.executive, "give outcome", "partnership"));
  const handOn = does("2026-12-16T10:00:00.000Z", M.scrutineer, "hand on", "partnership", {
    named: "The new scrutineer",
    to: {
      role: "scrutineer",
      agency: "medway",
      via: "inbox",
      person: { name: "MSCP", email: "inbox@medway.example" },
    },
  });

  test("MED-12 the scrutineer is told of stage 4, of the outcome, and that the review is owed; nobody else owes it", () => {
    expect(noticesOfLast(atExecutive)).toContain(`told → ${M.scrutineer}`);
    expect(noticesOfLast(concluded)).toEqual(
      expect.arrayContaining([`outcome given → ${M.scrutineer}`, `duty owed → ${M.scrutineer}`]),
    );
    const owing = [...concluded.state.seats.keys()].filter(
      (seat) => standingOf(concluded.state, concluded.rules.policy, seat).owes.length > 0,
    );
    expect(owing).toEqual([M.scrutineer]);
  });

  test("MED-12, ALL-10 handed on, it is owed by whoever has it then, and by nobody twice; they are told", () => {
    const handed = goOn(concluded, handOn);
    const { to } = eventsOf(handed.history, "HandedOn")[0] ?? {};
    expect(noticesOfLast(handed)).toEqual([`duty owed → ${to?.seat}`]);
    const owes = (seat: string) => standingOf(handed.state, handed.rules.policy, seat).owes.length;
    expect([owes(M.scrutineer), owes(to?.seat ?? "")]).toEqual([0, 1]);
    expect(
      noticesOwed(handed.history, handed.rules.policy).send.map((each) => `${each.kind} → ${each.seat}`),
    ).toContain(`duty owed → ${to?.seat}`);
    const done = does("2026-12-17T10:00:00.000Z", to?.seat ?? "", "do duty", "partnership", {
      duty: "partnership/review",
    });
    expect(goOn(handed, done).state.phase).toBe("closed");
  });

  test("MED-12 the review reaches who raised it and both sides' last to act", () => {
    const review = does("2026-12-16T10:00:00.000Z", M.scrutineer, "do duty", "partnership", {
      duty: "partnership/review",
    });
    expect(noticesOfLast(goOn(concluded, review))).toEqual([
      `duty done → ${M.inbox}`,
      "duty done → raiser",
      `duty done → ${M.raisingDirector}`,
      `duty done → ${M.receivingDirector}`,
    ]);
  });

  test("somebody who is only told of a stage, and owes nothing, has nothing to hand on", () => {
    given(...play(...raised("medway")).history)
      .when(
        does("2026-11-24T10:00:00.000Z", M.office, "hand on", "service-managers", {
          named: "Somebody",
          to: {
            role: "partnership-office",
            agency: "medway",
            via: "inbox",
            person: { name: "MSCP", email: "m@medway.example" },
          },
        }),
      )
      .thenRefused("not-yours");
  });
});

test("SHR-06 what is counted from the raising stays on the record with when the disagreement arose", () => {
  given()
    .when(raise(at, { area: "shropshire", arose: "2026-11-09T00:00:00.000Z" }))
    .then({
      type: "EscalationRaised",
      arose: "2026-11-09T00:00:00.000Z",
      countsFrom: at,
      raiseBy: { due: "2026-11-11T17:00:00.000Z", late: true },
    });
  const [inTime] = given()
    .when(raise(at, { area: "shropshire" }))
    .then({ type: "EscalationRaised", raiseBy: { late: false } });
  expect(inTime).not.toHaveProperty("countsFrom");
  // Knowsley records that it is late, and counts nothing from the disagreement.
  const [late] = given()
    .when(raise(at, { arose: "2026-11-09T00:00:00.000Z" }))
    .then({ type: "EscalationRaised", raiseBy: { late: true } });
  expect(late).not.toHaveProperty("countsFrom");
});

describe("what Shropshire's policy does not say and the language can", () => {
  /** The last stage's body may ask for information, and an adviser of the partnership owes something once it has met. */
  const file = readFileSync(new URL("../../../policies/shropshire/2023-02.yaml", import.meta.url), "utf8");
  const text = file
    .replace("\nimmediate risk:", "  adviser: { called: Adviser, held in: partnership }\n\nimmediate risk:")
    .replace("      through: the holder\n", "      through: the holder\n      may ask for information: true\n")
    .replace(
      "    ends by: decision\n",
      `    ends by: decision
    afterwards:
      - duty: review
        asks: review what the meeting said
        kind: review
        by: partnership
        role: adviser
        to: partnership
        within: 2 working days
        from: meeting held
        chase every: 1 working day
        clause: a test’s
`,
    )
    .replace(
      "      - who: director\n",
      "      - { who: adviser, of: partnership, clause: a test’s }\n      - who: director\n",
    )
    .replace(
      "      - { who: director,",
      "      - { who: adviser, of: partnership, clause: a test’s }\n      - { who: director,",
    );
  holds("shropshire-more", { ...atDecider.rules, policy: loadPolicy(text, "shropshire-more.yaml") });
  const story = silentUntil(play(raise(at, { area: "shropshire-more" }), open(at)), "2026-12-01T17:00:00.000Z");
  const adviser = "assistant-director/told-adviser/1";

  test("ALL-10 what is owed while the stage is open can be handed on: whoever takes it is told what is owed, and is not asked to act", () => {
    const met = goOn(
      story,
      does("2026-12-02T09:00:00.000Z", S.decider, "record discussion", "assistant-director", {
        kind: "meeting",
        heldAt: "2026-12-02T08:30:00.000Z",
      }),
    );
    const owing = [...met.state.seats.keys()].filter((seat) =>
      standingOf(met.state, met.rules.policy, seat).owes.some((each) => each.clock === "review"),
    );
    expect(owing, "the adviser alone, though the business unit is told too").toEqual([adviser]);
    const handed = goOn(
      met,
      does("2026-12-02T09:10:00.000Z", adviser, "hand on", "assistant-director", {
        named: "Another adviser",
        to: { role: "adviser", agency: "shropshire", via: "inbox", person: { name: "SSCP", email: "i@sscp.example" } },
      }),
    );
    const { to } = eventsOf(handed.history, "HandedOn")[0] ?? {};
    expect(noticesOfLast(handed)).toEqual([`duty owed → ${to?.seat}`]);
    expect(standingOf(handed.state, handed.rules.policy, to?.seat ?? "").acting).toBe(false);
  });

  test("a body of the raising side asks both sides for information, and is not asked itself", () => {
    const asked = goOn(story, does("2026-12-02T09:00:00.000Z", S.decider, "request information", "assistant-director"));
    expect(noticesOfLast(asked)).toEqual([
      `information requested → ${S.raisingSenior}`,
      `information requested → ${S.receivingDirector}`,
    ]);
    const may = (seat: string) => standingOf(asked.state, asked.rules.policy, seat).may;
    expect(may(S.decider)).not.toContain("provide information");
    expect(may(S.raisingSenior)).toContain("provide information");
  });

  test("a role that is reached through the partnership's inbox is looked for there alone", () => {
    expect(
      peopleNeeded(story.state, story.rules.policy, "assistant-director")
        .filter((each) => each.side === "partnership")
        .map((each) => [each.need, each.throughInbox]),
    ).toEqual([
      ["told adviser", false],
      ["told partnership-office", true],
      ["partnership inbox", true],
    ]);
  });
});
