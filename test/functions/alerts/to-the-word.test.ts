/** What stands on the record, whole, and what somebody is told who is refused, to the word. */
import { describe, expect, test } from "vitest";
import { fold, runningClocks } from "../../../functions/alerts/core/alert.ts";
import type { AlertCommand } from "../../../functions/alerts/core/commands.ts";
import { decideSubmission, mayDo } from "../../../functions/alerts/core/decide.ts";
import type { AlertEvent } from "../../../functions/alerts/core/events.ts";
import { medway } from "../../support/core.ts";
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

const asked = askGroup(monday);
const at = "2026-11-18T10:00:00.000Z";
const by = (seat: string, agency: string) => ({ seat, agency });
const care = by("member/1", "Care");

describe("an alert before anything was done", () => {
  test("MED-15 its informer holds its only seat, and nothing is waited for", () => {
    const { history, state } = play();
    expect(state).toEqual({
      phase: "submitted",
      submitted: history[0],
      seats: new Map([
        [
          "informer",
          {
            seat: "informer",
            agency: "Whitebeam School",
            via: "holder",
            person: { name: "Imogen Fairweather", email: "i.fairweather@whitebeam.example" },
          },
        ],
      ]),
      members: [],
      clocks: [],
      responded: [],
      actions: [],
      execution: 1,
      bounced: [],
    });
  });

  test("of an erased record its seats have nobody, and it folds as before", () => {
    const { history } = play(asked);
    const erased = history.map((each) => ("sealed" in each ? { ...each, sealed: "erased" as const } : each));
    expect([...(fold(erased)?.seats ?? [])].map(([seat, { person }]) => [seat, person])).toEqual(
      ["informer", "member/1", "member/2", "member/3", "partnership-inbox"].map((seat) => [seat, "erased"]),
    );
  });
});

describe("what is put on the record", () => {
  test("MED-17 a note, a response, an action and its end, each whole", () => {
    expect(play(asked, does(at, "member/1", { type: "add note", words: "Seen." })).last).toEqual([
      { type: "NoteAdded", v: 1, at, by: care, sealed: { name: "Pat Example", words: "Seen." } },
    ]);
    expect(play(asked, respond(at, "member/1")).last).toEqual([
      {
        type: "AgencyResponded",
        v: 1,
        at,
        by: care,
        late: false,
        sealed: { name: "Pat Example", response: "We have looked." },
      },
    ]);
    expect(play(asked, action(at, "2026-12-18")).last).toEqual([
      {
        type: "ActionRecorded",
        v: 1,
        at,
        by: care,
        action: 1,
        due: "2026-12-18",
        sealed: { name: "Pat Example", what: "Send lists", who: "The office" },
      },
      {
        type: "ClockStarted",
        v: 1,
        at,
        clock: "action:1",
        due: "2026-12-18T17:00:00.000Z",
        provisional: false,
        reminders: [
          { at: "2026-12-03T09:30:00.000Z", kind: "half time" },
          { at: "2026-12-18T09:30:00.000Z", kind: "last day" },
        ],
      },
      { type: "ClockMet", v: 1, at, clock: "conclude" },
    ]);
    expect(play(asked, action(at, "2026-12-18", "Health")).last[0]).toEqual({
      type: "ActionRecorded",
      v: 1,
      at,
      by: care,
      action: 1,
      agency: "Health",
      due: "2026-12-18",
      sealed: { name: "Pat Example", what: "Send lists" },
    });
    const two = [asked, action(at, "2026-12-18"), action(at, "2026-12-18")];
    expect(typesOf(play(...two).last)).toEqual(["ActionRecorded", "ClockStarted"]);
    expect(play(...two, finish(at, 2)).last).toEqual([
      { type: "ActionDone", v: 1, at, by: care, action: 2, sealed: { name: "Pat Example", words: "Done." } },
      { type: "ClockMet", v: 1, at, clock: "action:2" },
    ]);
    expect(typesOf(play(...two, finish(at, 2), finish(at, 1)).last)).toEqual([
      "ActionDone",
      "ClockMet",
      "ClockStarted",
    ]);
  });

  test("what the mail service said is recorded as it is, and nothing where it said nothing", () => {
    const record = (notices: Extract<AlertCommand, { type: "record notices" }>["notices"]): AlertCommand => ({
      type: "record notices",
      id: "told",
      at,
      notices,
    });
    const sent = {
      type: "NoticeSent" as const,
      v: 1 as const,
      at,
      notice: "0/acknowledged/informer",
      kind: "acknowledged",
      seat: "informer",
      messageId: "m-1",
    };
    const story = play(asked);
    expect(answerTo(story, record([sent]))).toEqual({ decided: "events", events: [sent] });
    expect(answerTo(story, record([]))).toEqual({ decided: "nothing", because: "there is nothing to record" });
  });

  test("an execution that ended badly is replaced by the next number once, and none of a closed alert", () => {
    const replace = (number: number): AlertCommand => ({
      type: "replace execution",
      id: `replace ${number}`,
      at,
      number,
      reason: "it failed",
    });
    const story = play(asked, replace(2));
    expect(story.last).toEqual([{ type: "ExecutionReplaced", v: 1, at, number: 2, reason: "it failed" }]);
    expect(story.state).toEqual({ ...play(asked).state, execution: 2 });
    const already = { decided: "nothing", because: "the execution has been replaced already" };
    expect([answerTo(story, replace(2)), answerTo(story, replace(4))]).toEqual([already, already]);
    expect(answerTo(play(asked, close(at, true)), replace(2))).toEqual({
      decided: "nothing",
      because: "the alert is closed",
    });
  });

  test("what has no effect says why, for whoever reads the log", () => {
    const story = play(asked);
    const bounce = (seat: string, messageId = "m-1"): AlertCommand => ({
      type: "report bounce",
      id: "bounce",
      at,
      notice: `1/asked/${seat}`,
      kind: "asked",
      seat,
      messageId,
      bounce: "permanent",
    });
    const because = (command: AlertCommand, on = story) => answerTo(on, command);
    expect(because(asked)).toEqual({ decided: "nothing", because: "the group has been asked already" });
    expect(because(tick(at))).toEqual({ decided: "nothing", because: "nothing has fallen due" });
    expect(because(bounce("member/9"))).toEqual({ decided: "nothing", because: "there is no such seat" });
    const bounced = play(asked, bounce("member/1"));
    expect(because(bounce("member/1"), bounced)).toEqual({
      decided: "nothing",
      because: "this has been recorded already",
    });
    // The next e-mail, and another's, are reports of their own.
    expect(because(bounce("member/1", "m-2"), bounced)).toMatchObject({ decided: "events" });
    expect(because(bounce("member/2"), bounced)).toMatchObject({ decided: "events" });
  });

  test("the soonest is waited for first, and of two for one moment the one that began first", () => {
    const { state } = play(asked, action(at, "2026-12-18"), action(at, "2026-12-18"), action(at, "2026-11-20"));
    expect(runningClocks(state).map(({ clock }) => clock)).toEqual(["action:3", "respond", "action:1", "action:2"]);
  });

  test("what has ended and what passed wait for nothing: a reminder goes with its deadline", () => {
    const passed = play(asked, tick("2026-11-30T17:01:00.000Z")).state;
    expect(passed.clocks.find(({ clock }) => clock === "respond")).toEqual({
      clock: "respond",
      due: "2026-11-30T17:00:00.000Z",
      provisional: false,
      reminders: [],
      running: true,
      nextChase: "2026-12-07T09:30:00.000Z",
    });
    const closed = play(asked, close(at, true)).state;
    expect(closed.clocks).toEqual(play(asked).state.clocks.map((each) => ({ ...each, running: false })));
  });
});

describe("what somebody reads who is refused", () => {
  const open = play(asked, action(at, "2026-12-18"), action(at, "2026-12-19"));
  const closed = play(asked, close(at, true));
  const give = (over: { due?: string; agency?: string; who?: string }) =>
    does(at, "member/1", { type: "record action", what: "Send lists", due: "2026-12-18", ...over });

  test.each([
    [
      "somebody without a seat",
      open,
      respond(at, "member/9"),
      "not-yours",
      undefined,
      "This alert does not know you as one of its parties.",
    ],
    [
      "the informer who responds",
      open,
      respond(at, "informer"),
      "not-yours",
      undefined,
      "Only the members of the group can do this. You can add a note.",
    ],
    [
      "an action after the end",
      closed,
      action(at, "2026-12-18"),
      "closed",
      undefined,
      "The alert is closed. You can read the record and add a note to it.",
    ],
    [
      "the informer after the end",
      closed,
      respond(at, "informer"),
      "closed",
      undefined,
      "The alert is closed. You can read the record and add a note to it.",
    ],
    [
      "a close with two actions open",
      open,
      close(at),
      "actions-open",
      undefined,
      "The alert can be closed once every action is done. Still open: actions 1, 2.",
    ],
    [
      "an end of an action where there is none",
      play(asked),
      finish(at, 1),
      "not-now",
      undefined,
      "There is no open action.",
    ],
    [
      "an end of an action that is not on the record",
      open,
      finish(at, 3),
      "not-now",
      "action",
      "This action is done already, or there is none of that number.",
    ],
    [
      "a close without action or word",
      play(asked),
      close(at),
      "missing",
      "noActionNeeded",
      "No action is on the record. Record what is to be done first, or say that no action is needed.",
    ],
    [
      "an action of an agency that was not asked",
      play(asked),
      give({ agency: "Fire" }),
      "missing",
      "agency",
      "Choose an agency of the group, or say who else it is.",
    ],
    ["an action of nobody", play(asked), give({}), "missing", "who", "Say whose action it is."],
    [
      "an action until yesterday",
      play(asked),
      give({ who: "Us", due: "2026-11-17" }),
      "in-the-past",
      "due",
      "Tuesday 17 November 2026 is over. Give a day that is still to come.",
    ],
    [
      "an action in four years",
      play(asked),
      give({ who: "Us", due: "2030-11-18" }),
      "too-far",
      "due",
      "Give a day within the next three years.",
    ],
  ])("MED-17 %s", (_who, story, command, code, field, says) => {
    expect(refusalOf(answerTo(story, command))).toEqual({ code, ...(field ? { field } : {}), says });
  });

  test("MED-17 an action can be for today until five, and for a day within three years", () => {
    const story = play(asked);
    const until = (when: string, due: string) =>
      answerTo(story, does(when, "member/1", { type: "record action", what: "Send lists", who: "Us", due })).decided;
    expect(until("2026-11-18T16:59:59.999Z", "2026-11-18")).toBe("events");
    expect(until("2026-11-18T17:00:00.000Z", "2026-11-18")).toBe("refused");
    expect(until(at, "2029-11-20")).toBe("events");
    expect(until(at, "2029-11-21")).toBe("refused");
  });

  test("MED-16 whose alert is no alert yet", () => {
    const refused = (over: Parameters<typeof submission>[0]) => refusalOf(decideSubmission(submission(over), medway));
    expect(refused({ date: "2026-11-17" })).toEqual({
      code: "in-the-future",
      field: "date",
      says: "The date of the alert cannot be in the future.",
    });
    const nameless = { ...alertWords, consulted: { service: " ", with: "The manager" } };
    for (const sealed of [alertWords, nameless])
      expect(refused({ concerns: "one agency", consultedOn: "2026-11-10", sealed })).toEqual({
        code: "missing",
        field: "consulted.service",
        says: "Say which agency the alert is about.",
      });
    const consulted = { ...alertWords, consulted: { service: "Social Care", with: "The manager" } };
    expect(refused({ concerns: "one agency", consultedOn: "2026-11-17", sealed: consulted })).toEqual({
      code: "in-the-future",
      field: "consulted.on",
      says: "The day on which the agency was consulted cannot be in the future. Consult it first, then submit the alert.",
    });
  });

  test("a refusal after a deadline is a refusal, and the deadline passes with the next moment", () => {
    const late = "2026-11-30T17:01:00.000Z";
    expect(answerTo(play(asked), respond(late, "informer")).decided).toBe("refused");
  });

  test("nothing is offered in a seat that nobody has", () => {
    expect([...mayDo(open.state, "member/9")]).toEqual([]);
    expect([...mayDo(open.state, "member/1")]).toEqual(["add note", "respond", "record action", "finish action"]);
    expect([...mayDo(play(asked).state, "member/1")]).toEqual(["add note", "respond", "record action", "close"]);
  });
});

describe("the clocks of the organisation", () => {
  test("MED-17 an action until a day of which the bank holidays are not known is not called provisional: its day was given", () => {
    const [, started] = play(asked, action(at, "2029-01-10")).last as AlertEvent[];
    expect(started).toMatchObject({ type: "ClockStarted", due: "2029-01-10T17:00:00.000Z", provisional: false });
  });

  test("a moment is over only after its instant", () => {
    const story = play(asked);
    expect(answerTo(story, tick("2026-11-23T09:30:00.000Z"))).toMatchObject({ decided: "nothing" });
    expect(answerTo(story, tick("2026-11-23T09:30:00.001Z"))).toMatchObject({
      events: [{ type: "ReminderFellDue", due: "2026-11-23T09:30:00.000Z" }],
    });
    const both = play(asked, tick("2026-11-30T09:30:00.000Z"));
    // The one of the half time was slept through until the very instant of the last day's, which is yet to come.
    expect(both.last).toMatchObject([{ type: "ReminderFellDue", kind: "half time" }]);
  });

  test("where nobody is in the group the inbox has the member's seat as well as its own", () => {
    const { state } = play(askGroup(monday, []));
    expect([...state.seats.values()].map(({ seat, agency, via }) => [seat, agency, via])).toEqual([
      ["informer", "Whitebeam School", "holder"],
      ["member/1", inbox.agency, "inbox"],
      ["partnership-inbox", inbox.agency, "inbox"],
    ]);
  });
});
