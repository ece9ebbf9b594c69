/** What takes an escalation on: declared unresolved, referred, a nearer deadline, immediate risk. */
import { describe, expect, test } from "vitest";
import {
  does,
  given,
  knowsleyAt,
  knowsleyRaised,
  miltonKeynesAt,
  miltonKeynesRaised,
  open,
  play,
  raise,
  raiser,
  tick,
} from "../../../support/core.ts";
import { K, M, stage1, stage2, stage3, chair, soon, later } from "./knowsley.ts";

describe("declare unresolved", () => {
  test("ALL-07 the raising side climbs whenever it says so", () => {
    given(...stage1)
      .when(does(soon, raiser, "declare unresolved", "practitioners"))
      .then(
        {
          type: "DeclaredUnresolved",
          stage: "practitioners",
          by: { side: "raising", role: "practitioner" },
          sealed: { name: "Pat Example", reason: "The concern remains." },
        },
        { type: "StageEnded", at: soon, stage: "practitioners", how: "unresolved", next: "line-managers" },
      );
  });

  test("the receiving side cannot push a concern up", () => {
    given(...stage1)
      .when(does(soon, K.practitioner, "declare unresolved", "practitioners"))
      .thenRefused("not-now");
  });

  test("at the last stage nobody can: there is nowhere to climb", () => {
    given(...chair)
      .when(does(later, K.chair, "declare unresolved", "chair"))
      .thenRefused("not-now");
    given(...chair)
      .when(does(later, K.raisingSenior, "declare unresolved", "chair"))
      .thenRefused("not-yours");
  });

  test("declaring it twice climbs once: the second is a late answer", () => {
    const history = play(...knowsleyRaised(), does(soon, raiser, "declare unresolved", "practitioners")).history;
    given(...history)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "declare unresolved", "practitioners"))
      .then({ type: "LateAnswerRecorded", answer: "declare unresolved", receivedInTime: false });
  });
});

describe("refer", () => {
  test.each([
    ["raising", K.raisingSenior],
    ["receiving", K.receivingSenior],
  ])("KNO-13 the %s senior manager refers significant policy issues to the Chair at once", (side, seat) => {
    given(...stage3)
      .when(does(later, seat, "refer", "senior-managers"))
      .then(
        {
          type: "StageReferred",
          stage: "senior-managers",
          to: "chair",
          by: { side },
          sealed: { name: "Pat Example", reason: "The concern remains." },
        },
        { type: "StageEnded", stage: "senior-managers", how: "referred", next: "chair" },
      );
  });

  test("KNO-13 even with a proposal that would settle the case itself", () => {
    const history = play(
      ...knowsleyAt("senior-managers"),
      does(later, K.receivingSenior, "propose resolution", "senior-managers"),
    ).history;
    given(...history)
      .when(does("2026-11-26T12:00:00.000Z", K.raisingSenior, "refer", "senior-managers"))
      .then({ type: "StageReferred" }, { type: "StageEnded", how: "referred", next: "chair" });
  });

  test("no other stage can be skipped by a referral", () => {
    given(...stage1)
      .when(does(soon, raiser, "refer", "practitioners"))
      .thenRefused("not-now");
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", K.raisingManager, "refer", "line-managers"))
      .thenRefused("not-now");
    given(...play(...miltonKeynesAt("heads-of-service")).history)
      .when(does(later, M.raisingHead, "refer", "heads-of-service"))
      .thenRefused("not-now");
  });

  test("referring twice refers once", () => {
    const history = play(
      ...knowsleyAt("senior-managers"),
      does(later, K.raisingSenior, "refer", "senior-managers"),
      open(later),
    ).history;
    given(...history)
      .when(does("2026-11-26T12:00:00.000Z", K.receivingSenior, "refer", "senior-managers"))
      .then({ type: "LateAnswerRecorded", answer: "refer", sealed: { words: "The concern remains." } });
  });
});

describe("shorten deadline", () => {
  test.each([
    ["raising", raiser],
    ["receiving", K.practitioner],
  ])("ALL-04 the %s side brings the deadline nearer, with its reminders", (side, seat) => {
    given(...stage1)
      .when(does(soon, seat, "shorten deadline", "practitioners"))
      .then({
        type: "DeadlineShortened",
        stage: "practitioners",
        by: { side },
        until: "2026-11-25T12:00:00.000Z",
        clocks: [
          {
            stage: "practitioners",
            clock: "settle",
            due: "2026-11-25T12:00:00.000Z",
            reminders: [{ at: "2026-11-24T09:30:00.000Z", kind: "last day" }],
          },
        ],
        sealed: { name: "Pat Example", reason: "A visit is due." },
      });
  });

  test("ALL-04 it can only bring a deadline nearer: the same instant and a later one are refused", () => {
    for (const until of ["2026-11-26T17:00:00.000Z", "2026-11-27T09:00:00.000Z"])
      given(...stage1)
        .when(does(soon, raiser, "shorten deadline", "practitioners", { until }))
        .thenRefused("not-earlier", "until");
    given(...stage1)
      .when(does(soon, raiser, "shorten deadline", "practitioners", { until: "2026-11-26T16:59:59.999Z" }))
      .then({ type: "DeadlineShortened" });
  });

  test("ALL-04 a time that has passed is refused", () => {
    given(...stage1)
      .when(does(soon, raiser, "shorten deadline", "practitioners", { until: soon }))
      .thenRefused("not-earlier", "until");
  });

  test("ALL-04 it can be shortened again, and not back", () => {
    const history = play(...knowsleyRaised(), does(soon, raiser, "shorten deadline", "practitioners")).history;
    const at = "2026-11-23T12:00:00.000Z";
    given(...history)
      .when(does(at, raiser, "shorten deadline", "practitioners", { until: "2026-11-26T12:00:00.000Z" }))
      .thenRefused("not-earlier", "until");
    given(...history)
      .when(does(at, raiser, "shorten deadline", "practitioners", { until: "2026-11-24T12:00:00.000Z" }))
      .then({ type: "DeadlineShortened", clocks: [{ due: "2026-11-24T12:00:00.000Z" }] });
  });

  test("ALL-04 it can be set at any later stage, also by the one who raised the concern, at the last stage too", () => {
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", raiser, "shorten deadline", "practitioners"))
      .then({ type: "DeadlineShortened", stage: "line-managers", clocks: [{ stage: "line-managers" }] });
    given(...chair)
      .when(does(later, raiser, "shorten deadline", "practitioners", { until: "2026-11-30T12:00:00.000Z" }))
      .then({ type: "DeadlineShortened", stage: "chair", clocks: [{ clock: "recommend" }] });
  });

  test("ALL-04 both clocks of a stage come nearer", () => {
    given(...play(...miltonKeynesRaised()).history)
      .when(does(soon, raiser, "shorten deadline", "professionals"))
      .then({
        type: "DeadlineShortened",
        clocks: [
          { clock: "meet", due: "2026-11-25T12:00:00.000Z" },
          { clock: "settle", due: "2026-11-25T12:00:00.000Z" },
        ],
      });
  });

  test("ALL-04 what is due after the end of a stage is not a stage's deadline and stays", () => {
    const history = play(
      ...miltonKeynesAt("heads-of-service"),
      does("2026-11-26T12:00:00.000Z", M.raisingHead, "record discussion", "heads-of-service", {
        kind: "meeting",
        heldAt: "2026-11-26T11:00:00.000Z",
      }),
    ).history;
    given(...history)
      .when(
        does("2026-11-26T13:00:00.000Z", raiser, "shorten deadline", "professionals", {
          until: "2026-11-27T12:00:00.000Z",
        }),
      )
      .then({ type: "DeadlineShortened", clocks: [{ stage: "heads-of-service", clock: "settle" }] });
  });

  test("the last body cannot shorten or change its own time", () => {
    given(...chair)
      .when(does(later, K.chair, "shorten deadline", "chair"))
      .thenRefused("not-now");
  });

  test("between two stages, and once it is settled, there is no deadline to shorten", () => {
    const between = play(...knowsleyRaised(), does(soon, raiser, "declare unresolved", "practitioners")).history;
    given(...between)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "shorten deadline", "practitioners"))
      .thenRefused("not-now");
  });
});

describe("flag immediate risk", () => {
  test("KNO-01 an open stage 1 moves to stage 2 at once, and the timescales become a guide", () => {
    given(...stage1)
      .when(does(soon, raiser, "flag immediate risk", "practitioners"))
      .then(
        {
          type: "ImmediateRiskFlagged",
          guide: true,
          stage: "practitioners",
          by: { side: "raising" },
          sealed: { name: "Pat Example", reason: "The concern remains." },
        },
        { type: "StageEnded", stage: "practitioners", how: "immediate risk", next: "line-managers" },
      );
  });

  test("KNO-01 a stage 1 that was not opened yet is passed over as well", () => {
    const story = play(raise("2026-11-23T10:00:00.000Z"), does(soon, raiser, "flag immediate risk", "practitioners"));
    expect(story.state).toMatchObject({ phase: "opening", next: "line-managers", because: "immediate risk" });
    given(...story.history)
      .when(open(soon))
      .then({ type: "StageOpened", stage: "line-managers", because: "immediate risk" }, { type: "ClockStarted" });
  });

  test("KNO-01 at a later stage nothing moves: it is recorded, by either side", () => {
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", K.receivingManager, "flag immediate risk", "line-managers"))
      .then({ type: "ImmediateRiskFlagged", stage: "line-managers", by: { side: "receiving" } });
    given(...stage3)
      .when(does(later, raiser, "flag immediate risk", "practitioners"))
      .then({ type: "ImmediateRiskFlagged", stage: "senior-managers" });
    given(...chair)
      .when(does(later, K.chair, "flag immediate risk", "chair"))
      .then({ type: "ImmediateRiskFlagged", stage: "chair", by: { side: "partnership" } });
  });

  test("KNO-01 flagging while stage 2 waits to be opened does not skip it", () => {
    const between = play(...knowsleyRaised(), does(soon, raiser, "declare unresolved", "practitioners")).history;
    given(...between)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "flag immediate risk", "practitioners"))
      .then({ type: "ImmediateRiskFlagged", stage: "line-managers" });
  });

  test("KNO-01 flagging twice is recorded twice and moves once", () => {
    const history = play(
      ...knowsleyRaised(),
      does(soon, raiser, "flag immediate risk", "practitioners"),
      open(soon),
    ).history;
    given(...history)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "flag immediate risk", "practitioners"))
      .then({ type: "ImmediateRiskFlagged", stage: "line-managers" });
  });

  test("KNO-01 passing a guide timescale is recorded as that, and the stage still climbs", () => {
    const history = play(
      ...knowsleyRaised(),
      does(soon, raiser, "flag immediate risk", "practitioners"),
      open(soon),
    ).history;
    given(...history)
      .when(tick("2026-11-30T17:02:00.000Z"))
      .then(
        { type: "DeadlinePassed", stage: "line-managers", due: "2026-11-30T17:00:00.000Z", guide: true },
        { type: "StageEnded", how: "deadline passed", next: "senior-managers" },
      );
  });

  test("ALL-05 in Milton Keynes no stage is skipped and the timescales stay", () => {
    given(...play(...miltonKeynesRaised()).history)
      .when(does(soon, M.practitioner, "flag immediate risk", "professionals"))
      .then({ type: "ImmediateRiskFlagged", guide: false, stage: "professionals" });
  });
});
