/** What the facts of an escalation are, worked out by hand from what happened in it. London is on UTC throughout. */
import { describe, expect, test } from "vitest";
import { commonTypeOf, factsOf } from "../../../functions/figures/facts.ts";
import { publishedPolicies } from "../../../policies/published.ts";
import {
  does,
  goOn,
  knowsley,
  knowsleyAt,
  knowsleyRaised,
  play,
  raise,
  raiser,
  seats,
  silentUntil,
  type Played,
} from "../../support/core.ts";

const reference = "7K3M-9QXD";
const factsIn = (story: Played) => factsOf({ reference, history: story.history }, story.rules);

describe("the facts of one escalation", () => {
  test("ALL-12 one that climbed by a passed deadline and was resolved by the line managers, with a confirmation still owed", () => {
    // Raised on Monday 23 November at 10:00; stage 1 was due on Thursday 26 November at 17:00; resolved on Monday 30.
    const silent = silentUntil(play(...knowsleyRaised()), "2026-11-26T17:00:00.000Z");
    const story = goOn(
      silentUntil(silent, "2026-11-26T23:00:00.000Z"),
      does("2026-11-30T10:00:00.000Z", seats.knowsley.receivingManager, "propose resolution", "line-managers"),
      does("2026-11-30T11:00:00.000Z", seats.knowsley.raisingManager, "accept resolution", "line-managers"),
    );
    expect(factsIn(story)).toEqual({
      reference,
      policy: { id: "knowsley", version: "2020-06" },
      partnership: "knowsley",
      area: "knowsley",
      raising: "north-school",
      receiving: "childrens-services",
      type: "level-of-need",
      commonType: "threshold or level of need",
      raisedAt: "2026-11-23T10:00:00.000Z",
      late: false,
      immediateRisk: false,
      stages: [
        {
          stage: "practitioners",
          title: "Stage 1: practitioners",
          openedAt: "2026-11-23T10:00:00.000Z",
          because: "raised",
          due: "2026-11-26T17:00:00.000Z",
          setBy: "policy",
          endedAt: "2026-11-26T17:02:00.000Z",
          how: "deadline passed",
          asked: ["raising", "receiving"],
          answered: [],
          timescale: "passed",
        },
        {
          stage: "line-managers",
          title: "Stage 2: line managers",
          openedAt: "2026-11-26T17:02:00.000Z",
          because: "deadline passed",
          due: "2026-12-03T17:00:00.000Z",
          setBy: "policy",
          endedAt: "2026-11-30T11:00:00.000Z",
          how: "resolved",
          asked: ["raising", "receiving"],
          answered: ["raising", "receiving"],
          timescale: "within",
        },
      ],
      highest: "line-managers",
      outcome: "resolved",
      endedAt: "2026-11-30T11:00:00.000Z",
      // Tuesday, Wednesday, Thursday, Friday, Monday.
      workingDays: 5,
      deadlinesPassed: [{ stage: "practitioners", clock: "settle", due: "2026-11-26T17:00:00.000Z", guide: false }],
      owed: [
        {
          asks: "confirm the outcome in writing to your counterpart, the line manager in the agency that raised the concern",
          due: "2026-12-02T17:00:00.000Z",
          setBy: "policy",
        },
      ],
      unheld: [],
      undelivered: [],
      datesAgreed: [],
    });
  });

  test("KNO-03, ALL-12 one raised late and withdrawn the same day took no working day, and its stage was within its time", () => {
    const story = play(
      ...knowsleyRaised("2026-11-23T10:00:00.000Z", { arose: "2026-11-16T00:00:00.000Z" }),
      does("2026-11-23T15:00:00.000Z", raiser, "withdraw", "practitioners"),
    );
    expect(factsIn(story)).toMatchObject({
      late: true,
      outcome: "withdrawn",
      endedAt: "2026-11-23T15:00:00.000Z",
      closedAt: "2026-11-23T15:00:00.000Z",
      workingDays: 0,
      stages: [{ how: "withdrawn", timescale: "within" }],
      deadlinesPassed: [],
    });
  });

  test("KNO-01, ALL-12 a timescale that immediate risk made a guide is passed as one, which is no breach", () => {
    const story = silentUntil(play(...knowsleyRaised(undefined, { immediateRisk: true })), "2026-11-30T17:00:00.000Z");
    expect(factsIn(story)).toMatchObject({
      immediateRisk: true,
      outcome: "open",
      highest: "senior-managers",
      stages: [
        { stage: "line-managers", timescale: "guide passed" },
        { stage: "senior-managers", timescale: "running" },
      ],
      deadlinesPassed: [{ stage: "line-managers", due: "2026-11-30T17:00:00.000Z", guide: true }],
    });
  });

  test("KNO-13 one referred past a stage came as far as the stage to which it was referred", () => {
    const story = play(...knowsleyAt("chair"));
    expect(factsIn(story)).toMatchObject({ highest: "chair", stages: [{}, {}, {}, { stage: "chair" }] });
  });

  test("a concern that was only just raised has no stage, no end, and nothing owed", () => {
    const facts = factsIn(play(raise("2026-11-23T10:00:00.000Z")));
    expect(facts).toMatchObject({ stages: [], outcome: "open", owed: [] });
    for (const none of ["highest", "endedAt", "workingDays", "closedAt"]) expect(facts).not.toHaveProperty(none);
  });

  test("roles that nobody holds and e-mails that were refused are among the facts, without a name", () => {
    const story = play(...knowsleyAt("line-managers"));
    const inbox = (history: Played["history"]) =>
      history.map((each) =>
        each.type === "StageOpened" && each.stage === "line-managers"
          ? {
              ...each,
              asked: each.asked.map((one) => (one.side === "receiving" ? { ...one, via: "inbox" as const } : one)),
            }
          : each,
      );
    const history: Played["history"] = [
      ...inbox(story.history),
      {
        type: "NoticeRefused",
        v: 1,
        at: "2026-11-24T10:05:00.000Z",
        notice: "1",
        kind: "asked",
        seat: "s",
        because: "b",
      },
      {
        type: "NoticeBounced",
        v: 1,
        at: "2026-11-24T10:06:00.000Z",
        notice: "2",
        kind: "asked",
        seat: "line-managers/raising-side/1",
        messageId: "m",
        bounce: "permanent",
        // They are known: that an inbox is asked beside them leaves no role unheld.
        instead: {
          seat: "line-managers/raising-side/instead-1",
          side: "raising",
          role: "line-manager",
          agency: "north-school",
          via: "inbox",
        },
        sealed: { people: {} },
      },
    ];
    expect(factsOf({ reference, history }, knowsley)).toMatchObject({
      unheld: [{ called: "line manager", agency: "childrens-services" }],
      undelivered: ["2026-11-24T10:05:00.000Z", "2026-11-24T10:06:00.000Z"],
      datesAgreed: [],
    });
  });

  test("ALL-08, ALL-12 a date that both sides agreed is among the facts; one that was only proposed is not", () => {
    const proposed = play(
      ...knowsleyRaised(),
      does("2026-11-23T12:00:00.000Z", raiser, "propose date", "practitioners", { until: "2026-11-24T17:00:00.000Z" }),
    );
    expect(factsIn(proposed)).toMatchObject({ datesAgreed: [] });
    const agreed = goOn(
      proposed,
      does("2026-11-23T13:00:00.000Z", seats.knowsley.practitioner, "accept date", "practitioners", {
        until: "2026-11-24T17:00:00.000Z",
      }),
    );
    expect(factsIn(agreed)).toMatchObject({
      datesAgreed: [{ at: "2026-11-23T13:00:00.000Z", stage: "practitioners", until: "2026-11-24T17:00:00.000Z" }],
    });
  });

  test("ALL-13 nothing that anybody typed is in it, nor who anybody is", () => {
    const story = goOn(
      play(...knowsleyAt("line-managers")),
      does("2026-11-25T10:00:00.000Z", seats.knowsley.receivingManager, "respond", "line-managers"),
    );
    const text = JSON.stringify(factsIn(story));
    for (const word of ["Robin", "2014", "Ada", "Ben", "Pat", "Neglect", "disclosures", "looked again", "@"])
      expect(text).not.toContain(word);
    const erased = story.history.map((each) => ("sealed" in each ? { ...each, sealed: "erased" as const } : each));
    expect(JSON.stringify(factsOf({ reference, history: erased }, story.rules))).toBe(text);
  });
});

describe("types of disagreement in reports", () => {
  test("ALL-03 every own type is what its policy says that it is reported as, and “another” is other", () => {
    for (const policy of publishedPolicies()) {
      for (const each of policy.disagreements) expect(commonTypeOf(each.id, policy)).toBe(each.reportedAs);
      expect(commonTypeOf("another", policy)).toBe("other");
    }
    expect(commonTypeOf("step-up-step-down", knowsley.policy)).toBe("threshold or level of need");
  });
});
