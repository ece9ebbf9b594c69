/** What is put on the record and what is not, to the last field; and what it makes of an escalation. */
import { describe, expect, test } from "vitest";
import { askedFor, ownDefaultInWords } from "../../../functions/core/asked.ts";
import { bounceInWords, bounceMeans } from "../../../functions/core/bounce-words.ts";
import type { Rules } from "../../../functions/core/clocks.ts";
import type { Command } from "../../../functions/core/commands.ts";
import { decide } from "../../../functions/core/decide.ts";
import type { Escalation } from "../../../functions/core/escalation.ts";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { evolve } from "../../../functions/core/evolve.ts";
import { leftToTick } from "../../../functions/core/owed.ts";
import { wrongAnswers } from "../../../functions/core/raising.ts";
import { stageOf } from "../../../policies/language/stages.ts";
import {
  concern,
  does,
  goOn,
  knowsley,
  knowsleyAt,
  knowsleyRaised,
  medway,
  miltonKeynesRaised,
  open,
  people,
  play,
  raise,
  raiser,
  seats,
  shropshire,
  tick,
  type Played,
  type Step,
} from "../../support/core.ts";

const { knowsley: K, shropshire: S, miltonKeynes: MK } = seats;
const monday = "2026-11-23T10:00:00.000Z";
const soon = "2026-11-23T11:00:00.000Z";
const tuesday = "2026-11-24T11:00:00.000Z";

const last = ({ commits }: Played) => commits.at(-1) ?? [];
const refusalOf = ({ state, rules }: Played, command: Command) => {
  const decision = decide(state, command, rules);
  return decision.decided === "refused" ? decision.refusal : decision;
};

/** The events of the last of some steps, under rules of the test's own. */
function playedUnder(rules: Rules, ...steps: Step[]) {
  let state: Escalation | undefined;
  let events: readonly EscalationEvent[] = [];
  for (const step of steps) {
    const command = typeof step === "function" ? step(state as Escalation, rules) : step;
    const decision = decide(state, command, rules);
    if (decision.decided !== "events") throw new Error(JSON.stringify(decision));
    events = decision.events;
    for (const event of events) state = evolve(state, event);
  }
  return events;
}

describe("what comes for a stage that is over (ALL-07)", () => {
  const late = (command: Command, ...steps: Step[]) => {
    const [event] = last(play(...steps, command));
    return event?.type === "LateAnswerRecorded" ? event.sealed : event;
  };

  test("ALL-07 is kept with its own words, and with answers only where some were given", () => {
    const atManagers = knowsleyAt("line-managers");
    expect(
      late(does(tuesday, K.practitioner, "respond", "practitioners", { answers: {} }), ...atManagers),
    ).toStrictEqual({ name: "Pat Example", words: "We have looked again." });
    expect(
      late(does(tuesday, K.practitioner, "respond", "practitioners", { answers: { spoken: "Today" } }), ...atManagers),
    ).toStrictEqual({ name: "Pat Example", words: "We have looked again.", answers: { spoken: "Today" } });
    expect(late(does(tuesday, K.practitioner, "propose resolution", "practitioners"), ...atManagers)).toStrictEqual({
      name: "Pat Example",
      words: "An assessment within ten days.",
    });
    expect(late(does(tuesday, K.practitioner, "answer questions", "practitioners"), ...atManagers)).toStrictEqual({
      name: "Pat Example",
      words: "What the policy asks was answered.",
      answers: { involved: "By telephone, on 23 November 2026" },
    });
  });

  test("ALL-07 only of those who acted at it: whoever acts now answers the stage that is open, whatever stage they name", () => {
    const story = play(
      ...knowsleyAt("line-managers"),
      does(tuesday, K.raisingManager, "propose resolution", "practitioners"),
    );
    expect(last(story)).toMatchObject([{ type: "ResolutionProposed", stage: "line-managers" }]);
    expect(refusalOf(play(...knowsleyAt("line-managers")), does(tuesday, K.practitioner, "respond", "chair"))).toEqual({
      code: "not-yours",
      says: "Somebody else acts at this stage, so this is not yours to do. You can add a note to the record.",
    });
  });
});

describe("what is said beside an answer is on the record where it was said", () => {
  test("ALL-01 a note says what it corrects only where it corrects something", () => {
    const by = { side: "raising", role: "practitioner", agency: "north-school", stage: "practitioners" };
    const note = { type: "NoteAdded", v: 1, at: soon, by, kind: "note" };
    const sealed = { name: "Pat Example", words: "For the record." };
    const corrects = does(soon, raiser, "add note", "practitioners", { corrects: 1 });
    expect(last(play(...knowsleyRaised(), corrects))).toStrictEqual([{ ...note, corrects: 1, sealed }]);
    expect(last(play(...knowsleyRaised(), does(soon, raiser, "add note", "practitioners")))).toStrictEqual([
      { ...note, sealed },
    ]);
  });

  test("ALL-06 a declaration has answers only where some were given", () => {
    const declared = (answers: Record<string, string>) =>
      last(play(...knowsleyRaised(), does(soon, raiser, "declare unresolved", "practitioners", { answers })))[0];
    const said = { name: "Pat Example", reason: "The concern remains." };
    expect(declared({})).toMatchObject({ type: "DeclaredUnresolved", sealed: said });
    expect(declared({})).not.toHaveProperty("sealed.answers");
    expect(declared({ one: "yes" })).toHaveProperty("sealed.answers", { one: "yes" });
  });

  test("KNO-07 a confirmation has neither a choice nor whether somebody acts, where the policy asks for neither", () => {
    const story = play(
      ...knowsleyAt("line-managers"),
      does(tuesday, K.receivingManager, "propose resolution", "line-managers"),
      does(tuesday, K.raisingManager, "accept resolution", "line-managers"),
      does("2026-11-25T11:00:00.000Z", K.receivingManager, "do duty", "line-managers", { choice: "one" }),
    );
    expect(last(story)[0]).toStrictEqual({
      type: "DutyDone",
      v: 1,
      at: "2026-11-25T11:00:00.000Z",
      by: { side: "receiving", role: "line-manager", agency: "childrens-services", stage: "line-managers" },
      stage: "line-managers",
      duty: "confirm-in-writing",
      sealed: { name: "Pat Example", words: "As agreed." },
    });
  });

  test("ALL-06 who accepts without saying which of several proposals accepts the one that waits", () => {
    const unsaid: Command = does(soon, raiser, "accept resolution", "practitioners");
    Object.assign(unsaid, { proposal: undefined });
    const story = play(...knowsleyRaised(), does(soon, K.practitioner, "propose resolution", "practitioners"), unsaid);
    expect(last(story)[0]).toMatchObject({ type: "ResolutionAccepted" });
  });

  test("KNO-16 of two discussions that wait for approval each is approved on its own", () => {
    const second = "2026-11-23T12:00:00.000Z";
    const story = play(
      ...knowsleyRaised(),
      does(soon, raiser, "record discussion", "practitioners"),
      does(second, raiser, "record discussion", "practitioners"),
      does(second, K.practitioner, "approve discussion", "practitioners", { recordedAt: soon }),
    );
    expect(story.state.discussions.map(({ approvedBy }) => approvedBy)).toEqual([["receiving"], []]);
  });

  test("KNO-07 what is not owed is not done: that nothing of the kind is due is said", () => {
    const nothing = {
      code: "not-now",
      field: "duty",
      says: "Nothing of the kind is due in this escalation. The page shows what is.",
    };
    for (const duty of ["line-managers/confirm-in-writing", "practitioners/settle"])
      expect(
        refusalOf(play(...knowsleyRaised()), does(soon, K.practitioner, "do duty", "practitioners", { duty })),
      ).toEqual(nothing);
  });

  test("where two are found for the side of whoever raised it, that one keeps the seat and the other has one beside it", () => {
    const opening: Step = (state, rules) => ({
      type: "open stage",
      id: "open",
      at: monday,
      stage: "practitioners",
      people: people(state, rules, "practitioners").map((each) =>
        each.need === "raising side" ? { ...each, seats: [...each.seats, ...each.seats] } : each,
      ),
    });
    expect(play(raise(monday), opening).state.opened[0]?.acting).toEqual([
      "raiser",
      "practitioners/raising-side/2",
      K.practitioner,
    ]);
  });
});

describe("what is still to be settled", () => {
  test("ALL-07 a stage whose own deadline is still to come stays open when a proposal is rejected, though that of one before had passed", () => {
    const story = play(
      ...knowsleyRaised(),
      tick("2026-11-26T17:02:00.000Z"),
      open("2026-11-26T17:02:00.000Z"),
      does("2026-12-03T16:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does("2026-12-03T16:30:00.000Z", K.raisingManager, "reject resolution", "line-managers"),
    );
    expect(last(story).map(({ type }) => type)).toEqual(["ResolutionRejected", "ClockMet"]);
    expect(story.state.phase).toBe("at stage");
  });

  const shorterList: Rules = {
    ...shropshire,
    policy: {
      ...shropshire.policy,
      stages: shropshire.policy.stages.map((each) =>
        each.stage === "line-managers" && each.checklist
          ? {
              ...each,
              checklist: {
                ...each.checklist,
                items: each.checklist.items.filter(({ when }) => when === "stage opens"),
              },
            }
          : each,
      ),
    },
  };
  const agreedAfter = (...ticks: string[]) =>
    playedUnder(
      shorterList,
      raise(monday, { area: "shropshire" }),
      open(monday),
      does(soon, raiser, "declare unresolved", "professionals"),
      open(soon),
      does(tuesday, S.raisingManager, "tick", "line-managers", {
        items: ticks.map((item) => ({ item, on: "2026-11-23" })),
      }),
      does(tuesday, S.receivingManager, "propose resolution", "line-managers"),
      does(tuesday, S.raisingManager, "accept resolution", "line-managers"),
    ).map((each) => ("clock" in each ? `${each.type} ${each.clock}` : each.type));

  test("SHR-09 an agreement closes it where the whole list is ticked, and does not while something is left", () => {
    expect(agreedAfter("facts", "discussed")).toEqual([
      "ResolutionAccepted",
      "ClockMet settle",
      "ClockMet checklist",
      "StageEnded",
      "EscalationClosed",
    ]);
    expect(agreedAfter("facts")).toEqual(["ResolutionAccepted", "ClockMet settle", "StageEnded"]);
  });

  test("SHR-03, SHR-09 what was ticked at one stage is still to be done at the next", () => {
    const story = play(
      raise(monday, { area: "shropshire" }),
      open(monday),
      does(soon, raiser, "declare unresolved", "professionals"),
      open(soon),
      does(tuesday, S.raisingManager, "tick", "line-managers", { items: [{ item: "discussed", on: "2026-11-23" }] }),
      does(tuesday, S.raisingManager, "declare unresolved", "line-managers"),
      open(tuesday),
    );
    const left = (stage: string) => leftToTick(stageOf(shropshire.policy, stage), story.state).map(({ item }) => item);
    expect(left("line-managers")).toEqual(["facts"]);
    expect(left("formal-escalation")).toEqual(["formal-email", "records", "discussed"]);
  });
});

describe("what a deadline that passed makes of it", () => {
  const passedOf = ({ state }: Played) => state.opened.map(({ stage, passed }) => [stage, passed]);

  test("ALL-07 stands with the stage that it ended, and with no other", () => {
    const story = play(...knowsleyAt("line-managers"), tick("2026-12-01T17:02:00.000Z"));
    expect(passedOf(story)).toEqual([
      ["practitioners", undefined],
      ["line-managers", "2026-12-01T17:00:00.000Z"],
    ]);
  });

  test("KNO-07 is the stage's own: that a confirmation is overdue ended nothing", () => {
    const story = play(
      ...knowsleyAt("line-managers"),
      does(tuesday, K.receivingManager, "propose resolution", "line-managers"),
      does(tuesday, K.raisingManager, "accept resolution", "line-managers"),
      tick("2026-11-26T17:02:00.000Z"),
    );
    expect(passedOf(story)).toEqual([
      ["practitioners", undefined],
      ["line-managers", undefined],
    ]);
    const confirm = story.state.clocks.find(({ clock }) => clock === "confirm-in-writing");
    expect(confirm).toMatchObject({ status: "running", passedAt: "2026-11-26T17:02:00.000Z", reminders: [] });
  });

  test("MK-01 one that is only noted is over then; what is chased or answered goes on", () => {
    const { state } = play(
      ...miltonKeynesRaised(),
      does("2026-11-30T16:00:00.000Z", MK.practitioner, "propose resolution", "professionals"),
      tick("2026-11-30T17:02:00.000Z"),
    );
    expect(state.clocks.map(({ clock, status }) => [clock, status])).toEqual([
      ["meet", "over"],
      ["settle", "running"],
      ["answer-proposal", "running"],
    ]);
  });

  test("ALL-05 immediate risk makes the timescales a guide only where the policy says so", () => {
    const flag = does(soon, raiser, "flag immediate risk", "professionals");
    expect(play(...miltonKeynesRaised(), flag).state.guide).toBe(false);
    const ofKnowsley = does(soon, raiser, "flag immediate risk", "practitioners");
    expect(goOn(play(...knowsleyRaised()), ofKnowsley).state.guide).toBe(true);
  });
});

describe("what whoever answers the policy's own questions reads (MED-01)", () => {
  const wrong = (answers: Parameters<typeof wrongAnswers>[1], policy = medway.policy, kind?: "police") =>
    wrongAnswers({ ...concern(), raising: { agency: "one", ...(kind ? { kind } : {}) } }, answers, policy);
  const [first] = medway.policy.asksWhenRaised;
  if (!first) throw new Error("Medway asks something");
  const { options: _options, whenAnAgencyIs: _kind, required: _required, ...plain } = first;
  const asking = (answer: "date" | "text") => ({
    ...medway.policy,
    asksWhenRaised: [{ ...plain, id: "day", answer } as typeof first],
  });
  const refusal = (field: string, says: string) => ({ code: "unknown-answer", field, says });

  test("of what is not asked: that nothing is, or what is asked instead", () => {
    expect(wrong({ colour: "red" }, knowsley.policy)).toEqual([
      refusal("answers.colour", "This policy asks nothing of the kind. Leave it out."),
    ]);
    expect(wrong({ day: "2026-11-20", colour: "red" }, asking("date"))).toEqual([
      refusal("answers.colour", "This policy asks nothing of the kind. It asks: day."),
    ]);
  });

  test("MED-04 of what is asked only where the police take part", () => {
    expect(wrong({ "concerns-mash": "yes" })).toEqual([
      refusal(
        "answers.concerns-mash",
        "This is asked only where one of the two agencies is of the kind “police”. Leave it out.",
      ),
    ]);
    expect(wrong({ "concerns-mash": ["yes"] }, medway.policy, "police")).toEqual([
      refusal("answers.concerns-mash", "Give one answer, not a list."),
    ]);
    expect(wrong({ "concerns-mash": "yes" }, medway.policy, "police")).toEqual([]);
  });

  test("of a day that is none; a text may be anything", () => {
    expect(wrong({ day: "tomorrow" }, asking("date"))).toEqual([
      refusal("answers.day", "Give a date, such as 2026-11-20."),
    ]);
    expect(wrong({ day: "2026-11-20" }, asking("date"))).toEqual([]);
    expect(wrong({ day: "tomorrow" }, asking("text"))).toEqual([]);
  });
});

describe("what pages, e-mails and the record say", () => {
  test("ALL-07, SHR-09 of what a clock asks for that is the service's own", () => {
    expect(askedFor(knowsley.policy, { stage: "practitioners", clock: "answer-proposal" })).toStrictEqual({
      asks: "answer the proposed resolution",
      ownDefault: false,
    });
    expect(askedFor(shropshire.policy, { stage: "line-managers", clock: "checklist" })).toStrictEqual({
      asks: "do what is on the list of this stage, and tick it with the day on which it was done",
      ownDefault: false,
      clause: stageOf(shropshire.policy, "line-managers").checklist?.clause,
      chaseEvery: { count: 1, unit: "working days" },
    });
  });

  test("MK-06 of a number that is the organisation's own, whether or not the text says something in its place", () => {
    expect(ownDefaultInWords({ asks: "settle it", ownDefault: false, inWords: "promptly" })).toBeUndefined();
    expect(ownDefaultInWords({ asks: "settle it", ownDefault: true, inWords: "promptly" })).toBe(
      "The policy says “promptly” and gives no number here. This timescale is the organisation’s own.",
    );
    expect(ownDefaultInWords({ asks: "settle it", ownDefault: true })).toBe(
      "The policy gives no number here. This timescale is the organisation’s own.",
    );
  });

  test("KNO-13 of what is chased, how often and by which clause", () => {
    expect(askedFor(knowsley.policy, { stage: "chair", clock: "recommend" })).toMatchObject({
      clause: stageOf(knowsley.policy, "chair").clocks[0]?.clause,
      chaseEvery: { count: 1, unit: "working days" },
    });
  });

  test("ALL-09 of an e-mail that came back: what became of it, and what that means", () => {
    expect(bounceInWords).toEqual({
      permanent: "came back for good",
      transient: "came back for now, as one does from a full mailbox or with an automatic answer",
      complaint: "arrived and was marked as spam",
      rejected: "was held back by the mail service because of what it contained",
    });
    expect(bounceMeans).toEqual({
      permanent: "Whoever it was for has not had it, and will have none at that address.",
      transient: "Whoever it was for may not read it for some time.",
      complaint: "The mail service may hold back further emails to that address.",
      rejected: "Whoever it was for has not had it.",
    });
  });
});

describe("what somebody reads whose step is not taken", () => {
  test("KNO-13 the Chair, to whom no date is put, that this cannot be done at this stage", () => {
    const story = play(...knowsleyAt("chair"));
    expect(refusalOf(story, does("2026-11-26T11:00:00.000Z", K.chair, "accept date", "chair"))).toEqual({
      code: "not-now",
      says: "This cannot be done at this stage. The page shows what can.",
    });
  });

  test("ALL-07 who accepts for a stage that was never opened, while the next one is about to be", () => {
    const story = play(...knowsleyRaised(), does(soon, raiser, "declare unresolved", "practitioners"));
    expect(refusalOf(story, does(soon, raiser, "accept resolution", "chair"))).toEqual({
      code: "not-now",
      says: "This cannot be done at this stage. The page shows what can.",
    });
  });

  test("MED-01 who raises it at a stage at which it cannot be, at which it can, and why", () => {
    const mayOpenAt = [
      { stage: "senior-managers", because: "It is serious", clause: "1" },
      { stage: "chair", because: "It is late", clause: "1" },
    ];
    const rules = { ...knowsley, policy: { ...knowsley.policy, mayOpenAt } };
    expect(decide(undefined, raise(monday, { entered: "line-managers" }), rules)).toEqual({
      decided: "refused",
      refusal: {
        code: "not-allowed",
        field: "entered",
        says: "A concern cannot be raised at “line-managers” under this policy. It can at “senior-managers” (It is serious), “chair” (It is late).",
      },
    });
  });
});
