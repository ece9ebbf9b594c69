/** Handing on, withdrawing, adding a note. */
import { describe, expect, test } from "vitest";
import { peopleNeeded } from "../../../../functions/core/people.ts";
import {
  concernSaying,
  does,
  given,
  knowsleyAt,
  knowsleyRaised,
  miltonKeynesRaised,
  noticesOfLast,
  open,
  play,
  raiser,
} from "../../../support/core.ts";
import { K, M, stage1, stage2, stage3, chair, soon, later, withdrawn } from "./knowsley.ts";

describe("hand on", () => {
  const confirming = [
    ...knowsleyAt("line-managers"),
    does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
    does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
  ];
  const taker = "line-managers/receiving-side/handed-on-4";

  test("ALL-10 who owes a written confirmation after the end can hand that on too; the taker owes it and is asked", () => {
    const handed = play(
      ...confirming,
      does("2026-11-24T13:00:00.000Z", K.receivingManager, "hand on", "line-managers"),
    );
    expect(noticesOfLast(handed)).toEqual([`duty owed → ${taker}`]);
    given(...handed.history)
      .when(
        does("2026-11-24T14:00:00.000Z", K.receivingManager, "do duty", "line-managers", {
          duty: "line-managers/confirm-in-writing",
        }),
      )
      .thenRefused("not-yours", "duty");
    given(...handed.history)
      .when(
        does("2026-11-24T14:00:00.000Z", taker, "do duty", "line-managers", {
          duty: "line-managers/confirm-in-writing",
        }),
      )
      .then({ type: "DutyDone" }, { type: "ClockMet" }, { type: "EscalationClosed" });
  });

  test("ALL-10 who took over at one stage is asked at a later one where the same role acts, and not who handed it on", () => {
    const { state, rules } = play(
      ...miltonKeynesRaised(),
      does("2026-11-23T11:00:00.000Z", M.practitioner, "hand on", "professionals"),
      does("2026-11-23T12:00:00.000Z", raiser, "declare unresolved", "professionals"),
    );
    const receiving = peopleNeeded(state, rules.policy, "manager").find((each) => each.side === "receiving");
    expect(receiving?.named?.person.name).toBe("Cy Right");
  });

  test("ALL-10 whoever was asked names the right person, who takes the seat's place", () => {
    given(...stage1)
      .when(does(soon, K.practitioner, "hand on", "practitioners"))
      .then({
        type: "HandedOn",
        stage: "practitioners",
        from: "practitioners/receiving-side/1",
        by: { side: "receiving" },
        to: {
          seat: "practitioners/receiving-side/handed-on-3",
          side: "receiving",
          role: "practitioner",
          agency: "childrens-services",
          via: "stand-in",
        },
        sealed: {
          name: "Pat Example",
          named: "Cy Right",
          person: { name: "Cy Right", email: "cy@childrens-services.example" },
        },
      });
  });

  test("ALL-10 the clock does not stop", () => {
    const before = play(...knowsleyRaised()).state.clocks;
    const after = play(...knowsleyRaised(), does(soon, K.practitioner, "hand on", "practitioners")).state;
    expect(after.clocks).toEqual(before);
    expect(after.clocks).toMatchObject([{ due: "2026-11-26T17:00:00.000Z", status: "running" }]);
  });

  test("ALL-10 from then on the new person acts, and the one who handed it on does not", () => {
    const history = play(...knowsleyRaised(), does(soon, K.practitioner, "hand on", "practitioners")).history;
    const at = "2026-11-23T12:00:00.000Z";
    const taker = "practitioners/receiving-side/handed-on-3";
    given(...history)
      .when(does(at, taker, "respond", "practitioners"))
      .then({ type: "ResponseRecorded", by: { side: "receiving" } });
    given(...history)
      .when(does(at, K.practitioner, "respond", "practitioners"))
      .thenRefused("not-yours");
    given(...history)
      .when(does(at, K.practitioner, "hand on", "practitioners"))
      .thenRefused("not-yours");
    given(...history)
      .when(does(at, taker, "hand on", "practitioners"))
      .then({ type: "HandedOn", from: taker, to: { seat: "practitioners/receiving-side/handed-on-4" } });
  });

  test("ALL-10 the one who raised the concern stays a party when handing on", () => {
    const history = play(...knowsleyRaised(), does(soon, raiser, "hand on", "practitioners")).history;
    given(...history)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "withdraw", "practitioners"))
      .then({ type: "EscalationWithdrawn" }, { type: "StageEnded" }, { type: "EscalationClosed" });
  });

  test("KNO-14 the Chair hands on to the stand-in, and the five working days run on", () => {
    const story = play(
      ...knowsleyAt("chair"),
      does("2026-11-30T10:00:00.000Z", K.chair, "hand on", "chair", {
        named: "the Vice Chair",
        to: {
          role: "vice-chair",
          agency: "knowsley",
          via: "stand-in",
          person: { name: "Vi Chair", email: "vi@knowsley.example" },
        },
      }),
    );
    expect(story.commits.at(-1)).toMatchObject([{ type: "HandedOn", to: { role: "vice-chair", side: "partnership" } }]);
    expect(story.state.clocks.at(-1)).toMatchObject({ clock: "recommend", due: "2026-12-03T17:00:00.000Z" });
    given(...story.history)
      .when(
        does("2026-11-30T11:00:00.000Z", "chair/partnership-side/handed-on-3", "give outcome", "chair", {
          outcome: "As agreed.",
        }),
      )
      .then(
        { type: "OutcomeGiven", by: { role: "vice-chair" } },
        { type: "ClockMet", clock: "recommend" },
        { type: "StageEnded" },
        { type: "ClockStarted" },
        { type: "ClockStarted" },
      );
  });
});

describe("withdraw", () => {
  test.each([
    ["the practitioner who raised it, at stage 1", stage1, raiser, "practitioners", soon],
    ["the practitioner who raised it, at stage 2", stage2, raiser, "line-managers", "2026-11-24T11:00:00.000Z"],
    ["the raising line manager", stage2, K.raisingManager, "line-managers", "2026-11-24T11:00:00.000Z"],
    ["the raising senior manager, before the Chair", chair, K.raisingSenior, "chair", later],
  ])("ALL-11 %s withdraws with a reason, and the escalation is closed", (_who, history, seat, stage, at) => {
    given(...history)
      .when(does(at, seat, "withdraw", stage))
      .then(
        {
          type: "EscalationWithdrawn",
          by: { side: "raising" },
          sealed: { name: "Pat Example", reason: "The concern remains." },
        },
        { type: "StageEnded", stage, how: "withdrawn" },
        { type: "EscalationClosed", how: "withdrawn" },
      );
  });

  test("ALL-11 between two stages it can be withdrawn too", () => {
    const between = play(...knowsleyRaised(), does(soon, raiser, "declare unresolved", "practitioners")).history;
    given(...between)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "withdraw", "practitioners"))
      .then({ type: "EscalationWithdrawn" }, { type: "EscalationClosed", how: "withdrawn" });
  });

  test("ALL-11 neither the receiving side nor the Chair can withdraw it", () => {
    given(...stage1)
      .when(does(soon, K.practitioner, "withdraw", "practitioners"))
      .thenRefused("not-now");
    given(...chair)
      .when(does(later, K.chair, "withdraw", "chair"))
      .thenRefused("not-now");
  });

  test("ALL-11 the record stays, with nothing running on it", () => {
    const { state, history } = play(...knowsleyRaised(), does(soon, raiser, "withdraw", "practitioners"));
    expect(history.map((each) => each.type)).toEqual([
      "EscalationRaised",
      "StageOpened",
      "ClockStarted",
      "EscalationWithdrawn",
      "StageEnded",
      "EscalationClosed",
    ]);
    expect(state).toMatchObject({ phase: "closed", how: "withdrawn", clocks: [{ status: "over" }] });
  });

  test("what is settled is not withdrawn", () => {
    const history = play(
      ...knowsleyAt("line-managers"),
      does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
    ).history;
    given(...history)
      .when(does("2026-11-24T13:00:00.000Z", K.raisingManager, "withdraw", "line-managers"))
      .thenRefused("not-now");
  });
});

describe("add note", () => {
  test.each([
    ["a party", stage1, K.practitioner, soon],
    ["somebody who is only told (KNO-11)", stage3, K.receivingDirector, later],
    ["the partnership's inbox", stage1, K.inbox, soon],
    ["a party, after the end", withdrawn, K.practitioner, later],
  ])("ALL-01 %s adds an entry, with their name", (_who, history, seat, at) => {
    given(...history)
      .when(does(at, seat, "add note", "practitioners"))
      .then({ type: "NoteAdded", kind: "note", sealed: { name: "Pat Example", words: "For the record." } });
  });

  test("ALL-01 a correction is a further entry that names what it corrects", () => {
    given(...stage1)
      .when(
        does(soon, raiser, "add note", "practitioners", { kind: "correction", corrects: 1, words: "It was Monday." }),
      )
      .then({ type: "NoteAdded", kind: "correction", corrects: 1, sealed: { words: "It was Monday." } });
  });

  test("KNO-02 what was missing with immediate risk is supplied afterwards, and completes the concern", () => {
    const incomplete = concernSaying({ risk: undefined, evidence: undefined }, { immediateRisk: true });
    const steps = [
      { type: "raise", id: "raise", at: "2026-11-23T10:00:00.000Z", concern: incomplete } as const,
      open("2026-11-23T10:00:00.000Z"),
      does(soon, raiser, "add note", "line-managers", {
        kind: "missing information",
        words: "The risk: neglect",
        concern: { risk: "Neglect" },
      }),
    ];
    const { state, commits } = play(...steps);
    expect(commits.at(-1)).toMatchObject([
      { type: "NoteAdded", kind: "missing information", sealed: { concern: { risk: "Neglect" } } },
    ]);
    expect(state.missing).toEqual(["evidence"]);
    expect(state.words).toMatchObject({ risk: "Neglect", issue: "The referral was closed." });
  });

  test("ALL-01 supplying what is missing never replaces what was said", () => {
    const incomplete = concernSaying({ risk: undefined }, { immediateRisk: true });
    const { state } = play(
      { type: "raise", id: "raise", at: "2026-11-23T10:00:00.000Z", concern: incomplete },
      does(soon, raiser, "add note", "practitioners", {
        kind: "missing information",
        concern: { issue: "Something else", risk: " " },
      }),
    );
    expect(state.missing).toEqual(["risk"]);
    expect(state.words).toMatchObject({ issue: "The referral was closed." });
    expect(state.words).not.toHaveProperty("risk");
  });

  test("the receiving side does not complete the concern of the raising side", () => {
    given(...stage1)
      .when(does(soon, K.practitioner, "add note", "practitioners", { concern: { issue: "Other" } }))
      .thenRefused("not-yours");
  });
});

describe("record discussion", () => {
  test("MK-01 a meeting of the day on which it was raised counts, though it was held an hour before", () => {
    const met = play(
      ...miltonKeynesRaised(),
      does("2026-11-23T12:00:00.000Z", raiser, "record discussion", "professionals", {
        kind: "meeting",
        heldAt: "2026-11-23T09:00:00.000Z",
      }),
    );
    expect(met.commits.at(-1)?.map((each) => each.type)).toEqual(["DiscussionRecorded", "ClockMet"]);
  });
});
