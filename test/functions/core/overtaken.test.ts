/** What is told no more because later events overtook it, and what is told once where it could be told twice (ALL-09). Raised on Monday 23 November 2026. */
import { describe, expect, test } from "vitest";
import type { EscalationEvent, EventOf } from "../../../functions/core/events.ts";
import { noticesOf, noticesOwed } from "../../../functions/core/notices.ts";
import {
  does,
  goOn,
  knowsleyAt,
  knowsleyRaised,
  miltonKeynesAt,
  miltonKeynesRaised,
  noticesOfLast,
  open,
  people,
  play,
  raise,
  raiser,
  seats,
  tick,
  type Played,
  type Step,
} from "../../support/core.ts";

const { knowsley: K, medway: M, miltonKeynes: MK, shropshire: S, trainingProvider: T } = seats;
const monday = "2026-11-23T10:00:00.000Z";
const soon = "2026-11-23T11:00:00.000Z";
const tuesday = "2026-11-24T11:00:00.000Z";
const thursday = "2026-11-26T11:00:00.000Z";

const owed = ({ history, rules }: Pick<Played, "history" | "rules">) => {
  const { send, lapse } = noticesOwed(history, rules.policy);
  return {
    send: send.map((each) => `${each.kind} → ${each.seat}`),
    lapse: lapse.map(({ notice, because }) => `${notice.kind} → ${notice.seat}: ${because}`),
  };
};
const toSend = (story: Played, kind: string) => owed(story).send.filter((each) => each.startsWith(`${kind} →`));
const lapsed = (story: Played, kind: string) => owed(story).lapse.filter((each) => each.startsWith(`${kind} →`));

/** What follows from events that are put on the record after a story. */
const following = ({ history, rules }: Played, ...events: EscalationEvent[]) =>
  noticesOf([...history, ...events], rules.policy)
    .filter((each) => each.event >= history.length)
    .map((each) => `${each.kind} → ${each.seat} ${each.stage ?? ""}/${each.clock ?? ""}`);

describe("what is asked and told no more", () => {
  const proposed: Step[] = [...knowsleyRaised(), does(soon, raiser, "propose date", "practitioners")];

  test("ALL-08 a date that somebody proposed, once it was rejected or agreed, or its stage is over", () => {
    expect(toSend(play(...proposed), "date proposed")).toEqual([
      `date proposed → ${K.practitioner}`,
      "date proposed → raiser",
    ]);
    const answered = [
      `date proposed → ${K.practitioner}: the date was answered before it was sent`,
      "date proposed → raiser: the date was answered before it was sent",
    ];
    const rejects = does(soon, K.practitioner, "reject date", "practitioners");
    const accepts = does(soon, K.practitioner, "accept date", "practitioners");
    const goesOn = does(soon, raiser, "declare unresolved", "practitioners");
    for (const step of [rejects, accepts, goesOn])
      expect(lapsed(play(...proposed, step), "date proposed")).toEqual(answered);
  });

  test("MK-10 a meeting that was arranged, once the escalation is closed, and not before", () => {
    const arranged = play(...miltonKeynesAt("manager"), does(tuesday, MK.raisingManager, "arrange meeting", "manager"));
    expect(toSend(arranged, "meeting arranged")).toEqual([
      `meeting arranged → ${MK.practitionerAtStage2}`,
      "meeting arranged → raiser",
    ]);
    expect(lapsed(goOn(arranged, does(tuesday, raiser, "withdraw", "manager")), "meeting arranged")).toEqual([
      `meeting arranged → ${MK.practitionerAtStage2}: the escalation was closed before it was sent`,
      "meeting arranged → raiser: the escalation was closed before it was sent",
    ]);
  });

  test("KNO-06 advice that was given before it was asked for", () => {
    const adviser = "line-managers/raising-side/adviser-1";
    const asked = play(...knowsleyAt("line-managers"), does(tuesday, K.raisingManager, "ask advice", "line-managers"));
    expect(toSend(asked, "advice asked")).toEqual([`advice asked → ${adviser}`]);
    const given = goOn(asked, does(tuesday, adviser, "give advice", "line-managers"));
    expect(lapsed(given, "advice asked")).toEqual([
      `advice asked → ${adviser}: the advice was given before it was asked for`,
    ]);
  });

  test("KNO-14 information that the Chair asked for, once the escalation is closed", () => {
    const asked = play(...knowsleyAt("chair"), does(thursday, K.chair, "request information", "chair"));
    expect(toSend(asked, "information requested")).toEqual([
      `information requested → ${K.raisingSenior}`,
      `information requested → ${K.receivingSenior}`,
    ]);
    expect(lapsed(goOn(asked, does(thursday, raiser, "withdraw", "chair")), "information requested")).toEqual([
      `information requested → ${K.raisingSenior}: the escalation was closed before it was sent`,
      `information requested → ${K.receivingSenior}: the escalation was closed before it was sent`,
    ]);
  });

  test("ALL-09 whoever was to act at a stage that is over, while the next one is open: because it is over, not handed on", () => {
    const story = play(...knowsleyAt("line-managers"));
    expect(owed(story)).toEqual({
      send: [
        "acknowledged → raiser",
        `asked → ${K.raisingManager}`,
        `asked → ${K.receivingManager}`,
        "climbed → raiser",
        `climbed → ${K.practitioner}`,
      ],
      lapse: [`asked → ${K.practitioner}: the stage was over before it was sent`],
    });
  });

  test("ALL-09 what lapsed is on the record, and does not lapse a second time", () => {
    const story = play(...knowsleyAt("line-managers"));
    const { lapse } = noticesOwed(story.history, story.rules.policy);
    const onRecord = lapse.map(({ notice, because }): EscalationEvent => ({
      type: "NoticeLapsed",
      v: 1,
      at: tuesday,
      notice: notice.id,
      kind: notice.kind,
      seat: notice.seat,
      because,
    }));
    expect(owed({ ...story, history: [...story.history, ...onRecord] }).lapse).toEqual([]);
  });

  test("MK-01 that the meeting was not held in time is told while its stage is open, though its clock does not go on", () => {
    const story = play(
      ...miltonKeynesRaised(),
      does("2026-11-30T16:00:00.000Z", MK.practitioner, "propose resolution", "professionals"),
      tick("2026-11-30T17:02:00.000Z"),
    );
    const about = noticesOwed(story.history, story.rules.policy)
      .send.filter(({ kind }) => kind === "deadline passed")
      .map(({ clock, seat }) => `${clock} → ${seat}`);
    expect(about).toEqual([
      "meet → raiser",
      `meet → ${MK.practitioner}`,
      `meet → ${MK.inbox}`,
      "settle → raiser",
      `settle → ${MK.practitioner}`,
      `settle → ${MK.inbox}`,
    ]);
  });

  const overdue: Step[] = [
    ...knowsleyAt("line-managers"),
    does(tuesday, K.receivingManager, "propose resolution", "line-managers"),
    does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
    tick("2026-11-26T17:02:00.000Z"),
    tick("2026-11-27T09:32:00.000Z"),
  ];

  test("KNO-07 a chase goes out while the confirmation is wanting, though its deadline has passed, and not once it was given", () => {
    const story = play(...overdue);
    expect(toSend(story, "chased")).toEqual([`chased → ${K.receivingManager}`, `chased → ${K.inbox}`]);
    const done = goOn(story, does("2026-11-27T10:00:00.000Z", K.receivingManager, "do duty", "line-managers"));
    expect(lapsed(done, "chased")).toEqual([
      `chased → ${K.receivingManager}: it was done before the reminder was sent`,
      `chased → ${K.inbox}: it was done before the reminder was sent`,
    ]);
  });

  test("KNO-15 two agencies that owe an answer are each chased, and the partnership has one chase a day of the two", () => {
    const story = play(
      ...knowsleyAt("chair"),
      does(thursday, K.chair, "give outcome", "chair"),
      tick("2026-12-03T17:02:00.000Z"),
      tick("2026-12-10T09:32:00.000Z"),
    );
    expect(toSend(story, "chased")).toEqual([
      `chased → ${K.raisingSenior}`,
      `chased → ${K.inbox}`,
      `chased → ${K.receivingSenior}`,
    ]);
  });
});

describe("who hears, where more could", () => {
  test("ALL-11 of a withdrawal: those of the raising side who acted before do not, those of the other side and the informed do", () => {
    const story = play(...knowsleyAt("senior-managers"), does(thursday, raiser, "withdraw", "senior-managers"));
    expect(noticesOfLast(story)).toEqual([
      "withdrawn → raiser",
      `withdrawn → ${K.raisingSenior}`,
      `withdrawn → ${K.receivingSenior}`,
      `withdrawn → ${K.practitioner}`,
      `withdrawn → ${K.receivingManager}`,
      `withdrawn → ${K.businessManager}`,
      `withdrawn → ${K.raisingDirector}`,
      `withdrawn → ${K.receivingDirector}`,
      "file the record → raiser",
      `file the record → ${K.raisingSenior}`,
      `file the record → ${K.receivingSenior}`,
    ]);
  });

  test("KNO-14, ALL-10 whoever takes over a seat of which information is awaited is asked for it", () => {
    const story = play(
      ...knowsleyAt("chair"),
      does(thursday, K.chair, "request information", "chair"),
      does(thursday, K.receivingSenior, "hand on", "chair"),
    );
    expect(noticesOfLast(story)).toEqual([expect.stringMatching(/^information requested → .*\/handed-on-\d+$/)]);
  });

  test("SHR-06, SHR-09 of what is owed after an agreement: the list is asked for, and the partnership's own duty no second time", () => {
    const at = "2026-11-24T12:00:00.000Z";
    const climb = (stage: string, seat: string): Step[] => [does(at, seat, "declare unresolved", stage), open(at)];
    const story = play(
      raise(monday, { area: "shropshire" }),
      open(monday),
      ...climb("professionals", raiser),
      ...climb("line-managers", S.raisingManager),
      ...climb("formal-escalation", S.raisingManagerAgain),
    );
    expect(noticesOfLast(story)).toContain(`duty owed → ${S.office}`);
    const settled = goOn(
      story,
      does(at, S.receivingSenior, "propose resolution", "senior-managers"),
      does(at, S.raisingSenior, "accept resolution", "senior-managers"),
    );
    expect(noticesOfLast(settled).filter((each) => each.startsWith("duty owed"))).toEqual([
      `duty owed → ${S.raisingSenior}`,
    ]);
  });

  /** Opens the next stage with somebody of another role where one is to be told: a deputy who stands in. */
  const openWithDeputy =
    (at: string, need: string): Step =>
    (state, rules) => {
      if (state.phase !== "opening") throw new Error("No stage waits to be opened");
      const found = people(state, rules, state.next).map((each) =>
        each.need === need
          ? { ...each, seats: each.seats.map((one) => ({ ...one, role: "deputy", via: "stand-in" as const })) }
          : each,
      );
      return { type: "open stage", id: "open", at, stage: state.next, people: found };
    };

  test("MED-06 who stands in for the partnership's office hears of the stage and of each response as the office would", () => {
    const story = play(raise(monday, { area: "medway" }), openWithDeputy(monday, "told partnership-office"));
    expect(noticesOfLast(story)).toEqual([
      `asked → ${M.raisingManager}`,
      `asked → ${M.receivingManager}`,
      `told → ${M.office}`,
    ]);
    const responded = goOn(story, does(soon, M.receivingManager, "respond", "service-managers"));
    expect(noticesOfLast(responded)).toEqual([
      `responded → ${M.raisingManager}`,
      "responded → raiser",
      `responded → ${M.office}`,
    ]);
  });

  test.each([
    ["raising", "told safeguarding-lead raising"],
    ["receiving", "told safeguarding-lead receiving"],
  ])("TP-03 so does who stands in for the safeguarding lead of the %s side", (_side, need) => {
    const story = play(
      raise(monday, { area: "kent" }),
      open(monday),
      does(soon, raiser, "declare unresolved", "professionals"),
      openWithDeputy(soon, need),
    );
    expect(noticesOfLast(story)).toEqual([
      `asked → ${T.raisingManager}`,
      `asked → ${T.receivingManager}`,
      "told → line-managers/told-safeguarding-lead-raising/1",
      "told → line-managers/told-safeguarding-lead-receiving/1",
      "climbed → raiser",
      `climbed → ${T.practitioner}`,
    ]);
  });
});

describe("what is reminded of, and told to have passed, in one breath (ALL-09)", () => {
  const at = "2026-11-30T09:32:00.000Z";
  const reminder = (
    stage: string,
    clock: string,
    kind: EventOf<"ReminderFellDue">["kind"] = "last day",
  ): EscalationEvent => ({ type: "ReminderFellDue", v: 1, at, stage, clock, kind, due: "2026-11-30T09:30:00.000Z" });
  const passed = (stage: string, clock: string): EscalationEvent => ({
    type: "DeadlinePassed",
    v: 1,
    at,
    stage,
    clock,
    due: "2026-11-30T09:30:00.000Z",
    guide: false,
  });
  const meets = [`reminder → raiser professionals/meet`, `reminder → ${MK.practitioner} professionals/meet`];
  const settles = [`reminder → raiser professionals/settle`, `reminder → ${MK.practitioner} professionals/settle`];

  test("MK-01 two clocks that end together are reminded of once, however many other things happen between them", () => {
    const story = play(...miltonKeynesRaised());
    const first = reminder("professionals", "meet");
    const second = reminder("professionals", "settle");
    const between: EscalationEvent = { type: "ExecutionReplaced", v: 1, at, number: 2, reason: "It had stopped." };
    expect(following(story, first, second)).toEqual(meets);
    expect(following(story, first, between, second)).toEqual(meets);
  });

  test("at half time and on the last day are two reminders", () => {
    const story = play(...miltonKeynesRaised());
    expect(
      following(story, reminder("professionals", "meet", "half time"), reminder("professionals", "settle")),
    ).toEqual([...meets, ...settles]);
  });

  test("ALL-07 two clocks of one stage that end apart are two, and so are clocks of one name of two stages", () => {
    const extended = play(
      ...knowsleyRaised(),
      does("2026-11-26T16:00:00.000Z", K.practitioner, "propose resolution", "practitioners"),
    );
    expect(
      following(extended, reminder("practitioners", "settle"), reminder("practitioners", "answer-proposal")),
    ).toEqual([
      "reminder → raiser practitioners/settle",
      `reminder → ${K.practitioner} practitioners/settle`,
      "reminder → raiser practitioners/answer-proposal",
      `reminder → ${K.practitioner} practitioners/answer-proposal`,
    ]);
    const climbed = play(...knowsleyAt("line-managers"));
    expect(following(climbed, reminder("practitioners", "settle"), reminder("line-managers", "settle"))).toEqual([
      `reminder → ${K.raisingManager} practitioners/settle`,
      `reminder → ${K.receivingManager} practitioners/settle`,
      `reminder → ${K.raisingManager} line-managers/settle`,
      `reminder → ${K.receivingManager} line-managers/settle`,
    ]);
  });

  test("KNO-15 each agency is reminded of its own answer, though both are due at the same instant", () => {
    const story = play(...knowsleyAt("chair"), does(thursday, K.chair, "give outcome", "chair"));
    expect(
      following(
        story,
        reminder("chair", "act-on-recommendations:raising"),
        reminder("chair", "act-on-recommendations:receiving"),
      ),
    ).toEqual([
      `reminder → ${K.raisingSenior} chair/act-on-recommendations:raising`,
      `reminder → ${K.receivingSenior} chair/act-on-recommendations:receiving`,
    ]);
  });

  test("that a deadline passed is told where its stage stays open in that breath, whatever else happens in it or later", () => {
    const story = play(...miltonKeynesRaised());
    const told = [
      "deadline passed → raiser professionals/meet",
      `deadline passed → ${MK.practitioner} professionals/meet`,
      `deadline passed → ${MK.inbox} professionals/meet`,
    ];
    expect(following(story, passed("professionals", "meet"))).toEqual(told);
    expect(following(story, passed("professionals", "meet"), reminder("professionals", "settle"))).toEqual([
      ...told,
      ...settles,
    ]);
    const ended: EscalationEvent = {
      type: "StageEnded",
      v: 1,
      at: "2026-11-30T10:00:00.000Z",
      stage: "professionals",
      how: "unresolved",
      next: "manager",
    };
    expect(following(story, passed("professionals", "meet"), ended).slice(0, 3)).toEqual(told);
    // Somebody else's step in the same millisecond does not unsay what may have been sent.
    expect(following(story, passed("professionals", "meet"), { ...ended, at }).slice(0, 3)).toEqual(told);
    const climbed = { ...ended, at, how: "deadline passed" } as const;
    expect(following(story, passed("professionals", "meet"), climbed)).not.toContain(told[0]);
  });
});
