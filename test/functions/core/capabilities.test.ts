/** What pages offer is what decide takes: both read it from here. */
import { describe, expect, test } from "vitest";
import { standingOf } from "../../../functions/core/capabilities.ts";
import {
  does,
  given,
  knowsleyAt,
  knowsleyRaised,
  open,
  play,
  raiser,
  seats,
  tick,
  type Step,
} from "../../support/core.ts";

const K = seats.knowsley;
const soon = "2026-11-23T11:00:00.000Z";

const may = (steps: Step[], seat: string) => {
  const { state, rules } = play(...steps);
  const standing = standingOf(state, rules.policy, seat);
  return [standing.acting ? "acts" : "does not act", ...[...standing.may].toSorted()];
};

const always = ["add note"];
const party = ["add note", "arrange meeting", "flag immediate risk", "record discussion"];
const proposed = does(soon, K.practitioner, "propose resolution", "practitioners");
const settled = [proposed, does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners")];

describe("what may be done in a seat", () => {
  test.each<[string, Step[], string, string[]]>([
    [
      "the one who raised it, at stage 1",
      knowsleyRaised(),
      raiser,
      [
        "acts",
        "add note",
        "arrange meeting",
        "declare unresolved",
        "flag immediate risk",
        "hand on",
        "propose date",
        "propose resolution",
        "record discussion",
        "shorten deadline",
        "withdraw",
      ],
    ],
    [
      "the receiving practitioner, at stage 1",
      knowsleyRaised(),
      K.practitioner,
      [
        "acts",
        "add note",
        "arrange meeting",
        "flag immediate risk",
        "hand on",
        "propose date",
        "propose resolution",
        "record discussion",
        "respond",
        "shorten deadline",
      ],
    ],
    [
      "the one who raised it, with a proposal to answer",
      [...knowsleyRaised(), proposed],
      raiser,
      [
        "acts",
        "accept resolution",
        "add note",
        "arrange meeting",
        "declare unresolved",
        "flag immediate risk",
        "hand on",
        "propose date",
        "propose resolution",
        "record discussion",
        "reject resolution",
        "shorten deadline",
        "withdraw",
      ],
    ],
    [
      "whoever proposed it",
      [...knowsleyRaised(), proposed],
      K.practitioner,
      [
        "acts",
        "add note",
        "arrange meeting",
        "flag immediate risk",
        "hand on",
        "propose date",
        "propose resolution",
        "record discussion",
        "respond",
        "shorten deadline",
      ],
    ],
    [
      "the one who raised it, at stage 2",
      knowsleyAt("line-managers"),
      raiser,
      ["does not act", ...party, "shorten deadline", "withdraw"],
    ],
    [
      "the receiving practitioner, at stage 2",
      knowsleyAt("line-managers"),
      K.practitioner,
      ["does not act", ...party, "respond", "shorten deadline"],
    ],
    [
      "a senior manager",
      knowsleyAt("senior-managers"),
      K.receivingSenior,
      [
        "acts",
        "add note",
        "arrange meeting",
        "flag immediate risk",
        "hand on",
        "propose date",
        "propose resolution",
        "record discussion",
        "refer",
        "respond",
        "shorten deadline",
      ],
    ],
    [
      "a director who is told (KNO-11)",
      knowsleyAt("senior-managers"),
      K.receivingDirector,
      ["does not act", ...always],
    ],
    [
      "the Chair",
      knowsleyAt("chair"),
      K.chair,
      [
        "acts",
        "add note",
        "arrange meeting",
        "flag immediate risk",
        "give outcome",
        "hand on",
        "record discussion",
        "request information",
      ],
    ],
    ["the partnership's inbox", knowsleyAt("chair"), K.inbox, ["does not act", ...always]],
    [
      "the raising senior manager, before the Chair",
      knowsleyAt("chair"),
      K.raisingSenior,
      [
        "does not act",
        "add note",
        "arrange meeting",
        "flag immediate risk",
        "propose date",
        "record discussion",
        "shorten deadline",
        "withdraw",
      ],
    ],
    [
      "anybody, once it is closed",
      [...knowsleyRaised(), ...settled],
      raiser,
      ["does not act", "add note", "confirm filed"],
    ],
    ["a seat that the record does not know", knowsleyRaised(), "nobody", ["does not act"]],
  ])("%s", (_who, steps, seat, expected) => {
    expect(may(steps, seat)).toEqual(expected);
  });

  test("KNO-07 whoever owes a written confirmation may give it, and nobody else", () => {
    const steps = [
      ...knowsleyAt("line-managers"),
      does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does("2026-11-24T12:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
    ];
    expect(may(steps, K.receivingManager)).toEqual([
      "does not act",
      "add note",
      "arrange meeting",
      "confirm filed",
      "do duty",
      "flag immediate risk",
      "hand on",
      "record discussion",
      "respond",
    ]);
    expect(may(steps, K.raisingManager)).toEqual([
      "does not act",
      "add note",
      "arrange meeting",
      "confirm filed",
      "flag immediate risk",
      "record discussion",
    ]);
    const { state, rules } = play(...steps);
    expect(standingOf(state, rules.policy, K.receivingManager).owes).toMatchObject([{ clock: "confirm-in-writing" }]);
  });

  test("KNO-15 one agency cannot answer for the other, though it owes an answer of its own", () => {
    const { history } = play(
      ...knowsleyAt("chair"),
      does("2026-11-26T11:00:00.000Z", K.chair, "give outcome", "chair"),
    );
    given(...history)
      .when(
        does("2026-11-27T11:00:00.000Z", K.receivingSenior, "do duty", "chair", {
          duty: "chair/act-on-recommendations:raising",
          acts: true,
        }),
      )
      .thenRefused("not-yours", "duty");
  });
});

describe("the edges of time", () => {
  test("nothing is chased before its instant has gone by", () => {
    const late = play(...knowsleyAt("chair"), tick("2026-12-03T17:02:00.000Z")).history;
    given(...late)
      .when(tick("2026-12-04T09:30:00.000Z"))
      .thenNothing();
    given(...late)
      .when(tick("2026-12-04T09:30:00.001Z"))
      .then({ type: "ReminderFellDue", kind: "chase", nextChase: "2026-12-07T09:30:00.000Z" });
  });

  test("a chase after which none is said is the last: it does not fall due again and again at one instant", () => {
    const late = play(
      ...knowsleyAt("chair"),
      tick("2026-12-03T17:02:00.000Z"),
      tick("2026-12-04T09:32:00.000Z"),
    ).history;
    const last = late.at(-1);
    if (last?.type !== "ReminderFellDue") throw new Error("Nothing was chased");
    const { nextChase: _, ...noMore } = last;
    given(...late.slice(0, -1), noMore)
      .when(tick("2026-12-31T10:00:00.000Z"))
      .thenNothing();
  });

  test("ALL-07 a stage that opens because a deadline passed says so", () => {
    expect(
      play(...knowsleyRaised(), tick("2026-11-26T17:02:00.000Z"), open("2026-11-26T17:02:00.000Z")).commits.at(-1),
    ).toMatchObject([{ type: "StageOpened", because: "deadline passed" }, {}]);
  });

  test("KNO-01, KNO-13 and one that opens by immediate risk or a referral says that", () => {
    expect(
      play(...knowsleyRaised(), does(soon, raiser, "flag immediate risk", "practitioners"), open(soon)).commits.at(-1),
    ).toMatchObject([{ type: "StageOpened", because: "immediate risk" }, {}]);
    const referred = [
      ...knowsleyAt("senior-managers"),
      does("2026-11-26T11:00:00.000Z", K.raisingSenior, "refer", "senior-managers"),
      open("2026-11-26T11:00:00.000Z"),
    ];
    expect(play(...referred).commits.at(-1)).toMatchObject([{ type: "StageOpened", because: "referred" }, {}]);
  });

  test("ALL-04 a shortened stage of five working days keeps a reminder at half time", () => {
    given(...play(...knowsleyAt("line-managers")).history)
      .when(
        does("2026-11-24T11:00:00.000Z", raiser, "shorten deadline", "practitioners", {
          until: "2026-11-30T17:00:00.000Z",
        }),
      )
      .then({
        type: "DeadlineShortened",
        clocks: [
          {
            clock: "settle",
            due: "2026-11-30T17:00:00.000Z",
            reminders: [
              { at: "2026-11-26T09:30:00.000Z", kind: "half time" },
              { at: "2026-11-30T09:30:00.000Z", kind: "last day" },
            ],
          },
        ],
      });
  });
});
