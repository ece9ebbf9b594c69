/** ALL-08: a deadline that both sides agree. Monday 23 November 2026; London is on UTC. Dates worked out by hand. */
import { describe, expect, test } from "vitest";
import { runningClocks } from "../../../functions/core/escalation.ts";
import { fallenDue } from "../../../functions/core/moments.ts";
import {
  does,
  dueDates,
  eventsOf,
  fellDue,
  given,
  goOn,
  knowsleyAt,
  knowsleyRaised,
  listsDue,
  miltonKeynesAt,
  miltonKeynesRaised,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  seats,
  silentUntil,
  tick,
  told,
  trainingProvider,
  type Played,
  type Step,
} from "../../support/core.ts";

const K = seats.knowsley;
const M = seats.medway;
const MK = seats.miltonKeynes;
const S = seats.shropshire;
const T = seats.trainingProvider;
const at = "2026-11-23T10:00:00.000Z";
const raised = (area: string, over: Parameters<typeof raise>[1] = {}): Step[] => [
  raise(at, { area, ...over }),
  open(at),
];

const informally: Step[] = raised("medway", { sealed: told("medway", { before: {} }) });
const informal = { raising: raiser, receiving: "informal/receiving-side/1" };

/** Each stage of a policy is left in silence; what opens last is open from two minutes after these instants on. */
const silent = (area: string, until: string) => silentUntil(play(...raised(area)), until);

const proposes = (when: string, seat: string, stage: string, until: string): Step =>
  does(when, seat, "propose date", stage, { until, reason: "Half of the school is away." });
const accepts = (when: string, seat: string, stage: string, until: string): Step =>
  does(when, seat, "accept date", stage, { until });

/** At every stage of every policy: the story there, the two who speak for the sides, and the deadline of that stage. */
const everywhere: [string, Played, string, string, string, string][] = [
  ["KNO-03", play(...knowsleyRaised()), "practitioners", raiser, K.practitioner, "2026-11-26T17:00:00.000Z"],
  [
    "KNO-05",
    play(...knowsleyAt("line-managers")),
    "line-managers",
    K.raisingManager,
    K.receivingManager,
    "2026-12-01T17:00:00.000Z",
  ],
  [
    "KNO-08",
    play(...knowsleyAt("senior-managers")),
    "senior-managers",
    K.raisingSenior,
    K.receivingSenior,
    "2026-12-02T17:00:00.000Z",
  ],
  ["KNO-14", play(...knowsleyAt("chair")), "chair", K.raisingSenior, K.receivingSenior, "2026-12-03T17:00:00.000Z"],
  ["MK-01", play(...miltonKeynesRaised()), "professionals", raiser, MK.practitioner, "2026-11-30T17:00:00.000Z"],
  [
    "MK-02",
    play(...miltonKeynesAt("manager")),
    "manager",
    MK.raisingManager,
    MK.practitionerAtStage2,
    "2026-11-26T17:00:00.000Z",
  ],
  [
    "MK-03",
    play(...miltonKeynesAt("heads-of-service")),
    "heads-of-service",
    MK.raisingHead,
    MK.receivingHead,
    "2026-12-10T17:00:00.000Z",
  ],
  ["MK-06", play(...miltonKeynesAt("chair")), "chair", MK.raisingHead, MK.receivingHead, "2026-12-10T17:00:00.000Z"],
  ["MED-01", play(...informally), "informal", informal.raising, informal.receiving, "2026-11-30T17:00:00.000Z"],
  [
    "MED-02",
    play(...raised("medway")),
    "service-managers",
    M.raisingManager,
    M.receivingManager,
    "2026-11-30T17:00:00.000Z",
  ],
  [
    "MED-07",
    silent("medway", "2026-11-30T17:00:00.000Z"),
    "safeguarding-leads",
    M.raisingLead,
    M.receivingLead,
    "2026-12-07T17:00:00.000Z",
  ],
  [
    "MED-10",
    silent("medway", "2026-12-07T17:00:00.000Z"),
    "assistant-directors",
    M.raisingDirector,
    M.receivingDirector,
    "2026-12-14T17:00:00.000Z",
  ],
  [
    "MED-12",
    silent("medway", "2026-12-14T17:00:00.000Z"),
    "partnership",
    M.raisingDirector,
    M.receivingDirector,
    "2027-01-14T17:00:00.000Z",
  ],
  ["SHR-01", play(...raised("shropshire")), "professionals", raiser, S.practitioner, "2026-11-24T17:00:00.000Z"],
  [
    "SHR-02",
    silent("shropshire", "2026-11-24T17:00:00.000Z"),
    "line-managers",
    S.raisingManager,
    S.receivingManager,
    "2026-11-26T17:00:00.000Z",
  ],
  [
    "SHR-03",
    silent("shropshire", "2026-11-26T17:00:00.000Z"),
    "formal-escalation",
    S.raisingManagerAgain,
    S.receivingManagerAgain,
    "2026-11-27T17:00:00.000Z",
  ],
  [
    "SHR-04",
    silent("shropshire", "2026-11-27T17:00:00.000Z"),
    "senior-managers",
    S.raisingSenior,
    S.receivingSenior,
    "2026-12-01T17:00:00.000Z",
  ],
  [
    "SHR-05",
    silent("shropshire", "2026-12-01T17:00:00.000Z"),
    "assistant-director",
    S.decider,
    S.receivingDirector,
    "2026-12-03T17:00:00.000Z",
  ],
  ["TP-02", play(...raised("kent")), "professionals", raiser, T.practitioner, "2026-11-26T17:00:00.000Z"],
  [
    "TP-03",
    silent("kent", "2026-11-26T17:00:00.000Z"),
    "line-managers",
    T.raisingManager,
    T.receivingManager,
    "2026-12-03T17:00:00.000Z",
  ],
  [
    "TP-04",
    silent("kent", "2026-12-03T17:00:00.000Z"),
    "senior-managers",
    T.raisingSenior,
    T.receivingSenior,
    "2026-12-10T17:00:00.000Z",
  ],
  [
    "TP-05",
    silent("kent", "2026-12-10T17:00:00.000Z"),
    "head-of-safeguarding",
    T.ceo,
    T.head,
    "2026-12-24T17:00:00.000Z",
  ],
];
/** The only stages of which the texts give no number and leave the time to the two sides. */
const laterThere = new Set(["MED-01", "MED-12", "MK-06", "TP-02", "TP-03", "TP-04", "TP-05"]);
const half = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * 60_000).toISOString();

describe("an earlier date", () => {
  test.each(everywhere)(
    "ALL-08, %s can be agreed at this stage by either side's proposal, and is the deadline from then on",
    (_id, story, stage, one, other, due) => {
      const now = story.history.at(-1)?.at ?? "";
      const earlier = half(due, -90);
      for (const [proposer, accepter] of [
        [one, other],
        [other, one],
      ] as const) {
        const proposed = goOn(story, proposes(half(now, 5), proposer, stage, earlier));
        const [agreed] = given(...proposed.history)
          .when(accepts(half(now, 6), accepter, stage, earlier))
          .then({ type: "DateAgreed", stage, until: earlier });
        const clocks = agreed?.type === "DateAgreed" ? agreed.clocks : [];
        expect(clocks.map((each) => each.due)).toEqual(clocks.map(() => earlier));
        const running = proposed.state.clocks.filter(
          (each) => each.stage === stage && each.status === "running" && each.kind !== "duty",
        );
        expect(clocks.map((each) => each.clock)).toEqual(running.map((each) => each.clock));
        const after = goOn(proposed, accepts(half(now, 6), accepter, stage, earlier)).state;
        expect(
          after.clocks.filter((each) => each.stage === stage && each.kind === "stage").map((each) => each.due),
        ).toEqual(running.filter((each) => each.kind === "stage").map(() => earlier));
      }
    },
  );

  test("ALL-08 is proposed with a reason and agreed by the other side: who, when, until when and why are on the record", () => {
    const story = play(...knowsleyRaised());
    const proposed = given(...story.history)
      .when(proposes("2026-11-23T11:00:00.000Z", K.practitioner, "practitioners", "2026-11-25T12:00:00.000Z"))
      .then({
        type: "DateProposed",
        v: 1,
        at: "2026-11-23T11:00:00.000Z",
        by: { side: "receiving", role: "practitioner", agency: "childrens-services", stage: "practitioners" },
        stage: "practitioners",
        until: "2026-11-25T12:00:00.000Z",
        sealed: { name: "Pat Example", reason: "Half of the school is away." },
      });
    given(...story.history, ...proposed)
      .when(accepts("2026-11-23T12:00:00.000Z", raiser, "practitioners", "2026-11-25T12:00:00.000Z"))
      .then({
        type: "DateAgreed",
        v: 1,
        at: "2026-11-23T12:00:00.000Z",
        by: { side: "raising" },
        stage: "practitioners",
        until: "2026-11-25T12:00:00.000Z",
        clocks: [
          {
            stage: "practitioners",
            clock: "settle",
            due: "2026-11-25T12:00:00.000Z",
            // 09:30 of the 25th leaves no four working hours.
            reminders: [{ at: "2026-11-24T09:30:00.000Z", kind: "last day" }],
          },
        ],
        sealed: { name: "Pat Example" },
      });
  });

  test("ALL-07, ALL-08 what is not settled by the agreed date climbs then", () => {
    const story = silentUntil(
      play(
        ...knowsleyRaised(),
        proposes("2026-11-23T11:00:00.000Z", raiser, "practitioners", "2026-11-24T12:00:00.000Z"),
        accepts("2026-11-23T12:00:00.000Z", K.practitioner, "practitioners", "2026-11-24T12:00:00.000Z"),
      ),
      "2026-11-24T12:00:00.000Z",
    );
    expect(fellDue(story)).toEqual(["passed practitioners/settle 2026-11-24T12:00Z"]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "line-managers" });
    // Stage 2 counts from its own opening: five working days from Tuesday 24 November.
    expect(dueDates(story).at(-1)).toBe("line-managers/settle 2026-12-01T17:00Z");
  });

  test("ALL-08, SHR-09 the list of a stage is due by what was agreed, as its limit is", () => {
    const story = goOn(
      silent("shropshire", "2026-11-24T17:00:00.000Z"),
      proposes("2026-11-25T09:00:00.000Z", S.raisingManager, "line-managers", "2026-11-26T12:00:00.000Z"),
      accepts("2026-11-25T09:05:00.000Z", S.receivingManager, "line-managers", "2026-11-26T12:00:00.000Z"),
    );
    expect(listsDue(story)).toEqual(["line-managers/checklist 2026-11-26T17:00Z"]);
    expect(
      story.state.clocks.filter((each) => each.stage === "line-managers").map((each) => `${each.clock} ${each.due}`),
    ).toEqual(["settle 2026-11-26T12:00:00.000Z", "checklist 2026-11-26T12:00:00.000Z"]);
  });
});

describe("a later date", () => {
  test.each(everywhere.filter(([id]) => !laterThere.has(id)))(
    "ALL-08, %s is refused where the policy gives the number, by a millisecond too, whoever proposes it",
    (_id, story, stage, one, other, due) => {
      const now = story.history.at(-1)?.at ?? "";
      for (const seat of [one, other])
        for (const until of [new Date(Date.parse(due) + 1).toISOString(), half(due, 7 * 24 * 60)])
          given(...story.history)
            .when(proposes(half(now, 5), seat, stage, until))
            .thenRefused("not-later", "until");
    },
  );

  test("ALL-08 the refusal says why, what the deadline is, and what to do", () => {
    const { history } = play(...knowsleyRaised());
    const refusing = () =>
      play(
        ...knowsleyRaised(),
        proposes("2026-11-23T11:00:00.000Z", raiser, "practitioners", "2026-11-30T17:00:00.000Z"),
      );
    expect(history).toHaveLength(3);
    expect(refusing).toThrow(
      "The policy gives this timescale and does not let the sides agree a later date. The deadline is 5pm on Thursday 26 November 2026: give an earlier time.",
    );
  });

  test.each(everywhere.filter(([id]) => laterThere.has(id)))(
    "ALL-08, %s can be agreed where the text gives no number, and moves the deadline",
    (_id, story, stage, one, other, due) => {
      const now = story.history.at(-1)?.at ?? "";
      const until = half(due, 7 * 24 * 60);
      const agreed = goOn(story, proposes(half(now, 5), other, stage, until), accepts(half(now, 6), one, stage, until));
      expect(eventsOf(agreed.history, "DateAgreed").at(-1)).toMatchObject({ until, clocks: [{ stage, due: until }] });
      expect(agreed.state.clocks.find((each) => each.stage === stage && each.kind === "stage")?.due).toBe(until);
    },
  );

  test("TP-06 agreed, the stage climbs by itself at that date and not before, with its reminder on its last day", () => {
    const story = silentUntil(
      play(
        ...raised("kent"),
        proposes("2026-11-23T11:00:00.000Z", raiser, "professionals", "2026-12-02T17:00:00.000Z"),
        accepts("2026-11-23T12:00:00.000Z", T.practitioner, "professionals", "2026-12-02T17:00:00.000Z"),
      ),
      "2026-12-02T17:00:00.000Z",
    );
    expect(fellDue(story)).toEqual([
      "last day professionals/settle 2026-12-02T09:30Z",
      "passed professionals/settle 2026-12-02T17:00Z",
    ]);
    // Five working days from Wednesday 2 December.
    expect(dueDates(story)).toEqual([
      "professionals/settle 2026-11-26T17:00Z",
      "line-managers/settle 2026-12-09T17:00Z",
    ]);
  });

  test("TP-06 a date may be agreed again, earlier or later", () => {
    const once = play(
      ...raised("kent"),
      proposes("2026-11-23T11:00:00.000Z", raiser, "professionals", "2026-12-02T17:00:00.000Z"),
      accepts("2026-11-23T12:00:00.000Z", T.practitioner, "professionals", "2026-12-02T17:00:00.000Z"),
    );
    const settle = (story: Played) => story.state.clocks[0]?.due;
    const again = goOn(
      once,
      proposes("2026-11-24T11:00:00.000Z", T.practitioner, "professionals", "2026-12-09T17:00:00.000Z"),
      accepts("2026-11-24T12:00:00.000Z", raiser, "professionals", "2026-12-09T17:00:00.000Z"),
    );
    expect(settle(again)).toBe("2026-12-09T17:00:00.000Z");
    const back = goOn(
      again,
      proposes("2026-11-25T11:00:00.000Z", T.practitioner, "professionals", "2026-11-27T17:00:00.000Z"),
      accepts("2026-11-25T12:00:00.000Z", raiser, "professionals", "2026-11-27T17:00:00.000Z"),
    );
    expect(settle(back)).toBe("2026-11-27T17:00:00.000Z");
  });

  test("ALL-04, ALL-08 never goes past a date by which the person must be protected; that very instant is allowed", () => {
    const story = play(...raised("kent", { protectBy: "2026-11-27T12:00:00.000Z" }));
    given(...story.history)
      .when(proposes("2026-11-23T11:00:00.000Z", raiser, "professionals", "2026-11-27T12:00:00.001Z"))
      .thenRefused("not-later", "until");
    given(...story.history)
      .when(proposes("2026-11-23T11:00:00.000Z", raiser, "professionals", "2026-11-27T12:00:00.000Z"))
      .then({ type: "DateProposed", until: "2026-11-27T12:00:00.000Z" });
  });

  test("ALL-04, ALL-08 nor past one that was set after it was proposed: agreed then, nothing moves", () => {
    const story = play(
      ...raised("kent"),
      proposes("2026-11-23T11:00:00.000Z", T.practitioner, "professionals", "2026-12-02T17:00:00.000Z"),
      does("2026-11-23T12:00:00.000Z", raiser, "shorten deadline", "professionals", {
        until: "2026-11-25T12:00:00.000Z",
      }),
    );
    given(...story.history)
      .when(accepts("2026-11-23T13:00:00.000Z", raiser, "professionals", "2026-12-02T17:00:00.000Z"))
      .then({ type: "DateAgreed", until: "2026-12-02T17:00:00.000Z", clocks: [] });
  });

  test("ALL-04, ALL-08 nor past the next working day of a stage that opened after such a date had passed", () => {
    const story = silentUntil(
      play(...raised("kent", { protectBy: "2026-11-24T12:00:00.000Z" })),
      "2026-11-24T12:00:00.000Z",
    );
    expect(dueDates(story).at(-1)).toBe("line-managers/settle 2026-11-25T17:00Z");
    given(...story.history)
      .when(proposes("2026-11-24T13:00:00.000Z", T.raisingManager, "line-managers", "2026-11-26T17:00:00.000Z"))
      .thenRefused("not-later", "until");
  });

  test("SHR-06, MK-03, ALL-08 what was brought nearer by agreement is not agreed back, up to the maximum neither", () => {
    const shropshire = goOn(
      silent("shropshire", "2026-11-24T17:00:00.000Z"),
      proposes("2026-11-25T09:00:00.000Z", S.raisingManager, "line-managers", "2026-11-26T12:00:00.000Z"),
      accepts("2026-11-25T09:05:00.000Z", S.receivingManager, "line-managers", "2026-11-26T12:00:00.000Z"),
    );
    given(...shropshire.history)
      .when(proposes("2026-11-25T10:00:00.000Z", S.raisingManager, "line-managers", "2026-11-26T17:00:00.000Z"))
      .thenRefused("not-later", "until");
    const heads = play(...miltonKeynesAt("heads-of-service"));
    given(...heads.history)
      .when(proposes("2026-11-26T10:00:00.000Z", MK.raisingHead, "heads-of-service", "2026-12-11T17:00:00.000Z"))
      .thenRefused("not-later", "until");
  });
});

describe("both must agree", () => {
  const until = "2026-11-25T12:00:00.000Z";
  const proposed = play(
    ...knowsleyRaised(),
    proposes("2026-11-23T11:00:00.000Z", K.practitioner, "practitioners", until),
  );

  test("ALL-08 the side that proposed cannot accept or reject its own date, another of that side neither", () => {
    for (const type of ["accept date", "reject date"] as const)
      given(...proposed.history)
        .when(does("2026-11-23T12:00:00.000Z", K.practitioner, type, "practitioners", { until }))
        .thenRefused("same-side");
    const manager = play(
      ...miltonKeynesAt("manager"),
      proposes("2026-11-24T11:00:00.000Z", MK.raisingManager, "manager", until),
    );
    given(...manager.history)
      .when(accepts("2026-11-24T12:00:00.000Z", MK.raisingLead, "manager", until))
      .thenRefused("same-side");
  });

  test("ALL-08 where nothing is proposed there is nothing to accept, and an answered proposal is answered", () => {
    given(...play(...knowsleyRaised()).history)
      .when(accepts("2026-11-23T12:00:00.000Z", raiser, "practitioners", until))
      .thenRefused("nothing-proposed");
    const agreed = goOn(proposed, accepts("2026-11-23T12:00:00.000Z", raiser, "practitioners", until));
    given(...agreed.history)
      .when(accepts("2026-11-23T12:30:00.000Z", raiser, "practitioners", until))
      .thenRefused("nothing-proposed");
  });

  test("ALL-08 a date that was replaced while it was being read is not accepted or rejected unseen", () => {
    const replaced = goOn(
      proposed,
      proposes("2026-11-23T11:30:00.000Z", K.practitioner, "practitioners", "2026-11-26T12:00:00.000Z"),
    );
    for (const type of ["accept date", "reject date"] as const)
      given(...replaced.history)
        .when(does("2026-11-23T12:00:00.000Z", raiser, type, "practitioners", { until }))
        .thenRefused("nothing-proposed");
    given(...replaced.history)
      .when(accepts("2026-11-23T12:00:00.000Z", raiser, "practitioners", "2026-11-26T12:00:00.000Z"))
      .then({ type: "DateAgreed", until: "2026-11-26T12:00:00.000Z" });
  });

  test("ALL-08 a counter-proposal turns it round: now the first proposer answers", () => {
    const countered = goOn(
      proposed,
      proposes("2026-11-23T11:30:00.000Z", raiser, "practitioners", "2026-11-24T12:00:00.000Z"),
    );
    given(...countered.history)
      .when(accepts("2026-11-23T12:00:00.000Z", raiser, "practitioners", "2026-11-24T12:00:00.000Z"))
      .thenRefused("same-side");
    given(...countered.history)
      .when(accepts("2026-11-23T12:00:00.000Z", K.practitioner, "practitioners", "2026-11-24T12:00:00.000Z"))
      .then({ type: "DateAgreed", by: { side: "receiving" } });
  });

  test("ALL-08 rejecting leaves the deadline as it was, with the reason on the record, and another can be proposed", () => {
    const rejected = goOn(
      proposed,
      does("2026-11-23T12:00:00.000Z", raiser, "reject date", "practitioners", { until, reason: "It is too soon." }),
    );
    expect(rejected.commits.at(-1)).toEqual([
      {
        type: "DateRejected",
        v: 1,
        at: "2026-11-23T12:00:00.000Z",
        by: { side: "raising", role: "practitioner", agency: "north-school", stage: "practitioners" },
        stage: "practitioners",
        sealed: { name: "Pat Example", reason: "It is too soon." },
      },
    ]);
    expect(rejected.state.clocks).toMatchObject([{ due: "2026-11-26T17:00:00.000Z" }]);
    given(...rejected.history)
      .when(proposes("2026-11-23T13:00:00.000Z", K.practitioner, "practitioners", until))
      .then({ type: "DateProposed" });
  });

  test("ALL-08 a proposal does not stop the clock: unanswered, the stage climbs at its own deadline, and the date lapses", () => {
    const climbed = goOn(
      play(
        ...raised("kent"),
        proposes("2026-11-23T11:00:00.000Z", raiser, "professionals", "2026-12-02T17:00:00.000Z"),
      ),
      tick("2026-11-26T09:32:00.000Z"),
      tick("2026-11-26T17:02:00.000Z"),
      open("2026-11-26T17:02:00.000Z"),
    );
    expect(fellDue(climbed)).toEqual([
      "last day professionals/settle 2026-11-26T09:30Z",
      "passed professionals/settle 2026-11-26T17:00Z",
    ]);
    expect(climbed.state).not.toHaveProperty("dateProposal");
    given(...climbed.history)
      .when(accepts("2026-11-27T10:00:00.000Z", T.receivingManager, "line-managers", "2026-12-02T17:00:00.000Z"))
      .thenRefused("nothing-proposed");
    given(...climbed.history)
      .when(accepts("2026-11-27T10:00:00.000Z", T.practitioner, "professionals", "2026-12-02T17:00:00.000Z"))
      .thenRefused("not-yours");
  });

  test("ALL-08 it lapses where the raising side declares the stage unresolved meanwhile", () => {
    const declared = goOn(
      proposed,
      does("2026-11-23T12:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      open("2026-11-23T12:00:00.000Z"),
    );
    given(...declared.history)
      .when(accepts("2026-11-23T13:00:00.000Z", K.raisingManager, "line-managers", until))
      .thenRefused("nothing-proposed");
  });

  test("ALL-08 a date that has come before it was accepted is not agreed any more", () => {
    given(...proposed.history)
      .when(accepts(until, raiser, "practitioners", until))
      .thenRefused("not-now");
    given(...proposed.history)
      .when(accepts("2026-11-25T11:59:59.999Z", raiser, "practitioners", until))
      .then({ type: "DateAgreed" });
  });

  test("ALL-08 a time that has passed, and the deadline itself, are no proposals", () => {
    const { history } = play(...knowsleyRaised());
    for (const when of ["2026-11-23T10:59:59.000Z", "2026-11-23T11:00:00.000Z", "2026-11-26T17:00:00.000Z"])
      given(...history)
        .when(proposes("2026-11-23T11:00:00.000Z", raiser, "practitioners", when))
        .thenRefused("not-earlier", "until");
  });

  test("ALL-08 once the last stage's deadline has passed there is none left to agree", () => {
    const late = silent("kent", "2026-12-24T17:00:00.000Z");
    given(...late.history)
      .when(proposes("2026-12-29T10:00:00.000Z", T.ceo, "head-of-safeguarding", "2027-01-08T17:00:00.000Z"))
      .thenRefused("not-now");
  });

  test("ALL-08 neither the Chair nor whoever is only told, nor whoever acted before, speaks for a side", () => {
    const chair = play(...knowsleyAt("chair"));
    for (const seat of [K.chair, K.raisingManager, K.raisingDirector, K.inbox])
      given(...chair.history)
        .when(proposes("2026-11-26T11:00:00.000Z", seat, "chair", "2026-12-02T17:00:00.000Z"))
        .thenRefused(seat === K.chair ? "not-now" : "not-yours");
  });
});

describe("who hears of a date", () => {
  const until = "2026-11-30T12:00:00.000Z";
  const proposed = play(
    ...knowsleyAt("line-managers"),
    proposes("2026-11-24T11:00:00.000Z", K.receivingManager, "line-managers", until),
  );

  test("ALL-08, ALL-09 the other side is asked, and the raising practitioner hears", () => {
    expect(noticesOfLast(proposed)).toEqual([`date proposed → ${K.raisingManager}`, "date proposed → raiser"]);
  });

  test("ALL-08, ALL-09 that it was agreed reaches both sides and the raising practitioner", () => {
    expect(
      noticesOfLast(goOn(proposed, accepts("2026-11-24T12:00:00.000Z", K.raisingManager, "line-managers", until))),
    ).toEqual([`date agreed → ${K.raisingManager}`, `date agreed → ${K.receivingManager}`, "date agreed → raiser"]);
  });

  test("ALL-08, ALL-09 that it was not reaches whoever proposed it", () => {
    expect(
      noticesOfLast(
        goOn(
          proposed,
          does("2026-11-24T12:00:00.000Z", K.raisingManager, "reject date", "line-managers", { until, reason: "No." }),
        ),
      ),
    ).toEqual([`date rejected → ${K.receivingManager}`, "date rejected → raiser"]);
  });

  test("MK-06, ALL-08 before the Chair it is the sides' last to act who agree, and the Chair hears", () => {
    const chair = goOn(
      play(...miltonKeynesAt("chair")),
      proposes("2026-11-26T11:00:00.000Z", MK.raisingHead, "chair", "2026-12-17T17:00:00.000Z"),
      accepts("2026-11-26T12:00:00.000Z", MK.receivingLead, "chair", "2026-12-17T17:00:00.000Z"),
    );
    expect(noticesOfLast(chair)).toEqual([
      `date agreed → ${MK.chair}`,
      `date agreed → ${MK.raisingHead}`,
      "date agreed → raiser",
    ]);
  });
});

describe("a later date, agreed while a resolution waits for its answer", () => {
  const later = "2026-12-04T17:00:00.000Z";
  /** Proposed on the day of the deadline, which leaves until the end of Friday to answer; then both sides agree another week. */
  const story = () =>
    play(
      ...raised("kent"),
      does("2026-11-26T10:00:00.000Z", T.practitioner, "propose resolution", "professionals"),
      proposes("2026-11-26T11:00:00.000Z", raiser, "professionals", later),
      accepts("2026-11-26T11:30:00.000Z", T.practitioner, "professionals", later),
    );
  const running = ({ state }: Played) => runningClocks(state).map((each) => [each.clock, each.due]);

  test("ALL-08, TP-06 holds for the answer as well: the stage goes on when that date has passed, and not before", () => {
    expect(running(story())).toEqual([
      ["settle", later],
      ["answer-proposal", later],
    ]);
    const silent = goOn(story(), tick("2026-12-04T17:02:00.000Z"));
    expect(silent.history.flatMap((each) => (each.type === "StageEnded" ? [[each.at, each.how]] : []))).toEqual([
      ["2026-12-04T17:02:00.000Z", "deadline passed"],
    ]);
    expect(
      fallenDue(story().state, "2026-12-04T17:00:00.000Z", trainingProvider).map((each) => each.type),
    ).not.toContain("DeadlinePassed");
  });

  test("ALL-08, TP-06 stays where the resolution is rejected, and an earlier one takes nothing of the time to answer", () => {
    const rejected = goOn(story(), does("2026-11-27T10:00:00.000Z", raiser, "reject resolution", "professionals"));
    expect(running(rejected)).toEqual([["settle", later]]);
    const sooner = "2026-11-26T14:00:00.000Z";
    const earlier = play(
      ...raised("kent"),
      does("2026-11-26T10:00:00.000Z", T.practitioner, "propose resolution", "professionals"),
      proposes("2026-11-26T11:00:00.000Z", raiser, "professionals", sooner),
      accepts("2026-11-26T11:30:00.000Z", T.practitioner, "professionals", sooner),
    );
    expect(running(earlier)).toEqual([
      ["settle", sooner],
      ["answer-proposal", "2026-11-27T17:00:00.000Z"],
    ]);
  });
});
