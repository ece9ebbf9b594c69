/** Who hears of what, at once (ALL-09): each thing that can happen, and who is told of it in which seat. */
import { describe, expect, test } from "vitest";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { noticesOf } from "../../../functions/core/notices.ts";
import {
  does,
  knowsleyAt,
  knowsleyRaised,
  miltonKeynesAt,
  miltonKeynesRaised,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  seats,
  tick,
  type Step,
} from "../../support/core.ts";

const K = seats.knowsley;
const M = seats.miltonKeynes;
const told = (...steps: Step[]) => noticesOfLast(play(...steps));
const soon = "2026-11-23T11:00:00.000Z";
const inbox = K.inbox;

describe("who hears of what, at once (ALL-09)", () => {
  test("ALL-09 raised: the practitioner who raised it", () => {
    expect(told(raise("2026-11-23T10:00:00.000Z"))).toEqual(["acknowledged → raiser"]);
  });

  test("ALL-09 stage 1 opened: the receiving practitioner is asked; who raised it knows", () => {
    expect(told(...knowsleyRaised())).toEqual(["asked → practitioners/receiving-side/1"]);
  });

  test("KNO-01 raised with immediate risk: both line managers are asked at once", () => {
    expect(told(...knowsleyRaised(undefined, { immediateRisk: true }))).toEqual([
      "asked → line-managers/raising-side/1",
      "asked → line-managers/receiving-side/1",
    ]);
  });

  test("ALL-09 stage 2 opened: both line managers are asked, and those of stage 1 hear that it climbed", () => {
    expect(told(...knowsleyAt("line-managers"))).toEqual([
      "asked → line-managers/raising-side/1",
      "asked → line-managers/receiving-side/1",
      "climbed → raiser",
      "climbed → practitioners/receiving-side/1",
    ]);
  });

  test("KNO-09 stage 3 opened: the Business Manager is copied in, and both directors are told", () => {
    expect(told(...knowsleyAt("senior-managers"))).toEqual([
      "asked → senior-managers/raising-side/1",
      "asked → senior-managers/receiving-side/1",
      "told → senior-managers/told-business-manager/1",
      "told → senior-managers/told-director-raising/1",
      "told → senior-managers/told-director-receiving/1",
      "climbed → raiser",
      "climbed → line-managers/raising-side/1",
      "climbed → line-managers/receiving-side/1",
    ]);
  });

  test("KNO-09 however it reached stage 3, by its deadline too", () => {
    expect(
      told(...knowsleyAt("line-managers"), tick("2026-12-01T17:02:00.000Z"), open("2026-12-01T17:02:00.000Z")),
    ).toContain("told → senior-managers/told-business-manager/1");
  });

  test("KNO-13 the Chair is asked; the senior managers, directors and Business Manager hear that it climbed", () => {
    expect(told(...knowsleyAt("chair"))).toEqual([
      "asked → chair/body/1",
      "climbed → raiser",
      "climbed → senior-managers/raising-side/1",
      "climbed → senior-managers/receiving-side/1",
      "climbed → senior-managers/told-business-manager/1",
      "climbed → senior-managers/told-director-raising/1",
      "climbed → senior-managers/told-director-receiving/1",
    ]);
  });

  test("MK-02, MK-05 line manager and safeguarding lead are both asked, and later both of the other organisation", () => {
    expect(told(...miltonKeynesAt("manager"))).toEqual([
      "asked → manager/raising-side/1",
      "asked → manager/raising-side/2",
      // The receiving practitioner in person, who acts at both stages, is asked in the seat of the second, and not told twice.
      "asked → manager/receiving-side/1",
      "climbed → raiser",
    ]);
    expect(told(...miltonKeynesAt("heads-of-service")).slice(0, 3)).toEqual([
      "asked → heads-of-service/raising-side/1",
      "asked → heads-of-service/receiving-side/1",
      "asked → heads-of-service/receiving-side/2",
    ]);
  });

  /** What is told when the next stage opens and the receiving side is reached through its agency's inbox. */
  const toldThroughInbox = (...steps: Step[]) => {
    const before = play(...steps);
    const opening = open(before.history.at(-1)?.at ?? "");
    const command = typeof opening === "function" ? opening(before.state, before.rules) : opening;
    if (command.type !== "open stage") throw new Error("not an opening");
    const people = command.people.map((each) =>
      each.need === "receiving side"
        ? { ...each, seats: each.seats.map((seat) => ({ ...seat, via: "inbox" as const })) }
        : each,
    );
    return told(...steps, { ...command, people });
  };

  test("where nobody holds a role, its agency's inbox is asked and the partnership hears of it", () => {
    expect(
      toldThroughInbox(
        ...knowsleyRaised(),
        does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      ),
    ).toEqual([
      "asked → line-managers/raising-side/1",
      "asked → line-managers/receiving-side/1",
      "climbed → raiser",
      "climbed → practitioners/receiving-side/1",
      `nobody holds the role → ${inbox}`,
    ]);
  });

  test("an agency's inbox is the ordinary way to a practitioner whom the concern does not name", () => {
    expect(toldThroughInbox(raise("2026-11-23T10:00:00.000Z"))).toEqual(["asked → practitioners/receiving-side/1"]);
  });

  test.each<[string, Step[], string[]]>([
    ["a response", [does(soon, K.practitioner, "respond", "practitioners")], ["responded → raiser"]],
    [
      "a discussion that the raising side recorded",
      [does(soon, raiser, "record discussion", "practitioners")],
      ["discussion recorded → practitioners/receiving-side/1", "discussion recorded → raiser"],
    ],
    [
      "a proposal of the receiving side",
      [does(soon, K.practitioner, "propose resolution", "practitioners")],
      ["resolution proposed → raiser"],
    ],
    [
      "a proposal of the raising side",
      [does(soon, raiser, "propose resolution", "practitioners")],
      ["resolution proposed → practitioners/receiving-side/1", "resolution proposed → raiser"],
    ],
    [
      "an acceptance",
      [
        does(soon, K.practitioner, "propose resolution", "practitioners"),
        does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners"),
      ],
      [
        "resolved → raiser",
        "resolved → practitioners/receiving-side/1",
        "file the record → raiser",
        "file the record → practitioners/receiving-side/1",
      ],
    ],
    [
      "a rejection",
      [
        does(soon, K.practitioner, "propose resolution", "practitioners"),
        does("2026-11-23T12:00:00.000Z", raiser, "reject resolution", "practitioners"),
      ],
      ["resolution rejected → practitioners/receiving-side/1", "resolution rejected → raiser"],
    ],
    [
      "a shorter timescale",
      [does(soon, raiser, "shorten deadline", "practitioners")],
      ["deadline shortened → raiser", "deadline shortened → practitioners/receiving-side/1"],
    ],
    [
      "immediate risk",
      [does(soon, raiser, "flag immediate risk", "practitioners")],
      [
        "immediate risk → raiser",
        "immediate risk → practitioners/receiving-side/1",
        "immediate risk → practitioners/partnership-inbox/1",
      ],
    ],
    [
      "a seat handed on: who takes it is asked",
      [does(soon, K.practitioner, "hand on", "practitioners")],
      ["asked → practitioners/receiving-side/handed-on-3"],
    ],
    [
      "a withdrawal (ALL-11: the receiving side hears)",
      [does(soon, raiser, "withdraw", "practitioners")],
      [
        "withdrawn → raiser",
        "withdrawn → practitioners/receiving-side/1",
        "file the record → raiser",
        "file the record → practitioners/receiving-side/1",
      ],
    ],
    ["a note", [does(soon, raiser, "add note", "practitioners")], []],
    [
      "the reminder of the last day",
      [tick("2026-11-26T09:32:00.000Z")],
      ["reminder → raiser", "reminder → practitioners/receiving-side/1"],
    ],
  ])("ALL-09 at stage 1, %s", (_what, steps, expected) => {
    expect(told(...knowsleyRaised(), ...steps)).toEqual(expected);
  });

  test("ALL-09 at stage 2 the raising practitioner hears of every decision beside those who act", () => {
    const stage2 = knowsleyAt("line-managers");
    const propose = does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers");
    expect(told(...stage2, does("2026-11-24T11:00:00.000Z", K.receivingManager, "respond", "line-managers"))).toEqual([
      "responded → line-managers/raising-side/1",
      "responded → raiser",
    ]);
    expect(told(...stage2, propose)).toEqual([
      "resolution proposed → line-managers/raising-side/1",
      "resolution proposed → raiser",
    ]);
    expect(
      told(
        ...stage2,
        propose,
        does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
      ),
    ).toEqual([
      "resolved → line-managers/raising-side/1",
      "resolved → line-managers/receiving-side/1",
      "resolved → raiser",
      "file the record → raiser",
      "file the record → line-managers/raising-side/1",
      "file the record → line-managers/receiving-side/1",
      "duty owed → line-managers/receiving-side/1",
    ]);
  });

  const confirmed: Step[] = [
    ...knowsleyAt("line-managers"),
    does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
    does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
  ];

  test("KNO-07 the written confirmation reaches the counterpart and the raising practitioner", () => {
    expect(
      told(...confirmed, does("2026-11-25T10:00:00.000Z", K.receivingManager, "do duty", "line-managers")),
    ).toEqual(["duty done → line-managers/raising-side/1", "duty done → raiser"]);
  });

  test("ALL-09 a confirmation that is due is reminded of to whoever owes it, and told when it is overdue", () => {
    expect(told(...confirmed, tick("2026-11-26T09:32:00.000Z"))).toEqual(["reminder → line-managers/receiving-side/1"]);
    expect(told(...confirmed, tick("2026-11-26T17:02:00.000Z"))).toEqual([
      "deadline passed → line-managers/receiving-side/1",
      "deadline passed → raiser",
      `deadline passed → ${inbox}`,
    ]);
    expect(told(...confirmed, tick("2026-11-26T17:02:00.000Z"), tick("2026-11-27T09:32:00.000Z"))).toEqual([
      "chased → line-managers/receiving-side/1",
      `chased → ${inbox}`,
    ]);
  });

  test("ALL-07 the last stage's passed deadline is told to its body, who raised it and the partnership, and chased", () => {
    const late = [...knowsleyAt("chair"), tick("2026-12-03T17:02:00.000Z")];
    // The Chair is written to through the partnership's own inbox, which hears of one thing once.
    expect(told(...late)).toEqual(["deadline passed → chair/body/1", "deadline passed → raiser"]);
    expect(told(...late, tick("2026-12-04T09:32:00.000Z"))).toEqual(["chased → chair/body/1"]);
  });

  test("KNO-14 both sides are asked for information, and what they give reaches the Chair", () => {
    const asked = [...knowsleyAt("chair"), does("2026-11-26T11:00:00.000Z", K.chair, "request information", "chair")];
    expect(told(...asked)).toEqual([
      "information requested → senior-managers/raising-side/1",
      "information requested → senior-managers/receiving-side/1",
    ]);
    expect(told(...asked, does("2026-11-26T12:00:00.000Z", K.raisingSenior, "provide information", "chair"))).toEqual([
      "information provided → chair/body/1",
    ]);
  });

  const recommended = [...knowsleyAt("chair"), does("2026-11-26T11:00:00.000Z", K.chair, "give outcome", "chair")];

  test("KNO-15 the recommendations reach everybody who acted or was informed, and both agencies are asked whether they act on them", () => {
    expect(told(...recommended)).toEqual([
      "outcome given → raiser",
      "outcome given → practitioners/receiving-side/1",
      "outcome given → line-managers/raising-side/1",
      "outcome given → line-managers/receiving-side/1",
      "outcome given → senior-managers/raising-side/1",
      "outcome given → senior-managers/receiving-side/1",
      "outcome given → senior-managers/told-business-manager/1",
      "outcome given → senior-managers/told-director-raising/1",
      "outcome given → senior-managers/told-director-receiving/1",
      "file the record → raiser",
      "file the record → senior-managers/raising-side/1",
      "file the record → senior-managers/receiving-side/1",
      "duty owed → senior-managers/raising-side/1",
      "duty owed → senior-managers/receiving-side/1",
    ]);
  });

  test("KNO-15 an agency's answer reaches the partnership, who raised it and the other side", () => {
    const answer = does("2026-11-27T10:00:00.000Z", K.receivingSenior, "do duty", "chair", {
      duty: "chair/act-on-recommendations:receiving",
      acts: false,
    });
    expect(told(...recommended, answer)).toEqual([
      `duty done → ${inbox}`,
      "duty done → raiser",
      "duty done → senior-managers/raising-side/1",
    ]);
  });

  test("MK-07 the practitioner who raised the concern hears the Chair's outcome", () => {
    expect(
      told(...miltonKeynesAt("chair"), does("2026-11-26T11:00:00.000Z", M.chair, "give outcome", "chair")),
    ).toContain("outcome given → raiser");
  });

  test("MK-04 the feedback is asked of the raising Head of Service and reaches the raising practitioner", () => {
    const met: Step[] = [
      ...miltonKeynesAt("heads-of-service"),
      does("2026-11-26T12:00:00.000Z", M.receivingHead, "record discussion", "heads-of-service", {
        kind: "meeting",
        heldAt: "2026-11-26T11:00:00.000Z",
      }),
    ];
    expect(told(...met)).toEqual([
      "discussion recorded → heads-of-service/raising-side/1",
      "discussion recorded → raiser",
      "duty owed → heads-of-service/raising-side/1",
    ]);
    expect(
      told(
        ...met,
        does("2026-11-26T13:00:00.000Z", M.raisingHead, "do duty", "heads-of-service", {
          duty: "heads-of-service/feedback",
        }),
      ),
    ).toEqual(["duty done → raiser"]);
  });

  test("ALL-11 whoever acted for the receiving side hears of a withdrawal, at the open stage and at those before it", () => {
    const withdrawn = does("2026-11-24T11:00:00.000Z", raiser, "withdraw", "line-managers");
    expect(told(...knowsleyAt("line-managers"), withdrawn)).toEqual(
      expect.arrayContaining([
        "withdrawn → line-managers/receiving-side/1",
        "withdrawn → practitioners/receiving-side/1",
      ]),
    );
  });

  test("ALL-05 immediate risk at stage 2 reaches those who act, who raised it and the partnership", () => {
    const flag = does("2026-11-24T11:00:00.000Z", K.receivingManager, "flag immediate risk", "line-managers");
    expect(told(...knowsleyAt("line-managers"), flag)).toEqual([
      "immediate risk → line-managers/raising-side/1",
      "immediate risk → line-managers/receiving-side/1",
      "immediate risk → raiser",
      `immediate risk → ${inbox}`,
    ]);
  });

  test("a late answer reaches those who act now and who raised it", () => {
    expect(
      told(
        ...knowsleyAt("line-managers"),
        does("2026-11-24T11:00:00.000Z", K.practitioner, "respond", "practitioners"),
      ),
    ).toEqual([
      "late answer → line-managers/raising-side/1",
      "late answer → line-managers/receiving-side/1",
      "late answer → raiser",
    ]);
  });

  test("KNO-02 what was missing and is supplied reaches the other side", () => {
    expect(
      told(
        ...knowsleyRaised(),
        does(soon, raiser, "add note", "practitioners", { kind: "missing information", concern: { risk: "Neglect" } }),
      ),
    ).toEqual(["missing information supplied → practitioners/receiving-side/1"]);
  });

  test("a re-planned deadline is told to those who act and who raised it", () => {
    const { history, rules } = play(...knowsleyRaised());
    const replanned: EscalationEvent = {
      type: "DeadlinesReplanned",
      v: 1,
      at: soon,
      reason: "2029 is known",
      clocks: [],
    };
    expect(
      noticesOf([...history, replanned], rules.policy)
        .filter((each) => each.event === history.length)
        .map((each) => `${each.kind} → ${each.seat}`),
    ).toEqual(["deadlines replanned → raiser", "deadlines replanned → practitioners/receiving-side/1"]);
  });

  test("one address in two seats hears of one thing once", () => {
    const same = { name: "Di Both", email: "di@north-school.example" };
    const steps: Step[] = [
      ...miltonKeynesRaised(),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "professionals"),
      (state, rules) => {
        const opening = open("2026-11-24T10:00:00.000Z");
        const command = typeof opening === "function" ? opening(state, rules) : opening;
        if (command.type !== "open stage") throw new Error("not an opening");
        const people = command.people.map((each) =>
          each.need === "raising side"
            ? { ...each, seats: each.seats.map((seat) => ({ ...seat, person: same })) }
            : each,
        );
        return { ...command, people };
      },
    ];
    expect(told(...steps).filter((each) => each.includes("manager/raising-side"))).toEqual([
      "asked → manager/raising-side/1",
    ]);
  });
});
