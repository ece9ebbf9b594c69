import { describe, expect, test } from "vitest";
import { decideSubmission, mayDo } from "../../../functions/alerts/core/decide.ts";
import { nextMoment } from "../../../functions/alerts/core/moments.ts";
import { knowsley, medway } from "../../support/core.ts";
import {
  action,
  alertWords,
  answerTo,
  askGroup,
  close,
  does,
  finish,
  inbox,
  monday,
  play,
  refusalOf,
  respond,
  submission,
  tick,
  typesOf,
} from "./core.ts";

const consulted = { ...alertWords, consulted: { service: "Social Care", with: "The manager, by telephone" } };
const refused = (over: Parameters<typeof submission>[0]) => refusalOf(decideSubmission(submission(over), medway));

describe("submitting", () => {
  test("MED-15 an alert is on the record with every field of the form, under the policy of the day", () => {
    const { history } = play();
    expect(history).toEqual([
      {
        type: "AlertSubmitted",
        v: 1,
        at: monday,
        policy: { id: "medway", version: "2024" },
        partnership: "medway",
        agency: { id: "whitebeam-school", name: "Whitebeam School" },
        date: "2026-11-16",
        notAboutOneCase: true,
        concerns: "more than one agency",
        submission: { client: "whitebeam-system", keyHash: "key", bodyHash: "body" },
        sealed: alertWords,
      },
    ]);
  });

  test("MED-16 one declared to be about a case is turned back, with the way to the Escalation Process and the MSCP Review Referral Form", () => {
    const { code, field, says } = refused({ notAboutOneCase: false });
    expect([code, field]).toEqual(["about-a-case", "notAboutOneCase"]);
    expect(says).toContain("Escalation Policy");
    expect(says).toContain("MSCP Review Referral Form");
  });

  test("MED-16 an alert about a single agency that was not consulted is refused, naming the field and what to do", () => {
    expect(refused({ concerns: "one agency" })).toMatchObject({ code: "missing", field: "consulted.service" });
    expect(refused({ concerns: "one agency", sealed: consulted })).toEqual({
      code: "not-consulted",
      field: "consulted.on",
      says: "An alert about a single agency is accepted only once that agency was consulted. Speak with it first, then say on which day, and with whom and how.",
    });
    const withNobody = { ...alertWords, consulted: { service: "Social Care", with: " " } };
    expect(refused({ concerns: "one agency", consultedOn: "2026-11-10", sealed: withNobody })).toMatchObject({
      code: "not-consulted",
      field: "consulted.with",
    });
    expect(refused({ concerns: "one agency", consultedOn: "2026-11-17", sealed: consulted })).toMatchObject({
      code: "in-the-future",
      field: "consulted.on",
    });
  });

  test("MED-16 an alert about a single agency is accepted once that agency was consulted, be it the same day", () => {
    for (const consultedOn of ["2026-11-10", "2026-11-16"])
      expect(
        decideSubmission(submission({ concerns: "one agency", consultedOn, sealed: consulted }), medway),
      ).toMatchObject({ decided: "events", events: [{ concerns: "one agency", consultedOn }] });
  });

  test("an alert with a date in the future is refused", () => {
    expect(refused({ date: "2026-11-17" })).toMatchObject({ code: "in-the-future", field: "date" });
  });

  test("a policy that says nothing of practice alerts takes none", () => {
    expect(() => decideSubmission(submission(), knowsley)).toThrow("takes no practice alerts");
  });
});

describe("asking the group", () => {
  test("MED-17 each member is asked for their agency, and two clocks of the organisation start", () => {
    const { last, state } = play(askGroup(monday));
    expect(typesOf(last)).toEqual(["GroupAsked", "ClockStarted", "ClockStarted"]);
    expect(last[0]).toMatchObject({
      members: [
        { seat: "member/1", agency: "Care", via: "holder" },
        { seat: "member/2", agency: "Health", via: "holder" },
        { seat: "member/3", agency: "Police", via: "holder" },
      ],
      partnership: { seat: "partnership-inbox", agency: "MSCP", via: "inbox" },
    });
    // Monday 16 November: 10 working days later is Monday 30, 20 is Monday 14 December.
    expect(last.slice(1)).toMatchObject([
      {
        clock: "respond",
        due: "2026-11-30T17:00:00.000Z",
        reminders: [
          { at: "2026-11-23T09:30:00.000Z", kind: "half time" },
          { at: "2026-11-30T09:30:00.000Z", kind: "last day" },
        ],
      },
      { clock: "conclude", due: "2026-12-14T17:00:00.000Z" },
    ]);
    expect(nextMoment(state)).toBe("2026-11-23T09:30:00.000Z");
  });

  test("MED-17 where the directory names nobody, the partnership's inbox is asked in the group's place", () => {
    expect(play(askGroup(monday, [])).last[0]).toMatchObject({
      members: [{ seat: "member/1", agency: "MSCP", via: "inbox" }],
      sealed: { people: { "member/1": inbox.person } },
    });
  });

  test("asked twice, it is asked once", () => {
    expect(answerTo(play(askGroup(monday)), askGroup("2026-11-16T10:01:00.000Z"))).toMatchObject({
      decided: "nothing",
    });
  });
});

describe("responding", () => {
  test("MED-17 the clock of the responses is met once every agency has responded, and not before", () => {
    const two = [
      askGroup(monday),
      respond("2026-11-17T10:00:00.000Z", "member/1"),
      respond("2026-11-17T11:00:00.000Z", "member/2"),
    ];
    expect(typesOf(play(...two).last)).toEqual(["AgencyResponded"]);
    const all = play(...two, respond("2026-11-17T12:00:00.000Z", "member/3"));
    expect(all.last).toMatchObject([
      { type: "AgencyResponded", by: { seat: "member/3", agency: "Police" }, late: false },
      { type: "ClockMet", clock: "respond" },
    ]);
    // What is left is for the group to conclude: an open alert always waits for something.
    expect(nextMoment(all.state)).toBe("2026-11-30T09:30:00.000Z");
  });

  test("the informer and the partnership's inbox add notes, and respond for nobody", () => {
    const asked = play(askGroup(monday));
    for (const seat of ["informer", "partnership-inbox"]) {
      expect([...mayDo(asked.state, seat)]).toEqual(["add note"]);
      expect(refusalOf(answerTo(asked, respond(monday, seat))).code).toBe("not-yours");
    }
    expect(refusalOf(answerTo(asked, respond(monday, "member/9"))).code).toBe("not-yours");
  });
});

describe("time", () => {
  test("MED-17 those who are silent are reminded, and asked again at the organisation's interval for as long as they are", () => {
    const asked = [askGroup(monday), respond("2026-11-17T10:00:00.000Z", "member/1")];
    expect(play(...asked, tick("2026-11-23T09:31:00.000Z")).last).toMatchObject([
      { type: "ReminderFellDue", clock: "respond", kind: "half time" },
    ]);
    const passed = play(...asked, tick("2026-11-30T17:01:00.000Z"));
    // 5 working days after Monday 30 November, in the morning: Monday 7 December.
    expect(passed.last[0]).toMatchObject({
      type: "DeadlinePassed",
      clock: "respond",
      due: "2026-11-30T17:00:00.000Z",
      nextChase: "2026-12-07T09:30:00.000Z",
    });
    const chased = play(...asked, tick("2026-11-30T17:01:00.000Z"), tick("2026-12-07T09:31:00.000Z"));
    expect(chased.last).toMatchObject([
      { type: "ReminderFellDue", kind: "chase", nextChase: "2026-12-14T09:30:00.000Z" },
    ]);
  });

  test("a deadline passes after its instant, not at it, and what falls due happens before any command", () => {
    const asked = play(askGroup(monday), tick("2026-11-30T09:31:00.000Z"));
    expect(typesOf(play(askGroup(monday), tick("2026-11-30T17:00:00.000Z")).last)).not.toContain("DeadlinePassed");
    const late = answerTo(asked, respond("2026-11-30T17:00:30.000Z", "member/1"));
    expect(late.decided === "events" && typesOf(late.events)).toEqual(["DeadlinePassed", "AgencyResponded"]);
  });

  test("MED-17 silence never closes an alert: after a year of it, it is open and waits for its next moment", () => {
    let story = play(askGroup(monday));
    const moments = [];
    for (let moment = nextMoment(story.state); moment && moment < "2027-11-16"; moment = nextMoment(story.state)) {
      moments.push(tick(`${moment.slice(0, 16)}:30.000Z`));
      story = play(askGroup(monday), ...moments);
    }
    expect(story.state.phase).toBe("with the group");
    expect(nextMoment(story.state)).toBeDefined();
  });
});

describe("actions", () => {
  const asked = askGroup(monday);
  const at = "2026-11-18T10:00:00.000Z";

  test("MED-17 an action has a day, whose clock reminds before it, and meets the group's own", () => {
    const { last } = play(asked, action(at, "2026-12-18", "Care"));
    expect(last).toMatchObject([
      { type: "ActionRecorded", action: 1, agency: "Care", due: "2026-12-18", by: { agency: "Care" } },
      {
        type: "ClockStarted",
        clock: "action:1",
        due: "2026-12-18T17:00:00.000Z",
        reminders: [{ kind: "half time" }, { at: "2026-12-18T09:30:00.000Z", kind: "last day" }],
      },
      { type: "ClockMet", clock: "conclude" },
    ]);
  });

  test("MED-17 an overdue action is recorded as overdue and chased until it is done", () => {
    const story = play(asked, action(at, "2026-11-20"), tick("2026-11-20T17:01:00.000Z"));
    expect(story.last.at(-1)).toMatchObject({
      type: "DeadlinePassed",
      clock: "action:1",
      nextChase: "2026-11-27T09:30:00.000Z",
    });
    const done = answerTo(story, finish("2026-11-26T10:00:00.000Z", 1));
    expect(done).toMatchObject({
      events: [
        { type: "ReminderFellDue", clock: "respond" },
        { type: "ActionDone", action: 1 },
        { type: "ClockMet", clock: "action:1" },
        // Nothing is left to do but to conclude, and the group has time for that anew: 20 working days, 24 December.
        { type: "ClockStarted", clock: "conclude", due: "2026-12-24T17:00:00.000Z" },
      ],
    });
  });

  test.each([
    ["of a day that is over", { due: "2026-11-17" }, "in-the-past", "due"],
    ["too far ahead", { due: "2036-11-17" }, "too-far", "due"],
    ["of an agency that is not in the group", { agency: "Fire" }, "missing", "agency"],
    ["of nobody", { who: " " }, "missing", "who"],
  ])("an action %s is refused", (_what, over, code, field) => {
    const command = {
      type: "record action" as const,
      what: "Send lists",
      due: "2026-12-18",
      who: "The office",
      ...over,
    };
    const { who, ...rest } = command;
    const given = "agency" in over ? rest : { ...rest, who };
    expect(refusalOf(answerTo(play(asked), does(at, "member/1", given)))).toMatchObject({ code, field });
  });

  test("an action that is done already is not done again", () => {
    const story = play(asked, action(at, "2026-12-18"), action(at, "2026-12-19"), finish(at, 1));
    expect(refusalOf(answerTo(story, finish(at, 1)))).toMatchObject({ code: "not-now", field: "action" });
  });
});

describe("closing", () => {
  const asked = askGroup(monday);
  const at = "2026-11-18T10:00:00.000Z";

  test("MED-17 an alert is closed with an outcome once every action is done, and not while one is open", () => {
    const open = play(asked, action(at, "2026-12-18"), action(at, "2026-12-19"), finish(at, 2));
    expect(refusalOf(answerTo(open, close(at)))).toMatchObject({
      code: "actions-open",
      says: "The alert can be closed once every action is done. Still open: action 1.",
    });
    const done = play(asked, action(at, "2026-12-18"), finish(at, 1), close(at));
    expect(done.last).toMatchObject([
      { type: "AlertClosed", how: "actions done", sealed: { outcome: "Lists go out." } },
    ]);
    expect(done.state.phase).toBe("closed");
    expect(nextMoment(done.state)).toBeUndefined();
  });

  test("MED-17 without any action, the one who closes it says that none is needed", () => {
    expect(refusalOf(answerTo(play(asked), close(at)))).toMatchObject({ code: "missing", field: "noActionNeeded" });
    expect(play(asked, close(at, true)).last).toMatchObject([{ type: "AlertClosed", how: "no action needed" }]);
  });

  test("after the end a response is a late one and notes go on; nothing else does", () => {
    const closed = play(asked, close(at, true));
    expect(answerTo(closed, respond(at, "member/2"))).toMatchObject({
      events: [{ type: "AgencyResponded", late: true }],
    });
    expect(answerTo(closed, does(at, "informer", { type: "add note", words: "Thank you", corrects: 1 }))).toMatchObject(
      {
        events: [{ type: "NoteAdded", corrects: 1, by: { seat: "informer", agency: "Whitebeam School" } }],
      },
    );
    for (const command of [close(at, true), action(at, "2026-12-18"), finish(at, 1)])
      expect(refusalOf(answerTo(closed, command)).code).toBe("closed");
  });
});
