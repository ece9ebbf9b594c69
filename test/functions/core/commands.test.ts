import { describe, expect, test } from "vitest";
import {
  concernSaying,
  does,
  given,
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
} from "../../support/core.ts";
import type { PartyCommandType } from "../../../functions/core/commands.ts";
import { peopleNeeded } from "../../../functions/core/people.ts";

const K = seats.knowsley;
const M = seats.miltonKeynes;
const stage1 = play(...knowsleyRaised()).history;
const stage2 = play(...knowsleyAt("line-managers")).history;
const stage3 = play(...knowsleyAt("senior-managers")).history;
const chair = play(...knowsleyAt("chair")).history;
const soon = "2026-11-23T11:00:00.000Z";
/** After the other stages were opened, and before any deadline of theirs. */
const later = "2026-11-26T11:00:00.000Z";

const withdrawn = play(...knowsleyRaised(), does(soon, raiser, "withdraw", "practitioners")).history;
const proposed = play(...knowsleyRaised(), does(soon, K.practitioner, "propose resolution", "practitioners")).history;
const settled = play(
  ...knowsleyRaised(),
  does(soon, K.practitioner, "propose resolution", "practitioners"),
  does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners"),
).history;

const party: readonly PartyCommandType[] = [
  "record discussion",
  "respond",
  "propose resolution",
  "accept resolution",
  "reject resolution",
  "declare unresolved",
  "refer",
  "hand on",
  "shorten deadline",
  "flag immediate risk",
  "request information",
  "provide information",
  "give outcome",
  "do duty",
  "answer questions",
  "arrange meeting",
  "approve discussion",
  "tick",
  "ask advice",
  "give advice",
  "add manager",
  "propose date",
  "accept date",
  "reject date",
  "confirm filed",
  "add note",
  "withdraw",
];

describe("every command of a party", () => {
  test.each(party)("%s is refused from a seat that the record does not know", (type) => {
    given(...stage1)
      .when(does(soon, "practitioners/receiving-side/9", type, "practitioners"))
      .thenRefused("not-yours");
  });

  const stays: ReadonlySet<PartyCommandType> = new Set(["add note", "confirm filed"]);
  test.each(party.filter((each) => !stays.has(each)))("%s changes nothing once the concern is withdrawn", (type) => {
    for (const seat of [raiser, K.practitioner]) {
      const { state } = play(...knowsleyRaised(), does(soon, raiser, "withdraw", "practitioners"));
      expect(state.phase).toBe("closed");
      const when = given(...withdrawn).when(does("2026-11-23T12:00:00.000Z", seat, type, "practitioners"));
      const isAnswer = [
        "respond",
        "propose resolution",
        "reject resolution",
        "declare unresolved",
        "refer",
        "give outcome",
        "answer questions",
      ].includes(type);
      if (isAnswer) when.then({ type: "LateAnswerRecorded", receivedInTime: false });
      else when.thenRefused("closed");
    }
  });

  test.each(party.filter((each) => each !== "add note"))("%s is refused to those who are only told", (type) => {
    const when = given(...stage3).when(does(later, K.raisingDirector, type, "senior-managers"));
    if (type === "do duty") when.thenRefused("not-now", "duty");
    else when.thenRefused("not-yours");
  });

  test.each(["accept date", "reject date"] as const)(
    "%s is refused to those who are only told, though one is proposed",
    (type) => {
      const proposedDate = does(later, K.receivingSenior, "propose date", "senior-managers", {
        until: "2026-11-30T12:00:00.000Z",
      });
      given(...play(...knowsleyAt("senior-managers"), proposedDate).history)
        .when(
          does("2026-11-26T12:00:00.000Z", K.raisingDirector, type, "senior-managers", {
            until: "2026-11-30T12:00:00.000Z",
          }),
        )
        .thenRefused("not-yours");
    },
  );

  test.each([
    "respond",
    "propose resolution",
    "accept resolution",
    "reject resolution",
    "declare unresolved",
    "refer",
    "give outcome",
    "answer questions",
  ] as const)("%s by whoever acted at a stage before is refused, even where they name the open stage", (type) => {
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", K.practitioner, type, "line-managers"))
      .thenRefused("not-yours");
    given(...stage2)
      .when(does("2026-11-24T11:00:00.000Z", raiser, type, "line-managers"))
      .thenRefused("not-yours");
  });
});

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

describe("request information and provide information", () => {
  const asked = play(...knowsleyAt("chair"), does(later, K.chair, "request information", "chair"));

  test("KNO-14 the Chair asks both sides, and the clock runs on", () => {
    expect(asked.commits.at(-1)).toMatchObject([
      {
        type: "InformationRequested",
        stage: "chair",
        of: ["raising", "receiving"],
        by: { side: "partnership", role: "chair" },
        sealed: { name: "Pat Example", request: "The chronology, please." },
      },
    ]);
    expect(asked.commits.at(-1)).toHaveLength(1);
    expect(asked.state.clocks.at(-1)).toMatchObject({
      clock: "recommend",
      due: "2026-12-03T17:00:00.000Z",
      status: "running",
    });
    given(...asked.history)
      .when(tick("2026-12-03T17:02:00.000Z"))
      .then({ type: "DeadlinePassed", clock: "recommend", due: "2026-12-03T17:00:00.000Z" });
  });

  test("KNO-14 nobody else asks, and Milton Keynes's Chair does not", () => {
    given(...stage3)
      .when(does(later, K.raisingSenior, "request information", "senior-managers"))
      .thenRefused("not-now");
    given(...play(...miltonKeynesAt("chair")).history)
      .when(does(later, M.chair, "request information", "chair"))
      .thenRefused("not-now");
  });

  test.each([
    ["raising", raiser],
    ["raising", K.raisingSenior],
    ["receiving", K.receivingManager],
  ])("KNO-14 the %s side answers by %s, once", (side, seat) => {
    const at = "2026-11-26T12:00:00.000Z";
    given(...asked.history)
      .when(does(at, seat, "provide information", "chair"))
      .then({
        type: "InformationProvided",
        stage: "chair",
        by: { side },
        sealed: { name: "Pat Example", information: "The chronology." },
      });
    const answered = [
      ...asked.history,
      ...given(...asked.history)
        .when(does(at, seat, "provide information", "chair"))
        .then({ type: "InformationProvided" }),
    ];
    given(...answered)
      .when(does("2026-11-26T13:00:00.000Z", seat, "provide information", "chair"))
      .thenRefused("not-yours");
    const other = side === "raising" ? K.receivingSenior : K.raisingSenior;
    given(...answered)
      .when(does("2026-11-26T13:00:00.000Z", other, "provide information", "chair"))
      .then({ type: "InformationProvided" });
    // Asked again, both answer again.
    const again = [
      ...answered,
      ...given(...answered)
        .when(does("2026-11-26T13:00:00.000Z", K.chair, "request information", "chair"))
        .then({ type: "InformationRequested" }),
    ];
    given(...again)
      .when(does("2026-11-26T14:00:00.000Z", seat, "provide information", "chair"))
      .then({ type: "InformationProvided" });
  });

  test("nothing is provided that was not asked for, nor by the body that asked", () => {
    given(...chair)
      .when(does(later, raiser, "provide information", "chair"))
      .thenRefused("not-yours");
    given(...asked.history)
      .when(does("2026-11-26T12:00:00.000Z", K.chair, "provide information", "chair"))
      .thenRefused("not-now");
  });

  test("what comes after the recommendations is still taken", () => {
    const history = play(
      ...knowsleyAt("chair"),
      does(later, K.chair, "request information", "chair"),
      does("2026-11-26T12:00:00.000Z", K.chair, "give outcome", "chair"),
    ).history;
    given(...history)
      .when(does("2026-11-26T13:00:00.000Z", K.raisingSenior, "provide information", "senior-managers"))
      .then({ type: "InformationProvided" });
  });
});

describe("give outcome", () => {
  test("KNO-14 the Chair's recommendations end stage 4; KNO-15 each side is then to say whether it acts on them", () => {
    given(...chair)
      .when(does(later, K.chair, "give outcome", "chair"))
      .then(
        {
          type: "OutcomeGiven",
          stage: "chair",
          kind: "recommendations",
          by: { side: "partnership", role: "chair" },
          sealed: { name: "Pat Example", outcome: "The assessment is to be done." },
        },
        { type: "ClockMet", stage: "chair", clock: "recommend" },
        { type: "StageEnded", stage: "chair", how: "outcome given" },
        {
          type: "ClockStarted",
          stage: "chair",
          clock: "act-on-recommendations:raising",
          kind: "duty",
          by: "raising",
          from: later,
          due: "2026-12-03T17:00:00.000Z",
        },
        {
          type: "ClockStarted",
          stage: "chair",
          clock: "act-on-recommendations:receiving",
          kind: "duty",
          by: "receiving",
          due: "2026-12-03T17:00:00.000Z",
        },
      );
  });

  test("MK-06 the Assurance Board Chair's outcome ends the escalation: nobody has to accept it", () => {
    given(...play(...miltonKeynesAt("chair")).history)
      .when(does(later, M.chair, "give outcome", "chair"))
      .then(
        { type: "OutcomeGiven", kind: "outcome" },
        { type: "ClockMet", stage: "chair", clock: "conclude" },
        { type: "StageEnded", how: "outcome given" },
        { type: "EscalationClosed", how: "outcome given" },
      );
  });

  test("after its deadline it is still taken: silence closed nothing, and the chase ends", () => {
    const history = play(...knowsleyAt("chair"), tick("2026-12-03T17:02:00.000Z")).history;
    given(...history)
      .when(does("2026-12-03T18:00:00.000Z", K.chair, "give outcome", "chair"))
      .then(
        { type: "OutcomeGiven" },
        { type: "ClockMet", clock: "recommend" },
        { type: "StageEnded" },
        { type: "ClockStarted" },
        { type: "ClockStarted" },
      );
  });

  test("the two sides give none, and no stage before the last has one", () => {
    given(...chair)
      .when(does(later, K.raisingSenior, "give outcome", "chair"))
      .thenRefused("not-yours");
    given(...stage1)
      .when(does(soon, raiser, "give outcome", "practitioners"))
      .thenRefused("not-now");
  });

  test("a second outcome is kept and changes nothing", () => {
    const history = play(...knowsleyAt("chair"), does(later, K.chair, "give outcome", "chair")).history;
    given(...history)
      .when(does("2026-11-26T12:00:00.000Z", K.chair, "give outcome", "chair", { outcome: "More." }))
      .then({ type: "LateAnswerRecorded", answer: "give outcome", sealed: { words: "More." } });
  });
});

describe("do duty", () => {
  const owed = play(
    ...knowsleyAt("line-managers"),
    does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
    does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
  );
  const at = "2026-11-25T10:00:00.000Z";

  test("KNO-07 a resolution at stage 2 leaves the receiving line manager two working days to confirm it in writing", () => {
    expect(owed.commits.at(-1)).toMatchObject([
      { type: "ResolutionAccepted" },
      { type: "ClockMet", stage: "line-managers", clock: "settle" },
      { type: "StageEnded", how: "resolved" },
      {
        type: "ClockStarted",
        stage: "line-managers",
        clock: "confirm-in-writing",
        kind: "duty",
        by: "receiving",
        from: "2026-11-24T12:00:00.000Z",
        due: "2026-11-26T17:00:00.000Z",
        metBy: "confirmation",
        whenPassed: "chase",
      },
    ]);
    expect(owed.state.phase).toBe("duties");
  });

  test("KNO-07 confirming closes the escalation", () => {
    given(...owed.history)
      .when(does(at, K.receivingManager, "do duty", "line-managers"))
      .then(
        {
          type: "DutyDone",
          stage: "line-managers",
          duty: "confirm-in-writing",
          by: { side: "receiving" },
          sealed: { name: "Pat Example", words: "As agreed." },
        },
        { type: "ClockMet", stage: "line-managers", clock: "confirm-in-writing" },
        { type: "EscalationClosed", how: "resolved" },
      );
  });

  test("KNO-07 nobody else can confirm, and is not told that it was done", () => {
    for (const seat of [raiser, K.raisingManager, K.practitioner])
      given(...owed.history)
        .when(does(at, seat, "do duty", "line-managers"))
        .thenRefused("not-yours", "duty");
  });

  test("KNO-07 after its deadline it can still be done", () => {
    const history = [
      ...owed.history,
      ...given(...owed.history)
        .when(tick("2026-11-26T17:02:00.000Z"))
        .then({ type: "DeadlinePassed", clock: "confirm-in-writing", nextChase: "2026-11-27T09:30:00.000Z" }),
    ];
    given(...history)
      .when(does("2026-11-26T18:00:00.000Z", K.receivingManager, "do duty", "line-managers"))
      .then({ type: "DutyDone" }, { type: "ClockMet" }, { type: "EscalationClosed" });
  });

  test("doing it twice is refused, with the word that it was done", () => {
    const history = play(
      ...knowsleyAt("chair"),
      does(later, K.chair, "give outcome", "chair"),
      does("2026-11-27T10:00:00.000Z", K.raisingSenior, "do duty", "chair", {
        duty: "chair/act-on-recommendations:raising",
        acts: true,
      }),
    ).history;
    given(...history)
      .when(
        does("2026-11-27T11:00:00.000Z", K.raisingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:raising",
          acts: false,
        }),
      )
      .thenRefused("already-answered", "duty");
  });

  test("KNO-12 a resolution at stage 3 is confirmed in writing by the receiving senior manager", () => {
    const story = play(
      ...knowsleyAt("senior-managers"),
      does(later, K.receivingSenior, "propose resolution", "senior-managers"),
      does("2026-11-27T15:00:00.000Z", K.raisingSenior, "accept resolution", "senior-managers"),
    );
    expect(story.commits.at(-1)?.at(-1)).toMatchObject({
      type: "ClockStarted",
      stage: "senior-managers",
      clock: "confirm-in-writing",
      by: "receiving",
      from: "2026-11-27T15:00:00.000Z",
      due: "2026-12-01T17:00:00.000Z",
    });
    given(...story.history)
      .when(
        does("2026-11-30T10:00:00.000Z", K.receivingSenior, "do duty", "senior-managers", {
          duty: "senior-managers/confirm-in-writing",
        }),
      )
      .then({ type: "DutyDone", stage: "senior-managers" }, { type: "ClockMet" }, { type: "EscalationClosed" });
    given(...story.history)
      .when(
        does("2026-11-30T10:00:00.000Z", K.receivingManager, "do duty", "line-managers", {
          duty: "senior-managers/confirm-in-writing",
        }),
      )
      .thenRefused("not-yours", "duty");
  });

  test("KNO-15 each agency says whether it acts on the recommendations, and the last one closes the escalation", () => {
    const recommended = play(...knowsleyAt("chair"), does(later, K.chair, "give outcome", "chair")).history;
    const first = given(...recommended)
      .when(
        does("2026-11-27T10:00:00.000Z", K.receivingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:receiving",
          acts: false,
          words: "We do not agree.",
        }),
      )
      .then(
        {
          type: "DutyDone",
          stage: "chair",
          duty: "act-on-recommendations:receiving",
          acts: false,
          by: { side: "receiving", agency: "childrens-services" },
          sealed: { words: "We do not agree." },
        },
        { type: "ClockMet", stage: "chair", clock: "act-on-recommendations:receiving" },
      );
    given(...recommended, ...first)
      .when(
        does("2026-11-27T11:00:00.000Z", K.receivingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:raising",
          acts: true,
        }),
      )
      .thenRefused("not-yours", "duty");
    given(...recommended, ...first)
      .when(
        does("2026-11-27T11:00:00.000Z", K.raisingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:raising",
          acts: true,
        }),
      )
      .then(
        { type: "DutyDone", acts: true },
        { type: "ClockMet", clock: "act-on-recommendations:raising" },
        { type: "EscalationClosed", how: "outcome given" },
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

describe("what the service itself asks", () => {
  test("reaching a moment before anything is due does nothing, at the very instant of the deadline neither", () => {
    given(...stage1)
      .when(tick("2026-11-26T09:30:00.000Z"))
      .thenNothing();
    const reminded = play(...knowsleyRaised(), tick("2026-11-26T09:32:00.000Z")).history;
    given(...reminded)
      .when(tick("2026-11-26T17:00:00.000Z"))
      .thenNothing();
  });

  test("reaching a moment twice records it once", () => {
    const reminded = play(...knowsleyRaised(), tick("2026-11-26T09:32:00.000Z"));
    expect(reminded.commits.at(-1)).toMatchObject([
      { type: "ReminderFellDue", kind: "last day", clock: "settle", due: "2026-11-26T09:30:00.000Z" },
    ]);
    given(...reminded.history)
      .when(tick("2026-11-26T09:32:00.000Z"))
      .thenNothing();
    const passed = play(...knowsleyRaised(), tick("2026-11-26T17:02:00.000Z"));
    expect(passed.commits.at(-1)).toMatchObject([
      {
        type: "DeadlinePassed",
        stage: "practitioners",
        clock: "settle",
        due: "2026-11-26T17:00:00.000Z",
        guide: false,
      },
      { type: "StageEnded", stage: "practitioners", how: "deadline passed", next: "line-managers" },
    ]);
    given(...passed.history)
      .when(tick("2026-11-26T17:05:00.000Z"))
      .thenNothing();
  });

  test("a reminder that was slept through is not sent late beside a later one, nor after the deadline", () => {
    given(...stage2)
      .when(tick("2026-12-01T10:00:00.000Z"))
      .then({ type: "ReminderFellDue", kind: "last day", due: "2026-12-01T09:30:00.000Z" });
    given(...stage1)
      .when(tick("2026-11-28T12:00:00.000Z"))
      .then({ type: "DeadlinePassed" }, { type: "StageEnded" });
  });

  test("an execution is replaced once, by the next number, and not once it is closed", () => {
    const replace = (number: number) =>
      ({ type: "replace execution", id: `replace ${number}`, at: soon, number, reason: "It was stopped." }) as const;
    given(...stage1)
      .when(replace(2))
      .then({ type: "ExecutionReplaced", number: 2, reason: "It was stopped." });
    given(...stage1)
      .when(replace(1))
      .thenNothing();
    given(...stage1)
      .when(replace(3))
      .thenNothing();
    given(...withdrawn)
      .when(replace(2))
      .thenNothing();
    expect(play(...knowsleyRaised(), replace(2)).state.execution).toBe(2);
    given(...play(...knowsleyRaised(), replace(2)).history)
      .when(replace(2))
      .thenNothing();
  });

  test("notices are recorded as they were sent; none is nothing to record", () => {
    const sent = {
      type: "NoticeSent",
      v: 1,
      at: soon,
      notice: "0/acknowledged/raiser",
      kind: "acknowledged",
      seat: "raiser",
      messageId: "m-1",
    } as const;
    given(...stage1)
      .when({ type: "record notices", id: "told", at: soon, notices: [sent] })
      .then(sent);
    given(...stage1)
      .when({ type: "record notices", id: "told", at: soon, notices: [] })
      .thenNothing();
    given(...withdrawn)
      .when({ type: "record notices", id: "told", at: soon, notices: [sent] })
      .then(sent);
  });

  test("whatever is asked first lets happen what has fallen due", () => {
    given(...stage1)
      .when({ type: "record notices", id: "told", at: "2026-11-26T17:02:00.000Z", notices: [] })
      .then({ type: "DeadlinePassed" }, { type: "StageEnded", how: "deadline passed" });
    given(...stage1)
      .when(does("2026-11-26T17:02:00.000Z", raiser, "add note", "practitioners"))
      .then({ type: "DeadlinePassed" }, { type: "StageEnded" }, { type: "NoteAdded" });
  });
});
