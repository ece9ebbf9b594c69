/** What is owed to whom and what lapses, until it is on the record; and what follows where something could not be delivered. */
import { describe, expect, test } from "vitest";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { noticesOf, noticesOwed } from "../../../functions/core/notices.ts";
import { partnershipSeat } from "../../../functions/core/people.ts";
import {
  does,
  knowsley,
  knowsleyAt,
  knowsleyRaised,
  miltonKeynesAt,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  seats,
  tick,
  type Played,
  type Step,
} from "../../support/core.ts";

const K = seats.knowsley;
const M = seats.miltonKeynes;

const soon = "2026-11-23T11:00:00.000Z";
const inbox = K.inbox;

/** What is owed, one a line; what lapses has its reason. */
const owed = ({ history, rules }: Played) => {
  const { send, lapse } = noticesOwed(history, rules.policy);
  return {
    send: send.map((each) => `${each.kind} → ${each.seat}`),
    lapse: lapse.map(({ notice, because }) => `${notice.kind} → ${notice.seat}: ${because}`),
  };
};
/** The story with everything that is owed sent and on the record. */
const allTold = (story: Played): Played => {
  const at = story.history.at(-1)?.at ?? "";
  const { send, lapse } = noticesOwed(story.history, story.rules.policy);
  const sent = send.map((each): EscalationEvent => ({
    type: "NoticeSent",
    v: 1,
    at,
    notice: each.id,
    kind: each.kind,
    seat: each.seat,
    messageId: "m",
  }));
  const lapsed = lapse.map(({ notice, because }): EscalationEvent => ({
    type: "NoticeLapsed",
    v: 1,
    at,
    notice: notice.id,
    kind: notice.kind,
    seat: notice.seat,
    because,
  }));
  return { ...story, history: [...story.history, ...sent, ...lapsed] };
};

describe("what could not be delivered", () => {
  const refusal = (seat: string): EscalationEvent => ({
    type: "NoticeRefused",
    v: 1,
    at: soon,
    notice: `0/acknowledged/${seat}`,
    kind: "acknowledged",
    seat,
    because: "Address rejected",
  });
  const notices = (history: readonly EscalationEvent[]) =>
    noticesOf(history, knowsley.policy).map((each) => `${each.kind} → ${each.seat}`);

  test("is told to the partnership; what could not be delivered to the partnership itself is not sent there again", () => {
    const { history } = play(...knowsleyRaised());
    expect(notices([...history, refusal(raiser)])).toContain(`could not be delivered → ${inbox}`);
    expect(notices([...history, refusal(inbox)])).not.toContain(`could not be delivered → ${inbox}`);
  });

  test("before the first stage was open is told as soon as the partnership's inbox is known", () => {
    const raised = play(raise("2026-11-23T10:00:00.000Z"));
    const opened = play(...knowsleyRaised()).history.slice(1);
    expect(notices([...raised.history, refusal(raiser)])).toEqual(["acknowledged → raiser"]);
    expect(notices([...raised.history, refusal(raiser), ...opened])).toEqual([
      "acknowledged → raiser",
      `could not be delivered → ${inbox}`,
      "asked → practitioners/receiving-side/1",
    ]);
    expect(partnershipSeat(raised.state)).toBeUndefined();
  });

  test("is owed no more once it is on the record, and tried no second time", () => {
    const { history, rules } = play(...knowsleyRaised());
    const { send } = noticesOwed([...history, refusal(raiser)], rules.policy);
    expect(send.map((each) => each.kind)).toEqual(["asked", "could not be delivered"]);
  });
});

describe("what is owed", () => {
  test("ALL-09 each notice is owed until it is on the record, and never again", () => {
    const story = play(...knowsleyRaised());
    expect(owed(story)).toEqual({
      send: ["acknowledged → raiser", "asked → practitioners/receiving-side/1"],
      lapse: [],
    });
    expect(owed(allTold(story))).toEqual({ send: [], lapse: [] });
    expect(noticesOwed([], knowsley.policy)).toEqual({ send: [], lapse: [] });
  });

  test("a notice has the same name every time: its place, its kind and its seat", () => {
    const { history, rules } = play(...knowsleyRaised());
    expect(noticesOf(history, rules.policy)).toEqual([
      { id: "0/acknowledged/raiser", kind: "acknowledged", seat: "raiser", stage: "practitioners", event: 0 },
      {
        id: "1/asked/practitioners/receiving-side/1",
        kind: "asked",
        seat: "practitioners/receiving-side/1",
        stage: "practitioners",
        event: 1,
      },
    ]);
  });

  test("nobody is asked for a stage that is over, nor in a seat that was handed on", () => {
    expect(owed(play(...knowsleyRaised(), does(soon, raiser, "declare unresolved", "practitioners"))).lapse).toEqual([
      "asked → practitioners/receiving-side/1: the stage was over before it was sent",
    ]);
    expect(owed(play(...knowsleyRaised(), does(soon, K.practitioner, "hand on", "practitioners")))).toEqual({
      send: ["acknowledged → raiser", "asked → practitioners/receiving-side/handed-on-3"],
      lapse: ["asked → practitioners/receiving-side/1: the matter was handed on before it was sent"],
    });
  });

  const reminded: Step[] = [...knowsleyRaised(), tick("2026-11-26T09:32:00.000Z")];

  test("nobody is reminded of what was done, or of a deadline that has passed", () => {
    const done = play(...reminded, does("2026-11-26T10:00:00.000Z", raiser, "declare unresolved", "practitioners"));
    expect(owed(done).lapse).toContain("reminder → raiser: it was done before the reminder was sent");
    const grace = play(
      ...reminded,
      does("2026-11-26T16:00:00.000Z", K.practitioner, "propose resolution", "practitioners"),
      tick("2026-11-26T17:02:00.000Z"),
    );
    expect(owed(grace).lapse).toContain("reminder → raiser: the deadline passed before the reminder was sent");
    expect(owed(grace).send).toEqual([
      "acknowledged → raiser",
      "asked → practitioners/receiving-side/1",
      "resolution proposed → raiser",
      "deadline passed → raiser",
      "deadline passed → practitioners/receiving-side/1",
      `deadline passed → ${inbox}`,
    ]);
  });

  test("ALL-09 when a stage climbs, one notice says so, and not another that its deadline passed", () => {
    const climbed = play(...reminded, tick("2026-11-26T17:02:00.000Z"), open("2026-11-26T17:02:00.000Z"));
    expect(noticesOf(climbed.history, climbed.rules.policy).map((each) => each.kind)).not.toContain("deadline passed");
    expect(owed(climbed).send).toEqual([
      "acknowledged → raiser",
      "asked → line-managers/raising-side/1",
      "asked → line-managers/receiving-side/1",
      "climbed → raiser",
      "climbed → practitioners/receiving-side/1",
    ]);
  });

  test("MK-04 feedback that is overdue is told even where its stage climbs in the same moment", () => {
    const story = play(
      ...miltonKeynesAt("heads-of-service"),
      does("2026-12-08T18:00:00.000Z", M.raisingHead, "record discussion", "heads-of-service", {
        kind: "meeting",
        heldAt: "2026-12-08T16:30:00.000Z",
      }),
      tick("2026-12-10T17:02:00.000Z"),
    );
    expect(noticesOfLast(story)).toEqual([
      "deadline passed → heads-of-service/raising-side/1",
      "deadline passed → raiser",
      `deadline passed → ${M.inbox}`,
      "copy of the record → heads-of-service/raising-side/1",
      "copy of the record → heads-of-service/receiving-side/1",
      "copy of the record → heads-of-service/receiving-side/2",
      "copy of the record → raiser",
    ]);
  });

  test("nobody is told of a proposal that was answered, or that a duty is owed that was done", () => {
    const settled = play(
      ...knowsleyAt("line-managers"),
      does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
      does("2026-11-24T13:00:00.000Z", K.receivingManager, "do duty", "line-managers"),
    );
    expect(owed(settled).lapse).toEqual([
      "asked → practitioners/receiving-side/1: the stage was over before it was sent",
      "asked → line-managers/raising-side/1: the stage was over before it was sent",
      "asked → line-managers/receiving-side/1: the stage was over before it was sent",
      "resolution proposed → line-managers/raising-side/1: the proposal was answered before it was sent",
      "resolution proposed → raiser: the proposal was answered before it was sent",
      "duty owed → line-managers/receiving-side/1: it was done before it was asked for",
    ]);
  });

  test("a response and a shorter deadline are told no more once it is closed; that it was withdrawn is", () => {
    const story = play(
      ...knowsleyRaised(),
      does("2026-11-23T10:30:00.000Z", K.practitioner, "respond", "practitioners"),
      does("2026-11-23T10:40:00.000Z", raiser, "shorten deadline", "practitioners"),
      does(soon, raiser, "withdraw", "practitioners"),
    );
    expect(owed(story)).toEqual({
      send: [
        "acknowledged → raiser",
        "withdrawn → raiser",
        "withdrawn → practitioners/receiving-side/1",
        "file the record → raiser",
        "file the record → practitioners/receiving-side/1",
      ],
      lapse: [
        "asked → practitioners/receiving-side/1: the stage was over before it was sent",
        "responded → raiser: the escalation was closed before it was sent",
        "deadline shortened → raiser: the escalation was closed before it was sent",
        "deadline shortened → practitioners/receiving-side/1: the escalation was closed before it was sent",
      ],
    });
  });

  test("ALL-09 what was told before is not told again when time goes on", () => {
    const early = allTold(play(...knowsleyRaised()));
    const more = play(...knowsleyRaised(), tick("2026-11-26T09:32:00.000Z")).commits.at(-1) ?? [];
    expect(owed({ ...early, history: [...early.history, ...more] }).send).toEqual([
      "reminder → raiser",
      "reminder → practitioners/receiving-side/1",
    ]);
  });

  test("nobody is told of a proposal that was rejected, though its stage be open", () => {
    const story = play(
      ...knowsleyRaised(),
      does(soon, K.practitioner, "propose resolution", "practitioners"),
      does("2026-11-23T12:00:00.000Z", raiser, "reject resolution", "practitioners"),
    );
    expect(owed(story).lapse).toEqual(["resolution proposed → raiser: the proposal was answered before it was sent"]);
  });

  const recommended: Step[] = [
    ...knowsleyAt("chair"),
    does("2026-11-26T11:00:00.000Z", K.chair, "give outcome", "chair"),
  ];
  const answered = does("2026-11-27T10:00:00.000Z", K.raisingSenior, "do duty", "chair", {
    duty: "chair/act-on-recommendations:raising",
    acts: true,
  });

  test("KNO-15 when one agency has answered, the other is still asked, and hears of the answer", () => {
    const { send, lapse } = owed(play(...recommended, answered));
    expect(send).toContain("duty owed → senior-managers/receiving-side/1");
    expect(send).toContain("duty done → senior-managers/receiving-side/1");
    expect(lapse).toContain("duty owed → senior-managers/raising-side/1: it was done before it was asked for");
  });

  test("that an answer is overdue is told though it came before the notice was sent; a stage's is not once it is over", () => {
    const late = play(...recommended, tick("2026-12-03T17:02:00.000Z"), {
      ...answered,
      at: "2026-12-03T18:00:00.000Z",
    });
    expect(owed(late).send).toContain("deadline passed → senior-managers/raising-side/1");
    const outcome = play(
      ...knowsleyAt("chair"),
      tick("2026-12-03T17:02:00.000Z"),
      does("2026-12-03T18:00:00.000Z", K.chair, "give outcome", "chair"),
    );
    expect(owed(outcome).send.filter((each) => each.startsWith("deadline passed"))).toEqual([]);
  });

  const again = (at: string, kind: "half time" | "chase"): EscalationEvent => ({
    type: "ReminderFellDue",
    v: 1,
    at,
    stage: "practitioners",
    clock: "settle",
    kind,
    due: at,
  });
  const remindedAgain = (at: string): Played => {
    const morning = play(...reminded);
    return { ...morning, history: [...morning.history, again(at, "half time")] };
  };

  test("ALL-09 a person has one reminder a day about one escalation: while the first is only owed the second waits, and once that was sent it lapses", () => {
    const twice = remindedAgain("2026-11-26T14:00:00.000Z");
    expect(owed(twice)).toEqual({
      send: [
        "acknowledged → raiser",
        "asked → practitioners/receiving-side/1",
        "reminder → raiser",
        "reminder → practitioners/receiving-side/1",
      ],
      lapse: [],
    });
    expect(owed(allTold(twice))).toEqual({
      send: [],
      lapse: [
        "reminder → raiser: another reminder of the same day names it too",
        "reminder → practitioners/receiving-side/1: another reminder of the same day names it too",
      ],
    });
  });

  test("ALL-09 the next day, London time, there is a reminder again; and a reminder that the mail service refused is none", () => {
    const nextDay = owed(remindedAgain("2026-11-27T00:10:00.000Z")).send.filter((each) => each.startsWith("reminder"));
    expect(nextDay).toEqual([
      "reminder → raiser",
      "reminder → practitioners/receiving-side/1",
      "reminder → raiser",
      "reminder → practitioners/receiving-side/1",
    ]);
    const refused = allTold(remindedAgain("2026-11-26T14:00:00.000Z"));
    const without: Played = {
      ...refused,
      history: refused.history.map((each): EscalationEvent =>
        each.type === "NoticeSent" && each.kind === "reminder" && each.seat === raiser
          ? {
              type: "NoticeRefused",
              v: 1,
              at: each.at,
              notice: each.notice,
              kind: each.kind,
              seat: each.seat,
              because: "no such address",
            }
          : each,
      ),
    };
    expect(owed(without).send).toContain("reminder → raiser");
  });

  test("an erased record owes nobody anything", () => {
    const { history, rules } = play(...knowsleyRaised());
    const erased = history.map((each): EscalationEvent => ("sealed" in each ? { ...each, sealed: "erased" } : each));
    const { send, lapse } = noticesOwed(erased, rules.policy);
    expect(send).toEqual([]);
    expect(lapse.map((each) => each.because)).toEqual([
      "the people of this record have been erased",
      "the people of this record have been erased",
    ]);
  });
});
