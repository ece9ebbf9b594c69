import { describe, expect, test } from "vitest";
import { stageDeadline } from "../../../functions/core/escalation.ts";
import { nextMoment } from "../../../functions/core/moments.ts";
import {
  does,
  dueDates,
  given,
  holds,
  knowsley,
  knowsleyAt,
  knowsleyRaised,
  miltonKeynesRaised,
  open,
  play,
  raiser,
  seats,
  tick,
  type Step,
} from "../../support/core.ts";

const K = seats.knowsley;
const M = seats.miltonKeynes;

/** Stage 1 of Knowsley is due on Thursday 26 November 2026 at 17:00; the reminder of its last day has been given. */
const lastDay: Step[] = [...knowsleyRaised(), tick("2026-11-26T09:32:00.000Z")];
const proposedAt = (at: string): Step => does(at, K.practitioner, "propose resolution", "practitioners");

describe("a stage with two deadlines that both climb", () => {
  const [first, ...others] = knowsley.policy.stages;
  if (!first) throw new Error("Knowsley has no stages");
  const [settle] = first.clocks;
  if (!settle) throw new Error("Knowsley’s first stage has no deadline");
  // Settled within four working days as it is, and a meeting arranged within two.
  const meet = {
    ...settle,
    clock: "meet",
    within: { count: 2, unit: "working days" },
    metBy: "meeting arranged",
  } as const;
  const stages = [{ ...first, clocks: [settle, meet] }, ...others];
  holds("two-deadlines", { ...knowsley, policy: { ...knowsley.policy, stages } });
  const raised = knowsleyRaised("2026-11-23T10:00:00.000Z", { area: "two-deadlines" });
  const arranged = does("2026-11-24T10:00:00.000Z", K.practitioner, "arrange meeting", "practitioners");

  test("ALL-07 the first that passes ends it, whatever time the other leaves", () => {
    const story = play(...raised, tick("2026-11-25T09:32:00.000Z"), tick("2026-11-25T17:02:00.000Z"));
    expect(stageDeadline(play(...raised).state)).toMatchObject({ clock: "meet", due: "2026-11-25T17:00:00.000Z" });
    expect(story.commits.at(-1)).toMatchObject([
      { type: "DeadlinePassed", clock: "meet" },
      { type: "StageEnded", how: "deadline passed", next: "line-managers" },
    ]);
  });

  test("one that is met in time leaves the other, by which it climbs", () => {
    const story = play(...raised, arranged);
    expect(story.commits.at(-1)).toMatchObject([{ type: "MeetingArranged" }, { type: "ClockMet", clock: "meet" }]);
    expect(stageDeadline(story.state)).toMatchObject({ clock: "settle", due: "2026-11-26T17:00:00.000Z" });
    expect(nextMoment(story.state)).toBe("2026-11-26T09:30:00.000Z");
  });
});

describe("an answer is in time by when it was received", () => {
  test("exactly at the deadline it is in time", () => {
    given(...play(...lastDay).history)
      .when(does("2026-11-26T17:00:00.000Z", K.practitioner, "respond", "practitioners"))
      .then({ type: "ResponseRecorded", at: "2026-11-26T17:00:00.000Z" });
    given(...play(...lastDay).history)
      .when(proposedAt("2026-11-26T17:00:00.000Z"))
      .then({ type: "ResolutionProposed" }, { type: "ClockStarted", clock: "answer-proposal" });
  });

  test("ALL-07 one millisecond later it is late: the stage has climbed in the same commit, though nobody woke", () => {
    given(...play(...lastDay).history)
      .when(does("2026-11-26T17:00:00.001Z", K.practitioner, "respond", "practitioners"))
      .then(
        {
          type: "DeadlinePassed",
          at: "2026-11-26T17:00:00.001Z",
          stage: "practitioners",
          clock: "settle",
          due: "2026-11-26T17:00:00.000Z",
          guide: false,
        },
        { type: "StageEnded", stage: "practitioners", how: "deadline passed", next: "line-managers" },
        {
          type: "LateAnswerRecorded",
          answer: "respond",
          stage: "practitioners",
          receivedInTime: false,
          by: { side: "receiving" },
        },
      );
  });

  test("what was received in time and is written down only after the stage climbed says so", () => {
    const climbed = play(...lastDay, tick("2026-11-26T17:02:00.000Z")).history;
    given(...climbed)
      .when(does("2026-11-26T17:00:00.000Z", K.practitioner, "respond", "practitioners"))
      .then({ type: "LateAnswerRecorded", receivedInTime: true });
    given(...climbed)
      .when(does("2026-11-26T17:00:00.001Z", K.practitioner, "respond", "practitioners"))
      .then({ type: "LateAnswerRecorded", receivedInTime: false });
    const opened = play(...lastDay, tick("2026-11-26T17:02:00.000Z"), open("2026-11-26T17:02:00.000Z")).history;
    given(...opened)
      .when(does("2026-11-26T16:59:59.000Z", K.practitioner, "propose resolution", "practitioners"))
      .then({ type: "LateAnswerRecorded", receivedInTime: true });
  });

  test("what was received before the raising side declared it unresolved was in time too", () => {
    const climbed = play(
      ...knowsleyRaised(),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "practitioners"),
    ).history;
    given(...climbed)
      .when(does("2026-11-24T09:59:59.999Z", K.practitioner, "respond", "practitioners"))
      .then({ type: "LateAnswerRecorded", receivedInTime: true });
    given(...climbed)
      .when(does("2026-11-24T10:00:00.001Z", K.practitioner, "respond", "practitioners"))
      .then({ type: "LateAnswerRecorded", receivedInTime: false });
  });

  test("a written confirmation that is overdue makes no answer to its stage in time", () => {
    const overdue = play(
      ...knowsleyAt("line-managers"),
      does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
      tick("2026-11-26T17:02:00.000Z"),
    ).history;
    given(...overdue)
      .when(does("2026-11-26T16:00:00.000Z", K.receivingManager, "respond", "line-managers"))
      .then({ type: "LateAnswerRecorded", receivedInTime: false });
  });
});

describe("the time that a proposed resolution gives the raising side", () => {
  test("ALL-07 proposed early, none: the stage's own deadline leaves the whole next working day", () => {
    for (const at of ["2026-11-23T11:00:00.000Z", "2026-11-25T16:59:00.000Z", "2026-11-25T23:59:00.000Z"])
      given(...play(...knowsleyRaised()).history)
        .when(proposedAt(at))
        .then({ type: "ResolutionProposed" });
  });

  test("ALL-07 proposed on the last day, until the end of the next working day", () => {
    given(...play(...lastDay).history)
      .when(proposedAt("2026-11-26T16:00:00.000Z"))
      .then(
        { type: "ResolutionProposed" },
        {
          type: "ClockStarted",
          v: 1,
          at: "2026-11-26T16:00:00.000Z",
          stage: "practitioners",
          clock: "answer-proposal",
          kind: "proposal",
          from: "2026-11-26T16:00:00.000Z",
          due: "2026-11-27T17:00:00.000Z",
          provisional: false,
          metBy: "resolution",
          whenPassed: "climb",
          reminders: [],
        },
      );
  });

  test("ALL-07 over Christmas that is the next working day after it", () => {
    const raised = [...knowsleyRaised("2026-12-21T10:00:00.000Z"), tick("2026-12-24T09:32:00.000Z")];
    given(...play(...raised).history)
      .when(proposedAt("2026-12-24T15:00:00.000Z"))
      .then({ type: "ResolutionProposed" }, { type: "ClockStarted", due: "2026-12-29T17:00:00.000Z" });
  });

  test("ALL-07 the raising side's own proposal gives no time: silence then climbs at the deadline", () => {
    const story = play(...lastDay, does("2026-11-26T16:00:00.000Z", raiser, "propose resolution", "practitioners"));
    expect(story.commits.at(-1)).toMatchObject([{ type: "ResolutionProposed" }]);
    given(...story.history)
      .when(tick("2026-11-26T17:02:00.000Z"))
      .then({ type: "DeadlinePassed", clock: "settle" }, { type: "StageEnded", how: "deadline passed" });
  });

  test("ALL-07 a second proposal gives no further time", () => {
    const proposed = play(...lastDay, proposedAt("2026-11-26T15:00:00.000Z"));
    given(...proposed.history)
      .when(proposedAt("2026-11-26T16:00:00.000Z"))
      .then({ type: "ResolutionProposed" });
    given(...proposed.history)
      .when(proposedAt("2026-11-27T16:00:00.000Z"))
      .then({ type: "DeadlinePassed", clock: "settle" }, { type: "ResolutionProposed" });
  });

  const pending = play(...lastDay, proposedAt("2026-11-26T16:00:00.000Z"));
  const past = play(...lastDay, proposedAt("2026-11-26T16:00:00.000Z"), tick("2026-11-26T17:02:00.000Z"));

  test("ALL-07 when the stage's deadline passes meanwhile, that is recorded and the stage stays open", () => {
    expect(past.commits.at(-1)).toMatchObject([
      { type: "DeadlinePassed", stage: "practitioners", clock: "settle", due: "2026-11-26T17:00:00.000Z" },
    ]);
    expect(past.state).toMatchObject({
      phase: "at stage",
      stage: "practitioners",
      proposal: { by: { side: "receiving" } },
    });
  });

  test("ALL-07 accepted within it, the matter is resolved", () => {
    given(...past.history)
      .when(does("2026-11-27T17:00:00.000Z", raiser, "accept resolution", "practitioners"))
      .then(
        { type: "ResolutionAccepted" },
        { type: "ClockMet", clock: "answer-proposal" },
        { type: "StageEnded", how: "resolved" },
        { type: "EscalationClosed", how: "resolved" },
      );
  });

  test("ALL-07 silence after it climbs, and an acceptance after it is a late answer", () => {
    given(...past.history)
      .when(tick("2026-11-27T17:02:00.000Z"))
      .then(
        { type: "DeadlinePassed", clock: "answer-proposal", due: "2026-11-27T17:00:00.000Z" },
        { type: "StageEnded", how: "deadline passed", next: "line-managers" },
      );
    given(...past.history)
      .when(does("2026-11-27T17:00:00.001Z", raiser, "accept resolution", "practitioners"))
      .then(
        { type: "DeadlinePassed", clock: "answer-proposal" },
        { type: "StageEnded", how: "deadline passed" },
        { type: "LateAnswerRecorded", answer: "accept resolution", receivedInTime: false },
      );
    const climbed = play(...lastDay, proposedAt("2026-11-26T16:00:00.000Z"), tick("2026-11-27T17:02:00.000Z")).history;
    given(...climbed)
      .when(does("2026-11-27T17:00:00.000Z", raiser, "accept resolution", "practitioners"))
      .then({ type: "LateAnswerRecorded", receivedInTime: true });
  });

  test("ALL-07 slept through to the end, both deadlines are recorded and it climbs once", () => {
    given(...pending.history)
      .when(tick("2026-11-30T09:00:00.000Z"))
      .then(
        { type: "DeadlinePassed", clock: "settle", due: "2026-11-26T17:00:00.000Z" },
        { type: "DeadlinePassed", clock: "answer-proposal", due: "2026-11-27T17:00:00.000Z" },
        { type: "StageEnded", how: "deadline passed", next: "line-managers" },
      );
  });

  test("ALL-07 rejected before the deadline, the stage stays open until the deadline, and no longer", () => {
    const rejected = play(
      ...lastDay,
      proposedAt("2026-11-26T15:00:00.000Z"),
      does("2026-11-26T16:00:00.000Z", raiser, "reject resolution", "practitioners"),
    );
    expect(rejected.commits.at(-1)).toMatchObject([
      { type: "ResolutionRejected" },
      { type: "ClockMet", stage: "practitioners", clock: "answer-proposal" },
    ]);
    given(...rejected.history)
      .when(tick("2026-11-26T17:02:00.000Z"))
      .then({ type: "DeadlinePassed", clock: "settle" }, { type: "StageEnded", how: "deadline passed" });
    given(...rejected.history)
      .when(proposedAt("2026-11-26T16:30:00.000Z"))
      .then({ type: "ResolutionProposed" }, { type: "ClockStarted", due: "2026-11-27T17:00:00.000Z" });
  });

  test("ALL-07 rejected after the deadline, it climbs at once", () => {
    given(...past.history)
      .when(does("2026-11-27T10:00:00.000Z", raiser, "reject resolution", "practitioners"))
      .then(
        { type: "ResolutionRejected" },
        { type: "ClockMet", clock: "answer-proposal" },
        {
          type: "StageEnded",
          at: "2026-11-27T10:00:00.000Z",
          how: "deadline passed",
          next: "line-managers",
        },
      );
  });

  test("ALL-07 rejected and declared unresolved, it climbs at once, before the deadline and after", () => {
    for (const [history, at] of [
      [pending.history, "2026-11-26T16:30:00.000Z"],
      [past.history, "2026-11-27T10:00:00.000Z"],
    ] as const)
      given(...history)
        .when(does(at, raiser, "reject resolution", "practitioners", { unresolved: true }))
        .then(
          { type: "ResolutionRejected" },
          { type: "DeclaredUnresolved" },
          { type: "StageEnded", how: "unresolved", next: "line-managers" },
        );
  });

  test("ALL-07 declared unresolved while it waits, it climbs at once", () => {
    given(...past.history)
      .when(does("2026-11-27T10:00:00.000Z", raiser, "declare unresolved", "practitioners"))
      .then({ type: "DeclaredUnresolved" }, { type: "StageEnded", how: "unresolved", next: "line-managers" });
  });

  test("ALL-04 it never runs past a date by which the person must be protected", () => {
    const protectedBy = knowsleyRaised("2026-11-23T10:00:00.000Z", { protectBy: "2026-11-27T12:00:00.000Z" });
    given(...play(...protectedBy, tick("2026-11-26T09:32:00.000Z")).history)
      .when(proposedAt("2026-11-26T16:00:00.000Z"))
      .then({ type: "ResolutionProposed" }, { type: "ClockStarted", due: "2026-11-27T12:00:00.000Z" });
    const shortened = play(
      ...knowsleyRaised(),
      does("2026-11-23T11:00:00.000Z", raiser, "shorten deadline", "practitioners", {
        until: "2026-11-24T12:00:00.000Z",
      }),
    ).history;
    given(...shortened)
      .when(proposedAt("2026-11-24T11:00:00.000Z"))
      .then({ type: "ResolutionProposed" });
  });

  test("MK-03 it never runs past the ten days of the Heads of Service", () => {
    // Raised on Monday 23 November, the professionals met that day: the Heads of Service meet by Thursday 3 December.
    const story: Step[] = [
      ...miltonKeynesRaised(),
      does("2026-11-23T16:00:00.000Z", raiser, "record discussion", "professionals", {
        kind: "meeting",
        heldAt: "2026-11-23T15:00:00.000Z",
      }),
      does("2026-11-27T10:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-27T10:00:00.000Z"),
      does("2026-11-27T11:00:00.000Z", M.raisingManager, "declare unresolved", "manager"),
      open("2026-11-27T11:00:00.000Z"),
      tick("2026-12-03T09:32:00.000Z"),
    ];
    expect(dueDates(play(...story)).slice(-2)).toEqual([
      "heads-of-service/meet 2026-12-03T17:00Z",
      "heads-of-service/settle 2026-12-03T17:00Z",
    ]);
    given(...play(...story).history)
      .when(does("2026-12-03T16:00:00.000Z", M.receivingHead, "propose resolution", "heads-of-service"))
      .then({ type: "ResolutionProposed" });
  });

  test("MK-03 at stage 1 neither, where Christmas would carry it past them", () => {
    // Raised and met on Thursday 17 December: stage 1 ends on Christmas Eve, the ten days on Sunday 27 December.
    const story: Step[] = [
      ...miltonKeynesRaised("2026-12-17T10:00:00.000Z"),
      does("2026-12-17T16:00:00.000Z", raiser, "record discussion", "professionals", {
        kind: "meeting",
        heldAt: "2026-12-17T15:00:00.000Z",
      }),
      tick("2026-12-24T09:32:00.000Z"),
    ];
    given(...play(...story).history)
      .when(does("2026-12-24T15:00:00.000Z", M.practitioner, "propose resolution", "professionals"))
      .then(
        { type: "ResolutionProposed" },
        { type: "ClockStarted", clock: "answer-proposal", due: "2026-12-27T17:00:00.000Z" },
      );
  });

  test("MK-02 at stage 2 it never runs past half the time to that date", () => {
    const story: Step[] = [
      ...miltonKeynesRaised(),
      does("2026-11-23T16:00:00.000Z", raiser, "record discussion", "professionals", {
        kind: "meeting",
        heldAt: "2026-11-23T15:00:00.000Z",
      }),
      tick("2026-11-30T17:00:00.001Z"),
      open("2026-11-30T17:00:00.001Z"),
    ];
    // From Monday 17:00 to Thursday 17:00 are 72 hours; half of them end on Wednesday 2 December at 05:00.
    given(...play(...story).history)
      .when(does("2026-12-01T09:00:00.000Z", M.practitionerAtStage2, "propose resolution", "manager"))
      .then({ type: "ResolutionProposed" });
  });
});

describe("a date by which the person must be protected", () => {
  test("ALL-04 is stage 1's deadline where it is the earlier, and the policy's where that is", () => {
    expect(dueDates(play(...knowsleyRaised(undefined, { protectBy: "2026-11-24T12:00:00.000Z" })))).toEqual([
      "practitioners/settle 2026-11-24T12:00Z",
    ]);
    expect(dueDates(play(...knowsleyRaised(undefined, { protectBy: "2026-11-30T12:00:00.000Z" })))).toEqual([
      "practitioners/settle 2026-11-26T17:00Z",
    ]);
  });

  test("ALL-04 holds at every stage that opens before it", () => {
    expect(dueDates(play(...knowsleyAt("senior-managers", { protectBy: "2026-11-27T12:00:00.000Z" })))).toEqual([
      "practitioners/settle 2026-11-26T17:00Z",
      "line-managers/settle 2026-11-27T12:00Z",
      "senior-managers/settle 2026-11-27T12:00Z",
    ]);
  });

  test("ALL-04 once it has passed, no later stage takes the policy's full time: each has the next working day", () => {
    const story = play(
      ...knowsleyRaised(undefined, { protectBy: "2026-11-24T12:00:00.000Z" }),
      tick("2026-11-24T12:02:00.000Z"),
      open("2026-11-24T12:02:00.000Z"),
      tick("2026-11-25T17:02:00.000Z"),
      open("2026-11-25T17:02:00.000Z"),
    );
    expect(dueDates(story)).toEqual([
      "practitioners/settle 2026-11-24T12:00Z",
      "line-managers/settle 2026-11-25T17:00Z",
      "senior-managers/settle 2026-11-26T17:00Z",
    ]);
    given(...story.history)
      .when(does("2026-11-26T09:00:00.000Z", K.receivingSenior, "propose resolution", "senior-managers"))
      .then({ type: "ResolutionProposed" });
  });

  test("ALL-04 shortened at one stage, it holds at the next", () => {
    const story = play(
      ...knowsleyRaised(),
      does("2026-11-23T11:00:00.000Z", raiser, "shorten deadline", "practitioners", {
        until: "2026-11-25T12:00:00.000Z",
      }),
      does("2026-11-23T12:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      open("2026-11-23T12:00:00.000Z"),
    );
    expect(dueDates(story).at(-1)).toBe("line-managers/settle 2026-11-25T12:00Z");
  });

  test("ALL-04 a stage climbs when its shortened deadline passes", () => {
    const story = play(
      ...knowsleyRaised(),
      does("2026-11-23T11:00:00.000Z", raiser, "shorten deadline", "practitioners", {
        until: "2026-11-23T15:00:00.000Z",
      }),
    );
    expect(story.state.clocks).toMatchObject([{ due: "2026-11-23T15:00:00.000Z", reminders: [] }]);
    given(...story.history)
      .when(tick("2026-11-23T15:02:00.000Z"))
      .then({ type: "DeadlinePassed", due: "2026-11-23T15:00:00.000Z" }, { type: "StageEnded", next: "line-managers" });
  });
});
