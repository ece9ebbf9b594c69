/** Answering, talking, proposing and agreeing. */
import { describe, expect, test } from "vitest";
import {
  does,
  given,
  knowsleyRaised,
  miltonKeynesAt,
  miltonKeynesRaised,
  open,
  play,
  raiser,
} from "../../../support/core.ts";
import { K, stage1, stage2, chair, soon, later, withdrawn, proposed, settled } from "./knowsley.ts";

describe("respond", () => {
  test("the receiving side's response and its answers are recorded, and the stage stays open", () => {
    given(...stage1)
      .when(does(soon, K.practitioner, "respond", "practitioners"))
      .then({
        type: "ResponseRecorded",
        v: 1,
        at: soon,
        stage: "practitioners",
        by: { side: "receiving", role: "practitioner", agency: "childrens-services", stage: "practitioners" },
        sealed: { name: "Pat Example", response: "We have looked again.", answers: { spoken: "23 November 2026" } },
      });
  });

  test("a second response is recorded as well: nothing that somebody said is lost", () => {
    const history = play(...knowsleyRaised(), does(soon, K.practitioner, "respond", "practitioners")).history;
    given(...history)
      .when(does("2026-11-23T12:00:00.000Z", K.practitioner, "respond", "practitioners"))
      .then({ type: "ResponseRecorded" });
  });

  test("the raising side does not respond to its own concern", () => {
    given(...stage1)
      .when(does(soon, raiser, "respond", "practitioners"))
      .thenRefused("not-now");
  });

  test("a response to a stage that is over is a late answer", () => {
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", K.practitioner, "respond", "practitioners"))
      .then({
        type: "LateAnswerRecorded",
        v: 1,
        at: "2026-11-24T11:00:00.000Z",
        stage: "practitioners",
        answer: "respond",
        receivedInTime: false,
        by: { side: "receiving" },
        sealed: {
          name: "Pat Example",
          words: "We have looked again.",
          answers: { spoken: "23 November 2026" },
        },
      });
  });

  test("a late response without answers to questions has its words alone", () => {
    const [late] = given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", K.practitioner, "respond", "practitioners", { answers: {} }))
      .then({ type: "LateAnswerRecorded", answer: "respond" });
    expect(late).toHaveProperty("sealed", { name: "Pat Example", words: "We have looked again." });
  });
});

describe("record discussion", () => {
  test("ALL-06 both sides record discussions and meetings, with what was agreed and how the rest is pursued", () => {
    for (const [seat, side] of [
      [raiser, "raising"],
      [K.practitioner, "receiving"],
    ] as const)
      given(...stage1)
        .when(does("2026-11-23T12:00:00.000Z", seat, "record discussion", "practitioners", { kind: "meeting" }))
        .then({
          type: "DiscussionRecorded",
          stage: "practitioners",
          kind: "meeting",
          heldAt: "2026-11-23T11:00:00.000Z",
          by: { side },
          sealed: {
            name: "Pat Example",
            attended: "Ada and Ben",
            agreed: "To look again",
            pursued: "By telephone",
          },
        });
  });

  test("one that is yet to be held is refused; one held at this very instant is not", () => {
    given(...stage1)
      .when(does("2026-11-23T10:59:59.999Z", raiser, "record discussion", "practitioners"))
      .thenRefused("in-the-future", "heldAt");
    given(...stage1)
      .when(does("2026-11-23T11:00:00.000Z", raiser, "record discussion", "practitioners"))
      .then({ type: "DiscussionRecorded" });
  });

  test("one from before the day on which the disagreement arose is refused", () => {
    given(...stage1)
      .when(
        does(soon, raiser, "record discussion", "practitioners", {
          heldAt: "2026-11-19T23:59:59.999Z",
        }),
      )
      .thenRefused("before-it-arose", "heldAt");
    given(...stage1)
      .when(does(soon, raiser, "record discussion", "practitioners", { heldAt: "2026-11-20T00:00:00.000Z" }))
      .then({ type: "DiscussionRecorded" });
  });

  test("MK-01 a meeting held meets the clock of the meeting and leaves the one of the stage running", () => {
    given(...play(...miltonKeynesRaised()).history)
      .when(
        does("2026-11-23T12:00:00.000Z", raiser, "record discussion", "professionals", {
          kind: "meeting",
        }),
      )
      .then({ type: "DiscussionRecorded" }, { type: "ClockMet", stage: "professionals", clock: "meet" });
  });

  test("MK-01 a discussion is not the meeting, and a meeting from before the raising is not either", () => {
    const history = play(...miltonKeynesRaised()).history;
    given(...history)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "record discussion", "professionals"))
      .then({ type: "DiscussionRecorded" });
    const { state } = play(
      ...miltonKeynesRaised(),
      does("2026-11-23T12:00:00.000Z", raiser, "record discussion", "professionals", {
        kind: "meeting",
        heldAt: "2026-11-22T11:00:00.000Z",
      }),
    );
    expect(state.clocks).toMatchObject([
      { clock: "meet", status: "running" },
      { clock: "settle", status: "running" },
    ]);
    expect(state.meetings).toEqual([]);
  });

  test("a meeting of an earlier stage meets no clock of the open one", () => {
    given(...play(...miltonKeynesAt("heads-of-service")).history)
      .when(
        does(later, raiser, "record discussion", "professionals", {
          kind: "meeting",
          heldAt: "2026-11-24T09:00:00.000Z",
        }),
      )
      .then({ type: "DiscussionRecorded", stage: "professionals" });
  });

  test("those of a stage before can still record one", () => {
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", K.practitioner, "record discussion", "practitioners"))
      .then({ type: "DiscussionRecorded", stage: "practitioners" });
  });
});

describe("propose resolution", () => {
  test("ALL-06 either side proposes, and the stage stays open", () => {
    given(...stage1)
      .when(does(soon, K.practitioner, "propose resolution", "practitioners"))
      .then({
        type: "ResolutionProposed",
        stage: "practitioners",
        by: { side: "receiving" },
        sealed: { name: "Pat Example", resolution: "An assessment within ten days." },
      });
    given(...stage1)
      .when(does(soon, raiser, "propose resolution", "practitioners"))
      .then({ type: "ResolutionProposed", by: { side: "raising" } });
  });

  test("the last body does not propose: it gives its outcome", () => {
    given(...chair)
      .when(does(later, K.chair, "propose resolution", "chair"))
      .thenRefused("not-now");
  });

  test("a proposal for a stage that is over is a late answer", () => {
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", K.practitioner, "propose resolution", "practitioners"))
      .then({ type: "LateAnswerRecorded", answer: "propose resolution", receivedInTime: false });
  });
});

describe("accept resolution", () => {
  test("a proposal that was replaced while it was being read is not accepted unseen", () => {
    const twice = play(
      ...knowsleyRaised(),
      does(soon, K.practitioner, "propose resolution", "practitioners"),
      does("2026-11-23T11:30:00.000Z", K.practitioner, "propose resolution", "practitioners"),
    ).history;
    const accepting = (proposal: string) =>
      does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners", { proposal });
    given(...twice)
      .when(accepting(soon))
      .thenRefused("nothing-proposed");
    given(...twice)
      .when(accepting("2026-11-23T11:30:00.000Z"))
      .then({ type: "ResolutionAccepted" }, { type: "ClockMet" }, { type: "StageEnded" }, { type: "EscalationClosed" });
  });

  test("ALL-06 the raising side's acceptance settles the stage and closes where nothing is owed", () => {
    given(...proposed)
      .when(
        does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners", {
          comment: "Thank you.",
        }),
      )
      .then(
        {
          type: "ResolutionAccepted",
          stage: "practitioners",
          by: { side: "raising" },
          sealed: { name: "Pat Example", comment: "Thank you." },
        },
        { type: "ClockMet", stage: "practitioners", clock: "settle" },
        { type: "StageEnded", stage: "practitioners", how: "resolved" },
        { type: "EscalationClosed", how: "resolved" },
      );
  });

  test("ALL-06 a receiving agency alone cannot close a concern", () => {
    given(...proposed)
      .when(does("2026-11-23T12:00:00.000Z", K.practitioner, "accept resolution", "practitioners"))
      .thenRefused("same-side");
    given(...stage1)
      .when(does(soon, K.practitioner, "accept resolution", "practitioners"))
      .thenRefused("nothing-proposed");
  });

  test("ALL-06 what the raising side proposed counts when the receiving side accepts it, not by its own word", () => {
    const history = play(...knowsleyRaised(), does(soon, raiser, "propose resolution", "practitioners")).history;
    given(...history)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners"))
      .thenRefused("same-side");
    given(...history)
      .when(does("2026-11-23T12:00:00.000Z", K.practitioner, "accept resolution", "practitioners"))
      .then(
        { type: "ResolutionAccepted", by: { side: "receiving" } },
        { type: "ClockMet" },
        { type: "StageEnded", how: "resolved" },
        { type: "EscalationClosed" },
      );
  });

  test("accepting twice is refused, with the word that it was accepted already", () => {
    given(...settled)
      .when(does("2026-11-23T13:00:00.000Z", raiser, "accept resolution", "practitioners"))
      .thenRefused("already-answered");
  });

  test("accepting what nobody proposed is refused", () => {
    given(...stage1)
      .when(does(soon, raiser, "accept resolution", "practitioners"))
      .thenRefused("nothing-proposed");
  });

  test("accepting after the withdrawal is refused: there is nothing left to accept", () => {
    given(...withdrawn)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners"))
      .thenRefused("closed");
  });

  test("an acceptance for a stage that has climbed is a late answer and settles nothing", () => {
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", raiser, "accept resolution", "practitioners"))
      .then({
        type: "LateAnswerRecorded",
        answer: "accept resolution",
        sealed: { name: "Pat Example", words: "Accepted." },
      });
  });

  test("a proposal of the stage before cannot be accepted at the next", () => {
    const history = play(
      ...knowsleyRaised(),
      does(soon, K.practitioner, "propose resolution", "practitioners"),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      open("2026-11-24T10:00:00.000Z"),
    ).history;
    given(...history)
      .when(does("2026-11-24T11:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"))
      .thenRefused("nothing-proposed");
  });
});

describe("reject resolution", () => {
  test("ALL-07 rejecting leaves the stage open until its deadline", () => {
    given(...proposed)
      .when(does("2026-11-23T12:00:00.000Z", raiser, "reject resolution", "practitioners"))
      .then({
        type: "ResolutionRejected",
        stage: "practitioners",
        by: { side: "raising" },
        sealed: { name: "Pat Example", reason: "It comes too late." },
      });
  });

  test("ALL-07 rejecting and declaring unresolved climbs at once", () => {
    given(...proposed)
      .when(
        does("2026-11-23T12:00:00.000Z", raiser, "reject resolution", "practitioners", {
          unresolved: true,
        }),
      )
      .then(
        { type: "ResolutionRejected" },
        { type: "DeclaredUnresolved", stage: "practitioners", by: { side: "raising" } },
        { type: "StageEnded", stage: "practitioners", how: "unresolved", next: "line-managers" },
      );
  });

  test("ALL-07 only the raising side declares unresolved: the receiving side's rejection does not climb", () => {
    const history = play(...knowsleyRaised(), does(soon, raiser, "propose resolution", "practitioners")).history;
    given(...history)
      .when(
        does("2026-11-23T12:00:00.000Z", K.practitioner, "reject resolution", "practitioners", {
          unresolved: true,
        }),
      )
      .then({ type: "ResolutionRejected", by: { side: "receiving" } });
  });

  test("rejecting one's own side's proposal, or one rejected already, is refused", () => {
    given(...proposed)
      .when(does("2026-11-23T12:00:00.000Z", K.practitioner, "reject resolution", "practitioners"))
      .thenRefused("same-side");
    const history = play(
      ...knowsleyRaised(),
      does(soon, K.practitioner, "propose resolution", "practitioners"),
      does("2026-11-23T12:00:00.000Z", raiser, "reject resolution", "practitioners"),
    ).history;
    given(...history)
      .when(does("2026-11-23T13:00:00.000Z", raiser, "reject resolution", "practitioners"))
      .thenRefused("nothing-proposed");
    given(...history)
      .when(does("2026-11-23T13:00:00.000Z", raiser, "accept resolution", "practitioners"))
      .thenRefused("nothing-proposed");
  });

  test("a rejection for a stage that is over is a late answer", () => {
    given(...settled)
      .when(does("2026-11-23T13:00:00.000Z", raiser, "reject resolution", "practitioners"))
      .then({ type: "LateAnswerRecorded", answer: "reject resolution", sealed: { words: "It comes too late." } });
  });
});
