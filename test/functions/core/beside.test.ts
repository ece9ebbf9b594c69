/** What goes on beside the stages: an own policy beside a local one, copies, filing, advice, others told, approvals. */
import { describe, expect, test } from "vitest";
import { filingOf, standingOf, unapproved } from "../../../functions/core/capabilities.ts";
import { noticesOf } from "../../../functions/core/notices.ts";
import {
  does,
  given,
  goOn,
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
  silentUntil,
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
const file = (story: Played) => noticesOfLast(story).filter((each) => each.startsWith("file the record"));
const may = (story: Played, seat: string) => [...standingOf(story.state, story.rules.policy, seat).may];

/** As the training provider's own policy binds its people beside the local one (TP-01). */
const own = (side: "raising" | "receiving") => ({
  side,
  policy: { id: "training-provider", version: "2025" },
  practitionersHear: true,
  filing: "record the details of the challenge and the agreements reached on the child’s file and on My Concern",
});

describe("a provider's own policy beside a local one", () => {
  test("TP-01 the local stages and timescales govern; that the own policy binds its side is on the record", () => {
    given()
      .when(raise(at, { area: "shropshire", beside: [own("receiving")] }))
      .then({
        type: "EscalationRaised",
        policy: { id: "shropshire", version: "2023-02" },
        opensAt: "professionals",
        beside: [own("receiving")],
      });
    expect(play(...raised("shropshire", { beside: [own("receiving")] })).state.clocks).toEqual(
      play(...raised("shropshire")).state.clocks,
    );
  });

  test("TP-07, TP-01 the provider’s practitioner whom a concern names hears of it from the first stage on, though managers begin there", () => {
    const story = play(...raised("medway", { beside: [own("receiving")] }));
    const practitioner = "service-managers/told-practitioner-receiving/1";
    expect(noticesOfLast(story)).toContain(`told → ${practitioner}`);
    const answered = goOn(story, does("2026-11-24T10:00:00.000Z", M.receivingManager, "respond", "service-managers"));
    expect(noticesOfLast(answered)).toContain(`responded → ${practitioner}`);
    expect(play(...raised("medway")).state.seats.has(practitioner)).toBe(false);
    expect(play(...raised("medway", { beside: [own("raising")] })).state.seats.has(practitioner)).toBe(false);
  });

  /** At stage 2 of Shropshire, a response, a proposal, a rejection and a climb. */
  const story = (beside: ReturnType<typeof own>[]) =>
    play(
      ...raised("shropshire", beside.length > 0 ? { beside } : {}),
      does("2026-11-23T11:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-23T11:00:00.000Z"),
    );
  const steps: [string, (from: Played) => Played][] = [
    [
      "responded",
      (from) => goOn(from, does("2026-11-24T10:00:00.000Z", S.receivingManager, "respond", "line-managers")),
    ],
    [
      "resolution proposed",
      (from) => goOn(from, does("2026-11-24T10:00:00.000Z", S.receivingManager, "propose resolution", "line-managers")),
    ],
    [
      "resolution rejected",
      (from) =>
        goOn(
          from,
          does("2026-11-24T10:00:00.000Z", S.receivingManager, "propose resolution", "line-managers"),
          does("2026-11-24T11:00:00.000Z", S.raisingManager, "reject resolution", "line-managers"),
        ),
    ],
    [
      "resolved",
      (from) =>
        goOn(
          from,
          does("2026-11-24T10:00:00.000Z", S.receivingManager, "propose resolution", "line-managers"),
          does("2026-11-24T11:00:00.000Z", S.raisingManager, "accept resolution", "line-managers"),
        ),
    ],
    [
      "climbed",
      (from) =>
        goOn(
          from,
          does("2026-11-24T10:00:00.000Z", S.raisingManager, "declare unresolved", "line-managers"),
          open("2026-11-24T10:00:00.000Z"),
        ),
    ],
  ];

  test.each(steps)("TP-01, TP-07 the receiving provider's practitioner hears at once: %s", (kind, go) => {
    const heard = `${kind} → ${S.practitioner}`;
    expect(noticesOfLast(go(story([own("receiving")])))).toContain(heard);
    expect(noticesOfLast(go(story([])))).not.toContain(heard);
    expect(noticesOfLast(go(story([own("raising")])))).not.toContain(heard);
    // Whoever raised it hears under every policy.
    for (const beside of [[], [own("raising")]]) expect(noticesOfLast(go(story(beside)))).toContain(`${kind} → raiser`);
  });

  test("TP-01, TP-08 only the provider's side is asked to file; both are where both have such a policy", () => {
    const ended = (beside: ReturnType<typeof own>[]) =>
      file(
        goOn(
          play(...raised("shropshire", { beside })),
          does("2026-11-23T11:00:00.000Z", S.practitioner, "propose resolution", "professionals"),
          does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "professionals"),
        ),
      );
    expect(ended([own("raising")])).toEqual(["file the record → raiser"]);
    expect(ended([own("receiving")])).toEqual([`file the record → ${S.practitioner}`]);
    expect(ended([own("raising"), own("receiving")])).toEqual([
      "file the record → raiser",
      `file the record → ${S.practitioner}`,
    ]);
    expect(ended([])).toEqual([]);
  });

  test("TP-01, TP-08 beside a local policy that has its own filing, the provider's people are asked for both", () => {
    const { state, rules } = play(...knowsleyRaised(undefined, { beside: [own("raising")] }));
    const local = "put the record on the child’s file, together with any other written communication and information";
    expect(filingOf(state, rules.policy, "receiving")).toBe(local);
    expect(filingOf(state, rules.policy, "raising")).toBe(
      `${local}; and record the details of the challenge and the agreements reached on the child’s file and on My Concern`,
    );
    expect(filingOf(state, rules.policy, "partnership")).toBeUndefined();
  });

  test("TP-01 whoever is not bound cannot confirm a filing that nobody asked of them", () => {
    const closed = goOn(
      play(...raised("shropshire", { beside: [own("raising")] })),
      does("2026-11-23T11:00:00.000Z", S.practitioner, "propose resolution", "professionals"),
      does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "professionals"),
    );
    given(...closed.history)
      .when(does("2026-11-24T10:00:00.000Z", S.practitioner, "confirm filed", "professionals"))
      .thenRefused("closed");
    given(...closed.history)
      .when(does("2026-11-24T10:00:00.000Z", raiser, "confirm filed", "professionals"))
      .then({ type: "RecordFiled", by: { side: "raising" } });
  });
});

describe("the training provider's own stages", () => {
  const second = silentUntil(play(...raised("kent")), "2026-11-26T17:00:00.000Z");
  const third = silentUntil(second, "2026-12-03T17:00:00.000Z");

  test("TP-07 the receiving practitioner hears every later response, proposal, climb and outcome", () => {
    const heard = (story: Played, ...steps: Step[]) =>
      noticesOfLast(steps.length > 0 ? goOn(story, ...steps) : story).filter((each) => each.endsWith(T.practitioner));
    expect(heard(second)).toEqual([`climbed → ${T.practitioner}`]);
    expect(heard(third)).toEqual([`climbed → ${T.practitioner}`]);
    expect(heard(third, does("2026-12-04T10:00:00.000Z", T.receivingSenior, "respond", "senior-managers"))).toEqual([
      `responded → ${T.practitioner}`,
    ]);
    const proposes = does("2026-12-04T10:00:00.000Z", T.receivingSenior, "propose resolution", "senior-managers");
    expect(heard(third, proposes)).toEqual([`resolution proposed → ${T.practitioner}`]);
    const accepts = does("2026-12-04T11:00:00.000Z", T.raisingSenior, "accept resolution", "senior-managers");
    expect(heard(third, proposes, accepts)).toEqual([`resolved → ${T.practitioner}`]);
    const last = silentUntil(third, "2026-12-10T17:00:00.000Z");
    expect(heard(last)).toEqual([`climbed → ${T.practitioner}`]);
    expect(heard(last, does("2026-12-11T10:00:00.000Z", T.head, "give outcome", "head-of-safeguarding"))).toEqual([
      `outcome given → ${T.practitioner}`,
    ]);
  });

  test("TP-07 Knowsley's text has no such rule: the receiving practitioner hears of the climb and not of later responses", () => {
    const story = play(...knowsleyAt("senior-managers"));
    expect(noticesOfLast(story)).not.toContain(`climbed → ${K.practitioner}`);
    expect(
      noticesOfLast(goOn(story, does("2026-11-26T10:00:00.000Z", K.receivingSenior, "respond", "senior-managers"))),
    ).not.toContain(`responded → ${K.practitioner}`);
  });
});

describe("filing the record", () => {
  const ended: [string, Played, string[], string, string][] = [
    [
      "KNO-16 in Knowsley",
      goOn(
        play(...knowsleyRaised()),
        does("2026-11-23T11:00:00.000Z", K.practitioner, "propose resolution", "practitioners"),
        does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners"),
      ),
      ["file the record → raiser", `file the record → ${K.practitioner}`],
      raiser,
      K.practitioner,
    ],
    [
      "MED-19 in Medway, by the Executive's outcome",
      goOn(
        silentUntil(play(...raised("medway")), "2026-12-14T17:00:00.000Z"),
        does("2026-12-15T10:00:00.000Z", M.executive, "give outcome", "partnership"),
      ),
      [
        "file the record → raiser",
        `file the record → ${M.raisingDirector}`,
        `file the record → ${M.receivingDirector}`,
      ],
      M.raisingDirector,
      M.receivingDirector,
    ],
    [
      "TP-08 under the training provider's, by the record of the disagreement",
      goOn(
        silentUntil(play(...raised("kent")), "2026-12-10T17:00:00.000Z"),
        does("2026-12-11T10:00:00.000Z", T.head, "give outcome", "head-of-safeguarding"),
      ),
      ["file the record → raiser", `file the record → ${T.ceo}`, `file the record → ${T.head}`],
      raiser,
      T.receivingSenior,
    ],
    [
      "ALL-11, KNO-16 after a withdrawal",
      goOn(play(...knowsleyRaised()), does("2026-11-23T11:00:00.000Z", raiser, "withdraw", "practitioners")),
      ["file the record → raiser", `file the record → ${K.practitioner}`],
      raiser,
      K.practitioner,
    ],
  ];

  test.each(ended)("%s each side is reminded at the end", (_where, story, expected) => {
    expect(file(story)).toEqual(expected);
  });

  test.each(ended)("%s each side confirms it, once; after closing too", (_where, story, _expected, one, other) => {
    const stage = story.state.opened.at(-1)?.stage ?? "";
    const confirms = (when: string, seat: string): Step => does(when, seat, "confirm filed", stage);
    given(...story.history)
      .when(confirms("2027-01-05T10:00:00.000Z", one))
      .then(
        ...(story.state.phase === "duties" && story.rules.policy.policy === "medway"
          ? [
              { type: "DeadlinePassed" as const, clock: "review" },
              { type: "RecordFiled" as const, by: { side: "raising" } },
            ]
          : [
              {
                type: "RecordFiled" as const,
                by: { side: "raising" },
                sealed: { name: "Pat Example", where: "On the child’s file" },
              },
            ]),
      );
    const once = goOn(story, confirms("2026-12-16T10:00:00.000Z", one));
    given(...once.history)
      .when(confirms("2026-12-16T11:00:00.000Z", one))
      .thenRefused(story.state.phase === "closed" ? "closed" : "not-yours");
    given(...once.history)
      .when(confirms("2026-12-16T11:00:00.000Z", other))
      .then({ type: "RecordFiled", by: { side: "receiving" } });
    expect(goOn(once, confirms("2026-12-16T11:00:00.000Z", other)).state.phase).toBe(story.state.phase);
    expect(noticesOfLast(once)).toEqual([]);
  });

  test("ALL-11, KNO-16 withdrawn between two stages, each side is reminded too", () => {
    const between = goOn(
      play(...knowsleyRaised()),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      does("2026-11-24T10:00:30.000Z", raiser, "withdraw", "practitioners"),
    );
    expect(noticesOfLast(between)).toEqual([
      "withdrawn → raiser",
      `withdrawn → ${K.practitioner}`,
      "file the record → raiser",
      `file the record → ${K.practitioner}`,
    ]);
    // Before the first stage was open there is nobody but who raised it, and nothing that was discussed.
    const { history, rules } = play(raise(at), does("2026-11-23T10:01:00.000Z", raiser, "withdraw", "practitioners"));
    expect(noticesOf(history, rules.policy).map((each) => each.kind)).toEqual(["acknowledged", "withdrawn"]);
  });

  test("KNO-16 while it is open there is nothing to confirm, and a climb reminds nobody", () => {
    given(...play(...knowsleyRaised()).history)
      .when(does("2026-11-23T11:00:00.000Z", raiser, "confirm filed", "practitioners"))
      .thenRefused("not-now");
    expect(file(play(...knowsleyAt("line-managers")))).toEqual([]);
  });

  test("MK-10 Milton Keynes asks for no filing", () => {
    const closed = goOn(
      play(...miltonKeynesRaised()),
      does("2026-11-23T11:00:00.000Z", MK.practitioner, "propose resolution", "professionals"),
      does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "professionals"),
    );
    expect(file(closed)).toEqual([]);
    expect(may(closed, raiser)).not.toContain("confirm filed");
  });
});

describe("copies of the record", () => {
  const copies = (story: Played) => noticesOfLast(story).filter((each) => each.startsWith("copy"));

  test("MK-10 each side gets its own at the end of every stage: declared unresolved", () => {
    const declared = goOn(
      play(...miltonKeynesRaised()),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "professionals"),
    );
    expect(copies(declared)).toEqual(["copy of the record → raiser", `copy of the record → ${MK.practitioner}`]);
  });

  test("MK-10 when it climbs by itself, from stage 2 with whoever acted there", () => {
    const silent = play(...miltonKeynesAt("manager"));
    const climbed = goOn(silent, { type: "reach moment", id: "m", at: "2026-11-26T17:02:00.000Z" });
    expect(copies(climbed)).toEqual([
      `copy of the record → ${MK.raisingManager}`,
      `copy of the record → ${MK.raisingLead}`,
      `copy of the record → ${MK.practitionerAtStage2}`,
      "copy of the record → raiser",
    ]);
  });

  test("MK-10 when it is resolved, and when it is withdrawn", () => {
    const resolved = goOn(
      play(...miltonKeynesRaised()),
      does("2026-11-23T11:00:00.000Z", MK.practitioner, "propose resolution", "professionals"),
      does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "professionals"),
    );
    const withdrawn = goOn(
      play(...miltonKeynesRaised()),
      does("2026-11-23T11:00:00.000Z", raiser, "withdraw", "professionals"),
    );
    for (const story of [resolved, withdrawn])
      expect(copies(story)).toEqual(["copy of the record → raiser", `copy of the record → ${MK.practitioner}`]);
  });

  test("MK-10 at the end of the last stage too: the Chair, and both sides as they acted last", () => {
    const given = goOn(
      play(...miltonKeynesAt("chair")),
      does("2026-11-26T11:00:00.000Z", MK.chair, "give outcome", "chair"),
    );
    expect(copies(given)).toEqual([
      `copy of the record → ${MK.chair}`,
      `copy of the record → ${MK.raisingHead}`,
      `copy of the record → ${MK.receivingLead}`,
      `copy of the record → ${MK.receivingHead}`,
      "copy of the record → raiser",
    ]);
  });

  test("MK-10 no other of the five policies asks for it", () => {
    for (const area of ["knowsley", "medway", "shropshire", "kent"])
      expect(
        noticesOf(
          silentUntil(play(...raised(area)), "2026-12-14T17:00:00.000Z").history,
          play(...raised(area)).rules.policy,
        ).filter((each) => each.kind === "copy of the record"),
      ).toEqual([]);
  });
});

describe("advice, and others who are told", () => {
  const second = play(...knowsleyAt("line-managers"));
  const adviser = "line-managers/receiving-side/adviser-1";
  const asks = does("2026-11-24T11:00:00.000Z", K.receivingManager, "ask advice", "line-managers");
  const gives = does("2026-11-25T10:00:00.000Z", adviser, "give advice", "line-managers");

  test("KNO-06 the agency's designated safeguarding children professional is asked, can read and answer, and no clock stops", () => {
    const asked = goOn(second, asks);
    expect(asked.commits.at(-1)).toEqual([
      {
        type: "AdviceAsked",
        v: 1,
        at: "2026-11-24T11:00:00.000Z",
        by: { side: "receiving", role: "line-manager", agency: "childrens-services", stage: "line-managers" },
        stage: "line-managers",
        of: {
          seat: adviser,
          side: "receiving",
          role: "safeguarding-professional",
          agency: "childrens-services",
          via: "holder",
        },
        sealed: {
          name: "Pat Example",
          person: { name: "Dee Advises", email: "dee@childrens-services.example" },
          question: "Is this a matter for the designated doctor?",
        },
      },
    ]);
    expect(noticesOfLast(asked)).toEqual([`advice asked → ${adviser}`]);
    expect(asked.state.clocks).toEqual(second.state.clocks);
    expect(may(asked, adviser)).toEqual(expect.arrayContaining(["add note", "give advice"]));
    for (const not of ["respond", "propose resolution", "propose date", "declare unresolved"])
      expect(may(asked, adviser)).not.toContain(not);
  });

  test("KNO-06 the advice reaches those of the side that asked, and is given once", () => {
    const advised = goOn(second, asks, gives);
    expect(advised.commits.at(-1)).toMatchObject([
      {
        type: "AdviceGiven",
        by: { side: "receiving", role: "safeguarding-professional" },
        sealed: { name: "Pat Example", advice: "Ask for a strategy discussion." },
      },
    ]);
    expect(noticesOfLast(advised)).toEqual([`advice given → ${K.receivingManager}`]);
    given(...advised.history)
      .when(does("2026-11-25T11:00:00.000Z", adviser, "give advice", "line-managers"))
      .thenRefused("not-yours");
  });

  test("KNO-06 either side asks its own; asked again, it is another seat", () => {
    const both = goOn(
      second,
      asks,
      does("2026-11-24T12:00:00.000Z", K.raisingManager, "ask advice", "line-managers"),
      does("2026-11-24T13:00:00.000Z", K.receivingManager, "ask advice", "line-managers"),
    );
    expect(both.state.advisers).toEqual([
      adviser,
      "line-managers/raising-side/adviser-1",
      "line-managers/receiving-side/adviser-2",
    ]);
  });

  test("ALL-10, KNO-06 an adviser who is not the right person hands it on: the other is asked, and the advice still counts", () => {
    const handed = goOn(second, asks, does("2026-11-24T12:00:00.000Z", adviser, "hand on", "line-managers"));
    const taker = handed.state.advisers[0] ?? "";
    expect(handed.state.advisers).toEqual([taker]);
    expect(taker).not.toBe(adviser);
    expect(noticesOfLast(handed)).toEqual([`advice asked → ${taker}`]);
    const given = goOn(handed, does("2026-11-25T10:00:00.000Z", taker, "give advice", "line-managers"));
    expect(given.state.advisers).toEqual([]);
    expect(noticesOfLast(given)).toEqual([`advice given → ${K.receivingManager}`]);
  });

  test("KNO-06 one adviser's answer leaves what was asked of another open", () => {
    const both = goOn(
      second,
      asks,
      does("2026-11-24T13:00:00.000Z", K.receivingManager, "ask advice", "line-managers"),
      gives,
    );
    expect(both.state.advisers).toEqual(["line-managers/receiving-side/adviser-2"]);
  });

  test("KNO-06 at stage 2 alone, and by whoever acts there alone", () => {
    given(...play(...knowsleyRaised()).history)
      .when(does("2026-11-23T11:00:00.000Z", K.practitioner, "ask advice", "practitioners"))
      .thenRefused("not-now");
    given(...second.history)
      .when(does("2026-11-24T11:00:00.000Z", K.practitioner, "ask advice", "line-managers"))
      .thenRefused("not-yours");
  });

  test("KNO-06 what comes after the stage has climbed is taken all the same", () => {
    const climbed = goOn(
      second,
      asks,
      does("2026-11-24T12:00:00.000Z", K.raisingManager, "declare unresolved", "line-managers"),
      open("2026-11-24T12:00:00.000Z"),
    );
    given(...climbed.history)
      .when(gives)
      .then({ type: "AdviceGiven", stage: "line-managers" });
  });

  const commissioner = {
    role: "commissioner",
    agency: "knowsley",
    via: "holder",
    person: { name: "Com Example", email: "commissioner@knowsley.example" },
  } as const;
  const tells = [{ question: "commissioners", seats: [commissioner] }];
  const seat = "line-managers/told-by-commissioners/receiving-1";
  const responds = (when: string, over: object = {}): Step =>
    does(when, K.receivingManager, "respond", "line-managers", { answers: { commissioners: "yes" }, tells, ...over });

  test("KNO-06 commissioners are notified when the answer is yes", () => {
    const told = goOn(second, responds("2026-11-24T11:00:00.000Z"));
    expect(told.commits.at(-1)).toMatchObject([
      { type: "ResponseRecorded", sealed: { answers: { commissioners: "yes" } } },
      {
        type: "OthersTold",
        stage: "line-managers",
        question: "commissioners",
        by: { side: "receiving" },
        told: [{ seat, side: "partnership", role: "commissioner", agency: "knowsley", via: "holder" }],
        sealed: { people: { [seat]: { name: "Com Example", email: "commissioner@knowsley.example" } } },
      },
    ]);
    expect(noticesOfLast(told)).toEqual([`responded → ${K.raisingManager}`, "responded → raiser", `told → ${seat}`]);
    expect(may(told, seat)).toEqual(["add note"]);
  });

  test("KNO-06 once: not again when the other side says yes too, nor when the same side does", () => {
    const told = goOn(second, responds("2026-11-24T11:00:00.000Z"));
    given(...told.history)
      .when(
        does("2026-11-24T12:00:00.000Z", K.raisingManager, "answer questions", "line-managers", {
          answers: { commissioners: "yes" },
          tells,
        }),
      )
      .then({ type: "QuestionsAnswered", by: { side: "raising" } });
    given(...told.history)
      .when(responds("2026-11-24T12:00:00.000Z"))
      .then({ type: "ResponseRecorded" });
  });

  test("KNO-06 the raising side's yes tells them as well; a no tells nobody", () => {
    given(...second.history)
      .when(
        does("2026-11-24T12:00:00.000Z", K.raisingManager, "answer questions", "line-managers", {
          answers: { commissioners: "yes" },
          tells,
        }),
      )
      .then({ type: "QuestionsAnswered" }, { type: "OthersTold", by: { side: "raising" } });
    given(...second.history)
      .when(responds("2026-11-24T11:00:00.000Z", { answers: { commissioners: "no" }, tells: [] }))
      .then({ type: "ResponseRecorded" });
  });

  test("KNO-06 whoever was told hears how it ended", () => {
    const ended = goOn(
      second,
      responds("2026-11-24T11:00:00.000Z"),
      does("2026-11-24T12:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does("2026-11-24T13:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
    );
    expect(noticesOfLast(ended)).toContain(`resolved → ${seat}`);
  });

  test("KNO-11 each director is told, can add to the record, and both senior managers are asked when and how they were involved", () => {
    const story = play(...knowsleyAt("senior-managers"));
    for (const director of [K.raisingDirector, K.receivingDirector]) {
      expect(noticesOfLast(story)).toContain(`told → ${director}`);
      given(...story.history)
        .when(does("2026-11-25T11:00:00.000Z", director, "add note", "senior-managers"))
        .then({ type: "NoteAdded", by: { role: "director" } });
    }
    given(...story.history)
      .when(
        does("2026-11-25T11:00:00.000Z", K.raisingSenior, "answer questions", "senior-managers", {
          answers: { "director-involved": "By telephone, on 25 November 2026" },
        }),
      )
      .then({
        type: "QuestionsAnswered",
        by: { side: "raising" },
        sealed: { answers: { "director-involved": "By telephone, on 25 November 2026" } },
      });
    given(...story.history)
      .when(
        does("2026-11-25T11:00:00.000Z", K.receivingSenior, "respond", "senior-managers", {
          answers: { aim: "A plan", "director-involved": "In a meeting" },
        }),
      )
      .then({ type: "ResponseRecorded", sealed: { answers: { "director-involved": "In a meeting" } } });
    for (const side of ["raisingSide", "receivingSide"] as const)
      expect(story.rules.policy.stages[2]?.pageAsks[side].map((each) => each.id)).toContain("director-involved");
  });

  test("KNO-10 the notice goes with the referral to the senior managers and the Business Manager, and to the Chair", () => {
    expect(noticesOfLast(play(...knowsleyAt("senior-managers"))).slice(0, 3)).toEqual([
      `asked → ${K.raisingSenior}`,
      `asked → ${K.receivingSenior}`,
      `told → ${K.businessManager}`,
    ]);
    expect(noticesOfLast(play(...knowsleyAt("chair")))[0]).toBe(`asked → ${K.chair}`);
  });
});

describe("the record of a discussion is approved", () => {
  const recorded = play(
    ...knowsleyRaised(),
    does("2026-11-23T12:00:00.000Z", raiser, "record discussion", "practitioners", {
      heldAt: "2026-11-23T11:00:00.000Z",
    }),
  );
  const approves = (when: string, seat: string, recordedAt = "2026-11-23T12:00:00.000Z"): Step =>
    does(when, seat, "approve discussion", "practitioners", { recordedAt });

  test("KNO-16 by the other side, who dates it by doing so", () => {
    expect(unapproved(recorded.state, "receiving")).toHaveLength(1);
    given(...recorded.history)
      .when(approves("2026-11-24T10:00:00.000Z", K.practitioner))
      .then({
        type: "DiscussionApproved",
        v: 1,
        at: "2026-11-24T10:00:00.000Z",
        by: { side: "receiving", role: "practitioner" },
        stage: "practitioners",
        recordedAt: "2026-11-23T12:00:00.000Z",
        sealed: { name: "Pat Example" },
      });
  });

  test("KNO-16 not by the side that wrote it, nor by who is only told", () => {
    expect(unapproved(recorded.state, "raising")).toEqual([]);
    given(...recorded.history)
      .when(approves("2026-11-24T10:00:00.000Z", raiser))
      .thenRefused("not-now");
    given(...recorded.history)
      .when(approves("2026-11-24T10:00:00.000Z", K.inbox))
      .thenRefused("not-yours");
  });

  test("KNO-16 once, and only what was recorded", () => {
    const approved = goOn(recorded, approves("2026-11-24T10:00:00.000Z", K.practitioner));
    expect(approved.state.discussions).toEqual([
      { stage: "practitioners", recordedAt: "2026-11-23T12:00:00.000Z", by: "raising", approvedBy: ["receiving"] },
    ]);
    given(...approved.history)
      .when(approves("2026-11-24T11:00:00.000Z", K.practitioner))
      .thenRefused("not-now");
    given(...recorded.history)
      .when(approves("2026-11-24T10:00:00.000Z", K.practitioner, "2026-11-23T12:00:00.001Z"))
      .thenRefused("already-answered", "which");
  });

  test("KNO-16 of two that were recorded at one instant, each needs its own approval, and nobody approves their own by it", () => {
    const instant = "2026-11-23T12:00:00.000Z";
    const both = goOn(
      recorded,
      does(instant, K.practitioner, "record discussion", "practitioners", { heldAt: "2026-11-23T11:30:00.000Z" }),
      does(instant, raiser, "record discussion", "practitioners", { heldAt: "2026-11-23T11:45:00.000Z" }),
    );
    const once = goOn(both, approves("2026-11-24T10:00:00.000Z", K.practitioner));
    expect(once.state.discussions.map((each) => [each.by, each.approvedBy])).toEqual([
      ["raising", ["receiving"]],
      ["receiving", []],
      ["raising", []],
    ]);
    const all = goOn(
      once,
      approves("2026-11-24T11:00:00.000Z", K.practitioner),
      approves("2026-11-24T12:00:00.000Z", raiser),
    );
    expect(all.state.discussions.map((each) => each.approvedBy)).toEqual([["receiving"], ["raising"], ["receiving"]]);
  });

  test("KNO-16 each discussion has its own approval; a later stage's people and a closed escalation can still give it", () => {
    const two = goOn(
      recorded,
      does("2026-11-23T13:00:00.000Z", K.practitioner, "record discussion", "practitioners", {
        heldAt: "2026-11-23T12:30:00.000Z",
      }),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      open("2026-11-24T10:00:00.000Z"),
    );
    given(...two.history)
      .when(approves("2026-11-24T11:00:00.000Z", K.receivingManager))
      .then({ type: "DiscussionApproved", by: { role: "line-manager" } });
    given(...two.history)
      .when(approves("2026-11-24T11:00:00.000Z", raiser, "2026-11-23T13:00:00.000Z"))
      .then({ type: "DiscussionApproved", by: { side: "raising" } });
    const closed = goOn(two, does("2026-11-24T11:00:00.000Z", raiser, "withdraw", "practitioners"));
    given(...closed.history)
      .when(approves("2026-11-24T12:00:00.000Z", K.practitioner))
      .then({ type: "DiscussionApproved" });
  });
});
