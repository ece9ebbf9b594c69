import { describe, expect, test } from "vitest";
import { fold } from "../../../functions/alerts/core/alert.ts";
import { noticesOf, noticesOwed, type AlertNoticeKind } from "../../../functions/alerts/core/notices.ts";
import type { AlertCommand } from "../../../functions/alerts/core/commands.ts";
import type { AlertEvent } from "../../../functions/alerts/core/events.ts";
import { alertMessageFor } from "../../../functions/mail/messages.ts";
import { medway } from "../../support/core.ts";
import {
  action,
  askGroup,
  close,
  expectNothingPersonal,
  finish,
  group,
  monday,
  play,
  respond,
  tick,
  type Played,
} from "./core.ts";

type Report = Extract<AlertCommand, { type: "report bounce" }>;

const at = "2026-11-18T10:00:00.000Z";
const asked = askGroup(monday);

/** Who hears of the last step: the kind and the seats. */
function heardOf(story: Played): Partial<Record<AlertNoticeKind, string[]>> {
  const before = story.history.length - story.last.length;
  const heard: Partial<Record<AlertNoticeKind, string[]>> = {};
  for (const { id, kind, seat } of noticesOf(story.history))
    if (Number(id.split("/")[0]) >= before) (heard[kind] ??= []).push(seat);
  return heard;
}

const members = ["member/1", "member/2", "member/3"];
const inbox = "partnership-inbox";
const link = { url: "https://escalations.example/PA-7K3M-9QXD/secret", code: "7K QF 2M 9X" };

describe("who hears of what", () => {
  test("MED-17 the informer has an acknowledgement, each member is asked, the partnership is informed", () => {
    expect(heardOf(play())).toEqual({ acknowledged: ["informer"] });
    expect(heardOf(play(asked))).toEqual({ asked: members, told: [inbox] });
    expect(heardOf(play(askGroup(monday, [])))).toEqual({ asked: ["member/1"] });
  });

  test("MED-17 only those whose agency is silent are reminded of responding, with the partnership once it is overdue", () => {
    const story = [asked, respond(at, "member/1")];
    expect(heardOf(play(...story, tick("2026-11-23T09:31:00.000Z")))).toEqual({ reminder: ["member/2", "member/3"] });
    const passed = [...story, tick("2026-11-30T09:31:00.000Z"), tick("2026-11-30T17:01:00.000Z")];
    expect(heardOf(play(...passed))).toEqual({ "deadline passed": ["member/2", "member/3", inbox] });
    expect(heardOf(play(...passed, tick("2026-12-07T09:31:00.000Z")))).toEqual({
      chased: ["member/2", "member/3", inbox],
    });
  });

  test("MED-17 a member has one reminder a day about one alert: what two clocks ask for on one day is not asked for twice", () => {
    const due = play(asked, action(at, "2026-11-23", "Health"), tick("2026-11-23T09:31:00.000Z"));
    const { send, lapse } = noticesOwed(due.history);
    const reminders = (all: readonly { readonly kind: string; readonly seat: string }[]) =>
      all.filter((each) => each.kind === "reminder").map((each) => each.seat);
    expect(reminders(noticesOf(due.history))).toEqual(["member/2", "member/1", "member/2", "member/3"]);
    expect(reminders(send)).toEqual(["member/2", "member/1", "member/3"]);
    expect(reminders(lapse.map(({ notice }) => notice))).toEqual([]);
  });

  test("MED-17 an action's own agency is reminded; overdue, it is the whole group's and the partnership's to know", () => {
    const story = [asked, action(at, "2026-11-25", "Health")];
    expect(heardOf(play(...story))).toEqual({ "action recorded": ["member/2", "member/3"] });
    // Of the reminders of the morning, that of the responses goes to all.
    const reminded = play(...story, tick("2026-11-23T09:31:00.000Z"), tick("2026-11-25T09:31:00.000Z"));
    expect(heardOf(reminded)).toEqual({ reminder: ["member/2"] });
    expect(
      heardOf(
        play(
          ...story,
          tick("2026-11-23T09:31:00.000Z"),
          tick("2026-11-25T09:31:00.000Z"),
          tick("2026-11-25T17:01:00.000Z"),
        ),
      ),
    ).toEqual({ "deadline passed": [...members, inbox] });
  });

  test("MED-17 the group hears when every agency has responded, and when every action is done", () => {
    const all = [asked, ...members.map((each) => respond(at, each))];
    expect(heardOf(play(...all))).toEqual({ "all responded": members });
    const two = [asked, action(at, "2026-12-18"), action(at, "2026-12-18")];
    expect(heardOf(play(...two, finish(at, 1, "member/2")))).toEqual({ "action done": ["member/1", "member/3"] });
    expect(heardOf(play(...two, finish(at, 1), finish(at, 2)))).toEqual({ "all actions done": members });
  });

  test("MED-17 the informer hears the outcome, and so do the group and the partnership", () => {
    const closed = play(asked, close(at, true));
    expect(heardOf(closed)).toEqual({ closed: ["informer", ...members, inbox] });
    expect(heardOf(play(asked, close(at, true), respond(at, "member/1")))).toEqual({
      "late response": ["member/2", "member/3", inbox],
    });
  });

  test("a notice that events overtook lapses, and what was sent is not owed again", () => {
    const lapsed = noticesOwed(play(asked, close(at, true)).history).lapse.map(({ notice }) => notice.kind);
    expect(lapsed).toEqual(["asked", "asked", "asked"]);
    const reminded = play(asked, tick("2026-11-23T09:31:00.000Z"), respond("2026-11-23T10:00:00.000Z", "member/2"));
    expect(noticesOwed(reminded.history).lapse).toMatchObject([
      { notice: { kind: "reminder", seat: "member/2" }, because: "the agency responded before it was sent" },
    ]);
    const { history } = play(asked);
    const sent = noticesOf(history).map(({ id, kind, seat }): AlertEvent => ({
      type: "NoticeSent",
      v: 1,
      at,
      notice: id,
      kind,
      seat,
      messageId: "1",
    }));
    expect(noticesOwed([...history, ...sent])).toEqual({ send: [], lapse: [] });
  });

  test("one that the mail service refuses is the partnership's to know; an erased record tells nobody", () => {
    const { history } = play(asked);
    const refused: AlertEvent = {
      type: "NoticeRefused",
      v: 1,
      at,
      notice: "0/acknowledged/informer",
      kind: "acknowledged",
      seat: "informer",
      because: "MessageRejected",
    };
    expect(noticesOf([...history, refused]).at(-1)).toMatchObject({ kind: "could not be delivered", seat: inbox });
    const erased = history.map((each) => ("sealed" in each ? { ...each, sealed: "erased" as const } : each));
    expect(noticesOwed(erased).send).toEqual([]);
  });
});

describe("ALL-09 an e-mail that came back", () => {
  const { history } = play(asked);
  const bounce = (seat: string, over: Partial<Report> = {}): Report => ({
    type: "report bounce",
    id: "bounce",
    at,
    notice: `1/asked/${seat}`,
    kind: "asked",
    seat,
    messageId: "m-1",
    bounce: "permanent",
    subtype: "NoEmail",
    ...over,
  });
  const lastOf = (story: Played) => noticesOf(story.history).filter((each) => each.kind === "could not be delivered");

  test("is on the record with what became of it, and the partnership hears; nothing else changes", () => {
    const story = play(asked, bounce("member/1"));
    expect(story.history.at(-1)).toEqual({
      type: "NoticeBounced",
      v: 1,
      at,
      notice: "1/asked/member/1",
      kind: "asked",
      seat: "member/1",
      messageId: "m-1",
      bounce: "permanent",
      subtype: "NoEmail",
    });
    expect(lastOf(story)).toMatchObject([{ seat: inbox, bounce: "permanent" }]);
    expect({ ...story.state, bounced: [] }).toEqual(play(asked).state);
  });

  test("ALL-01 is on the record once for the same report; one of a seat that nobody has, never", () => {
    expect(play(asked, bounce("member/1"), bounce("member/1")).history).toHaveLength(history.length + 1);
    expect(play(asked, bounce("member/9")).history).toHaveLength(history.length);
  });

  test("is told once for a seat and a way of coming back, until the alert goes on", () => {
    const twice = [bounce("member/1"), bounce("member/1", { kind: "reminder", messageId: "m-2" })];
    expect(lastOf(play(asked, ...twice))).toHaveLength(1);
    expect(lastOf(play(asked, ...twice, bounce("member/1", { bounce: "complaint" })))).toHaveLength(2);
    expect(lastOf(play(asked, ...twice, close(at, true), bounce("member/1", { messageId: "m-3" })))).toHaveLength(2);
  });

  test("from the partnership's own address is not told there; before the group is asked it is told once it is", () => {
    expect(lastOf(play(asked, bounce(inbox)))).toEqual([]);
    expect(lastOf(play(bounce("informer")))).toEqual([]);
    expect(lastOf(play(bounce("informer"), asked))).toMatchObject([{ seat: inbox }]);
  });

  test("is told in words that say what became of it, and to nobody of an erased record", () => {
    const story = play(asked, bounce("member/1", { bounce: "transient" }));
    const [notice] = lastOf(story);
    if (!notice) throw new Error("Nobody was told");
    const { state } = story;
    const { text } = alertMessageFor({
      notice,
      reference: "PA-7K3M-9QXD",
      history: story.history,
      state,
      rules: medway,
      partnership: undefined,
      link,
    });
    expect(text).toContain("An email about this alert came back for now, as one does from a full mailbox");
    const erased = story.history.map((each) => ("sealed" in each ? { ...each, sealed: "erased" as const } : each));
    expect(noticesOwed(erased).send).toEqual([]);
  });
});

describe("what an e-mail says", () => {
  const kinds: Readonly<Record<AlertNoticeKind, Played>> = {
    acknowledged: play(),
    asked: play(asked),
    told: play(asked),
    reminder: play(asked, tick("2026-11-23T09:31:00.000Z")),
    "deadline passed": play(asked, tick("2026-11-30T17:01:00.000Z")),
    chased: play(asked, tick("2026-11-30T17:01:00.000Z"), tick("2026-12-07T09:31:00.000Z")),
    "all responded": play(asked, ...members.map((each) => respond(at, each))),
    "action recorded": play(asked, action(at, "2026-12-18")),
    "action done": play(asked, action(at, "2026-12-18"), action(at, "2026-12-19"), finish(at, 1)),
    "all actions done": play(asked, action(at, "2026-12-18"), finish(at, 1)),
    closed: play(asked, close(at, true)),
    "late response": play(asked, close(at, true), respond(at, "member/1")),
    "could not be delivered": play(asked),
  };

  test.each(Object.entries(kinds))(
    "ALL-05, ALL-13, MED-18 of “%s”: danger first, the reference, and nothing of the alert",
    (kind, story) => {
      const found = noticesOf(story.history).findLast((each) => each.kind === kind);
      const notice = found ?? { id: "9/x/partnership-inbox", kind: kind as AlertNoticeKind, seat: inbox, event: 0 };
      const state = fold(story.history);
      if (!state) throw new Error("There is no alert");
      const message = alertMessageFor({
        notice,
        reference: "PA-7K3M-9QXD",
        history: story.history,
        state,
        rules: medway,
        partnership: undefined,
        link,
      });
      expect(message.text.startsWith("If someone is in immediate danger, call 999 now. ")).toBe(true);
      expect(message.subject).toMatch(/^PA-7K3M-9QXD: \S/);
      expect(message.text).toContain(
        "does not replace the Escalation Process, whistleblowing or the referral of individual cases",
      );
      expect(message.text).toContain(link.url);
      const all = JSON.stringify(message);
      expectNothingPersonal(all);
      for (const words of [
        "Whitebeam",
        "Verity",
        "Pat Example",
        "Send lists",
        "We have looked",
        "Lists go out",
        "undefined",
      ])
        expect(all).not.toContain(words);
    },
  );

  test("MED-17 a timescale of the organisation's is shown as its own, and never as the policy's", () => {
    const story = kinds.asked;
    const notice = noticesOf(story.history).find((each) => each.kind === "asked");
    if (!notice) throw new Error("Nobody was asked");
    const { text } = alertMessageFor({
      notice,
      reference: "PA-7K3M-9QXD",
      history: story.history,
      state: story.state,
      rules: medway,
      partnership: undefined,
      link,
    });
    expect(text).toContain(
      "Respond by 5pm on Monday 30 November 2026. The policy gives no number here. This timescale is the organisation’s own.",
    );
  });
});

describe("what was sent, lapsed or is overtaken", () => {
  const kindsOf = (all: readonly { readonly kind: string; readonly seat: string }[]) =>
    all.map(({ kind, seat }) => `${kind} ${seat}`);
  const sentBy = (history: readonly AlertEvent[], ...ids: string[]): AlertEvent[] =>
    noticesOf(history)
      .filter(({ id }) => ids.includes(id))
      .map(({ id, kind, seat }) => ({ type: "NoticeSent", v: 1, at, notice: id, kind, seat, messageId: "m" }));
  const becauses = (history: readonly AlertEvent[]) =>
    noticesOwed(history).lapse.map(({ notice, because }) => `${notice.kind} ${notice.seat}: ${because}`);

  test("two seats behind one address hear of one thing once", () => {
    const [one, two, three] = group;
    if (!one || !two || !three) throw new Error("The group has three");
    const shared = askGroup(monday, [one, { ...two, person: one.person }, three]);
    expect(heardOf(play(shared))).toEqual({ asked: ["member/1", "member/3"], told: [inbox] });
    const [before] = play().history;
    const twoOfThem = play(shared).history;
    expect(before && noticesOf([before])).toHaveLength(1);
    expect(noticesOf(twoOfThem).map(({ id }) => id)).toEqual([
      "0/acknowledged/informer",
      "1/asked/member/1",
      "1/asked/member/3",
      "1/told/partnership-inbox",
    ]);
  });

  test("what lapsed and what was refused is not owed again", () => {
    const { history } = play(asked);
    const about = { v: 1 as const, at, because: "MessageRejected" };
    const ended: AlertEvent[] = [
      { ...about, type: "NoticeLapsed", notice: "1/asked/member/1", kind: "asked", seat: "member/1" },
      { ...about, type: "NoticeRefused", notice: "1/asked/member/2", kind: "asked", seat: "member/2" },
    ];
    expect(kindsOf(noticesOwed([...history, ...ended]).send)).toEqual([
      "acknowledged informer",
      "asked member/3",
      `told ${inbox}`,
      `could not be delivered ${inbox}`,
    ]);
    expect(noticesOf([...history, ...ended]).at(-1)).toEqual({
      id: `5/could not be delivered/${inbox}`,
      kind: "could not be delivered",
      seat: inbox,
      event: 5,
    });
  });

  test("the mail service that refuses the partnership's own address is reported to nobody there", () => {
    const refused: AlertEvent = {
      type: "NoticeRefused",
      v: 1,
      at,
      notice: `1/told/${inbox}`,
      kind: "told",
      seat: inbox,
      because: "MessageRejected",
    };
    expect(
      noticesOf([...play(asked).history, refused]).filter(({ kind }) => kind === "could not be delivered"),
    ).toEqual([]);
  });

  test("MED-17 once a member's reminder of the day was sent, the day's others lapse, and those of the next day do not", () => {
    const { history } = play(asked, action(at, "2026-11-23", "Health"), tick("2026-11-23T09:31:00.000Z"));
    const first = noticesOf(history).find(({ kind, seat }) => kind === "reminder" && seat === "member/2");
    if (!first) throw new Error("Nobody is reminded");
    const sent = sentBy(history, first.id);
    expect(kindsOf(noticesOwed([...history, ...sent]).lapse.map(({ notice }) => notice))).toEqual([
      "reminder member/2",
    ]);
    expect(becauses([...history, ...sent])).toEqual([
      "reminder member/2: another reminder of the same day names it too",
    ]);
    // What was sent and is no reminder leaves the day its reminder.
    const other = sentBy(history, "1/asked/member/2");
    expect(kindsOf(noticesOwed([...history, ...other]).send)).toContain("reminder member/2");
    expect(becauses([...history, ...other])).toEqual([]);
  });

  test("MED-17 being asked again is the day's reminder too", () => {
    const story = play(
      asked,
      action(at, "2026-11-30", "Health"),
      tick("2026-11-30T17:01:00.000Z"),
      tick("2026-12-07T09:31:00.000Z"),
    );
    const chased = noticesOwed(story.history).send.filter(({ kind }) => kind === "chased");
    expect(kindsOf(chased)).toEqual(["chased member/1", "chased member/2", "chased member/3", `chased ${inbox}`]);
    const all = noticesOf(story.history).filter(({ kind }) => kind === "chased");
    expect(all).toHaveLength(8);
  });

  test("MED-17 what events overtook lapses, with why", () => {
    const all = [asked, ...members.map((each) => respond(at, each))];
    const lapsed = (story: Played) => [...new Set(becauses(story.history))];
    expect(lapsed(play(...all))).toEqual([]);
    expect(lapsed(play(...all, close(at, true)))).toEqual([
      ...members.map((each) => `asked ${each}: the alert was closed before it was sent`),
      ...members.map((each) => `all responded ${each}: the alert was closed before it was sent`),
    ]);
    expect(lapsed(play(asked, action(at, "2026-12-18"), finish(at, 1), close(at)))).toEqual([
      ...members.map((each) => `asked ${each}: the alert was closed before it was sent`),
      ...members.map((each) => `all actions done ${each}: the alert was closed before it was sent`),
    ]);
    const reminded = [asked, tick("2026-11-23T09:31:00.000Z")];
    expect(lapsed(play(...reminded))).toEqual([]);
    const answered = members.map((each) => respond("2026-11-23T10:00:00.000Z", each));
    expect(lapsed(play(...reminded, ...answered))).toEqual(
      members.map((each) => `reminder ${each}: it was done before it was sent`),
    );
    expect(lapsed(play(...reminded, tick("2026-11-30T17:01:00.000Z")))).toEqual(
      members.map((each) => `reminder ${each}: the deadline passed before the reminder was sent`),
    );
    const passed = [asked, tick("2026-11-30T17:01:00.000Z")];
    expect(lapsed(play(...passed))).toEqual([]);
    expect(lapsed(play(...passed, respond("2026-12-01T10:00:00.000Z", "member/2")))).toEqual([
      "deadline passed member/2: the agency responded before it was sent",
    ]);
    const chased = [...passed, tick("2026-12-07T09:31:00.000Z")];
    expect(lapsed(play(...chased, respond("2026-12-07T10:00:00.000Z", "member/2")))).toEqual([
      "deadline passed member/2: the agency responded before it was sent",
      "chased member/2: the agency responded before it was sent",
    ]);
    // An agency that has responded is still reminded of its action.
    const own = [asked, respond(at, "member/2"), action(at, "2026-11-25", "Health"), tick("2026-11-25T09:31:00.000Z")];
    expect(lapsed(play(...own))).toEqual([]);
  });

  test("an erased record owes nobody anything, and says so of each", () => {
    const erased = play(asked).history.map((each) =>
      "sealed" in each ? { ...each, sealed: "erased" as const } : each,
    );
    expect(becauses(erased)).toEqual([
      "acknowledged informer: the people of this record have been erased",
      ...members.map((each) => `asked ${each}: the people of this record have been erased`),
      `told ${inbox}: the people of this record have been erased`,
    ]);
  });

  test("a record without an alert owes nothing", () => {
    expect(noticesOwed([])).toEqual({ send: [], lapse: [] });
    expect(noticesOf([])).toEqual([]);
  });

  test("MED-17 what is told of an action says which", () => {
    const done = play(asked, action(at, "2026-12-18"), finish(at, 1));
    expect(noticesOf(done.history).at(-1)).toMatchObject({ kind: "all actions done", action: 1 });
  });
});
