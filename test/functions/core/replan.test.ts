import { describe, expect, test } from "vitest";
import type { Rules } from "../../../functions/core/clocks.ts";
import type { Command } from "../../../functions/core/commands.ts";
import { decide } from "../../../functions/core/decide.ts";
import type { Escalation } from "../../../functions/core/escalation.ts";
import { evolve } from "../../../functions/core/evolve.ts";
import { noticesOf } from "../../../functions/core/notices.ts";
import { concern, does, holds, knowsley, open, play, raiser, raise, type Step } from "../../support/core.ts";

/** As if the bank holidays of 2027 were not published yet: in truth New Year's Day is one, and 25 and 28 December 2026 are. */
const before: Rules = { ...knowsley, calendar: { ...knowsley.calendar, holdsUntil: "2026-12-31" } };
const after: Rules = knowsley;
const replan: Command = { type: "replan", id: "replan", at: "2026-12-29T12:00:00.000Z", reason: "2027 is known" };

function played(rules: Rules, ...steps: Step[]): Escalation {
  let state: Escalation | undefined;
  for (const step of steps) {
    const command = typeof step === "function" ? step(state as Escalation, rules) : step;
    const decision = decide(state, command, rules);
    if (decision.decided !== "events") throw new Error(JSON.stringify(decision));
    for (const event of decision.events) state = evolve(state, event);
  }
  return state as Escalation;
}

/** Raised on Tuesday 29 December: 30, 31 and, with New Year's Day taken for a working day, Friday 1 January. */
const raised = (over: Partial<ReturnType<typeof concern>> = {}): Step[] => [
  raise("2026-12-29T10:00:00.000Z", over),
  open("2026-12-29T10:00:00.000Z"),
];

describe("deadlines beyond the last published bank holiday", () => {
  test("are computed without those holidays, so never too late, and marked as provisional", () => {
    expect(played(before, ...raised()).clocks).toMatchObject([
      { clock: "settle", due: "2027-01-01T17:00:00.000Z", provisional: true },
    ]);
    expect(played(after, ...raised()).clocks).toMatchObject([
      { clock: "settle", due: "2027-01-04T17:00:00.000Z", provisional: false },
    ]);
  });

  test("ALL-09 whoever acts hears of the new dates, and so does the practitioner who raised it", () => {
    holds("wirral", before);
    const climbed = "2026-12-29T10:30:00.000Z";
    const story = play(
      ...raised({ area: "wirral" }),
      does(climbed, raiser, "declare unresolved", "practitioners"),
      open(climbed),
    );
    const decision = decide(story.state, replan, after);
    if (decision.decided !== "events") throw new Error(decision.decided);
    const notices = noticesOf([...story.history, ...decision.events], knowsley.policy);
    expect(notices.flatMap(({ kind, seat }) => (kind === "deadlines replanned" ? [seat] : []))).toEqual([
      "line-managers/raising-side/1",
      "line-managers/receiving-side/1",
      raiser,
    ]);
  });

  test("ALL-08 a date that both sides agreed stays theirs, though more holidays are known", () => {
    const until = "2026-12-30T12:00:00.000Z";
    const state = played(
      before,
      ...raised(),
      does("2026-12-29T10:30:00.000Z", raiser, "propose date", "practitioners", { until, reason: "It cannot wait." }),
      does("2026-12-29T11:00:00.000Z", "practitioners/receiving-side/1", "accept date", "practitioners", { until }),
    );
    expect(state.clocks).toMatchObject([{ clock: "settle", due: until, provisional: false }]);
    expect(decide(state, replan, after)).toEqual({ decided: "nothing", because: "no deadline comes out differently" });
  });

  test("are planned again on the record when more holidays are known, with their reminders and the reason", () => {
    const state = played(before, ...raised());
    const decision = decide(state, replan, after);
    expect(decision).toEqual({
      decided: "events",
      events: [
        {
          type: "DeadlinesReplanned",
          v: 1,
          at: "2026-12-29T12:00:00.000Z",
          reason: "2027 is known",
          clocks: [
            {
              stage: "practitioners",
              clock: "settle",
              due: "2027-01-04T17:00:00.000Z",
              provisional: false,
              reminders: [{ at: "2027-01-04T09:30:00.000Z", kind: "last day" }],
            },
          ],
        },
      ],
    });
    const folded = decision.decided === "events" ? decision.events.reduce<Escalation>(evolve, state) : state;
    expect(folded.clocks).toMatchObject([
      {
        due: "2027-01-04T17:00:00.000Z",
        provisional: false,
        reminders: [{ at: "2027-01-04T09:30:00.000Z" }],
        status: "running",
      },
    ]);
    expect(decide(folded, { ...replan, id: "again" }, after)).toMatchObject({ decided: "nothing" });
  });

  test("never move by themselves: whatever else is asked under the new calendar, the deadline stays until it is recorded", () => {
    const state = played(before, ...raised());
    const decision = decide(state, does("2026-12-30T10:00:00.000Z", raiser, "add note", "practitioners"), after);
    expect(decision).toMatchObject({ decided: "events", events: [{ type: "NoteAdded" }] });
    expect(state.clocks).toMatchObject([{ due: "2027-01-01T17:00:00.000Z" }]);
    const late = decide(state, { type: "reach moment", id: "m", at: "2027-01-01T17:02:00.000Z" }, after);
    expect(late).toMatchObject({
      decided: "events",
      events: [{ type: "DeadlinePassed", due: "2027-01-01T17:00:00.000Z" }, { type: "StageEnded" }],
    });
  });

  test("that were planned within it are left alone, though the calendar be another", () => {
    const state = played(before, raise("2026-12-21T10:00:00.000Z"), open("2026-12-21T10:00:00.000Z"));
    expect(state.clocks).toMatchObject([{ due: "2026-12-24T17:00:00.000Z", provisional: false }]);
    const moreHolidays = new Map([...knowsley.calendar.holidays, ["2026-12-23", "A day of mourning"]]);
    const rules: Rules = { ...knowsley, calendar: { ...knowsley.calendar, holidays: moreHolidays } };
    expect(decide(state, replan, rules)).toMatchObject({ decided: "events", events: [{ type: "DeadlinePassed" }, {}] });
    expect(decide(state, { ...replan, at: "2026-12-22T10:00:00.000Z" }, rules)).toMatchObject({ decided: "nothing" });
  });

  test("ALL-04 never pass a date by which the person must be protected", () => {
    const state = played(before, ...raised({ protectBy: "2027-01-04T12:00:00.000Z" }));
    expect(decide(state, replan, after)).toMatchObject({
      decided: "events",
      events: [{ clocks: [{ due: "2027-01-04T12:00:00.000Z", provisional: false }] }],
    });
  });

  test("that come out the same are recorded as no longer provisional", () => {
    const state = played(before, ...raised({ protectBy: "2026-12-31T12:00:00.000Z" }));
    expect(decide(state, replan, after)).toMatchObject({
      decided: "events",
      events: [{ clocks: [{ due: "2026-12-31T12:00:00.000Z", provisional: false }] }],
    });
  });

  test("still beyond what is known stay provisional, and nothing is recorded until it makes a difference", () => {
    const state = played(before, ...raised());
    const oneDay: Rules = { ...knowsley, calendar: { ...knowsley.calendar, holdsUntil: "2026-12-31" } };
    expect(decide(state, replan, oneDay)).toMatchObject({ decided: "nothing" });
    const toNewYear: Rules = { ...knowsley, calendar: { ...knowsley.calendar, holdsUntil: "2027-01-01" } };
    expect(decide(state, replan, toNewYear)).toMatchObject({
      decided: "events",
      events: [{ clocks: [{ due: "2027-01-04T17:00:00.000Z", provisional: true }] }],
    });
  });

  test("that were set to the end of the next working day, because theirs had passed, are not thrown back into the past", () => {
    // Opened only on 31 December, after the three working days: due at the end of the next, 1 January as far as is known.
    const state = played(before, raise("2026-12-18T10:00:00.000Z"), open("2026-12-31T10:00:00.000Z"));
    expect(state.clocks).toMatchObject([{ due: "2027-01-01T17:00:00.000Z", provisional: true }]);
    expect(decide(state, { ...replan, at: "2026-12-31T12:00:00.000Z" }, after)).toMatchObject({
      decided: "events",
      events: [{ clocks: [{ due: "2027-01-01T17:00:00.000Z" }] }],
    });
  });

  test("a reminder that was given already is not given again", () => {
    const steps: Step[] = [
      raise("2026-12-24T10:00:00.000Z", { immediateRisk: true }),
      open("2026-12-24T10:00:00.000Z"),
      { type: "reach moment", id: "m", at: "2026-12-31T09:32:00.000Z" },
    ];
    // Line managers: 29, 30, 31, 1, 4 as far as is known, half time on the third; with New Year's Day the fifth is the 5th.
    const state = played(before, ...steps);
    expect(state.clocks).toMatchObject([
      { due: "2027-01-04T17:00:00.000Z", reminders: [{ at: "2027-01-04T09:30:00.000Z", kind: "last day" }] },
    ]);
    expect(decide(state, { ...replan, at: "2026-12-31T12:00:00.000Z" }, after)).toMatchObject({
      decided: "events",
      events: [
        {
          clocks: [
            { due: "2027-01-05T17:00:00.000Z", reminders: [{ at: "2027-01-05T09:30:00.000Z", kind: "last day" }] },
          ],
        },
      ],
    });
  });

  test("a deadline that has passed is not planned again", () => {
    const state = played(before, ...raised());
    const at = "2027-01-01T17:02:00.000Z";
    const decision = decide(state, { ...replan, at }, after);
    expect(decision).toMatchObject({
      decided: "events",
      events: [{ type: "DeadlinePassed" }, { type: "StageEnded", next: "line-managers" }],
    });
  });
});
