/** Every command: who may give it, and when; and those of the service itself. */
import { describe, expect, test } from "vitest";
import type { PartyCommandType } from "../../../../functions/core/commands.ts";
import { does, given, knowsleyAt, knowsleyRaised, play, raiser, tick } from "../../../support/core.ts";
import { partyCommands } from "../../../support/any-command.ts";
import { K, stage1, stage2, stage3, soon, later, withdrawn } from "./knowsley.ts";

describe("every command of a party", () => {
  test.each(partyCommands)("%s is refused from a seat that the record does not know", (type) => {
    given(...stage1)
      .when(does(soon, "practitioners/receiving-side/9", type, "practitioners"))
      .thenRefused("not-yours");
  });

  const stays: ReadonlySet<PartyCommandType> = new Set(["add note", "confirm filed"]);
  test.each(partyCommands.filter((each) => !stays.has(each)))(
    "%s changes nothing once the concern is withdrawn",
    (type) => {
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
    },
  );

  test.each(partyCommands.filter((each) => each !== "add note"))("%s is refused to those who are only told", (type) => {
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
