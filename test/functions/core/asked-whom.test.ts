/** Whom a stage needs and by whom else somebody can be reached, to the last field; and what each seat may do and owes. */
import { describe, expect, test } from "vitest";
import {
  questionsFor,
  seatsOwing,
  standingOf,
  stillAskedOf,
  unapproved,
} from "../../../functions/core/capabilities.ts";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { evolve, fold } from "../../../functions/core/evolve.ts";
import type { Escalation } from "../../../functions/core/escalation.ts";
import { adviceOnRoles, othersFor, peopleNeeded, roleOfPartnership, rolesIn } from "../../../functions/core/people.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import { stageOf } from "../../../policies/language/stages.ts";
import {
  does,
  goOn,
  knowsley,
  knowsleyAt,
  knowsleyRaised,
  medway,
  miltonKeynes,
  open,
  play,
  raise,
  raiser,
  seats,
  shropshire,
  tick,
  told,
  trainingProvider,
  type Step,
} from "../../support/core.ts";

const { knowsley: K, shropshire: S } = seats;
const monday = "2026-11-23T10:00:00.000Z";
const soon = "2026-11-23T11:00:00.000Z";
const tuesday = "2026-11-24T11:00:00.000Z";
const thursday = "2026-11-26T11:00:00.000Z";

const withRole = (policy: Policy, role: string, over: Partial<Policy["roles"][string]>): Policy => {
  const rule = policy.roles[role];
  if (!rule) throw new Error(`The policy has no role ${role}`);
  return { ...policy, roles: { ...policy.roles, [role]: { ...rule, ...over } } };
};

const seatOf = (state: Escalation, seat: string) => {
  const held = state.seats.get(seat);
  if (!held) throw new Error(`Nobody sits in ${seat}`);
  return held;
};

describe("whom a stage needs", () => {
  const inbox = {
    need: "partnership inbox",
    side: "partnership",
    purpose: "partnership inbox",
    roles: [],
    throughInbox: true,
  };

  test("KNO-03 at stage 1 the two practitioners whom the concern names, the one of them in the seat that raised it", () => {
    const { state, rules } = play(raise(monday));
    expect(peopleNeeded(state, rules.policy, "practitioners")).toStrictEqual([
      {
        need: "raising side",
        side: "raising",
        purpose: "act",
        roles: ["practitioner"],
        of: "north-school",
        throughInbox: false,
        named: {
          role: "practitioner",
          person: { name: "Ada Raiser", email: "ada@north-school.example" },
          seat: "raiser",
        },
      },
      {
        need: "receiving side",
        side: "receiving",
        purpose: "act",
        roles: ["practitioner"],
        of: "childrens-services",
        throughInbox: false,
        named: { role: "practitioner", person: { name: "Ben Receiver", email: "ben@childrens-services.example" } },
      },
      { ...inbox, of: state.raised.partnership },
    ]);
  });

  const ruth = { name: "Ruth Manages", email: "ruth@north-school.example" };
  const withManager = (area: string) =>
    told(area, { raising: { practitioner: { name: "Ada Raiser", email: "ada@north-school.example" }, manager: ruth } });

  test("KNO-05 at stage 2 a line manager whom the concern names, in a seat of their own", () => {
    const { state, rules } = play(raise(monday, { sealed: withManager("knowsley") }));
    const needs = peopleNeeded(state, rules.policy, "line-managers");
    expect(needs.map(({ need, named }) => [need, named])).toStrictEqual([
      ["raising side", { role: "line-manager", person: ruth }],
      ["receiving side", undefined],
      ["partnership inbox", undefined],
    ]);
  });

  test("KNO-09 at stage 3 the directors and the Business Manager are told, and a named line manager is none of them", () => {
    const { state, rules } = play(raise(monday, { sealed: withManager("knowsley") }));
    const tells = peopleNeeded(state, rules.policy, "senior-managers").filter(({ purpose }) => purpose === "be told");
    const of = { purpose: "be told", throughInbox: false };
    expect(tells).toStrictEqual([
      {
        need: "told business-manager",
        side: "partnership",
        roles: ["business-manager"],
        of: state.raised.partnership,
        throughInbox: false,
        purpose: "be told",
      },
      { need: "told director raising", side: "raising", roles: ["director"], of: "north-school", ...of },
      { need: "told director receiving", side: "receiving", roles: ["director"], of: "childrens-services", ...of },
    ]);
  });

  test.each([
    ["MED-01", "medway", "informal"],
    ["KNO-05", "knowsley", "line-managers"],
  ])("%s where the people of a record were erased (%s, %s), nobody is named", (_id, area, stage) => {
    const { history, rules } = play(raise(monday, { area }));
    const erased = fold(
      history.map((each): EscalationEvent => ("sealed" in each ? { ...each, sealed: "erased" } : each)),
    );
    if (!erased) throw new Error("It was raised");
    expect(peopleNeeded(erased, rules.policy, stage).filter((each) => "named" in each)).toEqual([]);
  });

  test("TP-07 the receiving practitioner is told from the first stage on where that is not theirs, and once only", () => {
    const story = play(raise(monday, { area: "kent", sealed: told("kent", {}) }));
    const needed = (state: Escalation) =>
      peopleNeeded(state, trainingProvider.policy, "line-managers").filter(
        ({ need }) => need === "told practitioner receiving",
      );
    expect(needed(story.state)).toStrictEqual([
      {
        need: "told practitioner receiving",
        side: "receiving",
        purpose: "be told",
        roles: ["practitioner"],
        of: "childrens-services",
        throughInbox: false,
        named: { role: "practitioner", person: { name: "Ben Receiver", email: "ben@childrens-services.example" } },
      },
    ]);
    expect(needed(goOn(story, open(monday)).state)).toEqual([]);
  });

  /** The list of stage 3 of Shropshire, after whoever was asked for the receiving side at stage 2 handed on. */
  const afterHandingOn = (to: { role: string; via: "holder" | "inbox" }, erase = false) => {
    const story = play(
      raise(monday, { area: "shropshire" }),
      open(monday),
      does(soon, raiser, "declare unresolved", "professionals"),
      open(soon),
      does(soon, S.receivingManager, "hand on", "line-managers", {
        to: {
          ...to,
          agency: "childrens-services",
          person: { name: "Cy Right", email: "cy@childrens-services.example" },
        },
      }),
    );
    const history = story.history.map((each): EscalationEvent =>
      erase && each.type === "HandedOn" ? { ...each, sealed: "erased" } : each,
    );
    const state = fold(history);
    if (!state) throw new Error("It was raised");
    return peopleNeeded(state, shropshire.policy, "formal-escalation").map(({ need, named }) => [need, named]);
  };
  const none = [
    ["raising side", undefined],
    ["receiving side", undefined],
    ["told senior-manager raising", undefined],
    ["partnership inbox", undefined],
  ];

  test("ALL-10 whoever took the role over is asked at the next stage, for their own side alone", () => {
    expect(afterHandingOn({ role: "line-manager", via: "holder" })).toEqual([
      ["raising side", undefined],
      [
        "receiving side",
        { role: "line-manager", person: { name: "Cy Right", email: "cy@childrens-services.example" } },
      ],
      ["told senior-manager raising", undefined],
      ["partnership inbox", undefined],
    ]);
  });

  test("ALL-10 whoever had it last is asked, where it was handed on twice", () => {
    const handsOn = (seat: string, name: string) =>
      does(soon, seat, "hand on", "line-managers", {
        to: {
          role: "line-manager",
          via: "holder",
          agency: "childrens-services",
          person: { name, email: `${name.toLowerCase()}@childrens-services.example` },
        },
      });
    const first = play(
      raise(monday, { area: "shropshire" }),
      open(monday),
      does(soon, raiser, "declare unresolved", "professionals"),
      open(soon),
      handsOn(S.receivingManager, "Cy"),
    );
    const cy = [...first.state.seats.keys()].findLast((each) => each.includes("/handed-on-")) ?? "";
    const { state } = goOn(first, handsOn(cy, "Di"));
    const asked = peopleNeeded(state, shropshire.policy, "formal-escalation").find(
      ({ need }) => need === "receiving side",
    );
    expect(asked?.named?.person.name).toBe("Di");
  });

  test("ALL-10 nobody is who took over another role, nor an inbox, nor whoever was erased", () => {
    expect(afterHandingOn({ role: "practitioner", via: "holder" })).toEqual(none);
    expect(afterHandingOn({ role: "line-manager", via: "inbox" })).toEqual(none);
    expect(afterHandingOn({ role: "line-manager", via: "holder" }, true)).toEqual(none);
  });
});

describe("who is asked in somebody's place", () => {
  const raised = () => play(raise(monday)).state.raised;

  test("MK-05 nobody, where the policy says nothing of it: then it is not spoken of", () => {
    expect(rolesIn(knowsley.policy, ["director"], raised(), "raising")).toStrictEqual({ roles: ["director"] });
    expect(roleOfPartnership(knowsley.policy, "chair", "knowsley")).toStrictEqual({
      side: "partnership",
      roles: ["chair"],
      of: "knowsley",
      throughInbox: false,
    });
  });

  test("MED-04 a role that is held differently everywhere is so in an agency of no kind", () => {
    const policy = withRole(knowsley.policy, "director", {
      differs: [{ is: ["head"], eachIsAsked: false, clause: "4", onlyIf: undefined }],
    });
    expect(rolesIn(policy, ["director"], raised(), "receiving")).toStrictEqual({
      roles: ["head"],
      instead: [{ roles: ["head"], eachIsAsked: false, otherwise: [{ role: "director", via: "holder" }] }],
    });
  });

  const deputised = withRole(knowsley.policy, "chair", { standIn: ["vice-chair"] });

  test("KNO-13 who stands in for a role of the partnership", () => {
    expect(roleOfPartnership(deputised, "chair", "knowsley")).toStrictEqual({
      side: "partnership",
      roles: ["chair"],
      of: "knowsley",
      throughInbox: false,
      instead: [{ roles: ["chair"], eachIsAsked: false, otherwise: [{ role: "vice-chair", via: "stand-in" }] }],
    });
  });

  test("KNO-13 whoever does not get e-mail is reached by those who stand in for their own role, and by no others", () => {
    const atChair = play(...knowsleyAt("chair")).state;
    const { partnership } = atChair.raised;
    const { concludes: _concludes, ...chair } = seatOf(atChair, K.chair);
    expect(othersFor(atChair, deputised, chair)).toStrictEqual({
      side: "partnership",
      roles: ["chair"],
      instead: [{ roles: ["chair"], eachIsAsked: false, otherwise: [{ role: "vice-chair", via: "stand-in" }] }],
      of: partnership,
    });
    expect(othersFor(atChair, deputised, seatOf(atChair, K.raisingSenior))).toStrictEqual({
      side: "raising",
      roles: ["senior-manager"],
      instead: [{ roles: ["senior-manager"], eachIsAsked: false, otherwise: [] }],
      of: "north-school",
    });
  });

  test("KNO-08 a health service's named professional is reached by its senior manager", () => {
    const health = play(...knowsleyAt("senior-managers", { receiving: { agency: "trust", kind: "health" } })).state;
    expect(othersFor(health, knowsley.policy, seatOf(health, K.receivingSenior))).toStrictEqual({
      side: "receiving",
      roles: ["named-professional"],
      instead: [
        {
          roles: ["named-professional"],
          eachIsAsked: false,
          otherwise: [{ role: "senior-manager", via: "holder" }],
        },
      ],
      of: "trust",
    });
  });

  test("MED-04 whom to ask in doubt is said of the roles of that side, in agencies of that kind", () => {
    const policy = withRole(miltonKeynes.policy, "practitioner", {
      differs: [
        {
          inAgenciesOfKind: "police",
          is: ["officer"],
          eachIsAsked: false,
          clause: "1",
          advice: "Ask the control room.",
        },
      ],
    });
    const { raised: ofPolice } = play(
      raise(monday, {
        area: "milton-keynes",
        disagreement: "levels-of-need",
        raising: { agency: "one", kind: "police" },
        receiving: { agency: "two", kind: "police" },
      }),
    ).state;
    // At stage 2 the raising side is its managers, the receiving side the practitioner.
    expect(adviceOnRoles(policy, "manager", ofPolice, "receiving")).toEqual(["Ask the control room."]);
    expect(adviceOnRoles(policy, "manager", ofPolice, "raising")).toEqual([]);
    expect(adviceOnRoles(policy, "professionals", ofPolice, "raising")).toEqual(["Ask the control room."]);
    expect(adviceOnRoles(policy, "chair", ofPolice, "raising")).toEqual([]);
  });
});

describe("what a seat may do and owes", () => {
  const standing = (state: Escalation, policy: Policy, seat: string) => {
    const { acting, may, owes, ticks } = standingOf(state, policy, seat);
    return { acting, may: [...may].toSorted(), owes: owes.map((each) => each.clock), ticks };
  };

  test("a seat that the record does not know may do nothing and owes nothing", () => {
    const { state, rules } = play(...knowsleyRaised());
    expect(standing(state, rules.policy, "nobody")).toEqual({ acting: false, may: [], owes: [], ticks: [] });
  });

  test("KNO-14 whoever acted before is asked for information, may hand that on, and may agree a date until the deadline has passed", () => {
    const asked = play(...knowsleyAt("chair"), does(thursday, K.chair, "request information", "chair"));
    const may = [
      "add note",
      "arrange meeting",
      "flag immediate risk",
      "hand on",
      "provide information",
      "record discussion",
      "shorten deadline",
    ];
    expect(standing(asked.state, asked.rules.policy, K.raisingSenior)).toEqual({
      acting: false,
      may: [...may, "propose date", "withdraw"].toSorted(),
      owes: [],
      ticks: [],
    });
    const late = goOn(asked, tick("2026-12-03T17:02:00.000Z"));
    expect(standing(late.state, late.rules.policy, K.raisingSenior).may).toEqual([...may, "withdraw"].toSorted());
  });

  const settledAt = (...steps: Step[]) =>
    play(
      raise(monday, { area: "shropshire" }),
      open(monday),
      does(soon, raiser, "declare unresolved", "professionals"),
      open(soon),
      ...steps,
    );
  const items = [
    { item: "facts", on: "2026-11-23" },
    { item: "discussed", on: "2026-11-23" },
  ];

  test("SHR-09 a list is no duty, and has nothing to tick while what is left waits for an agreement", () => {
    const opened = settledAt();
    expect(standing(opened.state, opened.rules.policy, S.raisingManager)).toMatchObject({
      owes: [],
      ticks: ["line-managers"],
    });
    const ticked = goOn(opened, does(tuesday, S.raisingManager, "tick", "line-managers", { items }));
    expect(standing(ticked.state, ticked.rules.policy, S.raisingManager)).toMatchObject({ owes: [], ticks: [] });
    const agreed = goOn(
      ticked,
      does(tuesday, S.receivingManager, "propose resolution", "line-managers"),
      does(tuesday, S.raisingManager, "accept resolution", "line-managers"),
    );
    expect(standing(agreed.state, agreed.rules.policy, S.raisingManager)).toEqual({
      acting: false,
      may: ["add note", "arrange meeting", "flag immediate risk", "record discussion", "tick"],
      owes: [],
      ticks: ["line-managers"],
    });
  });

  test("SHR-06 the partnership's office owes its duty, and ticks no list", () => {
    const climb = (stage: string, seat: string): Step[] => [does(soon, seat, "declare unresolved", stage), open(soon)];
    const story = settledAt(
      ...climb("line-managers", S.raisingManager),
      ...climb("formal-escalation", S.raisingManagerAgain),
    );
    expect(standing(story.state, story.rules.policy, S.office)).toEqual({
      acting: false,
      may: ["add note", "do duty", "hand on"],
      owes: ["isolated-or-systemic"],
      ticks: [],
    });
    const bounced: EscalationEvent = {
      type: "NoticeBounced",
      v: 1,
      at: tuesday,
      notice: "0/acknowledged/raiser",
      kind: "acknowledged",
      messageId: "m",
      bounce: "permanent",
      seat: raiser,
    };
    expect(standing(evolve(story.state, bounced), story.rules.policy, S.office).owes).toEqual(["isolated-or-systemic"]);
  });

  test("ALL-12 once it is closed nobody owes or ticks anything", () => {
    const story = settledAt(does(tuesday, S.raisingManager, "withdraw", "line-managers"));
    expect(standing(story.state, story.rules.policy, S.raisingManager)).toEqual({
      acting: false,
      may: ["add note"],
      owes: [],
      ticks: [],
    });
  });

  test("KNO-07 a duty is owed by those who acted for its side at its own stage, and a deadline by nobody", () => {
    const { state, rules } = play(...knowsleyAt("senior-managers"));
    const owing = (clock: string, by?: string) =>
      seatsOwing(state, rules.policy, { stage: "line-managers", clock, by });
    expect(owing("confirm-in-writing", "receiving")).toEqual([K.receivingManager]);
    expect(owing("confirm-in-writing")).toEqual([]);
    expect(owing("settle", "receiving")).toEqual([]);
  });

  test("KNO-06 advice that was asked for at one stage is asked as of that stage, while the next is open", () => {
    const { state, rules } = play(
      ...knowsleyAt("line-managers"),
      does(tuesday, K.raisingManager, "ask advice", "line-managers"),
      does(tuesday, K.raisingManager, "declare unresolved", "line-managers"),
      open(tuesday),
    );
    expect(stillAskedOf(state, rules.policy, "line-managers/raising-side/adviser-1")).toEqual([
      { kind: "advice asked", stage: "line-managers" },
    ]);
  });

  test("KNO-16 the record of a discussion is approved by the other side, and not by the partnership", () => {
    const { state } = play(...knowsleyRaised(), does(soon, raiser, "record discussion", "practitioners"));
    expect(unapproved(state, "receiving")).toHaveLength(1);
    expect(unapproved(state, "raising")).toEqual([]);
    expect(unapproved(state, "partnership")).toEqual([]);
  });

  test("nobody of the partnership is asked what a stage asks of the receiving side", () => {
    const stage = stageOf(medway.policy, "service-managers");
    const question = stage.pageAsks.receivingSide[0] ?? { id: "one", question: "One?", clause: "1" };
    const asks = { ...stage, pageAsks: { ...stage.pageAsks, receivingSide: [question] } } as typeof stage;
    expect(questionsFor(asks, { side: "receiving" })).toEqual([question]);
    expect(questionsFor(asks, { side: "partnership" })).toEqual([]);
  });
});
