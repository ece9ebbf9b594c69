/** MED-01: what comes before Medway's formal process. Monday 23 November 2026; London is on UTC. */
import { describe, expect, test } from "vitest";
import {
  confirmedBefore,
  does,
  dueDates,
  eventsOf,
  fellDue,
  given,
  goOn,
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
const at = "2026-11-23T10:00:00.000Z";
const practitioner = "informal/receiving-side/1";

type Days = Readonly<Record<string, string>>;
const saying = (before: Days, over: Parameters<typeof raise>[1] = {}): Step =>
  raise(at, { area: "medway", sealed: told("medway", { before }), ...over });
const informal = play(saying({}), open(at));
const without = (id: keyof typeof confirmedBefore): Days =>
  Object.fromEntries(Object.entries(confirmedBefore).filter(([each]) => each !== id));

describe("what is confirmed when a concern is raised", () => {
  test("MED-01 with all three confirmed, each with its day, it opens at stage 1", () => {
    const [raised] = given()
      .when(saying(confirmedBefore))
      .then({
        type: "EscalationRaised",
        opensAt: "service-managers",
        sealed: {
          before: {
            "manager-consulted": "2026-11-18",
            "professional-to-professional": "2026-11-19",
            "managers-in-contact": "2026-11-20",
          },
        },
      });
    expect(raised).not.toHaveProperty("notYet");
    expect(dueDates(play(saying(confirmedBefore), open(at)))).toEqual([
      "service-managers/respond 2026-11-30T17:00Z",
      "service-managers/settle 2026-11-30T17:00Z",
    ]);
  });

  test.each(["manager-consulted", "professional-to-professional", "managers-in-contact"] as const)(
    "MED-01 with %s missing, the informal step opens instead of stage 1, and the record says what was missing",
    (missing) => {
      given()
        .when(saying(without(missing)))
        .then({ type: "EscalationRaised", opensAt: "informal", notYet: [missing] });
    },
  );

  test("MED-01 without any of them it opens too: nothing is refused", () => {
    given()
      .when(saying({}))
      .then({
        type: "EscalationRaised",
        opensAt: "informal",
        notYet: ["manager-consulted", "professional-to-professional", "managers-in-contact"],
      });
  });

  test("MED-01 a day that is still to come is no confirmation; today's is, in London's day", () => {
    given()
      .when(saying({ ...confirmedBefore, "managers-in-contact": "2026-11-24" }))
      .thenRefused("in-the-future", "before.managers-in-contact");
    given()
      .when(saying({ ...confirmedBefore, "managers-in-contact": "2026-11-23" }))
      .then({ type: "EscalationRaised", opensAt: "service-managers" });
    // On 15 June at 23:30 UTC it is already the 16th in London.
    const summer = (day: string): Step =>
      raise("2026-06-15T23:30:00.000Z", {
        area: "medway",
        arose: "2026-06-01T00:00:00.000Z",
        sealed: told("medway", {
          before: {
            "manager-consulted": "2026-06-02",
            "professional-to-professional": "2026-06-03",
            "managers-in-contact": day,
          },
        }),
      });
    given().when(summer("2026-06-16")).then({ type: "EscalationRaised", opensAt: "service-managers" });
    given().when(summer("2026-06-17")).thenRefused("in-the-future", "before.managers-in-contact");
  });

  test("MED-01 what is no day, and what nobody asked, is refused in its field", () => {
    given()
      .when(saying({ ...confirmedBefore, "managers-in-contact": "last week" }))
      .thenRefused("unknown-answer", "before.managers-in-contact");
    given()
      .when(saying({ ...confirmedBefore, "chair-consulted": "2026-11-18" }))
      .thenRefused("unknown-answer", "before.chair-consulted");
    given()
      .when(raise(at, { area: "knowsley", sealed: told("knowsley", { before: confirmedBefore }) }))
      .thenRefused("unknown-answer", "before.manager-consulted");
  });

  test("MED-01, MED-09 immediate risk skips the informal step no more than a stage", () => {
    given()
      .when(saying({}, { immediateRisk: true }))
      .then({ type: "EscalationRaised", opensAt: "informal" });
  });
});

describe("the informal step", () => {
  test("MED-01 is the two practitioners', due by the organisation's own five working days; both line managers are told", () => {
    expect(dueDates(informal)).toEqual(["informal/settle 2026-11-30T17:00Z"]);
    expect(eventsOf(informal.history, "StageOpened")[0]?.asked.map((each) => each.seat)).toEqual([
      raiser,
      practitioner,
    ]);
    expect(noticesOfLast(informal)).toEqual([
      `asked → ${practitioner}`,
      "told → informal/told-team-manager-raising/1",
      "told → informal/told-team-manager-receiving/1",
    ]);
  });

  test("MED-01 a line manager whom the concern names is told before whom the directory knows", () => {
    const named = play(
      raise(at, {
        area: "medway",
        sealed: told("medway", {
          before: {},
          raising: {
            practitioner: { name: "Ada Raiser", email: "ada@north-school.example" },
            manager: { name: "Max Manager", email: "max@north-school.example" },
          },
        }),
      }),
      open(at),
    );
    expect(named.state.seats.get("informal/told-team-manager-raising/1")?.person).toEqual({
      name: "Max Manager",
      email: "max@north-school.example",
    });
    expect(named.state.seats.get("informal/told-team-manager-receiving/1")?.person).toEqual({
      name: "team-manager of childrens-services",
      email: "team-manager@childrens-services.example",
    });
  });

  test("MED-01 unresolved, it climbs to stage 1 by itself, which has its five working days from then", () => {
    const story = silentUntil(informal, "2026-11-30T17:00:00.000Z");
    expect(fellDue(story).at(-1)).toBe("passed informal/settle 2026-11-30T17:00Z");
    expect(eventsOf(story.history, "StageOpened").map((each) => [each.stage, each.because])).toEqual([
      ["informal", "raised"],
      ["service-managers", "deadline passed"],
    ]);
    expect(dueDates(story).slice(1)).toEqual([
      "service-managers/respond 2026-12-07T17:00Z",
      "service-managers/settle 2026-12-07T17:00Z",
    ]);
  });

  test.each([
    ["raising", raiser],
    ["receiving", practitioner],
  ])("MED-01 the %s side can end it, and it climbs to stage 1 at once", (side, seat) => {
    given(...informal.history)
      .when(does("2026-11-24T10:00:00.000Z", seat, "declare unresolved", "informal"))
      .then(
        { type: "DeclaredUnresolved", by: { side }, stage: "informal" },
        { type: "StageEnded", stage: "informal", how: "unresolved", next: "service-managers" },
      );
  });

  test("MED-01 either side ends it also by rejecting what the other proposes, where it says so", () => {
    const proposed = goOn(informal, does("2026-11-24T10:00:00.000Z", raiser, "propose resolution", "informal"));
    given(...proposed.history)
      .when(
        does("2026-11-24T11:00:00.000Z", practitioner, "reject resolution", "informal", {
          reason: "No.",
          unresolved: true,
        }),
      )
      .then(
        { type: "ResolutionRejected", by: { side: "receiving" } },
        { type: "DeclaredUnresolved", by: { side: "receiving" } },
        { type: "StageEnded", how: "unresolved", next: "service-managers" },
      );
  });

  test("MED-01, MED-02 from stage 1 on only the raising side can", () => {
    const formal = play(saying(confirmedBefore), open(at));
    given(...formal.history)
      .when(does("2026-11-24T10:00:00.000Z", M.receivingManager, "declare unresolved", "service-managers"))
      .thenRefused("not-now");
  });

  test("MED-01 settled there, it is closed without stage 1", () => {
    const story = goOn(
      informal,
      does("2026-11-24T10:00:00.000Z", practitioner, "propose resolution", "informal"),
      does("2026-11-24T11:00:00.000Z", raiser, "accept resolution", "informal"),
    );
    expect(story.commits.at(-1)).toMatchObject([
      { type: "ResolutionAccepted", stage: "informal" },
      { type: "ClockMet", clock: "settle" },
      { type: "StageEnded", stage: "informal", how: "resolved" },
      { type: "EscalationClosed", how: "resolved" },
    ]);
  });

  test("MED-01 it lasts until the date that both sides agree, and climbs then", () => {
    const story = silentUntil(
      goOn(
        informal,
        does("2026-11-24T10:00:00.000Z", practitioner, "propose date", "informal", {
          until: "2026-12-11T17:00:00.000Z",
          reason: "Both are at court until then.",
        }),
        does("2026-11-24T11:00:00.000Z", raiser, "accept date", "informal", { until: "2026-12-11T17:00:00.000Z" }),
      ),
      "2026-12-11T17:00:00.000Z",
    );
    expect(fellDue(story).at(-1)).toBe("passed informal/settle 2026-12-11T17:00Z");
    expect(dueDates(story).slice(1)).toEqual([
      "service-managers/respond 2026-12-18T17:00Z",
      "service-managers/settle 2026-12-18T17:00Z",
    ]);
  });

  test("MED-09 from the informal step too, stages 1 and 2 are used before stage 3", () => {
    const story = silentUntil(informal, "2026-12-21T17:00:00.000Z");
    expect(eventsOf(story.history, "StageOpened").map((each) => each.stage)).toEqual([
      "informal",
      "service-managers",
      "safeguarding-leads",
      "assistant-directors",
      "partnership",
    ]);
  });
});
